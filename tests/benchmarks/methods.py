"""How long an index takes with its doubt: 1,000 draws over 130 units and 30 metrics.

`python -m tests.benchmarks.methods [--runs N] [--json]`; README.md says what is measured.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from campaign.methods import index, uncertainty
from campaign.methods.index import Tree
from campaign.methods.normalising import Scale, normalise
from campaign.methods.refused import Refused

RUNS = 31
UNITS, METRICS, PILLARS = 130, 30, 5
LIMIT = 200.0  # milliseconds, for the draws
SCALES = {f"m{number:02}": Scale(lo=0, hi=100) for number in range(METRICS)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.methods")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    times = _interleaved(cases(), asked.runs)
    medians = {name: round(statistics.median(taken), 2) for name, taken in times.items()}
    if asked.json:
        print(json.dumps(medians, indent=1))
        return
    for name, median in medians.items():
        p95 = statistics.quantiles(times[name], n=20, method="inclusive")[-1]
        verdict = ("met" if median <= LIMIT else "NOT MET") if name.startswith("draws") else ""
        print(f"{name:38} {median:9.2f} ms  p95 {p95:9.2f}  {verdict}")


def _interleaved(acts: dict[str, Callable[[], object]], runs: int) -> dict[str, list[float]]:
    """Each in turn, so that what else the machine does falls on all; the first round is not counted."""
    times: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(runs + 1):
        for name, act in acts.items():
            started = time.perf_counter()
            act()
            times[name].append((time.perf_counter() - started) * 1000)
    return {name: taken[1:] for name, taken in times.items()}


def cases() -> dict[str, Callable[[], object]]:
    whole, gaps = _values(0), _values(0.05)
    z, variants, variants_with_gaps = _scored(whole), _variants(whole), _variants(gaps)
    flat, deep = _flat(), _deep()
    return {
        "draws, 30 metrics flat": lambda: _drawn(variants, flat),
        "draws, 30 metrics in 5 pillars": lambda: _drawn(variants, deep),
        "draws, in pillars, 5 % not reported": lambda: _drawn(variants_with_gaps, deep),
        "scales for the draws": lambda: _variants(whole),
        "one index, all nodes": lambda: index.score(z, deep),
        "contributions": lambda: index.contributions(z, deep),
        "leave one out, 5 pillars": lambda: index.leave_one_out(z, deep, deep.children["all"], decimals=1),
        "one index, 20 times one after another": lambda: [index.score(z, deep) for _ in range(20)],
    }


def _drawn(variants: list[pd.DataFrame], tree: Tree) -> pd.DataFrame:
    drawn = uncertainty.draw_places(variants, tree)
    assert isinstance(drawn, uncertainty.Draws)
    return uncertainty.place_intervals(drawn)


def _variants(values: pd.DataFrame) -> list[pd.DataFrame]:
    return uncertainty.scale_variants(values, SCALES)


def _values(missing: float) -> pd.DataFrame:
    chance = np.random.default_rng(1)
    made_up = chance.normal(50, 15, size=(UNITS, METRICS))
    made_up[chance.random(made_up.shape) < missing] = np.nan
    return pd.DataFrame(made_up, [f"u{number}" for number in range(UNITS)], list(SCALES))


def _scored(values: pd.DataFrame) -> pd.DataFrame:
    z = normalise(values, SCALES)
    assert not isinstance(z, Refused)
    return z


def _flat() -> Tree:
    return Tree("all", {"all": dict.fromkeys(SCALES, 1 / METRICS)})


def _deep() -> Tree:
    each = METRICS // PILLARS
    names = list(SCALES)
    families = {
        f"p{number}": dict.fromkeys(names[number * each : (number + 1) * each], 1 / each)
        for number in range(PILLARS)
    }
    return Tree("all", {**families, "all": dict.fromkeys(families, 1 / PILLARS)})


if __name__ == "__main__":
    main()
