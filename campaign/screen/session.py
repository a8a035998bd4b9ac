"""The reader of this run, for pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from campaign import board
from campaign.screen import url
from campaign.screen.url import Reader

_read: ContextVar[Reader | None] = ContextVar("reader", default=None)


@contextmanager
def reading(reader: Reader) -> Iterator[None]:
    """While a page runs, the reader its frame has read from the address: who they are is asked once a run."""
    token = _read.set(reader)
    try:
        yield
    finally:
        _read.reset(token)


def reader() -> Reader:
    """What the address asks for. The frame has already said what in it is unknown."""
    if (known := _read.get()) is not None:
        return known
    campaign = url.campaign()
    return url.read(board.current(campaign), campaign)[0]
