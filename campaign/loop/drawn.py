"""The loop's pictures. Frames as campaign.loop.judged leaves them; the look is that of campaign.figures."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from campaign.figures.colours import CONCERN, DOING
from campaign.figures.look import DEEP, GRID, INK, LAYOUT, PALE, SLATE, plain
from campaign.loop import judged, told
from campaign.methods.chart import HIGH
from campaign.methods.funnel import Funnel, share_band
from campaign.methods.rows import Row, grouped
from campaign.methods.sums import sum_qualifier
from campaign.words import Words, nice_ticks

SOFT = "#52606d"  # limits and what is said beside them
BETTER, WORSE = DOING, CONCERN  # blue and orange, told apart by all; the shape says it too
UNIT_PIXELS = 26
STARTS = (0.0, 0.5, 0.75, 0.9)
DOTS = (("circle", DEEP), ("diamond", SLATE), ("circle-open", DEEP), ("diamond-open", SLATE))


def stage_bars(frame: pd.DataFrame, words: Words) -> go.Figure:
    """A bar a stage: its count, and its share of the stage before. Frame: judged.stages."""
    rows = frame.to_dict("records")
    figure = go.Figure(layout=LAYOUT)
    is_exact = [not _is_hedged(row) for row in rows]
    figure.add_bar(
        x=[None if pd.isna(row["value"]) else row["value"] for row in rows],
        y=[row["stage_no"] for row in rows],
        orientation="h",
        width=0.44,
        marker={
            "color": [_bar_colour(row, exact) for row, exact in zip(rows, is_exact, strict=True)],
            "line": {"color": SLATE, "width": 1},
            "pattern": {"shape": ["" if exact else "/" for exact in is_exact], "fgcolor": SLATE},
        },
        hovertext=[_lines(_stage_words(row, words)) for row in rows],
        hoverinfo="text",
    )
    for row in rows:
        _, count, *share = _stage_words(row, words)
        end = 0 if pd.isna(row["value"]) else row["value"]
        _said(figure, end, row["stage_no"], count)
        for line in share:  # under the bar, where a phone has room for both numbers
            _said(figure, 0, row["stage_no"] + 0.38, line, colour=SOFT)
    top = max((row["value"] for row in rows if not pd.isna(row["value"])), default=1.0) or 1.0
    figure.update_xaxes(visible=False, range=[0, top * 1.55], fixedrange=True)
    figure.update_yaxes(
        **_names([row["stage_no"] for row in rows], [row[words.column("stage_name")] for row in rows]),
        range=[len(rows) + 0.9, 0.6],
    )
    figure.update_layout(height=31 + 50 * max(len(rows), 1))
    return figure


def _said(figure: go.Figure, x: float, y: float, text: str, *, colour: str = INK) -> None:
    figure.add_annotation(x=x, xshift=2 if x == 0 else 6, **_note(y, text, colour))


def _is_hedged(row: Row) -> bool:
    return not pd.isna(row["value"]) and sum_qualifier(list(row["qualifiers"])) != "exact"


def _bar_colour(row: Row, is_exact: bool) -> str:
    if not is_exact:
        return PALE
    return SLATE if row["is_planned"] or row["stage_no"] == 1 else DEEP


def _stage_words(row: Row, words: Words) -> list[str]:
    """Stage, count, and share of the stage before."""
    said = [row[words.column("stage_name")], told.total(row, words)]
    share = told.out_of(row["counts"], row["base"], row["form"], words)
    if share:
        name = row[words.column("rate_name")]
        said.append(f"{name} {share}" if isinstance(name, str) else share)
    return said


def unit_dots(frame: pd.DataFrame, words: Words) -> go.Figure:
    """A line a unit: how much of what it accepted came to each planned stage. Frame: judged.units.

    A long gap between two marks is where matters stop. Units that lost most are drawn when there are many.
    """
    drawn = _most_to_see(frame)
    units = grouped(drawn.to_dict("records"), "unit_id")
    at = {own[0]["unit_id"]: place for place, own in enumerate(units)}
    planned = [row for own in units for row in own if row["is_planned"]]
    low = _start([row["through"] for row in planned])
    # together in the layout: Plotly checks all there are again with each one that is added
    lines = [_unit_line(own, place, low, words) for place, own in enumerate(units)]
    figure = go.Figure(
        layout={
            **LAYOUT,
            "shapes": [track for tracks, _ in lines for track in tracks],
            "annotations": [note for _, notes in lines for note in notes],
        }
    )
    after = [row for row in planned if isinstance(row["before_id"], str)]
    for look, stage_no in zip(DOTS, sorted({row["stage_no"] for row in after}), strict=False):
        _add_dots(figure, [row for row in after if row["stage_no"] == stage_no], at, look, words)
    _percent_axis(figure, "x", low, 1, side="top", tickangle=0)
    figure.update_yaxes(
        **_names(list(at.values()), [own[0][words.column("short_name")] for own in units]),
        range=[len(at) + 0.2, -0.6],
    )
    figure.update_layout(
        height=88 + UNIT_PIXELS * max(len(at), 1),
        margin={"l": 8, "r": 88, "t": 24, "b": 34},
        showlegend=True,
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0},
    )
    return figure


def _start(shares: Sequence[float]) -> float:
    """Where an axis of shares up to 1 begins: marks have no length, and all near 1 would hide each other."""
    lowest = min((share for share in shares if not pd.isna(share)), default=0.0)
    return max(start for start in STARTS if start <= max(lowest, 0.0))


def _most_to_see(frame: pd.DataFrame) -> pd.DataFrame:
    losses = frame[frame["is_planned"]].groupby("unit_id")["lost"].sum()
    seen = set(losses.nlargest(judged.MOST_UNITS, keep="first").index)
    return frame if frame["unit_id"].nunique() <= judged.MOST_UNITS else frame[frame["unit_id"].isin(seen)]


def _unit_line(
    rows: Sequence[Row], place: int, low: float, words: Words
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """The track from all accepted to the last stage, and how many were accepted: shapes, annotations."""
    seen = [row["through"] for row in rows if not pd.isna(row["through"]) and row["is_planned"]]
    total = {"x": 1, "xref": "paper", "xshift": 6, **_note(place, told.accepted(rows[0], words), SOFT)}
    if len(seen) > 1:
        ends = {"x0": min(seen), "x1": 1, "y0": place, "y1": place}
        return [{"type": "line", **ends, "layer": "below", "line": {"color": PALE, "width": 3}}], [total]
    return [], [total, {"x": low, "xshift": 2, **_note(place, _why_no_line(rows, words), SOFT)}]


def _note(y: float, text: str, colour: str) -> dict[str, object]:
    """A text that begins where it is put."""
    return {
        "y": y, "text": plain(text), "showarrow": False, "xanchor": "left", "align": "left",
        "font": {"size": 12, "color": colour},
    }  # fmt: skip


def _why_no_line(rows: Sequence[Row], words: Words) -> str:
    if pd.isna(rows[0]["first_value"]):
        return words("method.short.not_reported")
    if rows[0]["first_value"] < judged.LEAST_FOR_A_POINT:
        return words("loop.too_few")
    return next((words(f"method.short.{r['why_not']}") for r in rows if isinstance(r["why_not"], str)), "")


def _add_dots(
    figure: go.Figure, rows: Sequence[Row], at: dict[str, int], look: tuple[str, str], words: Words
) -> None:
    symbol, colour = look
    figure.add_scatter(
        x=[row["through"] for row in rows],
        y=[at[row["unit_id"]] for row in rows],
        mode="markers",
        name=plain(rows[0][words.column("stage_name")]),
        marker={"symbol": symbol, "size": 10, "color": colour, "line": {"width": 2, "color": colour}},
        customdata=[row["unit_id"] for row in rows],
        hovertext=[
            _lines(
                [row[words.column("short_name")], row[words.column("stage_name")], told.unit_rate(row, words)]
            )
            for row in rows
        ],
        hoverinfo="text",
        cliponaxis=False,
    )


def stuck_bars(frame: pd.DataFrame, words: Words) -> go.Figure:
    """A bar a unit: the matters that stopped before the stage that lost most. Frame: judged.stuck."""
    rows = frame.head(judged.MOST_STUCK).to_dict("records")
    places = list(range(len(rows)))
    figure = go.Figure(layout=LAYOUT)
    figure.add_bar(
        x=[row["lost"] for row in rows],
        y=places,
        orientation="h",
        width=0.55,
        marker={"color": SLATE},
        text=[plain(f"{words.number(row['lost'])}  {told.between(row, words)}") for row in rows],
        textposition="outside",
        textfont={"size": 12},
        constraintext="none",
        cliponaxis=False,
        customdata=[row["unit_id"] for row in rows],
        hovertext=[
            _lines([row[words.column("short_name")], told.between(row, words), told.lost_share(row, words)])
            for row in rows
        ],
        hoverinfo="text",
    )
    top = max((row["lost"] for row in rows), default=1.0)
    figure.update_xaxes(visible=False, range=[0, top * 1.9], fixedrange=True)
    figure.update_yaxes(
        **_names(places, [row[words.column("short_name")] for row in rows]), range=[len(rows) + 0.2, -0.6]
    )
    figure.update_layout(height=40 + UNIT_PIXELS * max(len(rows), 1))
    return figure


def rate_funnel(frame: pd.DataFrame, words: Words) -> go.Figure:
    """Each unit's share against its size, with the limits of chance. Frame: judged.rate.

    Only units outside the adjusted 99.8 % limits are named in it.
    """
    figure = go.Figure(layout=LAYOUT)
    found = judged.share_funnel(frame)
    rows = frame.to_dict("records")
    if not isinstance(found, Funnel):
        return figure.update_layout(height=60)
    sizes = np.geomspace(max(1.0, found.sizes.min() * 0.8), found.sizes.max() * 1.1, 80)
    bounds = share_band(found, sizes)
    _add_limits(
        figure, sizes, (bounds.low998, bounds.high998), "solid", words("funnel.limit", percent="99.8")
    )
    _add_limits(figure, sizes, (bounds.low95, bounds.high95), "dot", words("funnel.limit", percent="95"))
    mean = words("funnel.mean", percent=f"{100 * found.target:.1f}")
    figure.add_scatter(
        x=[0, sizes[-1]], y=[found.target] * 2, mode="lines", name=plain(mean), hoverinfo="skip",
        line={"color": SLATE, "width": 1.5},
    )  # fmt: skip
    _add_units(figure, [rows[n] for n in found.at], found, words)
    lowest = min(found.values.min(), bounds.low998[len(sizes) // 4 :].min())
    _percent_axis(figure, "y", max(0.0, lowest - 0.04), min(1.02, found.values.max() + 0.12))
    ticks = nice_ticks(float(found.sizes.max()))
    figure.update_xaxes(
        range=[0, found.sizes.max() * 1.12], tickvals=ticks, ticktext=[words.tick(tick) for tick in ticks],
        showgrid=False, zeroline=False, title={"text": plain(words("funnel.size")), "font": {"size": 12}},
    )  # fmt: skip
    figure.update_layout(
        height=350,
        margin={"l": 48, "r": 12, "t": 34, "b": 44},
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "font": {"size": 12}},
    )
    return figure


def _add_limits(
    figure: go.Figure, sizes: np.ndarray, ends: tuple[np.ndarray, np.ndarray], dash: str, label: str
) -> None:
    for end in ends:
        figure.add_scatter(
            x=sizes, y=end, mode="lines", name=plain(label), showlegend=end is ends[0], hoverinfo="skip",
            line={"color": SOFT, "width": 1, "dash": dash},
        )  # fmt: skip


def _add_units(figure: go.Figure, rows: Sequence[Row], found: Funnel, words: Words) -> None:
    is_out = np.isin(found.places, ("below_998", "above_998"))
    figure.add_scatter(
        x=found.sizes,
        y=found.values,
        mode="markers+text",
        showlegend=False,
        marker={
            "size": [11 if out else 8 for out in is_out],
            "color": [INK if out else "#ffffff" for out in is_out],
            "line": {"color": [INK if out else SLATE for out in is_out], "width": 1.5},
        },
        text=[
            _lines([row[words.column("short_name")]]) if out else ""
            for row, out in zip(rows, is_out, strict=True)
        ],
        textposition=_beside(found, is_out),
        textfont={"size": 12},
        customdata=[row["unit_id"] for row in rows],
        hovertext=[
            _lines(
                [row[words.column("short_name")], told.unit_rate(row, words), told.funnel_place(row, words)]
            )
            for row in rows
        ],
        hoverinfo="text",
        cliponaxis=False,
    )


def _beside(found: Funnel, is_named: np.ndarray) -> list[str]:
    """Where each name stands: towards the middle, but away from another named mark at its side."""
    across, up = found.sizes / found.sizes.max(), found.values / max(float(np.ptp(found.values)), 0.01)
    sides = []
    for x, y in zip(across, up, strict=True):
        gaps = (across - x)[is_named & (abs(up - y) < 0.06) & (abs(across - x) < 0.3)]
        is_left = x >= 0.5
        if (gaps > 0).any() != (gaps < 0).any():  # with one at either side no side is better
            is_left = bool((gaps > 0).any())
        sides.append("middle left" if is_left else "middle right")
    return sides


MARKS = {
    "improvement": ("triangle", BETTER),
    "concern": ("triangle", WORSE),
    "change": ("diamond", INK),
    "common": ("circle", SLATE),
}


def month_chart(frame: pd.DataFrame, words: Words) -> go.Figure:
    """The share by month or week with its mean and limits; a signal is marked by shape and colour.

    Frame: judged.months. A month or week without a point is a gap.
    """
    figure = go.Figure(layout=LAYOUT)
    if frame.empty or frame["kind"].isna().all():
        return figure.update_layout(height=60)
    rows = frame.to_dict("records")
    first, looks = rows[0], [_mark(row) for row in rows]
    lower = max(first["lower"], 0.0)
    for value, label in ((first["upper"], "upper"), (lower, "lower")):
        _level(figure, value, words(f"chart.{label}", percent=f"{100 * value:.1f}"), dash="dash")
    _level(figure, first["centre"], words("chart.centre", percent=f"{100 * first['centre']:.1f}"))
    if not pd.isna(first["target_value"]):
        _level(figure, first["target_value"], words("chart.target"), dash="dot", colour=INK, side="left")
    figure.add_scatter(
        x=list(range(len(rows))),
        y=[row["rate"] for row in rows],
        mode="lines+markers",
        connectgaps=False,
        line={"color": SLATE, "width": 1.5},
        marker={"symbol": [s for s, _ in looks], "color": [c for _, c in looks], "size": 10},
        hovertext=[_lines([*_rate_in(row, words), told.point_kind(row, words)]) for row in rows],
        hoverinfo="text",
    )
    values = [row["rate"] for row in rows if not pd.isna(row["rate"])] + [first["upper"], lower]
    values += [first["target_value"]] * (not pd.isna(first["target_value"]))
    room = max(max(values) - min(values), 0.02) * 0.12
    _percent_axis(figure, "y", max(0.0, min(values) - room), max(values) + room)
    step = -(-len(rows) // (2 if "week" in first else 3))  # a phone has room for so many
    ticks = list(range(len(rows) - 1, -1, -step))
    figure.update_xaxes(
        tickvals=ticks, ticktext=[told.when(rows[n], words) for n in ticks], tickangle=0, showgrid=False,
        zeroline=False,
        range=[-0.5, len(rows) - 0.5], fixedrange=True,
    )  # fmt: skip
    figure.update_layout(height=300, margin={"l": 48, "r": 92, "t": 14, "b": 32})
    return figure


def _rate_in(row: Row, words: Words) -> list[str]:
    """Month or week, and the rate's name with both numbers."""
    return [told.when(row, words), row[words.column("rate_name")], told.stage_rate(row, words)]


def _mark(row: Row) -> tuple[str, str]:
    """Shape and colour of a point: a signal points up or down, and is coloured where one way is better."""
    kind = row["kind"]
    if not isinstance(kind, str) or kind in ("common", "not_judged"):
        return MARKS["common"]
    is_high = kind in HIGH
    if row["direction"] == "none":
        return MARKS["change"]
    symbol, colour = MARKS["improvement" if is_high == (row["direction"] == "up") else "concern"]
    return (f"{symbol}-up" if is_high else f"{symbol}-down"), colour


def _level(
    figure: go.Figure,
    value: float,
    label: str,
    *,
    dash: str = "solid",
    colour: str = SOFT,
    side: str = "right",
) -> None:
    """A horizontal line across the chart, named at its end."""
    figure.add_shape(
        type="line", xref="paper", x0=0, x1=1, y0=value, y1=value, layer="below",
        line={"color": colour, "width": 1, "dash": dash},
    )  # fmt: skip
    at_right = side == "right"
    figure.add_annotation(
        xref="paper", x=1 if at_right else 0, y=value, text=plain(label), showarrow=False, xanchor="left",
        xshift=4, yshift=0 if at_right else 9, font={"size": 11, "color": colour},
    )  # fmt: skip


def _percent_axis(figure: go.Figure, axis: str, low: float, high: float, **more: object) -> None:
    """An axis of shares, in round percents."""
    most = 4.5 if axis == "x" else 6  # a phone is narrow
    step = next(step for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 1) if (high - low) / step <= most)
    ticks = [round(n * step, 4) for n in range(int(np.ceil(low / step)), int(high / step + 1e-9) + 1)]
    settings = {
        "range": [low - 0.02, high + 0.02] if axis == "x" else [low, high],
        "tickvals": ticks,
        "ticktext": [f"{100 * tick:.0f}{'' if axis == 'x' and tick != ticks[-1] else '%'}" for tick in ticks],
        "gridcolor": GRID,
        "zeroline": False,
        "fixedrange": True,
        **more,
    }
    figure.update_layout({f"{axis}axis": settings})


def _names(places: Sequence[int], names: Sequence[str]) -> dict[str, object]:
    return {
        "tickvals": list(places), "ticktext": [_two(name) for name in names], "automargin": True,
        "showgrid": False, "zeroline": False, "fixedrange": True, "ticklabelstandoff": 8,
    }  # fmt: skip


def _two(name: str, most: int = 18) -> str:
    """A long name on two lines, so that a phone keeps room for the picture."""
    pieces = name.split(" ")
    cuts = [(" ".join(pieces[:n]), " ".join(pieces[n:])) for n in range(1, len(pieces))]
    if len(name) <= most or not cuts:
        return plain(name)
    return "<br>".join(plain(half) for half in min(cuts, key=lambda halves: max(map(len, halves))))


def _lines(texts: Sequence[str]) -> str:
    return "<br>".join(plain(text) for text in texts if text)
