"""问题反馈表.xlsx: the file as it was handed in, its problems marked where they stand, and told beside.

Put right in place it can be handed in again: cells are as they were, and nobody reads the column 错误说明.
"""

import io
from collections import Counter
from dataclasses import dataclass

import xlsxwriter

from campaign.intake.checked import Checked, Grid, Level, Problem
from campaign.output.workbook import Cells, height_for, lay_out, new_book, sheet_name
from campaign.words import Words

LEVELS: tuple[Level, ...] = ("error", "check", "note")
FILLS: dict[Level, str] = {"error": "#FFC7CE", "check": "#FFEB9C", "note": "#DDEBF7"}
MARKS: dict[Level, str] = {"error": "✗", "check": "？", "note": "·"}  # colours alone are not seen by all
EDGE, GREY = "#BFBFBF", "#EDEDED"
EXPLANATION = "错误说明"  # in Chinese in any language: the reader of files knows it and leaves it out
NUMBER = "原行号"
NARROWEST, WIDEST, EXPLAINED = 10, 36, 64  # characters
ROWS_NAMED = 20  # of one kind of problem, in the summary
SUMMARY_WIDTHS = (10, 8, 30, 80)


@dataclass(frozen=True)
class _Marked:
    """The problems of a grid, by row and by cell."""

    by_row: dict[int, list[Problem]]
    by_cell: dict[tuple[int, int], list[Problem]]


def feedback_xlsx(checked: Checked, words: Words, *, only_bad: bool = False) -> bytes:
    """The marked-up file. With `only_bad` just the rows with an error, else every row at its own number.

    A file that was refused is refused here too; one too long to be kept as a grid comes back as its summary.
    """
    if checked.refused is not None:
        raise checked.refused
    buffer = io.BytesIO()
    book = new_book(buffer)
    if checked.grid is not None:
        page = book.add_worksheet(sheet_name(checked.sheet or words("feedback.sheet")))
        _mark_up(page, Cells(book, page), checked, checked.grid, words, only_bad=only_bad)
    _summary(Cells(book, book.add_worksheet(words("feedback.summary.sheet"))), checked, words)
    book.close()
    return buffer.getvalue()


def _mark_up(
    page: xlsxwriter.worksheet.Worksheet,
    cells: Cells,
    checked: Checked,
    grid: Grid,
    words: Words,
    *,
    only_bad: bool,
) -> None:
    marked = _marked(checked, grid)
    bad = {problem.row for problem in checked.errors}
    rows = [row for row in grid.rows if row[0] in bad] if only_bad else list(grid.rows)
    header_row = 0 if only_bad else max((checked.header_row or 1) - 1, 0)
    header = [*grid.header, EXPLANATION, *([NUMBER] if only_bad else [])]
    widths = _widths(grid, header)
    for place, (title, width) in enumerate(zip(header, widths, strict=True)):
        cells.text(
            header_row, place, title, bold=True, bg_color=GREY, border=1, border_color=EDGE, text_wrap=True
        )
        page.set_column(place, place, width)
    for offset, (number, texts) in enumerate(rows, start=1):
        row = header_row + offset if only_bad else number - 1
        said = _told(marked.by_row.get(number, []), words)
        page.set_row(row, height_for([*texts, said], [*widths[: len(texts)], EXPLAINED]))
        for place, text in enumerate(texts):
            _cell(cells, row, place, text, marked.by_cell.get((number, place), []), words)
        cells.text(
            row, len(grid.header), said, text_wrap=True, font_color="#9C0006", border=1, border_color=EDGE
        )
        if only_bad:
            cells.number(row, len(grid.header) + 1, number, font_color="#7F7F7F")
    lay_out(page, header_row=header_row)
    last = header_row + len(rows) + 1 if only_bad else max((number for number, _ in rows), default=1)
    page.ignore_errors(
        {"number_stored_as_text": f"A1:{xlsxwriter.utility.xl_rowcol_to_cell(last, len(header))}"}
    )


def _cell(cells: Cells, row: int, place: int, text: str, problems: list[Problem], words: Words) -> None:
    """As text, so that what was handed in is what is handed in again: 0071 stays 0071."""
    look: dict[str, object] = {"num_format": "@", "text_wrap": True, "border": 1, "border_color": EDGE}
    if problems:
        look["bg_color"] = FILLS[_worst(problems)]
    cells.text(row, place, text, **look)
    if problems:
        size = {"x_scale": 2.2, "y_scale": 0.4 + 0.6 * len(problems), "author": ""}
        cells.page.write_comment(row, place, _told(problems, words), size)


def _marked(checked: Checked, grid: Grid) -> _Marked:
    """A column is known by its name; a problem of a column that is not in the sheet is the whole row's."""
    places = {name: place for place, name in reversed(list(enumerate(grid.header)))}
    by_row: dict[int, list[Problem]] = {}
    by_cell: dict[tuple[int, int], list[Problem]] = {}
    for problem in sorted(checked.problems, key=lambda problem: LEVELS.index(problem.level)):
        if problem.row is None:
            continue
        by_row.setdefault(problem.row, []).append(problem)
        if problem.column in places:
            by_cell.setdefault((problem.row, places[problem.column]), []).append(problem)
    return _Marked(by_row, by_cell)


def _worst(problems: list[Problem]) -> Level:
    return min((problem.level for problem in problems), key=LEVELS.index)


def _told(problems: list[Problem], words: Words) -> str:
    return "\n".join(
        f"{MARKS[problem.level]} {words(f'feedback.level.{problem.level}')}：{problem.said(words)}"
        for problem in problems
    )


def _widths(grid: Grid, header: list[str]) -> list[float]:
    """Of the grid's columns by their first rows; the explanation's and the row number's are fixed."""
    found: list[float] = []
    for place, title in enumerate(grid.header):
        texts = [title, *(texts[place] for _, texts in grid.rows[:100] if place < len(texts))]
        longest = max(len(text.encode("gb18030", "replace")) for text in texts)
        found.append(min(max(longest + 2, NARROWEST), WIDEST))
    return [*found, EXPLAINED, NARROWEST][: len(header)]


# The summary


def _summary(cells: Cells, checked: Checked, words: Words) -> None:
    page = cells.page
    for place, width in enumerate(SUMMARY_WIDTHS):
        page.set_column(place, place, width)
    cells.across(0, 0, 3, words("feedback.summary.title"), bold=True, font_size=16, align="center")
    counts = Counter(problem.level for problem in checked.problems)
    bad_rows = len({problem.row for problem in checked.errors if problem.row is not None})
    lines = [
        words("feedback.summary.file", file=checked.file_name),
        words("feedback.summary.counts", **{level: counts[level] for level in LEVELS}),
        words("feedback.summary.rows", bad=bad_rows, good=checked.records.num_rows if checked.records else 0),
        words("feedback.summary.next"),
    ]
    for row, line in enumerate(lines, start=1):
        cells.across(row, 0, 3, line, text_wrap=True)
        page.set_row(row, height_for([line], [sum(SUMMARY_WIDTHS)]))
    head = len(lines) + 2
    for place, name in enumerate(("level", "count", "where", "example")):
        cells.text(
            head,
            place,
            words(f"feedback.summary.{name}"),
            bold=True,
            bg_color=GREY,
            border=1,
            border_color=EDGE,
        )
    for row, group in enumerate(_groups(checked.problems), start=head + 1):
        _group(cells, row, group, words)
    lay_out(page, header_row=0)


def _groups(problems: tuple[Problem, ...]) -> list[list[Problem]]:
    """Problems of one level and kind together: errors first, then the most frequent."""
    found: dict[tuple[Level, str], list[Problem]] = {}
    for problem in problems:
        found.setdefault((problem.level, problem.code), []).append(problem)
    return sorted(found.values(), key=lambda group: (LEVELS.index(group[0].level), -len(group)))


def _group(cells: Cells, row: int, group: list[Problem], words: Words) -> None:
    level = group[0].level
    rows = sorted({problem.row for problem in group if problem.row is not None})
    where = words("list.comma").join(map(str, rows[:ROWS_NAMED])) + ("…" if len(rows) > ROWS_NAMED else "")
    said = group[0].said(words)
    look: dict[str, object] = {"border": 1, "border_color": EDGE, "text_wrap": True}
    cells.text(row, 0, f"{MARKS[level]} {words(f'feedback.level.{level}')}", **look, bg_color=FILLS[level])
    cells.number(row, 1, len(group), **look, align="center")
    cells.text(row, 2, where or words("feedback.summary.whole_file"), **look)
    cells.text(row, 3, said, **look)
    cells.page.set_row(row, height_for([where, said], SUMMARY_WIDTHS[2:]))
