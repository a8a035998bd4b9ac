"""Lines over time, named at their ends."""

import re
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from campaign.figures.look import GRID, PALE, SLATE, figure, plain, value_axis
from campaign.figures.said import figure_hover, figure_text, unit_label
from campaign.methods.rows import Row, grouped, rows
from campaign.words import Words, nice_ticks


def trend(frame: pd.DataFrame, words: Words) -> go.Figure:
    """A line per unit and variant over as_of; a day without a report stays a gap, never a zero.

    Frame: as `unit_bars`, as_of, and part: a line breaks where it changes (another definition or coverage).
    A single day gives points without lines. More than MOST_NAMED lines are pale, but for those that end
    highest and lowest: only these are named beside the chart, all on hover.
    """
    lines = grouped(rows(frame), "unit_id", "variant")
    days = sorted({row["as_of"] for line in lines for row in line})
    values = [float(row["value"]) for line in lines for row in line]
    ticks = nice_ticks(max(values, default=0.0))
    bottom, top = min([0.0, *values]), max([ticks[-1], *values]) * 1.04
    named = _named(lines)
    ends = [(lines[n][-1], _line_name(lines[n][-1], days[-1], words)) for n in sorted(named)]
    height = max(TREND_PIXELS, sum(_tall(name) for _, name in ends))
    beside, before = _room_beside(days)
    return figure(
        [_line(line, days, words, is_named=n in named) for n, line in enumerate(lines)],
        annotations=_line_names(ends, days, beside, bottom=bottom, pixels_each=height / (top - bottom)),
        height=height + TREND_MARGIN["t"] + TREND_MARGIN["b"],
        margin=TREND_MARGIN,
        xaxis={
            **_day_ticks(days, words),
            "showgrid": False,
            "range": [before, beside],
        },
        yaxis={**value_axis(ticks, words), "gridcolor": GRID, "range": [bottom, top]},
    )


MOST_NAMED = 8  # lines with a name beside them: more is a heap of names that nobody can tell apart


MOST_DAYS = 3


TREND_MARGIN = {"l": 48, "r": 136, "t": 12, "b": 48}


NAME_LETTERS = {"zh": 9, "en": 17}  # on one line beside the chart: a phone needs the room for its lines


TREND_PIXELS, TEXT_PIXELS = 276, 17  # the least height of the axes; a line of text


def _iso(day: pd.Timestamp) -> str:
    return f"{day:%Y-%m-%dT%H:%M}"


def _day_ticks(days: list[pd.Timestamp], words: Words) -> dict[str, Any]:
    """The first day, the last and a few between them, each in two lines: more do not fit a phone."""
    steps = min(len(days), MOST_DAYS) - 1
    shown = [days[round(n * (len(days) - 1) / steps)] for n in range(steps + 1)] if steps > 0 else days
    return {
        "tickvals": [_iso(day) for day in shown],
        "ticktext": [day_in_two_lines(day, words) for day in shown],
        "tickangle": 0,
    }


def day_in_two_lines(day: pd.Timestamp, words: Words) -> str:
    return re.sub(r"(年)| (?=\d{4}$)", r"\1<br>", words.day(day))


def _room_beside(days: list[pd.Timestamp]) -> tuple[str, str]:
    """Where the names stand, a little after the last day, and as much before the first."""
    if not days:
        return "", ""
    room = max(days[-1] - days[0], pd.Timedelta(days=1)) * 0.03
    return _iso(days[-1] + room), _iso(days[0] - room)


def _named(lines: list[list[Row]]) -> set[int]:
    """Which lines bear a name: all of a few; of many, those that end highest and those that end lowest."""
    if len(lines) <= MOST_NAMED:
        return set(range(len(lines)))
    by_end = sorted(range(len(lines)), key=lambda n: float(lines[n][-1]["value"]))
    return {*by_end[: MOST_NAMED // 2], *by_end[-MOST_NAMED // 2 :]}


def _line_name(end: Row, last_day: pd.Timestamp, words: Words) -> str:
    """Unit and last figure, and as of when, if that is not the last day of all."""
    said = [unit_label(end, words, NAME_LETTERS[words.lang]), plain(figure_text(end, words))]
    return "<br>".join(said if end["as_of"] == last_day else [*said, words.day(end["as_of"])])


def _tall(name: str) -> float:
    return TEXT_PIXELS * (name.count("<br>") + 1)


def _line_names(
    ends: list[tuple[Row, str]], days: list[pd.Timestamp], beside: str, *, bottom: float, pixels_each: float
) -> list[dict]:
    """Name and last figure beside each line, joined to its end; one that ended earlier says when instead."""
    wanted = [(float(end["value"]) - bottom) * pixels_each for end, _ in ends]
    placed = _apart(wanted, [_tall(name) for _, name in ends])
    return [
        {
            **{"x": _iso(end["as_of"]), "y": end["value"], "text": name, "align": "left"},
            **{"axref": "x", "ax": beside, "ayref": "y", "ay": bottom + middle / pixels_each},
            **{"xanchor": "left", "arrowhead": 0, "arrowwidth": 1, "standoff": 6},
            "arrowcolor": PALE if end["as_of"] == days[-1] else "rgba(0,0,0,0)",
        }
        for (end, name), middle in zip(ends, placed, strict=True)
    ]


def _apart(wanted: list[float], sizes: list[float]) -> list[float]:
    """Middles near the wanted ones, none nearer to another than their sizes allow, none below 0.

    What does not fit at the top makes room downwards, as far as TREND_PIXELS or all sizes together reach.
    """
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    placed, edge = list(wanted), 0.0
    for n in order:
        placed[n] = max(wanted[n], edge + sizes[n] / 2)
        edge = placed[n] + sizes[n] / 2
    edge = max(TREND_PIXELS, sum(sizes))
    for n in reversed(order):
        placed[n] = min(placed[n], edge - sizes[n] / 2)
        edge = placed[n] - sizes[n] / 2
    return placed


def _line(line: list[Row], days: list[pd.Timestamp], words: Words, *, is_named: bool) -> dict:
    by_day = {row["as_of"]: row for row in line}
    reports: list[Row | None] = []
    places: list[pd.Timestamp] = []
    before = line[0]
    for day in days:
        report = by_day.get(day)
        if report is not None and report["part"] != before["part"]:
            reports, places = [*reports, None], [*places, day]
        before = report or before
        reports, places = [*reports, report], [*places, day]
    colour = SLATE if is_named else PALE
    return {
        "type": "scatter",
        "x": [_iso(day) for day in places],
        "y": [report and report["value"] for report in reports],
        "mode": "lines+markers",
        "connectgaps": False,
        "name": unit_label(line[0], words),
        "line": {"color": colour, "width": 1.5 if is_named else 1},
        "marker": {
            "size": 8 if is_named else 5,
            "color": [colour if r and r["qualifier"] == "exact" else "#ffffff" for r in reports],
            "line": {"color": colour, "width": 1.5 if is_named else 1},
        },
        "customdata": [line[0]["unit_id"]] * len(places),
        "hovertext": [figure_hover(report, words) if report else "" for report in reports],
        "hoverinfo": "text",
    }
