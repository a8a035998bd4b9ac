"""What may be said of a sum whose parts are hedged."""

from collections.abc import Collection


def sum_qualifier(qualifiers: Collection[str]) -> str:
    """How a sum must be hedged, from how its parts are. No parts is a ValueError.

    exact + exact = exact. One kind of bound and exact keep that bound: 超过60 + 5 is 超过65.
    about with anything, and a lower with an upper bound, leave only about.
    """
    if not qualifiers:
        raise ValueError("a sum of nothing has no qualifier")
    hedges = set(qualifiers) - {"exact"}
    if not hedges:
        return "exact"
    return hedges.pop() if len(hedges) == 1 else "about"
