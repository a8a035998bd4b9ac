"""Panels of 对比排名."""

from campaign.figures.bars import ranked_bars
from campaign.figures.said import place_text
from campaign.methods.rows import Row
from campaign.panels.cells import AS_OF, COVERAGE, ENTERED, FIGURE, METRIC, NOTE, SOURCE, UNIT, plain, text
from campaign.panels.panel import Column, Panel
from campaign.words import Words


def _reasons(row: Row, words: Words) -> str:
    if len(row["reasons"]) == 0:
        return words("gate.may")
    return words("list.comma").join(words(f"gate.short.{reason}") for reason in row["reasons"])


RANKING = Panel(
    "ranking",
    "ranking",
    (
        Column("place", place_text),
        UNIT,
        FIGURE,
        Column("group", text("group_name")),
        COVERAGE,
        AS_OF,
        SOURCE,
        ENTERED,
    ),
    ranked_bars,
    leads_to_units=True,
)


CONTENDERS = Panel(
    "contenders",
    "contenders",
    (UNIT, METRIC, FIGURE, COVERAGE, Column("group", text("group_name")), NOTE, AS_OF, SOURCE, ENTERED),
)


GATE = Panel(
    "gate",
    "gate",
    (
        METRIC,
        Column("group", text("group_name")),
        Column("units", plain("units")),
        Column("group_units", plain("group_units")),
        Column("may_be_ranked", _reasons),
    ),
)
