"""A meeting's agenda as an organiser works on it: nothing is kept until it is saved, nothing typed is lost.

The working copy lives in the session. Who saves second is told who saved first, and keeps what they typed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from campaign import panels
from campaign.accounts import Person
from campaign.ask import kept, told
from campaign.meeting import book, final, making
from campaign.meeting.agenda import OF_A_METRIC, OFFERED, by_name
from campaign.meeting.book import Item, Meeting
from campaign.meeting.deck import Deck, Slide
from campaign.screen import blocks, desk, locale
from campaign.screen.reviewing import organises
from campaign.screen.url import Reader
from campaign.words import Refusal

UNIT, WORDS = "unit", "words"  # besides panels, what can be added
LONGEST_TITLE = 80  # two lines on a slide
MOST_LETTERS = {"text": 600, "notes": 4000}  # a slide in words holds no more
TALLEST = 320  # pixels of a picture beside the editor


@dataclass
class Draft:
    """One person's working copy. seen: the version it was made from."""

    seen: int
    items: list[Item]
    at: int = 0  # the slide being looked at
    is_changed: bool = False


def edit(meeting: Meeting, reader: Reader) -> None:
    words, draft = reader.words, _draft(meeting, reader)
    deck = _deck(meeting, draft, reader)
    blocks.section(words("meeting.slides"), words("meeting.edit_note", version=meeting.version))
    if meeting.version != draft.seen:
        _theirs(meeting, draft, reader)
    listed, one = st.columns([2, 3], gap="medium")
    with listed, st.container(height=430, key="agenda_list"):
        titles = _titles(draft, deck, reader)
        st.radio(
            words("meeting.slides"),
            range(len(titles)),
            index=draft.at,
            format_func=titles.__getitem__,
            key=f"agenda_at_{len(titles)}_{draft.at}",
            label_visibility="collapsed",
            on_change=_look_at,
            args=(draft, f"agenda_at_{len(titles)}_{draft.at}"),
        )
    with one:
        _one(draft, deck, reader)
    _add(draft, reader)
    _save_or_finalise(meeting, draft, reader)


def _draft(meeting: Meeting, reader: Reader) -> Draft:
    """The working copy; one that was not changed follows what others save."""
    key = _held_at(meeting.meeting_id, reader)
    found = st.session_state.get(key)
    if found is None or (found.seen != meeting.version and not found.is_changed):
        items = list(book.items_of(reader.store, meeting.meeting_id))
        found = Draft(meeting.version, items)
        st.session_state[key] = found
    return found


def _held_at(meeting_id: str, reader: Reader) -> str:
    return f"agenda_{reader.campaign}_{meeting_id}"


def follow(meeting_id: str, version: int, reader: Reader) -> None:
    """A version that changed no slide was saved: the working copy goes on from it with its own changes."""
    found = st.session_state.get(_held_at(meeting_id, reader))
    if found is not None and found.seen == version - 1:
        found.seen = version


def _deck(meeting: Meeting, draft: Draft, reader: Reader) -> Deck:
    key = (
        reader.store.identity,
        "draft",
        meeting,
        tuple(draft.items),
        reader.words.lang,
        reader.store.last_event,
    )
    return kept(key, lambda: making.draft_deck(reader.store, meeting, draft.items, reader.words))


def _slide_of(item: Item, deck: Deck) -> Slide | None:
    """None: the slide is left out as things stand, as an opening of old items is where there are none."""
    return next((slide for slide in deck.slides if slide.slide_id == item.slide_id), None)


def _titles(draft: Draft, deck: Deck, reader: Reader) -> list[str]:
    said = []
    for number, item in enumerate(draft.items, 1):
        slide = _slide_of(item, deck)
        title = reader.words("meeting.left_out", title=_shows(item, reader)) if slide is None else slide.title
        said.append(blocks.unmarked(f"{number} · {title}"))
    return said


def _shows(item: Item, reader: Reader) -> str:
    if item.kind in ("cover", "words") or item.panel is None:
        return reader.words(f"meeting.slide.{'cover' if item.kind == 'cover' else 'words'}")
    return by_name(item.panel).title(reader.words)


def _look_at(draft: Draft, key: str) -> None:
    draft.at = int(st.session_state[key])


# One slide


def _one(draft: Draft, deck: Deck, reader: Reader) -> None:
    words, item = reader.words, draft.items[draft.at]
    slide = _slide_of(item, deck)
    with st.container(horizontal=True, gap="small", key="agenda_moves"):
        for name, change in MOVES.items():
            st.button(words(f"meeting.move.{name}"), key=f"move_{name}", on_click=change, args=(draft,))
    _field(draft, "title", words("meeting.slide.title"), "" if slide is None else slide.title)
    if item.kind in ("cover", "words"):
        _area(draft, "text", words("meeting.slide.text"), "" if slide is None else "\n".join(slide.lines))
    _area(draft, "notes", words("meeting.slide.notes"), "" if slide is None else slide.notes)
    if slide is not None:
        _picture(slide, reader)


def _field(draft: Draft, name: str, label: str, drafted: str) -> None:
    key = _key(draft, name)
    st.text_input(
        label,
        getattr(draft.items[draft.at], name) or "",
        key=key,
        placeholder=drafted,
        max_chars=LONGEST_TITLE,
        on_change=_write,
        args=(draft, name, key),
    )


def _area(draft: Draft, name: str, label: str, drafted: str) -> None:
    key = _key(draft, name)
    st.text_area(
        label,
        getattr(draft.items[draft.at], name) or drafted,
        key=key,
        height=110,
        max_chars=MOST_LETTERS[name],
        on_change=_write,
        args=(draft, name, key),
    )


def _key(draft: Draft, name: str) -> str:
    return f"agenda_{name}_{draft.items[draft.at].slide_id}_{draft.seen}"


def _write(draft: Draft, name: str, key: str) -> None:
    typed: dict[str, Any] = {name: st.session_state[key].strip() or None}
    _put(draft, replace(draft.items[draft.at], **typed))


def _put(draft: Draft, item: Item) -> None:
    draft.items[draft.at] = item
    draft.is_changed = True


def _up(draft: Draft) -> None:
    _swap(draft, draft.at - 1)


def _down(draft: Draft) -> None:
    _swap(draft, draft.at + 1)


def _swap(draft: Draft, to: int) -> None:
    if 0 <= to < len(draft.items):
        draft.items[draft.at], draft.items[to] = draft.items[to], draft.items[draft.at]
        draft.at, draft.is_changed = to, True


def _remove(draft: Draft) -> None:
    if len(draft.items) > 1:
        draft.items.pop(draft.at)
        draft.at, draft.is_changed = min(draft.at, len(draft.items) - 1), True


MOVES: dict[str, Callable[[Draft], None]] = {"up": _up, "down": _down, "remove": _remove}


def _picture(slide: Slide, reader: Reader) -> None:
    seen = slide.seen
    if seen is None or seen.frame.empty or seen.refused:
        blocks.bullets(slide.lines)
    elif seen.panel.draw is None:
        table = seen.panel.table(seen.frame, reader.words)
        blocks.table(table.head(8), slide.title, "")
    else:
        with st.container(height=TALLEST, border=False, key="agenda_picture"):
            config = {**locale.chart_config(reader.words, slide.slide_id), "displayModeBar": False}
            st.plotly_chart(
                seen.figure, theme=None, key=f"picture_{slide.slide_id}", alt=seen.alt, config=config
            )


# Adding


def _add(draft: Draft, reader: Reader) -> None:
    words = reader.words
    offered = {WORDS: words("meeting.slide.words"), UNIT: words("meeting.slide.unit")}
    offered |= {name: by_name(name).title(words) for name in OFFERED}
    with st.expander(words("meeting.add.title")):
        what, of_what, group = st.columns(3)
        with what:
            chosen = st.selectbox(
                words("meeting.slide.shows"), list(offered), format_func=offered.__getitem__, key="add_what"
            )
        options = _of_what(chosen, reader)
        with of_what:
            whose = st.selectbox(
                words("meeting.add.of"),
                list(options),
                format_func=options.__getitem__,
                key="add_of",
                disabled=not options,
            )
        groups = _groups(reader)
        with group:
            of_group = st.selectbox(
                words("choice.group"), list(groups), format_func=groups.__getitem__, key="add_group"
            )
        st.button(
            words("meeting.add.now"),
            key="add",
            on_click=_append,
            args=(draft, chosen, whose, of_group or None),
        )


def _of_what(chosen: str, reader: Reader) -> dict[str, str]:
    words = reader.words
    if chosen == UNIT:
        units = told(reader.store, "units", reader.filters)
        return {row["unit_id"]: row[words.column("short_name")] for row in units}
    if chosen in OF_A_METRIC:
        metrics = [row for row in told(reader.store, "metrics", reader.filters) if row["figures"] > 0]
        return {row["metric_id"]: row[words.column("name")] for row in metrics}
    return {}


def _groups(reader: Reader) -> dict[str, str]:
    words = reader.words
    units = told(reader.store, "units", reader.filters)
    named = {row["comparable_group"]: words.either(row["group_name"], row["group_name_en"]) for row in units}
    return {"": words("choice.all"), **named}


def _append(draft: Draft, chosen: str, whose: str | None, group: str | None) -> None:
    taken = {item.slide_id for item in draft.items}
    slide_id = next(name for n in range(1, 1000) if (name := f"s{n:02}") not in taken)
    if chosen == WORDS:
        item = Item(slide_id, "words", "demands")
    elif chosen == UNIT:
        item = Item(slide_id, "unit", panels.UNIT_FIGURES.name, unit_id=whose)
    else:
        item = Item(slide_id, "panel", chosen, metric_id=whose, comparable_group=group)
    draft.items.insert(draft.at + 1, item)
    draft.at, draft.is_changed = draft.at + 1, True


# Saving and finalising


def _theirs(meeting: Meeting, draft: Draft, reader: Reader) -> None:
    """What somebody else saved meanwhile, to look at before one's own becomes the next version."""
    words = reader.words
    when = f"{meeting.saved_at:%m-%d %H:%M}"
    blocks.notice(words("meeting.theirs", who=meeting.saved_by, when=when, version=meeting.version))
    with st.expander(words("meeting.theirs_show")):
        items = book.items_of(reader.store, meeting.meeting_id)
        blocks.bullets(item.title or _shows(item, reader) for item in items)
        st.button(words("meeting.theirs_take"), key="take_theirs", on_click=_take, args=(draft,))


def _take(draft: Draft) -> None:
    draft.is_changed = False


def _save_or_finalise(meeting: Meeting, draft: Draft, reader: Reader) -> None:
    words = reader.words
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="agenda_save"):
        st.button(
            words("meeting.save"),
            key="save_agenda",
            type="primary" if draft.is_changed else "secondary",
            disabled=not draft.is_changed,
            on_click=_save,
            args=(reader, meeting, draft),
        )
        with st.popover(words("meeting.finalise.title"), disabled=draft.is_changed, key="finalise_what"):
            blocks.prose(words("meeting.finalise.text"))
            st.button(
                words("meeting.finalise.now"),
                key="finalise",
                type="primary",
                on_click=_finalise,
                args=(reader, meeting),
            )
        if draft.is_changed:
            blocks.note(words("meeting.unsaved"))


def _save(reader: Reader, meeting: Meeting, draft: Draft) -> None:
    def work(person: Person) -> str:
        try:
            version = book.save(
                reader.store, meeting.meeting_id, meeting, draft.items, seen=draft.seen, by=person.name
            )
        except Refusal as refusal:
            if refusal.key == "meeting.changed":
                draft.seen = int(str(refusal.values["version"]))  # told once; saving again is then meant
            raise
        draft.seen, draft.is_changed = version, False
        return reader.words("meeting.saved", version=version)

    desk.do(reader, organises, work)


def _finalise(reader: Reader, meeting: Meeting) -> None:
    def work(person: Person) -> str:
        number = final.finalise(reader.store, meeting.meeting_id, seen=meeting.version, by=person.name)
        fingerprint = final.fingerprint(reader.store, meeting.meeting_id)[:16]
        return reader.words("meeting.finalise.done", event=number, hash=fingerprint)

    desk.do(reader, organises, work)
