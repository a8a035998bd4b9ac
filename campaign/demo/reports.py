"""How the figures came in: by whom, when, late, corrected, returned, withdrawn, struck, or not at all."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from campaign.demo import people
from campaign.demo.cases import WATCHED, behaves
from campaign.demo.figures import Figure, monthly, row_of, weekly
from campaign.demo.happening import HandedIn, Happening, Row, Step, published
from campaign.demo.redefinition import as_defined
from campaign.demo.units import Unit, units
from campaign.demo.year import DAY, END, Period, at, chance, one_of, periods, working

NEVER, LATE, IN_TIME = "never", "late", "in_time"
SILENT_SINCE = dt.date(2021, 9, 30)  # the silent unit's last report
# the month's batch of one division, by what became of it
RETURNED, WITHDRAWN, TAKEN_BACK = ("wucheng", 8), ("xiajin", 7), ("dept-18", 6)
STRUCK = ("qingyun-t03", "contests_held", dt.date(2021, 9, 30))
WAITING = "yucheng"  # the division whose corrections of December nobody has looked at yet
CORRECTED_EVERY = 22  # one figure in so many was handed in wrong and put right


def happenings() -> Iterator[Happening]:
    for period in periods("month"):
        for desk in desks():
            yield from _month_of(desk, period)
        yield from _corrections(period)
        yield from _unchanged(period)
    yield from _struck()
    yield _waiting()
    for period in periods("week"):
        yield from _week(period)


@cache
def desks() -> dict[str, tuple[Unit, ...]]:
    """Who hands in together: each department for itself, a division's organiser for it and its towns."""
    found: dict[str, list[Unit]] = defaultdict(list)
    for unit in units():
        found[unit.unit_id.partition("-t")[0]].append(unit)
    return {desk: tuple(members) for desk, members in found.items()}


@cache
def by_month() -> dict[tuple[str, int], tuple[Figure, ...]]:
    found: dict[tuple[str, int], list[Figure]] = defaultdict(list)
    for figure in monthly():
        found[figure.unit_id, figure.as_of.month].append(as_defined(figure))
    return {key: tuple(figures) for key, figures in found.items()}


def punctual(unit: Unit, period: Period) -> str:
    """Whether the unit's report of a month came in time. Of December the late ones had not come yet."""
    if behaves(unit.unit_id, "silent") and period.last > SILENT_SINCE:
        return NEVER
    if behaves(unit.unit_id, "late_reports"):
        return LATE if period.last < END else IN_TIME
    if is_unchanged(unit, period):
        return NEVER
    roll = chance("punctual", unit.unit_id, period.key)
    late = LATE if period.last < END else NEVER
    return NEVER if roll < 0.015 else late if roll < 0.085 else IN_TIME


def _month_of(desk: str, period: Period) -> Iterator[Happening]:
    members = desks()[desk]
    in_time = [unit for unit in members if punctual(unit, period) == IN_TIME]
    late = [unit for unit in members if punctual(unit, period) == LATE]
    if in_time:
        yield from _handed_in(desk, in_time, period, _day_in_time(desk, period))
    if late:
        yield from _handed_in(
            desk, late, period, working(period.due, 2 + one_of(6, "late", desk, period.key)), "补报"
        )


def _day_in_time(desk: str, period: Period) -> dt.date:
    """One of the days between the end of the month and the last day in time."""
    days = sorted({working(period.last + ahead * DAY) for ahead in range(1, 6)} - {working(period.due, 1)})
    allowed = [day for day in days if day <= working(period.due)] or [END]
    return allowed[one_of(len(allowed), "day", desk, period.key)]


def _handed_in(
    desk: str, who: list[Unit], period: Period, day: dt.date, how: str = ""
) -> Iterator[Happening]:
    rows = tuple(row_of(figure) for figure in _as_first_told(who, period))
    batch = HandedIn(
        at(day, 9 + one_of(6, "hour", desk, period.key, how), one_of(60, "minute", desk, period.key, how)),
        f"{desk}/{period.key}/{how}",
        "observation",
        rows,
        f"{period.last.month}月指标数据{how}",
        people.clerk(who[0]),
        f"代录，依据各单位盖章报表（演示）{how}" if len(who) > 1 else how or None,
    )
    reviewer = people.REVIEWER
    month = period.last.month
    if (desk, month) == RETURNED and not how:
        yield from _returned(batch, reviewer)
    elif (desk, month) == TAKEN_BACK and not how:
        yield from _taken_back(batch, reviewer)
    else:
        yield from published(batch, reviewer, 2 + 2 * chance("wait", desk, period.key, how))
        if (desk, month) == WITHDRAWN and not how:
            yield from _withdrawn(batch, reviewer)


def _as_first_told(who: list[Unit], period: Period) -> Iterator[Figure]:
    for unit in who:
        for figure in by_month().get((unit.unit_id, period.last.month), ()):
            yield _mistaken(figure) if is_corrected(figure) else figure


def _returned(batch: HandedIn, reviewer: str) -> Iterator[Happening]:
    """万元 put where 亿元 is asked for: sent back, and handed in again the next working day."""
    slipped = tuple(_in_ten_thousands(row) for row in batch.rows)
    yield replace(batch, name=f"{batch.name}first", rows=slipped)
    reason = "投资额疑似按万元填报，指标计量单位为亿元，请换算后重新报送"
    yield Step(batch.at + dt.timedelta(hours=3), f"{batch.name}first", "returned", reviewer, reason)
    again = replace(batch, at=at(working(batch.at.date() + DAY), 9, 40), note="已按亿元换算，重新报送")
    yield from published(again, reviewer)


def _in_ten_thousands(row: Row) -> Row:
    if row["metric_id"] != "investment":
        return row
    value = row["value"] * 10000
    return {**row, "value": value, "qualifier": "exact", "printed": f"{value:.0f}亿元"}


def _taken_back(batch: HandedIn, reviewer: str) -> Iterator[Happening]:
    first = replace(batch, name=f"{batch.name}first")
    yield first
    yield Step(batch.at + dt.timedelta(minutes=20), first.name, "taken_back", batch.by)
    yield from published(replace(batch, at=batch.at + dt.timedelta(minutes=50)), reviewer, 2)


def _withdrawn(batch: HandedIn, reviewer: str) -> Iterator[Happening]:
    day = working(batch.at.date(), 4)
    yield Step(
        at(day, 10), batch.name, "withdrawn", people.ORGANISER, "有单位反映报表版本有误，先撤销入库核对"
    )
    yield Step(at(working(day, 2), 16), batch.name, "restored", reviewer, "经核对报表无误，恢复入库")


# Corrections


def is_corrected(figure: Figure) -> bool:
    """Never a stage of the loop, which would stand above the stage before it."""
    is_plain = figure.metric_id in (
        "people_trained",
        "transactions_handled",
        "matters_resolved",
        "hazards_removed",
    )
    if not is_plain or figure.period.last >= END or (figure.unit_id, figure.metric_id) in WATCHED:
        return False
    return one_of(CORRECTED_EVERY, "corrected", figure.unit_id, figure.metric_id, figure.period.key) == 0


def _mistaken(figure: Figure) -> Figure:
    return replace(figure, value=float(round(figure.value * 1.12)) + 3, qualifier="exact")


REASONS = (
    "原数含去年结转，已剔除",
    "与业务台账核对后更正",
    "误将计划数计入，已改为完成数",
    "个别事项重复登记，已去重",
)


def _corrections(period: Period) -> Iterator[Happening]:
    """Of each desk at most one batch a month, some days after the figures."""
    if period.last >= END:
        return
    day = working(period.due, 12)
    for number, (desk, members) in enumerate(desks().items()):
        told = [
            figure
            for unit in members
            if punctual(unit, period) != NEVER
            for figure in by_month().get((unit.unit_id, period.last.month), ())
            if is_corrected(figure)
        ]
        if told:
            reason = REASONS[number % len(REASONS)]
            rows = tuple(row_of(replace(figure, note=f"更正：{reason}")) for figure in told)
            title = f"{period.last.month}月指标数据更正"
            name, by = f"{desk}/{period.key}/correction", people.clerk(members[0])
            batch = HandedIn(at(day, 9, number % 60), name, "observation", rows, title, by, f"更正：{reason}")
            yield from published(batch, people.REVIEWER, 4, reason)


def is_unchanged(unit: Unit, period: Period) -> bool:
    """Departments only, and only where nothing was to be counted anew."""
    return unit.group == "city_dept" and one_of(10, "same", unit.unit_id, period.key) == 0


def _unchanged(period: Period) -> Iterator[Happening]:
    for number, unit in enumerate(units()):
        if is_unchanged(unit, period):
            rows = ({"unit_id": unit.unit_id, "as_of": period.last, "note": "本期无变化"},)
            day, title = min(working(period.last, 2), END), f"{period.last.month}月本期无变化"
            name, by = f"{unit.unit_id}/{period.key}/same", people.clerk(unit)
            batch = HandedIn(at(day, 10, number % 60), name, "no_change", rows, title, by)
            yield from published(batch, people.REVIEWER, 3)


def _struck() -> Iterator[Happening]:
    """One row of September's batch struck out: the unit had counted another's contest."""
    unit_id, metric_id, day = STRUCK
    desk, reason = unit_id.partition("-t")[0], "竞赛由上级单位主办，不应计入本单位"
    row = {
        **{"struck_table": "observation", "struck_batch": f"{desk}/2021-09/", "reason": reason},
        "struck_row": (unit_id, metric_id, day),
    }
    by = people.clerk(desks()[desk][0])
    batch = HandedIn(
        at(dt.date(2021, 10, 20), 15), f"{desk}/strike", "strike", (row,), "作废一行", by, reason
    )
    yield from published(batch, people.REVIEWER, 1, reason)


def _waiting() -> HandedIn:
    """Handed in on the last afternoon: what a reviewer finds in the queue."""
    unit = desks()[WAITING][0]
    told = [
        replace(figure, value=figure.value + 3, qualifier="exact", note="更正：补录月末两日")
        for figure in by_month()[unit.unit_id, END.month]
        if figure.metric_id in ("people_trained", "contests_held", "matters_resolved")
    ]
    rows = tuple(row_of(figure) for figure in told)
    note = "更正：补录月末两日（演示）"
    name = f"{WAITING}/waiting"
    return HandedIn(at(END, 16, 40), name, "observation", rows, "12月指标数据更正", people.clerk(unit), note)


# Weekly


def _week(period: Period) -> Iterator[Happening]:
    """The city's organiser collects the week's three figures of every division."""
    rows = tuple(row_of(figure) for figure in weekly() if figure.period == period)
    if rows and period.last < END:
        day = working(period.last + 2 * DAY)
        title, name = f"{period.key}周数据", f"week/{period.key}"
        batch = HandedIn(
            at(day, 15, 30), name, "observation", rows, title, people.ORGANISER, "汇总各县市区周报（演示）"
        )
        yield from published(batch, people.REVIEWER, 1)
