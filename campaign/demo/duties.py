"""What all units must do and what some chose to do: actions, when they are done, and how the phases stand."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from campaign.demo import people
from campaign.demo.cases import behaves
from campaign.demo.happening import Act, Happening
from campaign.demo.reports import desks as reporting_desks
from campaign.demo.units import Unit, units
from campaign.demo.year import DAY, END, PHASES, START, Period, at, chance, one_of, periods, working

REQUIRED = (
    # action_id, name, name_en, cadence, goal, phase_no
    ("req-week", "每周调度", "Weekly dispatch", "week", "performance", 2),
    ("req-halfmonth", "半月分析", "Half-monthly analysis", "halfmonth", "performance", 2),
    ("req-month", "每月一次岗位练兵", "Monthly skills session", "month", "team", 2),
    ("req-quarter", "每季一次自查自评", "Quarterly self-review", "quarter", "method", 2),
    ("req-launch", "召开动员部署会", "Hold the launch meeting", "once", "team", 1),
    ("req-study", "组织集中学习", "Hold the common study", "once", "team", 1),
    ("req-list", "公布为民服务事项清单", "Publish the list of services", "once", "satisfaction", 1),
    ("req-promise", "公开服务承诺", "Publish the promises of service", "once", "satisfaction", 2),
    ("req-example", "推荐先进典型", "Recommend examples", "once", "method", 3),
    ("req-summary", "报送年度总结", "Hand in the year's summary", "once", "method", 3),
    ("req-form", "每人填写对照检查表", "Each person fills in a check form", "once", "team", 3),
)
BY_PERSON = "req-form"
BEGINS = dt.date(2021, 5, 3)  # the first full week of the campaign: what is due in periods is due from it on
FORMS_FROM = dt.date(2021, 11, 15)
ONCE_BY = {
    "req-launch": dt.date(2021, 5, 14),
    "req-study": dt.date(2021, 6, 10),
    "req-list": dt.date(2021, 6, 15),
    "req-promise": dt.date(2021, 7, 30),
    "req-example": dt.date(2021, 11, 19),
    "req-summary": dt.date(2022, 1, 14),
    "req-form": dt.date(2022, 1, 14),
}
OPTIONAL = (
    ("局长接待日", "Director's reception day", "month"),
    ("走进窗口当一天办事员", "A day at the counter", "quarter"),
    ("夜间服务专场", "Evening service hours", "month"),
    ("业务流程体验", "Walk through one's own process", "quarter"),
)
OWN = (
    ("周五碰头会", "Friday meeting", "week"),
    ("双周谈心", "Talk every fortnight", "halfmonth"),
)


def actions() -> Iterator[dict[str, Any]]:
    for action_id, name, name_en, cadence, goal, phase_no in REQUIRED:
        kept = {
            "goal": goal,
            "phase_no": phase_no,
            "requirement": "required",
            "required_by": "示例市委组织部",
        }
        yield {**_action(action_id, name, name_en, cadence), **kept, "has_strip": cadence != "once"}
    for unit in units():
        for chosen, requirement, listed in ((5, "optional", OPTIONAL), (9, "own", OWN)):
            if unit.sort % chosen == 0:
                name, name_en, cadence = listed[unit.sort // chosen % len(listed)]
                action = _action(f"{requirement}-{unit.unit_id}", name, name_en, cadence)
                yield {**action, "unit_id": unit.unit_id, "requirement": requirement, "has_strip": False}


def _action(action_id: str, name: str, name_en: str, cadence: str) -> dict[str, Any]:
    sets = {
        "req": ("required", "规定动作（演示）", "Required (demo)"),
        "own": ("own", "本单位做法（演示）", "Own (demo)"),
    }
    code, said, said_en = sets.get(action_id.split("-")[0], ("chosen", "自选动作（演示）", "Chosen (demo)"))
    starts_on = FORMS_FROM if action_id == BY_PERSON else START if cadence == "once" else BEGINS
    return {
        **{"action_id": action_id, "set_code": code, "set_name": said, "set_name_en": said_en},
        **{"name": name, "name_en": name_en, "cadence": cadence, "starts_on": starts_on},
        "per": "person" if action_id == BY_PERSON else "unit",
        **{"text": "演示动作", "text_en": "A demo action"},
    }


def targets() -> Iterator[dict[str, Any]]:
    """The day by which what is done once is due, and how many people fill in the form in each unit."""
    for action_id, name, name_en, *_ in REQUIRED:
        if action_id in ONCE_BY:
            said = {"name": f"时限：{name}", "name_en": f"Due: {name_en}", "uom": "次", "uom_en": "time"}
            due = {"kind": "standard", "value": 1, "due": ONCE_BY[action_id], "coverage": "own"}
            yield {"target_id": f"due-{action_id}", **_of_action(action_id), **said, **due}
    said = {"name": "填表人数", "name_en": "People who fill in the form", "uom": "人", "uom_en": "people"}
    for unit in units():
        counted = {"kind": "population", "value": _staff(unit), "unit_id": unit.unit_id, "coverage": "own"}
        yield {"target_id": f"staff-{unit.unit_id}", **_of_action(BY_PERSON), **said, **counted}


def _of_action(action_id: str) -> dict[str, Any]:
    return {"subject": "action", "subject_code": action_id, "op": "eq", "qualifier": "exact"}


def _staff(unit: Unit) -> int:
    return 8 + one_of(40, "staff", unit.unit_id)


def windows() -> Iterator[dict[str, Any]]:
    """When figures are asked for. December's are asked for before the year is out."""
    for frequency in ("week", "halfmonth", "month", "quarter"):
        for period in periods(frequency):
            is_last = period.last >= END - 3 * DAY
            yield {
                **{"frequency": frequency, "period_end": period.last, "unit_id": "", "due_on": period.due},
                "opens_on": period.last - 4 * DAY if is_last else period.last + DAY,
                "locks_on": None if is_last else period.due + 10 * DAY,
                "source": "演示：市级下达",
            }


# What was done


@cache
def desks() -> dict[str, tuple[Unit, ...]]:
    """Who ticks together: one desk for all the city's departments, one for each division and its towns."""
    found: dict[str, list[Unit]] = defaultdict(list)
    for desk, members in reporting_desks().items():
        found["city" if desk.startswith("dept") else desk] += members
    return {desk: tuple(members) for desk, members in found.items()}


def _signs(desk: str) -> str:
    return people.ORGANISER if desk == "city" else people.clerk(desks()[desk][0])


def happenings() -> Iterator[Happening]:
    """Each desk ticks what was done in a week on the Friday after it was done."""
    for desk, members in desks().items():
        done: dict[dt.date, list[dict[str, Any]]] = {}
        for unit in members:
            for row, day in _done_by(unit):
                done.setdefault(_friday(day), []).append(row)
        for day, rows in sorted(done.items()):
            by = _signs(desk)
            yield Act(at(day, 16, len(desk)), "action_log", tuple(rows), "规定动作登记", by)
    yield from _phases()


def _friday(day: dt.date) -> dt.date:
    return min(working(day + (4 - day.weekday()) % 7 * DAY), END)


def _done_by(unit: Unit) -> Iterator[tuple[dict[str, Any], dt.date]]:
    """The rows of one unit's log, each with the day it is known from; what was not done may have none."""
    for action_id, _, _, cadence, _, _ in REQUIRED:
        if cadence == "once":
            yield from _once(unit, action_id)
            continue
        for period in periods(cadence):
            yield from _in_period(unit, action_id, period)
    if unit.sort % 5 == 0:
        cadence = OPTIONAL[unit.sort // 5 % len(OPTIONAL)][2]
        for period in periods(cadence)[1:]:
            yield from _in_period(unit, f"optional-{unit.unit_id}", period)


def _in_period(unit: Unit, action_id: str, period: Period) -> Iterator[tuple[dict[str, Any], dt.date]]:
    which = ("duty", unit.unit_id, action_id, period.key)
    thrown = chance(*which)
    if behaves(unit.unit_id, "neglects_duties") and period.last > dt.date(2021, 9, 15):
        return
    row = {"unit_id": unit.unit_id, "action_id": action_id, "variant": "", "period_key": period.key}
    late_on = working(period.last, 2 + one_of(5, "late", *which))
    if behaves(unit.unit_id, "late_duties") or (thrown < 0.05 and not _is_diligent(unit)):
        if late_on < END:
            yield {**row, "status": "late", "times": 1, "done_on": late_on, "note": "逾期补做"}, late_on
    elif thrown < 0.065 and not _is_diligent(unit):
        yield {**row, "status": "missed", "times": 0, "note": "集中调研，本期未开展"}, late_on
    elif thrown < 0.08 and unit.group == "town":
        yield {**row, "status": "not_applicable", "note": "汛期值守，经同意不开展"}, late_on
    elif thrown > 0.085 or _is_diligent(unit):
        days = [day for day in _days(period) if day <= END]
        day = days[one_of(len(days), "day", *which)]
        yield {**row, "status": "done", "times": 1, "done_on": day}, day


def _is_diligent(unit: Unit) -> bool:
    return behaves(unit.unit_id, "late_reports")


def _days(period: Period) -> list[dt.date]:
    """Days worked in the period, the last third of it as a rule; a week of holidays is made good after it."""
    inside = [period.first + ahead * DAY for ahead in range((period.last - period.first).days + 1)]
    worked = [day for day in inside if working(day) == day]
    return worked[len(worked) // 2 :] or [working(period.last)]


def _once(unit: Unit, action_id: str) -> Iterator[tuple[dict[str, Any], dt.date]]:
    if ONCE_BY[action_id] > END:
        yield from _not_due_yet(unit, action_id)
        return
    due, which = ONCE_BY[action_id], ("once", unit.unit_id, action_id)
    row = {"unit_id": unit.unit_id, "action_id": action_id, "variant": "", "period_key": "once"}
    if behaves(unit.unit_id, "neglects_duties") and due > dt.date(2021, 7, 1):
        return
    thrown = chance(*which)
    if behaves(unit.unit_id, "late_duties") or thrown < 0.06:
        day = working(due, 3 + one_of(12, "late", *which))
        yield {**row, "status": "late", "done_on": day, "note": f"逾期{(day - due).days}天完成"}, day
    elif thrown > 0.075 or _is_diligent(unit):
        day = working(due - (1 + one_of(13, "early", *which)) * DAY)
        yield {**row, "status": "done", "done_on": min(day, due)}, min(day, due)


def _not_due_yet(unit: Unit, action_id: str) -> Iterator[tuple[dict[str, Any], dt.date]]:
    """Some have done already what is due after the year, most a part of it; some have not begun."""
    thrown = chance("once", unit.unit_id, action_id)
    if behaves(unit.unit_id, "neglects_duties") or behaves(unit.unit_id, "late_duties") or thrown > 0.9:
        return
    row = {"unit_id": unit.unit_id, "action_id": action_id, "variant": "", "period_key": "once"}
    if action_id == BY_PERSON:
        staff = _staff(unit)
        day, filed = working(dt.date(2021, 12, 20)), min(staff, round(staff * (0.5 + 0.7 * thrown)))
        is_whole = filed == staff
        yield {**row, "status": "done", "times": filed, "done_on": day if is_whole else None}, day
    elif thrown < 0.3:
        day = working(dt.date(2021, 12, 13), one_of(10, "early", unit.unit_id))
        yield {**row, "status": "done", "times": 1, "done_on": day}, day


# Phases


def _phases() -> Iterator[Happening]:
    """Each desk says how its units stand in a phase and at its end; the organiser says it of all."""
    for phase_no, (first, last) in enumerate(PHASES, 1):
        yield _whole(phase_no, first, "doing")
        for desk in desks():
            yield from _phase_of(desk, phase_no, first, last)
        if last < END:
            yield _whole(phase_no, working(last, 5), "done")


def _whole(phase_no: int, day: dt.date, status: str) -> Act:
    row = {"unit_id": "*", "phase_no": phase_no, "as_of": day, "status": status, "note": "演示日期"}
    return Act(at(day, 9), "phase_status", (row,), "当前阶段", people.ORGANISER)


def _phase_of(desk: str, phase_no: int, first: dt.date, last: dt.date) -> Iterator[Happening]:
    members = desks()[desk]
    by = _signs(desk)
    begun = working(first, 3 + one_of(6, "begun", desk, phase_no))
    middle = first + (last - first) // 2
    ended = working(min(last - DAY, END - DAY), 0 if last >= END else 2)
    for day, is_end in ((begun, False), (working(middle), False), (ended, True)):
        rows = [row for unit in members if (row := _phase_row(unit, phase_no, day, (first, last), is_end))]
        if rows:
            yield Act(at(min(day, END), 11, phase_no), "phase_status", tuple(rows), "阶段状态登记", by)


def _phase_row(
    unit: Unit, phase_no: int, day: dt.date, span: tuple[dt.date, dt.date], is_end: bool
) -> dict[str, Any] | None:
    roll = chance("phase", unit.unit_id, phase_no, day)
    if roll < 0.06 or (behaves(unit.unit_id, "neglects_duties") and phase_no > 2):
        return None
    is_done = is_end and roll > (0.55 if phase_no == len(PHASES) else 0.12)
    share = (day - span[0]).days / (span[1] - span[0]).days
    percent = 100 if is_done else min(95, round(100 * share * (0.8 + 0.3 * roll) / 5) * 5)
    return {
        **{"unit_id": unit.unit_id, "phase_no": phase_no, "as_of": day},
        **{"status": "done" if is_done else "doing", "percent": percent},
    }
