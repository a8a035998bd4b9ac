"""Decks of real panels, as the pages make them: of the page's campaign, of the demo, and of drawn figures."""

import datetime as dt
from dataclasses import replace
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go

from campaign import panels
from campaign.filters import Filters
from campaign.meeting.deck import Deck, Slide
from campaign.panels import Column, Panel, Seen
from campaign.store import Store
from campaign.words import Language, Words

SOURCE = {
    "zh": "来源：9月17日推进会发言摘登，单位自报",
    "en": "Source: the meeting of 17 September, as reported",
}
KNOWN = {"zh": "按2021年9月17日所知", "en": "As known on 17 Sep 2021"}


def deck(slides: list[Slide], lang: Language = "zh", **fields: Any) -> Deck:
    made = Deck(
        deck_id="mtg-2021-09-17",
        title={"zh": "三创一争活动推进会", "en": "Progress meeting of the campaign"}[lang],
        day=Words(lang).day(dt.date(2021, 9, 17)),
        place={"zh": "第一会议室", "en": "Room 1"}[lang],
        known=KNOWN[lang],
        source=SOURCE[lang],
        lang=lang,
        is_synthetic=False,
        slides=tuple(slides),
    )
    return replace(made, **fields)


def shown(
    store: Store, panel: Panel, lang: Language = "zh", *, kind: Literal["panel", "unit", "annex"] = "panel",
    lines: tuple[str, ...] = (), unit_id: str | None = None, **filters: Any,
) -> Slide:  # fmt: skip
    """A slide of one panel's answer, known now."""
    words = Words(lang)
    asked = Filters(store.last_event, unit_id=unit_id, **filters)
    return Slide(
        panel.name, kind, panel.title(words), panel.seen(store, asked, words), lines,
        notes=panel.how(words), source=SOURCE[lang], unit_id=unit_id,
    )  # fmt: skip


def drawn(
    figure: go.Figure, lang: Language = "zh", *, frame: pd.DataFrame | None = None, title: str = "图"
) -> Slide:
    """A slide of a figure drawn by a test, under the name of a panel that exists."""
    frame = pd.DataFrame({"name": ["甲镇"]}) if frame is None else frame
    columns = tuple(Column("unit", lambda row, _: row["name"]) for _ in range(1))
    panel = Panel("progress", "progress", columns, lambda *_: figure)
    return Slide("drawn", "panel", title, Seen(panel, frame, Words(lang)))


def of_the_page(store: Store, lang: Language = "zh") -> Deck:
    """The meeting of 17 September: every kind of slide."""
    words = Words(lang)
    matters: dict[str, Any] = {"metric_id": "matters_resolved"}
    return deck(
        [
            Slide("cover", "cover", ""),
            shown(store, panels.PHASE_STRIP, lang, lines=(words("panel.phase_strip.how"),)),
            shown(store, panels.PROGRESS, lang, **matters),
            shown(store, panels.HISTORY, lang, lines=(words("panel.history.how"),), **matters),
            shown(store, panels.PHASE_GRID, lang),
            shown(store, panels.SUMMARY, lang),
            shown(store, panels.UNIT_FIGURES, lang, kind="unit", unit_id="lunzhen",
                  lines=(words("panel.unit_figures.how"), words("panel.unit_records.how"))),
            shown(store, panels.UNIT_RECORDS, lang, kind="unit", unit_id="lunzhen"),
            shown(store, panels.AWARDS, lang),
            shown(store, panels.RANKING, lang, **matters),
            Slide("asks", "words", words("panel.gate.title"), None, (words("panel.gate.how"),)),
            shown(store, panels.GOAL_FIGURES, lang, kind="annex"),
        ],
        lang,
    )  # fmt: skip


def of_the_demo(store: Store, lang: Language = "zh") -> Deck:
    """The made-up year: full panels, more units than a slide holds."""
    matters: dict[str, Any] = {"metric_id": "matters_resolved"}
    rate: dict[str, Any] = {"metric_id": "matters_satisfaction_rate"}
    counties: dict[str, Any] = {"comparable_group": "division"}
    towns: dict[str, Any] = {"comparable_group": "town"}
    return deck(
        [
            Slide("cover", "cover", ""),
            shown(store, panels.PHASE_STRIP, lang),
            shown(store, panels.LOOP_STAGES, lang, **counties),
            shown(store, panels.LOOP_STUCK, lang),
            shown(store, panels.LOOP_UNITS, lang, **counties),
            shown(store, panels.LOOP_RATE, lang, **rate, **towns),
            shown(store, panels.LOOP_MONTHS, lang, **rate, **counties),
            shown(store, panels.LOOP_WEEKS, lang),
            shown(store, panels.HISTORY, lang, **matters, **counties),
            shown(store, panels.RANKING, lang, **matters, **counties),
            shown(store, panels.PHASE_GRID, lang),
            shown(store, panels.ACTIONS, lang),
        ],
        lang,
        is_synthetic=True,
        corrections=(Words(lang)("panel.history.how"),),
    )
