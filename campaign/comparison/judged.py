"""What the methods make of a ranking's figures: an answer comes in, rows go out with columns added.

`refused` holds one Reason in every row where there is no ranking at all, and `about` the metric it is said
of; `why_not` is the Reason of a single unit or figure. Nothing here is read by people.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from campaign.methods import index, uncertainty
from campaign.methods.index import Index, Tree
from campaign.methods.normalising import Scale, normalise
from campaign.methods.preparing import denominate, unscorable
from campaign.methods.refused import Refused

ROOT = "index"
TOLD_APART = 3  # strengths and weaknesses of a unit
UNIT = ["unit_id", "short_name", "short_name_en", "unit_sort"]
GROUP = ["comparable_group", "group_name", "group_name_en"]
METRIC = ["metric_id", "metric_name", "metric_name_en", "uom", "uom_en", "kind", "denominator", "below_name"]
METRIC += ["below_name_en", "direction"]
FIGURE = ["value", "qualifier", "printed", "below", "as_of", "batch_id", "row_no", "cell"]


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


def ranking(frame: pd.DataFrame) -> pd.DataFrame:
    """The question ranking, with tier: the third of its group a unit certainly stands in, else borderline.

    Null where all share one place: nothing tells them apart.
    """
    found = frame.assign(tier=pd.Series(None, index=frame.index, dtype=object))
    for _, group in frame.groupby("comparable_group", sort=False):
        if group["place_worst"].max() == 1:
            continue
        best, worst = (_third(group[name].to_numpy(), len(group)) for name in ("place_best", "place_worst"))
        named = np.where(
            best == worst, np.array(uncertainty.TIERS, dtype=object)[best], uncertainty.BORDERLINE
        )
        found.loc[group.index, "tier"] = named
    return found


def _third(places: np.ndarray, of: int) -> np.ndarray:
    return (3 * places.astype(int) - 1) // of


def scores(
    frame: pd.DataFrame,
    choice: pd.DataFrame,
    *,
    index_least_share: float,
    index_decimals: float,
    index_draws: float,
    index_spread: float,
    index_agreement: float,
    index_widest_place: float,
    gate_least_units: float,
    gate_least_share: float,
) -> pd.DataFrame:
    """The questions index_figures and index_choice as a row a unit: its score and place.

    score, share (of its weight that was there, 0–1), place, sharing, low, high (5–95 % of the draws),
    is_wide, tier (null: all equal), move (places up since the month before; null: no place then), change
    (entered | left: the group; scored | unscored: a score), why_not (null: it has a score), missing (the
    metrics it was not scored on, by name). Units that left stand last. Refused as the methods refuse.
    """
    here = _weighed_anew(frame[frame["moment"] == "now"], _tried(choice))
    told = _blank(here, choice, int(index_decimals))
    if frame.empty:
        return told
    rules = _Rules(
        index_least_share / 100, int(index_decimals), int(gate_least_units), gate_least_share / 100
    )
    now = worked(here, rules)
    if isinstance(now, Refused):
        return _refused(told, here, now)
    told = _with_scores(told, here, now)
    drawn = _drawn(now, int(index_draws), index_spread / 100, rules.least_share)
    told = _with_draws(told, now, drawn, index_agreement / 100, int(index_widest_place))
    told = _with_moves(told, frame, here, rules, choice)
    if bool(choice["by_value"].iloc[0]):
        told = told.sort_values(["place", "unit_sort"], na_position="last", kind="stable")
    return told.reset_index(drop=True)


def _blank(here: pd.DataFrame, choice: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """A row a unit of which nothing is said yet."""
    units = _units(here)
    nothing = [()] * len(units)
    return units.assign(
        score=np.nan, share=np.nan, place=pd.NA, sharing=pd.NA, low=pd.NA, high=pd.NA, is_wide=False,
        tier=None, move=pd.NA, change=None, why_not=None, missing=nothing, missing_en=nothing,
        refused=None, about=None, about_en=None, decimals=decimals, is_trial=_is_trial(choice),
        total=here.drop_duplicates("metric_id")["weight"].sum(),
    )  # fmt: skip


@dataclass(frozen=True)
class _Rules:
    least_share: float  # of a unit's weight, 0–1
    decimals: int
    least_units: int
    least_of_group: float  # of the units, 0–1


def worked(cells: pd.DataFrame, rules: _Rules) -> Worked | Refused:
    """One moment's cells, a row a unit and metric, to scores and places; or the first reason why not."""
    metrics = cells.drop_duplicates("metric_id").set_index("metric_id", drop=False)
    usable = cells.assign(used=usable_values(cells))
    wrong = _forbidden(metrics, usable)
    if wrong is not None:
        return wrong
    units = list(cells.drop_duplicates("unit_id")["unit_id"])
    values = _wide(usable, "used", units, metrics)
    below = _wide(usable, "below", units, metrics)
    per = {name: below[name] for name in metrics.index if isinstance(metrics.loc[name, "denominator"], str)}
    values = denominate(values, per).values
    absent = _wide(cells, "not_applicable", units, metrics).fillna(False).astype(bool)
    scales = {name: _scale(metrics.loc[name]) for name in metrics.index}
    z = normalise(values, scales)
    tree = index.tree_of(_tree_rows(metrics))
    for found in (z, tree):
        if isinstance(found, Refused):
            return found
    assert isinstance(z, pd.DataFrame) and isinstance(tree, Tree)
    return _placed(z, values, scales, tree, absent, rules)


def _placed(
    z: pd.DataFrame,
    values: pd.DataFrame,
    scales: Mapping[str, Scale],
    tree: Tree,
    absent: pd.DataFrame,
    rules: _Rules,
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
    open_ = cells["qualifier"].fillna("exact").ne("exact") | cells["below_qualifier"].fillna("exact").ne(
        "exact"
    )
    differs = cells["below_differs"].fillna(False).astype(bool)
    return cells["value"].astype(float).where(~(open_ | differs))


def why_unusable(cells: pd.DataFrame) -> pd.Series:
    """The Reason why each cell is not scored, null where it is."""
    below = cells["below"].astype(float)
    asked = cells["denominator"].notna()
    reasons = [
        (cells["not_applicable"].astype(bool), "not_applicable"),
        (cells["value"].isna(), "not_reported"),
        (asked & below.isna(), "no_denominator"),
        (cells["below_differs"].fillna(False).astype(bool), "not_comparable"),
        (cells["qualifier"].fillna("exact").ne("exact"), "hedged"),
        (asked & cells["below_qualifier"].fillna("exact").ne("exact"), "hedged"),
        (asked & (below == 0), "zero_denominator"),
        (asked & (below < 0), "negative_denominator"),
    ]
    found = np.select([where for where, _ in reasons], [reason for _, reason in reasons], default="")
    return pd.Series(found, index=cells.index, dtype=object).where(found != "", None)


def _forbidden(metrics: pd.DataFrame, cells: pd.DataFrame) -> Refused | None:
    """Why one of the metrics may not enter an index. One unit's hedge takes out its own figure, not all."""
    several = metrics.index[metrics["coverages"] > 1]
    if len(several):
        return Refused("not_comparable", str(several[0]))
    hedged = {}
    for name in metrics.index:
        own = cells[(cells["metric_id"] == name) & cells["value"].notna()]
        is_open = own["qualifier"].fillna("exact").ne("exact") | own["below_qualifier"].fillna("exact").ne(
            "exact"
        )
        hedged[name] = pd.Series([True] if len(own) and is_open.all() else [], dtype=object)
    found = unscorable(metrics, pd.DataFrame(hedged))
    return found[0] if found else None


def _wide(cells: pd.DataFrame, column: str, units: list[str], metrics: pd.DataFrame) -> pd.DataFrame:
    wide = cells.pivot(index="unit_id", columns="metric_id", values=column)
    wide = wide.reindex(index=units, columns=list(metrics.index))
    return wide if column == "not_applicable" else wide.astype(float)


def _scale(metric: pd.Series) -> Scale:
    ends = [
        None if pd.isna(metric[name]) else float(metric[name]) for name in ("goalpost_low", "goalpost_high")
    ]
    return Scale("down" if metric["direction"] == "down" else "up", *ends)


def _tree_rows(metrics: pd.DataFrame) -> pd.DataFrame:
    leaves = pd.DataFrame(
        {"code": metrics.index, "parent": ROOT, "weight": metrics["weight"].to_numpy() / 100}
    )
    return pd.concat(
        [leaves, pd.DataFrame({"code": [ROOT], "parent": [None], "weight": [1.0]})], ignore_index=True
    )


# A unit's row


def _units(cells: pd.DataFrame) -> pd.DataFrame:
    """A row a unit, with the last day of its figures."""
    if cells.empty:
        return cells.reindex(columns=[*UNIT, *GROUP, "as_of"])
    days = cells.groupby("unit_id")["as_of"].max()
    units = cells.drop_duplicates("unit_id")[[*UNIT, *GROUP]].reset_index(drop=True)
    return units.assign(as_of=units["unit_id"].map(days))


def _refused(told: pd.DataFrame, cells: pd.DataFrame, refused: Refused) -> pd.DataFrame:
    named = cells.loc[cells["metric_id"] == refused.about].head(1)
    names = (
        [None, None] if named.empty else [named.iloc[0][name] for name in ("metric_name", "metric_name_en")]
    )
    return told.assign(refused=refused.reason, about=names[0], about_en=names[1])


def _with_scores(told: pd.DataFrame, cells: pd.DataFrame, now: Worked) -> pd.DataFrame:
    at = told["unit_id"]
    scored = now.scored.scores[now.scored.scores["node"] == ROOT].set_index("unit")
    unscored = now.scored.unscored[now.scored.unscored["node"] == ROOT].set_index("unit")["reason"]
    why = why_unusable(cells)
    gaps = cells.assign(why=why)[why.notna() & (why != "not_applicable")]
    missing = (
        gaps.groupby("unit_id")["metric_name"].agg(tuple),
        gaps.groupby("unit_id")["metric_name_en"].agg(tuple),
    )
    return told.assign(
        score=at.map(now.places["score"]),
        share=at.map(scored["share"]),
        place=at.map(now.places["place"]).astype("Int64"),
        sharing=at.map(now.places["sharing"]).astype("Int64"),
        why_not=at.map(unscored).astype(object).where(at.isin(unscored.index), None),
        missing=[_tuple(missing[0].get(unit)) for unit in at],
        missing_en=[_tuple(missing[1].get(unit)) for unit in at],
    )


def _tuple(found: Any) -> tuple[str, ...]:
    return found if isinstance(found, tuple) else ()


def _drawn(now: Worked, draws: int, spread: float, least_share: float) -> uncertainty.Draws | Refused:
    variants = uncertainty.scale_variants(now.values, now.scales)
    return uncertainty.draw_places(
        variants,
        now.tree,
        not_applicable=now.not_applicable,
        draws=draws,
        spread=spread,
        least_share=least_share,
    )


def _with_draws(
    told: pd.DataFrame, now: Worked, drawn: uncertainty.Draws | Refused, agreement: float, widest: int
) -> pd.DataFrame:
    """The interval holds the place itself too: scores that read the same share one that no draw may give."""
    if isinstance(drawn, Refused):
        return told
    found = uncertainty.place_intervals(drawn).set_index("unit")
    at, place = told["unit_id"], told["place"]
    low = at.map(found["low"]).astype("Int64")
    high = at.map(found["high"]).astype("Int64")
    low, high = low.where(~(low > place), place), high.where(~(high < place), place)
    return told.assign(low=low, high=high, is_wide=(high - low > widest).fillna(False)).assign(
        tier=_tiers(now, drawn, agreement, at)
    )


def _tiers(now: Worked, drawn: uncertainty.Draws, agreement: float, at: pd.Series) -> pd.Series:
    place = now.places["place"]
    if place.nunique() == 1:  # all equal
        return pd.Series(None, index=at.index, dtype=object)
    found = uncertainty.tiers(place, drawn)
    assert not isinstance(found, Refused)
    own = found.set_index("unit")
    thirds = (3 * place.loc[own.index].astype(int) - 1) // len(own)
    named = thirds.map(dict(enumerate(uncertainty.TIERS))).where(
        own["agreement"] >= agreement - index.SLACK, uncertainty.BORDERLINE
    )
    return at.map(named).astype(object).where(at.isin(named.index), None)


def _with_moves(
    told: pd.DataFrame, frame: pd.DataFrame, here: pd.DataFrame, rules: _Rules, choice: pd.DataFrame
) -> pd.DataFrame:
    """Places up since the month before, and who came and went: in the group, and among those with a score."""
    then_cells = _weighed_anew(frame[frame["moment"] == "before"], _tried(choice))
    if then_cells.empty:
        return told
    then = worked(then_cells, rules)
    known_then = set(then_cells["unit_id"])
    gone = _units(then_cells[~then_cells["unit_id"].isin(set(here["unit_id"]))])
    entered = ~told["unit_id"].isin(known_then)
    told = told.assign(change=["entered" if new else None for new in entered])
    if not isinstance(then, Refused):
        place = then.places["place"]
        moved = index.moves(place, told.dropna(subset="place").set_index("unit_id")["place"].astype(int))
        move = told["unit_id"].map(moved.set_index("unit")["move"]).astype("Int64")
        had, has = told["unit_id"].isin(place.index), told["place"].notna()
        change = told["change"].mask(~entered & has & ~had, "scored").mask(~entered & ~has & had, "unscored")
        told = told.assign(move=move, change=change)
    if gone.empty:
        return told
    left = gone.reindex(columns=told.columns).assign(
        change="left", is_wide=False, decimals=told["decimals"].iloc[0], is_trial=told["is_trial"].iloc[0],
        missing=[()] * len(gone), missing_en=[()] * len(gone), total=told["total"].iloc[0],
    )  # fmt: skip
    return pd.concat([told, left.astype(told.dtypes.to_dict())], ignore_index=True)


# Weights of one's own: 试算


def _is_trial(choice: pd.DataFrame) -> bool:
    return len(choice) > 0 and isinstance(choice["trial"].iloc[0], str)


def _tried(choice: pd.DataFrame) -> dict[str, float]:
    """metric=weight separated by spaces; empty: the signed weights hold."""
    if not _is_trial(choice):
        return {}
    parts = (part.partition("=") for part in str(choice["trial"].iloc[0]).split())
    return {name: float(weight) for name, _, weight in parts}


def _weighed_anew(cells: pd.DataFrame, tried: Mapping[str, float]) -> pd.DataFrame:
    """The same cells under weights of one's own; what weighs nothing is left out."""
    if not tried:
        return cells
    weight = cells["metric_id"].map(tried).astype(float)
    return cells.assign(weight=weight)[weight > 0]


# Why this score


def why(
    frame: pd.DataFrame,
    choice: pd.DataFrame,
    *,
    index_least_share: float,
    index_decimals: float,
    gate_least_units: float,
    gate_least_share: float,
) -> pd.DataFrame:
    """The chosen unit's score taken apart, a row a metric, what raises it most first.

    counted: percent of the score the metric made up for this unit; z, group_mean: 0–100; contribution, and
    shown: the same in the decimals of scores, rounded so that they add up to score less base. role: strength
    or weakness, three each at most. why_not: the figure was not scored. No rows without a score.
    """
    unit_id = choice["unit_id"].iloc[0] if len(choice) else None
    here = frame[frame["moment"] == "now"]
    rules = _Rules(
        index_least_share / 100, int(index_decimals), int(gate_least_units), gate_least_share / 100
    )
    now = worked(here, rules) if len(here) else Refused("no_data")
    own = here[here["unit_id"] == unit_id]
    if isinstance(now, Refused) or own.empty or unit_id not in now.places.index:
        return _apart(own.head(0))
    taken = index.contributions(
        now.z, now.tree, not_applicable=now.not_applicable, least_share=rules.least_share
    )
    assert not isinstance(taken, Refused)
    parts = taken.rows[taken.rows["unit"] == unit_id].set_index("metric")
    found = _apart(own).assign(
        counted=(100 * own["metric_id"].map(parts["weight"])),
        z=own["metric_id"].map(parts["z"]),
        group_mean=own["metric_id"].map(parts["group_mean"]),
        contribution=own["metric_id"].map(parts["contribution"]),
        scored=own["metric_id"].map(now.values.loc[unit_id]),
        mean_scored=own["metric_id"].map(now.values.mean()),
        why_not=why_unusable(own),
    )
    base = round(float(taken.compared_with.loc[unit_id]), rules.decimals)
    score = float(now.places.loc[unit_id, "score"])
    found = found.sort_values("contribution", ascending=False, na_position="last", kind="stable")
    shown = added_up(found["contribution"].dropna().to_numpy(), score - base, rules.decimals)
    return found.assign(
        shown=[*shown, *[np.nan] * (len(found) - len(shown))],
        base=base,
        score=score,
        decimals=rules.decimals,
        role=_roles(found["contribution"]),
    ).reset_index(drop=True)


def _apart(own: pd.DataFrame) -> pd.DataFrame:
    numbers = (
        "counted",
        "z",
        "group_mean",
        "contribution",
        "shown",
        "base",
        "score",
        "scored",
        "mean_scored",
    )
    kept = own[[*UNIT, *METRIC, *FIGURE, "weight", "goalpost_low", "goalpost_high"]]
    return kept.assign(**dict.fromkeys(numbers, np.nan), decimals=1, role=None, why_not=None)


def _roles(contribution: pd.Series) -> list[str | None]:
    """Up to three each; nothing is a strength that does not raise the score. Sorted, the most first."""
    raising = contribution.gt(1e-9)
    lowering = contribution.lt(-1e-9)
    first = raising & (raising.cumsum() <= TOLD_APART)
    last = lowering & (lowering[::-1].cumsum()[::-1] <= TOLD_APART)
    return ["strength" if up else "weakness" if down else None for up, down in zip(first, last, strict=True)]


def added_up(parts: np.ndarray, total: float, decimals: int) -> list[float]:
    """Parts rounded so that what is read adds up to the total as read: the largest remainders go up."""
    step = 10**decimals
    floors = np.floor(parts * step + 1e-9)
    short = int(round(total * step) - floors.sum())
    order = np.argsort(-(parts * step - floors), kind="stable")
    for place in range(abs(short)):
        floors[order[place % len(order)] if short > 0 else order[-1 - place % len(order)]] += np.sign(short)
    return [float(part) / step for part in floors]


# What hangs on each metric


def left_out(
    frame: pd.DataFrame,
    *,
    index_least_share: float,
    index_decimals: float,
    gate_least_units: float,
    gate_least_share: float,
) -> pd.DataFrame:
    """The question index_figures as a row a metric: how places move when it is left out.

    mean_move, most_moved in places; most_who(_en): the unit that moves most. Refused as `scores`.
    """
    here = frame[frame["moment"] == "now"]
    metrics = here.drop_duplicates("metric_id")
    told = metrics[[*GROUP, *METRIC, "weight"]].assign(
        mean_move=np.nan, most_moved=pd.NA, most_who=None, most_who_en=None, refused=None
    )
    if here.empty:
        return told
    now = worked(
        here,
        _Rules(index_least_share / 100, int(index_decimals), int(gate_least_units), gate_least_share / 100),
    )
    if isinstance(now, Refused):
        return told.assign(refused=now.reason)
    found = index.leave_one_out(
        now.z,
        now.tree,
        list(now.tree.leaves),
        decimals=int(index_decimals),
        not_applicable=now.not_applicable,
        least_share=index_least_share / 100,
    )
    if isinstance(found, Refused):
        return told.assign(refused=found.reason)
    moved = found.moved.set_index("node")
    most = found.places.sub(found.whole, axis=0).abs().idxmax()
    names = here.drop_duplicates("unit_id").set_index("unit_id")
    at = told["metric_id"]
    return told.assign(
        mean_move=at.map(moved["mean_move"]),
        most_moved=at.map(moved["most_moved"]).astype("Int64"),
        most_who=at.map(most).map(names["short_name"]),
        most_who_en=at.map(most).map(names["short_name_en"]),
    ).reset_index(drop=True)
