"""What cannot be true of figures, or had better be looked at, as far as a file itself can tell.

The rules are SQL over the staged rows: queries/intake.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from campaign.intake import values
from campaign.intake.cells import Answers, Texts
from campaign.intake.checked import Level
from campaign.intake.findings import MOST_OF_A_KIND, Findings
from campaign.intake.names import Names
from campaign.intake.quantities import told_of
from campaign.statements import statements
from campaign.store import run
from campaign.words import SHARES

LEVELS: dict[str, Level] = {  # columns of queries/intake/doubtful.sql, each the code of what is told
    "negative": "error",
    "fraction": "error",
    "out_of_range": "error",
    "percent_as_fraction": "check",
    "fraction_as_percent": "check",
    "not_applicable": "check",
    "before_campaign": "check",
}


@cache
def _memory() -> duckdb.DuckDBPyConnection:
    """One database in memory for the process: opening one takes as long as checking a clerk's fifty rows."""
    return duckdb.connect(":memory:", config={"threads": 2, "enable_external_access": "false"})


@contextmanager
def staged(rows: pa.Table, names: Names) -> Iterator[duckdb.DuckDBPyConnection]:
    """The rows with metrics, variants and assignments as tables, in memory, out of reach of any file."""
    cursor = _memory().cursor()
    try:
        cursor.register("staged", rows)
        cursor.register("metric", _metric_table(names))
        cursor.register(
            "variant", _table(names.variants, ("metric_id", "variant", "part_of"), (pa.string(),) * 3)
        )
        cursor.register(
            "assignment",
            _table(
                names.assignments,
                ("unit_id", "metric_id", "variant", "starts_on", "ends_on", "not_applicable"),
                (pa.string(), pa.string(), pa.string(), pa.date32(), pa.date32(), pa.bool_()),
            ),
        )
        yield cursor
    finally:
        cursor.close()


def _table(rows: tuple[Any, ...], columns: tuple[str, ...], kinds: tuple[pa.DataType, ...]) -> pa.Table:
    return pa.table(
        {
            name: pa.array([getattr(row, name) for row in rows], kind)
            for name, kind in zip(columns, kinds, strict=True)
        }
    )


def _metric_table(names: Names) -> pa.Table:
    text, number = pa.string(), pa.float64()
    columns = ("metric_id", "kind", "subset_of", "lo", "hi")
    table = _table(names.metrics, columns, (text, text, text, number, number))
    kinds = {
        "is_counted": [values.is_counted(metric.uom) and metric.kind != "rate" for metric in names.metrics],
        "is_share": [metric.uom in SHARES for metric in names.metrics],
        "is_percent": [metric.uom in values.PERCENT for metric in names.metrics],
    }
    for name, told in kinds.items():
        table = table.append_column(name, pa.array(told, pa.bool_()))
    return table


def apply_rules(
    rows: pa.Table, value: Texts, as_of: Texts, metric: Answers, names: Names, findings: Findings
) -> np.ndarray:
    """Tells what breaks a rule, and returns the places of rows that only repeat an earlier one.

    rows: row_at (a place in the findings), row_no and the columns of observation, of rows without an error.
    """
    with staged(rows, names) as cursor:
        rules = _Rules(cursor, value, metric, names, findings)
        rules.doubtful(as_of)
        rules.part_over_whole()
        rules.subset_over_whole()
        return rules.same_key()


class _Rules:
    """One file's staged rows, and where to tell what is wrong with them."""

    def __init__(
        self,
        cursor: duckdb.DuckDBPyConnection,
        value: Texts,
        metric: Answers,
        names: Names,
        findings: Findings,
    ) -> None:
        self.cursor = cursor
        self.value = value
        self.metric = metric
        self.names = names
        self.findings = findings

    def broken(self, name: str, **parameters: object) -> pa.Table:
        """What queries/intake/<name>.sql finds."""
        return run(self.cursor, statements(f"intake/{name}")[0], parameters).to_arrow_table()

    def told(self, row: int) -> dict[str, Any]:
        metric_id = self.metric.values[self.metric.codes[row]]
        return told_of(self.names.metric.get(metric_id), self.value.texts[row].as_py())

    def doubtful(self, as_of: Texts) -> None:
        found = self.broken("doubtful", started_on=self.names.started_on)
        for name, level in LEVELS.items():
            some = found.filter(found[name])
            texts = as_of if name == "before_campaign" else self.value
            self._tell_doubt(level, name, some, texts)

    def _tell_doubt(self, level: Level, name: str, found: pa.Table, texts: Texts) -> None:
        by_place = _by_place(found)

        def told(row: int) -> dict[str, Any]:
            low, high = (_bound(by_place[row][bound]) for bound in ("lo", "hi"))
            return {**self.told(row), "low": low, "high": high, "day": self.names.started_on}

        def suggestion(row: int) -> str | None:
            may_be = name == "out_of_range" and by_place[row]["may_be_percent"]
            return f"{self.value.texts[row].as_py()}%" if may_be else None

        self.findings.tell(level, name, _places(found), texts, told, suggestion)

    def part_over_whole(self) -> None:
        self._tell_beside("error", "part_over_whole", self.broken("part_over_whole_staged"))

    def subset_over_whole(self) -> None:
        found = self.broken("subset_over_whole")
        self._tell_beside("check", "subset_over_whole", found.filter(found["is_flow"]))
        self._tell_beside("error", "subset_over_whole", found.filter(pa.compute.invert(found["is_flow"])))

    def _tell_beside(self, level: Level, code: str, found: pa.Table) -> None:
        by_place = _by_place(found)

        def told(row: int) -> dict[str, Any]:
            other = by_place[row]
            metric = told_of(self.names.metric.get(other.get("other_metric", "")))
            named = {"other_metric": metric["metric"], "other_metric_en": metric["metric_en"]}
            return {**self.told(row), **named, "other_row": other["other_row"], "other": other["other"]}

        self.findings.tell(level, code, _places(found), self.value, told)

    def same_key(self) -> np.ndarray:
        found = self.broken("same_key")
        differing = found.filter(found["differs"])
        again = found.filter(pa.compute.invert(pa.compute.or_(found["differs"], found["is_first"])))
        self._tell_same("error", "same_key", differing)
        self._tell_same("note", "same_row_again", again)
        return _places(again)

    def _tell_same(self, level: Level, code: str, found: pa.Table) -> None:
        by_place = _by_place(found)

        def told(row: int) -> dict[str, Any]:
            return {**self.told(row), "other_row": by_place[row]["other_row"]}

        self.findings.tell(level, code, _places(found), self.value, told)


def _places(found: pa.Table) -> np.ndarray:
    return found["row_at"].to_numpy()


def _by_place(found: pa.Table) -> dict[int, dict[str, Any]]:
    """What is found of the rows that are told of one by one."""
    return {row["row_at"]: row for row in found.slice(0, MOST_OF_A_KIND).to_pylist()}


def _bound(bound: float | None) -> str:
    return "…" if bound is None else f"{bound:,.15g}"
