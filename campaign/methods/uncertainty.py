"""How far places hang on choices nobody can prove: weights, the scale, the kind of mean.

The same index a thousand times with other choices; what is said of a place is the range it keeps.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from campaign.methods import index
from campaign.methods.index import LEAST_SHARE, Mean, Tree
from campaign.methods.normalising import Scale, above_zero, normalise
from campaign.methods.preparing import Values
from campaign.methods.refused import Refused

DRAWS = 1000
SEED = 20210917  # fixed, so that the same figures give the same page
SPREAD = 0.25  # weights times U(0.75, 1.25), as the JRC handbook and COINr do
AGREEMENT = 0.9  # of the draws must put a unit in its tier
TIERS = ("first", "second", "third")  # 第一、二、三方阵
BORDERLINE = "borderline"  # 临界
NOISE = 9  # decimals kept in a draw: enough to part scores, too few for rounding errors to part equals


@dataclass(frozen=True)
class Draws:
    units: tuple[Any, ...]  # those with a score under the signed weights
    places: npt.NDArray[np.int64]  # draws x units


def scale_variants(values: pd.DataFrame, scales: Mapping[str, Scale]) -> list[pd.DataFrame]:
    """The same values by goalposts, min–max and percentile rank (1–100) and z-score (10 + 2z).

    Ways the values do not carry (all equal, no goalposts …) are left out; none may remain.
    """
    found = [
        (way, normalise(values, scales, way))
        for way in ("goalposts", "min_max", "percentile_rank", "z_score")
    ]
    return [
        10 + 2 * frame if way == "z_score" else above_zero(frame)
        for way, frame in found
        if not isinstance(frame, Refused)
    ]


def draw_places(
    variants: Sequence[pd.DataFrame],
    tree: Tree,
    *,
    means: Sequence[Mean] = ("arithmetic", "geometric"),
    not_applicable: pd.DataFrame | None = None,
    fixed: Collection[str] = (),
    draws: int = DRAWS,
    seed: int = SEED,
    spread: float = SPREAD,
    least_share: float = LEAST_SHARE,
) -> Draws | Refused:
    """Places under varied weights, each draw with one of the normalised `variants` and one of the means.

    `fixed` names nodes whose weights do not vary. A geometric mean is drawn only with a variant that is
    above zero throughout. All variants have the same units and gaps.
    Refused: no_data, not_reported, not_finite, too_few_units.
    """
    pairs = [(z, mean) for z, mean in product(variants, means) if _weighable(z, tree, not_applicable, mean)]
    if not pairs:
        return _why_none(variants, tree, not_applicable)
    found = index.cover_of(pairs[0][0], tree, not_applicable, least_share)
    kept = np.flatnonzero(found.scored[tree.root])
    if len(kept) < index.LEAST_UNITS:
        return Refused("too_few_units")
    chance = np.random.default_rng(seed)
    weights = _varied(tree, fixed, draws, spread, chance)
    which = chance.integers(len(pairs), size=draws)
    scores = np.empty((draws, len(kept)))
    scored = {node: mask[kept] for node, mask in found.scored.items()}
    for number, (z, mean) in enumerate(pairs):
        rows = which == number
        drawn = {node: family[rows] for node, family in weights.items()}
        scores[rows] = index.weighed(index.leaf_values(z, tree)[kept], tree, drawn, scored, mean)
    units = tuple(pairs[0][0].index[kept])
    return Draws(units, index.place_rows(scores.round(NOISE)))


def _weighable(z: pd.DataFrame, tree: Tree, not_applicable: pd.DataFrame | None, mean: Mean) -> bool:
    return index.unweighable(z, tree, not_applicable, mean) is None


def _why_none(variants: Sequence[pd.DataFrame], tree: Tree, not_applicable: pd.DataFrame | None) -> Refused:
    reasons = (index.unweighable(z, tree, not_applicable, "geometric") for z in variants)
    return next((reason for reason in reasons if reason is not None), Refused("no_data"))


def _varied(
    tree: Tree, fixed: Collection[str], draws: int, spread: float, chance: np.random.Generator
) -> dict[str, Values]:
    """parent -> draws x children; the mean divides by their sum, so they need not add up to 1."""
    varied = {}
    for node, family in tree.children.items():
        factors = chance.uniform(1 - spread, 1 + spread, size=(draws, len(family)))
        factors[:, [kid in fixed for kid in family]] = 1.0
        varied[node] = factors * list(family.values())
    return varied


def place_intervals(drawn: Draws) -> pd.DataFrame:
    """One row a unit: unit, low, median, high; the places 5 and 95 % of the draws reach, 1 is best.

    low and high are places that occurred, the outer ones where a quantile falls between two.
    """
    return pd.DataFrame(
        {
            "unit": drawn.units,
            "low": np.quantile(drawn.places, 0.05, axis=0, method="lower").astype(int),
            "median": np.quantile(drawn.places, 0.5, axis=0),
            "high": np.quantile(drawn.places, 0.95, axis=0, method="higher").astype(int),
        }
    )


def thirds(drawn: Draws) -> pd.DataFrame:
    """One row a unit, one column a tier: the share of the draws (0–1) in which the unit stands in it."""
    stood = _third(drawn.places)
    shares = {tier: (stood == at).mean(axis=0) for at, tier in enumerate(TIERS)}
    return pd.DataFrame(shares, index=list(drawn.units))


def tiers(place: pd.Series, stood: pd.DataFrame, agreement: float = AGREEMENT) -> pd.DataFrame | Refused:
    """One row a unit of `thirds`: unit, tier (first, second, third, or borderline), agreement (0–1).

    A unit's tier is that of its place under the signed weights (`place`: unit -> place), when `agreement`
    of the draws agree. Refused: all_equal, when everybody shares the first place.
    """
    if place.nunique() == 1:
        return Refused("all_equal")
    signed = _third(place.loc[stood.index].to_numpy(dtype=np.int64))
    agreed = stood.to_numpy()[np.arange(len(stood)), signed]
    named = [
        TIERS[at] if share >= agreement - index.SLACK else BORDERLINE
        for at, share in zip(signed, agreed, strict=True)
    ]
    return pd.DataFrame({"unit": stood.index, "tier": named, "agreement": agreed})


def _third(places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """0, 1 or 2: the third of the ranking a place lies in."""
    return (3 * places - 1) // places.shape[-1]
