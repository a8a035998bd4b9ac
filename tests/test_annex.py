"""The Excel annex and CSV files of a deck, opened again: the screen's cells, and charts drawn from cells."""

import csv
import io
import re
import zipfile

import openpyxl
import pandas as pd
import pytest

from campaign import panels
from campaign.meeting.deck import Deck, Slide
from campaign.output.annex import annex_csv, annex_xlsx
from campaign.store import Store
from campaign.words import LANGUAGES, Language, Words
from tests import decks
from tests.test_pptx import EVIL, many

EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)
HEADER = 6  # the row of a sheet's headings, as Excel numbers it


def book_of(deck: Deck) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(annex_xlsx(deck)))


def rows_of(sheet: object) -> list[list]:
    return [[cell.value for cell in row] for row in sheet.rows]  # type: ignore[attr-defined]


def charts_of(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as kept:
        return [kept.read(name).decode() for name in kept.namelist() if name.startswith("xl/charts/chart")]


def files_of(deck: Deck) -> dict[str, list[list[str]]]:
    """The CSV files by name, each as rows."""
    with zipfile.ZipFile(io.BytesIO(annex_csv(deck))) as kept:
        return {
            name: list(csv.reader(io.StringIO(kept.read(name).decode("utf-8-sig"))))
            for name in kept.namelist()
        }


@EVERY_LANGUAGE
def test_every_slide_with_an_answer_has_a_sheet_with_the_screen_s_table(
    page_store: Store, lang: Language
) -> None:
    deck = decks.of_the_page(page_store, lang)
    sheets = book_of(deck).worksheets[1:]
    assert len(sheets) == len(deck.panels())
    for slide, sheet in zip(deck.panels(), sheets, strict=True):
        assert slide.seen is not None
        table = slide.seen.panel.table(slide.seen.frame, Words(lang))
        if table.empty:
            assert rows_of(sheet)[HEADER - 1][0] == slide.seen.panel.empty(Words(lang))
            continue
        found = [row[: len(table.columns)] for row in rows_of(sheet)[HEADER - 1 : HEADER + len(table)]]
        expected = [list(table.columns), *table.values.tolist()]
        assert [[cell or "" for cell in row] for row in found] == [
            [cell or "" for cell in row] for row in expected
        ]


def test_a_chart_is_drawn_from_cells_below_the_table_hedge_words_beside_the_numbers(
    page_store: Store,
) -> None:
    deck = decks.deck([decks.shown(page_store, panels.PROGRESS, metric_id="matters_resolved")])
    content = annex_xlsx(deck)
    (chart,) = charts_of(content)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
    (where,) = re.findall(r"<c:val><c:numRef><c:f>([^<]*)</c:f>", chart)
    name, _, place = where.replace("'", "").partition("!")
    assert name == sheet.title
    cells = [row[0] for row in sheet[place.replace("$", "")]]
    assert [cell.value for cell in cells] == [986, 80, 1870]
    assert [cell.offset(column=1).value for cell in cells] == ["986项", "80余件", "1870余件"]
    assert [cell.offset(column=-1).value for cell in cells] == ["临邑县委组织部", "武城检察院", "禹城市伦镇"]
    assert "<a:t>1870余件</a:t>" in chart and "schemeClr" not in chart


@EVERY_LANGUAGE
def test_every_sheet_says_whose_figures_of_when_and_of_which_meeting(
    page_store: Store, lang: Language
) -> None:
    deck = decks.of_the_page(page_store, lang)
    first, *sheets = [
        [str(cell) for row in rows_of(sheet) for cell in row if cell] for sheet in book_of(deck)
    ]
    assert {deck.title, deck.source, deck.known, Words(lang)("office.id", id=deck.deck_id)} <= set(first)
    for said in sheets:
        assert said[1] == decks.SOURCE[lang]
        assert deck.known in said[2] and deck.deck_id in said[2]


def test_made_up_figures_say_so_in_every_row_and_real_ones_nowhere(page_store: Store) -> None:
    slide = decks.shown(page_store, panels.GOAL_FIGURES)
    assert slide.seen is not None
    made_up = rows_of(book_of(decks.deck([slide], is_synthetic=True)).worksheets[1])
    assert made_up[HEADER - 1][-1] == "演示数据"
    assert {row[-1] for row in made_up[HEADER : HEADER + len(slide.seen.frame)]} == {"是"}
    real = book_of(decks.deck([slide]))
    assert "演示" not in str([rows_of(sheet) for sheet in real])


def test_corrections_stand_on_the_first_sheet(page_store: Store) -> None:
    slide = decks.shown(page_store, panels.PROGRESS, metric_id="matters_resolved")
    said = [
        cell
        for row in rows_of(book_of(decks.deck([slide], corrections=("甲更正为乙。",))).worksheets[0])
        for cell in row
    ]
    assert "甲更正为乙。" in said


def test_two_hundred_units_are_all_in_the_annex_and_in_its_charts() -> None:
    frame = pd.DataFrame({"name": [f"示例单位{n}" for n in range(200)]})
    content = annex_xlsx(decks.deck([decks.drawn(many(200), frame=frame)]))
    points = [
        int(count)
        for chart in charts_of(content)
        for count in re.findall(r'<c:cat>.*?ptCount val="(\d+)"', chart)
    ]
    assert sum(points) == 200
    rows = rows_of(openpyxl.load_workbook(io.BytesIO(content)).worksheets[1])
    assert {row[0] for row in rows} >= set(frame["name"])


def test_a_text_that_means_harm_stays_a_text() -> None:
    slide = decks.drawn(many(1), frame=pd.DataFrame({"name": [EVIL]}), title=EVIL)
    content = annex_xlsx(decks.deck([Slide("x", "panel", EVIL, slide.seen, source=EVIL)]))
    cells = [
        cell for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet.rows for cell in row
    ]
    assert {cell.data_type for cell in cells} <= {"s", "n"} and not any(cell.hyperlink for cell in cells)
    rows = [row for name, rows in files_of(decks.deck([slide])).items() for row in rows]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@EVERY_LANGUAGE
def test_the_csv_files_have_the_screen_s_tables_and_say_what_they_are(
    page_store: Store, lang: Language
) -> None:
    deck = decks.of_the_page(page_store, lang)
    about, *tables = files_of(deck).values()
    assert {deck.source, deck.known} <= {row[0] for row in about}
    for slide, rows in zip(deck.panels(), tables, strict=True):
        assert slide.seen is not None
        table = slide.seen.panel.table(slide.seen.frame, Words(lang))
        assert len(rows) - 1 == len(table)
    assert any("1870余件" in row or "over 1,870 matters" in row for rows in tables for row in rows)


def test_the_same_deck_gives_the_same_csv_files(page_store: Store) -> None:
    deck = decks.of_the_page(page_store)
    assert annex_csv(deck) == annex_csv(deck)
