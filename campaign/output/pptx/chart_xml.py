"""A Chart as the XML of a native chart, whose numbers and words stand in the cells of its workbook."""

import datetime as dt
from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from campaign.output.chart_cells import ChartCells
from campaign.output.fitting import LEADING, lines_of
from campaign.output.picture import Axis, Chart, Mark, Series
from campaign.output.pptx.xml import (
    CHART_NAMESPACES,
    GRID,
    INK,
    PALE,
    SLATE,
    SOFT,
    WHITE,
    hatched,
    legal,
    line,
    paragraphs,
    run_look,
    solid,
)

Ids = tuple[
    int, int
]  # of the axis of names and the axis of values; python-pptx's own are negative, which is no id
FIRST_IDS, SECOND_IDS = (111, 112), (211, 212)
EPOCH = dt.date(1899, 12, 30)  # day 0 of a spreadsheet
DARK = 128  # of 255, the green of a colour, which the eye judges by
GAP_WIDTH = 60  # between bars, in percent of one
ROOM_RIGHT, ROOM_ROWS = 0.2, 0.14  # shares of the width for words beside the plot
LEVEL, ASLANT = ' rot="0" vert="horz"', ' rot="-2700000" vert="horz"'
NO_MARK = '<c:marker><c:symbol val="none"/></c:marker>'
NO_LOOK = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"


def chart_xml(cells: ChartCells, size: float, *, names_share: float, high: float) -> str:
    """`size` of its texts and `high` in points; `names_share`: the share of the width for names of rows."""
    return _Drawing(cells, size, names_share, high).xml()


class _Drawing:
    def __init__(self, cells: ChartCells, size: float, names_share: float, high: float) -> None:
        self.chart = cells.chart
        self.cells = cells
        self.size = size
        self.names_share = names_share
        self.high = high
        self.lang = cells.words.lang

    def xml(self) -> str:
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f'<c:chartSpace {CHART_NAMESPACES}><c:date1904 val="0"/><c:roundedCorners val="0"/>'
            f'<c:chart><c:autoTitleDeleted val="1"/><c:plotArea>{self._layout()}'
            f"{self._plots()}{self._axes()}<c:spPr><a:noFill/></c:spPr></c:plotArea>{self._legend()}"
            '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
            f"{NO_LOOK}{self._text()}</c:chartSpace>"
        )

    def _text(self, ink: str = INK, *, less: float = 0, turn: str = "") -> str:
        size = self.size - less
        return (
            f"<c:txPr><a:bodyPr{turn}/><a:lstStyle/>"
            f"<a:p><a:pPr>{run_look('defRPr', size, ink)}</a:pPr>"
            f"{run_look('endParaRPr', size, ink)}</a:p></c:txPr>"
        )

    # the plot's place

    @property
    def _plot(self) -> tuple[float, float, float, float] | None:
        """Left, top, width and height as shares, where words stand beside the plot; else it finds its own."""
        chart = self.chart
        words_beside = any(own.beside == "r" and own.has_words for own in chart.series)
        if chart.form == "points" and chart.names:
            left, right = self.names_share, ROOM_ROWS
        elif chart.form == "up" and words_beside:
            left, right = 0.07, ROOM_RIGHT
        else:
            return None
        top, height = (0.1, 0.78) if chart.has_legend else (0.04, 0.82)
        return left, top, 1 - left - right, height

    def _layout(self) -> str:
        if self._plot is None:
            return "<c:layout/>"
        left, top, width, height = self._plot
        return (
            '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
            '<c:yMode val="edge"/>'
            f'<c:x val="{left:.3f}"/><c:y val="{top}"/><c:w val="{width:.3f}"/><c:h val="{height}"/>'
            "</c:manualLayout></c:layout>"
        )

    def _legend(self) -> str:
        series = self.cells.all_series
        if not self.chart.has_legend or not any(own.is_in_legend for own in series):
            return ""
        hidden = "".join(
            f'<c:legendEntry><c:idx val="{n}"/><c:delete val="1"/></c:legendEntry>'
            for n, own in enumerate(series)
            if not own.is_in_legend
        )
        return (
            f'<c:legend><c:legendPos val="t"/>{hidden}<c:layout/><c:overlay val="0"/>'
            f"{self._text()}</c:legend>"
        )

    # plots

    def _plots(self) -> str:
        if self.chart.form == "points":
            drawn = "".join(self._points(n, own) for n, own in enumerate(self.cells.all_series))
            return (
                '<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
                f"{drawn}{_ids(FIRST_IDS)}</c:scatterChart>"
            )
        plots = []
        for is_second, ids in ((False, FIRST_IDS), (True, SECOND_IDS)):
            numbered = [(n, own) for n, own in enumerate(self.chart.series) if own.is_second == is_second]
            bars = [(n, own) for n, own in numbered if own.kind == "bar"]
            lines = [(n, own) for n, own in numbered if own.kind == "line"]
            plots += [self._bar_plot(bars, ids)] if bars else []
            plots += [self._line_plot(lines, ids)] if lines else []
        return "".join(plots)

    def _bar_plot(self, bars: Sequence[tuple[int, Series]], ids: Ids) -> str:
        chart = self.chart
        drawn = "".join(self._bars(n, own) for n, own in bars)
        # a part of a figure lies on its whole, a stacked one on the one before
        overlap = 0 if chart.is_grouped and not chart.is_stacked and len(bars) > 1 else 100
        return (
            f'<c:barChart><c:barDir val="{"bar" if chart.form == "across" else "col"}"/>'
            f'<c:grouping val="{"stacked" if chart.is_stacked else "clustered"}"/>'
            f'<c:varyColors val="0"/>{drawn}'
            f'<c:gapWidth val="{GAP_WIDTH}"/><c:overlap val="{overlap}"/>{_ids(ids)}</c:barChart>'
        )

    def _line_plot(self, lines: Sequence[tuple[int, Series]], ids: Ids) -> str:
        shifts = self._shifts(lines)
        drawn = "".join(self._line(n, own, shifts.get(n, 0.0)) for n, own in lines)
        return (
            f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{drawn}'
            f'<c:marker val="1"/>{_ids(ids)}</c:lineChart>'
        )

    def _shifts(self, lines: Sequence[tuple[int, Series]]) -> dict[int, float]:
        """How far down each line's last words move, as a share of the chart, so that none lies on another."""
        axis = self.chart.values
        if self._plot is None or axis.low is None or axis.high is None:
            return {}
        beside = [(n, own) for n, own in lines if own.beside == "r"]
        last = [(n, next((m for m in reversed(own.marks) if m.said), None)) for n, own in beside]
        ends = [(n, mark) for n, mark in last if mark is not None and mark.y is not None]
        _, top, _, height = self._plot
        at = {n: top + height * (axis.high - (mark.y or 0)) / (axis.high - axis.low) for n, mark in ends}
        tall = {n: lines_of(mark.said, 1, 1000) * self.size * LEADING / self.high for n, mark in ends}
        order = sorted(at, key=at.__getitem__)
        placed, edge = {}, 0.0
        for n in order:
            placed[n] = max(at[n], edge + tall[n] / 2)
            edge = placed[n] + tall[n] / 2
        edge = 1.0
        for n in reversed(order):
            placed[n] = min(placed[n], edge - tall[n] / 2)
            edge = placed[n] - tall[n] / 2
        return {n: placed[n] - at[n] for n in order}

    # series

    def _head(self, n: int) -> str:
        return (
            f'<c:idx val="{n}"/><c:order val="{n}"/><c:tx><c:strRef><c:f>{legal(self.cells.name_at(n))}</c:f>'
            f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{legal(self.cells.name(n))}</c:v></c:pt>'
            "</c:strCache></c:strRef></c:tx>"
        )

    def _bars(self, n: int, series: Series) -> str:
        looks = {(mark.fill, mark.is_hatched) for mark in series.marks if mark.y is not None}
        points = "".join(
            f'<c:dPt><c:idx val="{at}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
            f"{_bar_look([mark], series)}</c:dPt>"
            for at, mark in enumerate(series.marks)
            if mark.y is not None and len(looks) > 1
        )
        return (
            f'<c:ser>{self._head(n)}{_bar_look(series.marks, series)}<c:invertIfNegative val="0"/>{points}'
            f"{self._labels(series)}{self._errors(n, series)}{self._names()}{self._values('val', n)}</c:ser>"
        )

    def _line(self, n: int, series: Series, shift: float) -> str:
        return (
            f"<c:ser>{self._head(n)}{_stroke(series)}{_markers(series)}{self._labels(series, shift)}"
            f"{self._errors(n, series, way='y')}{self._names()}{self._values('val', n)}"
            '<c:smooth val="0"/></c:ser>'
        )

    def _points(self, n: int, series: Series) -> str:
        way = "x" if self.chart.names else "y"  # an interval of a row lies along the foot
        return (
            f"<c:ser>{self._head(n)}{_stroke(series)}{_markers(series)}{self._labels(series)}"
            f"{self._errors(n, series, way=way)}{self._values('xVal', n)}{self._values('yVal', n)}"
            '<c:smooth val="0"/></c:ser>'
        )

    def _labels(self, series: Series, shift: float = 0.0) -> str:
        """The screen's words at each mark, as text of the chart's own."""
        if not series.has_words:
            return ""
        place: str = series.beside
        if place == "outEnd" and series.kind == "line":
            place = "t"
        if place == "outEnd" and self.chart.is_stacked:
            place = "ctr"  # a stacked bar has no outer end to stand at
        ink = series.text_fill or (WHITE if place in ("ctr", "inBase") and _is_dark(series) else INK)
        said = [(at, mark) for at, mark in enumerate(series.marks) if mark.said and mark.y is not None]
        moved = (
            f'<c:layout><c:manualLayout><c:x val="0"/><c:y val="{shift:.4f}"/></c:manualLayout></c:layout>'
            if abs(shift) > 0.004
            else "<c:layout/>"
        )
        each = "".join(
            f'<c:dLbl><c:idx val="{at}"/>{moved if at == said[-1][0] else "<c:layout/>"}'
            '<c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/>'
            f"{paragraphs(mark.said, self.size, ink, lang=self.lang)}</c:rich></c:tx>"
            f'<c:dLblPos val="{place}"/>{_shows(True)}</c:dLbl>'
            for at, mark in said
        )
        return f"<c:dLbls>{each}{self._text(ink)}{_shows(False)}</c:dLbls>"

    def _errors(self, n: int, series: Series, way: str = "") -> str:
        """Each mark's interval, by how far its ends are from it."""
        if not series.has_intervals:
            return ""
        ends = "".join(
            f"<c:{tag}><c:numRef><c:f>{legal(self.cells.ends_at(n, tag))}</c:f>"
            f"{_cache(self.cells.ends(n, tag))}</c:numRef></c:{tag}>"
            for tag in ("plus", "minus")
        )
        direction = f'<c:errDir val="{way}"/>' if way else ""
        return (
            f'<c:errBars>{direction}<c:errBarType val="both"/><c:errValType val="cust"/>'
            f'<c:noEndCap val="0"/>{ends}'
            f"<c:spPr>{line(SOFT, 1.5)}</c:spPr></c:errBars>"
        )

    def _names(self) -> str:
        where = legal(self.cells.names_at())
        if self.chart.has_days:
            days = [float((day - EPOCH).days) for day in self.chart.names if isinstance(day, dt.date)]
            return f"<c:cat><c:numRef><c:f>{where}</c:f>{_cache(days, 'yyyy-mm-dd')}</c:numRef></c:cat>"
        points = "".join(
            f'<c:pt idx="{at}"><c:v>{legal(name)}</c:v></c:pt>'
            for at, name in enumerate(self.cells.axis_names)
            if name
        )
        cache = f'<c:strCache><c:ptCount val="{len(self.chart.names)}"/>{points}</c:strCache>'
        return f"<c:cat><c:strRef><c:f>{where}</c:f>{cache}</c:strRef></c:cat>"

    def _values(self, tag: str, n: int) -> str:
        numbers = [mark.x if tag == "xVal" else mark.y for mark in self.cells.all_series[n].marks]
        where = legal(self.cells.values_at(n, tag))
        return f"<c:{tag}><c:numRef><c:f>{where}</c:f>{_cache(numbers)}</c:numRef></c:{tag}>"

    # axes

    def _axes(self) -> str:
        chart = self.chart
        if chart.form == "points":
            return self._points_axes()
        is_across = chart.form == "across"
        names, values = FIRST_IDS
        has_bars = any(own.kind == "bar" for own in chart.series)
        drawn = self._names_axis(names, values) + self._value_axis(
            chart.values, (values, names), "b" if is_across else "l",
            crosses="max" if is_across else "autoZero",
            between="midCat" if chart.has_days and not has_bars else "between",
        )  # fmt: skip
        if chart.second is not None:
            names, values = SECOND_IDS
            drawn += _hidden_names(names, values)
            drawn += self._value_axis(chart.second, (values, names), "r", crosses="max", has_lines=False)
        return drawn

    def _names_axis(self, own: int, other: int) -> str:
        chart = self.chart
        is_across = chart.form == "across"
        form = "General"
        if chart.has_days:
            has_months = _day_unit(chart) == "months"
            day, month = ('m"月"d"日"', 'yyyy"年"m"月"') if self.lang == "zh" else ("d mmm", "mmm yyyy")
            form = month if has_months else day
        head = (
            f'<c:axId val="{own}"/><c:scaling><c:orientation val="{"maxMin" if is_across else "minMax"}"/>'
            f'</c:scaling><c:delete val="0"/><c:axPos val="{"l" if is_across else "b"}"/>'
            f'<c:numFmt formatCode={_quoted(form)} sourceLinked="0"/>'
            '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
            f"<c:spPr>{line(PALE)}</c:spPr>{self._text(turn=ASLANT if chart.names_every > 1 else LEVEL)}"
            f'<c:crossAx val="{other}"/><c:crosses val="autoZero"/>'
        )
        if chart.has_days:
            steps = _day_steps(chart)
            return f'<c:dateAx>{head}<c:auto val="0"/><c:lblOffset val="100"/>{steps}</c:dateAx>'
        return (
            f'<c:catAx>{head}<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
            '<c:tickLblSkip val="1"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        )

    def _value_axis(
        self, axis: Axis, ids: Ids, side: str, *, crosses: str = "autoZero", between: str = "between",
        is_reversed: bool = False, has_lines: bool = True,
    ) -> str:  # fmt: skip
        own, other = ids
        ends = f'<c:max val="{axis.high!r}"/>' if axis.high is not None else ""
        ends += f'<c:min val="{axis.low!r}"/>' if axis.low is not None else ""
        lines = f"<c:majorGridlines><c:spPr>{line(GRID)}</c:spPr></c:majorGridlines>"
        step = f'<c:majorUnit val="{axis.step!r}"/>' if axis.step and axis.step > 0 else ""
        return (
            f'<c:valAx><c:axId val="{own}"/><c:scaling>'
            f'<c:orientation val="{"maxMin" if is_reversed else "minMax"}"/>'
            f'{ends}</c:scaling><c:delete val="{int(not axis.is_shown)}"/><c:axPos val="{side}"/>'
            f"{lines if has_lines and axis.has_lines else ''}{self._axis_title(axis)}"
            f'<c:numFmt formatCode={_quoted(axis.form)} sourceLinked="0"/>'
            '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
            f"<c:spPr>{line(None)}</c:spPr>{self._text(SOFT, less=1, turn=LEVEL)}"
            f'<c:crossAx val="{other}"/><c:crosses val="{crosses}"/>'
            f'<c:crossBetween val="{between}"/>{step}</c:valAx>'
        )

    def _axis_title(self, axis: Axis) -> str:
        if not axis.title:
            return ""
        said = paragraphs(axis.title, self.size - 1, SOFT, align="ctr", lang=self.lang)
        return (
            f"<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/>{said}</c:rich></c:tx><c:layout/>"
            '<c:overlay val="0"/></c:title>'
        )

    def _points_axes(self) -> str:
        foot, side = FIRST_IDS
        values, has_rows = self.chart.values, bool(self.chart.names)
        if has_rows:  # the names beside the rows are words of marks, not of this axis
            values = Axis(
                -0.6, len(self.chart.names) - 0.4, 1, "General", "", is_shown=False, has_lines=False
            )
        return self._value_axis(
            self.chart.along, (foot, side), "b", crosses="max" if has_rows else "min", between="midCat"
        ) + self._value_axis(values, (side, foot), "l", crosses="min", between="midCat", is_reversed=has_rows)


def _is_dark(series: Series) -> bool:
    """Whether words on its bars can only be read in white."""
    fills = [mark.fill for mark in series.marks if mark.fill]
    return series.kind == "bar" and any(int(fill[2:4], 16) < DARK for fill in fills)


def _ids(ids: Ids) -> str:
    return "".join(f'<c:axId val="{number}"/>' for number in ids)


def _bar_look(marks: Sequence[Mark], series: Series) -> str:
    mark = next((mark for mark in marks if mark.y is not None), None)
    if series.stroke is None or mark is None or mark.fill is None:  # a bar others stand on
        return NO_LOOK
    edge = None if series.stroke == "none" else series.stroke
    fill = hatched(edge or SLATE, mark.fill) if mark.is_hatched else solid(mark.fill)
    return f"<c:spPr>{fill}{line(edge)}</c:spPr>"


def _stroke(series: Series) -> str:
    return f"<c:spPr>{line(series.stroke, series.width, series.dash)}</c:spPr>"


def _markers(series: Series) -> str:
    """One look for all, and another where a mark has its own."""
    looks = [_marker(mark, series) for mark in series.marks]
    if not looks:
        return NO_MARK
    common = max(dict.fromkeys(looks), key=looks.count)
    points = "".join(
        f'<c:dPt><c:idx val="{at}"/>{look}<c:bubble3D val="0"/>{_stroke(series)}</c:dPt>'
        for at, (look, mark) in enumerate(zip(looks, series.marks, strict=True))
        if look != common and mark.y is not None
    )
    return common + points


def _marker(mark: Mark, series: Series) -> str:
    if mark.symbol == "none":
        return NO_MARK
    edge = (series.stroke or SLATE) if mark.fill in (None, PALE) else mark.fill
    size = min(max(round(mark.size * 0.9), 3), 20)
    return (
        f'<c:marker><c:symbol val="{mark.symbol}"/><c:size val="{size}"/>'
        f"<c:spPr>{solid(mark.fill)}{line(edge, 1.25)}</c:spPr></c:marker>"
    )


def _shows(is_shown: bool) -> str:
    return (
        f'<c:showLegendKey val="0"/><c:showVal val="{int(is_shown)}"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )


def _cache(numbers: Sequence[float | None], form: str = "General") -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{float(number)!r}</c:v></c:pt>'
        for at, number in enumerate(numbers)
        if number is not None
    )
    return (
        f"<c:numCache><c:formatCode>{legal(form)}</c:formatCode>"
        f'<c:ptCount val="{len(numbers)}"/>{points}</c:numCache>'
    )


def _quoted(text: str) -> str:
    return quoteattr(text, {'"': "&quot;"})


def _day_steps(chart: Chart) -> str:
    """A label every so many months or days, about six in all."""
    unit = _day_unit(chart)
    count = _spread(chart) / (30.4 if unit == "months" else 1) / 6
    return (
        '<c:baseTimeUnit val="days"/>'
        f'<c:majorUnit val="{max(round(count), 1)}"/><c:majorTimeUnit val="{unit}"/>'
    )


def _spread(chart: Chart) -> int:
    days = [day for day in chart.names if isinstance(day, dt.date)]
    return (days[-1] - days[0]).days


def _day_unit(chart: Chart) -> str:
    return "months" if _spread(chart) > 120 else "days"


def _hidden_names(own: int, other: int) -> str:
    return (
        f'<c:catAx><c:axId val="{own}"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        '<c:delete val="1"/>'
        '<c:axPos val="b"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        '<c:tickLblPos val="none"/>'
        f'<c:crossAx val="{other}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )
