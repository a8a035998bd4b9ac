"""PDF of a deck and of a circular, as poppler reads the saved files."""

import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from campaign.output.pdf import typeset
from campaign.output.pdf.deck_pdf import deck_pdf
from campaign.output.word_papers import CIRCULAR
from campaign.store import Store
from campaign.words import LANGUAGES, Language, Refusal, Words
from tests import papers_deck
from tests.decks import deck, of_the_page

pytestmark = pytest.mark.document
EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)


@pytest.fixture(scope="module", autouse=True)
def here() -> None:
    if shutil.which("pdftotext") is None or typeset.why_not() is not None:
        without = pytest.fail if os.environ.get("CAMPAIGN_NO_SKIP") else pytest.skip
        without("there is no poppler or no font with Chinese signs on this machine")


@pytest.fixture
def without_chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No font draws what is asked for here: signs nobody has given a shape."""
    typeset._read.cache_clear()
    monkeypatch.setattr(typeset, "HAN", "\U000e1000\U000e1001\U000e1002\U000e1003")
    yield
    typeset._read.cache_clear()


def said(content: bytes, folder: Path) -> list[str]:
    """The words of each page, without what parts them into lines."""
    (folder / "made.pdf").write_bytes(content)
    done = subprocess.run(["pdftotext", "-raw", folder / "made.pdf", "-"], capture_output=True, check=True)
    return ["".join(page.split()) for page in done.stdout.decode().split("\f")][:-1]


def tool(name: str, folder: Path) -> str:
    done = subprocess.run([name, folder / "made.pdf"], capture_output=True, text=True, check=True)
    return done.stdout


@EVERY_LANGUAGE
def test_a_deck_says_on_its_pages_what_the_screen_says_hedge_words_included(
    page_store: Store, tmp_path: Path, lang: Language
) -> None:
    made = of_the_page(page_store, lang)
    pages = said(deck_pdf(made), tmp_path)
    assert len(pages) >= len(made.slides)
    figures = ["1870余件", "80余件", "超过60亿元"] if lang == "zh" else ["over1,870matters", "over80matters"]
    assert [figure for figure in figures if figure not in "".join(pages)] == []
    for page in pages[1:]:
        assert "mtg-2021-09-17" in page and "".join(made.known.split()) in page


def test_charts_are_vectors_and_the_pages_are_wide(page_store: Store, tmp_path: Path) -> None:
    said(deck_pdf(of_the_page(page_store)), tmp_path)
    listed = subprocess.run(["pdfimages", "-list", tmp_path / "made.pdf"], capture_output=True, text=True)
    assert len(listed.stdout.splitlines()) <= 2  # its two lines of heading, no picture
    assert "Page size:       960 x 540 pts" in tool("pdfinfo", tmp_path)
    assert all(line.split()[-5] == "yes" for line in tool("pdffonts", tmp_path).splitlines()[2:])


@EVERY_LANGUAGE
def test_the_circular_says_what_its_word_file_says(page_store: Store, tmp_path: Path, lang: Language) -> None:
    made = papers_deck.deck(page_store, lang)
    whole = "".join(said(CIRCULAR.pdf(made), tmp_path))
    document = docx.Document(io.BytesIO(CIRCULAR.docx(made)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for text in [*(one.text for one in document.paragraphs), *cells]:
        first = "".join(text.split())[:20]  # a paragraph may go on over a page
        assert first in whole, text


def test_a_page_of_the_circular_has_22_lines_of_28_signs(page_store: Store, tmp_path: Path) -> None:
    made = papers_deck.deck(page_store)
    said(CIRCULAR.pdf(made), tmp_path)
    laid = subprocess.run(["pdftotext", "-layout", "-f", "2", "-l", "2", tmp_path / "made.pdf", "-"],
                          capture_output=True, check=True).stdout.decode()  # fmt: skip
    lines = [line.strip() for line in laid.splitlines() if line.strip()]
    body = lines[1:-1]  # its head and its number
    assert len(body) <= 22
    assert 26 <= max(sum(1 if ord(sign) > 0x2000 else 0.5 for sign in line) for line in body) <= 30
    assert "210 x 297" in tool("pdfinfo", tmp_path) or "A4" in tool("pdfinfo", tmp_path)


def test_a_made_up_campaign_says_so_on_every_page(page_store: Store, tmp_path: Path) -> None:
    made = deck(list(of_the_page(page_store).slides), is_synthetic=True)
    assert all(Words("zh")("demo.label") in page for page in said(deck_pdf(made), tmp_path))


def test_a_text_that_is_source_of_the_setter_is_only_text(page_store: Store, tmp_path: Path) -> None:
    trick = '"#read("/etc/hostname") \\ $x$ *b*'
    made = deck(list(of_the_page(page_store).slides), title=trick)
    assert "".join(trick.split()) in said(deck_pdf(made), tmp_path)[0]


def test_without_a_chinese_font_a_sentence_says_where_to_put_one(
    page_store: Store, without_chinese: None
) -> None:
    with pytest.raises(Refusal) as refused:
        deck_pdf(of_the_page(page_store))
    assert refused.value.key == "pdf.no_font"
    assert "fonts" in refused.value.said(Words("zh"))
