"""Signed acts: what one person does at once, without a second person, and a later act undoes.

An act is a batch whose first event publishes it, so it is in the same log, has the same spans, and any page
can be seen as it was before it. Which tables take one, the contract says.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from campaign import contract
from campaign.intake import publishing
from campaign.store import Event, Store, Writing

Check = Callable[[Writing], None]


@dataclass(frozen=True)
class Entry:
    """Rows of one table (its columns and row_no), for several acts that stand or fall together."""

    table_name: str
    rows: pa.Table
    title: str


def act(
    store: Store,
    table_name: str,
    rows: pa.Table,
    *,
    title: str,
    by: str,
    reason: str | None = None,
    at: dt.datetime | None = None,
    check: Check | None = None,
) -> int:
    """Makes rows (the table's columns and row_no) known at once and returns the event's number.

    Raises ValueError for a table that needs a second person: a mistake of ours. `at`: for files being built.
    `check` looks at what holds at the moment of writing, before anything is written, and raises Refusal.
    """
    return act_together(store, [Entry(table_name, rows, title)], by=by, reason=reason, at=at, check=check)


def act_together(
    store: Store,
    entries: Sequence[Entry],
    *,
    by: str,
    reason: str | None = None,
    at: dt.datetime | None = None,
    check: Check | None = None,
) -> int:
    """Several acts in one transaction, an event each, all known or none; returns the last event's number."""
    number = store.last_event
    with store.writing() as writing:
        if check is not None:
            check(writing)
        for entry in entries:
            number = enact(
                writing, entry.table_name, entry.rows, title=entry.title, by=by, reason=reason, at=at
            )
    return number


def enact(
    writing: Writing,
    table_name: str,
    rows: pa.Table,
    *,
    title: str,
    by: str,
    reason: str | None = None,
    at: dt.datetime | None = None,
) -> int:
    """`act` within a writing under way: what must happen together happens in one."""
    table = contract.tables()[table_name]
    if not table.takes_acts:
        raise ValueError(f"{table_name} is published by another person, not by an act")
    batch_id = publishing.append_batch(writing, table, rows, publishing.Source(title, "form"))
    return publishing.log_and_settle(writing, table, Event("published", by, batch_id, reason, at))


def undo(store: Store, batch_id: str, *, by: str, reason: str) -> int:
    """What held before an act holds again; the act itself stays in the log."""
    return publishing.withdraw(store, batch_id, by=by, reason=reason)
