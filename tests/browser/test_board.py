"""The board as its readers meet it: links, sizes, languages, points in time, charts, downloads, keys."""

import csv
import gzip
import io
import re
import shutil
import urllib.request
from contextlib import suppress
from pathlib import Path

import duckdb
import openpyxl
import pytest
from playwright.sync_api import BrowserContext, Page, TimeoutError

from campaign.settings import FIRST_CAMPAIGN
from tests.browser.conftest import Open, served
from tests.browser.every_page import LATIN
from tests.browser.visits import LAPTOP, Visit

pytestmark = pytest.mark.browser

MENU_ZH = ["进展", "对比排名", "阶段与动作", "单位", "指标口径", "报送记录", "总览"]
OF_MATTERS = "/progress?metric=matters_resolved"
PRINTED = ["986项", "80余件", "1870余件"]

EVERY_LANGUAGE = pytest.mark.parametrize("lang", ["zh", "en"])


# A link opened first


def test_a_deep_link_opened_first_after_a_start_shows_its_unit(first_visit: Visit) -> None:
    assert first_visit.title == "德州市德城区审计局"
    for said in ("工作方法：五彩党建", "每月党史课", "区党建文化广场示范点"):
        first_visit.says(said)


def test_a_unit_that_reported_no_figure_is_said_to_have_none(first_visit: Visit) -> None:
    first_visit.says("该单位在这个时点没有报送数字")


# The first screen


@EVERY_LANGUAGE
def test_the_overview_fits_the_first_screen_of_an_office_pc(open_page: Open, lang: str) -> None:
    page = open_page(f"/?lang={lang}", LAPTOP).page
    shown = {
        ".st-key-chart_phase_strip": 1,
        ".b-card": 4,
        ".st-key-panel_attention .b-empty": 1,
        ".b-tiles li": 4,
    }
    for selector, count in shown.items():
        bottoms = page.locator(selector).evaluate_all("all => all.map(e => e.getBoundingClientRect().bottom)")
        assert len(bottoms) == count and max(bottoms) <= LAPTOP[1], selector


# One language at a time


def test_a_reader_whose_browser_runs_no_script_is_told_so_in_chinese_alone(server: str) -> None:
    asked = urllib.request.Request(f"{server}/", headers={"Accept": "text/html"})
    with urllib.request.urlopen(asked) as answer:
        html = answer.read().decode()
    told = re.sub(r"<[^>]+>", " ", "".join(re.findall(r"<noscript>(.*?)</noscript>", html, re.DOTALL)))
    assert "本看板需要浏览器启用" in told
    assert LATIN.findall(told.replace("JavaScript", "")) == []


def test_files_of_the_program_are_sent_compressed_and_to_be_kept(server: str) -> None:
    def get(path: str, **headers: str) -> tuple[bytes, dict[str, str]]:
        asked = urllib.request.Request(f"{server}{path}", headers=headers)
        with urllib.request.urlopen(asked) as answer:
            return answer.read(), {name.lower(): value for name, value in answer.headers.items()}

    html, _ = get("/", Accept="text/html")
    (name,) = re.findall(r'src="\.(/static/js/index\.[^"]+)"', html.decode())
    plain, _ = get(name)
    for _ in range(2):  # made, then as it was kept
        sent, headers = get(name, **{"Accept-Encoding": "gzip"})
        assert gzip.decompress(sent) == plain and len(sent) < len(plain) / 2
        assert (headers["content-encoding"], headers["vary"]) == ("gzip", "Accept-Encoding")
        assert "immutable" in headers["cache-control"]
        assert get(name)[0] == plain
    part, _ = get(name, **{"Accept-Encoding": "gzip", "Range": "bytes=0-9"})
    assert part == plain[:10]
    _, headers = get("/static/js/none.js", **{"Accept-Encoding": "gzip"})  # Streamlit sends its page
    assert "immutable" not in headers.get("cache-control", "")


def test_the_language_switch_keeps_page_and_choices(open_page: Open) -> None:
    visit = open_page("/progress?metric=projects_planned&known=2021-09-17")
    visit.page.get_by_role("button", name="English", exact=True).click()
    visit.says("Progress")
    visit.ready()
    kept = {"metric": "projects_planned", "known": "2021-09-17"}
    assert (visit.path, visit.query) == ("/progress", {**kept, "lang": "en"})
    visit.page.get_by_role("button", name="中文", exact=True).click()
    visit.says("一个指标在各单位的数据和走势")
    visit.ready()
    assert (visit.path, visit.query) == ("/progress", kept)
    assert "谋划重大项目数" in visit.page.get_by_role("combobox", name="指标").input_value()


# Links keep what was chosen


def test_the_menu_keeps_language_and_point_in_time(open_page: Open) -> None:
    asked = {"known": "2021-09-17", "lang": "en"}
    visit = open_page("/log?" + "&".join(f"{name}={value}" for name, value in asked.items()))
    links = visit.page.locator("[data-testid=stSidebar] [data-testid=stPageLink-NavLink]")
    for number in range(links.count()):
        link = links.nth(number)
        name = link.inner_text()
        link.click()
        visit.page.wait_for_function("name => document.title.startsWith(name)", arg=name)
        visit.ready()
        assert visit.query == asked, name


def test_a_reload_shows_the_same(open_page: Open) -> None:
    visit = open_page("/unit?unit=lunzhen&known=2021-09-17&lang=en")
    before = visit.page.url
    visit.page.reload()
    visit.ready()
    assert (visit.page.url, visit.title) == (before, "Lunzhen Town, Yucheng City")


def test_a_choice_is_in_the_address_and_another_reader_sees_it_there(open_page: Open) -> None:
    visit = open_page("/progress")
    visit.choose("指标", "投资额")
    visit.page.wait_for_url("**metric=investment*")
    other = open_page(f"{visit.path}?metric=investment")
    other.says("超过60亿元")


def test_a_click_on_a_bar_opens_its_unit(open_page: Open) -> None:
    visit = open_page(f"{OF_MATTERS}&lang=en")
    visit.page.mouse.click(*visit.bar("progress", 2))
    visit.page.wait_for_url("**/unit?*")
    visit.ready()
    assert visit.title == "Lunzhen Town, Yucheng City"
    assert visit.query == {"unit": "lunzhen", "lang": "en"}


def test_back_from_a_unit_shows_the_same_metric_and_stays(open_page: Open) -> None:
    visit = open_page("/progress?metric=innovations_made")
    visit.page.mouse.click(*visit.bar("progress", 0))
    visit.page.wait_for_url("**/unit?*")
    visit.ready()
    visit.page.go_back()
    visit.page.wait_for_url("**/progress?*")
    visit.says("75项")
    visit.ready()
    assert visit.query == {"metric": "innovations_made"}
    visit.choose("可比组", "乡镇街道")  # the page runs again: a click still remembered would jump
    visit.page.wait_for_url("**group=town*")
    visit.ready()
    assert (visit.path, visit.query["metric"]) == ("/progress", "innovations_made")


# An address that asks for what is not there

UNKNOWN = [
    ("/nosuch", "/", "链接中的页面“nosuch”不存在，已忽略。"),
    ("/unit?unit=xx", "/unit", "链接中的单位“xx”不存在，已忽略。"),
    ("/log?lang=fr", "/log", "链接中的语言“fr”不存在，已忽略。"),
    ("/?known=2021-13-45", "/", "看不懂历史时点“2021-13-45”"),
    ("/ranking?period=soon", "/ranking", "链接中的日期“soon”看不懂"),
    ("/nosuch?lang=en", "/", "The link names an unknown page, 'nosuch'; it was ignored."),
]


@pytest.mark.parametrize(("address", "path", "sentence"), UNKNOWN, ids=[address for address, *_ in UNKNOWN])
def test_what_an_address_gets_wrong_is_said_and_the_page_still_works(
    open_page: Open, address: str, path: str, sentence: str
) -> None:
    visit = open_page(address)
    visit.says(sentence)
    assert visit.path == path
    assert visit.query == ({"lang": "en"} if "lang=en" in address else {})
    assert visit.title
    assert visit.page.locator("[data-testid=stAlert], [data-testid=stException]").count() == 0


# A campaign file that cannot be opened


def test_a_damaged_campaign_file_is_a_sentence_on_every_page_and_no_traceback(
    window: BrowserContext, tmp_path: Path
) -> None:
    (tmp_path / f"{FIRST_CAMPAIGN}.duckdb").write_bytes(b"no database")
    with served(tmp_path, healthy=503) as address:
        page = window.new_page()
        for path, sentence in {"/unit": "不是活动文件", "/?lang=en": "is not a campaign file"}.items():
            page.goto(f"{address}{path}")
            alert = page.locator("[data-testid=stAlert]")
            alert.get_by_text(sentence).wait_for()
            assert "Traceback" not in page.locator("body").inner_text()
            assert str(tmp_path) not in page.locator("body").inner_text()
        assert str(tmp_path) not in page.request.get(f"{address}/healthz").text()
        assert str(tmp_path) in (tmp_path / "board.log").read_text(encoding="utf-8")
        page.close()


def test_a_mistake_of_ours_is_told_as_a_number_that_finds_it_in_the_log(
    window: BrowserContext, built: Path, tmp_path: Path
) -> None:
    file = tmp_path / f"{FIRST_CAMPAIGN}.duckdb"
    shutil.copy(built, file)
    with duckdb.connect(str(file)) as opened:
        opened.execute("drop macro table gate_of")
    with served(tmp_path) as address:
        page = window.new_page()
        for path, sentence in {"/ranking": "请把编号", "/ranking?lang=en": "the reference"}.items():
            page.goto(f"{address}{path}")
            alert = page.locator("[data-testid=stAlert]")
            alert.get_by_text(sentence).wait_for()
            (number,) = re.findall(r"\b[0-9A-F]{8}\b", alert.inner_text())
            body = page.locator("body").inner_text()
            assert "Traceback" not in body and "gate_of" not in body and str(tmp_path) not in body
            logged = (tmp_path / "board.log").read_text(encoding="utf-8")
            assert f"reference {number}" in logged and "gate_of" in logged.partition(number)[2]
        page.close()


# Points in time

NOTHING_YET = {
    "/": "这个时点还没有任何数据。",
    "/progress": "没有单位报送过这里的指标。",
    "/ranking": "没有可以比较的数据。",
    "/phases": "这个时点还没有录入活动阶段。",
    "/unit": "这个时点还没有录入单位。",
    "/metrics": "没有符合条件的指标。",
    "/log": "这个时点还没有任何报送。",
}


@pytest.mark.parametrize("path", NOTHING_YET)
def test_the_day_before_the_meeting_nothing_was_known(open_page: Open, path: str) -> None:
    visit = open_page(f"{path}?known=2021-09-16")
    visit.says("历史时点：按2021年9月16日所知显示")
    visit.says(NOTHING_YET[path])
    assert visit.page.locator(".stPlotlyChart").count() == 0


def test_the_day_of_the_meeting_shows_its_figures_under_a_banner(open_page: Open) -> None:
    visit = open_page("/?known=2021-09-17")
    visit.says("历史时点：按2021年9月17日所知显示")
    visit.says("1870余件")


def test_one_click_leads_back_to_now(open_page: Open) -> None:
    visit = open_page("/progress?known=2021-09-16&lang=en")
    visit.says("Nobody has reported a metric here.")
    visit.page.get_by_role("button", name="Back to now").click()
    visit.says("over 1,870")
    visit.ready()
    assert (visit.path, visit.query) == ("/progress", {"lang": "en"})
    assert visit.main.get_by_text("A past point in time").count() == 0


def test_a_point_in_time_is_chosen_in_the_corner(open_page: Open) -> None:
    visit = open_page("/log")
    visit.choose("历史时点", "2021-09-17")
    visit.says("历史时点：按2021年9月17日所知显示")
    assert visit.query == {"known": "2021-09-17"}


# Charts


def test_the_hover_of_a_hedged_bar_says_it_as_printed(open_page: Open) -> None:
    visit = open_page(OF_MATTERS)
    visit.page.mouse.move(*visit.bar("progress", 2))
    hover = visit.chart("progress").locator(".hoverlayer .hovertext")
    hover.wait_for()
    assert "1870余件" in (hover.text_content() or "")


TICKS = "chart => [...chart.querySelectorAll('.xtick text')].map(tick => tick.textContent).sort()"
SHOWS_OTHER_TICKS = """
([selector, before]) => [...document.querySelectorAll(`${selector} .xtick text`)]
    .map(tick => tick.textContent).sort().join() !== before.join()
"""


def test_a_drag_over_a_chart_zooms_and_a_double_click_undoes_it(open_page: Open) -> None:
    visit = open_page(OF_MATTERS)
    chart, selector = visit.chart("progress"), ".st-key-chart_progress"
    before = chart.evaluate(TICKS)
    drag(visit.page, selector, start=0.1, end=0.3)
    visit.page.wait_for_function(SHOWS_OTHER_TICKS, arg=[selector, before])
    zoomed = chart.evaluate(TICKS)
    box = chart.locator(".nsewdrag").bounding_box()
    assert box is not None
    for _ in range(5):  # on a busy machine the two clicks may be too far apart to be a double one
        visit.page.mouse.dblclick(box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.45)
        with suppress(TimeoutError):
            visit.page.wait_for_function(SHOWS_OTHER_TICKS, arg=[selector, zoomed], timeout=5_000)
            break
    assert chart.evaluate(TICKS) == before


def drag(page: Page, selector: str, *, start: float, end: float) -> None:
    """Over a part of the chart's width, between its bars."""
    area = page.locator(f"{selector} .nsewdrag")
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] * 0.33
    page.mouse.move(box["x"] + box["width"] * start, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * end, y, steps=8)
    page.mouse.up()


def test_the_tools_over_a_chart_are_named_in_chinese(open_page: Open) -> None:
    visit = open_page(OF_MATTERS)
    names = visit.chart("progress").locator(".modebar-btn").evaluate_all("all => all.map(e => e.ariaLabel)")
    assert {"下载图片（PNG）", "放大", "恢复原状"} <= set(names)
    assert [name for name in names if LATIN.search(name.replace("PNG", ""))] == []


def test_a_chart_is_named_by_its_first_rows_for_those_who_do_not_see_it(open_page: Open) -> None:
    named = open_page(OF_MATTERS).chart("progress").get_attribute("aria-label") or ""
    assert named.startswith("各单位数据")
    for said in ("临邑县委组织部", "986项", "禹城市伦镇", "1870余件"):
        assert said in named


# Refusing to rank


def test_what_units_count_differently_is_not_ranked_and_the_page_says_why(open_page: Open) -> None:
    visit = open_page("/ranking?metric=matters_resolved")
    refusal = visit.page.locator(".b-refusal")
    assert refusal.locator("h2").inner_text() == "“为群众办实事数”不排名"
    reasons = refusal.locator("li").all_inner_texts()
    assert any("数的不是同一类事" in reason for reason in reasons)
    assert any("统计范围不同" in reason for reason in reasons)
    assert all("怎样才可比" in reason for reason in reasons)
    assert visit.chart("ranking").count() == 0


def test_what_is_not_ranked_still_stands_there_as_printed(open_page: Open) -> None:
    table = open_page("/ranking?metric=matters_resolved").page.locator(".st-key-panel_contenders table")
    assert [text for text in PRINTED if text in table.inner_text()] == PRINTED


# Downloads


def download(visit: Visit, button: str) -> Path:
    visit.tool("progress", "下载").click()
    with visit.page.expect_download() as caught:
        visit.page.locator(f".st-key-{button}_progress button").click()
    return Path(caught.value.path())


def test_the_csv_of_a_panel_opens_in_a_spreadsheet_with_the_figures_as_printed(open_page: Open) -> None:
    content = download(open_page(OF_MATTERS), "csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["数值"] for row in rows] == PRINTED


def test_the_excel_file_of_a_panel_holds_the_figures_as_printed(open_page: Open) -> None:
    rows = sheet(download(open_page(OF_MATTERS), "xlsx"))
    figures = rows[0].index("数值")
    assert [row[figures] for row in rows[1:4]] == PRINTED


def test_the_excel_file_of_a_panel_says_whose_figures_and_as_known_when(open_page: Open) -> None:
    rows = sheet(download(open_page(f"{OF_MATTERS}&known=2021-09-17"), "xlsx"))
    notes = [row[0] for row in rows[5:]]
    assert "各单位数据" in notes
    assert any("单位自报" in note for note in notes)
    assert "按2021年9月17日所知" in notes


def sheet(path: Path) -> list[list[str]]:
    page = openpyxl.load_workbook(io.BytesIO(path.read_bytes())).active
    assert page is not None
    return [[str(cell or "") for cell in row] for row in page.iter_rows(values_only=True)]


# Keys

FOCUSED = """
() => {
    const element = document.activeElement, style = getComputedStyle(element);
    return {
        name: (element.ariaLabel ?? element.innerText ?? '').split('\\n')[0].trim(),
        is_seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0,
        is_last: element === document.body,
    };
}
"""


@pytest.fixture(scope="module")
def tabbed(window: BrowserContext, first_visit: Visit) -> dict[str, bool]:
    """What Tab comes to on 进展 from the top of the page, by its name, and whether one sees it there."""
    visit = Visit(window.new_page())
    visit.page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    visit.goto(OF_MATTERS)
    found: dict[str, bool] = {}
    for _ in range(60):
        visit.page.keyboard.press("Tab")
        focused = visit.page.evaluate(FOCUSED)
        if focused["is_last"]:
            break
        found[focused["name"]] = found.get(focused["name"], True) and focused["is_seen"]
    visit.close()
    return found


@pytest.mark.parametrize(
    "name", [*MENU_ZH, "历史时点", "English", "指标", "表格", "口径与出处", "下载", "放大"]
)
def test_tab_comes_to_every_menu_line_choice_and_tool_and_one_sees_where_one_is(
    tabbed: dict[str, bool], name: str
) -> None:
    assert tabbed[name]


def test_a_panel_tool_opens_and_closes_by_key_and_focus_returns_to_it(open_page: Open) -> None:
    visit = open_page(OF_MATTERS)
    visit.tool("progress", "口径与出处").focus()
    visit.page.keyboard.press("Enter")
    visit.page.locator("[data-testid=stPopoverBody]").get_by_text("B000011").wait_for()
    visit.page.keyboard.press("Escape")
    visit.page.wait_for_selector("[data-testid=stPopoverBody]", state="detached")
    assert visit.page.evaluate(FOCUSED)["name"] == "口径与出处"


@pytest.mark.parametrize("address", ["/", "/unit?unit=fgw"])
def test_a_page_of_the_meeting_is_printed_whole_on_one_sheet(open_page: Open, address: str) -> None:
    page = open_page(address).page
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="打印一页纸").click()
    page.wait_for_function("window.printed")
    assert page.locator(".b-left-out").count() == 0
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
