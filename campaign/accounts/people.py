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

    def joined(self, other: "Scope") -> "Scope":
        """What either reaches."""
        return Scope(
            self.is_everything or other.is_everything,
            self.divisions | other.divisions,
            self.units | other.units,
        )


EVERYTHING = Scope(is_everything=True)


@dataclass(frozen=True)
class Person:
    """Somebody signed in. `name` is unique for ever: events are signed with it."""

    login: str
    name: str
    roles: frozenset[Role]
    scope: Scope

    def is_any(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def runs_the_campaign(self) -> bool:
        """May set what holds for everybody: an administrator, or an organiser of all units."""
        return self.is_any("administrator") or (self.is_any("organiser") and self.scope.is_everything)


@dataclass(frozen=True)
class Account:
    """A person as administrators see one. Moments are seconds since 1970, None where it never happened."""

    person: Person
    phone: str | None
    is_active: bool
    must_change: bool  # has a password somebody else knows
    created_at: int
    created_by: str
    changed_at: int
    changed_by: str
    last_seen_at: int | None
    taken_over_by: str | None  # login of who has this person's work since the account was closed
