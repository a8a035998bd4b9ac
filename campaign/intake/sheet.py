"""A sheet as it was read: text in columns, with the rows' own numbers; and the limits it had to keep."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from campaign.intake.checked import Problem
from campaign.words import Refusal

NOT_CALCULATED = "#未计算"  # stands in a cell whose formula was saved without its value
GAP_LISTED = 100  # blank rows named one by one between two rows that are not; more are a new table


@dataclass(frozen=True)
class Limits:
    """What a file may be at most; the answer to more is a sentence."""

    file_bytes: int = 10 * 2**20
    rows: int = 20_000
    columns: int = 300
    cell_chars: int = 2_000
    grid_rows: int = 20_000  # Checked.grid is kept up to this many


PAGE = Limits()
COMMAND = Limits(file_bytes=512 * 2**20, rows=1_000_000)
ABOVE_THE_DATA = 100  # title, header and footer rows that the limit of rows does not count


@dataclass(frozen=True)
class Sheet:
    """Rows that hold anything. Cells are text as shown, without white space around; '' is a blank cell."""

    columns: tuple[pa.ChunkedArray, ...]  # all of one length
    numbers: np.ndarray  # int64: each row as the sheet numbers it
    blank: tuple[int, ...] = ()  # rows between them that hold nothing
    name: str | None = None  # None: not from a workbook
    encoding: str | None = None  # None: not from text
    problems: tuple[Problem, ...] = ()  # what is told of the sheet as a whole

    @property
    def height(self) -> int:
        return len(self.numbers)

    def rows(self, first: int, after: int) -> list[tuple[str, ...]]:
        """Rows by their place, not their number, as tuples of text."""
        parts = [column.slice(first, after - first).to_pylist() for column in self.columns]
        return list(zip(*parts, strict=True))


def sheet_of(columns: list[pa.ChunkedArray], numbers: np.ndarray, limits: Limits, **told: object) -> Sheet:
    """Trims cells, leaves out columns and rows that hold nothing, and holds the rest against the limits."""
    trimmed = [pa.compute.utf8_trim_whitespace(column) for column in columns]
    filled = [np.asarray(pa.compute.not_equal(column, "")) for column in trimmed]
    width = max((place for place, cells in enumerate(filled, 1) if cells.any()), default=0)
    if width > limits.columns:
        raise Refusal("intake.too_many_columns", count=width, most=limits.columns)
    trimmed, filled = trimmed[:width], filled[:width]
    kept = np.logical_or.reduce(filled) if filled else np.zeros(len(numbers), bool)
    if kept.sum() > limits.rows + ABOVE_THE_DATA:
        raise Refusal("intake.too_many_rows", count=f"{int(kept.sum()):,}", most=f"{limits.rows:,}")
    if not kept.all():
        mask = pa.array(kept)
        trimmed = [column.filter(mask) for column in trimmed]
    _check_lengths(trimmed, numbers[kept], limits)
    told.setdefault("blank", tuple(numbers[~kept].tolist()))
    return Sheet(tuple(trimmed), numbers[kept], **told)  # type: ignore[arg-type]


def _check_lengths(columns: list[pa.ChunkedArray], numbers: np.ndarray, limits: Limits) -> None:
    for place, column in enumerate(columns):
        if not len(column):
            continue
        lengths = np.asarray(pa.compute.utf8_length(column))
        if lengths.max() > limits.cell_chars:
            raise too_long(int(numbers[int(lengths.argmax())]), place, int(lengths.max()), limits)


def too_long(row: int, place: int, count: int, limits: Limits) -> Refusal:
    return Refusal(
        "intake.too_long_cell",
        row=row,
        column=column_letters(place),
        count=f"{count:,}",
        most=f"{limits.cell_chars:,}",
    )


def gaps(numbers: list[int]) -> tuple[int, ...]:
    """The numbers missing between rows, where they are few."""
    found: list[int] = []
    for before, after in pairwise(numbers):
        if 1 < after - before <= GAP_LISTED:
            found.extend(range(before + 1, after))
    return tuple(found)


CELL = re.compile(r"[A-Z]{1,3}([0-9]+)")


def sheet_row(row: Mapping[str, Any]) -> int:
    """The row of the sheet a record stood in: its own number, where a row holds several that of its cell."""
    cell = CELL.fullmatch(row.get("place") or "")
    return int(cell[1]) if cell else row["row_no"]


def stood_at(row: Mapping[str, Any]) -> int | str:
    """Where a person finds a record in what was handed in: the row, or the cell where a row holds several."""
    return row["place"] if CELL.fullmatch(row.get("place") or "") else row["row_no"]


def column_letters(place: int) -> str:
    """0 -> A, 26 -> AA: what a sheet calls its columns."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
