"""Text to a sheet: CSV by the standard library, pasted cells. Row numbers are the file's lines."""

import csv
import gc
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice, zip_longest
from typing import Any

import numpy as np
import pyarrow as pa

from campaign.intake.sheet import Limits, Sheet, sheet_of
from campaign.words import Refusal

DELIMITERS = ",\t;|，"
SAMPLE_CHARS, SAMPLE_ROWS = 65_536, 60  # to choose the delimiter by
CHUNK = 5_000  # rows held as Python text at once; a million whole would take a gigabyte
SEP = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n?", re.IGNORECASE)  # what Excel itself writes and obeys
LINE_BREAK = re.compile(r"\r\n|\r|\n")


def parse(
    text: str,
    encoding: str | None,
    is_header_word: Callable[[str], bool],
    limits: Limits,
    delimiter: str | None = None,
) -> Sheet:
    """The sheet of a CSV text. Raises Refusal for a quote never closed and for more than the limits."""
    stated = SEP.match(text, 0)
    delimiter = stated[1] if stated else delimiter or _delimiter(text, is_header_word)
    body = text[stated.end() :] if stated else text
    skipped_lines = 1 if stated else 0
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    chunks: list[list[pa.Array]] = []
    numbers: list[np.ndarray] = []
    with _collector_at_rest():
        for rows, starts in _chunks(reader, delimiter, skipped_lines):
            chunks.append(_columns(rows, limits))
            numbers.append(starts)
    return sheet_of(
        _joined(chunks, [len(starts) for starts in numbers]),
        np.concatenate(numbers) if numbers else np.zeros(0, np.int64),
        limits,
        encoding=encoding,
    )


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Rows are lists that hold no cycles; looking for some took a fifth of the time of a million."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def sheet_of_rows(rows: list[list[str]], numbers: list[int], limits: Limits) -> Sheet:
    """Rows that are cells already, with the numbers they have."""
    starts = np.array(numbers, np.int64)
    return sheet_of(_joined([_columns(rows, limits)], [len(rows)]), starts, limits)


def _chunks(reader: Any, delimiter: str, skipped_lines: int) -> Iterator[tuple[list[list[str]], np.ndarray]]:
    while True:
        before = reader.line_num
        try:
            rows = list(islice(reader, CHUNK))
        except csv.Error as error:
            raise _why(error, reader.line_num + skipped_lines) from None
        if not rows:
            return
        first = before + skipped_lines + 1
        if reader.line_num - before == len(rows):
            yield rows, np.arange(first, first + len(rows), dtype=np.int64)
        else:
            yield rows, _starts(rows, first, delimiter)


def _why(error: csv.Error, row: int) -> Refusal:
    if "field larger" in str(error):
        return Refusal("intake.endless_cell", row=row)
    if "unexpected end" in str(error):
        return Refusal("intake.open_quote", row=row)
    return Refusal("intake.stray_quote", row=row)


def _starts(rows: list[list[str]], first: int, delimiter: str) -> np.ndarray:
    """The line each row starts on, where cells have line breaks in them."""
    lines = []
    for cells in rows:
        lines.append(first)
        _check_not_swallowed(cells, first, delimiter)
        first += 1 + sum(len(LINE_BREAK.findall(cell)) for cell in cells if "\n" in cell or "\r" in cell)
    return np.array(lines, np.int64)


def _check_not_swallowed(cells: list[str], row: int, delimiter: str) -> None:
    """A cell that holds whole rows begins with a quote that was closed by another cell's."""
    if len(cells) < 3:
        return
    for cell in cells:
        if any(line.count(delimiter) >= len(cells) - 1 for line in LINE_BREAK.split(cell)[1:]):
            raise Refusal("intake.open_quote", row=row)


def _columns(rows: list[list[str]], limits: Limits) -> list[pa.Array]:
    if max(map(len, rows)) > limits.columns:
        rows = [_without_blank_end(cells) for cells in rows]
        width = max(map(len, rows))
        if width > limits.columns:
            raise Refusal("intake.too_many_columns", count=width, most=limits.columns)
    return [pa.array(column, pa.string()) for column in zip_longest(*rows, fillvalue="")]


def _without_blank_end(cells: list[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _joined(chunks: list[list[pa.Array]], heights: list[int]) -> list[pa.ChunkedArray]:
    """Chunks one under another; one that has fewer columns has blank cells there."""
    width = max(map(len, chunks), default=0)
    return [
        pa.chunked_array(
            [
                chunk[place] if place < len(chunk) else pa.repeat(pa.scalar(""), height)
                for chunk, height in zip(chunks, heights, strict=True)
            ],
            pa.string(),
        )
        for place in range(width)
    ]


def _delimiter(text: str, is_header_word: Callable[[str], bool]) -> str:
    """The one that shows most header words; where none does, the one that parts the rows most evenly."""
    return max(
        DELIMITERS,
        key=lambda delimiter: (*_fit(text, delimiter, is_header_word), -DELIMITERS.index(delimiter)),
    )


def _fit(text: str, delimiter: str, is_header_word: Callable[[str], bool]) -> tuple[int, float]:
    sample = csv.reader(io.StringIO(text[:SAMPLE_CHARS], newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        rows.extend(islice(sample, SAMPLE_ROWS))
    except csv.Error:
        return 0, 0.0
    rows = [cells for cells in rows if any(cell.strip() for cell in cells)]
    if not rows:
        return 0, 0.0
    hits = max(sum(map(is_header_word, cells)) for cells in rows[:20])
    width, count = Counter(len(cells) for cells in rows).most_common(1)[0]
    return (hits if width > 1 or hits > 1 else 0), (count / len(rows) if width > 1 else 0.0)
