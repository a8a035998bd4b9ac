"""Native tables: a panel's table twin, and grids of coloured cells; cut where a slide ends."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from campaign.output import fitting
from campaign.output.picture import Cell, Grid
from campaign.output.pptx.xml import GRID, INK, SLATE, line, paragraphs, solid

PAD_X, PAD_Y = 6.0, 3.0  # points, inside a cell
LEAST_COLUMN, WIDEST_CELL = 44.0, 190.0
MOST_COLUMNS = 12  # on one slide
JUDGED = 200  # rows of a long table that say how wide its columns are
GRID_SIZE, GRID_ROW, GRID_NAMES, GRID_PAD = 11.0, 22.0, 170.0, 3.0  # points
SIZES = (16.0, 14.0, 12.0)  # the largest at which a table fits one slide; long ones have the smallest


@dataclass(frozen=True)
class Sheet:
    """What of a table stands on one slide. Measures in points."""

    widths: tuple[float, ...]
    heights: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]  # the first is the heading
    size: float = SIZES[-1]
    is_grid: bool = False  # marks and words in the middle of their cells

    def filling(self, width: float) -> "Sheet":
        """The same over all the width, its columns wider in proportion."""
        share = width / sum(self.widths)
        return replace(self, widths=tuple(own * share for own in self.widths))

    def xml(self, lang: str) -> str:
        columns = "".join(f'<a:gridCol w="{_emu(width)}"/>' for width in self.widths)
        rows = "".join(
            f'<a:tr h="{_emu(height)}">'
            f"{''.join(self._cell(cell, n, at, lang) for at, cell in enumerate(row))}</a:tr>"
            for n, (row, height) in enumerate(zip(self.rows, self.heights, strict=True))
        )
        return f'<a:tbl><a:tblPr firstRow="1"/><a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl>'

    def _cell(self, cell: Cell, row: int, column: int, lang: str) -> str:
        is_head = row == 0
        align = "ctr" if self.is_grid and column else "l"
        pad = _emu(GRID_PAD if self.is_grid else PAD_X)
        text = paragraphs(cell.said, self.size, cell.ink or INK, bold=is_head, align=align, lang=lang)
        edge = line(SLATE, 1.25) if is_head else line(GRID, 0.75)
        none = "<a:ln><a:noFill/></a:ln>"
        sides = f"{_edge('lnL', none)}{_edge('lnR', none)}{_edge('lnT', none)}{_edge('lnB', edge)}"
        if cell.fill:  # a coloured cell stands apart from the next
            gap = line("FFFFFF", 2)
            sides = "".join(_edge(side, gap) for side in ("lnL", "lnR", "lnT", "lnB"))
        anchor = "b" if is_head else "ctr"
        return (
            f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{text}</a:txBody>"
            f'<a:tcPr marL="{pad}" marR="{pad}" marT="{_emu(PAD_Y)}" marB="{_emu(PAD_Y)}"'
            f' anchor="{anchor}">{sides}{solid(cell.fill)}</a:tcPr></a:tc>'
        )


def _edge(side: str, xml: str) -> str:
    return xml.replace("<a:ln", f"<a:{side}", 1).replace("</a:ln>", f"</a:{side}>")


def _emu(points: float) -> int:
    return round(points * fitting.EMU_POINT)


def table_sheets(
    heads: Sequence[str], rows: Sequence[Sequence[str]], width: float, height: float
) -> Iterator[Sheet]:
    """The table over as many slides as it needs, columns nobody filled left out.

    The first column comes again beside those that did not fit.
    """
    kept = [n for n in range(len(heads)) if n == 0 or any(row[n] for row in rows)]
    for first in range(1, max(len(kept), 2), MOST_COLUMNS - 1):
        columns = [*kept[:1], *kept[first : first + MOST_COLUMNS - 1]]
        part = [[row[n] for n in columns] for row in rows]
        yield from _sized([heads[n] for n in columns], part, width, height)


def _sized(
    heads: Sequence[str], rows: Sequence[Sequence[str]], width: float, height: float
) -> Iterator[Sheet]:
    """In the largest size at which all of it is seen at once, else in the smallest."""
    for size in SIZES[:-1]:
        least = _least(heads, rows, size)
        if sum(least) <= width and (len(rows) + 1) * (size * fitting.LEADING + 2 * PAD_Y) <= height:
            sheets = list(_cut(heads, rows, size, least, width).sheets(height))
            if len(sheets) == 1:
                return iter(sheets)
    size = SIZES[-1]
    least = _least(heads, rows, size)
    if sum(least) > width:
        least = [LEAST_COLUMN] * len(heads)
    return _cut(heads, rows, size, least, width).sheets(height)


def _cut(
    heads: Sequence[str], rows: Sequence[Sequence[str]], size: float, least: Sequence[float], width: float
) -> "_Cutter":
    each = fitting.widths(_natural(heads, rows, size), width, least)
    return _Cutter(heads, rows, size, tuple(each))


def _least(heads: Sequence[str], rows: Sequence[Sequence[str]], size: float) -> list[float]:
    """How wide each column has to be so that nothing is broken within a word, a day or a figure."""
    return [
        max(
            LEAST_COLUMN,
            _room(fitting.unbroken, head, [row[n] for row in rows[:JUDGED]], size) * fitting.SPARE,
        )
        for n, head in enumerate(heads)
    ]


def _natural(heads: Sequence[str], rows: Sequence[Sequence[str]], size: float) -> list[float]:
    """How wide each column wants to be."""
    return [
        _room(fitting.wide, head, [row[n] for row in rows[:JUDGED]], size) for n, head in enumerate(heads)
    ]


def _room(measure: Callable[[str, float], float], head: str, texts: Sequence[str], size: float) -> float:
    return max(measure(text, size) for text in (head, *texts)) + 2 * PAD_X + 4


def _filled(heights: Sequence[float], room: float, most: int | None = None) -> list[slice]:
    """Which rows stand on which page: as many as have room, and not more than `most`."""
    pages, first, used = [], 0, 0.0
    for n, high in enumerate(heights):
        if n > first and (used + high > room or n - first == most):
            pages.append(slice(first, n))
            first, used = n, 0.0
        used += high
    return [*pages, slice(first, len(heights))]


@dataclass(frozen=True)
class _Cutter:
    """Cuts a table into slides."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    size: float
    widths: tuple[float, ...]

    def sheets(self, height: float) -> Iterator[Sheet]:
        head, head_high = tuple(map(Cell, self.heads)), self._high(self.heads)
        rows = [(tuple(map(Cell, row)), self._high(row)) for row in self._short_enough(height - head_high)]
        pages = _filled([high for _, high in rows], height - head_high)
        # as full as each other: the last of several has not three rows
        most = math.ceil(len(rows) / len(pages))
        for page in _filled([high for _, high in rows], height - head_high, most):
            part = rows[page.start : page.stop]
            yield self._sheet([head, *(row for row, _ in part)], [head_high, *(high for _, high in part)])

    def _sheet(self, page: list[tuple[Cell, ...]], heights: list[float]) -> Sheet:
        return Sheet(self.widths, tuple(heights), tuple(page), self.size)

    def _high(self, row: Sequence[str]) -> float:
        wide = [width - 2 * PAD_X for width in self.widths]
        return (
            max(fitting.tall(text, self.size, own) for text, own in zip(row, wide, strict=True)) + 2 * PAD_Y
        )

    def _short_enough(self, height: float) -> Iterator[Sequence[str]]:
        """A row higher than a slide goes on in the next row."""
        for row in self.rows:
            rest = list(row)
            while True:
                cut = [
                    fitting.split(text, self.size, width - 2 * PAD_X, height - 2 * PAD_Y)
                    for text, width in zip(rest, self.widths, strict=True)
                ]
                yield [part for part, _ in cut]
                rest = [left for _, left in cut]
                if not any(rest):
                    break


def grid_sheets(grid: Grid, width: float, height: float, corner: str = "") -> Iterator[Sheet]:
    """A grid over as many slides as it needs, its headings on each."""
    most = min(MOST_COLUMNS, max(len(grid.across), 1))
    each = min((width - GRID_NAMES) / most, WIDEST_CELL)
    head = (
        max([fitting.tall(name, GRID_SIZE, each - 2 * GRID_PAD) for name in grid.across] or [0]) + 2 * PAD_Y
    )
    rows = max(int((height - head) // _grid_row(grid)), 1)
    count = -(-max(len(grid.down), 1) // rows)
    for page in grid.pages(rows=-(-max(len(grid.down), 1) // count), columns=most):
        cells = [(Cell(name), *row) for name, row in zip(page.down, page.cells, strict=True)]
        yield Sheet(
            (GRID_NAMES, *[each] * len(page.across)),
            (head, *[_grid_row(grid)] * len(page.down)),
            (tuple(map(Cell, (corner, *page.across))), *cells),
            GRID_SIZE,
            is_grid=True,
        )


def _grid_row(grid: Grid) -> float:
    longest = max(
        (fitting.lines_of(name, GRID_SIZE, GRID_NAMES - 2 * GRID_PAD) for name in grid.down), default=1
    )
    return max(GRID_ROW, longest * GRID_SIZE * fitting.LEADING + 2 * PAD_Y)
