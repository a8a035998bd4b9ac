"""Panels of 会议."""

import pandas as pd

from campaign.methods.rows import Row
from campaign.panels.cells import UNIT, day, or_empty, plain
from campaign.panels.panel import Column, Panel
from campaign.words import Words


def item_state(row: Row, words: Words) -> str:
    """办结, 在办 or 逾期, with the days it is or was late; 不作督办 where no unit is bound."""
    if not isinstance(row["state"], str):
        return words("meeting.item.untracked")
    said = words(f"meeting.item.{row['state']}")
    if pd.isna(row["late_days"]):
        return said
    return words("meeting.item.late", state=said, days=int(row["late_days"]))


ITEM_COLUMNS = (
    Column("matter", plain("text")),
    UNIT,
    Column("owner", lambda row, words: or_empty(row["owner"])),
    Column("due_on", day("due_on")),
    Column("state", item_state),
)


MEETING_ITEMS = Panel("meeting_items", "meeting_items", ITEM_COLUMNS)


MEETING_DECISIONS = Panel("meeting_decisions", "meeting_decisions", ITEM_COLUMNS)
