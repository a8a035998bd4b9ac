"""The campaign's own phases, as the organiser says them: which is the present one, and its days.

Signed acts. Nothing of it is worked out from a date: days are shown beside a status and never make one.
"""

import datetime as dt

import pyarrow as pa

from campaign import contract
from campaign.acts import act
from campaign.ask import told
from campaign.filters import Filters
from campaign.store import Store
from campaign.words import Refusal

WHOLE_CAMPAIGN = "*"


def set_current(store: Store, phase_no: int, *, by: str, today: dt.date, title: str) -> int:
    """Says of every phase how the campaign stands in it: done before this one, not started after it.

    Raises Refusal for a phase there is not. Returns the event's number.
    """
    numbers = [phase["phase_no"] for phase in told(store, "phases", Filters(store.last_event))]
    if phase_no not in numbers:
        raise Refusal("duty.refused.no_phase", phase=phase_no)
    rows = pa.table(
        {
            "unit_id": [WHOLE_CAMPAIGN] * len(numbers),
            "phase_no": pa.array(numbers, pa.int64()),
            "as_of": pa.array([today] * len(numbers), pa.date32()),
            "status": [_status(number, phase_no) for number in numbers],
            "percent": pa.array([None] * len(numbers), contract.ARROW_TYPES["number"]),
            "note": pa.array([None] * len(numbers), pa.string()),
            "place": pa.array([None] * len(numbers), pa.string()),
            "row_no": pa.array(range(1, len(numbers) + 1), pa.int64()),
        }
    )
    return act(store, "phase_status", rows, title=title, by=by)


def _status(number: int, current: int) -> str:
    if number == current:
        return "doing"
    return "done" if number < current else "not_started"


def set_days(
    store: Store, phase_no: int, starts_on: dt.date | None, ends_on: dt.date | None, *, by: str, title: str
) -> int:
    """Sets a phase's first and last day; None is not set. Returns the event's number.

    Raises Refusal for a phase there is not, and for one that would end before it starts.
    """
    phases = told(store, "phase_themes", Filters(store.last_event))
    phase = next((dict(phase) for phase in phases if phase["no"] == phase_no), None)
    if phase is None:
        raise Refusal("duty.refused.no_phase", phase=phase_no)
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise Refusal("duty.refused.ends_before_start", phase=phase_no, starts=starts_on, ends=ends_on)
    return act(
        store, "theme", _theme({**phase, "starts_on": starts_on, "ends_on": ends_on}), title=title, by=by
    )


def _theme(row: dict[str, object]) -> pa.Table:
    columns = {
        field.name: pa.array([_or_none(row[field.name])], contract.ARROW_TYPES[field.type])
        for field in contract.tables()["theme"].fields
    }
    return pa.table({**columns, "row_no": pa.array([1], pa.int64())})


def _or_none(value: object) -> object:
    return None if value is None or value != value else value
