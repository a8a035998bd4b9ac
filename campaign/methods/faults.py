"""Three tests for the three faults a circular names: 进展滞后, 推进不力, 成效不明显.

The page (1.8) names the faults and does not define them: the tests are ours. They name candidates and their
evidence, 待核实 until a person has confirmed it; a composite rank is no evidence. What could not be looked
at is in `missing`: a fault that does not fire while something is missing is not disproved.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from campaign.methods.chart import Assurance, Direction, Variation
from campaign.methods.funnel import Place

Fault = Literal["lagging", "pushing_weakly", "no_effect"]

BEHIND = "behind"  # 滞后, as the pace rule says it
PACE_VERDICTS = ("on_pace", "warning", BEHIND)  # any other state says why there is none: too_small, stale …
REPORTS_IN_A_ROW = 2
DAYS_WITHOUT_WORD = 14


@dataclass(frozen=True)
class Evidence:
    code: str  # report_behind, overdue_action, overdue_task, silent_milestone, off_target, outside_funnel …
    of: str  # id of what it is about; empty: the metric itself
    on: dt.date | None = None  # as of, due, last word
    days: int | None = None


@dataclass(frozen=True)
class Finding:
    fault: Fault
    fires: bool
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]  # codes, `code:id` where it is one item's


@dataclass(frozen=True)
class PaceReport:
    as_of: dt.date
    state: str  # of the pace rule, as a code


@dataclass(frozen=True)
class Duty:
    """A required or optional action, a task, or the upload of a report."""

    duty_id: str
    kind: Literal["action", "task", "upload"]
    is_required: bool
    due: dt.date | None  # None: nobody has said
    done_on: dt.date | None  # None: not done


@dataclass(frozen=True)
class Milestone:
    milestone_id: str
    due: dt.date | None
    done_on: dt.date | None
    last_word: dt.date | None  # the last report that says anything of it


def lagging(reports: Sequence[PaceReport], in_a_row: int = REPORTS_IN_A_ROW) -> Finding:
    """进展滞后: the last two reports are both behind. In any order; what has no verdict is missing."""
    last = sorted(reports, key=lambda report: report.as_of)[-in_a_row:]
    missing = [f"pace:{report.as_of}:{report.state}" for report in last if report.state not in PACE_VERDICTS]
    if len(last) < in_a_row:
        missing.append("two_reports")
    late = tuple(Evidence("report_behind", "", report.as_of) for report in last if report.state == BEHIND)
    return Finding("lagging", len(late) == in_a_row, late, tuple(missing))


def pushing_weakly(
    duties: Sequence[Duty] | None,
    milestones: Sequence[Milestone] | None,
    today: dt.date,
    without_word: int = DAYS_WITHOUT_WORD,
) -> Finding:
    """推进不力: something required is overdue, or a milestone is past due and 14 days went by without word.

    Due today is not overdue; done late is done. A late upload is 迟报 and never counts. None: not known,
    an empty sequence: there is none.
    """
    missing = [name for name, given in (("duties", duties), ("milestones", milestones)) if given is None]
    binding = [duty for duty in duties or () if duty.kind != "upload" and duty.is_required]
    overdue = [_overdue(duty, today) for duty in binding]
    silent = [_silent(milestone, today, without_word) for milestone in milestones or ()]
    evidence = tuple(found for found in [*overdue, *silent] if found)
    missing += [f"due:{duty.duty_id}" for duty in binding if not (duty.due or duty.done_on)]
    missing += [f"due:{item.milestone_id}" for item in milestones or () if not (item.due or item.done_on)]
    return Finding("pushing_weakly", bool(evidence), evidence, tuple(missing))


def _overdue(duty: Duty, today: dt.date) -> Evidence | None:
    if _is_done(duty, today) or duty.due is None or duty.due >= today:
        return None
    return Evidence(f"overdue_{duty.kind}", duty.duty_id, duty.due, (today - duty.due).days)


def _is_done(item: Duty | Milestone, today: dt.date) -> bool:
    """A past day looked at again does not know what was done later."""
    return item.done_on is not None and item.done_on <= today


def _silent(milestone: Milestone, today: dt.date, without_word: int) -> Evidence | None:
    """Silence counts from the due day on, or from the last word after it."""
    if _is_done(milestone, today) or milestone.due is None:
        return None
    since = max(milestone.due, milestone.last_word or milestone.due)
    days = (today - since).days
    if days < without_word:
        return None
    return Evidence("silent_milestone", milestone.milestone_id, since, days)


def no_effect(
    variation: str | None, assurance: str | None, place: str | None, direction: Direction
) -> Finding:
    """成效不明显: enough data, never on target or outside the funnel on the worse side, and not improving.

    variation, assurance: the icons of `chart`; place: in the adjusted band of `funnel`. None or a code of
    no verdict (too_few_reports, no_target …) is missing. Without the variation
    nothing fires: there may be improvement.
    """
    missing = _unknown(variation, assurance, place)
    if direction == "none":
        return Finding("no_effect", False, (), (*missing, "direction"))
    worse = "below_998" if direction == "up" else "above_998"
    evidence = []
    if assurance == "fail":
        evidence.append(Evidence("off_target", ""))
    if place == worse:
        evidence.append(Evidence("outside_funnel", ""))
    is_known = variation in get_args(Variation)
    fires = bool(evidence) and is_known and not str(variation).startswith("improvement")
    return Finding("no_effect", fires, tuple(evidence), missing)


def _unknown(variation: str | None, assurance: str | None, place: str | None) -> tuple[str, ...]:
    verdicts = {
        "variation": (variation, get_args(Variation)),
        "assurance": (assurance, get_args(Assurance)[:3]),
        "place": (place, get_args(Place)),
    }
    return tuple(
        f"{name}:{given}" if given else name
        for name, (given, known) in verdicts.items()
        if given not in known
    )
