"""A draft set as an official paper, by filling the blanks of a template: ours, or an office's own .docx."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace

import docx
from docx.document import Document
from docx.text.paragraph import Paragraph

from campaign.meeting.deck import Deck, Office
from campaign.output.drafting import Annex, Draft
from campaign.output.official import (
    BODY,
    HEAD,
    NOT_IN_XML,
    PAGE,
    SECOND,
    TITLE,
    Look,
    append,
    held,
    new_document,
    number_of,
    saved,
    tables,
    text,
)
from campaign.words import Language, Refusal, Words

MOST_UNZIPPED = 60 * 2**20
MOST_MEMBERS = 2_000
ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
LEVELS = {
    0: Look(),
    1: Look(HEAD, with_next=True),
    2: Look(SECOND, with_next=True),
    3: Look(),
}
# what may stand in a template: the blank as an office writes it -> its name; either language's serves
BLANKS = (
    "title", "body", "annexes", "list", "meeting", "day", "place", "known", "source", "id", "demo",
    "office", "addressees", "number", "copies", "reports_to", "sends_to", "issues_to",
)  # fmt: skip
BLANK = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
BLOCKS = ("body", "annexes", "list")
SPARE = ("number", "copies")  # a line of its own goes where the office did not set it

TO = ("reports_to", "sends_to", "issues_to")

Layout = Callable[[Words], Sequence[str]]


def paper(draft: Draft, deck: Deck, layout: Layout) -> bytes:
    """The draft in our own layout."""
    words = Words(deck.lang)
    return _filled(_empty(draft.title, small_line(deck), layout, words), draft, deck)


def template(layout: Layout, lang: Language) -> bytes:
    """Our layout with its blanks, to be made an office's own."""
    words = Words(lang)
    small = " · ".join((blank("id", words), blank("known", words), blank("demo", words)))
    return saved(_empty("", small, layout, words))


def in_own_template(data: bytes, draft: Draft, deck: Deck) -> bytes:
    """The draft in an office's own .docx. Refusal: no Word file, a macro in it, or no blank in it."""
    return _filled(_opened(data), draft, deck)


def blank(name: str, words: Words) -> str:
    return "{{" + words(f"paper.blank.{name}") + "}}"


def small_line(deck: Deck) -> str:
    """What every page says of itself: which meeting, as known when, and that it is demo data."""
    words = Words(deck.lang)
    said = [deck.deck_id, words("paper.known", known=deck.known)]
    return " · ".join([*said, words("demo.label")] if deck.is_synthetic else said)


def _empty(title: str, small: str, layout: Layout, words: Words) -> Document:
    document = new_document(title, small)
    append(document, layout(words))
    return document


def numbered(draft: Draft, lang: Language) -> list[tuple[int, str]]:
    """Each paragraph's level and its text with its number; a level begins anew below each higher one."""
    counts = {1: 0, 2: 0, 3: 0}
    found = []
    for line in draft.lines:
        if line.level == 0:
            found.append((0, line.text))
            continue
        counts = {level: count if level <= line.level else 0 for level, count in counts.items()}
        counts[line.level] += 1
        found.append((line.level, number_of(line.level, counts[line.level], lang) + line.text))
    return found


def office_lines(office: Office, words: Words) -> dict[str, str]:
    """What stands for what the office set; for what it did not, the place left to fill in by hand."""
    set_or_blank = {
        "office": office.office or words("circular.signed"),
        "addressees": office.addressees.rstrip("：:") or words("circular.addressees"),
        "reports_to": office.reports_to,
        "sends_to": office.sends_to,
        "issues_to": office.issues_to,
    }
    number = words("circular.number", number=office.number) if office.number else ""
    copies = words("circular.copies", copies=office.copies.rstrip("。.")) if office.copies else ""
    return {**set_or_blank, "number": number, "copies": copies}


# Filling


def _filled(document: Document, draft: Draft, deck: Deck) -> bytes:
    words = Words(deck.lang)
    told = {
        "title": draft.title,
        "meeting": deck.title,
        "day": deck.day,
        "place": deck.place,
        "known": words("paper.known", known=deck.known),
        "source": deck.source,
        "id": deck.deck_id,
        "demo": words("demo.label") if deck.is_synthetic else "",
        **office_lines(deck.office, words),
    }
    blocks = {
        "body": [text(said, _look(level, deck.lang)) for level, said in numbered(draft, deck.lang)],
        "annexes": _annexes(draft.annexes, words),
        "list": _list(draft.annexes, words),
    }
    names = _names()
    found = [_fill(each, names, told) for each in _paragraphs(document)]
    if not any(found):
        raise Refusal("paper.no_blank", known="、".join(blank(name, words) for name in BLANKS))
    return saved(document, blocks)


def _look(level: int, lang: Language) -> Look:
    """Justified, words of Latin letters would stand far apart."""
    return LEVELS[level] if lang == "zh" else replace(LEVELS[level], align="left")


def _names() -> dict[str, str]:
    """What a blank is called in either language -> its name."""
    return {Words(lang)(f"paper.blank.{name}"): name for lang in ("zh", "en") for name in BLANKS}


def _paragraphs(document: Document) -> list[Paragraph]:
    """Every paragraph of the body, in tables too, and of the heads and feet of pages."""
    parts = [document.element.body]
    for section in document.sections:
        heads = (section.header, section.even_page_header, section.first_page_header)
        feet = (section.footer, section.even_page_footer, section.first_page_footer)
        parts += [part._element for part in (*heads, *feet) if not part.is_linked_to_previous]
    return [Paragraph(found, document) for part in parts for found in part.iter(f"{{{W}}}p")]


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _fill(each: Paragraph, names: dict[str, str], told: dict[str, str]) -> bool:
    """Fills one paragraph's blanks; a block takes the place of its paragraph. Says whether there was one."""
    said = each.text
    found = [names[word] for word in BLANK.findall(said) if word in names]
    if not found:
        return False
    block = next((name for name in found if name in BLOCKS), None)
    if block is not None:
        each._p.addprevious(held(block))
        each._p.getparent().remove(each._p)
        return True
    is_alone = all(name in SPARE for name in found) and not BLANK.sub("", said).strip()
    if is_alone and not any(told[name] for name in found) and each._p.getnext() is not None:
        each._p.getparent().remove(each._p)
        return True
    filled = BLANK.sub(lambda blank: told.get(names.get(blank[1], ""), blank[0]), said)
    # Word splits a blank over runs as it likes: the first carries it all
    for place, each_run in enumerate(each.runs):
        each_run.text = "" if place else NOT_IN_XML.sub("", filled)
    return True


def _opened(data: bytes) -> Document:
    """A template that is a plain Word file of a reasonable size."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
        too_much = len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > MOST_UNZIPPED
        if too_much or any(member.flag_bits & 0x1 for member in members):
            raise Refusal("paper.not_word")
        if any("vbaproject" in member.filename.lower() for member in members):
            raise Refusal("paper.macro")
        texts = [m for m in members if m.filename.lower().endswith((".xml", ".rels"))]
        if any(ENTITY.search(archive.read(member).replace(b"\0", b"")) for member in texts):
            raise Refusal("paper.not_word")
        return docx.Document(io.BytesIO(data))
    except Refusal:
        raise
    except Exception as error:  # a damaged part can fail anywhere in the parsers
        raise Refusal("paper.not_word") from error


# Annexes


def _annexes(annexes: Sequence[Annex], words: Words) -> list[str]:
    blocks: list[str] = []
    for number, annex in enumerate(annexes, 1):
        blocks.append(text(words("paper.annex", number=number), Look(HEAD, indent=0, new_page=True)))
        blocks.append(text(annex.title, Look(TITLE, 18, "center", 0, above=50, with_next=True)))
        for table in tables(annex.table):
            blocks += [table, text("", Look(points=8, line=160, indent=0))]
        notes = [note.rstrip("。.") for note in annex.notes]
        said = words("paper.note", notes=words("paper.then").join(notes))
        blocks.append(text(said, Look(points=10.5, indent=0, line=0)))
    return blocks


def _list(annexes: Sequence[Annex], words: Words) -> list[str]:
    """附件：1.… above the signature, the titles one below another."""
    if not annexes:
        return []
    several = len(annexes) > 1
    blocks = []
    for number, annex in enumerate(annexes, 1):
        named = f"{number}.{annex.title}" if several else annex.title
        said = words("paper.annex_list", title=named) if number == 1 else named
        look = replace(LEVELS[0], above=100 if number == 1 else 0, indent=2 if number == 1 else 5)
        blocks.append(text(said, look))
    return blocks


# Layouts


def circular_layout(words: Words) -> list[str]:
    """送审稿: no red head; to whom, by whom, on which day and the seal are for the office to put."""
    return [
        text(blank("number", words), Look(align="center", indent=0, with_next=True)),
        text(blank("title", words), Look(TITLE, 22, "center", 0, with_next=True)),
        text(words("circular.draft"), Look(SECOND, 16, "center", 0)),
        text(words("circular.to", addressees=blank("addressees", words)), Look(indent=0, above=100)),
        text(blank("body", words), Look()),
        text(blank("list", words), Look()),
        text(blank("office", words), Look(align="right", indent=0, right=4, above=200, with_next=True)),
        text(words("circular.dated"), Look(align="right", indent=0, right=4)),
        text(_source(words), Look(PAGE, 9, indent=0, line=0, above=50, colour="595959")),
        text(blank("copies", words), Look(points=14, indent=1, rule="top", above=100)),
        text(blank("annexes", words), Look()),
    ]


def bulletin_layout(words: Words) -> list[str]:
    """简报（第×期）: who edits it above the rule, and for whom it is at its foot."""
    red = "C00000"
    return [
        text(words("bulletin.head"), Look(TITLE, 36, "center", 0, line=0, colour=red)),
        text(words("bulletin.issue"), Look(BODY, 16, "center", 0)),
        text(
            words("bulletin.edited", office=blank("office", words), day=blank("day", words)),
            Look(BODY, indent=0, rule="bottom", colour=red),
        ),
        text(blank("title", words), Look(TITLE, 22, "center", 0, above=100, with_next=True)),
        text(blank("body", words), Look()),
        text(_source(words), Look(PAGE, 9, indent=0, line=0, above=50, colour="595959")),
        text(
            words("bulletin.to", **{name: blank(name, words) for name in TO}),
            Look(points=14, indent=0, rule="top", above=100, with_next=True, align="left"),
        ),
        text(words("bulletin.copies"), Look(points=14, indent=0, rule="bottom", align="right")),
    ]


def script_layout(words: Words) -> list[str]:
    return [
        text(blank("title", words), Look(TITLE, 22, "center", 0, with_next=True)),
        text(words("script.speaker"), Look(SECOND, 16, "center", 0)),
        text(words("script.to"), Look(indent=0, above=100)),
        text(blank("body", words), Look()),
        text(_source(words), Look(PAGE, 9, indent=0, line=0, above=50, colour="595959")),
    ]


def _source(words: Words) -> str:
    return words(
        "paper.source", source=blank("source", words), known=blank("known", words), id=blank("id", words)
    )
