"""Problems as they are found: told row by row up to a number, then by their count."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from campaign import contract
from campaign.intake.cells import Answers, Doubt, Texts, Told
from campaign.intake.checked import Level, Problem
from campaign.intake.values import Wrong

MOST_OF_A_KIND = 500  # sentences of one kind; nobody reads more, and a million would not fit in memory

ValuesAt = Callable[[int], dict[str, Any]]


class Findings:
    """What was found in rows that were read. Rows are meant by their place, told by the sheet's number."""

    def __init__(self, numbers: np.ndarray) -> None:
        self.numbers = numbers
        self.bad = np.zeros(len(numbers), bool)  # rows with an error
        self.problems: list[Problem] = []

    def tell(
        self,
        level: Level,
        code: str,
        rows: np.ndarray,
        texts: Texts,
        values_at: ValuesAt = lambda row: {},
        suggestion_at: Callable[[int], str | None] = lambda row: None,
    ) -> None:
        """One problem for each row, in the column its text stands in."""
        if level == "error":
            self.bad[rows] = True
        told = rows[:MOST_OF_A_KIND].tolist()
        found = texts.texts.take(told).to_pylist() if told else []
        for row, text in zip(told, found, strict=True):
            self.problems.append(
                Problem(
                    level,
                    code,
                    int(self.numbers[row]),
                    texts.column_at(row),
                    text,
                    values_at(row),
                    suggestion_at(row),
                )
            )
        if len(rows) > MOST_OF_A_KIND:
            more = {"count": f"{len(rows):,}", "told": MOST_OF_A_KIND}
            self.problems.append(Problem(level, "and_more", None, texts.column_at(0), "", more))

    def tell_answers(
        self,
        answers: Answers,
        texts: Texts,
        entry: contract.Field,
        values_at: ValuesAt = lambda row: {},
        unless: np.ndarray | None = None,
    ) -> None:
        """What is wrong with a field's cells, and what is doubtful; `unless` are rows told of already."""
        rows = answers.rows_that(lambda meant: isinstance(meant, Wrong | Told | Doubt))
        rows = rows if unless is None else rows[~unless[rows]]
        for code, level, of_kind in _by_kind(answers, rows):
            self.tell(
                level,
                code,
                of_kind,
                texts,
                lambda row: {
                    **_told_of(entry),
                    **_values(answers.meant[answers.codes[row]]),
                    **values_at(row),
                },
                lambda row: getattr(answers.meant[answers.codes[row]], "suggestion", None),
            )

    def sorted(self) -> tuple[Problem, ...]:
        """By row as the sheet has them; what concerns the whole file first."""
        return tuple(sorted(self.problems, key=lambda problem: problem.row or 0))


def _by_kind(answers: Answers, rows: np.ndarray) -> Iterable[tuple[str, Level, np.ndarray]]:
    kinds: list[tuple[str, Level]] = [
        (getattr(meant, "code", ""), getattr(meant, "level", "error")) for meant in answers.meant
    ]
    order = {kind: number for number, kind in enumerate(dict.fromkeys(kinds))}
    of_row = np.array([order[kind] for kind in kinds])[answers.codes[rows]]
    for (code, level), number in order.items():
        of_kind = rows[of_row == number]
        if len(of_kind):
            yield code, level, of_kind


def _told_of(entry: contract.Field) -> dict[str, Any]:
    column = entry.column
    assert column is not None
    fix, fix_en = column.fix or "补上", column.fix_en or "something"
    return {"fix": fix, "fix_en": fix_en, "example": column.example or "19"}


def _values(meant: Any) -> dict[str, Any]:
    return meant.values if isinstance(meant, Told) else {}
