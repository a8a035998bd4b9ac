"""Signing in: the password, and sessions that end everywhere when they end."""

import secrets
from dataclasses import dataclass

from campaign.accounts import passwords
from campaign.accounts.file import Opened, changing, digest, now, reading
from campaign.accounts.people import Person
from campaign.accounts.register import person_from
from campaign.accounts.tries import check_lock, failed
from campaign.words import Refusal

LONGEST_LOGIN = 64
SEEN_EVERY = 60  # seconds: when a session was last used is written no oftener
KEPT_DAYS = 30  # ended sessions and old tries are then forgotten


@dataclass(frozen=True)
class Session:
    """Who is signed in. With `must_change` they may do nothing but choose a password of their own."""

    person: Person
    must_change: bool


def sign_in(login: str, password: str, *, hours: int) -> str:
    """The id of a new session that ends after `hours` at the latest.

    Raises Refusal, in the same words for a login nobody has, for a wrong password and during a lock-out.
    """
    login = login.strip()[:LONGEST_LOGIN].casefold()
    check_lock(login)
    with reading() as opened:
        found = opened.row("account", login=login)
    is_open = found is not None and found["is_active"]
    if not passwords.is_right(password, found["password_hash"] if found and is_open else None):
        raise failed(login, Refusal("account.wrong"))
    with changing() as opened:
        # closed or given another password while this one was being checked
        again = opened.row("account", login=login)
        if again is None or found is None or again["password_hash"] != found["password_hash"]:
            raise Refusal("account.wrong")
        if not again["is_active"]:
            raise Refusal("account.wrong")
        opened.run("forget_tries", login=login)
        return open_session(opened, login, hours=hours)


def open_session(opened: Opened, login: str, *, hours: int) -> str:
    session_id = secrets.token_urlsafe(32)
    at = now()
    opened.run("touch_account", login=login, at=at)
    opened.run("forget_old_sessions", before=at - KEPT_DAYS * 86400)
    opened.run("append_session", id_hash=digest(session_id), login=login, at=at, ends_at=at + hours * 3600)
    return session_id


def person_of_session(session_id: str | None, *, idle_minutes: int) -> Session | None:
    """Who this session is of; None when it is unknown, ended, over its hours or too long unused."""
    if not session_id:
        return None
    at = now()
    with reading() as opened:
        row = opened.row("session", id_hash=digest(session_id), at=at, idle_since=at - idle_minutes * 60)
    if row is None:
        return None
    if at - row["seen_at"] >= SEEN_EVERY:
        with changing() as opened:
            opened.run("touch_session", id_hash=digest(session_id), at=at)
    return Session(person_from(row), bool(row["must_change"]))


def session_vouched_for(
    proof: str, login: str, *, since: int, hours: int, idle_minutes: int
) -> Session | None:
    """The session of who a provider vouches for; None when it has ended, or the login has no open account.

    `proof` tells one sign-in there from another and `since` is its moment. From the first look on it is a
    session like any other: it ends with its hours, unused, on signing out, and when the account is closed.
    """
    login, at, ends_at = login.strip().casefold(), now(), since + hours * 3600
    found = person_of_session(proof, idle_minutes=idle_minutes)
    if found is not None or at >= ends_at:
        return found if found is not None and found.person.login == login else None
    with reading() as opened:
        account = opened.row("account", login=login)
    if account is None or not account["is_active"]:
        return None
    with changing() as opened:
        begun = opened.run(
            "append_vouched_session", id_hash=digest(proof), login=login, at=at, ends_at=ends_at
        )
        if begun:
            opened.run("touch_account", login=login, at=at)
    return person_of_session(proof, idle_minutes=idle_minutes) if begun else None


def sign_out(session_id: str) -> None:
    with changing() as opened:
        opened.run("end_session", id_hash=digest(session_id), at=now())


def sign_out_everywhere(login: str, *, by: str) -> None:
    with changing() as opened:
        opened.run("end_sessions", login=login, at=now())
        opened.record(by, "signed_out_everywhere", login)
