"""Places handed out in proportion to size, with exact fractions: 名额分配.

Hamilton (largest remainder) is the board's own; the divisor methods are for comparison. There is no minimum
of one: with 10 places for 13 counties there could be none. A tie across the cut is for people to settle.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TypeVar

import pandas as pd

from campaign.methods.refused import Refused

Size = int | Fraction


@dataclass(frozen=True)
class Apportioned:
    # One row a group, in the order given: group, size, quota (its exact share, a Fraction), whole,
    # remainder (a Fraction), extra (0 or 1), places
    rows: pd.DataFrame


@dataclass(frozen=True)
class Tied:
    """The rule does not decide: `left` places, and more groups than that with the same claim to them."""

    rows: pd.DataFrame  # as Apportioned; extra and places are what is settled without the tied
    tied: tuple[str, ...]
    left: int


def hamilton(sizes: Mapping[str, Size], places: int) -> Apportioned | Tied | Refused:
    """Everyone the whole part of their share, the rest by largest remainder.

    `sizes`: group -> how many it has, not negative. Refused: no_data, negative (about the group, or empty for
    the places), all_zero.
    """
    wrong = _refusal(sizes, places)
    if wrong is not None:
        return wrong
    total = sum(sizes.values())
    quota = {group: Fraction(size * places) / total for group, size in sizes.items()}
    whole = {group: floor(share) for group, share in quota.items()}
    remainder = {group: quota[group] - whole[group] for group in sizes}
    chosen, tied, left = _cut(remainder, places - sum(whole.values()))
    extra = {group: int(group in chosen) for group in sizes}
    rows = pd.DataFrame(
        {
            "group": list(sizes),
            "size": list(sizes.values()),
            "quota": list(quota.values()),
            "whole": list(whole.values()),
            "remainder": list(remainder.values()),
            "extra": list(extra.values()),
            "places": [whole[group] + extra[group] for group in sizes],
        }
    )
    return Tied(rows, tied, left) if tied else Apportioned(rows)


def _refusal(sizes: Mapping[str, Size], places: int) -> Refused | None:
    if not sizes:
        return Refused("no_data")
    if places < 0:
        return Refused("negative")
    below = [group for group, size in sizes.items() if size < 0]
    if below:
        return Refused("negative", below[0])
    return Refused("all_zero") if not any(sizes.values()) else None


Key = TypeVar("Key")
Claim = TypeVar("Claim", Fraction, tuple[int, Fraction])


def _cut(claims: Mapping[Key, Claim], left: int) -> tuple[set[Key], tuple[Key, ...], int]:
    """Who is chosen without doubt, who is tied across the cut, and for how many places."""
    if not 0 < left < len(claims):
        return (set(claims) if left else set()), (), 0
    best = sorted(claims.values(), reverse=True)
    last, next_one = best[left - 1], best[left]
    if last != next_one:
        return {key for key, claim in claims.items() if claim >= last}, (), 0
    chosen = {key for key, claim in claims.items() if claim > last}
    return chosen, tuple(key for key, claim in claims.items() if claim == last), left - len(chosen)


# Divisor methods. Each gives the square of the divisor of a group that already has n places: squares keep the
# geometric mean of Huntington–Hill exact.
Divisor = Callable[[int], Fraction]

DIVISORS: dict[str, Divisor] = {
    "jefferson": lambda n: Fraction(n + 1) ** 2,  # D'Hondt
    "webster": lambda n: Fraction(2 * n + 1, 2) ** 2,  # Sainte-Laguë
    "huntington_hill": lambda n: Fraction(n * (n + 1)),
    "adams": lambda n: Fraction(n) ** 2,
    "dean": lambda n: Fraction(2 * n * (n + 1), 2 * n + 1) ** 2,
}


def by_divisor(name: str, sizes: Mapping[str, Size], places: int) -> dict[str, int] | Tied | Refused:
    """group -> places by a divisor method of DIVISORS; Tied and Refused as for Hamilton.

    Where the first divisor is 0 every group has a first place before any has a second, the larger first.
    """
    wrong = _refusal(sizes, places)
    if wrong is not None:
        return wrong
    claims = {
        (group, n): _claim(size, DIVISORS[name](n))
        for group, size in sizes.items()
        if size
        for n in range(places)
    }
    chosen, tied, left = _cut(claims, places)
    given = {group: sum(holder == group for holder, _ in chosen) for group in sizes}
    if not tied:
        return given
    rows = pd.DataFrame({"group": list(sizes), "size": list(sizes.values()), "places": list(given.values())})
    return Tied(rows, tuple(group for group, _ in tied), left)


def _claim(size: Size, squared_divisor: Fraction) -> tuple[int, Fraction]:
    """Comparable claims: a first place before everything else where the divisor is 0."""
    squared = Fraction(size) ** 2
    return (1, squared) if squared_divisor == 0 else (0, squared / squared_divisor)
