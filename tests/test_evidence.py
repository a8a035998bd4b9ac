"""The evidence pack of a unit, as the saved workbook has it."""

import datetime as dt
import io
import re
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from campaign.filters import Filters
from campaign.meeting.evidence import evidence_deck
from campaign.output.annex import annex_xlsx
from campaign.store import Store
from campaign.words import LANGUAGES, Language, Words
from tests.drawing import draw


@dataclass
class Asked:
    store: Store
    filters: Filters
    words: Words
    known_in_words: str = "2021-09-17"


def book(store: Store, unit_id: str, lang: Language = "zh") -> dict[str, list[list[str]]]:
    """The saved workbook's cells that hold something, row by row, by the sheet's name without its number."""
    filters = Filters(store.last_event, unit_id=unit_id, today=dt.date(2021, 12, 31), sees_nominees=True)
    made = annex_xlsx(evidence_deck(Asked(store, filters, Words(lang))))
    return {
        page.title.partition(" ")[2] or page.title: [
            [str(cell) for cell in row if cell is not None] for row in page.iter_rows(values_only=True)
        ]
        for page in openpyxl.load_workbook(io.BytesIO(made)).worksheets
    }


def told(sheet: list[list[str]]) -> str:
    return "\n".join("｜".join(row) for row in sheet)


def test_a_unit_takes_its_figures_along_as_printed_with_use_and_source(page_store: Store) -> None:
    found = book(page_store, "lunzhen")
    first, figures = told(next(iter(found.values()))), told(found["所报数字（按用途分列）"])
    assert "禹城市伦镇考核佐证材料（综合发展考核）" in first and "单位自报" in first
    assert "1870余件" in figures and "成效" in figures
    assert "记录与荣誉" in found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_scored_and_nobody_is_placed(page_store: Store, lang: Language) -> None:
    headings = [cell for sheet in list(book(page_store, "lunzhen", lang).values())[1:] for cell in sheet[5]]
    assert len(headings) > 10
    placed = re.compile("名次|位次|得分|总分|[Rr]ank|[Ss]core")
    assert [heading for heading in headings if placed.search(heading)] == []


def test_only_the_unit_itself_is_in_it(tmp_path: Path) -> None:
    store = draw(
        tmp_path / "two.duckdb",
        unit="unit_id | short_name\na | 甲镇\nb | 乙镇",
        metric="metric_id | name\nm | 办结数",
        observation="unit_id | metric_id | value | printed\na | m | 5 | 5件\nb | m | 7 | 7件",
        task="task_id | unit_id | title\nt | a | 补报\nu | b | 整改",
    )
    said = "\n".join(told(sheet) for sheet in book(store, "a").values())
    assert "5件" in said and "补报" in said
    assert "7件" not in said and "整改" not in said
    store.close()
