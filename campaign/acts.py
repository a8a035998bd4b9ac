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


def act(
    store: Store,
    table_name: str,
    rows: pa.Table,
    *,
    title: str,
    by: str,
    reason: str | None = None,
    at: dt.datetime | None = None,
    check: Callable[[Writing], None] | None = None,
) -> int:
    """Makes rows (the table's columns and row_no) known at once and returns the event's number.

    Raises ValueError for a table that needs a second person: a mistake of ours. `at`: for files being built.
    `check` looks at what holds at the moment of writing, before anything is written, and raises Refusal.
    """
    table = contract.tables()[table_name]
    if not table.takes_acts:
        raise ValueError(f"{table_name} is published by another person, not by an act")
    with store.writing() as writing:
        if check is not None:
            check(writing)
        batch_id = publishing.append_batch(writing, table, rows, publishing.Source(title, "form"))
        return publishing.log_and_settle(writing, table, Event("published", by, batch_id, reason, at))


@dataclass(frozen=True)
class Entry:
    """Rows of one table, for several acts that stand or fall together."""

    table_name: str
    rows: pa.Table
    title: str


def act_together(
    store: Store,
    entries: Sequence[Entry],
    *,
    by: str,
    reason: str | None = None,
    at: dt.datetime | None = None,
    check: Callable[[Writing], None] | None = None,
) -> int:
    """Several acts in one transaction, all known or none; returns the last event's number.

    `check` as for `act`. `at`: for files being built.
    """
    tables = [contract.tables()[entry.table_name] for entry in entries]
    if not all(table.takes_acts for table in tables):
        raise ValueError("not all of these are acts")
    number = store.last_event
    with store.writing() as writing:
        if check is not None:
            check(writing)
        for table, entry in zip(tables, entries, strict=True):
            batch_id = publishing.append_batch(
                writing, table, entry.rows, publishing.Source(entry.title, "form")
            )
            number = publishing.log_and_settle(writing, table, Event("published", by, batch_id, reason, at))
    return number


def undo(store: Store, batch_id: str, *, by: str, reason: str) -> int:
    """What held before an act holds again; the act itself stays in the log."""
    return publishing.withdraw(store, batch_id, by=by, reason=reason)
