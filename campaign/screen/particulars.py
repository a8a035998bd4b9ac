"""A meeting's name, day, place and point in time: typed when it is made, changed until it is final."""

import datetime as dt
from dataclasses import dataclass, replace

import streamlit as st

from campaign.accounts import Person
from campaign.ask import told
from campaign.meeting import book
from campaign.meeting.book import Agenda, Meeting, Particulars
from campaign.screen import agenda, blocks, desk
from campaign.screen.reviewing import organises
from campaign.screen.url import Reader
from campaign.words import Refusal


def when_and_where(
    form: str, reader: Reader, day: dt.date, place: str = "", point: int | None = None
) -> None:
    """Boxes for the day, the place and the point in time; `form` begins their keys."""
    words, points = reader.words, _points(reader, point)
    columns = st.columns(3)
    with columns[0]:
        st.text_input(words("meeting.day"), f"{day:%Y-%m-%d}", key=desk.fresh(f"{form}_day"))
    with columns[1]:
        st.text_input(words("meeting.place"), place, key=desk.fresh(f"{form}_place"), max_chars=60)
    with columns[2]:
        st.selectbox(
            words("known.label"),
            list(points),
            list(points).index("" if point is None else str(point)),
            format_func=points.__getitem__,
            key=desk.fresh(f"{form}_point"),
        )


def _points(reader: Reader, chosen: int | None) -> dict[str, str]:
    """What may be chosen: the latest, the end of each day, and the event that was chosen before."""
    words, days = reader.words, told(reader.store, "event_days", reader.filters)
    ends = {str(row["event_no"]): f"{row['day']:%Y-%m-%d}" for row in days}
    before = {} if chosen is None else {str(chosen): words("known.at_event", event=chosen)}
    return {"": words("meeting.point_final"), **before, **ends}


def typed(form: str, kind: Agenda) -> Particulars:
    """What stands in the boxes. Raises Refusal for a day that is none."""
    point = st.session_state[desk.fresh(f"{form}_point")]
    return Particulars(
        name=desk.typed(f"{form}_name"),
        agenda=kind,
        held_on=day_of(desk.typed(f"{form}_day")),
        place=desk.typed(f"{form}_place"),
        point=int(point) if point else None,
    )


def day_of(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refusal("meeting.not_a_day", found=text) from None


# Changing them


@dataclass
class Amending:
    """What one person's boxes were filled with, and what their changes are held against."""

    filled: Meeting
    against: Meeting


def amend(meeting: Meeting, reader: Reader) -> None:
    words, amending = reader.words, _amending(meeting, reader)
    form, filled = _form(amending), amending.filled
    with st.expander(words("meeting.amend.title")):
        blocks.note(words("meeting.amend.how"))
        st.text_input(
            words("meeting.name"), filled.name, key=desk.fresh(f"{form}_name"), max_chars=book.LONGEST_NAME
        )
        when_and_where(form, reader, filled.held_on, filled.place, filled.point)
        st.button(words("meeting.amend.now"), key="amend", on_click=_amend, args=(reader, amending))


def _amending(meeting: Meeting, reader: Reader) -> Amending:
    """Boxes nobody typed into follow what others save."""
    key = desk.fresh(f"amending_{reader.campaign}_{meeting.meeting_id}")
    found = st.session_state.get(key)
    if found is None or (found.filled.version != meeting.version and not _is_typed(found)):
        found = Amending(meeting, meeting)
        st.session_state[key] = found
    return found


def _form(amending: Amending) -> str:
    return f"amend_{amending.filled.meeting_id}_{amending.filled.version}"


def _is_typed(amending: Amending) -> bool:
    form, filled = _form(amending), amending.filled
    stood = {
        "name": filled.name,
        "day": f"{filled.held_on:%Y-%m-%d}",
        "place": filled.place,
        "point": "" if filled.point is None else str(filled.point),
    }
    keys = {name: desk.fresh(f"{form}_{name}") for name in stood}
    return any(st.session_state.get(keys[name], was) != was for name, was in stood.items())


def _amend(reader: Reader, amending: Amending) -> None:
    meeting_id = amending.filled.meeting_id

    def work(person: Person) -> str:
        filled = amending.filled
        now = typed(_form(amending), filled.agenda)
        touched = {
            name: getattr(amending.against, name)
            for name in book.AMENDED
            if getattr(now, name) != getattr(filled, name)
        }
        try:
            version = book.amend(reader.store, meeting_id, replace(filled, **touched), now, by=person.name)
        except Refusal as refusal:
            if refusal.key == "meeting.amended_meanwhile":  # told once; to press again is then meant
                amending.against = book.meeting_of(reader.store, meeting_id)
            raise
        agenda.follow(meeting_id, version, reader)
        day = reader.words.day(now.held_on)
        return reader.words("meeting.amend.done", version=version, name=now.name, day=day)

    desk.do(reader, organises, work)
