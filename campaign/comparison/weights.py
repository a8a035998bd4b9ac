"""Weights of a group's index: set as one signed act, versioned and taken back like any setting."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
import pyarrow as pa

from campaign import contract
from campaign.acts import act
from campaign.ask import ask
from campaign.filters import Filters
from campaign.methods.preparing import unscorable
from campaign.methods.rows import Row, rows
from campaign.store import Store
from campaign.words import Both, Refusal

WHOLE = Decimal(100)
GROUP, WEIGHS = "comparable_group", "weight"


@dataclass(frozen=True)
class Weight:
    """One metric of a scheme. Goalposts: what scores 0 and 100, per case of the denominator if any."""

    metric_id: str
    weight: Decimal  # percent
    goalpost_low: Decimal | None
    goalpost_high: Decimal | None
    denominator: str | None = None


def change(store: Store, group: str, scheme: Sequence[Weight], *, by: str, reason: str | None = None) -> int:
    """Sets what the group's index is made of, in place of what was, and returns the event's number.

    An empty scheme takes the weights back: there is no index then. Raises Refusal, with nothing written, for
    weights that do not add up to 100, one of 0 or less, goalposts that are missing or reversed, a metric
    given twice, and one that may not be scored.
    """
    filters = Filters(store.last_event, comparable_group=group)
    known = ask(store, "weighable", filters).set_index("metric_id")
    _check(scheme, known)
    now = ask(store, "weights", filters)
    gone = set(now.loc[now[GROUP] == group, "metric_id"]) - {one.metric_id for one in scheme}
    if not scheme and not gone:
        raise Refusal("weights.none_to_take_back")
    listed = [*scheme, *(Weight(metric_id, Decimal(0), None, None) for metric_id in sorted(gone))]
    return act(store, "weight", rows_of(group, listed), title=group, by=by, reason=reason)


def rows_of(group: str, scheme: Sequence[Weight]) -> pa.Table:
    """The scheme as rows of its table."""
    listed = {
        GROUP: [group] * len(scheme),
        "metric_id": [one.metric_id for one in scheme],
        WEIGHS: [one.weight for one in scheme],
        "goalpost_low": [one.goalpost_low for one in scheme],
        "goalpost_high": [one.goalpost_high for one in scheme],
        "denominator": [one.denominator for one in scheme],
    }
    types = {field.name: contract.ARROW_TYPES[field.type] for field in contract.tables()["weight"].fields}
    columns = {name: pa.array(values, types[name]) for name, values in listed.items()}
    return pa.table({**columns, "row_no": pa.array(range(1, len(scheme) + 1), pa.int64())})


def _check(scheme: Sequence[Weight], known: pd.DataFrame) -> None:
    if not scheme:
        return
    for one in scheme:
        _check_one(one, known)
    if len({one.metric_id for one in scheme}) < len(scheme):
        raise Refusal("weights.twice")
    total = sum((one.weight for one in scheme), Decimal(0))
    if total != WHOLE:
        raise Refusal("weights.not_whole", total=f"{total.normalize():f}")
    said = [(one.metric_id, {**known.loc[one.metric_id], "denominator": one.denominator}) for one in scheme]
    metrics = pd.DataFrame(dict(said)).T
    hedged = pd.DataFrame({metric_id: pd.Series(dtype=object) for metric_id, _ in said})
    for refused in unscorable(metrics, hedged):
        name = _name(known, refused.about)
        raise Refusal(f"weights.unscorable.{refused.reason}", metric=name)


def _check_one(one: Weight, known: pd.DataFrame) -> None:
    if one.metric_id not in known.index or (one.denominator or one.metric_id) not in known.index:
        raise Refusal("weights.no_such_metric", metric=one.metric_id)
    name = _name(known, one.metric_id)
    if one.denominator == one.metric_id:
        raise Refusal("weights.by_itself", metric=name)
    if not one.weight > 0:
        raise Refusal("weights.not_positive", metric=name)
    if one.goalpost_low is None or one.goalpost_high is None:
        raise Refusal("weights.no_goalposts", metric=name)
    if not one.goalpost_low < one.goalpost_high:
        raise Refusal("weights.goalposts_reversed", metric=name)


def _name(known: pd.DataFrame, metric_id: str) -> Both:
    return Both(str(known.loc[metric_id, "name"]), str(known.loc[metric_id, "name_en"]))


def scheme_at(store: Store, group: str, known_on: int) -> list[Weight]:
    """The scheme of a group as known at an event; empty where there is none."""
    found = ask(store, "weights", Filters(known_on))
    return [_weight(row) for row in found[found[GROUP] == group].to_dict("records")]


def scheme_of_event(history: pd.DataFrame, group: str, event_no: int) -> list[Weight]:
    """What one act set, from the question weight_history: set again, it undoes what came later."""
    own = history[(history[GROUP] == group) & (history["event_no"] == event_no) & (history[WEIGHS] > 0)]
    return [_weight(row) for row in own.to_dict("records")]


def _weight(row: dict) -> Weight:
    return Weight(
        row["metric_id"],
        _exact(row[WEIGHS]) or Decimal(0),
        _exact(row["goalpost_low"]),
        _exact(row["goalpost_high"]),
        row["denominator"] if isinstance(row["denominator"], str) else None,
    )


def _exact(value: float) -> Decimal | None:
    """A stored number back to what was typed: the table keeps four decimals."""
    return None if pd.isna(value) else Decimal(str(round(value, 4))).normalize()


def choosable(known: pd.DataFrame) -> list[Row]:
    """Of the question weighable the metrics reported that may be scored, a count by a denominator."""
    if known.empty:
        return []
    metrics = known.set_index("metric_id").assign(denominator="any")
    hedged = pd.DataFrame({metric_id: pd.Series(dtype=object) for metric_id in metrics.index})
    barred = {refused.about for refused in unscorable(metrics, hedged)}
    return [row for row in rows(known) if row["units"] > 0 and row["metric_id"] not in barred]
