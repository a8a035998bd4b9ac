"""The charts we have, a module a page. Page, slide and export show one Panel, so they cannot disagree."""

from campaign.panels.awards import (
    AWARD_NOTICES,
    AWARD_SCORES,
    AWARD_SHARES,
    AWARD_STAGES,
    NOMINATIONS,
    RECOGNITIONS,
    UNIT_AWARDS,
)
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
from campaign.panels.meeting import MEETING_DECISIONS, MEETING_ITEMS
from campaign.panels.panel import Column, Panel, Seen
from campaign.panels.phases import (
    ACTIONS,
    CHECKLIST,
    DUTY_CLASSES,
    DUTY_DONE,
    DUTY_STRIP,
    OPTIONAL_ACTIONS,
    OWN_CHECKLIST,
    OWN_STRIP,
    PHASE_GRID,
)
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
from campaign.panels.ranking import (
    CONTENDERS,
    GATE,
    INDEX,
    INDEX_LEFT_OUT,
    INDEX_TRIAL,
    INDEX_WHY,
    RANKING,
    WEIGHT_HISTORY,
    WEIGHTS,
)
from campaign.panels.reference import (
    ACTION_LIST,
    ALIASES,
    ASSIGNMENTS,
    CALENDAR,
    METRICS,
    TARGETS,
    THEMES,
    UNITS,
    VARIANTS,
    WINDOWS,
)
from campaign.panels.standing import ATTENTION, AWARDS, GOAL_FIGURES, PHASE_STRIP
from campaign.panels.supervision import (
    SUPERVISION_AGES,
    SUPERVISION_CANDIDATES,
    SUPERVISION_CHECKS,
    SUPERVISION_DRAWS,
    SUPERVISION_IMPROVED,
    SUPERVISION_JUDGED,
    SUPERVISION_LEDGER,
    SUPERVISION_NOTICES,
    SUPERVISION_TESTS,
    SUPERVISION_UNCHECKED,
)
from campaign.panels.unit import UNIT_ACTIONS, UNIT_EVIDENCE, UNIT_FIGURES, UNIT_RECORDS, UNIT_TARGETS
from campaign.panels.years import UNIT_YEAR_ON_YEAR, YEAR_ON_YEAR

ALL = tuple(value for value in list(globals().values()) if isinstance(value, Panel))
