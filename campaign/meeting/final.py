"""A meeting's deck: drafted while it is prepared; once it is finalised, what was kept, with its hashes."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

from campaign import options
from campaign.acts import act
from campaign.ask import kept, told
from campaign.figures.colours import Colours
from campaign.filters import Filters
from campaign.meeting.agenda import by_name
from campaign.meeting.book import Item, Meeting, items_of, meeting_of, table_of, unchanged
from campaign.meeting.deck import Deck, Slide
from campaign.meeting.keeping import frozen, hash_of, thawed, written
from campaign.meeting.making import (
    Draft,
    Ground,
    draft_deck,
    drafts_of,
    ground_of,
    head_of,
    office_of,
    said_of,
)
from campaign.methods.rows import Row
from campaign.panels import Seen
from campaign.store import Store
from campaign.words import LANGUAGES, Language, Refusal, Words

MOST_CORRECTIONS = 200


def deck_of(store: Store, meeting_id: str, lang: Language) -> Deck:
    """The meeting's deck in one language. A finalised one is what was kept, checked against its hashes.

    Raises Refusal for a meeting there is not, and for one whose kept rows are not those that were kept.
    """
    key = (store.identity, "deck", meeting_id, lang, store.last_event)
    return kept(key, lambda: _deck_of(store, meeting_id, Words(lang)))


def _deck_of(store: Store, meeting_id: str, words: Words) -> Deck:
    meeting = meeting_of(store, meeting_id, shows_names=False)
    if meeting.is_final:
        return replay(store, meeting, words)
    return draft_deck(store, meeting, items_of(store, meeting_id), words)


def finalise(store: Store, meeting_id: str, *, seen: int, by: str, at: dt.datetime | None = None) -> int:
    """会议定稿: keeps what every slide shows, in both languages, with hashes; returns the event's number.

    `seen`: the version of the agenda that was looked at. Raises Refusal when another was saved meanwhile, or
    the meeting is finalised already.
    """
    meeting = meeting_of(store, meeting_id, shows_names=False)
    rows = _kept_rows(store, meeting, items_of(store, meeting_id))
    told_rows = table_of("meeting_final", rows)
    check = unchanged(meeting_id, seen)
    return act(store, "meeting_final", told_rows, title=meeting.name, by=by, at=at, check=check)


def _kept_rows(store: Store, meeting: Meeting, items: Sequence[Item]) -> list[dict[str, Any]]:
    ground = ground_of(store, meeting)
    drafts = list(drafts_of(ground, meeting, items))
    rows = [_kept_slide(draft, ground) for draft in drafts]
    head: dict[str, Any] = {
        "slides": [row["sha256"] for row in rows],
        **{lang: head_of(ground, Words(lang)) for lang in LANGUAGES},
    }
    listed = [_row(written(head), None), *rows]
    own = {"meeting_id": meeting.meeting_id, "known_on": ground.filters.known_on}
    return [{**row, **own, "slide_no": number} for number, row in enumerate(listed)]


def _kept_slide(draft: Draft, ground: Ground) -> dict[str, Any]:
    said = {lang: said_of(draft, ground, Words(lang)) for lang in LANGUAGES}
    slide = said["zh"]
    content: dict[str, Any] = {
        **{"slide_id": slide.slide_id, "kind": slide.kind, "unit_id": slide.unit_id},
        "is_noted": slide.is_noted,
        "panel": None if slide.seen is None else slide.seen.panel.name,
        **{
            lang: {"title": one.title, "lines": one.lines, "notes": one.notes, "source": one.source}
            for lang, one in said.items()
        },
    }
    return _row(written(content), None if slide.seen is None else frozen(slide.seen.frame))


def _row(content: str, frame: str | None) -> dict[str, Any]:
    return {"content": content, "frame": frame, "sha256": hash_of(content, frame)}


def replay(store: Store, meeting: Meeting, words: Words) -> Deck:
    """What was kept, as it was kept, with what was corrected since beside it.

    Raises Refusal when a row is not the one that was kept, or one is missing.
    """
    rows = told(store, "meeting_kept", Filters(store.last_event, meeting_id=meeting.meeting_id))
    _check_hashes(rows, meeting)
    head = json.loads(rows[0]["content"])[words.lang]
    label = words("demo.label") if head["is_synthetic"] else ""
    colours = options.colours_of(store, int(rows[0]["kept_on"]))
    slides = tuple(_thawed(row, words, label, colours) for row in rows[1:])
    found = corrections(store, meeting.meeting_id, words, slides)
    return Deck(
        deck_id=meeting.meeting_id,
        is_final=True,
        office=office_of(store),
        slides=slides,
        corrections=found,
        **head,
    )


def _check_hashes(rows: Sequence[Row], meeting: Meeting) -> None:
    found = [hash_of(row["content"], None if pd.isna(row["frame"]) else row["frame"]) for row in rows]
    for row, now in zip(rows, found, strict=True):
        if row["sha256"] != now:
            raise Refusal("meeting.not_as_kept", name=meeting.name, slide=row["slide_no"])
    if json.loads(rows[0]["content"])["slides"] != found[1:]:
        raise Refusal("meeting.slide_missing", name=meeting.name)


def fingerprint(store: Store, meeting_id: str) -> str:
    """The hash of the whole finalised meeting: over its particulars and the hashes of its slides."""
    rows = told(store, "meeting_kept", Filters(store.last_event, meeting_id=meeting_id))
    return str(rows[0]["sha256"]) if rows else ""


def _thawed(row: Row, words: Words, label: str, colours: Colours) -> Slide:
    content = json.loads(row["content"])
    said = content[words.lang]
    seen = None
    if content["panel"] is not None:
        seen = Seen(by_name(content["panel"]), thawed(row["frame"]), words, label, colours)
    return Slide(
        slide_id=content["slide_id"],
        kind=content["kind"],
        title=said["title"],
        seen=seen,
        lines=tuple(said["lines"]),
        notes=said["notes"],
        is_noted=content["is_noted"],
        source=said["source"],
        unit_id=content["unit_id"],
    )


def corrections(store: Store, meeting_id: str, words: Words, slides: Sequence[Slide]) -> tuple[str, ...]:
    """What was corrected since, a sentence a figure: those shown in the meeting first, marked as shown."""
    asked = Filters(store.last_event, meeting_id=meeting_id, shows_names=False)
    shown = _shown_figures(slides)
    found = [
        ((row["unit_id"], row["metric_id"]) in shown, row)
        for row in told(store, "meeting_corrections", asked)
    ]
    listed = sorted(found, key=lambda one: not one[0])
    said = [_correction(row, words, was_shown) for was_shown, row in listed[:MOST_CORRECTIONS]]
    more = len(listed) - MOST_CORRECTIONS
    return (*said, words("meeting.corrections_more", count=more)) if more > 0 else tuple(said)


def _shown_figures(slides: Sequence[Slide]) -> set[tuple[str, str]]:
    named = {"unit_id", "metric_id"}
    frames = [
        slide.seen.frame
        for slide in slides
        if slide.seen is not None and named <= set(slide.seen.frame.columns)
    ]
    return {pair for frame in frames for pair in zip(frame["unit_id"], frame["metric_id"], strict=True)}


def _correction(row: Row, words: Words, was_shown: bool) -> str:
    was = words.figure(row["value"], row["qualifier"], row["uom"], row["uom_en"], row["printed"])
    now = words("revision.nothing")
    if pd.notna(row["now_value"]):
        now = words.figure(
            row["now_value"], row["now_qualifier"], row["uom"], row["uom_en"], row["now_printed"]
        )
    return words(
        "meeting.correction_shown" if was_shown else "meeting.correction",
        day=words.day(row["logged_at"]),
        unit=words.either(row["short_name"], row["short_name_en"]),
        metric=words.either(row["metric_name"], row["metric_name_en"]),
        as_of=words.day(row["as_of"]),
        was=was,
        now=now,
    )
