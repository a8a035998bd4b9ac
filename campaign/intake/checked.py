"""What reading and checking a file says: its records, its problems, what was skipped; and nothing else."""

from dataclasses import dataclass, field
from typing import Any, Literal

import pyarrow as pa

from campaign.words import Refusal, Words

Level = Literal["error", "check", "note"]  # 错误 blocks · 请核实 needs a tick · 提示


@dataclass(frozen=True)
class Problem:
    """One thing a person is told about a row. Its sentence is the message intake.<code>."""

    level: Level
    code: str
    row: int | None = None  # as the sheet numbers it; None: the file as a whole
    column: str | None = None  # as the sheet spells it
    found: str = ""  # the cell as it was
    values: dict[str, Any] = field(default_factory=dict)  # what else the sentence names
    suggestion: str | None = None  # what the cell could be instead, one click away

    @property
    def mark(self) -> str:
        """Tells it apart in its file: what is ticked when a person has looked at it again."""
        return f"{self.row}:{self.code}:{self.column or ''}"

    def said(self, words: Words) -> str:
        """The sentence. A value that has a twin named …_en is said in the reader's language."""
        told = {
            name: words.either(value, self.values[f"{name}_en"]) if f"{name}_en" in self.values else value
            for name, value in self.values.items()
        }
        return words(f"intake.{self.code}", row=self.row, column=self.column, found=self.found, **told)


@dataclass(frozen=True)
class Skipped:
    row: int
    why: str  # message intake.skipped.<why>


@dataclass(frozen=True)
class Grid:
    """Cells as text, as the sheet has them: what is edited in place and marked up to go back."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]  # (row as the sheet numbers it, its cells)


@dataclass(frozen=True)
class Ask:
    """A field of the contract that no column, or more than one, can be meant by: the person says which."""

    field: str
    header_row: int
    candidates: tuple[str, ...]  # columns as the sheet spells them


@dataclass(frozen=True)
class Said:
    """What a person said of a table's columns, or of a book's sheets: kept for the next one like it."""

    header: tuple[str, ...]  # what has a title, in order: by this the next one is known
    columns: tuple[tuple[str, str], ...]  # (as spelled, field or metric; '': nobody's), or (sheet, SHEET)


SHEET = "sheet"  # the field of an Ask about sheets


@dataclass(frozen=True)
class Checked:
    """One file, form or paste after reading and checking. With `refused`, there is nothing else."""

    kind: str  # table of the contract
    file_name: str
    file_sha256: str
    token: str  # the same token submitted twice is one submission
    refused: Refusal | None = None
    asks: tuple[Ask, ...] = ()  # what would have to be answered for the file not to be refused
    encoding: str | None = None  # None for Excel
    sheet: str | None = None  # None for CSV and paste
    header_row: int | None = None
    header: tuple[str, ...] = ()  # the titled columns in order, or the sheets there is a question about
    columns: tuple[tuple[str, str], ...] = ()  # (as the sheet spells it, field of the contract or metric_id)
    as_before: tuple[tuple[str, str], ...] = ()  # what of this was taken from an earlier answer
    ignored: tuple[str, ...] = ()  # columns that are read by nobody
    grid: Grid | None = None  # None for more rows than a page shows
    records: pa.Table | None = None  # the table's columns and row_no, rows without an error
    problems: tuple[Problem, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    records_sha256: str = ""  # of the records as understood, in the order of their key; "" without records

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.level == "error")

    @property
    def to_tick(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.level == "check")
