"""Values of different metrics brought onto one scale, by the name of the way. 0–100 but for the z-score.

Goalposts are the index's own way: fixed for a year, so that a unit's score moves only when the unit does.
The others move when others move and are for comparison.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from campaign.methods.preparing import Values
from campaign.methods.refused import Refused


@dataclass(frozen=True)
class Scale:
    """What a metric's values are held against. None: nobody has set it."""

    direction: Literal["up", "down"] = "up"  # which way is better
    lo: float | None = None  # lower goalpost, in the metric's unit of measure
    hi: float | None = None
    target: float | None = None

    def with_up_as_better(self) -> "Scale":
        """The same scale for values whose sign was turned where less is better."""
        if self.direction == "up":
            return self
        return Scale("up", lo=_turned(self.hi), hi=_turned(self.lo), target=_turned(self.target))


def _turned(value: float | None) -> float | None:
    return None if value is None else -value


Way = Callable[[Values, Scale], "Values | Refused"]


def goalposts(x: Values, scale: Scale) -> Values | Refused:
    """100·clip((x−lo)/(hi−lo), 0, 1). Refused: no_goalposts, goalposts_reversed."""
    if scale.lo is None or scale.hi is None:
        return Refused("no_goalposts")
    if not scale.lo < scale.hi:
        return Refused("goalposts_reversed")
    return 100 * np.clip((x - scale.lo) / (scale.hi - scale.lo), 0, 1)


def min_max(x: Values, scale: Scale) -> Values | Refused:
    """0 the group's least, 100 its best. Refused: not_reported, too_few_units, all_equal."""
    least = np.nanmin(x)
    return 100 * (x - least) / (np.nanmax(x) - least)


def z_score(x: Values, scale: Scale) -> Values | Refused:
    """Standard deviations (n−1) from the group's mean. Refused as min_max."""
    return np.asarray((x - np.nanmean(x)) / np.nanstd(x, ddof=1))


def percentile_rank(x: Values, scale: Scale) -> Values | Refused:
    """Share of the others who are worse, in percent; equals share the lower. Refused as min_max."""
    there = np.sort(x[~np.isnan(x)])
    worse = np.searchsorted(there, x, side="left")
    return np.where(np.isnan(x), np.nan, 100 * worse / (len(there) - 1))


def distance_to_target(x: Values, scale: Scale) -> Values | Refused:
    """From the group's least (0) to the target (100), no more for beyond it.

    Refused: not_reported, no_target, target_not_above_least (also a target of 0 where nobody is below 0).
    """
    if scale.target is None:
        return Refused("no_target")
    least = np.nanmin(x)
    if not scale.target > least:
        return Refused("target_not_above_least")
    return 100 * np.minimum((x - least) / (scale.target - least), 1)


WAYS: dict[str, Way] = {
    "goalposts": goalposts,
    "min_max": min_max,
    "z_score": z_score,
    "percentile_rank": percentile_rank,
    "distance_to_target": distance_to_target,
}
NEED_A_SPREAD = ("min_max", "z_score", "percentile_rank")


def normalise(
    values: pd.DataFrame, scales: Mapping[str, Scale], way: str = "goalposts"
) -> pd.DataFrame | Refused:
    """Each column on one scale, more is better; NaN stays NaN. One metric refused refuses all, and is named:
    leaving it out would shift the weights somebody signed. Raises ValueError for a way not in WAYS."""
    if way not in WAYS:
        raise ValueError(f"no way {way!r} to normalise; there are {', '.join(WAYS)}")
    if values.empty:
        return Refused("no_data")
    columns = {}
    for metric in values.columns:
        column = _normalised(values[metric].to_numpy(dtype=float), scales[metric], way)
        if isinstance(column, Refused):
            return replace(column, about=str(metric))
        columns[metric] = column
    return pd.DataFrame(columns, index=values.index)


def _normalised(x: Values, scale: Scale, way: str) -> Values | Refused:
    there = x[~np.isnan(x)]
    if np.isinf(there).any():
        return Refused("not_finite")
    if way != "goalposts" and len(there) == 0:
        return Refused("not_reported")
    if way in NEED_A_SPREAD and len(there) < 2:
        return Refused("too_few_units")
    if way in NEED_A_SPREAD and np.ptp(there) == 0:
        return Refused("all_equal")
    return WAYS[way](x if scale.direction == "up" else -x, scale.with_up_as_better())


def above_zero(normalised: pd.DataFrame) -> pd.DataFrame:
    """A 0–100 scale as 1–100, so that a geometric mean exists."""
    return 1 + normalised * 0.99
