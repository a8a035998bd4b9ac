"""How long a file takes from its bytes to what is shown of it: a clerk's, the page's largest, a million rows.

`python -m tests.benchmarks.intake [--sizes 50,20k,1m] [--runs N]`; README.md says what is measured.
"""

import argparse
import datetime as dt
import io
import itertools
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from campaign.intake import building
from campaign.intake.checking import check
from campaign.intake.names import Names, names_of
from campaign.intake.reading import COMMAND
from campaign.settings import FACTS, REFERENCE
from campaign.store import Store

HEADER = ("单位", "指标", "期间", "数值", "分项", "计量单位", "统计范围", "备注")
FIRST_DAY = dt.date(2021, 5, 1)
TODAY = dt.date(2035, 1, 1)  # after every day the made-up figures are of
SIZES = {"50": (50, "csv", 0.15), "20k": (20_000, "xlsx", 4.0), "1m": (1_000_000, "csv", 8.0)}  # limit in s


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.intake")
    parser.add_argument("--sizes", default="50,20k,1m")
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    names = _names()
    for size in asked.sizes.split(","):
        count, form, limit = SIZES[size]
        data = _xlsx(names, count) if form == "xlsx" else _csv(names, count)
        _measure(names, f"{count:,} rows {form}", data, limit, asked.runs if count < 10**6 else 1)


def _names() -> Names:
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        path = Path(folder) / "page.duckdb"
        building.build(path, REFERENCE, FACTS)
        store = Store(path)
        try:
            return names_of(store, store.last_event)
        finally:
            store.close()


def _rows(names: Names, count: int) -> Iterator[tuple[str, ...]]:
    """Every key once: units × metrics that are counted × days."""
    metrics = [metric for metric in names.metrics if metric.hi is None and not metric.subset_of]
    days = (FIRST_DAY + dt.timedelta(number) for number in itertools.count())
    keys = ((unit, metric, day) for day in days for unit in names.units for metric in metrics)
    for number, (unit, metric, day) in enumerate(itertools.islice(keys, count)):
        yield unit.short_name, metric.name, day.isoformat(), str(number), "", metric.uom, "本单位", ""


def _csv(names: Names, count: int) -> bytes:
    return "\n".join(map(",".join, itertools.chain([HEADER], _rows(names, count)))).encode()


def _xlsx(names: Names, count: int) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_numbers": True})
    sheet = book.add_worksheet("数据")
    for number, row in enumerate(itertools.chain([HEADER], _rows(names, count))):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def _measure(names: Names, what: str, data: bytes, limit: float, runs: int) -> None:
    wall, cpu = [], []
    for _ in range(runs + (runs > 1)):  # the first of several loads the parsers
        at, used = time.perf_counter(), time.process_time()
        checked = check(data, file_name="报表", kind="observation", names=names, limits=COMMAND, today=TODAY)
        wall.append(time.perf_counter() - at)
        cpu.append(time.process_time() - used)
    rows = checked.records.num_rows if checked.records else 0
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    first, wall, cpu = wall[0], wall[1:] or wall, cpu[1:] or cpu
    print(
        f"{what:20} {rows:9,} records  first {first:6.2f} s  median {statistics.median(wall):6.3f} s"
        f"  processor {statistics.median(cpu):6.3f} s  limit {limit} s  peak {memory:,} MB",
        flush=True,
    )


if __name__ == "__main__":
    main()
