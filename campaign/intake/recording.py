"""A table found in a sheet to records of the contract, telling on the way what is wrong with its cells."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from campaign import contract
from campaign.intake.cells import (
    Answers,
    Texts,
    answers,
    answers_by,
    dependent_reader_of,
    period_answers,
    reader_of,
)
from campaign.intake.checked import Problem, Skipped
from campaign.intake.findings import Findings
from campaign.intake.layout import Layout
from campaign.intake.names import Names
from campaign.intake.quantities import is_missing, read_figures
from campaign.intake.rules import apply_rules
from campaign.intake.sheet import CELL, Sheet, column_letters
from campaign.intake.values import MONEY, Number

STATED = {*MONEY, "%"}  # units of measure that in the header of the values change what a bare number means
USUAL_COVERAGE = "own"  # 本单位, where a unit has never said otherwise of a metric
THIS_PERIOD, SINCE_START = ("本期", "本月", "当月", "本季"), ("累计",)


@dataclass(frozen=True)
class Asked:
    """What is asked of one file."""

    kind: str
    names: Names
    today: dt.date
    file_name: str
    units: frozenset[str] | None  # those the person may hand in for; None: all

    @property
    def table(self) -> contract.Table:
        return contract.tables()[self.kind]


@dataclass(frozen=True)
class Recorded:
    records: pa.Table
    problems: tuple[Problem, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True)
class Staged:
    """The table as the contract has it: a row a record, texts by field."""

    fields: dict[str, Texts]
    numbers: np.ndarray  # each record's row as the sheet numbers it
    skipped: tuple[Skipped, ...]
    cells: pa.Array | None = None  # the wide form: the cell each record stands in, D5


def record(sheet: Sheet, layout: Layout, asked: Asked, given: dict[str, str]) -> Recorded:
    """`given` are texts that stand for a whole column there is none of."""
    staged = _wide(sheet, layout) if layout.is_wide else _long(sheet, layout)
    for name, text in given.items():
        staged.fields.setdefault(name, _same(text, len(staged.numbers), text))
    recording = _Recording(staged, asked)
    records = recording.figures() if asked.kind == "observation" else recording.rows()
    notes = (*sheet.problems, *_notes(layout, recording))
    return Recorded(records, (*notes, *recording.findings.sorted()), staged.skipped)


# Staging


def _same(text: str, height: int, spelled: str) -> Texts:
    return Texts(pa.chunked_array([pa.repeat(pa.scalar(text), height)], pa.string()), (spelled,))


def _column(sheet: Sheet, place: int, rows: np.ndarray) -> pa.ChunkedArray:
    column = sheet.columns[place]
    return column if len(rows) == sheet.height else column.take(pa.array(rows))


def _long(sheet: Sheet, layout: Layout) -> Staged:
    rows = layout.data
    skipped: tuple[Skipped, ...] = ()
    value = next((column.place for column in layout.columns if column.field == "value"), None)
    if value is not None and any(column.field == "metric_id" for column in layout.columns):
        missing = is_missing(_column(sheet, value, rows))
        skipped = tuple(Skipped(int(row), "not_reported") for row in sheet.numbers[rows[missing]])
        rows = rows[~missing]
    numbers = sheet.numbers[rows]
    fields = {
        column.field: Texts(_column(sheet, column.place, rows), (column.spelled,))
        for column in layout.columns
        if column.field
    }
    stated = next((column.uom for column in layout.columns if column.field == "value"), "")
    if "uom" not in fields and stated in STATED:
        fields["uom"] = _same(stated, len(rows), fields["value"].spelled[0])
    return Staged(fields, numbers, skipped)


def _wide(sheet: Sheet, layout: Layout) -> Staged:
    """A record for each cell of a metric's column that reports something, row by row."""
    rows = layout.data
    wide = [column for column in layout.columns if column.metric]
    cells = pa.chunked_array(
        [chunk for column in wide for chunk in _column(sheet, column.place, rows).chunks], pa.string()
    )
    places = np.tile(np.arange(len(wide)), len(rows))
    of_row = np.repeat(np.arange(len(rows)), len(wide))
    texts = cells.take(pa.array(places * len(rows) + of_row))
    missing = is_missing(texts)
    reports = np.zeros(len(rows), bool)
    reports[of_row[~missing]] = True
    skipped = tuple(Skipped(int(row), "not_reported") for row in sheet.numbers[rows[~reports]])
    places, of_row = places[~missing], of_row[~missing]
    spelled = tuple(column.spelled for column in wide)

    def by_column(told: list[str]) -> Texts:
        return Texts(pa.chunked_array([pa.array(told, pa.string()).take(pa.array(places))]), spelled, places)

    metrics = [column.metric for column in wide if column.metric]
    fields = {
        "metric_id": by_column([metric.metric_id for metric in metrics]),
        "variant": by_column([metric.variant for metric in metrics]),
        "uom": by_column([metric.uom for metric in metrics]),
        "value": Texts(texts.filter(pa.array(~missing)), spelled, places),
    }
    for column in layout.columns:
        if column.field:
            column_texts = _column(sheet, column.place, rows).take(pa.array(of_row))
            fields[column.field] = Texts(column_texts, (column.spelled,))
    numbers = sheet.numbers[rows[of_row]]
    letters = pa.array([column_letters(column.place) for column in wide]).take(pa.array(places))
    cells = pa.compute.binary_join_element_wise(letters, pa.array(numbers).cast(pa.string()), "")
    return Staged(fields, numbers, skipped, cells)


# Recording


class _Recording:
    """One file's rows on their way to records."""

    def __init__(self, staged: Staged, asked: Asked) -> None:
        self.staged = staged
        self.asked = asked
        self.findings = Findings(staged.numbers)
        self.answered: dict[str, Answers] = {}
        self.filled_in: list[str] = []  # fields there is no column for, taken from another or today

    @property
    def height(self) -> int:
        return len(self.staged.numbers)

    def rows(self) -> pa.Table:
        """Records of any kind but figures."""
        arrays = {entry.name: self.array(entry) for entry in self.asked.table.fields}
        self._check_units()
        self._check_actions()
        self._check_days(arrays)
        self._check_subjects(arrays)
        return self._records(self._with_made(self._with_copies(arrays)))

    def figures(self) -> pa.Table:
        names, findings = self.asked.names, self.findings
        metric = self.answer(self.asked.table.field("metric_id"))
        value = self.staged.fields["value"]
        figures = read_figures(value, self.staged.fields.get("uom"), metric, names, findings)
        apart = ("value", "qualifier", "printed", "coverage")
        arrays = {
            entry.name: self.array(entry) for entry in self.asked.table.fields if entry.name not in apart
        }
        arrays["value"] = figures.value
        arrays["qualifier"] = self._stated("qualifier", figures.qualifier)
        arrays["printed"] = self._stated("printed", figures.printed)
        arrays["coverage"] = self._coverage(metric)
        self._check_units()
        return self._ruled(self._with_copies(arrays), metric)

    def answer(self, entry: contract.Field) -> Answers:
        """What a field's cells mean; told once."""
        if entry.name not in self.answered:
            texts = self.staged.fields[entry.name]
            found = self._read(entry, texts)
            self.answered[entry.name] = found
            self.findings.tell_answers(found, texts, entry)
        return self.answered[entry.name]

    def _read(self, entry: contract.Field, texts: Texts) -> Answers:
        names, today = self.asked.names, self.asked.today
        if self.asked.kind == "observation" and entry.name == "as_of":
            metric = self.answer(self.asked.table.field("metric_id"))
            return period_answers(texts, metric, names, today)
        dependent = dependent_reader_of(entry, names, today)
        if dependent is None:
            return answers(texts, reader_of(entry, names, today))
        other, read = dependent
        return answers_by(texts, self.answer(self.asked.table.field(other)), read)

    def array(self, entry: contract.Field) -> pa.Array:
        """A field's values; what its column leaves blank or lacks is the contract's default."""
        kind = contract.ARROW_TYPES[entry.type]
        default = self._default(entry)
        if entry.name not in self.staged.fields:
            return pa.array([default], kind).take(pa.array(np.zeros(self.height, np.int64)))
        found = self.answer(entry)
        plain = [value.whole if isinstance(value, Number) else value for value in found.values]
        array = pa.array(plain, kind).take(pa.array(found.codes))
        return array if default is None else pa.compute.fill_null(array, pa.scalar(default, kind))

    def _default(self, entry: contract.Field) -> Any:
        default = entry.column.default if entry.column else None
        is_given = entry.name in self.staged.fields
        if default == "@today":
            if not is_given:
                self.filled_in.append(entry.name)
            return self.asked.today
        if default == "@file":
            return self.asked.file_name or "粘贴"
        if default is None or default.startswith(("=", "@")):
            return "" if entry.keeps_empty or entry.variant_of else None
        return reader_of(entry, self.asked.names, self.asked.today)(default)

    def _with_copies(self, arrays: dict[str, pa.Array]) -> dict[str, pa.Array]:
        """What is missing in English, say, is the Chinese."""
        for entry in self.asked.table.fields:
            default = entry.column.default if entry.column else None
            if default and default.startswith("="):
                arrays[entry.name] = pa.compute.coalesce(arrays[entry.name], arrays[default[1:]])
                if entry.is_required and entry.name not in self.staged.fields:
                    self.filled_in.append(entry.name)
        return arrays

    def _with_made(self, arrays: dict[str, pa.Array]) -> dict[str, pa.Array]:
        """Ids that nobody gave are made of what the row says, so that the same row again is the same."""
        if self.asked.kind != "record":
            return arrays
        amounts = self.answered.get("amount")
        if amounts and "qualifier" not in self.staged.fields:
            hedges = [value.qualifier if isinstance(value, Number) else None for value in amounts.values]
            arrays["qualifier"] = pa.array(hedges, pa.string()).take(pa.array(amounts.codes))
        said = zip(
            *(arrays[name].to_pylist() for name in ("unit_id", "kind", "title", "on_date")), strict=True
        )
        made = [f"r-{hashlib.sha256(repr(row).encode()).hexdigest()[:12]}" for row in said]
        arrays["record_id"] = pa.compute.coalesce(arrays["record_id"], pa.array(made, pa.string()))
        return arrays

    def _stated(self, name: str, read: pa.Array) -> pa.Array:
        """What a column of its own says goes before what the figure's cell says."""
        if name not in self.staged.fields:
            return read
        found = self.answer(self.asked.table.field(name))
        return pa.compute.coalesce(found.array(pa.string()), read)

    def _coverage(self, metric: Answers) -> pa.Array:
        entry = self.asked.table.field("coverage")
        stated = self.answer(entry).array(pa.string()) if "coverage" in self.staged.fields else None
        unit = self.answered.get("unit_id") or self.answer(self.asked.table.field("unit_id"))
        usual_of = {(row[0], row[1]): row[2] for row in self.asked.names.coverages}
        units, metrics = unit.values, metric.values
        pairs, inverse = np.unique(
            unit.codes.astype(np.int64) * len(metrics) + metric.codes, return_inverse=True
        )
        both = [divmod(int(pair), len(metrics)) for pair in pairs]
        usual = [
            usual_of.get((units[of_unit], metrics[of_metric]), USUAL_COVERAGE) for of_unit, of_metric in both
        ]
        found = pa.array(usual, pa.string()).take(pa.array(inverse))
        return found if stated is None else pa.compute.coalesce(stated, found)

    # What concerns more than one cell

    def _check_units(self) -> None:
        unit = self.answered.get("unit_id")
        if unit is None or not self._is_about_units():
            return
        texts, names, may = self.staged.fields["unit_id"], self.asked.names, self.asked.units
        if may is not None:
            yours = "、".join(
                names.unit[unit_id].short_name for unit_id in sorted(may) if unit_id in names.unit
            )
            others = unit.rows_that(lambda meant: isinstance(meant, str) and meant not in may)
            self.findings.tell("error", "not_your_unit", others, texts, lambda row: {"yours": yours})
        closed = {each.unit_id for each in names.units if not each.active}
        if self.asked.table.upload and self.asked.table.upload.by == "unit":
            rows = unit.rows_that(lambda meant: isinstance(meant, str) and meant in closed)
            self.findings.tell("check", "unit_inactive", rows, texts)

    def _is_about_units(self) -> bool:
        entry = self.asked.table.field("unit_id")
        return entry.refers_to == "unit" or entry.or_all_units

    def _check_actions(self) -> None:
        """A unit's own action is logged by that unit."""
        action, unit = self.answered.get("action_id"), self.answered.get("unit_id")
        if self.asked.kind != "action_log" or action is None or unit is None:
            return
        names = self.asked.names
        owners = [names.action[each].unit_id if each in names.action else None for each in action.values]
        of_row = np.array([owner or "" for owner in owners], object)[action.codes]
        units = np.array([each or "" for each in unit.values], object)[unit.codes]
        rows = np.nonzero((of_row != "") & (units != "") & (of_row != units))[0]

        def owner(row: int) -> dict[str, Any]:
            return {"owner": names.unit[of_row[row]].short_name if of_row[row] in names.unit else of_row[row]}

        self.findings.tell("error", "not_this_units_action", rows, self.staged.fields["action_id"], owner)

    def _check_days(self, arrays: dict[str, pa.Array]) -> None:
        """What ends does not end before it starts."""
        texts = self.staged.fields.get("ends_on")
        if texts is None or "starts_on" not in arrays:
            return
        is_reversed = pa.compute.fill_null(pa.compute.less(arrays["ends_on"], arrays["starts_on"]), False)
        starts = arrays["starts_on"].to_pylist()
        rows = np.nonzero(np.asarray(is_reversed))[0]
        self.findings.tell("error", "ends_before_start", rows, texts, lambda row: {"starts": starts[row]})

    def _check_subjects(self, arrays: dict[str, pa.Array]) -> None:
        """A target is of a metric, an action or an award there is."""
        texts = self.staged.fields.get("subject_code")
        if self.asked.kind != "target" or texts is None:
            return
        names = self.asked.names
        known = {
            "metric": {metric.metric_id for metric in names.metrics},
            "action": {action.action_id for action in names.actions},
            "award": {theme.code for theme in names.themes if theme.kind == "award"},
        }
        pairs = zip(arrays["subject"].to_pylist(), arrays["subject_code"].to_pylist(), strict=True)
        lost = [
            place for place, (kind, code) in enumerate(pairs) if code and code not in known.get(kind, {code})
        ]
        labels = dict(self.asked.table.field("subject").labels)
        kinds = arrays["subject"].to_pylist()
        self.findings.tell(
            "error",
            "no_subject",
            np.array(lost, np.int64),
            texts,
            lambda row: {"kind": labels[kinds[row]][0]},
        )

    # Records

    def _ruled(self, arrays: dict[str, pa.Array], metric: Answers) -> pa.Table:
        good = np.nonzero(~self.findings.bad)[0]
        table = self._table(arrays).take(pa.array(good)).append_column("row_at", pa.array(good))
        fields = self.staged.fields
        again = apply_rules(table, fields["value"], fields["as_of"], metric, self.asked.names, self.findings)
        kept = ~self.findings.bad
        kept[again] = False
        return self._placed(table.filter(pa.array(kept[good])))

    def _placed(self, table: pa.Table) -> pa.Table:
        """Where a row holds several figures each has a number of its own, and is found by its cell."""
        row_at, table = table["row_at"], table.drop_columns("row_at")
        at = table.column_names.index("place")
        if self.staged.cells is None:  # a cell of the sheet it was once exported from is none of this one
            is_cell = pa.compute.match_substring_regex(table["place"], f"^{CELL.pattern}$")
            nowhere = pa.scalar(None, pa.string())
            return table.set_column(at, "place", pa.compute.if_else(is_cell, nowhere, table["place"]))
        numbered = table.set_column(table.column_names.index("row_no"), "row_no", pa.compute.add(row_at, 1))
        return numbered.set_column(at, "place", self.staged.cells.take(row_at))

    def _table(self, arrays: dict[str, pa.Array]) -> pa.Table:
        columns = {entry.name: arrays[entry.name] for entry in self.asked.table.fields}
        return pa.table({**columns, "row_no": pa.array(self.staged.numbers, pa.int64())})

    def _records(self, arrays: dict[str, pa.Array]) -> pa.Table:
        table = self._table(arrays)
        for entry in self.asked.table.fields:
            self._check_filled(entry, table)
        again = self._same_keys(table)
        kept = ~self.findings.bad
        kept[again] = False
        return table.filter(pa.array(kept))

    def _check_filled(self, entry: contract.Field, table: pa.Table) -> None:
        """A value the table needs and nothing has given; the cell's own problem goes before."""
        if not entry.is_required:
            return
        empty = np.asarray(pa.compute.is_null(table[entry.name])) & ~self.findings.bad
        if empty.any():
            spelled = entry.column.title if entry.column else entry.title
            texts = self.staged.fields.get(entry.name) or _same("", self.height, spelled)
            fix = {"fix": entry.column.fix, "fix_en": entry.column.fix_en} if entry.column else {}
            self.findings.tell("error", "empty_cell", np.nonzero(empty)[0], texts, lambda row: fix)

    def _same_keys(self, table: pa.Table) -> list[int]:
        """Tells rows with one key; returns those that only repeat an earlier one."""
        good = np.nonzero(~self.findings.bad)[0]
        keys = list(
            zip(*(table[name].take(pa.array(good)).to_pylist() for name in self.asked.table.key), strict=True)
        )
        if len(set(keys)) == len(keys):
            return []
        said = list(
            zip(
                *(column.take(pa.array(good)).to_pylist() for column in table.drop_columns("row_no").columns),
                strict=True,
            )
        )
        first: dict[Any, int] = {}
        again: list[int] = []
        differing: list[int] = []
        other: dict[int, int] = {}
        for place, (key, row) in enumerate(zip(keys, said, strict=True)):
            before = first.setdefault(key, place)
            if before == place:
                continue
            at = int(good[place])
            other[at] = int(self.staged.numbers[good[before]])
            (again if said[before] == row else differing).append(at)
        texts = self.staged.fields.get(self.asked.table.key[0]) or next(iter(self.staged.fields.values()))

        def told(row: int) -> dict[str, Any]:
            return {"other_row": other[row]}

        self.findings.tell("error", "same_key_twice", np.array(differing, np.int64), texts, told)
        self.findings.tell("note", "same_row_twice", np.array(again, np.int64), texts, told)
        return again


def _notes(layout: Layout, recording: _Recording) -> list[Problem]:
    notes = []
    if layout.ignored:
        notes.append(Problem("note", "ignored_columns", values={"columns": "、".join(layout.ignored)}))
    if recording.filled_in:
        titles = [recording.asked.table.field(name).title for name in dict.fromkeys(recording.filled_in)]
        notes.append(Problem("note", "filled_in", values={"columns": "、".join(titles)}))
    if recording.asked.kind == "observation":
        notes += _about_header(layout, recording)
    return notes


def _about_header(layout: Layout, recording: _Recording) -> list[Problem]:
    """本期 over a cumulative metric, 累计 over one of a period: a whole column may be the wrong figure."""
    value = next((column for column in layout.columns if column.field == "value"), None)
    metric = recording.answered.get("metric_id")
    if value is None or metric is None:
        return []
    names = recording.asked.names
    found = []
    for words, kind, code in (
        (THIS_PERIOD, "cumulative", "period_in_header"),
        (SINCE_START, "flow", "total_in_header"),
    ):
        metrics = [
            names.metric[each].name for each in metric.values if each and names.metric[each].kind == kind
        ]
        if metrics and any(word in value.spelled for word in words):
            told = {"metrics": "、".join(dict.fromkeys(metrics)), "header_row": layout.header_row}
            found.append(Problem("check", code, None, value.spelled, "", told))
    return found
