"""How long each question of queries/questions takes, on the page's real store and on made-up big ones.

`python -m tests.benchmarks.questions [--sizes real,1m,10m] [--json]`; README.md says what is measured.
"""

import argparse
import datetime as dt
import json
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa

from campaign import ask as asking
from campaign import contract, shelf, store
from campaign.filters import Filters
from campaign.intake import building, publishing
from campaign.settings import FACTS, REFERENCE
from campaign.statements import files, statements
from campaign.store import Store

HERE = Path(__file__).resolve().parent
RUNS = 15  # of each question, unless --runs says otherwise; campaign.ask forgets its answers before each
THREADS = 8
ASKED_BY_EACH_THREAD = 30
BUILDING_MEMORY = "8GB"  # only to make the spans of 10 million rows at once; a board opens with 1 GB
METRICS, MONTHS = 40, 50

NOT_ON_A_PAGE = {"export_observation"}  # a file to download: every figure there is, so no limit
TOO_BIG_FOR_A_FRAME = "10m"  # the size at which an export no longer fits in memory as one


@dataclass(frozen=True)
class Size:
    units: int | None  # None: the page of 2021 as it is
    limit: float | None  # milliseconds; None: reported only


SIZES = {"real": Size(None, 10.0), "1m": Size(500, 50.0), "10m": Size(5000, None)}


@dataclass(frozen=True)
class Measured:
    """One line of the table; times in milliseconds."""

    size: str
    what: str
    case: str
    rows: int
    median: float
    p95: float
    limit: float | None

    @property
    def verdict(self) -> str:
        if self.limit is None:
            return ""
        return "met" if self.median <= self.limit else "NOT MET"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.questions")
    parser.add_argument("--sizes", default="real,1m,10m")
    parser.add_argument("--only", help="questions to measure, parted by commas (default: all)")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--stores", type=Path, help="keep the built stores here and use them again")
    asked = parser.parse_args()
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="benchmark-") as temporary:
        folder = asked.stores or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        only = set(asked.only.split(",")) if asked.only else set()
        for name in asked.sizes.split(","):
            for found in measure(name, folder, only, asked.runs):
                measured.append(found)
                if not asked.json:
                    print(_line(found), flush=True)
    if asked.json:
        print(json.dumps([vars(found) | {"verdict": found.verdict} for found in measured], indent=1))


def measure(name: str, folder: Path, only: set[str], runs: int) -> Iterator[Measured]:
    """Everything measured at one size; with `only`, just these questions."""
    size = SIZES[name]
    path = folder / f"{name}.duckdb"
    if not path.exists():
        _build(path, size)
    opened = Store(path)
    try:
        yield from _measure_questions(opened, name, only, runs)
        if not only and name != TOO_BIG_FOR_A_FRAME:
            yield from _measure_shelf(opened, name, runs)
        if name == "1m" and not only:
            yield _measure_threads(opened, name)
    finally:
        opened.close()
    if not only:
        yield _measure_publishing(path, name, runs)


def _build(path: Path, size: Size) -> None:
    if size.units is None:
        building.build(path, REFERENCE, FACTS)
        return
    store.create(path)
    root = duckdb.connect(str(path), config={"memory_limit": BUILDING_MEMORY})
    try:
        _run_file(root, "reference", units=size.units, metrics=METRICS)
        _run_file(root, "facts", periods=MONTHS)
        writing = store.Writing(root)
        for table in contract.tables().values():  # as `doctor --repair` makes them
            writing.run_for("log/recomputed", table)
            writing.run_for("log/replace_spans", table)
        writing.run("log/mark_built")
    finally:
        root.close()


def _run_file(cursor: duckdb.DuckDBPyConnection, name: str, **parameters: object) -> pa.Table:
    """The last statement's rows."""
    for found in duckdb.extract_statements((HERE / f"{name}.sql").read_text(encoding="utf-8")):
        wanted = {name: parameters[name] for name in found.named_parameters}
        rows = cursor.execute(found.query, wanted or None).to_arrow_table()
    return rows


def _measure_questions(opened: Store, name: str, only: set[str], runs: int) -> Iterator[Measured]:
    size = SIZES[name]
    for question in (file.split("/")[1] for file in files("questions")):
        if (only and question not in only) or (question in NOT_ON_A_PAGE and name == TOO_BIG_FOR_A_FRAME):
            continue
        if question == "event_of_day":
            day = str(_days(opened)[0])
            yield _timed(name, question, "last day", size.limit, runs, partial(_find_day, opened, day))
            continue
        limit = None if question in NOT_ON_A_PAGE else size.limit
        for case, filters in _cases(opened, question).items():
            yield _timed(name, question, case, limit, runs, partial(_ask, opened, question, filters))


def _cases(opened: Store, question: str) -> dict[str, Filters]:
    """What a reader would ask: now, as known earlier, up to an earlier day, one group of units."""
    parameters = statements(f"questions/{question}")[0].parameters
    now = _now(opened)
    cases = {"now": now}
    if "known_on" in parameters:
        cases["past"] = replace(now, known_on=now.known_on * 9 // 10)
    if "period" in parameters:
        days = _days(opened)
        cases["period"] = replace(now, period=days[len(days) // 2])
    if "comparable_group" in parameters:
        cases["group"] = replace(now, comparable_group=_choices(opened)[2])
    return cases


def _days(opened: Store) -> list[dt.date]:
    """The days on which anything happened, the latest first."""
    days = asking.ask(opened, "event_days", Filters(known_on=opened.last_event)).day
    return [day.date() for day in days]


def _now(opened: Store) -> Filters:
    unit_id, metric_id, _ = _choices(opened)
    return Filters(known_on=opened.last_event, unit_id=unit_id, metric_id=metric_id)


def _choices(opened: Store) -> tuple[str, str, str]:
    """A unit, a metric that may be ranked (else the one most units report) and a group."""
    now = Filters(known_on=opened.last_event)
    unit = asking.ask(opened, "units", now).iloc[0]
    gate = asking.ask(opened, "gate", now).sort_values(["may_be_ranked", "units"], ascending=False)
    return unit.unit_id, gate.iloc[0].metric_id, unit.comparable_group


def _ask(opened: Store, question: str, filters: Filters) -> int:
    asking.forget()
    return len(asking.ask(opened, question, filters))


def _measure_shelf(opened: Store, name: str, runs: int) -> Iterator[Measured]:
    """All questions of now one after another: without the shelf, with an empty one, with what it kept."""
    named = [file.split("/")[1] for file in files("questions")]
    asked = [question for question in named if question not in {*NOT_ON_A_PAGE, "event_of_day"}]
    now, most_rows = _now(opened), shelf.MOST_ROWS
    times: dict[str, list[float]] = {"no shelf": [], "empty": [], "kept": []}
    for _ in range(max(3, runs // 3)):
        for case, taken in times.items():
            shelf.MOST_ROWS = -1 if case == "no shelf" else most_rows
            if case != "kept":
                opened.forget_answers()
            taken.append(_milliseconds(lambda: [_ask(opened, question, now) for question in asked]))
    for case, taken in times.items():
        yield _summed_up(name, "all questions", case, len(asked), taken, None)


def _find_day(opened: Store, day: str) -> int:
    asking.event_of(opened, day)
    return 1


def _timed(
    name: str, what: str, case: str, limit: float | None, runs: int, act: Callable[[], int]
) -> Measured:
    rows = act()
    return _summed_up(name, what, case, rows, [_milliseconds(act) for _ in range(runs)], limit)


def _milliseconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def _summed_up(
    name: str, what: str, case: str, rows: int, times: list[float], limit: float | None
) -> Measured:
    p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
    return Measured(name, what, case, rows, round(statistics.median(times), 2), round(p95, 2), limit)


def _measure_threads(opened: Store, name: str) -> Measured:
    """Readers who each ask random questions of random units and groups, one after another, nothing kept."""
    now = _now(opened)
    units = asking.ask(opened, "units", now)
    questions = [file.split("/")[1] for file in files("questions")]
    questions = [question for question in questions if question not in {*NOT_ON_A_PAGE, "event_of_day"}]

    def read(reader: int) -> list[float]:
        chance = random.Random(reader)
        times = []
        for _ in range(ASKED_BY_EACH_THREAD):
            unit = units.iloc[chance.randrange(len(units))]
            filters = replace(now, unit_id=unit.unit_id, comparable_group=unit.comparable_group)
            question = chance.choice(questions)
            times.append(_milliseconds(partial(_ask, opened, question, filters)))
        return times

    with ThreadPoolExecutor(THREADS) as pool:
        times = [taken for one in pool.map(read, range(THREADS)) for taken in one]
    return _summed_up(name, f"{THREADS} readers at once", "now", len(times), times, None)


def _measure_publishing(path: Path, name: str, runs: int) -> Measured:
    """A unit's next month of figures and some corrected: handed in, published. On a copy of the store."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        opened = Store(Path(shutil.copy(path, folder)))
        try:
            units = asking.ask(opened, "units", Filters(known_on=opened.last_event)).unit_id
            times = []
            for number in range(runs):
                rows = _upload(opened, units[number % len(units)])
                times.append(_milliseconds(partial(_publish, opened, rows)))
            return _summed_up(name, "submit and publish", "one batch", rows.num_rows, times, None)
        finally:
            opened.close()


def _upload(opened: Store, unit_id: str) -> pa.Table:
    with opened.reading() as cursor:
        return _run_file(cursor, "upload", unit_id=unit_id)


def _publish(opened: Store, rows: pa.Table) -> None:
    source = publishing.Source("月报", "benchmark.xlsx")
    batch_id = publishing.submit(opened, "observation", rows, source, by="张三")
    publishing.publish(opened, batch_id, by="李四")


def _line(found: Measured) -> str:
    limit = f"≤ {found.limit:.0f} ms" if found.limit else ""
    return (
        f"{found.size:5} {found.what:22} {found.case:9} {found.rows:9,} rows"
        f" {found.median:9.2f} ms  p95 {found.p95:9.2f}  {limit:8} {found.verdict}"
    )


if __name__ == "__main__":
    main()
