"""Where a chart's numbers and words stand in a sheet: alike in a slide's workbook and in the annex."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from campaign.output.picture import Chart, Mark, Series
from campaign.output.workbook import Cells
from campaign.words import Words


@dataclass(frozen=True)
class ChartCells:
    """A block of cells: a heading row, then a row a name or a mark; columns series by series."""

    chart: Chart
    title: str  # names a series that has no name of its own
    words: Words
    sheet: str = "Sheet1"
    top: int = 0

    @cached_property
    def all_series(self) -> tuple[Series, ...]:
        """The chart's, and of rows their names, which stand there as words."""
        names = (self._names_series(),) if self._is_points and self.chart.names else ()
        return (*self.chart.series, *names)

    @property
    def _is_points(self) -> bool:
        return self.chart.form == "points"

    def _names_series(self) -> Series:
        """The names of rows as marks at the left end of the foot."""
        low = self.chart.along.low or 0.0
        marks = tuple(Mark(float(n), low, str(name)) for n, name in enumerate(self.named))
        return Series("", "line", marks, beside="l", is_in_legend=False)

    @cached_property
    def _columns(self) -> list[dict[str, int]]:
        """For each series, which column holds what."""
        found, place = [], 0 if self._is_points else 1 + self._is_sparse
        for series in self.all_series:
            parts = (["xVal"] if self._is_points else []) + ["val"]
            if series.has_intervals:
                parts += ["plus", "minus"]
            parts += ["said"] if series.has_words else []
            found.append({part: place + n for n, part in enumerate(parts)})
            place += len(parts)
        return found

    @cached_property
    def named(self) -> list[str]:
        """The chart's names as a reader says them."""
        return [self.words.day(name) if isinstance(name, dt.date) else name for name in self.chart.names]

    # references

    def name(self, n: int) -> str:
        return self.all_series[n].name or self.title

    def name_at(self, n: int) -> str:
        return self._sheet + xl_rowcol_to_cell(self.top, self._columns[n]["val"], row_abs=True, col_abs=True)

    def names_at(self) -> str:
        """What stands along the axis: all names, or of many every second, third or later one."""
        return self._range(1 if self._is_sparse else 0, len(self.chart.names))

    @property
    def axis_names(self) -> list[str]:
        """LibreOffice shows every name it is given, so that those left out are blank."""
        return [name if n % self.chart.names_every == 0 else "" for n, name in enumerate(self.named)]

    @property
    def _is_sparse(self) -> bool:
        return self.chart.names_every > 1 and not self.chart.has_days

    def values_at(self, n: int, tag: str) -> str:
        part = "xVal" if tag == "xVal" else "val"
        return self._range(self._columns[n][part], len(self.all_series[n].marks))

    def ends_at(self, n: int, tag: str) -> str:
        return self._range(self._columns[n][tag], len(self.all_series[n].marks))

    def ends(self, n: int, tag: str) -> list[float | None]:
        """How far each end of an interval is from its mark."""
        along = [
            mark.x if self._is_points and self.chart.names else mark.y for mark in self.all_series[n].marks
        ]
        far = [mark.high if tag == "plus" else mark.low for mark in self.all_series[n].marks]
        return [
            None if end is None or at is None else abs(end - at) for end, at in zip(far, along, strict=True)
        ]

    @property
    def _sheet(self) -> str:
        quoted = self.sheet.replace("'", "''")
        return f"'{quoted}'!"

    def _range(self, column: int, count: int) -> str:
        return self._sheet + xl_range_abs(self.top + 1, column, self.top + max(count, 1), column)

    # the cells themselves

    @property
    def height(self) -> int:
        return 1 + max([len(self.chart.names), *(len(series.marks) for series in self.all_series)])

    def write(self, cells: Cells) -> None:
        for column, heading, values in self._filled():
            cells.text(self.top, column, heading, bold=True, text_wrap=True, valign="top", bottom=1)
            for row, value in enumerate(values, start=self.top + 1):
                if isinstance(value, dt.date):
                    cells.page.write_datetime(row, column, value, cells.look(num_format="yyyy-mm-dd"))
                elif isinstance(value, str):
                    cells.text(row, column, value)
                elif value is not None:
                    cells.number(row, column, value)

    def _filled(self) -> Iterator[tuple[int, str, list]]:
        if not self._is_points:
            yield 0, self.words("office.name"), [*self.chart.names] if self.chart.has_days else self.named
        if self._is_sparse:
            yield 1, self.words("office.axis_name"), self.axis_names
        for n, (series, columns) in enumerate(zip(self.all_series, self._columns, strict=True)):
            for part, column in columns.items():
                name = self.name(n)
                heading = name if part == "val" else self.words(f"office.cells.{part}", name=name)
                yield column, heading, self._part(n, series, part)

    def _part(self, n: int, series: Series, part: str) -> list:
        if part in ("plus", "minus"):
            return self.ends(n, part)
        return [
            {"val": mark.y, "xVal": mark.x, "said": mark.said.replace("\n", " ")}[part]
            for mark in series.marks
        ]
