"""The pictures of pace. Frames as campaign.pace.judged leaves them; the look is that of campaign.figures."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from campaign.figures.look import (
    GRID,
    INK,
    PALE,
    SLATE,
    WRAP,
    figure,
    lines_of,
    plain,
    room_beside,
    two_lines,
    value_axis,
)
from campaign.figures.said import unit_label
from campaign.figures.trend import day_in_two_lines, trend
from campaign.methods.refused import Refused
from campaign.methods.rows import Row, rows
from campaign.pace import judged, told
from campaign.words import Words, nice_ticks

SOFT = "#52606d"
ROW, LINE = 42, 16  # pixels: a bar with its state under it, and each line of what else is said
WIDEST = 15  # full-width letters a line under a bar: beside a long name a phone has no room for more
MOST_SHARE = 1.5  # of the target; a longer bar would squeeze the others
BAR = 0.28


def unit_paces(frame: pd.DataFrame, words: Words) -> go.Figure:
    """A bar a unit: the share of its target reached, where the plan stands today, and the state."""
    return _paces(rows(judged.most_to_see(frame)), unit_label, words)


def unit_paces_by_lag(frame: pd.DataFrame, words: Words) -> go.Figure:
    """The same, those that lag most first."""
    return _paces(rows(judged.by_lag(judged.most_to_see(frame))), unit_label, words)


def metric_paces(frame: pd.DataFrame, words: Words) -> go.Figure:
    """A bar for each target of one unit."""
    return _paces(rows(frame), lambda row, words: two_lines(told.metric(row, words)), words)


def _paces(drawn: Sequence[Row], name: Callable[[Row, Words], str], words: Words) -> go.Figure:
    places = list(range(len(drawn)))
    is_exact = [row["qualifier"] == "exact" for row in drawn]
    bars = {
        "type": "bar",
        "x": [_bar(row["share"]) for row in drawn],
        "y": [place - 0.24 for place in places],
        "orientation": "h",
        "width": BAR,
        "marker": {
            "color": [SLATE if exact else PALE for exact in is_exact],
            "line": {"color": SLATE, "width": 1},
            "pattern": {"shape": ["" if exact else "/" for exact in is_exact], "fgcolor": SLATE},
        },
        "customdata": [row["unit_id"] for row in drawn],
        "hovertext": [_hover(row, words) for row in drawn],
        "hoverinfo": "text",
        "name": plain(words("pace.mark_reached")),
        "showlegend": False,
    }
    top = max([1.0, *(_bar(row["share"]) or 0.0 for row in drawn)])
    legend = {"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0, "font": {"size": 12}}
    at_end = [(_at_end(row, words), _clear_of_mark(row) / (top * 1.42)) for row in drawn]
    below = [_below(row, words) for row in drawn]
    room = room_beside([*at_end, *((line, 0.0) for lines in below for line in lines)], 12)
    most = max([2, *map(len, below)])
    notes = [note for place, row in enumerate(drawn) for note in _notes(place, row, words)]
    return figure(
        [bars, *_due_marks(drawn, words)],
        height=72 + (ROW + LINE * (most - 1)) * max(len(drawn), 1),
        margin={"l": 8, "r": room, "t": 30, "b": 28},
        showlegend=True,
        legend=legend,
        annotations=notes,
        shapes=[
            {"type": "line", "x0": 1, "x1": 1, "y0": -0.5, "y1": len(drawn) - 0.5, "layer": "below",
             "line": {"color": SOFT, "width": 1, "dash": "dot"}}
        ],
        xaxis={
            "range": [0, top * 1.42],
            "tickvals": [0, 0.5, 1],
            "ticktext": ["0", "50%", words("pace.all_of_it")],
            "tickangle": 0,
            "gridcolor": GRID,
            "zeroline": True,
            "zerolinecolor": SLATE,
            "fixedrange": True,
        },
        yaxis={
            "tickvals": places,
            "ticktext": [name(row, words) for row in drawn],
            "range": [len(drawn) - 0.5, -0.5],
            "automargin": True,
            "ticklabelstandoff": 8,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
    )  # fmt: skip


def _bar(share: float) -> float | None:
    return None if pd.isna(share) else min(float(share), MOST_SHARE)


def _due_marks(drawn: Sequence[Row], words: Words) -> list[dict]:
    """Where each plan stands today and, where the figure is older, where it stood on the figure's day."""
    older = [row["due_share"] if _is_older(row) else None for row in drawn]
    marks = [_marks([row["due_today"] for row in drawn], words("pace.mark_today"), 22, INK, 3)]
    if any(share is not None for share in older):
        marks.append(_marks(older, words("pace.mark_then"), 14, SOFT, 2))
    return marks


def _is_older(row: Row) -> bool:
    return not pd.isna(row["due_share"]) and abs(row["due_share"] - row["due_today"]) > 0.001


def _marks(shares: Sequence[float | None], label: str, size: int, colour: str, width: int) -> dict:
    seen = [(place, share) for place, share in enumerate(shares) if share is not None and not pd.isna(share)]
    return {
        "type": "scatter",
        "x": [share for _, share in seen],
        "y": [place - 0.24 for place, _ in seen],
        "mode": "markers",
        "name": plain(label),
        "marker": {"symbol": "line-ns", "size": size, "line": {"color": colour, "width": width}},
        "hoverinfo": "skip",
        "showlegend": True,
    }


def _notes(place: int, row: Row, words: Words) -> list[dict]:
    """At the bar's end the figure; under the bar the state's shape and word, and by how much."""
    font = {"size": 12, "color": told.sign(row["standing"])[1]}
    state, *sentence = map(plain, _below(row, words))
    said = "<br>".join(filter(None, (state, WRAP.join(sentence))))
    under = {"y": place - 0.24 + BAR / 2, "yanchor": "top", "xshift": 2, "yshift": -1}
    return [
        {
            "x": _clear_of_mark(row),
            "y": place - 0.24,
            "text": plain(_at_end(row, words)),
            "xshift": 5,
            **_LEFT,
        },
        {"x": 0, "text": said, **under, **_LEFT, "font": font},
    ]


def _below(row: Row, words: Words) -> list[str]:
    """The state's shape and word, then by how much."""
    return [told.status(row, words), *(line for line in lines_of(told.sentence(row, words), WIDEST) if line)]


def _at_end(row: Row, words: Words) -> str:
    return " · ".join(part for part in (told.figure(row, words), told.share(row, words)) if part)


def _clear_of_mark(row: Row) -> float:
    """The bar's end, or a mark beyond it: on a phone the figure would stand on the mark."""
    shares = [row["share"], row["due_share"], row["due_today"]]
    return max([0.0, *(min(float(share), MOST_SHARE) for share in shares if not pd.isna(share))])


_LEFT: dict[str, Any] = {
    "showarrow": False, "xanchor": "left", "align": "left", "font": {"size": 12, "color": INK},
}  # fmt: skip


def _hover(row: Row, words: Words) -> str:
    lines = [
        row[words.column("short_name")],
        told.metric(row, words),
        words("pace.hover_figure", figure=told.figure(row, words), day=words.day(row["as_of"])),
        words("pace.hover_target", target=told.target(row, words)),
    ]
    if not pd.isna(row["due_today"]):
        due = words.number(round(row["due_today"] * row["aim"], 1))
        lines.append(words("pace.hover_due", due=due, share=told.due_today(row, words)))
    lines += [told.status(row, words), told.sentence(row, words)]
    return "<br>".join(plain(line) for line in lines if line)


# One unit over time


def gains(frame: pd.DataFrame, words: Words) -> go.Figure:
    """What each period added, a line a unit; a period of which nothing can be said is a gap."""
    return trend(frame[frame["value"].notna()], words)


def course(frame: pd.DataFrame, words: Words) -> go.Figure:
    """A unit's own line over the band of its group, both broken at a new definition. Frame: judged.course."""
    drawn = rows(frame)
    is_share = bool(drawn and drawn[0]["is_share"])
    days = [_iso(row["as_of"]) for row in drawn]
    traces = [*_group_bands(drawn, words), *_own_lines(drawn, words)]
    values = [row[name] for row in drawn for name in ("shown", "group_high") if not pd.isna(row[name])]
    return figure(
        traces,
        height=320,
        margin={"l": 52, "r": 26, "t": 34, "b": 60},
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "font": {"size": 12}},
        shapes=_breaks(drawn),
        annotations=_break_names(drawn, words),
        xaxis={**_days(drawn, words), "showgrid": False, "range": _span(days)},
        yaxis=_values(max(values, default=1.0), is_share, words),
    )


def _group_bands(drawn: Sequence[Row], words: Words) -> Iterator[dict]:
    """The middle half of the group and its median, a piece a definition; the first is in the legend."""
    changes, is_first = _changed(drawn), True
    for _, piece in groupby(drawn, key=lambda row: sum(day <= row["as_of"] for day in changes)):
        band = [row for row in piece if not pd.isna(row["group_low"])]
        if not band:
            continue
        x = [_iso(row["as_of"]) for row in band]
        edge = {"type": "scatter", "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
        yield {**edge, "x": x, "y": [row["group_high"] for row in band], "showlegend": False}
        yield {
            **edge, "x": x, "y": [row["group_low"] for row in band], "fill": "tonexty",
            "fillcolor": "rgba(185,196,206,0.45)", "name": plain(words("pace.group_half")),
            "showlegend": is_first,
        }  # fmt: skip
        yield {
            "type": "scatter", "mode": "lines", "x": x, "y": [row["group_middle"] for row in band],
            "line": {"color": SOFT, "width": 1.5, "dash": "dash"}, "hoverinfo": "skip",
            "name": plain(words("pace.group_middle")), "showlegend": is_first,
        }  # fmt: skip
        is_first = False


def _own_lines(drawn: Sequence[Row], words: Words) -> list[dict]:
    own = [row for row in drawn if not pd.isna(row["shown"])]
    if not own:
        return []
    name = own[0][words.column("short_name")]
    xs: list[str] = []
    ys: list[float | None] = []
    hover: list[str] = []
    before: Row | None = None
    for row in drawn:
        if not pd.isna(row["shown"]) and before is not None and before["part"] != row["part"]:
            xs, ys, hover = [*xs, _iso(row["as_of"])], [*ys, None], [*hover, ""]
        xs.append(_iso(row["as_of"]))
        ys.append(None if pd.isna(row["shown"]) else row["shown"])
        lines = (words.day(row["as_of"]), told.course_figure(row, words), told.group_band(row, words))
        hover.append("<br>".join(plain(line) for line in lines if line))
        before = row if not pd.isna(row["shown"]) else before
    return [
        {
            "type": "scatter", "mode": "lines+markers", "x": xs, "y": ys, "connectgaps": False,
            "name": plain(name), "line": {"color": INK, "width": 2}, "marker": {"size": 8, "color": INK},
            "hovertext": hover, "hoverinfo": "text",
        }
    ]  # fmt: skip


def _breaks(drawn: Sequence[Row]) -> list[dict]:
    return [
        {"type": "line", "x0": _iso(day), "x1": _iso(day), "yref": "paper", "y0": 0, "y1": 1,
         "line": {"color": SOFT, "width": 1, "dash": "dot"}}
        for day in _changed(drawn)
    ]  # fmt: skip


def _break_names(drawn: Sequence[Row], words: Words) -> list[dict]:
    text = plain(words("pace.redefined"))
    return [
        {"x": _iso(day), "yref": "paper", "y": 0.98, "text": text, "xshift": 3, **_LEFT}
        for day in _changed(drawn)
    ]


def _changed(drawn: Sequence[Row]) -> list[Any]:
    """The days of new definitions that lie among the reports."""
    return sorted({row["changed_on"] for row in drawn if not pd.isna(row["changed_on"])})


def outlook(frame: pd.DataFrame, words: Words) -> go.Figure:
    """The figure so far, the plan it is held against, and where it may end. Frame: judged.ahead."""
    drawn = rows(frame)
    if not drawn or not isinstance(drawn[0]["outlook"], str):
        return figure([], height=60)
    first, last = drawn[0], drawn[-1]
    due = _iso(first["due"])
    plan = _plan_line(first)
    traces = [
        {"type": "scatter", "mode": "lines", "x": [x for x, _ in plan], "y": [y for _, y in plan],
         "line": {"color": SOFT, "width": 1.5, "dash": "dash"}, "name": plain(words("pace.plan")),
         "hoverinfo": "skip"},
        {"type": "scatter", "mode": "lines+markers", "x": [_iso(row["as_of"]) for row in drawn],
         "y": [row["value"] for row in drawn], "line": {"color": INK, "width": 2},
         "marker": {"size": 8, "color": INK}, "name": plain(words("pace.reported")),
         "hovertext": [plain(f"{words.day(row['as_of'])} {told.figure(row, words)}") for row in drawn],
         "hoverinfo": "text"},
        {"type": "scatter", "mode": "lines", "x": [_iso(last["as_of"]), due, due, _iso(last["as_of"])],
         "y": [last["value"], first["low_end"], first["high_end"], last["value"]], "fill": "toself",
         "fillcolor": "rgba(185,196,206,0.45)", "line": {"color": SLATE, "width": 1.5, "dash": "dot"},
         "name": plain(words(f"outlook.{first['outlook']}_name")), "hoverinfo": "skip"},
    ]  # fmt: skip
    top = max([*(row["value"] for row in drawn), first["high_end"], first["aim"]])
    return figure(
        traces,
        height=320,
        margin={"l": 52, "r": 84, "t": 34, "b": 60},
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "font": {"size": 12}},
        annotations=_ends(first, words, top),
        xaxis={**_days([*drawn, {**last, "as_of": first["due"]}], words), "showgrid": False},
        yaxis=_values(top, False, words),
    )


def _plan_line(first: Row) -> list[tuple[str, float]]:
    found = judged.plan_of(first)
    if isinstance(found, Refused):
        return []
    return [
        (day.isoformat(), share * first["aim"]) for day, share in zip(found.days, found.shares, strict=True)
    ]


def _ends(first: Row, words: Words, top: float) -> list[dict]:
    """The target and both ends named beside the last day, none over another."""
    ends = sorted(
        [
            (first["high_end"], words("outlook.end_high", value=words.number(round(first["high_end"])))),
            (first["low_end"], words("outlook.end_low", value=words.number(round(first["low_end"])))),
            (first["aim"], words("outlook.end_target", value=words.number(first["aim"]))),
        ]
    )
    placed: list[dict] = []
    floor = float("-inf")
    for value, text in ends:
        at = max(value, floor)
        floor = at + top * 0.075
        placed.append({"x": _iso(first["due"]), "y": at, "text": plain(text), "xshift": 6, **_LEFT})
    return placed


def _values(top: float, is_share: bool, words: Words) -> dict[str, Any]:
    ticks = nice_ticks(top)
    axis = {"tickvals": ticks, "ticktext": [f"{100 * tick:g}%" for tick in ticks]} if is_share else None
    return {
        **(axis or value_axis(ticks, words)),
        "range": [0, max(ticks[-1], top) * 1.05],
        "gridcolor": GRID,
        "zeroline": False,
        "fixedrange": True,
    }


MOST_DAYS = 3


def _days(drawn: Sequence[Row], words: Words) -> dict[str, Any]:
    """The first day, the last and the one nearest the middle, in two lines: more do not fit a phone."""
    days = sorted({row["as_of"] for row in drawn})
    middle = days[0] + (days[-1] - days[0]) / 2 if days else None
    shown = sorted({days[0], min(days, key=lambda day: abs(day - middle)), days[-1]}) if days else []
    return {
        "tickvals": [_iso(day) for day in shown],
        "ticktext": [day_in_two_lines(day, words) for day in shown],
        "tickangle": 0,
        "fixedrange": True,
        "type": "date",
    }


def _span(days: Sequence[str]) -> list[str]:
    if not days:
        return ["2000-01-01", "2000-01-02"]
    first, last = pd.Timestamp(min(days)), pd.Timestamp(max(days))
    room = max(last - first, pd.Timedelta(days=1)) * 0.04
    return [_iso(first - room), _iso(last + room)]


def _iso(day: Any) -> str:
    return f"{pd.Timestamp(day):%Y-%m-%dT%H:%M}"
