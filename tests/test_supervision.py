"""督导: three tests and their evidence, what people make of them, matters step by step, draws, its page."""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from campaign import accounts, board, options, panels
from campaign.accounts import EVERYTHING, Person, Role, Scope
from campaign.acts import act
from campaign.filters import Filters
from campaign.methods.rows import Row, rows
from campaign.panels import Panel
from campaign.settings import FIRST_CAMPAIGN, ROOT
from campaign.store import Store
from campaign.supervision import draw, steps, told
from campaign.supervision.candidates import Thresholds
from campaign.supervision.draw import Stratum
from campaign.words import Refusal, Words
from tests import drawing
from tests.drawing import enter
from tests.test_pages import FRAME, SECONDS, assert_is_whole, home, shown

__all__ = ["home"]

ZH, EN = Words("zh"), Words("en")
GOOD = "correct-horse-7"
TODAY = dt.date(2021, 9, 17)
UNITS = """
    unit_id | short_name | division_code
    a       | 甲镇       | 371402
    b       | 乙镇       | 371402
    c       | 丙镇       | 371403
"""
GROUNDS = """
    kind   | code          | no | name
    ground | weak_push     | 1  | 推进不力
    ground | lagging       | 2  | 进展滞后
    ground | little_effect | 3  | 成效不明显
"""
CAMPAIGN = "campaign_id | name | started_on | is_synthetic\nx | 三创一争 | 2021-04-28 | false"
METRIC = "metric_id | name | uom\nm | 培训人数 | 人"
TARGETS = """
    target_id | subject_code | unit_id | value | due
    t-a       | m            | a       | 200   | 2021-12-31
    t-b       | m            | b       | 200   | 2021-12-31
"""
FIGURES = """
    unit_id | metric_id | as_of      | value
    a       | m         | 2021-07-31 | 20
    a       | m         | 2021-08-31 | 30
    b       | m         | 2021-07-31 | 90
    b       | m         | 2021-08-31 | 105
"""

Opening = Callable[..., Store]


@pytest.fixture
def drawn(tmp_path: Path) -> Iterator[Opening]:
    """Makes a campaign of three towns; more tables, or other rows of these, as told."""
    made: list[Store] = []

    def making(**tables: str) -> Store:
        plain = {"campaign": CAMPAIGN, "unit": UNITS, "theme": GROUNDS, "metric": METRIC, "target": TARGETS}
        made.append(drawing.draw(tmp_path / f"drawn{len(made)}.duckdb", **{**plain, **tables}))
        return made[-1]

    yield making
    for store in made:
        store.close()


def filters(store: Store, today: dt.date = TODAY, **more: Any) -> Filters:
    return replace(Filters(store.last_event, today=today), **more)


def answer(store: Store, panel: Panel, today: dt.date = TODAY, **more: Any) -> list[Row]:
    return rows(panel.answer(store, filters(store, today, **more)))


def waiting(store: Store, today: dt.date = TODAY) -> list[Row]:
    return answer(store, panels.SUPERVISION_CANDIDATES, today)


def named(store: Store, today: dt.date = TODAY) -> list[tuple[str, str]]:
    return [(row["ground"], row["unit_id"]) for row in waiting(store, today)]


def table(store: Store, panel: Panel, words: Words = ZH, **more: Any) -> pd.DataFrame:
    return panel.table(panel.answer(store, filters(store, **more)), words)


# 进展滞后


def test_two_reports_behind_in_a_row_name_a_unit_with_its_evidence(drawn: Opening) -> None:
    store = drawn(observation=FIGURES)
    assert named(store) == [("lagging", "a")]
    said = told.evidence(waiting(store)[0], ZH)
    assert said == (
        "培训人数最近 2 期均滞后（2021年7月31日、2021年8月31日）："
        "完成目标的15.0%，欠序时进度35.8个百分点，约晚88天"
    )
    assert "35.8 percentage points short of plan" in told.evidence(waiting(store)[0], EN)


@pytest.mark.parametrize(
    "change",
    [
        "a | m | 2021-08-31 | 120",  # caught up
        "c | m | 2021-08-31 | 1",  # and of whom nothing was asked
    ],
)
def test_what_is_on_plan_or_without_a_target_is_named_by_nobody(drawn: Opening, change: str) -> None:
    figures = "\n".join(line for line in FIGURES.splitlines() if not line.strip().startswith("a"))
    assert named(drawn(observation=f"{figures.rstrip()}\n{change}")) == []


def test_a_target_for_all_is_held_against_each_unit_that_reports(drawn: Opening) -> None:
    for_all = "target_id | subject_code | unit_id | value | due\nt | m |  | 200 | 2021-12-31"
    lagging = FIGURES.replace(
        "b       | m         | 2021-07-31 | 90", "b       | m         | 2021-07-31 | 25"
    )
    store = drawn(observation=lagging.replace("| 105", "| 28"), target=for_all)
    assert named(store) == [("lagging", "a"), ("lagging", "b")]
    assert [row["unit_id"] for row in answer(store, panels.PACE, metric_id="m")] == ["a", "b"]


def test_no_unit_lags_behind_a_target_of_an_older_definition(drawn: Opening) -> None:
    store = drawn(observation=FIGURES)
    head = "metric_id | name | uom | valid_from | definition"
    for day, meaning in (("2021-04-28", "甲"), ("2021-08-01", "乙")):
        enter(store, "metric", f"{head}\nm | 培训人数 | 人 | {day} | {meaning}")
    assert named(store) == []
    lagging = next(row for row in answer(store, panels.SUPERVISION_TESTS) if row["ground"] == "lagging")
    assert "definition:2" in lagging["missing"]
    assert "口径已变更，目标按原口径设定（2 个单位）" in told.missing(lagging, ZH)


def test_who_keeps_to_dated_steps_is_not_held_to_even_days(drawn: Opening) -> None:
    steps = TARGETS.rstrip() + "\n    t-step    | m            | a       | 20    | 2021-08-31\n"
    assert named(drawn(observation=FIGURES, target=steps)) == []


def test_one_report_behind_is_not_two(drawn: Opening) -> None:
    one = "unit_id | metric_id | as_of | value\na | m | 2021-08-31 | 30"
    store = drawn(observation=one)
    assert named(store) == []
    lacking = {
        row["ground"]: {code: int(n) for code, n in (one.split(":") for one in row["missing"])}
        for row in answer(store, panels.SUPERVISION_TESTS)
    }
    assert lacking["lagging"] == {"two_reports": 1, "reports": 1, "target": 1}


def test_a_unit_that_has_gone_silent_is_not_up_to_date_and_not_lagging(drawn: Opening) -> None:
    store = drawn(observation=FIGURES)
    assert named(store, dt.date(2021, 10, 13)) == [("lagging", "a")]
    assert named(store, dt.date(2021, 10, 14)) == []


def test_how_many_reports_is_a_setting_as_known_then(drawn: Opening) -> None:
    store = drawn(observation=FIGURES)
    before = filters(store)
    options.change(store, "supervision_reports", "3", by="组织者")
    assert named(store) == []
    assert len(panels.SUPERVISION_CANDIDATES.answer(store, before)) == 1


def test_who_has_caught_up_is_among_the_improved(drawn: Opening) -> None:
    store = drawn(observation=f"{FIGURES.rstrip()}\na | m | 2021-09-15 | 130")
    (line,) = table(store, panels.SUPERVISION_IMPROVED).itertuples(index=False)
    assert line[0] == "甲镇" and "已达序时进度（完成目标的65.0%）" in line[1]


# 推进不力

PHASES = "kind | code | no | name | ends_on\nphase | p1 | 1 | 部署 | 2021-06-15"
ACTIONS = """
    action_id | set_code | name     | cadence | requirement | phase_no | starts_on
    once      | s        | 动员会   | once    | required    | 1        | 2021-04-28
    week      | s        | 每周调度 | week    | required    |          | 2021-08-02
"""
DONE = """
    unit_id | action_id | period_key | status
    a       | once      | once       | late
    b       | once      | once       | done
    c       | once      | once       | done
"""


def weeks(unit: str, first: int, last: int, status: str = "done") -> str:
    return "".join(f"    {unit} | week | 2021-W{week} | {status}\n" for week in range(first, last + 1))


def duties(drawn: Opening, log: str) -> Store:
    return drawn(theme=PHASES, action=ACTIONS, action_log=DONE.rstrip() + "\n" + log)


def test_two_periods_missed_in_a_row_name_a_unit_and_one_does_not(drawn: Opening) -> None:
    log = weeks("a", 31, 34) + weeks("b", 31, 35) + weeks("c", 31, 36, "late")
    store = duties(drawn, log)
    assert named(store) == [("weak_push", "a")]
    assert told.evidence(waiting(store)[0], ZH) == "“每周调度”自2021年9月5日一期起连续 2 期未办"


def test_done_late_is_done_and_not_applicable_is_no_fault(drawn: Opening) -> None:
    log = weeks("a", 31, 36, "late") + weeks("b", 31, 36, "not_applicable") + weeks("c", 31, 36)
    assert named(duties(drawn, log)) == []


def test_a_late_upload_is_never_weak_push(drawn: Opening) -> None:
    window = "frequency | period_end | opens_on | due_on\nmonth | 2021-08-31 | 2021-09-01 | 2021-09-05"
    assignment = "unit_id | metric_id | starts_on\na | m | 2021-04-28"
    store = drawn(reporting_window=window, assignment=assignment)
    assert named(store) == []


def test_what_was_to_be_done_once_is_overdue_after_its_phase(drawn: Opening) -> None:
    log = "".join(weeks(unit, 31, 36) for unit in "abc")
    missing = DONE.replace("    a       | once      | once       | late\n", "")
    store = drawn(theme=PHASES, action=ACTIONS, action_log=missing.rstrip() + "\n" + log)
    assert named(store) == [("weak_push", "a")]
    assert told.evidence(waiting(store)[0], ZH) == "“动员会”应于2021年6月15日前完成，逾期94天"
    assert named(store, dt.date(2021, 6, 15)) == []


def test_a_matter_past_its_deadline_without_an_answer_names_a_unit(drawn: Opening) -> None:
    store = drawn()
    task_id = hand_over(store, due_on=dt.date(2021, 9, 20))
    assert named(store, dt.date(2021, 9, 20)) == []
    assert named(store, dt.date(2021, 9, 21)) == [("weak_push", "a")]
    go_on(store, task_id, "fed_back", today=dt.date(2021, 9, 22))
    assert named(store, dt.date(2021, 9, 30)) == []


# 成效不明显

RATES = """
    metric_id | name   | uom | kind       | numerator | denominator | use_class | group_code | direction
    rated     | 评价数 | 件  | cumulative |           |             | process   | loop       | up
    satisfied | 满意数 | 件  | cumulative |           |             | process   | loop       | up
    rate      | 满意率 | 比  | rate       | satisfied | rated       | outcome   | loop       | up
"""


def rated(shares: dict[str, list[float]], size: int = 100) -> str:
    """Each unit's running counts, month by month from March on, with these shares in each."""
    lines = ["unit_id | metric_id | as_of | value"]
    for unit, monthly in shares.items():
        satisfied = 0
        for month, share in enumerate(monthly):
            satisfied += round(size * share)
            day = (dt.date(2021, 4 + month, 1) - dt.timedelta(days=1)).isoformat()
            lines += [
                f"{unit} | rated | {day} | {size * (month + 1)}",
                f"{unit} | satisfied | {day} | {satisfied}",
            ]
    return "\n".join(lines)


MANY = "unit_id | short_name\n" + "\n".join(f"u{n:02} | 镇{n:02}" for n in range(20))
USUAL = {f"u{n:02}": [0.90, 0.92, 0.89, 0.91, 0.90, 0.91] for n in range(19)}


def test_a_rate_clearly_below_its_group_without_improvement_is_named(drawn: Opening) -> None:
    figures = rated({**USUAL, "u19": [0.62, 0.6, 0.61, 0.6, 0.62, 0.6]})
    store = drawn(unit=MANY, metric=RATES, target="target_id | unit_id\n", observation=figures)
    assert named(store) == [("little_effect", "u19")]
    assert told.evidence(waiting(store)[0], ZH).startswith("满意率60.8%（365/600），连续明显差于同组")


def test_a_rate_below_its_group_that_improves_is_told_as_improved(drawn: Opening) -> None:
    figures = rated({**USUAL, "u19": [0.4, 0.42, 0.4, 0.75, 0.8, 0.85]})
    store = drawn(unit=MANY, metric=RATES, target="target_id | unit_id\n", observation=figures)
    assert named(store) == []
    improved = [row["unit_id"] for row in answer(store, panels.SUPERVISION_IMPROVED)]
    assert improved == ["u19"]


def test_a_small_number_is_outside_nothing(drawn: Opening) -> None:
    figures = rated(USUAL) + "".join(
        f"\nu19 | {metric} | 2021-0{month}-28 | {value}"
        for month in (7, 8)
        for metric, value in (("rated", 5), ("satisfied", 2))
    )
    store = drawn(unit=MANY, metric=RATES, target="target_id | unit_id\n", observation=figures)
    assert named(store) == []


# What is missing


def test_a_campaign_without_targets_and_duties_says_what_is_missing(store: Store) -> None:
    """The page's own campaign: nothing can be judged, and nobody is named."""
    found = panels.SUPERVISION_TESTS.answer(store, filters(store))
    assert list(found["looked_at"]) == [0, 0, 0]
    said = list(panels.SUPERVISION_TESTS.table(found, ZH)["还缺什么"])
    assert said[1] == "没有设带时限的目标（9 个单位）"
    assert "没有列明规定动作（9 个单位）" in said[0] and "没有报送成效类比率所需件数" in said[2]
    assert waiting(store) == [] and answer(store, panels.SUPERVISION_UNCHECKED) == []


def test_the_faults_stand_in_the_order_of_the_page(store: Store) -> None:
    assert list(table(store, panels.SUPERVISION_TESTS)["情形"]) == ["推进不力", "进展滞后", "成效不明显"]


# Judged by a person


def judge(store: Store, verdict: steps.Verdict, reason: str = "已电话核实") -> dict[str, Any]:
    (row,) = waiting(store)
    steps.judge(
        store,
        dict(row),
        verdict,
        evidence=told.evidence(row, ZH),
        reason=reason,
        today=TODAY,
        by="组织者",
    )
    return dict(row)


def test_what_is_dismissed_comes_back_with_new_evidence_only(drawn: Opening) -> None:
    store = drawn(observation=FIGURES)
    judge(store, "dismissed")
    assert named(store) == []
    enter(store, "observation", "unit_id | metric_id | as_of | value\na | m | 2021-09-15 | 31")
    assert named(store) == [("lagging", "a")]


def test_what_is_dismissed_is_in_no_list_that_others_see(drawn: Opening) -> None:
    store = drawn(observation=FIGURES)
    judge(store, "dismissed")
    assert answer(store, panels.SUPERVISION_LEDGER) == answer(store, panels.ATTENTION) == []
    assert [row["verdict"] for row in answer(store, panels.SUPERVISION_JUDGED)] == ["dismissed"]


def test_what_is_confirmed_needs_attention_until_its_matter_is_closed(drawn: Opening) -> None:
    store = drawn(observation=FIGURES)
    candidate = judge(store, "confirmed")
    (line,) = table(store, panels.ATTENTION).itertuples(index=False)
    assert line[0] == "甲镇" and line[1].startswith("进展滞后：培训人数最近 2 期均滞后")
    assert line[1].endswith("（目前欠序时进度35.8个百分点）")
    assert [row["state"] for row in answer(store, panels.SUPERVISION_LEDGER)] == ["confirmed"]
    task_id = hand_over(store, ground="lagging", origin=candidate["candidate_id"])
    assert [row["state"] for row in answer(store, panels.SUPERVISION_LEDGER)] == ["open"]
    for step in ("fed_back", "checked", "closed"):
        go_on(store, task_id, step)
    assert answer(store, panels.ATTENTION) == []
    assert named(store) == []  # with the same evidence it does not come back


def test_an_open_matter_is_not_named_again_with_new_evidence(drawn: Opening) -> None:
    store = drawn(observation=FIGURES)
    judge(store, "confirmed")
    enter(store, "observation", "unit_id | metric_id | as_of | value\na | m | 2021-09-15 | 31")
    assert named(store) == []


def test_a_verdict_needs_a_reason_and_is_given_once(drawn: Opening) -> None:
    store = drawn(observation=FIGURES)
    with pytest.raises(Refusal, match="理由"):
        judge(store, "confirmed", " ")
    row = judge(store, "confirmed")
    with pytest.raises(Refusal, match="已由 组织者 核实"):
        steps.judge(store, row, "dismissed", evidence="x", reason="y", today=TODAY, by="别人")
    assert len(answer(store, panels.SUPERVISION_JUDGED)) == 1


def test_the_past_does_not_know_what_was_judged_later(drawn: Opening) -> None:
    store = drawn(observation=FIGURES)
    before = filters(store)
    judge(store, "confirmed")
    assert len(panels.SUPERVISION_CANDIDATES.answer(store, before)) == 1
    assert panels.SUPERVISION_LEDGER.answer(store, before).empty


# Matters


def hand_over(store: Store, **more: Any) -> str:
    told_of_it = {"unit_id": "a", "title": "补训", "owner": "分管负责人", "due_on": dt.date(2021, 10, 8)}
    return steps.hand_over(store, **{**told_of_it, "today": TODAY, "by": "组织者", **more})


def go_on(store: Store, task_id: str, step: Any, **more: Any) -> int:
    today = more.pop("today", TODAY)
    said = {"on_date": today, "today": today, "note": "已办", "by": "组织者", **more}
    return steps.go_on(store, task_id, step, **said)


def standing(store: Store, today: dt.date = TODAY) -> list[str]:
    found = panels.SUPERVISION_LEDGER.answer(store, filters(store, today))
    return list(panels.SUPERVISION_LEDGER.table(found, ZH)["销号情况"])


def test_a_matter_goes_from_answer_to_check_to_closure(drawn: Opening) -> None:
    store = drawn()
    task_id = hand_over(store)
    seen = [standing(store)]
    for step in ("fed_back", "checked", "reopened", "fed_back", "checked", "closed"):
        go_on(store, task_id, step)
        seen.append(standing(store))
    assert [one for (one,) in seen] == ["办理中", "待核查", "待销号", "办理中", "待核查", "待销号", "已销号"]


def refused(work: Callable[[], object], store: Store) -> str:
    """The sentence with which it is refused; nothing has happened."""
    before = store.last_event
    with pytest.raises(Refusal) as refusal:
        work()
    assert store.last_event == before
    return refusal.value.said(ZH)


def test_a_step_out_of_order_is_refused_and_nothing_happens(drawn: Opening) -> None:
    store = drawn()
    expected = [
        ((), "checked", "先由单位反馈"),
        ((), "closed", "先由单位反馈"),
        (("fed_back",), "closed", "先核查"),
        (("fed_back", "checked", "closed"), "fed_back", "不能再反馈"),
        (("fed_back", "reopened"), "checked", "先由单位再反馈"),
    ]
    for done, step, sentence in expected:
        task_id = hand_over(store)
        for one in done:
            go_on(store, task_id, one)
        assert sentence in refused(lambda: go_on(store, task_id, step), store)  # noqa: B023


def test_a_step_on_an_impossible_day_or_without_a_word_is_refused(drawn: Opening) -> None:
    store = drawn()
    task_id = hand_over(store)
    expected: list[tuple[dict[str, Any], str]] = [
        ({"on_date": dt.date(2021, 9, 18)}, "不能晚于今天"),
        ({"on_date": dt.date(2021, 9, 16)}, "不能早于上一环节"),
        ({"on_date": None}, "日期要填"),
        ({"note": " "}, "写明办理情况"),
    ]
    for more, sentence in expected:
        assert sentence in refused(lambda: go_on(store, task_id, "fed_back", **more), store)  # noqa: B023


def test_an_extension_moves_the_deadline_later(drawn: Opening) -> None:
    store = drawn()
    task_id = hand_over(store)
    for due in (None, dt.date(2021, 10, 8), dt.date(2021, 9, 20)):
        assert "2021-10-08" in refused(lambda: go_on(store, task_id, "extended", due_on=due), store)  # noqa: B023
    go_on(store, task_id, "extended", due_on=dt.date(2021, 10, 20))
    assert standing(store, dt.date(2021, 10, 20)) == ["办理中"]
    assert standing(store, dt.date(2021, 10, 21)) == ["办理中（逾期1天）"]
    assert list(table(store, panels.SUPERVISION_LEDGER)["时限"]) == ["2021年10月20日（延期 1 次）"]


def test_a_matter_closed_late_keeps_its_days(drawn: Opening) -> None:
    store = drawn()
    task_id = hand_over(store)
    for step in ("fed_back", "checked", "closed"):
        go_on(store, task_id, step, today=dt.date(2021, 10, 20))
    assert standing(store, dt.date(2021, 12, 31)) == ["已销号（逾期12天）"]


def test_a_matter_without_owner_or_deadline_is_not_handed_over(drawn: Opening) -> None:
    store = drawn()
    expected: list[tuple[dict[str, Any], str]] = [
        ({"title": ""}, "事项"),
        ({"owner": " "}, "责任人"),
        ({"due_on": None}, "时限"),
        ({"due_on": dt.date(2021, 9, 16)}, "时限"),
    ]
    for more, sentence in expected:
        assert sentence in refused(lambda: hand_over(store, **more), store)  # noqa: B023
    assert answer(store, panels.SUPERVISION_LEDGER) == []


def test_a_matter_that_moved_meanwhile_is_looked_at_again(
    drawn: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = drawn()
    task_id = hand_over(store)
    seen = steps.task(store, task_id)
    go_on(store, task_id, "fed_back")
    monkeypatch.setattr(steps, "task", lambda *_: seen)  # what another tab had looked up before
    with pytest.raises(Refusal, match="新的进展"):
        go_on(store, task_id, "fed_back")


def test_a_matter_from_a_meeting_is_in_the_ledger_without_any_step(drawn: Opening) -> None:
    task = "task_id | unit_id | title | origin | due_on\nt1 | b | 会议议定事项 | 9月推进会 | 2021-10-08"
    store = drawn()
    act(store, "task", drawing.rows_of("task", task), title="议定事项", by="组织者")
    (row,) = answer(store, panels.SUPERVISION_LEDGER)
    assert (row["unit_id"], row["state"], row["no"]) == ("b", "open", 1)
    go_on(store, "t1", "fed_back")


def test_a_visitor_sees_that_somebody_answers_for_it_and_not_who(drawn: Opening) -> None:
    store = drawn()
    go_on(store, hand_over(store), "fed_back", note="王五已补训")
    said = table(store, panels.SUPERVISION_LEDGER, shows_names=False)
    assert list(said["责任人"]) == ["登录后可见"]
    assert "王五" not in said.to_string() and "分管负责人" not in said.to_string()
    assert list(table(store, panels.SUPERVISION_LEDGER)["责任人"]) == ["分管负责人"]


def test_open_matters_are_counted_by_age_and_deadline(drawn: Opening) -> None:
    store = drawn()
    hand_over(store)
    hand_over(store, unit_id="b", due_on=dt.date(2021, 12, 1))
    found = answer(store, panels.SUPERVISION_AGES, dt.date(2021, 10, 10))
    assert [(row["overdue"], row["in_time"]) for row in found] == [(0, 0), (0, 0), (1, 1), (0, 0), (0, 0)]


# Spot checks

TOWNS = [f"town-{number:02}" for number in range(12)]


def test_a_number_draws_the_same_units_on_any_machine() -> None:
    """The codes are those of `printf '2021329/town/town-00' | sha256sum`."""
    assert draw.code("2021329", "town", "town-00").startswith("ffc828d89f707433")
    assert draw.drawn("2021329", [Stratum("town", 4)], {"town": TOWNS}) == [
        *("town-07", "town-10", "town-04", "town-06")
    ]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_in_which_units_come_does_not_matter(seed: int) -> None:
    shuffled = random.Random(seed).sample(TOWNS, len(TOWNS))
    strata = [Stratum("town", 5)]
    assert draw.drawn("7", strata, {"town": shuffled}) == draw.drawn("7", strata, {"town": TOWNS})


def test_leaving_a_unit_out_changes_nothing_for_the_others() -> None:
    strata = [Stratum("town", 12)]
    everybody = draw.drawn("7", strata, {"town": TOWNS})
    without = draw.drawn("7", [Stratum("town", 11)], {"town": TOWNS}, excluded={everybody[2]})
    assert without == [*everybody[:2], *everybody[3:]]


def test_over_many_numbers_every_unit_is_drawn_about_as_often() -> None:
    times = dict.fromkeys(TOWNS, 0)
    for number in range(1200):
        for unit in draw.drawn(str(number), [Stratum("town", 3)], {"town": TOWNS}):
            times[unit] += 1
    assert all(240 < count < 360 for count in times.values())


def checked(store: Store, number: str = "2021329", **more: Any) -> list[str]:
    asked = {
        "strata": [Stratum("town", 2)],
        "members": {"town": ["a", "b", "c"]},
        "excluded": {"b"},
        "reason": "台账",
        "today": TODAY,
        "by": "组织者",
        **more,
    }
    return steps.spot_check(store, number, **asked)


def test_a_draw_is_kept_and_found_the_same_again(drawn: Opening) -> None:
    store = drawn()
    found = checked(store)
    kept = answer(store, panels.SUPERVISION_DRAWS)
    assert [row["unit_id"] for row in kept] == found and "b" not in found
    assert all(row["agrees"] for row in kept) and kept[0]["pool"] == 2
    said = told.draws_say(panels.SUPERVISION_DRAWS.answer(store, filters(store)), ZH)
    assert "公布号码 2021329，抽中 2 个，回避 1 个；按号码重新计算，结果一致" in said


def test_a_list_that_does_not_follow_from_its_number_is_seen(drawn: Opening) -> None:
    store = drawn()
    first, second = draw.in_order("5", "town", "abc")[:2]
    kept = f"draw_id | announced_no | strata | drawn\nd1 | 5 | town=2 | {second} {first}"
    act(store, "spot_check", drawing.rows_of("spot_check", kept), title="抽查", by="组织者")
    assert not any(row["agrees"] for row in answer(store, panels.SUPERVISION_DRAWS))


def test_a_draw_that_cannot_be_is_refused_in_a_sentence(drawn: Opening) -> None:
    store = drawn()
    checked(store)
    expected: list[tuple[str, dict[str, Any], str]] = [
        ("", {}, "号码"),
        ("9", {"reason": ""}, "理由"),
        ("9", {"strata": [Stratum("town", 3)]}, "只有 2 个"),
        ("9", {"strata": [Stratum("town", 0)]}, "至少一个可比组"),
        ("2021329", {}, "已在 2021-09-17 用过"),
    ]
    for number, more, sentence in expected:
        assert sentence in refused(lambda: checked(store, number, **more), store)  # noqa: B023


def test_who_was_only_drawn_has_not_been_checked(drawn: Opening) -> None:
    check = "record_id | unit_id | kind | title | on_date\nr1 | a | check | 调研督导 | 2021-08-01"
    store = drawn(record=check)
    checked(store, excluded=set())
    said = dict(table(store, panels.SUPERVISION_UNCHECKED)[["单位", "检查记录"]].to_numpy().tolist())
    assert said == {"甲镇": "1 次，最近2021年8月1日", "乙镇": "从未检查", "丙镇": "从未检查"}


def test_open_findings_stand_first_and_are_told_to_nobody_who_has_not_signed_in(drawn: Opening) -> None:
    checks = """
        record_id | unit_id | kind  | title    | on_date    | stage  | note
        r1        | a       | check | 调研督导 | 2021-09-10 | closed | 已补台账
        r2        | b       | check | 随机抽查 | 2021-08-18 | open   | 台账不全
    """
    store = drawn(record=checks)
    said = table(store, panels.SUPERVISION_CHECKS)
    assert said[["单位", "销号情况"]].to_numpy().tolist() == [["乙镇", "未整改（30天）"], ["甲镇", "已办结"]]
    assert list(table(store, panels.SUPERVISION_CHECKS, shows_names=False)["发现的问题"]) == ["", ""]


def test_circulars_are_listed_with_whom_they_are_about(drawn: Opening) -> None:
    record = """
        record_id | unit_id | kind   | subtype   | title      | on_date
        n1        | *       | notice |           | 第1期通报  | 2021-08-01
        n2        | a       | notice | weak_push | 批评通报   | 2021-09-01
    """
    said = table(drawn(record=record), panels.SUPERVISION_NOTICES)
    assert said[["名称", "对象", "情形"]].to_numpy().tolist() == [
        ["批评通报", "甲镇", "推进不力"],
        ["第1期通报", "全部单位", ""],
    ]


# On the screen

NOW = dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).date()
OpenAs = Callable[..., AppTest]


def ago(days: int) -> str:
    return (NOW - dt.timedelta(days=days)).isoformat()


@pytest.fixture
def open_as(home: Path) -> OpenAs:
    """Opens 督导 of a campaign in which 甲镇 lags, as one of these people or as a visitor."""
    figures = "\n".join(
        f"{unit} | m | {ago(days)} | {value}"
        for unit, values in (("a", (20, 30)), ("b", (100, 130)))
        for days, value in zip((35, 5), values, strict=True)
    )
    due = TARGETS.replace("2021-12-31", ago(-100))
    drawing.draw(
        home / f"{FIRST_CAMPAIGN}.duckdb",
        campaign=CAMPAIGN.replace("2021-04-28", ago(100)),
        unit=UNITS,
        theme=GROUNDS,
        metric=METRIC,
        target=due,
        observation=f"unit_id | metric_id | as_of | value\n{figures}",
    ).close()
    people: dict[str, tuple[str, Role, Scope]] = {
        "zhao": ("赵六", "organiser", EVERYTHING),
        "zhang": ("张三", "reporter", Scope(units=frozenset({"a"}))),
        "qian": ("钱七", "organiser", Scope(units=frozenset({"b"}))),
    }

    def opening(login: str = "", page: str = "supervision", **asked: str) -> AppTest:
        app = AppTest.from_file(str(FRAME), default_timeout=SECONDS)
        if login in people:  # making an account takes a while: those who come
            name, role, scope = people.pop(login)
            accounts.create(Person(login, name, frozenset({role}), scope), by="终端", password=GOOD)
        if login:
            app.user = {"session": accounts.sign_in(login, GOOD, hours=1)}
        for name, value in asked.items():
            app.query_params[name] = value
        app.switch_page(str(ROOT / "pages" / f"{page}.py"))
        return app.run()

    return opening


def field(app: AppTest, label: str) -> Any:
    found = [one for one in [*app.text_input, *app.date_input] if one.label.startswith(label)]
    assert found, [one.label for one in app.text_input]
    return found[0]


def linked(app: AppTest) -> list[str]:
    return [link.proto.label for link in app.main.get("page_link")]


def test_what_waits_to_be_verified_is_seen_by_organisers_only(open_as: OpenAs) -> None:
    for login in ("", "zhang"):
        app = open_as(login)
        assert_is_whole(app)
        assert "待核实线索" not in shown(app) and "欠序时进度" not in shown(app)
    assert "培训人数最近 2 期均滞后" in shown(open_as("zhao"))
    assert "1 项待核实" in linked(open_as("zhao", "overview"))
    assert "1 项待核实" not in linked(open_as("", "overview"))


def test_from_a_candidate_to_a_closed_matter(open_as: OpenAs) -> None:
    app = open_as("zhao")
    field(app, "理由").set_value("已电话核实")
    app.button(key="judge_confirmed").click().run()
    assert "已认定属实：甲镇" in shown(app) and "进展滞后：培训人数" in shown(open_as(""))
    field(app, "事项").set_value("组织补训")
    field(app, "责任人").set_value("分管负责人")
    app.button(key="task_hand").click().run()
    assert "已交办给甲镇" in shown(app)
    clerk = open_as("zhang")
    assert not [button for button in clerk.button if button.key in ("task_hand", "draw_do")]
    field(clerk, "情况说明").set_value("已补训两期")
    clerk.button(key="step_do").click().run()
    assert "待核查" in shown(clerk)
    app = open_as("zhao")
    for note in ("现场核查属实", ""):
        field(app, "情况说明").set_value(note)
        app.button(key="step_do").click().run()
    assert "已销号 1" in shown(open_as(""))


def test_a_refusal_is_a_sentence_and_what_was_typed_stays(open_as: OpenAs) -> None:
    app = open_as("zhao")
    field(app, "事项").set_value("组织补训")
    app.button(key="task_hand").click().run()
    assert "请写明责任人" in app.error[0].value
    assert field(app, "事项").value == "组织补训"


def test_an_organiser_judges_units_of_the_scope_only(open_as: OpenAs) -> None:
    app = open_as("qian")
    field(app, "理由").set_value("核实")
    before = board.current().last_event
    app.button(key="judge_confirmed").click().run()
    assert app.error and board.current().last_event == before


def test_a_draw_on_the_page_is_shown_with_its_recipe(open_as: OpenAs) -> None:
    app = open_as("zhao")
    field(app, "公布号码").set_value("2021261")
    app.number_input[0].set_value(2)
    field(app, "抽查内容").set_value("台账抽查")
    app.button(key="draw_do").click().run()
    assert "抽中 2 个" in shown(app) and "结果一致" in shown(app) and "2021261/town/" in shown(app)


def test_nothing_can_be_done_to_the_past(open_as: OpenAs) -> None:
    app = open_as("zhao", known=str(board.current().last_event))
    assert_is_whole(app)
    keys = [str(button.key) for button in app.button]
    assert not [key for key in keys if key.startswith(("judge_", "task_", "step_", "draw_"))]


def test_the_days_of_a_setting_are_those_of_the_methods() -> None:
    assert (Thresholds().reports, Thresholds().days) == (2, 14)
    for name in ("reports", "periods", "days"):
        assert options.OPTIONS[f"supervision_{name}"].default == str(getattr(Thresholds(), name))
