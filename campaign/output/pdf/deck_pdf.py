"""A deck as a PDF, a slide a page: laid out by what lays out the PowerPoint file, drawn as vectors."""

from collections.abc import Sequence

from campaign.meeting.deck import Deck
from campaign.output import fitting
from campaign.output.deck_pptx import Maker
from campaign.output.pdf.chart_svg import chart_svg
from campaign.output.pdf.drawing import Drawing, wrapped
from campaign.output.pdf.typeset import compiled, families, sans, string
from campaign.output.picture import Chart, Strip
from campaign.output.pptx import base
from campaign.output.pptx.page import FEW_NAMES, FEW_SIZE, LONG_TITLE, MANY_SIZE, Box
from campaign.output.pptx.tables import GRID_PAD, PAD_X, PAD_Y, Sheet
from campaign.output.pptx.xml import GRID, INK, SLATE, SOFT
from campaign.words import Words

POINT = fitting.EMU_POINT
COVER_TITLE, COVER_WORDS = (0.9, 1.5, 11.5, 2.0), (0.9, 3.98, 11.5, 2.4)  # inches, as in the house's layout
COVER_LINES = 5  # of the usual size
RULE = "E6E9EC"


def deck_pdf(deck: Deck) -> bytes:
    """Raises Refusal where no font here has Chinese signs."""
    pages: list[_Page] = []

    def new_page(is_cover: bool, has_side: bool) -> "_Page":
        pages.append(_Page(Words(deck.lang), is_cover, has_side))
        return pages[-1]

    fonts = sans()
    Maker(deck, new_page).add_all()
    lang = 'lang: "zh", region: "cn"' if deck.lang == "zh" else 'lang: "en"'
    demo = f", keywords: ({string(Words(deck.lang)('demo.label'))},)" if deck.is_synthetic else ""
    head = (
        f"#set document(title: {string(deck.title)}, author: {string(deck.source)}, date: none,"
        f" description: {string(f'{deck.deck_id} {deck.known}')}{demo})\n"
        f"#set page(width: {base.WIDE / POINT}pt, height: {base.HIGH / POINT}pt, margin: 0pt)\n"
        f'#set text(font: {families(fonts)}, {lang}, fill: rgb("{INK}"), cjk-latin-spacing: none)\n'
        "#set par(leading: 0.42em, spacing: 0.5em)\n"
    )
    return compiled(head + "#pagebreak()\n".join(page.source_of(n) for n, page in enumerate(pages, 1)))


class _Page:
    """One page; pieces are placed where the slide has them."""

    def __init__(self, words: Words, is_cover: bool, has_side: bool) -> None:
        self.words = words
        self.is_cover = is_cover
        self._boxes = [_box(base.LEFT), _box(base.RIGHT)] if has_side else [_box(base.CONTENT)]
        self._said: dict[str, tuple[Box, str]] = {}  # what is said anew takes the place of what was said
        self._pieces: list[tuple[Box, str]] = []

    @property
    def has_side(self) -> bool:
        return len(self._boxes) > 1

    def box(self, n: int = 0) -> Box:
        return self._boxes[n]

    def source_of(self, number: int) -> str:
        pieces = [*self._said.values(), *self._pieces]
        if self.is_cover:
            pieces.append((_box((0.9, 3.72, 1.4, 0)), f'line(length: 100%, stroke: 2.25pt + rgb("{SLATE}"))'))
        else:
            pieces.append(
                (_box((0.6, 6.92, 12.13, 0)), f'line(length: 100%, stroke: 0.75pt + rgb("{RULE}"))')
            )
        pieces.append((_box(base.NUMBER), _words([str(number)], 10, SOFT, "right + horizon")))
        return "".join(_placed(box, code) for box, code in pieces)

    # words

    def title(self, text: str) -> None:
        if self.is_cover:
            code = _words([text], 40 if len(text) <= LONG_TITLE else 28, INK, "left + bottom", bold=True)
            self._said["title"] = _box(COVER_TITLE), code
            return
        is_long = len(text) > LONG_TITLE * (1 if self.words.lang == "zh" else 2)
        code = _words([text], 20 if is_long else 26, INK, "left + horizon", bold=True)
        self._said["title"] = _box(base.TITLE), code

    def subtitle(self, lines: Sequence[str]) -> None:
        size = 20 if len(lines) <= COVER_LINES else 16
        self._said["subtitle"] = _box(COVER_WORDS), _words(lines, size, SOFT, "left + top", apart=7)

    def lines(self, lines: Sequence[str], n: int = 0, size: float | None = None) -> None:
        code = _words(lines, size or 20, INK, "left + top", apart=9, is_listed=True)
        self._said[f"lines{n}"] = self._boxes[n], code

    def text(self, box: Box, text: str, size: float) -> None:
        self._pieces.append((box, _words(text.split("\n"), size, INK, "left + horizon")))

    def source(self, text: str) -> None:
        self._said["source"] = _box(base.SOURCE), _words([text], 11, SOFT, "left + horizon")

    def foot(self, text: str) -> None:
        self._said["foot"] = _box(base.FOOT), _words([text], 9, SOFT, "left + horizon")

    def label(self, text: str) -> None:
        wide, high = round((fitting.wide(text, 11) + 20) * POINT), 22 * POINT
        box = Box(base.WIDE - wide - base.WIDE // 22, round(0.024 * base.HIGH), wide, high)
        code = _words([text], 11, SOFT, "center + horizon")
        self._said["label"] = box, f'rect(width: 100%, height: 100%, stroke: 0.75pt + rgb("{SLATE}"), {code})'

    def notes(self, text: str) -> None:
        """What the presenter says stays with the presenter."""

    # pictures

    def chart(self, chart: Chart, title: str, alt: str, box: Box) -> None:
        size = FEW_SIZE if len(chart.names) <= FEW_NAMES else MANY_SIZE
        self._image(chart_svg(chart, *box.points, size, self.words, _css()), alt, box)

    def strip(self, strip: Strip, title: str, alt: str, box: Box) -> None:
        self._image(strip_svg(strip, *box.points, _css()), alt, box)

    def _image(self, svg: str, alt: str, box: Box) -> None:
        code = f'image(bytes({string(svg)}), format: "svg", width: 100%, height: 100%, alt: {string(alt)})'
        self._pieces.append((box, code))

    def table(self, sheet: Sheet, title: str, alt: str, box: Box) -> None:
        self._pieces.append((box, _table(sheet)))

    def done(self) -> None:
        """Nothing is left to take away: only what was filled is placed."""


def strip_svg(strip: Strip, wide: float, high: float, font: str) -> str:
    on = Drawing(wide, high, font)
    for block in strip.blocks:
        points = [(x * wide, y * high) for x, y in block.corners]
        on.shape(points, block.fill, block.line)
        across, down = [x for x, _ in points], [y for _, y in points]
        middle, room = (min(across) + max(across)) / 2, max(across) - min(across) - 24
        name = wrapped(block.said, 16, room)
        under = wrapped(block.under, 12, room) if block.under else []
        tall = (len(name) * 16 + len(under) * 12) * 1.25
        top = (min(down) + max(down)) / 2 - tall / 2
        ink = block.ink or INK
        on.words(middle, top, name, 16, ink, align="middle", stand="top", bold=True)
        on.words(middle, top + len(name) * 20, under, 12, ink, align="middle", stand="top")
    return on.svg()


def _css() -> str:
    return ", ".join(f"'{name}'" for name in sans())


def _box(inches: tuple[float, float, float, float]) -> Box:
    x, y, width, height = (round(part * base.INCH) for part in inches)
    return Box(x, y, width, height)


def _placed(box: Box, code: str) -> str:
    width, height = box.points
    inside = f"block(width: {width:.2f}pt, height: {max(height, 0.1):.2f}pt, {code})"
    return f"#place(top + left, dx: {box.x / POINT:.2f}pt, dy: {box.y / POINT:.2f}pt, {inside})\n"


def _words(
    lines: Sequence[str], size: float, ink: str, align: str, *, apart: float = 0, bold: bool = False,
    is_listed: bool = False,
) -> str:  # fmt: skip
    weight = ', weight: "bold"' if bold else ""
    mark = f'h(-1em) + box(width: 1em, text(fill: rgb("{SLATE}"), "•")) + ' if is_listed else ""
    said = [f"par({mark}text({string(line)}))" for line in lines if line]
    gap = f"spacing: {0.42 * size + apart:.2f}pt"
    inset = ", inset: (left: 1em)" if is_listed else ""
    inside = f"{{ set par({gap}); {' + '.join(said) or 'none'} }}"
    return (
        f'{{ set text(size: {size:g}pt, fill: rgb("{ink}"){weight}); '
        f"align({align}, block(width: 100%{inset}, {inside})) }}"
    )


def _table(sheet: Sheet) -> str:
    columns = ", ".join(f"{width:.2f}pt" for width in sheet.widths)
    rows = ", ".join(f"{height:.2f}pt" for height in sheet.heights)
    pad = GRID_PAD if sheet.is_grid else PAD_X
    cells = []
    for n, row in enumerate(sheet.rows):
        drawn = []
        for at, cell in enumerate(row):
            align = ("center" if sheet.is_grid and at else "left") + (" + bottom" if n == 0 else " + horizon")
            fill = f', fill: rgb("{cell.fill}"), stroke: 2pt + white' if cell.fill else ""
            edge = f'(bottom: 1.25pt + rgb("{SLATE}"))' if n == 0 else f'(bottom: 0.75pt + rgb("{GRID}"))'
            stroke = "" if cell.fill else f", stroke: {edge}"
            weight = ', weight: "bold"' if n == 0 else ""
            ink = f', fill: rgb("{cell.ink}")' if cell.ink else ""
            said = f"text({string(cell.said)}{weight}{ink})"
            drawn.append(f"table.cell(align: {align}{fill}{stroke}, {said})")
        inside = ", ".join(drawn)
        cells.append(f"table.header({inside})" if n == 0 else inside)
    return (
        f"{{ set text(size: {sheet.size:g}pt); table(columns: ({columns},), rows: ({rows},),"
        f" inset: (x: {pad}pt, y: {PAD_Y}pt), stroke: none, {', '.join(cells)}) }}"
    )
