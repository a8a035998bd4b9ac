"""What people made of what the tests named: judgements, matters handed to units, draws of units to visit."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from campaign.demo import people
from campaign.demo.happening import Act, Happening
from campaign.demo.units import of_group
from campaign.demo.year import at, working
from campaign.supervision import draw
from campaign.supervision.candidates import candidate_id


@dataclass(frozen=True)
class Judged:
    unit_id: str
    ground: str  # weak_push | lagging | little_effect
    day: dt.date
    is_confirmed: bool
    evidence: str
    reason: str
    metric_id: str = ""
    reports: tuple[dt.date, ...] = ()  # the days of the reports it rests on


JUDGED = (
    Judged(
        "decheng-t03",
        "lagging",
        dt.date(2021, 8, 12),
        True,
        "培训人数连续两期低于序时进度75%",
        "已电话核实，确属组织不力",
        "people_trained",
        (dt.date(2021, 6, 30), dt.date(2021, 7, 31)),
    ),
    Judged(
        "decheng-t04",
        "lagging",
        dt.date(2021, 11, 10),
        False,
        "培训人数连续两期低于序时进度75%",
        "冬训计划已排定，11月集中补训",
        "people_trained",
        (dt.date(2021, 9, 30), dt.date(2021, 10, 31)),
    ),
    Judged(
        "ningjin-t09",
        "lagging",
        dt.date(2021, 10, 14),
        True,
        "培训次数连续两期低于序时进度75%",
        "无合理原因，提请关注",
        "trainings_held",
        (dt.date(2021, 8, 31), dt.date(2021, 9, 30)),
    ),
    Judged(
        "qihe-t04",
        "weak_push",
        dt.date(2021, 10, 22),
        True,
        "规定动作逾期未办，14日无说明",
        "现场查看，台账空白",
    ),
    Judged("laoling-t06", "weak_push", dt.date(2021, 9, 23), False, "一项规定动作逾期", "因防汛抽调，已补做"),
    Judged(
        "xiajin-t07",
        "little_effect",
        dt.date(2021, 11, 16),
        True,
        "满意率持续低于控制限",
        "抽样回访结果一致，提请关注",
        "matters_satisfaction_rate",
        (dt.date(2021, 9, 30), dt.date(2021, 10, 31)),
    ),
    Judged(
        "wucheng-t05",
        "lagging",
        dt.date(2021, 12, 14),
        True,
        "培训次数连续两期低于序时进度75%",
        "约谈后仍无进展，提请关注",
        "trainings_held",
        (dt.date(2021, 10, 31), dt.date(2021, 11, 30)),
    ),
    Judged(
        "ningjin-t02",
        "little_effect",
        dt.date(2021, 11, 16),
        False,
        "一期低于控制限",
        "样本少，继续观察",
        "matters_satisfaction_rate",
        (dt.date(2021, 10, 31),),
    ),
)


@dataclass(frozen=True)
class Matter:
    """A task and its steps: (step, day, note), an extension with its new day."""

    unit_id: str
    title: str
    ground: str | None
    due_on: dt.date
    steps: tuple[tuple[str, dt.date, str, dt.date | None], ...]


def _day(month: int, day: int) -> dt.date:
    return dt.date(2021, month, day)


MATTERS = (
    # closed in time
    Matter("decheng-t03", "制定补训计划并组织实施", "lagging", _day(9, 10), (
        ("assigned", _day(8, 13), "", None), ("fed_back", _day(9, 3), "已补训两期", None),
        ("checked", _day(9, 7), "现场核查属实", None), ("closed", _day(9, 8), "", None))),
    # 逾期完成
    Matter("ningjin-t09", "补齐三季度培训场次", "lagging", _day(11, 5), (
        ("assigned", _day(10, 15), "", None), ("fed_back", _day(11, 15), "已补两场", None),
        ("checked", _day(11, 17), "资料齐全", None), ("closed", _day(11, 17), "逾期12天完成", None))),
    # overdue, nothing said
    Matter("qihe-t04", "限期补做规定动作并说明原因", "weak_push", _day(11, 12), (
        ("assigned", _day(10, 25), "", None),)),
    # fed back, sent back to be done again, still open and overdue
    Matter("xiajin-t07", "查找群众不满意原因并整改", "little_effect", _day(12, 10), (
        ("assigned", _day(11, 17), "", None), ("fed_back", _day(12, 3), "已召开分析会", None),
        ("checked", _day(12, 7), "措施不具体", None), ("reopened", _day(12, 8), "请逐项列出措施", None))),
    # extended, not due yet
    Matter("linyi-t06", "补报四季度数据", None, _day(12, 20), (
        ("assigned", _day(12, 6), "", None), ("extended", _day(12, 17), "系统交接，同意延期", _day(12, 31)))),
    # fed back, waiting to be checked
    Matter("pingyuan-t02", "规范数据报送时限", None, _day(12, 30), (
        ("assigned", _day(12, 9), "", None), ("fed_back", _day(12, 24), "已明确专人", None))),
    # closed after an extension
    Matter("dept-13", "完善回访台账", None, _day(8, 20), (
        ("assigned", _day(7, 26), "", None), ("extended", _day(8, 18), "人员调整，同意延期", _day(8, 31)),
        ("fed_back", _day(8, 30), "台账已补齐", None), ("checked", _day(8, 31), "", None),
        ("closed", _day(8, 31), "", None))),
    # what a person confirmed, still open: how it stands to its plan is shown
    Matter("wucheng-t05", "排出年底前培训场次", "lagging", _day(1, 12).replace(year=2022), (
        ("assigned", _day(12, 15), "", None),)),
    # just handed over
    Matter("laoling-t02", "说明规定动作多次逾期的原因", None, _day(1, 10).replace(year=2022), (
        ("assigned", _day(12, 28), "", None),)),
)  # fmt: skip


def happenings() -> Iterator[Happening]:
    for judged in JUDGED:
        yield _judgement(judged)
    for number, matter in enumerate(MATTERS, 1):
        yield from _task(number, matter)
    yield _draw(1, _day(8, 26), "2021238", (("city_dept", 3), ("division", 2), ("town", 10)))
    yield _draw(2, _day(11, 25), "2021329", (("city_dept", 4), ("division", 2), ("town", 12)))


def _judgement(judged: Judged) -> Act:
    row = {
        "candidate_id": candidate_id(judged.ground, judged.unit_id, judged.metric_id, judged.reports),
        **{"unit_id": judged.unit_id, "ground": judged.ground, "on_date": judged.day},
        "verdict": "confirmed" if judged.is_confirmed else "dismissed",
        **{"evidence": judged.evidence, "reason": judged.reason},
    }
    day = at(working(judged.day), 10, 20)
    return Act(day, "judgement", (row,), "线索核实", people.ORGANISER, judged.reason)


def _task(number: int, matter: Matter) -> Iterator[Happening]:
    task_id = f"task-{number:02}"
    row = {
        **{"task_id": task_id, "unit_id": matter.unit_id, "title": f"{matter.title}（演示）"},
        **{"ground": matter.ground, "evidence": "演示依据", "origin": "演示督导", "due_on": matter.due_on},
        "owner": f"示例负责人{number:02}",
    }
    yield Act(at(matter.steps[0][1], 9, 10), "task", (row,), "交办事项", people.SUPERVISOR)
    for step_no, (step, day, note, due_on) in enumerate(matter.steps, 1):
        told = {"task_id": task_id, "step_no": step_no, "step": step, "on_date": day}
        told |= {"due_on": due_on, "note": note or None}
        yield Act(at(day, 9 + step_no, 15), "task_step", (told,), "事项进展", people.SUPERVISOR)


def _draw(number: int, day: dt.date, announced: str, strata: tuple[tuple[str, int], ...]) -> Act:
    """From each group so many, by the number announced; the drawer's own unit is left out."""
    excluded = "dept-11"
    wanted = [draw.Stratum(group, count) for group, count in strata]
    members = {group: [unit.unit_id for unit in of_group(group)] for group, _ in strata}
    row = {
        **{"draw_id": f"draw-{number}", "drawn_on": day, "announced_no": announced, "excluded": excluded},
        **{"strata": draw.written(wanted), "reason": "随机抽查（演示）：抽查人所在单位回避"},
        "drawn": " ".join(draw.drawn(announced, wanted, members, (excluded,))),
    }
    return Act(at(day, 9), "spot_check", (row,), "随机抽查", people.SUPERVISOR)
