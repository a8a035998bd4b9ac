"""The pictures of duties. Frames as campaign.duties.judged leaves them; the look is that of campaign.figures.

A state is told by shape, colour and word together: the word is in the legend or in the cell.
"""

from collections.abc import Sequence
from math import ceil
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from campaign.duties import judged, told
from campaign.figures.colours import DOING, DONE, LATE, MISSED, shade
from campaign.figures.look import (
    GRID,
    INK,
    NOTHING,
    ROW_PIXELS,
    SLATE,
    figure,
    plain,
    room_beside,
    two_lines,
    unit_axis,
)
from campaign.methods.rows import Row, grouped, rows
from campaign.words import Words

GREY, WHITE = "#9aa5b1", "#ffffff"
SOFT = "#52606d"
FAINT = "rgba(91,112,131,0.45)"  # a pattern under a number
# state -> shape and colour, in the order of the legend
MARKS: dict[str, dict[str, Any]] = {
    "done": {"symbol": "square", "size": 11, "color": DONE},
    "late": {"symbol": "triangle-up", "size": 12, "color": LATE},
    "partial": {"symbol": "diamond", "size": 11, "color": DOING},
    "missed": {"symbol": "x", "size": 10, "color": MISSED},
    "unreported": {"symbol": "square-open", "size": 10, "color": GREY, "line": {"width": 2}},
    "open": {"symbol": "circle-open", "size": 9, "color": SLATE, "line": {"width": 1.5}},
    "not_applicable": {"symbol": "line-ew-open", "size": 10, "color": GREY, "line": {"width": 2}},
    "blank": {"symbol": "circle", "size": 4, "color": GREY},
}
# state -> shape, fill, outline and text of a cell with a word in it
CELLS = {
    "done": ("■", DONE, DONE, WHITE),
    "late": ("▲", shade(LATE, "pale"), LATE, shade(LATE, "ink")),
    "partial": ("◆", shade(DOING, "pale"), DOING, shade(DOING, "ink")),
    "missed": ("✕", shade(MISSED, "pale"), MISSED, shade(MISSED, "ink")),
    "unreported": ("□", NOTHING, "#c6ccd2", SOFT),
    "open": ("○", WHITE, SLATE, INK),
    "future": ("○", WHITE, "#c6ccd2", SOFT),
    "not_applicable": ("—", WHITE, "#c6ccd2", SOFT),
    "blank": ("□", NOTHING, "#c6ccd2", SOFT),
}
# piece of a bar -> pattern, fill and text: told apart without its colour too
SEGMENTS = (
    ("in_time", "", DONE, WHITE),
    ("late", "/", shade(LATE, "soft"), INK),
    ("overdue", "x", shade(MISSED, "soft"), INK),
)
CLASS_SEGMENTS = (
    ("completed", "", DONE, WHITE),
    ("ahead", ".", shade(DONE, "soft"), INK),
    ("on", "", shade(DONE, "pale"), INK),
    ("short", "/", shade(LATE, "soft"), INK),
    ("not_due", "", WHITE, INK),
)
LEGEND = {
    **{"orientation": "h", "yref": "container", "y": 1, "yanchor": "top", "font": {"size": 12}},
    **{"xref": "container", "x": 0, "xanchor": "left"},
    "traceorder": "normal",
}
LEGEND_PIXELS = 30
MOST_ACROSS = 3  # units that stand side by side over a list; more stand down the side
MOST_SIGNS = 6  # Chinese ones in a line of a column's head
FEWEST_IN_A_BAR = 0.06  # of the longest bar: a number in a shorter piece would not fit
DAY = pd.Timedelta(days=1)


def strip(frame: pd.DataFrame, words: Words) -> go.Figure:
    """A line a unit, or a duty of one unit; a mark a period, where it lies in time. Frame: judged.strip."""
    seen = _last_periods(judged.most_to_see(frame))
    told_rows = rows(seen)
    lines = grouped(told_rows, "line")
    at = {line[0]["line"]: place for place, line in enumerate(lines)}
    is_one_unit = len({row["unit_id"] for row in told_rows}) == 1
    several = len({(row["action_id"], row["variant"]) for row in told_rows}) > 1

    def marks(state: str, look: dict[str, Any]) -> dict[str, Any]:
        found = [row for row in told_rows if row["state"] == state]
        return {
            "type": "scatter",
            "x": [_middle(row) for row in found],
            "y": [at[row["line"]] for row in found],
            "mode": "markers",
            "name": words(f"duty.state.{state}"),
            "marker": look,
            "customdata": [row["unit_id"] for row in found],
            "hovertext": [_hover(row, words) for row in found],
            "hoverinfo": "text",
            "cliponaxis": False,
            "showlegend": True,
        }

    present = {row["state"] for row in told_rows}
    return figure(
        [marks(state, look) for state, look in MARKS.items() if state in present],
        xaxis=_months(told_rows, words),
        yaxis={
            **unit_axis([]),
            "tickvals": list(range(len(lines))),
            "ticktext": [_line_name(line[0], words, is_one_unit, several) for line in lines],
            "range": [max(len(lines), 1) - 0.5, -0.5],
            "showgrid": True,
            "gridcolor": GRID,
        },
        height=LEGEND_PIXELS + 34 + ROW_PIXELS * max(len(lines), 1),
        margin={"l": 8, "r": 12, "t": 26 + LEGEND_PIXELS, "b": 8},
        showlegend=True,
        legend=LEGEND,
    )


def _last_periods(frame: pd.DataFrame) -> pd.DataFrame:
    """A phone has room for half a year of weeks."""
    kept = [
        own.sort_values("period_start").groupby("line", sort=False).tail(judged.MOST_PERIODS)
        for _, own in frame.groupby("line", sort=False)
    ]
    return pd.concat(kept).sort_values(["line", "period_start"]) if kept else frame


def _middle(row: Row) -> str:
    return str((row["period_start"] + (row["period_end"] - row["period_start"]) / 2).date())


def _months(found: Sequence[Row], words: Words) -> dict[str, Any]:
    if not found:
        return {"visible": False}
    first, last = min(row["period_start"] for row in found), max(row["period_end"] for row in found)
    months = pd.date_range(first - DAY * (first.day - 1), last, freq="MS")
    shown = [month for month in months if month >= first - 5 * DAY]
    return {
        "type": "date",
        "range": [str((first - 2 * DAY).date()), str((last + 2 * DAY).date())],
        "tickvals": [str(month.date()) for month in shown],
        "ticktext": [words("duty.axis_month", month=told.month_mark(month, words)) for month in shown],
        "ticklabelmode": "instant",
        "tickangle": 0,
        "side": "top",
        "gridcolor": GRID,
        "zeroline": False,
        "fixedrange": True,
    }


def _line_name(row: Row, words: Words, is_one_unit: bool, several: bool) -> str:
    """Unit or duty or both, and under it what its periods come to."""
    parts = [told.whose(row, words)] if not is_one_unit else []
    if is_one_unit or several:
        parts.append(told.item(row, words))
    name = two_lines(words("list.dot").join(parts), 26)
    says = told.line_says(row, words)
    return f"{name}<br><span style='font-size:11px;color:{SOFT}'>{plain(says)}</span>" if says else name


def _hover(row: Row, words: Words) -> str:
    lines = [told.whose(row, words), told.item(row, words), told.period(row, words), told.state(row, words)]
    if pd.notna(row["done_on"]):
        lines.append(words("duty.done_on", day=words.day(row["done_on"])))
    elif pd.notna(row["due_day"]) and not row["is_done"]:
        lines.append(words("duty.due_on", day=words.day(row["due_day"])))
    if isinstance(row["note"], str):
        lines.append(row["note"])
    return "<br>".join(plain(line) for line in lines)


def checklist(frame: pd.DataFrame, words: Words) -> go.Figure:
    """Units by what is done once, each cell a shape with its word. Few units stand over the list of items."""
    found = rows(frame)
    units = [group[0] for group in grouped(found, "unit_id")]
    items = [group[0] for group in grouped(found, "action_id", "variant")]
    unit_at = {unit["unit_id"]: place for place, unit in enumerate(units)}
    item_at = {(one["action_id"], one["variant"]): place for place, one in enumerate(items)}
    is_listed = len(units) <= MOST_ACROSS
    unit_names = [told.whose(unit, words) for unit in units]
    item_names = [told.item(one, words) for one in items]
    places = [(item_at[row["action_id"], row["variant"]], unit_at[row["unit_id"]]) for row in found]
    where = [(unit, item) if is_listed else (item, unit) for item, unit in places]
    across, down = (unit_names, item_names) if is_listed else (item_names, unit_names)
    cells = {
        "type": "scatter",
        "x": [x for x, _ in where],
        "y": [y for _, y in where],
        "mode": "text",
        "text": [plain(f"{CELLS[row['state']][0]} {told.brief(row, words)}") for row in found],
        "textfont": {"color": [CELLS[row["state"]][3] for row in found], "size": 12},
        "customdata": [row["unit_id"] for row in found],
        "hovertext": [_hover(row, words) for row in found],
        "hoverinfo": "text",
    }
    return figure(
        [cells],
        shapes=[_cell(row, x, y) for row, (x, y) in zip(found, where, strict=True)],
        xaxis={
            "tickvals": list(range(len(across))),
            "ticktext": [plain(name) if is_listed else _folded(name, words) for name in across],
            "tickangle": 0,
            "side": "top",
            "range": [-0.5, max(len(across), 1) - 0.5],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={**unit_axis(down), "ticktext": [two_lines(name, 24) for name in down], "showgrid": False},
        height=(40 if is_listed else 68) + ROW_PIXELS * max(len(down), 1),
        margin={"l": 8, "r": 8, "t": 30 if is_listed else 58, "b": 8},
    )


def _folded(name: str, words: Words) -> str:
    """In lines short enough for a column's head. Chinese has no spaces to break at."""
    if words.lang != "zh":
        return two_lines(name, 12)
    width = ceil(len(name) / ceil(len(name) / MOST_SIGNS)) if name else 1
    return "<br>".join(plain(name[at : at + width]) for at in range(0, len(name), width))


def _cell(row: Row, x: int, y: int) -> dict[str, Any]:
    _, fill, line, _ = CELLS[row["state"]]
    return {
        **{"type": "rect", "layer": "below", "fillcolor": fill, "line": {"color": line, "width": 1}},
        **{"x0": x - 0.47, "x1": x + 0.47, "y0": y - 0.42, "y1": y + 0.42},
    }


def due_bars(frame: pd.DataFrame, words: Words) -> go.Figure:
    """A bar a unit: what was due, done in time, late or not; beside it done of due. Frame: judged.units."""
    found = rows(frame)
    names = [told.whose(row, words) for row in found]
    said = [told.done_of_due(row, words) for row in found]
    customs = [row["unit_id"] for row in found]
    data = _stacked(found, SEGMENTS, names, words, "due", customs)
    top = max((int(row["due"]) for row in found), default=1) or 1
    return _bars(data, names, said, top, 1.9)


def class_bars(frame: pd.DataFrame, words: Words) -> go.Figure:
    """A bar an action: how many units are in each of the five classes. Frame: judged.actions."""
    found = rows(frame)
    names = [str(row[words.column("name")]) for row in found]
    said = [words("duty.units", count=int(row["actions"])) for row in found]
    data = _stacked(found, CLASS_SEGMENTS, names, words, "class", [])
    top = max((int(row["actions"]) for row in found), default=1) or 1
    return _bars(data, names, said, top, 1.35)


def _stacked(
    found: Sequence[Row],
    segments: Sequence[tuple[str, str, str, str]],
    names: Sequence[str],
    words: Words,
    group: str,
    customs: Sequence[str],
) -> list[dict[str, Any]]:
    """A bar cut into its pieces, each with its number where there is room; the shape stands in the legend."""
    top = max((sum(int(row[name]) for name, *_ in segments) for row in found), default=1) or 1
    return [
        {
            "type": "bar",
            "orientation": "h",
            "x": [int(row[name]) for row in found],
            "y": list(range(len(found))),
            "width": 0.56,
            "name": plain(words(f"duty.{group}.{name}")),
            "marker": {
                "color": fill,
                "line": {"color": SLATE, "width": 0.5},
                "pattern": {"shape": pattern, "bgcolor": fill, "fgcolor": FAINT, "size": 8, "solidity": 0.2},
            },
            "text": [f"{row[name]}" if row[name] / top >= FEWEST_IN_A_BAR else "" for row in found],
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "textfont": {"color": colour, "size": 12},
            "constraintext": "none",
            "hovertext": [
                plain(f"{own} · {words(f'duty.{group}.{name}')}: {row[name]}")
                for row, own in zip(found, names, strict=True)
            ],
            "hoverinfo": "text",
            "showlegend": True,
            **({"customdata": list(customs)} if customs else {}),
        }
        for name, pattern, fill, colour in segments
    ]


FEWEST_ROWS = 2


def _bars(
    data: list[dict[str, Any]], names: Sequence[str], said: Sequence[str], top: int, room: float
) -> go.Figure:
    """Stacked bars with the words at their end."""
    ends = [sum(piece["x"][place] for piece in data) for place in range(len(names))]
    notes = {
        "type": "scatter",
        "x": ends,
        "y": list(range(len(names))),
        "mode": "text",
        "text": [f"  {plain(text)}" for text in said],
        "textposition": "middle right",
        "textfont": {"size": 12, "color": INK},
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }
    begins = [end / (top * room) for end in ends]
    down = [two_lines(name, 24) for name in names]
    row_pixels = ROW_PIXELS + 6 * any("<br>" in name for name in down)
    return figure(
        [*data, notes],
        barmode="stack",
        xaxis={"visible": False, "range": [0, top * room], "fixedrange": True},
        # on a phone the legend takes three lines: a bar alone keeps room below them
        yaxis={
            **unit_axis(names),
            "ticktext": down,
            **({"range": [1, -1]} if len(names) == 1 else {}),
        },
        height=LEGEND_PIXELS + 12 + row_pixels * max(len(names), FEWEST_ROWS),
        margin={"l": 8, "r": room_beside(zip(said, begins, strict=True), 12), "t": LEGEND_PIXELS, "b": 8},
        showlegend=True,
        legend=LEGEND,
    )
