"""How long control charts of many series take: 1,000 series of 60 points, whole, with gaps, in three parts.

python -m tests.benchmarks.signals [--demo FILE]   # of a demo file also the three tests and an index
"""

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import numpy as np

from campaign import panels
from campaign.ask import forget
from campaign.demo.year import END
from campaign.filters import Filters
from campaign.methods.chart import p_chart, xmr
from campaign.methods.funnel import proportions, rates
from campaign.methods.small import shrunk_proportions
from campaign.store import Store

SERIES, POINTS, UNITS = 1000, 60, 130
LIMIT = 200  # ms, for the XmR charts
RUNS = 15


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.signals")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--demo", type=Path)
    asked = parser.parse_args()
    runs, found = asked.runs, cases()
    if asked.demo is not None:
        found |= of_demo(Store(asked.demo))
    for what, (act, limit) in found.items():
        times = sorted(milliseconds(act) for _ in range(runs))
        p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
        median = statistics.median(times)
        verdict = "" if limit is None else f"≤ {limit} ms {'met' if median <= limit else 'NOT MET'}"
        print(f"{what:38} {median:8.1f} ms  p95 {p95:8.1f}  {verdict}")


def cases() -> dict[str, tuple[Callable[[], object], int | None]]:
    chance = np.random.default_rng(1)
    values = chance.normal(100, 10, (SERIES, POINTS))
    with_gaps = np.where(chance.random(values.shape) < 0.1, np.nan, values)
    sizes = chance.integers(50, 500, values.shape)
    counts = chance.binomial(sizes, 0.7)
    of = chance.integers(50, 5000, UNITS)
    out_of = chance.binomial(of, 0.7)
    shape = f"{SERIES:,} × {POINTS}"
    return {
        f"XmR {shape}": (lambda: xmr(values), LIMIT),
        f"XmR {shape}, a tenth missing": (lambda: xmr(with_gaps), LIMIT),
        f"XmR {shape}, rebased twice": (lambda: xmr(values, starts=(20, 40)), LIMIT),
        f"p {shape}": (lambda: p_chart(counts, sizes), None),
        f"funnel of shares, {UNITS} units": (lambda: proportions(out_of, of), None),
        f"funnel of rates, {UNITS} units": (lambda: rates(out_of, of), None),
        f"shrunk shares, {UNITS} units": (lambda: shrunk_proportions(out_of, of), None),
    }


def of_demo(store: Store) -> dict[str, tuple[Callable[[], object], int | None]]:
    """As after an event that touched their figures; then as when a reader chooses another order or unit."""
    tests, index = panels.SUPERVISION_CANDIDATES, panels.INDEX
    now = Filters(store.last_event, today=END)
    towns = replace(now, comparable_group="town")
    others = cycle((replace(towns, by_value=True), replace(towns, unit_id="decheng-t01"), towns))

    def anew(panel: panels.Panel, filters: Filters) -> Callable[[], object]:
        def act() -> object:
            forget()
            return panel.answer(store, filters)

        return act

    return {
        "three tests, asked and judged": (anew(tests, now), None),
        "index of 130 towns, asked and judged": (anew(index, towns), None),
        "the same in another order": (lambda: index.answer(store, next(others)), None),
    }


def milliseconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
