"""An index: normalised metrics weighed up a tree, what each contributed, and the places that follow.

Only from weights a person has set and signed. Frames are one row a unit, one column a metric, normalised
so that more is better; NaN is 未报. 不适用 is said apart, in a frame of booleans of the same shape.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from campaign.methods.preparing import Values
from campaign.methods.refused import Reason, Refused

Mean = Literal["arithmetic", "geometric"]
LEAST_SHARE = 2 / 3  # of the weight must be there for a score
LEAST_UNITS = 3  # fewer are no ranking
SLACK = 1e-9  # three thirds are not quite one in binary

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Tree:
    """Weights of an index. Siblings add up to 1; metrics are the leaves."""

    root: str
    children: Mapping[str, Mapping[str, float]]  # parent -> child -> weight; a child stands before its parent

    @property
    def leaves(self) -> tuple[str, ...]:
        kids = [kid for family in self.children.values() for kid in family]
        return tuple(kid for kid in kids if kid not in self.children)


def tree_of(rows: pd.DataFrame) -> Tree | Refused:
    """The tree of rows code, parent (null: the root), weight. Refused: no_data, not_a_tree (about the node),
    weight_negative (the node), weights_do_not_sum (the parent)."""
    if rows.empty:
        return Refused("no_data")
    wrong = _wrong_weight(rows)
    if wrong is not None:
        return wrong
    roots = rows.loc[rows["parent"].isna(), "code"]
    if len(roots) != 1 or rows["code"].duplicated().any():
        return Refused("not_a_tree")
    return _grown(str(roots.iloc[0]), rows)


def _wrong_weight(rows: pd.DataFrame) -> Refused | None:
    totals: dict[object, float] = {}
    for code, parent, weight in zip(
        *(rows[name].array for name in ("code", "parent", "weight")), strict=True
    ):
        if pd.isna(parent):
            continue
        if not weight >= 0:
            return Refused("weight_negative", str(code))
        totals[parent] = totals.get(parent, 0.0) + weight
    for parent, total in totals.items():
        if abs(total - 1) > SLACK:
            return Refused("weights_do_not_sum", str(parent))
    return None


def _grown(root: str, rows: pd.DataFrame) -> Tree | Refused:
    families = {
        str(parent): dict(zip(family["code"].astype(str), family["weight"].astype(float), strict=True))
        for parent, family in rows.groupby("parent", sort=False)
    }
    reached = [root]
    for node in reached:  # grows as it is walked
        reached.extend(families.get(node, {}))
    lost = set(rows["code"].astype(str)) - set(reached)
    if lost:
        return Refused("not_a_tree", min(lost))
    return Tree(root, {node: families[node] for node in reversed(reached) if node in families})


def with_weights_rescaled(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of a tree, each family's weights divided by their sum: published sets often weigh all by 1."""
    totals = rows.groupby("parent")["weight"].transform("sum")
    return rows.assign(weight=(rows["weight"] / totals).where(rows["parent"].notna()))


@dataclass(frozen=True)
class Cover:
    """Who has enough to be scored, node by node; each array is one entry a unit."""

    share: Mapping[str, Values]  # of the node's applicable weight that was reported and used, 0–1
    applicable: Mapping[str, Mask]
    scored: Mapping[str, Mask]

    def reason(self, node: str, unit: int) -> Reason:
        if not self.applicable[node][unit]:
            return "not_applicable"
        return "too_little_reported" if self.share[node][unit] > 0 else "not_reported"


def cover(reported: pd.DataFrame, applicable: pd.DataFrame, tree: Tree, least_share: float) -> Cover:
    """不适用 takes its weight out, so the rest carry it; 未报 leaves its weight missing.

    A node scores a unit with `least_share` of its weight; a child that is not scored counts as missing.
    """
    applies = {leaf: applicable[leaf].to_numpy(dtype=bool) for leaf in tree.leaves}
    share = {leaf: (reported[leaf].to_numpy() & applies[leaf]).astype(float) for leaf in tree.leaves}
    scored = {leaf: share[leaf] > 0 for leaf in tree.leaves}
    for node, family in tree.children.items():
        there = np.sum([weight * applies[kid] for kid, weight in family.items()], axis=0)
        used = np.sum([weight * share[kid] * scored[kid] for kid, weight in family.items()], axis=0)
        applies[node] = there > 0
        share[node] = np.divide(used, there, out=np.zeros_like(used), where=there > 0)
        scored[node] = (share[node] > 0) & (share[node] >= least_share - SLACK)
    return Cover(share, applies, scored)


def weighed(
    z: Values, tree: Tree, weights: Mapping[str, Values], scored: Mapping[str, Mask], mean: Mean
) -> Values:
    """The root's scores, draws x units, NaN where a unit is not scored; see `weighed_nodes`."""
    return weighed_nodes(z, tree, weights, scored, mean)[tree.root]


def weighed_nodes(
    z: Values, tree: Tree, weights: Mapping[str, Values], scored: Mapping[str, Mask], mean: Mean
) -> dict[str, Values]:
    """Every node's scores. z: units x leaves; weights: parent -> draws x children, of any sum."""
    found = {leaf: z[np.newaxis, :, column] for column, leaf in enumerate(tree.leaves)}
    for node, family in tree.children.items():
        kids = np.stack(np.broadcast_arrays(*(found[kid] for kid in family)), axis=-1)
        there = np.stack([scored[kid] for kid in family], axis=-1)
        found[node] = np.where(scored[node], _mean(kids, there, weights[node], mean), np.nan)
    return {node: found[node] for node in tree.children}


def _mean(values: Values, there: Mask, weights: Values, mean: Mean) -> Values:
    """values: draws (or 1) x units x children; there: units x children; weights: draws x children."""
    taken = np.where(there, np.log(values) if mean == "geometric" else values, 0.0)
    total = weights @ taken[0].T if len(taken) == 1 else np.einsum("duc,dc->du", taken, weights)
    weight = weights @ there.T
    averaged = np.divide(total, weight, out=np.full_like(total, np.nan), where=weight > 0)
    return np.exp(averaged) if mean == "geometric" else averaged


@dataclass(frozen=True)
class Index:
    root: str
    scores: (
        pd.DataFrame
    )  # unit, node, score, share (of the weight that was there): a row where there is a score
    unscored: pd.DataFrame  # unit, node, reason: a row where there is none

    @property
    def final(self) -> pd.Series:
        """The index itself: unit -> score, units without one left out."""
        return self.scores[self.scores["node"] == self.root].set_index("unit")["score"]


def score(
    z: pd.DataFrame,
    tree: Tree,
    *,
    not_applicable: pd.DataFrame | None = None,
    mean: Mean = "arithmetic",
    least_share: float = LEAST_SHARE,
) -> Index | Refused:
    """Scores of every node. Refused: no_data, not_reported (nobody anything), not_finite and not_positive
    (geometric; both about the metric). Raises KeyError for a leaf that is no column."""
    wrong = unweighable(z, tree, not_applicable, mean)
    if wrong is not None:
        return wrong
    found = cover_of(z, tree, not_applicable, least_share)
    nodes = weighed_nodes(leaf_values(z, tree), tree, signed_weights(tree), found.scored, mean)
    return _as_frames(z.index, tree, {node: rows[0] for node, rows in nodes.items()}, found)


def unweighable(
    z: pd.DataFrame, tree: Tree, not_applicable: pd.DataFrame | None, mean: Mean
) -> Refused | None:
    """Why these values cannot be weighed at all, or None."""
    if z.empty:
        return Refused("no_data")
    counted = np.where(_applicable(z, tree, not_applicable), leaf_values(z, tree), np.nan)
    if np.isnan(counted).all():
        return Refused("not_reported")
    wrong: dict[Reason, Mask] = {"not_finite": np.isinf(counted)}
    if mean == "geometric":
        wrong["not_positive"] = counted <= 0
    for reason, cells in wrong.items():
        if cells.any():
            return Refused(reason, str(tree.leaves[cells.any(axis=0).argmax()]))
    return None


def _applicable(z: pd.DataFrame, tree: Tree, not_applicable: pd.DataFrame | None) -> pd.DataFrame:
    if not_applicable is None:
        return pd.DataFrame(True, index=z.index, columns=list(tree.leaves))
    return ~not_applicable.reindex(index=z.index, columns=list(tree.leaves), fill_value=False).astype(bool)


def cover_of(
    z: pd.DataFrame, tree: Tree, not_applicable: pd.DataFrame | None, least_share: float = LEAST_SHARE
) -> Cover:
    return cover(z.notna(), _applicable(z, tree, not_applicable), tree, least_share)


def leaf_values(z: pd.DataFrame, tree: Tree) -> Values:
    """Units x leaves, in the tree's order."""
    return z[list(tree.leaves)].to_numpy(dtype=float)


def signed_weights(tree: Tree) -> dict[str, Values]:
    """The weights as set, as one draw: parent -> 1 x children."""
    return {node: np.array([list(family.values())]) for node, family in tree.children.items()}


def _as_frames(units: pd.Index, tree: Tree, nodes: Mapping[str, Values], found: Cover) -> Index:
    scores, unscored = [], []
    for node, values in nodes.items():
        for at, unit in enumerate(units):
            if found.scored[node][at]:
                scores.append((unit, node, values[at], found.share[node][at]))
            else:
                unscored.append((unit, node, found.reason(node, at)))
    return Index(
        tree.root,
        pd.DataFrame(scores, columns=["unit", "node", "score", "share"]),
        pd.DataFrame(unscored, columns=["unit", "node", "reason"]),
    )


@dataclass(frozen=True)
class Contributions:
    rows: pd.DataFrame  # unit, metric, weight (as it counted for this unit), z, group_mean, contribution
    compared_with: pd.Series  # unit -> score of the group's means under that unit's weights


def contributions(
    z: pd.DataFrame,
    tree: Tree,
    *,
    not_applicable: pd.DataFrame | None = None,
    least_share: float = LEAST_SHARE,
) -> Contributions | Refused:
    """What sets each unit apart from its group: c = w(z − group mean z), for the arithmetic mean.

    A unit's contributions add up to its score less `compared_with`, which is the group's mean score where
    everybody reported everything. Units without a score have no rows. Refused as `score`.
    """
    wrong = unweighable(z, tree, not_applicable, "arithmetic")
    if wrong is not None:
        return wrong
    weight = _counted_weights(tree, cover_of(z, tree, not_applicable, least_share))
    rows = _told_apart(z.index, tree, leaf_values(z, tree), weight)
    compared = (rows["weight"] * rows["group_mean"]).groupby(rows["unit"], sort=False).sum()
    return Contributions(rows, compared)


def _told_apart(units: pd.Index, tree: Tree, z: Values, weight: Values) -> pd.DataFrame:
    """z, weight: units x leaves. A row where there is weight; a metric's mean is that of its rows."""
    unit, leaf = np.nonzero(weight)
    rows = pd.DataFrame({"unit": units[unit], "metric": np.array(tree.leaves)[leaf]})
    rows["weight"], rows["z"] = weight[unit, leaf], z[unit, leaf]
    rows["group_mean"] = rows.groupby("metric")["z"].transform("mean")
    return rows.assign(contribution=rows["weight"] * (rows["z"] - rows["group_mean"]))


def _counted_weights(tree: Tree, found: Cover) -> Values:
    """Units x leaves: the weight each metric really had in a unit's score; all 0 where it has none."""
    reach = {tree.root: found.scored[tree.root].astype(float)}
    for node, family in reversed(list(tree.children.items())):
        used = {kid: weight * found.scored[kid] for kid, weight in family.items()}
        total = np.sum(list(used.values()), axis=0)
        for kid, weight in used.items():
            reach[kid] = reach[node] * np.divide(weight, total, out=np.zeros_like(total), where=total > 0)
    return np.stack([reach[leaf] for leaf in tree.leaves], axis=-1)


# Places


def places(scores: pd.Series, *, decimals: int, group_size: int | None = None) -> pd.DataFrame | Refused:
    """Competition places 1, 2, 2, 4 of the scores as shown: what reads the same shares a place.

    One row a unit, indexed as `scores`: score (rounded), place, sharing (units at that place, itself too).
    Refused: no_data, not_finite, too_few_units (under 3), too_few_of_group (under two thirds of it).
    """
    wrong = _unrankable(scores, group_size)
    if wrong is not None:
        return wrong
    shown = scores.astype(float).round(decimals)
    found = place_rows(shown.to_numpy()[np.newaxis, :])[0]
    place = pd.Series(found, index=scores.index)
    sharing = place.map(place.value_counts())
    return pd.DataFrame({"score": shown, "place": place, "sharing": sharing})


def _unrankable(scores: pd.Series, group_size: int | None) -> Refused | None:
    if len(scores) == 0:
        return Refused("no_data")
    if not np.isfinite(scores.to_numpy(dtype=float)).all():
        return Refused("not_finite")
    if len(scores) < LEAST_UNITS:
        return Refused("too_few_units")
    if group_size is not None and 3 * len(scores) < 2 * group_size:
        return Refused("too_few_of_group")
    return None


def place_rows(scores: Values) -> npt.NDArray[np.int64]:
    """Competition places along each row, 1 for the highest; equals share the better place."""
    order = np.argsort(-scores, axis=1)
    ordered = np.take_along_axis(scores, order, axis=1)
    at = np.broadcast_to(np.arange(1, scores.shape[1] + 1), scores.shape)
    lower = np.diff(ordered, axis=1, prepend=np.inf) != 0
    found = np.empty(scores.shape, dtype=np.int64)
    np.put_along_axis(found, order, np.maximum.accumulate(np.where(lower, at, 0), axis=1), axis=1)
    return found


def moves(before: pd.Series, now: pd.Series) -> pd.DataFrame:
    """One row a unit that had a place both times: unit, before, now, move (+2 is two places up).

    Units that are new or gone are left out: they did not move, nor does anybody because they came or went.
    before, now: the places among those that are left, as human-development ranks of two years are compared.
    """
    both = [unit for unit in now.index if unit in before.index]
    frame = pd.DataFrame({"before": before.loc[both], "now": now.loc[both]})
    frame = frame.rank(method="min").astype(int)
    return frame.assign(move=frame["before"] - frame["now"]).rename_axis("unit").reset_index()


@dataclass(frozen=True)
class LeftOut:
    """Places with one node left out at a time; units that have a place each time."""

    whole: pd.Series  # unit -> place with nothing left out
    places: pd.DataFrame  # one row a unit, one column a node left out
    moved: pd.DataFrame  # node, mean_move (mean of |places moved|), most_moved


def leave_one_out(
    z: pd.DataFrame,
    tree: Tree,
    nodes: Collection[str],
    *,
    decimals: int,
    mean: Mean = "arithmetic",
    not_applicable: pd.DataFrame | None = None,
    least_share: float = LEAST_SHARE,
) -> LeftOut | Refused:
    """How much hangs on each node: it is taken as 不适用 for all, so its weight goes to its siblings.

    Refused as `score` and `places`; leaving out what is all there is refuses as not_reported.
    """
    out = ~_applicable(z, tree, not_applicable)
    found: dict[str, pd.Series] = {}
    for node in (None, *nodes):
        without = out.assign(**dict.fromkeys(leaves_below(tree, node), True)) if node else out
        scored = score(z, tree, not_applicable=without, mean=mean, least_share=least_share)
        ranked = scored if isinstance(scored, Refused) else places(scored.final, decimals=decimals)
        if isinstance(ranked, Refused):
            return ranked
        found[node or ""] = ranked["place"]
    return _left_out(found)


def _left_out(found: Mapping[str, pd.Series]) -> LeftOut:
    """`found`: node -> places, under the empty name those with nothing left out."""
    every_time = pd.concat(found, axis=1, join="inner")
    whole, without = every_time[""], every_time.drop(columns="")
    moved = without.sub(whole, axis=0).abs()
    rows = pd.DataFrame({"mean_move": moved.mean(), "most_moved": moved.max()})
    return LeftOut(whole.rename("place"), without, rows.rename_axis("node").reset_index())


def leaves_below(tree: Tree, node: str) -> list[str]:
    """The metrics under a node; a metric is under itself."""
    if node not in tree.children:
        return [node]
    return [leaf for kid in tree.children[node] for leaf in leaves_below(tree, kid)]
