"""What the methods make of a ranking's figures: an answer comes in, rows go out with columns added.

`refused` holds one Reason in every row where there is no ranking at all, and `about` the metric it is said
of; `why_not` is the Reason of a single unit or figure. Nothing here is read by people.
"""

from typing import Any

import numpy as np
import pandas as pd

from campaign.comparison.doubt import Doubt, doubt_of
from campaign.comparison.scored import (
    ROOT,
    Rules,
    Worked,
    is_trial,
    rules_of,
    tried,
    weighed_anew,
    why_unusable,
    worked,
)
from campaign.methods import index, uncertainty
from campaign.methods.refused import Refused

UNIT = ["unit_id", "short_name", "short_name_en", "unit_sort"]
GROUP = ["comparable_group", "group_name", "group_name_en"]


def ranking(frame: pd.DataFrame) -> pd.DataFrame:
    """The question ranking, with tier: the third of its group a unit certainly stands in, else borderline.

    Null where all share one place (nothing tells them apart) and for who has none now.
    """
    found = frame.assign(tier=pd.Series(None, index=frame.index, dtype=object))
    for _, group in frame[frame["is_here"].astype(bool)].groupby("comparable_group", sort=False):
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
    trial: pd.DataFrame,
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
    """The questions index_figures and index_trial as a row a unit: its score and place.

    score, share (of its weight that was there, 0–1), place, sharing, low, high (5–95 % of the draws),
    is_wide, tier (null: all equal), move (places up since the month before; null: no place then), change
    (entered | left: the group; scored | unscored: a score), why_not (null: it has a score), missing (the
    metrics it was not scored on, by name). Units that left stand last. Refused as the methods refuse.
    """
    here = weighed_anew(frame[frame["moment"] == "now"], tried(trial))
    told = _blank(here, trial, int(index_decimals))
    if frame.empty:
        return told
    rules = rules_of(index_least_share, index_decimals, gate_least_units, gate_least_share)
    now = worked(here, rules)
    if isinstance(now, Refused):
        return _refused(told, here, now)
    told = _with_scores(told, here, now)
    doubt = doubt_of(now, int(index_draws), index_spread / 100, rules.least_share)
    told = _with_doubt(told, now, doubt, index_agreement / 100, int(index_widest_place))
    return _with_moves(told, frame, here, rules, trial).reset_index(drop=True)


def in_order(scored: pd.DataFrame, choice: pd.DataFrame) -> pd.DataFrame:
    """`scores` as the question index_choice wants them: in official order, or from the first place down."""
    if choice.empty or not choice["by_value"].iloc[0]:
        return scored
    ordered = scored.assign(has_left=scored["change"].eq("left")).sort_values(
        ["has_left", "place", "unit_sort"], na_position="last", kind="stable"
    )
    return ordered.drop(columns="has_left").reset_index(drop=True)


def _blank(here: pd.DataFrame, trial: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """A row a unit of which nothing is said yet."""
    units = _units(here)
    nothing = [()] * len(units)
    return units.assign(
        score=np.nan, share=np.nan, place=pd.NA, sharing=pd.NA, low=pd.NA, high=pd.NA, is_wide=False,
        tier=None, move=pd.NA, change=None, why_not=None, missing=nothing, missing_en=nothing,
        refused=None, about=None, about_en=None, decimals=decimals, is_trial=is_trial(trial),
        total=here.drop_duplicates("metric_id")["weight"].sum(),
    )  # fmt: skip


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


def _with_doubt(
    told: pd.DataFrame, now: Worked, doubt: Doubt | Refused, agreement: float, widest: int
) -> pd.DataFrame:
    """The interval holds the place itself too: scores that read the same share one that no draw may give."""
    if isinstance(doubt, Refused):
        return told
    at, place = told["unit_id"], told["place"]
    low = at.map(doubt.ends["low"]).astype("Int64")
    high = at.map(doubt.ends["high"]).astype("Int64")
    low, high = low.where(~(low > place), place), high.where(~(high < place), place)
    tiers = uncertainty.tiers(now.places["place"], doubt.thirds, agreement)
    named = {} if isinstance(tiers, Refused) else dict(zip(tiers["unit"], tiers["tier"], strict=True))
    return told.assign(
        low=low,
        high=high,
        is_wide=(high - low > widest).fillna(False),
        tier=pd.Series([named.get(unit) for unit in at], index=at.index, dtype=object),
    )


def _with_moves(
    told: pd.DataFrame, frame: pd.DataFrame, here: pd.DataFrame, rules: Rules, trial: pd.DataFrame
) -> pd.DataFrame:
    """Places up since the month before, and who came and went: in the group, and among those with a score."""
    then_cells = weighed_anew(frame[frame["moment"] == "before"], tried(trial))
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
