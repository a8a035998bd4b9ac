"""CSV and XLSX of a frame, safe to open: no cell of text can become a formula."""

import io
import re

import pandas as pd
import xlsxwriter

# A spreadsheet takes a cell that begins so for a formula, full-width signs included.
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """UTF-8 with BOM (so that Excel and WPS read the Chinese), \\r\\n, missing cells empty."""
    safe = inert(frame).rename(columns=_inert)
    text = safe.to_csv(index=False, lineterminator="\r\n", date_format="%Y-%m-%d")
    return text.encode("utf-8-sig")


def xlsx_bytes(frame: pd.DataFrame, *, sheet: str, notes: list[str]) -> bytes:
    """One sheet with a fixed, wrapped header, numbers as numbers, and `notes` (source, known-on) below it."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    header = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", sheet)[:31])
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for place, name in enumerate(frame.columns):
        page.write_string(0, place, str(name), header)
        page.set_column(place, place, _width(str(name), frame[name]))
        for row, value in enumerate(frame[name], start=1):
            _write(page, row, place, value, day)
    for offset, note in enumerate(notes):
        page.write_string(len(frame) + 2 + offset, 0, note)
    book.close()
    return buffer.getvalue()


def inert(frame: pd.DataFrame) -> pd.DataFrame:
    """The same frame with an apostrophe before every text that a spreadsheet would take for a formula."""
    return frame.apply(lambda column: column.map(_inert) if not _is_number(column) else column)


def _inert(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value


def _is_number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column.dtype)


def _write(page: xlsxwriter.worksheet.Worksheet, row: int, place: int, value: object, day: object) -> None:
    if value is None or value is pd.NA or value != value:
        return
    if isinstance(value, pd.Timestamp):
        page.write_datetime(row, place, value.to_pydatetime(), day)
    elif isinstance(value, bool | str):
        page.write_string(row, place, str(value))
    elif isinstance(value, list):
        page.write_string(row, place, ", ".join(map(str, value)))
    else:
        page.write_number(row, place, float(value))  # type: ignore[arg-type]


def _width(name: str, column: pd.Series) -> int:
    """Characters; a Chinese one is two wide."""
    longest = max((len(str(v).encode("gb18030", "replace")) for v in [name, *column.head(200)]), default=8)
    return min(max(longest + 2, 8), 48)
