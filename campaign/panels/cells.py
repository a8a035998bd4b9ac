"""Cells and columns that tables of several pages share."""

import pandas as pd

from campaign.figures.said import figure_text, metric_label
from campaign.methods.rows import Row
from campaign.panels.panel import Cell, Column
from campaign.store import SYSTEM
from campaign.words import Words


def text(column: str) -> Cell:
    """A column that comes in both languages (name, name_en), empty when there is none."""
    return lambda row, words: or_empty(row.get(words.column(column)))


def plain(column: str) -> Cell:
    return lambda row, words: or_empty(row[column])


def coded(column: str, prefix: str) -> Cell:
    """A code shown by its message <prefix>.<code>, empty when there is none."""
    return lambda row, words: "" if pd.isna(row[column]) else words(f"{prefix}.{row[column]}")


def day(column: str) -> Cell:
    return lambda row, words: words.day(row[column])


def counted(column: str) -> Cell:
    """A whole number; 未报 when nobody gave one, which is not 0."""
    return lambda row, words: words("status.unreported") if pd.isna(row[column]) else int(row[column])


def signature(column: str) -> Cell:
    """Who signed; the program's own signature, and a part played for a name, in the reader's language."""
    parts = {
        SYSTEM: "signature.system",
        "@clerk": "signature.clerk",
        "@reviewer": "signature.reviewer",
        "@recorder": "signature.recorder",
        "@organiser": "signature.organiser",
    }
    return lambda row, words: words(parts[row[column]]) if row[column] in parts else or_empty(row[column])


def source(row: Row, words: Words) -> str:
    """Section and paragraph of the page, where there is one. A cell of a sheet is told with its batch."""
    is_printed = isinstance(row["place"], str) and not words.cells([row["place"]])
    return words("figure.section", place=row["place"]) if is_printed else ""


def entered(row: Row, words: Words) -> str:
    """Batch and row, and the cell where a row held several; nothing where nobody reported."""
    if pd.isna(row["batch_id"]):
        return ""
    for cell in words.cells([row.get("place")]):
        return words("figure.batch_cell", batch=row["batch_id"], row=row["row_no"], cell=cell)
    return words("figure.batch_row", batch=row["batch_id"], row=row["row_no"])


def file_called(row: Row, words: Words) -> str:
    """The file a batch came in, or how it came without one."""
    return words("handing_in.ways_in.form") if row["file_name"] == "form" else str(row["file_name"])


def measure(row: Row, words: Words) -> str:
    """The metric's unit of measure in the reader's language."""
    return words.either(row["uom"], row["uom_en"])


def or_empty(value: object) -> object:
    return "" if value is None or value != value else value


def printed_target(row: Row, words: Words) -> str:
    if words.lang == "zh" and isinstance(row["printed"], str):
        return row["printed"]
    op = words(f"op.{row['op']}")
    return f"{op} {words.number(row['value'])} {words.either(row['uom'], row['uom_en'])}".strip()


def whose(row: Row, words: Words) -> str:
    return words.either(row["short_name"], row["short_name_en"]) or words("choice.all_units")


def moment(row: Row, words: Words) -> str:
    if row["is_backfilled"]:
        return words("event.backfilled", day=words.day(row["logged_at"]))
    return f"{words.day(row['logged_at'])} {row['logged_at']:%H:%M}"


UNIT = Column("unit", text("short_name"))


METRIC = Column("metric", metric_label)


FIGURE = Column("figure", figure_text)


COVERAGE = Column("coverage", text("coverage_name"))


AS_OF = Column("as_of", day("as_of"))


SOURCE = Column("source", source)


ENTERED = Column("entered", entered)


NOTE = Column("note", text("note"))


FIGURE_COLUMNS = (UNIT, METRIC, FIGURE, COVERAGE, AS_OF, NOTE, SOURCE, ENTERED)
