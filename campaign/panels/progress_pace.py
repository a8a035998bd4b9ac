"""Panels of 进展 that hold figures against targets, their own past and their group."""

from campaign.pace import drawn, judged, told
from campaign.panels.cells import AS_OF, COVERAGE, ENTERED, METRIC, SOURCE, UNIT, day
from campaign.panels.panel import Column, Panel

AIM = Column("metric", told.metric)
AGAINST = (
    Column("figure", told.figure),
    Column("target", told.target),
    Column("done_share", told.share),
    Column("due_share", told.due_share),
    Column("due_today", told.due_today),
    Column("standing", told.status),
    Column("gap", told.sentence),
)


PACE = Panel(
    "pace",
    "pace",
    (UNIT, METRIC, *AGAINST, COVERAGE, AS_OF, SOURCE, ENTERED),
    drawn.unit_paces,
    leads_to_units=True,
    judge=judged.paces,
    say=told.say,
    uses=judged.LIMITS,
)


PACE_BY_LAG = Panel(
    "pace_by_lag",
    "pace",
    (UNIT, METRIC, *AGAINST, COVERAGE, AS_OF, SOURCE, ENTERED),
    drawn.unit_paces_by_lag,
    leads_to_units=True,
    judge=judged.paces_by_lag,
    say=told.say,
    uses=judged.LIMITS,
)


UNIT_PACE = Panel(
    "unit_pace",
    "unit_pace",
    (AIM, *AGAINST, AS_OF, SOURCE, ENTERED),
    drawn.metric_paces,
    judge=judged.paces,
    say=told.units_say,
    uses=judged.LIMITS,
)


GOAL_PACE = Panel(
    "goal_pace",
    "goal_pace",
    (UNIT, AIM, *AGAINST, AS_OF, SOURCE, ENTERED),
    judge=judged.paces,
    say=told.say,
    uses=judged.LIMITS,
)


GAINS = Panel(
    "gains",
    "gains",
    (UNIT, METRIC, Column("gained", told.gained), COVERAGE, AS_OF, SOURCE, ENTERED),
    drawn.gains,
    leads_to_units=True,
)


COURSE = Panel(
    "course",
    "course",
    (
        AS_OF,
        Column("figure", told.course_figure),
        Column("group_middle", lambda row, words: told.measured(row["group_middle"], row, words)),
        Column("group_band", told.group_band),
        ENTERED,
    ),
    drawn.course,
    judge=judged.course,
    say=told.course_says,
)


OUTLOOK = Panel(
    "outlook",
    "outlook",
    (UNIT, METRIC, AS_OF, Column("figure", told.figure), Column("target", told.target), SOURCE, ENTERED),
    drawn.outlook,
    judge=judged.ahead,
    say=told.outlook_says,
    beside=("outlook_past",),
)


STEPS = Panel(
    "steps",
    "steps",
    (
        UNIT,
        METRIC,
        Column("step_value", told.step_value),
        Column("due_on", day("due")),
        Column("done_on", day("done_on")),
        Column("standing", told.step_state),
        ENTERED,
    ),
    judge=judged.steps,
    say=told.steps_say,
)
