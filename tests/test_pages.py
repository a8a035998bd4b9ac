"""Every page in Streamlit's own test runner over a real campaign file: both languages, any point in time."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from campaign import board
from campaign.intake import building
from campaign.settings import FIRST_CAMPAIGN, REFERENCE, ROOT
from tests.drawing import draw

FRAME = ROOT / "campaign" / "screen" / "frame.py"
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
SECONDS = 60

EVERY_PAGE = pytest.mark.parametrize("name", PAGES)
EVERY_LANGUAGE = pytest.mark.parametrize("lang", ["zh", "en"])

OpenPage = Callable[..., AppTest]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of campaign files for this test alone; the one that was opened in it is closed again."""
    board.close()
    monkeypatch.setenv("CAMPAIGN_HOME", str(tmp_path))
    monkeypatch.delenv("CAMPAIGN_FILE", raising=False)
    yield tmp_path
    board.close()


@pytest.fixture
def open_page(home: Path, built: Path) -> OpenPage:
    """Opens a page of the 2021 campaign as a link would: nothing has run before it."""
    shutil.copy(built, home / f"{FIRST_CAMPAIGN}.duckdb")
    return opened


@pytest.fixture(scope="module")
def reference_only(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign that has its units and metrics and not one figure yet."""
    path = tmp_path_factory.mktemp("reference") / "empty.duckdb"
    building.build(path, REFERENCE)
    return path


def opened(name: str, **address: str) -> AppTest:
    app = AppTest.from_file(str(FRAME), default_timeout=SECONDS)
    for parameter, value in address.items():
        app.query_params[parameter] = value
    app.switch_page(str(ROOT / "pages" / f"{name}.py"))
    return app.run()


def address(app: AppTest) -> dict[str, str]:
    """The parameters of the address; the runner gives one value as itself or as a list of one."""
    return {
        name: value if isinstance(value, str) else value[-1] for name, value in dict(app.query_params).items()
    }


def shown(app: AppTest) -> str:
    """All that our own pieces of HTML say in the page's own part, which must be whole."""
    assert [exception.message for exception in app.exception] == []
    return "\n".join(str(piece.proto.body) for piece in app.main.get("html"))


def assert_is_whole(app: AppTest) -> None:
    assert [error.value for error in app.error] == []
    assert [exception.message for exception in app.exception] == []
    assert shown(app).count("<h1>") == 1


@EVERY_LANGUAGE
@EVERY_PAGE
def test_a_page_shows_the_figures_of_the_meeting(open_page: OpenPage, name: str, lang: str) -> None:
    assert_is_whole(open_page(name, lang=lang))


@EVERY_LANGUAGE
@EVERY_PAGE
def test_a_page_is_whole_before_anything_had_happened(open_page: OpenPage, name: str, lang: str) -> None:
    assert_is_whole(open_page(name, lang=lang, known="0"))


@EVERY_LANGUAGE
@EVERY_PAGE
def test_a_page_of_a_campaign_without_a_figure_is_whole(
    home: Path, reference_only: Path, name: str, lang: str
) -> None:
    shutil.copy(reference_only, home / f"{FIRST_CAMPAIGN}.duckdb")
    assert_is_whole(opened(name, lang=lang))


def test_the_first_start_makes_the_campaign_of_the_meeting(home: Path) -> None:
    assert "1870余件" in shown(opened("overview"))
    assert (home / f"{FIRST_CAMPAIGN}.duckdb").exists()


def test_a_page_opened_first_is_that_page_and_not_the_first_one(open_page: OpenPage) -> None:
    assert "<h1>对比排名</h1>" in shown(open_page("ranking"))


def test_a_link_is_followed_on_the_first_run(open_page: OpenPage) -> None:
    app = open_page("unit", unit="decheng-sjj", lang="en")
    assert "Decheng District Audit Bureau, Dezhou" in shown(app)
    assert "had reported no figure" in shown(app)


def test_a_choice_in_the_link_stands_in_its_select_box(open_page: OpenPage) -> None:
    app = open_page("progress", metric="investment")
    assert app.selectbox(key="pick_metric").value == "investment"


def test_a_choice_made_is_in_the_address(open_page: OpenPage) -> None:
    app = open_page("progress")
    app.selectbox(key="pick_metric").set_value("investment").run()
    assert address(app)["metric"] == "investment"


def test_the_default_choice_is_not_in_the_address(open_page: OpenPage) -> None:
    app = open_page("progress", metric="investment")
    app.selectbox(key="pick_metric").set_value("matters_resolved").run()
    assert "metric" not in app.query_params


def test_a_goal_chosen_narrows_the_metrics_to_its_own(open_page: OpenPage) -> None:
    all_of_them = open_page("progress").selectbox(key="pick_metric").options
    of_teams = open_page("progress", goal="team").selectbox(key="pick_metric").options
    assert set(of_teams) < set(all_of_them)
    assert any("突击队数" in name for name in of_teams)
    assert not any("谋划重大项目数" in name for name in of_teams)


@pytest.mark.parametrize(
    ("page", "parameter", "sentence"),
    [
        ("unit", "unit", "链接中的单位“nosuch”不存在，已忽略。"),
        ("progress", "metric", "链接中的指标“nosuch”不存在，已忽略。"),
        ("metrics", "goal", "链接中的目标“nosuch”不存在，已忽略。"),
        ("phases", "group", "链接中的可比组“nosuch”不存在，已忽略。"),
        ("overview", "lang", "链接中的语言“nosuch”不存在，已忽略。"),
        ("overview", "period", "链接中的日期“nosuch”看不懂"),
        ("overview", "known", "看不懂历史时点“nosuch”"),
        ("overview", "nopage", "链接中的页面“nosuch”不存在，已忽略。"),
    ],
)
def test_what_a_link_gets_wrong_is_said_once_and_taken_out_of_the_address(
    open_page: OpenPage, page: str, parameter: str, sentence: str
) -> None:
    app = open_page(page, **{parameter: "nosuch"})
    assert_is_whole(app)
    assert shown(app).count(sentence) == 1
    assert parameter not in app.query_params
    assert sentence not in shown(app.run())


def test_a_sentence_about_a_link_cannot_carry_html(open_page: OpenPage) -> None:
    said = shown(open_page("unit", unit="<img src=x onerror=alert(1)>"))
    assert "&lt;img" in said and "<img" not in said


def test_an_event_number_is_a_point_in_time_too(open_page: OpenPage) -> None:
    app = open_page("overview", known="2")
    assert_is_whole(app)
    assert "历史时点：按事件 2 时所知显示" in shown(app)


def test_a_day_before_the_first_report_leaves_the_figures_out(open_page: OpenPage) -> None:
    app = open_page("overview", period="2021-09-16")
    assert_is_whole(app)
    assert "1870余件" not in shown(app)


# What the figures of one meeting do not show yet


@pytest.fixture
def two_reports(home: Path) -> OpenPage:
    """Three units of one group that have reported a comparable metric twice."""
    figures = [f"{unit} | m | {day} | 5" for unit in "abc" for day in ("2021-08-31", "2021-09-17")]
    draw(
        home / f"{FIRST_CAMPAIGN}.duckdb",
        unit="unit_id\na\nb\nc",
        metric="metric_id\nm",
        observation="\n".join(["unit_id | metric_id | as_of | value", *figures]),
    ).close()
    return opened


def test_a_second_report_brings_the_course_over_time(two_reports: OpenPage) -> None:
    app = two_reports("progress")
    assert_is_whole(app)
    assert "走势" in shown(app)


def test_figures_that_may_be_ranked_are_shown_with_their_places(two_reports: OpenPage) -> None:
    app = two_reports("ranking")
    assert_is_whole(app)
    assert "组内位次" in shown(app)


def test_the_comparison_opens_on_a_metric_that_may_be_ranked(home: Path) -> None:
    metric = "metric_id | name | use_class\npraise | 宣传 | publicity\nwork | 实事 | outcome"
    figures = [f"{unit} | {metric_id} | 5" for metric_id in ("praise", "work") for unit in "abc"]
    draw(
        home / f"{FIRST_CAMPAIGN}.duckdb",
        unit="unit_id\na\nb\nc",
        metric=metric,
        observation="\n".join(["unit_id | metric_id | value", *figures]),
    ).close()
    app = opened("ranking")
    assert app.selectbox("pick_metric").value == "work" and "组内位次" in shown(app)
    app.selectbox("pick_metric").select("praise").run()
    assert "组内位次" not in shown(app) and "宣传" in shown(app)


PERIOD = "pick_period"


@pytest.mark.parametrize("page", ["progress", "ranking", "unit"])
def test_a_day_up_to_which_figures_count_can_be_chosen(two_reports: OpenPage, page: str) -> None:
    app = two_reports(page)
    days = app.selectbox(key=PERIOD)
    assert days.options == ["最新", "截至2021年9月17日", "截至2021年8月31日"]
    app = days.set_value("2021-08-31").run()
    assert_is_whole(app)
    assert address(app)["period"] == "2021-08-31"
    assert "2021年8月31日" in shown(app) and "2021年9月17日" not in shown(app)


def test_a_day_in_the_link_can_be_taken_back(two_reports: OpenPage) -> None:
    app = two_reports("progress", period="2021-09-01")
    days = app.selectbox(key=PERIOD)
    assert days.value == "2021-09-01"
    assert "period" not in days.set_value("").run().query_params


def test_figures_of_one_day_leave_no_day_to_choose(open_page: OpenPage) -> None:
    for page in ("progress", "ranking", "unit"):
        assert PERIOD not in {box.key for box in open_page(page).selectbox}


# What a reader is told when a page fails (the server hands its errors to show_problem)


def refused() -> None:
    from pathlib import Path

    from campaign.screen.problems import show_problem
    from campaign.words import Refusal

    show_problem(Refusal("store.damaged", file=Path("/secret/folder/page.duckdb")))


def mistaken() -> None:
    from campaign.screen.problems import show_problem

    show_problem(ValueError("a password"))


def told(script: Callable[[], None], lang: str) -> str:
    app = AppTest.from_function(script)
    app.query_params["lang"] = lang
    return str(app.run().error[0].value).replace("\\", "")  # escaped, so that nothing in it is markup


def test_what_we_will_not_do_is_said_in_the_readers_language() -> None:
    assert told(refused, "zh").startswith("活动文件 page.duckdb 已损坏")
    assert told(refused, "en").startswith("The campaign file page.duckdb is damaged")


def test_the_folder_of_a_file_stands_in_the_log_and_not_on_the_page(caplog: pytest.LogCaptureFixture) -> None:
    assert "secret" not in told(refused, "zh")
    assert "/secret/folder/page.duckdb" in caplog.text


@EVERY_LANGUAGE
def test_a_mistake_of_ours_shows_a_number_that_finds_it_in_the_log_and_nothing_else(
    caplog: pytest.LogCaptureFixture, lang: str
) -> None:
    with caplog.at_level("ERROR", logger="campaign"):
        said = told(mistaken, lang)
    (number,) = re.findall(r"[0-9A-F]{8}", said)
    assert "password" not in said
    assert any(number in record.getMessage() and record.exc_info for record in caplog.records)
