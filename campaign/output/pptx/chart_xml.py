"""A Chart as the XML of a native chart, whose numbers and words stand in the cells of its workbook."""

import datetime as dt
from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from campaign.output.chart_cells import ChartCells
from campaign.output.picture import Axis, Chart, Mark, Series
from campaign.output.pptx.xml import (
    CHART_NAMESPACES,
    GRID,
    INK,
    SLATE,
    SOFT,
    hatched,
    legal,
    line,
    paragraphs,
    run_look,
    solid,
)

TEXT = 12.0  # points
FIRST_IDS, SECOND_IDS = (111, 112), (211, 212)
EPOCH = dt.date(1899, 12, 30)  # day 0 of a spreadsheet
GAP_WIDTH = 60  # between bars, in percent of one


def chart_xml(chart: Chart, cells: ChartCells, lang: str, *, names_share: float = 0.2) -> str:
    """`names_share`: how much of the width the names of a chart of rows take."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace {CHART_NAMESPACES}><c:date1904 val="0"/><c:roundedCorners val="0"/>'
        f'<c:chart><c:autoTitleDeleted val="1"/><c:plotArea>{_layout(chart, names_share)}'
        f"{_plots(chart, cells, lang)}{_axes(chart, lang)}<c:spPr><a:noFill/></c:spPr></c:plotArea>"
        f"{_legend(chart)}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_text(TEXT)}</c:chartSpace>"
    )


def _text(size: float, ink: str = INK, *, turn: str = "") -> str:
    body = f"<a:bodyPr{turn}/>"
    return (
        f"<c:txPr>{body}<a:lstStyle/><a:p><a:pPr>{run_look('defRPr', size, ink)}</a:pPr>"
        f"{run_look('endParaRPr', size, ink)}</a:p></c:txPr>"
    )


def _layout(chart: Chart, names_share: float) -> str:
    """Room beside the plot for words that stand outside it; else the program's own layout."""
    right = 0.2 if chart.form == "up" and any(own.beside == "r" and own.has_words for own in chart.series) else 0.02
    if chart.form == "points" and chart.names:
        left, right = names_share, 0.14
    elif chart.form == "up" and right > 0.1:
        left = 0.07
    else:
        return "<c:layout/>"
    top, height = (0.1, 0.78) if chart.has_legend else (0.04, 0.84)
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{left:.3f}"/><c:y val="{top}"/><c:w val="{1 - left - right:.3f}"/><c:h val="{height}"/>'
        "</c:manualLayout></c:layout>"
    )


def _legend(chart: Chart) -> str:
    if not chart.has_legend or not any(own.is_in_legend for own in chart.series):
        return ""
    hidden = "".join(
        f'<c:legendEntry><c:idx val="{n}"/><c:delete val="1"/></c:legendEntry>'
        for n, own in enumerate([*chart.series, *([None] if chart.form == "points" and chart.names else [])])
        if own is None or not own.is_in_legend
    )
    return f'<c:legend><c:legendPos val="t"/>{hidden}<c:layout/><c:overlay val="0"/>{_text(TEXT)}</c:legend>'


# Plots


def _plots(chart: Chart, cells: ChartCells, lang: str) -> str:
    if chart.form == "points":
        drawn = [_point_series(n, own, cells, lang) for n, own in enumerate(chart.series)]
        if chart.names:
            drawn.append(_names_series(len(chart.series), chart, cells, lang))
        return (
            '<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
            f"{''.join(drawn)}{_ids(FIRST_IDS)}</c:scatterChart>"
        )
    plots = []
    for is_second, ids in ((False, FIRST_IDS), (True, SECOND_IDS)):
        numbered = [(n, own) for n, own in enumerate(chart.series) if own.is_second == is_second]
        bars = [(n, own) for n, own in numbered if own.kind == "bar"]
        lines = [(n, own) for n, own in numbered if own.kind == "line"]
        plots += [_bar_plot(chart, bars, cells, lang, ids)] if bars else []
        plots += [_line_plot(chart, lines, cells, lang, ids)] if lines else []
    return "".join(plots)


def _ids(ids: tuple[int, int]) -> str:
    return "".join(f'<c:axId val="{number}"/>' for number in ids)


def _bar_plot(
    chart: Chart, bars: Sequence[tuple[int, Series]], cells: ChartCells, lang: str, ids: tuple[int, int]
) -> str:
    drawn = "".join(_bar_series(n, own, chart, cells, lang) for n, own in bars)
    return (
        f'<c:barChart><c:barDir val="{"bar" if chart.form == "across" else "col"}"/>'
        f'<c:grouping val="{"stacked" if chart.is_stacked else "clustered"}"/><c:varyColors val="0"/>{drawn}'
        f'<c:gapWidth val="{GAP_WIDTH}"/>{_overlap(chart)}{_ids(ids)}</c:barChart>'
    )


def _overlap(chart: Chart) -> str:
    """A part of a figure lies on its whole, a stacked one on the one before."""
    return '<c:overlap val="0"/>' if chart.is_grouped and not chart.is_stacked else '<c:overlap val="100"/>'


def _line_plot(
    chart: Chart, lines: Sequence[tuple[int, Series]], cells: ChartCells, lang: str, ids: tuple[int, int]
) -> str:
    drawn = "".join(_line_series(n, own, chart, cells, lang) for n, own in lines)
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{drawn}'
        f'<c:marker val="1"/>{_ids(ids)}</c:lineChart>'
    )


# Series


def _head(n: int, series: Series, cells: ChartCells) -> str:
    name = cells.name(n)
    said = (
        f"<c:tx><c:strRef><c:f>{cells.name_at(n)}</c:f><c:strCache><c:ptCount val=\"1\"/>"
        f'<c:pt idx="0"><c:v>{legal(name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
    )
    return f'<c:idx val="{n}"/><c:order val="{n}"/>{said}'


def _bar_series(n: int, series: Series, chart: Chart, cells: ChartCells, lang: str) -> str:
    edge = "" if series.stroke in (None, "none") else series.stroke
    looks = {(mark.fill, mark.is_hatched) for mark in series.marks if mark.y is not None}
    first = _bar_look(series.marks, series, edge)
    points = "".join(
        f'<c:dPt><c:idx val="{at}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"{_bar_look([mark], series, edge)}</c:dPt>"
        for at, mark in enumerate(series.marks)
        if mark.y is not None and len(looks) > 1
    )
    return (
        f"<c:ser>{_head(n, series, cells)}{first}<c:invertIfNegative val=\"0\"/>{points}"
        f"{_labels(series, chart, lang)}{_errors(n, series, cells, 'y')}{_names_at(chart, cells)}"
        f"{_values_at('val', n, series.marks, cells)}</c:ser>"
    )


def _bar_look(marks: Sequence[Mark], series: Series, edge: str | None) -> str:
    mark = next((mark for mark in marks if mark.y is not None), None)
    if series.stroke is None or mark is None or mark.fill is None:  # a bar others stand on
        return "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    fill = hatched(edge or SLATE, mark.fill) if mark.is_hatched else solid(mark.fill)
    return f"<c:spPr>{fill}{line(edge or None)}</c:spPr>"


def _line_series(n: int, series: Series, chart: Chart, cells: ChartCells, lang: str) -> str:
    return (
        f"<c:ser>{_head(n, series, cells)}{_stroke(series)}{_markers(series)}"
        f"{_labels(series, chart, lang)}{_errors(n, series, cells, 'y')}{_names_at(chart, cells)}"
        f'{_values_at("val", n, series.marks, cells)}<c:smooth val="0"/></c:ser>'
    )


def _point_series(n: int, series: Series, cells: ChartCells, lang: str) -> str:
    return (
        f"<c:ser>{_head(n, series, cells)}{_stroke(series)}{_markers(series)}{_labels(series, None, lang)}"
        f"{_errors(n, series, cells, 'x' if cells.chart.names else 'y')}"
        f"{_values_at('xVal', n, series.marks, cells)}{_values_at('yVal', n, series.marks, cells)}"
        '<c:smooth val="0"/></c:ser>'
    )


def _names_series(n: int, chart: Chart, cells: ChartCells, lang: str) -> str:
    """The names of the rows, as the words of marks that cannot be seen at the left end of each."""
    series = cells.names_series()
    return _point_series(n, series, cells, lang)


def _stroke(series: Series) -> str:
    return f"<c:spPr>{line(series.stroke, series.width, series.dash)}</c:spPr>"


def _markers(series: Series) -> str:
    """One look for all, and another where a mark has its own."""
    looks = [_marker(mark, series) for mark in series.marks]
    if not looks:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    common = max(set(looks), key=looks.count)
    points = "".join(
        f'<c:dPt><c:idx val="{at}"/>{look}<c:bubble3D val="0"/>{_stroke(series)}</c:dPt>'
        for at, (look, mark) in enumerate(zip(looks, series.marks, strict=True))
        if look != common and mark.y is not None
    )
    return common + points


def _marker(mark: Mark, series: Series) -> str:
    if mark.symbol == "none":
        return '<c:marker><c:symbol val="none"/></c:marker>'
    edge = series.stroke or (mark.fill if mark.fill not in (None, "FFFFFF") else SLATE)
    size = min(max(round(mark.size * 0.9), 3), 20)
    return (
        f'<c:marker><c:symbol val="{mark.symbol}"/><c:size val="{size}"/>'
        f"<c:spPr>{solid(mark.fill)}{line(edge, 1.25)}</c:spPr></c:marker>"
    )


def _labels(series: Series, chart: Chart | None, lang: str) -> str:
    """The screen's words at each mark, as text of the chart's own; nothing where the screen says nothing."""
    if not series.has_words:
        return ""
    place = series.beside
    if series.kind == "line" and place == "outEnd":
        place = "t"
    if chart is not None and chart.is_stacked and series.kind == "bar" and place == "outEnd":
        place = "ctr"  # a stacked bar has no outer end to stand at
    ink = series.text_fill or INK
    each = "".join(
        f'<c:dLbl><c:idx val="{at}"/><c:layout/><c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/>'
        f"{paragraphs(mark.said, TEXT, ink, lang=lang)}</c:rich></c:tx>"
        f'<c:dLblPos val="{place}"/>{_shows(True)}</c:dLbl>'
        for at, mark in enumerate(series.marks)
        if mark.said and mark.y is not None
    )
    return f"<c:dLbls>{each}{_text(TEXT, ink)}{_shows(False)}</c:dLbls>"


def _shows(is_shown: bool) -> str:
    return (
        f'<c:showLegendKey val="0"/><c:showVal val="{int(is_shown)}"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )


def _errors(n: int, series: Series, cells: ChartCells, direction: str) -> str:
    """Each mark's interval, by how far its ends are from it."""
    if not any(mark.low is not None or mark.high is not None for mark in series.marks):
        return ""
    ends = "".join(
        f"<c:{tag}><c:numRef><c:f>{cells.ends_at(n, tag)}</c:f>{_cache(cells.ends(n, tag))}</c:numRef></c:{tag}>"
        for tag in ("plus", "minus")
    )
    way = f'<c:errDir val="{direction}"/>' if not (series.kind == "bar") else ""
    return (
        f'<c:errBars>{way}<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>{ends}'
        f"<c:spPr>{line(series.stroke if series.kind == 'line' and series.stroke else SOFT, 1.5)}</c:spPr></c:errBars>"
    )


def _cache(numbers: Sequence[float | None], form: str = "General") -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{number!r}</c:v></c:pt>' for at, number in enumerate(numbers) if number is not None
    )
    return (
        f"<c:numCache><c:formatCode>{legal(form)}</c:formatCode>"
        f'<c:ptCount val="{len(numbers)}"/>{points}</c:numCache>'
    )


def _names_at(chart: Chart, cells: ChartCells) -> str:
    where = cells.names_at()
    if chart.has_days:
        days = [float((day - EPOCH).days) for day in chart.names if isinstance(day, dt.date)]
        return f"<c:cat><c:numRef><c:f>{where}</c:f>{_cache(days, 'yyyy-mm-dd')}</c:numRef></c:cat>"
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{legal(name)}</c:v></c:pt>' for at, name in enumerate(chart.names) if name
    )
    cache = f'<c:strCache><c:ptCount val="{len(chart.names)}"/>{points}</c:strCache>'
    return f"<c:cat><c:strRef><c:f>{where}</c:f>{cache}</c:strRef></c:cat>"


def _values_at(tag: str, n: int, marks: Sequence[Mark], cells: ChartCells) -> str:
    numbers = [mark.x if tag == "xVal" else mark.y for mark in marks]
    return f"<c:{tag}><c:numRef><c:f>{cells.values_at(n, tag)}</c:f>{_cache(numbers)}</c:numRef></c:{tag}>"


# Axes


def _axes(chart: Chart, lang: str) -> str:
    if chart.form == "points":
        return _points_axes(chart)
    is_across = chart.form == "across"
    names, values = FIRST_IDS
    drawn = _names_axis(chart, lang, names, values) + _value_axis(
        chart.values, values, names, "b" if is_across else "l", crosses="max" if is_across else "autoZero",
        between="midCat" if chart.has_days and not _has_bars(chart) else "between",
    )  # fmt: skip
    if chart.second is not None:
        names, values = SECOND_IDS
        drawn += _hidden_names(names, values) + _value_axis(
            chart.second, values, names, "r", crosses="max", between="between", has_lines=False
        )
    return drawn


def _has_bars(chart: Chart) -> bool:
    return any(own.kind == "bar" for own in chart.series)


def _names_axis(chart: Chart, lang: str, own: int, other: int) -> str:
    is_across = chart.form == "across"
    head = (
        f'<c:axId val="{own}"/><c:scaling><c:orientation val="{"maxMin" if is_across else "minMax"}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"l" if is_across else "b"}"/>'
    )
    form = ('yyyy"年"m"月"d"日"' if lang == "zh" else "d mmm yyyy") if chart.has_days else "General"
    look = (
        f"<c:numFmt formatCode={_quoted(form)} sourceLinked=\"0\"/>"
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"<c:spPr>{line('B9C4CE')}</c:spPr>{_text(TEXT)}"
        f'<c:crossAx val="{other}"/><c:crosses val="autoZero"/>'
    )
    if chart.has_days:
        return f'<c:dateAx>{head}{look}<c:auto val="0"/><c:lblOffset val="100"/>{_day_steps(chart)}</c:dateAx>'
    skip = f'<c:tickLblSkip val="{max(chart.names_every, 1)}"/>'
    return (
        f'<c:catAx>{head}{look}<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>{skip}'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _quoted(text: str) -> str:
    return quoteattr(text, {'"': "&quot;"})


def _day_steps(chart: Chart) -> str:
    """A label every so many months or days, about six in all."""
    days = [day for day in chart.names if isinstance(day, dt.date)]
    spread = (days[-1] - days[0]).days
    if spread > 120:
        return (
            '<c:baseTimeUnit val="days"/>'
            f'<c:majorUnit val="{max(round(spread / 30.4 / 6), 1)}"/><c:majorTimeUnit val="months"/>'
        )
    return f'<c:baseTimeUnit val="days"/><c:majorUnit val="{max(round(spread / 6), 1)}"/><c:majorTimeUnit val="days"/>'


def _hidden_names(own: int, other: int) -> str:
    return (
        f'<c:catAx><c:axId val="{own}"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="1"/>'
        f'<c:axPos val="b"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="none"/>'
        f'<c:crossAx val="{other}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(
    axis: Axis, own: int, other: int, side: str, *, crosses: str = "autoZero", between: str = "midCat",
    is_reversed: bool = False, has_lines: bool = True, labels: str = "nextTo",
) -> str:  # fmt: skip
    ends = f'<c:max val="{axis.high!r}"/>' if axis.high is not None else ""
    ends += f'<c:min val="{axis.low!r}"/>' if axis.low is not None else ""
    lines = f"<c:majorGridlines><c:spPr>{line(GRID)}</c:spPr></c:majorGridlines>"
    step = f'<c:majorUnit val="{axis.step!r}"/>' if axis.step and axis.step > 0 else ""
    return (
        f'<c:valAx><c:axId val="{own}"/><c:scaling><c:orientation val="{"maxMin" if is_reversed else "minMax"}"/>'
        f'{ends}</c:scaling><c:delete val="{int(not axis.is_shown)}"/><c:axPos val="{side}"/>'
        f"{lines if has_lines and axis.has_lines else ''}{_axis_title(axis)}"
        f"<c:numFmt formatCode={_quoted(axis.form)} sourceLinked=\"0\"/>"
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="{labels}"/>'
        f"<c:spPr>{line(None)}</c:spPr>{_text(TEXT - 1, SOFT)}"
        f'<c:crossAx val="{other}"/><c:crosses val="{crosses}"/><c:crossBetween val="{between}"/>{step}</c:valAx>'
    )


def _axis_title(axis: Axis) -> str:
    if not axis.title:
        return ""
    return (
        f"<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/>{paragraphs(axis.title, TEXT - 1, SOFT, align='ctr')}"
        '</c:rich></c:tx><c:layout/><c:overlay val="0"/></c:title>'
    )


def _points_axes(chart: Chart) -> str:
    foot, side = FIRST_IDS
    values = chart.values
    if chart.names:
        values = Axis(-0.6, len(chart.names) - 0.4, 1, "General", "", is_shown=False, has_lines=False)
    return _value_axis(
        chart.along, foot, side, "b", crosses="max" if chart.names else "min", labels="nextTo"
    ) + _value_axis(values, side, foot, "l", crosses="min", is_reversed=bool(chart.names))
