"""督导's pictures: how old open matters are, and whom nobody has checked."""

import pandas as pd
import plotly.graph_objects as go

from campaign.figures.colours import CONCERN
from campaign.figures.look import GRID, NOTHING, ROW_PIXELS, SLATE, figure, plain, unit_axis
from campaign.methods.rows import Row, rows
from campaign.supervision import checks, told
from campaign.words import Words, nice_ticks


def age_bars(frame: pd.DataFrame, words: Words) -> go.Figure:
    """A bar an age: open matters, those past their deadline told apart. Frame: ledger.ages."""
    found = rows(frame)
    series = (
        ("overdue", CONCERN, "/", words("supervision.overdue")),
        ("in_time", SLATE, "", words("supervision.in_time")),
    )
    return _stacked(found, [told.age(row, words) for row in found], series, words.column("units"))


def checked_bars(frame: pd.DataFrame, words: Words) -> go.Figure:
    """A bar a group: units checked and never checked. Frame: the question supervision_unchecked."""
    found = rows(checks.checked_groups(frame))
    series = (
        ("checked", SLATE, "", words("supervision.been_checked")),
        ("never", NOTHING, "", words("supervision.never")),
    )
    return _stacked(found, [told.group(row, words) for row in found], series)


def _stacked(
    found: list[Row], names: list[str], series: tuple[tuple[str, str, str, str], ...], said: str = ""
) -> go.Figure:
    """Bars of counts side by side in one, each count in or beside its part. said: column told on hovering."""
    totals = [sum(row[column] for column, *_ in series) for row in found]
    bars = [
        {
            "type": "bar",
            "orientation": "h",
            "x": [int(row[column]) for row in found],
            "y": list(range(len(found))),
            "width": 0.55,
            "name": plain(label),
            "marker": {
                "color": colour,
                "line": {"color": SLATE, "width": 1},
                "pattern": {"shape": shape, "fgcolor": "#ffffff", "bgcolor": colour, "solidity": 0.12},
            },
            "text": [str(int(row[column])) if row[column] else "" for row in found],
            "textposition": "auto",
            "textangle": 0,
            "hovertext": [
                "<br>".join(
                    plain(line) for line in (f"{name} · {label}: {int(row[column])}", row.get(said)) if line
                )
                for name, row in zip(names, found, strict=True)
            ],
            "hoverinfo": "text",
        }
        for column, colour, shape, label in series
    ]
    top = nice_ticks(max(totals, default=0) or 1)
    return figure(
        bars,
        height=86 + ROW_PIXELS * max(len(found), 1),
        barmode="stack",
        showlegend=True,
        legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        margin={"l": 8, "r": 24, "t": 32, "b": 34},
        xaxis={
            "range": [0, top[-1]],
            "tickvals": [tick for tick in top if float(tick).is_integer()],
            "gridcolor": GRID,
            "zeroline": True,
            "zerolinecolor": SLATE,
            "fixedrange": True,
        },
        yaxis={**unit_axis(names), "showgrid": False, "fixedrange": True},
    )
