"""Ticking a duty: one signed act, effective at once, undone by a later one."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import pandas as pd
import pyarrow as pa

from campaign.acts import act
from campaign.ask import told
from campaign.filters import Filters
from campaign.methods.rows import Row
from campaign.store import Store, Writing
from campaign.words import Refusal

Said = Literal["done", "missed", "not_applicable"]


@dataclass(frozen=True)
class Tick:
    """What a person says of one duty in one period."""

    unit_id: str
    action_id: str
    period_key: str
    variant: str = ""
    said: Said = "done"
    done_on: dt.date | None = None
    times: int | None = None  # how many people, where each does it; else how often
    note: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.action_id, self.variant, self.period_key


def tick(store: Store, ticked: Tick, *, by: str, today: dt.date) -> int:
    """Logs it and returns the event's number. What was done after its due day is logged as late.

    Raises Refusal and writes nothing for a period that has not begun, one that was ticked meanwhile, a day
    to come or before the period, and more people than there are.
    """
    duty = _duty(store, ticked, today)
    _check_day(ticked, duty, today)
    _check_people(ticked, duty)
    seen = duty["batch_id"] if isinstance(duty["batch_id"], str) else None

    def check(writing: Writing) -> None:
        found = writing.rows(
            "log/duty_said",
            unit_id=ticked.unit_id,
            action_id=ticked.action_id,
            variant=ticked.variant,
            period_key=ticked.period_key,
        )
        if (found[0][0] if found else None) != seen:
            raise Refusal("duty.refused.already", action=duty["name"], period=ticked.period_key)

    return act(store, "action_log", _rows(ticked, duty), title=str(duty["name"]), by=by, check=check)


def _duty(store: Store, ticked: Tick, today: dt.date) -> Row:
    owed = told(store, "unit_duties", Filters(store.last_event, unit_id=ticked.unit_id, today=today))
    for duty in owed:
        if (duty["action_id"], duty["variant"], duty["period_key"]) != ticked.key:
            continue
        if duty["state"] == "future":
            day = duty["period_start"].date()
            raise Refusal("duty.refused.not_begun", action=duty["name"], day=day)
        if not duty["may_tick"]:
            raise Refusal("duty.refused.already", action=duty["name"], period=ticked.period_key)
        return duty
    raise Refusal("duty.refused.not_owed", action=ticked.action_id, period=ticked.period_key)


def _check_day(ticked: Tick, duty: Row, today: dt.date) -> None:
    if ticked.done_on is None:
        return
    if ticked.done_on > today:
        raise Refusal("duty.refused.to_come", day=ticked.done_on)
    if duty["cadence"] != "once" and ticked.done_on < duty["period_start"].date():
        raise Refusal("duty.refused.before_period", day=ticked.done_on, first=duty["period_start"].date())


def _check_people(ticked: Tick, duty: Row) -> None:
    if ticked.times is None or pd.isna(duty["population"]):
        return
    if ticked.times > duty["population"]:
        raise Refusal("duty.refused.too_many", people=ticked.times, population=int(duty["population"]))


def _rows(ticked: Tick, duty: Row) -> pa.Table:
    is_late = (
        ticked.done_on is not None and pd.notna(duty["due_day"]) and ticked.done_on > duty["due_day"].date()
    )
    status = "late" if ticked.said == "done" and is_late else ticked.said
    day = ticked.done_on if ticked.said == "done" else None
    return pa.table(
        {
            "unit_id": [ticked.unit_id],
            "action_id": [ticked.action_id],
            "variant": [ticked.variant],
            "period_key": [ticked.period_key],
            "status": [status],
            "times": pa.array([ticked.times if ticked.said == "done" else None], pa.int64()),
            "done_on": pa.array([day], pa.date32()),
            "note": pa.array([ticked.note], pa.string()),
            "place": pa.array([None], pa.string()),
            "row_no": pa.array([1], pa.int64()),
        }
    )
