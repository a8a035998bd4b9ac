"""What an organiser enters of an award: a nomination, a step, a judge's sheet. Each is one signed act.

What must hold at the moment of writing is looked at inside the writer's transaction: two people who give the
last place at the same time are one too many, and the second is told so. Nothing here decides who wins: a tie
across the cut is for people to settle.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa

from campaign import options
from campaign.acts import Entry, act, act_together
from campaign.awards import judged
from campaign.awards.stages import FINAL_REVIEW, PUBLIC_NOTICE, QUALIFIED, STAGES, number_of
from campaign.contract import ARROW_TYPES
from campaign.methods import notice
from campaign.methods.refused import Refused
from campaign.store import Store, Writing
from campaign.words import Refusal, Words

LONGEST_NAME, LONGEST_NOTE = 60, 200
PLACES = Decimal("0.0001")  # as the contract keeps numbers
ZH = Words("zh")  # what is kept in the log; a refusal names stages and days in the reader's language


@dataclass(frozen=True)
class Standing:
    """A nomination as it stands when a step is about to be entered (queries/awards/state.sql)."""

    nomination_id: str
    subject: str
    unit_id: str
    division_code: str | None
    passed_no: int
    last_no: int | None
    is_ended: bool
    is_held: bool
    posted_on: dt.date | None
    before_on: dt.date | None


# Nominating


def nominate(
    store: Store,
    *,
    award: str,
    unit_id: str,
    subject: str,
    is_person: bool,
    on_date: dt.date,
    note: str | None,
    by: str,
    today: dt.date,
    words: Words = ZH,
) -> str:
    """Recommends somebody or something, with its first step, and returns its id.

    More may be nominated than there are places (差额推荐). Raises Refusal for an unknown award or unit, a
    name that is empty, too long, or nominated already, and for a day to come.
    """
    subject = " ".join(subject.split())
    if not subject:
        raise Refusal("award.no_subject")
    if len(subject) > LONGEST_NAME:
        raise Refusal("award.long_subject", most=LONGEST_NAME)
    _check_day(on_date, today, words)
    nomination_id = f"nom-{uuid.uuid4().hex[:12]}"

    def check(writing: Writing) -> None:
        known_on = _now(writing)
        if not writing.rows("awards/award", known_on=known_on, award=award):
            raise Refusal("award.unknown_award", found=award)
        if not writing.rows("awards/unit", known_on=known_on, unit_id=unit_id):
            raise Refusal("award.unknown_unit", found=unit_id)
        for other in _standings(writing, award, 1).values():
            if (other.unit_id, other.subject, other.is_ended) == (unit_id, subject, False):
                raise Refusal("award.twice", subject=subject)

    rows = pa.table(
        {
            "nomination_id": [nomination_id],
            "award": [award],
            "unit_id": [unit_id],
            "subject": [subject],
            "is_person": [is_person],
            "note": pa.array([note], pa.string()),
            "row_no": [1],
        }
    )
    steps = _steps([nomination_id], STAGES[0], "passed", on_date, None)
    title = ZH("award.title_nomination")
    entries = [Entry("nomination", rows, title), Entry("nomination_step", steps, title)]
    act_together(store, entries, by=by, check=check)
    return nomination_id


# Steps


def move(
    store: Store,
    nomination_ids: Sequence[str],
    *,
    award: str,
    stage: str,
    outcome: str,
    on_date: dt.date,
    note: str | None,
    by: str,
    today: dt.date,
    words: Words = ZH,
) -> int:
    """Enters one stage for some nominations of an award, all or none, and returns the event's number.

    The last step of a nomination may be entered again (corrected) with a reason. Raises Refusal for a step
    out of order, before the one before it or still to come, after a nomination ended, without a reason where
    one is needed, over the quota, across a tie, or before 公示 has stood its working days.
    """
    if not nomination_ids:
        raise Refusal("award.nobody_chosen")
    if outcome != "passed" and not note:
        raise Refusal("award.needs_reason")
    _check_day(on_date, today, words)
    period = _period_rule(store)
    stage_no = number_of(stage)

    def check(writing: Writing) -> None:
        standing = _standings(writing, award, stage_no)
        if unknown := [name for name in nomination_ids if name not in standing]:
            raise Refusal("award.unknown_nomination", found=unknown[0])
        chosen = [standing[name] for name in nomination_ids]
        for one in chosen:
            _check_order(one, stage_no, on_date, note, words)
        if outcome == "passed":
            _check_passing(writing, award, stage_no, chosen, list(standing.values()))
            if stage_no > PUBLIC_NOTICE:
                _check_stood(writing, chosen, on_date, period, words)

    rows = _steps(nomination_ids, stage, outcome, on_date, note)
    return act(store, "nomination_step", rows, title=ZH("award.title_step"), by=by, check=check)


def _check_day(on_date: dt.date, today: dt.date, words: Words) -> None:
    if on_date > today:
        raise Refusal("award.future", day=words.day(on_date))


def _check_order(one: Standing, stage_no: int, on_date: dt.date, note: str | None, words: Words) -> None:
    stage = words(f"award_stage.{STAGES[stage_no - 1]}")
    last_no = one.last_no or 0
    if last_no > stage_no:
        later = words(f"award_stage.{STAGES[last_no - 1]}")
        raise Refusal("award.gone_on", subject=one.subject, stage=stage, later=later)
    if last_no == stage_no and not note:
        raise Refusal("award.correction_needs_reason", subject=one.subject, stage=stage)
    if last_no < stage_no and one.is_ended:
        raise Refusal("award.ended", subject=one.subject)
    if one.passed_no < stage_no - 1:
        missing = words(f"award_stage.{STAGES[one.passed_no]}")
        raise Refusal("award.out_of_order", subject=one.subject, stage=stage, missing=missing)
    if one.before_on is not None and on_date < one.before_on:
        raise Refusal("award.before", subject=one.subject, stage=stage, day=words.day(one.before_on))


def _check_passing(
    writing: Writing,
    award: str,
    stage_no: int,
    chosen: Sequence[Standing],
    everybody: Sequence[Standing],
) -> None:
    if stage_no == FINAL_REVIEW:
        _check_tie(writing, award, chosen, everybody)
    if stage_no >= PUBLIC_NOTICE:
        _check_places(writing, award, chosen, everybody)


def _check_places(
    writing: Writing, award: str, chosen: Sequence[Standing], everybody: Sequence[Standing]
) -> None:
    found = writing.rows("awards/places", known_on=_now(writing), award=award)
    if not found:
        raise Refusal("award.no_quota")
    places, names = int(found[0][0]), {one.nomination_id for one in chosen}
    held = sum(one.is_held for one in everybody if one.nomination_id not in names)
    if held + len(chosen) > places:
        raise Refusal("award.over_quota", places=places, held=held, asked=len(chosen))


def _check_tie(
    writing: Writing, award: str, chosen: Sequence[Standing], everybody: Sequence[Standing]
) -> None:
    """Who is tied across the cut does not pass: judges score again, or people stop one with a reason."""
    known_on = _now(writing)
    places = writing.rows("awards/places", known_on=known_on, award=award)
    given: dict[str, list[Fraction]] = {}
    for nomination_id, value in writing.rows("awards/scores", known_on=known_on, award=award):
        given.setdefault(nomination_id, []).append(judged.exact(value))
    running = {one.nomination_id: one for one in everybody if not one.is_ended and one.nomination_id in given}
    means = {name: judged.trimmed_mean(given[name]) for name in running}
    found = judged.standings(means, int(places[0][0]) if places else None)
    tied = [name for name, standing in found.items() if standing == judged.TIED]
    for one in chosen:
        if one.nomination_id in tied:
            raise Refusal("award.tied", subject=one.subject, count=len(tied))


def _check_stood(
    writing: Writing,
    chosen: Sequence[Standing],
    on_date: dt.date,
    period: tuple[int, notice.StartingRule],
    words: Words,
) -> None:
    """What follows 公示 may be the day after its last working day, no earlier."""
    changes = {day: bool(works) for day, works in writing.rows("awards/calendar", known_on=_now(writing))}
    calendar = judged.calendar_of(changes)
    for one in chosen:
        assert one.posted_on is not None  # the order of steps was looked at before
        found = notice.notice_period(one.posted_on, period[0], calendar, period[1])
        if isinstance(found, Refused):
            raise Refusal("award.no_calendar", year=found.about)
        if on_date <= found.last:
            raise Refusal("award.not_stood", days=period[0], last=words.day(found.last))


def _period_rule(store: Store) -> tuple[int, notice.StartingRule]:
    """Working days a notice stands, and from which day they count, as set now."""
    days = int(options.number_of(store, "award_notice_days"))
    is_same_day = options.value_of(store, "award_notice_start") == "posting_day"
    return days, "posting_day" if is_same_day else "next_day"


# Scores


def score(
    store: Store,
    sheet: Mapping[str, float | None],
    *,
    award: str,
    judge: str,
    judge_unit_id: str | None,
    by: str,
) -> int:
    """Enters one judge's sheet (nomination -> score, None: recused), and returns the event's number.

    Raises Refusal for a sheet without a judge or a row, a score outside 0–100, one for the judge's own unit
    or county, and for a nomination that is not in the running for 终评.
    """
    judge = " ".join(judge.split())
    if not judge:
        raise Refusal("award.no_judge")
    if not sheet:
        raise Refusal("award.nobody_chosen")

    def check(writing: Writing) -> None:
        known_on = _now(writing)
        found = writing.rows("awards/unit", known_on=known_on, unit_id=judge_unit_id) if judge_unit_id else []
        if judge_unit_id and not found:
            raise Refusal("award.unknown_unit", found=judge_unit_id)
        division = found[0][0] if found else None
        standing = _standings(writing, award, FINAL_REVIEW)
        for name, value in sheet.items():
            if name not in standing:
                raise Refusal("award.unknown_nomination", found=name)
            _check_score(standing[name], value, judge, judge_unit_id, division)

    values = [None if value is None else Decimal(str(value)) for value in sheet.values()]
    rows = pa.table(
        {
            "nomination_id": list(sheet),
            "judge": [judge] * len(sheet),
            "judge_unit_id": pa.array([judge_unit_id] * len(sheet), pa.string()),
            "value": pa.array([_kept(value) for value in values], ARROW_TYPES["number"]),
            "row_no": pa.array(range(1, len(sheet) + 1), pa.int64()),
        }
    )
    return act(store, "award_score", rows, title=ZH("award.title_score"), by=by, check=check)


def _kept(value: Decimal | None) -> Decimal | None:
    is_finite = value is not None and value.is_finite() and abs(value) < 1000
    return value.quantize(PLACES) if value is not None and is_finite else None


def is_own(judge_unit_id: str | None, division: str | None, unit_id: str, unit_division: str | None) -> bool:
    """Whether a judge must recuse: the unit is the judge's own, or of the judge's own county."""
    return unit_id == judge_unit_id or (division is not None and division == unit_division)


def _check_score(
    one: Standing, value: float | None, judge: str, judge_unit_id: str | None, division: str | None
) -> None:
    if one.is_ended or not QUALIFIED <= one.passed_no < FINAL_REVIEW:
        raise Refusal("award.not_scored_now", subject=one.subject)
    if value is None:
        return
    if not 0 <= value <= 100:  # a value that is no number is not either
        raise Refusal("award.score_range", subject=one.subject, found=f"{value:g}")
    if is_own(judge_unit_id, division, one.unit_id, one.division_code):
        raise Refusal("award.own_unit", judge=judge, subject=one.subject)


# Shared


def _now(writing: Writing) -> int:
    return int(writing.rows("log/last_event")[0][0])


def _standings(writing: Writing, award: str, stage_no: int) -> dict[str, Standing]:
    found = writing.rows("awards/state", known_on=_now(writing), award=award, stage_no=stage_no)
    return {row[0]: Standing(*row) for row in found}


def _steps(
    nomination_ids: Sequence[str], stage: str, outcome: str, on_date: dt.date, note: str | None
) -> pa.Table:
    count = len(nomination_ids)
    return pa.table(
        {
            "nomination_id": list(nomination_ids),
            "stage": [stage] * count,
            "outcome": [outcome] * count,
            "on_date": pa.array([on_date] * count, pa.date32()),
            "note": pa.array([note] * count, pa.string()),
            "row_no": pa.array(range(1, count + 1), pa.int64()),
        }
    )
