"""Makes a meeting's deck: from the figures while it is prepared, from what was kept once it is finalised."""

import datetime as dt
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, Protocol, get_args

import pandas as pd

from campaign import options, panels
from campaign.acts import act
from campaign.ask import kept, told
from campaign.figures.colours import Colours
from campaign.filters import Filters
from campaign.meeting import told as saying
from campaign.meeting.agenda import MOST_UNITS, by_name
from campaign.meeting.book import Item, Meeting, items_of, meeting_of, table_of, unchanged
from campaign.meeting.deck import Deck, Kind, Office, Slide
from campaign.meeting.keeping import frozen, hash_of, thawed, written
from campaign.methods.rows import Row
from campaign.panels import Panel, Seen
from campaign.store import Store
from campaign.words import LANGUAGES, Language, Refusal, Words

TALLEST = 620  # pixels a chart may be high on a screen of 768 before it goes on over another slide
TABLE_ROWS = 8  # of a table on a slide, readable from the back row
MOST_PAGES = 3  # a chart of more slides than this is cut, which is said, and stands whole in the annex
MOST_CORRECTIONS = 200


@dataclass(frozen=True)
class Ground:
    """What all slides of one deck are made from."""

    store: Store
    filters: Filters
    campaign: Row | None
    title: str = ""
    day: dt.date | None = None
    place: str = ""

    @property
    def is_synthetic(self) -> bool:
        return self.campaign is not None and bool(self.campaign["is_synthetic"])

    def source(self, words: Words) -> str:
        return "" if self.campaign is None else str(self.campaign[words.column("source_line")])

    def label(self, words: Words) -> str:
        return words("demo.label") if self.is_synthetic else ""

    @property
    def colours(self) -> Colours:
        return options.colours_of(self.store, self.filters.known_on)


@dataclass(frozen=True)
class Draft:
    """A slide before it is said in a language: the same rows for every reader."""

    item: Item
    frame: pd.DataFrame | None
    page: int = 1
    pages: int = 1
    whole: pd.DataFrame | None = None  # all rows, of which `frame` shows a part; None: it shows them all
    left_out: int = 0  # units or rows that this slide has no room for; they stand in the annex

    @cached_property
    def told(self) -> list[Row]:
        return [] if self.frame is None else saying.read(self.frame)

    @cached_property
    def told_whole(self) -> list[Row]:
        return self.told if self.whole is None else saying.read(self.whole)


class Asking(Protocol):
    """Who looks at a page: what a quick show is made for."""

    @property
    def store(self) -> Store: ...
    @property
    def filters(self) -> Filters: ...
    @property
    def words(self) -> Words: ...
    @property
    def known_in_words(self) -> str: ...


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


def draft_deck(store: Store, meeting: Meeting, items: Sequence[Item], words: Words) -> Deck:
    """The deck as it would be if these items were saved and finalised now."""
    ground = _ground(store, meeting)
    drafts = list(_drafts(ground, meeting, items))
    return Deck(
        deck_id=meeting.meeting_id,
        is_final=False,
        office=_office(store),
        slides=tuple(_said(draft, ground, words) for draft in drafts),
        **_head(ground, words),
    )


def quick_deck(shown: Panel | Sequence[Panel], reader: Asking) -> Deck:
    """The answers a page shows, as slides, without a meeting."""
    words, store = reader.words, reader.store
    listed = [shown] if isinstance(shown, Panel) else list(shown)
    ground = replace(_campaign_ground(store, reader.filters), title=_quick_title(listed, reader))
    items = [
        Item(
            f"s{number:02}",
            "unit" if panel.name == "unit_figures" else "panel",
            panel.name,
            reader.filters.unit_id,
            reader.filters.metric_id,
        )
        for number, panel in enumerate(listed, 1)
    ]
    drafts = [
        draft
        for panel, item in zip(listed, items, strict=True)
        for draft in _pages(item, panel, panel.answer(store, ground.filters), words)
    ]
    head = {**_head(ground, words), "known": words("known.shown", when=reader.known_in_words)}
    return Deck(
        deck_id=f"show-{reader.filters.known_on}-{listed[0].name}",
        slides=tuple(_said(draft, ground, words) for draft in drafts),
        **head,
    )


EVIDENCE = (
    panels.UNIT_EVIDENCE,
    panels.UNIT_PACE,
    panels.UNIT_YEAR_ON_YEAR,
    panels.PHASE_GRID,
    panels.DUTY_DONE,
    panels.CHECKLIST,
    panels.UNIT_ACTIONS,
    panels.LOOP_STAGES,
    panels.UNIT_RECORDS,
    panels.UNIT_AWARDS,
    panels.SUPERVISION_LEDGER,
)


def evidence_deck(reader: Asking) -> Deck:
    """What the public board knows of one unit for its assessment, whole; no score is made of it, no rank."""
    words, ground = reader.words, _campaign_ground(reader.store, reader.filters)
    alone = replace(
        ground.filters, comparable_group=None, metric_id=None, goal=None, variant=None, sees_nominees=False
    )
    slides = []
    for panel in EVIDENCE:
        frame = panel.answer(reader.store, alone)
        if "unit_id" in frame:  # the ledger is everybody's
            frame = frame[frame["unit_id"] == alone.unit_id].reset_index(drop=True)
        if not frame.empty:
            seen = Seen(panel, frame, words, ground.label(words), ground.colours)
            source = _source(frame, ground, words)
            slides.append(Slide(panel.name, "annex", panel.title(words), seen, source=source))
    head = _head(replace(ground, title=_evidence_title(reader)), words)
    return Deck(
        deck_id=f"evidence-{alone.known_on}-{alone.unit_id}",
        slides=tuple(slides),
        **{**head, "known": words("known.shown", when=reader.known_in_words)},
    )


def _evidence_title(reader: Asking) -> str:
    words = reader.words
    units = told(reader.store, "units", reader.filters)
    unit = next(row for row in units if row["unit_id"] == reader.filters.unit_id)
    name, assessment = unit[words.column("name")], unit[words.column("assessment_name")]
    if not isinstance(assessment, str):
        return words("evidence.title_plain", unit=name)
    return words("evidence.title", unit=name, assessment=assessment)


def _quick_title(listed: list[Panel], reader: Asking) -> str:
    if len(listed) == 1:
        return listed[0].title(reader.words)
    ground = _campaign_ground(reader.store, reader.filters)
    name = None if ground.campaign is None else ground.campaign[reader.words.column("name")]
    return str(name or reader.words("brand.short"))


# Drafting


def _campaign_ground(store: Store, filters: Filters) -> Ground:
    found = told(store, "campaign", filters)
    return Ground(store, replace(filters, shows_names=False), found[0] if found else None)


def _ground(store: Store, meeting: Meeting) -> Ground:
    known_on = store.last_event if meeting.point is None else meeting.point
    ground = _campaign_ground(store, Filters(known_on, today=meeting.held_on, meeting_id=meeting.meeting_id))
    return replace(ground, title=meeting.name, day=meeting.held_on, place=meeting.place)


def _head(ground: Ground, words: Words) -> dict[str, Any]:
    """What a deck says of itself besides its slides."""
    return {
        "title": ground.title,
        "day": words.day(ground.day),
        "place": ground.place,
        "known": words("known.shown", when=_point(ground, words)),
        "source": ground.source(words),
        "lang": words.lang,
        "is_synthetic": ground.is_synthetic,
    }


def _office(store: Store) -> Office:
    """What the office set for its papers, as it stands now."""
    return Office(**{name.removeprefix("paper_"): options.text_of(store, name) for name in options.PAPER})


def _point(ground: Ground, words: Words) -> str:
    """The day of the event whose figures are shown, and its number."""
    known_on = ground.filters.known_on
    days = [row for row in told(ground.store, "event_days", ground.filters) if row["event_no"] >= known_on]
    day = words.day(min(row["day"] for row in days)) if days else ""
    return words("list.comma").join(part for part in (day, words("known.at_event", event=known_on)) if part)


def _drafts(ground: Ground, meeting: Meeting, items: Sequence[Item]) -> Iterator[Draft]:
    """Every slide, what has no room on one going on over others; what is cut comes whole in the annex."""
    cut: list[Draft] = []
    in_annex = {(item.panel, item.metric_id) for item in items if item.kind == "annex"}
    for item in items:
        if item.kind in ("cover", "words") or item.panel is None:
            yield Draft(item, None)
            continue
        panel = by_name(item.panel)
        frame = panel.answer(ground.store, _filters_of(item, ground))
        if panel.name == "meeting_items" and frame.empty and len(items) > 1:
            continue  # there was no meeting before, or it left nothing open
        pages = list(_pages(item, panel, frame, Words("zh")))
        yield from pages
        if pages[-1].left_out and (item.panel, item.metric_id) not in in_annex:
            whole = replace(item, slide_id=f"{item.slide_id}-annex", kind="annex", title=None, notes=None)
            cut.append(Draft(whole, frame))
    yield from cut


def _filters_of(item: Item, ground: Ground) -> Filters:
    """What was decided before is told as of now, whatever point in time the figures are of."""
    known_on = ground.store.last_event if item.panel == "meeting_items" else ground.filters.known_on
    return replace(
        ground.filters,
        known_on=known_on,
        unit_id=item.unit_id,
        metric_id=item.metric_id,
        comparable_group=item.comparable_group,
    )


def _pages(item: Item, panel: Panel, frame: pd.DataFrame, words: Words) -> Iterator[Draft]:
    """The rows in as many slides as they need; more than a few are cut to the first."""
    if item.kind in ("annex", "unit") or frame.empty or panel.name == "goal_figures" or panel.refused(frame):
        yield Draft(item, frame)
        return
    numbers, most = _parts(panel, frame, words)
    count = int(numbers.max()) + 1
    pages = math.ceil(count / most)
    each = math.ceil(count / pages)
    if pages > MOST_PAGES:
        yield Draft(item, frame[numbers < most].reset_index(drop=True), whole=frame, left_out=count - most)
        return
    for page in range(pages):
        part = frame if pages == 1 else frame[numbers // each == page].reset_index(drop=True)
        yield Draft(_page_item(item, page), part, page + 1, pages, frame if pages > 1 else None)


def _parts(panel: Panel, frame: pd.DataFrame, words: Words) -> tuple[pd.Series, int]:
    """For each row the number of the part it belongs to (its unit, or itself), and parts a slide."""
    if panel.draw is None:
        return pd.Series(range(len(frame)), frame.index), TABLE_ROWS
    goes_on = "unit_id" in frame and panel.arrange is None and frame["unit_id"].nunique() > MOST_UNITS
    if not goes_on or (panel.draw(frame, words).layout.height or 0) <= TALLEST:
        return pd.Series(0, frame.index), 1
    return pd.Series(pd.factorize(frame["unit_id"])[0], frame.index), MOST_UNITS


def _page_item(item: Item, page: int) -> Item:
    return item if page == 0 else replace(item, slide_id=f"{item.slide_id}-{page + 1}", notes=None)


# Saying


def _said(draft: Draft, ground: Ground, words: Words) -> Slide:
    item = draft.item
    if draft.frame is None or item.panel is None:
        return _in_words(item, ground, words)
    seen = Seen(by_name(item.panel), draft.frame, words, ground.label(words), ground.colours)
    title = item.title or _finding(draft, seen)
    written_lines = _written(item)
    lines = written_lines or (
        [] if item.kind == "annex" else saying.lines(seen, draft.told, _method_of(item, ground))
    )
    if draft.left_out:
        shown = draft.frame["unit_id"].nunique() if seen.panel.draw is not None else len(draft.frame)
        lines = [words("meeting.cut", shown=shown, all=shown + draft.left_out), *lines]
    pages = words("meeting.page_of", page=draft.page, pages=draft.pages) if draft.pages > 1 else ""
    return Slide(
        slide_id=item.slide_id,
        kind=_kind(item),
        title=title + pages,
        seen=seen,
        lines=tuple(lines),
        notes=item.notes or saying.notes(seen, draft.told, title),
        source=_source(draft.frame, ground, words),
        unit_id=item.unit_id,
    )


def _finding(draft: Draft, seen: Seen) -> str:
    if draft.item.kind == "annex":
        return seen.words("meeting.annex", title=seen.panel.title(seen.words))
    return saying.finding(seen, draft.told_whole)


def _kind(item: Item) -> Kind:
    kinds: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
    return kinds[item.kind]


def _written(item: Item) -> list[str]:
    return [line.strip() for line in (item.text or "").splitlines() if line.strip()]


def _method_of(item: Item, ground: Ground) -> Row | None:
    """The method a unit's slide opens with; None where it has none in words."""
    if item.kind != "unit":
        return None
    themes = told(ground.store, "unit_themes", replace(ground.filters, unit_id=item.unit_id))
    return next((row for row in themes if row["kind"] == "method" and isinstance(row["text"], str)), None)


def _source(frame: pd.DataFrame, ground: Ground, words: Words) -> str:
    last = frame["as_of"].max() if "as_of" in frame and len(frame) else None
    if (last is None or pd.isna(last)) and ground.campaign is not None:
        last = ground.campaign["last_day"]
    return words(
        "meeting.source", source=ground.source(words), day=words.day(last) or words("overview.no_day")
    )


def _in_words(item: Item, ground: Ground, words: Words) -> Slide:
    if item.kind == "cover":
        organiser = "" if ground.campaign is None else ground.campaign[words.column("organiser")]
        lines = [words.day(ground.day), ground.place, organiser if isinstance(organiser, str) else ""]
        title = item.title or ground.title
        lines = _written(item) or [line for line in lines if line]
    else:
        code: Literal["demands", "asks"] = "asks" if item.panel == "asks" else "demands"
        title = item.title or words(f"meeting.{code}.title")
        lines = _written(item) or (_asks(ground, words) if code == "asks" else _demands(ground, words))
    spoken = item.notes or "\n".join([title, *lines])
    source = ground.source(words)
    return Slide(item.slide_id, _kind(item), title, lines=tuple(lines), notes=spoken, source=source)


def _demands(ground: Ground, words: Words) -> list[str]:
    """What the plan itself asks for, until a person writes what the meeting asks."""
    themes = told(ground.store, "campaign_themes", ground.filters)
    name = words.column("name")
    said = []
    for kind in ("emphasis", "supervision"):
        named = [row[name] for row in themes if row["kind"] == kind]
        if named:
            said.append(words(f"meeting.demands.{kind}", named=words("list.comma").join(named)))
    return said or [words("meeting.demands.none")]


def _asks(ground: Ground, words: Words) -> list[str]:
    """What a person has confirmed, with owner and deadline, for the meeting to decide on."""
    told_of = told(ground.store, "attention", ground.filters)
    return [
        words(
            "meeting.asks.line",
            unit=row[words.column("short_name")],
            matter=row[words.column("title")],
            owner=row["owner"] if isinstance(row["owner"], str) else words("meeting.asks.no_owner"),
            due=words.day(row["on_date"]) or words("meeting.asks.no_day"),
        )
        for row in told_of
    ] or [words("meeting.asks.none")]


# Finalising and replaying


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
    ground = _ground(store, meeting)
    drafts = list(_drafts(ground, meeting, items))
    rows = [_kept_slide(draft, ground) for draft in drafts]
    head: dict[str, Any] = {
        "slides": [row["sha256"] for row in rows],
        **{lang: _head(ground, Words(lang)) for lang in LANGUAGES},
    }
    listed = [_row(written(head), None), *rows]
    own = {"meeting_id": meeting.meeting_id, "known_on": ground.filters.known_on}
    return [{**row, **own, "slide_no": number} for number, row in enumerate(listed)]


def _kept_slide(draft: Draft, ground: Ground) -> dict[str, Any]:
    said = {lang: _said(draft, ground, Words(lang)) for lang in LANGUAGES}
    slide = said["zh"]
    content: dict[str, Any] = {
        **{"slide_id": slide.slide_id, "kind": slide.kind, "unit_id": slide.unit_id},
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
        office=_office(store),
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
