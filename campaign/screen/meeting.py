"""会议: which meetings there are, what one shows, its files, its decisions; preparing it, for organisers."""

from functools import partial

import pandas as pd
import streamlit as st

from campaign import panels
from campaign.accounts import Person
from campaign.ask import told
from campaign.meeting import book, final
from campaign.meeting.agenda import template
from campaign.meeting.book import Decision, Meeting
from campaign.meeting.deck import Deck
from campaign.output.materials import MATERIALS
from campaign.screen import agenda, blocks, desk, particulars, url
from campaign.screen.panel import show
from campaign.screen.papers import papers_desk
from campaign.screen.reviewing import organises
from campaign.screen.url import SHOW_PAGE, Reader
from campaign.words import Refusal

HASH_SHOWN = 16  # digits of a meeting's hash that people compare
CORRECTIONS_SHOWN = 5


def draw(reader: Reader) -> None:
    words = reader.words
    blocks.heading(words("page.meeting"), words("meeting.note"))
    desk.say()
    is_organiser = reader.person is not None and organises(reader.person)
    known = [
        one
        for one in book.meetings(reader.store, known_on=reader.filters.known_on)
        if one.is_final or is_organiser
    ]
    if not known:
        blocks.sentence(words("meeting.none_yet" if is_organiser else "meeting.none_final"))
    else:
        names = {one.meeting_id: _named(one, reader) for one in known}
        chosen = url.pick(
            words("meeting.which"), "meeting", list(names), names.__getitem__, default=known[0].meeting_id
        )
        _meeting(next(one for one in known if one.meeting_id == chosen), reader, is_organiser)
    if is_organiser:
        _new(reader)


def _named(meeting: Meeting, reader: Reader) -> str:
    words = reader.words
    state = words("meeting.state.final" if meeting.is_final else "meeting.state.prepared")
    return words("list.dot").join([words.day(meeting.held_on), meeting.name, state])


def _meeting(meeting: Meeting, reader: Reader, is_organiser: bool) -> None:
    try:
        deck = final.deck_of(reader.store, meeting.meeting_id, reader.words.lang)
    except Refusal as refusal:
        st.error(blocks.unmarked(refusal.said(reader.words)))
        return
    _facts(meeting, reader)
    _leave_with(meeting, deck, reader)
    if deck.corrections:
        _corrected(deck, reader)
    if is_organiser and not meeting.is_final:
        particulars.amend(meeting, reader)
        agenda.edit(meeting, reader)
    else:
        _slides(deck, reader)
    show(panels.MEETING_DECISIONS, reader.narrowed(meeting_id=meeting.meeting_id, today=reader.today))
    if is_organiser:
        _decide(meeting, reader)


def _facts(meeting: Meeting, reader: Reader) -> None:
    """One line: what, when, where, as known when, and of a finalised one by whom and its hash."""
    words = reader.words
    point = words("meeting.point_final")
    if (event := meeting.kept_on if meeting.is_final else meeting.point) is not None:
        point = words("known.at_event", event=event)
    said = [words(f"meeting.agenda.{meeting.agenda}"), words.day(meeting.held_on), meeting.place]
    said.append(words("meeting.said_pair", point=point))
    if meeting.is_final:
        by = meeting.final_by if reader.filters.shows_names else words("role.organiser")
        said.append(words("meeting.final_by", who=by, when=f"{meeting.final_at:%Y-%m-%d %H:%M}"))
        fingerprint = final.fingerprint(reader.store, meeting.meeting_id)[:HASH_SHOWN]
        said.append(words("meeting.hash_matches", hash=fingerprint))
    blocks.note(words("list.dot").join(part for part in said if part))


def _corrected(deck: Deck, reader: Reader) -> None:
    words = reader.words
    blocks.section(words("meeting.corrected"), words("meeting.corrected_note"))
    blocks.bullets(deck.corrections[:CORRECTIONS_SHOWN])
    if len(deck.corrections) > CORRECTIONS_SHOWN:
        with st.expander(words("meeting.all_corrections", count=len(deck.corrections))):
            blocks.bullets(deck.corrections)


def _leave_with(meeting: Meeting, deck: Deck, reader: Reader) -> None:
    """The show, and the files made from the same slides, each when it is asked for."""
    words, name = reader.words, reader.file_name(meeting.meeting_id)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="meeting_files"):
        st.page_link(
            SHOW_PAGE, label=words("show.open"), query_params=reader.link(meeting=meeting.meeting_id)
        )
        for material in MATERIALS:
            why_not = material.why_not()
            st.download_button(
                material.title(words),
                partial(material.make, deck),
                f"{name}_{material.title(words)}.{material.suffix}",
                material.mime,
                on_click="ignore",
                help=material.text(words) if why_not is None else why_not.said(words),
                disabled=why_not is not None,
                key=f"material_{material.name}",
            )
    papers_desk(deck, words, name)


def _slides(deck: Deck, reader: Reader) -> None:
    words = reader.words
    heads = {name: words(f"meeting.slide.{name}") for name in ("no", "title", "shows")}
    lines = [
        {
            heads["no"]: number,
            heads["title"]: slide.title,
            heads["shows"]: "" if slide.seen is None else slide.seen.panel.title(words),
        }
        for number, slide in enumerate(deck.slides, 1)
    ]
    blocks.section(words("meeting.slides"))
    blocks.table(pd.DataFrame(lines), words("meeting.slides"), "")


# Decisions


def _decide(meeting: Meeting, reader: Reader) -> None:
    words = reader.words
    units = told(reader.store, "units", reader.filters)
    names = {unit["unit_id"]: unit[words.column("short_name")] for unit in units}
    with st.expander(words("meeting.decide.title")):
        blocks.note(words("meeting.decide.how"))
        st.text_area(
            words("meeting.decide.text"),
            key=desk.fresh("decide_text"),
            max_chars=book.LONGEST_TEXT,
            height=80,
        )
        bound, owner, due = st.columns([2, 1, 1])
        with bound:
            st.multiselect(
                words("meeting.decide.units"),
                list(names),
                format_func=names.__getitem__,
                key=desk.fresh("decide_units"),
            )
        with owner:
            st.text_input(words("column.owner"), key=desk.fresh("decide_owner"), max_chars=60)
        with due:
            st.text_input(words("meeting.decide.due"), key=desk.fresh("decide_due"), placeholder="2021-10-31")
        st.button(
            words("meeting.decide.note"),
            key="decide",
            type="primary",
            on_click=_note_decision,
            args=(reader, meeting.meeting_id),
        )


def _note_decision(reader: Reader, meeting_id: str) -> None:
    def work(person: Person) -> str:
        units = tuple(st.session_state.get(desk.fresh("decide_units"), ()))
        due = desk.typed("decide_due")
        decision = Decision(
            desk.typed("decide_text"),
            units,
            desk.typed("decide_owner"),
            particulars.day_of(due) if due else None,
        )
        tasks = book.decide(reader.store, meeting_id, decision, by=person.name)
        return reader.words("meeting.decide.done", count=len(tasks))

    desk.do(reader, organises, work)


# A new meeting


def _new(reader: Reader) -> None:
    words = reader.words
    with st.expander(words("meeting.new.title")):
        name, kind = st.columns([3, 1])
        with name:
            st.text_input(words("meeting.name"), key=desk.fresh("new_name"), max_chars=book.LONGEST_NAME)
        with kind:
            st.selectbox(
                words("meeting.kind"),
                ["rally", "dispatch"],
                format_func=lambda code: words(f"meeting.agenda.{code}"),
                key=desk.fresh("new_agenda"),
            )
        particulars.when_and_where("new", reader, reader.today)
        st.button(
            words("meeting.new.make"), key="new_meeting", type="primary", on_click=_create, args=(reader,)
        )


def _create(reader: Reader) -> None:
    def work(person: Person) -> str:
        store, made = reader.store, particulars.typed("new", st.session_state[desk.fresh("new_agenda")])
        items = template(store, made.agenda, made.point or store.last_event)
        meeting_id = book.create(store, made, items, by=person.name)
        st.query_params["meeting"] = meeting_id
        return reader.words("meeting.new.made", name=made.name, slides=len(items))

    desk.do(reader, organises, work)
