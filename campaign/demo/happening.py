"""What happens in the demo year: rows handed in, what becomes of them, and signed acts, each at its time."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

from campaign import contract

Row = Mapping[str, Any]
PLACES = Decimal("0.0001")  # as the contract keeps numbers


@dataclass(frozen=True)
class HandedIn:
    """A batch. `name` is what later steps call it: its receipt number is given when it is built."""

    at: dt.datetime
    name: str
    table: str
    rows: tuple[Row, ...]
    title: str
    by: str
    note: str | None = None


@dataclass(frozen=True)
class Step:
    """What becomes of a batch. kind: published | returned | taken_back | withdrawn | restored."""

    at: dt.datetime
    name: str
    kind: str
    by: str
    reason: str | None = None


@dataclass(frozen=True)
class Act:
    at: dt.datetime
    table: str
    rows: tuple[Row, ...]
    title: str
    by: str
    reason: str | None = None


Happening = HandedIn | Step | Act


def published(batch: HandedIn, by: str, hours: float = 3, reason: str | None = None) -> list[Happening]:
    """The batch, and another person's yes some hours later."""
    return [batch, Step(batch.at + dt.timedelta(hours=hours), batch.name, "published", by, reason)]


def table_of(name: str, rows: Iterable[Row]) -> pa.Table:
    """Rows of the contract's table with row_no (a header would be row 1); what a row leaves out is empty."""
    listed = list(rows)
    columns = {field.name: _column(field, listed) for field in contract.tables()[name].fields}
    return pa.table({**columns, "row_no": pa.array(range(2, len(listed) + 2), pa.int64())})


def _column(field: contract.Field, rows: list[Row]) -> pa.Array:
    values = [row.get(field.name, "" if field.keeps_empty else None) for row in rows]
    if field.type == "number":
        values = [value if value is None else Decimal(str(value)).quantize(PLACES) for value in values]
    return pa.array(values, contract.ARROW_TYPES[field.type])
