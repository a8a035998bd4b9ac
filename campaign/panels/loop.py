"""Panels of 闭环办理."""

from campaign.loop import drawn, judged, told
from campaign.panels.cells import AS_OF, COVERAGE, ENTERED, SOURCE, UNIT, day, plain, text
from campaign.panels.panel import Column, Panel

LOOP_PLAN = Panel(
    "loop_plan",
    "loop_plan",
    (Column("stage", text("name")), Column("what", text("text")), SOURCE, ENTERED),
)


LOOP_STAGES = Panel(
    "loop_stages",
    "loop_stages",
    (
        Column("stage", text("stage_name")),
        Column("count", told.total),
        Column("share_before", told.stage_rate),
        Column("lost", told.lost),
        Column("units", plain("units")),
        Column("units_both", plain("pair_units")),
        Column("as_of", day("last_day")),
    ),
    drawn.stage_bars,
    judge=judged.stages,
    say=told.stages_say,
)


LOOP_STUCK = Panel(
    "loop_stuck",
    "loop_stuck",
    (
        UNIT,
        Column("stopped_at", told.between),
        Column("lost", told.lost),
        Column("lost_share", told.lost_share),
        AS_OF,
        ENTERED,
    ),
    drawn.stuck_bars,
    leads_to_units=True,
    judge=judged.stuck,
    say=told.stuck_say,
)


LOOP_UNITS = Panel(
    "loop_units",
    "loop_units",
    (UNIT, AS_OF, Column("stage", text("stage_name")), Column("share_before", told.unit_rate)),
    drawn.unit_dots,
    leads_to_units=True,
    arrange=told.by_unit,
    judge=judged.units,
    say=told.units_say,
)


LOOP_RATE = Panel(
    "loop_rate",
    "loop_rate",
    (
        UNIT,
        Column("rate", told.unit_rate),
        Column("against_group", told.funnel_place),
        COVERAGE,
        AS_OF,
        ENTERED,
    ),
    drawn.rate_funnel,
    leads_to_units=True,
    judge=judged.rate,
    say=told.rate_says,
)


def _rate_chart(name: str, period: str) -> Panel:
    """A control chart of a rate by month or by week: only the question and the first column differ."""
    return Panel(
        name,
        name,
        (
            Column(period, told.when),
            Column("rate", told.stage_rate),
            Column("reading", told.point_kind),
            Column("units_both", plain("units")),
        ),
        drawn.month_chart,
        judge=judged.months,
        say=told.months_say,
    )


LOOP_MONTHS = _rate_chart("loop_months", "month")


LOOP_WEEKS = _rate_chart("loop_weeks", "week")
