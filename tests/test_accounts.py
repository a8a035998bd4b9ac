"""People: accounts, passwords, sessions, tokens, lists and the record of what was done to them."""

import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from campaign import accounts
from campaign.accounts import EVERYTHING, Person, Role, Scope, passwords, roster, tries
from campaign.accounts.file import changing
from campaign.settings import ROOT, settings
from campaign.words import Refusal

GOOD = "correct-horse-7"
HOURS, IDLE = 10, 120
OF_REPORTERS = Scope(units=frozenset({"fgw"}))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("CAMPAIGN_HOME", str(tmp_path))
    yield tmp_path


def person(login: str, name: str, *roles: Role, scope: Scope = EVERYTHING) -> Person:
    return Person(login, name, frozenset(roles or ("reporter",)), scope)


@pytest.fixture
def boss() -> Person:
    accounts.create(person("boss", "管理", "administrator"), by="终端", password=GOOD)
    return accounts.account("boss").person


def whose(session: str) -> str | None:
    found = accounts.person_of_session(session, idle_minutes=IDLE)
    return found.person.name if found else None


def altered(statement: str) -> None:
    """Turns the clock by turning back what is written down."""
    with closing(sqlite3.connect(settings().accounts_file)) as opened, opened:
        opened.execute(statement)


# The register


def test_there_is_nobody_before_the_first_account() -> None:
    assert not accounts.any_account_exists()
    assert accounts.find("boss") is None


def test_a_person_is_found_by_login_and_by_name(boss: Person) -> None:
    assert accounts.find("BOSS ") == accounts.find("管理") == boss


def test_the_file_is_its_owners_alone(boss: Person) -> None:
    kept = list(settings().home.glob("accounts.sqlite3*"))
    assert kept and all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in kept)


def test_neither_password_nor_session_nor_token_stands_in_the_file(boss: Person) -> None:
    secrets = [
        GOOD,
        accounts.sign_in("boss", GOOD, hours=HOURS),
        accounts.issue_token("boss", "x", by="管理"),
    ]
    kept = b"".join(path.read_bytes() for path in settings().home.glob("accounts.sqlite3*"))
    assert [secret for secret in secrets if secret.encode() in kept] == []


@pytest.mark.parametrize("login", ["", "a", "张三", "a b", "../x", "<b>", "x" * 65])
def test_what_is_no_login_is_refused(login: str) -> None:
    with pytest.raises(Refusal, match="不能作登录名"):
        accounts.create(person(login, "张三"), by="终端")


@pytest.mark.parametrize("name", ["", "  ", "系统·出处", "终端", "张\u202e三", "字" * 31])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(Refusal, match="不能作姓名"):
        accounts.create(person("zhang", name), by="终端")


def test_a_person_without_role_or_units_is_refused() -> None:
    with pytest.raises(Refusal, match="角色"):
        accounts.create(Person("zhang", "张三", frozenset(), EVERYTHING), by="终端")
    with pytest.raises(Refusal, match="范围"):
        accounts.create(person("zhang", "张三", scope=Scope()), by="终端")


@pytest.mark.parametrize(
    ("login", "name"), [("boss", "别人"), ("other", "管理"), ("other", " 管理 "), ("other", "BOSS")]
)
def test_a_name_or_login_is_never_given_twice_even_after_it_was_closed(
    boss: Person, login: str, name: str
) -> None:
    accounts.create(person("second", "第二", "administrator"), by="管理")
    accounts.close("boss", by="第二")
    with pytest.raises(Refusal, match="已经被用过"):
        accounts.create(person(login, name), by="第二")


def test_of_a_list_with_one_name_taken_nobody_is_opened(boss: Person) -> None:
    with pytest.raises(Refusal, match="管理"):
        accounts.create_all([(person("a1", "甲"), None, None), (person("a2", "管理"), None, None)], by="管理")
    assert accounts.find("甲") is None


def test_the_last_administrator_can_neither_leave_nor_step_down(boss: Person) -> None:
    with pytest.raises(Refusal, match="没有管理员"):
        accounts.close("boss", by="管理")
    with pytest.raises(Refusal, match="没有管理员"):
        accounts.change(person("boss", "管理", "organiser"), by="管理")
    assert accounts.find("boss") == boss


def test_roles_and_scope_change_at_once_for_who_is_signed_in(boss: Person) -> None:
    accounts.create(person("zhang", "张三", scope=OF_REPORTERS), by="管理", password=GOOD)
    session = accounts.sign_in("zhang", GOOD, hours=HOURS)
    accounts.change(
        person("zhang", "张三", "reviewer", scope=Scope(divisions=frozenset({"371402"}))), by="管理"
    )
    found = accounts.person_of_session(session, idle_minutes=IDLE)
    assert found is not None and found.person.roles == {"reviewer"}
    assert found.person.scope.covers("any", "371402") and not found.person.scope.covers("fgw", None)


def test_who_leaves_hands_units_and_unfinished_work_over(boss: Person) -> None:
    accounts.create(person("old", "老张", scope=Scope(units=frozenset({"fgw", "gxj"}))), by="管理")
    accounts.create(person("new", "小李", scope=Scope(units=frozenset({"lunzhen"}))), by="管理")
    accounts.create(person("last", "小王", scope=Scope(units=frozenset({"linyi"}))), by="管理")
    accounts.close("old", by="管理", successor="new")
    accounts.close("new", by="管理", successor="last")
    heir = accounts.account("last").person
    assert heir.scope.units == {"fgw", "gxj", "lunzhen", "linyi"}
    assert accounts.works_for(heir) == {"老张", "小李", "小王"}
    assert accounts.account("old").taken_over_by == "new"


def test_reach_over_all_units_is_not_handed_over_with_a_desk(boss: Person) -> None:
    accounts.create(person("old", "老张", "organiser"), by="管理")
    accounts.create(person("new", "小李", scope=OF_REPORTERS), by="管理")
    accounts.close("old", by="管理", successor="new")
    assert accounts.account("new").person.scope == OF_REPORTERS


@pytest.mark.parametrize("successor", ["nobody", "old"])
def test_work_is_handed_only_to_somebody_who_is_there(boss: Person, successor: str) -> None:
    accounts.create(person("old", "老张"), by="管理")
    with pytest.raises(Refusal):
        accounts.close("old", by="管理", successor=successor)
    assert accounts.find("old") is not None


def test_what_is_done_to_accounts_is_recorded_with_who_did_it(boss: Person) -> None:
    accounts.create(person("zhang", "张三"), by="管理")
    accounts.reset("zhang", by="管理")
    accounts.close("zhang", by="管理", successor="boss")
    done = [(act.who, act.what, act.whom) for act in reversed(accounts.acts())]
    assert done == [
        ("终端", "created", "boss"),
        ("管理", "created", "zhang"),
        ("管理", "reset", "zhang"),
        ("管理", "took_over", "boss"),
        ("管理", "closed", "zhang"),
    ]


@pytest.mark.parametrize(
    "statement", ["delete from account_act", "update account_act set who = 'x'", "delete from account"]
)
def test_the_record_cannot_be_changed_by_any_statement_of_the_program(boss: Person, statement: str) -> None:
    with pytest.raises(sqlite3.DatabaseError, match=r"not authorized|prohibited"), changing() as opened:
        opened._connection.execute(statement)
    assert len(accounts.acts()) == 1 and accounts.find("boss") == boss


# Passwords and lock-out


@pytest.mark.parametrize(
    "password", ["", "short-1", "aaaaaaaaaaaa", "abababababab", "my-zhang-password", "x" * 129]
)
def test_a_weak_password_is_refused_with_the_whole_rule(password: str) -> None:
    with pytest.raises(Refusal, match=r"至少要有 10 个字符.*5 个不同.*登录名"):
        passwords.check_rule(password, "zhang")


def test_a_one_time_password_keeps_the_rule_and_must_be_changed(boss: Person) -> None:
    given = accounts.create(person("zhang", "张三"), by="管理")
    passwords.check_rule(given, "zhang")
    found = accounts.person_of_session(accounts.sign_in("zhang", given, hours=HOURS), idle_minutes=IDLE)
    assert found is not None and found.must_change
    accounts.change_password("zhang", given, GOOD)
    found = accounts.person_of_session(accounts.sign_in("zhang", GOOD, hours=HOURS), idle_minutes=IDLE)
    assert found is not None and not found.must_change


def test_a_password_is_not_changed_to_itself_nor_without_the_old_one(boss: Person) -> None:
    with pytest.raises(Refusal, match="相同"):
        accounts.change_password("boss", GOOD, GOOD)
    with pytest.raises(Refusal, match="原密码不对"):
        accounts.change_password("boss", "wrong-horse-7", "another-horse-8")
    assert accounts.sign_in("boss", GOOD, hours=HOURS)


def refusal_of(login: str, password: str = "wrong-horse-7") -> str:
    with pytest.raises(Refusal) as raised:
        accounts.sign_in(login, password, hours=HOURS)
    return raised.value.key


@pytest.mark.parametrize("login", ["boss", "nobody"])
def test_five_wrong_passwords_lock_a_login_whether_or_not_it_is_anybodys(boss: Person, login: str) -> None:
    told = [refusal_of(login) for _ in range(tries.TRIES)]
    assert told == ["account.wrong"] * (tries.TRIES - 1) + ["account.locked"]
    assert refusal_of(login, GOOD) == "account.locked"


def test_an_open_session_is_no_place_to_guess_the_password(boss: Person) -> None:
    told = []
    for _ in range(tries.TRIES + 1):
        with pytest.raises(Refusal) as raised:
            accounts.change_password("boss", "wrong-horse-7", "another-horse-8")
        told.append(raised.value.key)
    assert told == ["account.wrong_old"] * (tries.TRIES - 1) + ["account.locked"] * 2


def test_a_lock_out_ends_by_itself_and_the_right_password_forgets_what_failed(boss: Person) -> None:
    for _ in range(tries.TRIES):
        refusal_of("boss")
    altered(f"update tries set locked_until = {int(time.time()) - 1}, failed_at = failed_at - 901")
    assert accounts.sign_in("boss", GOOD, hours=HOURS)
    assert [refusal_of("boss") for _ in range(tries.TRIES - 1)] == ["account.wrong"] * (tries.TRIES - 1)


def test_a_reset_lifts_a_lock_out(boss: Person) -> None:
    for _ in range(tries.TRIES):
        refusal_of("boss")
    assert accounts.sign_in("boss", accounts.reset("boss", by="管理"), hours=HOURS)


def test_a_closed_account_is_told_what_a_wrong_password_is_told(boss: Person) -> None:
    accounts.create(person("zhang", "张三"), by="管理", password=GOOD)
    accounts.close("zhang", by="管理")
    assert refusal_of("zhang", GOOD) == refusal_of("nobody", GOOD) == "account.wrong"


def test_an_unknown_login_costs_a_hash_as_a_known_one_does(
    boss: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time is the hash's: what is counted is that one is checked."""
    checked = []
    verify = passwords._hasher.verify

    class Counting:
        hash = passwords._hasher.hash

        def verify(self, kept: str, given: str) -> bool:
            checked.append(kept.split("$")[3])  # memory, rounds and lanes
            return verify(kept, given)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    refusal_of("boss")
    refusal_of("nobody")
    assert len(checked) == 2 and checked[0] == checked[1]


def test_no_more_than_two_hashes_are_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    # the one of the board: that of the tests is over before the next thread begins
    hash_one, running, most, guard = PasswordHasher().hash, [0], [0], threading.Lock()

    class Counting:
        def hash(self, password: str) -> str:
            with guard:
                running[0] += 1
                most[0] = max(most[0], running[0])
            try:
                return hash_one(password)
            finally:
                with guard:
                    running[0] -= 1

    monkeypatch.setattr(passwords, "_hasher", Counting())
    threads = [threading.Thread(target=passwords.hashed, args=(GOOD,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] == passwords.AT_ONCE


# Sessions


def test_a_session_is_known_to_another_process(boss: Person) -> None:
    session = accounts.sign_in("boss", GOOD, hours=HOURS)
    script = (
        "import sys; from campaign import accounts;"
        "print(accounts.person_of_session(sys.argv[1], idle_minutes=5).person.login)"
    )
    told = subprocess.run([sys.executable, "-c", script, session], cwd=ROOT, capture_output=True, text=True)
    assert told.stdout.strip() == "boss"


def test_signing_out_ends_this_session_and_no_other(boss: Person) -> None:
    first, second = (accounts.sign_in("boss", GOOD, hours=HOURS) for _ in range(2))
    accounts.sign_out(first)
    assert (whose(first), whose(second)) == (None, "管理")


@pytest.mark.parametrize("what", ["everywhere", "password", "reset", "closed"])
def test_every_session_ends_with_what_ends_them_all(boss: Person, what: str) -> None:
    accounts.create(person("zhang", "张三"), by="管理", password=GOOD)
    opened = [accounts.sign_in("zhang", GOOD, hours=HOURS) for _ in range(2)]
    other = accounts.sign_in("boss", GOOD, hours=HOURS)
    ends: dict[str, Callable[[], object]] = {
        "everywhere": lambda: accounts.sign_out_everywhere("zhang", by="张三"),
        "password": lambda: accounts.change_password("zhang", GOOD, "another-horse-8"),
        "reset": lambda: accounts.reset("zhang", by="管理"),
        "closed": lambda: accounts.close("zhang", by="管理"),
    }
    ends[what]()
    assert [whose(session) for session in opened] == [None, None]
    assert whose(other) == "管理"


@pytest.mark.parametrize("column", ["ends_at", "seen_at"])
def test_a_session_ends_after_its_hours_and_when_it_was_not_used(boss: Person, column: str) -> None:
    session = accounts.sign_in("boss", GOOD, hours=HOURS)
    altered(f"update session set {column} = {int(time.time()) - IDLE * 60}")
    assert whose(session) is None


@pytest.mark.parametrize("session", [None, "", "made-up"])
def test_a_session_nobody_was_given_is_nobodys(boss: Person, session: str | None) -> None:
    assert accounts.person_of_session(session, idle_minutes=IDLE) is None


# Tokens


def test_a_token_has_the_rights_its_person_has_now(boss: Person) -> None:
    accounts.create(person("zhang", "张三", scope=OF_REPORTERS), by="管理", password=GOOD)
    token = accounts.issue_token("zhang", "每月导入", by="管理")
    accounts.change(person("zhang", "张三", "reporter", scope=Scope(units=frozenset({"gxj"}))), by="管理")
    found = accounts.person_of_token(token)
    assert found is not None and found.scope.units == {"gxj"}
    assert accounts.tokens()[0].last_used_at is not None


def test_a_revoked_token_and_that_of_a_closed_account_are_nobodys(boss: Person) -> None:
    accounts.create(person("zhang", "张三"), by="管理")
    first, second = (accounts.issue_token("zhang", label, by="管理") for label in ("甲", "乙"))
    accounts.revoke_token("T0001", by="管理")
    assert accounts.person_of_token(first) is None and accounts.person_of_token(second) is not None
    accounts.close("zhang", by="管理")
    assert accounts.person_of_token(second) is None


def test_a_token_is_not_revoked_twice_nor_issued_without_saying_what_for(boss: Person) -> None:
    accounts.issue_token("boss", "甲", by="管理")
    accounts.revoke_token("T0001", by="管理")
    with pytest.raises(Refusal, match="T0001"):
        accounts.revoke_token("T0001", by="管理")
    with pytest.raises(Refusal, match="哪个程序"):
        accounts.issue_token("boss", "  ", by="管理")


# A list of people

SCOPES = {
    "市发展改革委": OF_REPORTERS,
    "德城区": Scope(divisions=frozenset({"371402"})),
    "全部单位": EVERYTHING,
}
ROLES: dict[str, Role] = {"报送员": "reporter", "审核员": "reviewer"}


def listed(text: str) -> list[tuple[str, str, str]]:
    entries, problems = roster.read(text, SCOPES, ROLES)
    assert problems == []
    return [(one.person.name, one.person.login, " ".join(sorted(one.person.roles))) for one in entries]


@pytest.mark.parametrize(
    "text",
    [
        "姓名,登录名,单位,角色\n张三,zhang,市发展改革委,报送员\n",
        "张三,zhang,市发展改革委,报送员",
        "登录名\t姓名\t角色\t单位\r\nZhang\t张三\t报送员\t市发展改革委\r\n\r\n",
        "\ufeff张三，zhang，市发展改革委，报送员",
    ],
)
def test_a_list_is_read_as_offices_write_it(text: str) -> None:
    assert listed(text) == [("张三", "zhang", "reporter")]


def test_several_units_and_roles_stand_in_one_cell() -> None:
    entries, _ = roster.read("张三,zhang,市发展改革委、德城区,报送员;审核员,13800000000", SCOPES, ROLES)
    assert entries[0].person.scope == Scope(divisions=frozenset({"371402"}), units=frozenset({"fgw"}))
    assert entries[0].person.roles == {"reporter", "reviewer"}
    assert entries[0].phone == "13800000000"


def test_all_that_is_wrong_with_a_list_is_said_at_once_with_its_rows() -> None:
    lines = [
        "姓名,登录名,单位,角色",
        "张三,zhang,没有的局,报送员",
        "李四,,德城区,报送员",
        "王五,wang,德城区,校长",
        "赵六,zhao,德城区,报送员",
        "赵六,zhao2,德城区,报送员",
    ]
    _, problems = roster.read("\n".join(lines), SCOPES, ROLES)
    assert sorted((problem.row, problem.refusal.key) for problem in problems) == [
        (2, "roster.unknown_unit"),
        (3, "roster.missing"),
        (4, "roster.unknown_role"),
        (6, "roster.twice"),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "姓名,登录名,单位,角色\n"])
def test_an_empty_list_is_refused(text: str) -> None:
    entries, problems = roster.read(text, SCOPES, ROLES)
    assert entries == [] and [problem.refusal.key for problem in problems] == ["roster.empty"]


# At the terminal


def told(*arguments: str, given: str = "") -> tuple[int, str]:
    command = [sys.executable, "-m", "campaign", "account", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, input=given)
    return done.returncode, done.stdout + done.stderr


def test_accounts_are_opened_listed_and_closed_at_the_terminal() -> None:
    status, said = told("add", "boss", "--name", "管理", "--role", "administrator", "organiser")
    password = said.split("：")[1].split("（")[0]
    assert status == 0 and accounts.sign_in("boss", password, hours=HOURS)
    assert (
        told("add", "zhang", "--name", "张三", "--role", "reporter", "--password-stdin", given=f"{GOOD}\n")[0]
        == 0
    )
    assert accounts.sign_in("zhang", GOOD, hours=HOURS)
    assert told("close", "zhang", "--to", "boss")[0] == 0
    assert "zhang\t张三\treporter\t*\t已停用" in told("list")[1]
    assert {act.who for act in accounts.acts()} == {"终端"}


def test_a_unit_nobody_knows_is_refused_at_the_terminal(
    campaign_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAMPAIGN_FILE", str(campaign_file))
    asked = ("add", "zhang", "--name", "张三", "--role", "reporter", "--unit")
    status, said = told(*asked, "nosuch")
    assert status == 2 and "nosuch" in said and accounts.find("zhang") is None
    assert told(*asked, "fgw")[0] == 0
    found = accounts.find("zhang")
    assert found is not None and found.scope.units == {"fgw"}
