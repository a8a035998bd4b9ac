"""Panels of 阶段与动作."""

from functools import partial

from campaign.figures.grids import count_grid
from campaign.figures.phases import phase_grid
from campaign.figures.said import status_word
from campaign.panels.cells import AS_OF, SOURCE, UNIT, coded, plain, text
from campaign.panels.panel import Column, Panel

CADENCES = ("once", "week", "halfmonth", "month", "quarter")


PHASE_GRID = Panel(
    "phase_grid",
    "phase_grid",
    (
        UNIT,
        Column("phase", text("phase_name")),
        Column("status", lambda row, words: status_word(row["status"], words)),
        AS_OF,
        Column("note", plain("note")),
    ),
    phase_grid,
    leads_to_units=True,
)


ACTIONS = Panel(
    "actions",
    "actions",
    (
        UNIT,
        Column("action_set", text("set_name")),
        Column("action", text("name")),
        Column("cadence", coded("cadence", "cadence")),
        Column("requirement", coded("requirement", "requirement")),
        Column("what", text("text")),
        SOURCE,
    ),
    partial(count_grid, columns=CADENCES, column="cadence", label="cadence"),
    leads_to_units=True,
)
