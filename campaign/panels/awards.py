"""Panels of 选树典型. AWARDS, the places planned, stands on 总览 (standing.py)."""

from campaign.awards import drawn, judged, told
from campaign.panels.cells import ENTERED, NOTE, SOURCE, UNIT, coded, day, signature, text
from campaign.panels.panel import Column, Panel

AWARD = Column("award", text("award_name"))


AWARD_STAGES = Panel(
    "award_stages",
    "award_stages",
    (
        Column("award", text("name")),
        Column("places", told.places),
        Column("stage", coded("stage", "award_stage")),
        Column("passed", told.passed),
        Column("stopped_or_withdrawn", told.ended),
        Column("on_date", day("last_on")),
        SOURCE,
    ),
    drawn.stage_bars,
    say=told.stages_say,
)


NOMINATIONS = Panel(
    "nominations",
    "nominations",
    (
        AWARD,
        Column("nominee", told.subject),
        UNIT,
        Column("progress", told.stage),
        Column("on_date", day("last_on")),
        Column("signed_by", signature("signed_by")),
        NOTE,
        ENTERED,
    ),
)


AWARD_SCORES = Panel(
    "award_scores",
    "award_scores",
    (
        AWARD,
        Column("nominee", told.subject),
        UNIT,
        Column("mean_score", told.mean),
        Column("state", told.standing),
        Column("scores", told.given),
        Column("recused", lambda row, _: int(row["recused"])),
    ),
    judge=judged.scores,
    say=told.scores_say,
)


AWARD_NOTICES = Panel(
    "award_notices",
    "award_notices",
    (
        AWARD,
        Column("posted", told.posted),
        Column("posted_on", day("posted_on")),
        Column("working_days", told.period),
        Column("days_off", told.skipped),
    ),
    judge=judged.notices,
    say=told.notices_say,
    beside=("calendar_days", "settings"),
    uses=("award_notice_days",),
)


AWARD_SHARES = Panel("award_shares", "award_shares", (), arrange=told.by_group)


RECOGNITIONS = Panel(
    "recognitions",
    "recognitions",
    (
        Column("record", text("title")),
        UNIT,
        Column("level", told.level),
        Column("body", text("body")),
        Column("on_date", told.day_said),
        Column("claim", lambda row, words: words("record.claim") if row["is_claim"] else ""),
        NOTE,
        SOURCE,
        ENTERED,
    ),
    drawn.recognition_bars,
    say=told.recognitions_say,
)


UNIT_AWARDS = Panel(
    "unit_awards",
    "unit_awards",
    (
        AWARD,
        Column("nominee", told.subject),
        Column("progress", told.stage),
        Column("on_date", day("on_date")),
        ENTERED,
    ),
)
