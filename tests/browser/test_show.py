"""放映 in the browser: keys and the clicker, F5, the sizes of walls, and how large the words are."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from campaign.meeting import book, final
from campaign.meeting.agenda import template
from campaign.meeting.book import Particulars
from campaign.settings import FIRST_CAMPAIGN
from campaign.store import Store
from tests.browser.conftest import LONGEST_WAIT, served
from tests.browser.visits import Visit, open_visit

pytestmark = pytest.mark.browser

WALLS = [(1920, 1080), (1366, 768), (1024, 768)]
SMALLEST = 18  # pixels, for the back row

# words that are cut off, that stick out of the window, or are too small; the meeting's id may be small
FAULTS = """
(smallest) => {
    const found = [];
    const root = document.querySelector('.st-key-show');
    const body = document.querySelector('.st-key-show_body');
    if (document.scrollingElement.scrollHeight > innerHeight) found.push('the page scrolls');
    if (body.scrollHeight > body.clientHeight + 1) found.push('cut below');
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.data.trim(), element = node.parentElement;
        if (!text || element.closest('small, style, script, caption, .stPlotlyChart .hoverlayer')) continue;
        const box = element.getBoundingClientRect();
        if (!box.width || !box.height) continue;
        if (parseFloat(getComputedStyle(element).fontSize) < smallest) found.push(`small: ${text}`);
        const isOut = box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1;
        if (isOut) found.push(`outside: ${text}`);
    }
    return found;
}
"""


@pytest.fixture(scope="module")
def meeting(browser: Browser, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple]:
    """A board with one finalised meeting, its address and how many slides it has."""
    home = tmp_path_factory.mktemp("show")
    store = Store(Path(shutil.copy(built, home / f"{FIRST_CAMPAIGN}.duckdb")))
    told = Particulars("三创一争活动推进会" + "长" * 51, "rally", dt.date(2021, 9, 17), "市委礼堂")
    meeting_id = book.create(store, told, template(store, "rally", store.last_event), by="甲")
    final.finalise(store, meeting_id, seen=1, by="甲")
    slides = len(final.deck_of(store, meeting_id, "zh").slides)
    store.close()
    with served(home) as address:
        window = browser.new_context(base_url=address, locale="zh-CN")
        window.set_default_timeout(LONGEST_WAIT)
        yield window, f"/show?meeting={meeting_id}", slides
        window.close()


def at(visit: Visit, number: int, count: int) -> None:
    """Waits until the slide is on the screen and its number under it."""
    visit.page.get_by_text(f"{number} / {count}", exact=True).wait_for()
    visit.page.wait_for_function("n => new URL(location).searchParams.get('slide') === n", arg=str(number))
    visit.ready()


def test_keys_and_a_clicker_move_the_slides_and_f5_keeps_the_one_shown(meeting: tuple) -> None:
    window, address, count = meeting
    visit = open_visit(window, address, WALLS[1])
    visit.page.get_by_text(f"1 / {count}", exact=True).wait_for()  # from then on it listens to keys
    number = 1
    for key, to in [
        ("PageDown", 2), ("ArrowRight", 3), ("Space", 4), ("ArrowDown", 5), ("PageUp", 4), ("ArrowLeft", 3),
        ("End", count), ("Home", 1), ("ArrowUp", 1), ("PageDown", 2),
    ]:  # fmt: skip
        visit.page.keyboard.press(key)
        if to != number:
            at(visit, to, count)
        number = to
    title = visit.title
    visit.page.reload()
    at(visit.ready(), 2, count)
    assert visit.title == title and visit.complaints == []
    visit.close()


def test_keys_pressed_faster_than_slides_are_drawn_are_all_counted(meeting: tuple) -> None:
    window, address, count = meeting
    visit = open_visit(window, address, WALLS[1])
    visit.page.get_by_text(f"1 / {count}", exact=True).wait_for()  # from then on it listens to keys
    for _ in range(4):
        visit.page.keyboard.press("PageDown")
    at(visit, 5, count)
    visit.close()


def test_f_fills_the_screen_and_esc_leaves_the_show_for_where_it_began(meeting: tuple) -> None:
    window, address, count = meeting
    visit = open_visit(window, address, WALLS[1])
    visit.page.get_by_text(f"1 / {count}", exact=True).wait_for()  # from then on it listens to keys
    visit.page.keyboard.press("f")
    visit.page.wait_for_function("document.fullscreenElement !== null")
    visit.page.keyboard.press("f")
    visit.page.wait_for_function("document.fullscreenElement === null")
    visit.page.keyboard.press("Escape")
    visit.page.wait_for_url("**/meeting?meeting=*")
    visit.ready()
    assert visit.title == "会议"
    visit.close()


@pytest.mark.parametrize("size", WALLS, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_slide_fits_its_wall_and_can_be_read_from_the_back_row(
    meeting: tuple[BrowserContext, str, int], size: tuple[int, int]
) -> None:
    window, address, count = meeting
    visit = open_visit(window, address, size)
    visit.page.get_by_text(f"1 / {count}", exact=True).wait_for()  # from then on it listens to keys
    found = {}
    for number in range(1, count + 1):
        if number > 1:
            visit.page.keyboard.press("PageDown")
            at(visit, number, count)
        found[number] = visit.page.evaluate(FAULTS, SMALLEST)
    visit.close()
    assert {number: faults for number, faults in found.items() if faults} == {}
