"""设置 and what a signature shows to whom, in Streamlit's test runner over a real campaign, real accounts."""

import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from campaign import accounts, board, options
from campaign.accounts import EVERYTHING, Person, Role, Scope
from campaign.intake import publishing
from campaign.screen.settings.lists import LISTS
from campaign.settings import FIRST_CAMPAIGN, ROOT
from tests.drawing import told
from tests.test_pages import FRAME, SECONDS, address, home, shown

__all__ = ["home"]

GOOD = "correct-horse-7"
TABS = ["账户", "令牌", "基础表", "权重", "选项", "活动", "备份"]
DENIED = "这一页供以下角色使用"

OpenAs = Callable[..., AppTest]


@pytest.fixture
def open_as(home: Path, built: Path) -> OpenAs:
    """Opens a page as somebody who has just signed in with these roles; nobody in particular without any."""
    shutil.copy(built, home / f"{FIRST_CAMPAIGN}.duckdb")
    add("boss", "管理", "administrator")

    def opening(page: str, *roles: Role, scope: Scope = EVERYTHING, **asked: str) -> AppTest:
        app = AppTest.from_file(str(FRAME), default_timeout=SECONDS)
        if roles:
            add("me", "小陈", *roles, scope=scope)
            app.user = {"session": accounts.sign_in("me", GOOD, hours=1)}
        for name, value in asked.items():
            app.query_params[name] = value
        app.switch_page(str(ROOT / "pages" / f"{page}.py"))
        return app.run()

    return opening


def add(login: str, name: str, *roles: Role, scope: Scope = EVERYTHING) -> None:
    accounts.create(Person(login, name, frozenset(roles), scope), by="终端", password=GOOD)


def press(app: AppTest, label: str) -> AppTest:
    (button,) = [button for button in app.button if button.label == label]
    return button.click().run()


def keyed(boxes: Iterable[Any], *starts: str) -> list[Any]:
    return [box for box in boxes if (box.key or "").startswith(starts)]


def write(app: AppTest, label: str, value: str, start: str) -> None:
    (box,) = [box for box in keyed([*app.text_input, *app.text_area], start) if box.label == label]
    box.set_value(value)


# Who sees what


@pytest.mark.parametrize(
    ("roles", "tabs"),
    [
        (("administrator",), TABS),
        (("organiser",), TABS[2:6]),
        (("organiser", "administrator"), TABS),
    ],
)
def test_each_role_has_its_own_tabs(open_as: OpenAs, roles: tuple[Role, ...], tabs: list[str]) -> None:
    app = open_as("settings", *roles)
    assert [tab.label for tab in app.tabs] == tabs
    assert not app.exception


@pytest.mark.parametrize("roles", [(), ("viewer",), ("reporter",), ("reviewer",), ("reporter", "reviewer")])
def test_who_has_no_business_there_opens_no_settings(open_as: OpenAs, roles: tuple[Role, ...]) -> None:
    app = open_as("settings", *roles, tab="accounts")
    assert DENIED in shown(app) and not app.tabs and "boss" not in shown(app)
    assert ("登录" in shown(app).replace("登录名", "")) is (not roles)


def test_the_menu_names_only_what_one_may_open(open_as: OpenAs) -> None:
    assert "设置" not in str([link.proto.label for link in open_as("overview").get("page_link")])
    links = open_as("overview", "organiser").get("page_link")
    assert "设置" in [link.proto.label for link in links]


@pytest.mark.parametrize("name", LISTS)
def test_a_reference_table_is_shown_and_its_rows_can_be_had(open_as: OpenAs, name: str) -> None:
    app = open_as("settings", "organiser", tab="lists", list=name)
    assert not app.exception and not app.error
    assert "由另一位同志审核" in shown(app)
    assert next(one.proto.label for one in app.get("download_button")).startswith("下载现有各行")


# Accounts


def test_an_account_opened_in_the_page_has_a_password_shown_until_it_is_put_away(open_as: OpenAs) -> None:
    app = open_as("settings", "administrator")
    write(app, "姓名", "张三", "name")
    write(app, "登录名", "Zhang", "login")
    roles, scope = keyed(app.multiselect, "roles_", "scope_")[:2]
    roles.set_value(["reporter"])
    scope.set_value(["fgw", "371402"])
    app = press(app, "新增")
    found = accounts.find("张三")
    assert found is not None and found.scope == Scope(False, frozenset({"371402"}), frozenset({"fgw"}))
    assert accounts.account("zhang").created_by == "小陈" and accounts.account("zhang").must_change
    assert "一次性密码" in shown(app)
    assert "<caption>一次性密码" not in shown(press(app, "收起"))


def test_what_was_typed_stays_when_it_is_refused(open_as: OpenAs) -> None:
    app = open_as("settings", "administrator")
    write(app, "登录名", "zhang", "login")
    app = press(app, "新增")
    assert "不能作姓名" in app.error[0].value
    assert [box.value for box in app.text_input if box.label == "登录名"] == ["zhang"]


def test_a_list_with_problems_opens_nobody_and_one_without_opens_all(open_as: OpenAs) -> None:
    app = open_as("settings", "administrator")
    wrong = "张三,zhang,市发展改革委,报送员\n李四,li,没有的局,报送员\n王五,wang,德城区,校长"
    write(app, "名单", wrong, "list")
    app = press(app, "按名单新增")
    assert all(part in app.error[0].value for part in ("2 处问题", "第 2 行", "第 3 行"))
    assert accounts.find("张三") is None
    write(app, "名单", "张三,zhang,市发展改革委,报送员\n李四,li,德城区,审核员", "list")
    app = press(app, "按名单新增")
    assert not app.error and accounts.find("张三") is not None
    found = accounts.find("李四")
    assert found is not None and found.scope.divisions == {"371402"}


def test_an_account_is_closed_and_handed_over_in_the_page(open_as: OpenAs) -> None:
    app = open_as("settings", "administrator")
    add("old", "老张", "reporter", scope=Scope(units=frozenset({"fgw"})))
    add("new", "小李", "reporter", scope=Scope(units=frozenset({"gxj"})))
    app.run()
    (whose,) = [box for box in app.selectbox if box.label == "账户"]
    whose.set_value("old").run()
    (successor,) = [box for box in app.selectbox if box.label.startswith("由谁接手")]
    successor.set_value("new")
    app = press(app, "停用账户")
    assert accounts.find("old") is None and accounts.account("new").person.scope.units == {"fgw", "gxj"}
    assert "已停用，由 new 接手" in shown(app)


@pytest.mark.parametrize("what", ["ended", "demoted"])
def test_an_act_from_a_tab_whose_right_has_gone_does_nothing(open_as: OpenAs, what: str) -> None:
    app = open_as("settings", "administrator")
    write(app, "姓名", "张三", "name")
    write(app, "登录名", "zhang", "login")
    for box in keyed(app.multiselect, "roles_"):
        box.set_value(["administrator"])
    for box in keyed(app.multiselect, "scope_"):
        box.set_value(["*"])
    if what == "ended":
        accounts.sign_out(app.user["session"])
    else:
        accounts.change(Person("me", "小陈", frozenset({"viewer"}), EVERYTHING), by="管理")
    app = press(app, "新增")
    assert accounts.find("张三") is None
    assert DENIED in shown(app)


def test_a_token_is_shown_once_and_revoked_by_a_click(open_as: OpenAs) -> None:
    app = open_as("settings", "administrator", tab="tokens")
    write(app, "用途", "每月导入", "token_label")
    app = press(app, "发放令牌")
    token = app.code[0].value
    found = accounts.person_of_token(token)
    assert found is not None
    app = press(app, "收起")
    assert not app.code
    press(app, "收回令牌")
    assert accounts.person_of_token(token) is None


# Options


def test_an_option_is_changed_with_a_reason_and_changed_back_by_one_click(open_as: OpenAs) -> None:
    app = open_as("settings", "administrator", tab="options")
    (box,) = keyed(app.number_input, "value_session_hours")
    box.set_value(12)
    (reason,) = keyed(app.text_input, "reason_session_hours")
    reason.set_value("值班")
    form = [button for button in app.button if button.label == "保存"]
    app = form[list(options.OPTIONS).index("session_hours")].click().run()
    assert options.value_of(board.current(), "session_hours") == "12"
    assert "值班" in shown(app) and "小陈" in shown(app)
    app = press(app, "改回“10”")
    assert options.value_of(board.current(), "session_hours") == "10"
    assert "改回事件" in shown(app)


def test_the_name_under_a_circular_is_set_once_and_emptied_again(open_as: OpenAs) -> None:
    app = open_as("settings", "administrator", tab="options")
    at = [option for option in options.OPTIONS.values() if not option.is_threshold]
    place = [option.name for option in at].index("paper_office")
    for typed, kept in (("中共某市委组织部", "中共某市委组织部"), ("", "")):
        (box,) = keyed(app.text_input, "value_paper_office")
        box.set_value(typed)
        app = [button for button in app.button if button.label == "保存"][place].click().run()
        assert options.text_of(board.current(), "paper_office") == kept and not app.exception
    assert "现在是“未设置”" in shown(app)


def test_an_organiser_of_some_units_reads_options_and_changes_none(open_as: OpenAs) -> None:
    app = open_as("settings", "organiser", scope=Scope(divisions=frozenset({"371402"})), tab="options")
    assert "这里只能查看" in shown(app)
    assert not [button for button in app.button if button.label == "保存"]


def test_a_closed_board_shows_a_visitor_the_way_in_and_nothing_else(open_as: OpenAs) -> None:
    app = open_as("overview")
    options.change(board.current(), "browsing_open", "no", by="管理")
    app.run()
    said = "\n".join(str(piece.proto.body) for piece in app.get("html"))
    assert "请先登录" in said and "1870" not in said and not app.selectbox and not app.get("page_link")
    add("me", "小陈", "viewer")
    app.user = {"session": accounts.sign_in("me", GOOD, hours=1)}
    assert "1870余件" in shown(app.run())


# Names


@pytest.mark.parametrize(("roles", "sees"), [((), False), (("viewer",), True)])
def test_who_did_what_by_name_is_for_people_who_signed_in(
    open_as: OpenAs, roles: tuple[Role, ...], sees: bool
) -> None:
    app = open_as("log", *roles)
    options.change(board.current(), "review_levels", "2", by="真名实姓", reason="试")
    app.run()
    assert ("真名实姓" in shown(app)) is sees
    assert ("登记人员" in shown(app)) is not sees
    assert "系统" in shown(app)


def test_the_way_back_after_signing_in_is_where_one_was(open_as: OpenAs) -> None:
    app = open_as("unit", unit="lunzhen", lang="en")
    said = "\n".join(str(piece.proto.body) for piece in app.sidebar.get("html"))
    assert "/sign-in?lang=en&amp;next=%2Funit%3Funit%3Dlunzhen%26lang%3Den" in said
    assert address(app)["unit"] == "lunzhen"


# Signing in elsewhere


@pytest.fixture
def provider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working folder whose secrets name a provider."""
    secrets = tmp_path / "run" / ".streamlit" / "secrets.toml"
    secrets.parent.mkdir(parents=True)
    secrets.write_text('[auth]\nredirect_uri = "http://localhost:8501/oauth2callback"\ncookie_secret = "x"\n')
    monkeypatch.chdir(tmp_path / "run")


def came_as(open_as: OpenAs, **claims: object) -> AppTest:
    app = open_as("settings")
    app.user = {"session": None, "iss": "https://p", "sub": "1", "iat": int(time.time()), **claims}
    return app.run()


@pytest.mark.parametrize("claim", ["email", "preferred_username"])
def test_who_signed_in_with_the_provider_has_the_account_of_that_login(
    open_as: OpenAs, provider: None, claim: str
) -> None:
    add("chen@city.example", "小陈", "administrator")
    assert DENIED not in shown(came_as(open_as, is_logged_in=True, **{claim: "Chen@city.example"}))


def test_who_signed_in_with_the_provider_and_has_no_account_is_told_so(
    open_as: OpenAs, provider: None
) -> None:
    said = shown(came_as(open_as, is_logged_in=True, email="wang@city.example"))
    assert DENIED in said and "wang@city.example 还没有开通账户" in said


def test_a_name_is_never_taken_for_the_login_a_provider_vouches_for(open_as: OpenAs, provider: None) -> None:
    assert DENIED in shown(came_as(open_as, is_logged_in=True, email="管理"))


def test_a_sign_in_with_the_provider_ends_with_its_hours_and_with_the_account(
    open_as: OpenAs, provider: None
) -> None:
    add("chen@city.example", "小陈", "administrator")
    now = int(time.time())
    claims: dict[str, object] = {"is_logged_in": True, "email": "chen@city.example", "iat": now}
    long_ago = now - 25 * 3600
    late = came_as(open_as, **{**claims, "iat": long_ago})
    assert DENIED in shown(late) and "登录已失效" in shown(late)
    assert DENIED not in shown(came_as(open_as, **claims))
    accounts.sign_out_everywhere("chen@city.example", by="管理")
    assert DENIED in shown(came_as(open_as, **claims))
    assert DENIED not in shown(came_as(open_as, nonce="another sign-in", **claims))
    accounts.close("chen@city.example", by="管理")
    assert DENIED in shown(came_as(open_as, nonce="a third", **claims))


@pytest.mark.parametrize("claims", [{"is_logged_in": False}, {}, {"is_logged_in": None}])
def test_a_claim_without_a_sign_in_gains_nothing(
    open_as: OpenAs, provider: None, claims: dict[str, object]
) -> None:
    assert DENIED in shown(came_as(open_as, email="boss", **claims))


def test_a_claim_gains_nothing_where_no_provider_is_configured(open_as: OpenAs) -> None:
    assert DENIED in shown(came_as(open_as, is_logged_in=True, email="boss"))


# A table changed in place


def test_a_target_changed_in_place_goes_the_way_of_a_file(open_as: OpenAs) -> None:
    app = open_as("settings", "organiser", tab="lists", list="target")
    (editor,) = app.data_editor
    before = editor.value.iloc[0]["数值"]
    app.session_state[str(editor.key)] = {
        "edited_rows": {0: {"数值": "77"}, 1: {"数值": "很多"}},
        "added_rows": [],
        "deleted_rows": [],
    }
    app.run()
    press(app, "检查改动")
    assert f"数值：{before} → 77" in shown(app) and "第 3 行" in shown(app)
    (whole,) = [button for button in app.button if button.label.startswith("提交 ")]
    assert whole.disabled
    press(app, "只提交正确的 1 行，1 行留下修改")
    assert "已提交，回执" in shown(app)
    store = board.current()
    ((batch, kind),) = told(store, "review_queue", "batch_id table_name")
    publishing.publish(store, batch, by="孙八")
    assert kind == "target" and 77.0 in [value for (value,) in told(store, "targets", "value")]


def test_tables_are_not_changed_by_who_may_not_nor_at_a_past_moment(open_as: OpenAs) -> None:
    somewhere = Scope(units=frozenset({"fgw"}))
    assert not open_as("settings", "organiser", scope=somewhere, tab="lists", list="target").data_editor
    accounts.close("me", by="管理")
    add("other", "小王", "organiser")
    app = AppTest.from_file(str(FRAME), default_timeout=SECONDS)
    app.user = {"session": accounts.sign_in("other", GOOD, hours=1)}
    for name, value in {"tab": "lists", "list": "target", "known": "3"}.items():
        app.query_params[name] = value
    app.switch_page(str(ROOT / "pages" / "settings.py"))
    assert not app.run().data_editor
