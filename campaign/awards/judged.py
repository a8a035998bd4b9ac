"""What is reckoned of nominations: means of scores and ties, periods of 公示, places by size.

Exact arithmetic throughout: two means that differ in the fourth place are no tie, two that do not are one.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from campaign.methods import notice, quota
from campaign.methods.refused import Refused
from campaign.methods.rows import rows
from campaign.options import OPTIONS

LEAST_TO_TRIM = 5  # so many scores, and the highest and the lowest are left out
IN, TIED, OUT, NO_SCORE = "within", "tied", "beyond", "no_score"


def exact(value: Any) -> Fraction:
    """A score as the contract keeps it, to four places."""
    return Fraction(round(float(value) * 10_000), 10_000)


def trimmed_mean(scores: Sequence[Fraction]) -> Fraction | None:
    """With five scores or more, one highest and one lowest left out; None without a score."""
    if not scores:
        return None
    counted = sorted(scores)[1:-1] if len(scores) >= LEAST_TO_TRIM else scores
    return sum(counted, Fraction(0)) / len(counted)


def standings(means: Mapping[str, Fraction | None], places: int | None) -> dict[str, str | None]:
    """within, tied (across the cut) or beyond for each; None for everybody where no places are set."""
    if places is None:
        return dict.fromkeys(means)
    given = sorted((mean for mean in means.values() if mean is not None), reverse=True)
    if len(given) <= places:
        return {name: IN if mean is not None else NO_SCORE for name, mean in means.items()}
    last, next_one = given[places - 1] if places else None, given[places]
    return {name: _standing(mean, last, next_one) for name, mean in means.items()}


def _standing(mean: Fraction | None, last: Fraction | None, next_one: Fraction) -> str:
    if mean is None:
        return NO_SCORE
    if last == next_one == mean:
        return TIED
    return IN if last is not None and mean >= last else OUT


def scores(frame: pd.DataFrame) -> pd.DataFrame:
    """The question award_scores, by mean within its award, with mean (exact, null: nobody scored), given,
    is_trimmed, and standing (of those still in the running; null for those that ended)."""
    told = rows(frame)
    given = [[] if row["scores"] is None else [exact(value) for value in row["scores"]] for row in told]
    means = [trimmed_mean(values) for values in given]
    found = frame.assign(
        mean=pd.Series(means, index=frame.index, dtype=object),
        given=pd.Series([len(values) for values in given], index=frame.index, dtype="int64"),
        is_trimmed=pd.Series([len(v) >= LEAST_TO_TRIM for v in given], index=frame.index, dtype=bool),
        standing=pd.Series(_standings(told, means), index=frame.index, dtype=object),
    )
    awards = list(dict.fromkeys(row["award"] for row in told))
    best_first = [Fraction(1) if mean is None else -mean for mean in means]  # a score is never below 0
    order = sorted(range(len(told)), key=lambda n: (awards.index(told[n]["award"]), best_first[n]))
    return found.iloc[order].reset_index(drop=True)


def _standings(told: Sequence[Mapping[str, Any]], means: Sequence[Fraction | None]) -> list[str | None]:
    found: dict[str, str | None] = {}
    for award in dict.fromkeys(row["award"] for row in told):
        running = [
            (row, mean)
            for row, mean in zip(told, means, strict=True)
            if row["award"] == award and not row["is_ended"]
        ]
        if running:
            places = running[0][0]["places"]
            found |= standings(
                {row["nomination_id"]: mean for row, mean in running},
                None if pd.isna(places) else int(places),
            )
    return [found.get(row["nomination_id"]) for row in told]


def notices(
    frame: pd.DataFrame, days: pd.DataFrame, settings: pd.DataFrame, *, award_notice_days: float
) -> pd.DataFrame:
    """The question award_notices, with first and last (of the working days that count), working_days,
    starting, skipped (days off between posting and last: lists of (day, name)), worked (weekend days that
    count), and why_not with about where there is no answer."""
    changes = rows(days)
    calendar = calendar_of({row["day"].date(): bool(row["is_working"]) for row in changes})
    names = {row["day"].date(): str(row["name"]) for row in changes}
    starting = _starting(settings)
    found = []
    for row in rows(frame):
        answer = notice.notice_period(row["posted_on"].date(), int(award_notice_days), calendar, starting)
        found.append(_period(answer, calendar, names))
    columns = ("first", "last", "skipped", "worked", "why_not", "about")
    added = {
        name: pd.Series([row[name] for row in found], index=frame.index, dtype=object) for name in columns
    }
    return frame.assign(**added, working_days=int(award_notice_days), starting=starting)


def _starting(settings: pd.DataFrame) -> notice.StartingRule:
    chosen = settings.loc[settings["name"] == "award_notice_start", "value"]
    value = str(chosen.iloc[0]) if len(chosen) else OPTIONS["award_notice_start"].default
    return "posting_day" if value == "posting_day" else "next_day"


def calendar_of(changes: Mapping[dt.date, bool]) -> dict[dt.date, bool]:
    """Every day of the years somebody entered a change for; other years stay unknown."""
    return notice.calendar_of(
        {day.year for day in changes},
        [notice.Change("work" if works else "off", day, day) for day, works in changes.items()],
    )


def _period(
    answer: notice.Notice | Refused, calendar: Mapping[dt.date, bool], names: Mapping[dt.date, str]
) -> dict[str, Any]:
    if isinstance(answer, Refused):
        nothing = dict.fromkeys(("first", "last", "skipped", "worked"))
        return {**nothing, "why_not": answer.reason, "about": answer.about}
    between = notice.days_between(answer.counted[0], answer.last)
    return {
        "first": answer.counted[0],
        "last": answer.last,
        "skipped": [(day, names.get(day, "")) for day in between if not calendar[day]],
        "worked": [day for day in answer.counted if day.weekday() >= notice.SATURDAY],
        "why_not": None,
        "about": None,
    }


def apportioned(sizes: Mapping[str, int], places: int) -> quota.Apportioned | quota.Tied | Refused:
    """Places by size, Hamilton's way (methods/quota.py)."""
    return quota.hamilton(sizes, places)
