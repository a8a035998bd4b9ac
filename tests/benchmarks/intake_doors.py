"""How long a million rows take from a file to published figures, what they take, and whom they keep waiting.

`python -m tests.benchmarks.intake_doors [--rows 1000000] [--json]`; README.md says what is measured.
"""

import argparse
import json
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

MONTHS = 50
METRICS = 40
READ_EVERY = 0.005  # seconds between two reads of the reader who must not wait


@dataclass
class Measured:
    """Seconds and megabytes."""

    rows: int = 0
    check_and_import: float = 0.0
    publish: float = 0.0
    worker_mb: float = 0.0
    server_mb: float = 0.0
    reads: list[float] = field(default_factory=list)

    def said(self) -> list[str]:
        worst = max(self.reads, default=0.0) * 1000
        median = statistics.median(self.reads or [0.0]) * 1000
        return [
            f"{self.rows:,} rows: import {self.check_and_import:.1f} s, publish {self.publish:.1f} s, "
            f"together {self.check_and_import + self.publish:.1f} s (limit 15)",
            f"worker {self.worker_mb:,.0f} MB (limit 1,500), store's process {self.server_mb:,.0f} MB (600)",
            f"reads meanwhile: {len(self.reads)}, median {median:.1f} ms, longest {worst:.0f} ms (limit 200)",
        ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.intake_doors")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as home:
        os.environ["CAMPAIGN_HOME"] = home
        measured = _measure(Path(home), asked.rows)
    print(json.dumps(vars(measured)) if asked.json else "\n".join(measured.said()))


def _measure(home: Path, rows: int) -> Measured:
    from campaign.commands import run_command
    from campaign.store import Store
    from campaign.words import Words

    path = home / "a.duckdb"
    units = max(1, rows // (METRICS * MONTHS))
    _build(path, units)
    file = home / "big.csv"
    _write(file, units)
    store = Store(path)
    measured = Measured(rows=units * METRICS * MONTHS)
    words = Words("zh")
    try:
        _forget_peak()
        with _watching_children(measured):
            started = time.perf_counter()
            arguments = {"kind": "observation", "file": str(file), "as": "经办", "confirm": "yes"}
            done = run_command(store, "import", arguments, words, _tell)
            measured.check_and_import = time.perf_counter() - started
        assert done.status == 0, done.body.decode()[:2000]
        with _reading(store, measured):
            started = time.perf_counter()
            batch = store.rows("log/next_batch")[0][0]
            done = run_command(store, "publish", {"batch": f"B{batch:06d}", "as": "审核"}, words, _tell)
            measured.publish = time.perf_counter() - started
        assert done.status == 0, done.body.decode()[:2000]
        measured.server_mb = _peak_mb(os.getpid())
    finally:
        store.close()
    return measured


def _tell(step: str, seconds: float | None) -> None:
    if seconds is None:
        used = time.process_time()
        peak = _peak_mb(os.getpid())
        print(f"{time.strftime('%H:%M:%S')} {step}: {used:.1f} s of CPU, {peak:.0f} MB so far", flush=True)


def _build(path: Path, units: int) -> None:
    from campaign.intake import building
    from campaign.settings import REFERENCE
    from campaign.store import Store
    from tests.drawing import enter

    building.build(path, REFERENCE)
    store = Store(path)
    named = [f"u{n} | 单位{n:04d} | 单位{n:04d} | {1000 + n}" for n in range(units)]
    enter(store, "unit", "\n".join(["unit_id | name | short_name | sort", *named]))
    counted = [f"big{n} | 大指标{n:02d} | 件 | flow" for n in range(METRICS)]
    counted = [line.replace("big", "big_") for line in counted]
    enter(store, "metric", "\n".join(["metric_id | name | uom | kind", *counted]))
    store.close()


def _write(file: Path, units: int) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write("单位,指标,期间,数值,分项,计量单位,统计范围,备注\r\n")
        for unit in range(units):
            for metric in range(METRICS):
                for month in range(MONTHS):
                    year, number = divmod(4 + month, 12)
                    value = 1000 + (unit * 7 + metric * 13 + month * 17) % 997
                    period = f"{2021 + year}年{number + 1}月"
                    out.write(f"单位{unit:04d},大指标{metric:02d},{period},{value},,件,本单位,\r\n")


@contextmanager
def _watching_children(measured: Measured) -> Iterator[None]:
    """The most memory any child took, looked at often: a child's own peak is gone with it."""
    is_over = threading.Event()

    def watch() -> None:
        children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
        while not is_over.wait(0.05):
            for child in children.read_text(encoding="ascii").split():
                measured.worker_mb = max(measured.worker_mb, _peak_mb(int(child)))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        is_over.set()
        watcher.join()


@contextmanager
def _reading(store: object, measured: Measured) -> Iterator[None]:
    """A reader who asks for the summary of units again and again."""
    from campaign.filters import Filters
    from campaign.statements import statements
    from campaign.store import Store, run

    assert isinstance(store, Store)
    is_over = threading.Event()
    statement = statements("questions/units")[0]

    def read() -> None:
        while not is_over.wait(READ_EVERY):
            asked = {**vars(Filters(store.last_event)), "last_event": store.last_event}
            started = time.perf_counter()
            with store.reading() as cursor:
                run(cursor, statement, asked).fetchall()
            measured.reads.append(time.perf_counter() - started)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield
    finally:
        is_over.set()
        reader.join()


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak_mb(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


if __name__ == "__main__":
    main()
