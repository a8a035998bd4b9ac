"""Small numbers: how a rate may be printed, and how long lists of rates are ordered.

Arrays (units,), None or NaN = not reported.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from campaign.methods.given import FloatArray, Numbers, faulty_counts, hedged, numbers
from campaign.methods.refused import Reason, Refused

Form = Literal["fraction", "few", "percent"]

PRINTED_AS_FRACTION = 10  # below this many: x/n and no percent
FEW = 30  # below this many: a percent, in grey with 样本少
FEWEST_UNITS = 4  # three are spent on the mean and the spread
STEPS = 60  # halvings of a bracket: more would change no digit


def rate_forms(counts: Numbers, sizes: Numbers, *, qualifiers: Numbers | None = None) -> list[Form | Refused]:
    """How each rate (count out of size) is printed; the size is always printed beside it.

    fraction: x/n without a percent. few: a percent with 样本少. Refused: hedged, zero_denominator …
    """
    found, of = numbers(counts), numbers(sizes)
    faults = faulty_counts(found, of, hedged(qualifiers, found.shape), parts_of_a_whole=True)
    return [Refused(why) if why else _form(size) for why, size in zip(faults, of, strict=True)]


def _form(size: float) -> Form:
    if size < PRINTED_AS_FRACTION:
        return "fraction"
    return "few" if size < FEW else "percent"


@dataclass(frozen=True, eq=False)
class Shrunk:
    """Rates drawn towards their mean by what chance alone may have made of them. To order by, not to show."""

    at: npt.NDArray[np.intp]  # positions of the units that are in it
    raw: FloatArray  # count / size: this is shown
    shrunk: FloatArray
    mean: float  # what they are drawn towards
    kept: FloatArray  # 0–1: how much of its distance from the mean a unit keeps (Efron and Morris's c)
    left_out: dict[int, Reason]

    @property
    def order(self) -> npt.NDArray[np.intp]:
        """Positions of the units, the highest shrunk rate first, equal ones as they came."""
        return self.at[np.argsort(-self.shrunk, kind="stable")]


def shrunk_proportions(
    counts: Numbers, sizes: Numbers, *, qualifiers: Numbers | None = None
) -> Shrunk | Refused:
    """Shares, drawn towards their mean: count out of size. Fewer than 4 usable units: too_few_units.

    Source: Morris, JASA 1983, which is Efron and Morris's rule of 1977 where all sizes are equal.
    """
    return _shrunk(counts, sizes, qualifiers, lambda pooled: pooled * (1 - pooled))


def shrunk_rates(counts: Numbers, sizes: Numbers, *, qualifiers: Numbers | None = None) -> Shrunk | Refused:
    """Events per exposure (size), drawn towards their mean; as `shrunk_proportions`."""
    return _shrunk(counts, sizes, qualifiers, None)


def _shrunk(
    counts: Numbers,
    sizes: Numbers,
    qualifiers: Numbers | None,
    share_variance: Callable[[float], float] | None,
) -> Shrunk | Refused:
    found, of = numbers(counts), numbers(sizes)
    are_hedged = hedged(qualifiers, found.shape)
    faults = faulty_counts(found, of, are_hedged, parts_of_a_whole=share_variance is not None)
    at = np.flatnonzero(pd.isna(faults))
    if len(at) < FEWEST_UNITS:
        return Refused("too_few_units" if len(at) else "no_data")
    found, of = found[at], of[at]
    pooled = float(found.sum() / of.sum())
    chance = (share_variance(pooled) if share_variance else pooled) / of
    mean, kept = _drawn(found / of, chance)
    left_out = {int(unit): faults[unit] for unit in np.flatnonzero(~pd.isna(faults))}
    return Shrunk(at, found / of, mean + kept * (found / of - mean), mean, kept, left_out)


def _drawn(rates: FloatArray, chance: FloatArray) -> tuple[float, FloatArray]:
    """The mean, and what each unit keeps of its distance from it; `chance`: their variances by chance."""
    units = len(rates)
    if not chance.any():  # nobody had any, or everybody had all
        return float(rates.mean()), np.ones(units)
    between = _variance_between(rates, chance)
    weights = 1 / (chance + between)
    mean = float((weights * rates).sum() / weights.sum())
    return mean, 1 - (units - 3) / (units - 1) * chance * weights


def _variance_between(rates: FloatArray, chance: FloatArray) -> float:
    """The variance beyond chance at which the weighted squares add up to units - 1; 0 where chance is enough.

    The sum falls as the variance grows, so halving a bracket finds it.
    """
    units = len(rates)
    low, high = 0.0, float(((rates - rates.mean()) ** 2).sum() / (units - 1))
    for _ in range(STEPS):
        middle = (low + high) / 2
        weights = 1 / (chance + middle)
        mean = (weights * rates).sum() / weights.sum()
        is_too_low = (weights * (rates - mean) ** 2).sum() > units - 1
        low, high = (middle, high) if is_too_low else (low, middle)
    return low
