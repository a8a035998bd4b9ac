"""A deck as a PowerPoint file: the same answers as on screen, as charts and tables that can be edited.

What does not fit a slide goes on on the next and says so; what no native chart can show is its table.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from campaign.figures.said import figure_text, metric_label
from campaign.meeting.deck import Deck, Slide
from campaign.meeting.told import BEST as MOST_TILES
from campaign.meeting.told import best_of
from campaign.methods.rows import Row, rows
from campaign.output import fitting
from campaign.output.picture import Chart, Grid, Strip
from campaign.output.pptx.page import POINT, Box, Page, layout_for
from campaign.output.pptx.tables import Sheet, grid_sheets, table_sheets
from campaign.output.pptx.template import book_for
from campaign.output.reading import picture_of
from campaign.output.told import slide_table, with_corrections
from campaign.panels import Seen
from campaign.settings import settings
from campaign.words import Words

MOST_PAGES = 20  # of one chart: what is longer is read in the annex
WHOLE_TABLE, CUT_TABLE = 12, 2  # pages: a table of more is only begun on slides, and read in the annex
MOST_BARS = 14  # on one slide
BAR_HIGH, FOOT_HIGH = 62, 44  # points a bar and the axis take at most: three bars do not fill a slide
SIDE_SIZES = (16.0, 14.0, 12.0)
WORDS_SIZES = (20.0, 18.0, 16.0, 14.0)
STRIP_HIGH, STRIP_ALONE = 110, 190  # points; where nothing is said beneath
TILE_HIGH, TILE_GAP, TILE_LINES = 92, 18, ((14.0, 0.28), (28.0, 0.44), (12.0, 0.28))  # size, share of height


def pptx_bytes(deck: Deck) -> bytes:
    """Put into the office's own template, where there is one."""
    file = settings().deck_template
    return made_from(deck, file.read_bytes() if file.is_file() else None)


def made_from(deck: Deck, template: bytes | None) -> bytes:
    """Raises Refusal for a template that cannot be used."""
    words = Words(deck.lang)
    book, layouts = book_for(template)

    def new_page(is_cover: bool, has_side: bool) -> Page:
        return Page(book, layout_for(layouts, is_cover=is_cover, has_side=has_side), words)

    Maker(deck, new_page).add_all()
    about = book.core_properties
    about.title, about.subject = deck.title, f"{deck.deck_id} {deck.known}"
    about.author, about.last_modified_by, about.keywords, about.comments = deck.source, "", "", ""
    if deck.is_synthetic:
        about.keywords = words("demo.label")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class AnyPage(Protocol):
    """What a slide is put on, whatever the file it belongs to."""

    @property
    def has_side(self) -> bool: ...
    def box(self, n: int = 0) -> Box: ...
    def title(self, text: str) -> None: ...
    def subtitle(self, lines: Sequence[str]) -> None: ...
    def lines(self, lines: Sequence[str], n: int = 0, size: float | None = None) -> None: ...
    def text(self, box: Box, text: str, size: float) -> None: ...
    def source(self, text: str) -> None: ...
    def foot(self, text: str) -> None: ...
    def label(self, text: str) -> None: ...
    def notes(self, text: str) -> None: ...
    def chart(self, chart: Chart, title: str, alt: str, box: Box) -> None: ...
    def table(self, sheet: Sheet, title: str, alt: str, box: Box) -> None: ...
    def strip(self, strip: Strip, title: str, alt: str, box: Box) -> None: ...
    def done(self) -> None: ...


class Maker:
    """Says what stands on which slide, and where it goes on; `new_page(is_cover, has_side)` gives a slide."""

    def __init__(self, deck: Deck, new_page: Callable[[bool, bool], AnyPage]) -> None:
        self.deck = deck
        self.words = Words(deck.lang)
        self._new_page = new_page

    def add_all(self) -> None:
        for slide in with_corrections(self.deck).slides:
            self.add(slide)

    def add(self, slide: Slide) -> None:
        if slide.kind == "cover":
            self._cover(slide)
        elif slide.seen is None or slide.is_told:
            self._words(slide, slide.lines)
        elif slide.seen.frame.empty:
            empty = slide.seen.panel.empty(self.words)
            self._words(slide, list(dict.fromkeys([*slide.lines, empty])))
        elif slide.seen.refused:
            why = self.words(f"method.refused.{slide.seen.refused}")
            self._words(slide, list(dict.fromkeys([*slide.lines, why])))
        else:
            self._shown(slide, slide.seen)

    # slides

    def _page(
        self, slide: Slide, title: str, *, is_cover: bool = False, has_side: bool = False, more: str = ""
    ) -> AnyPage:
        page = self._new_page(is_cover, has_side)
        page.title(title)
        source = slide.source or self.deck.source
        if not is_cover:
            page.source(self.words("office.and", first=source, second=more) if more else source)
        page.foot(f"{self.deck.known} · {self.deck.deck_id}")
        if self.deck.is_synthetic:
            page.label(self.words("demo.label"))
        page.notes("\n".join(filter(None, (slide.notes, source, self.deck.known))))
        return page

    def _cover(self, slide: Slide) -> None:
        page = self._page(slide, slide.title or self.deck.title, is_cover=True)
        unsaid = [part for part in (self.deck.day, self.deck.place) if part and part not in slide.lines]
        place = [" · ".join(unsaid)] if unsaid else []
        source = self.words("demo.band") if self.deck.is_synthetic else slide.source or self.deck.source
        page.subtitle([*place, *slide.lines, source, self.deck.known])
        page.done()

    def _words(self, slide: Slide, lines: Sequence[str]) -> None:
        page = self._page(slide, slide.title)
        size, pages = _fit(lines, page.box(), WORDS_SIZES)
        for n, part in enumerate(pages):
            if n:
                page = self._page(slide, slide.title)
            page.title(self._numbered(slide.title, n, len(pages)))
            page.lines(part, size=size)
            page.done()

    def _shown(self, slide: Slide, seen: Seen) -> None:
        if slide.is_of_figures:
            self._unit(slide, seen)
            return
        picture = None
        if slide.kind != "annex" and seen.panel.draw is not None:
            picture = picture_of(seen.figure)
        if isinstance(picture, Chart):
            self._charts(slide, seen, picture)
        elif isinstance(picture, Strip):
            page = self._page(slide, slide.title)
            high = STRIP_HIGH if slide.lines else STRIP_ALONE
            page.strip(picture, seen.panel.title(self.words), seen.alt, page.box().top(high * POINT))
            self._beneath(page, slide.lines, high + 24)
            page.done()
        else:
            self._sheets(slide, seen, picture)

    def _unit(self, slide: Slide, seen: Seen) -> None:
        """Its method, its first figures set large, and the others as many as there is room for."""
        page, told = self._page(slide, slide.title), rows(seen.frame)
        above = self._said_above(page, slide.lines, 0.3)
        best = best_of(told)
        room = page.box().below(round(above * POINT))
        wide = (room.width - (MOST_TILES - 1) * TILE_GAP * POINT) // MOST_TILES
        for n, row in enumerate(best):
            x = room.x + n * (wide + TILE_GAP * POINT)
            self._tile(page, row, Box(x, room.y, wide, TILE_HIGH * POINT))
        others = [row for row in told if all(row is not one for one in best)]
        if others:
            self._others(page, seen, others, room.below((TILE_HIGH + TILE_GAP) * POINT), slide)
        page.done()

    def _tile(self, page: AnyPage, row: Row, box: Box) -> None:
        words = self.words
        coverage, day = row[words.column("coverage_name")], words.day(row["as_of"])
        under = words("figure.under", coverage=coverage, day=day)
        y = box.y
        for (size, share), text in zip(
            TILE_LINES, (metric_label(row, words), figure_text(row, words), under), strict=True
        ):
            high = round(box.height * share)
            page.text(Box(box.x, y, box.width, high), text, size)
            y += high

    def _others(self, page: AnyPage, seen: Seen, others: list[Row], room: Box, slide: Slide) -> None:
        """Two figures a row: twice as many have room."""
        words = self.words
        said = [(metric_label(row, words), figure_text(row, words)) for row in others]
        heads = [words("column.metric"), words("column.figure")] * 2
        sheet = next(table_sheets(heads, _paired(said), *room.points))
        shown = 2 * (len(sheet.rows) - 1)
        if shown < len(said):
            sheet = next(table_sheets(heads, _paired(said[:shown]), *room.points))
            more = words("office.more_figures", count=len(said) - shown)
            page.source(words("office.and", first=slide.source or self.deck.source, second=more))
        page.table(sheet.filling(room.points[0]), seen.panel.title(words), seen.alt, room)

    def _said_above(self, page: AnyPage, lines: Sequence[str], share: float) -> float:
        """Words over a table; returns the points they take."""
        if not lines:
            return 0.0
        room = page.box()
        size, pages = _fit(lines, room.top(round(room.height * share)), (14.0, 12.0))
        tall = _tall(pages[0], size, room)
        page.text(room.top(round(tall * POINT)), "\n".join(pages[0]), size)
        return tall + 10

    def _beneath(self, page: AnyPage, lines: Sequence[str], points: float) -> None:
        """Words below what stands at the top of a slide."""
        if lines:
            box = page.box().below(round(points * POINT))
            size, pages = _fit(lines, box, WORDS_SIZES)
            page.text(box.top(round(_tall(pages[0], size, box) * POINT)), "\n".join(pages[0]), size)

    def _charts(self, slide: Slide, seen: Seen, chart: Chart) -> None:
        pages = chart.pages(MOST_BARS)
        title = seen.panel.title(self.words)
        said = [self.words("office.hatched")] if chart.is_hatched else []
        more = self.words("list.comma").join([*chart.rest, *said])
        for n, part in enumerate(pages[:MOST_PAGES]):
            left = len(pages) - MOST_PAGES if n + 1 == MOST_PAGES else 0
            page = self._page(
                slide, self._numbered(slide.title, n, min(len(pages), MOST_PAGES)),
                has_side=bool(slide.lines),
                more=self._cut(more, left),
            )  # fmt: skip
            size, lines = _fit(slide.lines, page.box(1), SIDE_SIZES) if page.has_side else (0.0, [])
            if lines and n < len(lines):
                page.lines(lines[n], 1, size)
            page.chart(part, title, seen.alt, _chart_box(page.box(), part))
            page.done()

    def _sheets(self, slide: Slide, seen: Seen, grid: Grid | None) -> None:
        """A table or a grid, below the slide's lines, over as many slides as it takes."""
        first = self._page(slide, slide.title)
        above = self._said_above(first, slide.lines, 0.45)
        sheets = list(self._cut_up(seen, grid, first.box(), above))
        most = len(sheets) if len(sheets) <= WHOLE_TABLE else CUT_TABLE
        for n, sheet in enumerate(sheets[:most]):
            left = len(sheets) - most if n + 1 == most else 0
            key = "  ".join(grid.key) if grid else ""
            more = self._cut(key, left)
            page = first if n == 0 else self._page(slide, slide.title, more=more)
            if n == 0 and more:
                source = slide.source or self.deck.source
                page.source(self.words("office.and", first=source, second=more))
            page.title(self._numbered(slide.title, n, most))
            box = page.box().below(round(above * POINT)) if n == 0 else page.box()
            page.table(sheet, seen.panel.title(self.words), seen.alt, box)
            page.done()

    def _cut_up(self, seen: Seen, grid: Grid | None, room: Box, above: float) -> Iterator[Sheet]:
        wide, high = room.points
        if grid is not None:
            yield from grid_sheets(grid, wide, high - above)
            return
        table = slide_table(seen)
        yield from table_sheets([*map(str, table.columns)], table.to_numpy().tolist(), wide, high - above)

    def _numbered(self, title: str, n: int, count: int) -> str:
        """第几页 after the title of what takes more than one slide."""
        return self.words("office.page_of", title=title, page=n + 1, pages=count) if count > 1 else title

    def _cut(self, more: str, left: int) -> str:
        said = [self.words("office.left_out", count=left)] if left else []
        return self.words("list.comma").join(filter(None, (more, *said)))


def _paired(said: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Two figures a row, read down the left half and then down the right one."""
    half = -(-len(said) // 2)
    right = [*said[half:], ("", "")]
    return [[*said[n], *right[n]] for n in range(half)]


def _fit(lines: Sequence[str], box: Box, sizes: Sequence[float]) -> tuple[float, list[list[str]]]:
    """The largest size at which the lines fit, or the smallest and as many slides as they take."""
    for size in sizes:
        if _tall(lines, size, box) <= box.points[1]:
            return size, [list(lines)]
    pages: list[list[str]] = [[]]
    for line in lines:
        for part in _parts(line, size, box):
            if pages[-1] and _tall([*pages[-1], part], size, box) > box.points[1]:
                pages.append([])
            pages[-1].append(part)
    return size, pages


def _parts(line: str, size: float, box: Box) -> Iterator[str]:
    while line:
        part, line = fitting.split(line, size, box.points[0] - 24, box.points[1] - 24)
        yield part


def _tall(lines: Sequence[str], size: float, box: Box) -> float:
    return sum(fitting.tall(line, size, box.points[0] - 24) + 10 for line in lines)


def _chart_box(box: Box, chart: Chart) -> Box:
    """As high as its bars need; a chart over time or of points fills its place."""
    if chart.form == "up" or not chart.names:
        return box
    return box.top(round((len(chart.names) * BAR_HIGH + FOOT_HIGH) * POINT))
