"""Phases: a strip of the campaign's, a grid of the units'."""

import pandas as pd
import plotly.graph_objects as go

from campaign.figures.colours import STANDARD
from campaign.figures.look import (
    INK,
    NOTHING,
    ROW_PIXELS,
    figure,
    plain,
    two_lines,
    unit_axis,
)
from campaign.figures.said import status_word
from campaign.methods.rows import Row, grouped, rows
from campaign.words import Words

DATED_PIXELS = 42  # a row whose cells have a second line


def phase_strip(frame: pd.DataFrame, words: Words) -> go.Figure:
    """The campaign's phases side by side, in order and not to scale: the dates may be unknown.

    Frame: phase_no, name(_en), starts_on, ends_on, status. A null status is 未报.
    """
    told = rows(frame)
    return figure(
        [],
        shapes=[_phase_shape(place, row) for place, row in enumerate(told)],
        annotations=[_phase_text(place, row, words) for place, row in enumerate(told)],
        xaxis={"visible": False, "range": [0, max(len(told), 1) - 0.02], "fixedrange": True},
        yaxis={"visible": False, "range": [0, 1], "fixedrange": True},
        height=92 if any(pd.notna(row["starts_on"]) for row in told) else 78,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
    )


def _phase_shape(place: int, row: Row) -> dict:
    colour, line, _ = _status_look(row["status"])
    return {
        "type": "path",
        "path": _chevron(place),
        "fillcolor": colour,
        "line": {"color": line, "width": 1},
    }


def _phase_text(place: int, row: Row, words: Words) -> dict:
    said = plain(status_word(row["status"], words)), *map(plain, _phase_days(row, words))
    name = f"{row['phase_no']} {two_lines(row[words.column('name')])}"
    return {
        "x": place + 0.5,
        "y": 0.5,
        "text": f"{name}<br><span style='font-size:11px'>{'<br>'.join(said)}</span>",
        "showarrow": False,
        "font": {"color": _status_look(row["status"])[2]},
    }


def _chevron(place: int) -> str:
    left, right, tip = place + 0.01, place + 0.97, 0.04
    return (
        f"M {left},0 L {right - tip},0 L {right},0.5 L {right - tip},1 L {left},1 "
        f"L {left + (tip if place else 0)},0.5 Z"
    )


def _phase_days(row: Row, words: Words) -> tuple[str, ...]:
    """A line a day: side by side they are wider than a phone's third."""
    days = (("phase.starts", row["starts_on"]), ("phase.ends", row["ends_on"]))
    said = tuple(words(key, day=words.day(day)) for key, day in days if pd.notna(day))
    return said or (words("phase.no_dates"),)


def _status_look(status: object) -> tuple[str, str, str]:
    """Fill, outline and text colour. No data is grey, never green."""
    if pd.isna(status):
        return NOTHING, "#c6ccd2", "#52606d"
    if status == "not_started":
        return "#ffffff", "#52606d", INK
    return STANDARD[str(status)], STANDARD[str(status)], "#ffffff"


def phase_grid(frame: pd.DataFrame, words: Words) -> go.Figure:
    """Units by phases, each cell a coloured square with the word for its status.

    Frame: unit_id, short_name(_en), phase_no, phase_name(_en), status, as_of. A null status is 未报.
    """
    told = rows(frame)
    units = [group[0] for group in grouped(told, "unit_id")]
    phases = [group[0] for group in grouped(told, "phase_no")]
    row_of = {unit["unit_id"]: place for place, unit in enumerate(units)}
    cells = {
        "type": "scatter",
        "x": [cell["phase_no"] for cell in told],
        "y": [row_of[cell["unit_id"]] for cell in told],
        "mode": "markers+text",
        "marker": {"size": 26, "color": "rgba(0,0,0,0)", "symbol": "square"},
        "text": [_phase_cell_text(cell, words) for cell in told],
        "textfont": {"color": [_status_look(cell["status"])[2] for cell in told], "size": 12},
        "customdata": [cell["unit_id"] for cell in told],
        "hovertext": [_phase_hover(cell, words) for cell in told],
        "hoverinfo": "text",
    }
    return figure(
        [cells],
        shapes=[_phase_cell(cell, row_of[cell["unit_id"]]) for cell in told],
        xaxis={
            "tickvals": [phase["phase_no"] for phase in phases],
            "ticktext": [two_lines(phase[words.column("phase_name")]) for phase in phases],
            "tickangle": 0,
            "side": "top",
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "range": [0.5, len(phases) + 0.5],
        },
        yaxis={
            **unit_axis([unit[words.column("short_name")] for unit in units]),
            "showgrid": False,
        },
        height=48
        + (DATED_PIXELS if any(pd.notna(cell["as_of"]) for cell in told) else ROW_PIXELS)
        * max(len(units), 1),
        margin={"l": 8, "r": 8, "t": 32, "b": 8},
    )


def _phase_cell_text(cell: Row, words: Words) -> str:
    """The status as reported and, under it, as of when."""
    said = [plain(status_word(cell["status"], words))]
    if pd.notna(day := cell["as_of"]):  # the year is in the hover and the table: a phone has no room for it
        month = day.month if words.lang == "zh" else f"{day:%b}"
        told = words("phase.as_of", month=month, day=day.day)
        said.append(f"<span style='font-size:10px'>{plain(told)}</span>")
    return "<br>".join(said)


def _phase_cell(cell: Row, y: int) -> dict:
    fill, line, _ = _status_look(cell["status"])
    x = int(cell["phase_no"])
    return {
        **{"type": "rect", "layer": "below", "fillcolor": fill, "line": {"color": line, "width": 1}},
        **{"x0": x - 0.48, "x1": x + 0.48, "y0": y - 0.42, "y1": y + 0.42},
    }


def _phase_hover(row: Row, words: Words) -> str:
    day = words.day(row["as_of"])
    how_far = f" {row['percent']:g}%" if pd.notna(row["percent"]) else ""
    lines = [
        row[words.column("short_name")],
        row[words.column("phase_name")],
        f"{status_word(row['status'], words)}{how_far}",
    ]
    return "<br>".join(plain(line) for line in ([*lines, day] if day else lines))
