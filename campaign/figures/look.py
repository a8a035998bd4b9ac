"""The one sober look all figures share. Colour means status and nothing else.

Every text that comes from data goes through `plain`: Plotly would make <a> and <b> in it live.
"""

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
LATIN = 0.56  # of a full-width letter: a Latin letter or digit
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
    return sum(1.0 if ord(letter) >= 0x2190 else LATIN for letter in str(text))


def room_beside(labels: Iterable[tuple[str, float]], size: int) -> int:
    """Pixels right of the axis so that what stands at each bar's end is whole, on a phone too.

    labels: each text and where it begins, as a share of the axis; size: of its letters, in pixels.
    """
    wanted = [ems(text) * size - (1 - begins) * PHONE_PLOT for text, begins in labels]
    return max(LEAST_MARGIN, round(max(wanted, default=0)) + 12)


def lines_of(text: str, most: float) -> list[str]:
    """A sentence in lines of at most so many full-width letters: broken after a clause, else at a space."""
    lines: list[str] = []
    for clause in re.split(r"(?<=[，；])|(?<=[,;:] )", text):
        if lines and ems((lines[-1] + clause).rstrip()) <= most:
            lines[-1] += clause
        else:
            lines += [clause] if ems(clause) <= most else textwrap.wrap(clause, round(most / LATIN))
    return [line.rstrip() for line in lines]


def two_lines(name: str, width: int = 13) -> str:
    """A name broken at its comma, or at a space, so that three of them fit side by side on a phone."""
    parts = re.split(r"(?<=[、，])", name, maxsplit=1)
    return "<br>".join(plain(part) for part in (parts if len(parts) > 1 else textwrap.wrap(name, width)))


def unit_axis(names: Sequence[str]) -> dict[str, Any]:
    """Units down the side, the first on top."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": [two_lines(name) for name in names],
        "range": [len(names) - 0.5, -0.5],
        "automargin": True,
        "zeroline": False,
        "ticklabelstandoff": 8,
    }
