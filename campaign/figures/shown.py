"""A figure as it is shown on a wall: the same marks, every word large enough for the back row."""

import copy
import re
from typing import Any

import plotly.graph_objects as go

SMALLEST, USUAL = 18, 20  # pixels
MANY_ROWS = 8  # names of more rows stand on one line each
FONTS = ("font", "textfont", "tickfont", "insidetextfont", "outsidetextfont")
SIZE_IN_TEXT = re.compile(r"font-size:\s*(\d+)px")


def show_figure(figure: go.Figure) -> go.Figure:
    """A copy for a slide. It has no height of its own: it takes the room there is."""
    said: dict[str, Any] = copy.deepcopy(figure.to_plotly_json())
    layout = said["layout"]
    layout.pop("height", None)
    rows = len(layout.get("yaxis", {}).get("tickvals") or ()) or _most_rows(said["data"])
    layout["font"] = {**layout.get("font", {}), "size": USUAL}
    layout["autosize"] = True
    said = _enlarged(said)
    for name, axis in said["layout"].items():
        if name.startswith(("xaxis", "yaxis")):
            axis["automargin"] = True  # larger names want more room than was worked out for the page
    if rows > MANY_ROWS:
        _names_on_one_line(said)
    return go.Figure(said, skip_invalid=False)


def _most_rows(data: list[dict[str, Any]]) -> int:
    return max((len(trace["y"]) for trace in data if trace.get("orientation") == "h"), default=0)


def _enlarged(part: Any) -> Any:
    """Every size of a font at least the smallest, in fonts and in the text itself."""
    if isinstance(part, dict):
        return {name: _font(cell) if name in FONTS else _enlarged(cell) for name, cell in part.items()}
    if isinstance(part, list | tuple):
        return type(part)(_enlarged(cell) for cell in part)
    if isinstance(part, str):
        return SIZE_IN_TEXT.sub(lambda found: f"font-size:{max(int(found[1]), SMALLEST)}px", part)
    return part


def _font(font: Any) -> Any:
    if not isinstance(font, dict) or "size" not in font:
        return font
    return {**font, "size": max(float(font["size"]), SMALLEST)}


def _names_on_one_line(said: dict[str, Any]) -> None:
    axis = said["layout"].get("yaxis", {})
    if axis.get("ticktext"):
        axis["ticktext"] = [str(name).replace("<br>", "") for name in axis["ticktext"]]
    for trace in said["data"]:
        if trace.get("orientation") == "h":
            trace["y"] = [
                str(name).replace("<br>", "") if isinstance(name, str) else name for name in trace["y"]
            ]
