"""The reader of this run, for pages."""

from campaign import board
from campaign.screen import url
from campaign.screen.url import Reader


def reader() -> Reader:
    """What the address asks for. The frame has already said what in it is unknown."""
    campaign = url.campaign()
    return url.read(board.current(campaign), campaign)[0]
