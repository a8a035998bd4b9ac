"""A browser tab on the board: whom it asked, what it complained of, and when it is ready to be read."""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page

LAPTOP, DESKTOP, PHONE = (1349, 620), (1920, 1080), (390, 844)

READY = "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"
# Streamlit asks at /<page>/_stcore/… before it has found out where its own root is
PROBE = re.compile(r"/[a-z_]+/_stcore/(health|host-config)")

# every chart there is has been drawn, and nothing on the page is left over from the run before
IS_DRAWN = """
() => [...document.querySelectorAll('.stPlotlyChart')].every(chart => chart.querySelector('.main-svg'))
    && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]')
    && document.fonts.status === 'loaded'
"""


@dataclass
class Visit:
    page: Page
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def close(self) -> None:
        self.page.close()

    def ready(self) -> "Visit":
        """Waits until the page is whole. After a click wait for what the click brings first."""
        self.page.wait_for_selector(READY, state="attached")
        self.page.wait_for_selector("h1")
        self.page.wait_for_function(IS_DRAWN)
        return self

    def goto(self, address: str) -> "Visit":
        self.page.goto(address)
        return self.ready()

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def query(self) -> dict[str, str]:
        return {name: values[-1] for name, values in parse_qs(urlsplit(self.page.url).query).items()}

    @property
    def title(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def main(self) -> Locator:
        return self.page.locator("[data-testid=stMain]")

    def says(self, text: str) -> None:
        """Waits until the page's own part shows `text`."""
        self.main.get_by_text(text).first.wait_for()

    def menu(self, name: str) -> Locator:
        return self.page.locator("[data-testid=stSidebar]").get_by_role("link", name=name, exact=True)

    def choose(self, label: str, option: str) -> None:
        """Types an option into a select box (a long list is not all there to be clicked) and picks it."""
        self.page.get_by_role("combobox", name=label).fill(option)
        self.page.get_by_role("option", name=option).first.click()
        self.page.wait_for_selector("[role=listbox]", state="detached")

    def chart(self, panel: str) -> Locator:
        return self.page.locator(f".st-key-chart_{panel} .stPlotlyChart")

    def bar(self, panel: str, number: int) -> tuple[float, float]:
        """The middle of a bar, scrolled into view."""
        bar = self.chart(panel).locator(".points .point path").nth(number)
        bar.scroll_into_view_if_needed()
        box = bar.bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def tool(self, panel: str, name: str) -> Locator:
        return self.page.locator(f".st-key-tools_{panel}").get_by_role("button", name=name)


def open_visit(window: BrowserContext, address: str, size: tuple[int, int]) -> Visit:
    visit = Visit(window.new_page())
    visit.page.set_viewport_size({"width": size[0], "height": size[1]})
    visit.page.on("request", lambda request: visit.hosts.update(host_of(request.url)))
    visit.page.on("websocket", lambda socket: visit.hosts.add(urlsplit(socket.url).netloc))
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.page.on("console", lambda message: visit.complaints.extend(complaint(message)))
    return visit.goto(address)


def host_of(address: str) -> set[str]:
    """Whom a request asks; nobody for what the page carries itself (data:, blob:)."""
    return {urlsplit(address).netloc} - {""}


def complaint(message: ConsoleMessage) -> list[str]:
    """An error in the console, except the 404s of Streamlit's own probing."""
    address = urlsplit(message.location.get("url", ""))
    is_probe = "404" in message.text and PROBE.fullmatch(address.path) is not None
    if message.type != "error" or is_probe:
        return []
    return [f"{message.text} ({address.path})"]
