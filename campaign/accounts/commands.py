"""`python -m campaign account …`: accounts from the terminal, beside a running server or without one."""

from collections.abc import Collection
from typing import cast

from campaign.accounts.people import EVERYTHING, Person, Role, Scope
from campaign.accounts.register import accounts, close, create, reset
from campaign.words import Refusal, Words

SIGNED = "终端"  # who can write to the files of this machine needs no account


def run(asked: dict[str, str], words: Words, known: Collection[str] | None = None) -> list[str]:
    """Does one account command and returns what it says. `known`: the ids --unit and --division may name.

    Raises Refusal for what the register refuses and for a unit or division that is unknown.
    """
    match asked["act"]:
        case "add":
            return _add(asked, words, known or ())
        case "reset":
            password = reset(asked["login"], by=SIGNED)
            return [words("account.one_time", login=asked["login"], password=password)]
        case "close":
            close(asked["login"], by=SIGNED, successor=asked["successor"] or None)
            return [words("account.was_closed", login=asked["login"])]
        case _:
            return [_line(found.person, is_active=found.is_active, words=words) for found in accounts()]


def _add(asked: dict[str, str], words: Words, known: Collection[str]) -> list[str]:
    units, divisions = asked["unit"].split(), asked["division"].split()
    if unknown := set(units + divisions) - set(known):
        raise Refusal("account.unknown_unit", found=" ".join(sorted(unknown)))
    scope = (
        Scope(divisions=frozenset(divisions), units=frozenset(units)) if units or divisions else EVERYTHING
    )
    roles = cast("frozenset[Role]", frozenset(asked["role"].split()))
    person = Person(asked["login"], asked["name"], roles, scope)
    given = create(person, by=SIGNED, phone=asked["phone"] or None, password=asked["password"] or None)
    if asked["password"]:
        return [words("account.was_added", login=person.login)]
    return [words("account.one_time", login=person.login, password=given)]


def _line(person: Person, *, is_active: bool, words: Words) -> str:
    scope = person.scope
    reach = "*" if scope.is_everything else " ".join(sorted(scope.divisions | scope.units))
    state = words("accounts.is_open" if is_active else "accounts.is_closed")
    roles = " ".join(sorted(person.roles))
    return "\t".join((person.login, person.name, roles, reach, state))
