"""How long the server takes to be ready: from the start of its process to the first 200 on /healthz.

`python -m tests.benchmarks.start [--runs 3] [--json]`; README.md says what is measured.
"""

import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FIRST_START, PREPARED_START = 6.0, 3.0  # seconds
GIVE_UP = 60.0  # seconds
LOOK_AGAIN = 0.02  # seconds; fine enough beside seconds, and no burden to the server


@dataclass(frozen=True)
class Started:
    """One line of the table; times in seconds, the median of the runs."""

    what: str
    limit: float
    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.runs)

    @property
    def verdict(self) -> str:
        return "met" if self.median <= self.limit else "NOT MET"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.start")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    first, prepared = [], []
    for _ in range(asked.runs):
        with tempfile.TemporaryDirectory(prefix="benchmark-") as home:
            first.append(_seconds_until_ready(Path(home)))
            prepared.append(_seconds_until_ready(Path(home)))
    measured = [
        Started("first start, no store", FIRST_START, tuple(first)),
        Started("store prepared", PREPARED_START, tuple(prepared)),
    ]
    if asked.json:
        told = [vars(found) | {"median": found.median, "verdict": found.verdict} for found in measured]
        print(json.dumps(told, indent=1))
        return
    for found in measured:
        runs = ", ".join(f"{run:.2f}" for run in found.runs)
        print(f"{found.what:22} {found.median:6.2f} s  ≤ {found.limit:.0f} s  {found.verdict}  ({runs})")


def _seconds_until_ready(home: Path) -> float:
    """Starts a server of its own with `home` as CAMPAIGN_HOME, waits, and ends it."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port)]
    environment = {name: value for name, value in os.environ.items() if name != "CAMPAIGN_FILE"}
    with (home / "server.out").open("wb") as said:
        started = time.perf_counter()
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment | {"CAMPAIGN_HOME": str(home)}, stdout=said, stderr=said
        )
        try:
            _wait(server, port, started + GIVE_UP, home)
            return time.perf_counter() - started
        finally:
            server.terminate()
            server.wait()


def _wait(server: subprocess.Popen[bytes], port: int, until: float, home: Path) -> None:
    while not _is_ready(port):
        if server.poll() is not None or time.perf_counter() > until:
            said = (home / "server.out").read_text(encoding="utf-8", errors="replace")
            raise SystemExit(f"the server did not get ready:\n{said[-4000:]}")
        time.sleep(LOOK_AGAIN)


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
