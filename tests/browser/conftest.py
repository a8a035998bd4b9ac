"""One server and one browser for all of these tests; a tab of its own for each thing that is opened."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from campaign.settings import ROOT
from tests.browser.visits import LAPTOP, Visit, open_visit

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    # Playwright asks where each captured error stands in its source: known from the start, the bundle of
    # charts is not read four more times for it, a second of each page opened
    "--js-flags=--no-enable-lazy-source-positions",
]
START_SECONDS = 60
LONGEST_WAIT = 60_000  # ms, on two busy cores; what is waited for is named each time

Open = Callable[..., Visit]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine. Package scope: its event loop must not outlive these tests.

    Its build without a window takes a quarter less of the processor to open a page.
    """
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if found is None:
        without_chromium = pytest.fail if os.environ.get("CAMPAIGN_NO_SKIP") else pytest.skip
        without_chromium("there is no chromium on this machine")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a board that nobody has opened yet, over a campaign file of its own."""
    with served(tmp_path_factory.mktemp("home")) as address:
        yield address


@contextmanager
def served(home: Path, healthy: int = 200, program: str = "streamlit") -> Iterator[str]:
    """The address of a board over the files in `home`, once /healthz answers with `healthy`."""
    port = free_port()
    environment = {**os.environ, "CAMPAIGN_HOME": str(home)}
    environment.pop("CAMPAIGN_FILE", None)
    with (home / "server.out").open("w") as out:
        process = subprocess.Popen(command(port, program), cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until(healthy, address, process, home / "server.out")
        yield address
    finally:
        process.terminate()
        process.wait(30)


def command(port: int, program: str = "streamlit") -> list[str]:
    if program == "uvicorn":
        return [sys.executable, "-m", "uvicorn", "app:app", "--host", "127.0.0.1", "--port", str(port)]
    streamlit = [sys.executable, "-m", "streamlit", "run", "app.py"]
    return [*streamlit, "--server.port", str(port), "--server.address", "127.0.0.1"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(healthy: int, address: str, process: subprocess.Popen[bytes], out: Path) -> None:
    """Until the server answers: the campaign file has been opened, or could not be."""
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        assert process.poll() is None, out.read_text()
        if health(address) == healthy:
            return
        time.sleep(0.1)  # between two questions, not instead of one
    raise AssertionError(f"/healthz did not answer {healthy} in {START_SECONDS} s: {out.read_text()}")


def health(address: str) -> int | None:
    """The status of /healthz, None while nobody listens."""
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:  # nobody listens yet, or too busy to answer
        return None


@pytest.fixture(scope="package")
def window(browser: Browser, server: str) -> Iterator[BrowserContext]:
    """One reader's browser: what it has fetched once it keeps, as at an office desk."""
    opened = browser.new_context(base_url=server, locale="zh-CN")
    opened.set_default_timeout(LONGEST_WAIT)
    yield opened
    opened.close()


@pytest.fixture(scope="package")
def first_visit(window: BrowserContext) -> Iterator[Visit]:
    """A deep link opened before anyone has opened the first page. Every other visit comes after it."""
    visit = open_visit(window, "/unit?unit=decheng-sjj", LAPTOP)
    yield visit
    visit.close()


@pytest.fixture
def open_page(window: BrowserContext, first_visit: Visit) -> Iterator[Open]:
    """Opens addresses, each in a tab of its own; all are closed after the test."""
    opened: list[Visit] = []

    def opening(address: str, size: tuple[int, int] = LAPTOP) -> Visit:
        opened.append(open_visit(window, address, size))
        return opened[-1]

    yield opening
    for visit in opened:
        visit.close()
