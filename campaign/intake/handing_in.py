"""The way from a file to a receipt, one for pages, commands and the address for programs.

`look` reads, checks and compares; `hand_in` submits what was looked at. Nothing here publishes.
"""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import pyarrow as pa

from campaign import contract
from campaign.intake import originals, publishing, worker
from campaign.intake.checked import Checked, Grid, Problem
from campaign.intake.checking import Hints
from campaign.intake.comparing import Comparison, compare, with_history
from campaign.intake.names import names_of
from campaign.intake.reading import COMMAND, PAGE
from campaign.intake.sheet import sheet_row
from campaign.settings import settings
from campaign.statements import statements
from campaign.store import BEIJING, Store, run
from campaign.words import Refusal, Words

Ticked = Collection[str] | Literal["all"]  # the mark of each problem of level check
Tell = Callable[[str, float | None], None]  # (name of a step of the message progress.<step>, seconds gone by)


@dataclass(frozen=True)
class Looked:
    """A file read, checked and held against the campaign. `checked.problems` include the history's."""

    checked: Checked
    comparison: Comparison | None  # None when there are no records


@dataclass(frozen=True)
class Receipt:
    batch_id: str
    rows: int  # new and corrected ones: what is the same already is left out
    is_repeated: bool = False  # handed in before, by the same token


def look(
    store: Store,
    kind: str,
    *,
    file_name: str = "",
    data: bytes | None = None,
    text: str | None = None,
    grid: Grid | None = None,
    units: frozenset[str] | None = None,
    hints: Hints | None = None,
    today: dt.date | None = None,
) -> Looked:
    """A page's file, paste (text) or form (grid), in the warm worker. Never raises for what is in it.

    `units` are those the person may hand in for; None: all.
    """
    _check_kind(kind)
    job = worker.Job(
        kind,
        file_name,
        names_of(store, store.last_event),
        today or dt.datetime.now(BEIJING).date(),
        data=data,
        text=text,
        grid=grid,
        units=units,
        hints=hints,
        limits=PAGE,
    )
    return _compared(store, _in_time(store, worker.shared().check(job), units, job.today))


def look_big(
    store: Store,
    kind: str,
    path: Path,
    *,
    units: frozenset[str] | None = None,
    tell: Tell = lambda step, seconds: None,
) -> Looked:
    """The command line's file of up to a million rows, in a worker of its own. Says how far it is."""
    _check_kind(kind)
    job = worker.Job(
        kind,
        path.name,
        names_of(store, store.last_event),
        dt.datetime.now(BEIJING).date(),
        path=path,
        units=units,
        limits=COMMAND,
    )
    tell("reading", None)
    with worker.apart() as reader:
        checked = reader.check(job, worker.COMMAND_ALLOWANCE, lambda gone: tell("reading", gone))
    tell("comparing", None)
    return _compared(store, _in_time(store, checked, units, job.today))


def _in_time(store: Store, checked: Checked, units: frozenset[str] | None, today: dt.date) -> Checked:
    """The same without figures of a locked period, each an error; not for who enters for every unit."""
    if units is None or checked.kind != "observation" or checked.records is None:
        return checked
    with store.reading() as cursor:
        cursor.register("incoming", checked.records)
        statement = statements("intake/locked_rows")[0]
        locked = run(cursor, statement, {"known_on": store.last_event, "today": today}).fetchall()
        cursor.unregister("incoming")
    if not locked:
        return checked
    # a row of a sheet may hold several figures
    rows = dict.fromkeys((sheet_row({"row_no": row, "place": place}), *when) for row, place, *when in locked)
    told = tuple(
        Problem("error", "locked", row, values={"period_end": end, "locks_on": locks_on})
        for row, end, locks_on in rows
    )
    late = pa.array([row for row, *_ in locked], pa.int64())
    in_time = pa.compute.invert(pa.compute.is_in(checked.records["row_no"], late))
    return replace(checked, records=checked.records.filter(in_time), problems=(*checked.problems, *told))


def _check_kind(kind: str) -> None:
    if kind not in contract.tables() or contract.tables()[kind].role == "act":
        known = ", ".join(name for name, table in contract.tables().items() if table.role != "act")
        raise Refusal("intake_kind.unknown", found=kind, known=known)


def _compared(store: Store, checked: Checked) -> Looked:
    if checked.records is None or not checked.records.num_rows:
        return Looked(checked, None)
    comparison = compare(store, checked.kind, checked.records)
    return Looked(with_history(checked, comparison), comparison)


def hand_in(
    store: Store,
    looked: Looked,
    *,
    by: str,
    ticked: Ticked = (),
    note: str | None = None,
    good_rows_only: bool = False,
    original: bytes | Path | None = None,
    attachment: bytes | None = None,
) -> Receipt:
    """Submits the new and corrected rows and returns the receipt; the same token again returns the same one.

    note: why figures are corrected, or on whose word (代录). original, attachment: what is to be kept,
    the file itself and a scan of the stamped sheet.
    Raises Refusal while there are errors (unless only the good rows are handed in), points not ticked,
    corrections without a note, nothing to hand in, or the same content in a batch already.
    """
    checked, comparison = looked.checked, looked.comparison
    if checked.refused is not None:
        raise checked.refused
    if earlier := publishing.receipt_of(store, checked.token, by):
        return Receipt(*earlier, is_repeated=True)
    if checked.errors and not good_rows_only:
        raise Refusal("batch.has_errors", count=len(checked.errors))
    if checked.records is None or comparison is None:
        raise Refusal("batch.no_rows")
    table = contract.tables()[checked.kind]
    source = publishing.Source(
        table.title,
        checked.file_name or "form",
        file_sha256=checked.file_sha256 or None,
        records_sha256=checked.records_sha256 or worker.digest_of(checked.records, table),
        token=checked.token,
        note=note,
    )
    publishing.check_is_new(store, table.name, source)
    _check_answers(checked.to_tick, comparison, table, ticked, note)
    rows = _changing(checked.records, comparison)
    if not rows.num_rows:
        raise Refusal("batch.nothing_new")
    ticks = _ticks(checked.to_tick)
    folder = settings().originals(store.path)
    kept = {
        name: originals.keep(folder, data)
        for name, data in (("original", original), ("attachment", attachment))
        if data is not None
    }
    try:
        batch_id = publishing.submit(store, table.name, rows, replace(source, **kept), by=by, ticks=ticks)
    except BaseException:
        for file in kept.values():
            originals.forget(folder, file)
        raise
    return Receipt(batch_id, rows.num_rows)


def _check_answers(
    to_tick: tuple[Problem, ...],
    comparison: Comparison,
    table: contract.Table,
    ticked: Ticked,
    note: str | None,
) -> None:
    open_points = [] if ticked == "all" else [one for one in to_tick if one.mark not in ticked]
    if open_points:
        raise Refusal("batch.not_ticked", count=len(open_points), row=open_points[0].row or 1)
    corrected = comparison.count("corrected") if table.name == "observation" else 0
    if corrected and not (note or "").strip():
        raise Refusal("batch.correction_needs_reason", count=corrected)


def _changing(records: pa.Table, comparison: Comparison) -> pa.Table:
    """Rows that are the same already keep the batch and the file they came in."""
    states = comparison.rows.select(["row_no", "state"])
    same = states.filter(pa.compute.equal(states["state"], "unchanged"))["row_no"]
    if not len(same):
        return records
    return records.filter(pa.compute.invert(pa.compute.is_in(records["row_no"], same)))


def _ticks(to_tick: tuple[Problem, ...]) -> pa.Table:
    said = Words("zh")
    return pa.table(
        {
            "row_no": pa.array([problem.row or 0 for problem in to_tick], pa.int64()),
            "code": pa.array([problem.code for problem in to_tick], pa.string()),
            "message": pa.array([problem.said(said) for problem in to_tick], pa.string()),
        }
    )
