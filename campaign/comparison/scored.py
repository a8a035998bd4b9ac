"""One moment's figures to an index: which of them may be scored, the scores and the places that follow.

Cells are rows of the question index_figures of one moment: a row a unit and metric.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from campaign.methods import index
from campaign.methods.index import Index, Tree
from campaign.methods.normalising import Scale, normalise
from campaign.methods.preparing import denominate, unscorable
from campaign.methods.refused import Refused

ROOT = "index"
OF_METRIC = ["metric_id", "kind", "use_class", "direction", "comparable", "denominator", "weight"]
OF_METRIC += ["goalpost_low", "goalpost_high", "coverages"]


@dataclass(frozen=True)
class Worked:
    """The index of one moment."""

    z: pd.DataFrame  # unit x metric, 0–100, NaN: no value that may be scored
    values: pd.DataFrame  # as scored: per denominator where there is one
    scales: Mapping[str, Scale]
    tree: Tree
    not_applicable: pd.DataFrame
    scored: Index
    places: pd.DataFrame  # indexed by unit: score, place, sharing


@dataclass(frozen=True)
class Rules:
    """What an index is worked out by, as set at that point in time."""

    least_share: float  # of a unit's weight, 0–1
    decimals: int
    least_units: int
    least_of_group: float  # of the units, 0–1


def rules_of(
    index_least_share: float, index_decimals: float, gate_least_units: float, gate_least_share: float
) -> Rules:
    return Rules(index_least_share / 100, int(index_decimals), int(gate_least_units), gate_least_share / 100)


class Cells:
    """The cells of one moment as grids: a row a unit and a column a metric, in the order they are told."""

    def __init__(self, cells: pd.DataFrame) -> None:
        self._unit_at, self._units = pd.factorize(cells["unit_id"])
        self._metric_at, self._metrics = pd.factorize(cells["metric_id"])
        told = cells[OF_METRIC].drop_duplicates("metric_id").astype(object)
        self.metrics = told.set_index("metric_id", drop=False)
        self._cells = cells

    def grid(self, values: pd.Series | str, missing: Any = np.nan) -> pd.DataFrame:
        """A column, or values of the same rows; numbers, or truths where `missing` is one."""
        told = self._cells[values] if isinstance(values, str) else values
        found = np.full((len(self._units), len(self._metrics)), missing)
        found[self._unit_at, self._metric_at] = told.fillna(missing).to_numpy(dtype=found.dtype)
        return pd.DataFrame(found, list(self._units), list(self._metrics))


def worked(cells: pd.DataFrame, rules: Rules) -> Worked | Refused:
    """One moment's cells to scores and places; or the first reason why not."""
    told = Cells(cells)
    wrong = _forbidden(cells, told)
    if wrong is not None:
        return wrong
    metrics = told.metrics
    values, below = told.grid(usable_values(cells)), told.grid("below")
    per = {name: below[name] for name in metrics.index if isinstance(metrics.at[name, "denominator"], str)}
    values = denominate(values, per).values
    scales = {row["metric_id"]: _scale(row) for row in metrics.to_dict("records")}
    z = normalise(values, scales)
    tree = index.tree_of(_tree_rows(metrics))
    for found in (z, tree):
        if isinstance(found, Refused):
            return found
    assert isinstance(z, pd.DataFrame) and isinstance(tree, Tree)
    return _placed(z, values, scales, tree, told.grid("not_applicable", missing=False), rules)


def _placed(
    z: pd.DataFrame,
    values: pd.DataFrame,
    scales: Mapping[str, Scale],
    tree: Tree,
    absent: pd.DataFrame,
    rules: Rules,
) -> Worked | Refused:
    scored = index.score(z, tree, not_applicable=absent, least_share=rules.least_share)
    if isinstance(scored, Refused):
        return scored
    final = scored.final
    group = int((~absent.all(axis=1)).sum())
    if 0 < len(final) < rules.least_units:
        return Refused("too_few_units")
    if 0 < len(final) < rules.least_of_group * group - index.SLACK:
        return Refused("too_few_of_group")
    placed = index.places(final, decimals=rules.decimals)
    if isinstance(placed, Refused):
        return Refused("too_little_reported") if placed.reason == "no_data" else placed
    return Worked(z, values, scales, tree, absent, scored, placed)


def usable_values(cells: pd.DataFrame) -> pd.Series:
    """Figures that may be scored: exact, of one coverage with their denominator; the others are NaN."""
    differs = cells["below_differs"].fillna(False).astype(bool)
    return cells["value"].astype(float).where(~(_is_open(cells) | differs))


def why_unusable(cells: pd.DataFrame) -> pd.Series:
    """The Reason why each cell is not scored, null where it is."""
    below = cells["below"].astype(float)
    asked = cells["denominator"].notna()
    reasons = [
        (cells["not_applicable"].astype(bool), "not_applicable"),
        (cells["value"].isna(), "not_reported"),
        (asked & below.isna(), "no_denominator"),
        (cells["below_differs"].fillna(False).astype(bool), "not_comparable"),
        (_is_hedged(cells["qualifier"]), "hedged"),
        (asked & _is_hedged(cells["below_qualifier"]), "hedged"),
        (asked & (below == 0), "zero_denominator"),
        (asked & (below < 0), "negative_denominator"),
    ]
    found = np.select([where for where, _ in reasons], [reason for _, reason in reasons], default="")
    return pd.Series(found, index=cells.index, dtype=object).where(found != "", None)


def _is_open(cells: pd.DataFrame) -> pd.Series:
    """Where a hedge word, of the figure or of what it is divided by, leaves the value open."""
    return _is_hedged(cells["qualifier"]) | _is_hedged(cells["below_qualifier"])


def _is_hedged(qualifier: pd.Series) -> pd.Series:
    return (qualifier.notna() & (qualifier != "exact").fillna(False)).astype(bool)


def _forbidden(cells: pd.DataFrame, told: Cells) -> Refused | None:
    """Why one of the metrics may not enter an index. One unit's hedge takes out its own figure, not all."""
    several = told.metrics.index[told.metrics["coverages"] > 1]
    if len(several):
        return Refused("not_comparable", str(several[0]))
    there = told.grid(cells["value"].notna(), missing=False)
    is_open = told.grid(_is_open(cells), missing=False)
    all_open = there.any() & (is_open | ~there).all()
    found = unscorable(told.metrics, pd.DataFrame([all_open.astype(object).where(all_open, None)]))
    return found[0] if found else None


def _scale(metric: Mapping[str, Any]) -> Scale:
    ends = [
        None if pd.isna(metric[name]) else float(metric[name]) for name in ("goalpost_low", "goalpost_high")
    ]
    return Scale("down" if metric["direction"] == "down" else "up", *ends)


def _tree_rows(metrics: pd.DataFrame) -> pd.DataFrame:
    leaves = [
        {"code": name, "parent": ROOT, "weight": float(weight) / 100}
        for name, weight in metrics["weight"].items()
    ]
    return pd.DataFrame([*leaves, {"code": ROOT, "parent": None, "weight": 1.0}])


# Weights of one's own: 试算


def is_trial(trial: pd.DataFrame) -> bool:
    return len(trial) > 0 and isinstance(trial["trial"].iloc[0], str)


def tried(trial: pd.DataFrame) -> dict[str, float]:
    """The question index_trial: metric=weight separated by spaces; empty: the signed weights hold."""
    if not is_trial(trial):
        return {}
    parts = (part.partition("=") for part in str(trial["trial"].iloc[0]).split())
    return {name: float(weight) for name, _, weight in parts}


def weighed_anew(cells: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """The same cells under weights of one's own; what weighs nothing is left out."""
    if not weights:
        return cells
    weight = cells["metric_id"].map(weights).astype(float)
    return cells.assign(weight=weight)[weight > 0]
