"""How rare a count is by chance alone: exact tails of the Poisson and binomial distributions."""

from collections.abc import Callable
from math import ceil, exp, floor, lgamma, log, log1p

NEGLIGIBLE = 1e-17  # of the sum: terms this small no longer change it


def poisson_tail(count: float, mean: float) -> float:
    """The chance of this count or one further from the mean on the same side; `mean` above 0."""
    if count < mean:
        most = floor(count)
        return _sum(_poisson(most, mean), most, -1, lambda k: k / mean)
    least = ceil(count)
    return _sum(_poisson(least, mean), least, 1, lambda k: mean / (k + 1))


def binomial_tail(count: float, size: float, share: float) -> float:
    """The chance of this many of `size`, or of a number further from size × share on the same side.

    `share` above 0 and below 1.
    """
    if count > size * share:
        count, share = size - count, 1 - share
    most = floor(count)
    ways = lgamma(size + 1) - lgamma(most + 1) - lgamma(size - most + 1)
    first = exp(ways + most * log(share) + (size - most) * log1p(-share))
    return _sum(first, most, -1, lambda k: k * (1 - share) / ((size - k + 1) * share))


def _poisson(count: int, mean: float) -> float:
    return exp(count * log(mean) - mean - lgamma(count + 1))


def _sum(term: float, place: int, step: int, ratio: Callable[[int], float]) -> float:
    """A sum of falling terms, from `place` on; `ratio`: of the next term to the one at a place."""
    total = 0.0
    while term > total * NEGLIGIBLE:
        total += term
        term *= ratio(place)
        place += step
    return min(total, 1.0)
