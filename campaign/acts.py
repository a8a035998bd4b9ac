"""Signed acts: what one person does at once, without a second person, and a later act undoes.

An act is a batch whose first event publishes it, so it is in the same log, has the same spans, and any page
can be seen as it was before it. Which tables take one, the contract says.
"""

import datetime as dt
from collections.abc import Callable, Sequence

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
    check: runs inside the writer's transaction before anything is written, and raises Refusal for what must
    not be.
    """
    return act_all(store, [(table_name, rows)], title=title, by=by, reason=reason, at=at, check=check)


def act_all(
    store: Store,
    given: Sequence[tuple[str, pa.Table]],
    *,
    title: str,
    by: str,
    reason: str | None = None,
    at: dt.datetime | None = None,
    check: Callable[[Writing], None] | None = None,
) -> int:
    """As `act`, with rows of several tables (name, rows) in one transaction, an event each: the last's."""
    number = 0
    tables = [(contract.tables()[name], rows) for name, rows in given]
    for table, _ in tables:
        if not table.takes_acts:
            raise ValueError(f"{table.name} is published by another person, not by an act")
    with store.writing() as writing:
        if check is not None:
            check(writing)
        for table, rows in tables:
            batch_id = publishing.append_batch(writing, table, rows, publishing.Source(title, "form"))
            event = Event("published", by, batch_id, reason, at)
            number = publishing.log_and_settle(writing, table, event)
    return number
