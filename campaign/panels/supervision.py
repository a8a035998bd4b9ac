"""Panels of 督导. What the tests name (SUPERVISION_CANDIDATES, SUPERVISION_JUDGED) is for organisers only."""

from campaign.pace.judged import LIMITS
from campaign.panels.cells import UNIT, day, plain, signature, text
from campaign.panels.panel import Column, Panel
from campaign.supervision import checks, drawn, judged, ledger, told

LOOKED_AT = tuple(
    f"supervision_{name}" for name in ("paces", "duties", "milestones", "rates", "ledger", "judged")
)
THRESHOLDS = ("supervision_reports", "supervision_periods", "supervision_days", *LIMITS)

SUPERVISION_LEDGER = Panel(
    "supervision_ledger",
    "supervision_ledger",
    (
        Column("ledger_no", plain("no")),
        Column("ledger_matter", told.matter),
        Column("ledger_unit", text("short_name")),
        Column("owner", told.owner),
        Column("deadline", told.deadline),
        Column("headway", told.progress),
        Column("closure", told.standing),
    ),
    judge=ledger.ledger,
    say=told.ledger_says,
)

SUPERVISION_AGES = Panel(
    "supervision_ages",
    "supervision_ledger",
    (
        Column("open_age", told.age),
        Column("overdue", plain("overdue")),
        Column("in_time", plain("in_time")),
        Column("unit", text("units")),
    ),
    drawn.age_bars,
    judge=ledger.ages,
    say=told.ages_say,
)

SUPERVISION_CANDIDATES = Panel(
    "supervision_candidates",
    "supervision_units",
    (UNIT, Column("fault", told.ground), Column("fault_evidence", told.evidence)),
    judge=judged.findings,
    part=judged.waiting,
    say=told.candidates_say,
    beside=LOOKED_AT,
    uses=THRESHOLDS,
)

SUPERVISION_JUDGED = Panel(
    "supervision_judged",
    "supervision_judged",
    (
        Column("on_date", day("on_date")),
        UNIT,
        Column("fault", text("ground_name")),
        Column("fault_evidence", plain("evidence")),
        Column("verdict", told.verdict),
        Column("reason", plain("reason")),
        Column("signed_by", signature("signed_by")),
    ),
)

SUPERVISION_IMPROVED = Panel(
    "supervision_improved",
    "supervision_units",
    (UNIT, Column("improvement", told.better)),
    judge=judged.findings,
    part=judged.improved,
    beside=LOOKED_AT,
    uses=THRESHOLDS,
)

SUPERVISION_TESTS = Panel(
    "supervision_tests",
    "supervision_units",
    (
        Column("fault", told.ground),
        Column("test_rule", told.rule),
        Column("looked_at", told.looked_at),
        Column("test_missing", told.missing),
    ),
    judge=judged.findings,
    part=judged.tests,
    beside=LOOKED_AT,
    uses=THRESHOLDS,
)

SUPERVISION_UNCHECKED = Panel(
    "supervision_unchecked",
    "supervision_unchecked",
    (
        UNIT,
        Column("group", told.group),
        Column("checks", told.checked),
        Column("times_drawn", told.times_drawn),
    ),
    drawn.checked_bars,
    say=told.unchecked_say,
)

SUPERVISION_CHECKS = Panel(
    "supervision_checks",
    "supervision_checks",
    (
        Column("on_date", day("on_date")),
        Column("check_kind", text("kind_name")),
        UNIT,
        Column("finding", plain("finding")),
        Column("closure", told.check_state),
    ),
    say=told.checks_say,
)

SUPERVISION_DRAWS = Panel(
    "supervision_draws",
    "supervision_draws",
    (
        Column("on_date", day("drawn_on")),
        Column("announced_no", plain("announced_no")),
        Column("group", told.group),
        Column("drawn_of", told.draw_of),
        Column("drawn_no", plain("drawn_no")),
        UNIT,
        Column("unit_id", plain("unit_id")),
        Column("draw_code", told.draw_code),
        Column("drawn_again", told.agrees),
    ),
    judge=checks.draws,
    say=told.draws_say,
)

SUPERVISION_NOTICES = Panel(
    "supervision_notices",
    "supervision_notices",
    (
        Column("on_date", day("on_date")),
        Column("record", text("title")),
        Column("about_whom", told.whom),
        Column("fault", text("ground_name")),
        Column("body", text("body")),
    ),
)
