"""What a page looks like at one size, and every word a reader can come upon on it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Error, Locator, Page

from tests.browser.visits import DESKTOP, LAPTOP, PHONE, Visit, open_visit

ZOOMED = (LAPTOP[0] // 2, LAPTOP[1] // 2)  # what a laptop's window is in CSS pixels at 200 %
SIZES = {"laptop": LAPTOP, "desktop": DESKTOP, "phone": PHONE}

# Plotly draws anew after a resize; a chart is whole again when its picture is as wide as its frame
IS_REDRAWN = """
() => [...document.querySelectorAll('.stPlotlyChart')].every(chart => {
    const drawn = chart.querySelector('.main-svg').getBoundingClientRect().width;
    return Math.abs(drawn - chart.getBoundingClientRect().width) < 2;
})
"""

# how far text of a chart stands out of its frame, and names of rows that run into one another
LOOK = """
() => {
    const all = (root, selector) => [...root.querySelectorAll(selector)];
    const box = (element) => element.getBoundingClientRect();
    const main = document.querySelector('[data-testid=stMain]');
    const charts = all(document, '.stPlotlyChart');
    const name = (chart) => chart.getAttribute('aria-label').split(':')[0];
    // up and down a line of text is taller than its letters
    const stands_out = (frame, text) =>
        box(text).left < frame.left - 2 || box(text).right > frame.right + 2
        || box(text).top < frame.top - 5 || box(text).bottom > frame.bottom + 5;
    const scrolls = (chart) => getComputedStyle(chart.closest('[class*=st-key-chart_]')).overflowX === 'auto';
    const shown = (text) => text.textContent.trim() && !text.closest('.hoverlayer, .modebar');
    return {
        errors: all(document, '[data-testid=stAlert], [data-testid=stException]').map(e => e.innerText),
        headings: all(document, 'h1').map(e => e.innerText),
        sideways: Math.max(document.documentElement.scrollWidth - innerWidth,
            main.scrollWidth - main.clientWidth),
        wide: charts.filter(chart => (box(chart).right > innerWidth + 1 && !scrolls(chart))
            || box(chart.querySelector('.main-svg')).right > box(chart).right + 1).map(name),
        clipped: charts.flatMap(chart => all(chart, '.main-svg text').filter(shown)
            .filter(text => stands_out(box(chart), text))
            .map(text => `${name(chart)}: ${text.textContent}`)),
        crowded: charts.flatMap(chart => {
            const rows = all(chart, '.ytick text').sort((a, b) => box(a).top - box(b).top);
            return rows.slice(1).filter((row, n) => box(row).top < box(rows[n]).bottom - 4)
                .map(row => `${name(chart)}: ${row.textContent}`);
        }),
    };
}
"""

# the same as sideways: a page is laid out anew some time after its window got another size
FITS = """
() => {
    const [whole, main] = [document.documentElement, document.querySelector('[data-testid=stMain]')];
    return Math.max(whole.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth) <= 1;
}
"""

WHOLE = "html"
# a fold may hold others: called until none was closed
OPEN_FOLDS = """
() => {
    const closed = [...document.querySelectorAll('details:not([open]) > summary')];
    closed.forEach(summary => summary.click());
    return closed.length;
}
"""

# text and the attributes that are read out or shown on hovering; icons are drawn from the names of ligatures
WORDS = """
(selector) => {
    const found = [];
    const kinds = NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT;
    const walker = document.createTreeWalker(document.querySelector(selector), kinds);
    const names = ['aria-label', 'title', 'placeholder', 'data-title', 'alt'];
    const unread = 'script, style, noscript, template, [data-testid=stIconMaterial]';
    for (let node = walker.currentNode; node; node = walker.nextNode()) {
        const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
        if (element.closest(unread)) continue;
        if (node.nodeType === Node.TEXT_NODE) found.push(node.data);
        else for (const name of names) found.push(element.getAttribute(name) ?? '');
        const typed = element.tagName === 'INPUT' && !['checkbox', 'radio', 'file'].includes(element.type);
        if (typed && element === node) found.push(element.value);
    }
    return [...new Set(found.map(text => text.trim()))].filter(Boolean);
}
"""


@dataclass(frozen=True)
class Look:
    """A page at one size."""

    errors: list[str]  # error blocks
    headings: list[str]
    sideways: int  # pixels the page can be scrolled to the side
    wide: list[str]  # charts wider than their frame or the window
    clipped: list[str]  # text that stands out of its chart
    crowded: list[str]  # names of rows that stand on one another


@dataclass
class Seen:
    """One page in one language: how it looks, what is written on it, what it asked of whom."""

    looks: dict[str, Look] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    barriers: list[str] = field(default_factory=list)  # what axe-core calls serious or critical


def see(window: BrowserContext, address: str, *, is_whole: bool) -> Seen:
    """Opens the page on a laptop, draws it larger, opens all there is to open, and opens it on a phone.

    Not whole: it is not zoomed, made small instead of opened on a phone, and of popovers called alike one is
    opened.
    """
    seen = Seen()
    large = open_visit(window, address, LAPTOP)
    seen.looks["laptop"] = look(large.page)
    seen.barriers += barriers(large.page)
    if is_whole:
        large.page.set_viewport_size({"width": ZOOMED[0], "height": ZOOMED[1]})
        look(large.page)
        seen.barriers += barriers(large.page)
    opened = [large]
    if is_whole:
        opened.append(open_visit(window, address, PHONE))
    else:
        large.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    seen.looks["phone"] = look(opened[-1].page)
    large.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    seen.looks["desktop"] = look(large.page)
    seen.words = words(large, every=is_whole)
    for visit in opened:
        seen.complaints += visit.complaints
        seen.hosts |= visit.hosts
        visit.close()
    return seen


def barriers(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [each["id"] for each in found if each["impact"] in ("serious", "critical")]


def look(page: Page) -> Look:
    page.wait_for_function(IS_REDRAWN)
    found: dict[str, Any] = page.evaluate(LOOK)
    return Look(**found)


def words(visit: Visit, *, every: bool = True) -> list[str]:
    """Every text and spoken name on the page, in its lists of options, its popovers and its folds."""
    page = visit.page
    opened: set[str] = set()
    found = set(page.evaluate(WORDS, WHOLE))
    for box in page.get_by_role("combobox").all():
        found |= opened_words(page, "[role=listbox]", partial(open_list, box))
    for button in page.locator("[data-testid=stPopoverButton]:visible").all():
        name = button.inner_text()
        if name in opened and not every:
            continue
        opened.add(name)
        found |= opened_words(page, "[data-testid=stPopoverBody]", button.click)
    while page.evaluate(OPEN_FOLDS):
        page.wait_for_function("() => !document.querySelector('details:not([open]) > summary')")
    return sorted(found | set(page.evaluate(WORDS, WHOLE)))


def open_list(box: Locator) -> None:
    box.focus()
    box.press("ArrowDown")  # not a click: the scrolling before it would close the list again


def opened_words(page: Page, selector: str, act: Callable[[], None]) -> set[str]:
    """What is written in what `act` opens, while it is open; closes it.

    Acts again where nothing opens or it closes at once: the page may have been drawing anew.
    """
    for _ in range(4):
        act()
        try:
            page.wait_for_selector(selector, timeout=5000)
            found = set(page.evaluate(WORDS, selector))
        except Error:
            continue
        page.keyboard.press("Escape")
        page.wait_for_selector(selector, state="detached")
        return found
    raise AssertionError(f"{selector} did not open")
