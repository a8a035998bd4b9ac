"""进展滞后: the pace rule, two reports in a row; and how a metric stands to its plan."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from campaign.methods import faults, pace
from campaign.methods.faults import PaceReport
from campaign.methods.pace import Limits
from campaign.methods.refused import Refused
from campaign.methods.rows import Row, grouped, rows
from campaign.pace.judged import is_counted, plan_of
from campaign.supervision.candidates import Thresholds, by_id, candidate_id, finding
from campaign.supervision.days import day_of


def lagging(units: pd.DataFrame, paces: pd.DataFrame, limits: Thresholds) -> list[dict[str, Any]]:
    found = []
    known = by_id(units)
    targets = grouped(rows(paces), "unit_id", "target_id")
    for of_target in targets:
        found.append(_lag(known[of_target[0]["unit_id"]], of_target, limits))
    with_target = {of[0]["unit_id"] for of in targets}
    found += [
        finding(unit, "lagging", "missing", missing=("target",))
        for unit in rows(units)
        if unit["unit_id"] not in with_target
    ]
    return sorted(found, key=lambda one: (one["unit_sort"], one["subject"]))


def _lag(unit: Row, of_target: Sequence[Row], limits: Thresholds) -> dict[str, Any]:
    first = of_target[0]
    subject = {
        "subject": first["metric_id"],
        "subject_name": first["metric_name"],
        "subject_name_en": first["metric_name_en"],
    }
    plan = _plan(first)
    if isinstance(plan, Refused):
        lacking = "definition" if first["is_redefined"] else "plan"
        return finding(unit, "lagging", "missing", missing=(lacking,), **subject)
    seen = [
        _paced(row, earlier, plan, limits.pace)
        for row, earlier in zip(of_target, [*of_target[1:], None], strict=True)
    ]
    if pd.isna(first["value"]):
        return finding(unit, "lagging", "missing", missing=("reports",), **subject)
    states = [one.reason if isinstance(one, Refused) else one.state for one in seen]
    reports = [PaceReport(day_of(row["as_of"]), state) for row, state in zip(of_target, states, strict=True)]
    verdict = faults.lagging(reports, limits.reports)
    last, before = seen[0], seen[1 : 1 + limits.reports]
    evidence = [
        _gap(row, one) for row, one in zip(of_target, seen, strict=True) if isinstance(one, pace.Pace)
    ]
    if verdict.fires:
        state = "fires"
    elif isinstance(last, pace.Pace) and last.state == "on_pace" and _were_behind(before):
        state = "improved"
    else:
        state = "missing" if verdict.missing else "quiet"
    return finding(
        unit,
        "lagging",
        state,
        evidence=evidence[: limits.reports + (state == "improved")],
        missing=verdict.missing,
        candidate_id=candidate_id(
            "lagging", first["unit_id"], first["metric_id"], [one.on for one in verdict.evidence]
        ),
        **subject,
    )


def _were_behind(before: Sequence[pace.Pace | Refused]) -> bool:
    return any(isinstance(one, pace.Pace) and one.state == "behind" for one in before)


def _plan(row: Row) -> pace.Plan | Refused:
    """As 进展 lays it; without a day to be reached by there is none, nor across a new definition."""
    if row["is_redefined"]:
        return Refused("redefined")
    return Refused("no_due_date") if pd.isna(row["due"]) else plan_of(row)


def _paced(row: Row, earlier: Row | None, plan: pace.Plan, limits: Limits) -> pace.Pace | Refused:
    """As it was seen on the report's own day; the last is 未更新 when the next is too long overdue."""
    report = _report(row)
    if report is None:
        return Refused("not_reported")
    days_late = (day_of(row["day"]) - day_of(row["next_on"])).days
    is_missed = row["report_no"] == 1 and days_late >= limits.stale_after
    return pace.pace(
        report,
        float(row["aim"]),
        plan,
        today=report.as_of,
        counts=is_counted(row),
        before=_report(earlier),
        missed=is_missed,
        limits=limits,
    )


def _report(row: Row | None) -> pace.Report | None:
    if row is None or pd.isna(row["value"]):
        return None
    return pace.Report(float(row["value"]), day_of(row["as_of"]), float(row["lower"]), float(row["upper"]))


def _gap(row: Row, one: pace.Pace) -> dict[str, Any]:
    return {
        **{"code": "pace", "on": day_of(row["as_of"]), "share": one.share, "gap": one.gap_points},
        **{"days": one.days_late, "state": one.state},
    }


def gaps(paces: pd.DataFrame) -> dict[tuple[str, str], float]:
    """(unit, metric) -> percentage points its last report was ahead of the plan; below 0 is short."""
    found = {}
    for of_target in grouped(rows(paces), "unit_id", "target_id"):
        row = of_target[0]
        plan = _plan(row)
        one = plan if isinstance(plan, Refused) else _paced(row, None, plan, pace.USUAL)
        if isinstance(one, pace.Pace):
            found[str(row["unit_id"]), str(row["metric_id"])] = one.gap_points
    return found


def attention(frame: pd.DataFrame, paces: pd.DataFrame) -> pd.DataFrame:
    """The question attention, with gap: how the metric it was confirmed for stands to its plan now."""
    known = gaps(paces) if len(frame) else {}
    gap = [
        known.get((str(row["unit_id"]), ([*str(row["record_id"]).split("/"), "", ""])[2]), np.nan)
        for row in rows(frame)
    ]
    return frame.assign(gap=pd.Series(gap, index=frame.index, dtype=float))
