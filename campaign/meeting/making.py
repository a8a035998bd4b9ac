"""Drafts a deck from the figures: a meeting's slides while it is prepared, and what a page shows at once."""

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, Protocol, get_args

import pandas as pd

from campaign import options, panels
from campaign.ask import told
from campaign.duties import told as duties
from campaign.figures.colours import Colours
from campaign.filters import Filters
from campaign.meeting import told as saying
from campaign.meeting.agenda import MOST_UNITS, by_name
from campaign.meeting.book import Item, Meeting
from campaign.meeting.deck import Deck, Kind, Office, Slide
from campaign.methods.rows import Row
from campaign.panels import Panel, Seen
from campaign.store import Store
from campaign.words import Words

TALLEST = 620  # pixels a chart may be high on a screen of 768 before it goes on over another slide
TABLE_ROWS = 8  # of a table on a slide, readable from the back row
MOST_ROUTINES = 6  # of a unit, named on its slide
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


def draft_deck(store: Store, meeting: Meeting, items: Sequence[Item], words: Words) -> Deck:
    """The deck as it would be if these items were saved and finalised now."""
    ground = ground_of(store, meeting)
    drafts = list(drafts_of(ground, meeting, items))
    return Deck(
        deck_id=meeting.meeting_id,
        is_final=False,
        office=office_of(store),
        slides=tuple(said_of(draft, ground, words) for draft in drafts),
        **head_of(ground, words),
    )


def quick_deck(shown: Panel | Sequence[Panel], reader: Asking) -> Deck:
    """The answers a page shows, as slides, without a meeting."""
    words, store = reader.words, reader.store
    listed = [shown] if isinstance(shown, Panel) else list(shown)
    ground = replace(campaign_ground(store, reader.filters), title=_quick_title(listed, reader))
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
    head = {**head_of(ground, words), "known": words("known.shown", when=reader.known_in_words)}
    return Deck(
        deck_id=f"show-{reader.filters.known_on}-{listed[0].name}",
        slides=tuple(said_of(draft, ground, words) for draft in drafts),
        **head,
    )


def _quick_title(listed: list[Panel], reader: Asking) -> str:
    if len(listed) == 1:
        return listed[0].title(reader.words)
    ground = campaign_ground(reader.store, reader.filters)
    name = None if ground.campaign is None else ground.campaign[reader.words.column("name")]
    return str(name or reader.words("brand.short"))


# Drafting


def campaign_ground(store: Store, filters: Filters) -> Ground:
    found = told(store, "campaign", filters)
    return Ground(store, replace(filters, shows_names=False), found[0] if found else None)


def ground_of(store: Store, meeting: Meeting) -> Ground:
    known_on = store.last_event if meeting.point is None else meeting.point
    ground = campaign_ground(store, Filters(known_on, today=meeting.held_on, meeting_id=meeting.meeting_id))
    return replace(ground, title=meeting.name, day=meeting.held_on, place=meeting.place)


def head_of(ground: Ground, words: Words) -> dict[str, Any]:
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


def office_of(store: Store) -> Office:
    """What the office set for its papers, as it stands now."""
    return Office(**{name.removeprefix("paper_"): options.text_of(store, name) for name in options.PAPER})


def _point(ground: Ground, words: Words) -> str:
    """The day of the event whose figures are shown, and its number."""
    known_on = ground.filters.known_on
    days = [row for row in told(ground.store, "event_days", ground.filters) if row["event_no"] >= known_on]
    day = words.day(min(row["day"] for row in days)) if days else ""
    return words("list.comma").join(part for part in (day, words("known.at_event", event=known_on)) if part)


def drafts_of(ground: Ground, meeting: Meeting, items: Sequence[Item]) -> Iterator[Draft]:
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
        is_short = pages[-1].left_out or (panel.name == panels.GOAL_FIGURES.name and item.kind == "panel")
        if is_short and not frame.empty and (item.panel, item.metric_id) not in in_annex:
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
    if (
        item.kind in ("annex", "unit")
        or frame.empty
        or panel.name == panels.GOAL_FIGURES.name
        or panel.refused(frame)
    ):
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


def said_of(draft: Draft, ground: Ground, words: Words) -> Slide:
    item = draft.item
    if draft.frame is None or item.panel is None:
        return _in_words(item, ground, words)
    seen = Seen(by_name(item.panel), draft.frame, words, ground.label(words), ground.colours)
    whole = seen if draft.whole is None else replace(seen, frame=draft.whole)
    title = item.title or _finding(draft, whole)
    written_lines = _written(item)
    lines = written_lines or (
        [] if item.kind == "annex" else saying.lines(whole, draft.told_whole, _method_of(item, ground))
    )
    if item.kind == "unit" and not written_lines:
        lines += _duties_of(item, ground, words)
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
        is_noted=bool(item.notes),
        source=source_of(draft.frame, ground, words),
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


def _duties_of(item: Item, ground: Ground, words: Words) -> list[str]:
    """What the unit did of what is required; where nothing is, the routines of its own, in words."""
    own = replace(ground.filters, unit_id=item.unit_id, comparable_group=None)
    required = panels.DUTY_DONE.answer(ground.store, own)
    if not required.empty:
        return [words("meeting.line.duties", said=duties.due_says(required, words))]
    actions = told(ground.store, panels.UNIT_ACTIONS.question, own)
    named = [row[words.column("name")] for row in actions if row["unit_id"] == item.unit_id]
    if not named:
        return []
    shown = words("list.comma").join(named[:MOST_ROUTINES])
    more = len(named) > MOST_ROUTINES
    return [
        words(
            "meeting.line.routines_more" if more else "meeting.line.routines", named=shown, count=len(named)
        )
    ]


def source_of(frame: pd.DataFrame, ground: Ground, words: Words) -> str:
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
    return Slide(
        slide_id=item.slide_id,
        kind=_kind(item),
        title=title,
        lines=tuple(lines),
        notes=spoken,
        is_noted=bool(item.notes),
        source=source,
    )


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
