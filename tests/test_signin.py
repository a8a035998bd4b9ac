"""The door, over real HTTP and a raw websocket: who gets in, what a made-up identity gains, what is shut."""

import http.client
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from campaign import accounts, options
from campaign.accounts import EVERYTHING, Person
from campaign.server.signin import local
from campaign.settings import FIRST_CAMPAIGN
from campaign.store import Store
from tests.browser.conftest import served

GOOD, OTHER = "correct-horse-7", "battery-staple-8"
PAGE = {"Accept": "text/html"}
SECONDS = 30
NEEDS_ROLE = "这一页供以下角色使用"


@dataclass
class Client:
    """What a browser keeps: cookies. Follows no redirect."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    set_cookies: list[str] = field(default_factory=list)

    def ask(
        self, path: str, form: dict[str, str] | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        """Status, where it sends one to, and the text of the answer."""
        sent = {"Cookie": self.cookie, **PAGE, **(headers or {})}
        body = None
        if form is not None:
            body, sent["Content-Type"] = urlencode(form), "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=SECONDS)) as line:
            line.request("GET" if form is None else "POST", path, body, sent)
            answer = line.getresponse()
            text = answer.read().decode("utf-8", "replace")
        self.set_cookies = answer.headers.get_all("set-cookie") or []
        for cookie in self.set_cookies:
            self.cookies |= {name: kept.value for name, kept in SimpleCookie(cookie).items()}
        return answer.status, answer.headers.get("location", ""), text

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items() if value)

    def fill(self, path: str, **fields: str) -> tuple[int, str, str]:
        """Opens a page of ours and sends its form."""
        (proof,) = re.findall(r"name='form' value='([^']+)'", self.ask(path)[2])
        return self.ask(path, {"form": proof, **fields})

    def sign_in(self, login: str, password: str = GOOD) -> "Client":
        assert self.fill("/sign-in", login=login, password=password)[0] == 303
        return self

    def run(self, page: str, headers: dict[str, str] | None = None) -> str:
        """All that a run of this page sends over the websocket, as text."""
        address = self.address.replace("http", "ws", 1) + "/_stcore/stream"
        sent = {"Cookie": self.cookie, **(headers or {})}
        with connect(address, additional_headers=sent, max_size=None, open_timeout=SECONDS) as socket:
            asked = BackMsg()
            asked.rerun_script.query_string = "lang=zh"
            asked.rerun_script.page_name = page
            socket.send(asked.SerializeToString())
            return _answered(socket)


def _answered(socket: object) -> str:
    found = []
    while True:
        message = ForwardMsg.FromString(socket.recv(timeout=SECONDS))  # type: ignore[attr-defined]
        found.append(str(message.delta.new_element.html.body))
        if message.WhichOneof("type") == "script_finished":
            return "\n".join(found)


@pytest.fixture(scope="module")
def home(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("home")
    shutil.copy(built, folder / f"{FIRST_CAMPAIGN}.duckdb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAMPAIGN_HOME", str(folder))
        patch.delenv("CAMPAIGN_FILE", raising=False)
        yield folder


@pytest.fixture(scope="module", params=["streamlit", "uvicorn"])
def address(home: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A board with a reporter and an administrator, under either program."""
    if not accounts.any_account_exists():
        boss = Person("boss", "管理", frozenset({"administrator", "organiser"}), EVERYTHING)
        clerk = Person("clerk", "小报", frozenset({"reporter"}), EVERYTHING)
        accounts.create_all([(boss, None, GOOD), (clerk, None, GOOD)], by="终端")
    with served(home, program=request.param) as found:
        yield found


@pytest.fixture
def client(address: str) -> Client:
    return Client(address)


def altered(home: Path, statement: str) -> None:
    with closing(sqlite3.connect(home / "accounts.sqlite3", timeout=SECONDS)) as opened, opened:
        opened.execute(statement)


# Where one is sent on to


@pytest.mark.parametrize(
    "foreign",
    [
        *("//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "evil.example"),
        *("javascript:alert(1)", "/a\r\nSet-Cookie: x=1", "/\t/evil.example", "", None, " /", "/ /x", "///x"),
    ],
)
def test_nobody_is_sent_on_to_another_place(foreign: str | None) -> None:
    assert local(foreign) == "/"


@pytest.mark.parametrize("there", ["/", "/settings", "/unit?unit=fgw&known=2021-09-17", "/log?lang=en"])
def test_a_path_of_the_board_is_kept(there: str) -> None:
    assert local(there) == there


def test_a_foreign_address_in_the_link_to_sign_in_leads_to_the_first_page(client: Client) -> None:
    asked = urlencode({"next": "https://evil.example/x"})
    status, there, _ = client.fill(f"/sign-in?{asked}", login="boss", password=GOOD)
    assert (status, there) == (303, "/")


def test_a_clerk_who_asked_for_no_page_is_taken_to_the_desk(client: Client) -> None:
    status, there, _ = client.fill("/sign-in", login="clerk", password=GOOD)
    assert (status, there) == (303, "/hand_in")


# Forms and cookies


def test_the_session_cookie_is_for_this_board_alone_and_out_of_reach_of_scripts(client: Client) -> None:
    client.sign_in("clerk")
    (cookie,) = [cookie for cookie in client.set_cookies if cookie.startswith("board_session=")]
    assert "HttpOnly" in cookie and "samesite=lax" in cookie.lower() and "Path=/" in cookie
    assert "max-age" not in cookie.lower() and "expires" not in cookie.lower()


def test_over_https_the_session_cookie_never_leaves_it(client: Client) -> None:
    (proof,) = re.findall(r"name='form' value='([^']+)'", client.ask("/sign-in")[2])
    form = {"form": proof, "login": "clerk", "password": GOOD}
    for scheme, is_secure in (("https", True), ("http", False)):
        client.ask("/sign-in", form, {"X-Forwarded-Proto": scheme})
        assert ["Secure" in cookie for cookie in client.set_cookies] == [is_secure]


@pytest.mark.parametrize("path", ["/sign-in", "/first-run", "/password", "/sign-out"])
def test_a_page_of_ours_lets_nothing_of_others_in(client: Client, path: str) -> None:
    client.sign_in("clerk")
    with closing(http.client.HTTPConnection(urlsplit(client.address).netloc, timeout=SECONDS)) as line:
        line.request("GET", path, headers={"Cookie": client.cookie, **PAGE})
        answer = line.getresponse()
    if answer.status == 200:
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
    else:
        assert (path, answer.status) == ("/first-run", 303)


@pytest.mark.parametrize("proof", ["", "made-up", "made.up"])
def test_a_form_without_our_proof_does_nothing(client: Client, proof: str) -> None:
    client.ask("/sign-in")
    status, _, said = client.ask("/sign-in", {"form": proof, "login": "clerk", "password": GOOD})
    assert status == 403 and "失效" in said and "board_session" not in client.cookies


def test_the_proof_of_one_browser_is_worth_nothing_in_another(client: Client) -> None:
    (proof,) = re.findall(r"name='form' value='([^']+)'", Client(client.address).ask("/sign-in")[2])
    client.ask("/sign-in")
    assert client.ask("/sign-in", {"form": proof, "login": "clerk", "password": GOOD})[0] == 403


def test_a_form_sent_from_another_site_does_nothing(client: Client) -> None:
    (proof,) = re.findall(r"name='form' value='([^']+)'", client.ask("/sign-in")[2])
    form = {"form": proof, "login": "clerk", "password": GOOD}
    assert client.ask("/sign-in", form, {"Origin": "http://evil.example"})[0] == 403
    assert client.ask("/sign-in", form, {"Origin": client.address})[0] == 303


def test_what_was_typed_is_inert_in_the_page(client: Client) -> None:
    _, _, said = client.fill("/sign-in", login="'><script>alert(1)</script>", password="x")
    assert "<script" not in said and "&lt;script&gt;" in said


def test_an_unknown_login_and_a_wrong_password_get_the_same_answer(client: Client) -> None:
    answers = [client.fill("/sign-in", login=login, password="wrong")[2] for login in ("clerk", "nobody7")]
    told = [re.findall(r"role='alert'>([^<]+)", answer) for answer in answers]
    assert told[0] == told[1] and told[0]


# A made-up identity


@pytest.mark.parametrize("name", ["X-Board-Session", "x-board-session", "X_Board_Session"])
def test_a_session_in_a_header_gains_nothing(client: Client, home: Path, name: str) -> None:
    real = accounts.sign_in("boss", GOOD, hours=1)
    for value in (real, "boss", "管理".encode().decode("latin-1")):
        assert NEEDS_ROLE in client.run("settings", {name: value})


def test_the_same_session_in_our_cookie_opens_the_page(client: Client) -> None:
    said = client.sign_in("boss").run("settings")
    assert NEEDS_ROLE not in said and "<h1>设置</h1>" in said


@pytest.mark.parametrize("cookie", ["{session}", "{session}.x", "boss", "{session}.{session}"])
def test_a_cookie_this_board_did_not_sign_gains_nothing(client: Client, home: Path, cookie: str) -> None:
    real = accounts.sign_in("boss", GOOD, hours=1)
    client.cookies["board_session"] = cookie.format(session=real)
    assert NEEDS_ROLE in client.run("settings")


def test_a_header_beside_the_cookie_of_a_clerk_makes_no_administrator(client: Client, home: Path) -> None:
    real = accounts.sign_in("boss", GOOD, hours=1)
    assert NEEDS_ROLE in client.sign_in("clerk").run("settings", {"X-Board-Session": real})


def test_a_clerk_cannot_open_what_is_for_organisers_by_its_address(client: Client) -> None:
    said = client.sign_in("clerk").run("settings")
    assert NEEDS_ROLE in said and "组织者、管理员" in said
    assert "<table" not in said


# Sessions over time


def test_a_session_that_is_over_is_a_visitors(client: Client, home: Path) -> None:
    client.sign_in("boss")
    altered(home, "update session set ends_at = 1")
    assert NEEDS_ROLE in client.run("settings")


def test_signing_out_ends_the_cookie_wherever_it_was_copied_to(client: Client) -> None:
    client.sign_in("boss")
    copied = Client(client.address, dict(client.cookies))
    assert client.fill("/sign-out")[:2] == (303, "/")
    assert NEEDS_ROLE in copied.run("settings")
    assert client.ask("/password")[1].startswith("/sign-in")


def test_signing_out_on_every_device_ends_the_others(client: Client) -> None:
    other = Client(client.address).sign_in("boss")
    client.sign_in("boss").fill("/sign-out", everywhere="1")
    assert NEEDS_ROLE in other.run("settings")


def test_a_link_alone_signs_nobody_out(client: Client) -> None:
    client.sign_in("boss")
    assert client.ask("/sign-out")[0] == 200
    assert NEEDS_ROLE not in client.run("settings")


def test_who_has_a_password_of_somebody_elses_must_choose_one_first(client: Client, home: Path) -> None:
    login = f"new{len(accounts.accounts())}"
    person = Person(login, f"新{login}", frozenset({"administrator"}), EVERYTHING)
    given = accounts.create(person, by="管理")
    client.sign_in(login, given)
    assert client.ask("/settings?lang=en")[:2] == (303, "/password?lang=en&next=%2Fsettings%3Flang%3Den")
    assert NEEDS_ROLE in client.run("settings")
    path = "/password?next=/settings"
    assert "不一样" in client.fill(path, old=given, new=GOOD, again=OTHER)[2]
    assert "至少要有" in client.fill(path, old=given, new="short", again="short")[2]
    assert client.fill(path, old=given, new=GOOD, again=GOOD)[:2] == (303, "/settings")
    assert NEEDS_ROLE not in client.run("settings")


def test_a_lock_out_holds_at_the_door(client: Client, home: Path) -> None:
    login = f"locked{len(accounts.accounts())}"
    accounts.create(Person(login, f"锁{login}", frozenset({"viewer"}), EVERYTHING), by="管理", password=GOOD)
    for _ in range(5):
        client.fill("/sign-in", login=login, password="wrong")
    status, _, said = client.fill("/sign-in", login=login, password=GOOD)
    assert status == 403 and "已锁定 15 分钟" in said


# A board that is not open to everybody


@pytest.fixture(scope="module")
def closed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("closed")
    shutil.copy(built, folder / f"{FIRST_CAMPAIGN}.duckdb")
    store = Store(folder / f"{FIRST_CAMPAIGN}.duckdb")
    options.change(store, "browsing_open", "no", by="管理")
    store.close()
    with pytest.MonkeyPatch.context() as patch, served(folder) as found:
        patch.setenv("CAMPAIGN_HOME", str(folder))
        patch.delenv("CAMPAIGN_FILE", raising=False)
        person = Person("boss", "管理", frozenset({"viewer"}), EVERYTHING)
        accounts.create(person, by="终端", password=GOOD)
        yield found


@pytest.mark.parametrize("path", ["/", "/unit?unit=fgw", "/log", "/nosuch"])
def test_a_visitor_of_a_closed_board_is_sent_to_sign_in_from_every_page(closed: str, path: str) -> None:
    status, there, _ = Client(closed).ask(path)
    assert (status, there) == (303, f"/sign-in?{urlencode({'next': path})}")


@pytest.mark.parametrize(
    "path", ["/media/x.csv", "/api/batches", "/anything.json", "//media/x.csv", "/index.html"]
)
def test_nothing_else_of_a_closed_board_is_given_to_a_visitor(closed: str, path: str) -> None:
    status, _, said = Client(closed).ask(path, headers={"Accept": "*/*"})
    assert status == 401 and "请先登录" in said


def test_a_closed_board_shows_a_visitor_nothing_over_the_websocket_either(closed: str) -> None:
    said = Client(closed).run("")
    assert "请先登录" in said and "1870" not in said and "三创一争" not in said


def test_who_has_signed_in_sees_a_closed_board(closed: str) -> None:
    client = Client(closed).sign_in("boss")
    assert client.ask("/")[0] == 200 and "1870余件" in client.run("")


def test_a_token_opens_a_closed_board_to_a_program_until_it_is_revoked(closed: str) -> None:
    token = accounts.issue_token("boss", "导入", by="管理")
    headers = {"Authorization": f"Bearer {token}", "Accept": "*/*"}
    assert Client(closed).ask("/api/nosuch", headers=headers)[0] != 401
    accounts.revoke_token(accounts.tokens()[0].token_id, by="管理")
    assert Client(closed).ask("/api/nosuch", headers=headers)[0] == 401


@pytest.mark.parametrize("path", ["/healthz", "/chrome.js", "/people.css", "/sign-in"])
def test_what_is_needed_to_sign_in_stays_open(closed: str, path: str) -> None:
    assert Client(closed).ask(path)[0] == 200


# A damaged file of accounts


def test_with_a_damaged_file_of_accounts_the_board_is_read_and_nobody_signs_in(
    built: Path, tmp_path: Path
) -> None:
    shutil.copy(built, tmp_path / f"{FIRST_CAMPAIGN}.duckdb")
    (tmp_path / "accounts.sqlite3").write_bytes(b"no database " * 1000)
    with served(tmp_path) as found:
        client = Client(found)
        assert "1870余件" in client.run("")
        status, _, said = client.ask("/sign-in")
        assert status == 403 and "打不开" in said
        assert "打不开" in client.fill("/sign-in", login="boss", password=GOOD)[2]
        assert client.ask("/first-run")[0] == 303
    assert (tmp_path / "accounts.sqlite3").read_bytes() == b"no database " * 1000
