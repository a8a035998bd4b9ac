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
from campaign.output.told import each_told, fits_paper, is_told, is_whole, of_unit, paper_table, told
from campaign.panels import Seen
from campaign.words import Words

CONFIRMED = ("attention",)  # panels of what a person confirmed
PERSON = ("owner", "person", "person_name", "nominee", "signed_by", "contact")  # columns that hold names
GOES_ON = re.compile(r"-\d+$")  # the id of a slide that goes on with the one before it
PAGE_OF = re.compile(r"\s*[（(]\d+/\d+[）)]$")
MOST_CORRECTIONS = 6  # of a circular; the handout has them all
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
    words, deck = Words(deck.lang), whole(deck)
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
    words, deck = Words(deck.lang), whole(deck)
    lines = [
        Line(0, _opening(deck, words)),
        Line(1, words("circular.standing")),
        *_standing(deck, (), words),
        Line(1, words("circular.methods")),
        *_methods(deck, words),
        Line(1, words("circular.next")),
        *_asked(_without_fault(deck), words),
    ]
    return _set(Draft(words("bulletin.headline", meeting=deck.title), tuple(lines), ()), words)


def script(deck: Deck) -> Draft:
    """What the presenter says, slide by slide: what they noted, or else what the slide tells."""
    words, deck = Words(deck.lang), whole(deck)
    lines: list[Line] = []
    for slide in deck.slides:
        if slide.kind in ("cover", "annex"):
            continue
        said = slide.notes.splitlines() if slide.is_noted else [_spoken(slide, words)]
        paragraphs = [Line(0, _ended(part, words)) for part in said if part.strip()]
        lines += [Line(2, _heading(slide)), *paragraphs] if paragraphs else []
    opening = Line(0, words("script.opening", meeting=deck.title))
    return _set(Draft(words("script.headline", meeting=deck.title), (opening, *lines), ()), words)


def _spoken(slide: Slide, words: Words) -> str:
    """Nothing where the slide has nothing to show: a speech does not say so."""
    if slide.seen is not None and slide.seen.frame.empty:
        return ""
    return _sentences(_of(slide), words)


def text_of(draft: Draft) -> str:
    """Title and body as one text, a paragraph a line: what the lint reads."""
    return "\n".join([draft.title, *(line.text for line in draft.lines)])


def full_width(text: str) -> str:
    """Half-width marks beside Chinese characters made full-width, and no space between them and numbers.

    1,870 and 10:30 stay as they are.
    """
    text = re.sub(rf"(?<={HAN}) +(?=[\d{HAN[1:]})|(?<=\d) +(?={HAN})", "", text)
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


def whole(deck: Deck) -> Deck:
    """The deck with each answer on one slide: what goes on over several, or was cut, put together."""
    tables = {slide.slide_id: slide for slide in deck.slides if slide.seen is not None}
    found: list[Slide] = []
    for slide in deck.slides:
        full = tables.get(f"{slide.slide_id}-annex")
        if full is not None:  # its first line says that it was cut
            slide = replace(slide, seen=full.seen, lines=slide.lines[1:])
        if found and _goes_on(found[-1], slide):
            found[-1] = _together(found[-1], slide)
        else:
            found.append(replace(slide, title=PAGE_OF.sub("", slide.title)))
    return replace(deck, slides=tuple(found))


def _goes_on(before: Slide, slide: Slide) -> bool:
    is_next = slide.slide_id != before.slide_id == GOES_ON.sub("", slide.slide_id)
    return is_next and before.seen is not None and slide.seen is not None


def _together(before: Slide, slide: Slide) -> Slide:
    assert before.seen is not None and slide.seen is not None
    frame = pd.concat([before.seen.frame, slide.seen.frame], ignore_index=True)
    lines = tuple(dict.fromkeys((*before.lines, *slide.lines)))
    return replace(before, seen=replace(before.seen, frame=frame), lines=lines)


def _of(slide: Slide) -> list[str]:
    """What a slide says and shows, in sentences: the figures from its answer, not again from its lines."""
    if slide.seen is None:
        return [*slide.lines]
    answer = of_unit(slide.seen) if slide.kind == "unit" else told(slide.seen)
    return [*(line for line in slide.lines if not _says_again(line, "".join(answer), slide.seen)), *answer]


def _says_again(line: str, answer: str, seen: Seen) -> bool:
    """Whether a line only has figures of the answer: all its numbers, or a summary of one goal."""
    numbers = re.findall(r"\d[\d,.]*", line)
    goals = set(seen.frame["goal"].dropna()) if "goal" in seen.frame else set()
    is_of_goal = any(line.startswith(seen.words(f"goal.{goal}")) for goal in goals)
    return bool(numbers) and (is_of_goal or all(number.strip(",.") in answer for number in numbers))


def people(deck: Deck) -> tuple[str, ...]:
    """Names of persons in the deck's answers."""
    frames = [slide.seen.frame for slide in deck.slides if slide.seen is not None]
    columns = [frame[name].dropna() for frame in frames for name in PERSON if name in frame]
    names = [str(name).strip() for column in columns for name in column]
    return tuple(dict.fromkeys(name for name in names if len(name) > 1))


def unnamed(line: str, names: Iterable[str]) -> str:
    """A line without what it says of persons in brackets: （责任人：…；时限：…） keeps the deadline."""
    known = tuple(names)

    def cut(found: re.Match[str]) -> str:
        parts = re.split(r"([；;，,]\s*)", found[2])
        said = [part for part in parts[::2] if not any(name in part for name in known)]
        return f"{found[1]}{(parts[1] if len(parts) > 1 else '').join(said)}{found[3]}" if said else ""

    return re.sub(r"([（(])([^（）()]*)([）)])", cut, line)


def _place(deck: Deck, slide: Slide) -> str:
    """Which part of the paper a slide belongs to; '' for none."""
    if slide.seen is not None and slide.seen.panel.name in CONFIRMED:
        return "problems"
    if slide.kind != "words":
        return {"unit": "methods", "panel": "standing"}.get(slide.kind, "")
    after = [other.kind for other in deck.slides[deck.slides.index(slide) :]]
    if "annex" not in after and any(other.kind == "annex" for other in deck.slides):
        return ""  # definitions and corrections stand behind the tables
    return "standing" if "panel" in after or "unit" in after else "asked"


def _placed(deck: Deck, place: str) -> Iterator[Slide]:
    return (slide for slide in deck.slides if _place(deck, slide) == place)


def _standing(deck: Deck, annexes: tuple[Annex, ...], words: Words) -> Iterator[Line]:
    numbers = {annex.title: number for number, annex in enumerate(annexes, 1)}
    any_said, figures = False, set[tuple[str, str, str]]()
    for slide in _placed(deck, "standing"):
        if slide.seen is not None and not slide.lines and is_told(slide.seen, figures):
            continue  # a chart of what the goals' figures said before
        said = _of(slide)
        figures |= each_told(slide.seen) if slide.seen is not None else set()
        number = numbers.get(_annex_title(slide))
        if number is not None:
            said.append(words("circular.see_annex", number=number))
        if text := _sentences(said, words):
            any_said = True
            yield Line(2, _heading(slide))
            yield Line(0, text)
    if not any_said:
        yield Line(0, words("circular.nothing_standing"))


def _methods(deck: Deck, words: Words) -> Iterator[Line]:
    any_said = False
    for slide in _placed(deck, "methods"):
        if text := _sentences(_of(slide), words):
            any_said = True
            yield Line(2, _heading(slide))
            yield Line(0, text)
    if not any_said:
        yield Line(0, words("circular.nothing_done"))


def _heading(slide: Slide) -> str:
    """The finding; of one unit's slide the unit alone where the title opens with it: its figures follow."""
    if slide.kind != "unit":
        return slide.title.rstrip("。.")
    frame = None if slide.seen is None else slide.seen.frame
    column = "" if slide.seen is None else slide.seen.words.column("short_name")
    name = str(frame.iloc[0][column]) if frame is not None and len(frame) and column in frame else ""
    return name if name and slide.title.startswith(name) else slide.title.rstrip("。.")


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
    names = people(deck)
    asked = [unnamed(line, names) for slide in _placed(deck, "asked") for line in _of(slide) if line.strip()]
    for line in asked:
        yield Line(3, _ended(line, words))
    if not asked:
        yield Line(0, words("circular.nothing_asked"))


def _without_fault(deck: Deck) -> Deck:
    """Without lines that repeat a confirmed matter."""
    matters = [
        str(row.get(words.column("title")))
        for slide in _placed(deck, "problems")
        if slide.seen is not None
        for words in (slide.seen.words,)
        for row in rows(slide.seen.frame)
    ]
    slides = [
        replace(slide, lines=tuple(line for line in slide.lines if not any(m in line for m in matters)))
        if slide.seen is None
        else slide
        for slide in deck.slides
    ]
    return replace(deck, slides=tuple(slides))


def _corrections(deck: Deck, words: Words) -> Iterator[Line]:
    if deck.corrections:
        said = [words("circular.corrected"), *deck.corrections[:MOST_CORRECTIONS]]
        if (more := len(deck.corrections) - MOST_CORRECTIONS) > 0:
            said.append(words("circular.corrected_more", count=more))
        yield Line(0, _sentences(said, words))


# Annexes


def _annex_title(slide: Slide) -> str:
    """The panel's title; of one metric's figures the metric's name with it."""
    if slide.seen is None:
        return ""
    words, frame = slide.seen.words, slide.seen.frame
    title, column = slide.seen.panel.title(words), words.column("metric_name")
    metrics = list(frame[column].dropna().unique()) if column in frame else []
    return words("paper.variant", metric=title, variant=metrics[0]) if len(metrics) == 1 else title


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
    title = _annex_title(slide)
    table = paper_table(seen) if fits_paper(seen) else pd.DataFrame()
    if title != seen.panel.title(words):  # which has the name of the one metric
        table = table.drop(columns=words("column.metric"), errors="ignore")
    source = slide.source or deck.source
    notes = [*_last_day(seen.frame, source, words), *_coverage(seen.frame, words)]
    notes.append(words("paper.from", source=source))
    if not fits_paper(seen):
        notes.insert(0, words("circular.too_wide"))
    elif seen.panel.arrange is None and len(seen.frame) > len(table):
        notes.insert(0, words("circular.listed", shown=len(table), all=len(seen.frame)))
    return Annex(title, table, tuple(notes))


def _last_day(frame: pd.DataFrame, source: str, words: Words) -> list[str]:
    """数据截至, unless the source says so."""
    days = frame["as_of"].dropna() if "as_of" in frame else pd.Series(dtype=object)
    day = words.day(days.max()) if len(days) else ""
    return [words("circular.as_of", day=day)] if day and day not in source else []


def _coverage(frame: pd.DataFrame, words: Words) -> tuple[str, ...]:
    """口径: of which coverages its figures are."""
    column = words.column("coverage_name")
    names = list(dict.fromkeys(frame[column].dropna())) if column in frame else []
    return (words("circular.coverage", names=words("list.comma").join(names)),) if names else ()
