"""The door for rows: handed in as a batch, published by another person, withdrawn and restored.

Every step is one signed event; what is known afterwards is settled in the same transaction.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import pyarrow as pa

from campaign import contract
from campaign.store import SYSTEM, Event, Store, Writing, WritingAtOnce
from campaign.words import Refusal

# state of a batch -> what may happen to it next
STEPS: dict[str, tuple[str, ...]] = {
    "submitted": ("passed", "published", "returned", "taken_back"),
    "passed": ("published", "returned"),
    "published": ("withdrawn",),
    "restored": ("withdrawn",),
    "withdrawn": ("restored",),
    "returned": (),
    "taken_back": (),
}
ROWS_AT_ONCE = 50_000
BY_ANOTHER = ("passed", "published", "restored")
UNSETTLING = ("published", "withdrawn", "restored")  # change what is known


@dataclass(frozen=True)
class Source:
    """Where a batch came from, for its row in the log and for every row's provenance."""

    title: str
    file_name: str
    file_sha256: str | None = None
    records_sha256: str | None = None  # of the rows as understood
    token: str | None = None  # made when the file was read: the same token twice is one submission
    original: str | None = None  # id of the kept file
    attachment: str | None = None  # id of the kept scan of the stamped sheet
    note: str | None = None  # what the person said of it


def submit(
    store: Store,
    table_name: str,
    rows: pa.Table,
    source: Source,
    *,
    by: str,
    at: dt.datetime | None = None,
    ticks: pa.Table | None = None,
) -> str:
    """Hands in rows (the table's columns and row_no) and returns the receipt number. Nothing is known yet.

    A token already handed in gives its receipt again and changes nothing. ticks: row_no, code, message of
    what the person looked at again and said is right. Raises Refusal for two rows with the same key, and for
    the bytes or rows of a batch that is waiting or stands as published. `at` is for files being built.
    """
    table = contract.tables()[table_name]
    _check_keys(rows, table)
    with store.writing() as writing:
        if earlier := _of_token(writing, source.token, by):
            return earlier[0]
        _check_is_new(writing, table, source)
        batch_id = append_batch(writing, table, rows, source)
        if table_name == "strike":
            _check_struck(writing, batch_id)
        if ticks is not None and ticks.num_rows:
            writing.append_rows("log/append_ticks", ticks, batch_id=batch_id, ticked_by=by)
        writing.log(Event("submitted", by, batch_id, at=at))
    return batch_id


def append_batch(writing: Writing, table: contract.Table, rows: pa.Table, source: Source) -> str:
    """Puts rows into their table under a new receipt number, which it returns. Logs nothing."""
    batch_id = writing.add_batch(table_name=table.name, row_count=rows.num_rows, **asdict(source))
    named = rows.append_column("batch_id", pa.repeat(pa.scalar(batch_id), rows.num_rows))
    writing.append(table, named)
    return batch_id


def publish(
    store: Store,
    batch_id: str,
    *,
    by: str,
    reason: str | None = None,
    at: dt.datetime | None = None,
    seen: str | None = None,
) -> int:
    """Makes the rows known, and returns the event's number. The person who handed them in cannot.

    seen: the digest of the difference the reviewer looked at; Refusal batch.moved when the figures it stood
    beside are others now. Where two levels review, a third person must have passed the rows of counties.
    """
    if at is None:
        store.ready_to_publish()
    return _step(store, Event("published", by, batch_id, reason, at), seen=seen)


def pass_on(store: Store, batch_id: str, *, by: str, seen: str | None = None) -> int:
    """初审通过: the county's own reviewer passes a batch on to the city's. Nothing is known yet."""
    return _step(store, Event("passed", by, batch_id), seen=seen)


def send_back(store: Store, batch_id: str, *, by: str, reason: str, at: dt.datetime | None = None) -> int:
    """Returns a batch to who handed it in, who is told why. Raises Refusal without a reason."""
    return _step(store, Event("returned", by, batch_id, reason, at), needs_reason=True)


def take_back(store: Store, batch_id: str, *, by: str, at: dt.datetime | None = None) -> int:
    """撤回, by who handed it in and only before anybody reviewed it."""
    return _step(store, Event("taken_back", by, batch_id, at=at))


def withdraw(store: Store, batch_id: str, *, by: str, reason: str, at: dt.datetime | None = None) -> int:
    """撤销入库: the rows are known no longer, and what they had corrected is known again.

    Rows corrected by a later batch are left as they are: `corrected_later` lists them.
    """
    return _step(store, Event("withdrawn", by, batch_id, reason, at), needs_reason=True)


def restore(store: Store, batch_id: str, *, by: str, reason: str, at: dt.datetime | None = None) -> int:
    """Undoes a withdrawal. Keys corrected by a later batch meanwhile stay as corrected."""
    return _step(store, Event("restored", by, batch_id, reason, at), needs_reason=True)


def corrected_later(store: Store, batch_id: str) -> list[dict[str, object]]:
    """The rows of a batch whose key a later batch gave since: withdrawing or restoring leaves those alone.

    Grain: one dict per row: row_no, the key's columns, later_batch and later_row, in the batch's order.
    """
    with store.reading() as cursor:
        look = Writing(cursor)
        table = state_of(look, batch_id).table
        names = ("row_no", *table.key, "later_batch", "later_row")
        found = look.rows_for("log/corrected_later", table, batch_id=batch_id)
    return [dict(zip(names, row, strict=True)) for row in found]


def no_change(unit_id: str, as_of: dt.date, note: str | None = None) -> pa.Table:
    """The one row for `submit(store, "no_change", …)`: nothing changed in the period that ends that day."""
    return pa.table(
        {
            "unit_id": [unit_id],
            "as_of": pa.array([as_of], pa.date32()),
            "note": pa.array([note], pa.string()),
            "row_no": pa.array([1], pa.int64()),
        }
    )


def strikes(rows: list[tuple[str, str, int, str]]) -> pa.Table:
    """Rows for `submit(store, "strike", …)` from (table, batch, row, reason)."""
    names = ("struck_table", "struck_batch", "struck_row", "reason")
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    return pa.table({**columns, "row_no": range(1, len(rows) + 1)})


def _step(store: Store, event: Event, *, seen: str | None = None, needs_reason: bool = False) -> int:
    if needs_reason and not (event.reason or "").strip():
        raise Refusal("batch.needs_reason", batch=event.batch_id)
    with store.writing() as writing:
        step = _checked_step(writing, event)
        if seen is not None and seen != digest_now(writing, step.table, event.batch_id or ""):
            raise Refusal("batch.moved", batch=event.batch_id)
        if event.kind in UNSETTLING:
            number = log_and_settle(writing, step.table, event)
            if step.table.name == "strike":
                _settle_struck(writing, event, number)
        else:
            number = writing.log(event)
    return number


def table_of(looking: Writing, batch_id: str) -> contract.Table:
    """The table a batch's rows belong to. Raises Refusal for a batch there is not."""
    return state_of(looking, batch_id).table


def digest_now(looking: Writing, table: contract.Table, batch_id: str) -> str:
    """Stands for the rows of a batch and the row now known for each of their keys."""
    return str(looking.rows_for("intake/digest", table, batch_id=batch_id)[0][0])


def log_and_settle(writing: Writing, table: contract.Table, event: Event) -> int:
    """Logs what happens to a batch, brings its rows' spans up to date, and returns the event's number."""
    number = writing.log(event)
    if isinstance(writing, WritingAtOnce):
        writing.unsettled.add(table.name)
        return number
    if event.kind == "published":
        writing.run_for("log/settle_published", table, event_no=number, batch_id=event.batch_id)
    else:
        writing.run_for("log/touch_batch", table, batch_id=event.batch_id)
        writing.run_for("log/settle", table, event_no=number)
    return number


@dataclass(frozen=True)
class Now:
    """Where a batch stands."""

    table: contract.Table
    state: str
    submitted_by: str
    passed_by: str | None


def state_of(looking: Writing, batch_id: str | None) -> Now:
    """Raises Refusal for a batch there is not."""
    found = looking.batch_now(batch_id)
    if found is None:
        raise Refusal("batch.unknown", batch=batch_id)
    table_name, *rest = found
    return Now(contract.tables()[table_name], *rest)


def _checked_step(writing: Writing, event: Event) -> Now:
    step = state_of(writing, event.batch_id)
    if event.kind not in STEPS[step.state]:
        raise Refusal(f"batch.is_{step.state}", batch=event.batch_id)
    if event.kind == "withdrawn" and step.table.name == "meeting_final":
        raise Refusal("batch.is_kept", batch=event.batch_id)
    is_building = event.at is not None and event.signed_by == SYSTEM
    if is_building:
        return step
    if event.kind in BY_ANOTHER and event.signed_by == step.submitted_by:
        raise Refusal("batch.own", batch=event.batch_id, who=event.signed_by)
    if event.kind == "taken_back" and event.signed_by != step.submitted_by:
        raise Refusal("batch.not_yours", batch=event.batch_id, who=step.submitted_by)
    _check_levels(writing, step, event)
    return step


def _check_levels(writing: Writing, step: Now, event: Event) -> None:
    """Two levels: passed in the county, then published in the city by somebody else again."""
    if event.kind == "passed" and not needs_two(writing, step.table, event.batch_id or ""):
        raise Refusal("batch.one_level", batch=event.batch_id)
    is_first = event.kind == "published" and step.state == "submitted"
    if is_first and needs_two(writing, step.table, event.batch_id or ""):
        raise Refusal("batch.not_passed", batch=event.batch_id)
    if event.kind == "published" and event.signed_by == step.passed_by:
        raise Refusal("batch.own_pass", batch=event.batch_id, who=event.signed_by)


def needs_two(looking: Writing, table: contract.Table, batch_id: str) -> bool:
    """Whether two persons review this batch: the setting says two levels, and a county's rows are in it."""
    if looking.review_levels() != "2" or table.role != "fact" or "unit_id" not in table.columns:
        return False
    return bool(looking.rows_for("log/has_county_rows", table, batch_id=batch_id)[0][0])


def receipt_of(store: Store, token: str | None, by: str) -> tuple[str, int] | None:
    """Receipt and rows of the batch this person handed in with this token; None: not yet."""
    with store.reading() as cursor:
        return _of_token(Writing(cursor), token, by)


def check_is_new(store: Store, table_name: str, source: Source) -> None:
    """Raises Refusal for the bytes or rows of a batch that is waiting or stands as published."""
    with store.reading() as cursor:
        _check_is_new(Writing(cursor), contract.tables()[table_name], source)


def _of_token(looking: Writing, token: str | None, by: str) -> tuple[str, int] | None:
    found = [] if token is None else looking.rows("log/batch_of_token", token=token, signed_by=by)
    return (found[0][0], found[0][1]) if found else None


def _check_is_new(looking: Writing, table: contract.Table, source: Source) -> None:
    if source.file_sha256 is None and source.records_sha256 is None:
        return
    found = looking.same_again(table, source.file_sha256, source.records_sha256)
    if found is not None:
        raise Refusal("batch.already", batch=found)


def _settle_struck(writing: Writing, event: Event, number: int) -> None:
    if isinstance(writing, WritingAtOnce):
        writing.unsettled |= set(contract.tables())
        return
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
    for part in parts_of(rows, table):
        counts = part.group_by(list(table.key)).aggregate([("row_no", "count"), ("row_no", "max")])
        doubled = counts.filter(pa.compute.field("row_no_count") > 1)
        if doubled.num_rows:
            first = doubled.slice(0, 1).to_pylist()[0]
            key = " · ".join(str(first[name]) for name in table.key)
            raise Refusal("batch.same_key_twice", key=key, row=first["row_no_max"])


def parts_of(rows: pa.Table, table: contract.Table) -> Iterator[pa.Table]:
    """The rows in parts of whole units, so that a million are not worked on at once."""
    if rows.num_rows <= ROWS_AT_ONCE or "unit_id" not in table.columns:
        yield rows
        return
    counted = pa.compute.value_counts(rows["unit_id"])
    part, size = [], 0
    for unit, count in zip(counted.field("values"), counted.field("counts"), strict=True):
        part.append(unit)
        size += count.as_py()
        if size >= ROWS_AT_ONCE:
            yield rows.filter(pa.compute.is_in(rows["unit_id"], pa.array(part)))
            part, size = [], 0
    if part:
        yield rows.filter(pa.compute.is_in(rows["unit_id"], pa.array(part)))
