"""How long control charts of many series take: 1,000 series of 60 points, whole, with gaps, in three parts.

python -m tests.benchmarks.signals
"""

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np

from campaign.methods.chart import p_chart, xmr
from campaign.methods.funnel import proportions, rates
from campaign.methods.small import shrunk_proportions

SERIES, POINTS, UNITS = 1000, 60, 130
LIMIT = 200  # ms, for the XmR charts
RUNS = 15


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.signals")
    parser.add_argument("--runs", type=int, default=RUNS)
    runs = parser.parse_args().runs
    for what, (act, limit) in cases().items():
        times = sorted(milliseconds(act) for _ in range(runs))
        p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
        median = statistics.median(times)
        verdict = "" if limit is None else f"≤ {limit} ms {'met' if median <= limit else 'NOT MET'}"
        print(f"{what:34} {median:8.1f} ms  p95 {p95:8.1f}  {verdict}")


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


def milliseconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
