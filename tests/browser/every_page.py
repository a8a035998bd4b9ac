"""What is claimed of every page, at every size; each language's file makes tests of it, to run side by side.

axe-core must find nothing serious or critical, in Chinese at 200 % zoom neither. In English one popover
of each name is opened: that no message lacks a language is claimed in test_house.py.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext

from campaign.settings import ROOT
from tests.browser.looks import SIZES, Look, Seen, see
from tests.browser.visits import Visit

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
LATIN = re.compile(r"[A-Za-z]+")
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
# the language switch, formats by their own names, a title the page prints so, files, receipts, addresses,
# the id of a show, colours, and the letters of formulas
LATIN_ALLOWED = re.compile(
    r"\b(English|CSV|Excel|PNG|CGO|MB|PDF|PowerPoint|Word)\b|\b[a-z_]+\.(csv|xlsx)\b|\bB\d{6}\b|https?://[!-~]+"
    r"|\bshow-\d+-[a-z_]+\b|#[0-9a-f]{6}\b|\b[EPXceprwz]\b",
    re.ASCII,
)
NAMED = ("中文",)  # the way back, which is named in its own language

FOR_WALLS = ("show", "phone")  # slides are for a wall; a phone shows them, but not all of every word
SeePage = Callable[[str], Seen]


class EveryPage:
    """The claims, of pages in `lang`."""

    lang: str

    @pytest.fixture(scope="class")
    def see_page(self, window: BrowserContext, first_visit: Visit) -> SeePage:
        """Each page is looked at once, however many claims are made about it."""
        kept: dict[str, Seen] = {}

        def seeing(name: str) -> Seen:
            if name not in kept:
                address = f"/{'' if name == 'overview' else name}?lang={self.lang}"
                kept[name] = see(window, address, is_whole=self.lang == "zh")  # both are built alike
            return kept[name]

        return seeing

    @pytest.fixture(params=PAGES)
    def seen(self, see_page: SeePage, request: pytest.FixtureRequest) -> Seen:
        return see_page(request.param)

    @pytest.fixture(params=[(name, size) for name in PAGES for size in SIZES if (name, size) != FOR_WALLS])
    def look(self, see_page: SeePage, request: pytest.FixtureRequest) -> Look:
        name, size = request.param
        return see_page(name).looks[size]

    def test_a_page_shows_no_error(self, look: Look) -> None:
        assert look.errors == []

    def test_a_page_has_one_title(self, look: Look) -> None:
        assert len(look.headings) == 1

    def test_a_page_is_never_scrolled_sideways(self, look: Look) -> None:
        assert look.sideways <= 0

    def test_a_chart_is_no_wider_than_its_place(self, look: Look) -> None:
        assert look.wide == []

    def test_no_text_of_a_chart_is_cut_off(self, look: Look) -> None:
        assert look.clipped == []

    def test_the_rows_of_a_chart_can_be_told_apart(self, look: Look) -> None:
        assert look.crowded == []

    def test_the_console_has_no_error(self, seen: Seen) -> None:
        assert seen.complaints == []

    def test_no_request_leaves_the_machine(self, seen: Seen, server: str) -> None:
        assert seen.hosts == {urlsplit(server).netloc}

    def test_nothing_serious_stands_in_the_way_of_anyone(self, seen: Seen) -> None:
        assert seen.barriers == []

    def test_no_word_of_the_other_language_is_left(self, seen: Seen) -> None:
        if self.lang == "zh":
            assert [text for text in seen.words if LATIN.search(LATIN_ALLOWED.sub("", text))] == []
        else:
            assert [text for text in seen.words if CHINESE.search(text) and text not in NAMED] == []
