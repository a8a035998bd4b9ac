"""CSV and XLSX of a frame, safe to open: no cell of text can become a formula."""

import io
import math
import re
from collections.abc import Iterable

import pandas as pd
import xlsxwriter

# A spreadsheet takes a cell that begins so for a formula, full-width signs included.
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """UTF-8 with BOM (so that Excel and WPS read the Chinese), \\r\\n, missing cells empty."""
    safe = inert(frame).rename(columns=_inert)
    text = safe.to_csv(index=False, lineterminator="\r\n", date_format="%Y-%m-%d")
    return text.encode("utf-8-sig")


def xlsx_bytes(frame: pd.DataFrame, *, sheet: str, notes: list[str]) -> bytes:
    """One sheet with a fixed, wrapped header, numbers as numbers, and `notes` (source, known-on) below it."""
    buffer = io.BytesIO()
    book = new_book(buffer)
    cells = Cells(book, book.add_worksheet(sheet_name(sheet)))
    lay_out(cells.page, header_row=0)
    for place, name in enumerate(frame.columns):
        cells.text(0, place, str(name), bold=True, text_wrap=True, valign="top", bottom=1)
        cells.page.set_column(place, place, width_of(str(name), frame[name]))
        for row, value in enumerate(frame[name], start=1):
            write(cells, row, place, value)
    for offset, note in enumerate(notes):
        cells.text(len(frame) + 2 + offset, 0, note)
    book.close()
    return buffer.getvalue()


def new_book(buffer: io.BytesIO) -> xlsxwriter.Workbook:
    """A workbook in which a text stays a text: no formula, no number, and no link a click would follow."""
    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    return xlsxwriter.Workbook(buffer, {"in_memory": True, **as_text})


def sheet_name(text: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", text)[:31] or " "


def lay_out(page: xlsxwriter.worksheet.Worksheet, *, header_row: int) -> None:
    """A4 across, all columns on one page, the header again on every page and always in sight."""
    page.freeze_panes(header_row + 1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(header_row)


def height_for(texts: Iterable[str], widths: Iterable[float]) -> float:
    """Points a row needs for its longest text to be seen whole; LibreOffice and WPS do not work it out."""
    lines = (
        sum(max(1, math.ceil(_wide(line) * 1.1 / width)) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return 4 + 15 * max(lines, default=1)


def _wide(text: str) -> int:
    """Characters; a Chinese one is two wide."""
    return len(text.encode("gb18030", "replace"))


class Cells:
    """Writes a sheet's texts, each look made once.

    A text a spreadsheet could take for a formula is marked as text, so that it stays one when a person opens
    its cell and leaves it again.
    """

    def __init__(self, book: xlsxwriter.Workbook, page: xlsxwriter.worksheet.Worksheet) -> None:
        self._book = book
        self.page = page
        self._made: dict[tuple, object] = {}

    def text(self, row: int, place: int, text: str, **look: object) -> None:
        marked = {**look, "quote_prefix": True} if text.startswith(FORMULA_SIGNS) else look
        if text:
            self.page.write_string(row, place, text, self.look(**marked))
        else:
            self.page.write_blank(row, place, None, self.look(**look))

    def number(self, row: int, place: int, number: float, **look: object) -> None:
        self.page.write_number(row, place, number, self.look(**look))

    def across(self, row: int, first: int, last: int, text: str, **look: object) -> None:
        """A text over several columns."""
        if first == last:
            self.text(row, first, text, **look)
            return
        self.page.merge_range(row, first, row, last, "", self.look(**look))
        self.text(row, first, text, **look)

    def look(self, **look: object) -> object:
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"valign": "vcenter", **look})
        return self._made[key]


def inert(frame: pd.DataFrame) -> pd.DataFrame:
    """The same frame with an apostrophe before every text that a spreadsheet would take for a formula."""
    return frame.apply(lambda column: column.map(_inert) if not _is_number(column) else column)


def _inert(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value


def _is_number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column.dtype)


def write(cells: Cells, row: int, place: int, value: object) -> None:
    """One cell of a frame: days as days, numbers as numbers, texts as texts, what is missing empty."""
    if value is None or value is pd.NA or value != value:
        return
    if isinstance(value, pd.Timestamp):
        cells.page.write_datetime(row, place, value.to_pydatetime(), cells.look(num_format="yyyy-mm-dd"))
    elif isinstance(value, bool | str):
        cells.text(row, place, str(value))
    elif isinstance(value, list):
        cells.text(row, place, ", ".join(map(str, value)))
    else:
        cells.number(row, place, float(value))  # type: ignore[arg-type]


def width_of(name: str, column: pd.Series) -> int:
    """Characters a column takes, within what is readable."""
    longest = max((_wide(str(value)) for value in [name, *column.head(200)]), default=8)
    return min(max(longest + 2, 8), 48)
