"""The pictures of 选树典型: an award's stages against its own places, and recognitions by level.

The four awards are never one bar: cases, units and persons are not added.
"""

import textwrap
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from campaign.awards import told
from campaign.awards.stages import SHOWN
from campaign.figures.look import INK, PALE, SLATE, figure, plain, two_lines
from campaign.methods.rows import Row, grouped, rows
from campaign.words import Words

COLUMNS = 2  # side by side; a phone has room for two
TITLE_SHIFT = -30  # pixels: over the stages' names, so that a phone has room for a long award
STARTS, WIDTH = (0.0, 0.62), 0.37  # of the picture; between them stand the names of the second one's stages
CELL_PIXELS, GAP_PIXELS = 150, 48
SOFT = "#52606d"


def stage_bars(frame: pd.DataFrame, words: Words) -> go.Figure:
    """For each award a small picture: how many passed each of five stages, and a line at its places.

    Frame: the question award_stages.
    """
    awards = grouped(rows(frame), "award")
    lines = -(-len(awards) // COLUMNS)
    height = max(lines, 1) * (CELL_PIXELS + GAP_PIXELS)
    data: list[dict] = []
    layout: dict[str, object] = {}
    shapes: list[dict] = []
    notes: list[dict] = []
    for number, found in enumerate(awards):
        axis = "" if number == 0 else str(number + 1)
        across, down = number % COLUMNS, number // COLUMNS
        top = 1 - (down * (CELL_PIXELS + GAP_PIXELS) + GAP_PIXELS) / height
        shown = [row for row in found if row["shown"] in SHOWN]
        most = _most(shown)
        layout[f"xaxis{axis}"] = {
            "domain": [STARTS[across], STARTS[across] + WIDTH],
            "anchor": f"y{axis}",
            "range": [0, most * 1.4],
            "visible": False,
            "fixedrange": True,
        }
        layout[f"yaxis{axis}"] = {
            "domain": [top - CELL_PIXELS / height, top],
            "anchor": f"x{axis}",
            **_stage_axis(words),
        }
        data.append(_bars(shown, axis, words))
        notes.append(_title(found[0], across, top, words))
        shapes += _places_line(found[0], axis)
        notes += _unreported(shown, axis, words)
    return figure(
        data,
        **layout,
        shapes=shapes,
        annotations=notes,
        height=height,
        margin={"l": 8, "r": 8, "t": 4, "b": 4},
    )


def _most(shown: Sequence[Row]) -> float:
    values = [float(row["passed"]) for row in shown if pd.notna(row["passed"])]
    return max([*values, *(float(row["places"]) for row in shown if pd.notna(row["places"])), 1.0])


def _stage_axis(words: Words) -> dict[str, object]:
    return {
        "tickvals": list(range(len(SHOWN))),
        "ticktext": [two_lines(words(f"award_shown.{name}")) for name in SHOWN],
        "range": [len(SHOWN) - 0.5, -0.5],
        "automargin": True,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "ticklabelstandoff": 6,
    }


def _bars(shown: Sequence[Row], axis: str, words: Words) -> dict:
    reported = [row for row in shown if pd.notna(row["passed"])]
    return {
        "type": "bar",
        "orientation": "h",
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "x": [int(row["passed"]) for row in reported],
        "y": [SHOWN.index(row["shown"]) for row in reported],
        "width": 0.6,
        "marker": {"color": SLATE},
        "text": [str(int(row["passed"])) for row in reported],
        "textposition": "outside",
        "constraintext": "none",
        "cliponaxis": False,
        "hovertext": [_hover(row, words) for row in reported],
        "hoverinfo": "text",
    }


def _hover(row: Row, words: Words) -> str:
    said = words(
        "award.hover",
        award=row[words.column("name")],
        stage=words(f"award_shown.{row['shown']}"),
        passed=row["passed"],
        places=told.places(row, words),
    )
    return plain(said)


def _title(award: Row, across: int, top: float, words: Words) -> dict:
    first, rest = _in_two(str(award[words.column("name")]))
    places = told.places(award, words)
    return {
        "xref": "paper", "yref": "paper", "x": STARTS[across], "y": top, "xshift": TITLE_SHIFT, "yshift": 3,
        "xanchor": "left", "yanchor": "bottom", "align": "left", "showarrow": False,
        "text": f"{plain(first)}<br>{plain(rest)}{' ' if rest else ''}"
        f"<span style='font-size:11px'>{plain(words('award.places_line', places=places))}</span>",
        "font": {"size": 12, "color": INK},
    }  # fmt: skip


def _in_two(name: str, most: int = 20) -> tuple[str, str]:
    """A long name in two, before its bracket or at a space, so that a phone shows all of it."""
    if "（" in name:
        at = name.index("（")
        return name[:at], name[at:]
    first, *rest = textwrap.wrap(name, most) or [""]
    return first, " ".join(rest)


def _places_line(award: Row, axis: str) -> list[dict]:
    if pd.isna(award["places"]):
        return []
    at = int(award["places"])
    return [
        {
            "type": "line", "xref": f"x{axis}", "yref": f"y{axis}", "x0": at, "x1": at,
            "y0": -0.5, "y1": len(SHOWN) - 0.5, "line": {"color": INK, "width": 1.5, "dash": "dash"},
        }
    ]  # fmt: skip


def _unreported(shown: Sequence[Row], axis: str, words: Words) -> list[dict]:
    if any(pd.notna(row["passed"]) for row in shown):
        return []
    return [
        {
            "xref": f"x{axis}", "yref": f"y{axis}", "x": 0, "y": (len(SHOWN) - 1) / 2, "xanchor": "left",
            "showarrow": False, "text": plain(words("awards.none_yet")), "font": {"size": 12, "color": SOFT},
        }
    ]  # fmt: skip


def recognition_bars(frame: pd.DataFrame, words: Words) -> go.Figure:
    """A bar a level, from nation to county: recognitions, and hatched at its end the units' own claims.

    Frame: the question recognitions.
    """
    levels = grouped(rows(frame), "level")
    names = [told.level(found[0], words) for found in levels]
    claims = [sum(bool(row["is_claim"]) for row in found) for found in levels]
    proven = [len(found) - claim for found, claim in zip(levels, claims, strict=True)]
    bars = [_levels(proven, words("award.recognised"), {"color": SLATE})]
    if any(claims):
        hatched = {"shape": "/", "fgcolor": SLATE, "fgopacity": 0.4}
        marker = {"color": PALE, "line": {"color": SLATE, "width": 1}, "pattern": hatched}
        bars.append(_levels(claims, words("record.claim"), marker))
    return figure(
        bars,
        barmode="stack",
        height=74 + 32 * max(len(levels), 1),
        showlegend=True,
        legend={
            "orientation": "h",
            "yref": "container",
            "y": 0,
            "yanchor": "bottom",
            "x": 0,
            "traceorder": "normal",
        },
        margin={"l": 8, "r": 16, "t": 4, "b": 32},
        xaxis={
            "visible": False,
            "range": [0, max([len(found) for found in levels], default=1) * 1.12],
            "fixedrange": True,
        },
        yaxis={
            "tickvals": list(range(len(names))),
            "ticktext": [two_lines(name) for name in names],
            "range": [len(names) - 0.5, -0.5],
            "automargin": True,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "ticklabelstandoff": 8,
        },
    )


def _levels(counts: Sequence[int], name: str, marker: dict) -> dict:
    return {
        "type": "bar",
        "orientation": "h",
        "name": plain(name),
        "x": list(counts),
        "y": list(range(len(counts))),
        "width": 0.6,
        "marker": marker,
        "text": [str(count) if count else "" for count in counts],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"color": "#ffffff" if marker["color"] == SLATE else INK},
        "hovertext": [plain(f"{name} {count}") for count in counts],
        "hoverinfo": "text",
    }
