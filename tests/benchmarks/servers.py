"""Copies of the program, servers on them, and viewers without a browser, for screen.py. Loopback only."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from campaign.ask import ask
from campaign.filters import Filters
from campaign.intake import building, publishing
from campaign.settings import FACTS, REFERENCE
from campaign.store import Store

HERE = Path(__file__).resolve().parent
PARTS = (".streamlit", "app.py", "campaign", "pages", "queries", "data")
STANDS_IN = "log"  # the page of pages/ whose place the four charts take in a copy
MONTHS = 12
GIVE_UP = 60.0  # seconds
LOOK_AGAIN = 0.05  # seconds


@dataclass(frozen=True)
class Server:
    port: int
    process: int  # its id
    times: Path  # what timed_server.py writes

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def megabytes(self) -> float:
        """Resident memory, as the kernel counts it (what psutil calls rss)."""
        said = Path(f"/proc/{self.process}/status").read_text(encoding="utf-8")
        return int(said.split("VmRSS:")[1].split()[0]) / 1024

    def last_rerun(self, number: int) -> float:
        """The milliseconds of the rerun with this number, the last one there was; counted from 1."""
        until = time.monotonic() + GIVE_UP
        while len(lines := self.times.read_text(encoding="utf-8").splitlines()) < number:
            if time.monotonic() > until:
                raise SystemExit(f"the rerun {number} was never over")
            time.sleep(LOOK_AGAIN / 10)
        return float(lines[number - 1])


def build_store(path: Path, months: int = 0) -> None:
    """The page of 2021; with months, each unit has then handed in figures for as many more."""
    building.build(path, REFERENCE, FACTS)
    store = Store(path)
    try:
        for unit_id in ask(store, "units", Filters(known_on=store.last_event))["unit_id"]:
            for month in range(1, months + 1):
                source = publishing.Source("月报", "benchmark.xlsx")
                rows = _month(store, unit_id, month)
                batch_id = publishing.submit(store, "observation", rows, source, by="张三")
                publishing.publish(store, batch_id, by="李四")
    finally:
        store.close()


def _month(store: Store, unit_id: str, month: int) -> pa.Table:
    statement = duckdb.extract_statements((HERE / "year.sql").read_text(encoding="utf-8"))[0]
    with store.reading() as cursor:
        return cursor.execute(statement.query, {"unit_id": unit_id, "month": month}).to_arrow_table()


def copy_program(source: Path, target: Path, *, four_charts: bool) -> Path:
    """A program that may run beside others; with `four_charts`, they take the place of one of its pages."""
    target.mkdir(parents=True)
    leave_out = shutil.ignore_patterns("local", "__pycache__")
    for part in PARTS:
        if (source / part).is_dir():
            shutil.copytree(source / part, target / part, ignore=leave_out)
        else:
            shutil.copy(source / part, target / part)
    shutil.copytree(HERE, target / "tests" / "benchmarks", ignore=leave_out)
    if four_charts:
        shutil.copy(HERE / "four_charts_page.py", target / "pages" / f"{STANDS_IN}.py")
    return target


@contextmanager
def board(program: Path, store: Path, *options: str) -> Iterator[Server]:
    """`streamlit run app.py` of this copy of the program over a copy of the store, with a stopwatch in it."""
    port = _free_port()
    command = ["-m", "tests.benchmarks.timed_server", "run", "app.py"]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port), *options]
    with _running(command, program, store, port) as server:
        yield server


@contextmanager
def dash(program: Path, store: Path, *, keep: bool = False) -> Iterator[Server]:
    """The page in Dash; with `keep`, a group's charts are drawn once, as the board keeps them."""
    port = _free_port()
    command = ["-m", "tests.benchmarks.dash_page", str(port), *(["keep"] if keep else [])]
    with _running(command, program, store, port) as server:
        yield server


@contextmanager
def _running(command: list[str], program: Path, store: Path, port: int) -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        times = home / "times"
        times.touch()
        own = {
            "CAMPAIGN_FILE": shutil.copy(store, home),
            "CAMPAIGN_HOME": folder,
            "BENCHMARK_TIMES": str(times),
        }
        with (home / "server.out").open("wb") as said:
            process = subprocess.Popen(
                [sys.executable, *command], cwd=program, env=os.environ | own, stdout=said, stderr=said
            )
            try:
                _wait(process, port, home / "server.out")
                yield Server(port, process.pid, times)
            finally:
                process.terminate()
                process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, said: Path) -> None:
    until = time.monotonic() + GIVE_UP
    while not _is_ready(port):
        if process.poll() is not None or time.monotonic() > until:
            told = said.read_text(encoding="utf-8", errors="replace")
            raise SystemExit(f"a server did not get ready:\n{told[-4000:]}")
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


class Viewer:
    """A session of the board without a browser: asks for addresses and takes all that comes.

    A choice in a select box reaches the server as a rerun with another address, so that is what is sent.
    """

    def __init__(self, server: Server) -> None:
        self._socket: ClientConnection = connect(
            f"ws://127.0.0.1:{server.port}/_stcore/stream", subprotocols=None, max_size=None, proxy=None
        )

    def close(self) -> None:
        self._socket.close()

    def open(self, page: str, query: str = "") -> int:
        """Asks for a page and waits until the run is over. Returns how many bytes it took."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query
        asked.rerun_script.context_info.locale = "zh-CN"
        self._socket.send(asked.SerializeToString())
        size = 0
        while True:
            said = self._socket.recv()
            assert isinstance(said, bytes)
            size += len(said)
            message = ForwardMsg.FromString(said)
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return size
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    raise SystemExit(f"/{page}?{query}: the script ended with {message.script_finished}")
