"""A list of people as an office keeps it (姓名, 登录名, 单位, 角色, 电话), read whole: all problems."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from campaign.accounts.people import Person, Role, Scope
from campaign.accounts.register import checked
from campaign.words import LANGUAGES, Refusal, Words

COLUMNS = ("name", "login", "unit", "role", "phone")  # messages roster.<column>; the order without a header
NEEDED = 4
MOST = 2000
BETWEEN = "、;；/"  # between two units or two roles in one cell


@dataclass(frozen=True)
class Problem:
    row: int  # as the list numbers it; 0: the whole list
    refusal: Refusal

    def said(self, words: Words) -> str:
        why = self.refusal.said(words)
        return words("roster.in_row", row=self.row, why=why) if self.row else why


@dataclass(frozen=True)
class Entry:
    row: int  # as the list numbers it, the header counted
    person: Person
    phone: str | None


def read(
    text: str, scopes: Mapping[str, Scope], roles: Mapping[str, Role]
) -> tuple[list[Entry], list[Problem]]:
    """Who is in the list, and what is wrong with it; nobody should be added while anything is.

    `scopes` has every name of a unit or division (and of all of them), `roles` every name of a role.
    """
    rows = [(number, row) for number, row in enumerate(_rows(text), 1) if any(cell.strip() for cell in row)]
    order = _order(rows[0][1]) if rows else None
    body = rows if order is None else rows[1:]
    if not body or len(body) > MOST:
        return [], [Problem(0, Refusal("roster.empty", most=MOST))]
    entries, problems = [], []
    for number, row in body:
        try:
            entries.append(_entry(number, _cells(row, order or COLUMNS), scopes, roles))
        except Refusal as refusal:
            problems.append(Problem(number, refusal))
    return entries, problems + _doubled(entries)


def _rows(text: str) -> list[list[str]]:
    """Pasted from a sheet it has tabs, written by hand commas of either kind."""
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    delimiter = next((sign for sign in ("\t", ",", "，") if sign in first), ",")
    return list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter))


def _order(first: list[str]) -> tuple[str, ...] | None:
    """The columns by their headings, None when the first row is somebody."""
    named = {Words(lang)(f"roster.{column}").casefold(): column for column in COLUMNS for lang in LANGUAGES}
    found = tuple(named.get(cell.strip().casefold(), "") for cell in first)
    return found if {"name", "login"} <= set(found) else None


def _cells(row: list[str], order: tuple[str, ...]) -> dict[str, str]:
    cells = {name: cell.strip() for name, cell in zip(order, row, strict=False) if name}
    if not all(cells.get(name) for name in COLUMNS[:NEEDED]):
        raise Refusal("roster.missing")
    return cells


def _entry(
    number: int, cells: dict[str, str], scopes: Mapping[str, Scope], roles: Mapping[str, Role]
) -> Entry:
    scope = Scope()
    for unit in _parts(cells["unit"]):
        if unit.casefold() not in scopes:
            raise Refusal("roster.unknown_unit", found=unit)
        scope = scope.joined(scopes[unit.casefold()])
    named = _parts(cells["role"])
    for role in named:
        if role.casefold() not in roles:
            raise Refusal("roster.unknown_role", found=role, known=" ".join(roles))
    held = frozenset(roles[role.casefold()] for role in named)
    person = checked(Person(cells["login"], cells["name"], held, scope))
    return Entry(number, person, cells.get("phone") or None)


def _parts(cell: str) -> list[str]:
    for sign in BETWEEN:
        cell = cell.replace(sign, "\0")
    return [part.strip() for part in cell.split("\0") if part.strip()]


def _doubled(entries: list[Entry]) -> list[Problem]:
    seen: dict[str, int] = {}
    found = []
    for entry in entries:
        for word in (entry.person.login, entry.person.name):
            if word in seen:
                found.append(Problem(entry.row, Refusal("roster.twice", found=word, before=seen[word])))
            seen.setdefault(word, entry.row)
    return found
