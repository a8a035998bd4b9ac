"""Grids of marks: how many of each, who reported what."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from campaign.figures.look import GRID, ROW_PIXELS, SLATE, figure, plain, two_lines, unit_axis
from campaign.figures.said import figure_text, metric_label
from campaign.methods.rows import Row, grouped, rows
from campaign.words import Words


def count_grid(
    frame: pd.DataFrame, words: Words, *, columns: Sequence[str], column: str, label: str
) -> go.Figure:
    """Units by kinds: how many of each, a disc with its number; nothing where there is none.

    Frame: one row per thing, with unit_id, short_name(_en) and the `column` that holds its kind. What belongs
    to no unit (all owe it) is left out.
    """
    told = [row for row in rows(frame) if isinstance(row["unit_id"], str)]
    name_of = {row["unit_id"]: row[words.column("short_name")] for row in told}
    row_of = {unit: place for place, unit in enumerate(name_of)}
    asked = [row for row in told if pd.notna(row[column])]
    counts = [
        (group[0]["unit_id"], group[0][column], len(group)) for group in grouped(asked, "unit_id", column)
    ]
    discs = {
        "type": "scatter",
        "x": [columns.index(kind) for _, kind, _ in counts],
        "y": [row_of[unit] for unit, _, _ in counts],
        "mode": "markers+text",
        "marker": {"size": 26, "color": SLATE},
        "text": [str(count) for _, _, count in counts],
        "textfont": {"color": "#ffffff"},
        "customdata": [unit for unit, _, _ in counts],
        "hovertext": [
            plain(f"{name_of[unit]} · {words(f'{label}.{kind}')}: {count}") for unit, kind, count in counts
        ],
        "hoverinfo": "text",
    }
    return figure(
        [discs],
        xaxis={
            "tickvals": list(range(len(columns))),
            "ticktext": [two_lines(words(f"{label}.{kind}"), 9) for kind in columns],
            "tickangle": 0,
            "side": "top",
            "range": [-0.5, len(columns) - 0.5],
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={**unit_axis(list(name_of.values())), "gridcolor": GRID},
        height=48 + ROW_PIXELS * max(len(row_of), 1),
        margin={"l": 8, "r": 8, "t": 32, "b": 8},
    )


def state_matrix(frame: pd.DataFrame, words: Words) -> go.Figure:
    """Metrics by units: who reported what. Reported, 0, 未报, 不涉及 and not asked have each their own mark.

    Frame: the question `summary`. Few units stand across, as in the table; many stand down, so that a name
    has room either way.
    """
    told = rows(frame)
    metrics = [group[0] for group in grouped(told, "metric_id", "variant")]
    units = rows(frame.drop_duplicates("unit_id").sort_values("unit_sort"))
    metric_at = {(metric["metric_id"], metric["variant"]): n for n, metric in enumerate(metrics)}
    unit_at = {unit["unit_id"]: n for n, unit in enumerate(units)}
    is_wide = len(units) > MOST_UNITS_ACROSS

    def marks(state: str, look: dict) -> dict:
        found = [row for row in told if _mark(row) == state]
        at_metric = [metric_at[row["metric_id"], row["variant"]] for row in found]
        at_unit = [unit_at[row["unit_id"]] for row in found]
        return {
            "type": "scatter",
            "x": at_metric if is_wide else at_unit,
            "y": at_unit if is_wide else at_metric,
            "mode": "markers",
            "name": words(f"state.{state}"),
            "marker": look,
            "customdata": [row["unit_id"] for row in found],
            "hovertext": [_state_hover(row, words) for row in found],
            "hoverinfo": "text",
            "showlegend": True,
        }

    names = [plain(unit[words.column("short_name")]) for unit in units], _metric_labels(metrics, words)
    down, across = names if is_wide else reversed(names)
    grid = {"gridcolor": GRID, "zeroline": False, "automargin": True}
    return figure(
        [marks(state, look) for state, look in MATRIX_MARKS.items()],
        xaxis={
            **{"tickvals": list(range(len(across))), "ticktext": across, "tickangle": -90, "side": "top"},
            **{"range": [-0.6, len(across) - 0.4], **grid},
        },
        yaxis={
            **{"tickvals": list(range(len(down))), "ticktext": down, "ticklabelstandoff": 8},
            **{"range": [len(down) - 0.5, -0.5], **grid},
        },
        height=190 + 23 * max(len(down), 1),
        showlegend=True,
        legend={"orientation": "h", "y": -0.01, "yanchor": "top", "x": 0},
    )


def _mark(row: Row) -> str:
    return "zero" if row["state"] == "reported" and row["value"] == 0 else str(row["state"])


MOST_UNITS_ACROSS = 16


MATRIX_MARKS: dict[str, dict] = {
    "reported": {"symbol": "circle", "size": 12, "color": SLATE},
    "zero": {"symbol": "circle-open", "size": 12, "color": SLATE, "line": {"width": 2}},
    "missing": {"symbol": "square-open", "size": 11, "color": "#9aa5b1", "line": {"width": 1.5}},
    "not_applicable": {"symbol": "line-ew-open", "size": 11, "color": "#9aa5b1", "line": {"width": 2}},
    "not_asked": {"symbol": "circle", "size": 3, "color": "#d5dade"},
}


def _metric_labels(metrics: list[Row], words: Words) -> list[str]:
    """Short enough to leave a phone room for the marks; the whole name is in the hover and the table."""
    most = 15 if words.lang == "zh" else 26
    names = [metric_label(row, words) for row in metrics]
    return [plain(name if len(name) <= most else f"{name[: most - 1]}…") for name in names]


def _state_hover(row: Row, words: Words) -> str:
    said = figure_text(row, words) if row["state"] == "reported" else words(f"state.{row['state']}")
    return "<br>".join(
        plain(line) for line in (row[words.column("short_name")], metric_label(row, words), said)
    )
