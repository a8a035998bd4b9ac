"""Panels of 总览."""

from campaign.figures.phases import phase_strip
from campaign.figures.said import status_word
from campaign.panels.cells import (
    AS_OF,
    COVERAGE,
    FIGURE,
    METRIC,
    SOURCE,
    UNIT,
    coded,
    counted,
    day,
    text,
)
from campaign.panels.panel import Column, Panel
from campaign.supervision import lagging, told

PHASE_STRIP = Panel(
    "phase_strip",
    "phases",
    (
        Column("phase", text("name")),
        Column("status", lambda row, words: status_word(row["status"], words)),
        Column("starts_on", day("starts_on")),
        Column("ends_on", day("ends_on")),
        SOURCE,
    ),
    phase_strip,
)


GOAL_FIGURES = Panel(
    "goal_figures",
    "goal_figures",
    (Column("goal", coded("goal", "goal")), UNIT, METRIC, FIGURE, COVERAGE, AS_OF, SOURCE),
)


AWARDS = Panel(
    "awards",
    "awards",
    (
        Column("award", text("name")),
        Column("places", counted("places")),
        Column("nominated", counted("nominated")),
        SOURCE,
    ),
)


ATTENTION = Panel(
    "attention",
    "attention",
    (
        UNIT,
        Column("matter", told.attention_matter),
        Column("owner", told.attention_owner),
        Column("due_on", day("on_date")),
    ),
    judge=lagging.attention,
    beside=("supervision_paces",),
)
