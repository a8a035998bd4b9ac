"""The SQL files of queries/, read once. Only here is a name put into SQL: a table, or the path of a copy."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from campaign.settings import QUERIES

PATTERN_TABLE = "observation"
PATTERN_KEY = "unit_id, metric_id, variant, as_of"
PATTERN_FILE = "the_copy.duckdb"
PATTERN_ANSWER = "series_at($known_on, $period::date)"
PATTERN_KEPT = "shelf.answer"
KNOWN_VIEWS = "views/20_known"  # each table as it was known at an event


@dataclass(frozen=True)
class Statement:
    sql: str
    parameters: frozenset[str]  # the $names it must be given, no more and no fewer


@cache
def statements(name: str) -> tuple[Statement, ...]:
    """Every statement of queries/<name>.sql, in order.

    Raises FileNotFoundError for a name that is no file: a mistake of ours.
    """
    return _parsed((QUERIES / f"{name}.sql").read_text(encoding="utf-8"))


@cache
def statements_for(name: str, table: str, key: tuple[str, ...]) -> tuple[Statement, ...]:
    """The same for a file that is written for observation, turned to another table and its key.

    Both come from data/datapackage.json, never from a reader; anything but plain names is refused.
    """
    for word in (table, *key):
        if not re.fullmatch(r"[a-z_]+", word):
            raise ValueError(f"not a plain SQL name: {word!r}")
    text = (QUERIES / f"{name}.sql").read_text(encoding="utf-8")
    text = text.replace(PATTERN_KEY, ", ".join(key))
    return _parsed(re.sub(rf"\b{PATTERN_TABLE}(?=\b|_span\b)", table, text))


def statements_at(name: str, path: Path) -> tuple[Statement, ...]:
    """The same for a file that names a copy of the campaign: DuckDB takes no parameter there."""
    text = (QUERIES / f"{name}.sql").read_text(encoding="utf-8")
    return _parsed(text.replace(PATTERN_FILE, str(path).replace("'", "''")))


@dataclass(frozen=True)
class Call:
    """A shared macro as a question calls it: paced_at($known_on, $period::date, $today::date)."""

    sql: str

    def filled(self, given: dict[str, Any]) -> str:
        """The call with what its parameters are given, to tell it from others; never run."""
        return re.sub(
            r"\$(\w+)", lambda name: "null" if given[name[1]] is None else repr(given[name[1]]), self.sql
        )


@cache
def shared_calls(statement: Statement) -> tuple[Call, ...]:
    """Each different call of a macro of queries/views at an event; those of 20_known only look up."""
    found = re.findall(rf"\b(?:{'|'.join(_shared_macros())})\(\$known_on\b[^()']*\)", statement.sql)
    return tuple(Call(sql) for sql in dict.fromkeys(found))


@cache
def answer_to(call: Call) -> Statement:
    """A shared macro's own text with what the call gives in the place of its parameters."""
    name, _, given = call.sql.removesuffix(")").partition("(")
    parameters, text = _shared_macros()[name]
    for parameter, value in zip(parameters, given.split(","), strict=True):
        text = re.sub(rf"\b{parameter}\b", value.strip(), text)
    return _parsed(text)[0]


@cache
def _shared_macros() -> dict[str, tuple[tuple[str, ...], str]]:
    """The parameters and the text of each macro of queries/views that joins or counts, by its name."""
    found = {}
    for file in files("views"):
        for statement in statements(file) if file != KNOWN_VIEWS else ():
            macro = re.search(r"\bmacro (\w+)\(([^)]*)\) as table\b(.*)", statement.sql, re.DOTALL)
            if macro is not None:
                found[macro[1]] = (tuple(re.findall(r"\w+", macro[2])), macro[3].removesuffix(";"))
    return found


def with_answers(statement: Statement, sources: dict[Call, str]) -> Statement:
    """The statement with what gives their answers in place of the calls: a table, or a query in brackets."""
    sql = statement.sql
    for call, source in sources.items():
        name = call.sql.partition("(")[0]
        sql = re.sub(rf"{re.escape(call.sql)}(?!\s+as\s)", f"{call.sql} as {name}", sql)
        sql = sql.replace(call.sql, source)
    return Statement(sql, frozenset(name for name in statement.parameters if re.search(rf"\${name}\b", sql)))


def statement_on_shelf(name: str, table: str, answer: Statement | None = None) -> Statement:
    """Of a file of queries/shelf that is written for one answer and its table, the same for these."""
    text = (QUERIES / f"{name}.sql").read_text(encoding="utf-8").replace(PATTERN_KEPT, f"shelf.{table}")
    if answer is not None:
        text = text.replace(PATTERN_ANSWER, f"(\n{answer.sql}\n)")
    return _parsed(text)[0]


def files(folder: str) -> list[str]:
    """The names under queries/<folder>/, sorted, as `statements` takes them."""
    return sorted(f"{folder}/{path.stem}" for path in (QUERIES / folder).glob("*.sql"))


def _parsed(text: str) -> tuple[Statement, ...]:
    return tuple(
        Statement(found.query.strip(), frozenset(found.named_parameters))
        for found in duckdb.extract_statements(text)
    )
