"""What a figure shows, free of Plotly: marks with their numbers and words, for files that draw them natively.

A missing number stays None, and the words at a mark are those on screen, hedge words included.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

TWO_LINED = 0.42  # of the rows a slide has room for, where their words take two lines


@dataclass(frozen=True)
class Mark:
    """One point of a series."""

    y: float | None
    x: float | None = None  # of a "points" chart; elsewhere the place in the chart's names
    said: str = ""  # the screen's words at the mark
    fill: str | None = None  # RRGGBB; None is see-through
    is_hatched: bool = False
    symbol: str = "none"
    size: float = 7
    low: float | None = None  # the ends of its interval, along the chart's values
    high: float | None = None


@dataclass(frozen=True)
class Series:
    name: str
    kind: Literal["bar", "line"]  # of a "points" chart every series is a line, with or without its stroke
    marks: tuple[Mark, ...]
    stroke: str | None = None  # RRGGBB of the line or outline; None: none
    width: float = 1.5
    dash: Literal["solid", "dash", "sysDot"] = "solid"
    beside: Literal["outEnd", "ctr", "inBase", "r", "l", "t", "b"] = "outEnd"  # where words stand
    is_second: bool = False  # held against the second value axis
    is_in_legend: bool = True
    text_fill: str | None = None

    @property
    def has_words(self) -> bool:
        return any(mark.said for mark in self.marks)

    @property
    def has_intervals(self) -> bool:
        return any(mark.low is not None or mark.high is not None for mark in self.marks)


@dataclass(frozen=True)
class Axis:
    low: float | None = None
    high: float | None = None
    step: float | None = None
    form: str = "#,##0"  # number format
    title: str = ""
    is_shown: bool = True
    has_lines: bool = True


@dataclass(frozen=True)
class Chart:
    """Bars across (`names` down the side), columns and lines (`names` along the foot), or points.

    Points with names stand in rows: their y is a place in `names`.
    """

    form: Literal["across", "up", "points"]
    names: tuple[str | dt.date, ...]
    series: tuple[Series, ...]
    values: Axis
    along: Axis = Axis()  # the foot of a "points" chart
    second: Axis | None = None
    is_stacked: bool = False
    is_grouped: bool = False  # bars of one name side by side
    has_legend: bool = False
    names_every: int = 1
    rest: tuple[str, ...] = ()  # what the figure says at no mark

    @property
    def has_days(self) -> bool:
        return len(self.names) > 1 and all(isinstance(name, dt.date) for name in self.names)

    @property
    def is_hatched(self) -> bool:
        return any(mark.is_hatched for series in self.series for mark in series.marks)

    def pages(self, most: int) -> list["Chart"]:
        """The same, at most so many rows at a time; lines over time stay whole."""
        if any("\n" in mark.said for series in self.series for mark in series.marks):
            most = round(most * TWO_LINED)
        if self.form == "up" and not any(series.kind == "bar" for series in self.series):
            return [self]
        if len(self.names) <= most:
            return [self]
        count = -(-len(self.names) // most)
        each = -(-len(self.names) // count)
        return [self._rows(first, first + each) for first in range(0, len(self.names), each)]

    def _rows(self, first: int, last: int) -> "Chart":
        cut = tuple(self._cut(series, first, last) for series in self.series)
        return replace(self, names=self.names[first:last], series=cut)

    def _cut(self, series: Series, first: int, last: int) -> Series:
        if self.form != "points":
            return replace(series, marks=series.marks[first:last])
        kept = [mark for mark in series.marks if mark.y is None or first <= round(mark.y) < last]
        return replace(series, marks=tuple(m if m.y is None else replace(m, y=m.y - first) for m in kept))


@dataclass(frozen=True)
class Cell:
    said: str = ""
    fill: str | None = None
    ink: str | None = None


@dataclass(frozen=True)
class Grid:
    """Rows by columns, each cell a word or a mark in its colour."""

    down: tuple[str, ...]
    across: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    key: tuple[str, ...] = ()  # what the marks mean

    def pages(self, *, rows: int, columns: int) -> Iterator["Grid"]:
        for top in range(0, max(len(self.down), 1), rows):
            for left in range(0, max(len(self.across), 1), columns):
                yield Grid(
                    self.down[top : top + rows],
                    self.across[left : left + columns],
                    tuple(row[left : left + columns] for row in self.cells[top : top + rows]),
                    self.key,
                )


@dataclass(frozen=True)
class Block:
    """A shape with words in it; corners in shares of the picture, from its top left."""

    corners: tuple[tuple[float, float], ...]
    said: str
    under: str  # smaller, below it
    fill: str | None
    line: str | None
    ink: str | None


@dataclass(frozen=True)
class Strip:
    """Shapes side by side, as the phases of a campaign."""

    blocks: tuple[Block, ...]
    tall: float  # pixels on screen


Picture = Chart | Grid | Strip
