"""Units of different size compared fairly: what lies outside a funnel is more than chance.

Arrays (units,), None or NaN = not reported. A unit that cannot be used is left out, with its reason.
Source: Spiegelhalter, Statistics in Medicine 2005 (funnel plots, over-dispersion), on the arcsine scale for
shares and the square-root scale for rates.
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from campaign.methods.gamma import gamma_quantile
from campaign.methods.given import FloatArray, Numbers, faulty_counts, hedged, numbers
from campaign.methods.refused import Reason, Refused
from campaign.methods.tails import binomial_tail, poisson_tail

Place = Literal["below_998", "below_95", "inside", "above_95", "above_998"]

Z95, Z998 = NormalDist().inv_cdf(0.975), NormalDist().inv_cdf(0.999)
WINSORISED = 0.1  # of the units at either end are pulled in before the spread is measured
FEWEST_UNITS = 3


@dataclass(frozen=True, eq=False)
class Band:
    """Limits, one for each unit."""

    low95: FloatArray
    high95: FloatArray
    low998: FloatArray
    high998: FloatArray


@dataclass(frozen=True, eq=False)
class Funnel:
    at: npt.NDArray[np.intp]  # positions of the units that are in it
    values: FloatArray  # count / size
    sizes: FloatArray
    target: float  # all counts over all sizes
    z: FloatArray  # distance from the target in standard errors, before the adjustment
    phi: float  # mean square of winsorised z: 1 where chance is all there is
    tau2: float  # variance between units beyond chance, on the scale of the method
    plain: Band  # chance alone
    adjusted: Band  # chance and tau2
    places: npt.NDArray[np.str_]  # of Place, in the adjusted band
    left_out: dict[int, Reason]  # position of a unit that is not in it -> why

    @property
    def outsiders(self) -> npt.NDArray[np.intp]:
        """Positions of the units outside the adjusted 99.8 % limits: the only ones that get a label."""
        return self.at[np.isin(self.places, ("below_998", "above_998"))]


def proportions(counts: Numbers, sizes: Numbers, *, qualifiers: Numbers | None = None) -> Funnel | Refused:
    """A funnel of shares: counts out of sizes. Fewer than 3 usable units: too_few_units."""
    return _funnel(counts, sizes, qualifiers, _shares)


def rates(counts: Numbers, sizes: Numbers, *, qualifiers: Numbers | None = None) -> Funnel | Refused:
    """A funnel of events per exposure (size); as `proportions`."""
    return _funnel(counts, sizes, qualifiers, _events)


def share_band(found: Funnel, sizes: Numbers) -> Band:
    """The adjusted limits of a funnel of shares at other sizes (above 0), to draw them as a line."""
    at = numbers(sizes)
    return _band(_shares(np.zeros_like(at), at, found.target), found.tau2)


def exact_intervals(counts: Numbers, sizes: Numbers) -> Band:
    """What each unit's own true rate may be: the exact Poisson interval. Counts reported, sizes above 0.

    This is no funnel, though it is published as one with the expected counts in the place of the counts: of
    units that expect one event and rightly report none (37 of 100) all would lie outside.
    """
    found, of = numbers(counts), numbers(sizes)
    shapes = np.maximum(found, 1)  # a count of 0 has 0 for a lower end
    lows = [np.where(found > 0, gamma_quantile(shapes, q), 0) / of for q in (0.025, 0.001)]
    highs = [gamma_quantile(found + 1, q) / of for q in (0.975, 0.999)]
    return Band(lows[0], highs[0], lows[1], highs[1])


@dataclass(frozen=True, eq=False)
class _Scaled:
    """The units on a scale on which the standard error does not depend on the target."""

    values: FloatArray
    target: float
    errors: FloatArray
    back: Callable[[FloatArray], FloatArray]  # from the scale to shares or rates
    tail: Callable[[float, float], float]  # chance of (count, size) or further from the target


def _shares(counts: FloatArray, sizes: FloatArray, target: float) -> _Scaled:
    def back(angles: FloatArray) -> FloatArray:
        return np.sin(np.clip(angles, 0, np.pi / 2)) ** 2

    def tail(count: float, size: float) -> float:
        return binomial_tail(count, size, target)

    angles = np.arcsin(np.sqrt(counts / sizes))
    return _Scaled(angles, float(np.arcsin(np.sqrt(target))), 0.5 / np.sqrt(sizes), back, tail)


def _events(counts: FloatArray, sizes: FloatArray, target: float) -> _Scaled:
    def back(roots: FloatArray) -> FloatArray:
        return np.maximum(roots, 0) ** 2

    def tail(count: float, size: float) -> float:
        return poisson_tail(count, size * target)

    return _Scaled(np.sqrt(counts / sizes), float(np.sqrt(target)), 0.5 / np.sqrt(sizes), back, tail)


def _funnel(
    counts: Numbers,
    sizes: Numbers,
    qualifiers: Numbers | None,
    scale: Callable[[FloatArray, FloatArray, float], _Scaled],
) -> Funnel | Refused:
    found, of = numbers(counts), numbers(sizes)
    faults = faulty_counts(found, of, hedged(qualifiers, found.shape), parts_of_a_whole=scale is _shares)
    at = np.flatnonzero(pd.isna(faults))
    if len(at) < FEWEST_UNITS:
        return Refused("too_few_units" if len(at) else "no_data")
    found, of = found[at], of[at]
    target = float(found.sum() / of.sum())
    scaled = scale(found, of, target)
    z = (scaled.values - scaled.target) / scaled.errors
    phi, tau2 = overdispersion(z, scaled.errors)
    adjusted = _band(scaled, tau2)
    places = _places(found, of, adjusted, scaled.tail)
    left_out = {int(unit): faults[unit] for unit in np.flatnonzero(~pd.isna(faults))}
    plain = _band(scaled, 0.0)
    return Funnel(at, found / of, of, target, z, phi, tau2, plain, adjusted, places, left_out)


def overdispersion(z: FloatArray, errors: FloatArray) -> tuple[float, float]:
    """phi and tau2 from standard scores and standard errors: tau2 is 0 where chance explains phi."""
    units = len(z)
    pulled_in = np.clip(z, *np.quantile(z, (WINSORISED, 1 - WINSORISED)))
    phi = float((pulled_in**2).mean())
    weights = 1 / errors**2
    spare = weights.sum() - (weights**2).sum() / weights.sum()
    return phi, max(0.0, float((units * phi - (units - 1)) / spare))


def _band(scaled: _Scaled, tau2: float) -> Band:
    reach = np.sqrt(scaled.errors**2 + tau2)
    ends = [scaled.back(scaled.target + z * reach) for z in (-Z95, Z95, -Z998, Z998)]
    return Band(*ends)


def _places(
    counts: FloatArray, sizes: FloatArray, band: Band, tail: Callable[[float, float], float]
) -> npt.NDArray[np.str_]:
    """Outside is outside the band and rarer by chance than it promises: the band is an approximation, and of
    units that expect three events it would put all outside that report none, which is one in twenty."""
    values = counts / sizes
    chances = np.ones(len(values))
    for unit in np.flatnonzero((values < band.low95) | (values > band.high95)):
        chances[unit] = tail(counts[unit], sizes[unit])
    rare, very_rare = chances < 0.025, chances < 0.001
    found = [
        very_rare & (values < band.low998),
        rare & (values < band.low95),
        very_rare & (values > band.high998),
        rare & (values > band.high95),
    ]
    return np.select(found, ["below_998", "below_95", "above_998", "above_95"], "inside")
