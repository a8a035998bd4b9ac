"""通报 as a Word file in the form of GB/T 9704-2012, and what to look at before it leaves."""

from campaign.meeting.deck import Deck
from campaign.output import drafting
from campaign.output.fonts import missing_fonts
from campaign.output.lint import lint
from campaign.output.official import FONTS
from campaign.output.papers import circular_layout, in_own_template, paper, template
from campaign.words import Language, Words


def circular_docx(deck: Deck) -> bytes:
    return paper(drafting.circular(deck), deck, circular_layout)


def circular_template(lang: Language) -> bytes:
    """Ours with its blanks, for an office to make its own."""
    return template(circular_layout, lang)


def circular_in_template(data: bytes, deck: Deck) -> bytes:
    """The same circular in an office's own .docx. Raises Refusal where it has no blank to fill."""
    return in_own_template(data, drafting.circular(deck), deck)


def circular_checks(deck: Deck) -> list[str]:
    """What a person should look at, a sentence each: of the text first, then of the fonts here."""
    return [*lint(drafting.text_of(drafting.circular(deck)), deck), *fonts_checks(deck)]


def fonts_checks(deck: Deck) -> list[str]:
    words = Words(deck.lang)
    missing = missing_fonts(FONTS)
    if not missing:
        return []
    return [words("paper.no_font", fonts=words("list.comma").join(missing))]
