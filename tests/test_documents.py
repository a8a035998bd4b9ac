"""The Excel file of a panel as LibreOffice opens it: the same cells, hedge words included, and on paper."""

import csv
import io
import os
import re
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from campaign import panels
from campaign.filters import Filters
from campaign.output.workbook import xlsx_bytes
from campaign.panels import Panel
from campaign.store import Store
from campaign.words import LANGUAGES, Language, Words

pytestmark = pytest.mark.document

# one of each kind: figures, figures across units, prose beside numbers, numbers and days
SHOWN = [panels.PROGRESS, panels.GOAL_FIGURES, panels.SUMMARY, panels.METRICS, panels.BATCHES]
EVERY_PANEL = pytest.mark.parametrize("panel", SHOWN, ids=lambda panel: panel.name)
EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)

NOTES = ["来源：9月17日推进会发言摘登，单位自报", "按2021年9月17日所知"]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", "＝1+1"]
# separator, quotation mark, UTF-8, from row 1, …, every cell as it is shown
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
SECONDS = 180


@pytest.fixture(scope="module")
def store(page_store: Store) -> Store:
    return page_store


@pytest.fixture(scope="module")
def books(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the Excel file of every panel in both languages, and of texts that look like formulas."""
    folder = tmp_path_factory.mktemp("books")
    for panel in SHOWN:
        for lang in LANGUAGES:
            content = xlsx_bytes(table(store, panel, lang), sheet=panel.name, notes=NOTES)
            (folder / f"{panel.name}-{lang}.xlsx").write_bytes(content)
    formulas = xlsx_bytes(pd.DataFrame({"备注": FORMULAS}), sheet="备注", notes=[])
    (folder / "formulas.xlsx").write_bytes(formulas)
    return folder


@pytest.fixture(scope="module")
def sheets(books: Path) -> Path:
    convert(books, AS_CSV)
    return books


@pytest.fixture(scope="module")
def papers(books: Path) -> Path:
    convert(books, "pdf")
    return books


def table(store: Store, panel: Panel, lang: Language) -> pd.DataFrame:
    filters = Filters(store.last_event, unit_id="lunzhen", metric_id="matters_resolved")
    return panel.table(panel.answer(store, filters), Words(lang))


def convert(folder: Path, form: str) -> None:
    """Every Excel file of the folder, with a LibreOffice profile of its own."""
    command = [program("soffice"), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    books = sorted(str(path) for path in folder.glob("*.xlsx"))
    subprocess.run(
        [*command, "--convert-to", form, "--outdir", str(folder), *books],
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        without_it = pytest.fail if os.environ.get("CAMPAIGN_NO_SKIP") else pytest.skip
        without_it(f"there is no {name} on this machine")
    return found


def rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def printed(path: Path) -> str:
    """The text of a PDF without its spaces and line ends: a cell may be wrapped."""
    told = subprocess.run(
        [program("pdftotext"), "-layout", str(path), "-"], check=True, capture_output=True, timeout=SECONDS
    )
    return re.sub(r"\s+", "", told.stdout.decode())


@EVERY_LANGUAGE
@EVERY_PANEL
def test_every_cell_of_an_excel_file_opens_as_it_stood_in_the_table(
    sheets: Path, store: Store, panel: Panel, lang: Language
) -> None:
    frame = table(store, panel, lang)
    opened = rows(sheets / f"{panel.name}-{lang}.csv")
    expected = [[str(cell) for cell in row] for row in [list(frame.columns), *frame.values.tolist()]]
    assert opened[: len(expected)] == expected


@EVERY_PANEL
def test_the_notes_of_an_excel_file_stand_below_its_table(sheets: Path, panel: Panel) -> None:
    assert [row[0] for row in rows(sheets / f"{panel.name}-zh.csv")][-2:] == NOTES


def test_hedge_words_open_as_printed(sheets: Path) -> None:
    opened = rows(sheets / "progress-zh.csv")
    assert [row[opened[0].index("数值")] for row in opened[1:4]] == ["986项", "80余件", "1870余件"]
    opened = rows(sheets / "progress-en.csv")
    assert [row[opened[0].index("Figure")] for row in opened[1:4]] == [
        "986 matters",
        "over 80 matters",
        "over 1,870 matters",
    ]


def test_a_text_that_looks_like_a_formula_is_not_worked_out(sheets: Path) -> None:
    assert [row[0] for row in rows(sheets / "formulas.csv")] == ["备注", *FORMULAS]


@EVERY_PANEL
def test_the_headings_and_figures_of_an_excel_file_are_on_paper_as_printed(
    papers: Path, store: Store, panel: Panel
) -> None:
    frame = table(store, panel, "zh")
    paper = printed(papers / f"{panel.name}-zh.pdf")
    first = [str(cell) for name in frame.columns[:3] for cell in frame[name]]
    assert [text for text in first if re.sub(r"\s+", "", text) not in paper] == []


def test_hedge_words_are_on_paper_as_printed(papers: Path) -> None:
    paper = printed(papers / "goal_figures-zh.pdf")
    assert [text for text in ("1870余件", "80余件", "超过60亿元") if text not in paper] == []
