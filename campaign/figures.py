"""Frames in, Plotly figures out, named for their shape. One sober look; colour means status and nothing else.

Every text that comes from data goes through `plain`: Plotly would make <a> and <b> in it live.
"""

import json
import re
import textwrap
import zlib
from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import plotly.io

from campaign.methods.rows import Row, grouped, rows
from campaign.words import Words, nice_ticks

INK = "#1f2933"
SLATE = "#5b7083"  # a figure
DEEP = "#2f4254"  # the part of a figure that is an 其中
PALE = "#b9c4ce"  # a figure whose words leave it open (余, 超过, 左右)
GRID = "#e6e9ec"
NOTHING = "#eef0f2"  # nobody reported
STATUS_COLOURS = {"done": "#2f6f4e", "doing": "#2b6cb0", "not_started": "#ffffff"}
FONT = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, sans-serif"
ROW_PIXELS = 34

plotly.io.templates.default = None  # the look is LAYOUT
LAYOUT = {
    "font": {"family": FONT, "size": 13, "color": INK},
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "margin": {"l": 8, "r": 24, "t": 8, "b": 8},
    "showlegend": False,
    "hoverlabel": {"bgcolor": "#ffffff", "bordercolor": SLATE, "font": {"family": FONT, "size": 13}},
    "clickmode": "event+select",
    "hovermode": "closest",
    "dragmode": "zoom",
    "bargap": 0.35,
}


def plain(text: object) -> str:
    """Text that Plotly shows as it is written."""
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def figure_text(row: Row, words: Words) -> str:
    """The figure of one row in the reader's language, hedge word included."""
    return words.figure(row["value"], row["qualifier"], row["uom"], row["uom_en"], row["printed"])


MARK_PIXELS = 18


def mark(figure: go.Figure, text: str) -> None:
    """A quiet label under the plot, over nothing of it, which a picture taken of it keeps."""
    figure.layout.title = {
        "text": plain(text),
        "font": {"size": 12, "color": SLATE},
        **{"xref": "container", "x": 1, "xanchor": "right", "pad": {"r": 4, "b": 2}},
        **{"yref": "container", "y": 0, "yanchor": "bottom", "automargin": True},
    }
    if figure.layout.height is not None:
        figure.layout.height += MARK_PIXELS


def bar_text(row: Row, words: Words) -> str:
    """The figure beside its metric's name: as printed; in English without the counting unit."""
    if words.lang == "zh":
        return figure_text(row, words)
    return words.figure(row["value"], row["qualifier"], row["uom"], "").strip()


def _figure(data: list[dict], **layout: Any) -> go.Figure:
    """A figure in the house's look, put together and checked by Plotly once.

    The screen hands each chart to Plotly twice. Told by datarevision that the data is what it was, and with
    no template, no range of its own finding and no setting to be added, Plotly draws it only once.
    """
    revision = zlib.crc32(json.dumps(data, default=str).encode())
    return go.Figure(data=data, layout={**LAYOUT, **layout, "datarevision": revision})


def unit_bars(frame: pd.DataFrame, words: Words) -> go.Figure:
    """Horizontal bars in the frame's order, one per row that is no 其中; an 其中 stands inside its whole.

    Frame: unit_id, short_name(_en), variant, variant_name(_en), part_of, value, qualifier, printed, uom(_en).
    """
    return _unit_bars(rows(frame), words)


def _unit_bars(told: Sequence[Row], words: Words) -> go.Figure:
    wholes = [row for row in told if pd.isna(row["part_of"])]
    labels = [_label(row, words) for row in wholes]
    is_exact = [row["qualifier"] == "exact" for row in wholes]
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
        "text": [plain(bar_text(row, words)) for row in wholes],
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": [row["unit_id"] for row in wholes],
        "hovertext": [_hover(row, words) for row in wholes],
        "hoverinfo": "text",
    }
    top = max((float(row["value"]) for row in wholes), default=0.0)
    ticks = nice_ticks(top)
    return _figure(
        [bars, *_parts(told, wholes, labels, words)],
        height=64 + ROW_PIXELS * max(len(wholes), 1),
        barmode="overlay",
        margin={"l": 8, "r": 24, "t": 8, "b": 28},
        xaxis={
            "range": [0, max(ticks[-1], top * 1.35)],
            **_ticks(ticks, words),
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


def _ticks(ticks: list[float], words: Words) -> dict[str, list]:
    return {"tickvals": ticks, "ticktext": [words.tick(tick) for tick in ticks]}


def _label(row: Row, words: Words) -> str:
    """The unit's name, with the variant where its figure is a special one."""
    names = (row[words.column("short_name")], row[words.column("variant_name")])
    return "<br>".join(_two_lines(part) for part in names if isinstance(part, str))


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
            "hovertext": [_hover(row, words) for row in parts],
            "hoverinfo": "text",
        }
    ]


def _hover(row: Row, words: Words) -> str:
    lines = [row[words.column("short_name")]]
    name = row[words.column("metric_name")]
    variant = row[words.column("variant_name")]
    lines.append(f"{name if pd.isna(variant) else f'{name} · {variant}'}: {figure_text(row, words)}")
    coverage = row[words.column("coverage_name")]
    lines.append(words("figure.coverage", coverage=coverage, day=words.day(row["as_of"])))
    if isinstance(row["place"], str):
        lines.append(words("figure.place", place=row["place"]))
    return "<br>".join(plain(line) for line in lines)


def trend(frame: pd.DataFrame, words: Words) -> go.Figure:
    """A line per unit and variant over as_of; a day without a report stays a gap, never a zero.

    Frame: as `unit_bars`, and as_of. A single day gives points without lines. More than MOST_NAMED lines are
    pale, but for those that end highest and lowest: only these are named beside the chart, all on hover.
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
    return _figure(
        [_line(line, days, words, is_named=n in named) for n, line in enumerate(lines)],
        annotations=_line_names(ends, days, beside, bottom=bottom, pixels_each=height / (top - bottom)),
        height=height + TREND_MARGIN["t"] + TREND_MARGIN["b"],
        margin=TREND_MARGIN,
        xaxis={
            **_day_ticks(days, words),
            "showgrid": False,
            "range": [before, beside],
        },
        yaxis={**_ticks(ticks, words), "gridcolor": GRID, "range": [bottom, top]},
    )


MOST_NAMED = 8  # lines with a name beside them: more is a heap of names that nobody can tell apart
MOST_DAYS = 4
TREND_MARGIN = {"l": 48, "r": 160, "t": 12, "b": 48}
TREND_PIXELS, TEXT_PIXELS = 276, 17  # the least height of the axes; a line of text


def _iso(day: pd.Timestamp) -> str:
    return f"{day:%Y-%m-%dT%H:%M}"


def _day_ticks(days: list[pd.Timestamp], words: Words) -> dict[str, Any]:
    """The first day, the last and a few between them, each in two lines: more do not fit a phone."""
    steps = min(len(days), MOST_DAYS) - 1
    shown = [days[round(n * (len(days) - 1) / steps)] for n in range(steps + 1)] if steps > 0 else days
    return {
        "tickvals": [_iso(day) for day in shown],
        "ticktext": [re.sub(r"(年)| (?=\d{4}$)", r"\1<br>", words.day(day)) for day in shown],
        "tickangle": 0,
    }


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
    said = [_label(end, words), plain(figure_text(end, words))]
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
    reports = [by_day.get(day) for day in days]
    colour = SLATE if is_named else PALE
    return {
        "type": "scatter",
        "x": [_iso(day) for day in days],
        "y": [report and report["value"] for report in reports],
        "mode": "lines+markers",
        "connectgaps": False,
        "name": _label(line[0], words),
        "line": {"color": colour, "width": 1.5 if is_named else 1},
        "marker": {
            "size": 8 if is_named else 5,
            "color": [colour if r and r["qualifier"] == "exact" else "#ffffff" for r in reports],
            "line": {"color": colour, "width": 1.5 if is_named else 1},
        },
        "customdata": [line[0]["unit_id"]] * len(days),
        "hovertext": [_hover(report, words) if report else "" for report in reports],
        "hoverinfo": "text",
    }


def ranked_bars(frame: pd.DataFrame, words: Words) -> go.Figure:
    """`unit_bars` with each unit's place before its name. Frame: also place_best, place_worst, sharing."""
    column = words.column("short_name")
    told = [{**row, column: f"{place_text(row, words)}  {row[column]}"} for row in rows(frame)]
    return _unit_bars(told, words)


def place_text(row: Row, words: Words) -> str:
    """第1位, 并列第2位, or 第1–3位 where hedge words leave it open."""
    if row["place_best"] != row["place_worst"]:
        return words("rank.open", best=row["place_best"], worst=row["place_worst"])
    return words("rank.shared" if row["sharing"] > 1 else "rank.alone", place=row["place_best"])


def phase_strip(frame: pd.DataFrame, words: Words) -> go.Figure:
    """The campaign's phases side by side, in order and not to scale: the dates may be unknown.

    Frame: phase_no, name(_en), starts_on, ends_on, status. A null status is 未报.
    """
    told = rows(frame)
    return _figure(
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
    name = f"{row['phase_no']} {_two_lines(row[words.column('name')])}"
    return {
        "x": place + 0.5,
        "y": 0.5,
        "text": f"{name}<br><span style='font-size:11px'>{'<br>'.join(said)}</span>",
        "showarrow": False,
        "font": {"color": _status_look(row["status"])[2]},
    }


def _two_lines(name: str, width: int = 13) -> str:
    """A name broken at its comma, or at a space, so that three of them fit side by side on a phone."""
    parts = re.split(r"(?<=[、，])", name, maxsplit=1)
    return "<br>".join(plain(part) for part in (parts if len(parts) > 1 else textwrap.wrap(name, width)))


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


def status_word(status: object, words: Words) -> str:
    return words("status.unreported" if pd.isna(status) else f"status.{status}")


def _status_look(status: object) -> tuple[str, str, str]:
    """Fill, outline and text colour. No data is grey, never green."""
    if pd.isna(status):
        return NOTHING, "#c6ccd2", "#52606d"
    fill = STATUS_COLOURS[str(status)]
    return fill, "#52606d" if status == "not_started" else fill, INK if status == "not_started" else "#ffffff"


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
        "text": [plain(status_word(cell["status"], words)) for cell in told],
        "textfont": {"color": [_status_look(cell["status"])[2] for cell in told], "size": 12},
        "customdata": [cell["unit_id"] for cell in told],
        "hovertext": [_phase_hover(cell, words) for cell in told],
        "hoverinfo": "text",
    }
    return _figure(
        [cells],
        shapes=[_phase_cell(cell, row_of[cell["unit_id"]]) for cell in told],
        xaxis={
            "tickvals": [phase["phase_no"] for phase in phases],
            "ticktext": [_two_lines(phase[words.column("phase_name")]) for phase in phases],
            "tickangle": 0,
            "side": "top",
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "range": [0.5, len(phases) + 0.5],
        },
        yaxis={
            **_unit_axis([unit[words.column("short_name")] for unit in units]),
            "showgrid": False,
        },
        height=48 + ROW_PIXELS * max(len(units), 1),
        margin={"l": 8, "r": 8, "t": 32, "b": 8},
    )


def _phase_cell(cell: Row, y: int) -> dict:
    fill, line, _ = _status_look(cell["status"])
    x = int(cell["phase_no"])
    return {
        **{"type": "rect", "layer": "below", "fillcolor": fill, "line": {"color": line, "width": 1}},
        **{"x0": x - 0.48, "x1": x + 0.48, "y0": y - 0.42, "y1": y + 0.42},
    }


def _unit_axis(names: Sequence[str]) -> dict[str, Any]:
    """Units down the side, the first on top."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": [_two_lines(name) for name in names],
        "range": [len(names) - 0.5, -0.5],
        "automargin": True,
        "zeroline": False,
        "ticklabelstandoff": 8,
    }


def _phase_hover(row: Row, words: Words) -> str:
    day = words.day(row["as_of"])
    lines = [
        row[words.column("short_name")],
        row[words.column("phase_name")],
        status_word(row["status"], words),
    ]
    return "<br>".join(plain(line) for line in ([*lines, day] if day else lines))


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
    return _figure(
        [discs],
        xaxis={
            "tickvals": list(range(len(columns))),
            "ticktext": [_two_lines(words(f"{label}.{kind}"), 8) for kind in columns],
            "tickangle": 0,
            "side": "top",
            "range": [-0.5, len(columns) - 0.5],
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={**_unit_axis(list(name_of.values())), "gridcolor": GRID},
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
    return _figure(
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


def metric_label(row: Row, words: Words) -> str:
    variant = row[words.column("variant_name")]
    name = row[words.column("metric_name")]
    return name if pd.isna(variant) else f"{name} · {variant}"


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
