"""选项: settings of the whole board, each change signed with its reason, and taken back by one click."""

import itertools
from collections.abc import Iterable

import pandas as pd
import streamlit as st

from campaign import options
from campaign.accounts import Person
from campaign.ask import ask
from campaign.methods.rows import Row
from campaign.options import NOT_SET, OPTIONS, Option
from campaign.panels.cells import moment
from campaign.screen import blocks, colours, desk
from campaign.screen.url import Reader


def may_set(person: Person) -> bool:
    return person.runs_the_campaign


def options_tab(reader: Reader) -> None:
    words = reader.words
    if reader.person is None or not may_set(reader.person):
        blocks.sentence(words("options.not_yours"))
    own = [option for option in OPTIONS.values() if not option.is_threshold]
    for group, found in itertools.groupby(own, lambda option: option.group):
        blocks.section(words(f"options.group.{group}"))
        boxes(found, reader)
        if group == "colours":
            colours.legend(reader)


def boxes(shown: Iterable[Option], reader: Reader) -> None:
    """A box a setting: what holds, what it does, and for who may set it a form; each change with its hand."""
    history = ask(reader.store, "setting_history", reader.filters)
    for option in shown:
        with st.expander(_headline(option, reader)):
            _one(option, history[history["name"] == option.name], reader)


def said(option: Option, value: str, reader: Reader) -> str:
    """A value as people read it: a choice by its message, a number or a text as it is."""
    if option.is_colour and value == options.OF_PALETTE:
        return reader.words("colours.of_palette")
    if option.longest and value == NOT_SET:
        return reader.words("options.not_set")
    return reader.words(f"{_key(option)}.{value}") if option.choices else value


def _headline(option: Option, reader: Reader) -> str:
    value = options.value_of(reader.store, option.name, reader.filters.known_on)
    title = reader.words(f"{_key(option)}.title")
    return reader.words("list.pair", first=title, second=said(option, value, reader))


def _one(option: Option, history: pd.DataFrame, reader: Reader) -> None:
    words = reader.words
    blocks.note(words(f"{_key(option)}.text"))
    if reader.person is not None and may_set(reader.person):
        _form(option, reader)
        if len(history):
            _undo(option, history.iloc[0], reader)
    if len(history):
        blocks.table(_history(option, history, reader), words("options.history"), "")


def _form(option: Option, reader: Reader) -> None:
    words, now = reader.words, options.value_of(reader.store, option.name)
    value, reason = desk.fresh(f"value_{option.name}"), desk.fresh(f"reason_{option.name}")
    with st.form(f"option_{option.name}", border=False):
        if option.choices:
            index = option.choices.index(now)
            show = {choice: said(option, choice, reader) for choice in option.choices}
            st.selectbox(words("options.value"), option.choices, index, show.__getitem__, key=value)
        elif option.is_colour:
            typed = "" if now == options.OF_PALETTE else now
            st.text_input(
                words("colours.value"), typed, key=value, max_chars=7, placeholder=_palettes(option, reader)
            )
        elif option.longest:
            given = options.text_of(reader.store, option.name)
            st.text_input(words("options.value"), given, key=value, max_chars=option.longest)
        else:
            _number(option, now, value, reader)
        st.text_input(words("column.reason"), key=reason, max_chars=100)
        st.form_submit_button(words("options.save"), on_click=_save, args=(option, value, reader))


def _palettes(option: Option, reader: Reader) -> str:
    """The colour it has."""
    found = options.colours_of(reader.store, reader.store.last_event)
    return found.by_status[option.name.removeprefix("colour_")]


def _number(option: Option, now: str, key: str, reader: Reader) -> None:
    label = reader.words("options.value")
    if option.decimals:
        step = 10.0**-option.decimals
        form = f"%.{option.decimals}f"
        st.number_input(label, float(option.low), float(option.high), float(now), step, form, key=key)
    else:
        st.number_input(label, int(option.low), int(option.high), int(now), key=key)


def _undo(option: Option, last: pd.Series, reader: Reader) -> None:
    before = option.default if pd.isna(last["before"]) else str(last["before"])
    st.button(
        reader.words("options.undo", value=said(option, before, reader)),
        key=f"undo_{option.name}",
        on_click=_set,
        args=(option, before, reader.words("options.undone", event=last["event_no"]), reader),
    )


def _save(option: Option, key: str, reader: Reader) -> None:
    found = st.session_state[key]
    value = f"{found:.{option.decimals}f}" if isinstance(found, float) else str(found).strip()
    _set(option, value or NOT_SET, desk.typed(f"reason_{option.name}"), reader)


def _set(option: Option, value: str, reason: str, reader: Reader) -> None:
    def work(person: Person) -> str:
        options.change(reader.store, option.name, value, by=person.name, reason=reason or None)
        title = reader.words(f"{_key(option)}.title")
        held = options.value_of(reader.store, option.name)
        return reader.words("options.saved", option=title, value=said(option, held, reader))

    desk.do(reader, may_set, work)


def _history(option: Option, history: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    words = reader.words
    rows = [row for _, row in history.iterrows()]
    return pd.DataFrame(
        {
            words("column.event"): [row["event_no"] for row in rows],
            words("column.moment"): [moment(row, words) for row in rows],
            words("options.value"): [said(option, row["value"], reader) for row in rows],
            words("column.signed_by"): [signed_by(row, reader) for row in rows],
            words("column.reason"): [row["reason"] or "" for row in rows],
        }
    )


def signed_by(row: Row | pd.Series, reader: Reader) -> str:
    """Who set it; a visitor is told the part the person played."""
    return str(row["signed_by"]) if reader.filters.shows_names else reader.words("signature.organiser")


def _key(option: Option) -> str:
    return f"option.{option.name}"
