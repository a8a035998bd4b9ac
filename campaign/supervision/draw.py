"""A spot-check draw that anybody can repeat: no dice, only a number announced beforehand and SHA-256.

Of each group the units whose SHA-256 of `number/group/unit` (UTF-8, in hexadecimal) comes first are drawn, in
that order. So the list depends on nothing but the number, the group and the ids, in whatever order they come.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from campaign.words import Refusal

SHOWN = 12  # of a code's 64 digits; that two of some hundred units agree in these is one in 10 billion


@dataclass(frozen=True)
class Stratum:
    """How many units of a comparable group are drawn."""

    group: str
    count: int


def code(announced_no: str, group: str, unit_id: str) -> str:
    return hashlib.sha256(f"{announced_no}/{group}/{unit_id}".encode()).hexdigest()


def in_order(announced_no: str, group: str, unit_ids: Iterable[str]) -> list[str]:
    """The units of one group in the order in which they are drawn."""
    return sorted(unit_ids, key=lambda unit_id: (code(announced_no, group, unit_id), unit_id))


def drawn(
    announced_no: str,
    strata: Sequence[Stratum],
    members: Mapping[str, Collection[str]],
    excluded: Collection[str] = (),
) -> list[str]:
    """The units drawn, group after group. members: the units of each group, excluded ones too.

    Raises Refusal for a group that has fewer units left than are to be drawn, and when nothing is.
    """
    if not any(stratum.count > 0 for stratum in strata):
        raise Refusal("supervision.draw_nothing")
    found: list[str] = []
    for stratum in strata:
        left = [unit for unit in members.get(stratum.group, ()) if unit not in excluded]
        if len(left) < stratum.count:
            raise Refusal("supervision.draw_too_many", wanted=stratum.count, left=len(left))
        found += in_order(announced_no, stratum.group, left)[: stratum.count]
    return found


def written(strata: Iterable[Stratum]) -> str:
    """As the table keeps them: group=n separated by spaces."""
    return " ".join(f"{stratum.group}={stratum.count}" for stratum in strata if stratum.count > 0)
