"""备份: what is kept, one more now, and putting one back. For administrators; the page asks who it is."""

import logging
from pathlib import Path

import pandas as pd
import streamlit as st

from campaign import backup
from campaign.ask import ask
from campaign.options import value_of
from campaign.screen import blocks
from campaign.screen.url import Reader
from campaign.words import Refusal, Words

log = logging.getLogger("campaign")


def backup_panel(reader: Reader) -> None:
    """The whole of the tab. Shows refusals itself; the page decides who may see it."""
    words, path = reader.words, reader.store.path
    backups, broken = backup.kept(path)
    _state(reader, backups)
    if st.button(words("backup.page.now"), key="backup_now", type="primary"):
        _back_up(reader)
        backups, broken = backup.kept(path)
    if backups or broken:
        blocks.table(_table(backups, broken, words), words("backup.page.list"), "")
    if backups:
        _restore(reader, backups)


def _state(reader: Reader, backups: list[backup.Backup]) -> None:
    words, store = reader.words, reader.store
    rule = {"hours": value_of(store, "backup_hours"), "kept": value_of(store, "backups_kept")}
    failure = backup.last_failure(store.path)
    if failure is not None:
        st.error(blocks.unmarked(failure.said(words)))
    if backups:
        last = backups[0]
        at, size = f"{last.made_at:%Y-%m-%d %H:%M}", words.size(last.size)
        blocks.prose(words("backup.page.last", at=at, size=size, event=last.last_event, **rule))
    else:
        blocks.prose(words("backup.page.none", **rule))
    blocks.note(words("backup.page.place", place=backup.place_of(store.path)))


def _back_up(reader: Reader) -> None:
    words = reader.words
    bar = st.progress(0.0, words("backup.page.busy"))
    try:
        made = backup.make_and_keep(
            reader.store,
            int(value_of(reader.store, "backups_kept")),
            progress=lambda share: bar.progress(share, words("backup.page.busy")),
        )
    except Refusal as refusal:
        log.error("backup: %s", refusal)
        st.error(blocks.unmarked(refusal.said(words)))
    else:
        done = words("backup.page.done", name=made.folder.name, size=words.size(made.size))
        st.success(blocks.unmarked(done))
    finally:
        bar.empty()


def _table(backups: list[backup.Backup], broken: list[Path], words: Words) -> pd.DataFrame:
    rows = [
        (
            one.folder.name,
            f"{one.made_at:%Y-%m-%d %H:%M}",
            str(one.last_event),
            words.size(one.size),
            _how(one, words),
        )
        for one in backups
    ]
    rows += [(folder.name, "", "", "", words("backup.page.unusable")) for folder in broken]
    names = ("name", "at", "event", "size", "state")
    return pd.DataFrame(rows, columns=[words(f"backup.page.{name}") for name in names])


def _how(one: backup.Backup, words: Words) -> str:
    if one.findings:
        return words("backup.page.doubtful", count=one.findings)
    return words("backup.page.verified")


def _restore(reader: Reader, backups: list[backup.Backup]) -> None:
    """Nothing happens before the campaign's name is typed: a click alone must not take figures away."""
    words = reader.words
    campaign = ask(reader.store, "campaign", reader.filters)
    name = str(campaign.iloc[0][words.column("name")]) if len(campaign) else words("brand.short")
    by_name = {one.folder.name: one for one in backups}
    with st.form("restore_backup"):
        blocks.section(words("backup.page.restore"), words("backup.page.restore_note"))
        chosen = st.selectbox(words("backup.page.which"), list(by_name), key="restore_which")
        typed = st.text_input(blocks.unmarked(words("backup.page.confirm", name=name)), key="restore_name")
        is_asked = st.form_submit_button(words("backup.page.restore"), key="restore_now")
    if is_asked and typed.strip() != name:
        st.error(blocks.unmarked(words("backup.page.wrong_name", name=name)))
    elif is_asked:
        _put_back(reader, by_name[chosen])


def _put_back(reader: Reader, chosen: backup.Backup) -> None:
    words = reader.words
    try:
        with st.spinner(words("backup.page.restoring")):
            aside = backup.restore(reader.store, chosen)
    except Refusal as refusal:
        log.error("restore: %s", refusal)
        st.error(blocks.unmarked(refusal.said(words)))
        return
    log.info("restored %s; what it replaced is in %s", chosen.folder, aside)
    done = words("backup.page.restored", name=chosen.folder.name, event=chosen.last_event)
    st.success(blocks.unmarked(done))
