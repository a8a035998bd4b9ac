"""权重: what a group's index is made of, each version signed, and any earlier one set again by one click."""

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd
import streamlit as st

from campaign import panels
from campaign.accounts import Person
from campaign.ask import ask, told
from campaign.comparison import weights
from campaign.comparison.weights import Weight
from campaign.methods.rows import Row
from campaign.screen import blocks, desk
from campaign.screen.panel import show
from campaign.screen.settings.options import may_set
from campaign.screen.url import Reader

OLDER = 5  # versions offered to be set again; the others are in the table


def weights_tab(reader: Reader) -> None:
    words = reader.words
    blocks.note(words("weights.note"))
    names = {
        unit["comparable_group"]: words.either(unit["group_name"], unit["group_name_en"])
        for unit in told(reader.store, "units", reader.filters)
    }
    if names and reader.person is not None and may_set(reader.person):
        listed = list(names)
        weighed = [row["comparable_group"] for row in told(reader.store, "weights", reader.filters)]
        first = next((listed.index(group) for group in weighed if group in names), 0)
        label = words("weights.group")
        group = st.selectbox(label, listed, first, names.__getitem__, key="weights_group")
        _set_weights(reader.narrowed(comparable_group=group), names[group])
    else:
        blocks.sentence(words("weights.not_yours"))
    show(panels.WEIGHTS, reader)
    show(panels.WEIGHT_HISTORY, reader)


def _set_weights(reader: Reader, name: str) -> None:
    words, group = reader.words, str(reader.filters.comparable_group)
    offered = {
        row["metric_id"]: row for row in weights.choosable(ask(reader.store, "weighable", reader.filters))
    }
    now = {one.metric_id: one for one in weights.scheme_at(reader.store, group, reader.store.last_event)}
    if not offered and not now:
        blocks.sentence(words("weights.none_fit"))
        return
    listed = list(dict.fromkeys((*now, *offered)))
    known = {row["metric_id"]: row for row in told(reader.store, "weighable", reader.filters)}
    chosen = st.multiselect(
        words("weights.metrics"),
        listed,
        list(now),
        lambda metric_id: str(known[metric_id][words.column("name")]),
        key=desk.fresh(f"weights_{group}"),
        help=words("weights.metrics_help"),
    )
    with st.form(f"weights_of_{group}", border=False):
        if chosen:
            blocks.note(words("weights.goalpost_help"))
        for metric_id in chosen:
            _one(known[metric_id], now.get(metric_id), list(known.values()), reader)
        st.text_input(words("column.reason"), key=desk.fresh(f"weights_reason_{group}"), max_chars=100)
        st.form_submit_button(words("weights.save"), on_click=_save, args=(group, name, list(chosen), reader))
    _earlier(group, name, bool(now), reader)


def _one(metric: Row, now: Weight | None, metrics: Sequence[Row], reader: Reader) -> None:
    words, metric_id = reader.words, metric["metric_id"]
    places = st.columns([2.4, 1.2, 1.2, 2.4], vertical_alignment="bottom")
    name = blocks.unmarked(metric[words.column("name")])
    with places[0]:
        label = words("weights.weight", metric=name)
        st.number_input(
            label, 0.0, 100.0, float(now.weight) if now else None, 5.0, key=_key(reader, metric_id, "weight")
        )
    for place, field, value in (
        (places[1], "low", now.goalpost_low if now else None),
        (places[2], "high", now.goalpost_high if now else None),
    ):
        with place:
            told_value = None if value is None else float(value)
            st.number_input(
                words(f"weights.{field}"),
                value=told_value,
                step=0.01,
                format="%.4f",
                key=_key(reader, metric_id, field),
            )
    below = {"": words("weights.no_denominator")}
    below |= {
        row["metric_id"]: str(row[words.column("name")]) for row in metrics if _may_divide(row, metric_id)
    }
    asked = (now.denominator if now else metric["subset_of"]) or ""
    with places[3]:
        st.selectbox(
            words("weights.denominator"),
            list(below),
            list(below).index(asked) if asked in below else 0,
            below.__getitem__,
            key=_key(reader, metric_id, "denominator"),
        )


def _may_divide(row: Row, metric_id: str) -> bool:
    return row["units"] > 0 and row["kind"] not in ("rate", "rank") and row["metric_id"] != metric_id


def _key(reader: Reader, metric_id: str, field: str) -> str:
    return desk.fresh(f"weights_{reader.filters.comparable_group}_{metric_id}_{field}")


def _typed(group: str, chosen: Sequence[str], reader: Reader) -> list[Weight]:
    """The form as it was filled in; an empty weight is 0, which is refused by name."""

    def exact(metric_id: str, field: str) -> Decimal | None:
        value = st.session_state.get(_key(reader, metric_id, field))
        return None if value is None else Decimal(str(round(value, 4)))

    return [
        Weight(
            metric_id,
            exact(metric_id, "weight") or Decimal(0),
            exact(metric_id, "low"),
            exact(metric_id, "high"),
            st.session_state.get(_key(reader, metric_id, "denominator")) or None,
        )
        for metric_id in chosen
    ]


def _save(group: str, name: str, chosen: Sequence[str], reader: Reader) -> None:
    scheme = _typed(group, chosen, reader)
    _set(group, name, scheme, desk.typed(f"weights_reason_{group}"), reader)


def _set(group: str, name: str, scheme: Sequence[Weight], reason: str, reader: Reader) -> None:
    def work(person: Person) -> str:
        event = weights.change(reader.store, group, scheme, by=person.name, reason=reason or None)
        return reader.words("weights.saved" if scheme else "weights.taken_back", group=name, event=event)

    desk.do(reader, may_set, work)


def _earlier(group: str, name: str, holds: bool, reader: Reader) -> None:
    """Earlier versions, each set again by one click, and taking back what holds."""
    words = reader.words
    history = ask(reader.store, "weight_history", reader.filters)
    own = history[history["comparable_group"] == group]
    with st.container(horizontal=True, gap="small"):
        for event in _to_restore(own, holds):
            args = (
                group,
                name,
                weights.scheme_of_event(own, group, event),
                words("weights.restored", event=event),
                reader,
            )
            st.button(
                words("weights.restore", event=event), key=f"weights_again_{event}", on_click=_set, args=args
            )
        if holds:
            st.button(
                words("weights.take_back"), key=f"weights_back_{group}", on_click=_set,
                args=(group, name, [], words("weights.take_back"), reader),
            )  # fmt: skip


def _to_restore(own: pd.DataFrame, holds: bool) -> list[int]:
    events = [int(event) for event in own[own["weight"] > 0]["event_no"].drop_duplicates()]
    return events[1 if holds else 0 :][:OLDER]
