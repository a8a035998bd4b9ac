"""A small deck of real panels, in the order of a progress meeting, for the tests of what leaves on paper."""

from dataclasses import replace
from typing import Any

import pandas as pd

from campaign import panels
from campaign.filters import Filters
from campaign.meeting.deck import Deck, Kind, Slide
from campaign.panels import Panel, Seen
from campaign.store import Store
from campaign.words import Language, Words

UNITS = ("spj", "lunzhen", "tieying")
SOURCE = {
    "zh": "9月17日推进会发言摘登，单位自报",
    "en": "Speeches at the meeting of 17 September, as given by the units",
}
TITLE = {"zh": "“三创一争”活动推进会", "en": "Progress meeting"}


def deck(store: Store, lang: Language = "zh", *, is_synthetic: bool = False) -> Deck:
    words = Words(lang)
    label = words("demo.label") if is_synthetic else ""

    def seen(panel: Panel, **wanted: Any) -> Seen:
        return panel.seen(store, Filters(store.last_event, **wanted), words, label)

    def shown(kind: Kind, panel: Panel, **wanted: Any) -> Slide:
        answer = seen(panel, **wanted)
        title = panel.title(words)
        if kind == "unit" and len(answer.frame):
            title = str(answer.frame.iloc[0][words.column("short_name")])
        return Slide(
            f"{kind}_{panel.name}_{wanted.get('unit_id', '')}",
            kind,
            title,
            answer,
            notes="" if kind == "annex" else f"{title}。",
            source=SOURCE[lang],
            unit_id=wanted.get("unit_id"),
        )

    slides = (
        Slide("cover", "cover", TITLE[lang]),
        shown("panel", panels.PHASE_STRIP),
        shown("panel", panels.ATTENTION),
        shown("panel", panels.GOAL_FIGURES),
        shown("panel", panels.PROGRESS, metric_id="matters_resolved"),
        *(shown("unit", panels.UNIT_FIGURES, unit_id=unit) for unit in units(store)),
        shown("panel", panels.AWARDS),
        Slide(
            "decisions",
            "words",
            "请会议议定" if lang == "zh" else "To be decided",
            lines=("各单位于月底前报送本期数据", "未设目标的指标由牵头单位提出目标")
            if lang == "zh"
            else ("Units report by the end of the month", "The lead unit proposes targets"),
        ),
        shown("annex", panels.SUMMARY),
        shown("annex", panels.AWARDS),
    )
    return Deck(
        deck_id="M20210917-01",
        title=TITLE[lang],
        day=words.day(pd.Timestamp("2021-09-17")),
        place="德州市" if lang == "zh" else "Dezhou",
        known=words("known.shown", when=words.day(pd.Timestamp("2021-09-17"))),
        source=SOURCE[lang],
        lang=lang,
        is_synthetic=is_synthetic,
        slides=slides,
        is_final=True,
    )


def units(store: Store) -> tuple[str, ...]:
    """Three of the page; in another campaign the first three that reported."""
    frame = panels.GOAL_FIGURES.answer(store, Filters(store.last_event))
    found = tuple(unit for unit in UNITS if unit in set(frame["unit_id"]))
    return found or tuple(dict.fromkeys(frame["unit_id"]))[:3]


def with_rows(slide: Slide, frame: pd.DataFrame) -> Slide:
    """The same slide of another answer."""
    assert slide.seen is not None
    return replace(slide, seen=Seen(slide.seen.panel, frame, slide.seen.words, slide.seen.label))


def changed(made: Deck, name: str, frame: pd.DataFrame) -> Deck:
    """The deck with another answer on every slide of the panel of that name."""
    slides = tuple(
        with_rows(slide, frame) if slide.seen and slide.seen.panel.name == name else slide
        for slide in made.slides
    )
    return replace(made, slides=slides)
