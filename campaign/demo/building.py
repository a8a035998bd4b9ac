"""The demo's campaign file: its year played in order through the doors every file and act goes through."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from campaign import contract, store
from campaign.acts import act
from campaign.demo import (
    awards,
    duties,
    meetings,
    people,
    reading,
    records,
    redefinition,
    reports,
    supervision,
    weights,
)
from campaign.demo.happening import Act, HandedIn, Happening, Row, Step, table_of
from campaign.demo.reference import reference
from campaign.demo.year import START, at
from campaign.intake import building, publishing
from campaign.intake.names import names_of
from campaign.store import Store

Progress = Callable[[float], None]  # told what share is done, 0 to 1
SETTINGS = (("review_levels", "1"), ("session_hours", "8"), ("original_days", "365"))


def build(path: Path, progress: Progress = lambda _: None) -> None:
    """Makes the demo's file at `path`, the same on every machine. Raises Refusal when the path is taken."""
    listed = year()
    batches: dict[str, str] = {}
    with building.being_built(path) as built:
        _enter_reference(built)
        figures = [one for one in listed if isinstance(one, HandedIn) and one.table == reading.KIND]
        read = reading.records_of(figures, names_of(built, built.last_event))
        before = sum(happening.at < meetings.FINALISED for happening in listed)
        for first, part in ((0, listed[:before]), (before, listed[before:])):
            with built.at_once():
                for number, happening in enumerate(part, first):
                    _play(built, happening, batches, read)
                    if number % 50 == 0:
                        progress(number / len(listed))
            # a meeting shows what was known on its day, so the year stops for it
            meetings.prepare_next(built) if first else meetings.hold_first(built)


def year() -> list[Happening]:
    """All that happens, in order; what happens at the same minute, in the order it was thought of."""
    found: list[Happening] = []
    for part in (reports, duties, records, awards, supervision, weights, meetings, redefinition):
        found += part.happenings()
    found += _settings()
    return sorted(found, key=lambda happening: happening.at)


def _settings() -> Iterator[Happening]:
    for number, (name, value) in enumerate(SETTINGS):
        row = {"name": name, "value": value}
        yield Act(at(START, 8, 30 + number), "setting", (row,), name, people.ORGANISER, "演示设置")


def _enter_reference(built: Store) -> None:
    when = dt.datetime.combine(START, dt.time())
    for name, rows in reference().items():
        source = publishing.Source(contract.tables()[name].title, f"演示-{name}.csv")
        batch_id = publishing.submit(built, name, table_of(name, rows), source, by=store.SYSTEM, at=when)
        publishing.publish(built, batch_id, by=store.SYSTEM, at=when)


def _play(built: Store, happening: Happening, batches: dict[str, str], read: dict[str, pa.Table]) -> None:
    match happening:
        case HandedIn():
            batches[happening.name] = _hand_in(built, happening, batches, read)
        case Step():
            _step(built, batches[happening.name], happening)
        case Act():
            rows = table_of(happening.table, happening.rows)
            told = {"title": happening.title, "by": happening.by, "reason": happening.reason}
            act(built, happening.table, rows, **told, at=happening.at)  # type: ignore[arg-type]


def _step(built: Store, batch_id: str, step: Step) -> None:
    told: dict[str, Any] = {"by": step.by, "at": step.at}
    match step.kind:
        case "published":
            publishing.publish(built, batch_id, reason=step.reason, **told)
        case "returned":
            publishing.send_back(built, batch_id, reason=step.reason or "", **told)
        case "taken_back":
            publishing.take_back(built, batch_id, **told)
        case "withdrawn":
            publishing.withdraw(built, batch_id, reason=step.reason or "", **told)
        case "restored":
            publishing.restore(built, batch_id, reason=step.reason or "", **told)


def _hand_in(built: Store, batch: HandedIn, batches: dict[str, str], read: dict[str, pa.Table]) -> str:
    if batch.table == "strike":
        table = table_of(batch.table, [_struck(built, row, batches) for row in batch.rows])
    else:
        table = read[batch.name] if batch.name in read else table_of(batch.table, batch.rows)
    source = publishing.Source(
        batch.title, f"演示-{batch.title}.csv", records_sha256=_hash(table), note=batch.note
    )
    return publishing.submit(built, batch.table, table, source, by=batch.by, at=batch.at)


def _struck(built: Store, row: Row, batches: dict[str, str]) -> dict[str, Any]:
    """The receipt and row number of what is struck, which only the file knows."""
    batch_id = batches[row["struck_batch"]]
    unit_id, metric_id, as_of = row["struck_row"]
    what = {"batch_id": batch_id, "unit_id": unit_id, "metric_id": metric_id, "as_of": as_of}
    with built.writing() as writing:
        found = writing.rows("log/row_of_figure", **what)
    return {**row, "struck_batch": batch_id, "struck_row": found[0][0]}


def _hash(table: pa.Table) -> str:
    return hashlib.sha256(repr(table.to_pylist()).encode()).hexdigest()
