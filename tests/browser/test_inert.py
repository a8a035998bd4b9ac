"""Texts that came in from outside, in a real browser: nothing runs, nothing is fetched, nothing is added."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog

from campaign.settings import FIRST_CAMPAIGN
from tests.browser.conftest import LONGEST_WAIT, served
from tests.browser.visits import DESKTOP, Visit, open_visit
from tests.test_pages import PAGES
from tests.tricks import HOST, TRICKS, tricked_campaign

pytestmark = pytest.mark.browser

# what a text come to life would have left behind
INJECTED = f"""
() => [...document.querySelectorAll(
    '[data-tricked], [src*="{HOST}"], [href*="{HOST}"], [href^="javascript:"], [onerror], [onload]'
)].map(element => element.outerHTML.slice(0, 200)).concat(window.tricked ? ['a script ran'] : [])
"""


@pytest.fixture(scope="module")
def tricked_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("tricked")
    tricked_campaign(home / f"{FIRST_CAMPAIGN}.duckdb", tmp_path_factory.mktemp("folders"))
    with served(home) as address:
        yield address


@pytest.fixture(scope="module")
def tricked_window(browser: Browser, tricked_server: str) -> Iterator[BrowserContext]:
    opened = browser.new_context(base_url=tricked_server, locale="zh-CN")
    opened.set_default_timeout(LONGEST_WAIT)
    yield opened
    opened.close()


def assert_nothing_came_to_life(visit: Visit, server: str, dialogs: list[str]) -> None:
    assert visit.page.evaluate(INJECTED) == []
    assert visit.hosts <= {server.removeprefix("http://"), ""}  # "": a picture in the page's own data
    assert dialogs == []


def opened(window: BrowserContext, address: str) -> tuple[Visit, list[str]]:
    """A page, and the dialogs it shows."""
    dialogs: list[str] = []

    def close(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    window.on("dialog", close)
    return open_visit(window, address, DESKTOP), dialogs


@pytest.mark.parametrize("name", PAGES)
def test_no_text_comes_to_life_on_a_page(
    tricked_window: BrowserContext, tricked_server: str, name: str
) -> None:
    visit, dialogs = opened(tricked_window, f"/{'' if name == 'overview' else name}")
    assert HOST in visit.page.content() or name in ("ranking",)
    assert_nothing_came_to_life(visit, tricked_server, dialogs)
    tools = visit.page.locator("[data-testid=stPopoverButton]:visible").all()
    assert tools or name == "show"  # a slide has no tools
    for tool in tools:
        tool.click()
        visit.page.locator("[data-testid=stPopoverBody]").first.wait_for()
        assert_nothing_came_to_life(visit, tricked_server, dialogs)
        visit.page.keyboard.press("Escape")
        visit.page.locator("[data-testid=stPopoverBody]").first.wait_for(state="detached")
    visit.close()


def test_no_text_comes_to_life_when_the_mouse_is_over_it(
    tricked_window: BrowserContext, tricked_server: str
) -> None:
    visit, dialogs = opened(tricked_window, "/progress?metric=matters_resolved")
    x, y = visit.bar("progress", 0)
    visit.page.mouse.move(x, y)
    visit.page.locator(".hoverlayer .hovertext").first.wait_for()
    assert_nothing_came_to_life(visit, tricked_server, dialogs)
    visit.close()


@pytest.mark.parametrize("trick", TRICKS[:4])
def test_no_address_comes_to_life(tricked_window: BrowserContext, tricked_server: str, trick: str) -> None:
    visit, dialogs = opened(tricked_window, f"/unit?unit={quote(trick)}&known={quote(trick)}")
    assert_nothing_came_to_life(visit, tricked_server, dialogs)
    visit.close()
