"""Signed acts: what one person does at once, without a second person, and a later act undoes.

An act is a batch whose first event publishes it, so it is in the same log, has the same spans, and any page
can be seen as it was before it. Which tables take one, the contract says.
"""

import datetime as dt
from collections.abc import Callable

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
    check: what must hold at the moment of writing; it looks inside the transaction and raises Refusal.
    """
    with store.writing() as writing:
        if check is not None:
            check(writing)
        return enact(writing, table_name, rows, title=title, by=by, reason=reason, at=at)


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
