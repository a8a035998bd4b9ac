"""The sqlite3 file of accounts: opened for one piece of work and closed again; SQL in queries/accounts.

Several processes may hold it at once (the server, commands), so every change is one immediate transaction.
"""

import hashlib
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from campaign.settings import settings
from campaign.statements import statements
from campaign.words import Refusal

WAIT_SECONDS = 10.0  # for another process to finish its change
FOR_EVER = frozenset({"account_act", "account"})  # what nobody may take out, by whatever statement
AS_WRITTEN = frozenset({"account_act"})  # … nor change

_ready: set[tuple[Path, int]] = set()  # files this process has given their tables, by path and inode


class Opened:
    """The open file, inside one transaction when it is open for changes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, name: str, /, **parameters: object) -> list[dict[str, Any]]:
        """All rows of the one statement in queries/accounts/<name>.sql, each by its columns."""
        return [dict(row) for row in self._run(name, parameters)]

    def row(self, name: str, /, **parameters: object) -> dict[str, Any] | None:
        return next(iter(self.rows(name, **parameters)), None)

    def run(self, name: str, /, **parameters: object) -> int:
        """Runs a change and returns how many rows it touched."""
        return self._run(name, parameters).rowcount

    def record(self, who: str, what: str, whom: str, detail: str = "") -> None:
        """Adds a line to what was done to accounts; no statement can change or remove one."""
        self.run("append_act", at=now(), who=who, what=what, whom=whom, detail=detail)

    def _run(self, name: str, parameters: dict[str, object]) -> sqlite3.Cursor:
        return self._connection.execute(statements(f"accounts/{name}")[0].sql, parameters)


@contextmanager
def reading() -> Iterator[Opened]:
    """Raises Refusal for a file that is damaged or none of ours."""
    with closing(_connect(settings().accounts_file)) as connection:
        yield Opened(connection)


@contextmanager
def changing() -> Iterator[Opened]:
    """One change, whole or not at all; waits for the change of another process."""
    with closing(_connect(settings().accounts_file)) as connection:
        connection.execute("begin immediate")
        try:
            yield Opened(connection)
        except BaseException:
            connection.rollback()
            raise
        connection.commit()


def now() -> int:
    return int(time.time())


def digest(secret: str) -> str:
    """What is kept of a session id or a token: both are random and long, so a plain hash hides them."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _connect(path: Path) -> sqlite3.Connection:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # its -wal and -shm get the same mode from sqlite
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
    connection.row_factory = sqlite3.Row
    try:
        _make_tables(connection, (path, path.stat().st_ino))
    except sqlite3.DatabaseError:
        connection.close()
        raise Refusal("account.file_unreadable", file=path) from None
    connection.set_authorizer(_allowed)
    return connection


def _make_tables(connection: sqlite3.Connection, known_as: tuple[Path, int]) -> None:
    if known_as in _ready:
        return
    for statement in statements("accounts/schema"):
        connection.execute(statement.sql).fetchall()
    _ready.add(known_as)


def _allowed(action: int, table: str | None, *_rest: object) -> int:
    is_removal = action == sqlite3.SQLITE_DELETE and table in FOR_EVER
    is_rewriting = action == sqlite3.SQLITE_UPDATE and table in AS_WRITTEN
    return sqlite3.SQLITE_DENY if is_removal or is_rewriting else sqlite3.SQLITE_OK
