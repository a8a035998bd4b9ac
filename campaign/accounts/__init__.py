"""Who may sign in and what they may do: accounts, sessions and tokens in one sqlite3 file.

Beside the campaign file, not in it: people outlast a campaign and commands need them beside a running server.
Names are copied into events, so a campaign file can be handed on without this one.
"""

from campaign.accounts.people import EVERYTHING, ROLES, Account, Person, Role, Scope
from campaign.accounts.register import (
    account,
    accounts,
    acts,
    any_account_exists,
    change,
    change_password,
    close,
    create,
    create_all,
    find,
    find_login,
    reopen,
    reset,
    works_for,
)
from campaign.accounts.sessions import (
    Session,
    person_of_session,
    session_vouched_for,
    sign_in,
    sign_out,
    sign_out_everywhere,
)
from campaign.accounts.tokens import Token, issue_token, person_of_token, revoke_token, tokens

__all__ = [
    "EVERYTHING",
    "ROLES",
    "Account",
    "Person",
    "Role",
    "Scope",
    "Session",
    "Token",
    "account",
    "accounts",
    "acts",
    "any_account_exists",
    "change",
    "change_password",
    "close",
    "create",
    "create_all",
    "find",
    "find_login",
    "issue_token",
    "person_of_session",
    "person_of_token",
    "reopen",
    "reset",
    "revoke_token",
    "session_vouched_for",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "tokens",
    "works_for",
]
