"""Bars, lines and points read from a Plotly figure by their axes, words by where they stand."""

import re
from dataclasses import replace
from typing import Any

from campaign.figures.look import WRAP
from campaign.output.picture import Axis, Chart, Mark, Series
from campaign.output.reading.axes import Names, axis_line, is_numeric, names_of
from campaign.output.reading.grids import mode_of
from campaign.output.reading.values import (
    Unreadable,
    colour_of,
    flat,
    length_of,
    listed,
    number_of,
    one_each,
    said,
)

SLATE, PALE = "5B7083", "B9C4CE"
SYMBOLS = {  # Plotly's marker, without -open -> the marker of a native chart
    "circle": "circle", "square": "square", "diamond": "diamond", "triangle-up": "triangle",
    "triangle-down": "triangle", "cross": "plus", "x": "x", "line-ns": "dash", "line-ew": "dash",
    "star": "star",
}  # fmt: skip
DASHES: dict[str, Any] = {"dash": "dash", "dot": "sysDot", "longdash": "dash", "dashdot": "dash"}
BESIDE = {"right": "r", "left": "l", "top": "t", "bottom": "b"}


KNOWN_TRACES = {"bar", "scatter", "scattergl", "waterfall"}


def chart_of(traces: list[dict], layout: dict) -> Chart | None:
    traces = _edged(traces)
    if any(trace.get("type") not in KNOWN_TRACES or trace.get("fill", "none") != "none" for trace in traces):
        return None
    refs = {(str(trace.get("xaxis") or "x"), str(trace.get("yaxis") or "y")) for trace in traces}
    if not refs <= {("x", "y"), ("x", "y2")}:
        return None  # pictures beside one another
    bars = [trace for trace in traces if trace["type"] in ("bar", "waterfall")]
    is_across = any(trace.get("orientation") == "h" for trace in bars)
    over = [trace for trace in traces if trace["type"] not in ("bar", "waterfall")]
    if is_across and over and all(mode_of(trace) == "text" for trace in over):
        return chart_of(bars, _said_in_names(over, layout))
    if is_across and over and not any("lines" in mode_of(trace) for trace in over):
        return chart_of(*_beside_bars(traces, layout))
    letter = "y" if is_across else "x"
    names = names_of(axis_line(layout, letter), [v for t in traces for v in listed(t.get(letter))], traces)
    reader = _Reader(traces, layout)
    if is_across and names and len(bars) == len(traces):
        return reader.by_names(names, "across")
    if names and (bars or any("lines" in mode_of(trace) for trace in traces)):
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
        places = [None if (at := number_of(value)) is None else round(at) for value in listed(trace.get("y"))]
        own = {**trace, "y": places, "orientation": "h", "showlegend": bool(trace.get("name"))}
        if trace["type"] != "bar":
            own |= {"type": "bar", "marker": {"color": f"#{PALE}", "line": {"color": f"#{SLATE}"}}}
        turned.append(own)
    ends: dict[int, float] = {}
    for trace in turned:
        for place, end in zip(trace["y"], listed(trace.get("x")), strict=True):
            if place is not None and (number := number_of(end)) is not None:
                ends[place] = max(number, ends.get(place, number))
    notes = [_at_end(note, ends) for note in layout.get("annotations") or ()]
    return turned, {**layout, "barmode": "group", "shapes": (), "annotations": notes}


def _said_in_names(words: list[dict], layout: dict) -> dict:
    """Words at the end of stacked bars go with the bars' names: a native stack has none at its end."""
    beside = {at: text for trace in words for at, text in zip(trace["y"], trace["text"], strict=True)}
    axis = layout["yaxis"]
    named = zip(axis["tickvals"], axis["ticktext"], strict=True)
    return {
        **layout,
        "yaxis": {**axis, "ticktext": [f"{name} {str(beside.get(at, '')).strip()}" for at, name in named]},
    }


def _at_end(note: dict, ends: dict[int, float]) -> dict:
    place = number_of(note.get("y"))
    if place is None or round(place) not in ends:
        return note
    return {**note, "x": ends[round(place)], "text": _in_a_line(str(note.get("text")))}


def _in_a_line(text: str) -> str:
    """Lines of their own parted by a dot; a sentence that was only broken into lines is whole again."""
    whole = re.sub(f"(?<=[，；]){WRAP}", "", text).replace(WRAP, " ")
    return whole.replace("<br>", " · ")


class _Reader:
    """Reads one figure's traces, shapes and words into a chart."""

    def __init__(self, traces: list[dict], layout: dict) -> None:
        self.traces = traces
        self.layout = layout
        self.notes = [note for note in layout.get("annotations") or () if said(note.get("text"))]
        self.shapes = [shape for shape in layout.get("shapes") or () if shape.get("type") == "line"]
        if any(shape.get("type") != "line" for shape in layout.get("shapes") or ()):
            raise Unreadable  # an area

    # with names

    def by_names(self, names: Names, form: Any, *, is_turned: bool = False) -> Chart:
        values, along = ("x", "y") if form == "across" or is_turned else ("y", "x")
        series = [own for trace in self.traces for own in self._series(trace, names, along, values)]
        level = [self._level(shape, values, len(names.names)) for shape in self.shapes]
        series = self._with_words([*series, *level], names, along, values)
        if form == "across" and level:
            form = "up"
        axis = axis_line(self.layout, values).axis()
        second = axis_line(self.layout, "y", "y2").axis() if any(own.is_second for own in series) else None
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

    def _series(self, trace: dict, names: Names, along: str, values: str) -> list[Series]:
        marks: list[Mark] = [Mark(None) for _ in names.names]
        places = [names.place(at) for at in listed(trace.get(along))]
        for place, mark in zip(places, _marks(trace, values), strict=True):
            if place is None or marks[place].y is not None:  # of two marks at one place one would be lost
                raise Unreadable
            marks[place] = mark
        if trace["type"] == "waterfall":
            return _waterfall(trace, marks)
        made = _look(trace, tuple(marks))
        if "base" not in trace:
            return [made]
        bases = [Mark(None) for _ in names.names]
        for place, base in zip(places, one_each(trace["base"], length_of(trace)), strict=True):
            assert place is not None
            bases[place] = Mark(number_of(base))
        return [Series("", "bar", tuple(bases), is_in_legend=False), made]

    def _level(self, shape: dict, values: str, count: int) -> Series:
        """A line across the whole picture at one value."""
        first, last = shape.get(f"{values}0"), shape.get(f"{values}1")
        other = "x" if values == "y" else "y"
        is_whole = str(shape.get(f"{other}ref", "")) == "paper" or shape.get(f"{other}ref", "").endswith(
            "domain"
        )
        value = number_of(first)
        if first != last or not is_whole or value is None:
            raise Unreadable
        look = shape.get("line") or {}
        return Series(
            "", "line", tuple(Mark(value) for _ in range(count)), colour_of(look.get("color")), 1.0,
            DASHES.get(str(look.get("dash")), "solid"), "r", is_in_legend=False,
        )  # fmt: skip

    def _with_words(self, series: list[Series], names: Names, along: str, values: str) -> list[Series]:
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
        self, note: dict, series: list[Series], names: Names, along: str, values: str
    ) -> tuple[int, int] | None:
        place = None if str(note.get(f"{along}ref", along)) == "paper" else names.place(note.get(along))
        value = number_of(note.get(values)) if str(note.get(f"{values}ref", values)) != "paper" else None
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
        rows = names_of(axis_line(self.layout, "y"), [y for t in self.traces for y in listed(t.get("y"))], [])
        if rows is not None and is_numeric(axis_line(self.layout, "y").ticks):
            rows = None
        series = [self._points(trace, rows) for trace in self.traces]
        foot, side = axis_line(self.layout, "x").axis(), axis_line(self.layout, "y").axis()
        # LibreOffice draws no lines where a longer series follows them
        series = sorted([*self._tracks(rows, foot), *series], key=lambda own: -len(own.marks))
        words = self._words(rows, foot, side)
        return Chart(
            "points", rows.names if rows else (), (*series, *words), side, foot,
            has_legend=self._has_legend(), rest=self._rest(),
        )  # fmt: skip

    def _points(self, trace: dict, rows: Names | None) -> Series:
        xs = [number_of(value) for value in listed(trace.get("x"))]
        marks = [
            replace(mark, x=x, y=_row(mark.y, rows)) for x, mark in zip(xs, _marks(trace, "y"), strict=True)
        ]
        if rows is not None:  # an interval of a row lies along the foot
            marks = [
                replace(m, low=o.low, high=o.high) for m, o in zip(marks, _marks(trace, "x"), strict=True)
            ]
        return _look(trace, tuple(marks))

    def _tracks(self, rows: Names | None, foot: Axis) -> list[Series]:
        """The line shapes of one look together, with a gap between two."""
        looks: dict[tuple, list[Mark]] = {}
        for shape in self.shapes:
            look = shape.get("line") or {}
            key = colour_of(look.get("color")), float(look.get("width") or 1), str(look.get("dash"))
            ends = [_end(shape, n, rows, foot, axis_line(self.layout, "y").axis()) for n in "01"]
            looks.setdefault(key, []).extend([*ends, Mark(None, ends[0].x)])
        return [
            Series("", "line", tuple(marks), colour, width, DASHES.get(dash, "solid"), is_in_legend=False)
            for (colour, width, dash), marks in looks.items()
        ]

    def _words(self, rows: Names | None, foot: Axis, side: Axis) -> list[Series]:
        """Notes as the words of marks that cannot be seen, where they stand on screen."""
        told: dict[str, list[Mark]] = {}
        for note in self.notes:
            x = _placed(note, "x", foot)
            y = _placed(note, "y", side)
            if x is None or y is None:
                raise Unreadable
            beside = {"left": "r", "right": "l"}.get(str(note.get("xanchor")), "ctr")
            told.setdefault(beside, []).append(Mark(_row(y, rows), x, flat(note["text"])))
        self.notes = []
        return [
            Series("", "line", tuple(marks), beside=beside, is_in_legend=False)  # type: ignore[arg-type]
            for beside, marks in told.items()
        ]


def _row(y: float | None, rows: Names | None) -> float | None:
    """Where a mark stands among the rows, the first of which is 0."""
    if rows is None or y is None:
        return y
    place = rows.place(y)
    return None if place is None else place + (y - rows.values[place])


def _placed(note: dict, letter: str, axis: Axis) -> float | None:
    value = number_of(note.get(letter))
    if str(note.get(f"{letter}ref", letter)) != "paper" or value is None:
        return value
    if axis.low is None or axis.high is None:
        return None
    return axis.low + min(max(value, 0), 1) * (axis.high - axis.low)


def _end(shape: dict, n: str, rows: Names | None, foot: Axis, side: Axis) -> Mark:
    x = _placed({"x": shape.get(f"x{n}"), "xref": shape.get("xref", "x")}, "x", foot)
    y = _placed({"y": shape.get(f"y{n}"), "yref": shape.get("yref", "y")}, "y", side)
    if x is None or y is None:
        raise Unreadable
    return Mark(_row(y, rows) if str(shape.get("yref", "y")) != "paper" else y, x)


def _marks(trace: dict, values: str) -> list[Mark]:
    """The marks of a trace, in its order."""
    count, marker = length_of(trace), trace.get("marker") or {}
    numbers = [number_of(value) for value in one_each(trace.get(values), count)]
    fills = one_each(marker.get("color"), count, (trace.get("line") or {}).get("color"))
    patterns = one_each((marker.get("pattern") or {}).get("shape"), count, "")
    symbols = one_each(marker.get("symbol"), count, "circle")
    sizes = one_each(marker.get("size"), count, 7)
    shows_text = trace["type"] != "scatter" or "text" in mode_of(trace)
    words = one_each(trace.get("text") if shows_text else None, count, "")
    lows, highs = _interval(trace, values, numbers)
    is_marked = trace["type"] != "scatter" or "markers" in mode_of(trace)
    return [
        Mark(
            y=number,
            said=flat(text) if number is not None else "",
            fill=_filled(symbol, colour),
            is_hatched=bool(pattern),
            symbol=SYMBOLS.get(str(symbol).removesuffix("-open"), "circle") if is_marked else "none",
            size=number_of(size) or 7,
            low=low,
            high=high,
        )
        for number, text, symbol, colour, pattern, size, low, high in zip(
            numbers, words, symbols, fills, patterns, sizes, lows, highs, strict=True
        )
    ]


def _filled(symbol: object, colour: object) -> str | None:
    """An open mark, white inside on screen, is pale: LibreOffice draws no outline of a mark."""
    found = colour_of(colour, SLATE)
    return PALE if str(symbol).endswith("-open") or found == "FFFFFF" else found


def _interval(trace: dict, values: str, numbers: list[float | None]) -> tuple[list, list]:
    bars = trace.get(f"error_{values}") or {}
    count = len(numbers)
    if bars.get("array") is None:
        return [None] * count, [None] * count
    above = [number_of(value) for value in one_each(bars["array"], count)]
    below = [number_of(value) for value in one_each(bars.get("arrayminus", bars["array"]), count)]
    lows = [n - b if n is not None and b is not None else None for n, b in zip(numbers, below, strict=True)]
    highs = [n + a if n is not None and a is not None else None for n, a in zip(numbers, above, strict=True)]
    return lows, highs


def _look(trace: dict, marks: tuple[Mark, ...]) -> Series:
    is_bar = trace["type"] == "bar"
    line = trace.get("line") or {}
    edge = (trace.get("marker") or {}).get("line") or {}
    edges = edge.get("color")
    stroke = colour_of(edges[0] if isinstance(edges, list) and edges else edges, None)
    has_line = "lines" in mode_of(trace) if not is_bar else True
    own = colour_of(line.get("color"), SLATE) if has_line and not is_bar else None
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
        text_fill=colour_of(font, None) if isinstance(font, str) else None,
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
    measures = one_each(trace.get("measure"), len(marks), "relative")
    level, bases, tops = 0.0, [], []
    for mark, measure in zip(marks, measures, strict=True):
        start = 0.0 if measure in ("total", "absolute") else level
        if measure != "total":
            if mark.y is None:  # what follows stands on nobody knows what
                raise Unreadable
            level = start + mark.y
        if min(start, level) < 0:
            raise Unreadable
        bases.append(Mark(min(start, level)))
        key = (
            "totals" if measure in ("total", "absolute") else "increasing" if level >= start else "decreasing"
        )
        colour = ((trace.get(key) or {}).get("marker") or {}).get("color", "#5b7083")
        tops.append(replace(mark, y=abs(level - start), fill=colour_of(colour)))
    return [
        Series("", "bar", tuple(bases), is_in_legend=False),
        Series(flat(trace.get("name")), "bar", tuple(tops), "none", beside="ctr"),
    ]
