"""Campaign files whose tables are drawn in the test, entered through the real door by two persons.

A drawn table shows the columns that matter, separated by |; an empty cell is empty, a column that is not
drawn gets a plain value where the contract asks for one.
"""

import csv
import tempfile
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from campaign import contract
from campaign import store as stores
from campaign.ask import ask
from campaign.filters import Filters
from campaign.intake import publishing
from campaign.store import Store

CLERK, REVIEWER = "经办", "审核"
DAY = "2021-09-17"

PLAIN: dict[str, dict[str, str]] = {
    "unit": {"level": "town", "comparable_group": "town", "active": "true", "assessment": "comprehensive"},
    "metric": {
        "kind": "cumulative",
        "frequency": "month",
        "direction": "up",
        "additive": "true",
        "comparable": "group",
        "use_class": "outcome",
        "group_code": "service",
    },
    "observation": {"qualifier": "exact", "coverage": "own"},
    "target": {"kind": "target", "subject": "metric", "op": "ge", "qualifier": "exact", "coverage": "own"},
    "theme": {"kind": "goal"},
}

Row = dict[str, str]


@cache
def blank() -> bytes:
    """A built campaign file in which nothing has happened; made once, as that takes a third of a second."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blank.duckdb"
        stores.create(path)
        store = Store(path)
        with store.writing() as writing:
            writing.run("log/mark_built")
        store.close()
        return path.read_bytes()


def empty(path: Path) -> Store:
    """A built campaign file in which nothing has happened yet."""
    path.write_bytes(blank())
    return Store(path)


def draw(path: Path, **tables: str) -> Store:
    """A campaign file that holds the drawn tables, each published as one batch in the contract's order."""
    store = empty(path)
    for name in contract.tables():
        if name in tables:
            enter(store, name, tables[name])
    return store


def enter(store: Store, table: str, drawn: str) -> str:
    """Hands in a drawn table, publishes it by another person, and returns the receipt number."""
    batch_id = hand_in(store, table, drawn)
    publishing.publish(store, batch_id, by=REVIEWER)
    return batch_id


def hand_in(store: Store, table: str, drawn: str, by: str = CLERK) -> str:
    source = publishing.Source(f"drawn {table}", f"{table}.csv")
    return publishing.submit(store, table, rows_of(table, drawn), source, by=by)


def strike(store: Store, batch_id: str, row: int, table: str = "observation") -> str:
    """Hands in and publishes the strike of one row; returns the strike's own receipt number."""
    rows = publishing.strikes([(table, batch_id, row, "录入有误")])
    struck = publishing.submit(store, "strike", rows, publishing.Source("作废", "form"), by=CLERK)
    publishing.publish(store, struck, by=REVIEWER)
    return struck


def rows_of(name: str, drawn: str) -> pa.Table:
    """The drawn rows as the contract's reader gives them; the first is row 2, as in a file."""
    table = contract.tables()[name]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.csv"
        write_csv(path, table.columns, [_filled(table, row, no) for no, row in enumerate(_cells(drawn), 1)])
        return contract.read_rows(path, table)


def write_csv(path: Path, columns: Sequence[str], rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


def _cells(drawn: str) -> list[Row]:
    lines = [[cell.strip() for cell in line.split("|")] for line in drawn.strip().splitlines()]
    return [dict(zip(lines[0], cells, strict=True)) for cells in lines[1:]]


def _filled(table: contract.Table, row: Row, number: int) -> Row:
    assert set(row) <= set(table.columns), set(row) - set(table.columns)
    plain = PLAIN.get(table.name, {})
    return {
        field.name: row.get(field.name, plain.get(field.name, _plain_cell(table, field, row, number)))
        for field in table.fields
    }


def _plain_cell(table: contract.Table, field: contract.Field, row: Row, number: int) -> str:
    if not field.is_required:
        return ""
    if field.choices:
        return field.choices[0]
    by_type = {"integer": str(number), "number": "0", "date": DAY, "boolean": "false"}
    named = row.get("value", row.get("name", row.get(table.key[-1], field.name)))
    return by_type.get(field.type, named)


def told(
    store: Store,
    question: str,
    columns: str,
    *,
    known_on: int | None = None,
    period: str | None = None,
    unit_id: str | None = None,
    metric_id: str | None = "m",
    goal: str | None = None,
    comparable_group: str | None = None,
) -> list[tuple[Any, ...]]:
    """The chosen columns of an answer as rows, a missing value as None; known now unless told otherwise."""
    frame = ask(
        store,
        question,
        Filters(
            known_on=store.last_event if known_on is None else known_on,
            period=date.fromisoformat(period) if period else None,
            unit_id=unit_id,
            metric_id=metric_id,
            goal=goal,
            comparable_group=comparable_group,
        ),
    )
    return [tuple(_plain(cell) for cell in row) for row in frame[columns.split()].itertuples(index=False)]


def _plain(cell: Any) -> Any:
    if isinstance(cell, np.ndarray):
        return cell.tolist()
    return None if pd.isna(cell) else cell
