"""Spot checks: draws, each drawn again, and who was never checked. Rows in, rows with columns out."""

from typing import Any

import pandas as pd

from campaign.methods.rows import grouped, rows
from campaign.supervision import draw


def draws(frame: pd.DataFrame) -> pd.DataFrame:
    """The question supervision_draws: those drawn, each with its code.

    agrees: drawing the whole draw again gives the same list. pool: how many its stratum could have drawn.
    """
    lines: list[dict[str, Any]] = []
    for of_draw in grouped(rows(frame), "draw_id"):
        again: list[str] = []
        for own in sorted(grouped(of_draw, "comparable_group"), key=lambda own: own[0]["stratum_no"]):
            first = own[0]
            ordered = draw.in_order(
                str(first["announced_no"]), str(first["comparable_group"]), [row["unit_id"] for row in own]
            )
            again += ordered[: int(first["count"])]
        kept = [row for row in of_draw if pd.notna(row["drawn_no"])]
        agrees = again == [row["unit_id"] for row in kept]
        lines += [
            {
                **row,
                "code": draw.code(row["announced_no"], row["comparable_group"], row["unit_id"]),
                "agrees": agrees,
                "pool": sum(one["comparable_group"] == row["comparable_group"] for one in of_draw),
            }
            for row in kept
        ]
    more = ["code", "agrees", "pool"]
    return pd.DataFrame(lines, columns=[*frame.columns, *more])


def checked_groups(frame: pd.DataFrame) -> pd.DataFrame:
    """The question supervision_unchecked counted: a row a group, with units checked and never checked."""
    return pd.DataFrame(
        [
            {
                **{name: own[0][name] for name in ("comparable_group", "group_name", "group_name_en")},
                "checked": sum(row["checks"] > 0 for row in own),
                "never": sum(row["checks"] == 0 for row in own),
            }
            for own in grouped(rows(frame), "comparable_group")
        ]
    )
