"""The door for rows: handed in as a batch, published by another person, withdrawn and restored.

Every step is one signed event; what is known afterwards is settled in the same transaction.
"""

import datetime as dt
from dataclasses import asdict, dataclass

import pyarrow as pa

from campaign import contract
from campaign.store import SYSTEM, Event, Store, Writing
from campaign.words import Refusal

# state of a batch -> what may happen to it next
STEPS: dict[str, tuple[str, ...]] = {
    "submitted": ("published", "returned", "taken_back"),
    "published": ("withdrawn",),
    "restored": ("withdrawn",),
    "withdrawn": ("restored",),
    "returned": (),
    "taken_back": (),
}


@dataclass(frozen=True)
class Source:
    """Where a batch came from, for its row in the log and for every row's provenance."""

    title: str
    file_name: str
    file_sha256: str | None = None
    records_sha256: str | None = None  # of the rows as understood
    token: str | None = None  # made when the file was read: the same token twice is one submission
    original: str | None = None  # id of the kept file
    note: str | None = None  # what the person said of it


def submit(
    store: Store,
    table_name: str,
    rows: pa.Table,
    source: Source,
    *,
    by: str,
    at: dt.datetime | None = None,
) -> str:
    """Hands in rows (the table's columns and row_no) and returns the receipt number. Nothing is known yet.

    Raises Refusal for two rows with the same key. `at` is for files being built.
    """
    table = contract.tables()[table_name]
    _check_keys(rows, table)
    with store.writing() as writing:
        batch_id = append_batch(writing, table, rows, source)
        if table_name == "strike":
            _check_struck(writing, batch_id)
        writing.log(Event("submitted", by, batch_id, at=at))
    return batch_id


def append_batch(writing: Writing, table: contract.Table, rows: pa.Table, source: Source) -> str:
    """Puts rows into their table under a new receipt number, which it returns. Logs nothing."""
    batch_id = f"B{writing.rows('log/next_batch')[0][0] + 1:06d}"
    writing.run(
        "log/append_batch",
        batch_id=batch_id,
        table_name=table.name,
        row_count=rows.num_rows,
        **asdict(source),
    )
    named = rows.append_column("batch_id", pa.array([batch_id] * rows.num_rows, pa.string()))
    writing.append(table, named)
    return batch_id


def publish(
    store: Store,
    batch_id: str,
    *,
    by: str,
    reason: str | None = None,
    at: dt.datetime | None = None,
) -> int:
    """Makes the rows known, and returns the event's number. The person who handed them in cannot."""
    return _step(store, Event("published", by, batch_id, reason, at))


def send_back(store: Store, batch_id: str, *, by: str, reason: str) -> int:
    return _step(store, Event("returned", by, batch_id, reason))


def take_back(store: Store, batch_id: str, *, by: str) -> int:
    return _step(store, Event("taken_back", by, batch_id))


def withdraw(store: Store, batch_id: str, *, by: str, reason: str) -> int:
    """撤销入库: the rows are known no longer, and what they had corrected is known again."""
    return _step(store, Event("withdrawn", by, batch_id, reason))


def restore(store: Store, batch_id: str, *, by: str, reason: str) -> int:
    """Undoes a withdrawal. Keys corrected by a later batch meanwhile stay as corrected."""
    return _step(store, Event("restored", by, batch_id, reason))


def strikes(rows: list[tuple[str, str, int, str]]) -> pa.Table:
    """Rows for `submit(store, "strike", …)` from (table, batch, row, reason)."""
    names = ("struck_table", "struck_batch", "struck_row", "reason")
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    return pa.table({**columns, "row_no": range(1, len(rows) + 1)})


def _step(store: Store, event: Event) -> int:
    with store.writing() as writing:
        table = _check_step(writing, event)
        number = log_and_settle(writing, table, event)
        if table.name == "strike":
            _settle_struck(writing, event, number)
    return number


def log_and_settle(writing: Writing, table: contract.Table, event: Event) -> int:
    """Logs what happens to a batch, brings its rows' spans up to date, and returns the event's number."""
    number = writing.log(event)
    writing.run_for("log/touch_batch", table, batch_id=event.batch_id)
    writing.run_for("log/settle", table, event_no=number)
    return number


def _check_step(writing: Writing, event: Event) -> contract.Table:
    found = writing.rows("log/batch_now", batch_id=event.batch_id)
    if not found:
        raise Refusal("batch.unknown", batch=event.batch_id)
    table_name, state, submitted_by = found[0]
    if event.kind not in STEPS[state]:
        raise Refusal(f"batch.is_{state}", batch=event.batch_id)
    is_building = event.at is not None and event.signed_by == SYSTEM
    if event.kind in ("published", "restored") and event.signed_by == submitted_by and not is_building:
        raise Refusal("batch.own", batch=event.batch_id, who=event.signed_by)
    return contract.tables()[table_name]


def _settle_struck(writing: Writing, event: Event, number: int) -> None:
    for table in contract.tables().values():
        writing.run("log/touch_struck", batch_id=event.batch_id, table_name=table.name)
        writing.run_for("log/settle", table, event_no=number)


def _check_struck(writing: Writing, batch_id: str) -> None:
    """Every strike names a row there is, of a table that is not itself the strikes."""
    strikable = {name: table for name, table in contract.tables().items() if name != "strike"}
    missing = writing.rows("log/strikes_of_no_table", batch_id=batch_id, table_names=list(strikable))
    for table in strikable.values():
        missing += writing.rows_for("log/strikes_of_nothing", table, batch_id=batch_id)
    if missing:
        table_name, struck_batch, row = missing[0]
        raise Refusal("batch.no_such_row", table=table_name, batch=struck_batch, row=row)


def _check_keys(rows: pa.Table, table: contract.Table) -> None:
    counts = rows.group_by(list(table.key)).aggregate([("row_no", "count"), ("row_no", "max")])
    doubled = counts.filter(pa.compute.field("row_no_count") > 1)
    if doubled.num_rows:
        first = doubled.slice(0, 1).to_pylist()[0]
        key = " · ".join(str(first[name]) for name in table.key)
        raise Refusal("batch.same_key_twice", key=key, row=first["row_no_max"])
