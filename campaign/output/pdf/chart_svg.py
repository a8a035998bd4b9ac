"""A Chart as SVG, laid out like the slide's native chart: the screen's words, its hatches and its gaps."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from campaign.output import fitting
from campaign.output.pdf.drawing import Drawing, broad, tall, wrapped
from campaign.output.picture import Axis, Chart, Mark, Series
from campaign.output.pptx.xml import GRID, INK, PALE, SLATE, SOFT, WHITE
from campaign.words import Words, nice_ticks

DARK = 128  # of 255, the green of a colour, which the eye judges by
BAR_SHARE = 0.62  # of a row's height
NAMES_SHARE, WORDS_SHARE = 0.34, 0.45  # of the width, at most: names of rows, words beside marks
MOST_TICKS = 12
GAP = 6.0
TICK_ROOM = 1.3


Rect = tuple[float, float, float, float]  # left, top, right, foot


def chart_svg(chart: Chart, wide: float, high: float, size: float, words: Words, font: str) -> str:
    """`wide` and `high` in points, `size` of its texts; `font`: family names as CSS has them."""
    drawn = _Chart(chart, Drawing(wide, high, font), size, words)
    drawn.draw()
    return drawn.on.svg()


class _Scale:
    """An axis of numbers over a length of the page."""

    def __init__(self, axis: Axis, found: Sequence[float]) -> None:
        self.axis = axis
        top, foot = max(found, default=1.0), min([0.0, *found])
        self.low = foot if axis.low is None else axis.low
        self.high = max(nice_ticks(top)) if axis.high is None else axis.high
        if self.high <= self.low:
            self.high = self.low + 1
        self.first = self.last = 0.0

    def over(self, first: float, last: float) -> None:
        self.first, self.last = first, last

    def at(self, value: float) -> float:
        return self.first + self.share(value) * (self.last - self.first)

    def share(self, value: float) -> float:
        return min(max((value - self.low) / (self.high - self.low), -0.02), 1.02)

    def ticks(self) -> list[float]:
        step = self.axis.step
        if not step or step <= 0 or (self.high - self.low) / step > MOST_TICKS:
            steps = nice_ticks(self.high - self.low)
            step = steps[1] - steps[0] if len(steps) > 1 else self.high - self.low
        count = int((self.high - self.low) / step + 1e-9)
        return [round(self.low + n * step, 10) for n in range(count + 1)]

    def said(self, value: float) -> str:
        form = self.axis.form
        if form in ("0%", "0.0%"):
            return f"{value:.{1 if '.' in form else 0}%}"
        if form == '0"%"':
            return f"{value:g}%"
        if form.startswith("#,##0"):
            places = len(form.partition(".")[2])
            return f"{value:,.{places}f}"
        return f"{value:g}"


class _Chart:
    def __init__(self, chart: Chart, on: Drawing, size: float, words: Words) -> None:
        self.chart, self.on, self.size, self.words = chart, on, size, words
        self.small = size - 1
        self.left, self.top, self.right, self.foot = 0.0, 4.0, on.wide, on.high - 4
        self.values = _Scale(chart.values, self._found(is_second=False))
        self.second = None if chart.second is None else _Scale(chart.second, self._found(is_second=True))

    @property
    def names(self) -> list[str]:
        return [self.words.day(n) if isinstance(n, dt.date) else n for n in self.chart.names]

    @property
    def is_rows(self) -> bool:
        return self.chart.form == "across" or (self.chart.form == "points" and bool(self.chart.names))

    def _found(self, *, is_second: bool) -> list[float]:
        own = [one for one in self.chart.series if one.is_second == is_second]
        found = [n for s in own for m in s.marks for n in (m.y, m.low, m.high) if n is not None]
        if self.chart.is_stacked:
            bars = [one for one in own if one.kind == "bar"]
            found += [sum(s.marks[n].y or 0 for s in bars) for n in range(len(self.chart.names))]
        return found

    def draw(self) -> None:
        self._legend()
        if self.chart.form == "points":
            self._points()
        elif self.chart.form == "across":
            self._across()
        else:
            self._up()

    # legend

    def _legend(self) -> None:
        shown = [one for one in self.chart.series if one.is_in_legend and one.name]
        if not self.chart.has_legend or not shown:
            return
        x, y, each = 0.0, self.top, self.size * 1.5
        for one in shown:
            wide = fitting.wide(one.name, self.size) + 34
            if x and x + wide > self.on.wide:
                x, y = 0.0, y + each
            self._swatch(one, x, y + each / 2)
            self.on.words(x + 22, y + each / 2, [one.name], self.size)
            x += wide
        self.top = y + each + GAP

    def _swatch(self, series: Series, x: float, y: float) -> None:
        mark = next((m for m in series.marks if m.y is not None), Mark(None))
        if series.kind == "bar":
            self.on.rect(x + 2, y - 5, 14, 10, self._fill(mark, series), _edge(series))
            return
        if series.stroke:
            self.on.line([(x, y), (x + 18, y)], series.stroke, series.width, series.dash)
        self._mark(mark, series, x + 9, y)

    # bars and lines by names

    def _across(self) -> None:
        self._names_column()
        self._foot_axis(self.values)
        if self.values.axis.is_shown:
            self.right -= fitting.wide(self.values.said(self.values.high), self.small) / 2
        room = self.right - self.left
        ends = [(v, words) for v, words in self._bar_ends() if words]
        most = room * WORDS_SHARE
        needs = [
            (room - min(broad([w], self.size), most) - GAP) / max(self.values.share(v), 0.01) for v, w in ends
        ]
        last = self.left + min([room - GAP, *needs])
        self.values.over(self.left, last)
        self._grid_across(self.values)
        row = (self.foot - self.top) / max(len(self.chart.names), 1)
        self._bars(lambda n: self.top + (n + 0.5) * row, row)

    def _bar_ends(self) -> Iterator[tuple[float, str]]:
        if self.chart.is_stacked:
            return
        for series in self.chart.series:
            if series.kind == "bar" and series.beside not in ("ctr", "inBase"):
                yield from (
                    (m.high if m.high is not None else m.y, m.said) for m in series.marks if m.y is not None
                )

    def _up(self) -> None:
        chart = self.chart
        if chart.values.title:
            self.on.words(0, self.top, [chart.values.title], self.small, SOFT, stand="top")
            self.top += tall([""], self.small) + 2
        self.top += tall([""], self.size)  # words above the highest mark
        scales = [self.values, *([self.second] if self.second else [])]
        if chart.values.is_shown:
            self.left = self._ticks_wide(self.values) + GAP
        right = self.on.wide
        if self.second:
            right -= self._ticks_wide(self.second) + GAP
        beside = [
            m.said for s in chart.series if s.kind == "line" and s.beside == "r" for m in s.marks if m.said
        ]
        if beside:
            right -= min(broad(beside, self.size), self.on.wide * 0.3) + 2 * GAP
        self.right = right
        self._names_row()
        for scale in scales:
            scale.over(self.foot, self.top)
        self._grid_up()
        self._bars(self._column, (self.right - self.left) / max(len(chart.names), 1))
        self._lines()

    def _ticks_wide(self, scale: _Scale) -> float:
        """Some fonts have a wide %."""
        return TICK_ROOM * broad([scale.said(tick) for tick in scale.ticks()], self.small)

    def _column(self, n: int) -> float:
        """Where a name stands along the foot; days by how far they are apart."""
        days = [one for one in self.chart.names if isinstance(one, dt.date)]
        room = self.right - self.left
        if self.chart.has_days and not any(one.kind == "bar" for one in self.chart.series):
            spread = max((days[-1] - days[0]).days, 1)
            return self.left + room * (0.02 + 0.96 * (days[n] - days[0]).days / spread)
        return self.left + (n + 0.5) * room / max(len(self.chart.names), 1)

    def _names_column(self) -> None:
        names = [wrapped(n, self.size, self.on.wide * NAMES_SHARE) for n in self.names]
        self.left = max((broad(lines, self.size) for lines in names), default=0) + 2 * GAP
        self._name_lines = names

    def _write_names(self, row: float) -> None:
        for n, lines in enumerate(self._name_lines):
            most = max(int(row / (self.size * 1.25)), 1)
            size = self.size if len(lines) <= most else self.size - 2
            self.on.words(self.left - GAP, self.top + (n + 0.5) * row, lines, size, align="end")

    def _names_row(self) -> None:
        """Names along the foot, as many as there is room for."""
        names, count = self.names, max(len(self.chart.names), 1)
        pitch = (self.right - self.left) / count
        every = max(self.chart.names_every, 1)
        if self.chart.has_days:
            every = max(every, -(-count // 6))
            names = [_short_day(n, self.words) for n in self.chart.names]
        shown = [n for n in range(count) if n % every == 0 and n < len(names)]
        lines = {n: wrapped(names[n], self.small, max(pitch * every - 4, self.small * 2)) for n in shown}
        self.foot -= max((tall(one, self.small) for one in lines.values()), default=0) + GAP
        for n, said in lines.items():
            x = self._column(n)
            half = broad(said, self.small) / 2
            x = min(max(x, half), self.on.wide - half)
            self.on.words(x, self.foot + GAP / 2, said, self.small, align="middle", stand="top")

    def _foot_axis(self, scale: _Scale) -> None:
        if scale.axis.is_shown:
            self.foot -= tall([""], self.small) + GAP
        if scale.axis.title:
            self.foot -= tall([""], self.small)

    def _grid_across(self, scale: _Scale) -> None:
        for tick in scale.ticks():
            x = scale.at(tick)
            if scale.axis.has_lines:
                self.on.line([(x, self.top), (x, self.foot)], GRID)
            if scale.axis.is_shown:
                self.on.words(
                    x, self.foot + GAP / 2, [scale.said(tick)], self.small, SOFT, align="middle", stand="top"
                )
        if scale.axis.title:
            self.on.words(
                (scale.first + scale.last) / 2, self.on.high - 2, [scale.axis.title], self.small, SOFT,
                align="middle", stand="foot",
            )  # fmt: skip
        self.on.line([(self.left, self.top), (self.left, self.foot)], PALE)

    def _grid_up(self) -> None:
        for tick in self.values.ticks():
            y = self.values.at(tick)
            if self.values.axis.has_lines:
                self.on.line([(self.left, y), (self.right, y)], GRID)
            if self.values.axis.is_shown:
                self.on.words(self.left - GAP, y, [self.values.said(tick)], self.small, SOFT, align="end")
        for tick in self.second.ticks() if self.second else ():
            assert self.second is not None
            self.on.words(self.right + GAP, self.second.at(tick), [self.second.said(tick)], self.small, SOFT)
        self.on.line([(self.left, self.foot), (self.right, self.foot)], PALE)

    def _bars(self, middle: Callable[[int], float], room: float) -> None:
        chart = self.chart
        if chart.form == "across":
            self._write_names(room)
        bars = [one for one in chart.series if one.kind == "bar"]
        if not bars:
            return
        is_side = chart.is_grouped and not chart.is_stacked and len(bars) > 1
        thick = min(room * BAR_SHARE, 46) / (len(bars) if is_side else 1)
        below = [0.0] * len(chart.names)
        for place, series in enumerate(bars):
            scale = self.second if series.is_second and self.second else self.values
            for n, mark in enumerate(series.marks):
                if mark.y is None:
                    continue
                shift = (place - (len(bars) - 1) / 2) * thick if is_side else 0.0
                start = below[n] if chart.is_stacked else max(scale.low, min(0.0, scale.high))
                end = below[n] + mark.y if chart.is_stacked else mark.y
                below[n] = end if chart.is_stacked else 0.0
                self._bar(series, mark, scale, middle(n) + shift, thick, start, end)

    def _bar(
        self, series: Series, mark: Mark, scale: _Scale, at: float, thick: float, start: float, end: float
    ) -> None:
        first, last = sorted((scale.at(start), scale.at(end)))
        is_seen = series.stroke is not None and mark.fill is not None
        is_across = self.chart.form == "across"
        if is_seen:
            box = (first, at - thick / 2, last - first, thick)
            if not is_across:
                box = (at - thick / 2, first, thick, last - first)
            self.on.rect(*box, self._fill(mark, series), _edge(series))
        self._interval(mark, scale, at, is_across=is_across)
        if mark.said:
            self._bar_words(series, mark, scale, at, thick, (first, last))

    def _bar_words(
        self, series: Series, mark: Mark, scale: _Scale, at: float, thick: float, ends: tuple[float, float]
    ) -> None:
        place = "ctr" if series.beside == "outEnd" and self.chart.is_stacked else series.beside
        first, last = ends
        is_across = self.chart.form == "across"
        is_inside = place in ("ctr", "inBase")
        ink = series.text_fill or (WHITE if is_inside and _is_dark(series) else INK)
        if is_across:
            far = last if mark.high is None else max(last, scale.at(mark.high))
            if place == "ctr":
                self.on.words((first + last) / 2, at, [mark.said], self.size, ink, align="middle")
            elif place == "inBase":
                self.on.words(first + GAP, at, [mark.said], self.size, ink)
            else:
                room = max(self.on.wide - far - GAP, self.size * 4)
                self.on.words(far + GAP, at, wrapped(mark.said, self.size, room), self.size, ink)
            return
        pitch = (self.right - self.left) / max(len(self.chart.names), 1)
        lines = wrapped(mark.said, self.small, max(pitch - 2, self.small * 3))
        if is_inside:
            self.on.words(at, (first + last) / 2, lines, self.small, ink, align="middle")
        else:
            top = first if mark.high is None else min(first, scale.at(mark.high))
            self.on.words(at, top - 2, lines, self.small, ink, align="middle", stand="foot")

    def _lines(self) -> None:
        ends: list[tuple[float, float, Mark, Series]] = []
        for series in self.chart.series:
            if series.kind != "line":
                continue
            scale = self.second if series.is_second and self.second else self.values
            spots = [
                None if m.y is None else (self._column(n), scale.at(m.y)) for n, m in enumerate(series.marks)
            ]
            self._stroke(series, spots)
            last = max((n for n, m in enumerate(series.marks) if m.said), default=-1)
            for n, (mark, spot) in enumerate(zip(series.marks, spots, strict=True)):
                if spot is None:
                    continue
                self._interval(mark, scale, spot[0], is_across=False)
                self._mark(mark, series, *spot)
                if mark.said and series.beside == "r" and n == last:
                    ends.append((*spot, mark, series))
                elif mark.said:
                    self._beside(mark, series, *spot)
        self._end_words(ends)

    def _end_words(self, ends: Sequence[tuple[float, float, Mark, Series]]) -> None:
        """Words right of the lines' last marks, moved apart where they would lie on one another."""
        room = self.on.wide - self.right - 2 * GAP
        edge = 0.0
        for x, y, mark, series in sorted(ends, key=lambda one: one[1]):
            lines = wrapped(mark.said, self.size, max(room, self.size * 6))
            half = tall(lines, self.size) / 2
            y = min(max(y, edge + half), self.on.high - half)
            edge = y + half
            self.on.words(x + GAP + mark.size / 2, y, lines, self.size, series.text_fill or INK)

    # points

    def _points(self) -> None:
        chart = self.chart
        foot = _Scale(chart.along, [m.x for s in chart.series for m in s.marks if m.x is not None])
        if self.is_rows:
            self._names_column()
        elif chart.values.title:
            self.on.words(0, self.top, [chart.values.title], self.small, SOFT, stand="top")
            self.top += tall([""], self.small) + 2
        self._foot_axis(foot)
        beside = [m.said for s in chart.series if s.beside in ("r", "outEnd") for m in s.marks if m.said]
        self.right -= min(broad(beside, self.size), self.on.wide * 0.18) + GAP
        if not self.is_rows and chart.values.is_shown:
            self.left = self._ticks_wide(self.values) + 2 * GAP
        foot.over(self.left + 2 * GAP, self.right)
        row = (self.foot - self.top) / max(len(chart.names), 1)
        if self.is_rows:
            self._write_names(row)
        else:
            self.values.over(self.foot - GAP, self.top + GAP)
            self._grid_up()
        self._grid_across(foot)
        named: list[tuple[Mark, Series, float, float]] = []
        for series in chart.series:
            spots = [self._spot(mark, foot, row) for mark in series.marks]
            self._stroke(series, spots)
            for mark, spot in zip(series.marks, spots, strict=True):
                if spot is None:
                    continue
                scale, across = (foot, True) if self.is_rows else (self.values, False)
                self._interval(mark, scale, spot[1] if across else spot[0], is_across=across)
                self._mark(mark, series, *spot)
                if mark.said and self.is_rows:
                    self._beside(mark, series, *spot)
                elif mark.said:
                    named.append((mark, series, *spot))
        self._name_points(named)

    def _name_points(self, named: Sequence[tuple[Mark, Series, float, float]]) -> None:
        """Each name beside its mark, on the first side where it lies on no other name and no named mark."""
        taken = [(x - 6, y - 6, x + 6, y + 6) for _, _, x, y in named]
        for n, (mark, series, x, y) in enumerate(named):
            wide, half = fitting.wide(mark.said, self.size), self.size * 0.7
            gap = mark.size / 2 + 3
            sides = [
                (x + gap, y - half),
                (x - gap - wide, y - half),
                (x - wide / 2, y - gap - 2 * half),
                (x - wide / 2, y + gap),
                (x + gap, y - 3 * half),
                (x + gap, y + half),
            ]
            boxes = [(left, top, left + wide, top + 2 * half) for left, top in sides]
            others = [box for at, box in enumerate(taken) if at != n]
            free = [
                box
                for box in boxes
                if box[0] >= 0 and box[2] <= self.on.wide and box[1] >= 0 and not _touches(box, others)
            ]
            box = (free or boxes)[0]
            taken.append(box)
            ink = series.text_fill or INK
            self.on.words(box[0], box[1] + half, [mark.said], self.size, ink, has_halo=True)

    def _spot(self, mark: Mark, foot: _Scale, row: float) -> tuple[float, float] | None:
        if mark.y is None or mark.x is None:
            return None
        y = self.top + (mark.y + 0.5) * row if self.is_rows else self.values.at(mark.y)
        return foot.at(mark.x), y

    # pieces

    def _stroke(self, series: Series, spots: Sequence[tuple[float, float] | None]) -> None:
        """The line, broken where nobody reported."""
        if not series.stroke or series.stroke == "none":
            return
        part: list[tuple[float, float]] = []
        for spot in [*spots, None]:
            if spot is not None:
                part.append(spot)
                continue
            self.on.line(part, series.stroke, series.width, series.dash)
            part = []

    def _mark(self, mark: Mark, series: Series, x: float, y: float) -> None:
        if mark.symbol == "none":
            return
        edge = (series.stroke or SLATE) if mark.fill in (None, PALE) else mark.fill
        size = min(max(mark.size * 0.9, 4), 18)
        self.on.mark(x, y, mark.symbol, size, mark.fill, edge or SLATE)

    def _beside(self, mark: Mark, series: Series, x: float, y: float) -> None:
        place = "t" if series.beside == "outEnd" else series.beside
        gap, ink = mark.size / 2 + 3 if mark.symbol != "none" else 2.0, series.text_fill or INK
        if place == "r":
            lines = wrapped(mark.said, self.size, max(self.on.wide - x - gap, self.size * 4))
            self.on.words(x + gap, y, lines, self.size, ink)
        elif place == "l":
            self.on.words(x - gap, y, [mark.said], self.size, ink, align="end")
        else:
            stand, shift = {"t": ("foot", -gap), "b": ("top", gap)}.get(place, ("middle", 0.0))
            half = fitting.wide(mark.said, self.size) / 2
            x = min(max(x, half), self.on.wide - half)
            self.on.words(x, y + shift, [mark.said], self.size, ink, align="middle", stand=stand)

    def _interval(self, mark: Mark, scale: _Scale, at: float, *, is_across: bool) -> None:
        if mark.low is None or mark.high is None:
            return
        first, last = scale.at(mark.low), scale.at(mark.high)
        spots = [(first, at), (last, at)] if is_across else [(at, first), (at, last)]
        self.on.line(spots, SOFT, 1.5)
        for x, y in spots:
            self.on.line([(x, y - 3), (x, y + 3)] if is_across else [(x - 3, y), (x + 3, y)], SOFT, 1.5)

    def _fill(self, mark: Mark, series: Series) -> str:
        if mark.fill is None:
            return "none"
        if mark.is_hatched:
            edge = series.stroke if series.stroke not in (None, "none") else SLATE
            return self.on.hatched(edge or SLATE, mark.fill)
        return f"#{mark.fill}"


def _touches(box: Rect, others: Sequence[Rect]) -> bool:
    left, top, right, foot = box
    return any(left < r and right > x and top < f and foot > y for x, y, r, f in others)


def _edge(series: Series) -> str | None:
    return None if series.stroke in (None, "none") else series.stroke


def _is_dark(series: Series) -> bool:
    """Whether words on its bars can only be read in white."""
    return any(int(mark.fill[2:4], 16) < DARK for mark in series.marks if mark.fill)


def _short_day(day: str | dt.date, words: Words) -> str:
    if not isinstance(day, dt.date):
        return day
    return f"{day.month}月{day.day}日" if words.lang == "zh" else f"{day.day} {day:%b}"
