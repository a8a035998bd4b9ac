"""回执: one page of A4 that says what was handed in, to be printed or kept.

An Excel file: offices open, print and file it in WPS as it was laid out, while a browser would add its own
header, address and margins to a page.
"""

import datetime as dt
import io
from dataclasses import dataclass

from campaign.output.workbook import Cells, height_for, new_book
from campaign.words import Words

SHORT = 12  # characters of a digest that tell two files apart
WIDTHS = (18, 24, 18, 26)
EDGE = "#808080"


@dataclass(frozen=True)
class Receipt:
    number: str  # of the batch
    campaign: str
    unit: str
    kind: str  # as people call it
    period: str
    file_name: str
    handed_in_at: dt.datetime  # Beijing time
    by: str
    added: int
    corrected: int
    unchanged: int
    skipped: int
    digest: str  # SHA-256 of the rows as they were understood
    next_step: str  # what happens now, a sentence
    note: str = ""  # 代录 and on whose word, ticks given; empty: nothing


def receipt_xlsx(receipt: Receipt, words: Words) -> bytes:
    buffer = io.BytesIO()
    book = new_book(buffer)
    cells = Cells(book, book.add_worksheet(words("receipt.sheet")))
    page = cells.page
    for place, width in enumerate(WIDTHS):
        page.set_column(place, place, width)
    cells.across(0, 0, 3, receipt.campaign, align="center", font_size=12)
    cells.across(1, 0, 3, words("receipt.title"), align="center", bold=True, font_size=20)
    cells.across(2, 0, 3, words("receipt.number", number=receipt.number), align="right")
    page.set_row(1, 36)
    row = _rows(cells, receipt, words)
    cells.across(row + 1, 0, 3, words("receipt.kept"), text_wrap=True, font_color="#595959", font_size=9)
    page.set_row(row + 1, 30)
    page.set_paper(9)
    page.set_margins(left=0.8, right=0.8, top=0.9, bottom=0.8)
    page.center_horizontally()
    page.fit_to_pages(1, 1)
    book.close()
    return buffer.getvalue()


def _rows(cells: Cells, receipt: Receipt, words: Words) -> int:
    """The table, two pairs to a row; returns the row after it."""
    pairs = [
        (("unit", receipt.unit), ("kind", receipt.kind)),
        (("period", receipt.period), ("by", receipt.by)),
        (("at", f"{receipt.handed_in_at:%Y-%m-%d %H:%M:%S}"), ("digest", receipt.digest[:SHORT])),
        (("added", str(receipt.added)), ("corrected", str(receipt.corrected))),
        (("unchanged", str(receipt.unchanged)), ("skipped", str(receipt.skipped))),
    ]
    row = 3
    for left, right in pairs:
        texts = (words(f"receipt.{left[0]}"), left[1], words(f"receipt.{right[0]}"), right[1])
        for place, text in enumerate(texts):
            cells.text(row, place, text, **_look(is_term=place % 2 == 0))
        cells.page.set_row(row, max(26, height_for(texts, WIDTHS)))
        row += 1
    for name, text in (("file", receipt.file_name), ("note", receipt.note), ("next", receipt.next_step)):
        if text:
            cells.text(row, 0, words(f"receipt.{name}"), **_look(is_term=True))
            cells.across(row, 1, 3, text, **_look(is_term=False))
            cells.page.set_row(row, max(26, height_for([text], [sum(WIDTHS[1:])])))
            row += 1
    return row


def _look(*, is_term: bool) -> dict[str, object]:
    look: dict[str, object] = {"border": 1, "border_color": EDGE, "text_wrap": True}
    return (
        {**look, "bold": True, "bg_color": "#F2F2F2", "align": "center"} if is_term else {**look, "indent": 1}
    )
