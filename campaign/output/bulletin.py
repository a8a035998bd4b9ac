"""简报（第×期） as a Word file."""

from campaign.meeting.deck import Deck
from campaign.output import drafting
from campaign.output.circular import fonts_checks
from campaign.output.lint import lint
from campaign.output.papers import bulletin_layout, in_own_template, paper, template
from campaign.words import Language


def bulletin_docx(deck: Deck) -> bytes:
    return paper(drafting.bulletin(deck), deck, bulletin_layout)


def bulletin_in_template(data: bytes, deck: Deck) -> bytes:
    return in_own_template(data, drafting.bulletin(deck), deck)


def bulletin_template(lang: Language) -> bytes:
    return template(bulletin_layout, lang)


def bulletin_checks(deck: Deck) -> list[str]:
    return [*lint(drafting.text_of(drafting.bulletin(deck)), deck), *fonts_checks(deck)]
