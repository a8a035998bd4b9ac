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
    TO,
    Layout,
    bulletin_layout,
    circular_layout,
    in_own_template,
    paper,
    script_layout,
    template,
)
from campaign.output.pdf.paper_pdf import paper_pdf
from campaign.words import Language, Words


@dataclass(frozen=True)
class WordPaper:
    """What a deck says in one kind of paper (`draft`), and how that is laid out."""

    draft: Callable[[Deck], Draft]
    layout: Layout
    longest: int | None = LONGEST  # characters; None: any length
    needs: tuple[str, ...] = ()  # what an office sets once for it

    def docx(self, deck: Deck) -> bytes:
        return paper(self.draft(deck), deck, self.layout)

    def pdf(self, deck: Deck) -> bytes:
        """The same paper, set from the Word file. Raises Refusal where no font here has Chinese signs."""
        return paper_pdf(self.docx(deck), deck)

    def template(self, lang: Language) -> bytes:
        """Ours with its blanks, for an office to make its own."""
        return template(self.layout, lang)

    def in_template(self, data: bytes, deck: Deck) -> bytes:
        """The same paper in an office's own .docx. Raises Refusal where it has no blank to fill."""
        return in_own_template(data, self.draft(deck), deck)

    def checks(self, deck: Deck) -> list[str]:
        """What a person should look at, a sentence each: text, what is not set, fonts here."""
        found = lint(drafting.text_of(self.draft(deck)), deck, self.longest)
        return [*found, *self._not_set(deck), *_fonts_missing(deck)]

    def _not_set(self, deck: Deck) -> list[str]:
        words = Words(deck.lang)
        names = [words(f"option.paper_{name}.title") for name in self.needs if not getattr(deck.office, name)]
        return [words("paper.not_set", names=words("list.comma").join(names))] if names else []


CIRCULAR = WordPaper(drafting.circular, circular_layout, needs=("office", "addressees", "number", "copies"))
BULLETIN = WordPaper(drafting.bulletin, bulletin_layout, needs=("office", *TO))
SCRIPT = WordPaper(drafting.script, script_layout, longest=None)


def _fonts_missing(deck: Deck) -> list[str]:
    words = Words(deck.lang)
    missing = missing_fonts(FONTS)
    return [words("paper.no_font", fonts=words("list.comma").join(missing))] if missing else []
