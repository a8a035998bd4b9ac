"""Native tables: a panel's table twin, and grids of coloured cells; cut where a slide ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from campaign.output.picture import Cell, Grid
from campaign.output.pptx import fitting
from campaign.output.pptx.xml import GRID, INK, SLATE, line, paragraphs, solid

SIZE = 12.0  # points, of a table's text
PAD_X, PAD_Y = 6.0, 3.0  # points, inside a cell
LEAST_COLUMN = 44.0
MOST_COLUMNS = 12  # on one slide
GRID_SIZE, GRID_ROW, GRID_NAMES = 11.0, 23.0, 170.0


@dataclass(frozen=True)
class Sheet:
    """What of a table stands on one slide. Measures in points."""

    widths: tuple[float, ...]
    heights: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]  # the first is the heading
    is_centred: bool = False  # all but the first column

    def xml(self, lang: str) -> str:
        columns = "".join(f'<a:gridCol w="{_emu(width)}"/>' for width in self.widths)
        rows = "".join(
            f'<a:tr h="{_emu(height)}">{"".join(self._cell(cell, n, at, lang) for at, cell in enumerate(row))}</a:tr>'
            for n, (row, height) in enumerate(zip(self.rows, self.heights, strict=True))
        )
        return f'<a:tbl><a:tblPr firstRow="1"/><a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl>'

    def _cell(self, cell: Cell, row: int, column: int, lang: str) -> str:
        is_head = row == 0
        align = "ctr" if self.is_centred and column else "l"
        size = GRID_SIZE if self.is_centred else SIZE
        text = paragraphs(cell.said, size, cell.ink or INK, bold=is_head, align=align, lang=lang)
        edge = line(SLATE, 1.25) if is_head else line(GRID, 0.75)
        none = "<a:ln><a:noFill/></a:ln>"
        sides = f"{_edge('lnL', none)}{_edge('lnR', none)}{_edge('lnT', none)}{_edge('lnB', edge)}"
        if cell.fill:  # a coloured cell stands apart from the next
            gap = line("FFFFFF", 2)
            sides = "".join(_edge(side, gap) for side in ("lnL", "lnR", "lnT", "lnB"))
        anchor = "b" if is_head else "ctr"
        return (
            f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{text}</a:txBody>"
            f'<a:tcPr marL="{_emu(PAD_X)}" marR="{_emu(PAD_X)}" marT="{_emu(PAD_Y)}" marB="{_emu(PAD_Y)}"'
            f' anchor="{anchor}">{sides}{solid(cell.fill)}</a:tcPr></a:tc>'
        )


def _edge(side: str, xml: str) -> str:
    return xml.replace("<a:ln", f"<a:{side}", 1).replace("</a:ln>", f"</a:{side}>")


def _emu(points: float) -> int:
    return round(points * fitting.EMU_POINT)


def table_sheets(
    heads: Sequence[str], rows: Sequence[Sequence[str]], width: float, height: float
) -> Iterator[Sheet]:
    """The table over as many slides as it needs; the first column comes again beside cut-off ones."""
    for first in range(1, max(len(heads), 2), MOST_COLUMNS - 1):
        columns = [0, *range(first, min(first + MOST_COLUMNS - 1, len(heads)))]
        yield from _sheets([heads[n] for n in columns], [[row[n] for n in columns] for row in rows], width, height)


def _sheets(
    heads: Sequence[str], rows: Sequence[Sequence[str]], width: float, height: float
) -> Iterator[Sheet]:
    natural = [
        max(fitting.wide(text, SIZE) for text in (head, *(row[n] for row in rows[:200]))) + 2 * PAD_X + 2
        for n, head in enumerate(heads)
    ]
    each = fitting.widths(natural, width, LEAST_COLUMN)
    head_height = _row_height(heads, each)
    page, heights, used = [tuple(map(Cell, heads))], [head_height], head_height
    for row in _short_enough(rows, each, height - head_height):
        tall = _row_height(row, each)
        if used + tall > height and len(page) > 1:
            yield Sheet(tuple(each), tuple(heights), tuple(page))
            page, heights, used = [page[0]], [head_height], head_height
        page.append(tuple(map(Cell, row)))
        heights.append(tall)
        used += tall
    yield Sheet(tuple(each), tuple(heights), tuple(page))


def _row_height(row: Sequence[str], each: Sequence[float]) -> float:
    return max(fitting.tall(text, SIZE, width - 2 * PAD_X) for text, width in zip(row, each, strict=True)) + 2 * PAD_Y


def _short_enough(
    rows: Sequence[Sequence[str]], each: Sequence[float], height: float
) -> Iterator[Sequence[str]]:
    """A row higher than a slide goes on in the next row."""
    room = height - 2 * PAD_Y
    for row in rows:
        rest = list(row)
        while any(rest):
            parts = [fitting.split(text, SIZE, w - 2 * PAD_X, room) for text, w in zip(rest, each, strict=True)]
            yield [part for part, _ in parts]
            rest = [left for _, left in parts]
            if all(not part for part, _ in parts):
                break


def grid_sheets(grid: Grid, width: float, height: float, corner: str = "") -> Iterator[Sheet]:
    """A grid over as many slides as it needs, its headings on each."""
    most = min(MOST_COLUMNS, max(len(grid.across), 1))
    each = (width - GRID_NAMES) / max(most, 1)
    each = min(each, 190.0)
    head = max([fitting.tall(name, GRID_SIZE, each - 2 * PAD_X) for name in grid.across] or [0]) + 2 * PAD_Y
    rows = max(int((height - head) // _grid_row(grid)), 1)
    count = -(-max(len(grid.down), 1) // rows)
    for page in grid.pages(rows=-(-max(len(grid.down), 1) // count), columns=most):
        cells = [
            (Cell(name), *row) for name, row in zip(page.down, page.cells, strict=True)
        ]  # fmt: skip
        yield Sheet(
            (GRID_NAMES, *[each] * len(page.across)),
            (head, *[_grid_row(grid)] * len(page.down)),
            (tuple(map(Cell, (corner, *page.across))), *cells),
            is_centred=True,
        )


def _grid_row(grid: Grid) -> float:
    longest = max((fitting.lines_of(name, GRID_SIZE, GRID_NAMES - 2 * PAD_X) for name in grid.down), default=1)
    return max(GRID_ROW, longest * GRID_SIZE * fitting.LEADING + 2 * PAD_Y)
