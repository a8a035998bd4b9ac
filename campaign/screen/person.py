"""Who is signed in, asked of the accounts at every run: an open tab gains nothing after a sign-out.

The session id comes from our own middleware (campaign/server/identity.py), never from the browser.
"""

import json

import streamlit as st

from campaign import accounts, options
from campaign.accounts import Person
from campaign.settings import has_single_sign_on
from campaign.store import Store

CLAIMS = ("preferred_username", "email")  # what a provider may call the login an account has


def signed_in(store: Store) -> Person | None:
    """The person of this session; None for a visitor, and for one who still has to choose a password."""
    idle = int(options.value_of(store, "session_idle_minutes"))
    session = accounts.person_of_session(_claim("session"), idle_minutes=idle)
    if session is not None:
        return None if session.must_change else session.person
    proof, since = _provided_proof()
    hours = int(options.value_of(store, "session_hours"))
    for login in provided_logins() if proof else []:
        vouched = accounts.session_vouched_for(proof, login, since=since, hours=hours, idle_minutes=idle)
        if vouched is not None:  # a one-time password that was never used is no matter here
            return vouched.person
    return None


def provided_logins() -> list[str]:
    """Who the provider (OIDC) says this is; empty where none is configured or nobody came that way."""
    if not has_single_sign_on() or not st.user.get("is_logged_in"):
        return []
    return [claim for name in CLAIMS if (claim := _claim(name))]


def provided_account() -> bool:
    """Whether who the provider says this is has an account: without a session theirs is over."""
    return any(accounts.find_login(login) for login in provided_logins())


def sign_out_of_provider() -> None:
    """Ends the session in every tab, and the provider's cookie in this browser."""
    proof, _ = _provided_proof()
    if proof:
        accounts.sign_out(proof)
    st.logout()


def _provided_proof() -> tuple[str, int]:
    """What tells one sign-in with the provider from another, and its moment; empty without one."""
    since = st.user.get("iat")
    if not isinstance(since, int):
        return "", 0
    return json.dumps(["provider", *(st.user.get(name) for name in ("iss", "sub", "iat", "nonce"))]), since


def _claim(name: str) -> str | None:
    value = st.user.get(name)
    return value if isinstance(value, str) else None
