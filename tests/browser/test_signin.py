"""Signing in as people do it: the first run, tabs, reloads, endings; and its pages for everybody."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError

from campaign import accounts
from campaign.accounts import EVERYTHING, Person
from tests.browser.conftest import LONGEST_WAIT, served
from tests.browser.every_page import CHINESE, LATIN, LATIN_ALLOWED
from tests.browser.looks import OPEN_FOLDS, look, words
from tests.browser.visits import LAPTOP, PHONE, Visit, open_visit

pytestmark = pytest.mark.browser

BACKUP = re.compile(r"\b\d{8}-\d{6}-E\d{6}\b|/[!-~]+")  # its name and where it is
CODE = re.compile(r"[0-9A-F]{4}(?:-[0-9A-F]{4}){3}")
CLERK, BOSS = ("jingban", "correct-horse-7"), ("shenhe", "battery-staple-8")
OWN_PAGES = ["/sign-in", "/password", "/sign-out", "/first-run"]
NAMED = {
    "终端",
    "zhangsan",
    "sanchuang",
    "三创一争",
    "Three Firsts, One Aim",
}  # who signs, and what a campaign is called
TABS = ["accounts", "tokens", "lists", "weight", "options", "campaigns", "backups"]
DENIED = "这一页供以下角色使用"

EVERY_LANGUAGE = pytest.mark.parametrize("lang", ["zh", "en"])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("people")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAMPAIGN_HOME", str(folder))
        patch.delenv("CAMPAIGN_FILE", raising=False)
        yield folder


@pytest.fixture(scope="module")
def board(home: Path, browser: Browser) -> Iterator[str]:
    """A board on which 经办 and 审核 were made in the browser, with the code from the server's own output."""
    with served(home) as address:
        context = browser.new_context(base_url=address)
        context.set_default_timeout(LONGEST_WAIT)
        make_first_accounts(context.new_page(), home)
        context.close()
        yield address


def make_first_accounts(page: Page, home: Path) -> None:
    page.goto("/sign-in")
    page.get_by_role("link", name="首次设置").click()
    (code,) = set(CODE.findall((home / "server.out").read_text()))
    filled = {
        "code": "0000-0000-0000-0000",
        **first("clerk", "王经办", *CLERK),
        **first("reviewer", "李审核", *BOSS),
    }
    fill(page, **filled)
    assert "一次性代码不对" in page.inner_text("[role=alert]")
    assert page.input_value("[name=clerk_name]") == "王经办"
    passwords = {name: value for name, value in filled.items() if name.endswith(("password", "again"))}
    fill(page, code=code, **passwords)
    page.wait_for_selector("[name=login]")


def first(who: str, name: str, login: str, password: str) -> dict[str, str]:
    fields = {"login": login, "name": name, "password": password, "again": password}
    return {f"{who}_{field}": value for field, value in fields.items()}


def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    page.locator("form button").first.click()


Window = Callable[[], BrowserContext]


@pytest.fixture
def new_window(browser: Browser, board: str) -> Iterator[Window]:
    """A browser of its own each time: no cookies."""
    opened: list[BrowserContext] = []

    def opening() -> BrowserContext:
        opened.append(browser.new_context(base_url=board, locale="zh-CN"))
        opened[-1].set_default_timeout(LONGEST_WAIT)
        return opened[-1]

    yield opening
    for context in opened:
        context.close()


def signed_in(window: BrowserContext, who: tuple[str, str], there: str = "/") -> Visit:
    visit = Visit(window.new_page())
    visit.page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    visit.page.goto(f"/sign-in?next={there}")
    fill(visit.page, login=who[0], password=who[1])
    return visit.ready()


def pick(visit: Visit, label: str, option: str) -> None:
    """Chooses in a box of several; what is typed while the page answers the field before may be lost."""
    box = visit.main.get_by_role("combobox", name=label).first
    found = visit.page.get_by_role("option", name=option).first
    for _ in range(5):
        box.fill(option)
        try:
            found.click(timeout=LONGEST_WAIT / 5)
            break
        except TimeoutError:
            continue
    box.press("Escape")


def person(visit: Visit) -> str:
    return visit.page.locator(".st-key-person button").inner_text().split("\n")[0]


# The first run


def test_the_first_run_is_over_with_the_first_accounts(new_window: Window, home: Path) -> None:
    page = new_window().new_page()
    page.goto("/first-run")
    assert "/sign-in" in page.url
    assert [found.person.name for found in accounts.accounts()] == ["王经办", "李审核"]
    assert accounts.account("jingban").person.roles == {"organiser", "reporter"}
    assert accounts.account("shenhe").person.roles == {"reviewer", "administrator"}


def test_the_code_stands_at_the_terminal_and_in_no_log(board: str, home: Path) -> None:
    assert CODE.search((home / "server.out").read_text())
    kept = [path for path in home.rglob("*") if path.is_file() and path.name != "server.out"]
    assert [path.name for path in kept if CODE.search(path.read_bytes().decode("latin-1"))] == []


# Sessions


def test_who_signs_in_stays_signed_in_after_a_reload_and_in_a_second_tab(new_window: Window) -> None:
    window = new_window()
    visit = signed_in(window, CLERK, "/log")
    assert (visit.path, person(visit)) == ("/log", "王经办")
    visit.page.reload()
    assert person(visit.ready()) == "王经办"
    assert person(open_visit(window, "/unit?unit=lunzhen", LAPTOP)) == "王经办"


def test_signing_out_in_one_tab_ends_the_other_at_its_next_click(new_window: Window) -> None:
    window = new_window()
    first_tab, second_tab = signed_in(window, BOSS, "/settings"), open_visit(window, "/log", LAPTOP)
    second_tab.page.locator(".st-key-person button").click()
    second_tab.page.get_by_role("link", name="退出登录").click()
    second_tab.page.get_by_role("button", name="退出", exact=True).click()
    second_tab.ready()
    assert second_tab.page.get_by_role("link", name="登录", exact=True).is_visible()
    first_tab.page.get_by_role("tab", name="令牌").click()
    first_tab.says(DENIED)
    assert first_tab.page.get_by_role("tab").count() == 0


def test_a_session_that_is_over_is_said_at_the_next_click(new_window: Window, home: Path) -> None:
    visit = signed_in(new_window(), BOSS, "/settings")
    with closing(sqlite3.connect(home / "accounts.sqlite3", timeout=30)) as opened, opened:
        opened.execute("update session set ends_at = 1")
    visit.page.get_by_role("tab", name="令牌").click()
    visit.says(DENIED)


def test_a_wrong_password_is_said_and_five_lock_the_login(new_window: Window, home: Path) -> None:
    locked = Person("locked", "锁", frozenset({"viewer"}), EVERYTHING)
    accounts.create(locked, by="终端", password="right-horse-77")
    page = new_window().new_page()
    page.goto("/sign-in")
    for _ in range(5):
        assert page.input_value("[name=password]") == ""
        fill(page, login="locked", password="wrong")
    assert "已锁定 15 分钟" in page.inner_text("[role=alert]")
    fill(page, login="locked", password="right-horse-77")
    assert "已锁定 15 分钟" in page.inner_text("[role=alert]")


def test_a_one_time_password_must_be_changed_before_any_page_is_seen(new_window: Window, home: Path) -> None:
    given = accounts.create(Person("new", "新来", frozenset({"organiser"}), EVERYTHING), by="终端")
    page = new_window().new_page()
    page.goto("/sign-in?next=/settings")
    fill(page, login="new", password=given)
    assert page.title().startswith("总览") is False
    page.goto("/log")
    assert "/password" in page.url
    fill(page, old=given, new="my-own-password-1", again="my-own-password-1")
    visit = Visit(page).ready()
    assert (visit.path, person(visit)) == ("/log", "新来")


def test_a_foreign_address_to_go_on_to_is_refused(new_window: Window, board: str) -> None:
    visit = signed_in(new_window(), CLERK, "https%3A%2F%2Fevil.example%2F")
    assert visit.page.url.rstrip("/") == board


def test_a_reporter_opens_no_settings_by_their_address(new_window: Window, home: Path) -> None:
    reporter = Person("reporter", "小报", frozenset({"reporter"}), EVERYTHING)
    accounts.create(reporter, by="终端", password="right-horse-77")
    window = new_window()
    signed_in(window, ("reporter", "right-horse-77"))
    visit = open_visit(window, "/settings?tab=accounts", LAPTOP)
    visit.says(DENIED)
    assert visit.menu("设置").count() == 0


def test_an_account_opened_in_the_page_can_sign_in(new_window: Window) -> None:
    visit = signed_in(new_window(), BOSS, "/settings")
    visit.page.get_by_text("新增一个账户").click()
    for label, value in (("姓名", "张三"), ("登录名", "zhangsan")):
        visit.main.get_by_label(label, exact=True).first.fill(value)
    for label, option in (("角色", "报送员"), ("范围", "全部单位")):
        pick(visit, label, option)
    visit.main.get_by_role("button", name="新增", exact=True).click()
    visit.says("已生成 1 个一次性密码")
    given = visit.main.locator("table").first.locator("td").nth(2).inner_text()
    page = new_window().new_page()
    page.goto("/sign-in")
    fill(page, login="zhangsan", password=given)
    assert "/password" in page.url


# For everybody


@pytest.fixture(scope="module")
def desk(browser: Browser, board: str) -> Iterator[BrowserContext]:
    """The administrator's browser, signed in."""
    context = browser.new_context(base_url=board, locale="zh-CN")
    context.set_default_timeout(LONGEST_WAIT)
    signed_in(context, BOSS).close()
    yield context
    context.close()


@pytest.fixture
def again(desk: BrowserContext) -> BrowserContext:
    """The same browser, signed in again where a test before ended the session."""
    page = desk.new_page()
    page.goto("/password")
    if "/sign-in" in page.url:
        fill(page, login=BOSS[0], password=BOSS[1])
        Visit(page).ready()
    page.close()
    return desk


def serious(page: Page) -> list[str]:
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [each["id"] for each in found if each["impact"] in ("serious", "critical")]


@EVERY_LANGUAGE
@pytest.mark.parametrize("path", OWN_PAGES[:3])
def test_a_page_around_signing_in_is_for_everybody(again: BrowserContext, path: str, lang: str) -> None:
    page = again.new_page()
    for width, height in (LAPTOP, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{path}?lang={lang}")
        assert serious(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        foreign = (CHINESE if lang == "en" else LATIN).findall(LATIN_ALLOWED.sub("", page.inner_text("body")))
        assert [word for word in foreign if word not in ("中文", "李审核")] == []
    page.close()


@EVERY_LANGUAGE
def test_the_first_run_page_is_for_everybody(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, lang: str
) -> None:
    with served(tmp_path_factory.mktemp("fresh")) as address:
        page = browser.new_page(base_url=address)
        for path in ("/first-run", "/sign-in"):
            page.goto(f"{path}?lang={lang}")
            assert serious(page) == []
            said = LATIN_ALLOWED.sub("", page.inner_text("body"))
            assert [
                word for word in (CHINESE if lang == "en" else LATIN).findall(said) if word != "中文"
            ] == []
        page.close()


@EVERY_LANGUAGE
@pytest.mark.parametrize("tab", TABS)
def test_a_tab_of_settings_is_for_everybody(again: BrowserContext, tab: str, lang: str) -> None:
    """No barrier, no sideways scrolling, no word of the other language beside people's names and logins."""
    visit = open_visit(again, f"/settings?tab={tab}&lang={lang}", LAPTOP)
    assert lang == "en" or serious(visit.page) == []  # both are built alike
    found = look(visit.page)
    assert (found.errors, len(found.headings), found.sideways <= 0) == ([], 1, True)
    visit.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert look(visit.page).sideways <= 0
    visit.page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    logins = {word for one in accounts.accounts() for word in (one.person.login, one.person.name)}
    people = re.compile("|".join(sorted(map(re.escape, {*logins, *NAMED}), key=len, reverse=True)))
    said = [people.sub("", BACKUP.sub("", LATIN_ALLOWED.sub("", text))) for text in words(visit)]
    foreign = CHINESE if lang == "en" else LATIN
    assert [text for text in said if foreign.search(text) and text != "中文"] == []
    assert visit.complaints == []
    visit.close()


@EVERY_LANGUAGE
def test_a_calendar_speaks_the_language_of_the_page_whatever_the_browsers(
    again: BrowserContext, lang: str
) -> None:
    visit = open_visit(again, f"/settings?tab=campaigns&lang={lang}", LAPTOP)
    while visit.page.evaluate(OPEN_FOLDS):
        visit.ready()
    visit.page.locator("[data-testid=stDateInput] button").first.click()
    calendar = visit.page.locator("[data-testid=stDateInputCalendar], [role=dialog]").first
    calendar.wait_for()
    said = LATIN_ALLOWED.sub("", calendar.inner_text()).replace("Esc", "")  # the name on the key
    assert (CHINESE if lang == "en" else LATIN).findall(said) == []
    visit.close()
