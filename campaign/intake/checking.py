"""A grid of text to records and problems, against the contract and the campaign's names. Knows no history."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from campaign import contract
from campaign.intake.checked import SHEET, Ask, Checked, Grid, Said, Skipped
from campaign.intake.layout import (
    Answered,
    Layout,
    NotClear,
    as_said,
    is_header_word,
    known_words,
    lay_out,
)
from campaign.intake.names import Names
from campaign.intake.reading import PAGE, Limits, Sheet, read, read_grid, read_pasted
from campaign.intake.recording import Asked, Recorded, record
from campaign.words import Refusal


@dataclass(frozen=True)
class Hints:
    """What the person has said of the file, or said of an earlier one like it."""

    columns: tuple[tuple[str, str], ...] = ()  # (column as spelled, field or metric_id; '': nobody's)
    before: tuple[Said, ...] = ()  # of earlier tables of the same unit
    sheet: str | None = None
    header_row: int | None = None  # as the sheet numbers it
    unit_id: str | None = None  # whose figures they are where no column says so
    period: str | None = None  # as a person writes it, where no column says so


def check(
    data: bytes,
    *,
    file_name: str,
    kind: str,
    names: Names,
    limits: Limits = PAGE,
    units: frozenset[str] | None = None,
    today: dt.date,
    hints: Hints | None = None,
) -> Checked:
    """Reads and checks a file. Never raises for what is in it: what cannot be read is `refused`.

    `units` are those the person may hand in for; None: all. `kind` is one of contract.uploads().
    """

    def sheets() -> tuple[Sheet, ...]:
        def is_known(text: str) -> bool:
            return is_header_word(kind, names, text)

        return read(file_name, data, known_words(kind, names), is_known, limits)

    asked = Asked(kind, names, today, file_name, units)
    return _checked(sheets, data, asked, hints or Hints(), limits)


def check_pasted(
    text: str,
    *,
    kind: str,
    names: Names,
    limits: Limits = PAGE,
    units: frozenset[str] | None = None,
    today: dt.date,
    hints: Hints | None = None,
) -> Checked:
    """The same for cells copied from a sheet: parted by tabs, the header among them."""
    asked = Asked(kind, names, today, "", units)
    data = text.encode("utf-8", "replace")
    return _checked(lambda: (read_pasted(text, limits),), data, asked, hints or Hints(), limits)


def check_grid(
    grid: Grid,
    *,
    file_name: str,
    kind: str,
    names: Names,
    limits: Limits = PAGE,
    units: frozenset[str] | None = None,
    today: dt.date,
    hints: Hints | None = None,
) -> Checked:
    """The same for a form, and for cells edited in place."""
    asked = Asked(kind, names, today, file_name, units)
    data = repr((grid.header, grid.rows)).encode("utf-8", "replace")
    hints = replace(hints or Hints(), header_row=None, sheet=None)
    return _checked(lambda: (read_grid(grid, limits),), data, asked, hints, limits)


def _checked(
    sheets: Callable[[], tuple[Sheet, ...]], data: bytes, asked: Asked, hints: Hints, limits: Limits
) -> Checked:
    start = Checked(
        kind=asked.kind,
        file_name=asked.file_name,
        file_sha256=hashlib.sha256(data).hexdigest(),
        token=uuid.uuid4().hex,
    )
    try:
        sheet, layout = _find_table(sheets(), asked, hints)
        return _filled_in(start, sheet, layout, record(sheet, layout, asked, _given(asked, hints)), limits)
    except NotClear as question:
        return replace(
            start,
            refused=question.refusal,
            asks=question.asks,
            header=question.titles,
            as_before=question.as_before,
        )
    except Refusal as refusal:
        return replace(start, refused=refusal)


def _given(asked: Asked, hints: Hints) -> dict[str, str]:
    """Fields the person has stated for the whole file, as text a cell might have."""
    period = "period_key" if asked.kind == "action_log" else "as_of"
    stated = {"unit_id": hints.unit_id, period: hints.period}
    fields = contract.tables()[asked.kind].columns
    return {name: text for name, text in stated.items() if text and name in fields}


def _find_table(sheets: tuple[Sheet, ...], asked: Asked, hints: Hints) -> tuple[Sheet, Layout]:
    """The sheet that holds the table. Raises NotClear where none does, or more than one."""
    found: list[tuple[Sheet, Layout]] = []
    questions: list[NotClear] = []
    for sheet in sheets:
        if hints.sheet is not None and sheet.name != hints.sheet:
            continue
        try:
            found.append((sheet, _laid_out(sheet, asked, hints)))
        except NotClear as question:
            questions.append(question)
    if len(found) > 1:
        listed = tuple(sheet.name or "" for sheet, _ in found)
        before = {name for said in hints.before if said.header == listed for name, _ in said.columns}
        for sheet, layout in found:
            if sheet.name in before:
                return sheet, replace(layout, as_before=((sheet.name, SHEET), *layout.as_before))
        refusal = Refusal("intake.which_sheet", sheets="、".join(f"“{name}”" for name in listed))
        unclear = NotClear(refusal, (Ask(SHEET, 0, listed),))
        unclear.titles = listed
        raise unclear
    if not found:
        raise max(questions, key=lambda question: question.hits, default=NotClear(Refusal("intake.empty")))
    return found[0]


def _laid_out(sheet: Sheet, asked: Asked, hints: Hints) -> Layout:
    return lay_out(
        sheet,
        asked.kind,
        asked.names,
        answered=Answered(dict(hints.columns), hints.before),
        header_row=hints.header_row,
        given=frozenset(_given(asked, hints)),
    )


def _filled_in(start: Checked, sheet: Sheet, layout: Layout, recorded: Recorded, limits: Limits) -> Checked:
    return replace(
        start,
        encoding=sheet.encoding,
        sheet=sheet.name,
        header_row=layout.header_row,
        header=layout.titles,
        columns=tuple((column.spelled, _meant(column)) for column in layout.columns),
        as_before=layout.as_before,
        ignored=layout.ignored,
        grid=_grid(sheet, layout) if len(layout.data) <= limits.grid_rows else None,
        records=recorded.records,
        problems=recorded.problems,
        skipped=_together(layout.skipped, recorded.skipped),
    )


def _meant(column: Any) -> str:
    return as_said(column.metric.metric_id, column.metric.variant) if column.metric else column.field


def _grid(sheet: Sheet, layout: Layout) -> Grid:
    parts = [column.take(layout.data).to_pylist() for column in sheet.columns]
    numbers = sheet.numbers[layout.data].tolist()
    return Grid(layout.header, tuple(zip(numbers, zip(*parts, strict=True), strict=True)))


def _together(first: tuple[Skipped, ...], second: tuple[Skipped, ...]) -> tuple[Skipped, ...]:
    return tuple(sorted((*first, *second), key=lambda skipped: skipped.row))
