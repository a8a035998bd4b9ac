"""A candidate of the three tests: a unit, what it is about, and the evidence. A person decides."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from campaign.methods import faults, pace
from campaign.methods.pace import Limits
from campaign.methods.rows import Row, rows
from campaign.pace.judged import LIMITS, limits_of

FINDING_COLUMNS = (
    *("ground", "unit_id", "short_name", "short_name_en", "unit_sort", "subject", "subject_name"),
    *("subject_name_en", "state", "evidence", "missing", "candidate_id", "day"),
)


@dataclass(frozen=True)
class Thresholds:
    reports: int = faults.REPORTS_IN_A_ROW
    periods: int = 2
    days: int = faults.DAYS_WITHOUT_WORD
    pace: Limits = pace.USUAL


def thresholds_of(used: dict[str, float]) -> Thresholds:
    own = {name: int(value) for name, value in used.items() if name.startswith("supervision_")}
    set_for_pace = limits_of(used) if used.keys() >= set(LIMITS) else pace.USUAL
    return Thresholds(**{name.removeprefix("supervision_"): own[name] for name in own}, pace=set_for_pace)


def candidate_id(ground: str, unit_id: str, subject: str, evidence: Iterable[object]) -> str:
    """Stands for a candidate and its evidence: new evidence is a new candidate."""
    told = hashlib.sha256("|".join(sorted(map(str, evidence))).encode()).hexdigest()
    return f"{ground}/{unit_id}/{subject}/{told[:8]}"


def finding(unit: Row, ground: str, state: str, **more: Any) -> dict[str, Any]:
    return {
        **{name: unit[name] for name in ("unit_id", "short_name", "short_name_en", "unit_sort")},
        **{"ground": ground, "state": state, "subject": "", "subject_name": None, "subject_name_en": None},
        **{"evidence": [], "missing": (), "candidate_id": None, "day": unit["day"]},
        **more,
    }


def by_id(units: pd.DataFrame) -> dict[str, Row]:
    return {row["unit_id"]: row for row in rows(units)}
