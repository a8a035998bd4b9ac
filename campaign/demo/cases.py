"""The units made to behave in one way, so that every test of methods.md is seen to fire and not to fire."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    unit_id: str
    behaviour: str
    metric_id: str  # empty: all it reports
    shows: str  # what a reader of methods.md should see


CASES = (
    # 序时进度
    Case("decheng-t03", "slow", "people_trained", "滞后 in every report: 进展滞后 fires"),
    Case("ningjin-t09", "slow", "trainings_held", "half of a target of 24: 滞后 though a small count"),
    Case("decheng-t04", "slow_autumn", "people_trained", "滞后 until October, then caught up: fires no more"),
    Case("lingcheng-t02", "rather_slow", "trainings_held", "short but few: 预警 or 基数小, does not fire"),
    Case("ningjin-t05", "small_target", "trainings_held", "target 2, one held: 基数小，不作判定"),
    Case("qingyun-t01", "fast", "people_trained", "已完成 before it is due"),
    Case("linyi-t06", "silent", "", "no word since September: 未更新, not 滞后"),
    Case("decheng", "redefined", "contests_held", "defined anew on 1 September: the line breaks, no pace"),
    Case("ningjin", "last_year", "trainings_held", "in October an outlook with last year's errors"),
    Case("qingyun", "none_yet", "projects_introduced", "0 until September is a value: 零 is not 未报"),
    # 推进不力
    Case("qihe-t04", "neglects_duties", "", "required actions overdue: 推进不力 fires"),
    Case("pingyuan-t02", "late_reports", "", "every report 迟报, every duty done: 推进不力 does not fire"),
    Case("laoling-t02", "late_duties", "", "every duty done late: 逾期完成 with its days, does not fire"),
    # 成效不明显: rated and satisfied
    Case("xiajin-t07", "dissatisfied", "matters_satisfied", "below the adjusted 99.8 % limit, steady: fires"),
    Case("wucheng-t01", "delighted", "matters_satisfied", "above the upper limit: better, does not fire"),
    Case("yucheng-t10", "few_matters", "matters_satisfied", "n < 10: x/n, no percent, no verdict"),
    # XmR on the weekly rate of answers in time
    Case("yucheng", "week_drop", "on_time_rate", "last point below the limit: special cause"),
    Case("qihe", "week_rise", "on_time_rate", "the last seven rising: improvement"),
    Case("pingyuan", "week_new", "on_time_rate", "nine points: 数据点不足"),
    Case("linyi", "week_steady", "on_time_rate", "common cause only: nothing to say"),
    # 对比排名
    Case("decheng", "tied", "projects_introduced", "the same number as 陵城: 并列"),
    Case("lingcheng", "tied", "projects_introduced", "the same number as 德城: 并列"),
    Case("wucheng", "hedged", "projects_planned", "余 in every report: not told apart from those just above"),
)  # fmt: skip

WATCHED = {
    (case.unit_id, case.metric_id) for case in CASES
}  # told exactly and at once: nothing else happens to it
_BY_UNIT = {(case.unit_id, case.behaviour, case.metric_id) for case in CASES}


def behaves(unit_id: str, behaviour: str, metric_id: str = "") -> bool:
    return (unit_id, behaviour, metric_id) in _BY_UNIT
