"""A new campaign file from folders of contract CSVs: whole, or not at all."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from campaign import contract, store
from campaign.intake import publishing
from campaign.store import Store
from campaign.words import Refusal


def build(path: Path, reference: Path, facts: Path | None = None) -> None:
    """Makes a campaign file at `path` from a reference folder and, if given, a folder of facts.

    Everything is known from the day of the campaign's meeting (its start, or today, where none is stated)
    and signed 系统·出处. Raises Refusal, leaving no file, for an existing path, a missing file or a bad cell.
    """
    incoming = [
        (table, folder / Path(table.path).name)
        for table in contract.tables().values()
        if (folder := reference if table.is_reference else facts) is not None
    ]
    rows = {table.name: contract.read_rows(file, table) for table, file in incoming}
    at = _known_since(rows["campaign"].to_pylist())
    with being_built(path) as built:
        for table, file in incoming:
            if rows[table.name].num_rows:
                _enter(built, table, file, rows[table.name], at)


@contextmanager
def being_built(path: Path) -> Iterator[Store]:
    """An empty campaign file that takes stated times until it is left: then whole, or no file at all."""
    if path.exists():
        raise Refusal("build.exists", file=path)
    with _whole_or_not_at_all(path) as half_made:
        store.create(half_made)
        built = Store(half_made)
        try:
            yield built
            with built.writing() as writing:
                writing.run("log/mark_built")
            built.checkpoint()  # close() would keep quiet about a disk that is full
        finally:
            built.close()


def _enter(built: Store, table: contract.Table, file: Path, rows: pa.Table, at: dt.datetime) -> None:
    source = publishing.Source(table.title, file.name, hashlib.sha256(file.read_bytes()).hexdigest())
    batch_id = publishing.submit(built, table.name, rows, source, by=store.SYSTEM, at=at)
    publishing.publish(built, batch_id, by=store.SYSTEM, at=at)


def _known_since(campaigns: list[dict]) -> dt.datetime:
    stated = campaigns[0] if campaigns else {}
    day = stated.get("meeting_on") or stated.get("started_on") or dt.datetime.now(store.BEIJING).date()
    return dt.datetime.combine(day, dt.time())


@contextmanager
def _whole_or_not_at_all(path: Path) -> Iterator[Path]:
    """A name beside `path` to build under; it takes the real name only when all went well."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal("build.no_folder", folder=path.parent, why=error.strerror) from None
    half_made = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.building")
    try:
        yield half_made
        half_made.replace(path)
    except (duckdb.Error, OSError) as error:
        raise Refusal("store.write_failed", file=path) from error
    finally:
        for leftover in path.parent.glob(f"{half_made.name}*"):
            leftover.unlink(missing_ok=True)
