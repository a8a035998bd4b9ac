"""The register of accounts: made, changed, given a new password, closed and handed over. Nothing is deleted.

Every act is signed and recorded. A name is never given to a second person, so a signature means one person.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, cast

from campaign.accounts import passwords
from campaign.accounts.file import Opened, changing, now, reading
from campaign.accounts.people import ROLES, Account, Person, Role, Scope
from campaign.accounts.tries import check_lock, failed
from campaign.words import Refusal

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")
LONGEST_NAME = 30
RESERVED = ("系统", "终端")  # sign what no person did: 系统·出处, and commands at the terminal


@dataclass(frozen=True)
class Act:
    """A line of what was done to accounts. `done_at` is seconds since 1970."""

    act_no: int
    done_at: int
    who: str
    what: str  # message account_act.<what>
    whom: str  # a login
    detail: str


def any_account_exists() -> bool:
    with reading() as opened:
        return opened.row("first_account") is not None


def find(name: str) -> Person | None:
    """The person of an open account with this login or this name; None when there is none."""
    with reading() as opened:
        row = opened.row("account_called", login=name.strip().casefold(), name=_plain(name))
    return person_from(row) if row and row["is_active"] else None


def find_login(login: str) -> Person | None:
    """The same for a login alone: what a sign-in elsewhere vouches for is never taken for a name.

    A one-time password that was never used is no matter there.
    """
    with reading() as opened:
        row = opened.row("account", login=login.strip().casefold())
    return person_from(row) if row and row["is_active"] else None


def account(login: str) -> Account:
    """Raises Refusal for a login nobody has."""
    with reading() as opened:
        return _account_from(_known(opened, login))


def accounts() -> list[Account]:
    """Every account, closed ones last, by login."""
    with reading() as opened:
        return [_account_from(row) for row in opened.rows("accounts")]


def acts() -> list[Act]:
    """What was done to accounts, latest first; at most 500."""
    with reading() as opened:
        return [Act(**row) for row in opened.rows("acts")]


def create(person: Person, *, by: str, phone: str | None = None, password: str | None = None) -> str:
    """Opens an account and returns its password: the one given, or a one-time one that must be changed.

    Raises Refusal for a login or name that was ever somebody's, or is none, and for one without a role.
    """
    return create_all([(person, phone, password)], by=by)[0]


def create_all(entries: Sequence[tuple[Person, str | None, str | None]], *, by: str) -> list[str]:
    """The same for many (person, phone, password): all of them or, when one is refused, none."""
    entries = [(checked(person), phone, password) for person, phone, password in entries]
    with reading() as opened:
        for person, _, password in entries:  # before the slow part
            check_is_new(opened, person)
            if password is not None:
                passwords.check_rule(password, person.login)
    given = [password or passwords.one_time() for _, _, password in entries]
    hashes = [passwords.hashed(password) for password in given]
    with changing() as opened:
        for (person, phone, password), password_hash in zip(entries, hashes, strict=True):
            check_is_new(opened, person)
            opened.run(
                "append_account",
                password_hash=password_hash,
                must_change=int(password is None),
                phone=phone or None,
                at=now(),
                by=by,
                name=person.name,
                **_said(person),
            )
            opened.record(by, "created", person.login, person.name)
    return given


def change(person: Person, *, by: str, phone: str | None = None) -> None:
    """Gives an account other roles, another scope or telephone; login and name stay what they are."""
    person = checked(person)
    with changing() as opened:
        before = person_from(_known(opened, person.login))
        opened.run("change_account", phone=phone or None, at=now(), by=by, **_said(person))
        _check_somebody_administers(opened)
        opened.record(by, "changed", person.login, f"{_told(before)} → {_told(person)}")


def change_password(login: str, old: str, new: str) -> None:
    """The person's own change: ends every session of theirs. Raises Refusal for a wrong or weak password."""
    with reading() as opened:
        found = _known(opened, login)
    check_lock(login)
    if not passwords.is_right(old, found["password_hash"]):
        raise failed(login, Refusal("account.wrong_old"))
    passwords.check_rule(new, login)
    if new == old:
        raise Refusal("account.same_password")
    _set_password(login, new, must_change=False, by=found["name"], what="changed_password")


def reset(login: str, *, by: str) -> str:
    """A one-time password for somebody who forgot theirs; ends their sessions and lifts a lock-out."""
    with reading() as opened:
        found = _known(opened, login)
    if not found["is_active"]:
        raise Refusal("account.is_closed", login=login)
    password = passwords.one_time()
    _set_password(login, password, must_change=True, by=by, what="reset")
    return password


def close(login: str, *, by: str, successor: str | None = None) -> None:
    """Ends an account: nobody signs in with it again, its sessions end, its tokens are revoked.

    The successor's scope takes in the leaver's units by name; `works_for` gives them the unfinished work.
    Raises Refusal when no administrator would be left, or the successor is nobody with an open account.
    """
    with changing() as opened:
        leaver = _known(opened, login)
        if not leaver["is_active"]:
            raise Refusal("account.is_closed", login=login)
        if successor:
            _hand_over(opened, leaver, successor, by)
        opened.run("close_account", login=login, successor=successor, at=now(), by=by)
        opened.run("end_sessions", login=login, at=now())
        opened.run("revoke_tokens", login=login, at=now(), by=by)
        _check_somebody_administers(opened)
        opened.record(by, "closed", login, successor or "")


def reopen(login: str, *, by: str) -> str:
    """Opens a closed account again, with a one-time password. What was handed over stays where it is."""
    with changing() as opened:
        if _known(opened, login)["is_active"]:
            raise Refusal("account.is_open", login=login)
        opened.run("reopen_account", login=login, at=now(), by=by)
        opened.record(by, "reopened", login)
    return reset(login, by=by)


def works_for(person: Person) -> frozenset[str]:
    """The names whose unfinished work is this person's: their own, and of those they took over from."""
    with reading() as opened:
        left = [(row["login"], row["name"], row["taken_over_by"]) for row in opened.rows("accounts")]
    names, logins = {person.name}, {person.login}
    while found := [(login, name) for login, name, to in left if to in logins and login not in logins]:
        logins |= {login for login, _ in found}
        names |= {name for _, name in found}
    return frozenset(names)


def person_from(row: dict[str, Any]) -> Person:
    roles = cast("frozenset[Role]", frozenset(row["roles"].split()))
    scope = Scope(
        bool(row["is_everything"]), frozenset(row["divisions"].split()), frozenset(row["units"].split())
    )
    return Person(row["login"], row["name"], roles, scope)


def checked(person: Person) -> Person:
    """The person as written down: login in small letters, name without stray spaces.

    Raises Refusal for what is no login, no name, no role, or no unit to have it for.
    """
    login, name = person.login.strip().casefold(), _plain(person.name)
    if not LOGIN.fullmatch(login):
        raise Refusal("account.not_a_login", found=person.login)
    if not name or len(name) > LONGEST_NAME or name.startswith(RESERVED) or not name.isprintable():
        raise Refusal("account.not_a_name", found=person.name, longest=LONGEST_NAME)
    if not person.roles or not person.roles <= set(ROLES):
        raise Refusal("account.no_role", name=name, known=" ".join(ROLES))
    if person.scope == Scope():
        raise Refusal("account.no_scope", name=name)
    return Person(login, name, person.roles, person.scope)


def check_is_new(opened: Opened, person: Person) -> None:
    """A login and a name share one list: `find` takes either, and neither is ever given twice."""
    for word in (person.login, person.name):
        if opened.row("account_called", login=word.casefold(), name=word):
            raise Refusal("account.taken", found=word)


def _hand_over(opened: Opened, leaver: dict[str, Any], successor: str, by: str) -> None:
    heir = _known(opened, successor)
    if not heir["is_active"] or successor == leaver["login"]:
        raise Refusal("account.no_successor", found=successor)
    person, named = person_from(heir), person_from(leaver).scope
    # who was there for all units leaves no units behind: that reach comes with a role, not with a desk
    taken = Scope(divisions=named.divisions, units=named.units)
    joined = Person(person.login, person.name, person.roles, person.scope.joined(taken))
    opened.run("change_account", phone=heir["phone"], at=now(), by=by, **_said(joined))
    opened.record(by, "took_over", successor, leaver["login"])


def _set_password(login: str, password: str, *, must_change: bool, by: str, what: str) -> None:
    password_hash = passwords.hashed(password)
    with changing() as opened:
        opened.run(
            "set_password",
            login=login,
            password_hash=password_hash,
            must_change=int(must_change),
            at=now(),
            by=by,
        )
        opened.run("end_sessions", login=login, at=now())
        opened.run("forget_tries", login=login)
        opened.record(by, what, login)


def _check_somebody_administers(opened: Opened) -> None:
    if not any(
        "administrator" in row["roles"].split() for row in opened.rows("accounts") if row["is_active"]
    ):
        raise Refusal("account.last_administrator")


def _known(opened: Opened, login: str) -> dict[str, Any]:
    found = opened.row("account", login=login)
    if found is None:
        raise Refusal("account.unknown", found=login)
    return found


def _account_from(row: dict[str, Any]) -> Account:
    return Account(
        person_from(row),
        row["phone"],
        bool(row["is_active"]),
        bool(row["must_change"]),
        row["created_at"],
        row["created_by"],
        row["changed_at"],
        row["changed_by"],
        row["last_seen_at"],
        row["taken_over_by"],
    )


def _said(person: Person) -> dict[str, object]:
    """Login, roles and scope as the file keeps them: words with spaces between."""
    return {
        "login": person.login,
        "roles": _joined(person.roles),
        "is_everything": int(person.scope.is_everything),
        "divisions": _joined(person.scope.divisions),
        "units": _joined(person.scope.units),
    }


def _told(person: Person) -> str:
    scope = "*" if person.scope.is_everything else _joined(person.scope.divisions | person.scope.units)
    return f"{_joined(person.roles)} [{scope}]"


def _joined(words: Collection[str]) -> str:
    return " ".join(sorted(words))


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).split())
