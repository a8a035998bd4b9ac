"""Panels of 单位."""

import pandas as pd

from campaign.methods.rows import Row
from campaign.panels.cells import (
    ENTERED,
    FIGURE_COLUMNS,
    NOTE,
    SOURCE,
    UNIT,
    coded,
    or_empty,
    printed_target,
    text,
)
from campaign.panels.panel import Column, Panel
from campaign.panels.phases import ACTIONS
from campaign.words import Words


def _when(row: Row, words: Words) -> str:
    if pd.isna(row["on_date"]):
        return str(or_empty(row["date_printed"])) if words.lang == "zh" else ""
    return words.day(row["on_date"])


UNIT_ACTIONS = Panel("unit_actions", "actions", tuple(c for c in ACTIONS.columns if c is not UNIT))


UNIT_FIGURES = Panel("unit_figures", "unit_figures", tuple(c for c in FIGURE_COLUMNS if c is not UNIT))


# what counts as achievement, as process and as publicity is told apart: the last proves nothing
UNIT_EVIDENCE = Panel(
    "unit_evidence",
    "unit_figures",
    (Column("use_class", coded("use_class", "use_class")), *UNIT_FIGURES.columns),
)


UNIT_RECORDS = Panel(
    "unit_records",
    "unit_records",
    (
        Column("record", text("title")),
        Column("record_kind", coded("kind", "record_kind")),
        Column("level", text("level_name")),
        Column("body", text("body")),
        Column("on_date", _when),
        Column("claim", lambda row, words: words("record.claim") if row["is_claim"] else ""),
        NOTE,
        SOURCE,
        ENTERED,
    ),
)


UNIT_TARGETS = Panel(
    "unit_targets",
    "unit_targets",
    (
        Column("target", text("name")),
        Column("figure", printed_target),
        Column("target_kind", coded("kind", "target_kind")),
        NOTE,
        SOURCE,
        ENTERED,
    ),
)
