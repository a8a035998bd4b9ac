"""选树典型: stages in order, places kept, ties that stop, recusal, 公示 in working days, names kept back."""

import datetime as dt
import shutil
import threading
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from campaign import board, contract, options, panels
from campaign.ask import ask
from campaign.awards import entering, judged, stages, told
from campaign.doctor import examine
from campaign.filters import Filters
from campaign.methods.quota import Apportioned, Tied
from campaign.settings import FIRST_CAMPAIGN
from campaign.store import Store
from campaign.words import Refusal, Words
from tests.drawing import draw, enter
from tests.test_pages import home as home
from tests.test_pages import opened, shown

Sheet = dict[str, float | None]
ZH, EN = Words("zh"), Words("en")
TODAY = dt.date(2021, 12, 31)
CALENDAR = """
    day        | is_working | name | source
    2021-09-18 | true  | 中秋节调休上班 | 通知
    2021-09-20 | false | 中秋节 | 通知
    2021-09-21 | false | 中秋节 | 通知
"""
UNITS = """
    unit_id | short_name | level | division_code | comparable_group
    office  | 市直甲局   | city  |               | city_dept
    north   | 北乡       | town  | 371402        | town
    south   | 南乡       | town  | 371402        | town
    far     | 远乡       | town  | 371424        | town
"""
THEMES = """
    kind             | code      | no | name       | name_en
    award            | finest    | 1  | 最美公务员 | Finest
    award            | case      | 2  | 创新案例   | Cases
    comparable_group | city_dept | 1  | 市直部门   | City departments
    comparable_group | town      | 4  | 乡镇街道   | Towns
"""
QUOTAS = """
    target_id | kind  | subject | subject_code | value | uom
    q         | quota | award   | finest       | 2     | 名
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return drawn(tmp_path / "awards.duckdb")


def drawn(path: Path, **more: str) -> Store:
    divisions = "division_code | name | sort\n371402 | 甲县 | 1\n371424 | 乙县 | 2"
    return draw(path, unit=UNITS, theme=THEMES, target=QUOTAS, calendar=CALENDAR, division=divisions, **more)


def nominated(store: Store, subject: str, unit_id: str = "north", award: str = "finest", day: int = 1) -> str:
    return entering.nominate(
        store,
        award=award,
        unit_id=unit_id,
        subject=subject,
        is_person=True,
        on_date=dt.date(2021, 9, day),
        note=None,
        by="评选办",
        today=TODAY,
    )


def moved(
    store: Store,
    names: Sequence[str],
    stage: str,
    *,
    outcome: str = "passed",
    day: dt.date = dt.date(2021, 9, 2),
    note: str | None = None,
    award: str = "finest",
) -> int:
    return entering.move(
        store, names, award=award, stage=stage, outcome=outcome, on_date=day, note=note, by="评选办",
        today=TODAY,
    )  # fmt: skip


def walked(store: Store, names: Sequence[str], to: str, award: str = "finest") -> None:
    """From 推荐 on to a stage, all on one day."""
    for stage in stages.STAGES[1 : stages.number_of(to)]:
        moved(store, names, stage, award=award)


def state(store: Store, columns: str, *, sees: bool = True, **more: Any) -> list[tuple]:
    filters = Filters(store.last_event, sees_nominees=sees, **more)
    frame = ask(store, "nominations", filters)
    return [
        tuple(None if pd.isna(cell) else cell for cell in row)
        for row in frame[columns.split()].itertuples(index=False)
    ]


def refused(store: Store, act: Callable[[], object]) -> str:
    """The key of the refusal; nothing was written."""
    before = store.last_event
    with pytest.raises(Refusal) as refusal:
        act()
    assert store.last_event == before
    return refusal.value.key


# Stages


def test_the_stages_in_code_contract_and_sql_are_the_same(store: Store) -> None:
    field = contract.tables()["nomination_step"].field
    assert field("stage").choices == stages.STAGES
    assert field("outcome").choices == stages.OUTCOMES
    asked = ask(store, "award_stages", Filters(store.last_event))
    first = asked[asked["award"] == "finest"]
    assert tuple(first["stage"]) == stages.STAGES
    assert tuple(first["shown"].dropna()) == stages.SHOWN


def test_a_nomination_is_entered_with_its_first_step_and_who_and_when(store: Store) -> None:
    nominated(store, "张三")
    assert state(store, "subject short_name last_stage last_outcome signed_by") == [
        ("张三", "北乡", "recommended", "passed", "评选办")
    ]
    assert state(store, "last_on")[0][0] == pd.Timestamp(2021, 9, 1)


def test_more_may_be_nominated_than_there_are_places(store: Store) -> None:
    for name in "甲乙丙丁":
        nominated(store, name)
    asked = ask(store, "award_stages", Filters(store.last_event))
    assert set(asked[asked["award"] == "finest"]["nominated"]) == {4}


def test_an_award_nobody_was_nominated_for_is_blank_not_zero(store: Store) -> None:
    nominated(store, "张三")
    asked = ask(store, "award_stages", Filters(store.last_event))
    assert asked[asked["award"] == "case"]["passed"].isna().all()
    table = panels.AWARD_STAGES.table(asked, ZH)
    assert set(table[table["奖项"] == "创新案例"]["通过"]) == {"未报"}
    assert set(table[table["奖项"] == "创新案例"]["拟评选名额"]) == {"未设名额"}


def test_the_same_name_is_nominated_once_by_a_unit(store: Store) -> None:
    nominated(store, "张三")
    assert refused(store, lambda: nominated(store, " 张三 ")) == "award.twice"
    nominated(store, "张三", unit_id="far")  # somebody else of that name


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"subject": "  "}, "award.no_subject"),
        ({"subject": "长" * 61}, "award.long_subject"),
        ({"unit_id": "nosuch"}, "award.unknown_unit"),
        ({"award": "nosuch"}, "award.unknown_award"),
    ],
)
def test_a_nomination_of_nobody_or_nothing_known_is_refused(store: Store, more: dict, key: str) -> None:
    assert refused(store, lambda: nominated(store, **{"subject": "张三", **more})) == key


def test_stages_come_in_order(store: Store) -> None:
    one = nominated(store, "张三")
    assert refused(store, lambda: moved(store, [one], "inspected")) == "award.out_of_order"
    moved(store, [one], "qualified")
    moved(store, [one], "first_review")
    assert state(store, "passed_no") == [(3,)]


def test_a_step_is_never_before_the_one_before_it_or_still_to_come(store: Store) -> None:
    one = nominated(store, "张三", day=5)
    early = dt.date(2021, 9, 4)
    assert refused(store, lambda: moved(store, [one], "qualified", day=early)) == "award.before"
    future = TODAY + dt.timedelta(days=1)
    assert refused(store, lambda: moved(store, [one], "qualified", day=future)) == "award.future"


def test_of_many_moved_together_all_go_or_none(store: Store) -> None:
    one, other = nominated(store, "甲"), nominated(store, "乙")
    moved(store, [one], "qualified")
    assert refused(store, lambda: moved(store, [one, other], "first_review")) == "award.out_of_order"


def test_stopping_or_withdrawing_needs_a_reason_and_ends_it(store: Store) -> None:
    one = nominated(store, "张三")
    assert (
        refused(store, lambda: moved(store, [one], "qualified", outcome="withdrawn")) == "award.needs_reason"
    )
    moved(store, [one], "qualified", outcome="withdrawn", note="本人申请")
    assert told.stage({"last_stage": "qualified", "last_outcome": "withdrawn"}, ZH) == "资格审核环节撤回推荐"
    assert refused(store, lambda: moved(store, [one], "first_review")) == "award.ended"


def test_a_wrong_last_step_is_corrected_with_a_reason_and_the_past_keeps_its_own(store: Store) -> None:
    one = nominated(store, "张三")
    moved(store, [one], "qualified", outcome="stopped", note="材料不全")
    before = store.last_event
    assert refused(store, lambda: moved(store, [one], "qualified")) == "award.correction_needs_reason"
    moved(store, [one], "qualified", note="材料已补")
    assert state(store, "last_outcome") == [("passed",)]
    assert [
        row.last_outcome
        for row in ask(store, "nominations", Filters(before, sees_nominees=True)).itertuples()
    ] == ["stopped"]
    moved(store, [one], "first_review")
    assert refused(store, lambda: moved(store, [one], "qualified", note="再改")) == "award.gone_on"


# Places


def test_public_notice_keeps_to_the_quota(store: Store) -> None:
    three = [nominated(store, name) for name in "甲乙丙"]
    walked(store, three, "final_review")
    assert refused(store, lambda: moved(store, three, "public_notice")) == "award.over_quota"
    moved(store, three[:2], "public_notice")
    assert refused(store, lambda: moved(store, three[2:], "public_notice")) == "award.over_quota"


def test_a_place_is_free_again_when_an_objection_is_upheld(store: Store) -> None:
    three = [nominated(store, name) for name in "甲乙丙"]
    walked(store, three, "final_review")
    moved(store, three[:2], "public_notice")
    moved(store, three[:1], "objections", outcome="stopped", note="异议查实")
    moved(store, three[2:], "public_notice")
    asked = ask(store, "award_stages", Filters(store.last_event))
    assert told.left(asked.iloc[0]) == 0


def test_without_a_quota_nothing_is_posted(store: Store) -> None:
    one = nominated(store, "案例", award="case")
    walked(store, [one], "final_review", award="case")
    assert refused(store, lambda: moved(store, [one], "public_notice", award="case")) == "award.no_quota"


def test_two_people_who_give_the_last_place_at_once_give_it_once(store: Store) -> None:
    three = [nominated(store, name) for name in "甲乙丙"]
    walked(store, three, "final_review")
    moved(store, three[:1], "public_notice")
    start, came = threading.Barrier(2), []

    def give(name: str) -> None:
        start.wait()
        try:
            moved(store, [name], "public_notice")
            came.append("given")
        except Refusal as refusal:
            came.append(refusal.key)

    hands = [threading.Thread(target=give, args=(name,)) for name in three[1:]]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(came) == ["award.over_quota", "given"]
    assert sum(passed >= 7 for (passed,) in state(store, "passed_no")) == 2


def test_the_doctor_sees_more_places_taken_than_there_are(store: Store) -> None:
    three = [nominated(store, name) for name in "甲乙"]
    walked(store, three, "public_notice")
    assert "award_over_quota" not in examined(store)
    enter(store, "target", QUOTAS.replace("| 2 ", "| 1 "))
    assert "award_over_quota" in examined(store)


def examined(store: Store) -> str:
    return " ".join(key for key, _ in examine(store).findings)


# Public notice


def test_a_notice_stands_five_working_days_by_the_calendar(store: Store) -> None:
    one = nominated(store, "张三")
    walked(store, [one], "final_review")
    moved(store, [one], "public_notice", day=dt.date(2021, 9, 16))
    row = panels.AWARD_NOTICES.answer(store, Filters(store.last_event)).iloc[0]
    # Friday 17, the worked Saturday 18, Wednesday 22 to Friday 24
    assert (row["first"], row["last"]) == (dt.date(2021, 9, 17), dt.date(2021, 9, 24))
    assert told.skipped(row, ZH) == (
        "不计：2021年9月19日（周末）、2021年9月20日（中秋节）、2021年9月21日（中秋节）"
        "；调休上班计入：2021年9月18日"
    )
    last = dt.date(2021, 9, 24)
    assert refused(store, lambda: moved(store, [one], "objections", day=last)) == "award.not_stood"
    moved(store, [one], "objections", day=last + dt.timedelta(days=1))


def test_the_starting_rule_and_the_days_are_settings(store: Store) -> None:
    one = nominated(store, "张三")
    walked(store, [one], "final_review")
    moved(store, [one], "public_notice", day=dt.date(2021, 9, 16))
    options.change(store, "award_notice_start", "posting_day", by="组织者")
    options.change(store, "award_notice_days", "3", by="组织者")
    row = panels.AWARD_NOTICES.answer(store, Filters(store.last_event)).iloc[0]
    assert (row["first"], row["last"]) == (dt.date(2021, 9, 16), dt.date(2021, 9, 18))
    moved(store, [one], "objections", day=dt.date(2021, 9, 19))


def test_a_year_without_a_calendar_is_said_and_stops_what_follows(tmp_path: Path) -> None:
    store = draw(tmp_path / "none.duckdb", unit=UNITS, theme=THEMES, target=QUOTAS)
    one = nominated(store, "张三")
    walked(store, [one], "public_notice")
    row = panels.AWARD_NOTICES.answer(store, Filters(store.last_event)).iloc[0]
    assert told.period(row, ZH).startswith("工作日历没有 2021 年，算不出公示截止日")
    later = dt.date(2021, 12, 1)
    assert refused(store, lambda: moved(store, [one], "objections", day=later)) == "award.no_calendar"


# Scores


def scored(
    store: Store, sheet: dict[str, float | None], judge: str = "评委1", home: str | None = None
) -> int:
    return entering.score(store, sheet, award="finest", judge=judge, judge_unit_id=home, by="评选办")


@pytest.mark.parametrize(
    ("scores", "mean"),
    [
        ([], None),
        ([90], Fraction(90)),
        ([80, 90, 90, 100], Fraction(90)),
        ([0, 90, 91, 92, 100], Fraction(91)),
        ([90, 90, 90, 90, 95], Fraction(90)),
    ],
)
def test_with_five_scores_one_high_and_one_low_are_left_out(scores: list[int], mean: Fraction | None) -> None:
    assert judged.trimmed_mean([judged.exact(score) for score in scores]) == mean


@pytest.mark.parametrize("home", ["north", "south"])
def test_a_judge_of_the_unit_or_its_county_recuses_and_blank_is_not_zero(store: Store, home: str) -> None:
    one = nominated(store, "张三", unit_id="north")
    walked(store, [one], "consulted")
    assert refused(store, lambda: scored(store, {one: 90.0}, home=home)) == "award.own_unit"
    scored(store, {one: None}, home=home)
    scored(store, {one: 80.0}, "评委2", "far")
    row = panels.AWARD_SCORES.answer(store, Filters(store.last_event, sees_nominees=True)).iloc[0]
    assert (row["mean"], row["given"], row["recused"]) == (80, 1, 1)


@pytest.mark.parametrize("value", [-1.0, 100.5, float("inf"), float("nan")])
def test_a_score_outside_its_range_is_refused(store: Store, value: float) -> None:
    one = nominated(store, "张三")
    walked(store, [one], "consulted")
    assert refused(store, lambda: scored(store, {one: value})) == "award.score_range"


def test_scores_come_between_qualification_and_the_final_review(store: Store) -> None:
    one = nominated(store, "张三")
    assert refused(store, lambda: scored(store, {one: 90.0})) == "award.not_scored_now"
    walked(store, [one], "final_review")
    assert refused(store, lambda: scored(store, {one: 90.0})) == "award.not_scored_now"
    assert refused(store, lambda: scored(store, {one: 90.0}, judge=" ")) == "award.no_judge"


def test_a_tie_across_the_cut_stops_and_people_settle_it(store: Store) -> None:
    three = [nominated(store, name) for name in "甲乙丙"]
    walked(store, three, "consulted")
    scored(store, {three[0]: 95.0, three[1]: 90.0, three[2]: 90.0})
    frame = panels.AWARD_SCORES.answer(store, Filters(store.last_event, sees_nominees=True))
    assert list(frame["standing"]) == ["within", "tied", "tied"]
    assert "并列：乙、丙" in told.scores_say(frame, ZH)
    moved(store, three[:1], "final_review")
    assert refused(store, lambda: moved(store, three[1:2], "final_review")) == "award.tied"
    moved(store, three[2:], "final_review", outcome="stopped", note="集体研究")
    moved(store, three[1:2], "final_review")


def test_scoring_again_settles_a_tie_too(store: Store) -> None:
    three = [nominated(store, name) for name in "甲乙丙"]
    walked(store, three, "consulted")
    scored(store, {three[0]: 95.0, three[1]: 90.0, three[2]: 90.0})
    scored(store, {three[1]: 91.0}, "复评")
    moved(store, three[:2], "final_review")


def test_means_that_differ_in_the_last_place_are_no_tie() -> None:
    means = {"a": Fraction(1, 3), "b": Fraction(1, 3) + Fraction(1, 10**9), "c": None}
    assert judged.standings(means, 1) == {"a": "beyond", "b": "within", "c": "no_score"}


# Names


def test_names_are_for_organisers_until_announced(store: Store) -> None:
    two = [nominated(store, name) for name in ("张三", "李四")]
    walked(store, two, "consulted")
    assert state(store, "subject", sees=False) == []
    scored(store, {two[0]: 90.0})
    assert ask(store, "award_scores", Filters(store.last_event)).empty
    walked_on = ("final_review", "public_notice")
    for stage in walked_on:
        moved(store, two, stage)
    assert state(store, "subject note", sees=False) == [(None, None), (None, None)]
    assert (
        panels.NOMINATIONS.table(ask(store, "nominations", Filters(store.last_event)), ZH)[
            "推荐对象"
        ].to_list()
        == ["公布前不显示"] * 2
    )
    for stage in ("objections", "approved", "announced"):
        moved(store, two[:1], stage, day=dt.date(2021, 10, 29))
    assert state(store, "subject", sees=False) == [("张三",), (None,)]
    assert [row[0] for row in state(store, "signed_by", sees=False, shows_names=False)] == ["@recorder"] * 2


def test_nothing_of_a_name_stands_in_the_log_that_everybody_reads(store: Store) -> None:
    one = nominated(store, "张三")
    moved(store, [one], "qualified", outcome="stopped", note="张三材料不全")
    for question in ("events", "batches"):
        frame = ask(store, question, Filters(store.last_event))
        assert "张三" not in frame.to_csv()


def test_a_unit_sees_its_own_nominations_here_and_its_recognitions_among_its_records(store: Store) -> None:
    heads = "record_id | unit_id | kind | title | level | is_claim"
    enter(store, "record", f"{heads}\nr | north | recognition | 率先 | city | true")
    nominated(store, "张三")
    organiser = Filters(store.last_event, unit_id="north", sees_nominees=True)
    table = panels.UNIT_AWARDS.table(ask(store, "unit_awards", organiser), ZH)
    assert table[["推荐对象", "进度"]].to_numpy().tolist() == [["张三", "已推荐"]]
    visitor = Filters(store.last_event, unit_id="north")
    assert ask(store, "unit_awards", visitor).empty
    assert ask(store, "unit_records", visitor)["title"].to_list() == ["率先"]


def test_who_acts_alone_is_no_reviewer_to_a_visitor(store: Store) -> None:
    nominated(store, "张三")
    events = ask(store, "events", Filters(store.last_event, shows_names=False))
    batches = ask(store, "batches", Filters(store.last_event, shows_names=False))
    assert (events["signed_by"][0], batches["submitted_by"][0]) == ("@recorder", "@recorder")
    assert set(events["signed_by"][1:]) >= {"@clerk", "@reviewer"}


# Shares and places by size


def test_shares_count_each_group_and_city_units_apart(store: Store) -> None:
    nominated(store, "甲", unit_id="north")
    nominated(store, "乙", unit_id="office")
    table = panels.AWARD_SHARES.table(ask(store, "award_shares", Filters(store.last_event)), ZH)
    said = table.set_index("组")["最美公务员"].to_dict()
    assert said["甲县"].startswith("推荐 1 ") and said["乙县"].startswith("推荐 0 ")
    assert said["市直单位"].startswith("推荐 1 ") and said["市直部门"].startswith("推荐 1 ")
    assert set(table["创新案例"]) == {"未报"}


def test_the_remainder_table_shows_how_places_were_given() -> None:
    answer = judged.apportioned({"a": 5, "b": 3, "c": 1}, 4)
    assert isinstance(answer, Apportioned)
    table = told.apportionment(answer.rows, ["甲", "乙", "丙"], (), ZH)
    assert table["应得（精确）"].to_list() == ["2 2/9", "1 1/3", "4/9"]
    assert table["余数"].to_list() == ["2/9（≈0.2222）", "1/3（≈0.3333）", "4/9（≈0.4444）"]
    assert table["得名额"].to_list() == ["2", "1", "1"]


def test_equal_remainders_across_the_cut_are_left_open() -> None:
    answer = judged.apportioned({"a": 1, "b": 1}, 1)
    assert isinstance(answer, Tied)
    table = told.apportionment(answer.rows, ["甲", "乙"], answer.tied, EN)
    assert table["Places"].to_list() == ["0 or +1 (tied)"] * 2


# The page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_of_the_campaign_shows_places_and_says_that_nobody_is_nominated(
    home: Path, built: Path, lang: str
) -> None:
    shutil.copy(built, home / f"{FIRST_CAMPAIGN}.duckdb")
    said = shown(opened("awards", lang=lang))
    if lang == "zh":
        assert "拟评选 20 个" in said and "拟评选 10 名" in said and "还没有登记推荐对象" in said
        assert "只作展示，不计分、不排名" in said
    else:
        assert "No nomination has been entered" in said


@pytest.fixture
def live(home: Path, built: Path) -> Store:
    """Where the demo stands: a campaign in which two were nominated, and anybody may play the organiser."""
    shutil.copy(built, home / f"{FIRST_CAMPAIGN}.duckdb")
    drawn(home / "demo.duckdb").close()
    store = board.current("demo")
    for name in ("张三", "李四"):
        nominated(store, name)
    return store


def page(role: str = "", **address: str) -> AppTest:
    return opened("awards", campaign="demo", **({"role": role} if role else {}), **address)


@pytest.mark.parametrize("role", ["", "viewer", "reviewer", "reporter"])
def test_who_is_no_organiser_sees_counts_and_neither_name_nor_form(live: Store, role: str) -> None:
    app = page(role)
    assert "张三" not in shown(app)
    assert "另有 2 个推荐对象" in shown(app)
    assert [one.label for one in app.expander] == ["名额分配测算"]


def test_an_organiser_nominates_on_the_page(live: Store) -> None:
    app = page("organiser")
    box(app, "nom_award").select("finest")
    box(app, "nom_unit").select("far")
    next(field for field in app.text_input if field.label == "推荐对象名称").input("王五")
    next(field for field in app.date_input if "nom_day" in str(field.key)).set_value(dt.date(2021, 9, 1))
    press(app, "签名登记")
    assert "已登记“王五”的推荐。" in shown(app) and "王五" in [row[0] for row in state(live, "subject")]


def test_an_organiser_moves_nominations_on_and_is_told_when_a_day_is_wrong(live: Store) -> None:
    app = page("organiser")
    who = app.multiselect[0]
    who.select(who.options[0])
    next(field for field in app.date_input if "step_day" in str(field.key)).set_value(dt.date(2021, 8, 1))
    app.button(key="step_save").click().run()
    assert "不能早于它" in app.error[0].value and state(live, "passed_no") == [(1,), (1,)]
    next(field for field in app.date_input if "step_day" in str(field.key)).set_value(dt.date(2021, 9, 3))
    app.button(key="step_save").click().run()
    assert "已登记 1 个推荐对象的“资格审核”" in shown(app)
    assert state(live, "passed_no") == [(2,), (1,)]


def test_in_the_past_nothing_can_be_entered(live: Store) -> None:
    app = page("organiser", known=str(live.last_event))
    assert "历史时点下只能查看" in shown(app)
    assert [one.label for one in app.expander] == ["名额分配测算"]


def test_an_award_is_chosen_in_the_address_and_an_unknown_one_is_said(live: Store) -> None:
    app = page("organiser", award="case")
    assert "张三" not in shown(app)
    assert "链接中的奖项“nosuch”不存在" in shown(page("organiser", award="nosuch"))


def test_places_by_size_are_worked_out_with_their_table(live: Store) -> None:
    said = shown(page())
    assert "2 个名额，按单位数共 4；整数部分合计" in said and "得名额" in said


def box(app: AppTest, key: str) -> Any:
    return next(found for found in app.selectbox if key in str(found.key))


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()
