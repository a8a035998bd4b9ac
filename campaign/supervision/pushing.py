"""推进不力: required actions, tasks and milestones past their day. A late upload is 迟报 and never counts."""

import datetime as dt
from typing import Any

import pandas as pd

from campaign.methods import faults
from campaign.methods.faults import Duty, Evidence, Milestone
from campaign.methods.rows import Row, grouped, rows
from campaign.supervision.candidates import Thresholds, candidate_id, finding
from campaign.supervision.days import date_of, day_of


def pushing(
    units: pd.DataFrame,
    duties: pd.DataFrame,
    milestones: pd.DataFrame,
    matters: pd.DataFrame,
    limits: Thresholds,
) -> list[dict[str, Any]]:
    owed, items, handed = (
        {of[0]["unit_id"]: of for of in grouped(rows(frame), "unit_id")}
        for frame in (duties, milestones, matters)
    )
    found = []
    for unit in rows(units):
        own = owed.get(unit["unit_id"], [])
        tasks = [row for row in handed.get(unit["unit_id"], []) if pd.notna(row["step"])]
        planned = items.get(unit["unit_id"], [])
        if not own and not tasks and not planned:
            lacking = ("duties", *(() if unit["milestones"] else ("milestones",)))
            found.append(finding(unit, "weak_push", "missing", missing=lacking))
            continue
        day = day_of(unit["day"])
        verdict = faults.pushing_weakly(
            [*(_duty(row, day, limits) for row in own), *map(_task, tasks)],
            [_milestone(row) for row in planned] if unit["milestones"] else None,
            day,
            limits.days,
        )
        named = {
            **{row["action_id"]: row for row in own},
            **{row["task_id"]: {**row, "name": row["title"], "name_en": row["title_en"]} for row in tasks},
            **{
                row["record_id"]: {**row, "name": row["title"], "name_en": row["title_en"]} for row in planned
            },
        }
        evidence = [_about(one, named[one.of]) for one in verdict.evidence]
        keys = [(one.code, one.of, one.on) for one in verdict.evidence]
        found.append(
            finding(
                unit,
                "weak_push",
                "fires" if verdict.fires else "quiet",
                evidence=evidence,
                missing=verdict.missing,
                candidate_id=candidate_id("weak_push", unit["unit_id"], "", keys),
            )
        )
    return found


def _duty(row: Row, day: dt.date, limits: Thresholds) -> Duty:
    """What comes every period is overdue when several in a row went by: one missed is made good."""
    due = date_of(row["due_on"])
    if row["cadence"] != "once" and (due is None or row["undone"] < limits.periods):
        due = day
    return Duty(row["action_id"], "action", True, due, date_of(row["done_on"]))


def _milestone(row: Row) -> Milestone:
    return Milestone(
        row["record_id"], date_of(row["due_on"]), date_of(row["done_on"]), date_of(row["last_word"])
    )


def _task(row: Row) -> Duty:
    """Fed back is the unit's part done; what is not closed yet then waits for whoever checks."""
    has_answered = row["step"] in ("fed_back", "checked", "closed")
    day = day_of(row["day"])
    return Duty(row["task_id"], "task", True, date_of(row["due_now"]) or day, day if has_answered else None)


def _about(one: Evidence, row: Row) -> dict[str, Any]:
    return {
        **{"code": one.code, "name": row["name"], "name_en": row["name_en"], "on": one.on, "days": one.days},
        **{"cadence": row.get("cadence"), "undone": row.get("undone")},
    }
