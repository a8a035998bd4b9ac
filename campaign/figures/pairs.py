"""Pairs: a figure beside that of the same time of the campaign before."""

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go

from campaign.figures.look import GRID, PALE, ROW_PIXELS, SLATE, figure, foot_axis, plain, unit_axis
from campaign.figures.said import figure_text, unit_label
from campaign.methods.rows import Row, rows
from campaign.words import Words, nice_ticks

Say = Callable[[Row, Words], str]


def year_pairs(frame: pd.DataFrame, words: Words) -> go.Figure:
    """A line a unit from the figure before (open) to the figure now (filled). Frame: year_on_year.

    Where the metric was defined anew between the two, the figure now stands alone.
    """
    told = rows(frame)
    paired = [(place, row) for place, row in enumerate(told) if pd.isna(row["redefined_on"])]
    values = [float(row["value"]) for row in told] + [float(row["before_value"]) for _, row in paired]
    ticks = nice_ticks(max(values, default=0.0))
    tracks = {
        "type": "scatter",
        "x": [x for _, row in paired for x in (row["before_value"], row["value"], None)],
        "y": [y for place, _ in paired for y in (place, place, None)],
        "mode": "lines",
        "line": {"color": PALE, "width": 3},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    axis = unit_axis([row[words.column("short_name")] for row in told])
    names = [unit_label(row, words) for row in told]
    return figure(
        [
            tracks,
            _marks(paired, "before_value", words("year.before"), "circle-open", words, before_text),
            _marks(list(enumerate(told)), "value", words("year.now"), "circle", words, figure_text),
        ],
        height=84 + ROW_PIXELS * max(len(told), 1),
        margin={"l": 8, "r": 24, "t": 8, "b": 52},
        showlegend=True,
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0},
        xaxis={
            "range": [min([0.0, *values]), max([ticks[-1], *values]) * 1.04],
            **foot_axis(ticks, words),
            "gridcolor": GRID,
            "zeroline": True,
            "zerolinecolor": SLATE,
        },
        yaxis={**axis, "ticktext": names, "showgrid": False},
    )


def before_text(row: Row, words: Words) -> str:
    """The figure of the campaign before, hedge word included."""
    return words.figure(
        row["before_value"], row["before_qualifier"], row["uom"], row["uom_en"], row["before_printed"]
    )


def _marks(
    told: list[tuple[int, Row]],
    column: str,
    name: str,
    symbol: str,
    words: Words,
    say: Callable[[Row, Words], str],
) -> dict:
    return {
        "type": "scatter",
        "x": [row[column] for _, row in told],
        "y": [place for place, _ in told],
        "mode": "markers",
        "name": name,
        "marker": {"symbol": symbol, "size": 11, "color": SLATE, "line": {"color": SLATE, "width": 2}},
        "customdata": [row["unit_id"] for _, row in told],
        "hovertext": [
            plain(f"{row[words.column('short_name')]} {name} {say(row, words)}") for _, row in told
        ],
        "hoverinfo": "text",
        "cliponaxis": False,
    }
