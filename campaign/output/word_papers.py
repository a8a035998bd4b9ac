"""通报（GB/T 9704-2012）, 简报 and 汇报稿 as Word files: in our form, or in an office's own."""

from collections.abc import Callable
from dataclasses import dataclass

from campaign.meeting.deck import Deck
from campaign.output import drafting
from campaign.output.drafting import Draft
from campaign.output.fonts import missing_fonts
from campaign.output.lint import LONGEST, lint
from campaign.output.official import FONTS
from campaign.output.papers import (
    Layout,
    bulletin_layout,
    circular_layout,
    in_own_template,
    paper,
    script_layout,
    template,
)
from campaign.words import Language, Words


@dataclass(frozen=True)
class WordPaper:
    """What a deck says in one kind of paper (`draft`), and how that is laid out."""

    draft: Callable[[Deck], Draft]
    layout: Layout
    longest: int | None = LONGEST  # characters; None: any length

    def docx(self, deck: Deck) -> bytes:
        return paper(self.draft(deck), deck, self.layout)

    def template(self, lang: Language) -> bytes:
        """Ours with its blanks, for an office to make its own."""
        return template(self.layout, lang)

    def in_template(self, data: bytes, deck: Deck) -> bytes:
        """The same paper in an office's own .docx. Raises Refusal where it has no blank to fill."""
        return in_own_template(data, self.draft(deck), deck)

    def checks(self, deck: Deck) -> list[str]:
        """What a person should look at, a sentence each: of the text first, then of the fonts here."""
        return [*lint(drafting.text_of(self.draft(deck)), deck, self.longest), *_fonts_missing(deck)]


CIRCULAR = WordPaper(drafting.circular, circular_layout)
BULLETIN = WordPaper(drafting.bulletin, bulletin_layout)
SCRIPT = WordPaper(drafting.script, script_layout, longest=None)


def _fonts_missing(deck: Deck) -> list[str]:
    words = Words(deck.lang)
    missing = missing_fonts(FONTS)
    return [words("paper.no_font", fonts=words("list.comma").join(missing))] if missing else []
