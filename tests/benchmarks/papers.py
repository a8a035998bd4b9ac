"""How long the papers and the handout of a meeting take, over the page and over a demo year.

`python -m tests.benchmarks.papers [--runs N] [--demo FILE] [--json]`; README.md says what is measured.
"""

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

from campaign.intake import building
from campaign.output.materials import MATERIALS
from campaign.settings import FACTS, REFERENCE
from campaign.store import Store
from tests.papers_deck import deck

RUNS = 7
LIMITS = {"circular": 1000.0, "handout": 2000.0}  # milliseconds
LARGEST = 3.0  # MB, of a handout


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.papers")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--demo", type=Path, help="a demo campaign's file (python -m campaign demo --out)")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.duckdb"
        building.build(page, REFERENCE, FACTS)
        files = {"page": page} | ({"demo": asked.demo} if asked.demo else {})
        found = {name: measured(file, asked.runs) for name, file in files.items()}
    if asked.json:
        print(json.dumps(found, indent=1))
        return
    for name, materials in found.items():
        for material, (median, size) in materials.items():
            print(
                f"{name:5} {material:10} {median:8.0f} ms {size:6.2f} MB  {verdict(material, median, size)}"
            )


def measured(file: Path, runs: int) -> dict[str, tuple[float, float]]:
    """Median time and size of each file. Charts and answers are made before, as the screen makes them."""
    store = Store(file)
    made, found = deck(store), {}
    for material in MATERIALS:
        content = material.make(made)
        times = []
        for _ in range(runs):
            started = time.perf_counter()
            material.make(made)
            times.append(1000 * (time.perf_counter() - started))
        found[material.name] = (round(statistics.median(times), 1), round(len(content) / 1e6, 2))
    store.close()
    return found


def verdict(material: str, median: float, size: float) -> str:
    if material not in LIMITS:
        return ""
    met = median <= LIMITS[material] and (material != "handout" or size <= LARGEST)
    return "met" if met else "NOT MET"


if __name__ == "__main__":
    main()
