"""Workbooks of Excel 97 (.xls) to sheets of text, by xlrd, where a process may use up its limits and die."""

import datetime as dt
import io
from typing import Any

import xlrd
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from campaign.intake.excel import Cells, as_sheet, day_text, told_hidden
from campaign.intake.number_format import shown
from campaign.intake.sheet import Limits, Sheet
from campaign.words import Refusal

# names of the streams of an OLE file, as its directory spells them
PASSWORD = "EncryptedPackage".encode("utf-16-le")
MACRO = "_VBA_PROJECT".encode("utf-16-le")
NOT_SHEETS = tuple(
    name.encode("utf-16-le") for name in ("WordDocument", "PowerPoint Document", "__properties_version")
)
XLRD_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def read_ole(data: bytes, limits: Limits) -> tuple[Sheet, ...]:
    """The visible sheets that hold anything. Raises Refusal for a password, macros, other kinds of file."""
    if PASSWORD in data:
        raise Refusal("intake.password")
    if MACRO in data:
        raise Refusal("intake.macro")
    if any(name in data for name in NOT_SHEETS):
        raise Refusal("intake.not_a_sheet")
    try:
        return _sheets(data, limits)
    except Refusal:
        raise
    except Exception as error:  # xlrd fails in many ways where a file is damaged
        if "encrypted" in str(error).lower():
            raise Refusal("intake.password") from None
        raise Refusal("intake.broken_workbook") from error


def _sheets(data: bytes, limits: Limits) -> tuple[Sheet, ...]:
    with xlrd.open_workbook(
        file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
    ) as book:
        epoch = MAC_EPOCH if book.datemode else WINDOWS_EPOCH
        found, hidden = [], []
        for place, name in enumerate(book.sheet_names()):
            sheet = book.sheet_by_index(place)
            if sheet.visibility:
                hidden.append(name)
            else:
                found.append(as_sheet(_walk(book, sheet, epoch), name, limits))
            book.unload_sheet(place)
    return told_hidden(found, hidden)


def _walk(book: Any, sheet: Any, epoch: dt.datetime) -> Cells:
    cells = Cells()
    for row in range(sheet.nrows):
        held: dict[int, str] = {}
        for column, cell in enumerate(sheet.row(row)):
            text = _text(book, cell, epoch)
            if text:
                held[column] = text
        if held:
            cells.text[row + 1] = held
            info = sheet.rowinfo_map.get(row)
            if info is not None and info.hidden:
                cells.hidden_rows.append(row + 1)
    cells.merged.extend(
        (first + 1, left, after, right - 1) for first, after, left, right in sheet.merged_cells
    )
    cells.hidden_columns.extend(
        place for place, info in sheet.colinfo_map.items() if info.hidden and place < 300
    )
    return cells


def _text(book: Any, cell: Any, epoch: dt.datetime) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        number_format = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
        if is_date_format(number_format):
            return day_text(cell.value, epoch)
        return shown(cell.value, number_format)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return XLRD_ERRORS.get(cell.value, "#N/A")
    return ""
