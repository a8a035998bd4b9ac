"""The campaign this process holds open, one for all threads: made on the first start, opened once."""

import threading

from campaign.intake import building
from campaign.settings import FACTS, REFERENCE, settings
from campaign.store import Store

_lock = threading.Lock()
_open: Store | None = None


def current() -> Store:
    """The open campaign file. Raises Refusal when it cannot be made or opened; the next call tries again."""
    global _open
    with _lock:
        if _open is None:
            path = settings().campaign_file
            if not path.exists():
                building.build(path, REFERENCE, FACTS)
            _open = Store(path)
        return _open


def close() -> None:
    global _open
    with _lock:
        if _open is not None:
            _open.close()
            _open = None
