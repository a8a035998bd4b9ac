"""The demo campaign: the same everywhere, whole, labelled, and never in the way of the real one."""

import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from campaign import accounts, board, contract, doctor, options, panels
from campaign.accounts import EVERYTHING, Person
from campaign.acts import act
from campaign.ask import ask, event_of
from campaign.demo.cases import CASES
from campaign.demo.happening import table_of
from campaign.demo.year import END, START
from campaign.filters import Filters
from campaign.intake import worker
from campaign.methods import chart, funnel, pace
from campaign.output.export import export
from campaign.settings import ROOT, settings
from campaign.store import SYSTEM, Store
from campaign.words import Refusal, Words
from tests.test_handing_in_page import GOOD, paste
from tests.test_pages import EVERY_LANGUAGE, EVERY_PAGE, OpenPage, assert_is_whole, opened, shown


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo's file in it, made by the command."""
    home = tmp_path_factory.mktemp("demo")
    made_by_command(home)
    return home


@pytest.fixture(scope="module")
def demo(demo_home: Path) -> Iterator[Store]:
    store = Store(demo_home / "demo.duckdb")
    yield store
    store.close()


def made_by_command(home: Path, *more: str, hash_seed: str = "0") -> str:
    environment = {**os.environ, "CAMPAIGN_HOME": str(home), "PYTHONHASHSEED": hash_seed}
    environment.pop("CAMPAIGN_FILE", None)
    command = [sys.executable, "-m", "campaign", "demo", *more]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    return done.stdout + done.stderr


def known(store: Store, table: str, day: str | None = None) -> pd.DataFrame:
    """The rows of a table known now or on a day."""
    with store.reading() as cursor:
        query = f"from {table}_at($known_on)"
        return cursor.execute(query, {"known_on": event_of(store, day)}).df()


def log(store: Store) -> list[tuple]:
    return store.rows(
        "questions/events", known_on=store.last_event, last_event=store.last_event, shows_names=True
    )


# The same everywhere


def test_the_demo_is_the_same_wherever_it_is_made(demo: Store, tmp_path: Path) -> None:
    made_by_command(tmp_path, "--out", str(tmp_path / "again.duckdb"), hash_seed="1")
    again = Store(tmp_path / "again.duckdb")
    try:
        for table in contract.tables():
            bytes_of = [export(store, table, "csv", store.last_event) for store in (demo, again)]
            assert bytes_of[0] == bytes_of[1], table
        assert log(demo) == log(again)
    finally:
        again.close()


def test_the_demo_keeps_to_its_own_log(demo: Store) -> None:
    assert doctor.examine(demo).findings == []


@pytest.mark.parametrize("table", contract.tables())
def test_every_table_has_something_to_show(demo: Store, table: str) -> None:
    assert len(export(demo, table, "csv", demo.last_event).decode().splitlines()) > 1


def test_thirteen_divisions_thirty_departments_and_ten_towns_in_each_take_part(demo: Store) -> None:
    groups = known(demo, "unit")["comparable_group"].value_counts()
    assert dict(groups) == {"town": 130, "city_dept": 30, "division": 13}


# Nobody is meant


def test_everything_says_that_it_is_made_up(demo: Store) -> None:
    assert bool(known(demo, "campaign").iloc[0]["is_synthetic"])
    assert known(demo, "unit")["name"].str.contains("示例").all()
    assert known(demo, "record")["title"].str.contains("演示").sum() >= 100


def test_nobody_in_the_demo_has_the_name_of_a_person(demo: Store) -> None:
    signed = ask(demo, "events", Filters(demo.last_event, shows_names=True))["signed_by"].unique()
    assert [name for name in signed if not name.startswith("演示") and name != SYSTEM] == []
    nominations = known(demo, "nomination")
    persons = nominations[nominations["is_person"]]["subject"]
    assert len(persons) and persons.str.fullmatch(r"示例人员\d\d号").all()
    assert known(demo, "task")["owner"].str.fullmatch(r"示例负责人\d\d").all()
    assert known(demo, "award_score")["judge"].str.fullmatch(r"演示评委\d\d").all()


def test_the_demo_names_no_unit_of_the_page(demo: Store, store: Store) -> None:
    own = set(known(demo, "unit")["name"]) | set(known(demo, "unit_alias")["alias"])
    assert own.isdisjoint(set(known(store, "unit")["name"]) | set(known(store, "unit_alias")["alias"]))


# A year as it stood on each of its days


@pytest.mark.parametrize("day", ["2021-06-01", "2021-08-31", "2021-11-15"])
def test_on_a_past_day_nothing_later_is_known(demo: Store, day: str) -> None:
    assert known(demo, "observation", day)["as_of"].max() < pd.Timestamp(day)
    assert (known(demo, "task_step", day)["on_date"] <= pd.Timestamp(day)).all()
    assert len(known(demo, "observation", day)) < len(known(demo, "observation"))


def test_the_events_are_those_of_the_year(demo: Store) -> None:
    days = ask(demo, "event_days", Filters(demo.last_event))["day"]
    assert days.min() == pd.Timestamp(START) and days.max() == pd.Timestamp(END)


def test_everything_that_can_become_of_a_batch_became_of_one(demo: Store) -> None:
    with demo.reading() as cursor:
        kinds = {kind for (kind,) in cursor.execute("select distinct kind from event").fetchall()}
    assert kinds == {"submitted", "published", "returned", "taken_back", "withdrawn", "restored"}


def test_the_slip_in_the_unit_of_measure_was_never_known(demo: Store) -> None:
    invested = known(demo, "observation").query("metric_id == 'investment' and unit_id == 'wucheng'")
    assert len(invested) == 8 and invested["value"].max() < 10_000
    reasons = ask(demo, "events", Filters(demo.last_event - 100))["reason"].dropna()
    assert reasons.str.contains("万元").any()


def test_a_correction_gives_its_reason_and_leaves_what_it_corrected_in_the_log(demo: Store) -> None:
    revisions = ask(demo, "revisions", Filters(demo.last_event))
    assert len(revisions) > 50
    notes = known(demo, "observation")["note"].dropna()
    assert notes.str.startswith("更正：").sum() > 50


def test_figures_come_in_every_shape(demo: Store) -> None:
    figures = known(demo, "observation")
    assert set(figures["qualifier"]) == {"exact", "at_least", "about"}
    assert all(figures["printed"].str.contains(word).any() for word in ("余", "约", "超过"))
    assert (figures["value"] == 0).any()
    assert known(demo, "assignment")["not_applicable"].any()


def test_every_kind_of_duty_and_state_is_there(demo: Store) -> None:
    required = known(demo, "action").query("requirement == 'required'")
    assert set(required["cadence"]) == {"once", "week", "halfmonth", "month", "quarter"}
    assert set(known(demo, "action_log")["status"]) == {"done", "late", "missed", "not_applicable"}
    assert set(known(demo, "task_step")["step"]) == set(choices("task_step", "step"))
    assert set(known(demo, "judgement")["verdict"]) == {"confirmed", "dismissed"}
    assert set(known(demo, "record")["level"].dropna()) == {"nation", "province", "city", "county"}


def choices(table: str, field: str) -> tuple[str, ...]:
    return contract.tables()[table].field(field).choices


def test_awards_stand_at_every_stage_and_none_is_posted_beyond_its_places(demo: Store) -> None:
    steps = known(demo, "nomination_step").merge(known(demo, "nomination"), on="nomination_id")
    assert set(steps["stage"]) == set(choices("nomination_step", "stage"))
    quotas = known(demo, "target").query("kind == 'quota'").set_index("subject_code")["value"]
    nominated = known(demo, "nomination")["award"].value_counts()
    assert (nominated > quotas[nominated.index]).all()  # 差额
    for stage in ("public_notice", "announced"):
        through = steps[(steps["stage"] == stage) & (steps["outcome"] == "passed")]
        passed = through["award"].value_counts()
        assert len(passed) and (passed <= quotas[passed.index]).all()


def test_a_judge_gives_no_score_to_their_own_unit(demo: Store) -> None:
    scores = known(demo, "award_score").merge(known(demo, "nomination"), on="nomination_id")
    own = scores[scores["judge_unit_id"] == scores["unit_id"]]
    assert len(own) and own["value"].isna().all()


# The cases: each test of the methods fires where the table says so, and not where it says so


def case(behaviour: str) -> tuple[str, str]:
    found = next(case for case in CASES if case.behaviour == behaviour)
    return found.unit_id, found.metric_id


def paces(store: Store, unit_id: str, metric_id: str) -> list[str]:
    """The state of the pace rule at each report, as it was seen on the day of the report."""
    figures, targets = known(store, "observation"), known(store, "target")
    reported = figures[(figures["unit_id"] == unit_id) & (figures["metric_id"] == metric_id)]
    targets = targets[(targets["unit_id"] == unit_id) & (targets["subject_code"] == metric_id)]
    plan = pace.linear_plan(START, END)
    assert isinstance(plan, pace.Plan)
    states: list[str] = []
    before = None
    for row in reported.sort_values("as_of").itertuples():
        report = pace.Report(float(row.value), row.as_of.date())
        target = float(targets.iloc[0]["value"])
        found = pace.pace(report, target, plan, today=report.as_of, counts=True, before=before)
        states.append(found.state if isinstance(found, pace.Pace) else found.reason)
        before = report
    return states


def test_the_slow_are_behind_at_every_report(demo: Store) -> None:
    for found in CASES:
        if found.behaviour == "slow":
            assert paces(demo, found.unit_id, found.metric_id) == ["behind"] * 8


def test_one_that_was_slow_in_autumn_has_caught_up(demo: Store) -> None:
    states = paces(demo, *case("slow_autumn"))
    assert states[3:6] == ["behind"] * 3 and states[-1] == "on_pace"


def test_a_target_too_small_is_not_judged(demo: Store) -> None:
    assert set(paces(demo, *case("small_target"))) == {"too_small"}
    assert "behind" not in paces(demo, *case("rather_slow"))


def test_a_definition_that_changed_within_the_year_is_said_and_nothing_goes_across_it(demo: Store) -> None:
    unit_id, metric_id = case("redefined")
    filters = Filters(demo.last_event, metric_id=metric_id, comparable_group="division", today=END)
    history = panels.HISTORY.answer(demo, filters)
    own = history[history["unit_id"] == unit_id]
    assert list(own["part"].eq(own["part"].iloc[0])) == [True] * 4 + [False] * 4
    assert own["part"].nunique() == 2
    assert set(panels.PACE.answer(demo, filters)["standing"]) == {"redefined"}
    changes = panels.YEAR_ON_YEAR.table(panels.YEAR_ON_YEAR.answer(demo, filters), Words("zh"))
    assert set(changes["同比"]) == {"口径自2021年9月1日起变更，不作同比"}
    before = event_of(demo, "2021-08-20")
    assert "redefined" not in set(panels.PACE.answer(demo, replace(filters, known_on=before))["standing"])


def test_an_outlook_in_autumn_goes_by_the_errors_of_last_year(demo: Store) -> None:
    unit_id, metric_id = case("last_year")
    day = dt.date(2021, 10, 20)
    filters = Filters(event_of(demo, str(day)), metric_id=metric_id, unit_id=unit_id, today=day)
    seen = panels.OUTLOOK.seen(demo, filters, Words("zh"))
    assert set(seen.frame["outlook"]) == {"band"} and "回头检验往年 13 个序列" in seen.said


def test_one_that_is_fast_is_on_pace_and_done_before_the_day(demo: Store) -> None:
    assert set(paces(demo, *case("fast"))) == {"on_pace"}


def test_most_units_reached_what_was_due(demo: Store) -> None:
    figures, targets = known(demo, "observation"), known(demo, "target")
    due = targets[targets["subject_code"] == "people_trained"].set_index("unit_id")["value"].astype(float)
    trained = figures[figures["metric_id"] == "people_trained"].sort_values("as_of")
    reached = trained.groupby("unit_id")["value"].last().astype(float)
    assert (reached >= 0.95 * due[reached.index]).mean() > 0.7


def test_the_silent_unit_has_reported_nothing_since_september(demo: Store) -> None:
    figures = known(demo, "observation")
    last = figures.loc[figures["unit_id"] == case("silent")[0], "as_of"].max()
    assert last == pd.Timestamp("2021-09-30")


def test_late_reports_are_no_neglect_of_duties(demo: Store) -> None:
    log = known(demo, "action_log")
    log = log[log["action_id"].str.startswith("req")]
    done = log.query("status == 'done'").groupby("unit_id").size()
    assert done[case("late_reports")[0]] > done[case("neglects_duties")[0]] + 20
    assert set(log.loc[log["unit_id"] == case("late_duties")[0], "status"]) == {"late"}


def test_only_the_dissatisfied_lie_below_the_funnel_without_reason(demo: Store) -> None:
    figures = known(demo, "observation")
    figures = figures[(figures["variant"] == "") & figures["unit_id"].str.contains("-t")]
    last = figures.sort_values("as_of").groupby(["unit_id", "metric_id"])["value"].last().unstack()
    satisfied, rated = (
        last[name].astype(float).to_numpy() for name in ("matters_satisfied", "matters_rated")
    )
    found = funnel.proportions(satisfied, rated)
    assert isinstance(found, funnel.Funnel)
    places = dict(zip(last.index[found.at], found.places, strict=True))
    assert [unit for unit, place in places.items() if place == "below_998"] == [case("dissatisfied")[0]]
    assert (
        places[case("few_matters")[0]] == "inside" and rated[last.index.get_loc(case("few_matters")[0])] < 10
    )


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        ("week_drop", "concern_low"),
        ("week_rise", "improvement_high"),
        ("week_new", "too_few_reports"),
        ("week_steady", "common"),
    ],
)
def test_the_weekly_rate_signals_what_it_should(demo: Store, behaviour: str, said: str) -> None:
    unit_id, metric_id = case(behaviour)
    figures = known(demo, "observation")
    weekly = figures[figures["metric_id"] == metric_id]
    series = weekly.pivot_table(index="unit_id", columns="as_of", values="value", aggfunc="first")
    values = np.array([series.loc[unit_id].astype(float).to_numpy()])
    assert chart.variation(chart.xmr(values)[0], "up") == said


def test_a_shared_place_is_shared(demo: Store) -> None:
    filters = Filters(demo.last_event, metric_id="projects_introduced")
    ranking = ask(demo, "ranking", filters).set_index("unit_id")
    places = ranking[["place_best", "place_worst"]]
    assert list(places.loc["decheng"]) == list(places.loc["lingcheng"])
    assert places.loc["decheng", "place_best"] == places.loc["decheng", "place_worst"]


# On the screen


@pytest.fixture
def demo_page(
    demo_home: Path, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OpenPage]:
    """Opens a page of the demo, with the real campaign in the same folder."""
    board.close()
    monkeypatch.setenv("CAMPAIGN_HOME", str(tmp_path))
    monkeypatch.delenv("CAMPAIGN_FILE", raising=False)
    shutil.copy(demo_home / "demo.duckdb", tmp_path)
    shutil.copy(built, settings().campaign_file)
    yield lambda name, **address: opened(name, campaign="demo", **address)
    board.close()


@EVERY_LANGUAGE
@EVERY_PAGE
def test_a_page_is_whole_and_labelled(demo_page: OpenPage, name: str, lang: str) -> None:
    app = demo_page(name, lang=lang)
    assert_is_whole(app)
    assert {"zh": "演示数据", "en": "Demo data"}[lang] in shown(app)
    assert "b-demo" in shown(app)


@EVERY_PAGE
def test_a_page_is_whole_as_known_in_summer(demo_page: OpenPage, name: str) -> None:
    assert_is_whole(demo_page(name, known="2021-07-15"))


def test_the_overview_of_many_units_says_what_they_reported_together(demo_page: OpenPage) -> None:
    said = shown(demo_page("overview"))
    assert "应报 173 个单位，已报 160" in said
    assert "全县（市、区） 13 个单位" in said and "已推荐 32、公布通过 20" in said


@pytest.mark.parametrize("name", ["hand_in", "review"])
def test_locked_periods_are_folded_away_and_all_there(demo_page: OpenPage, demo: Store, name: str) -> None:
    due = ask(demo, "due", Filters(demo.last_event, today=END))
    locked = int((due["state"] == "locked").sum())
    page = demo_page(name, role="organiser")
    folded = next(found for found in page.expander if "已截止" in found.label)
    assert f"已截止，未报 {locked} 期" in folded.label
    told = "".join(str(piece.proto.body) for piece in folded.get("html"))
    assert told.count("<tr>") == locked + 1
    assert "请尽快登录看板报送" not in shown(page)  # nobody is reminded of what cannot be handed in


def test_only_what_is_confirmed_and_not_closed_needs_attention(demo: Store) -> None:
    found = ask(demo, "attention", Filters(demo.last_event))
    assert list(found["unit_id"]) == ["qihe-t04", "xiajin-t07", "wucheng-t05"]
    assert found["owner"].str.startswith("示例负责人").all() and found["on_date"].is_monotonic_increasing


def three_tests(store: Store, day: str) -> pd.DataFrame:
    """What the three tests make of the demo on the evening of a day."""
    filters = Filters(event_of(store, day), today=dt.date.fromisoformat(day))
    panel = replace(panels.SUPERVISION_CANDIDATES, part=None)
    return panel.answer(store, filters)


def verdict(found: pd.DataFrame, ground: str, behaviour: str, subject: str = "") -> str:
    unit_id, metric_id = case(behaviour)
    own = found[(found["ground"] == ground) & (found["unit_id"] == unit_id)]
    return str(own[own["subject"] == (subject or metric_id)].iloc[0]["state"])


def test_each_of_the_three_tests_fires_and_does_not_fire(demo: Store) -> None:
    november, end = three_tests(demo, "2021-11-15"), three_tests(demo, "2021-12-31")
    assert verdict(november, "lagging", "slow_autumn") == "known"  # a person has dismissed it
    assert verdict(end, "lagging", "slow_autumn") == "improved"
    assert verdict(end, "lagging", "slow") == "waits"  # its matter was closed, and it is slow again
    assert verdict(end, "lagging", "small_target") == "missing"
    assert verdict(end, "lagging", "silent", "people_trained") == "missing"
    assert verdict(end, "weak_push", "neglects_duties") == "known"  # its matter is open
    assert verdict(end, "weak_push", "late_reports") == verdict(end, "weak_push", "late_duties") == "quiet"
    satisfaction = "matters_satisfaction_rate"
    assert verdict(november, "little_effect", "dissatisfied", satisfaction) == "waits"
    assert verdict(end, "little_effect", "dissatisfied", satisfaction) == "known"
    assert verdict(end, "little_effect", "delighted", satisfaction) == "improved"
    assert verdict(end, "little_effect", "few_matters", satisfaction) in ("quiet", "missing")


def test_the_draws_of_the_demo_are_drawn_again_the_same(demo: Store) -> None:
    found = panels.SUPERVISION_DRAWS.answer(demo, Filters(demo.last_event))
    assert len(found) == 33 and found["agrees"].all()
    assert "dept-11" not in set(found["unit_id"])


def test_the_real_campaign_is_not_labelled(demo_page: OpenPage) -> None:
    assert "b-demo" not in shown(opened("overview"))


def test_links_stay_in_the_demo(demo_page: OpenPage) -> None:
    app = demo_page("overview", role="organiser")
    links = [link.proto.query_string for link in app.main.get("page_link")]
    assert links and all("campaign=demo" in link and "role=organiser" in link for link in links)


def test_a_campaign_there_is_not_is_said_once(demo_page: OpenPage) -> None:
    app = opened("overview", campaign="nosuch")
    assert_is_whole(app)
    assert "链接中的活动“nosuch”不存在" in shown(app)


def test_nothing_done_in_the_demo_reaches_the_real_campaign(demo_page: OpenPage) -> None:
    real, other = board.current(), board.current("demo")
    before = real.last_event, len(known(real, "setting"))
    rows = table_of("setting", [{"name": "session_hours", "value": "9"}])
    act(other, "setting", rows, title="session_hours", by="演示·organiser")
    assert (real.last_event, len(known(real, "setting"))) == before
    assert other.path != real.path == settings().campaign_file


HANDED_IN = "单位\t指标\t期间\t数值\n示例市示例发展部门\t办件量\t2021年11月\t100件\n"


def test_what_is_handed_in_to_the_demo_stays_in_the_demo(demo_page: OpenPage, tmp_path: Path) -> None:
    real, other = board.current(), board.current("demo")
    before = real.last_event, other.last_event
    app = demo_page("hand_in", role="reporter", role_unit="dept-01")
    paste(app, HANDED_IN)
    assert "已于 2021-12-15 锁定" in shown(app)  # read: a unit whose name begins with 示例 is no example row
    assert len(list((tmp_path / "demo" / "drafts").iterdir())) == 1
    assert not (tmp_path / "drafts").exists()
    app = demo_page("hand_in", role="reporter", role_unit="dept-02")
    assert not app.text_area and app.button_group  # another unit's draft is not theirs
    worker.shared().close()
    assert (real.last_event, other.last_event) == before


def test_a_sheet_of_which_no_row_is_read_says_why(demo_page: OpenPage) -> None:
    app = demo_page("hand_in", role="reporter", role_unit="dept-01")
    paste(app, "单位\t指标\t期间\t数值\n示例：某单位\t办件量\t2021年11月\t100件\n")
    assert "第 2 行：示例" in shown(app)
    worker.shared().close()


def test_a_role_of_the_demo_is_none_in_the_real_campaign(demo_page: OpenPage) -> None:
    assert demo_page("hand_in", role="organiser").button_group
    app = opened("hand_in", role="organiser")
    assert "这一页供以下角色使用" in shown(app) and not app.button_group


def test_who_is_signed_in_to_the_real_campaign_is_a_visitor_in_the_demo(demo_page: OpenPage) -> None:
    person = Person("zhao", "赵六", frozenset({"organiser"}), EVERYTHING)
    accounts.create(person, by="终端", password=GOOD)
    app = demo_page("overview")
    app.user = {"session": accounts.sign_in("zhao", GOOD, hours=1)}
    app.switch_page(str(ROOT / "pages" / "hand_in.py")).run()
    assert "这一页供以下角色使用" in shown(app) and not app.button_group
    app.query_params.pop("campaign")
    assert app.run().button_group


def test_nobody_administers_this_machine_from_the_demo(demo_page: OpenPage) -> None:
    assert "这一页供以下角色使用" in shown(demo_page("settings", role="administrator"))


def test_the_demo_of_a_closed_board_is_closed_too(demo_page: OpenPage) -> None:
    options.change(board.current(), "browsing_open", "no", by="管理")
    app = demo_page("overview", role="organiser")
    assert "请先登录" in shown(app) and "b-card" not in shown(app) and not app.selectbox


def test_the_demo_refuses_to_be_the_real_campaign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    board.close()
    monkeypatch.setenv("CAMPAIGN_HOME", str(tmp_path))
    monkeypatch.setenv("CAMPAIGN_FILE", str(tmp_path / "demo.duckdb"))
    with pytest.raises(Refusal, match="真实活动"):
        board.current("demo")
    assert "真实活动" in made_by_command_with_file(tmp_path)
    assert list(tmp_path.iterdir()) == []


def made_by_command_with_file(home: Path) -> str:
    command = [sys.executable, "-m", "campaign", "demo", "--out", str(settings().campaign_file)]
    return subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True).stderr


def test_commands_work_on_the_real_file_where_nothing_else_is_said(
    demo_home: Path, built: Path, tmp_path: Path
) -> None:
    environment = {**os.environ, "CAMPAIGN_HOME": str(demo_home), "CAMPAIGN_FILE": str(built)}
    command = [sys.executable, "-m", "campaign", "export", "unit"]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True).stdout.decode("utf-8-sig")
    assert "示例" not in said and "德城区审计局" in said


def test_a_file_that_is_there_is_not_made_again(demo_home: Path) -> None:
    before = (demo_home / "demo.duckdb").stat()
    assert "已经存在" in made_by_command(demo_home)
    after = (demo_home / "demo.duckdb").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
