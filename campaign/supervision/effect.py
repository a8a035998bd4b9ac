"""成效不明显: a rate persistently off its target or outside its group's funnel, and not improving."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args

import numpy as np
import pandas as pd

from campaign.methods import chart, faults, funnel
from campaign.methods.refused import Refused
from campaign.methods.rows import Row, grouped, rows
from campaign.supervision.candidates import Thresholds, by_id, candidate_id, finding
from campaign.supervision.days import day_of

LEAST = 10  # of fewer a share says nothing
RECENT, FEWEST = 3, 2  # reports that are held against those before, where a chart has too few
ENOUGH = 30  # on either side of that
MISSED = 2  # reports a unit may have left out among its last ones
# standard errors: one in twenty by chance speaks for a unit, one in 100 is told
LIKELY, CLEARLY = 1.645, 2.326


def little_effect(units: pd.DataFrame, rates: pd.DataFrame, limits: Thresholds) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    known = by_id(units)
    for of_rate in grouped(rows(rates), "metric_id"):
        found += _of_rate(known, of_rate, limits)
    with_rate = {one["unit_id"] for one in found}
    found += [
        finding(unit, "little_effect", "missing", missing=("rate",))
        for unit in rows(units)
        if unit["unit_id"] not in with_rate
    ]
    return sorted(found, key=lambda one: (one["unit_sort"], one["subject"]))


@dataclass(frozen=True)
class Shares:
    """One unit's rate: what each report added, and all of it so far. Oldest first."""

    told: list[Row]
    gained: np.ndarray
    gained_of: np.ndarray
    so_far: np.ndarray
    so_far_of: np.ndarray


def _shares(told: list[Row]) -> Shares:
    counts, sizes = (np.array([float(row[name]) for row in told]) for name in ("counts", "sizes"))
    if told[0]["gained"]:
        return Shares(told, counts, sizes, counts.cumsum(), sizes.cumsum())
    return Shares(told, np.diff(counts, prepend=0), np.diff(sizes, prepend=0), counts, sizes)


def _of_rate(known: dict[str, Row], of_rate: Sequence[Row], limits: Thresholds) -> list[dict[str, Any]]:
    each = [_shares(told) for told in grouped(of_rate, "unit_id")]
    charts = _charts(each)
    places = _places(each, limits.reports)
    return [
        _effect(known[shares.told[0]["unit_id"]], shares, drawn, places, limits)
        for shares, drawn in zip(each, charts, strict=True)
    ]


def _charts(each: list[Shares]) -> list[chart.Chart | Refused]:
    days = sorted({row["as_of"] for shares in each for row in shares.told})
    at = {day: place for place, day in enumerate(days)}
    values = np.full((len(each), len(days)), np.nan)
    for number, shares in enumerate(each):
        for row, counts, sizes in zip(shares.told, shares.gained, shares.gained_of, strict=True):
            if sizes >= LEAST and 0 <= counts <= sizes:
                values[number, at[row["as_of"]]] = counts / sizes
    return chart.xmr(values)


def _places(each: list[Shares], reports: int) -> dict[tuple[str, object], str]:
    """(unit, day) -> where it lay among its group's reports so far; the group's last days only."""
    found: dict[tuple[str, object], str] = {}
    points = [
        {**row, "so_far": counts, "so_far_of": sizes}
        for shares in each
        for row, counts, sizes in zip(shares.told, shares.so_far, shares.so_far_of, strict=True)
    ]
    for of_group in grouped(points, "comparable_group"):
        days = sorted({row["as_of"] for row in of_group})[-reports - MISSED :]
        for of_day in grouped([row for row in of_group if row["as_of"] in days], "as_of"):
            told = funnel.proportions([row["so_far"] for row in of_day], [row["so_far_of"] for row in of_day])
            if isinstance(told, Refused):
                continue
            for at, place in zip(told.at, told.places, strict=True):
                found[str(of_day[at]["unit_id"]), of_day[at]["as_of"]] = str(place)
    return found


def _effect(
    unit: Row,
    shares: Shares,
    drawn: chart.Chart | Refused,
    places: dict[tuple[str, object], str],
    limits: Thresholds,
) -> dict[str, Any]:
    last = shares.told[-1]
    direction = cast(chart.Direction, last["direction"])
    variation: str = chart.variation(drawn, direction)
    is_clear = is_better(variation)
    if variation not in get_args(chart.Variation):
        is_clear = is_better(recent_change(shares.gained, shares.gained_of, direction, CLEARLY))
        variation = recent_change(shares.gained, shares.gained_of, direction, LIKELY) or variation
    goal = None if pd.isna(last["target_value"]) else float(last["target_value"])
    assurance = chart.assurance(drawn, goal, direction)
    lately = {places.get((str(row["unit_id"]), row["as_of"])) for row in shares.told[-limits.reports :]}
    place = lately.pop() if len(lately) == 1 else "inside" if None not in lately else None
    verdict = faults.no_effect(variation, assurance, place, direction)
    better = "above_998" if direction == "up" else "below_998"
    if verdict.fires:
        state = "fires"
    elif is_clear or place == better:
        state = "improved"
    else:
        state = "missing" if _is_blind(verdict) else "quiet"
    told = {
        **{
            "code": "rate",
            "counts": shares.so_far[-1],
            "sizes": shares.so_far_of[-1],
            "on": day_of(last["as_of"]),
        },
        **{"variation": variation, "place": place, "target": goal},
        "codes": tuple(one.code for one in verdict.evidence),
    }
    return finding(
        unit,
        "little_effect",
        state,
        evidence=[told],
        missing=verdict.missing,
        candidate_id=candidate_id(
            "little_effect", last["unit_id"], last["metric_id"], [*told["codes"], day_of(last["as_of"])]
        ),
        **{"subject": last["metric_id"], "subject_name": last["metric_name"]},
        subject_name_en=last["metric_name_en"],
    )


def _is_blind(verdict: faults.Finding) -> bool:
    """Nothing to fire on: neither a target nor a group to compare with, or no word on improvement."""
    lacking = {code.split(":")[0] for code in verdict.missing}
    return "variation" in lacking or {"assurance", "place"} <= lacking


def recent_change(
    gained: np.ndarray, gained_of: np.ndarray, direction: chart.Direction, errors: float
) -> str | None:
    """The last reports against those before, for series too short for a chart; None: too little was told.

    errors: standard errors from which on it is more than chance.
    """
    recent = min(RECENT, len(gained) // 2)
    if recent < FEWEST or (gained < 0).any() or (gained > gained_of).any():
        return None
    sizes = gained_of[-recent:].sum(), gained_of[:-recent].sum()
    if min(sizes) < ENOUGH:
        return None
    new, old = (
        float(np.arcsin(np.sqrt(part.sum() / size)))
        for part, size in zip((gained[-recent:], gained[:-recent]), sizes, strict=True)
    )
    z = 2 * (new - old) / float(np.sqrt(1 / sizes[0] + 1 / sizes[1]))
    if abs(z) < errors:
        return "common"
    return f"{'improvement' if (z > 0) == (direction == 'up') else 'concern'}_{'high' if z > 0 else 'low'}"


def is_better(variation: str | None) -> bool:
    return variation is not None and variation.startswith("improvement")
