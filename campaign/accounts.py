"""People and what they may do: roles × scope."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["viewer", "reporter", "reviewer", "organiser", "administrator"]
ROLES: tuple[Role, ...] = ("viewer", "reporter", "reviewer", "organiser", "administrator")


@dataclass(frozen=True)
class Scope:
    """Which units a person's roles reach: all of them, those of some divisions, or some by name."""

    is_everything: bool = False
    divisions: frozenset[str] = frozenset()  # division codes
    units: frozenset[str] = frozenset()  # unit ids

    def covers(self, unit_id: str, division_code: str | None) -> bool:
        return self.is_everything or unit_id in self.units or division_code in self.divisions


@dataclass(frozen=True)
class Person:
    """Somebody signed in. `name` is unique for ever: events are signed with it."""

    login: str
    name: str
    roles: frozenset[Role]
    scope: Scope

    def is_any(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)
