"""One campaign file: opened, given its tables and views, read through cursors, written by one writer.

Knows the log and the spans (queries/log), not what the rows mean.
"""

import contextlib
import datetime as dt
import hashlib
import os
import shutil
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from campaign import contract
from campaign.settings import QUERIES
from campaign.shelf import Shelf
from campaign.statements import Statement, files, statements, statements_for
from campaign.words import Refusal

PRODUCT = "campaign-board"
SCHEMA_VERSION = 5
SYSTEM = "系统·出处"  # signs what a new file is built from: nobody handed it in
OPEN_END = 9223372036854775807  # known_to of what is still known
BEIJING = dt.timezone(dt.timedelta(hours=8))  # fixed: an office PC may have no time zone data
# More threads make a question of a big file faster, of a small one slower (measured: 1 takes 10-20 % less)
THREADS = min(4, os.cpu_count() or 1)
BIG_FILE = 16 * 1024 * 1024  # bytes; the page of 2021 takes 10 MB, a million figures 40
FILE_HEADERS = 3 * 4096  # bytes before a DuckDB file's first block
# DuckDB checkpoints into new 256 KB blocks: with less than this free a write may stop halfway.
FREE_BYTES_NEEDED = 64 * 1024 * 1024
READERS_FINISH_SECONDS = 30  # the longest question takes one or two; more is a reader that hangs


@dataclass(frozen=True)
class Event:
    """What is about to be logged. `at` is None for now; a stated time is for files being built."""

    kind: str
    signed_by: str
    batch_id: str | None = None
    reason: str | None = None
    at: dt.datetime | None = None


AnyWriting = TypeVar("AnyWriting", bound="Writing")


class Store:
    """An open campaign file. Safe to use from many threads: every read has a cursor of its own."""

    def __init__(self, path: Path) -> None:
        """Opens an existing file. Raises Refusal if it is missing, in use, damaged, foreign or newer."""
        self.path = path
        self.identity = ""  # tells answers kept from one opening from those of another
        self.forget_answers()
        self._writer = threading.RLock()
        self._gate = threading.Condition()
        self._readers = 0
        self._is_shut = False  # true while another file takes this one's place
        self.before_first_publish: Callable[[], None] | None = None  # the server's: a backup, once
        self._under_way: Writing | None = None
        had_log = path.with_name(f"{path.name}.wal").exists()
        self._root = _connect(path)
        try:
            self._check_is_ours()
            self._check_is_whole(had_log)
            self._bring_views_up_to_date()
            self.shelf = Shelf(self._root)
            self._lock_down()
            self.last_event = self._read_last_event()
        except BaseException:
            self._root.close()
            raise

    def close(self) -> None:
        self._root.close()

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._gate:
            self._gate.wait_for(lambda: not self._is_shut, READERS_FINISH_SECONDS)
            cursor = self._root.cursor()
            self._readers += 1
        try:
            yield cursor
        finally:
            cursor.close()
            with self._gate:
                self._readers -= 1
                self._gate.notify_all()

    @contextmanager
    def writing(self) -> Iterator["Writing"]:
        """One write transaction, one at a time; anything raised inside leaves the file as it was.

        Inside `at_once` it is part of the one transaction that is under way.
        """
        with self._writer:
            if self._under_way is not None:
                yield self._under_way
                return
            with self._transaction(Writing) as writing:
                yield writing
        self.last_event = self._read_last_event()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Many writings as one transaction, all or none: for a file being built, of thousands of steps.

        The spans are made from the log at the end: settling after every step was two thirds of the time.
        """
        with self._writer:
            with self._transaction(WritingAtOnce) as writing:
                self._under_way = writing
                try:
                    yield
                finally:
                    self._under_way = None
                for name in sorted(writing.unsettled):
                    writing.run_for("log/recomputed", contract.tables()[name])
                    writing.run_for("log/replace_spans", contract.tables()[name])
            self.last_event = self._read_last_event()

    @contextmanager
    def _transaction(self, kind: type[AnyWriting]) -> Iterator[AnyWriting]:
        with self.reading() as cursor:
            check_free_space(self.path)
            cursor.begin()
            try:
                yield kind(cursor)
                cursor.commit()
            except (duckdb.IOException, duckdb.FatalException, duckdb.TransactionException) as error:
                _rollback(cursor)
                self._reopen()
                raise Refusal("store.write_failed", file=self.path) from error
            except BaseException:
                _rollback(cursor)
                raise

    def checkpoint(self) -> None:
        """Everything into the file itself. Raises duckdb.Error when the disk does not take it."""
        self.rows("log/checkpoint")

    def forget_answers(self) -> None:
        """After a repair: answers kept from before are not those of the file any more."""
        self.identity = uuid.uuid4().hex

    def replace_file(self, swap: Callable[[], None]) -> None:
        """Lets the file go once nobody reads it, has `swap` put another in its place, and opens that one.

        Readers who come meanwhile wait. What `swap` raises is raised again with the file open as it then is.
        Raises Refusal, with nothing touched, when readers do not finish.
        """
        with self._writer:
            self.checkpoint()
            with self._nobody_reading():
                self._root.close()
                try:
                    swap()
                finally:
                    self._root = _connect(self.path)
                    self.shelf = Shelf(self._root)
                    self._lock_down()
            self.last_event = self._read_last_event()
            self.forget_answers()

    @contextmanager
    def _nobody_reading(self) -> Iterator[None]:
        """DuckDB keeps a file open, whatever its path names by then, until its last cursor is closed."""
        with self._gate:
            self._is_shut = True
            try:
                if not self._gate.wait_for(lambda: not self._readers, READERS_FINISH_SECONDS):
                    raise Refusal("store.busy", file=self.path)
                yield
            finally:
                self._is_shut = False
                self._gate.notify_all()

    def ready_to_publish(self) -> None:
        """Runs once, before the first rows are published after a start, what the server asked for."""
        with self._writer:  # a second person publishing at the same time waits for it too
            asked, self.before_first_publish = self.before_first_publish, None
            if asked is not None:
                asked()

    def _reopen(self) -> None:
        """A disk that fills up ends every session of DuckDB on the file; a new one has the old state."""
        self._root.close()
        self._root = _connect(self.path)
        self.shelf = Shelf(self._root)
        self._lock_down()

    def rows(self, name: str, **parameters: object) -> list[tuple[Any, ...]]:
        """All rows of the one statement in queries/<name>.sql."""
        with self.reading() as cursor:
            return run(cursor, statements(name)[0], parameters).fetchall()

    def _read_last_event(self) -> int:
        return int(self.rows("log/last_event")[0][0])

    def _check_is_ours(self) -> None:
        try:
            product, version, self._views_hash, _ = self.rows("log/read_meta")[0]
        except (duckdb.CatalogException, duckdb.BinderException, IndexError):
            raise Refusal("store.foreign", file=self.path) from None
        except duckdb.Error:
            raise Refusal("store.damaged", file=self.path) from None
        if product != PRODUCT:
            raise Refusal("store.foreign", file=self.path)
        if version > SCHEMA_VERSION:
            raise Refusal("store.newer", file=self.path, found=version, known=SCHEMA_VERSION)
        if version < SCHEMA_VERSION:
            raise Refusal("store.older", file=self.path, found=version, known=SCHEMA_VERSION)

    def _check_is_whole(self, had_log: bool) -> None:
        """A file cut short opens silently and fails when its end is read, so its last block must be there.

        With a write-ahead log just played back, blocks may not be in the file yet: nothing can be said.
        """
        if had_log:
            return
        with self.reading() as cursor, _damage_said(self.path):
            look = Writing(cursor)
            found = [look.rows_for("log/last_block", table)[0][0] for table in contract.tables().values()]
            block_size = look.rows("log/block_size")[0][0]
        last = max((block for block in found if block is not None), default=-1)
        if self.path.stat().st_size < FILE_HEADERS + (last + 1) * block_size:
            raise Refusal("store.damaged", file=self.path)

    def _bring_views_up_to_date(self) -> None:
        if self._views_hash == views_hash():
            return
        self.last_event = 0
        with self.writing() as writing:
            writing.make_views()

    def _lock_down(self) -> None:
        """From here on SQL can reach no file but the campaign's own folder."""
        folder = str(self.path.parent).replace("'", "''")
        self._root.execute(f"set allowed_directories = ['{folder}']")
        self._root.execute("set enable_external_access = false")
        self._root.execute("set lock_configuration = true")


class Writing:
    """The statements of one write transaction."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self.cursor = cursor
        self._is_built: bool | None = None  # None: not looked up yet
        # of the last event and of all batches: nobody else writes meanwhile
        self._last: tuple[int, dt.datetime | None] | None = None
        self._batches: int | None = None

    def run(self, name: str, **parameters: object) -> None:
        for statement in statements(name):
            run(self.cursor, statement, parameters).fetchall()

    def run_for(self, name: str, table: contract.Table, **parameters: object) -> None:
        for statement in statements_for(name, table.name, table.reading_order):
            run(self.cursor, statement, parameters).fetchall()

    def rows(self, name: str, **parameters: object) -> list[tuple[Any, ...]]:
        return run(self.cursor, statements(name)[0], parameters).fetchall()

    def rows_for(self, name: str, table: contract.Table, **parameters: object) -> list[tuple[Any, ...]]:
        return run(self.cursor, statements_for(name, table.name, table.key)[0], parameters).fetchall()

    def add_batch(self, **batch: object) -> str:
        """Notes that a batch exists and returns its receipt number."""
        if self._batches is None:
            self._batches = int(self.rows("log/next_batch")[0][0])
        self._batches += 1
        batch_id = f"B{self._batches:06d}"
        self._add("batch", batch_id=batch_id, **batch)
        return batch_id

    def _add(self, name: str, **row: object) -> None:
        self.run(f"log/append_{name}", **row)

    def batch_now(self, batch_id: str | None) -> tuple[Any, ...] | None:
        """Table, state, who handed it in and who passed it on; None: there is no such batch."""
        found = self.rows("log/batch_now", batch_id=batch_id)
        return found[0] if found else None

    def same_again(
        self, table: contract.Table, file_sha256: str | None, records_sha256: str | None
    ) -> str | None:
        """The batch of these bytes or rows that waits or stands as published."""
        hashes = {"file_sha256": file_sha256, "records_sha256": records_sha256}
        found = self.rows_for("log/same_again", table, **hashes)
        return str(found[0][0]) if found else None

    def review_levels(self) -> str:
        found = self.rows("log/review_levels")
        return str(found[0][0]) if found else "1"

    def append(self, table: contract.Table, rows: pa.Table) -> None:
        self.cursor.register("incoming", rows)
        self.run_for("log/append", table)
        self.cursor.unregister("incoming")

    def append_rows(self, name: str, rows: pa.Table, **parameters: object) -> None:
        """Runs queries/<name>.sql, which reads the rows as the table incoming."""
        self.cursor.register("incoming", rows)
        self.run(name, **parameters)
        self.cursor.unregister("incoming")

    def log(self, event: Event) -> int:
        """Adds an event and returns its number. Its time is never before the last one's."""
        last_no, last_at = self._last or self.rows("log/last_event")[0]
        at = event.at or dt.datetime.now(BEIJING).replace(tzinfo=None)
        if event.at is not None and self._takes_no_stated_time():
            raise ValueError("a stated time is only for a file being built")
        number, at = int(last_no) + 1, max(at, last_at or at)
        self._add(
            "event",
            event_no=number,
            logged_at=at,
            kind=event.kind,
            signed_by=event.signed_by,
            batch_id=event.batch_id,
            reason=event.reason,
            is_backfilled=event.at is not None,
        )
        self._last = number, at
        return number

    def _takes_no_stated_time(self) -> bool:
        if self._is_built is None:
            self._is_built = bool(self.rows("log/read_meta")[0][3])
        return self._is_built

    def make_views(self) -> None:
        for name in files("views"):
            self.run(name)
        self.run("log/mark_views", views_hash=views_hash())


class WritingAtOnce(Writing):
    """Thousands of steps: what they add goes into the file together, before anything looks at it.

    What a step must know of earlier ones is remembered: a statement for each took half of the time.
    """

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        super().__init__(cursor)
        self.unsettled: set[str] = set()  # tables whose spans are to be made from the log at the end
        self._waiting: dict[tuple[str, pa.Schema], list[pa.Table]] = {}
        self._logged: dict[str, list[dict[str, object]]] = {}  # rows of batch and event that wait likewise
        self._now: dict[object, tuple[Any, ...]] = {}  # of the batches of this writing
        self._hashes: set[tuple[object, object]] | None = None  # table and hash; None: not looked up yet
        self._levels: str | None = None

    def run(self, name: str, **parameters: object) -> None:
        self._put_in()
        super().run(name, **parameters)

    def run_for(self, name: str, table: contract.Table, **parameters: object) -> None:
        self._put_in()
        super().run_for(name, table, **parameters)

    def rows(self, name: str, **parameters: object) -> list[tuple[Any, ...]]:
        self._put_in()
        return super().rows(name, **parameters)

    def rows_for(self, name: str, table: contract.Table, **parameters: object) -> list[tuple[Any, ...]]:
        self._put_in()
        return super().rows_for(name, table, **parameters)

    def append(self, table: contract.Table, rows: pa.Table) -> None:
        self._waiting.setdefault((table.name, rows.schema), []).append(rows)

    def batch_now(self, batch_id: str | None) -> tuple[Any, ...] | None:
        return self._now.get(batch_id) or super().batch_now(batch_id)

    def same_again(
        self, table: contract.Table, file_sha256: str | None, records_sha256: str | None
    ) -> str | None:
        if self._hashes is None:
            self._hashes = {(name, one) for name, *both in self.rows("log/batch_hashes") for one in both}
        asked = {(table.name, one) for one in (file_sha256, records_sha256) if one is not None}
        return super().same_again(table, file_sha256, records_sha256) if asked & self._hashes else None

    def review_levels(self) -> str:
        if self._levels is None:  # the spans of settings stay as they are until the end
            self._levels = super().review_levels()
        return self._levels

    def _add(self, name: str, **row: object) -> None:
        self._logged.setdefault(name, []).append(row)
        if name == "batch":
            self._now[row["batch_id"]] = (row["table_name"], None, None, None)
            if self._hashes is not None:
                self._hashes |= {(row["table_name"], row[name]) for name in ("file_sha256", "records_sha256")}
        elif row["batch_id"] in self._now:
            table_name, state, submitted_by, passed_by = self._now[row["batch_id"]]
            by = row["signed_by"]
            passed_by = by if row["kind"] == "passed" else passed_by
            self._now[row["batch_id"]] = (
                table_name,
                row["kind"],
                by if state is None else submitted_by,
                passed_by,
            )

    def _put_in(self) -> None:
        waiting = [(name, pa.concat_tables(parts)) for (name, _), parts in self._waiting.items()]
        waiting += [(name, pa.Table.from_pylist(rows)) for name, rows in self._logged.items()]
        self._waiting, self._logged = {}, {}
        for name, rows in waiting:
            self.cursor.register("incoming", rows)
            run(self.cursor, statements_for("log/append", name, ())[0], {})
            self.cursor.unregister("incoming")


def run(
    cursor: duckdb.DuckDBPyConnection, statement: Statement, parameters: dict[str, Any]
) -> duckdb.DuckDBPyConnection:
    """Runs one statement with just the parameters it names."""
    wanted = {name: parameters[name] for name in statement.parameters}
    return cursor.execute(statement.sql, wanted) if wanted else cursor.execute(statement.sql)


def create(path: Path) -> None:
    """Makes an empty campaign file: tables, spans, views, no event. The caller makes sure `path` is free."""
    check_free_space(path)
    root = duckdb.connect(str(path))
    try:
        writing = Writing(root)
        root.begin()  # one write to the disk, not one for each table and view
        for name in files("schema"):
            writing.run(name)
        for table in contract.tables().values():
            writing.run_for("log/make_span", table)
        now = dt.datetime.now(BEIJING).replace(tzinfo=None)
        writing.run("log/write_meta", product=PRODUCT, schema_version=SCHEMA_VERSION, created_at=now)
        writing.make_views()
        root.commit()
        writing.run("log/checkpoint")
    finally:
        root.close()


def check_free_space(path: Path) -> None:
    free = shutil.disk_usage(path.parent).free
    if free < FREE_BYTES_NEEDED:
        raise Refusal("store.disk_full", folder=path.parent, free_mb=free // 2**20)


def views_hash() -> str:
    texts = sorted(path.read_bytes() for path in (QUERIES / "views").glob("*.sql"))
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    if not path.is_file():
        raise Refusal("store.missing", file=path)
    threads = THREADS if path.stat().st_size > BIG_FILE else 1
    try:
        return duckdb.connect(str(path), config={"memory_limit": "1GB", "threads": threads})
    except duckdb.Error as error:
        raise _why_not(path, str(error)) from None


@contextmanager
def _damage_said(path: Path) -> Iterator[None]:
    try:
        yield
    except duckdb.IOException:
        raise Refusal("store.damaged", file=path) from None


def _why_not(path: Path, message: str) -> Refusal:
    """DuckDB's own words turned into ours (the texts are those of 1.5.5 and 2.0.0)."""
    if "Conflicting lock" in message or "being used by another process" in message:
        return Refusal("store.in_use", file=path)
    if "version number" in message and "can only read" in message:
        return Refusal("store.newer_duckdb", file=path)
    if "not a valid DuckDB database" in message:
        return Refusal("store.not_duckdb", file=path)
    return Refusal("store.damaged", file=path)


def _rollback(cursor: duckdb.DuckDBPyConnection) -> None:
    with contextlib.suppress(duckdb.Error):  # DuckDB may have ended the transaction itself
        cursor.rollback()
