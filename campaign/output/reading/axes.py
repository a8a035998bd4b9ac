"""Axes of a Plotly figure: where its names, days and numbers stand."""

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from campaign.output.picture import Axis
from campaign.output.reading.values import flat, listed, number_of, one_each

MOST_NAMED = 8  # names along a foot that a slide has room for


@dataclass(frozen=True)
class _Line:
    """An axis as the figure has it."""

    settings: dict

    @property
    def ticks(self) -> dict[Any, str]:
        values, texts = listed(self.settings.get("tickvals")), listed(self.settings.get("ticktext"))
        return {value: flat(text) for value, text in zip(values, texts, strict=False)}

    @property
    def ends(self) -> tuple[Any, Any] | None:
        ends = listed(self.settings.get("range"))
        return (ends[0], ends[1]) if len(ends) == 2 else None

    @property
    def is_reversed(self) -> bool:
        ends = self.ends
        number = ends is not None and all(isinstance(end, int | float) for end in ends)
        return bool(number and ends and ends[0] > ends[1]) or self.settings.get("autorange") == "reversed"

    def axis(self) -> Axis:
        """As an axis of numbers."""
        low, high = (number_of(end) for end in (sorted(self.ends) if self.ends else (None, None)))
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


def axis_line(layout: dict, letter: str, ref: object = None) -> _Line:
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
class Names:
    """The places of an axis that has names instead of numbers."""

    values: tuple[Any, ...]
    names: tuple[str | dt.date, ...]
    every: int = 1

    def place(self, value: object) -> int | None:
        """The name a mark or a word stands at; a word may stand a little beside it."""
        value = _day(value) or value
        if value in self.values:
            return self.values.index(value)
        number = number_of(value)
        if number is None or not all(isinstance(own, int | float) for own in self.values):
            return None
        near = [n for n, own in enumerate(self.values) if abs(own - number) < 0.5]
        return near[0] if near else None


def names_of(line: _Line, used: Sequence[Any], traces: list[dict]) -> Names | None:
    """The axis's names; None where it is one of numbers."""
    used = [value for value in used if value is not None]
    if not used:
        return None
    if all(_day(value) for value in used):
        days = tuple(sorted({_day(value) for value in used}))  # type: ignore[type-var]
        return Names(days, days)  # type: ignore[arg-type]
    if all(isinstance(value, str) for value in used):
        ordered = [*listed(line.settings.get("categoryarray")), *used]
        values = tuple(dict.fromkeys(value for value in ordered if value in set(used)))
        return _turned(line, Names(values, tuple(line.ticks.get(value, flat(value)) for value in values)))
    numbers = [number_of(value) for value in used]
    if not all(number is not None and number.is_integer() for number in numbers):
        return None
    places = sorted({int(number) for number in numbers if number is not None})
    ticks = {number_of(value): text for value, text in line.ticks.items()}
    if set(places) <= ticks.keys():
        values = tuple(value for value in ticks if value is not None)
        return _turned(line, Names(values, tuple(ticks[value] for value in values)))
    if ticks and set(places) == set(range(len(places))) and not is_numeric(ticks):
        return _counted(tuple(places), ticks, traces)
    return None


def is_numeric(ticks: dict[Any, str]) -> bool:
    """Whether tick texts only spell their values: 0, 1,000, 2万, 50%."""
    return all(re.fullmatch(r"[-–−]?[\d.,]+\s*[%万亿km]?", text) for text in ticks.values() if text)


def _turned(line: _Line, names: Names) -> Names:
    """From the top down or from the left, whichever way the axis runs on screen."""
    values = names.values
    is_up = len(values) > 1 and all(isinstance(value, int | float) for value in values)
    if is_up and values[0] > values[-1]:
        return Names(values[::-1], names.names[::-1])
    return names


def _counted(places: tuple[int, ...], ticks: dict[Any, str], traces: list[dict]) -> Names:
    """Points in their order, of which only some bear a name: the hover's first line names the others."""
    for trace in traces:
        first = [
            flat(str(text).split("<br>")[0]) for text in one_each(trace.get("hovertext"), len(places), "")
        ]
        if len(first) == len(places) and all(first[int(at)] == text for at, text in ticks.items()):
            return Names(places, tuple(first), -(-len(places) // MOST_NAMED))
    return Names(places, tuple(ticks.get(place, "") for place in places))
