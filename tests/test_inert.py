"""Texts that came in from outside stay texts: on every page, in every chart, in every file that leaves."""

import csv
import datetime as dt
import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest

from campaign import board, contract, panels
from campaign.filters import Filters
from campaign.intake.checked import Checked, Grid, Problem
from campaign.output.export import export
from campaign.output.feedback import feedback_xlsx
from campaign.output.form_sheet import form_sheet_xlsx, reported_values
from campaign.output.receipt import Receipt, receipt_xlsx
from campaign.output.templates import Wanted, template_csv, template_xlsx
from campaign.output.workbook import FORMULA_SIGNS, csv_bytes, xlsx_bytes
from campaign.panels import Panel
from campaign.screen import blocks
from campaign.settings import FIRST_CAMPAIGN
from campaign.store import Store
from campaign.words import LANGUAGES, Language, Words
from tests.test_pages import PAGES, opened
from tests.tricks import HOST, TRICKS, tricked_campaign

EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)
EVERY_PANEL = pytest.mark.parametrize("panel", panels.ALL, ids=lambda panel: panel.name)
# what our own blocks are made of
OUR_TAGS = {
    *("header", "h1", "h2", "p", "span", "strong", "small", "section", "ol", "ul", "li", "dl", "dt"),
    *("dd", "b", "i", "table", "caption", "thead", "tbody", "tr", "th", "td", "div", "button", "br", "style"),
}
OUR_ATTRIBUTES = {
    *("", "class", "scope", "tabindex", "role", "aria-label"),
    *("data-act", "data-value", "data-done"),
}
COLOURED = ("i", "style")  # a sample of a colour, which can only be six digits
LIVE = re.compile(r"<(img|script|svg|iframe|a|b data|link)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def tricked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("tricked")
    tricked_campaign(where / "tricked.duckdb", where)
    return where / "tricked.duckdb"


@pytest.fixture(scope="module")
def store(tricked: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store(Path(shutil.copy(tricked, tmp_path_factory.mktemp("store") / "tricked.duckdb")))
    yield opened
    opened.close()


@pytest.fixture
def home(tricked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    board.close()
    monkeypatch.setenv("CAMPAIGN_HOME", str(tmp_path))
    monkeypatch.delenv("CAMPAIGN_FILE", raising=False)
    shutil.copy(tricked, tmp_path / f"{FIRST_CAMPAIGN}.duckdb")
    yield tmp_path
    board.close()


# Pages


class Tags(HTMLParser):
    """The elements and attributes a browser would make of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = [(tag, name) for name, value in attrs if (tag, name) != ("a", "href") or not is_own(value)]
        self.found += told if attrs else [(tag, "")]

    def handle_data(self, data: str) -> None:
        self.text += data


def is_own(address: str | None) -> bool:
    """An address of the board's own pages, whatever it carries encoded."""
    return bool(re.fullmatch(r"/(sign-in|sign-out|password)(\?[\w%=&.~+-]*)?", address or ""))


def strange(html: str) -> list[tuple[str, str]]:
    return [
        (tag, name)
        for tag, name in Tags(html).found
        if tag not in OUR_TAGS or (name not in OUR_ATTRIBUTES and (tag, name) != COLOURED)
    ]


def pieces(app: AppTest) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every element of the page, side bar and popovers included, as what is sent to the browser."""
    waiting: list[Any] = [app._tree]
    while waiting:
        node = waiting.pop()
        waiting += list(getattr(node, "children", {}).values())
        proto = getattr(node, "proto", None)
        if proto is not None:
            yield str(node.type), MessageToDict(proto)


def strings(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, name)


# shown by Streamlit as they are: choices of a box and its chosen value, ids, addresses, the chart's own JSON
AS_THEY_ARE = {"options", "rawValue", "rawValues", "value", "default", "spec", "id", "queryString", "formId"}


@EVERY_LANGUAGE
@pytest.mark.parametrize("name", PAGES)
def test_no_text_is_markup_on_any_page(home: Path, name: str, lang: str) -> None:
    app = opened(name, lang=lang)
    assert [error.value for error in app.error] == [] and not app.exception
    shown = list(pieces(app))
    html = [piece["body"] for kind, piece in shown if kind == "html"]
    assert [found for body in html for found in strange(body) if "<style>" not in body] == []
    said = [
        text
        for kind, piece in shown
        if kind not in ("html", "plotly_chart")
        for key, text in strings(piece)
        if key not in AS_THEY_ARE
    ]
    assert [text for text in said if is_markdown(text)] == []


def is_markdown(text: str) -> bool:
    """Whether one of the tricks stands in a text so that Streamlit would make something of it."""
    return any(trick in text for trick in TRICKS) or f"://{HOST}" in text or f"www.{HOST}" in text


@EVERY_LANGUAGE
def test_the_tricks_are_on_the_pages_as_they_were_written(home: Path, lang: str) -> None:
    html = "".join(
        piece["body"] for name in PAGES for kind, piece in pieces(opened(name, lang=lang)) if kind == "html"
    )
    said = Tags(html).text
    assert [trick for trick in TRICKS if trick not in said] == []


@pytest.mark.parametrize("trick", TRICKS)
def test_a_label_shows_a_trick_as_it_was_written(trick: str) -> None:
    escaped = blocks.unmarked(trick)
    assert not is_markdown(escaped)
    assert re.sub(r"\\(.)", r"\1", escaped).replace(blocks.BREAK, "") == trick


@pytest.mark.parametrize("trick", TRICKS)
def test_an_address_that_tries_is_only_text(home: Path, trick: str) -> None:
    for asked in (["unit", "metric", "known", "period", "goal", "lang"], ["nopage"]):
        app = opened("overview", **dict.fromkeys(asked, trick))
        bodies = [piece["body"] for kind, piece in pieces(app) if kind == "html"]
        assert [found for body in bodies for found in strange(body) if "<style>" not in body] == []
        assert [error.value for error in app.error] == [] and not app.exception


# Charts


def answer(store: Store, panel: Panel) -> Any:
    return panel.answer(store, Filters(store.last_event, unit_id="lunzhen", metric_id="matters_resolved"))


@EVERY_LANGUAGE
@EVERY_PANEL
def test_no_text_is_markup_in_a_chart(store: Store, panel: Panel, lang: Language) -> None:
    frame = answer(store, panel)
    if panel.draw is None or frame.empty:
        return
    figure = panel.draw(frame, Words(lang)).to_dict()
    assert [text for _, text in strings(figure) if LIVE.search(text)] == []


# Files


def assert_inert_book(content: bytes) -> list[str]:
    """No formula, no link, no text that becomes a formula when its cell is opened; returns the texts."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not any("externalLink" in name for name in parts.namelist())
        assert not any(
            HOST in parts.read(name).decode() for name in parts.namelist() if name.endswith(".rels")
        )
    texts = []
    for page in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        cells = [cell for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
        assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
        begins = [cell for cell in cells if cell.value.startswith(FORMULA_SIGNS)]
        if page.sheet_state == "visible":
            assert [cell.value for cell in begins if not cell.quotePrefix] == []
        texts += [cell.value for cell in cells]
    return texts


def assert_inert_csv(content: bytes) -> list[str]:
    cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
    assert [
        cell for cell in cells if cell.startswith(FORMULA_SIGNS) and not re.fullmatch(r"-\d+", cell)
    ] == []
    return cells


@EVERY_LANGUAGE
@EVERY_PANEL
def test_no_text_of_a_panel_comes_to_life_in_a_file(store: Store, panel: Panel, lang: Language) -> None:
    words = Words(lang)
    table = panel.table(answer(store, panel), words)
    assert_inert_csv(csv_bytes(table))
    assert_inert_book(xlsx_bytes(table, sheet=TRICKS[0], notes=list(TRICKS)))


@pytest.mark.parametrize("table", contract.tables())
def test_no_text_of_an_exported_table_comes_to_life(store: Store, table: str) -> None:
    assert_inert_csv(export(store, table, "csv", store.last_event))


@EVERY_LANGUAGE
@pytest.mark.parametrize("kind", contract.uploads())
def test_no_text_comes_to_life_in_a_template(store: Store, kind: str, lang: Language) -> None:
    for unit_id in ("linyi-zzb", None):
        wanted = Wanted(kind, dt.date(2021, 9, 30), unit_id)
        assert_inert_book(template_xlsx(store, wanted, Words(lang)))
        assert_inert_csv(template_csv(store, wanted))


@EVERY_LANGUAGE
def test_no_text_comes_to_life_in_a_printed_form_or_receipt(store: Store, lang: Language) -> None:
    wanted = Wanted("observation", dt.date(2021, 9, 17), "linyi-zzb")
    said = assert_inert_book(
        form_sheet_xlsx(store, wanted, Words(lang), values=reported_values(store, wanted))
    )
    assert any(text.startswith(TRICKS) for text in said)
    for trick in TRICKS:
        receipt = Receipt(
            number=trick,
            campaign=trick,
            unit=trick,
            kind=trick,
            period=trick,
            file_name=trick,
            handed_in_at=dt.datetime(2021, 10, 8),
            by=trick,
            added=1,
            corrected=2,
            unchanged=3,
            skipped=4,
            digest="ab" * 32,
            next_step=trick,
            note=trick,
        )
        assert trick in assert_inert_book(receipt_xlsx(receipt, Words(lang)))


@pytest.mark.parametrize("only_bad", [True, False])
def test_a_marked_up_file_gives_back_what_was_handed_in_and_nothing_alive(only_bad: bool) -> None:
    rows = tuple((number, (trick, "1")) for number, trick in enumerate(TRICKS, start=2))
    problems = tuple(
        Problem("error", "too_long_cell", number, "备注", trick, {"count": 9, "most": 1})
        for number, (trick, _) in rows
    )
    checked = Checked(
        "observation",
        TRICKS[0],
        "x",
        "t",
        sheet=TRICKS[1],
        header_row=1,
        grid=Grid(("备注", "数值"), rows),
        problems=problems,
        records=pa.table({"row_no": []}),
    )
    said = assert_inert_book(feedback_xlsx(checked, Words("zh"), only_bad=only_bad))
    assert set(TRICKS) <= set(said)


def test_a_picture_of_a_sheet_name_is_no_sheet_name(store: Store) -> None:
    for trick in TRICKS:
        book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(contents(), sheet=trick, notes=[])))
        assert not re.search(r"[\[\]:*?/\\]", book.worksheets[0].title)


def contents() -> Any:
    import pandas as pd

    return pd.DataFrame({"备注": list(TRICKS)})
