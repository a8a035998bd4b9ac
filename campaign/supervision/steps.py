"""What people do under 督导, as signed acts: judge a candidate, hand a matter over, go on with it, draw.

What must hold at the moment of writing (order of steps, one verdict a candidate, a number used once) is
looked up again inside the writer's transaction.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

from campaign import contract
from campaign.acts import act, enact
from campaign.store import Store, Writing
from campaign.supervision.draw import Stratum, drawn, written
from campaign.words import Refusal, Words

Verdict = Literal["confirmed", "dismissed"]
Step = Literal["fed_back", "checked", "closed", "reopened", "extended"]
STEPS: tuple[Step, ...] = ("fed_back", "checked", "closed", "reopened", "extended")
# last step -> what may come next
NEXT: dict[str, tuple[Step, ...]] = {
    "assigned": ("fed_back", "extended"),
    "extended": ("fed_back", "extended"),
    "reopened": ("fed_back", "extended"),
    "fed_back": ("checked", "reopened"),
    "checked": ("closed", "reopened"),
    "closed": (),
}
NEEDS_NOTE = ("fed_back", "checked", "reopened", "extended")


@dataclass(frozen=True)
class Task:
    """One matter as it stands."""

    task_id: str
    title: str
    unit_id: str
    division_code: str | None
    step: str
    step_no: int
    step_on: dt.date
    due_now: dt.date | None


def judge(
    store: Store,
    candidate: dict[str, Any],
    verdict: Verdict,
    *,
    evidence: str,
    reason: str,
    today: dt.date,
    by: str,
) -> int:
    """Confirms or dismisses a candidate (a row of judged.findings), once. evidence: as it was shown."""
    if not reason.strip():
        raise Refusal("supervision.needs_reason")
    candidate_id = str(candidate["candidate_id"])

    def is_new(writing: Writing) -> None:
        found = writing.rows("supervision/verdict", known_on=_now(writing), candidate_id=candidate_id)
        if found:
            raise Refusal("supervision.judged_already", who=found[0][1])

    row = {
        **{"candidate_id": candidate_id, "unit_id": candidate["unit_id"], "ground": candidate["ground"]},
        **{"verdict": verdict, "evidence": evidence, "reason": reason.strip(), "on_date": today},
    }
    return act(
        store,
        "judgement",
        _one("judgement", row),
        title="线索核实",
        by=by,
        reason=reason.strip(),
        check=is_new,
    )


def hand_over(
    store: Store,
    *,
    unit_id: str,
    title: str,
    owner: str,
    due_on: dt.date | None,
    today: dt.date,
    by: str,
    ground: str | None = None,
    evidence: str | None = None,
    origin: str | None = None,
) -> str:
    """交办: returns the id of the matter. Who answers for it and by when must be said."""
    if not title.strip():
        raise Refusal("supervision.needs_title")
    if not owner.strip():
        raise Refusal("supervision.needs_owner")
    if due_on is None or due_on < today:
        raise Refusal("supervision.due_past", today=f"{today:%Y-%m-%d}")
    task_id = f"task-{uuid.uuid4().hex[:10]}"
    row = {
        **{"task_id": task_id, "unit_id": unit_id, "title": title.strip(), "owner": owner.strip()},
        **{"due_on": due_on, "ground": ground, "evidence": evidence, "origin": origin},
    }
    step = {"task_id": task_id, "step_no": 1, "step": "assigned", "on_date": today}
    with store.writing() as writing:
        enact(writing, "task", _one("task", row), title="交办事项", by=by)
        enact(writing, "task_step", _one("task_step", step), title="事项进展", by=by)
    return task_id


def task(store: Store, task_id: str) -> Task:
    """Raises Refusal for one there is not."""
    found = store.rows("supervision/task", known_on=store.last_event, task_id=task_id)
    if not found:
        raise Refusal("supervision.no_such_task")
    return Task(task_id, *found[0])


def go_on(
    store: Store,
    task_id: str,
    step: Step,
    *,
    on_date: dt.date | None,
    today: dt.date,
    by: str,
    note: str = "",
    due_on: dt.date | None = None,
) -> int:
    """The next step of a matter. Raises Refusal out of order, for days that cannot be, and without a word."""
    now = task(store, task_id)
    _check_step(now, step, on_date, today, note, due_on)
    row = {
        **{"task_id": task_id, "step_no": now.step_no + 1, "step": step, "on_date": on_date},
        **{"due_on": due_on if step == "extended" else None, "note": note.strip() or None},
    }

    def is_unchanged(writing: Writing) -> None:
        found = writing.rows("supervision/task", known_on=_now(writing), task_id=task_id)
        if not found or Task(task_id, *found[0]) != now:
            raise Refusal("supervision.moved", title=now.title)

    return act(store, "task_step", _one("task_step", row), title="事项进展", by=by, check=is_unchanged)


def _check_step(
    now: Task, step: Step, on_date: dt.date | None, today: dt.date, note: str, due_on: dt.date | None
) -> None:
    names = Words("zh")
    if step not in NEXT[now.step]:
        raise Refusal(f"supervision.order.{now.step}", title=now.title, step=names(f"supervision.do.{step}"))
    if on_date is None or on_date > today:
        raise Refusal("supervision.in_future", today=f"{today:%Y-%m-%d}")
    if now.step_no and on_date < now.step_on:
        raise Refusal("supervision.before", day=f"{now.step_on:%Y-%m-%d}")
    if step in NEEDS_NOTE and not note.strip():
        raise Refusal(f"supervision.needs_note.{step}")
    if step == "extended" and (due_on is None or due_on <= max(now.due_now or on_date, on_date)):
        raise Refusal("supervision.later_due", due=f"{now.due_now or on_date:%Y-%m-%d}")


def spot_check(
    store: Store,
    announced_no: str,
    strata: Sequence[Stratum],
    members: Mapping[str, Collection[str]],
    *,
    excluded: Collection[str],
    reason: str,
    today: dt.date,
    by: str,
) -> list[str]:
    """Keeps a draw and returns the units drawn. A number is used once: nobody draws until it suits."""
    announced_no = announced_no.strip()
    if not announced_no:
        raise Refusal("supervision.needs_number")
    if not reason.strip():
        raise Refusal("supervision.needs_reason")
    found = drawn(announced_no, strata, members, excluded)

    def is_unused(writing: Writing) -> None:
        used = writing.rows("supervision/numbers", known_on=_now(writing), announced_no=announced_no)
        if used:
            raise Refusal("supervision.number_used", number=announced_no, day=f"{used[0][0]:%Y-%m-%d}")

    row = {
        **{"draw_id": f"draw-{uuid.uuid4().hex[:10]}", "drawn_on": today, "announced_no": announced_no},
        **{"strata": written(strata), "excluded": " ".join(sorted(excluded)) or None},
        **{"drawn": " ".join(found), "reason": reason.strip()},
    }
    rows = _one("spot_check", row)
    act(store, "spot_check", rows, title="随机抽查", by=by, reason=reason.strip(), check=is_unused)
    return found


def _now(writing: Writing) -> int:
    return int(writing.rows("log/last_event")[0][0])


def _one(table: str, row: dict[str, Any]) -> pa.Table:
    columns = {
        field.name: pa.array([row.get(field.name)], contract.ARROW_TYPES[field.type])
        for field in contract.tables()[table].fields
    }
    return pa.table({**columns, "row_no": pa.array([1], pa.int64())})
