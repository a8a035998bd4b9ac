"""The one sober look all figures share. Colour means status and nothing else.

Every text that comes from data goes through `plain`: Plotly would make <a> and <b> in it live.
"""

import html
import json
import re
import textwrap
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

import plotly.graph_objects as go
import plotly.io

from campaign.words import Words

INK = "#1f2933"


SLATE = "#5b7083"  # a figure


DEEP = "#2f4254"  # the part of a figure that is an 其中


PALE = "#b9c4ce"  # a figure whose words leave it open (余, 超过, 左右)


GRID = "#e6e9ec"


NOTHING = "#eef0f2"  # nobody reported


FONT = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, sans-serif"


ROW_PIXELS = 34
WRAP = "<br>\u200b"  # within a sentence; <br> alone parts what is said
LATIN = 0.56  # of a full-width letter: a Latin letter or digit, one with another
# the same of each, as wide as Microsoft YaHei or Noto Sans CJK draws it, whichever is wider
NARROW, SLIM, SMALL, CAPITAL, WIDE = 0.29, 0.39, 0.6, 0.7, 0.93
WIDTHS = {
    **dict.fromkeys("abcdefghijklmnopqrstuvwxyz0123456789", SMALL),
    **dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ&", CAPITAL),
    **dict.fromkeys("ijlI.,:;'|! ", NARROW),
    **dict.fromkeys("frt()[]-/", SLIM),
    **dict.fromkeys("mwMW%", WIDE),
    **dict.fromkeys("…·—“”‘’×", 1.0),
}
NAME_PIXELS = 8  # more beside the widest name: fonts differ
PHONE_PLOT, LEAST_MARGIN = 104, 24  # pixels for bars beside long names on a phone; right of an axis


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


def figure(data: list[dict], **layout: Any) -> go.Figure:
    """A figure in the house's look, put together and checked by Plotly once.

    The screen hands each chart to Plotly twice. Told by datarevision that the data is what it was, and with
    no template, no range of its own finding and no setting to be added, Plotly draws it only once.
    """
    revision = zlib.crc32(json.dumps(data, default=str).encode())
    return go.Figure(data=data, layout={**LAYOUT, **layout, "datarevision": revision})


MOST_AT_FOOT = 4


def value_axis(ticks: list[float], words: Words) -> dict[str, list]:
    return {"tickvals": ticks, "ticktext": [words.tick(tick) for tick in ticks]}


def foot_axis(ticks: list[float], words: Words) -> dict[str, Any]:
    """The same along the foot; of many ticks every other bears its number: a phone has room for so many."""
    every = 1 if len(ticks) <= MOST_AT_FOOT else 2
    texts = [words.tick(tick) if n % every == 0 else "" for n, tick in enumerate(ticks)]
    return {"tickvals": ticks, "ticktext": texts, "tickangle": 0}


def ems(text: object) -> float:
    """Width in full-width letters; an arrow is one of them."""
    return sum(WIDTHS.get(letter, 1.0 if ord(letter) >= 0x2190 else SMALL) for letter in str(text))


def room_beside(labels: Iterable[tuple[str, float]], size: int) -> int:
    """Pixels right of the axis so that what stands at each bar's end is whole, on a phone too.

    labels: each text and where it begins, as a share of the axis; size: of its letters, in pixels.
    """
    wanted = [ems(text) * size - (1 - begins) * PHONE_PLOT for text, begins in labels]
    return max(LEAST_MARGIN, round(max(wanted, default=0)) + 12)


def settle(figure: go.Figure) -> go.Figure:
    """The same figure with room for the names beside its axes, worked out here.

    Left to the browser (automargin), it draws a chart, measures its names and draws all of it again.
    """
    layout = figure.layout.to_plotly_json()
    for name in layout:
        is_left = name.startswith("yaxis")
        if not (is_left or name.startswith("xaxis")) or not layout[name].get("automargin"):
            continue
        room = _room_for_names(figure, layout, name) if _stands_at_edge(layout, name) else 0
        if room:
            side = "l" if is_left else "t"
            figure.layout.margin[side] = max(room, figure.layout.margin[side] or 0)
            figure.layout[name].automargin = None
    return figure


def _stands_at_edge(layout: dict, name: str) -> bool:
    """Whether nothing is drawn left of a y axis; of the x axes those whose names stand upright on top."""
    axis = layout[name]
    if name.startswith("x"):
        return axis.get("tickangle") == -90 and axis.get("side") == "top"
    across = layout.get((axis.get("anchor") or "x").replace("x", "xaxis"), {})
    return axis.get("side", "left") == "left" and (across.get("domain") or (0, 1))[0] == 0


def _room_for_names(figure: go.Figure, layout: dict, name: str) -> int:
    """Pixels; 0 where the axis has no names but numbers."""
    axis = layout[name]
    id_ = name.replace("axis", "")
    of_traces = (trace[id_[0]] for trace in figure.data if (trace[f"{id_[0]}axis"] or id_[0]) == id_)
    names = axis.get("ticktext") or [one for of in of_traces if of is not None for one in of]
    size = axis.get("tickfont", {}).get("size") or layout["font"]["size"]
    lines = [line for one in names if isinstance(one, str) for line in one.split("<br>")]
    widest = max((_pixels(line, size) for line in lines), default=0.0)
    return round(widest) + axis.get("ticklabelstandoff", 0) + NAME_PIXELS if widest else 0


def _pixels(line: str, size: float) -> float:
    """Width of a line of a name that may hold tags; one of a size of its own holds nothing else."""
    own = re.search(r"font-size:(\d+)px", line)
    return ems(html.unescape(re.sub(r"<[^>]*>", "", line))) * (float(own[1]) if own else size)


def lines_of(text: str, most: float) -> list[str]:
    """A sentence in lines of at most so many full-width letters: broken after a clause, else at a space."""
    lines: list[str] = []
    for clause in re.split(r"(?<=[，；])|(?<=[,;:] )", text):
        if lines and ems((lines[-1] + clause).rstrip()) <= most:
            lines[-1] += clause
        else:
            lines += [clause] if ems(clause) <= most else textwrap.wrap(clause, round(most / LATIN))
    return [line.rstrip() for line in lines]


SIDE_BY_SIDE, DOWN = 13, 15  # letters of a name in one line on a phone: three across; left of a chart


def two_lines(name: str, width: int = SIDE_BY_SIDE) -> str:
    """A name broken at its comma, or at a space."""
    parts = re.split(r"(?<=[、，])", name, maxsplit=1)
    return "<br>".join(plain(part) for part in (parts if len(parts) > 1 else textwrap.wrap(name, width)))


def unit_axis(names: Sequence[str]) -> dict[str, Any]:
    """Units down the side, the first on top."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": [two_lines(name, DOWN) for name in names],
        "range": [len(names) - 0.5, -0.5],
        "automargin": True,
        "zeroline": False,
        "ticklabelstandoff": 8,
    }
