"""Signal against noise in a steady rate: XmR charts, and p and u charts where counts are known.

All functions take many series at once: arrays (series, points), oldest first, NaN or None = not reported.
A point that was not reported is left out: it ends a run, gives no moving range and counts for no limit.
Source: the NHS "Making data count" charts (XmR, rules, icons); Montgomery, Introduction to Statistical
Quality Control (p and u).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, cast, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from campaign.methods.given import (
    BoolArray,
    FloatArray,
    Numbers,
    Reasons,
    faulty_counts,
    first_reasons,
    hedged,
    numbers,
)
from campaign.methods.limits import SCREEN, WIDTH, Bounds, proportion_bounds, range_bounds, rate_bounds
from campaign.methods.refused import Reason, Refused
from campaign.methods.runs import Signs, ends_of_runs, ends_of_trends, spread_back, two_of_three

Kind = Literal[
    "above",  # the upper limit
    "below",
    "rising",
    "falling",
    "two_of_three_high",
    "two_of_three_low",
    "run_high",
    "run_low",
    "common",
    "not_judged",  # too few points to take limits from
]
Direction = Literal["up", "down", "none"]  # what is better
Variation = Literal[
    "improvement_high",
    "improvement_low",
    "concern_high",
    "concern_low",
    "change_high",  # a signal in a metric of which neither direction is better
    "change_low",
    "common",
]
Assurance = Literal["pass", "fail", "hit_or_miss", "no_target", "no_direction"]

STEADY = ("rate", "flow")  # metric kinds that may hold still; a cumulative one can only rise
CLOSE = 2 / 3  # of the way to a limit
SAME = 1e-12  # of the largest value: differences smaller than this come from adding floats
KINDS: tuple[Kind, ...] = get_args(Kind)  # in the order in which they are looked for: the first that fits
HIGH = {"above", "rising", "two_of_three_high", "run_high"}
SIGNALS = set(KINDS) - {"common", "not_judged"}
# one such point refuses its series
REFUSING: tuple[Reason, ...] = ("hedged", "not_finite", "negative_denominator", "negative", "more_than_all")


@dataclass(frozen=True, eq=False)
class Limits:
    centre: float
    lower: FloatArray  # one for each point of the part
    upper: FloatArray


@dataclass(frozen=True, eq=False)
class Part:
    """The reported points between two logged decisions, judged by their own limits."""

    at: npt.NDArray[np.intp]  # positions in the series
    values: FloatArray
    kinds: npt.NDArray[np.str_]  # of Kind; all not_judged where there are no limits
    limits: Limits | Refused  # too_few_reports, no_neighbours


@dataclass(frozen=True, eq=False)
class Chart:
    """One series. Parts without a reported point are left out; there is at least one."""

    parts: tuple[Part, ...]

    @property
    def last_at(self) -> int:
        """The position of the last reported point; earlier than the series' end where reports are missing."""
        return int(self.parts[-1].at[-1])

    @property
    def last_kind(self) -> Kind:
        return cast(Kind, str(self.parts[-1].kinds[-1]))

    @property
    def last_limits(self) -> Limits | Refused:
        return self.parts[-1].limits

    @property
    def is_alert(self) -> bool:
        """Only the last point alerts: of years in control 43 % have a signal in some week."""
        return self.last_kind in SIGNALS


def xmr(
    values: Numbers,
    *,
    kind: str = "rate",
    qualifiers: Numbers | None = None,
    starts: Sequence[int] = (),
    sets_limits: Numbers | None = None,
    width: float = WIDTH,
    screen: float = SCREEN,
) -> list[Chart | Refused]:
    """An XmR chart of each series, in order.

    kind: the metric's; cumulative, stock and rank are refused. qualifiers: as values; a series with a hedge
    is refused. starts: positions at which a logged decision begins new limits. sets_limits: (points,), True
    where a logged decision takes the limits from; none: everywhere. screen: inf keeps every moving range.
    """
    found = _series(values)
    if kind not in STEADY:
        return [Refused("kind_forbids")] * len(found)
    reasons = _why_not(found, hedged(qualifiers, found.shape))
    seen = np.isfinite(found)
    found = np.where(seen, found, 0.0)

    def bounds(columns: slice, sets: BoolArray) -> Bounds:
        return range_bounds(found[:, columns], sets, width=width, screen=screen)

    return _charts(found, seen, reasons, starts, sets_limits, bounds)


def p_chart(
    counts: Numbers,
    sizes: Numbers,
    *,
    qualifiers: Numbers | None = None,
    starts: Sequence[int] = (),
    sets_limits: Numbers | None = None,
) -> list[Chart | Refused]:
    """A chart of each series of shares: counts out of sizes, both (series, points).

    A size of 0 leaves its point out; a negative one, and a count above its size, refuse the series.
    qualifiers: as counts; the other arguments as for `xmr`.
    """
    return _counted(counts, sizes, qualifiers, starts, sets_limits, proportion_bounds)


def u_chart(
    counts: Numbers,
    sizes: Numbers,
    *,
    qualifiers: Numbers | None = None,
    starts: Sequence[int] = (),
    sets_limits: Numbers | None = None,
) -> list[Chart | Refused]:
    """A chart of each series of events per exposure, as `p_chart`. All sizes 1 make it a c chart."""
    return _counted(counts, sizes, qualifiers, starts, sets_limits, rate_bounds)


def variation(chart: Chart | Refused, direction: Direction) -> Variation | Reason:
    """The icon of the last point: what it signals and whether that is better; else why it signals nothing."""
    if isinstance(chart, Refused):
        return chart.reason
    if isinstance(chart.last_limits, Refused):
        return chart.last_limits.reason
    if not chart.is_alert:
        return "common"
    is_high = chart.last_kind in HIGH
    if direction == "none":
        return "change_high" if is_high else "change_low"
    if is_high:
        return "improvement_high" if direction == "up" else "concern_high"
    return "improvement_low" if direction == "down" else "concern_low"


def assurance(chart: Chart | Refused, target: float | None, direction: Direction) -> Assurance | Reason:
    """The icon of the target: beyond the last point's limits it is always or never met, else by chance."""
    limits = chart if isinstance(chart, Refused) else chart.last_limits
    if isinstance(limits, Refused):
        return limits.reason
    if target is None or not np.isfinite(target):
        return "no_target"
    if direction == "none":
        return "no_direction"
    if target > limits.upper[-1]:
        return "fail" if direction == "up" else "pass"
    if target < limits.lower[-1]:
        return "pass" if direction == "up" else "fail"
    return "hit_or_miss"


def _series(values: Numbers) -> FloatArray:
    found = numbers(values)
    if found.ndim != 2:
        raise ValueError("one row for each series: put a single series in a list")
    return found


def _why_not(values: FloatArray, are_hedged: BoolArray) -> Reasons:
    """Why a series has no chart."""
    reported = ~np.isnan(values)
    return first_reasons(
        [
            (~reported.any(axis=1), "no_data"),
            ((are_hedged & reported).any(axis=1), "hedged"),
            (np.isinf(values).any(axis=1), "not_finite"),
        ]
    )


def _counted(
    counts: Numbers,
    sizes: Numbers,
    qualifiers: Numbers | None,
    starts: Sequence[int],
    sets_limits: Numbers | None,
    limits: Callable[[FloatArray, FloatArray, BoolArray], Bounds],
) -> list[Chart | Refused]:
    found, of = _series(counts), _series(sizes)
    are_hedged = hedged(qualifiers, found.shape)
    faults = faulty_counts(found, of, are_hedged, parts_of_a_whole=limits is proportion_bounds)
    seen = pd.isna(faults)
    reasons = _worst(faults, seen)
    found, of = np.where(seen, found, 0.0), np.where(seen, of, 1.0)

    def bounds(columns: slice, sets: BoolArray) -> Bounds:
        return limits(found[:, columns], of[:, columns], sets)

    return _charts(found / of, seen, reasons, starts, sets_limits, bounds)


def _worst(faults: Reasons, seen: BoolArray) -> Reasons:
    """Why a series of counts has no chart."""

    def has(reason: Reason) -> BoolArray:
        return (faults == reason).any(axis=1)

    is_empty = ~seen.any(axis=1)
    refused = [(has(reason), reason) for reason in REFUSING]
    return first_reasons(
        [*refused, (is_empty & has("zero_denominator"), "zero_denominator"), (is_empty, "no_data")]
    )


def _charts(
    values: FloatArray,
    seen: BoolArray,
    reasons: Reasons,
    starts: Sequence[int],
    sets_limits: Numbers | None,
    bounds: Callable[[slice, BoolArray], Bounds],
) -> list[Chart | Refused]:
    sets = seen if sets_limits is None else seen & np.asarray(sets_limits, dtype=bool)
    parts: list[list[Part]] = [[] for _ in values]
    for columns in _between(starts, values.shape[1]):
        found = bounds(columns, sets[:, columns])
        kinds = point_kinds(values[:, columns], seen[:, columns], found)
        for row in np.flatnonzero(pd.isna(reasons) & seen[:, columns].any(axis=1)).tolist():
            at = np.flatnonzero(seen[row, columns])
            own = values[row, columns][at]
            parts[row].append(Part(at + columns.start, own, kinds[row][at], _limits(found, row, at)))
    return [
        Refused(reason) if reason else Chart(tuple(own)) for reason, own in zip(reasons, parts, strict=True)
    ]


def _between(starts: Sequence[int], points: int) -> list[slice]:
    """The columns of each part. ValueError for starts out of order or outside the series."""
    edges = [0, *starts, points]
    if points and sorted(set(edges)) != edges:
        raise ValueError(f"limits cannot begin anew at {list(starts)} in {points} points")
    return [slice(first, end) for first, end in pairwise(edges)] if points else []


def _limits(bounds: Bounds, row: int, at: npt.NDArray[np.intp]) -> Limits | Refused:
    if bounds.reason[row] is not None:
        return Refused(bounds.reason[row])
    return Limits(float(bounds.centre[row]), bounds.lower[row][at], bounds.upper[row][at])


def point_kinds(values: FloatArray, seen: BoolArray, bounds: Bounds) -> npt.NDArray[np.str_]:
    """Each point's Kind, all of one part and its limits: (series, points). Points not seen mean nothing."""
    largest = np.abs(values).max(axis=1, keepdims=True, initial=0.0)
    same = SAME * largest
    centre = bounds.centre[:, None]
    side = _sign(values - centre, same, seen)
    steps = _sign(np.diff(values, axis=1), same, seen[:, 1:] & seen[:, :-1])
    outside = seen & ((values > bounds.upper + same) | (values < bounds.lower - same))
    near = seen & ~outside & (np.abs(values - centre) > bounds.reach * CLOSE + same)
    two = near & two_of_three(near, side)
    sides, trends = ends_of_runs(side), ends_of_trends(steps)
    in_rise, in_fall = spread_back(trends > 0), spread_back(trends < 0)
    # a point in both ends one of them (trends has its sign) and begins the other, which is the later
    rising = in_rise & ~(in_fall & (trends > 0))
    run = spread_back(sides != 0)
    found = [
        outside & (side > 0),
        outside,
        rising,
        in_fall,
        two & (side > 0),
        two,
        run & (side > 0),
        run,
    ]
    place = np.full(values.shape, KINDS.index("common"), dtype=np.intp)
    for number, where in reversed(list(enumerate(found))):
        place[where] = number
    place[~pd.isna(bounds.reason)] = KINDS.index("not_judged")
    return np.array(KINDS)[place]


def _sign(differences: FloatArray, same: FloatArray, where: BoolArray) -> Signs:
    """+1 or -1; 0 for a difference that adding floats may have made, and outside `where`."""
    return np.where(where & (np.abs(differences) > same), np.sign(differences), 0).astype(np.int8)
