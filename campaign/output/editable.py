"""A reference table as cells of text, as an upload may have them: what is changed is handed in again.

Every column goes along, those a template does not show as well: a row handed in replaces the whole row.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from campaign import contract
from campaign.ask import table_of
from campaign.contract import Field, Table
from campaign.intake.checked import Grid
from campaign.intake.names import Names, names_of
from campaign.intake.number_format import plain_decimal
from campaign.output.templates import shown_fields
from campaign.store import Store
from campaign.words import Words

FOUND_BY = ("name", "unit_id", "value")  # what a person looks for in a row stands first
FIRST_ROW = 2  # as in a file with a header
# a target's words as printed hold for the number they were printed with
OF_NUMBER, AS_PRINTED = ("value", "op", "qualifier", "uom"), ("printed",)

Row = tuple[str, ...]


@dataclass(frozen=True)
class Editable:
    """Titles and cells, the columns shown first; choices: what a column may say, where it is one of a few."""

    table: Table
    fields: tuple[Field, ...]
    rows: tuple[Row, ...]
    shown: int  # how many of the columns are shown
    choices: dict[str, list[str]]  # title -> what may be chosen

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(title_of(field) for field in self.fields)


def written(
    table: Table, names: Names, fields: Sequence[Field], words: Words
) -> Callable[[dict[str, Any]], Row]:
    """What writes a row of the table as cells of these columns, as the door reads them."""
    stored = set(table.columns)
    says = [_saying(field, names, words) if field.name in stored else None for field in fields]
    return lambda row: tuple(
        "" if say is None else say(row[field.name], row) for field, say in zip(fields, says, strict=True)
    )


def editable(store: Store, kind: str, words: Words) -> Editable:
    table, names = contract.tables()[kind], names_of(store, store.last_event)
    shown = sorted(shown_fields(table), key=_found_by)  # the rest as they were
    fields = (*shown, *(field for field in table.upload_fields if field not in shown))
    write = written(table, names, fields, words)
    rows = tuple(write(row) for row in table_of(store, table, store.last_event).to_pylist())
    choices = {}
    for place, field in enumerate(fields):
        offered = list(_said(field, names, words).values())
        if offered or field.theme_kind:
            choices[title_of(field)] = list(dict.fromkeys(["", *offered, *(row[place] for row in rows)]))
    return Editable(table, fields, rows, len(shown), choices)


def _found_by(field: Field) -> int:
    return FOUND_BY.index(field.name) if field.name in FOUND_BY else len(FOUND_BY)


def changed(before: Editable, after: list[Row]) -> Grid:
    """The rows that are not as they were, and new ones, under the numbers they would have in a file."""
    found = []
    for place, row in enumerate(after):
        was = before.rows[place] if place < len(before.rows) else None
        if row != was and any(row):
            found.append((place + FIRST_ROW, row if was is None else _without_old_words(before, was, row)))
    return Grid(before.titles, tuple(found))


def title_of(field: Field) -> str:
    assert field.column is not None
    return field.column.title


def _without_old_words(before: Editable, was: Row, row: Row) -> Row:
    names = [field.name for field in before.fields]
    moved = any(row[names.index(name)] != was[names.index(name)] for name in OF_NUMBER if name in names)
    if not moved:
        return row
    return tuple(
        "" if name in AS_PRINTED and cell == old else cell
        for name, cell, old in zip(names, row, was, strict=True)
    )


Say = Callable[[Any, dict[str, Any]], str]


def _saying(field: Field, names: Names, words: Words) -> Say:
    """How a value is written so that the door reads it as what it is."""
    said = _said(field, names, words)
    if field.variant_of:
        variants = {
            (each.metric_id, each.variant): words.either(each.name, each.name_en) for each in names.variants
        }
        metric = field.variant_of
        return lambda value, row: variants.get((row[metric], value), _plain(value))
    return lambda value, row: said.get(value, _plain(value))


def _said(field: Field, names: Names, words: Words) -> dict[Any, str]:
    """Value -> its name, where it has one; the reader of files knows English only as codes."""
    if field.labels:
        return {code: words.either(spelled[0], code) for code, spelled in field.labels}
    if field.type == "boolean":
        return {True: words.either("是", "true"), False: words.either("否", "false")}
    if field.theme_kind:
        themes = [theme for theme in names.themes if theme.kind == field.theme_kind]
        if field.type == "integer":
            return {theme.no: words.either(theme.name, theme.name_en) for theme in themes}
        return {theme.code: words.either(theme.name, theme.name_en) for theme in themes}
    if field.refers_to == "unit" or field.or_all_units:
        return {unit.unit_id: words.either(unit.short_name, unit.short_name_en) for unit in names.units}
    if field.refers_to == "metric":
        return {metric.metric_id: words.either(metric.name, metric.name_en) for metric in names.metrics}
    if field.refers_to == "division":
        return {each.division_code: words.either(each.name, each.name_en) for each in names.divisions}
    return {}


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal | float):
        return plain_decimal(Decimal(str(value)))
    return value.isoformat() if isinstance(value, dt.date) else str(value)
