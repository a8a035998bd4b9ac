"""序时进度: where a running total should stand on a day, and whether falling short means anything.

Shares are 0–1 of the target, gaps are percentage points of it. A figure is held against the plan of its own
day, not of the day it is looked at.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from math import ceil, floor, isfinite
from typing import Literal, cast

from campaign.methods.refused import Refused
from campaign.methods.tails import poisson_tail

SLACK = 1e-9
ON_PACE, BEHIND = 0.95, 0.75  # of what was due
AHEAD = 1.05  # ours, as far above as on pace reaches below
SURE, LIKELY = 0.05, 0.20  # chance of so few events if the unit were on pace
STALE_AFTER = 14  # days without a report

State = Literal["on_pace", "behind", "warning", "too_small", "stale"]  # 正常 滞后 预警 基数小 未更新
Class = Literal["completed", "ahead", "on", "short", "not_due"]  # 已完成 超序时 达序时 欠序时 未到期
CLASSES: tuple[Class, ...] = ("completed", "ahead", "on", "short", "not_due")


# The plan


@dataclass(frozen=True)
class Plan:
    """What share of the target is due by the end of a day: straight lines between these, flat outside."""

    days: tuple[dt.date, ...]  # ascending; the first is the day before anything is due
    shares: tuple[float, ...]  # from 0 to 1, never falling

    def share_on(self, day: dt.date) -> float:
        if day <= self.days[0]:
            return self.shares[0]
        for (d0, d1), (s0, s1) in zip(pairwise(self.days), pairwise(self.shares), strict=True):
            if day <= d1:
                return s0 + (s1 - s0) * (day - d0).days / (d1 - d0).days
        return self.shares[-1]

    def first_day_at(self, share: float) -> dt.date:
        """The first day by whose end the plan stood at this share; its last day for more than 1."""
        if share <= self.shares[0] + SLACK:
            return self.days[0]
        for (d0, d1), (s0, s1) in zip(pairwise(self.days), pairwise(self.shares), strict=True):
            if share <= s1 + SLACK:
                return d0 + dt.timedelta(days=ceil((share - s0) / (s1 - s0) * (d1 - d0).days - SLACK))
        return self.days[-1]


def linear_plan(start: dt.date | None, end: dt.date | None) -> Plan | Refused:
    """The same share every day, both ends counted: 15 April of 1–30 April is 50 %. Refused as phased_plan."""
    return phased_plan([Phase(start, end, 1.0)])


@dataclass(frozen=True)
class Phase:
    start: dt.date | None  # None: nobody has entered it
    end: dt.date | None
    weight: float  # share of the target due within the phase


def phased_plan(phases: Sequence[Phase]) -> Plan | Refused:
    """Each phase's weight spread evenly over its days; phases may overlap or leave days between.

    Refused: no_data, no_dates, period_reversed, weight_negative, weights_do_not_sum (to 1).
    """
    if not phases:
        return Refused("no_data")
    dated = [(phase.start, phase.end, phase.weight) for phase in phases if phase.start and phase.end]
    if len(dated) < len(phases):
        return Refused("no_dates")
    if any(end < start for start, end, _ in dated):
        return Refused("period_reversed")
    if any(not weight >= 0 for _, _, weight in dated):
        return Refused("weight_negative")
    if not abs(sum(weight for _, _, weight in dated) - 1) <= SLACK:
        return Refused("weights_do_not_sum")
    return _spread_out([(start - dt.timedelta(days=1), end, weight) for start, end, weight in dated])


def _spread_out(phases: Sequence[tuple[dt.date, dt.date, float]]) -> Plan:
    """Phases as (the day before, last day, weight)."""

    def due(day: dt.date) -> float:
        return sum(
            weight * min(max((day - before).days / (end - before).days, 0.0), 1.0)
            for before, end, weight in phases
        )

    days = sorted({day for before, end, _ in phases for day in (before, end)})
    return Plan(tuple(days), tuple(due(day) for day in days))


def typed_plan(start: dt.date | None, points: Sequence[tuple[dt.date, float]]) -> Plan | Refused:
    """A plan as typed: by the end of each day this share in all, from nothing on the day before `start`.

    Refused: no_data, no_dates, period_reversed (days out of order), plan_decreasing, plan_not_whole (ends
    elsewhere than at 1).
    """
    if not points:
        return Refused("no_data")
    if start is None:
        return Refused("no_dates")
    days = (start - dt.timedelta(days=1), *(day for day, _ in points))
    shares = (0.0, *(float(share) for _, share in points))
    if any(not d0 < d1 for d0, d1 in pairwise(days)):
        return Refused("period_reversed")
    if any(not s0 <= s1 for s0, s1 in pairwise(shares)):
        return Refused("plan_decreasing")
    return Plan(days, shares) if abs(shares[-1] - 1) <= SLACK else Refused("plan_not_whole")


# A rule of steps, as other offices and tools state theirs


@dataclass(frozen=True)
class Step:
    state: str
    least: float
    inclusive: bool = True


@dataclass(frozen=True)
class Rule:
    """The first step that is reached names the state.

    ratio: actual / expected. gap: actual − expected, in the figures' own unit, so below 0 is short.
    """

    measure: Literal["ratio", "gap"]
    steps: tuple[Step, ...]
    otherwise: str

    def judge(self, actual: float, expected: float) -> str | Refused:
        """Refused: nothing_due, a ratio to an expectation of zero or less."""
        if self.measure == "ratio" and not expected > 0:
            return Refused("nothing_due")
        found = actual / expected if self.measure == "ratio" else actual - expected
        return next((step.state for step in self.steps if _reached(found, step)), self.otherwise)


def _reached(found: float, step: Step) -> bool:
    return found >= step.least - SLACK if step.inclusive else found > step.least + SLACK


@dataclass(frozen=True)
class Limits:
    """Where one state ends and the next begins; a campaign may set its own."""

    on_pace: float = ON_PACE
    behind: float = BEHIND
    ahead: float = AHEAD
    sure: float = SURE
    likely: float = LIKELY
    stale_after: float = STALE_AFTER  # days

    @cached_property
    def by_ratio(self) -> Rule:
        return Rule("ratio", (Step("on_pace", self.on_pace), Step("warning", self.behind)), "behind")

    @cached_property
    def by_class(self) -> Rule:
        return Rule("ratio", (Step("ahead", self.ahead), Step("on", self.on_pace)), "short")


USUAL = Limits()


# One unit's figure against it


def unpaceable(kind: str, direction: str) -> Refused | None:
    """Why a metric of this kind and direction (as in the contract) has no pace, or None."""
    if kind == "rank":
        return Refused("kind_rank")
    if kind != "cumulative":
        return Refused("not_cumulative")
    return None if direction == "up" else Refused("no_direction")


@dataclass(frozen=True)
class Report:
    """A unit's running total as of a day, with the bounds its words allow: 超过60 is 60 to infinity."""

    value: float
    as_of: dt.date
    lower: float | None = None  # None: the value is exact
    upper: float | None = None

    @property
    def bounds(self) -> tuple[float, float]:
        """Lower and upper, the lower no less than zero: these are totals of things done."""
        low = self.value if self.lower is None else max(self.lower, 0.0)
        return low, self.value if self.upper is None else self.upper


@dataclass(frozen=True)
class Pace:
    """How a unit stands to its plan on the day of its figure."""

    state: State
    share: float  # of the target reached
    expected_share: float  # of the target due
    expected: float  # in the target's unit of measure
    ratio: float  # reached over due
    gap_points: float  # percentage points of the target, below 0 is short: 欠序时进度8.3个百分点 is −8.3
    days_late: int  # 约晚12天: since the plan stood where the unit stands; below 0 is early
    chance: (
        float | None
    )  # of so few if the unit were on pace (Poisson); None for what is not counted in events


def pace(
    report: Report | None,
    target: float | None,
    plan: Plan,
    *,
    today: dt.date,
    counts: bool,
    before: Report | None = None,
    missed: bool = False,
    limits: Limits = USUAL,
) -> Pace | Refused:
    """未更新: no report for 14 days, or a period `missed`. 正常: .95 of what was due, or more. Otherwise

    - what is counted in events (`counts`): 滞后 under .75 when so few are rarer than 5 % by chance, 预警 when
      rarer than 20 %, else 基数小，不作判定;
    - amounts, which have no such chance: 滞后 when under .75 twice in a row (`before` is the report before
      this one), else 预警.

    The target is to be reached from below. Refused: not_reported, no_target, target_zero, target_negative,
    not_finite, negative, not_a_count, nothing_due (the plan starts later), hedged (the figure's bounds allow
    more than one state).
    """
    if report is None:
        return Refused("not_reported")
    wrong = _unusable(report, target, counts=counts)
    if wrong is not None:
        return wrong
    assert target is not None
    due = plan.share_on(report.as_of)
    if not target * due > 0:
        return Refused("nothing_due")
    was_behind = before is not None and _was_behind(before, target, plan, limits)
    state: str | Refused = "stale"
    if not missed and (today - report.as_of).days < limits.stale_after:
        state = _agreed(
            report,
            lambda value: _state(value, target * due, counts=counts, was_behind=was_behind, limits=limits),
        )
    return state if isinstance(state, Refused) else _measured(state, report, target, plan, counts=counts)


def _unusable(report: Report, target: float | None, *, counts: bool) -> Refused | None:
    if target is None:
        return Refused("no_target")
    if not (isfinite(report.value) and isfinite(target)):
        return Refused("not_finite")
    if target == 0:
        return Refused("target_zero")
    if target < 0:
        return Refused("target_negative")
    if report.value < 0:
        return Refused("negative")
    if not isfinite(report.value / target):
        return Refused("not_finite")
    return Refused("not_a_count") if counts and report.value != floor(report.value) else None


def _agreed(report: Report, judge: Callable[[float], str | Refused]) -> str | Refused:
    """What both ends of the figure's bounds are judged to be."""
    lower, upper = report.bounds
    low = judge(lower)
    return low if lower == upper or low == judge(upper) else Refused("hedged")


def _state(value: float, expected: float, *, counts: bool, was_behind: bool, limits: Limits) -> str | Refused:
    by_ratio = limits.by_ratio.judge(value, expected)
    if by_ratio == "on_pace" or isinstance(by_ratio, Refused):
        return by_ratio
    if not counts:
        return "behind" if by_ratio == "behind" and was_behind else "warning"
    chance = poisson_at_most(floor(value), expected)
    if by_ratio == "behind" and chance < limits.sure:
        return "behind"
    return "warning" if chance < limits.likely else "too_small"


def _was_behind(before: Report, target: float, plan: Plan, limits: Limits) -> bool:
    """For certain: a hedged figure counts by its upper bound."""
    return limits.by_ratio.judge(before.bounds[1], target * plan.share_on(before.as_of)) == "behind"


def _measured(state: str, report: Report, target: float, plan: Plan, *, counts: bool) -> Pace:
    share, due = report.value / target, plan.share_on(report.as_of)
    return Pace(
        state=cast(State, state),
        share=share,
        expected_share=due,
        expected=target * due,
        ratio=share / due,
        gap_points=100 * (share - due),
        days_late=(report.as_of - plan.first_day_at(share)).days,
        chance=poisson_at_most(floor(report.value), target * due) if counts else None,
    )


@lru_cache(maxsize=8192)  # the same figures are judged again after every event
def poisson_at_most(most: int, mean: float) -> float:
    """P(X ≤ most) of a Poisson count; `mean` above 0."""
    if most < 0:
        return 0.0
    return poisson_tail(most, mean) if most < mean else 1.0 - poisson_tail(most + 1, mean)


# Many at once


def progress_class(
    report: Report | None, target: float | None, plan: Plan, *, limits: Limits = USUAL
) -> Class | Refused:
    """Which of the five; what is reached before it is due is completed.

    Refused as `pace`, but for nothing_due: that is not_due (未到期).
    """
    if report is None:
        return Refused("not_reported")
    wrong = _unusable(report, target, counts=False)
    if wrong is not None:
        return wrong
    assert target is not None
    due = target * plan.share_on(report.as_of)
    found = _agreed(report, lambda value: _class(value, target, due, limits))
    return found if isinstance(found, Refused) else cast(Class, found)


def _class(value: float, target: float, due: float, limits: Limits) -> str | Refused:
    if value >= target:
        return "completed"
    return limits.by_class.judge(value, due) if due > 0 else "not_due"


@dataclass(frozen=True)
class ClassCounts:
    counts: dict[Class, int]  # all five, also those that are 0
    refused: dict[str, int]  # reason -> how many could not be classed

    @property
    def total(self) -> int:
        return sum(self.counts.values()) + sum(self.refused.values())


def class_counts(classes: Iterable[Class | Refused]) -> ClassCounts:
    """The five classes and what could not be classed add up to all there are."""
    found = list(classes)
    refused: Counter[str] = Counter(one.reason for one in found if isinstance(one, Refused))
    return ClassCounts({name: found.count(name) for name in CLASSES}, dict(refused))


@dataclass(frozen=True)
class DueItem:
    state: Literal["on_time", "late", "overdue", "open"]  # 按期完成 逾期完成 逾期未完成 未到期
    days: int  # past the due day; 0 where it is not past


def due_item(due: dt.date | None, done: dt.date | None, today: dt.date) -> DueItem | Refused:
    """On the due day itself, done is on time and not done still open.

    Refused: no_due_date, done_in_the_future.
    """
    if due is None:
        return Refused("no_due_date")
    if done is not None and done > today:
        return Refused("done_in_the_future")
    days = max(((done or today) - due).days, 0)
    if done is not None:
        return DueItem("late" if days else "on_time", days)
    return DueItem("overdue" if days else "open", days)
