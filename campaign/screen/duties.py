"""阶段与动作: setting the present phase, ticking duties, and the panels that have anything in them."""

import datetime as dt
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from campaign import panels
from campaign.accounts import Person
from campaign.acts import undo
from campaign.ask import told
from campaign.duties import phasing
from campaign.duties import told as said
from campaign.duties.ticking import Said, Tick, tick
from campaign.methods.rows import Row
from campaign.panels import Panel
from campaign.screen import blocks, desk, url
from campaign.screen.panel import show
from campaign.screen.url import Reader

MOST_OPEN = 12  # of more, the earlier ones are shown when they are asked for


def on_its_day(reader: Reader) -> Reader:
    """What is due is due as of today; looking back, as of the day of the point in time looked at."""
    return reader.narrowed(today=None if reader.known else reader.today)


def _sets_phases(person: Person) -> bool:
    return person.is_any("organiser") and person.runs_the_campaign


def phase_acts(reader: Reader) -> None:
    """For who runs the campaign: the present phase in one click, the phases' days, and taking it back."""
    if reader.person is None or reader.known or not _sets_phases(reader.person):
        return
    words = reader.words
    phases = told(reader.store, "phases", reader.filters)
    desk.say()
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="phase_acts"):
        blocks.note(words("duty.set_current"))
        for phase in phases:
            st.button(
                blocks.unmarked(f"{phase['phase_no']} {phase[words.column('name')]}"),
                key=f"set_phase_{phase['phase_no']}",
                type="primary" if phase["status"] == "doing" else "secondary",
                on_click=desk.do,
                args=(reader, _sets_phases, partial(_set_phase, reader, phase)),
            )
        with st.popover(words("duty.phase_days"), type="tertiary"):
            _days_form(reader, phases)
        _undo_phase(reader)


def _set_phase(reader: Reader, phase: Row, person: Person) -> str:
    words = reader.words
    name = str(phase[words.column("name")])
    phasing.set_current(
        reader.store,
        int(phase["phase_no"]),
        by=person.name,
        today=reader.today,
        title=words("duty.title.current"),
    )
    return words("duty.did.current", name=name)


def _undo_phase(reader: Reader) -> None:
    words = reader.words
    for last in told(reader.store, "phase_setting", reader.filters):
        label = words("duty.undo_current", who=last["signed_by"], day=words.day(last["logged_at"]))
        work = partial(_undo, reader, str(last["batch_id"]))
        st.button(
            blocks.unmarked(label),
            key="undo_phase",
            type="tertiary",
            on_click=desk.do,
            args=(reader, _sets_phases, work),
        )


def _undo(reader: Reader, batch_id: str, person: Person) -> str:
    words = reader.words
    undo(reader.store, batch_id, by=person.name, reason=words("duty.undo_reason"))
    return words("duty.did.undone")


def _days_form(reader: Reader, phases: list[Row]) -> None:
    words = reader.words
    names = {int(phase["phase_no"]): phase for phase in phases}
    number = st.selectbox(
        words("column.phase"),
        list(names),
        format_func=lambda no: f"{no} {names[no][words.column('name')]}",
        key="phase_days_of",
    )
    if number is None:
        return
    first, last = (_day(names[number][side]) for side in ("starts_on", "ends_on"))
    starts = st.date_input(
        words("duty.starts_on"), first, key=desk.fresh(f"phase_first_{number}"), format="YYYY-MM-DD"
    )
    ends = st.date_input(
        words("duty.ends_on"), last, key=desk.fresh(f"phase_last_{number}"), format="YYYY-MM-DD"
    )
    work = partial(_set_days, reader, number, starts, ends)
    st.button(
        words("duty.save_days"), key="save_phase_days", on_click=desk.do, args=(reader, _sets_phases, work)
    )


def _day(found: object) -> dt.date | None:
    return None if pd.isna(found) else pd.Timestamp(found).date()


def _set_days(
    reader: Reader, number: int, starts: dt.date | None, ends: dt.date | None, person: Person
) -> str:
    words = reader.words
    title = words("duty.title.days")
    phasing.set_days(reader.store, number, starts, ends, by=person.name, title=title)
    return words("duty.did.days", phase=number)


# Ticking


def _ticks_for(person: Person, unit: Row) -> bool:
    division = unit["division_code"] if isinstance(unit["division_code"], str) else None
    return person.is_any("reporter", "organiser") and person.scope.covers(str(unit["unit_id"]), division)


def tick_duties(reader: Reader, *, of_unit: bool = False) -> None:
    """Choose what was done, confirm: in two clicks, for the units of the person's scope.

    `of_unit`: only for the unit the page is about.
    """
    person = reader.person
    if person is None or reader.known:
        return
    units = told(reader.store, "units", reader.filters)
    own = {str(unit["unit_id"]): unit for unit in units if _ticks_for(person, unit)}
    if of_unit:
        own = {unit_id: unit for unit_id, unit in own.items() if unit_id == reader.filters.unit_id}
    if not own or not _anything_required(reader):
        return
    words = reader.words
    with st.container(key="tick_duties", gap="xsmall"):
        blocks.section(words("duty.tick"))
        if not _sets_phases(person) or of_unit:
            desk.say()
        unit_id = _whose(own, reader)
        _tick_form(reader, own[unit_id])
        _undo_tick(reader, person)


def _anything_required(reader: Reader) -> bool:
    kinds = {
        action["requirement"]
        for action in told(
            reader.store, "actions", reader.narrowed(unit_id=None, comparable_group=None).filters
        )
    }
    return bool(kinds & {"required", "optional"})


def _whose(own: dict[str, Row], reader: Reader) -> str:
    if len(own) == 1:
        return next(iter(own))
    words = reader.words
    chosen = st.selectbox(
        words("choice.unit"),
        list(own),
        format_func=lambda unit_id: own[unit_id][words.column("short_name")],
        key="tick_unit",
        width=320,
    )
    return str(chosen)


def _tick_form(reader: Reader, unit: Row) -> None:
    words = reader.words
    filters = replace(reader.filters, unit_id=str(unit["unit_id"]), today=reader.today)
    items = [row for row in told(reader.store, "unit_duties", filters) if row["may_tick"]]
    if not items:
        blocks.sentence(words("duty.nothing_to_tick"))
        return
    shown = items
    if len(items) > MOST_OPEN and not st.toggle(words("duty.all_open", count=len(items)), key="all_open"):
        shown = items[:MOST_OPEN]
    chosen = st.pills(
        words("duty.choose"),
        range(len(shown)),
        format_func=lambda place: blocks.unmarked(said.open_item(shown[place], words)),
        key=desk.fresh(f"duty_{unit['unit_id']}"),
    )
    if chosen is not None:
        _confirm(reader, unit, shown[chosen])


def _confirm(reader: Reader, unit: Row, duty: Row) -> None:
    """The second click: done, with its day; or not done, or 不涉及, with a note that says why."""
    words = reader.words
    counts_people = pd.notna(duty["population"])
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="tick_confirm"):
        day = st.date_input(
            words("column.duty_done_on"),
            reader.today,
            max_value=reader.today,
            key=desk.fresh("tick_day"),
            format="YYYY-MM-DD",
            width=150,
        )
        people = None
        if counts_people:
            people = st.number_input(
                words("duty.people_now", population=int(duty["population"])),
                0,
                value=None,
                key=desk.fresh("tick_people"),
                width=200,
            )
        note = st.text_input(words("column.note"), key=desk.fresh("tick_note"), max_chars=200, width=260)
        ticked = Tick(
            unit_id=str(unit["unit_id"]),
            action_id=str(duty["action_id"]),
            variant=str(duty["variant"]),
            period_key=str(duty["period_key"]),
            done_on=day,
            times=None if people is None else int(people),
            note=note.strip() or None,
        )
        for kind in ("done", "missed", "not_applicable"):
            _tick_button(reader, unit, ticked, kind)


def _tick_button(reader: Reader, unit: Row, ticked: Tick, kind: Said) -> None:
    st.button(
        reader.words(f"duty.say.{kind}"),
        key=f"tick_{kind}",
        type="primary" if kind == "done" else "secondary",
        on_click=desk.do,
        args=(
            reader,
            lambda person: _ticks_for(person, unit),
            partial(_tick, reader, replace(ticked, said=kind)),
        ),
    )


def _tick(reader: Reader, ticked: Tick, person: Person) -> str:
    tick(reader.store, ticked, by=person.name, today=reader.today)
    return reader.words("duty.did.ticked")


def _undo_tick(reader: Reader, person: Person) -> None:
    """The last one this person ticked can be taken back where it was made."""
    words = reader.words
    for last in told(reader.store, "last_tick", replace(reader.filters, signed_by=person.name)):
        what = words("list.dot").join(
            (said.whose(last, words), str(last[words.column("name")]), said.period(last, words))
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            blocks.note(words("duty.last_tick", what=what))
            work = partial(_undo, reader, str(last["batch_id"]))
            st.button(
                words("duty.undo"),
                key="undo_tick",
                type="tertiary",
                on_click=desk.do,
                args=(reader, lambda person: person.is_any("reporter", "organiser"), work),
            )


# Panels


def duties(reader: Reader) -> None:
    """What is required of all, where anything is; then what units set themselves."""
    asked = on_its_day(reader)
    is_required = not panels.DUTY_DONE.answer(asked.store, asked.filters).empty
    left, right = st.columns([3, 2], gap="medium")
    with left:
        show(panels.DUTY_CLASSES if is_required else panels.OWN_CHECKLIST, asked)
    with right:
        show(panels.OPTIONAL_ACTIONS, asked)
    if is_required:
        _strip(asked)
        _where_any(panels.CHECKLIST, asked)
        _where_any(panels.OWN_CHECKLIST, asked)


def _strip(reader: Reader) -> None:
    """One duty that comes round, over units."""
    words = reader.words
    found = told(reader.store, "duty_actions", reader.filters)
    names = {str(action["action_id"]): str(action[words.column("name")]) for action in found}
    if not names:
        return
    chosen = url.pick(
        words("duty.which"), "action", list(names), names.__getitem__, default=next(iter(names))
    )
    show(panels.DUTY_STRIP, reader.narrowed(action_id=chosen, unit_id=None))


def _where_any(panel: Panel, reader: Reader) -> None:
    if not panel.answer(reader.store, reader.filters).empty:
        show(panel, reader)


def own_routines(reader: Reader) -> None:
    """Units' own methods are text; their strips are shown to who asks for them."""
    asked = on_its_day(reader)
    show(panels.ACTIONS, asked)
    if st.toggle(reader.words("duty.show_own"), key="show_own_strips"):
        show(panels.OWN_STRIP, asked)


def unit_duties(reader: Reader) -> None:
    """One unit's duties: what is required of it, its own list; its own routines for who asks for them."""
    asked = on_its_day(reader).narrowed(comparable_group=None, action_id=None)
    for panel in (panels.DUTY_DONE, panels.DUTY_STRIP, panels.CHECKLIST, panels.OWN_CHECKLIST):
        _where_any(panel, asked)
    tick_duties(reader, of_unit=True)
    if not panels.OWN_STRIP.answer(asked.store, asked.filters).empty and st.toggle(
        reader.words("duty.show_own"), key="show_own_strips"
    ):
        show(panels.OWN_STRIP, asked)
