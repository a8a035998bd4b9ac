"""How long a meeting's files take: a PowerPoint file of 20 slides, its Excel annex, its CSV files.

`python -m tests.benchmarks.outputs [--runs N] [--json]`; README.md says what is measured.
"""

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

from campaign.ask import forget
from campaign.intake import building
from campaign.meeting.deck import Deck
from campaign.output.annex import annex_csv, annex_xlsx
from campaign.output.deck_pptx import made_from
from campaign.settings import FACTS, REFERENCE
from campaign.store import Store
from tests import decks

RUNS, SLIDES = 11, 20
LIMITS = {"pptx": 3.0, "annex": 1.0, "csv": 1.0}  # seconds


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.outputs")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.duckdb"
        building.build(file, REFERENCE, FACTS)
        store = Store(file)
        medians = measured(store, asked.runs)
        store.close()
    if asked.json:
        print(json.dumps(medians, indent=1))
        return
    for name, (wall, own) in medians.items():
        verdict = "met" if wall <= LIMITS[name] else "NOT MET"
        print(f"{name:8} {wall:6.2f} s  processor {own:6.2f} s  {verdict}")


def measured(store: Store, runs: int) -> dict[str, tuple[float, float]]:
    """Medians in seconds, of the clock and of this process; each run begins with figures not yet drawn."""
    makers = {"pptx": lambda deck: made_from(deck, None), "annex": annex_xlsx, "csv": annex_csv}
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in makers}
    for _ in range(runs):
        for name, make in makers.items():
            forget()
            deck = _twenty(store)
            started, own = time.perf_counter(), time.process_time()
            make(deck)
            times[name].append((time.perf_counter() - started, time.process_time() - own))
    return {
        name: (
            round(statistics.median(wall for wall, _ in taken), 3),
            round(statistics.median(own for _, own in taken), 3),
        )
        for name, taken in times.items()
    }


def _twenty(store: Store) -> Deck:
    slides = decks.of_the_page(store).slides
    return decks.deck([*slides, *slides][:SLIDES])


if __name__ == "__main__":
    main()
