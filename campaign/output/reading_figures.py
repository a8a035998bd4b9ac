"""A Plotly figure as a Picture; None where it has something no native chart or table can show.

What reads figures in general: bars, lines and marks by their axes, words by where they stand. Whoever draws a
new shape on screen finds here whether it leaves as a chart or as its table.
"""

import base64
import datetime as dt
import html
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from campaign.output.picture import Axis, Block, Cell, Chart, Grid, Mark, Picture, Series, Strip

INK, SLATE, PALE = "1F2933", "5B7083", "B9C4CE"
SYMBOLS = {  # Plotly's marker, without -open -> the marker of a native chart
    "circle": "circle", "square": "square", "diamond": "diamond", "triangle-up": "triangle",
    "triangle-down": "triangle", "cross": "plus", "x": "x", "line-ns": "dash", "line-ew": "dash",
    "star": "star",
}  # fmt: skip
GLYPHS = {"circle": "●", "circle-open": "○", "square": "■", "square-open": "□", "line-ew-open": "—",
          "diamond": "◆", "diamond-open": "◇", "triangle-up": "▲", "triangle-down": "▼"}  # fmt: skip
MOST_NAMED = 8  # names along a foot that a slide has room for
SMALL = 4  # pixels: a mark no larger is a dot
DASHES: dict[str, Any] = {"dash": "dash", "dot": "sysDot", "longdash": "dash", "dashdot": "dash"}
BESIDE = {"right": "r", "left": "l", "top": "t", "bottom": "b"}


class _Unreadable(Exception):
    """Something in the figure that has no native counterpart."""


def picture_of(figure: go.Figure) -> Picture | None:
    drawn = figure.to_plotly_json()
    traces = [trace for trace in drawn["data"] if trace.get("visible", True) is True]
    layout = drawn["layout"]
    try:
        if not any(_length(trace) for trace in traces):
            return _strip(layout)
        return _grid(traces, layout) or _chart(traces, layout)
    except (_Unreadable, TypeError, ValueError):  # a shape met for the first time: its table says the same
        return None


def said(text: object) -> str:
    """A figure's text as it is read: `<br>` ends a line, other tags are looks, &lt; is a sign."""
    lines = re.split(r"<br\s*/?>", str(text if text is not None else ""))
    return "\n".join(html.unescape(re.sub(r"</?[a-z][^>]*>", "", line)) for line in lines)


def flat(text: object) -> str:
    """The same on one line; Chinese needs no space where the line ended."""
    return re.sub(r"(?<=[^\x00-\xff])\n|\n(?=[^\x00-\xff])", "", said(text)).replace("\n", " ")


def _length(trace: dict) -> int:
    return max(len(_many(trace.get("x"))), len(_many(trace.get("y"))))


def _many(value: object) -> list[Any]:
    if isinstance(value, dict):  # how Plotly keeps an array of numbers
        numbers = np.frombuffer(base64.b64decode(value["bdata"]), dtype=value["dtype"])
        shape = [int(length) for length in str(value.get("shape", len(numbers))).split(",")]
        return list(numbers.reshape(shape).tolist())
    return [] if value is None else list(value)  # type: ignore[call-overload]


def _each(value: object, count: int, default: Any = None) -> list[Any]:
    """One for each mark, where Plotly takes one for all."""
    if value is None:
        return [default] * count
    if isinstance(value, list | tuple | np.ndarray | dict):
        value = _many(value)
        return [*value, *[default] * (count - len(value))][:count]
    return [value] * count


def _number(value: object) -> float | None:
    if value is None or value is pd.NA or value is pd.NaT or isinstance(value, str):
        return None
    number = float(value)  # type: ignore[arg-type]
    return number if math.isfinite(number) else None


def _colour(value: object, default: str | None = INK) -> str | None:
    text = str(value or "").strip().lower()
    if match := re.fullmatch(r"#([0-9a-f]{6})", text):
        return match.group(1).upper()
    if match := re.fullmatch(r"#([0-9a-f])([0-9a-f])([0-9a-f])", text):
        return "".join(2 * sign for sign in match.groups()).upper()
    if match := re.fullmatch(r"rgba?\(([^)]*)\)", text):
        red, green, blue, *alpha = (float(part) for part in match.group(1).split(","))
        if alpha and alpha[0] == 0:
            return None
        share = alpha[0] if alpha else 1.0  # over white, on which every figure stands
        return "".join(f"{round(share * part + (1 - share) * 255):02X}" for part in (red, green, blue))
    return {"white": "FFFFFF", "black": "000000"}.get(text, default)


# Axes


@dataclass(frozen=True)
class _Line:
    """An axis as the figure has it."""

    settings: dict

    @property
    def ticks(self) -> dict[Any, str]:
        values, texts = _many(self.settings.get("tickvals")), _many(self.settings.get("ticktext"))
        return {value: flat(text) for value, text in zip(values, texts, strict=False)}

    @property
    def ends(self) -> tuple[Any, Any] | None:
        ends = _many(self.settings.get("range"))
        return (ends[0], ends[1]) if len(ends) == 2 else None

    @property
    def is_reversed(self) -> bool:
        ends = self.ends
        number = ends is not None and all(isinstance(end, int | float) for end in ends)
        return bool(number and ends and ends[0] > ends[1]) or self.settings.get("autorange") == "reversed"

    def axis(self) -> Axis:
        """As an axis of numbers."""
        low, high = (_number(end) for end in (sorted(self.ends) if self.ends else (None, None)))
        places = [float(value) for value in self.ticks]
        step = round(places[1] - places[0], 10) if len(places) > 1 else None
        if step and low is not None and len(places) > 1:  # a native axis counts its steps from its low end
            low = round(math.floor(low / step + 1e-9) * step, 10)
        is_shown = self.settings.get("visible", True) and self.settings.get("showticklabels", True)
        title = (self.settings.get("title") or {}).get("text", "")
        return Axis(
            low, high, step, self._form(step), flat(title), bool(is_shown),
            bool(is_shown and self.settings.get("showgrid", True)),
        )  # fmt: skip

    def _form(self, step: float | None) -> str:
        if any(text.endswith("%") for text in self.ticks.values()):
            ends = [text for text in self.ticks.values() if text.endswith("%")]
            is_share = all(abs(float(value)) <= 2 for value in self.ticks)
            return ("0%" if not any("." in text for text in ends) else "0.0%") if is_share else '0"%"'
        if step is None:
            return "General"
        if float(step).is_integer():
            return "#,##0"
        return "#,##0.0" if float(step * 10).is_integer() else "#,##0.00"


def _line(layout: dict, letter: str, ref: object = None) -> _Line:
    number = str(ref or letter).removeprefix(letter)
    return _Line(layout.get(f"{letter}axis{number}") or {})


def _day(value: object) -> dt.date | None:
    """A day, whatever it came as; None for what is none."""
    if isinstance(value, dt.datetime | pd.Timestamp | np.datetime64):
        return pd.Timestamp(value).date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value):
        return dt.date.fromisoformat(value[:10])
    return None


@dataclass(frozen=True)
class _Names:
    """The places of an axis that has names instead of numbers."""

    values: tuple[Any, ...]
    names: tuple[str | dt.date, ...]
    every: int = 1

    def place(self, value: object) -> int | None:
        """The name a mark or a word stands at; a word may stand a little beside it."""
        value = _day(value) or value
        if value in self.values:
            return self.values.index(value)
        number = _number(value)
        if number is None or not all(isinstance(own, int | float) for own in self.values):
            return None
        near = [n for n, own in enumerate(self.values) if abs(own - number) < 0.5]
        return near[0] if near else None


def _names_of(line: _Line, used: Sequence[Any], traces: list[dict]) -> _Names | None:
    """The axis's names; None where it is one of numbers."""
    used = [value for value in used if value is not None]
    if not used:
        return None
    if all(_day(value) for value in used):
        days = tuple(sorted({_day(value) for value in used}))  # type: ignore[type-var]
        return _Names(days, days)  # type: ignore[arg-type]
    if all(isinstance(value, str) for value in used):
        ordered = [*_many(line.settings.get("categoryarray")), *used]
        values = tuple(dict.fromkeys(value for value in ordered if value in set(used)))
        return _turned(line, _Names(values, tuple(line.ticks.get(value, flat(value)) for value in values)))
    numbers = [_number(value) for value in used]
    if not all(number is not None and number.is_integer() for number in numbers):
        return None
    places = sorted({int(number) for number in numbers if number is not None})
    ticks = {_number(value): text for value, text in line.ticks.items()}
    if set(places) <= ticks.keys():
        values = tuple(value for value in ticks if value is not None)
        return _turned(line, _Names(values, tuple(ticks[value] for value in values)))
    if ticks and set(places) == set(range(len(places))) and not _is_numeric(ticks):
        return _counted(tuple(places), ticks, traces)
    return None


def _is_numeric(ticks: dict[Any, str]) -> bool:
    """Whether tick texts only spell their values: 0, 1,000, 2万, 50%."""
    return all(re.fullmatch(r"[-–−]?[\d.,]+\s*[%万亿km]?", text) for text in ticks.values() if text)


def _turned(line: _Line, names: _Names) -> _Names:
    """From the top down or from the left, whichever way the axis runs on screen."""
    values = names.values
    is_up = len(values) > 1 and all(isinstance(value, int | float) for value in values)
    if is_up and values[0] > values[-1]:
        return _Names(values[::-1], names.names[::-1])
    return names


def _counted(places: tuple[int, ...], ticks: dict[Any, str], traces: list[dict]) -> _Names:
    """Points in their order, of which only some bear a name: the hover's first line names the others."""
    for trace in traces:
        first = [flat(str(text).split("<br>")[0]) for text in _each(trace.get("hovertext"), len(places), "")]
        if len(first) == len(places) and all(first[int(at)] == text for at, text in ticks.items()):
            return _Names(places, tuple(first), -(-len(places) // MOST_NAMED))
    return _Names(places, tuple(ticks.get(place, "") for place in places))


# A strip of shapes


def _strip(layout: dict) -> Strip | None:
    shapes = [shape for shape in layout.get("shapes") or () if shape.get("type") in ("path", "rect")]
    x, y = _line(layout, "x").ends, _line(layout, "y").ends
    if not shapes or x is None or y is None:
        return None
    words = [note for note in layout.get("annotations") or () if note.get("text")]
    blocks, told = [], set()
    for shape in shapes:
        corners = _corners(shape)
        inside = [n for n, note in enumerate(words) if _holds(corners, note)]
        told |= set(inside)
        ink = next((_colour((words[n].get("font") or {}).get("color")) for n in inside), INK)
        blocks.append(
            Block(
                tuple(((cx - x[0]) / (x[1] - x[0]), (y[1] - cy) / (y[1] - y[0])) for cx, cy in corners),
                *_said_and_under(" ".join(str(words[n]["text"]) for n in inside)),
                _colour(shape.get("fillcolor"), None),
                _colour((shape.get("line") or {}).get("color"), None),
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
        raise _Unreadable
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _holds(corners: Sequence[tuple[float, float]], note: dict) -> bool:
    across, up = [x for x, _ in corners], [y for _, y in corners]
    x, y = _number(note.get("x")), _number(note.get("y"))
    return x is not None and y is not None and min(across) <= x <= max(across) and min(up) <= y <= max(up)


# A grid of marks or words


def _grid(traces: list[dict], layout: dict) -> Grid | None:
    if all(trace.get("type") == "heatmap" for trace in traces):
        return _heat(traces[0], layout) if len(traces) == 1 else None
    if not all(trace.get("type") == "scatter" and "lines" not in _mode(trace) for trace in traces):
        return None
    across = _names_of(_line(layout, "x"), [x for t in traces for x in _many(t.get("x"))], [])
    down = _names_of(_line(layout, "y"), [y for t in traces for y in _many(t.get("y"))], [])
    if across is None or down is None or any(isinstance(name, dt.date) for name in across.names):
        return None
    if any(note.get("text") for note in layout.get("annotations") or ()):
        return None
    cells = [[Cell() for _ in across.names] for _ in down.names]
    for trace in traces:
        for x, y, cell in zip(_many(trace["x"]), _many(trace["y"]), _cells(trace), strict=True):
            row, column = down.place(y), across.place(x)
            assert row is not None and column is not None
            cells[row][column] = cell
    for shape in layout.get("shapes") or ():
        _shade(shape, cells, across, down)
    key = tuple(
        f"{_glyph(trace, 0)} {flat(trace.get('name'))}" for trace in traces if trace.get("showlegend")
    )
    return Grid(tuple(map(str, down.names)), tuple(map(str, across.names)), tuple(map(tuple, cells)), key)


def _mode(trace: dict) -> str:
    count = _length(trace)
    return str(trace.get("mode") or ("lines+markers" if count < 20 else "lines"))


def _glyph(trace: dict, at: int) -> str:
    marker = trace.get("marker") or {}
    symbol = str(_each(marker.get("symbol"), at + 1, "circle")[at])
    size = _number(_each(marker.get("size"), at + 1, 6)[at]) or 6
    return "·" if size <= SMALL else GLYPHS.get(symbol, GLYPHS.get(symbol.removesuffix("-open"), "●"))


def _cells(trace: dict) -> list[Cell]:
    """What each mark puts into its cell: its words in their colour, or a sign of its shape."""
    count, marker = _length(trace), trace.get("marker") or {}
    fills = [_colour(colour) for colour in _each(marker.get("color"), count, "#1f2933")]
    if "text" not in _mode(trace):
        return [Cell(_glyph(trace, n), None, fill) for n, fill in enumerate(fills)]
    inks = _each((trace.get("textfont") or {}).get("color"), count, "#1f2933")
    words = _each(trace.get("text"), count, "")
    # a disc with its number is a number; the colour of a see-through mark is that of the shape behind it
    return [
        Cell(flat(text), None, fill if fill else _colour(ink))
        for text, fill, ink in zip(words, fills, inks, strict=True)
    ]


def _shade(shape: dict, cells: list[list[Cell]], across: _Names, down: _Names) -> None:
    """A rectangle behind marks is the colour of the cells it covers."""
    if shape.get("type") != "rect" or str(shape.get("xref", "x")) != "x":
        return
    x0, x1 = sorted((float(shape["x0"]), float(shape["x1"])))
    y0, y1 = sorted((float(shape["y0"]), float(shape["y1"])))
    fill = _colour(shape.get("fillcolor"), None)
    for row, up in enumerate(down.values):
        for column, at in enumerate(across.values):
            if x0 <= at <= x1 and y0 <= up <= y1:
                cells[row][column] = replace(cells[row][column], fill=fill)


def _heat(trace: dict, layout: dict) -> Grid | None:
    texts = trace.get("text")
    if texts is None:
        return None
    rows = [[Cell(flat(text)) for text in _many(row)] for row in _many(texts)]
    ticks = [_line(layout, letter).ticks for letter in ("y", "x")]
    down, across = (
        tuple(flat(own.get(value, value)) for value in _many(trace.get(letter)))
        for letter, own in zip("yx", ticks, strict=True)
    )
    if len(rows) != len(down) or any(len(row) != len(across) for row in rows):
        return None
    return Grid(down, across, tuple(map(tuple, rows)))


# A chart


KNOWN_TRACES = {"bar", "scatter", "scattergl", "waterfall"}


def _chart(traces: list[dict], layout: dict) -> Chart | None:
    traces = _edged(traces)
    if any(trace.get("type") not in KNOWN_TRACES or trace.get("fill", "none") != "none" for trace in traces):
        return None
    refs = {(str(trace.get("xaxis") or "x"), str(trace.get("yaxis") or "y")) for trace in traces}
    if not refs <= {("x", "y"), ("x", "y2")}:
        return None  # pictures beside one another
    bars = [trace for trace in traces if trace["type"] in ("bar", "waterfall")]
    is_across = any(trace.get("orientation") == "h" for trace in bars)
    over = [trace for trace in traces if trace["type"] not in ("bar", "waterfall")]
    if is_across and over and not any("lines" in _mode(trace) for trace in over):
        return _chart(*_beside_bars(traces, layout))
    letter = "y" if is_across else "x"
    names = _names_of(_line(layout, letter), [v for t in traces for v in _many(t.get(letter))], traces)
    reader = _Reader(traces, layout)
    if is_across and names and len(bars) == len(traces):
        return reader.by_names(names, "across")
    if names and (bars or any("lines" in _mode(trace) for trace in traces)):
        return reader.by_names(names, "up", is_turned=is_across)
    return None if bars else reader.points()


def _edged(traces: list[dict]) -> list[dict]:
    """A band between two lines, as the two lines: no native chart fills between lines that can be edited."""
    edge = {"fill": "none", "line": {"color": f"#{SLATE}", "width": 1, "dash": "dot"}}
    bands = {n for n, trace in enumerate(traces) if trace.get("fill") == "tonexty"}
    return [{**trace, **edge} if n in bands or n + 1 in bands else trace for n, trace in enumerate(traces)]


def _beside_bars(traces: list[dict], layout: dict) -> tuple[list[dict], dict]:
    """Marks drawn over bars, as bars beside them, which no native chart of bars across has otherwise.

    The level drawn through all of them is a tick of the axis too, and left to it. Words stand at the longest
    bar of their row, where no other lies under them.
    """
    turned: list[dict] = []
    for trace in traces:
        places = [None if (at := _number(value)) is None else round(at) for value in _many(trace.get("y"))]
        own = {**trace, "y": places, "orientation": "h", "showlegend": bool(trace.get("name"))}
        if trace["type"] != "bar":
            own |= {"type": "bar", "marker": {"color": f"#{PALE}", "line": {"color": f"#{SLATE}"}}}
        turned.append(own)
    ends: dict[int, float] = {}
    for trace in turned:
        for place, end in zip(trace["y"], _many(trace.get("x")), strict=True):
            if place is not None and (number := _number(end)) is not None:
                ends[place] = max(number, ends.get(place, number))
    notes = [_at_end(note, ends) for note in layout.get("annotations") or ()]
    return turned, {**layout, "barmode": "group", "shapes": (), "annotations": notes}


def _at_end(note: dict, ends: dict[int, float]) -> dict:
    place = _number(note.get("y"))
    if place is None or round(place) not in ends:
        return note
    return {**note, "x": ends[round(place)], "text": str(note.get("text")).replace("<br>", " · ")}


class _Reader:
    """Reads one figure's traces, shapes and words into a chart."""

    def __init__(self, traces: list[dict], layout: dict) -> None:
        self.traces = traces
        self.layout = layout
        self.notes = [note for note in layout.get("annotations") or () if said(note.get("text"))]
        self.shapes = [shape for shape in layout.get("shapes") or () if shape.get("type") == "line"]
        if any(shape.get("type") != "line" for shape in layout.get("shapes") or ()):
            raise _Unreadable  # an area

    # with names

    def by_names(self, names: _Names, form: Any, *, is_turned: bool = False) -> Chart:
        values, along = ("x", "y") if form == "across" or is_turned else ("y", "x")
        series = [own for trace in self.traces for own in self._series(trace, names, along, values)]
        level = [self._level(shape, values, len(names.names)) for shape in self.shapes]
        series = self._with_words([*series, *level], names, along, values)
        if form == "across" and level:
            form = "up"
        axis = _line(self.layout, values).axis()
        second = _line(self.layout, "y", "y2").axis() if any(own.is_second for own in series) else None
        return Chart(
            form, names.names, tuple(series), axis, second=second, names_every=names.every,
            is_stacked=self._is_stacked(), is_grouped=self.layout.get("barmode", "group") == "group",
            has_legend=self._has_legend(), rest=self._rest(),
        )  # fmt: skip

    def _is_stacked(self) -> bool:
        has_base = any("base" in trace or trace["type"] == "waterfall" for trace in self.traces)
        return has_base or self.layout.get("barmode") in ("stack", "relative")

    def _has_legend(self) -> bool:
        return bool(self.layout.get("showlegend"))

    def _rest(self) -> tuple[str, ...]:
        return tuple(flat(note["text"]) for note in self.notes)

    def _series(self, trace: dict, names: _Names, along: str, values: str) -> list[Series]:
        marks: list[Mark] = [Mark(None) for _ in names.names]
        places = [names.place(at) for at in _many(trace.get(along))]
        for place, mark in zip(places, _marks(trace, values), strict=True):
            if place is None or marks[place].y is not None:  # of two marks at one place one would be lost
                raise _Unreadable
            marks[place] = mark
        if trace["type"] == "waterfall":
            return _waterfall(trace, marks)
        made = _look(trace, tuple(marks))
        if "base" not in trace:
            return [made]
        bases = [Mark(None) for _ in names.names]
        for place, base in zip(places, _each(trace["base"], _length(trace)), strict=True):
            assert place is not None
            bases[place] = Mark(_number(base))
        return [Series("", "bar", tuple(bases), is_in_legend=False), made]

    def _level(self, shape: dict, values: str, count: int) -> Series:
        """A line across the whole picture at one value."""
        first, last = shape.get(f"{values}0"), shape.get(f"{values}1")
        other = "x" if values == "y" else "y"
        is_whole = str(shape.get(f"{other}ref", "")) == "paper" or shape.get(f"{other}ref", "").endswith(
            "domain"
        )
        value = _number(first)
        if first != last or not is_whole or value is None:
            raise _Unreadable
        look = shape.get("line") or {}
        return Series(
            "", "line", tuple(Mark(value) for _ in range(count)), _colour(look.get("color")), 1.0,
            DASHES.get(str(look.get("dash")), "solid"), "r", is_in_legend=False,
        )  # fmt: skip

    def _with_words(self, series: list[Series], names: _Names, along: str, values: str) -> list[Series]:
        """Each note at the mark it stands at; those that stand at none are kept."""
        left = []
        for note in self.notes:
            at = self._mark_for(note, series, names, along, values)
            if at is None:
                left.append(note)
                continue
            which, place = at
            marks = list(series[which].marks)
            words = "\n".join(filter(None, (marks[place].said, flat(note["text"]))))
            marks[place] = replace(marks[place], said=words)
            series[which] = replace(series[which], marks=tuple(marks), beside=_beside(series[which]))
            if series[which].kind == "line" and not series[which].name:
                series[which] = replace(series[which], name=flat(note["text"]))
        self.notes = left
        return series

    def _mark_for(
        self, note: dict, series: list[Series], names: _Names, along: str, values: str
    ) -> tuple[int, int] | None:
        place = None if str(note.get(f"{along}ref", along)) == "paper" else names.place(note.get(along))
        value = _number(note.get(values)) if str(note.get(f"{values}ref", values)) != "paper" else None
        if place is None:
            level = [
                n for n, own in enumerate(series)
                if own.kind == "line" and value is not None and all(mark.y == value for mark in own.marks)
            ]  # fmt: skip
            return (level[0], len(names.names) - 1) if level else None
        exact = [n for n, own in enumerate(series) if value is not None and own.marks[place].y == value]
        bars = [n for n, own in enumerate(series) if own.kind == "bar" and own.stroke is not None]
        found = exact or bars
        return (found[0], place) if found else None

    # by numbers

    def points(self) -> Chart:
        rows = _names_of(_line(self.layout, "y"), [y for t in self.traces for y in _many(t.get("y"))], [])
        if rows is not None and _is_numeric(_line(self.layout, "y").ticks):
            rows = None
        series = [self._points(trace, rows) for trace in self.traces]
        foot, side = _line(self.layout, "x").axis(), _line(self.layout, "y").axis()
        # LibreOffice draws no lines where a longer series follows them
        series = sorted([*self._tracks(rows, foot), *series], key=lambda own: -len(own.marks))
        words = self._words(rows, foot, side)
        return Chart(
            "points", rows.names if rows else (), (*series, *words), side, foot,
            has_legend=self._has_legend(), rest=self._rest(),
        )  # fmt: skip

    def _points(self, trace: dict, rows: _Names | None) -> Series:
        xs = [_number(value) for value in _many(trace.get("x"))]
        marks = [
            replace(mark, x=x, y=_row(mark.y, rows)) for x, mark in zip(xs, _marks(trace, "y"), strict=True)
        ]
        if rows is not None:  # an interval of a row lies along the foot
            marks = [
                replace(m, low=o.low, high=o.high) for m, o in zip(marks, _marks(trace, "x"), strict=True)
            ]
        return _look(trace, tuple(marks))

    def _tracks(self, rows: _Names | None, foot: Axis) -> list[Series]:
        """The line shapes of one look together, with a gap between two."""
        looks: dict[tuple, list[Mark]] = {}
        for shape in self.shapes:
            look = shape.get("line") or {}
            key = _colour(look.get("color")), float(look.get("width") or 1), str(look.get("dash"))
            ends = [_end(shape, n, rows, foot, _line(self.layout, "y").axis()) for n in "01"]
            looks.setdefault(key, []).extend([*ends, Mark(None, ends[0].x)])
        return [
            Series("", "line", tuple(marks), colour, width, DASHES.get(dash, "solid"), is_in_legend=False)
            for (colour, width, dash), marks in looks.items()
        ]

    def _words(self, rows: _Names | None, foot: Axis, side: Axis) -> list[Series]:
        """Notes as the words of marks that cannot be seen, where they stand on screen."""
        told: dict[str, list[Mark]] = {}
        for note in self.notes:
            x = _placed(note, "x", foot)
            y = _placed(note, "y", side)
            if x is None or y is None:
                raise _Unreadable
            beside = {"left": "r", "right": "l"}.get(str(note.get("xanchor")), "ctr")
            told.setdefault(beside, []).append(Mark(_row(y, rows), x, flat(note["text"])))
        self.notes = []
        return [
            Series("", "line", tuple(marks), beside=beside, is_in_legend=False)  # type: ignore[arg-type]
            for beside, marks in told.items()
        ]


def _row(y: float | None, rows: _Names | None) -> float | None:
    """Where a mark stands among the rows, the first of which is 0."""
    if rows is None or y is None:
        return y
    place = rows.place(y)
    return None if place is None else place + (y - rows.values[place])


def _placed(note: dict, letter: str, axis: Axis) -> float | None:
    value = _number(note.get(letter))
    if str(note.get(f"{letter}ref", letter)) != "paper" or value is None:
        return value
    if axis.low is None or axis.high is None:
        return None
    return axis.low + min(max(value, 0), 1) * (axis.high - axis.low)


def _end(shape: dict, n: str, rows: _Names | None, foot: Axis, side: Axis) -> Mark:
    x = _placed({"x": shape.get(f"x{n}"), "xref": shape.get("xref", "x")}, "x", foot)
    y = _placed({"y": shape.get(f"y{n}"), "yref": shape.get("yref", "y")}, "y", side)
    if x is None or y is None:
        raise _Unreadable
    return Mark(_row(y, rows) if str(shape.get("yref", "y")) != "paper" else y, x)


def _marks(trace: dict, values: str) -> list[Mark]:
    """The marks of a trace, in its order."""
    count, marker = _length(trace), trace.get("marker") or {}
    numbers = [_number(value) for value in _each(trace.get(values), count)]
    fills = _each(marker.get("color"), count, (trace.get("line") or {}).get("color"))
    patterns = _each((marker.get("pattern") or {}).get("shape"), count, "")
    symbols = _each(marker.get("symbol"), count, "circle")
    sizes = _each(marker.get("size"), count, 7)
    shows_text = trace["type"] != "scatter" or "text" in _mode(trace)
    words = _each(trace.get("text") if shows_text else None, count, "")
    lows, highs = _interval(trace, values, numbers)
    is_marked = trace["type"] != "scatter" or "markers" in _mode(trace)
    return [
        Mark(
            y=number,
            said=flat(text) if number is not None else "",
            fill=_filled(symbol, colour),
            is_hatched=bool(pattern),
            symbol=SYMBOLS.get(str(symbol).removesuffix("-open"), "circle") if is_marked else "none",
            size=_number(size) or 7,
            low=low,
            high=high,
        )
        for number, text, symbol, colour, pattern, size, low, high in zip(
            numbers, words, symbols, fills, patterns, sizes, lows, highs, strict=True
        )
    ]


def _filled(symbol: object, colour: object) -> str | None:
    """An open mark, white inside on screen, is pale: LibreOffice draws no outline of a mark."""
    found = _colour(colour, SLATE)
    return PALE if str(symbol).endswith("-open") or found == "FFFFFF" else found


def _interval(trace: dict, values: str, numbers: list[float | None]) -> tuple[list, list]:
    bars = trace.get(f"error_{values}") or {}
    count = len(numbers)
    if bars.get("array") is None:
        return [None] * count, [None] * count
    above = [_number(value) for value in _each(bars["array"], count)]
    below = [_number(value) for value in _each(bars.get("arrayminus", bars["array"]), count)]
    lows = [n - b if n is not None and b is not None else None for n, b in zip(numbers, below, strict=True)]
    highs = [n + a if n is not None and a is not None else None for n, a in zip(numbers, above, strict=True)]
    return lows, highs


def _look(trace: dict, marks: tuple[Mark, ...]) -> Series:
    is_bar = trace["type"] == "bar"
    line = trace.get("line") or {}
    edge = (trace.get("marker") or {}).get("line") or {}
    edges = edge.get("color")
    stroke = _colour(edges[0] if isinstance(edges, list) and edges else edges, None)
    has_line = "lines" in _mode(trace) if not is_bar else True
    own = _colour(line.get("color"), SLATE) if has_line and not is_bar else None
    font = (trace.get("textfont") or {}).get("color")
    return Series(
        name=flat(trace.get("name")),
        kind="bar" if is_bar else "line",
        marks=marks,
        stroke=(stroke or "none") if is_bar else own,
        width=float(line.get("width") or 1.5),
        dash=DASHES.get(str(line.get("dash")), "solid"),
        beside=_text_place(trace),  # type: ignore[arg-type]
        is_second=str(trace.get("yaxis") or "y") == "y2",
        is_in_legend=bool(trace.get("showlegend", True)) and bool(trace.get("name")),
        text_fill=_colour(font, None) if isinstance(font, str) else None,
    )  # fmt: skip


def _text_place(trace: dict) -> str:
    if trace["type"] == "bar":
        if trace.get("textposition") != "inside":
            return "outEnd"
        return "inBase" if trace.get("insidetextanchor") == "start" else "ctr"
    place = trace.get("textposition")
    first = str(place[0] if isinstance(place, list) and place else place or "")
    found = [BESIDE[word] for word in first.split() if word in BESIDE]
    return found[-1] if found else "r"


def _beside(series: Series) -> Any:
    return series.beside if series.kind == "bar" else "r"


def _waterfall(trace: dict, marks: list[Mark]) -> list[Series]:
    """Steps as bars on bars that cannot be seen. One below zero, or that nobody told, has no such form."""
    measures = _each(trace.get("measure"), len(marks), "relative")
    level, bases, tops = 0.0, [], []
    for mark, measure in zip(marks, measures, strict=True):
        start = 0.0 if measure in ("total", "absolute") else level
        if measure != "total":
            if mark.y is None:  # what follows stands on nobody knows what
                raise _Unreadable
            level = start + mark.y
        if min(start, level) < 0:
            raise _Unreadable
        bases.append(Mark(min(start, level)))
        key = (
            "totals" if measure in ("total", "absolute") else "increasing" if level >= start else "decreasing"
        )
        colour = ((trace.get(key) or {}).get("marker") or {}).get("color", "#5b7083")
        tops.append(replace(mark, y=abs(level - start), fill=_colour(colour)))
    return [
        Series("", "bar", tuple(bases), is_in_legend=False),
        Series(flat(trace.get("name")), "bar", tuple(tops), "none", beside="ctr"),
    ]
