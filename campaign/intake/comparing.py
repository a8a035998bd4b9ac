"""What a file would change: each row against the figures known now, and against its own history.

One statement in DuckDB over the rows as they were read, for fifty as for a million.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from campaign import contract
from campaign.intake.checked import Checked, Problem
from campaign.intake.layout import as_said
from campaign.intake.publishing import digest_now, parts_of, table_of
from campaign.intake.sheet import sheet_row
from campaign.statements import Statement, statements, statements_for
from campaign.store import Store, Writing, run

LEAN = ["row_no", "state", "was_batch", "was_row"]
STATES = ("new", "corrected", "unchanged")
LISTED = 20_000  # problems named one by one; a file with more is no page's work


@dataclass(frozen=True)
class Comparison:
    """Rows of a file against what is known at one event.

    rows: one per record: row_no, state (new | corrected | unchanged), was_batch and was_row (null: new).
    problems: what is unlike the history, each for a person to look at again, at most `LISTED` rows of them.
    details: one row per record of a file of at most `ROWS_AT_ONCE`, in file order; of figures also unit_id,
    metric_id, metric_name(_en), variant, as_of, value, printed, was_… (null: new), last_… (null: no earlier
    figure) and codes. Empty for a bigger file.
    """

    known_on: int
    rows: pa.Table
    problems: tuple[Problem, ...]
    details: pa.Table

    def count(self, state: str) -> int:
        """新增 new, 更正 corrected, 未变 unchanged."""
        return pa.compute.sum(pa.compute.equal(self.rows["state"], state)).as_py() or 0


def compare(store: Store, kind: str, records: pa.Table, known_on: int | None = None) -> Comparison:
    """Holds records (the table's columns and row_no) against what is known at an event (None: now)."""
    table = contract.tables()[kind]
    event_no = store.last_event if known_on is None else known_on
    ordered = records.select([*table.columns, "row_no"])
    lean, unlike, details = [], [], None
    for part in parts_of(ordered, table):
        found = _compared(store, table, part, event_no)
        lean.append(_own(found.select(LEAN)))
        unlike.append(_unlike(found))
        pa.default_memory_pool().release_unused()  # else a million rows leave 100 MB behind
        details = found if part.num_rows == records.num_rows else found.schema.empty_table()
    assert details is not None
    return Comparison(event_no, pa.concat_tables(lean), _problems(pa.concat_tables(unlike)), details)


def _compared(store: Store, table: contract.Table, rows: pa.Table, event_no: int) -> pa.Table:
    with store.reading() as cursor:
        cursor.register("incoming", rows)
        found = run(cursor, _statement(table), {"known_on": event_no}).to_arrow_table()
        cursor.unregister("incoming")
    return found


def _own(rows: pa.Table) -> pa.Table:
    """The same in memory of its own: DuckDB lets go of a result only when none of its columns is left."""
    return rows.take(pa.array(np.arange(rows.num_rows)))


def _unlike(found: pa.Table) -> pa.Table:
    if "codes" not in found.column_names:
        return found.schema.empty_table()
    return found.filter(pa.compute.greater(pa.compute.list_value_length(found["codes"]), 0))


def _problems(unlike: pa.Table) -> tuple[Problem, ...]:
    ordered = unlike.sort_by("row_no") if unlike.num_rows else unlike
    found = [_problem(row, code) for row in ordered[:LISTED].to_pylist() for code in row["codes"]]
    if unlike.num_rows > LISTED:
        found.append(Problem("check", "more_unlike", values={"count": unlike.num_rows - LISTED}))
    return tuple(found)


def _statement(table: contract.Table) -> Statement:
    """Figures have a history; other rows are the same as before or they are not."""
    if table.name == "observation":
        return statements("intake/compared_observation")[0]
    return statements_for("intake/compared", table.name, table.key)[0]


def with_history(checked: Checked, comparison: Comparison) -> Checked:
    """The same file with what its history has to say added to its problems, a fraction once."""
    fractions = {
        (problem.row, problem.column) for problem in checked.problems if problem.code == "percent_as_fraction"
    }
    spelt = {meant: column for column, meant in checked.columns}
    more = [
        replace(problem, column=spelt.get("value") or spelt.get(problem.column or ""))
        for problem in comparison.problems
    ]
    told = [
        problem
        for problem in more
        if not (problem.code == "unlike_percent" and (problem.row, problem.column) in fractions)
    ]
    return replace(checked, problems=(*checked.problems, *told))


def _problem(row: dict[str, Any], code: str) -> Problem:
    values = {
        "metric": row["metric_name"],
        "metric_en": row["metric_name_en"],
        "last": row["last_printed"],
        "last_day": row["last_day"],
        "was": row["was_printed"],
        "as_of": row["as_of"],
    }
    column = as_said(row["metric_id"], row["variant"])
    return Problem("check", code, sheet_row(row), column, row["printed"], values)


@dataclass(frozen=True)
class Difference:
    """What publishing a batch would change, for the person who reviews it.

    rows: one per row of the batch, corrected ones first, at most `LISTED`. Of figures: row_no, state, codes,
    unit, metric and variant with their names, as_of, value, qualifier, printed, was_… for the figure it
    replaces (null: new), last_… for the one before it, and trend_days and trend_values (lists, oldest first,
    empty without history). Of other tables: row_no, state, given and was (whole rows, was null: new).
    digest: goes to `publish` or `pass_on` as `seen`.
    """

    batch_id: str
    table: str
    counts: dict[str, int]  # state -> rows
    rows: pd.DataFrame
    digest: str


def difference(store: Store, batch_id: str) -> Difference:
    """A batch against what is known now. Raises Refusal for a batch there is not."""
    with store.reading() as cursor:
        look = Writing(cursor)
        table = table_of(look, batch_id)
        digest = digest_now(look, table, batch_id)
        look.run_for("intake/rows_of_batch", table, batch_id=batch_id)
        found = run(cursor, _statement(table), {"known_on": store.last_event}).to_arrow_table()
        compared = Comparison(store.last_event, found, (), found)
        cursor.register("shown", _first(found))
        name = "intake/difference_observation" if table.name == "observation" else "intake/difference"
        statement = statements_for(name, table.name, table.key)[0]
        rows = run(cursor, statement, {"batch_id": batch_id}).df()
    return Difference(batch_id, table.name, {state: compared.count(state) for state in STATES}, rows, digest)


def _first(rows: pa.Table) -> pa.Table:
    """At most `LISTED` rows, corrections before all others."""
    order = pa.compute.index_in(rows["state"], pa.array(["corrected", "new", "unchanged"]))
    return rows.take(pa.compute.sort_indices(order))[:LISTED] if rows.num_rows > LISTED else rows
