"""Frames in, Plotly figures out, named for their shape. One sober look; colour means status and nothing else.

Every text that comes from data goes through `plain`: Plotly would make <a> and <b> in it live.
"""

import re
import textwrap
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

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

LAYOUT = {
    "template": "none",
    "font": {"family": FONT, "size": 13, "color": INK},
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "margin": {"l": 8, "r": 24, "t": 8, "b": 8},
    "showlegend": False,
    "hoverlabel": {"bgcolor": "#ffffff", "bordercolor": SLATE, "font": {"family": FONT, "size": 13}},
    "hovermode": "closest",
    "dragmode": "zoom",
    "bargap": 0.35,
}


def plain(text: object) -> str:
    """Text that Plotly shows as it is written."""
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def figure_text(row: pd.Series, words: Words) -> str:
    """The figure of one row in the reader's language, hedge word included."""
    return words.figure(row["value"], row["qualifier"], row["uom"], row["uom_en"], row["printed"])


def bar_text(row: pd.Series, words: Words) -> str:
    """The figure beside its metric's name: as printed; in English without the counting unit."""
    if words.lang == "zh":
        return figure_text(row, words)
    return words.figure(row["value"], row["qualifier"], row["uom"], "").strip()


def unit_bars(frame: pd.DataFrame, words: Words) -> go.Figure:
    """Horizontal bars in the frame's order, one per row that is no 其中; an 其中 stands inside its whole.

    Frame: unit_id, short_name(_en), variant, variant_name(_en), part_of, value, qualifier, printed, uom(_en).
    """
    wholes = frame[frame["part_of"].isna()]
    labels = _labels(wholes, words)
    figure = go.Figure(layout=LAYOUT)
    figure.add_bar(
        x=wholes["value"],
        y=labels,
        orientation="h",
        width=0.62,
        marker={
            "color": [SLATE if q == "exact" else PALE for q in wholes["qualifier"]],
            "line": {"color": SLATE, "width": 1},
            "pattern": {
                "shape": ["" if q == "exact" else "/" for q in wholes["qualifier"]],
                "fgcolor": SLATE,
            },
        },
        text=[plain(bar_text(row, words)) for _, row in wholes.iterrows()],
        textposition="outside",
        cliponaxis=False,
        customdata=wholes["unit_id"],
        hovertext=[_hover(row, words) for _, row in wholes.iterrows()],
        hoverinfo="text",
    )
    _add_parts(figure, frame, labels, words)
    top = float(wholes["value"].max()) if len(wholes) else 0.0
    ticks = nice_ticks(top)
    figure.update_xaxes(
        range=[0, max(ticks[-1], top * 1.35)],
        tickvals=ticks,
        ticktext=[words.tick(tick) for tick in ticks],
        gridcolor=GRID,
        zeroline=True,
        zerolinecolor=SLATE,
        fixedrange=False,
    )
    figure.update_yaxes(autorange="reversed", automargin=True, ticklabelstandoff=8, showgrid=False)
    figure.update_layout(
        height=64 + ROW_PIXELS * max(len(wholes), 1),
        barmode="overlay",
        margin={"l": 8, "r": 24, "t": 8, "b": 28},
    )
    return figure


def _labels(frame: pd.DataFrame, words: Words) -> list[str]:
    """Unit names, with the variant where a unit has more than one bar or a special one."""
    names = []
    for _, row in frame.iterrows():
        unit, variant = row[words.column("short_name")], row[words.column("variant_name")]
        names.append("<br>".join(_two_lines(part) for part in (unit, variant) if isinstance(part, str)))
    return names


def _add_parts(figure: go.Figure, frame: pd.DataFrame, labels: list[str], words: Words) -> None:
    wholes = frame[frame["part_of"].isna()]
    place = {key: n for n, key in enumerate(zip(wholes["unit_id"], wholes["variant"], strict=True))}
    parts = frame[frame["part_of"].notna()]
    rows = [row for _, row in parts.iterrows() if (row["unit_id"], row["part_of"]) in place]
    if not rows:
        return
    figure.add_bar(
        x=[row["value"] for row in rows],
        y=[labels[place[row["unit_id"], row["part_of"]]] for row in rows],
        orientation="h",
        width=0.44,
        constraintext="none",
        marker={"color": DEEP},
        text=[
            plain(words("figure.part", name=row[words.column("variant_name")], value=figure_text(row, words)))
            for row in rows
        ],
        textposition="inside",
        insidetextanchor="start",
        textfont={"color": "#ffffff", "size": 12},
        customdata=[row["unit_id"] for row in rows],
        hovertext=[_hover(row, words) for row in rows],
        hoverinfo="text",
    )


def _hover(row: pd.Series, words: Words) -> str:
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

    Frame: as `unit_bars`, and as_of. A single day gives points without lines.
    """
    figure = go.Figure(layout=LAYOUT)
    days = sorted(frame["as_of"].unique())
    for (unit_id, _), rows in frame.groupby(["unit_id", "variant"], sort=False):
        by_day = rows.set_index("as_of", drop=False).reindex(days)
        label = _labels(rows.head(1), words)[0]
        figure.add_scatter(
            x=days,
            y=by_day["value"],
            mode="lines+markers",
            connectgaps=False,
            name=label,
            line={"color": SLATE, "width": 1.5},
            marker={
                "size": 8,
                "color": [SLATE if q == "exact" else "#ffffff" for q in by_day["qualifier"]],
                "line": {"color": SLATE, "width": 1.5},
            },
            customdata=[unit_id] * len(days),
            hovertext=["" if pd.isna(row["value"]) else _hover(row, words) for _, row in by_day.iterrows()],
            hoverinfo="text",
        )
        last = rows.iloc[-1]
        figure.add_annotation(
            x=last["as_of"],
            y=last["value"],
            text=f"{label}<br>{plain(figure_text(last, words))}",
            showarrow=False,
            xanchor="left",
            xshift=8,
        )
    ticks = nice_ticks(float(frame["value"].max()))
    figure.update_yaxes(
        tickvals=ticks, ticktext=[words.tick(tick) for tick in ticks], gridcolor=GRID, rangemode="tozero"
    )
    figure.update_xaxes(tickvals=days, ticktext=[words.day(day) for day in days], showgrid=False)
    figure.update_layout(height=320, margin={"l": 48, "r": 160, "t": 12, "b": 32})
    return figure


def ranked_bars(frame: pd.DataFrame, words: Words) -> go.Figure:
    """`unit_bars` with each unit's place before its name. Frame: also place_best, place_worst, sharing."""
    named = frame.copy()
    for column in ("short_name", "short_name_en"):
        named[column] = [f"{place_text(row, words)}  {row[column]}" for _, row in frame.iterrows()]
    return unit_bars(named, words)


def place_text(row: pd.Series, words: Words) -> str:
    """第1位, 并列第2位, or 第1–3位 where hedge words leave it open."""
    if row["place_best"] != row["place_worst"]:
        return words("rank.open", best=row["place_best"], worst=row["place_worst"])
    return words("rank.shared" if row["sharing"] > 1 else "rank.alone", place=row["place_best"])


def phase_strip(frame: pd.DataFrame, words: Words) -> go.Figure:
    """The campaign's phases side by side, in order and not to scale: the dates may be unknown.

    Frame: phase_no, name(_en), starts_on, ends_on, status. A null status is 未报.
    """
    figure = go.Figure(layout=LAYOUT)
    for place, (_, row) in enumerate(frame.iterrows()):
        colour, line, text = _status_look(row["status"])
        figure.add_shape(
            type="path",
            path=_chevron(place),
            fillcolor=colour,
            line={"color": line, "width": 1},
        )
        figure.add_annotation(
            x=place + 0.5,
            y=0.5,
            text=f"{row['phase_no']} {_two_lines(row[words.column('name')])}<br>"
            f"<span style='font-size:11px'>{plain(status_word(row['status'], words))}<br>"
            f"{plain(_phase_days(row, words))}</span>",
            showarrow=False,
            font={"color": text},
        )
    figure.update_xaxes(visible=False, range=[0, max(len(frame), 1) - 0.02], fixedrange=True)
    figure.update_yaxes(visible=False, range=[0, 1], fixedrange=True)
    figure.update_layout(height=78, margin={"l": 0, "r": 0, "t": 0, "b": 0})
    return figure


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


def _phase_days(row: pd.Series, words: Words) -> str:
    if pd.isna(row["starts_on"]) and pd.isna(row["ends_on"]):
        return words("phase.no_dates")
    return words("phase.dates", start=words.day(row["starts_on"]), end=words.day(row["ends_on"]))


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
    units = frame.drop_duplicates("unit_id")
    phases = frame.drop_duplicates("phase_no")
    row_of = {unit: place for place, unit in enumerate(units["unit_id"])}
    figure = go.Figure(layout=LAYOUT)
    looks = [_status_look(status) for status in frame["status"]]
    for (_, cell), (fill, line, _) in zip(frame.iterrows(), looks, strict=True):
        x, y = int(cell["phase_no"]), row_of[cell["unit_id"]]
        figure.add_shape(
            type="rect", x0=x - 0.48, x1=x + 0.48, y0=y - 0.42, y1=y + 0.42, layer="below",
            fillcolor=fill, line={"color": line, "width": 1},
        )  # fmt: skip
    figure.add_scatter(
        x=frame["phase_no"],
        y=[row_of[unit] for unit in frame["unit_id"]],
        mode="markers+text",
        marker={"size": 26, "color": "rgba(0,0,0,0)", "symbol": "square"},
        text=[plain(status_word(status, words)) for status in frame["status"]],
        textfont={"color": [text for _, _, text in looks], "size": 12},
        customdata=frame["unit_id"],
        hovertext=[_phase_hover(row, words) for _, row in frame.iterrows()],
        hoverinfo="text",
    )
    figure.update_xaxes(
        tickvals=list(phases["phase_no"]),
        ticktext=[_two_lines(name) for name in phases[words.column("phase_name")]],
        tickangle=0, side="top", showgrid=False, zeroline=False, fixedrange=True,
        range=[0.5, len(phases) + 0.5],
    )  # fmt: skip
    figure.update_yaxes(
        tickvals=list(row_of.values()),
        ticktext=[_two_lines(name) for name in units[words.column("short_name")]],
        range=[len(units) - 0.5, -0.5], automargin=True, showgrid=False, zeroline=False, ticklabelstandoff=8,
    )  # fmt: skip
    figure.update_layout(
        height=48 + ROW_PIXELS * max(len(units), 1), margin={"l": 8, "r": 8, "t": 32, "b": 8}
    )
    return figure


def _phase_hover(row: pd.Series, words: Words) -> str:
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

    Frame: one row per thing, with unit_id, short_name(_en) and the `column` that holds its kind.
    """
    counts = frame.groupby(["unit_id", column], sort=False).size().reset_index(name="count")
    units = frame.drop_duplicates("unit_id")
    row_of = {unit: place for place, unit in enumerate(units["unit_id"])}
    name_of = dict(zip(units["unit_id"], units[words.column("short_name")], strict=True))
    figure = go.Figure(layout=LAYOUT)
    figure.add_scatter(
        x=[columns.index(kind) for kind in counts[column]],
        y=[row_of[unit] for unit in counts["unit_id"]],
        mode="markers+text",
        marker={"size": 26, "color": SLATE},
        text=counts["count"],
        textfont={"color": "#ffffff"},
        customdata=counts["unit_id"],
        hovertext=[
            plain(f"{name_of[row['unit_id']]} · {words(f'{label}.{row[column]}')}: {row['count']}")
            for _, row in counts.iterrows()
        ],
        hoverinfo="text",
    )
    figure.update_xaxes(
        tickvals=list(range(len(columns))),
        ticktext=[_two_lines(words(f"{label}.{kind}"), 8) for kind in columns],
        tickangle=0, side="top", range=[-0.5, len(columns) - 0.5],
        gridcolor=GRID, zeroline=False, fixedrange=True,
    )  # fmt: skip
    figure.update_yaxes(
        tickvals=list(row_of.values()),
        ticktext=[_two_lines(name) for name in name_of.values()],
        range=[len(row_of) - 0.5, -0.5], automargin=True, gridcolor=GRID, zeroline=False, ticklabelstandoff=8,
    )  # fmt: skip
    figure.update_layout(
        height=48 + ROW_PIXELS * max(len(row_of), 1), margin={"l": 8, "r": 8, "t": 32, "b": 8}
    )
    return figure


def state_matrix(frame: pd.DataFrame, words: Words) -> go.Figure:
    """Metrics by units: who reported what. Reported, 0, 未报, 不涉及 and not asked have each their own mark.

    Frame: the question `summary`. Few units stand across, as in the table; many stand down, so that a name
    has room either way.
    """
    metrics = frame.drop_duplicates(["metric_id", "variant"])
    units = frame.drop_duplicates("unit_id").sort_values("unit_sort")
    metric_at = {key: n for n, key in enumerate(zip(metrics["metric_id"], metrics["variant"], strict=True))}
    unit_at = {unit: n for n, unit in enumerate(units["unit_id"])}
    metric_axis: dict[str, list] = {
        "tickvals": list(metric_at.values()),
        "ticktext": _metric_labels(metrics, words),
    }
    names = [plain(name) for name in units[words.column("short_name")]]
    unit_axis: dict[str, list] = {"tickvals": list(unit_at.values()), "ticktext": names}
    is_wide = len(unit_at) > MOST_UNITS_ACROSS
    figure = go.Figure(layout=LAYOUT)
    states = frame["state"].where(~((frame["state"] == "reported") & (frame["value"] == 0)), "zero")
    for state, look in MATRIX_MARKS.items():
        rows = frame[states == state]
        at_metric = [metric_at[key] for key in zip(rows["metric_id"], rows["variant"], strict=True)]
        at_unit = [unit_at[unit] for unit in rows["unit_id"]]
        figure.add_scatter(
            x=at_metric if is_wide else at_unit,
            y=at_unit if is_wide else at_metric,
            mode="markers",
            name=words(f"state.{state}"),
            marker=look,
            customdata=rows["unit_id"],
            hovertext=[_state_hover(row, words) for _, row in rows.iterrows()],
            hoverinfo="text",
            showlegend=True,
        )
    across, down = (metric_axis, unit_axis) if is_wide else (unit_axis, metric_axis)
    grid = {"gridcolor": GRID, "zeroline": False, "automargin": True}
    figure.update_xaxes(
        **across, **grid, tickangle=-90, side="top", range=[-0.6, len(across["tickvals"]) - 0.4]
    )
    figure.update_yaxes(**down, **grid, range=[len(down["tickvals"]) - 0.5, -0.5], ticklabelstandoff=8)
    figure.update_layout(
        height=190 + 23 * max(len(down["tickvals"]), 1),
        showlegend=True,
        legend={"orientation": "h", "y": -0.01, "yanchor": "top", "x": 0},
    )
    return figure


MOST_UNITS_ACROSS = 16
MATRIX_MARKS: dict[str, dict] = {
    "reported": {"symbol": "circle", "size": 12, "color": SLATE},
    "zero": {"symbol": "circle-open", "size": 12, "color": SLATE, "line": {"width": 2}},
    "missing": {"symbol": "square-open", "size": 11, "color": "#9aa5b1", "line": {"width": 1.5}},
    "not_applicable": {"symbol": "line-ew-open", "size": 11, "color": "#9aa5b1", "line": {"width": 2}},
    "not_asked": {"symbol": "circle", "size": 3, "color": "#d5dade"},
}


def metric_label(row: pd.Series, words: Words) -> str:
    variant = row[words.column("variant_name")]
    name = row[words.column("metric_name")]
    return name if pd.isna(variant) else f"{name} · {variant}"


def _metric_labels(metrics: pd.DataFrame, words: Words) -> list[str]:
    """Short enough to leave a phone room for the marks; the whole name is in the hover and the table."""
    most = 15 if words.lang == "zh" else 26
    names = [metric_label(row, words) for _, row in metrics.iterrows()]
    return [plain(name if len(name) <= most else f"{name[: most - 1]}…") for name in names]


def _state_hover(row: pd.Series, words: Words) -> str:
    said = figure_text(row, words) if row["state"] == "reported" else words(f"state.{row['state']}")
    return "<br>".join(
        plain(line) for line in (row[words.column("short_name")], metric_label(row, words), said)
    )
