"""What the three tests make of the campaign's figures: rows in, rows with columns out.

The tests name candidates only. Nothing here is read by people, and nothing here decides anything.
"""

from collections import Counter
from typing import Any

import pandas as pd

from campaign.methods.rows import grouped, rows
from campaign.supervision.candidates import FINDING_COLUMNS, thresholds_of
from campaign.supervision.effect import little_effect
from campaign.supervision.lagging import lagging
from campaign.supervision.pushing import pushing

GROUNDS = ("weak_push", "lagging", "little_effect")  # in the page's order
TEST_COLUMNS = ("ground", "units", "looked_at", "reports", "periods", "days", "missing")


def findings(
    units: pd.DataFrame,
    paces: pd.DataFrame,
    duties: pd.DataFrame,
    milestones: pd.DataFrame,
    rates: pd.DataFrame,
    matters: pd.DataFrame,
    past: pd.DataFrame,
    **used: float,
) -> pd.DataFrame:
    """The questions supervision_units, _paces, _duties, _milestones, _rates, _ledger and _judged: a row for
    each unit, test and subject, faults in the page's order.

    state: waits (fires, and nobody has looked at it) | known (fires; a person judged it with this evidence,
    or a matter of the unit and fault is open) | quiet | improved | missing (no verdict).
    evidence: a list of dicts, each with what the sentence about it needs.
    """
    limits = thresholds_of(used)
    found = [
        *pushing(units, duties, milestones, matters, limits),
        *lagging(units, paces, limits),
        *little_effect(units, rates, limits),
    ]
    judged = set(past["candidate_id"])
    open_ones = past[past["is_open"].astype(bool)]
    is_open = set(zip(open_ones["unit_id"], open_ones["ground"], strict=True))
    for one in found:
        if one["state"] == "fires":
            is_known = one["candidate_id"] in judged or (one["unit_id"], one["ground"]) in is_open
            one["state"] = "known" if is_known else "waits"
    return pd.DataFrame(found, columns=list(FINDING_COLUMNS)).assign(
        reports=limits.reports, periods=limits.periods, days=limits.days
    )


def waiting(found: pd.DataFrame) -> pd.DataFrame:
    """待核实, of `findings`."""
    return found[found["state"] == "waits"].reset_index(drop=True)


def improved(found: pd.DataFrame) -> pd.DataFrame:
    """改进, of `findings`."""
    return found[found["state"] == "improved"].reset_index(drop=True)


def tests(found: pd.DataFrame) -> pd.DataFrame:
    """Of `findings`, a row a test: how many units it could look at, and what was missing for how many.

    missing: (code, units) pairs. It says of nobody whether a test fires.
    """
    return pd.DataFrame(
        [_test(ground, of_test) for ground in GROUNDS if len(of_test := found[found["ground"] == ground])],
        columns=list(TEST_COLUMNS),
    )


def _test(ground: str, of_test: pd.DataFrame) -> dict[str, Any]:
    told = rows(of_test)
    looked_at = {row["unit_id"] for row in told if row["state"] != "missing"}
    lacking: Counter[str] = Counter()
    for of_unit in grouped(told, "unit_id"):
        # of the last two tests a unit needs one subject that can be judged; of the first every part is told
        if ground == "weak_push" or of_unit[0]["unit_id"] not in looked_at:
            lacking.update({code.split(":")[0] for row in of_unit for code in row["missing"]})
    lacking_most = sorted(lacking.items(), key=lambda pair: (-pair[1], pair[0]))
    return {
        **{"ground": ground, "units": of_test["unit_id"].nunique(), "looked_at": len(looked_at)},
        **{name: told[0][name] for name in ("reports", "periods", "days")},
        "missing": [f"{code}:{count}" for code, count in lacking_most],
    }
