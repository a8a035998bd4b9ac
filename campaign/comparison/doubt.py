"""How far an index's places hang on choices nobody can prove: what a thousand draws leave of each.

Drawn once for the same figures, weights and goalposts, whatever else the reader or an organiser changes.
"""

from dataclasses import dataclass

import pandas as pd

from campaign.ask import kept
from campaign.comparison.scored import Worked
from campaign.methods import uncertainty
from campaign.methods.refused import Refused


@dataclass(frozen=True)
class Doubt:
    """Indexed by unit: those with a score."""

    ends: pd.DataFrame  # low, high: the places 5 and 95 % of the draws reach
    thirds: pd.DataFrame  # a column a tier: the share of the draws in which the unit stands in it


def doubt_of(now: Worked, draws: int, spread: float, least_share: float) -> Doubt | Refused:
    """Kept by all that the draws are made of; the seed is fixed."""
    key = (
        "draws",
        *(draws, spread, least_share, now.tree.root),
        *((node, *family.items()) for node, family in now.tree.children.items()),
        *((name, scale) for name, scale in now.scales.items()),
        *(tuple(now.values.index), tuple(now.values.columns), now.values.to_numpy().tobytes()),
        now.not_applicable.to_numpy().tobytes(),
    )
    return kept(key, lambda: _drawn(now, draws, spread, least_share))


def _drawn(now: Worked, draws: int, spread: float, least_share: float) -> Doubt | Refused:
    found = uncertainty.draw_places(
        uncertainty.scale_variants(now.values, now.scales),
        now.tree,
        not_applicable=now.not_applicable,
        draws=draws,
        spread=spread,
        least_share=least_share,
    )
    if isinstance(found, Refused):
        return found
    return Doubt(uncertainty.place_intervals(found).set_index("unit"), uncertainty.thirds(found))
