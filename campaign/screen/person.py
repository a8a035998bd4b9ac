"""Who is signed in, asked of the accounts at every run: an open tab gains nothing after a sign-out.

The session id comes from our own middleware (campaign/server/identity.py), never from the browser.
"""

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
    return next(filter(None, map(accounts.find_login, provided_logins())), None)


def provided_logins() -> list[str]:
    """Who the provider (OIDC) says this is; empty where none is configured or nobody came that way."""
    if not has_single_sign_on() or not st.user.get("is_logged_in"):
        return []
    return [claim for name in CLAIMS if (claim := _claim(name))]


def _claim(name: str) -> str | None:
    value = st.user.get(name)
    return value if isinstance(value, str) else None
