"""Signing in with a provider (OIDC) as people do it: a real one, a real browser, a real server."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from campaign import accounts
from campaign.accounts import Person, Scope
from campaign.settings import ROOT
from tests.browser.conftest import LONGEST_WAIT, free_port, wait_until
from tests.browser.visits import LAPTOP, Visit
from tests.provider import CLIENT, SECRET, provided

pytestmark = pytest.mark.browser

SIGN_IN, SIGN_OUT = "用统一身份认证登录", "退出登录"


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A board whose secrets name the provider; one of the provider's two people has an account here."""
    home, port = tmp_path / "home", free_port()
    home.mkdir()
    monkeypatch.setenv("CAMPAIGN_HOME", str(home))
    monkeypatch.delenv("CAMPAIGN_FILE", raising=False)
    scope = Scope(units=frozenset({"fgw"}))
    accounts.create(Person("chen@city.example", "小陈", frozenset({"reporter"}), scope), by="终端")
    address = f"http://127.0.0.1:{port}"
    with provided() as provider:
        told = {
            "redirect_uri": f"{address}/oauth2callback",
            "cookie_secret": "a secret of this board alone",
            "client_id": CLIENT,
            "client_secret": SECRET,
            "server_metadata_url": f"{provider.address}/.well-known/openid-configuration",
        }
        configured = tmp_path / "run" / ".streamlit"
        configured.mkdir(parents=True)
        shutil.copy(ROOT / ".streamlit" / "config.toml", configured)
        lines = ["[auth]", *(f'{name} = "{value}"' for name, value in told.items())]
        (configured / "secrets.toml").write_text("\n".join(lines) + "\n")
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
        with (home / "server.out").open("w") as out:
            process = subprocess.Popen(
                [*command, "--server.address", "127.0.0.1"],
                cwd=configured.parent,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=out,
                stderr=out,
            )
        try:
            wait_until(200, address, process, home / "server.out")
            yield address
        finally:
            process.terminate()
            process.wait(30)


def test_a_clerk_signs_in_with_the_provider_and_signs_out_everywhere(board: str, browser: Browser) -> None:
    context = browser.new_context(base_url=board, locale="zh-CN")
    context.set_default_timeout(LONGEST_WAIT)
    visit = Visit(context.new_page())
    visit.page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    visit.goto("/hand_in")
    visit.main.get_by_role("button", name=SIGN_IN).click()
    visit.page.get_by_role("link", name="1001").click()
    visit.ready()
    visit.page.get_by_role("button", name="小陈").wait_for()
    assert urlsplit(visit.page.url).path == "/hand_in"  # where they wanted to go
    assert visit.menu("报送").count() == 1 and visit.menu("审核").count() == 0

    other = Visit(context.new_page()).goto("/hand_in")
    unit = other.main.get_by_role("combobox", name="单位")
    unit.wait_for()
    assert unit.input_value() == "市发展改革委"  # the one unit of this account

    visit.page.get_by_role("button", name="小陈").click()
    visit.page.get_by_role("button", name=SIGN_OUT).click()
    visit.page.locator("[data-testid=stSidebar]").get_by_role("button", name=SIGN_IN).wait_for()
    # a tab that was open meanwhile gains nothing by what it knew
    other.page.get_by_text("粘贴表格").click()
    other.says("这一页供以下角色使用")

    visit.page.locator("[data-testid=stSidebar]").get_by_role("button", name=SIGN_IN).click()
    visit.page.get_by_role("link", name="1002").click()
    visit.page.get_by_text("nobody@city.example 还没有开通账户").first.wait_for()
    visit.ready()
    assert visit.menu("报送").count() == 0
    context.close()
