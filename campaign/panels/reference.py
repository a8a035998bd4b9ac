"""Panels of 指标口径 and of the reference tables in 设置."""

from campaign.panels.cells import (
    ENTERED,
    SOURCE,
    UNIT,
    coded,
    day,
    measure,
    plain,
    printed_target,
    text,
    whose,
)
from campaign.panels.panel import Column, Panel
from campaign.panels.phases import ACTIONS

ASSIGNMENTS = Panel(
    "assignments",
    "assignments",
    (
        UNIT,
        Column("metric", text("metric_name")),
        Column("variant", text("variant_name")),
        Column("starts_on", day("starts_on")),
        Column("ends_on", day("ends_on")),
        Column(
            "not_applicable",
            lambda row, words: words("answer.yes" if row["not_applicable"] else "answer.no"),
        ),
        ENTERED,
    ),
)


WINDOWS = Panel(
    "windows",
    "windows",
    (
        Column("frequency", coded("frequency", "frequency")),
        Column("period_end", day("period_end")),
        Column("unit", whose),
        Column("opens_on", day("opens_on")),
        Column("due_on", day("due_on")),
        Column("locks_on", day("locks_on")),
        ENTERED,
    ),
)


TARGETS = Panel(
    "targets",
    "targets",
    (
        Column("target", text("name")),
        Column("unit", whose),
        Column("figure", printed_target),
        Column("target_kind", coded("kind", "target_kind")),
        Column("due_on", day("due")),
        SOURCE,
        ENTERED,
    ),
)


UNITS = Panel(
    "units",
    "units",
    (
        UNIT,
        Column("group", text("group_name")),
        Column("method", text("method_name")),
        Column("figures", plain("figures")),
        Column("records", plain("records")),
    ),
)


METRICS = Panel(
    "metrics",
    "metrics",
    (
        Column("metric", text("name")),
        Column("uom", measure),
        Column("definition", text("definition")),
        Column("goal", coded("goal", "goal")),
        Column("metric_kind", coded("kind", "metric_kind")),
        Column("frequency", coded("frequency", "frequency")),
        Column("direction", coded("direction", "direction")),
        Column("comparable", coded("comparable", "comparable")),
        Column("use_class", coded("use_class", "use_class")),
        Column("additive", lambda row, words: words("answer.yes" if row["additive"] else "answer.no")),
        Column("units", plain("units")),
        SOURCE,
    ),
)


THEMES = Panel(
    "themes",
    "themes",
    (
        Column("list", coded("kind", "theme_kind")),
        Column("entry", text("name")),
        Column("unit", whose),
        Column("starts_on", day("starts_on")),
        Column("ends_on", day("ends_on")),
        SOURCE,
        ENTERED,
    ),
)


ALIASES = Panel(
    "aliases",
    "unit_aliases",
    (UNIT, Column("alias", plain("alias")), Column("basis", plain("source")), ENTERED),
)


VARIANTS = Panel(
    "variants",
    "variants",
    (
        Column("metric", text("metric_name")),
        Column("variant", text("variant_name")),
        Column("is_part", lambda row, words: words("answer.no" if row["part_of"] is None else "answer.yes")),
        SOURCE,
        ENTERED,
    ),
)


ACTION_LIST = Panel("action_list", "actions", (*ACTIONS.columns, ENTERED))


CALENDAR = Panel(
    "calendar",
    "calendar",
    (
        Column("day", day("day")),
        Column("day_is", lambda row, words: words(f"day_is.{'worked' if row['is_working'] else 'free'}")),
        Column("occasion", plain("name")),
        Column("basis", plain("source")),
        ENTERED,
    ),
)
