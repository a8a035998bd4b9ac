"""Where the limits of control charts lie. Arrays (series, points); sizes are above 0, seen or not.

`sets` marks the points that limits are taken from; the others are only measured against them.
"""

from dataclasses import dataclass

import numpy as np

from campaign.methods.given import BoolArray, FloatArray, Reasons, first_reasons

WIDTH = 2.66  # limits at ± 3 sigma, with sigma = average moving range / 1.128
SCREEN = 3.267  # moving ranges this many times their average do not count for it
FEWEST = 12


@dataclass(frozen=True, eq=False)
class Bounds:
    """Limits of many series. Where `reason` is set a series has none, and its numbers mean nothing."""

    centre: FloatArray  # (series,)
    reach: FloatArray  # (series, points): from the centre to an uncut limit
    lower: FloatArray  # (series, points)
    upper: FloatArray
    reason: Reasons  # (series,): too_few_reports, no_neighbours


def range_bounds(
    values: FloatArray, sets: BoolArray, *, width: float = WIDTH, screen: float = SCREEN
) -> Bounds:
    """Mean ± width × average moving range, after dropping the large ranges once."""
    pairs = sets[:, 1:] & sets[:, :-1]
    ranges = np.abs(np.diff(values, axis=1))
    average = _means(ranges, pairs)
    cut = np.multiply(screen, average, out=np.full_like(average, np.inf), where=average > 0)
    kept = pairs & (ranges < cut[:, None])
    reach = np.broadcast_to(width * _means(ranges, kept)[:, None], values.shape)
    centre = _centres(values, sets)
    reasons = first_reasons([(_are_too_few(sets), "too_few_reports"), (~pairs.any(axis=1), "no_neighbours")])
    return Bounds(centre, reach, centre[:, None] - reach, centre[:, None] + reach, reasons)


def proportion_bounds(counts: FloatArray, sizes: FloatArray, sets: BoolArray) -> Bounds:
    """Pooled share ± 3 sigma, cut at 0 and 1. Sizes are above 0."""
    centre = _pooled(counts, sizes, sets)
    sigma = np.sqrt((centre * (1 - centre))[:, None] / sizes)
    return _three_sigma(centre, sigma, sets, ceiling=1.0)


def rate_bounds(counts: FloatArray, sizes: FloatArray, sets: BoolArray) -> Bounds:
    """Pooled rate ± 3 sigma, cut at 0. Sizes are above 0."""
    centre = _pooled(counts, sizes, sets)
    return _three_sigma(centre, np.sqrt(centre[:, None] / sizes), sets, ceiling=np.inf)


def _three_sigma(centre: FloatArray, sigma: FloatArray, sets: BoolArray, *, ceiling: float) -> Bounds:
    reach = 3 * sigma
    lower = np.maximum(centre[:, None] - reach, 0.0)
    upper = np.minimum(centre[:, None] + reach, ceiling)
    return Bounds(centre, reach, lower, upper, first_reasons([(_are_too_few(sets), "too_few_reports")]))


def _pooled(counts: FloatArray, sizes: FloatArray, sets: BoolArray) -> FloatArray:
    total = np.where(sets, sizes, 0).sum(axis=1)
    return np.where(sets, counts, 0).sum(axis=1) / np.where(total > 0, total, 1)


def _are_too_few(sets: BoolArray) -> BoolArray:
    return np.asarray(sets.sum(axis=1) < FEWEST)


def _means(values: FloatArray, where: BoolArray) -> FloatArray:
    """The mean of each row's marked values, 0 where none is marked."""
    return np.where(where, values, 0.0).sum(axis=1) / np.maximum(where.sum(axis=1), 1)


def _centres(values: FloatArray, where: BoolArray) -> FloatArray:
    """As `_means`, counted from the first marked value: the mean of equal values is that value exactly."""
    first = np.take_along_axis(values, where.argmax(axis=1)[:, None], axis=1)
    return first[:, 0] + _means(values - first, where)
