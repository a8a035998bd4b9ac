"""From a deck to a draft on paper: 一、总体进展 二、主要做法和成效 三、存在的主要问题 四、下一步工作要求.

Its figures come from the deck's answers, never from a text typed beside them. Whom it finds fault with are
those a person confirmed, and nobody else; no person is named.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pandas as pd

from campaign.meeting.deck import Deck, Slide
from campaign.methods.rows import rows
from campaign.output.told import fits_paper, is_whole, of_unit, paper_table, told
from campaign.panels import Seen
from campaign.words import Words

CONFIRMED = ("attention",)  # panels of what a person confirmed
ASKED = re.compile(r"decision|decide|asked|request|require|next", re.IGNORECASE)  # ids of slides that ask
FULL = str.maketrans({",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"})
HAN = r"[\u3400-\u9fff\u3001\u3002\u300a\u300b\u201c\u201d\uff00-\uffef]"
ENDS = ("。", "！", "？", "；", "：", ".", "!", "?", ":")


@dataclass(frozen=True)
class Line:
    level: int  # 1 一、 2 （一） 3 1. and 0 running text; numbers are given where it is written
    text: str


@dataclass(frozen=True)
class Annex:
    title: str
    table: pd.DataFrame
    notes: tuple[str, ...]  # 数据截至, 口径


@dataclass(frozen=True)
class Draft:
    title: str
    lines: tuple[Line, ...]
    annexes: tuple[Annex, ...]


def circular(deck: Deck) -> Draft:
    words = Words(deck.lang)
    annexes = _annexes(deck)
    lines = [
        Line(0, _opening(deck, words)),
        Line(1, words("circular.standing")),
        *_standing(deck, annexes, words),
        Line(1, words("circular.methods")),
        *_methods(deck, words),
        Line(1, words("circular.problems")),
        *_problems(deck, words),
        Line(1, words("circular.next")),
        *_asked(deck, words),
        *_corrections(deck, words),
    ]
    return _set(Draft(words("circular.title", meeting=deck.title), tuple(lines), annexes), words)


def bulletin(deck: Deck) -> Draft:
    """What went well, for all to read: no problems in it, and no annex."""
    words = Words(deck.lang)
    lines = [
        Line(0, _opening(deck, words)),
        Line(1, words("circular.standing")),
        *_standing(deck, (), words),
        Line(1, words("circular.methods")),
        *_methods(deck, words),
        Line(1, words("circular.next")),
        *_asked(deck, words),
    ]
    return _set(Draft(words("bulletin.headline", meeting=deck.title), tuple(lines), ()), words)


def script(deck: Deck) -> Draft:
    """What the presenter says, slide by slide: the notes, and where there are none, what the slide shows."""
    words = Words(deck.lang)
    lines: list[Line] = []
    for slide in deck.slides:
        if slide.kind in ("cover", "annex"):
            continue
        said = [part for part in slide.notes.splitlines() if part.strip()] or [_sentences(_of(slide), words)]
        lines += [Line(2, slide.title), *(Line(0, _ended(part, words)) for part in said if part.strip())]
    opening = Line(0, words("script.opening", meeting=deck.title))
    return _set(Draft(words("script.headline", meeting=deck.title), (opening, *lines), ()), words)


def text_of(draft: Draft) -> str:
    """Title and body as one text, a paragraph a line: what the lint reads."""
    return "\n".join([draft.title, *(line.text for line in draft.lines)])


def full_width(text: str) -> str:
    """Half-width marks beside Chinese characters made full-width: 1,870 and 10:30 stay as they are."""
    marks = rf"(?<={HAN})[,:;?!]|[,:;?!](?={HAN})|(?<={HAN})\(|\((?={HAN})|(?<={HAN})\)|\)(?={HAN})"
    changed = re.sub(marks, lambda found: found[0].translate(FULL), text)
    return _matched(changed)


def _matched(text: str) -> str:
    """A bracket whose other half became full-width becomes so too."""
    return re.sub(
        r"（([^（）()]*)\)|\(([^（）()]*)）", lambda found: f"（{found[1] or found[2] or ''}）", text
    )


def _set(draft: Draft, words: Words) -> Draft:
    if words.lang != "zh":
        return draft
    return replace(
        draft,
        title=full_width(draft.title),
        lines=tuple(replace(line, text=full_width(line.text)) for line in draft.lines),
    )


def _opening(deck: Deck, words: Words) -> str:
    key = "circular.opening_at" if deck.place else "circular.opening"
    given = {"day": deck.day, "meeting": deck.title, "known": deck.known}
    return words(key, **given, place=deck.place) if deck.place else words(key, **given)


def _ended(text: str, words: Words) -> str:
    text = text.strip()
    return text if text.endswith(ENDS) else text + words("paper.stop")


def _sentences(parts: Iterable[str], words: Words) -> str:
    """One after another, each with its full stop, none said twice."""
    said: list[str] = []
    for part in parts:
        ended = _ended(part, words) if part.strip() else ""
        if ended and not any(ended.rstrip("。.") in before for before in said):
            said.append(ended)
    return (" " if words.lang == "en" else "").join(said)


def _of(slide: Slide) -> list[str]:
    """What a slide says and shows, in sentences."""
    if slide.seen is None:
        return [*slide.lines]
    answer = of_unit(slide.seen) if slide.kind == "unit" else told(slide.seen)
    return [*slide.lines, *answer]


def _place(deck: Deck, slide: Slide) -> str:
    """Which part of the paper a slide belongs to; '' for none."""
    if slide.seen is not None and slide.seen.panel.name in CONFIRMED:
        return "problems"
    if slide.kind in ("cover", "annex"):
        return ""
    if slide.kind == "unit":
        return "methods"
    if slide.kind == "panel":
        return "standing"
    if ASKED.search(slide.slide_id):
        return "asked"
    after = [other.kind for other in deck.slides[deck.slides.index(slide) :]]
    if "annex" not in after and any(other.kind == "annex" for other in deck.slides):
        return ""  # definitions and corrections stand behind the tables
    return "standing" if "panel" in after or "unit" in after else "asked"


def _placed(deck: Deck, place: str) -> Iterator[Slide]:
    return (slide for slide in deck.slides if _place(deck, slide) == place)


def _standing(deck: Deck, annexes: tuple[Annex, ...], words: Words) -> Iterator[Line]:
    numbers = {annex.title: number for number, annex in enumerate(annexes, 1)}
    any_said = False
    for slide in _placed(deck, "standing"):
        said = _of(slide)
        number = numbers.get(_annex_title(slide))
        if number is not None:
            said.append(words("circular.see_annex", number=number))
        if text := _sentences(said, words):
            any_said = True
            yield Line(2, slide.title.rstrip("。."))
            yield Line(0, text)
    if not any_said:
        yield Line(0, words("circular.nothing_standing"))


def _methods(deck: Deck, words: Words) -> Iterator[Line]:
    any_said = False
    for slide in _placed(deck, "methods"):
        if text := _sentences(_of(slide), words):
            any_said = True
            yield Line(2, slide.title.rstrip("。."))
            yield Line(0, text)
    if not any_said:
        yield Line(0, words("circular.nothing_done"))


def _problems(deck: Deck, words: Words) -> Iterator[Line]:
    """Each confirmed matter with its unit, its ground and its deadline; who answers for it is not printed."""
    any_said = False
    for slide in _placed(deck, "problems"):
        assert slide.seen is not None
        for row in rows(slide.seen.frame):
            any_said = True
            unit, title, note = (row.get(words.column(name)) for name in ("short_name", "title", "note"))
            said = [words("circular.problem", unit=unit, matter=title)]
            said += [note] if isinstance(note, str) and note else []
            due = row.get("on_date")
            said += [] if due is None or pd.isna(due) else [words("circular.due", day=words.day(due))]
            yield Line(3, _sentences(said, words))
    if not any_said:
        yield Line(0, words("circular.no_problem"))


def _asked(deck: Deck, words: Words) -> Iterator[Line]:
    asked = [line for slide in _placed(deck, "asked") for line in _of(slide) if line.strip()]
    for line in asked:
        yield Line(3, _ended(line, words))
    if not asked:
        yield Line(0, words("circular.nothing_asked"))


def _corrections(deck: Deck, words: Words) -> Iterator[Line]:
    if deck.corrections:
        yield Line(0, _sentences([words("circular.corrected"), *deck.corrections], words))


# Annexes


def _annex_title(slide: Slide) -> str:
    return slide.seen.panel.title(slide.seen.words) if slide.seen else ""


def _annexes(deck: Deck) -> tuple[Annex, ...]:
    """Tables of what the text could not say whole, and those the deck has for an annex; each panel once."""
    found: dict[str, Annex] = {}
    for slide in deck.slides:
        seen = slide.seen
        if seen is None or seen.frame.empty or seen.refused or seen.panel.name in CONFIRMED:
            continue
        wanted = slide.kind == "annex" or (slide.kind == "panel" and not is_whole(seen))
        title = _annex_title(slide)
        if wanted and title not in found:
            found[title] = _annex(slide, seen, deck)
    return tuple(found.values())


def _annex(slide: Slide, seen: Seen, deck: Deck) -> Annex:
    words = Words(deck.lang)
    table = paper_table(seen) if fits_paper(seen) else pd.DataFrame()
    notes = [words("circular.as_of", day=_last_day(seen.frame, deck, words)), *_coverage(seen.frame, words)]
    if not fits_paper(seen):
        notes.insert(0, words("circular.too_wide"))
    elif seen.panel.arrange is None and len(seen.frame) > len(table):
        notes.insert(0, words("circular.listed", shown=len(table), all=len(seen.frame)))
    return Annex(_annex_title(slide), table, (*notes, slide.source or deck.source))


def _last_day(frame: pd.DataFrame, deck: Deck, words: Words) -> str:
    days = frame["as_of"].dropna() if "as_of" in frame else pd.Series(dtype=object)
    return words.day(days.max()) if len(days) else deck.known


def _coverage(frame: pd.DataFrame, words: Words) -> tuple[str, ...]:
    """口径: of which coverages its figures are."""
    column = words.column("coverage_name")
    names = list(dict.fromkeys(frame[column].dropna())) if column in frame else []
    return (words("circular.coverage", names=words("list.comma").join(names)),) if names else ()
