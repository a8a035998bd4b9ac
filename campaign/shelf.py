"""Answers of the macros that questions share, kept as tables in memory for the questions that read them.

On a small file nearly all of a question's time goes into planning: macros of macros are bound and optimised
anew each time; on a big one into reading the same figures again. A table with the macro's answer is only
looked up (ratios: tests/benchmarks/README.md).
"""

import contextlib
import itertools
import threading
from collections import Counter, OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from campaign.statements import (
    Call,
    Statement,
    answer_to,
    shared_calls,
    statement_on_shelf,
    statements,
    with_answers,
)

KEPT = 48  # answers; a whole board has about 20 at an event
MOST_ROWS = 30_000  # of one answer, 1 MB of figures: bigger ones would fill the memory

Key = tuple[str, str]
_numbers = itertools.count()  # of all shelves: one file opened twice in a process has one shelf


class Shelf:
    """The shelf of one opened file. Safe to use from many threads.

    An answer belongs to an event and never changes, so one is only ever added or taken away.
    """

    def __init__(self, root: duckdb.DuckDBPyConnection) -> None:
        root.execute(statements("shelf/open")[0].sql)
        self._tables: OrderedDict[Key, str] = OrderedDict()
        self._readers: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._making = threading.RLock()  # an answer may be made of others
        # calls that had more than MOST_ROWS once: not tried again, a file only grows
        self._too_big: set[tuple[str, Call]] = set()

    @contextmanager
    def lent(
        self, cursor: duckdb.DuckDBPyConnection, identity: str, statement: Statement, given: dict[str, Any]
    ) -> Iterator[Statement]:
        """The statement as it reads from the shelf. What it reads stays there as long as it is lent."""
        taken: list[str] = []
        try:
            yield self._reading(cursor, identity, statement, given, taken)
        finally:
            with self._lock:
                self._readers.subtract(taken)

    def _reading(
        self,
        cursor: duckdb.DuckDBPyConnection,
        identity: str,
        statement: Statement,
        given: dict[str, Any],
        taken: list[str],
    ) -> Statement:
        """An answer that is too big to keep is worked out in its place, from what of it is kept.

        `taken` is told each table that is read.
        """
        sources: dict[Call, str] = {}
        for call in shared_calls(statement):
            table = self._take(cursor, identity, call, given)
            if table is not None:
                taken.append(table)
                sources[call] = f"shelf.{table}"
            else:
                answer = self._reading(cursor, identity, answer_to(call), given, taken)
                sources[call] = f"(\n{answer.sql}\n)"
        return with_answers(statement, sources)

    def _take(
        self, cursor: duckdb.DuckDBPyConnection, identity: str, call: Call, given: dict[str, Any]
    ) -> str | None:
        key = (identity, call.filled(given))
        if (identity, call) in self._too_big:
            return None
        with self._lock:
            if key in self._tables:
                return self._counted(key)
        with self._making:
            with self._lock:
                if key in self._tables:  # made by another reader meanwhile
                    return self._counted(key)
            with self.lent(cursor, identity, answer_to(call), given) as answer:
                table = _make(cursor, answer, given)
            with self._lock:
                if table is None:
                    self._too_big.add((identity, call))
                    return None
                self._tables[key] = table
                taken, dropped = self._counted(key), self._surplus()
            for name in dropped:
                _drop(cursor, name)
            return taken

    def _counted(self, key: Key) -> str:
        self._tables.move_to_end(key)
        table = self._tables[key]
        self._readers[table] += 1
        return table

    def _surplus(self) -> list[str]:
        """Forgets the answers asked for longest ago that nobody reads, and says which tables they were."""
        unread = [key for key, table in self._tables.items() if not self._readers[table]]
        dropped = [self._tables.pop(key) for key in unread[: max(0, len(self._tables) - KEPT)]]
        for table in dropped:
            del self._readers[table]
        return dropped


def _make(cursor: duckdb.DuckDBPyConnection, answer: Statement, given: dict[str, Any]) -> str | None:
    """The name of the table with an answer; None if it is too big."""
    table = f"answer_{next(_numbers)}"
    put = statement_on_shelf("shelf/put", table, answer)
    wanted = {name: {**given, "most_rows": MOST_ROWS}[name] for name in put.parameters}
    [(rows,)] = cursor.execute(put.sql, wanted).fetchall()
    if rows > MOST_ROWS:
        _drop(cursor, table)
        return None
    # someone who has read since before it was made holds that up: the next answer presses this one too
    with contextlib.suppress(duckdb.TransactionException):
        cursor.execute(statements("shelf/press")[0].sql)
    return table


def _drop(cursor: duckdb.DuckDBPyConnection, table: str) -> None:
    cursor.execute(statement_on_shelf("shelf/drop", table).sql)
