"""Is a campaign file sound? Holds what is kept ready against the log, and looks for what cannot be true."""

from dataclasses import dataclass, field

from campaign import contract
from campaign.statements import files
from campaign.store import Store, Writing


@dataclass
class Report:
    """What was looked at and what was found; empty `findings` means sound."""

    tables: int = 0
    events: int = 0
    findings: list[tuple[str, str]] = field(default_factory=list)  # (message key, detail)
    repaired: list[str] = field(default_factory=list)  # tables whose spans were made anew


def examine(store: Store, *, repair: bool = False) -> Report:
    """Looks at the log, the batches, the spans and the checks. With `repair`, wrong spans are made anew."""
    report = Report(tables=len(contract.tables()), events=store.last_event)
    with store.writing() as writing:
        for table in contract.tables().values():
            _note(report, "doctor.batch_rows", writing.rows_for("log/batch_rows", table))
            _examine_spans(writing, table, report, repair=repair)
        for name in files("checks"):
            _note(report, f"doctor.{name.split('/')[1]}", writing.rows(name))
    if report.repaired:
        store.forget_answers()
    return report


def _examine_spans(writing: Writing, table: contract.Table, report: Report, *, repair: bool) -> None:
    if not writing.rows_for("log/has_rows", table)[0][0]:
        return
    writing.run_for("log/recomputed", table)
    differences = writing.rows_for("log/span_differences", table)
    if differences and repair:
        writing.run_for("log/replace_spans", table)
        report.repaired.append(table.name)
    elif differences:
        _note(report, "doctor.spans", [(table.name, len(differences))])


def _note(report: Report, key: str, rows: list[tuple]) -> None:
    report.findings.extend((key, " · ".join(str(value) for value in row)) for row in rows[:20])
