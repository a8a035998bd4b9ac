"""阶段与动作: what is due and when, streaks, the five classes, ticking, the present phase, and the page."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from campaign import board, panels
from campaign.acts import undo
from campaign.ask import ask
from campaign.duties import judged, phasing, told
from campaign.duties.ticking import Tick, tick
from campaign.filters import Filters
from campaign.intake.checking import check
from campaign.intake.names import names_of
from campaign.settings import FIRST_CAMPAIGN
from campaign.store import Store
from campaign.words import Refusal, Words
from tests.drawing import draw, enter
from tests.test_pages import home, opened, shown

__all__ = ["home"]

ZH, EN = Words("zh"), Words("en")
UNITS = "unit_id | short_name | sort\na | 甲镇 | 1\nb | 乙镇 | 2"
CAMPAIGN = """
    campaign_id | name   | started_on | year_end_on | is_synthetic
    demo        | 活动   | 2021-04-28 | 2021-12-31  | true
"""
ACTIONS = """
    action_id | set_code | name     | cadence   | requirement | per  | starts_on  | has_strip
    week      | req      | 每周调度 | week      | required    | unit | 2021-09-01 | true
    half      | req      | 半月分析 | halfmonth | required    | unit | 2021-09-01 | true
    month     | req      | 每月练兵 | month     | required    | unit | 2021-09-01 | true
    quarter   | req      | 每季自查 | quarter   | required    | unit | 2021-09-01 | true
"""
HOLIDAYS = """
    day        | is_working | name
    2021-09-18 | true       | 中秋节调休上班
    2021-09-20 | false      | 中秋节
    2021-09-21 | false      | 中秋节
    2021-10-01 | false      | 国庆节
"""
LOG = "unit_id | action_id | period_key | status | done_on\n"


def drawn(path: Path, log: str = "", actions: str = ACTIONS, **more: str) -> Store:
    tables = {"campaign": CAMPAIGN, "unit": UNITS, "action": actions, "calendar": HOLIDAYS, **more}
    return draw(path / "drawn.duckdb", **tables, **({"action_log": LOG + log} if log else {}))


def duties(store: Store, action_id: str, today: str, unit_id: str = "a") -> pd.DataFrame:
    filters = Filters(store.last_event, unit_id=unit_id, today=dt.date.fromisoformat(today))
    found = ask(store, "unit_duties", filters)
    return found[found["action_id"] == action_id].sort_values(["period_start", "variant"])


def states(store: Store, action_id: str, today: str) -> list[tuple[str, str]]:
    found = duties(store, action_id, today)
    found = found[found["state"] != "future"]
    return list(zip(found["period_key"], found["state"], strict=True))


def judged_by(store: Store, panel: panels.Panel, today: str, **wanted: str) -> pd.DataFrame:
    return panel.answer(store, Filters(store.last_event, today=dt.date.fromisoformat(today), **wanted))  # type: ignore[arg-type]


# Periods and their due days


def test_half_months_are_day_1_to_15_and_16_to_the_end(tmp_path: Path) -> None:
    found = duties(drawn(tmp_path), "half", "2021-12-31")
    said = [
        (row["period_key"], str(row["period_start"].date()), str(row["period_end"].date()))
        for _, row in found.iterrows()
    ]
    assert said[:3] == [
        ("2021-09-H1", "2021-09-01", "2021-09-15"),
        ("2021-09-H2", "2021-09-16", "2021-09-30"),
        ("2021-10-H1", "2021-10-01", "2021-10-15"),
    ]
    assert said[-1][0] == "2021-12-H2"


def test_the_period_in_which_a_duty_starts_is_the_first_and_the_last_ends_in_the_campaign(
    tmp_path: Path,
) -> None:
    store = drawn(tmp_path)
    keys = {
        name: list(duties(store, name, "2021-09-10")["period_key"]) for name in ("week", "month", "quarter")
    }
    assert (keys["week"][0], keys["week"][-1]) == ("2021-W35", "2021-W51")
    assert (keys["month"][0], keys["month"][-1]) == ("2021-09", "2021-12")
    assert keys["quarter"] == ["2021-Q3", "2021-Q4"]


def test_a_due_day_on_a_holiday_moves_to_the_next_working_day(tmp_path: Path) -> None:
    found = duties(drawn(tmp_path), "week", "2021-09-20").set_index("period_key")["due_day"]
    assert str(found["2021-W37"].date()) == "2021-09-22"  # Sunday 19 September, then two days of holiday


def test_without_the_years_calendar_due_days_stay_and_the_page_says_so(tmp_path: Path) -> None:
    store = drawn(tmp_path, calendar="day | is_working | name\n2020-10-01 | false | 国庆节")
    found = judged_by(store, panels.DUTY_STRIP, "2021-09-20", unit_id="a")
    assert str(found[found["period_key"] == "2021-W37"]["due_day"].iloc[0].date()) == "2021-09-19"
    assert "没有录入 2021 年的节假日安排" in told.strip_says(found, ZH)


def test_done_on_the_due_day_is_in_time_and_after_it_is_late_by_so_many_days(tmp_path: Path) -> None:
    store = drawn(
        tmp_path, "a | week | 2021-W35 | done | 2021-09-06\na | week | 2021-W36 | done | 2021-09-15"
    )
    found = duties(store, "week", "2021-09-20").set_index("period_key")
    assert (found["state"]["2021-W35"], found["state"]["2021-W36"]) == ("done", "late")
    assert told.state(found.reset_index().iloc[1].to_dict(), ZH) == "逾期完成（逾期2天）"


def test_no_word_is_unreported_once_due_and_open_before(tmp_path: Path) -> None:
    store = drawn(tmp_path, "b | week | 2021-W35 | done | 2021-09-03")
    assert states(store, "week", "2021-09-07") == [("2021-W35", "unreported"), ("2021-W36", "open")]
    assert states(store, "week", "2021-09-06") == [("2021-W35", "open"), ("2021-W36", "open")]


def test_as_known_before_a_tick_the_period_has_no_word(tmp_path: Path) -> None:
    store = drawn(tmp_path)
    before = store.last_event
    enter(store, "action_log", LOG + "a | month | 2021-09 | done | 2021-09-24")
    asked = {"unit_id": "a", "today": dt.date(2021, 10, 12)}
    then = ask(store, "duty_strip", Filters(before, action_id="month", **asked))  # type: ignore[arg-type]
    now = ask(store, "duty_strip", Filters(store.last_event, action_id="month", **asked))  # type: ignore[arg-type]
    assert (then["state"].iloc[0], now["state"].iloc[0]) == ("unreported", "done")


# What it comes to


def test_what_was_due_is_in_time_late_or_overdue_and_nothing_else(tmp_path: Path) -> None:
    log = """a | week | 2021-W35 | done           | 2021-09-03
             a | week | 2021-W36 | late           | 2021-09-20
             a | week | 2021-W37 | missed         |
             a | week | 2021-W39 | not_applicable |"""
    found = judged_by(drawn(tmp_path, log), panels.DUTY_DONE, "2021-10-12").iloc[0]
    weeks = (
        judged_by(drawn_again(tmp_path), panels.DUTY_CLASSES, "2021-10-12", unit_id="a")
        .set_index("action_id")
        .loc["week"]
    )
    assert (weeks["due"], weeks["in_time"], weeks["late"], weeks["overdue"], weeks["unreported"]) == (
        5,
        1,
        1,
        3,
        2,
    )
    assert found["due"] == found["in_time"] + found["late"] + found["overdue"]


def drawn_again(path: Path) -> Store:
    return Store(path / "drawn.duckdb")


def test_a_streak_counts_the_last_periods_done_in_time_and_passes_over_what_does_not_apply(
    tmp_path: Path,
) -> None:
    log = """a | week | 2021-W35 | done           | 2021-09-03
             a | week | 2021-W37 | done           | 2021-09-17
             a | week | 2021-W38 | not_applicable |
             a | week | 2021-W39 | done           | 2021-09-30"""
    frame = judged_by(drawn(tmp_path, log), panels.DUTY_STRIP, "2021-10-09", unit_id="a", action_id="week")
    assert (frame["streak"].iloc[0], frame["misses"].iloc[0]) == (2, 1)
    assert told.line_says(frame.iloc[0].to_dict(), ZH) == "连续2期 · 欠1期"


@pytest.mark.parametrize(
    ("done", "today", "found"),
    [
        (["2021-09", "2021-10", "2021-11", "2021-12"], "2021-12-31", "completed"),
        (["2021-09", "2021-10"], "2021-10-15", "ahead"),
        (["2021-09"], "2021-10-15", "on"),
        ([], "2021-10-15", "short"),
        ([], "2021-09-15", "not_due"),
    ],
)
def test_a_required_action_is_in_one_of_five_classes(
    tmp_path: Path, done: list[str], today: str, found: str
) -> None:
    log = "\n".join(f"a | month | {key} | done | {key}-02" for key in done)
    frame = judged_by(drawn(tmp_path, log), panels.DUTY_CLASSES, today, unit_id="a").set_index("action_id")
    assert [name for name in judged.CLASSES if frame.loc["month", name]] == [found]


def test_the_classes_of_all_units_add_up_to_the_units(tmp_path: Path) -> None:
    log = "a | month | 2021-09 | done | 2021-09-02\nb | week | 2021-W35 | missed |"
    frame = judged_by(drawn(tmp_path, log), panels.DUTY_CLASSES, "2021-10-15")
    assert (frame[list(judged.CLASSES)].sum(axis=1) == frame["actions"]).all()
    assert set(frame["actions"]) == {2}


FORMS = """
    action_id | set_code | name   | cadence | requirement | per    | starts_on  | has_strip
    form      | req      | 对照表 | once    | required    | person | 2021-09-01 | false
"""
STAFF = """
    target_id | kind       | subject | subject_code | unit_id | value | due
    staff     | population | action  | form         | a       | 20    |
    due       | standard   | action  | form         |         | 1     | 2021-09-30
"""


def test_what_each_person_does_is_told_as_so_many_of_so_many(tmp_path: Path) -> None:
    store = drawn(tmp_path, actions=FORMS, target=STAFF)
    enter(
        store, "action_log", "unit_id | action_id | period_key | status | times\na | form | once | done | 12"
    )
    row = duties(store, "form", "2021-09-10").iloc[0].to_dict()
    assert told.state(row, ZH) == "部分完成、12人已完成，共20人"
    assert told.state({**row, "population": None}, ZH).endswith("人数未录入")


def test_what_is_done_once_is_due_on_its_targets_day_else_at_its_phases_end(tmp_path: Path) -> None:
    actions = """
        action_id | set_code | name | cadence | requirement | per  | phase_no | has_strip
        one       | req      | 动员 | once    | required    | unit | 1        | false
        two       | req      | 总结 | once    | required    | unit |          | false
    """
    store = drawn(
        tmp_path,
        actions=actions,
        theme="kind | code | no | name | ends_on\nphase | x | 1 | 宣传发动 | 2021-06-15",
    )
    found = ask(store, "checklist", Filters(store.last_event, unit_id="a", today=dt.date(2021, 6, 20)))
    assert list(found["state"]) == ["unreported", "open"]  # without any day nothing is ever overdue
    assert str(found["due_day"].iloc[0].date()) == "2021-06-15"


def test_optional_actions_are_a_number_and_names_and_never_due(tmp_path: Path) -> None:
    actions = """
        action_id | set_code | name   | cadence | requirement | per  | unit_id | starts_on  | has_strip
        visit     | own      | 接待日 | month   | optional    | unit | a       | 2021-09-01 | false
    """
    store = drawn(tmp_path, actions=actions)
    table = panels.OPTIONAL_ACTIONS.table(judged_by(store, panels.OPTIONAL_ACTIONS, "2021-12-31"), ZH)
    assert list(table.iloc[0])[1:] == [1, "接待日", "未报"]
    assert judged_by(store, panels.DUTY_DONE, "2021-12-31").empty


def test_a_units_own_routine_without_a_word_is_no_miss(tmp_path: Path) -> None:
    actions = ACTIONS.replace("req      | 每周调度 | week      | required", "own | 碰头会 | week | own")
    store = drawn(tmp_path, "a | month | 2021-09 | done | 2021-09-02", actions=actions)
    frame = judged_by(store, panels.OWN_STRIP, "2021-12-31")
    assert set(frame["state"]) == {"blank"}
    assert set(frame["misses"]) == {0}


def test_supervision_holds_units_to_the_due_days_of_this_page(tmp_path: Path) -> None:
    store = drawn(tmp_path, "a | month | 2021-09 | done | 2021-09-02")
    found = ask(store, "supervision_duties", Filters(store.last_event, today=dt.date(2021, 10, 12)))
    said = {row["action_id"]: row for _, row in found[found["unit_id"] == "a"].iterrows()}
    assert (str(said["quarter"]["due_on"].date()), said["quarter"]["undone"]) == ("2021-09-30", 1)
    assert said["month"]["undone"] == 0
    strip = judged_by(store, panels.DUTY_STRIP, "2021-10-12", action_id="quarter")
    late = strip[(strip["unit_id"] == "a") & (strip["period_key"] == "2021-Q3")].iloc[0]
    assert (str(late["due_day"].date()), late["days"]) == ("2021-09-30", 12)


def test_a_long_list_of_units_is_drawn_where_most_is_missed_in_official_order(tmp_path: Path) -> None:
    units = "unit_id | short_name | sort\n" + "\n".join(f"u{n} | {n}镇 | {n + 1}" for n in range(60))
    log = "\n".join(f"u{n} | month | 2021-09 | done | 2021-09-02" for n in range(30))
    store = drawn(tmp_path, log, unit=units)
    frame = judged_by(store, panels.DUTY_STRIP, "2021-10-12", action_id="month")
    seen = list(judged.most_to_see(frame).drop_duplicates("line")["unit_id"])
    assert (len(seen), seen[-1]) == (40, "u59")
    assert set(seen) >= {f"u{n}" for n in range(30, 60)}
    assert "共 60 行" in told.strip_says(frame, ZH)


# Ticking


def test_a_tick_holds_at_once_is_late_after_its_day_and_can_be_undone(tmp_path: Path) -> None:
    store = drawn(tmp_path)
    done = Tick("a", "week", "2021-W35", done_on=dt.date(2021, 9, 8))
    tick(store, done, by="甲镇经办", today=dt.date(2021, 9, 9))
    assert states(store, "week", "2021-09-09")[0] == ("2021-W35", "late")
    last = ask(store, "last_tick", Filters(store.last_event, signed_by="甲镇经办")).iloc[0]
    undo(store, last["batch_id"], by="甲镇经办", reason="登记错了")
    assert states(store, "week", "2021-09-09")[0] == ("2021-W35", "unreported")


@pytest.mark.parametrize(
    ("ticked", "why"),
    [
        (Tick("a", "week", "2021-W38", done_on=dt.date(2021, 9, 9)), "还不能登记"),
        (Tick("a", "week", "2021-W36", done_on=dt.date(2021, 9, 10)), "还没有到"),
        (Tick("a", "week", "2021-W36", done_on=dt.date(2021, 9, 3)), "早于这一期"),
        (Tick("a", "nosuch", "2021-W36", done_on=dt.date(2021, 9, 9)), "没有这一期"),
        (Tick("a", "week", "2021-W35", done_on=dt.date(2021, 9, 3)), "已有人登记过"),
    ],
)
def test_a_tick_that_cannot_be_is_one_sentence_and_nothing_is_written(
    tmp_path: Path, ticked: Tick, why: str
) -> None:
    store = drawn(tmp_path, "a | week | 2021-W35 | done | 2021-09-03")
    before = store.last_event
    with pytest.raises(Refusal) as refused:
        tick(store, ticked, by="甲镇经办", today=dt.date(2021, 9, 9))
    assert why in refused.value.said(ZH)
    assert store.last_event == before


def test_people_nobody_counted_are_not_said_to_be_none(tmp_path: Path) -> None:
    store = drawn(tmp_path, actions=FORMS, target=STAFF)
    table = panels.DUTY_CLASSES.table(judged_by(store, panels.DUTY_CLASSES, "2021-12-31", unit_id="a"), ZH)
    assert "人数未报，共20人" in list(table.iloc[0])


def test_more_people_than_there_are_is_refused(tmp_path: Path) -> None:
    store = drawn(tmp_path, actions=FORMS, target=STAFF)
    with pytest.raises(Refusal, match="21"):
        tick(store, Tick("a", "form", "once", times=21), by="甲镇经办", today=dt.date(2021, 9, 9))


# Phases


PHASES = """
    kind  | code | no | name     | starts_on  | ends_on
    phase | one  | 1  | 宣传发动 | 2021-04-28 | 2021-06-15
    phase | two  | 2  | 履职尽责 |            |
"""


def phases(store: Store) -> list[tuple[int, object]]:
    found = ask(store, "phases", Filters(store.last_event))
    return [
        (row["phase_no"], None if pd.isna(row["status"]) else row["status"]) for _, row in found.iterrows()
    ]


def test_the_present_phase_is_set_by_one_act_and_undone_by_another(tmp_path: Path) -> None:
    store = drawn(tmp_path, theme=PHASES)
    assert phases(store) == [(1, None), (2, None)]
    phasing.set_current(store, 2, by="组织者", today=dt.date(2021, 7, 1), title="当前阶段")
    assert phases(store) == [(1, "done"), (2, "doing")]
    last = ask(store, "phase_setting", Filters(store.last_event)).iloc[0]
    undo(store, last["batch_id"], by="组织者", reason="撤销")
    assert phases(store) == [(1, None), (2, None)]
    assert ask(store, "phase_setting", Filters(store.last_event)).empty


def test_the_days_of_a_phase_are_set_and_a_phase_that_ends_before_it_starts_is_refused(
    tmp_path: Path,
) -> None:
    store = drawn(tmp_path, theme=PHASES)
    phasing.set_days(store, 2, dt.date(2021, 6, 16), None, by="组织者", title="阶段起止日期")
    found = ask(store, "phases", Filters(store.last_event)).iloc[1]
    assert (str(found["starts_on"].date()), pd.isna(found["ends_on"])) == ("2021-06-16", True)
    before = store.last_event
    with pytest.raises(Refusal) as refused:
        phasing.set_days(store, 2, dt.date(2021, 6, 16), dt.date(2021, 6, 1), by="组织者", title="")
    assert "早于开始日期" in refused.value.said(ZH)
    assert store.last_event == before


def test_the_units_of_each_phase_add_up(tmp_path: Path) -> None:
    store = drawn(tmp_path, theme=PHASES, phase_status="unit_id | phase_no | status\na | 1 | done")
    said = told.phases_say(panels.PHASE_GRID.answer(store, Filters(store.last_event)), ZH)
    assert said == "2 个单位：第1阶段已完成 1、未报 1；第2阶段未报 2。"


# Files


def problems(store: Store, kind: str, text: str) -> list[tuple[str, int | None]]:
    checked = check(
        text.encode(),
        file_name="a.csv",
        kind=kind,
        names=names_of(store, store.last_event),
        today=dt.date(2021, 9, 20),
    )
    return [(problem.code, problem.row) for problem in checked.problems if problem.level == "error"]


def test_a_file_with_a_phase_that_ends_before_it_starts_is_told_its_row(store: Store) -> None:
    text = (
        "类别,代码,序号,名称,开始日期,结束日期\n"
        "阶段,launch,1,宣传发动,2021-06-16,2021-06-01\n"
        "阶段,duty,2,履职,2021-06-16,2021-10-31\n"
    )
    assert problems(store, "theme", text) == [("ends_before_start", 2)]


def test_a_file_with_a_target_of_a_metric_there_is_not_is_told_its_row(store: Store) -> None:
    text = (
        "目标值编号,类别,对象,对象代码,关系,数值,计量单位,目标值名称\n"
        "t-one,目标,指标,no_such_metric,不少于,20,件,目标一\n"
        "t-two,目标,指标,matters_resolved,不少于,20,件,目标二\n"
    )
    assert problems(store, "target", text) == [("no_subject", 2)]


def test_a_file_that_logs_what_has_not_begun_is_told_its_row(tmp_path: Path) -> None:
    actions = ACTIONS + "    year | req | 年度总结 | once | required | unit | 2021-12-01 | false\n"
    text = "单位,动作,期间,状态\n甲镇,每周调度,2021年第39周,已完成\n甲镇,年度总结,一次性,已完成\n"
    assert problems(drawn(tmp_path, actions=actions), "action_log", text) == [
        ("not_begun", 2),
        ("not_begun", 3),
    ]


# The page


@pytest.fixture(scope="module")
def autumn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up campaign of two towns that ended on 8 October 2021, in the place of the demo."""
    path = tmp_path_factory.mktemp("duties") / "demo.duckdb"
    store = draw(
        path,
        campaign=CAMPAIGN.replace("2021-12-31 ", "2021-10-08 "),
        unit=UNITS,
        theme=PHASES,
        action=ACTIONS,
        calendar=HOLIDAYS,
        action_log=LOG + "a | week | 2021-W35 | done | 2021-09-03",
    )
    store.close()
    return path


OpenPage = Callable[..., AppTest]


@pytest.fixture
def open_page(home: Path, built: Path, autumn: Path) -> OpenPage:
    shutil.copy(built, home / f"{FIRST_CAMPAIGN}.duckdb")
    shutil.copy(autumn, home / "demo.duckdb")
    return opened


def keys(app: AppTest) -> set[str]:
    return {str(button.key) for button in app.button}


def test_the_page_of_the_meeting_says_nobody_reported_and_lists_the_nine_ones(open_page: OpenPage) -> None:
    said = shown(opened("phases"))
    assert "9 个单位都没有报过阶段状态。" in said
    assert "没有录入全市统一的规定动作，因此不计算完成率。" in said
    assert "临邑县委组织部“九个一”共 9 项：已登记完成 0 项，未报 9 项。" in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_visitor_sees_what_is_due_and_no_buttons(open_page: OpenPage, lang: str) -> None:
    app = opened("phases", campaign="demo", lang=lang)
    assert ("逾期未完成" if lang == "zh" else "overdue") in shown(app)
    assert not {key for key in keys(app) if key.startswith(("set_phase", "tick_", "undo", "save_phase"))}


def test_a_reporter_ticks_in_two_clicks_and_takes_it_back(open_page: OpenPage) -> None:
    app = opened("phases", campaign="demo", role="reporter", role_unit="b")
    pills = app.button_group[0]
    assert any("每周调度" in option for option in pills.options)
    first = next(n for n, option in enumerate(pills.options) if "每周调度" in option)
    pills.select(first).run()
    app.button(key="tick_done").click().run()
    assert "已登记" in shown(app)
    store = board.current("demo")
    assert ask(store, "last_tick", Filters(store.last_event, signed_by="演示·经办人员·b"))[
        "unit_id"
    ].tolist() == ["b"]
    app.button(key="undo_tick").click().run()
    assert "已撤销" in shown(app)


def test_the_organiser_sets_the_present_phase_in_one_click_and_takes_it_back(open_page: OpenPage) -> None:
    app = opened("phases", campaign="demo", role="organiser")
    app.button(key="set_phase_2").click().run()
    assert "已设为当前阶段：履职尽责" in shown(app)
    assert phases(board.current("demo")) == [(1, "done"), (2, "doing")]
    app.button(key="undo_phase").click().run()
    assert phases(board.current("demo")) == [(1, None), (2, None)]


def test_a_reporter_does_not_set_phases_nor_tick_for_another_unit(open_page: OpenPage) -> None:
    app = opened("unit", campaign="demo", role="reporter", role_unit="b", unit="a")
    assert not {key for key in keys(app) if key.startswith(("set_phase", "tick"))}
    assert not app.button_group


def test_a_units_own_page_has_its_duties(open_page: OpenPage) -> None:
    said = shown(opened("unit", campaign="demo", unit="a"))
    assert "规定动作逐期情况" in said


def test_looking_back_nothing_can_be_set(open_page: OpenPage) -> None:
    app = opened("phases", campaign="demo", role="organiser", known="3")
    shown(app)
    assert not {key for key in keys(app) if key.startswith(("set_phase", "tick"))}
