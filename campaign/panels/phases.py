"""Panels of 阶段与动作."""

from collections.abc import Callable
from functools import partial

import pandas as pd

from campaign.duties import drawn, judged, told
from campaign.figures.grids import count_grid
from campaign.figures.phases import phase_grid
from campaign.figures.said import status_word
from campaign.methods.rows import Row
from campaign.panels.cells import AS_OF, ENTERED, SOURCE, UNIT, coded, counted, day, plain, text
from campaign.panels.panel import Column, Panel
from campaign.words import Words

NOTE_OF_LOG = Column("note", plain("note"))
CADENCES = ("once", "week", "halfmonth", "month", "quarter")


def _percent(row: Row, words: Words) -> str:
    return "" if pd.isna(row["percent"]) else f"{words.number(row['percent'])}%"


PHASE_GRID = Panel(
    "phase_grid",
    "phase_grid",
    (
        UNIT,
        Column("phase", text("phase_name")),
        Column("status", lambda row, words: status_word(row["status"], words)),
        Column("duty_percent", _percent),
        AS_OF,
        NOTE_OF_LOG,
        ENTERED,
    ),
    phase_grid,
    leads_to_units=True,
    say=told.phases_say,
)


DUTY_DONE = Panel(
    "duty_done",
    "duties_due",
    (
        UNIT,
        Column("duty_done_of_due", told.done_of_due),
        Column("duty_due_items", plain("due")),
        Column("duty_in_time", plain("in_time")),
        Column("duty_done_late", plain("late")),
        Column("duty_overdue", plain("overdue")),
        Column("duty_of_which_unreported", plain("unreported")),
        Column("duty_class_completed", plain("completed")),
        Column("duty_class_ahead", plain("ahead")),
        Column("duty_class_on", plain("on")),
        Column("duty_class_short", plain("short")),
        Column("duty_class_not_due", plain("not_due")),
        Column("duty_class_total", plain("actions")),
    ),
    drawn.due_bars,
    leads_to_units=True,
    judge=judged.units,
    say=told.due_says,
)


def _people(row: Row, words: Words) -> str:
    return "" if pd.isna(row["population"]) else told.people(row, words)


DUTY_CLASSES = Panel(
    "duty_classes",
    "duties_due",
    (
        Column("action", text("name")),
        Column("cadence", coded("cadence", "cadence")),
        Column("duty_class_completed", plain("completed")),
        Column("duty_class_ahead", plain("ahead")),
        Column("duty_class_on", plain("on")),
        Column("duty_class_short", plain("short")),
        Column("duty_class_not_due", plain("not_due")),
        Column("duty_units", plain("actions")),
        Column("duty_done_of_due", told.done_of_due),
        Column("duty_in_time", plain("in_time")),
        Column("duty_done_late", plain("late")),
        Column("duty_overdue", plain("overdue")),
        Column("duty_of_which_unreported", plain("unreported")),
        Column("duty_people_done", _people),
    ),
    drawn.class_bars,
    judge=judged.actions,
    say=told.classes_say,
)


PERIOD_COLUMNS = (
    UNIT,
    Column("action", told.item),
    Column("duty_period", told.period),
    Column("duty_state", told.state),
    Column("due_on", day("due_day")),
    Column("duty_done_on", day("done_on")),
    NOTE_OF_LOG,
    SOURCE,
    ENTERED,
)


def _strip(name: str, say: Callable[[pd.DataFrame, Words], str]) -> Panel:
    """A strip: only whose duties they are and what they come to differ."""
    columns = (*PERIOD_COLUMNS[:4], Column("duty_so_far", told.line_says), *PERIOD_COLUMNS[4:])
    return Panel(name, name, columns, drawn.strip, leads_to_units=True, judge=judged.strip, say=say)


DUTY_STRIP = _strip("duty_strip", told.strip_says)


OWN_STRIP = _strip("own_strip", told.own_says)


CHECKLIST = Panel(
    "checklist", "checklist", PERIOD_COLUMNS, drawn.checklist, leads_to_units=True, say=told.checklist_says
)


OWN_CHECKLIST = Panel(
    "own_checklist",
    "own_checklist",
    (
        UNIT,
        Column("action_set", text("set_name")),
        Column("action", told.item),
        Column("duty_per", coded("per", "per")),
        Column("duty_state", told.state),
        Column("duty_done_on", day("done_on")),
        Column("what", text("text")),
        NOTE_OF_LOG,
        SOURCE,
        ENTERED,
    ),
    drawn.checklist,
    leads_to_units=True,
    say=told.own_checklist_says,
)


OPTIONAL_ACTIONS = Panel(
    "optional_actions",
    "optional_actions",
    (
        UNIT,
        Column("duty_optional_count", plain("actions")),
        Column("duty_optional_names", told.names),
        Column("duty_periods_done", counted("logged")),
    ),
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
