"""What the pace rule makes of figures and targets: an answer comes in, its rows go out with columns added.

`standing` is the one code of each row (STANDINGS, or a Reason why nothing may be said), so that the counts of
all codes add up to all rows. Nothing here is read by people.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from campaign.methods import outlook, pace
from campaign.methods.pace import Limits, Plan, Report
from campaign.methods.refused import Reason, Refused
from campaign.methods.rows import Row, rows

LIMITS = (
    "pace_on_pace",
    "pace_behind",
    "pace_ahead",
    "pace_sure",
    "pace_likely",
    "pace_stale_days",
)  # the options a Panel must use for `paces`
# in the order in which they are counted; the five of a plan, then what keeps a unit out of them
CLASSES = ("completed", "ahead", "on", "short", "not_due")
APART = ("stale", "too_small")
CLASS_OF = {"behind": "short", "warning": "short"}
STANDINGS = ("completed", "ahead", "on", "warning", "behind", "not_due", *APART)
APPLES_AND_PEARS = ("not_comparable", "redefined")  # figure and target count different things: no share of it
LAGGING = ("behind", "warning")  # what is said to be short
MOST_UNITS = 40  # what a picture has room for; the others are in its table
# what is measured and not counted has no events, and no chance of so few of them
AMOUNTS = ("元", "公里", "公顷", "米", "亩", "吨", "小时", "天", "分", "率", "比例", "%", "百分比", "点")
NUMBERS = ("share", "due_share", "due_today", "expected", "ratio", "gap_points", "days_late", "chance")


def paces(frame: pd.DataFrame, **options: float) -> pd.DataFrame:
    """The question pace (or another of paced_at), with `standing` and the numbers behind it.

    share, due_share: of the target reached, and due on the day of the figure (0–1); due_today: due on the day
    looked at. gap_points below 0 is short, days_late below 0 early. Null where there is no answer; share and
    due_today also stand beside a reason where they can be said.
    """
    return _with(frame, [_judged(row, limits_of(options)) for row in rows(frame)])


def paces_by_lag(frame: pd.DataFrame, **options: float) -> pd.DataFrame:
    """The same, those that lag most first."""
    return by_lag(paces(frame, **options))


def _with(frame: pd.DataFrame, found: list[dict[str, Any]]) -> pd.DataFrame:
    added = {
        name: pd.Series([one[name] for one in found], index=frame.index, dtype=float) for name in NUMBERS
    }
    standing = pd.Series([one["standing"] for one in found], index=frame.index, dtype=object)
    if "row_no" in frame:  # a missing one must not make the others' numbers broken ones
        frame = frame.assign(row_no=frame["row_no"].astype("Int64"))
    return frame.assign(standing=standing, **added)


def limits_of(options: dict[str, float]) -> Limits:
    """The thresholds as set, by the options' names."""
    return Limits(*(options[name] for name in LIMITS))


def _judged(row: Row, limits: Limits) -> dict[str, Any]:
    found: dict[str, Any] = dict.fromkeys(NUMBERS, np.nan)
    wrong = _unpaceable(row)
    if wrong is not None:
        share = {} if wrong in APPLES_AND_PEARS else _share(row)
        return found | share | {"standing": wrong}
    plan = plan_of(row)
    if isinstance(plan, Refused):
        return found | _share(row) | {"standing": plan.reason}
    found |= {"due_today": plan.share_on(_day(row["day"]))} | _share(row)
    report = None if pd.isna(row["value"]) else Report(row["value"], _day(row["stands_on"]), *_bounds(row))
    answer = pace.pace(
        report,
        row["aim"],
        plan,
        today=_day(row["stands_on"] if report and row["is_asked"] else row["day"]),
        counts=is_counted(row),
        before=_before(row),
        missed=bool(row["is_missed"]),
        limits=limits,
    )
    standing = _standing(answer, pace.progress_class(report, row["aim"], plan, limits=limits))
    if isinstance(answer, pace.Pace):
        found |= {
            "due_share": answer.expected_share,
            "expected": answer.expected,
            "ratio": answer.ratio,
            "gap_points": answer.gap_points,
            "days_late": answer.days_late,
            "chance": np.nan if answer.chance is None else answer.chance,
        }
    return found | {"standing": standing}


def _standing(answer: pace.Pace | Refused, found: pace.Class | Refused) -> str:
    """The state, but what is reached stays reached, and what keeps pace says whether it is ahead."""
    if found in ("completed", "not_due"):
        return str(found)
    if isinstance(answer, Refused):
        return answer.reason
    if answer.state == "on_pace":
        return "ahead" if found == "ahead" else "on"  # a hedge that leaves open how far ahead is at least on
    return answer.state


def _unpaceable(row: Row) -> Reason | None:
    """Why no plan of days can be laid under the row's figure."""
    if pd.isna(row["aim"]):
        return "no_target"
    if row["is_unknown_metric"]:
        return "not_comparable"
    if row["is_not_applicable"] and pd.isna(row["value"]):
        return "not_applicable"
    if (wrong := pace.unpaceable(row["metric_kind"], row["direction"])) is not None:
        return wrong.reason
    if pd.isna(row["due"]):
        return "no_due_date"
    if row["is_redefined"]:
        return "redefined"
    return "not_comparable" if _differs(row, "uom") or _differs(row, "coverage") else None


def _differs(row: Row, what: str) -> bool:
    """Whether target and figure count different things; who does not say so is not held to it."""
    own, aimed = row[what], row[f"aim_{what}"]
    return isinstance(own, str) and isinstance(aimed, str) and bool(aimed) and own != aimed


def _share(row: Row) -> dict[str, float]:
    """Of the target reached, where both are numbers that can be divided."""
    if pd.isna(row["value"]) or pd.isna(row["aim"]) or not row["aim"] > 0:
        return {}
    share = row["value"] / row["aim"]
    return {"share": share} if np.isfinite(share) else {}


def plan_of(row: Row) -> Plan | Refused:
    """Days in even steps; as typed where the target has dated steps before its last."""
    start = None if pd.isna(row["starts_on"]) else _day(row["starts_on"])
    points = steps_of(row)
    if len(points) < 2 or not row["aim"] > 0:
        return pace.linear_plan(start, _day(row["due"]))
    return pace.typed_plan(start, [(day, value / row["aim"]) for day, value in points])


def steps_of(row: Row) -> list[tuple[dt.date, float]]:
    """What is to be reached by when, the last being the target."""
    if not isinstance(row["step_days"], list | np.ndarray):
        return []
    return [
        (_day(day), float(value)) for day, value in zip(row["step_days"], row["step_values"], strict=True)
    ]


def _day(day: Any) -> dt.date:
    return pd.Timestamp(day).date()


def _bounds(row: Row) -> tuple[float | None, float | None]:
    """What the figure's words allow, None where it is exact."""
    if row["qualifier"] == "exact":
        return None, None
    low = row["value"] if row["qualifier"] == "at_least" else 0.0
    return low, row["value"] if row["qualifier"] == "under" else np.inf


def _before(row: Row) -> Report | None:
    """The report before, by the most its words allow."""
    if pd.isna(row["before_on"]):
        return None
    return Report(0.0, _day(row["before_on"]), 0.0, row["before_upper"])


def is_counted(row: Row) -> bool:
    """Whether target and figure count events, which chance may make few of."""
    numbers = [row["aim"], row["value"]]
    return not str(row["uom"]).endswith(AMOUNTS) and all(
        pd.isna(number) or float(number).is_integer() for number in numbers
    )


# Many at once


@dataclass(frozen=True)
class Tally:
    """How many rows stand how. What is said of all adds up to all."""

    counts: dict[str, int]  # CLASSES and APART, also those that are 0
    refused: dict[str, int]  # Reason -> how many nothing may be said of, most first

    @property
    def total(self) -> int:
        return sum(self.counts.values()) + sum(self.refused.values())


def tally(standings: Iterable[str]) -> Tally:
    found = Counter(CLASS_OF.get(standing, standing) for standing in standings)
    named = (*CLASSES, *APART)
    left = Counter({code: count for code, count in found.items() if code not in named})
    return Tally({code: found[code] for code in named}, dict(left.most_common()))


def by_lag(frame: pd.DataFrame) -> pd.DataFrame:
    """Those that lag most first, then the others that are judged; who is not, last and in official order."""
    return frame.sort_values("gap_points", kind="stable", na_position="last")


def most_to_see(frame: pd.DataFrame) -> pd.DataFrame:
    """At most as many rows as a picture holds: those that lag most, in the order in which they came."""
    if len(frame) <= MOST_UNITS:
        return frame
    return frame.loc[frame.index.isin(by_lag(frame).head(MOST_UNITS).index)]


# One unit beside its group, and what may become of its figure

LEAST_OTHERS = 5  # of fewer, a band would be these units themselves


def course(frame: pd.DataFrame) -> pd.DataFrame:
    """The question course, with what is drawn: shown, group_low, group_middle, group_high, group_size.

    is_share: shares of each unit's own target, where the unit and enough others have one; else the figures
    themselves. Null where the unit gave none, and where fewer than five others gave an exact figure.
    """
    is_share = bool(frame["share"].notna().any() and (frame["share_others"] >= LEAST_OTHERS).any())
    prefix = "share_" if is_share else ""
    size = frame[f"{prefix}others"].astype(float)
    band = {
        f"group_{name}": frame[f"{prefix}{name}"].astype(float).where(size >= LEAST_OTHERS)
        for name in ("low", "middle", "high")
    }
    return frame.assign(
        is_share=is_share,
        shown=frame["share" if is_share else "value"].astype(float),
        group_size=size,
        **band,
    )


NO_OUTLOOK = {"outlook": None, "low_end": np.nan, "high_end": np.nan, "tried": 0, "inside": 0}


def ahead(frame: pd.DataFrame, past: pd.DataFrame) -> pd.DataFrame:
    """The question outlook, and closed years beside it: where the figure may stand on the target's day.

    outlook: lines (slowest and fastest recent pace) or band (past errors around the pace so far). low_end,
    high_end: where they end; tried, inside: the band's back-test. refused: why there is neither.
    """
    if frame.empty:
        return frame.assign(refused=None, **NO_OUTLOOK)
    first = rows(frame)[0]
    wrong = _unpaceable(first)
    if wrong is None and (frame["qualifier"] != "exact").any():
        wrong = "hedged"
    if wrong is None and frame["part"].nunique() > 1:
        wrong = "not_comparable"
    found = Refused(wrong) if wrong is not None else _ahead(frame, first, past)
    if isinstance(found, Refused):
        return frame.assign(refused=found.reason, **NO_OUTLOOK)
    return frame.assign(refused=None, **found)


def _ahead(frame: pd.DataFrame, first: Row, past: pd.DataFrame) -> dict[str, Any] | Refused:
    reports = [(_day(row["as_of"]), float(row["value"])) for row in rows(frame)]
    due, start = _day(first["due"]), first["starts_on"]
    if reports[-1][0] >= due:
        return Refused("nothing_left")
    if pd.notna(start) and len(past):
        now = outlook.forecast(reports, _day(start), due)
        found = now if isinstance(now, Refused) else outlook.band(now, _closed(past))
        if isinstance(found, outlook.Band):
            return {
                "outlook": "band", "low_end": found.low, "high_end": found.high,
                "tried": found.tried, "inside": found.inside,
            }  # fmt: skip
    lines = outlook.scenarios(reports, due)
    if isinstance(lines, Refused):
        return lines if lines.reason != "too_few_reports" else Refused("too_few_paces")
    return {
        "outlook": "lines", "low_end": lines.slowest, "high_end": lines.fastest, "tried": 0, "inside": 0,
    }  # fmt: skip


def _closed(past: pd.DataFrame) -> list[outlook.Closed]:
    """Each closed series as the same forecast would have seen it then."""
    found = []
    for row in rows(past):
        told = outlook.forecast(
            [(_day(row["as_of"]), float(row["value"]))], _day(row["starts_on"]), _day(row["ends_on"])
        )
        if not isinstance(told, Refused):
            found.append(outlook.Closed(told, float(row["final"])))
    return found


# Dated steps


def steps(frame: pd.DataFrame) -> pd.DataFrame:
    """The question steps, with state (of due_item, or within: done between two reports, one before and one
    after the day) and days past the day."""
    found = [_step(row) for row in rows(frame)]
    return frame.assign(
        state=pd.Series([state for state, _ in found], index=frame.index, dtype=object),
        days=pd.Series([days for _, days in found], index=frame.index, dtype="int64"),
    )


def _step(row: Row) -> tuple[str, int]:
    done = None if pd.isna(row["done_on"]) else _day(row["done_on"])
    found = pace.due_item(_day(row["due"]), done, _day(row["day"]))
    if isinstance(found, Refused):
        return "open", 0
    before = None if pd.isna(row["not_yet_on"]) else _day(row["not_yet_on"])
    if found.state == "late" and (before is None or before < _day(row["due"])):
        return "within", found.days
    return found.state, found.days
