"""Meetings as they are kept: their agenda saved version by version, their decisions noted. Signed acts."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import pandas as pd
import pyarrow as pa

from campaign import contract
from campaign.acts import Entry, act_together
from campaign.ask import told
from campaign.filters import Filters
from campaign.methods.rows import Row
from campaign.store import Store, Writing
from campaign.words import Refusal

Agenda = Literal["rally", "dispatch"]  # 推进会, 调度会
LONGEST_NAME, LONGEST_TEXT = 60, 500  # characters
ITEM_FIELDS = (
    "slide_id",
    "kind",
    "panel",
    "unit_id",
    "metric_id",
    "comparable_group",
    "title",
    "text",
    "notes",
)


@dataclass(frozen=True)
class Item:
    """One point of an agenda: what is shown of whom. An empty title or note is drafted from the figures."""

    slide_id: str
    kind: str  # cover | words | panel | unit | annex
    panel: str | None = None
    unit_id: str | None = None
    metric_id: str | None = None
    comparable_group: str | None = None
    title: str | None = None
    text: str | None = None
    notes: str | None = None


@dataclass(frozen=True)
class Particulars:
    """What is said of a meeting besides its agenda. point: event whose figures are shown, None: the last."""

    name: str
    agenda: Agenda
    held_on: dt.date
    place: str = ""
    point: int | None = None


@dataclass(frozen=True)
class Meeting(Particulars):
    meeting_id: str = ""
    version: int = 0  # of the agenda
    slides: int = 0
    decisions: int = 0
    saved_by: str = ""
    saved_at: dt.datetime | None = None
    kept_on: int | None = None  # event whose figures were kept; None until it is finalised
    final_by: str = ""
    final_at: dt.datetime | None = None

    @property
    def is_final(self) -> bool:
        return self.kept_on is not None


def meetings(store: Store, *, known_on: int | None = None, shows_names: bool = True) -> list[Meeting]:
    """Every meeting, the latest day first."""
    filters = Filters(store.last_event if known_on is None else known_on, shows_names=shows_names)
    return [_meeting(row) for row in told(store, "meetings", filters)]


def meeting_of(store: Store, meeting_id: str, *, shows_names: bool = True) -> Meeting:
    """Raises Refusal for a meeting there is not."""
    found = [one for one in meetings(store, shows_names=shows_names) if one.meeting_id == meeting_id]
    if not found:
        raise Refusal("meeting.unknown", meeting=meeting_id)
    return found[0]


def items_of(store: Store, meeting_id: str) -> tuple[Item, ...]:
    """The agenda in its last version."""
    rows = told(store, "meeting_slides", Filters(store.last_event, meeting_id=meeting_id))
    return tuple(Item(**{name: _or_none(row[name]) for name in ITEM_FIELDS}) for row in rows)


def create(
    store: Store, particulars: Particulars, items: Sequence[Item], *, by: str, at: dt.datetime | None = None
) -> str:
    """Makes a meeting with its first agenda and returns its id. Raises Refusal for a name it cannot have."""
    known = {meeting.meeting_id for meeting in meetings(store)}
    day = f"{particulars.held_on:%Y%m%d}"
    meeting_id = next(name for n in range(1, 1000) if (name := f"meeting-{day}-{n}") not in known)

    def is_free(writing: Writing) -> None:
        if writing.rows("meeting/meeting_now", meeting_id=meeting_id):
            raise Refusal("meeting.taken", meeting=meeting_id)

    entries = _entries(meeting_id, particulars, items, 1)
    act_together(store, entries, by=by, at=at, check=is_free)
    return meeting_id


def save(
    store: Store,
    meeting_id: str,
    particulars: Particulars,
    items: Sequence[Item],
    *,
    seen: int,
    by: str,
    at: dt.datetime | None = None,
) -> int:
    """Saves the next version of the agenda and returns its number; every earlier version is kept.

    `seen`: the version that was changed. Raises Refusal when another was saved meanwhile, saying by whom and
    when, and when the meeting is finalised.
    """
    entries = _entries(meeting_id, particulars, items, seen + 1)
    act_together(store, entries, by=by, at=at, check=unchanged(meeting_id, seen))
    return seen + 1


def amend(
    store: Store,
    meeting_id: str,
    was: Particulars,
    now: Particulars,
    *,
    by: str,
    at: dt.datetime | None = None,
) -> int:
    """Changes what is said of a meeting, its agenda as it is, and returns the version saved.

    `was`: the particulars that were changed into `now`; the others stay as they stand. Raises Refusal when
    somebody else changed one of the same meanwhile, when the meeting is finalised, when nothing would change,
    and for a day after the deadline of something decided.
    """
    stands = meeting_of(store, meeting_id)
    if stands.is_final:
        raise Refusal("meeting.is_final", meeting=stands.name)
    changes = {name: new for name in AMENDED if (new := _told(now, name)) != _told(was, name)}
    lost = [name for name in changes if _told(stands, name) not in (_told(was, name), changes[name])]
    if lost:
        when = f"{stands.saved_at:%m-%d %H:%M}"
        raise Refusal(
            "meeting.amended_meanwhile",
            who=stands.saved_by,
            when=when,
            name=stands.name,
            day=stands.held_on,
            place=stands.place or "—",
            point="—" if stands.point is None else stands.point,
        )
    amended = replace(stands, **changes)
    if all(_told(amended, name) == _told(stands, name) for name in AMENDED):
        raise Refusal("meeting.as_it_was")
    _check_day(store, amended)
    return save(store, meeting_id, amended, items_of(store, meeting_id), seen=stands.version, by=by, at=at)


AMENDED = ("name", "held_on", "place", "point")


def _told(particulars: Particulars, name: str) -> Any:
    found = getattr(particulars, name)
    return found.strip() if isinstance(found, str) else found


def _check_day(store: Store, meeting: Meeting) -> None:
    """What was decided already has its deadline on the meeting's day or after it."""
    asked = Filters(store.last_event, meeting_id=meeting.meeting_id, today=meeting.held_on)
    days = [
        row["due_on"].date() for row in told(store, "meeting_decisions", asked) if pd.notna(row["due_on"])
    ]
    if days and min(days) < meeting.held_on:
        raise Refusal("meeting.due_before", due=min(days), held=meeting.held_on)


def unchanged(meeting_id: str, seen: int) -> Callable[[Writing], None]:
    """What must hold while a meeting is changed or finalised: it is as it was seen, and not final."""

    def check(writing: Writing) -> None:
        found = writing.rows("meeting/meeting_now", meeting_id=meeting_id)
        if not found:
            raise Refusal("meeting.unknown", meeting=meeting_id)
        version, who, when, final_no = found[0]
        if final_no is not None:
            raise Refusal("meeting.is_final", meeting=meeting_id)
        if version != seen:
            raise Refusal("meeting.changed", who=who, when=f"{when:%m-%d %H:%M}", version=version)

    return check


@dataclass(frozen=True)
class Decision:
    """What a meeting decided. Each unit it binds gets a task; without units nobody follows it up."""

    text: str
    unit_ids: tuple[str, ...] = ()
    owner: str = ""
    due_on: dt.date | None = None


def decide(
    store: Store, meeting_id: str, decision: Decision, *, by: str, at: dt.datetime | None = None
) -> tuple[str, ...]:
    """Notes a decision; for every unit it binds a task is handed out (交办) on the day of the meeting.

    Returns the ids of the tasks. Raises Refusal for no text, one too long, a deadline before the meeting.
    """
    meeting = meeting_of(store, meeting_id)
    _check_decision(decision, meeting)
    asked = Filters(store.last_event, meeting_id=meeting_id, today=meeting.held_on)
    noted = len(told(store, "meeting_decisions", asked))
    bound: Sequence[str | None] = decision.unit_ids or (None,)
    rows = [_decided(meeting, decision, unit, number) for number, unit in enumerate(bound, noted + 1)]

    def nobody_else(writing: Writing) -> None:
        if writing.rows("meeting/decisions_noted", meeting_id=meeting_id)[0][0] != noted:
            raise Refusal("meeting.noted_meanwhile")

    entries = [Entry("meeting_decision", table_of("meeting_decision", rows), meeting.name)]
    if tasks := [_task(meeting, row) for row in rows if row["task_id"]]:
        steps = [_handed_out(meeting, task) for task in tasks]
        entries += [Entry("task", table_of("task", tasks), meeting.name)]
        entries += [Entry("task_step", table_of("task_step", steps), meeting.name)]
    act_together(store, entries, by=by, at=at, check=nobody_else)
    return tuple(task["task_id"] for task in tasks)


def _check_decision(decision: Decision, meeting: Meeting) -> None:
    text = decision.text.strip()
    if not text or len(text) > LONGEST_TEXT:
        raise Refusal("meeting.text_length", most=LONGEST_TEXT, found=len(text))
    if decision.due_on is not None and decision.due_on < meeting.held_on:
        raise Refusal("meeting.due_before", due=decision.due_on, held=meeting.held_on)


def _decided(meeting: Meeting, decision: Decision, unit_id: str | None, number: int) -> dict[str, Any]:
    decision_id = f"{meeting.meeting_id}-d{number:02}"
    return {
        **{"decision_id": decision_id, "meeting_id": meeting.meeting_id, "text": decision.text.strip()},
        **{"unit_id": unit_id, "owner": decision.owner.strip() or None, "due_on": decision.due_on},
        "task_id": f"task-{decision_id}" if unit_id else None,
    }


def _task(meeting: Meeting, decided: Mapping[str, Any]) -> dict[str, Any]:
    same = {name: decided[name] for name in ("task_id", "unit_id", "owner", "due_on")}
    return {**same, "title": decided["text"], "evidence": meeting.name, "origin": meeting.meeting_id}


def _handed_out(meeting: Meeting, task: Mapping[str, Any]) -> dict[str, Any]:
    return {"task_id": task["task_id"], "step_no": 1, "step": "assigned", "on_date": meeting.held_on}


def table_of(name: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Rows of the contract's table with row_no, the first row 1; what a row leaves out is empty."""
    columns = {
        field.name: pa.array([row.get(field.name) for row in rows], contract.ARROW_TYPES[field.type])
        for field in contract.tables()[name].fields
    }
    return pa.table({**columns, "row_no": pa.array(range(1, len(rows) + 1), pa.int64())})


def _entries(meeting_id: str, particulars: Particulars, items: Sequence[Item], version: int) -> list[Entry]:
    name = particulars.name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise Refusal("meeting.name_length", most=LONGEST_NAME, found=len(name))
    if not items:
        raise Refusal("meeting.no_slides")
    told_of = {
        **{"meeting_id": meeting_id, "version": version, "name": name, "agenda": particulars.agenda},
        **{
            "held_on": particulars.held_on,
            "place": particulars.place.strip() or None,
            "point": particulars.point,
        },
    }
    slides = [
        {**asdict(item), "meeting_id": meeting_id, "version": version, "slide_no": number}
        for number, item in enumerate(items, 1)
    ]
    return [
        Entry("meeting", table_of("meeting", [told_of]), name),
        Entry("meeting_slide", table_of("meeting_slide", slides), name),
    ]


def _meeting(row: Row) -> Meeting:
    return Meeting(
        name=row["name"],
        agenda=row["agenda"],
        held_on=row["held_on"].date(),
        place=_or_none(row["place"]) or "",
        point=_whole(row["point"]),
        meeting_id=row["meeting_id"],
        version=int(row["version"]),
        slides=int(row["slides"]),
        decisions=int(row["decisions"]),
        saved_by=row["saved_by"],
        saved_at=row["saved_at"],
        kept_on=_whole(row["kept_on"]),
        final_by=_or_none(row["final_by"]) or "",
        final_at=None if pd.isna(row["final_at"]) else row["final_at"],
    )


def _or_none(value: Any) -> Any:
    return None if pd.isna(value) else value


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
