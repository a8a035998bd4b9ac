"""A month's figures from a clerk's file to a leader's chart, in a real browser, on a real server."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, FilePayload

from campaign import accounts
from campaign.accounts import EVERYTHING, Person, Role, Scope
from tests.browser.conftest import LONGEST_WAIT, served
from tests.browser.every_page import CHINESE, LATIN, LATIN_ALLOWED
from tests.browser.looks import FITS, look, words
from tests.browser.visits import LAPTOP, PHONE, Visit

pytestmark = pytest.mark.browser

PASSWORD = "correct-horse-7"
# as WPS saves it: GB18030, a unit by its alias, a hedge word, a total under the figures
SHEET = (
    "单位,指标,期间,数值,分项\n市发改委,谋划重大项目数,2021年10月,22余个,\n"
    "市发改委,突击队数,2021年10月,19亿元,\n合计,,,22,\n"
)
FILE: FilePayload = {"name": "10月.csv", "mimeType": "text/csv", "buffer": SHEET.encode("gb18030")}
SUBMITTED = "已提交，回执"
OUR_WORDS = {
    "10月.csv",
    "GB18030",
    "CSV",
    "TXT",
    "XLSX",
    "XLS",
    "PDF",
    "PNG",
    "JPG",
    "JPEG",
    "MB",
    "WPS",
    "Excel",
}

SignIn = Callable[[str, str], Visit]


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("hand_in")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAMPAIGN_HOME", str(home))
        patch.delenv("CAMPAIGN_FILE", raising=False)
        people: list[tuple[str, str, Role, Scope]] = [
            ("zhang", "张三", "reporter", Scope(units=frozenset({"fgw"}))),
            ("li", "李四", "reviewer", EVERYTHING),
        ]
        for login, name, role, scope in people:
            accounts.create(Person(login, name, frozenset({role}), scope), by="终端", password=PASSWORD)
        with served(home) as address:
            yield address


@pytest.fixture
def sign_in(browser: Browser, board: str) -> Iterator[SignIn]:
    opened: list[BrowserContext] = []

    def signing(login: str, there: str) -> Visit:
        opened.append(browser.new_context(base_url=board, locale="zh-CN"))
        opened[-1].set_default_timeout(LONGEST_WAIT)
        visit = Visit(opened[-1].new_page())
        visit.page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
        visit.page.goto(f"/sign-in?next={there}")
        visit.page.fill("[name=login]", login)
        visit.page.fill("[name=password]", PASSWORD)
        visit.page.locator("form button").first.click()
        return visit.ready()

    yield signing
    for context in opened:
        context.close()


def bring(visit: Visit) -> None:
    visit.page.locator("input[type=file]").first.set_input_files([FILE])
    visit.says("GB18030")
    visit.ready()


def is_latin(text: str) -> bool:
    return bool(LATIN.search(LATIN_ALLOWED.sub("", text))) and not any(word in text for word in OUR_WORDS)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_desk_with_a_draft_fits_speaks_one_language_and_is_accessible(sign_in: SignIn, lang: str) -> None:
    visit = sign_in("zhang", f"/hand_in{'' if lang == 'zh' else '%3Flang%3Den'}")
    if not visit.page.get_by_text("10月.csv").count():
        bring(visit)
    said = words(visit)
    if lang == "zh":
        assert [text for text in said if is_latin(text)] == []
    for size in (LAPTOP, PHONE):
        visit.page.set_viewport_size({"width": size[0], "height": size[1]})
        visit.page.wait_for_function(FITS)
        assert look(visit.page).errors == []
    response = Axe().run(visit.page).response
    serious = [v["id"] for v in response["violations"] if v["impact"] in ("serious", "critical")]
    assert serious == []


def test_a_month_goes_from_the_clerks_file_to_the_chart(sign_in: SignIn, tmp_path: Path) -> None:
    clerk = sign_in("zhang", "/hand_in")
    if not clerk.page.get_by_text("10月.csv").count():
        bring(clerk)
    clerk.says("与指标“突击队数（支）”的计量单位不符")
    with clerk.page.expect_download() as marked:
        clerk.page.get_by_role("button", name="下载问题反馈表").click()
    marked.value.save_as(tmp_path / "problems.xlsx")
    assert (tmp_path / "problems.xlsx").read_bytes()[:2] == b"PK"
    clerk.page.get_by_role("button", name="只提交正确的 1 行").click()
    clerk.says(SUBMITTED)
    clerk.ready()
    with clerk.page.expect_download() as receipt:
        clerk.page.get_by_role("button", name="下载回执").click()
    assert receipt.value.suggested_filename == "回执B000013.xlsx"

    clerk.page.reload()  # what was left out is a draft of its own, and is still there
    clerk.ready()
    clerk.says("19亿元")

    reviewer = sign_in("li", "/review")
    reviewer.says("22余个")
    bar = reviewer.page.locator(".b-spark i").last.bounding_box()  # the figure beside those before it
    assert bar is not None and min(bar["width"], bar["height"]) > 3
    reviewer.page.get_by_role("button", name="审核通过").click()
    reviewer.says("已入库")
    reviewer.goto("/progress?metric=projects_planned")
    reviewer.says("22余个")


def test_chinese_is_not_left_in_the_english_desk(sign_in: SignIn) -> None:
    visit = sign_in("li", "/review%3Flang%3Den")
    told = [text for text in words(visit) if CHINESE.search(text)]
    assert [text for text in told if CHINESE.search(text.replace("张三", "").replace("李四", ""))] == ["中文"]
