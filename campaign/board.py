"""The campaigns this process holds open, one store each for all threads: made on first use, opened once.

The real ones, this year's and those before it, and the demo: a file and a store each, and nothing that goes
from one to the other but by opening the next (campaign/opening.py).
"""

import threading
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from campaign.demo import building as demo
from campaign.intake import building
from campaign.settings import DEMO, FACTS, FIRST_CAMPAIGN, REFERENCE, settings
from campaign.store import Store
from campaign.words import Refusal

REAL = "real"  # the campaign the board opens with, whichever that is now
Campaign = str  # REAL, DEMO, or the id of a real campaign
Progress = Callable[[float], None]  # told what share of the building is done, 0 to 1

# one lock each: who reads the real campaign does not wait while the demo is built
_locks: defaultdict[Path, threading.Lock] = defaultdict(threading.Lock)
_open: dict[Path, Store] = {}
_watchers: list[Callable[[Store], None]] = []


def campaigns() -> tuple[Campaign, ...]:
    """What the address may name."""
    return (REAL, DEMO, *settings().real_files())


def path_of(campaign: Campaign) -> Path:
    """Raises Refusal for a campaign there is not."""
    if campaign == REAL:
        return settings().campaign_file
    if campaign == DEMO:
        return settings().demo_file
    try:
        return settings().real_files()[campaign]
    except KeyError:
        raise Refusal("board.no_campaign", found=campaign) from None


def current(campaign: Campaign = REAL, progress: Progress = lambda _: None) -> Store:
    """The open campaign file. Raises Refusal when it cannot be made or opened; the next call tries again."""
    path = path_of(campaign)
    with _locks[path]:
        if path not in _open:
            opened = _opened_demo(path, progress) if campaign == DEMO else _opened_real(path)
            _open[path] = opened
            if campaign != DEMO:
                for watcher in _watchers:
                    watcher(opened)
        return _open[path]


def is_open(campaign: Campaign) -> bool:
    """Whether `current` answers at once."""
    return path_of(campaign) in _open


def holding(path: Path) -> Store | None:
    """The open store of a file, if it is open here."""
    return _open.get(path)


def whenever_opened(watcher: Callable[[Store], None]) -> None:
    """Calls `watcher` with each real campaign that is opened from now on, until `close`."""
    _watchers.append(watcher)


def close() -> None:
    _watchers.clear()
    for path in list(_open):
        with _locks[path]:
            if path in _open:
                _open.pop(path).close()


def _opened_real(path: Path) -> Store:
    if not path.exists() and path.stem == FIRST_CAMPAIGN:
        building.build(path, REFERENCE, FACTS)
    return Store(path)


def _opened_demo(path: Path, progress: Progress) -> Store:
    """A demo of another version of this program, or a damaged one, is made anew: nothing in it is missed."""
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
