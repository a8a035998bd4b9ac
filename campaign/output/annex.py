"""What a deck's slides show, as tables: an Excel annex whose charts are native, and the same as CSV files."""

import io
import re
import zipfile
from dataclasses import dataclass

import pandas as pd

from campaign.meeting.deck import Deck, Slide
from campaign.output import fitting
from campaign.output.chart_cells import ChartCells
from campaign.output.picture import Chart
from campaign.output.pptx.chart_xml import chart_xml
from campaign.output.pptx.xml import NOT_XML, with_own_colours
from campaign.output.reading import picture_of
from campaign.output.workbook import (
    Cells,
    csv_bytes,
    height_for,
    lay_out,
    new_book,
    sheet_name,
    width_of,
    write,
)
from campaign.panels import Seen
from campaign.words import Words

HEADER_ROW = 5  # below what the sheet is, whose figures, as known when
CHART_WIDE, ROW_PIXELS, PIXEL_POINTS = 880, 20, 0.75
MOST_ROWS = 60  # of one chart; more are drawn in the next
LONGEST_ALT = 1000  # characters: what a description of an Excel object may comfortably have
ZIP_DAY = (1980, 1, 1, 0, 0, 0)  # the same meeting gives the same file


@dataclass(frozen=True)
class _Sheet:
    """One slide's answer on its own sheet."""

    name: str
    slide: Slide
    seen: Seen


def annex_xlsx(deck: Deck) -> bytes:
    """A first sheet that says what it is and lists the others; then one a slide: table, chart, numbers."""
    words, buffer = Words(deck.lang), io.BytesIO()
    book = new_book(buffer)
    sheets = _sheets(deck, words)
    _write_first(Cells(book, book.add_worksheet(words("office.contents"))), deck, sheets, words)
    charts: list[str] = []
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        below = _write_table(Cells(book, page), deck, sheet, words)
        charts += _write_charts(book, Cells(book, page), sheet, words, below)
    book.close()
    return _with_charts(buffer.getvalue(), charts)


def annex_csv(deck: Deck) -> bytes:
    """A zip of a CSV file a slide, and one that says whose figures they are, as known when."""
    words, buffer = Words(deck.lang), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:

        def add(name: str, content: bytes) -> None:
            made.writestr(zipfile.ZipInfo(f"{name}.csv", ZIP_DAY), content, zipfile.ZIP_DEFLATED)

        add(f"00 {words('office.contents')}", csv_bytes(pd.DataFrame({deck.title: _about(deck, words)})))
        for n, sheet in enumerate(_sheets(deck, words), start=1):
            add(
                f"{n:02} {sheet.seen.panel.title(words)}".replace("/", " "),
                csv_bytes(_table(deck, sheet, words)),
            )
    return buffer.getvalue()


def _sheets(deck: Deck, words: Words) -> list[_Sheet]:
    return [
        _Sheet(_named(n, slide.seen.panel.title(words)), slide, slide.seen)
        for n, slide in enumerate(deck.panels(), start=1)
        if slide.seen is not None
    ]


def _named(n: int, title: str) -> str:
    """A sheet's name, which begins with its number: however it is cut, no other is alike."""
    return sheet_name(f"{n} {title}").strip()


def _about(deck: Deck, words: Words) -> list[str]:
    """What an output must say of itself."""
    said = [words("demo.band")] if deck.is_synthetic else []
    place = words("list.dot").join(filter(None, (deck.day, deck.place)))
    return [*said, place, deck.source, deck.known, words("office.id", id=deck.deck_id)]


def _table(deck: Deck, sheet: _Sheet, words: Words) -> pd.DataFrame:
    """The table twin; a synthetic campaign's says so in every row: rows are copied without their sheet."""
    table = sheet.seen.panel.table(sheet.seen.frame, words)
    return table.assign(**{words("demo.label"): words("demo.yes")}) if deck.is_synthetic else table


def _write_first(cells: Cells, deck: Deck, sheets: list[_Sheet], words: Words) -> None:
    cells.page.set_column(0, 0, 8)
    cells.page.set_column(1, 1, 96)
    cells.page.set_paper(9)
    cells.page.fit_to_pages(1, 0)
    cells.text(0, 0, deck.title, bold=True, font_size=16)
    about = _about(deck, words)
    for row, said in enumerate(about, start=1):
        cells.text(row, 0, said)
    first = len(about) + 2
    for row, sheet in enumerate(sheets, start=first):
        cells.text(row, 0, sheet.name.partition(" ")[0])
        cells.text(row, 1, sheet.slide.title or sheet.seen.panel.title(words), text_wrap=True)
    if deck.corrections:
        first += len(sheets) + 1
        cells.text(first, 0, words("office.corrections", count=len(deck.corrections)), bold=True)
        for row, said in enumerate(deck.corrections, start=first + 1):
            cells.page.set_row(row, height_for([said], [96]))
            cells.text(row, 1, said, text_wrap=True)


def _write_table(cells: Cells, deck: Deck, sheet: _Sheet, words: Words) -> int:
    """Returns the first free row below."""
    table = _table(deck, sheet, words)
    lay_out(cells.page, header_row=HEADER_ROW)
    cells.text(0, 0, sheet.slide.title or sheet.seen.panel.title(words), bold=True, font_size=14)
    demo = [words("demo.label")] if deck.is_synthetic else []
    cells.text(1, 0, sheet.slide.source or deck.source)
    cells.text(2, 0, words("list.dot").join([*demo, deck.known, words("office.id", id=deck.deck_id)]))
    if table.empty:
        cells.text(HEADER_ROW, 0, sheet.seen.panel.empty(words))
        return HEADER_ROW + 2
    cells.text(3, 0, "" if sheet.seen.refused else sheet.seen.said)
    for place, name in enumerate(table.columns):
        cells.text(HEADER_ROW, place, str(name), bold=True, text_wrap=True, valign="top", bottom=1)
        cells.page.set_column(place, place, width_of(str(name), table[name]))
        for row, value in enumerate(table[name], start=HEADER_ROW + 1):
            write(cells, row, place, value)
    cells.page.autofilter(HEADER_ROW, 0, HEADER_ROW + len(table), len(table.columns) - 1)
    return HEADER_ROW + len(table) + 3


def _write_charts(book: object, cells: Cells, sheet: _Sheet, words: Words, row: int) -> list[str]:
    """The charts below the table, each above the cells it is drawn from. Returns their XML, in order."""
    seen = sheet.seen
    if seen.panel.draw is None or seen.frame.empty or seen.refused:
        return []
    picture = picture_of(seen.figure)
    made = []
    for chart in picture.pages(MOST_ROWS) if isinstance(picture, Chart) else []:
        high = _chart_high(chart)
        top = row + high // ROW_PIXELS + 2
        own = ChartCells(chart, seen.panel.title(words), words, sheet.name, top)
        own.write(cells)
        made.append(_xml(own, chart, high))
        frame = book.add_chart({"type": "column"})  # type: ignore[attr-defined]
        frame.add_series({"values": f"={own.values_at(0, 'val')}"})
        frame.set_size({"width": CHART_WIDE, "height": high})
        cells.page.insert_chart(
            row, 0, frame, {"description": NOT_XML.sub("", seen.alt)[:LONGEST_ALT], "object_position": 2}
        )
        row = top + own.height + 2
    return made


def _xml(cells: ChartCells, chart: Chart, high: int) -> str:
    longest = max((fitting.wide(name, 10) for name in cells.named), default=0)
    share = min((longest + 14) / (CHART_WIDE * PIXEL_POINTS), 0.34)
    return with_own_colours(chart_xml(cells, 10, names_share=share, high=high * PIXEL_POINTS))


def _chart_high(chart: Chart) -> int:
    """Pixels, in whole rows."""
    wanted = 360 if chart.form == "up" or not chart.names else 80 + 30 * len(chart.names)
    return -(-max(wanted, 200) // ROW_PIXELS) * ROW_PIXELS


def _with_charts(made: bytes, charts: list[str]) -> bytes:
    """The workbook with our charts where XlsxWriter put its own: slides and annex are drawn alike."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            found = re.fullmatch(r"xl/charts/chart(\d+)\.xml", part.filename)
            content = charts[int(found.group(1)) - 1].encode() if found else old.read(part)
            new.writestr(part, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
