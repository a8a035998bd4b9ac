"""The next campaign: what is carried into it, what is not, 同比 with this one, and which the board shows."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from campaign import accounts, board, contract, doctor, opening, options, panels
from campaign.accounts import EVERYTHING, Person
from campaign.ask import ask, table_of
from campaign.filters import Filters
from campaign.opening import Wanted
from campaign.settings import FIRST_CAMPAIGN, ROOT, settings
from campaign.store import Store
from campaign.words import Refusal, Words
from tests.drawing import empty, enter
from tests.test_pages import FRAME, SECONDS, home, opened, shown

__all__ = ["home"]

GOOD = "correct-horse-7"
PLAN = "下一年度活动实施方案"


def wanted(store: Store, **changes: object) -> Wanted:
    return replace(opening.suggested(store), **{"document_title": PLAN, **changes})  # type: ignore[arg-type]


def rows(store: Store, name: str) -> list[dict]:
    return table_of(store, contract.tables()[name], store.last_event).to_pylist()


@pytest.fixture
def following(store: Store, tmp_path: Path) -> Iterator[Store]:
    """The campaign after the page's."""
    opening.open_next(store, tmp_path / "next.duckdb", wanted(store), by="李明")
    following = Store(tmp_path / "next.duckdb")
    yield following
    following.close()


def test_lists_are_carried_over_and_reports_are_not(store: Store, following: Store) -> None:
    (campaign,) = rows(following, "campaign")
    assert (campaign["campaign_id"], campaign["started_on"]) == ("sanchuang-2022", dt.date(2022, 1, 1))
    for name in ("unit", "unit_alias", "division", "metric", "variant", "calendar"):
        assert len(rows(following, name)) == len(rows(store, name)), name
    for name in ("observation", "record", "action_log", "phase_status", "nomination", "task"):
        assert rows(following, name) == [], name
    assert doctor.examine(following).findings == []


def test_what_only_the_page_says_stays_with_its_campaign(following: Store) -> None:
    assert {
        row["place"] for name in ("unit", "metric", "theme", "target") for row in rows(following, name)
    } == {None}
    themes = rows(following, "theme")
    assert {row["unit_id"] for row in themes} == {None}
    phases = [row for row in themes if row["kind"] == "phase"]
    assert len(phases) == 3 and {row["starts_on"] for row in phases} == {None}
    assert {row["unit_id"] for row in rows(following, "action")} <= {None}


def test_quotas_are_due_at_the_next_year_s_end_and_aims_are_set_anew(following: Store) -> None:
    targets = rows(following, "target")
    assert sorted(int(row["value"]) for row in targets) == [10, 20, 20, 30]
    assert {row["due"] for row in targets} == {dt.date(2022, 12, 31)}


def test_an_assignment_goes_on_from_the_new_start_and_its_windows_a_year_on(
    store: Store, tmp_path: Path
) -> None:
    enter(
        store,
        "assignment",
        """
        unit_id  | metric_id        | variant | starts_on  | ends_on
        lunzhen  | matters_resolved |         | 2021-05-01 |
        yancheng | matters_resolved |         | 2021-05-01 | 2021-08-31
        """,
    )
    enter(
        store,
        "reporting_window",
        """
        frequency | period_end | unit_id | opens_on   | due_on     | locks_on   | source
        month     | 2021-10-31 |         | 2021-10-25 | 2021-11-05 | 2021-11-10 | 通知
        month     | 2021-11-30 |         | 2021-11-25 | 2021-12-05 | 2021-12-10 | 通知
        """,
    )
    opening.open_next(store, tmp_path / "b.duckdb", wanted(store), by="李明")
    following = Store(tmp_path / "b.duckdb")
    (assigned,) = rows(following, "assignment")
    assert (assigned["unit_id"], assigned["starts_on"], assigned["ends_on"]) == (
        "lunzhen",
        dt.date(2022, 1, 1),
        None,
    )
    ends = [row["period_end"] for row in rows(following, "reporting_window")]
    assert ends == [dt.date(2022, 10, 31), dt.date(2022, 11, 30)]
    following.close()


def test_a_board_closed_to_visitors_stays_closed_in_the_next_campaign(store: Store, tmp_path: Path) -> None:
    options.change(store, "browsing_open", "no", by="李明")
    opening.open_next(store, tmp_path / "b.duckdb", wanted(store), by="李明")
    following = Store(tmp_path / "b.duckdb")
    assert options.value_of(following, "browsing_open") == "no"
    following.close()


@pytest.mark.parametrize(
    ("day", "a_year_on"),
    [
        (dt.date(2021, 2, 28), dt.date(2022, 2, 28)),
        (dt.date(2024, 2, 29), dt.date(2025, 2, 28)),
        (dt.date(2023, 2, 28), dt.date(2024, 2, 29)),  # the end of a month stays its end
        (dt.date(2021, 11, 30), dt.date(2022, 11, 30)),
        (dt.date(2021, 11, 5), dt.date(2022, 11, 5)),
    ],
)
def test_a_month_s_end_a_year_on_is_that_month_s_end(day: dt.date, a_year_on: dt.date) -> None:
    assert opening.a_year_on(day) == a_year_on


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"campaign_id": "三创-2022"}, "opening.not_an_id"),
        ({"campaign_id": "../x"}, "opening.not_an_id"),
        ({"campaign_id": "demo"}, "opening.not_an_id"),
        ({"name": ""}, "opening.no_name"),
        ({"document_title": ""}, "opening.no_name"),
        ({"year_end_on": dt.date(2021, 12, 31)}, "opening.ends_first"),
        ({"started_on": dt.date(2021, 4, 28)}, "opening.not_after"),
    ],
)
def test_a_campaign_that_cannot_be_is_refused_and_leaves_no_file(
    store: Store, tmp_path: Path, changes: dict, key: str
) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Refusal) as refused:
        opening.open_next(store, tmp_path / "b.duckdb", wanted(store, **changes), by="李明")
    assert refused.value.key == key and "{" not in refused.value.said(Words("zh"))
    assert sorted(tmp_path.iterdir()) == before


def test_a_campaign_s_file_is_never_overwritten(store: Store, following: Store) -> None:
    before = following.last_event
    with pytest.raises(Refusal, match="已有编号为“next”的活动"):
        opening.open_next(store, following.path, wanted(store), by="李明")
    assert following.last_event == before and rows(following, "campaign")


# 同比

FIGURES = """
    unit_id  | metric_id             | as_of      | value | qualifier | printed  | coverage
    lunzhen  | matters_resolved      | 2022-09-20 | 2000  | exact     | 2000件   | town
    spj      | transactions_handled  | 2022-09-17 | 15    | exact     | 15万件次 | city
    linyi-zzb| people_trained        | 2022-09-30 | 450   | exact     | 450人    | county
    fgw      | teams_formed          | 2022-12-31 | 25    | exact     | 25支     | own
    """


def change_of(store: Store, metric: str, lang: str = "zh") -> str:
    words = Words("en" if lang == "en" else "zh")
    panel = panels.YEAR_ON_YEAR
    frame = panel.answer(store, Filters(store.last_event, metric_id=metric))
    (row,) = panel.table(frame, words).to_dict("records")
    return str(row[words("column.year_on_year")])


def test_exact_figures_of_the_same_time_are_compared_with_last_year(following: Store) -> None:
    last = {
        row["unit_id"]: row
        for row in rows(following, "prior_observation")
        if row["metric_id"] == "people_trained"
    }
    assert last["linyi-zzb"]["printed"] == "300人"
    enter(following, "observation", FIGURES.replace("county", last["linyi-zzb"]["coverage"]))
    assert change_of(following, "people_trained") == "上升50.0%"
    assert change_of(following, "people_trained", "en") == "up 50.0 %"


def test_a_hedged_figure_of_last_year_gives_no_percent(following: Store) -> None:
    enter(following, "observation", FIGURES)
    assert change_of(following, "matters_resolved") == "含约数，不作同比"


def test_a_figure_of_another_time_of_the_year_is_not_compared(following: Store) -> None:
    enter(following, "observation", FIGURES)
    at = Filters(following.last_event, metric_id="teams_formed")
    assert ask(following, "year_on_year", at).empty  # 31 December against 17 September


def test_there_is_no_year_on_year_across_a_new_definition(following: Store) -> None:
    enter(following, "observation", FIGURES)
    head = "metric_id | name | uom | valid_from | definition"
    for day, meaning in (("2022-01-01", "甲"), ("2022-09-01", "乙")):
        enter(following, "metric", f"{head}\nmatters_resolved | 办实事 | 件 | {day} | {meaning}")
    assert change_of(following, "matters_resolved") == "口径自2022年9月1日起变更，不作同比"
    frame = panels.YEAR_ON_YEAR.answer(following, Filters(following.last_event, metric_id="matters_resolved"))
    tracks, before, now = panels.YEAR_ON_YEAR.draw(frame, Words("zh")).data  # type: ignore[misc]
    assert (len(tracks.x), len(before.x), len(now.x)) == (0, 0, 1)


def test_without_a_campaign_before_there_is_no_year_on_year(store: Store) -> None:
    assert panels.YEAR_ON_YEAR.answer(store, Filters(store.last_event, metric_id="people_trained")).empty


# On the screen


@pytest.fixture
def at_settings(home: Path, built: Path) -> Callable[..., AppTest]:
    shutil.copy(built, home / f"{FIRST_CAMPAIGN}.duckdb")
    person = Person("boss", "管理", frozenset({"administrator", "organiser"}), EVERYTHING)
    accounts.create(person, by="终端", password=GOOD)

    def opening_page(**asked: str) -> AppTest:
        app = AppTest.from_file(str(FRAME), default_timeout=SECONDS)
        app.user = {"session": accounts.sign_in("boss", GOOD, hours=1)}
        for name, value in {"tab": "campaigns", **asked}.items():
            app.query_params[name] = value
        app.switch_page(str(ROOT / "pages" / "settings.py"))
        return app.run()

    return opening_page


def fill_and_open(app: AppTest) -> AppTest:
    (title,) = [box for box in app.text_input if box.label == "方案标题"]
    title.set_value(PLAN)
    (button,) = [button for button in app.button if button.label == "开设"]
    return button.click().run()


def test_an_organiser_opens_the_next_campaign_and_shows_it(
    at_settings: Callable[..., AppTest], home: Path
) -> None:
    app = fill_and_open(at_settings())
    assert not app.exception and "已开设" in shown(app)
    assert (home / "sanchuang-2022.duckdb").exists()
    (choice,) = [box for box in app.selectbox if (box.key or "").startswith("shown_campaign")]
    choice.select("sanchuang-2022")
    (button,) = [button for button in app.button if button.label == "设为默认打开的活动"]
    app = button.click().run()
    assert not app.exception and "看板以后默认打开：2022年三创一争" in shown(app)
    assert settings().campaign_file == home / "sanchuang-2022.duckdb"
    assert [(one["campaign"], one["by"]) for one in settings().chosen()] == [("sanchuang-2022", "管理")]
    assert board.current().path == home / "sanchuang-2022.duckdb"
    assert "986" not in shown(opened("overview"))
    assert "986" in shown(opened("overview", campaign=FIRST_CAMPAIGN))


def test_a_form_that_lacks_the_plan_s_title_makes_nothing(
    at_settings: Callable[..., AppTest], home: Path
) -> None:
    app = at_settings()
    (button,) = [button for button in app.button if button.label == "开设"]
    app = button.click().run()
    assert [error.value for error in app.error] == ["请填写活动名称和方案标题。"]
    assert not (home / "sanchuang-2022.duckdb").exists()


def test_the_demo_cannot_be_carried_into_a_real_campaign(demo_store: Store, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="演示活动不能"):
        opening.open_next(demo_store, tmp_path / "b.duckdb", wanted(demo_store), by="李明")


@pytest.fixture
def demo_store(store: Store, tmp_path: Path) -> Iterator[Store]:
    """A campaign that says of itself that it is made up."""
    (campaign,) = rows(store, "campaign")
    campaign["is_synthetic"] = True
    made_up = empty(tmp_path / "made_up.duckdb")
    told = {
        name: str(value) for name, value in campaign.items() if name in contract.tables()["campaign"].columns
    }
    told |= {"is_synthetic": "true", "place": "1.2"}
    enter(made_up, "campaign", "|".join(told) + "\n" + "|".join(told.values()))
    yield made_up
    made_up.close()


@pytest.mark.parametrize(
    "name", ["overview", "progress", "ranking", "phases", "loop", "unit", "metrics", "log"]
)
def test_every_page_of_a_campaign_that_has_just_been_opened_is_whole(
    home: Path, store: Store, name: str
) -> None:
    opening.open_next(store, home / f"{FIRST_CAMPAIGN}.duckdb", wanted(store), by="李明")
    store.close()
    store.path.unlink()  # the home holds the new campaign alone
    app = opened(name)
    assert not app.exception and not app.error
