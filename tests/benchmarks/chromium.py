"""Chromium as a reader has it: driven without the inspector's runtime, which automation libraries turn on.

With it on, Chromium works out where in the source each captured error stands: for the bundle of charts that
is up to a second in which the page stands still, and no reader's browser does it.
"""

import itertools
import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

LONGEST_WAIT = 60.0  # seconds
OPTIONS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--lang=zh-CN", "--window-size=1349,1300", "--remote-debugging-port=0", "about:blank"),
)
# resolves when the expression is true, looked at in each frame
WHEN = (
    "new Promise(done => {{ const look = () => ({0}) ? done(true) : requestAnimationFrame(look); look(); }})"
)


class Tab:
    """The one page of a browser of its own, with its own empty profile."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)

    def open(self, address: str, script: str = "") -> None:
        """Goes there; the script runs before anything of the page does."""
        if script:
            self._ask("Page.enable")
            self._ask("Page.addScriptToEvaluateOnNewDocument", source=script)
        self._ask("Page.navigate", url=address)

    def evaluate(self, expression: str) -> Any:
        """What the expression comes to; a promise is waited for."""
        found = self._ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in found:
            raise RuntimeError(f"{expression}: {found['exceptionDetails']}")
        return found["result"].get("value")

    def wait(self, expression: str) -> None:
        until = time.monotonic() + LONGEST_WAIT
        while True:  # a page that is left takes its promises with it
            try:
                self.evaluate(WHEN.format(expression))
                return
            except RuntimeError:
                if time.monotonic() > until:
                    raise

    def _ask(self, method: str, **more: Any) -> dict[str, Any]:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": more}))
        while True:
            said = json.loads(self._socket.recv(LONGEST_WAIT))
            if said.get("id") == number:
                if "error" in said:
                    raise RuntimeError(f"{method}: {said['error']['message']}")
                return dict(said["result"])


@contextmanager
def tab(profile: Path) -> Iterator[Tab]:
    """A browser with this profile (what it has cached), ended with the block."""
    found = shutil.which("chromium")
    if found is None:
        raise SystemExit("there is no chromium on this machine")
    port_file = profile / "DevToolsActivePort"
    port_file.unlink(missing_ok=True)
    process = subprocess.Popen(
        [found, *OPTIONS[:-1], f"--user-data-dir={profile}", OPTIONS[-1]],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with connect(_address(port_file), max_size=None, proxy=None) as socket:
            yield Tab(socket)
    finally:
        process.terminate()
        process.wait()


def _address(port_file: Path) -> str:
    until = time.monotonic() + LONGEST_WAIT
    while True:
        try:
            port = int(port_file.read_text().splitlines()[0])
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=5) as answer:
                pages = [page for page in json.load(answer) if page["type"] == "page"]
            return str(pages[0]["webSocketDebuggerUrl"])
        except (OSError, IndexError, ValueError):
            if time.monotonic() > until:
                raise SystemExit("the browser did not start") from None
            time.sleep(0.05)
