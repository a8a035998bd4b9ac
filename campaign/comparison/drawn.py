"""Pictures of a ranking. Frames as campaign.comparison.judged leaves them."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from campaign.comparison import told
from campaign.figures import bars
from campaign.figures.look import DEEP, GRID, INK, PALE, SLATE, figure, plain, two_lines, unit_axis
from campaign.figures.said import bar_text, place_text
from campaign.methods.rows import Row, rows
from campaign.words import Words

SOFT = "#52606d"
ROW, FEW = 30, 40  # pixels a unit; of more units each gets less
ROW_OF_MANY = 21
LONGEST = 9  # letters of a name in one line: a phone has room for no more beside a picture
BESIDE = 184  # pixels for what is said beside a band


def ranked(frame: pd.DataFrame, words: Words) -> go.Figure:
    """Bars with each unit's figure, its place and how it moved beside them. Frame: judged.ranking."""
    here = frame[frame["is_here"].astype(bool)] if len(frame) else frame
    return bars.bars_of(rows(here), words, _figure_and_place)


def _figure_and_place(row: Row, words: Words) -> str:
    return f"{bar_text(row, words)}  {place_text(row, words)}{told.arrow(row)}"


def index_places(frame: pd.DataFrame, words: Words) -> go.Figure:
    """A line a unit: a band for the places 5–95 % of the draws give it, a mark for its place as signed.

    A unit without a score keeps its line and says why. Frame: judged.scores.
    """
    units = [row for row in rows(frame) if row["change"] != "left"]
    scored = [(at, row) for at, row in enumerate(units) if not pd.isna(row["place"])]
    most, names = max(len(scored), 1), [row[words.column("short_name")] for row in units]
    height = 62 + (ROW if len(units) <= FEW else ROW_OF_MANY) * max(len(units), 1)
    return figure(
        [_bands(scored), _marks(scored, words)],
        height=height,
        margin={"l": 8, "r": BESIDE, "t": 38, "b": 8},
        xaxis={
            "range": [0.4, most + 0.6], "side": "top", "tickvals": _ticks(most), "tickangle": 0,
            "ticktext": [words("rank.tick", place=place) for place in _ticks(most)],
            "gridcolor": GRID, "zeroline": False, "fixedrange": True,
        },
        yaxis={
            **unit_axis(names), "showgrid": False,
            "ticktext": [two_lines(name, LONGEST if len(names) <= FEW else 2 * LONGEST) for name in names],
        },
        shapes=_cuts(most, len(units)),
        annotations=[_beside(at, row, words) for at, row in enumerate(units)] + _trial(units, words),
    )  # fmt: skip


def _ticks(most: int) -> list[int]:
    """The first place, the last, and two between: a phone has room for no more."""
    return sorted({1 + round(part * (most - 1) / 3) for part in range(4)})


def _bands(scored: list[tuple[int, Row]]) -> dict[str, Any]:
    drawn = [(at, row) for at, row in scored if not pd.isna(row["low"])]
    x = [end for _, row in drawn for end in (int(row["low"]) - 0.3, int(row["high"]) + 0.3, None)]
    y = [end for at, _ in drawn for end in (at, at, None)]
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip", "connectgaps": False,
        "line": {"color": PALE, "width": 8},
    }  # fmt: skip


def _marks(scored: list[tuple[int, Row]], words: Words) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [int(row["place"]) for _, row in scored],
        "y": [at for at, _ in scored],
        "marker": {
            "symbol": ["circle-open" if row["is_wide"] else "circle" for _, row in scored],
            "size": 9,
            "color": DEEP,
            "line": {"width": 2, "color": DEEP},
        },
        "customdata": [row["unit_id"] for _, row in scored],
        "hovertext": [_hover(row, words) for _, row in scored],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _hover(row: Row, words: Words) -> str:
    lines = [
        row[words.column("short_name")],
        told.unit_label(row, words),
        words("comparison.between", interval=told.interval(row, words)) if told.interval(row, words) else "",
        told.move(row, words),
        told.remark(row, words),
    ]
    return "<br>".join(plain(line) for line in lines if line)


def _beside(at: int, row: Row, words: Words) -> dict[str, Any]:
    return {
        "x": 1, "xref": "paper", "xshift": 8, "y": at, "text": plain(told.unit_label(row, words)),
        "showarrow": False, "xanchor": "left", "align": "left",
        "font": {"size": 12, "color": SOFT if pd.isna(row["score"]) else INK},
    }  # fmt: skip


def _cuts(most: int, units: int) -> list[dict[str, Any]]:
    """Where one third of the ranking ends and the next begins."""
    if most < 3:
        return []
    ends = [
        max(place for place in range(1, most + 1) if (3 * place - 1) // most == third) + 0.5
        for third in (0, 1)
    ]
    return [
        {"type": "line", "x0": end, "x1": end, "y0": -0.5, "y1": units - 0.5, "layer": "below",
         "line": {"color": SLATE, "width": 1, "dash": "dot"}}
        for end in ends
    ]  # fmt: skip


def _trial(units: list[Row], words: Words) -> list[dict[str, Any]]:
    """Over a picture by weights nobody signed, so that a copy of it says so too."""
    if not units or not units[0]["is_trial"]:
        return []
    return [
        {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 8,
         "y": 1, "yref": "paper", "yanchor": "bottom",
         "yshift": 6, "text": plain(words("comparison.trial_mark")), "showarrow": False,
         "font": {"size": 13, "color": INK}, "bordercolor": INK, "borderwidth": 1, "borderpad": 3}
    ]  # fmt: skip


def contribution_bars(frame: pd.DataFrame, words: Words) -> go.Figure:
    """A bar a metric: what it adds to or takes from the unit's score. Frame: apart.why."""
    told_rows = [row for row in rows(frame) if not pd.isna(row["shown"])]
    values = [float(row["shown"]) for row in told_rows]
    reach = max((abs(value) for value in values), default=1.0) or 1.0
    bar = {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": list(range(len(told_rows))),
        "width": 0.55,
        "marker": {
            "color": [SLATE if value >= 0 else PALE for value in values],
            "line": {"color": SLATE, "width": 1},
        },
        "text": [told.contribution(row, words) for row in told_rows],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertext": [
            "<br>".join(
                plain(line)
                for line in (
                    row[words.column("metric_name")],
                    told.scored_figure(row, words),
                    words("comparison.group_mean_is", figure=told.group_figure(row, words)),
                )
            )
            for row in told_rows
        ],
        "hoverinfo": "text",
    }
    names = [row[words.column("metric_name")] for row in told_rows]
    return figure(
        [bar],
        height=44 + 34 * max(len(told_rows), 1),
        margin={"l": 8, "r": 24, "t": 8, "b": 8},
        xaxis={
            "range": [-reach * 1.35, reach * 1.35], "showticklabels": False, "showgrid": False,
            "zeroline": True, "zerolinecolor": INK, "fixedrange": True,
        },
        yaxis={**unit_axis(names), "showgrid": False, "fixedrange": True}
        | {"ticktext": [two_lines(name, 22) for name in names]},
    )  # fmt: skip
