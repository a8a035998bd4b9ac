"""活动: the real campaigns of this machine, which one the board opens with, and opening the next."""

import datetime as dt
import logging

import pandas as pd
import streamlit as st

from campaign import board, opening
from campaign.accounts import Person
from campaign.ask import told
from campaign.filters import Filters
from campaign.opening import Wanted
from campaign.screen import blocks, desk, url
from campaign.screen.url import Reader
from campaign.settings import settings
from campaign.store import BEIJING, Store
from campaign.words import Refusal, Words

log = logging.getLogger("campaign")
FIELDS = ("id", "name", "name_en", "document", "document_en")


def may_open(person: Person) -> bool:
    return person.runs_the_campaign


def campaigns_tab(reader: Reader) -> None:
    words = reader.words
    files = settings().real_files()
    blocks.table(_listed(words), words("campaigns.list"), "")
    with st.container(horizontal=True):
        for campaign_id in files:
            if files[campaign_id] != reader.store.path:
                there = {"campaign": campaign_id, **({} if words.lang == "zh" else {"lang": words.lang})}
                label = f"{words('campaigns.open_it')} {name_of(campaign_id, words)}"
                url.go(label, there, key=f"see_{campaign_id}")
    if reader.person is None or not may_open(reader.person) or reader.is_demo:
        blocks.note(words("opening.text"))
        return
    if len(files) > 1:
        _choice(list(files), reader)
    _form(reader)


def name_of(campaign_id: str, words: Words) -> str:
    """Year and name as the file says; the id where it cannot be opened."""
    store = _opened(campaign_id)
    found = told(store, "campaign", Filters(store.last_event)) if store else []
    if not found:
        return campaign_id
    return words("campaigns.one", name=found[0][words.column("name")], year=found[0]["started_on"].year)


def _opened(campaign_id: str) -> Store | None:
    try:
        return board.current(campaign_id)
    except Refusal:
        return None


def _listed(words: Words) -> pd.DataFrame:
    shown, chosen = settings().campaign_file, settings().chosen()
    lines = []
    for campaign_id, path in settings().real_files().items():
        store = _opened(campaign_id)
        is_shown = words("campaigns.yes") if path == shown else ""
        if is_shown and chosen and chosen[-1]["campaign"] == campaign_id:
            is_shown = words("campaigns.chosen", by=chosen[-1]["by"], at=chosen[-1]["at"])
        events = store.last_event if store else words("campaigns.unopened")
        lines.append((campaign_id, name_of(campaign_id, words), str(events), is_shown))
    heads = ("id", "name", "events", "is_shown")
    return pd.DataFrame(lines, columns=[words(f"campaigns.{head}") for head in heads])


def _choice(ids: list[str], reader: Reader) -> None:
    words = reader.words
    if settings().is_given:
        blocks.note(words("campaigns.by_file"))
        return
    key = desk.fresh("shown_campaign")
    now = ids.index(settings().campaign_file.stem)
    with st.form("campaign_shown", border=False):
        names = {campaign_id: name_of(campaign_id, words) for campaign_id in ids}
        st.selectbox(words("campaigns.which"), ids, now, names.__getitem__, key=key)
        st.form_submit_button(words("campaigns.show"), on_click=_show, args=(key, reader))


def _show(key: str, reader: Reader) -> None:
    def work(person: Person) -> str:
        campaign_id = str(st.session_state[key])
        board.current(campaign_id)  # one that cannot be opened is refused here, not by everybody's next page
        settings().choose(campaign_id, by=person.name, at=dt.datetime.now(BEIJING))
        log.info("%s chose %s to be shown", person.login, campaign_id)
        return reader.words("campaigns.shown", name=name_of(campaign_id, reader.words))

    desk.do(reader, may_open, work)


def _form(reader: Reader) -> None:
    words, first = reader.words, opening.suggested(reader.store)
    blocks.section(words("opening.title"), words("opening.text"))
    keys = {name: desk.fresh(f"opening_{name}") for name in (*FIELDS, "starts", "ends")}
    values = dict(
        zip(
            FIELDS,
            (first.campaign_id, first.name, first.name_en, first.document_title, first.document_title_en),
            strict=True,
        )
    )
    with st.form("opening"):
        number, starts, ends = st.columns([2, 1, 1])
        with number:
            st.text_input(words("campaigns.id"), values["id"], key=keys["id"], help=words("opening.id_help"))
        with starts:
            st.date_input(words("opening.starts"), first.started_on, key=keys["starts"])
        with ends:
            st.date_input(words("opening.ends"), first.year_end_on, key=keys["ends"])
        left, right = st.columns(2)
        with left:
            st.text_input(words("campaigns.name"), values["name"], key=keys["name"])
            st.text_input(words("opening.document"), values["document"], key=keys["document"])
        with right:
            st.text_input(words("opening.name_en"), values["name_en"], key=keys["name_en"])
            st.text_input(words("opening.document_en"), values["document_en"], key=keys["document_en"])
        st.form_submit_button(words("opening.go"), type="primary", on_click=_open, args=(keys, reader))


def _open(keys: dict[str, str], reader: Reader) -> None:
    def work(person: Person) -> str:
        said = {name: st.session_state[key] for name, key in keys.items()}
        texts = {name: str(said[name]).strip() for name in FIELDS}
        wanted = Wanted(
            texts["id"], texts["name"], texts["name_en"], texts["document"], texts["document_en"],
            said["starts"], said["ends"],
        )  # fmt: skip
        path = settings().file_of(wanted.campaign_id)
        opening.open_next(reader.store, path, wanted, by=person.name)
        board.current(wanted.campaign_id)
        log.info("%s opened the campaign %s", person.login, wanted.campaign_id)
        return reader.words("opening.done", name=name_of(wanted.campaign_id, reader.words))

    desk.do(reader, may_open, work)
