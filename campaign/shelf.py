"""Answers of the macros that questions share, kept as tables in memory for the questions that read them.

On a small file nearly all of a question's time goes into planning: macros of macros are bound and optimised
anew each time. Read from a table that holds the macro's answer, the questions of the page take MEASURED.
"""

import contextlib
import itertools
import threading
from collections import Counter, OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from campaign.statements import Call, Statement, shared_calls, statement_on_shelf, statements, with_answers

KEPT = (
    48  # answers; an event, a day and a period of a whole board have about 20, of 50 KB (page) to 1 MB each
)
# A bigger file spends its time on rows, and its answers would fill the memory.
MOST_ROWS = 30_000

Key = tuple[Hashable, ...]
_numbers = itertools.count()  # of all shelves: one file opened twice in a process has one shelf


class Shelf:
    """The shelf of one opened file. Safe to use from many threads.

    An answer belongs to an event and never changes, so one is only ever added or taken away.
    """

    def __init__(self, root: duckdb.DuckDBPyConnection) -> None:
        root.execute(statements("shelf/open")[0].sql)
        self._tables: OrderedDict[Key, str | None] = OrderedDict()  # None: too many rows to be kept
        self._readers: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._making = threading.Lock()

    @contextmanager
    def lent(
        self, cursor: duckdb.DuckDBPyConnection, identity: str, statement: Statement, given: dict[str, Any]
    ) -> Iterator[Statement]:
        """The statement as it reads from the shelf. What it reads stays there as long as it is lent."""
        tables: dict[Call, str] = {}
        try:
            for call in shared_calls(statement):
                key = (identity, call.sql, *(given[name] for name in call.parameters))
                table = self._take(cursor, key, call, given)
                if table is not None:
                    tables[call] = table
            yield with_answers(statement, tables)
        finally:
            with self._lock:
                self._readers.subtract(tables.values())

    def _take(
        self, cursor: duckdb.DuckDBPyConnection, key: Key, call: Call, given: dict[str, Any]
    ) -> str | None:
        with self._lock:
            if key in self._tables:
                return self._counted(key)
        with self._making:
            with self._lock:
                if key in self._tables:  # made by another reader meanwhile
                    return self._counted(key)
            table = _make(cursor, call, given)
            with self._lock:
                self._tables[key] = table
                taken, dropped = self._counted(key), self._surplus()
            for name in dropped:
                _drop(cursor, call, name)
            return taken

    def _counted(self, key: Key) -> str | None:
        self._tables.move_to_end(key)
        table = self._tables[key]
        if table is not None:
            self._readers[table] += 1
        return table

    def _surplus(self) -> list[str]:
        """Forgets the answers asked for longest ago that nobody reads, and says which tables they were."""
        unread = [key for key, table in self._tables.items() if table is None or not self._readers[table]]
        found = [self._tables.pop(key) for key in unread[: max(0, len(self._tables) - KEPT)]]
        return [table for table in found if table is not None]


def _make(cursor: duckdb.DuckDBPyConnection, call: Call, given: dict[str, Any]) -> str | None:
    """The name of the table with a call's answer; None if it is too big."""
    [(rows,)] = cursor.execute(statements("shelf/largest")[0].sql).fetchall()
    if rows > MOST_ROWS:
        return None
    table = f"answer_{next(_numbers)}"
    put = statement_on_shelf("shelf/put", call, table)
    wanted = {name: {**given, "most_rows": MOST_ROWS}[name] for name in put.parameters}
    [(rows,)] = cursor.execute(put.sql, wanted).fetchall()
    if rows > MOST_ROWS:
        _drop(cursor, call, table)
        return None
    with contextlib.suppress(
        duckdb.TransactionException
    ):  # someone reads since before: the next one presses both
        cursor.execute(statements("shelf/press")[0].sql)
    return table


def _drop(cursor: duckdb.DuckDBPyConnection, call: Call, table: str) -> None:
    cursor.execute(statement_on_shelf("shelf/drop", call, table).sql)
