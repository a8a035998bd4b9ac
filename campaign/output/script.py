"""汇报稿 as a Word file: the speaker's notes in order."""

from campaign.meeting.deck import Deck
from campaign.output import drafting
from campaign.output.circular import fonts_checks
from campaign.output.lint import lint
from campaign.output.papers import in_own_template, paper, script_layout, template
from campaign.words import Language


def script_docx(deck: Deck) -> bytes:
    return paper(drafting.script(deck), deck, script_layout)


def script_in_template(data: bytes, deck: Deck) -> bytes:
    return in_own_template(data, drafting.script(deck), deck)


def script_template(lang: Language) -> bytes:
    return template(script_layout, lang)


def script_checks(deck: Deck) -> list[str]:
    return [*lint(drafting.text_of(drafting.script(deck)), deck, longest=None), *fonts_checks(deck)]
