"""A strip of shapes, and a grid of marks or words, read from a Plotly figure."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from campaign.output.picture import Block, Cell, Grid, Strip
from campaign.output.reading.axes import Names, axis_line, names_of
from campaign.output.reading.values import (
    INK,
    Unreadable,
    colour_of,
    flat,
    length_of,
    listed,
    number_of,
    one_each,
    said,
)

GLYPHS = {"circle": "●", "circle-open": "○", "square": "■", "square-open": "□", "line-ew-open": "—",
          "diamond": "◆", "diamond-open": "◇", "triangle-up": "▲", "triangle-down": "▼"}  # fmt: skip
SMALL = 4  # pixels: a mark no larger is a dot


def strip_of(layout: dict) -> Strip | None:
    shapes = [shape for shape in layout.get("shapes") or () if shape.get("type") in ("path", "rect")]
    x, y = axis_line(layout, "x").ends, axis_line(layout, "y").ends
    if not shapes or x is None or y is None:
        return None
    words = [note for note in layout.get("annotations") or () if note.get("text")]
    blocks, told = [], set()
    for shape in shapes:
        corners = _corners(shape)
        inside = [n for n, note in enumerate(words) if _holds(corners, note)]
        told |= set(inside)
        ink = next((colour_of((words[n].get("font") or {}).get("color")) for n in inside), INK)
        blocks.append(
            Block(
                tuple(((cx - x[0]) / (x[1] - x[0]), (y[1] - cy) / (y[1] - y[0])) for cx, cy in corners),
                *_said_and_under(" ".join(str(words[n]["text"]) for n in inside)),
                colour_of(shape.get("fillcolor"), None),
                colour_of((shape.get("line") or {}).get("color"), None),
                ink,
            )
        )
    return Strip(tuple(blocks), float(layout.get("height") or 80)) if len(told) == len(words) else None


def _said_and_under(text: str) -> tuple[str, str]:
    """What is set smaller stands under what is not."""
    first, _, under = text.partition("<span")
    return flat(first).strip(), said(under.partition(">")[2])


def _corners(shape: dict) -> list[tuple[float, float]]:
    if shape["type"] == "rect":
        x0, x1, y0, y1 = (float(shape[end]) for end in ("x0", "x1", "y0", "y1"))
        return [(x0, y1), (x1, y1), (x1, y0), (x0, y0)]
    path = str(shape["path"])
    if re.search(r"[^MLZ\d\s,.\-e]", path):  # curves
        raise Unreadable
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _holds(corners: Sequence[tuple[float, float]], note: dict) -> bool:
    across, up = [x for x, _ in corners], [y for _, y in corners]
    x, y = number_of(note.get("x")), number_of(note.get("y"))
    return x is not None and y is not None and min(across) <= x <= max(across) and min(up) <= y <= max(up)


# A grid of marks or words


def grid_of(traces: list[dict], layout: dict) -> Grid | None:
    if all(trace.get("type") == "heatmap" for trace in traces):
        return _heat(traces[0], layout) if len(traces) == 1 else None
    if not all(trace.get("type") == "scatter" and "lines" not in mode_of(trace) for trace in traces):
        return None
    across = names_of(axis_line(layout, "x"), [x for t in traces for x in listed(t.get("x"))], [])
    down = names_of(axis_line(layout, "y"), [y for t in traces for y in listed(t.get("y"))], [])
    if across is None or down is None or any(isinstance(name, dt.date) for name in across.names):
        return None
    if any(note.get("text") for note in layout.get("annotations") or ()):
        return None
    cells = [[Cell() for _ in across.names] for _ in down.names]
    for trace in traces:
        for x, y, cell in zip(listed(trace["x"]), listed(trace["y"]), _cells(trace), strict=True):
            row, column = down.place(y), across.place(x)
            assert row is not None and column is not None
            cells[row][column] = cell
    for shape in layout.get("shapes") or ():
        _shade(shape, cells, across, down)
    key = tuple(
        f"{_glyph(trace, 0)} {flat(trace.get('name'))}" for trace in traces if trace.get("showlegend")
    )
    return Grid(tuple(map(str, down.names)), tuple(map(str, across.names)), tuple(map(tuple, cells)), key)


def mode_of(trace: dict) -> str:
    count = length_of(trace)
    return str(trace.get("mode") or ("lines+markers" if count < 20 else "lines"))


def _glyph(trace: dict, at: int) -> str:
    marker = trace.get("marker") or {}
    symbol = str(one_each(marker.get("symbol"), at + 1, "circle")[at])
    size = number_of(one_each(marker.get("size"), at + 1, 6)[at]) or 6
    return "·" if size <= SMALL else GLYPHS.get(symbol, GLYPHS.get(symbol.removesuffix("-open"), "●"))


def _cells(trace: dict) -> list[Cell]:
    """What each mark puts into its cell: its words in their colour, or a sign of its shape."""
    count, marker = length_of(trace), trace.get("marker") or {}
    fills = [colour_of(colour) for colour in one_each(marker.get("color"), count, "#1f2933")]
    if "text" not in mode_of(trace):
        return [Cell(_glyph(trace, n), None, fill) for n, fill in enumerate(fills)]
    inks = one_each((trace.get("textfont") or {}).get("color"), count, "#1f2933")
    words = one_each(trace.get("text"), count, "")
    # a disc with its number is a number; the colour of a see-through mark is that of the shape behind it
    return [
        Cell(flat(text), None, fill if fill else colour_of(ink))
        for text, fill, ink in zip(words, fills, inks, strict=True)
    ]


def _shade(shape: dict, cells: list[list[Cell]], across: Names, down: Names) -> None:
    """A rectangle behind marks is the colour of the cells it covers."""
    if shape.get("type") != "rect" or str(shape.get("xref", "x")) != "x":
        return
    x0, x1 = sorted((float(shape["x0"]), float(shape["x1"])))
    y0, y1 = sorted((float(shape["y0"]), float(shape["y1"])))
    fill = colour_of(shape.get("fillcolor"), None)
    for row, up in enumerate(down.values):
        for column, at in enumerate(across.values):
            if x0 <= at <= x1 and y0 <= up <= y1:
                cells[row][column] = replace(cells[row][column], fill=fill)


def _heat(trace: dict, layout: dict) -> Grid | None:
    texts = trace.get("text")
    if texts is None:
        return None
    rows = [[Cell(flat(text)) for text in listed(row)] for row in listed(texts)]
    ticks = [axis_line(layout, letter).ticks for letter in ("y", "x")]
    down, across = (
        tuple(flat(own.get(value, value)) for value in listed(trace.get(letter)))
        for letter, own in zip("yx", ticks, strict=True)
    )
    if len(rows) != len(down) or any(len(row) != len(across) for row in rows):
        return None
    return Grid(down, across, tuple(map(tuple, rows)))
