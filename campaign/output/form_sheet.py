"""填报表 on paper: a unit's figures of one period with lines for signatures and the seal."""

import io
from collections.abc import Mapping

import pandas as pd

from campaign.ask import ask
from campaign.filters import Filters
from campaign.intake.names import names_of
from campaign.output.templates import Wanted, is_due, period_text
from campaign.output.workbook import Cells, height_for, lay_out, new_book
from campaign.store import Store
from campaign.words import Words

COLUMNS = ("no", "metric", "variant", "uom", "coverage", "last", "now", "note")
WIDTHS = (6, 30, 18, 10, 16, 18, 20, 30)
EDGE = "#000000"
HEADER_ROW = 3

Values = Mapping[tuple[str, str], str]  # (metric_id, variant) -> as it is to be printed


def reported_values(store: Store, wanted: Wanted) -> dict[tuple[str, str], str]:
    """What the unit has published for the period, as printed; a figure it did not report is not in it."""
    return {
        (row["metric_id"], row["variant"]): row["now_printed"]
        for row in _lines(store, wanted)
        if isinstance(row["now_printed"], str)
    }


def form_sheet_xlsx(store: Store, wanted: Wanted, words: Words, *, values: Values | None = None) -> bytes:
    """The sheet for a unit and period. `values` fills it in, what is not there is 未报; None: blank."""
    rows = _lines(store, wanted)
    buffer = io.BytesIO()
    book = new_book(buffer)
    cells = Cells(book, book.add_worksheet(words("form_sheet.sheet")))
    for place, width in enumerate(WIDTHS):
        cells.page.set_column(place, place, width)
    _head(cells, store, wanted, words)
    for number, row in enumerate(rows, start=1):
        _line(cells, HEADER_ROW + number, number, row, values, words)
    _signatures(cells, HEADER_ROW + len(rows) + 2, words)
    lay_out(cells.page, header_row=HEADER_ROW)
    cells.page.center_horizontally()
    cells.page.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    cells.page.set_footer(f"&L&9{words('template.foot')}&R&9&P / &N")
    book.close()
    return buffer.getvalue()


def _lines(store: Store, wanted: Wanted) -> list[pd.Series]:
    frame = ask(store, "form_lines", Filters(store.last_event, wanted.as_of, unit_id=wanted.unit_id))
    rows = [row for _, row in frame.iterrows()]
    return [row for row in rows if is_due(row["frequency"], wanted.as_of)] or rows


def _head(cells: Cells, store: Store, wanted: Wanted, words: Words) -> None:
    campaign = ask(store, "campaign", Filters(store.last_event))
    name = str(campaign.iloc[0][words.column("name")]) if len(campaign) else words("brand.short")
    unit = names_of(store, store.last_event).unit[str(wanted.unit_id)]
    period = period_text(wanted.as_of, "month") if words.lang == "zh" else words.day(wanted.as_of)
    title = words("form_sheet.title", campaign=name)
    cells.across(0, 0, 7, title, bold=True, font_size=20, align="center")
    cells.across(1, 0, 3, words("form_sheet.unit", unit=words.either(unit.name, unit.name_en)))
    cells.across(1, 4, 7, words("form_sheet.period", period=period), align="right")
    cells.page.set_row(0, 38)
    cells.page.set_row(1, 24)
    cells.page.set_row(2, 4)
    titles = [words(f"form_sheet.{column}") for column in COLUMNS]
    cells.page.set_row(HEADER_ROW, max(24, height_for(titles, WIDTHS)))
    for place, title in enumerate(titles):
        cells.text(HEADER_ROW, place, title, **_cell(bold=True, align="center"))


def _line(cells: Cells, at: int, number: int, row: pd.Series, values: Values | None, words: Words) -> None:
    key = (row["metric_id"], row["variant"])
    now = "" if values is None else values.get(key, words("status.unreported"))
    texts = (
        str(number),
        words.either(row["metric_name"], row["metric_name_en"]),
        words.either(row["variant_name"], row["variant_name_en"]) or row["variant"],
        words.either(row["uom"], row["uom_en"]),
        words.either(row["coverage_name"], row["coverage_name_en"]),
        words.either(row["last_printed"], None),
        now,
        words.either(row["now_note"], None) if values is not None else "",
    )
    for place, text in enumerate(texts):
        cells.text(at, place, text, **_cell(align="center" if place in (0, 3, 6) else "left"))
    cells.page.set_row(at, max(24, height_for(texts, WIDTHS)))


def _signatures(cells: Cells, at: int, words: Words) -> None:
    """Kept with the last rows of the table by being short: a seal covers the lower line."""
    for name, first, last in (("filled_by", 0, 1), ("checked_by", 2, 4), ("head", 5, 6)):
        cells.across(at, first, last, words(f"form_sheet.{name}"))
    cells.text(at, 7, words("form_sheet.date"))
    cells.across(at + 1, 5, 7, words("form_sheet.seal"), align="center", font_color="#7F7F7F")
    cells.across(at + 2, 0, 7, words("form_sheet.foot"), font_size=9, font_color="#595959", text_wrap=True)
    cells.page.set_row(at, 30)
    cells.page.set_row(at + 1, 30)


def _cell(**look: object) -> dict[str, object]:
    return {"border": 1, "border_color": EDGE, "text_wrap": True, **look}
