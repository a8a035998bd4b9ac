"""Ask one question of queries/questions with a reader's Filters and get a frame.

A question at an event has one answer for ever (the log is append-only), so answers are kept, and with them
what is made of them for a reader: a chart, a table.
"""

import datetime as dt
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import duckdb
import pandas as pd
import pyarrow as pa

from campaign import contract
from campaign.filters import Filters
from campaign.methods.rows import Row, rows
from campaign.statements import statements, statements_for
from campaign.store import Store, run
from campaign.words import Refusal

# whole numbers and truths some of which are missing: pandas would make them floats and objects
NULLABLE = {pa.int64(): pd.Int64Dtype(), pa.int32(): pd.Int32Dtype(), pa.bool_(): pd.BooleanDtype()}
KEPT = 512  # a board of ten pages, a few units and days, two languages; each is some kilobytes
LENT = 10  # copies of a frame before it is copied whole: text is not copied even then

Key = tuple[Hashable, ...]
T = TypeVar("T")

_kept: "OrderedDict[Key, Any]" = OrderedDict()
_lock = threading.Lock()


def ask(store: Store, question: str, filters: Filters) -> pd.DataFrame:
    """The answer to queries/questions/<question>.sql; its header states grain and columns.

    Only the filters the question names matter. The frame is the caller's own (copy-on-write).
    """
    return _answer(store, question, filters).lend()


def content_of(store: Store, question: str, filters: Filters) -> bytes:
    """Equal where the answers say the same: most events leave most answers as they were."""
    return _answer(store, question, filters).digest


@dataclass
class Shared:
    """A frame that is kept and lent to all who ask for it."""

    frame: pd.DataFrame
    lent: int = 0

    def lend(self) -> pd.DataFrame:
        """A frame of the same columns, the caller's own. pandas notes each such copy with every column, and
        forgets the ones that are gone only from 500 on: after some, a new frame takes the place of the one
        kept, with nothing noted yet.
        """
        self.lent += 1
        if self.lent % LENT == 0:
            self.frame = self.frame.copy()
        return self.frame.copy(deep=False)


@dataclass
class _Answer(Shared):
    digest: bytes = b""  # of the rows


def _answer(store: Store, question: str, filters: Filters) -> _Answer:
    wanted = _wanted(store, question, filters)
    return kept((store.identity, (question, wanted)), lambda: _answered(store, question, dict(wanted)))


def table_of(store: Store, table: contract.Table, known_on: int) -> pa.Table:
    """A whole table as known at an event: the contract's columns, batch_id and row_no, in the key's order."""
    with _whole(store, table, known_on) as answer:
        return answer.to_arrow_table()


def frame_of(store: Store, table: contract.Table, known_on: int) -> pd.DataFrame:
    """The same as DuckDB's own frame: numbers as floats, days as timestamps."""
    with _whole(store, table, known_on) as answer:
        return answer.df()


@contextmanager
def _whole(store: Store, table: contract.Table, known_on: int) -> Iterator[duckdb.DuckDBPyConnection]:
    statement = statements_for("log/export_table", table.name, table.key)[0]
    with store.reading() as cursor:
        yield run(cursor, statement, {"known_on": known_on})


def told(store: Store, question: str, filters: Filters) -> list[Row]:
    """The same answer row by row, for what says it in words. Kept and shared: read it, do not change it."""
    return kept((*asked(store, filters, question), "rows"), lambda: rows(ask(store, question, filters)))


def asked(store: Store, filters: Filters, *questions: str) -> Key:
    """The key of what is made of these questions' answers: all that the answers depend on, no more."""
    return (store.identity, *((question, _wanted(store, question, filters)) for question in questions))


def kept(key: Key, make: Callable[[], T]) -> T:
    """What `make` gave when this key was last asked for; made now if that is forgotten.

    The key begins with what `asked` says, or is all the figures it is made of. What is kept is shared by all
    readers: nobody changes it.
    """
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = make()
    with _lock:
        _kept[key] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def forget() -> None:
    """Everything kept, as if nobody had asked yet."""
    with _lock:
        _kept.clear()


def _wanted(store: Store, question: str, filters: Filters) -> tuple[tuple[str, Any], ...]:
    # a question about the log itself names last_event, so that its answer too belongs to an event
    return tuple(
        (name, store.last_event if name == "last_event" else getattr(filters, name))
        for name in _parameters(question)
    )


@cache
def _parameters(question: str) -> tuple[str, ...]:
    return tuple(sorted(statements(f"questions/{question}")[0].parameters))


def _answered(store: Store, question: str, wanted: dict[str, Any]) -> _Answer:
    statement = statements(f"questions/{question}")[0]
    with store.reading() as cursor, store.shelf.lent(cursor, store.identity, statement, wanted) as lent:
        found = run(cursor, lent, wanted).to_arrow_table()
    return _Answer(_frame(found), digest=_digest(found))


def _digest(found: pa.Table) -> bytes:
    written = pa.BufferOutputStream()
    with pa.ipc.new_stream(written, found.schema) as stream:
        stream.write_table(found)
    return hashlib.sha1(written.getvalue(), usedforsecurity=False).digest()  # the quickest there is


def _frame(rows: pa.Table) -> pd.DataFrame:
    """The rows as DuckDB's own .df() gives them, but text stays in Arrow: of 25,000 rows in 2 ms, not 40."""
    frame = rows.to_pandas(date_as_object=False, split_blocks=True, use_threads=False)
    for name, column in zip(rows.column_names, rows.columns, strict=True):
        if column.null_count and column.type in NULLABLE:
            frame[name] = column.to_pandas(types_mapper=NULLABLE.get)
    return frame


def event_of(store: Store, known_on: str | None) -> int:
    """The event number meant by a day (its last event), an event number, or nothing (the last event).

    Raises Refusal for anything else, and for an event that has not happened.
    """
    if not known_on:
        return store.last_event
    if known_on.isascii() and known_on.isdigit() and len(known_on) < 8:
        if int(known_on) > store.last_event:
            raise Refusal("known.not_yet", found=known_on, last=store.last_event)
        return int(known_on)
    try:
        day = dt.date.fromisoformat(known_on)
    except ValueError:
        raise Refusal("known.not_a_day", found=known_on) from None
    return int(store.rows("questions/event_of_day", day=day)[0][0])
