"""The charts we have, a module a page. Page, slide and export show one Panel, so they cannot disagree."""

from campaign.panels.entry import BATCHES, EVENTS, REVISIONS
from campaign.panels.loop import (
    LOOP_MONTHS,
    LOOP_PLAN,
    LOOP_RATE,
    LOOP_STAGES,
    LOOP_STUCK,
    LOOP_UNITS,
    LOOP_WEEKS,
)
from campaign.panels.panel import Column, Panel, Seen
from campaign.panels.phases import ACTIONS, PHASE_GRID
from campaign.panels.progress import HISTORY, PROGRESS, SUMMARY
from campaign.panels.progress_pace import (
    COURSE,
    GAINS,
    GOAL_PACE,
    OUTLOOK,
    PACE,
    PACE_BY_LAG,
    STEPS,
    UNIT_PACE,
)
from campaign.panels.ranking import CONTENDERS, GATE, RANKING
from campaign.panels.reference import ASSIGNMENTS, METRICS, TARGETS, UNITS, WINDOWS
from campaign.panels.standing import ATTENTION, AWARDS, GOAL_FIGURES, PHASE_STRIP
from campaign.panels.unit import UNIT_ACTIONS, UNIT_FIGURES, UNIT_RECORDS, UNIT_TARGETS

ALL = tuple(value for value in list(globals().values()) if isinstance(value, Panel))
