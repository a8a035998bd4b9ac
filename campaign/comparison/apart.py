"""Why this score: a unit's score taken apart; what hangs on each metric. Frames as judged.py leaves them."""

import numpy as np
import pandas as pd

from campaign.comparison.judged import GROUP, UNIT
from campaign.comparison.scored import rules_of, why_unusable, worked
from campaign.methods import index
from campaign.methods.refused import Refused

TOLD_APART = 3  # strengths and weaknesses of a unit
METRIC = ["metric_id", "metric_name", "metric_name_en", "uom", "uom_en", "kind", "denominator", "below_name"]
METRIC += ["below_name_en", "direction"]
FIGURE = ["value", "qualifier", "printed", "below", "as_of", "batch_id", "row_no", "cell"]


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
    rules = rules_of(index_least_share, index_decimals, gate_least_units, gate_least_share)
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
    now = worked(here, rules_of(index_least_share, index_decimals, gate_least_units, gate_least_share))
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
