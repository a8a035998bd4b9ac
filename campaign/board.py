"""The campaigns this process holds open, one store each for all threads: made on first use, opened once.

The real one and the demo: two files, two stores, and nothing that goes from one to the other.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

from campaign.demo import building as demo
from campaign.intake import building
from campaign.settings import FACTS, REFERENCE, settings
from campaign.store import Store
from campaign.words import Refusal

Campaign = Literal["real", "demo"]
CAMPAIGNS: tuple[Campaign, ...] = get_args(Campaign)
Progress = Callable[[float], None]  # told what share of the building is done, 0 to 1

# one lock each: who reads the real campaign does not wait while the demo is built
_locks = {campaign: threading.Lock() for campaign in CAMPAIGNS}
_open: dict[Campaign, Store] = {}


def current(campaign: Campaign = "real", progress: Progress = lambda _: None) -> Store:
    """The open campaign file. Raises Refusal when it cannot be made or opened; the next call tries again."""
    with _locks[campaign]:
        if campaign not in _open:
            _open[campaign] = _opened_demo(progress) if campaign == "demo" else _opened_real()
        return _open[campaign]


def is_open(campaign: Campaign) -> bool:
    """Whether `current` answers at once."""
    return campaign in _open


def close() -> None:
    for campaign, lock in _locks.items():
        with lock:
            if campaign in _open:
                _open.pop(campaign).close()


def _opened_real() -> Store:
    path = settings().campaign_file
    if not path.exists():
        building.build(path, REFERENCE, FACTS)
    return Store(path)


def _opened_demo(progress: Progress) -> Store:
    """A demo of another version of this program, or a damaged one, is made anew: nothing in it is missed."""
    path = settings().demo_file
    if path == settings().campaign_file:
        raise Refusal("demo.is_the_real_one", file=path)
    if path.exists():
        try:
            return Store(path)
        except Refusal as refusal:
            if refusal.key not in ("store.older", "store.damaged"):
                raise
            _remove(path)
    demo.build(path, progress)
    return Store(path)


def _remove(path: Path) -> None:
    for file in (path, path.with_name(f"{path.name}.wal")):
        file.unlink(missing_ok=True)
