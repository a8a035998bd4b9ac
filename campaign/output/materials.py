"""The files a deck leaves as. Each is made from the same slides as the screen; a new one is a line here."""

from collections.abc import Callable
from dataclasses import dataclass

from campaign.meeting.deck import Deck
from campaign.output.annex import annex_csv, annex_xlsx
from campaign.output.deck_pptx import pptx_bytes
from campaign.output.handout import handout_html
from campaign.output.pdf import typeset
from campaign.output.pdf.deck_pdf import deck_pdf
from campaign.output.word_papers import BULLETIN, CIRCULAR, SCRIPT, WordPaper
from campaign.words import Language, Refusal, Words

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


PDF = "application/pdf"


def nothing_to_check(deck: Deck) -> list[str]:
    return []


@dataclass(frozen=True)
class Material:
    """One kind of file. Its texts are the messages material.<name>.title and .text."""

    name: str
    suffix: str
    mime: str
    make: Callable[[Deck], bytes]
    checks: Callable[[Deck], list[str]] = nothing_to_check  # what to look at before it leaves, in sentences
    in_template: Callable[[bytes, Deck], bytes] | None = None  # the same in an office's own file
    template: Callable[[Language], bytes] | None = None  # ours with its blanks, to be made an office's own
    why_not: Callable[[], Refusal | None] = lambda: None  # why it cannot be made on this machine

    def title(self, words: Words) -> str:
        return words(f"material.{self.name}.title")

    def text(self, words: Words) -> str:
        return words(f"material.{self.name}.text")


def _word(name: str, paper: WordPaper) -> Material:
    return Material(name, "docx", DOCX, paper.docx, paper.checks, paper.in_template, paper.template)


MATERIALS: tuple[Material, ...] = (
    Material("pptx", "pptx", PPTX, pptx_bytes),
    Material("pdf", "pdf", PDF, deck_pdf, why_not=typeset.why_not),
    _word("circular", CIRCULAR),
    Material("circular_pdf", "pdf", PDF, CIRCULAR.pdf, why_not=typeset.why_not),
    _word("bulletin", BULLETIN),
    _word("script", SCRIPT),
    Material("annex", "xlsx", XLSX, annex_xlsx),
    Material("csv", "zip", "application/zip", annex_csv),
    Material("handout", "html", "text/html", handout_html),
)
