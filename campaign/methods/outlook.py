"""Where a running total may stand at the year's end. Two lines until a year has closed, then a band.

Both carry the pace so far to the end. The band is as wide as the same forecast was wrong in the past;
regressions and smoothing within the year were no better on 130 series.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

import numpy as np

from campaign.methods.refused import Refused

RECENT = 3  # the last reports whose pace the lines take
LEAST_PAST = 10  # closed series, fewer give no band
BAND = (0.1, 0.9)  # quantiles of past errors: 8 in 10 should end inside

Series = Sequence[tuple[dt.date, float]]  # running totals by day, ascending


@dataclass(frozen=True)
class Scenarios:
    """情景, without probabilities: totals at the end if the slowest or the fastest recent pace held."""

    slowest: float
    fastest: float
    from_day: dt.date  # both lines start at the last report …
    from_value: float
    to_day: dt.date  # … and end here


def scenarios(reports: Series, end: dt.date) -> Scenarios | Refused:
    """From the paces between the last reports.

    Refused as `forecast`, and too_few_reports: under 3 there is one pace, and that is no range.
    """
    wrong = _unusable(reports, end)
    if wrong is not None:
        return wrong
    if len(reports) < 3:
        return Refused("too_few_reports")
    recent = list(reports)[-RECENT - 1 :]
    paces = [(after - before) / (until - since).days for (since, before), (until, after) in pairwise(recent)]
    day, value = recent[-1]
    left = (end - day).days
    return Scenarios(value + min(paces) * left, value + max(paces) * left, day, value, end)


def forecast(reports: Series, start: dt.date, end: dt.date) -> float | Refused:
    """The total at the end if the pace since the start holds, both ends counted.

    Refused: no_data, not_finite, negative, period_reversed (days out of order, before the start or after the
    end), decreasing (a running total that fell was corrected or counts something else).
    """
    wrong = _unusable(reports, end)
    if wrong is not None:
        return wrong
    day, value = reports[-1]
    if day < start:
        return Refused("period_reversed")
    return value * ((end - start).days + 1) / ((day - start).days + 1)


def _unusable(reports: Series, end: dt.date) -> Refused | None:
    if not reports:
        return Refused("no_data")
    days, values = zip(*reports, strict=True)
    if not all(isfinite(value) for value in values):
        return Refused("not_finite")
    if any(a >= b for a, b in pairwise(days)) or days[-1] > end:
        return Refused("period_reversed")
    if values[0] < 0:
        return Refused("negative")
    falls = any(a > b for a, b in pairwise(values))
    return Refused("decreasing") if falls else None


@dataclass(frozen=True)
class Closed:
    """A series of a closed year: what the same forecast said at that time of the year, and how it ended."""

    forecast: float
    final: float


@dataclass(frozen=True)
class Band:
    low: float
    forecast: float
    high: float
    tried: int  # closed series: each was held against a band from the others …
    inside: int  # … and this many ended inside it


def band(now: float, past: Sequence[Closed]) -> Band | Refused:
    """The forecast with the pooled past errors around it, final over forecast, and its back-test.

    Closed series forecast at zero have no such error and are left out. Refused: not_finite, negative,
    too_few_past.
    """
    numbers = [now, *(number for one in past for number in (one.forecast, one.final))]
    if not all(isfinite(number) for number in numbers):
        return Refused("not_finite")
    if min(numbers) < 0:
        return Refused("negative")
    errors = np.array([one.final / one.forecast for one in past if one.forecast > 0])
    if len(errors) < LEAST_PAST:
        return Refused("too_few_past")
    low, high = np.quantile(errors, BAND)
    return Band(float(now * low), now, float(now * high), len(errors), _inside(errors))


def _inside(errors: np.ndarray) -> int:
    """How many errors lie in the band that all the others make."""
    found = 0
    for at, error in enumerate(errors):
        low, high = np.quantile(np.delete(errors, at), BAND)
        found += bool(low <= error <= high)
    return found
