"""The files a deck leaves as. Each is made from the same slides as the screen; a new one is a line here."""

from collections.abc import Callable
from dataclasses import dataclass

from campaign.meeting.deck import Deck
from campaign.output.annex import annex_csv, annex_xlsx
from campaign.output.deck_pptx import pptx_bytes
from campaign.words import Words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@dataclass(frozen=True)
class Material:
    """One kind of file. Its texts are the messages material.<name>.title and .text."""

    name: str
    suffix: str
    mime: str
    make: Callable[[Deck], bytes]

    def title(self, words: Words) -> str:
        return words(f"material.{self.name}.title")

    def text(self, words: Words) -> str:
        return words(f"material.{self.name}.text")


MATERIALS: tuple[Material, ...] = (
    Material("pptx", ".pptx", PPTX, pptx_bytes),
    Material("annex", ".xlsx", XLSX, annex_xlsx),
    Material("csv", ".zip", "application/zip", annex_csv),
)
