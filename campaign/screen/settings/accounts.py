"""账户: opened one by one or from a list, changed, given a new password, closed and handed over."""

import datetime as dt
from collections.abc import Callable

import pandas as pd
import streamlit as st

from campaign import accounts
from campaign.accounts import ROLES, Account, Person, roster
from campaign.output.workbook import csv_bytes
from campaign.screen import blocks, desk
from campaign.screen.settings.scopes import (
    choices,
    chosen_of,
    roles_by_name,
    scope_of,
    scopes_by_name,
    told,
)
from campaign.screen.url import Reader
from campaign.store import BEIJING
from campaign.words import Refusal, Words

ONCE = "accounts_once"  # one-time passwords just made: shown until put away, kept nowhere else


def administers(person: Person) -> bool:
    return person.is_any("administrator")


def accounts_tab(reader: Reader) -> None:
    words = reader.words
    _shown_once(words)
    everybody = accounts.accounts()
    known = choices(reader)
    blocks.table(_table(everybody, known, words), words("settings.accounts"), words("accounts.more"))
    with st.expander(words("accounts.open_one")):
        _opening(known, reader)
    with st.expander(words("accounts.open_many")):
        _opening_many(reader)
    with st.expander(words("accounts.change")):
        _changing(everybody, known, reader)
    with st.expander(words("accounts.acts")):
        blocks.table(_acts(words), words("accounts.acts"), words("accounts.more"))


def when(seconds: int | None, words: Words) -> str:
    """To the minute, in the time of Beijing; never is said."""
    if seconds is None:
        return words("accounts.never")
    at = dt.datetime.fromtimestamp(seconds, BEIJING)
    return f"{words.day(at.date())} {at:%H:%M}"


def _opening(known: dict[str, str], reader: Reader) -> None:
    words = reader.words
    with st.form("open_one", border=False):
        left, right = st.columns(2)
        left.text_input(words("roster.name"), key=desk.fresh("name"), max_chars=30)
        right.text_input(words("roster.login"), key=desk.fresh("login"), max_chars=64)
        with left:
            _roles("roles", [], words)
        with right:
            _scope("scope", [], known, words)
        left.text_input(words("roster.phone"), key=desk.fresh("phone"), max_chars=40)
        st.form_submit_button(words("accounts.open"), on_click=_open, args=(reader,))


def _roles(name: str, chosen: list[str], words: Words) -> None:
    show = {role: words(f"role.{role}") for role in ROLES}
    st.multiselect(words("roster.role"), list(ROLES), chosen, show.__getitem__, key=desk.fresh(name))


def _scope(name: str, chosen: list[str], known: dict[str, str], words: Words) -> None:
    st.multiselect(words("accounts.scope"), list(known), chosen, known.__getitem__, key=desk.fresh(name))


def _open(reader: Reader) -> None:
    def work(by: Person) -> str:
        person = Person(desk.typed("login"), desk.typed("name"), *_chosen("roles", "scope", reader))
        password = accounts.create(person, by=by.name, phone=desk.typed("phone"))
        return _hand_out([(person.name, person.login.casefold(), password)], reader.words)

    desk.do(reader, administers, work)


def _chosen(roles: str, scope: str, reader: Reader) -> tuple[frozenset, accounts.Scope]:
    picked = st.session_state.get(desk.fresh(scope), [])
    return frozenset(st.session_state.get(desk.fresh(roles), [])), scope_of(picked, reader)


def _opening_many(reader: Reader) -> None:
    words = reader.words
    blocks.note(words("accounts.list_text", roles=words("list.comma").join(_role_names(words))))
    with st.form("open_many", border=False):
        st.text_area(words("accounts.list"), key=desk.fresh("list"), height=160, placeholder=_example(words))
        st.form_submit_button(words("accounts.open_all"), on_click=_open_many, args=(reader,))


def _role_names(words: Words) -> list[str]:
    return [words(f"role.{role}") for role in ROLES]


def _example(words: Words) -> str:
    head = ",".join(words(f"roster.{column}") for column in roster.COLUMNS)
    return f"{head}\n{words('accounts.list_example')}"


def _open_many(reader: Reader) -> None:
    def work(by: Person) -> str:
        entries, problems = roster.read(desk.typed("list"), scopes_by_name(reader), roles_by_name())
        if problems:
            said = "".join(problem.said(reader.words) for problem in problems[:20])
            raise Refusal("roster.problems", count=len(problems), problems=said)
        passwords = accounts.create_all([(one.person, one.phone, None) for one in entries], by=by.name)
        given = [
            (one.person.name, one.person.login, word) for one, word in zip(entries, passwords, strict=True)
        ]
        return _hand_out(given, reader.words)

    desk.do(reader, administers, work)


def _changing(everybody: list[Account], known: dict[str, str], reader: Reader) -> None:
    words = reader.words
    by_login = {found.person.login: found for found in everybody}
    show = {login: f"{found.person.name} · {login}" for login, found in by_login.items()}
    login = st.selectbox(
        words("accounts.whose"), list(by_login), None, show.__getitem__, placeholder=words("accounts.choose")
    )
    if login is None:
        return
    found = by_login[login]
    if not found.is_active:
        _button("reopen", lambda by: _once(found, accounts.reopen(login, by=by.name), words), reader)
        return
    _rights(found, known, reader)
    with st.container(horizontal=True):
        _button("reset", lambda by: _once(found, accounts.reset(login, by=by.name), words), reader)
        _button("end_sessions", lambda by: _ended(found, by, words), reader)
    _closing(found, [other for other in by_login.values() if other.is_active], reader)


def _rights(found: Account, known: dict[str, str], reader: Reader) -> None:
    words, person = reader.words, found.person
    roles, scope, phone = (f"{part}_{person.login}" for part in ("roles", "scope", "phone"))
    with st.form(f"rights_{person.login}", border=False):
        _roles(roles, [role for role in ROLES if role in person.roles], words)
        _scope(scope, chosen_of(person.scope, known), known, words)
        st.text_input(words("roster.phone"), found.phone or "", key=desk.fresh(phone), max_chars=40)

        def work(by: Person) -> str:
            changed = Person(person.login, person.name, *_chosen(roles, scope, reader))
            accounts.change(changed, by=by.name, phone=desk.typed(phone))
            return words("accounts.changed", name=person.name)

        st.form_submit_button(words("accounts.save"), on_click=desk.do, args=(reader, administers, work))


def _closing(found: Account, open_ones: list[Account], reader: Reader) -> None:
    words, login = reader.words, found.person.login
    others = {other.person.login: other.person.name for other in open_ones if other.person.login != login}
    key = desk.fresh(f"successor_{login}")
    with st.form(f"close_{login}", border=False):
        st.selectbox(
            words("accounts.successor"),
            list(others),
            None,
            others.__getitem__,
            key=key,
            placeholder=words("accounts.nobody"),
        )

        def work(by: Person) -> str:
            accounts.close(login, by=by.name, successor=st.session_state.get(key))
            return words("accounts.closed", name=found.person.name)

        st.form_submit_button(words("accounts.close"), on_click=desk.do, args=(reader, administers, work))


def _button(name: str, work: Callable[[Person], str], reader: Reader) -> None:
    label = reader.words(f"accounts.{name}")
    st.button(label, key=f"account_{name}", on_click=desk.do, args=(reader, administers, work))


def _once(found: Account, password: str, words: Words) -> str:
    return _hand_out([(found.person.name, found.person.login, password)], words)


def _ended(found: Account, by: Person, words: Words) -> str:
    accounts.sign_out_everywhere(found.person.login, by=by.name)
    return words("accounts.sessions_ended", name=found.person.name)


def _hand_out(given: list[tuple[str, str, str]], words: Words) -> str:
    """Keeps one-time passwords for the next runs of this tab of the browser alone."""
    st.session_state[ONCE] = given
    return words("accounts.given", count=len(given))


def _shown_once(words: Words) -> None:
    given = st.session_state.get(ONCE)
    if not given:
        return
    names = [words("roster.name"), words("roster.login"), words("accounts.one_time")]
    frame = pd.DataFrame(given, columns=names)
    blocks.table(frame, words("accounts.one_time"), words("accounts.more"))
    with st.container(horizontal=True):
        st.download_button(
            words("accounts.download"),
            lambda: csv_bytes(frame),
            "accounts.csv",
            "text/csv",
            on_click="ignore",
            key="once_csv",
        )
        st.button(words("accounts.put_away"), key="once_away", on_click=st.session_state.pop, args=(ONCE,))


def _table(everybody: list[Account], known: dict[str, str], words: Words) -> pd.DataFrame:
    comma = words("list.comma")
    rows = [
        (
            found.person.name,
            found.person.login,
            comma.join(words(f"role.{role}") for role in ROLES if role in found.person.roles),
            told(found.person.scope, known, words),
            found.phone or "",
            _state(found, words),
            when(found.last_seen_at, words),
        )
        for found in everybody
    ]
    who = ("roster.name", "roster.login", "roster.role", "accounts.scope", "roster.phone")
    heads = [words(head) for head in (*who, "column.state", "accounts.last_seen")]
    return pd.DataFrame(rows, columns=heads)


def _state(found: Account, words: Words) -> str:
    if not found.is_active:
        successor = found.taken_over_by
        return words("accounts.is_handed_over", to=successor) if successor else words("accounts.is_closed")
    return words("accounts.must_change") if found.must_change else words("accounts.is_open")


def _acts(words: Words) -> pd.DataFrame:
    rows = [
        (when(act.done_at, words), act.who, words(f"account_act.{act.what}"), act.whom, act.detail)
        for act in accounts.acts()
    ]
    heads = ("column.moment", "column.signed_by", "column.what", "accounts.whose", "column.note")
    return pd.DataFrame(rows, columns=[words(head) for head in heads])
