"""Workbooks to sheets of text. Looked over before anything is parsed; only cells that are there are walked.

openpyxl reads what is small and intricate (parts, styles); the sheets themselves are read here, cell by
cell as they stand: opening 20,000 rows with it alone takes twice as long as all our reading and checking.
"""

import datetime as dt
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.etree import ElementTree

import numpy as np
import pyarrow as pa
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import from_excel

from campaign.intake.checked import Problem
from campaign.intake.number_format import shown
from campaign.intake.sheet import NOT_CALCULATED, Limits, Sheet, column_letters, gaps, sheet_of, too_long
from campaign.words import Refusal

MOST_UNZIPPED = 60 * 2**20
MOST_MEMBERS = 2_000
MOST_MERGED = 200_000  # cells; a merge over whole columns is paint
ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
JUST_A_NUMBER = re.compile(r"[\d.,%]+")

# marks of kinds of file that come in a zip, and what is said of them
OTHER_ZIPS = (
    (re.compile(r"(^|/)vbaProject\.bin$", re.IGNORECASE), "intake.macro"),
    (re.compile(r"^xl/workbook\.bin$"), "intake.save_as_xlsx"),
    (re.compile(r"^word/"), "intake.not_a_sheet"),
    (re.compile(r"^ppt/"), "intake.not_a_sheet"),
    (re.compile(r"^(content\.xml|mimetype)$"), "intake.save_as_xlsx"),
)


@dataclass
class Cells:
    """What a sheet holds, as it is walked."""

    text: dict[int, dict[int, str]] = field(default_factory=dict)  # row -> column from 0 -> text, not blank
    merged: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # first row, column, last row, column
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


def read_xlsx(data: bytes, limits: Limits) -> tuple[Sheet, ...]:
    """The visible sheets that hold anything. Raises Refusal for what is no plain workbook, or too much."""
    archive = _looked_over(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _sheets(archive, data, limits)
    except Refusal:
        raise
    except Exception as error:  # a damaged part can fail anywhere in the parsers
        raise Refusal("intake.broken_workbook") from error


def _looked_over(data: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refusal("intake.broken_workbook") from error
    members = archive.infolist()
    if any(member.flag_bits & 0x1 for member in members):
        raise Refusal("intake.password")
    unzipped = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unzipped > MOST_UNZIPPED:
        raise Refusal("intake.zip_bomb", mb=f"{unzipped / 2**20:,.0f}", parts=f"{len(members):,}")
    for pattern, key in OTHER_ZIPS:
        if any(pattern.search(member.filename) for member in members):
            raise Refusal(key)
    if not any(member.filename.lower().endswith("workbook.xml") for member in members):
        raise Refusal("intake.not_a_sheet")
    _check_no_entities(archive, members)
    return archive


def _check_no_entities(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        if not member.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        try:
            content = archive.read(member)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise Refusal("intake.broken_workbook") from error
        if ENTITY.search(content) or ENTITY.search(content.replace(b"\0", b"")):
            raise Refusal("intake.entities")


def _sheets(archive: zipfile.ZipFile, data: bytes, limits: Limits) -> tuple[Sheet, ...]:
    reader = ExcelReader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    strings = _shared_strings(reader)
    formats = _formats(reader)
    found, hidden = [], []
    for entry, relation in reader.parser.find_sheets():
        if "worksheet" not in relation.Type:
            continue
        if entry.state != "visible":
            hidden.append(entry.name)
            continue
        with archive.open(relation.target) as part:
            cells = _walk(part, _Texts(strings, formats, reader.wb.epoch))
        found.append(as_sheet(cells, entry.name, limits))
    return told_hidden(found, hidden)


def _shared_strings(reader: ExcelReader) -> list[str]:
    part = next(
        (part for part in reader.package.Override if part.ContentType.endswith("sharedStrings+xml")), None
    )
    if part is None:
        return []
    found = []
    with reader.archive.open(part.PartName.lstrip("/")) as source:
        for _, element in ElementTree.iterparse(source):
            if element.tag.endswith("}si"):
                found.append(_rich_text(element))
                element.clear()
    return found


def _rich_text(element: ElementTree.Element) -> str:
    """Runs joined; the sounds printed above characters (rPh) left out."""
    parts: list[str] = []
    for child in element:
        if child.tag.endswith("}t"):
            parts.append(child.text or "")
        elif child.tag.endswith("}r"):
            parts.extend(run.text or "" for run in child if run.tag.endswith("}t"))
    return "".join(parts)


def _formats(reader: ExcelReader) -> list[str]:
    """The number format of each cell style."""
    own = reader.wb._number_formats
    return [
        own[style.numFmtId - 164] if style.numFmtId >= 164 else BUILTIN_FORMATS.get(style.numFmtId, "General")
        for style in reader.wb._cell_styles
    ]


class _Texts:
    """Cells' contents to text, by the workbook's strings and styles."""

    def __init__(self, strings: list[str], formats: list[str], epoch: dt.datetime) -> None:
        self.strings = strings
        self.formats = formats
        self.is_date = [is_date_format(text) for text in formats]
        self.is_plain = [text in ("General", "0", "@") for text in formats]
        self.epoch = epoch

    def number(self, text: str, style: int) -> str:
        if style >= len(self.formats) or self.is_plain[style]:
            if text.isdigit() and len(text) <= 15:
                return text
            return shown(float(text), "General")
        if self.is_date[style]:
            return day_text(float(text), self.epoch)
        return shown(float(text), self.formats[style])


def day_text(serial: float, epoch: dt.datetime) -> str:
    """A date cell as year-month-day, with the time only where there is one."""
    try:
        moment = from_excel(serial, epoch)
    except (OverflowError, ValueError):
        return shown(serial, "General")
    if isinstance(moment, dt.datetime):
        return moment.date().isoformat() if moment.time() == dt.time() else moment.isoformat(" ", "seconds")
    return str(moment)


def _walk(part: IO[bytes], texts: _Texts) -> Cells:
    cells = Cells()
    row = 0
    sheet_data: ElementTree.Element | None = None
    for event, element in ElementTree.iterparse(part, ("start", "end")):
        name = element.tag.rpartition("}")[2]
        if event == "start":
            sheet_data = element if name == "sheetData" else sheet_data
        elif name == "row":
            row = int(float(element.get("r") or row + 1))
            _take_row(element, row, texts, cells)
            assert sheet_data is not None
            sheet_data.clear()  # else a million empty rows stay in memory
        elif name == "mergeCell":
            first_column, first_row, last_column, last_row = range_boundaries(element.get("ref"))
            cells.merged.append((first_row, first_column - 1, last_row, last_column - 1))
        elif name == "col" and element.get("hidden") in ("1", "true"):
            cells.hidden_columns.extend(
                range(int(element.get("min", 1)) - 1, min(int(element.get("max", 1)), 300))
            )
    return cells


def _take_row(element: ElementTree.Element, row: int, texts: _Texts, cells: Cells) -> None:
    held: dict[int, str] = {}
    column = -1
    for cell in element:
        reference = cell.get("r")
        column = _column(reference) if reference else column + 1
        if text := _content(cell, texts):
            held[column] = text
    if held:
        cells.text[row] = held
        if element.get("hidden") in ("1", "true"):
            cells.hidden_rows.append(row)


_columns: dict[str, int] = {}


def _column(reference: str) -> int:
    letters = reference.rstrip("0123456789")
    place = _columns.get(letters)
    if place is None:
        place = 0
        for letter in letters:
            place = place * 26 + ord(letter) - 64
        _columns[letters] = place = place - 1
    return place


def _content(cell: ElementTree.Element, texts: _Texts) -> str:
    """The text of a cell; an error of the sheet (#REF!) as the sheet spells it."""
    value: str | None = None
    is_formula = has_value = False
    for child in cell:
        last = child.tag[-2:]
        if last == "}v":
            value, has_value = child.text, True
        elif last == "}f":
            is_formula = True
        elif last == "is":
            value, has_value = _rich_text(child), True
    if is_formula and not (
        value or (has_value and cell.get("t") == "str")
    ):  # ="" has a value, and it is empty
        return NOT_CALCULATED
    return _shown(value, cell.get("t", "n"), cell.get("s"), texts) if value else ""


def _shown(value: str, kind: str, style: str | None, texts: _Texts) -> str:
    if kind == "s":
        return texts.strings[int(value)]
    if kind == "n":
        return texts.number(value, int(style or 0))
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    return value


def as_sheet(cells: Cells, name: str, limits: Limits) -> Sheet:
    """Cells laid out in columns. Cells without text take up nothing, however far out they are painted."""
    text = {row: held for row, held in cells.text.items() if any(map(str.strip, held.values()))}
    _check_cells(text, limits)
    _fill_merged(text, cells.merged)
    numbers = sorted(text)
    width = 1 + max((column for held in text.values() for column in held), default=-1)
    columns = [
        pa.chunked_array([pa.array([text[row].get(place, "") for row in numbers], pa.string())])
        for place in range(width)
    ]
    return sheet_of(
        columns,
        np.array(numbers, np.int64),
        limits,
        name=name,
        blank=gaps(numbers),
        problems=tuple(_told_of(cells, name)),
    )


def _check_cells(text: dict[int, dict[int, str]], limits: Limits) -> None:
    for row, held in text.items():
        far = max((column for column, cell in held.items() if cell.strip()), default=0)
        if far >= limits.columns:
            cell = f"{column_letters(far)}{row}"
            raise Refusal("intake.far_cell", cell=cell, found=held[far][:50], most=limits.columns)
        for column, cell in held.items():  # before it is copied: one text may stand in every cell
            if len(cell) > limits.cell_chars and len(cell.strip()) > limits.cell_chars:
                raise too_long(row, column, len(cell), limits)


def _fill_merged(text: dict[int, dict[int, str]], merged: list[tuple[int, int, int, int]]) -> None:
    """Every cell under a merge says what the merge says; a number is not told twice."""
    filled = 0
    for first_row, first_column, last_row, last_column in merged:
        said = text.get(first_row, {}).get(first_column, "")
        filled += (last_row - first_row + 1) * (last_column - first_column + 1)
        if not said or JUST_A_NUMBER.fullmatch(said) or filled > MOST_MERGED:
            continue
        for row in range(first_row, last_row + 1):
            for column in range(first_column, last_column + 1):
                if row in text:
                    text[row].setdefault(column, said)


def _told_of(cells: Cells, name: str) -> Iterator[Problem]:
    if cells.hidden_rows:
        listed = "、".join(map(str, cells.hidden_rows[:10])) + ("…" if len(cells.hidden_rows) > 10 else "")
        yield Problem("note", "hidden_rows", values={"sheet": name, "rows": listed})
    if cells.hidden_columns:
        listed = "、".join(column_letters(place) for place in cells.hidden_columns[:10])
        yield Problem("note", "hidden_columns", values={"sheet": name, "columns": listed})


def told_hidden(found: list[Sheet], hidden: list[str]) -> tuple[Sheet, ...]:
    """The sheets that hold anything, each saying which others are hidden."""
    note = [Problem("note", "hidden_sheet", values={"sheets": "、".join(hidden)})] if hidden else []
    return tuple(
        Sheet(**{**vars(sheet), "problems": (*sheet.problems, *note)}) for sheet in found if sheet.height
    )
