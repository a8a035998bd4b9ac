"""The files a deck leaves as. Each is made from the same slides as the screen; a new one is a line here."""

from collections.abc import Callable
from dataclasses import dataclass

from campaign.meeting.deck import Deck


@dataclass(frozen=True)
class Material:
    """One kind of file. Its texts are the messages material.<name>.title and .text."""

    name: str
    suffix: str
    mime: str
    make: Callable[[Deck], bytes]


MATERIALS: tuple[Material, ...] = ()
