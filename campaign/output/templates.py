"""What a unit fills in: an Excel template of its own figures, last ones beside, and a plain CSV.

Columns, examples and how to fill in come from the contract, what may be chosen from the campaign's tables.
"""

import csv
import datetime as dt
import io
from dataclasses import dataclass

import pandas as pd
import xlsxwriter

from campaign import contract
from campaign.ask import ask
from campaign.contract import Field, Table
from campaign.filters import Filters
from campaign.intake.names import Action, Names, names_of
from campaign.intake.values import month_end
from campaign.output.workbook import FORMULA_SIGNS, Cells, height_for, lay_out, new_book
from campaign.store import Store
from campaign.words import Refusal, Words

TITLE_ROW, NOTE_ROW, HEADER_ROW = 0, 1, 2  # 0-based
SPARE_ROWS = 40  # empty rows with the same rules, for what is not on the unit's list
DIGITS = tuple("0123456789０１２３４５６７８９零〇一二两三四五六七八九十百千万亿")
YES_NO = ("是", "否")
MOST_PERIODS = 6  # offered in the drop-down; any other may be typed
WIDTHS = {"unit_id": 18, "metric_id": 22, "action_id": 22, "value": 14, "note": 24, "title": 32, "name": 24}
PERIOD_WIDTH, BESIDE_WIDTHS, HOW_WIDTHS = 18, (12, 15, 34), (16, 8, 52, 26, 40)
GREY, EDGE, HEAD = "#EDEDED", "#BFBFBF", "#DCE6F1"
LONGEST_LIST = 255  # characters of a prompt that Excel takes


@dataclass(frozen=True)
class Wanted:
    """For whom, what and when a template is."""

    kind: str  # table of the contract that people hand in
    as_of: dt.date  # last day of the period
    unit_id: str | None = None  # None: an organiser, for any unit


@dataclass(frozen=True)
class Beside:
    """What stands grey beside a row, and is read by nobody."""

    figure: str
    day: str
    definition: str


@dataclass(frozen=True)
class Line:
    cells: dict[str, str]  # field -> text
    beside: Beside | None = None


def template_xlsx(store: Store, wanted: Wanted, words: Words) -> bytes:
    """Sheets 填报 and 填报说明, and the lists on a hidden one. Raises Refusal for an unknown kind."""
    table, names = _table(wanted.kind), names_of(store, store.last_event)
    lines = lines_of(store, wanted, names)
    buffer = io.BytesIO()
    book = new_book(buffer)
    page = book.add_worksheet(words("template.sheet"))
    how = book.add_worksheet(words("template.how.sheet"))
    lists = _Lists(book, book.add_worksheet(words("template.lists")))
    _fill_in(page, Cells(book, page), lists, table, names, lines, wanted, words)
    _how(Cells(book, how), table, names, wanted, _organiser(store, words), words)
    book.close()
    return buffer.getvalue()


def template_csv(store: Store, wanted: Wanted) -> bytes:
    """The same columns and rows as plain text: UTF-8 with BOM, as Excel and WPS open Chinese."""
    table, names = _table(wanted.kind), names_of(store, store.last_event)
    fields = shown_fields(table)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([header_of(field) for field in fields])
    for line in lines_of(store, wanted, names):
        cells = [line.cells.get(field.name, "") for field in fields]
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell for cell in cells])
    return buffer.getvalue().encode("utf-8-sig")


def shown_fields(table: Table) -> list[Field]:
    """The columns of a template: first what must be filled in, then the rest of the key, then all else.

    A column that is read and not stored (the unit of measure) stands after the key.
    """
    shown = [field for field in table.upload_fields if field.column and field.column.is_shown]
    stored = set(table.columns)

    def place(field: Field) -> int:
        if field.column and field.column.is_required:
            return 0
        if field.name in table.key:
            return 1
        return 3 if field.name in stored else 2

    return sorted(shown, key=place)


def header_of(field: Field) -> str:
    assert field.column is not None
    return f"{field.column.title}*" if field.column.is_required else field.column.title


def period_text(as_of: dt.date, frequency: str) -> str:
    """A period as a clerk writes it and the reader takes it: by its last day and how often it is told."""
    if as_of != month_end(as_of.year, as_of.month):
        return f"{as_of.year}年{as_of.month}月{as_of.day}日"
    if frequency == "year" and as_of.month == 12:
        return f"{as_of.year}年"
    if frequency == "quarter" and as_of.month % 3 == 0:
        return f"{as_of.year}年第{'一二三四'[as_of.month // 3 - 1]}季度"
    return f"{as_of.year}年{as_of.month}月"


# Rows


def lines_of(store: Store, wanted: Wanted, names: Names) -> list[Line]:
    """The rows a template begins with: a unit's figures, which may be left blank one by one.

    A duty or a phase without its state would be an error, so those are chosen from the drop-downs.
    """
    if wanted.unit_id is None or wanted.kind != "observation":
        return []
    unit = names.unit[wanted.unit_id].short_name
    frame = ask(store, "form_lines", Filters(store.last_event, wanted.as_of, unit_id=wanted.unit_id))
    rows = [row for _, row in frame.iterrows()]
    due = [row for row in rows if is_due(row["frequency"], wanted.as_of)] or rows
    return [_figure_line(row, unit, wanted) for row in due]


def is_due(frequency: str, as_of: dt.date) -> bool:
    """Whether a figure of this frequency is told for a period that ends on this day."""
    if as_of != month_end(as_of.year, as_of.month):
        return True
    if frequency == "quarter":
        return as_of.month % 3 == 0
    return frequency != "year" or as_of.month == 12


def _figure_line(row: pd.Series, unit: str, wanted: Wanted) -> Line:
    cells = {
        "unit_id": unit,
        "metric_id": row["metric_name"],
        "as_of": period_text(wanted.as_of, row["frequency"]),
        "variant": _or_blank(row["variant_name"]) or row["variant"],
        "uom": row["uom"],
        "coverage": _or_blank(row["coverage_name"]),
    }
    last = row["last_as_of"]
    day = "" if pd.isna(last) else period_text(last.date(), row["frequency"])
    return Line(cells, Beside(_or_blank(row["last_printed"]), day, row["definition"]))


def duty_period(day: dt.date, cadence: str) -> str:
    """The period of a duty as a clerk writes it: 2021年第37周, 2021年9月上半月, 一次性."""
    if cadence == "once":
        return "一次性"
    if cadence == "week":
        year, week, _ = day.isocalendar()
        return f"{year}年第{week}周"
    if cadence == "halfmonth":
        return f"{day.year}年{day.month}月{'上' if day.day <= 15 else '下'}半月"
    if cadence == "quarter":
        return f"{day.year}年第{'一二三四'[(day.month - 1) // 3]}季度"
    return f"{day.year}年{day.month}月"


# What may be chosen


def choices_of(field: Field, names: Names, wanted: Wanted) -> list[str]:
    """What the drop-down of a column offers; nothing where anything may be written."""
    if field.labels:
        return [spellings[0] for _, spellings in field.labels]
    if field.type == "boolean":
        return list(YES_NO)
    if field.theme_kind:
        return [theme.name for theme in names.themes if theme.kind == field.theme_kind]
    if field.column and field.column.reads == "period":
        return _periods(wanted.as_of)
    if field.column and field.column.reads == "period_key":
        cadences = dict.fromkeys(action.cadence for action in _asked(names, wanted))
        return [duty_period(wanted.as_of, cadence) for cadence in cadences]
    return _named(field, names, wanted)


def _named(field: Field, names: Names, wanted: Wanted) -> list[str]:
    if field.name == "unit_id" and wanted.kind != "unit":
        return [
            unit.short_name for unit in names.units if unit.active and wanted.unit_id in (None, unit.unit_id)
        ]
    if field.name == "metric_id" and wanted.kind != "metric":
        return [metric.name for metric in names.metrics]
    if field.name == "action_id" and wanted.kind != "action":
        return [action.name for action in _asked(names, wanted)]
    if field.variant_of == "metric_id":
        return sorted({variant.name for variant in names.variants})
    if field.name == "uom" and wanted.kind == "observation":
        return sorted({metric.uom for metric in names.metrics})
    if field.name == "division_code" and wanted.kind != "division":
        return [division.name for division in names.divisions]
    return []


def _asked(names: Names, wanted: Wanted) -> list[Action]:
    """What all owe and what the unit has set itself; for an organiser every action."""
    return [
        action
        for action in names.actions
        if wanted.unit_id is None or action.unit_id in (None, wanted.unit_id)
    ]


def _periods(as_of: dt.date) -> list[str]:
    """This period in every form it may take, then the months before it, which may be handed in late."""
    found = [period_text(as_of, frequency) for frequency in ("month", "quarter", "year")]
    day = as_of
    while len(dict.fromkeys(found)) < MOST_PERIODS:
        day = day.replace(day=1) - dt.timedelta(days=1)
        found.append(period_text(day, "month"))
    return list(dict.fromkeys(found))


class _Lists:
    """The lists of the drop-downs on a hidden sheet, each under a name of its own.

    A list written into the rule itself may hold 255 characters, and a comma parts it.
    """

    def __init__(self, book: xlsxwriter.Workbook, page: xlsxwriter.worksheet.Worksheet) -> None:
        self._book = book
        self._cells = Cells(book, page)
        self._used = 0
        page.hide()

    def named(self, name: str, values: list[str] | tuple[str, ...]) -> str:
        place, self._used = self._used, self._used + 1
        for row, value in enumerate(values):
            self._cells.text(row, place, value)
        column = xlsxwriter.utility.xl_col_to_name(place)
        sheet = self._cells.page.get_name()
        self._book.define_name(f"list_{name}", f"='{sheet}'!${column}$1:${column}${len(values)}")
        return f"=list_{name}"


# The sheet to fill in


def _fill_in(
    page: xlsxwriter.worksheet.Worksheet,
    cells: Cells,
    lists: _Lists,
    table: Table,
    names: Names,
    lines: list[Line],
    wanted: Wanted,
    words: Words,
) -> None:
    fields = shown_fields(table)
    beside = [words(f"template.{name}") for name in ("last", "last_day", "definition")]
    beside = beside if any(line.beside for line in lines) else []
    width = len(fields) + len(beside)
    _head(cells, width, names, table, wanted, words)
    for place, field in enumerate(fields):
        cells.text(HEADER_ROW, place, header_of(field), **_headed())
    for offset, title in enumerate(beside):
        cells.text(HEADER_ROW, len(fields) + offset, title, **_headed(), font_color="#595959")
    for row, line in enumerate(lines, start=HEADER_ROW + 1):
        _write_line(cells, row, fields, line, table)
    first_spare = HEADER_ROW + 1 + len(lines)
    for row in range(first_spare, first_spare + SPARE_ROWS):
        for place in range(len(fields)):
            cells.text(row, place, "", **_open())
    _rules(page, lists, fields, names, wanted, words, last_row=first_spare + SPARE_ROWS - 1)
    _widths(page, fields, bool(beside))
    lay_out(page, header_row=HEADER_ROW)
    page.print_area(0, 0, max(first_spare - 1, HEADER_ROW + 20), width - 1)
    page.set_footer(f"&L&9{words('template.foot')}&R&9&P / &N")
    page.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})


def _head(cells: Cells, width: int, names: Names, table: Table, wanted: Wanted, words: Words) -> None:
    assert table.upload is not None
    who = names.unit[wanted.unit_id].short_name if wanted.unit_id else words("template.any_unit")
    kind = words.either(table.upload.title, table.upload.title_en)
    period = period_text(wanted.as_of, "month") if words.lang == "zh" else words.day(wanted.as_of)
    title = words("template.title", unit=who, kind=kind, period=period)
    cells.across(TITLE_ROW, 0, width - 1, title, bold=True, font_size=16, align="center")
    cells.across(
        NOTE_ROW, 0, width - 1, words("template.note"), text_wrap=True, font_color="#7F7F7F", font_size=9
    )
    cells.page.set_row(TITLE_ROW, 30)
    cells.page.set_row(NOTE_ROW, 30)
    cells.page.set_row(HEADER_ROW, 22)


def _write_line(cells: Cells, row: int, fields: list[Field], line: Line, table: Table) -> None:
    """What says whose figure it is cannot be changed; a row of its own can be added below."""
    texts = [line.cells.get(field.name, "") for field in fields]
    widths = list(map(_width, fields))
    if line.beside:
        texts.append(line.beside.definition)
        widths.append(BESIDE_WIDTHS[-1])
    cells.page.set_row(row, height_for(texts, widths))
    for place, field in enumerate(fields):
        text = line.cells.get(field.name, "")
        is_fixed = bool(text) and field.name in (*table.key, "uom") and field.type == "string"
        cells.text(row, place, text, **(_fixed() if is_fixed else _open(field)))
    if line.beside:
        for offset, text in enumerate((line.beside.figure, line.beside.day, line.beside.definition)):
            look = {"font_size": 9} if offset == 2 else {}
            cells.text(row, len(fields) + offset, text, **_fixed(), font_color="#7F7F7F", **look)


def _headed() -> dict[str, object]:
    return {
        "bold": True,
        "bg_color": HEAD,
        "border": 1,
        "border_color": EDGE,
        "align": "center",
        "text_wrap": True,
    }


def _fixed() -> dict[str, object]:
    return {"bg_color": GREY, "border": 1, "border_color": EDGE, "text_wrap": True}


def _open(field: Field | None = None) -> dict[str, object]:
    """Text where a spreadsheet would make something else of it: 2021年9月 a date, 1/2 a day."""
    is_text = field is None or field.type in ("string", "date")
    look = {"locked": False, "border": 1, "border_color": EDGE, "text_wrap": True}
    return {**look, "num_format": "@"} if is_text else look


def _widths(page: xlsxwriter.worksheet.Worksheet, fields: list[Field], has_beside: bool) -> None:
    widths = [*map(_width, fields), *(BESIDE_WIDTHS if has_beside else ())]
    for place, width in enumerate(widths):
        page.set_column(place, place, width)


def _width(field: Field) -> int:
    if field.column and field.column.reads in ("period", "period_key"):
        return PERIOD_WIDTH
    return WIDTHS.get(field.name, max(12, 2 * len(header_of(field)) + 2))


def _rules(
    page: xlsxwriter.worksheet.Worksheet,
    lists: _Lists,
    fields: list[Field],
    names: Names,
    wanted: Wanted,
    words: Words,
    *,
    last_row: int,
) -> None:
    digits = lists.named("digits", DIGITS)
    for place, field in enumerate(fields):
        cell = xlsxwriter.utility.xl_rowcol_to_cell(HEADER_ROW + 1, place)
        choices = choices_of(field, names, wanted)
        source = lists.named(field.name, choices) if choices else None
        rule = _rule(field, cell, source, digits, words)
        page.data_validation(HEADER_ROW + 1, place, last_row, place, {**rule, **_prompt(field, words)})


def _rule(field: Field, cell: str, source: str | None, digits: str, words: Words) -> dict[str, object]:
    """Stops what cannot be right, and only warns where another spelling may be: the reader decides."""
    assert field.column is not None
    fix = words.either(field.column.fix, field.column.fix_en)
    said = {
        "error_title": words("template.rule.title"),
        "error_message": _cut(words("template.rule.text", fix=fix)),
    }
    if source:
        is_soft = field.column.reads in ("period", "period_key") or field.name in (
            "unit_id",
            "metric_id",
            "action_id",
        )
        kind = "warning" if is_soft else "stop"
        return {"validate": "list", "source": source, "error_type": kind, **said}
    if field.column.reads in ("figure", "amount", "percent"):
        has_digit = f"=OR(ISNUMBER({cell}),SUMPRODUCT(--ISNUMBER(FIND({digits[1:]},{cell})))>0)"
        return {"validate": "custom", "value": has_digit, "error_type": "warning", **said}
    if field.type == "integer":
        return {"validate": "integer", "criteria": ">=", "value": 0, **said}
    if field.type == "number":
        return {"validate": "decimal", "criteria": ">=", "value": 0, **said}
    if field.type == "date":
        between = {"minimum": dt.date(2000, 1, 1), "maximum": dt.date(2099, 12, 31)}
        return {"validate": "date", "criteria": "between", **between, "error_type": "warning", **said}
    return {"validate": "length", "criteria": "<=", "value": 2000, **said}


def _prompt(field: Field, words: Words) -> dict[str, object]:
    assert field.column is not None
    fix = words.either(field.column.fix, field.column.fix_en)
    return {"input_title": field.column.title[:32], "input_message": _cut(fix)} if fix else {}


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_LIST else f"{text[: LONGEST_LIST - 1]}…"


# How to fill it in


def _how(cells: Cells, table: Table, names: Names, wanted: Wanted, organiser: str, words: Words) -> None:
    """Each column in a row, so that this sheet is never taken for the one that was filled in."""
    page = cells.page
    for place, width in enumerate(HOW_WIDTHS):
        page.set_column(place, place, width)
    cells.across(0, 0, 4, words("template.how.title"), bold=True, font_size=16, align="center")
    row = 2
    for key in _rules_of(table):
        text = words(f"template.how.{key}", organiser=organiser)
        cells.across(row, 0, 4, text, text_wrap=True)
        page.set_row(row, height_for([text], [sum(HOW_WIDTHS)]))
        row += 1
    row += 1
    for place, name in enumerate(("column", "needed", "fix", "example", "choices")):
        cells.text(row, place, words(f"template.how.{name}"), **_headed())
    for row, field in enumerate(shown_fields(table), start=row + 1):  # noqa: B020
        assert field.column is not None
        choices = choices_of(field, names, wanted) if not field.name.endswith("_id") else []
        texts = (
            field.column.title,
            words("template.how.yes") if field.column.is_required else "",
            words.either(field.column.fix, field.column.fix_en),
            field.column.example,
            words("list.comma").join(choices[:8]) + ("…" if len(choices) > 8 else ""),
        )
        page.set_row(row, height_for(texts, HOW_WIDTHS))
        for place, text in enumerate(texts):
            cells.text(row, place, text, border=1, border_color=EDGE, text_wrap=True)
    lay_out(page, header_row=0)
    page.protect()


def _rules_of(table: Table) -> list[str]:
    about_values = ["values", "blank"] if table.name == "observation" else []
    return ["secret", "cells", *about_values, "save", "whom"]


def _organiser(store: Store, words: Words) -> str:
    campaign = ask(store, "campaign", Filters(store.last_event))
    return str(campaign.iloc[0][words.column("organiser")]) if len(campaign) else words("brand.short")


def _table(kind: str) -> Table:
    if kind not in contract.uploads():
        raise Refusal("template.no_kind", found=kind, known=", ".join(contract.uploads()))
    return contract.uploads()[kind]


def _or_blank(value: object) -> str:
    return value if isinstance(value, str) else ""
