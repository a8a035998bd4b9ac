"""What making and opening the demo take: `python -m tests.benchmarks.demo [--runs N]`. Reports only."""

import argparse
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from campaign.demo import building
from campaign.store import Store


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.duckdb" for number in range(runs)]
        _say("build", [_seconds(partial(building.build, file)) for file in files], limit=20)
        _say("open", [_seconds(partial(_opened, file)) for file in files], limit=2)


def _opened(file: Path) -> None:
    Store(file).close()


def _seconds(what: Callable[[], None]) -> float:
    started = time.perf_counter()
    what()
    return time.perf_counter() - started


def _say(what: str, found: list[float], *, limit: float) -> None:
    print(
        f"{what}: median {median(found):.2f} s of {len(found)}, slowest {max(found):.2f} s (limit {limit} s)"
    )


if __name__ == "__main__":
    main()
