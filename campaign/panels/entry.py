"""Panels of 报送记录."""

import pandas as pd

from campaign.figures.said import figure_text
from campaign.methods.rows import Row
from campaign.panels.cells import AS_OF, UNIT, coded, file_called, moment, plain, signature, text
from campaign.panels.panel import Column, Panel
from campaign.words import Words


def _now(row: Row, words: Words) -> str:
    """What is known instead; nothing when the figure was withdrawn or struck without a successor."""
    if pd.isna(row["now_value"]):
        return words("revision.nothing")
    uom, uom_en = row["uom"], row["uom_en"]
    return words.figure(row["now_value"], row["now_qualifier"], uom, uom_en, row["now_printed"])


BATCHES = Panel(
    "batches",
    "batches",
    (
        Column("batch", plain("batch_id")),
        Column("content", coded("table_name", "table")),
        Column("rows", plain("row_count")),
        Column("file", file_called),
        Column("state", coded("state", "batch_state")),
        Column("moment", moment),
        Column("submitted_by", signature("submitted_by")),
        Column("published_by", signature("published_by")),
    ),
)


EVENTS = Panel(
    "events",
    "events",
    (
        Column("event", plain("event_no")),
        Column("moment", moment),
        Column("step", coded("kind", "batch_state")),
        Column("content", coded("table_name", "table")),
        Column("rows", plain("row_count")),
        Column("signed_by", signature("signed_by")),
        Column("batch", plain("batch_id")),
        Column("reason", plain("reason")),
    ),
)


REVISIONS = Panel(
    "revisions",
    "revisions",
    (
        Column("event", plain("event_no")),
        UNIT,
        Column("metric", text("metric_name")),
        AS_OF,
        Column("was", figure_text),
        Column("now", _now),
        Column("signed_by", signature("signed_by")),
        Column("reason", plain("reason")),
    ),
)
