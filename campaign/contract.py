"""The contract: every table and its columns, as data/datapackage.json states them.

Reads a CSV file that keeps to it, and refuses one that does not, naming file, row and column.
"""

import csv
import datetime as dt
import decimal
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa

from campaign.settings import CONTRACT
from campaign.words import Refusal

ARROW_TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.decimal128(18, 4),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}
SHAPES = {"integer": r"[-+]?\d+", "date": r"\d{4}-\d\d-\d\d"}


@dataclass(frozen=True)
class Column:
    """A field as a column of what people hand in."""

    title: str
    aliases: tuple[str, ...]  # other headers it is met under
    is_required: bool
    is_shown: bool  # False: read where it is given, in no template
    example: str
    fix: str  # what would be right, to end a sentence with
    fix_en: str
    default: str | None  # where the column is missing: =field, @today, @file, @made, or a cell's text
    reads: str | None  # a grammar of its own; None: by the field's type


@dataclass(frozen=True)
class Upload:
    """A table as a kind of file people hand in."""

    title: str
    title_en: str
    by: str  # unit | organiser
    extra_fields: tuple["Field", ...]  # columns that are read and not stored


@dataclass(frozen=True)
class Field:
    name: str
    type: str  # string | integer | number | date | boolean
    title: str
    title_en: str
    is_required: bool
    choices: tuple[str, ...]  # empty: any value
    pattern: str | None  # a regular expression the whole text must match
    low: float | None
    high: float | None
    keeps_empty: bool  # an empty cell is the empty text (the plain variant), not null
    labels: tuple[
        tuple[str, tuple[str, ...]], ...
    ] = ()  # (code, what people write for it, the shown one first)
    refers_to: str | None = None  # table whose key the value is
    theme_kind: str | None = None  # list of theme whose code (a number: whose no) the value is
    variant_of: str | None = None  # field that names the metric the variant belongs to
    or_all_units: bool = False  # * stands for the whole campaign
    column: Column | None = None  # None: in no upload


@dataclass(frozen=True)
class Table:
    name: str
    title: str
    title_en: str
    role: str  # reference | fact | act: a signed act, effective at once
    takes_acts: bool  # one person's signed act is enough
    path: str  # below data/
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    upload: Upload | None = None  # None: nobody hands it in as a file

    @property
    def upload_fields(self) -> tuple[Field, ...]:
        """Every field an upload may have a column for, those that are not stored last."""
        extra = self.upload.extra_fields if self.upload else ()
        return tuple(field for field in (*self.fields, *extra) if field.column is not None)

    @property
    def reading_order(self) -> tuple[str, ...]:
        """The key, the metric first: a question about one metric then skips the blocks of the others."""
        return tuple(sorted(self.key, key=lambda name: name != "metric_id"))

    @property
    def columns(self) -> list[str]:
        return [field.name for field in self.fields]

    @property
    def is_reference(self) -> bool:
        return self.role == "reference"

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)


@cache
def tables() -> dict[str, Table]:
    """Every table of the contract, in the order they must be loaded."""
    package = json.loads(CONTRACT.read_text(encoding="utf-8"))
    return {resource["name"]: _table(resource) for resource in package["resources"]}


def uploads() -> dict[str, Table]:
    """The tables people hand in as files, by kind."""
    return {name: table for name, table in tables().items() if table.upload is not None}


def _table(resource: dict) -> Table:
    schema = resource["schema"]
    refers_to = {
        key["fields"][0]: key["reference"].get("resource", resource["name"])
        for key in schema.get("foreignKeys", ())
    }
    return Table(
        name=resource["name"],
        title=resource["title"],
        title_en=resource["campaign"]["title_en"],
        role=resource["campaign"]["role"],
        takes_acts=resource["campaign"]["role"] == "act" or resource["campaign"].get("acts", False),
        path=resource["path"],
        fields=tuple(_field(entry, refers_to.get(entry["name"])) for entry in schema["fields"]),
        key=tuple(schema["primaryKey"]),
        upload=_upload(resource["campaign"].get("upload")),
    )


def _upload(entry: dict | None) -> Upload | None:
    if entry is None:
        return None
    extra = tuple(_field(field) for field in entry.get("extra_fields", ()))
    return Upload(entry["title"], entry["title_en"], entry["by"], extra)


def _field(entry: dict, refers_to: str | None = None) -> Field:
    constraints = entry.get("constraints", {})
    ours = entry["campaign"]
    return Field(
        name=entry["name"],
        type=entry["type"],
        title=entry["title"],
        title_en=ours["title_en"],
        is_required=constraints.get("required", False),
        choices=tuple(constraints.get("enum", ())),
        pattern=constraints.get("pattern"),
        low=constraints.get("minimum"),
        high=constraints.get("maximum"),
        keeps_empty=entry.get("missingValues") == [],
        labels=tuple((code, tuple(words)) for code, words in ours.get("labels", {}).items()),
        refers_to=refers_to,
        theme_kind=ours.get("theme_kind"),
        variant_of=ours.get("variant_of"),
        or_all_units=ours.get("or_all_units", False),
        column=_column(ours.get("upload")),
    )


def _column(entry: dict | None) -> Column | None:
    if entry is None:
        return None
    return Column(
        title=entry["title"],
        aliases=tuple(entry["aliases"]),
        is_required=entry.get("required", False),
        is_shown=entry.get("shown", True),
        example=entry.get("example", ""),
        fix=entry.get("fix", ""),
        fix_en=entry.get("fix_en", ""),
        default=entry.get("default"),
        reads=entry.get("reads"),
    )


def read_rows(path: Path, table: Table) -> pa.Table:
    """The rows of a contract CSV: the table's columns, typed, and row_no (the header is row 1).

    An empty cell is null, except where the contract keeps it as the empty text (a plain variant).
    Raises Refusal for a missing file, an unknown or missing column, and the first cell that does not fit.
    """
    if not path.is_file():
        raise Refusal("contract.no_file", file=path.name, folder=path.parent, table=table.title)
    lines = _lines(path)
    header = lines.pop(0)[1] if lines else []
    _check_header(header, path, table)
    columns: dict[str, pa.Array] = {}
    for place, name in enumerate(header):
        field = table.field(name)
        values = [_cell(cells, place, row, field, path, table) for row, cells in lines]
        columns[name] = pa.array(values, ARROW_TYPES[field.type])
    columns["row_no"] = pa.array([row for row, _ in lines], pa.int64())
    return pa.table(columns)


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line it starts on."""
    found: list[tuple[int, list[str]]] = []
    starts_on = 1
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            for cells in reader:
                if cells:
                    found.append((starts_on, cells))
                starts_on = reader.line_num + 1
        except UnicodeDecodeError:
            raise Refusal("contract.not_text", file=path.name, row=starts_on) from None
        except csv.Error:
            raise Refusal("contract.broken_row", file=path.name, row=starts_on) from None
    return found


def _within(number: int | decimal.Decimal, bound: int) -> int | decimal.Decimal:
    """The number, if the store's columns can hold it."""
    if not -bound < number < bound:
        raise ValueError(number)
    return number


def _check_header(header: list[str], path: Path, table: Table) -> None:
    known = ", ".join(table.columns)
    for name in header:
        if name not in table.columns:
            raise Refusal("contract.unknown_column", file=path.name, column=name, known=known)
    for name in table.columns:
        if header.count(name) > 1:
            raise Refusal("contract.column_twice", file=path.name, column=name)
        if name not in header:
            raise Refusal("contract.missing_column", file=path.name, column=name, known=known)


def _cell(cells: list[str], place: int, row: int, field: Field, path: Path, table: Table) -> object | None:
    text = cells[place].strip() if place < len(cells) else ""
    where = {"file": path.name, "row": row, "column": field.name}
    if len(cells) > len(table.columns):
        raise Refusal("contract.long_row", file=path.name, row=row, cells=len(cells))
    if not text:
        if field.keeps_empty:
            return ""
        if field.is_required:
            raise Refusal("contract.empty_cell", **where)
        return None
    if field.choices and text not in field.choices:
        raise Refusal("contract.not_a_choice", found=text, choices=", ".join(field.choices), **where)
    if field.pattern and not re.fullmatch(field.pattern, text):
        raise Refusal("contract.not_the_pattern", found=text, pattern=field.pattern, **where)
    try:
        value = _typed(text, field.type)
    except (ValueError, decimal.InvalidOperation):
        raise Refusal(f"contract.not_{field.type}", found=text, **where) from None
    if not _is_within(value, field):
        low, high = (("…" if bound is None else bound) for bound in (field.low, field.high))
        raise Refusal("contract.out_of_range", found=text, low=low, high=high, **where)
    return value


def _is_within(value: object, field: Field) -> bool:
    if not isinstance(value, int | decimal.Decimal):
        return True
    return (field.low is None or value >= field.low) and (field.high is None or value <= field.high)


def _typed(text: str, kind: str) -> object:
    if kind in SHAPES and not re.fullmatch(SHAPES[kind], text):
        raise ValueError(text)  # Python reads 1_000 and 20210917 as well, other programs do not
    if kind == "integer":
        return _within(int(text), 2**31)
    if kind == "number":
        number = decimal.Decimal(text)
        kept = number.quantize(decimal.Decimal("0.0001"))
        if kept != number:
            raise ValueError(text)
        return _within(kept, 10**14)
    if kind == "date":
        return dt.date.fromisoformat(text)
    if kind == "boolean":
        if text.lower() not in ("true", "false"):
            raise ValueError(text)
        return text.lower() == "true"
    return text
