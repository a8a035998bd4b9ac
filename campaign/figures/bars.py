"""Bars: a row a unit, an 其中 inside its whole."""

from collections.abc import Callable, Sequence

import pandas as pd
import plotly.graph_objects as go

from campaign.figures.look import DEEP, GRID, PALE, ROW_PIXELS, SLATE, figure, foot_axis, plain, room_beside
from campaign.figures.said import bar_text, figure_hover, figure_text, unit_label
from campaign.methods.rows import Row, rows
from campaign.words import Words, nice_ticks


def unit_bars(frame: pd.DataFrame, words: Words) -> go.Figure:
    """Horizontal bars in the frame's order, one per row that is no 其中; an 其中 stands inside its whole.

    Frame: unit_id, short_name(_en), variant, variant_name(_en), part_of, value, qualifier, printed, uom(_en).
    """
    return bars_of(rows(frame), words)


def bars_of(told: Sequence[Row], words: Words, beside: Callable[[Row, Words], str] = bar_text) -> go.Figure:
    """The same of rows; `beside` says what stands beside each bar."""
    wholes = [row for row in told if pd.isna(row["part_of"])]
    labels = [unit_label(row, words) for row in wholes]
    is_exact = [row["qualifier"] == "exact" for row in wholes]
    said = [beside(row, words) for row in wholes]
    bars = {
        "type": "bar",
        "x": [row["value"] for row in wholes],
        "y": labels,
        "orientation": "h",
        "width": 0.62,
        "marker": {
            "color": [SLATE if exact else PALE for exact in is_exact],
            "line": {"color": SLATE, "width": 1},
            "pattern": {"shape": ["" if exact else "/" for exact in is_exact], "fgcolor": SLATE},
        },
        "text": [plain(text) for text in said],
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": [row["unit_id"] for row in wholes],
        "hovertext": [figure_hover(row, words) for row in wholes],
        "hoverinfo": "text",
    }
    top = max((float(row["value"]) for row in wholes), default=0.0)
    ticks = nice_ticks(top)
    reach = max(ticks[-1], top * 1.35)
    ends = [float(row["value"]) / reach for row in wholes]
    room = room_beside(zip(said, ends, strict=True), 13)
    return figure(
        [bars, *_parts(told, wholes, labels, words)],
        height=64 + ROW_PIXELS * max(len(wholes), 1),
        barmode="overlay",
        margin={"l": 8, "r": room, "t": 8, "b": 28},
        xaxis={
            "range": [0, reach],
            **foot_axis(ticks, words),
            "gridcolor": GRID,
            "zeroline": True,
            "zerolinecolor": SLATE,
            "fixedrange": False,
        },
        yaxis={
            "range": [len(set(labels)) - 0.5, -0.5],
            "automargin": True,
            "ticklabelstandoff": 8,
            "showgrid": False,
        },
    )


def _parts(told: Sequence[Row], wholes: list[Row], labels: list[str], words: Words) -> list[dict]:
    """The bars inside the bars: each 其中 whose whole is there."""
    label_of = {(row["unit_id"], row["variant"]): label for row, label in zip(wholes, labels, strict=True)}
    parts = [row for row in told if pd.notna(row["part_of"]) and (row["unit_id"], row["part_of"]) in label_of]
    if not parts:
        return []
    name = words.column("variant_name")
    said = [words("figure.part", name=row[name], value=figure_text(row, words)) for row in parts]
    return [
        {
            "type": "bar",
            "x": [row["value"] for row in parts],
            "y": [label_of[row["unit_id"], row["part_of"]] for row in parts],
            "orientation": "h",
            "width": 0.44,
            "constraintext": "none",
            "marker": {"color": DEEP},
            "text": [plain(text) for text in said],
            "textposition": "inside",
            "insidetextanchor": "start",
            "textfont": {"color": "#ffffff", "size": 12},
            "customdata": [row["unit_id"] for row in parts],
            "hovertext": [figure_hover(row, words) for row in parts],
            "hoverinfo": "text",
        }
    ]
