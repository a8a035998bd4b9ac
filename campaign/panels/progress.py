"""Panels of 进展."""

import pandas as pd

from campaign.figures.bars import unit_bars
from campaign.figures.grids import state_matrix
from campaign.figures.said import figure_text, metric_label
from campaign.figures.trend import trend
from campaign.methods.rows import Row, grouped, rows
from campaign.methods.sums import sum_qualifier
from campaign.panels.cells import (
    AS_OF,
    COVERAGE,
    ENTERED,
    FIGURE,
    FIGURE_COLUMNS,
    METRIC,
    NOTE,
    SOURCE,
    UNIT,
    measure,
)
from campaign.panels.panel import Column, Panel
from campaign.words import Words


def _state(row: Row, words: Words) -> str:
    if row["state"] == "reported":
        return figure_text(row, words)
    # nothing was asked and nothing told: the only answer that is an empty cell
    return "" if row["state"] == "not_asked" else words(f"state.{row['state']}")


def _target(row: Row, words: Words) -> str:
    if pd.isna(row["target_value"]):
        return words("target.none")
    name = words.either(row["target_name"], row["target_name_en"])
    return f"{name} {row['target_printed']}" if words.lang == "zh" else f"{name}: {row['target_value']:g}"


def _metrics_by_units(frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    """一键汇总表: a row a metric, a column a unit in official order, a total where figures may be added."""
    units = frame.drop_duplicates("unit_id").sort_values("unit_sort")
    names = dict(zip(units["unit_id"], units[words.column("short_name")], strict=True))
    lines = []
    for found in grouped(rows(frame), "metric_id", "variant"):
        first = found[0]
        said = {names[row["unit_id"]]: _state(row, words) for row in found}
        lines.append(
            {
                words("column.metric"): metric_label(first, words),
                words("column.uom"): measure(first, words),
                **{name: said.get(name, "") for name in names.values()},
                words("column.total"): total([row for row in found if row["state"] == "reported"], words),
            }
        )
    return pd.DataFrame(lines)


def total(reported: list[Row], words: Words) -> str:
    """The sum of one metric's figures with the hedge it must carry; nothing where they may not be added."""
    coverages = {row["coverage"] for row in reported if pd.notna(row["coverage"])}
    if len(reported) < 2 or not all(row["additive"] for row in reported) or len(coverages) > 1:
        return ""
    first = reported[0]
    qualifier = sum_qualifier([row["qualifier"] for row in reported])
    added = sum(float(row["value"]) for row in reported)
    return words.figure(added, qualifier, first["uom"], first["uom_en"])


def spread(reported: list[Row], words: Words) -> tuple[str, str] | None:
    """The smallest and the largest figure; None where hedge words or different coverages forbid to say so."""
    coverages = {row["coverage"] for row in reported if pd.notna(row["coverage"])}
    if len(reported) < 2 or len(coverages) > 1 or any(row["qualifier"] != "exact" for row in reported):
        return None
    by_value = sorted(reported, key=lambda row: float(row["value"]))
    return figure_text(by_value[0], words), figure_text(by_value[-1], words)


PROGRESS = Panel(
    "progress",
    "progress",
    (UNIT, METRIC, FIGURE, Column("target", _target), COVERAGE, AS_OF, NOTE, SOURCE, ENTERED),
    unit_bars,
    leads_to_units=True,
)


HISTORY = Panel("history", "history", FIGURE_COLUMNS, trend, leads_to_units=True)


SUMMARY = Panel(
    "summary",
    "summary",
    (UNIT, METRIC, Column("figure", _state), COVERAGE, AS_OF, SOURCE),
    state_matrix,
    leads_to_units=True,
    arrange=_metrics_by_units,
)
