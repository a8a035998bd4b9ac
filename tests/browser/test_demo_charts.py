"""A year full of figures on a phone and on paper: nothing is cut, and one sheet is one sheet."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import LONGEST_WAIT, served
from tests.browser.looks import look
from tests.browser.visits import LAPTOP, PHONE, open_visit
from tests.terminal import run

pytestmark = pytest.mark.browser

FULL = (
    "/progress?metric=trainings_held&group=division",
    "/ranking?metric=contests_held&group=division",
    "/phases?group=division",
    "/awards?",
    "/unit?unit=decheng",
)


@pytest.fixture(scope="module")
def at_demo(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    home: Path = tmp_path_factory.mktemp("demo")
    assert run("demo", home=home).returncode == 0
    with served(home) as address:
        window = browser.new_context(base_url=address, locale="zh-CN")
        window.set_default_timeout(LONGEST_WAIT)
        yield window
        window.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("address", FULL)
def test_a_phone_shows_all_of_a_full_chart(at_demo: BrowserContext, address: str, lang: str) -> None:
    visit = open_visit(at_demo, f"{address}&campaign=demo&lang={lang}", PHONE)
    seen = look(visit.page)
    visit.close()
    assert (seen.clipped, seen.crowded, seen.wide, seen.errors) == ([], [], [], [])


# CSS pixels of the smallest text on a page of the screen, and on paper: 6 points
SMALLEST, READABLE = 12, 8


@pytest.mark.parametrize(
    ("address", "left_out", "kept"),
    [("/?", [], "提请关注"), ("/unit?unit=decheng", ["数据明细"], "争做人民满意公务员")],
)
def test_a_page_is_printed_on_one_readable_sheet_that_says_what_it_leaves_out(
    at_demo: BrowserContext, address: str, left_out: list[str], kept: str
) -> None:
    visit = open_visit(at_demo, f"{address}&campaign=demo", LAPTOP)
    visit.page.evaluate("window.print = () => { window.printed = true }")
    visit.page.get_by_role("button", name="打印一页纸").click()
    visit.page.wait_for_function("window.printed")
    said = visit.page.locator(".b-left-out").all_inner_texts()
    zoom = float(visit.page.evaluate("document.documentElement.style.getPropertyValue('--print-zoom')"))
    shown = visit.page.get_by_role("heading", name=kept).is_visible()
    sheet = visit.page.pdf(prefer_css_page_size=True)
    visit.close()
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    assert [[name in text for name in ("略去", *left_out, kept)] for text in said] == (
        [[True, True, False]] if left_out else []
    )
    assert shown
    assert zoom * SMALLEST > READABLE
