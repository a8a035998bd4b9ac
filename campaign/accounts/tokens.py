"""Tokens for programs: one person's rights without their password, until it is revoked."""

import secrets
from dataclasses import dataclass

from campaign.accounts.file import changing, digest, now, reading
from campaign.accounts.people import Person
from campaign.accounts.register import person_from
from campaign.words import Refusal

PREFIX = "board_"  # so that one found in a script is known for what it is
SEEN_EVERY = 60


@dataclass(frozen=True)
class Token:
    """What is known of a token; itself it was shown once. Moments are seconds since 1970."""

    token_id: str
    login: str
    label: str
    created_at: int
    created_by: str
    last_used_at: int | None
    revoked_at: int | None


def issue_token(login: str, label: str, *, by: str) -> str:
    """A new token with the rights of this person, whose account is open. Only its hash is kept."""
    label = label.strip()
    if not label:
        raise Refusal("token.no_label")
    token = f"{PREFIX}{secrets.token_urlsafe(32)}"
    with changing() as opened:
        found = opened.row("account", login=login)
        if found is None or not found["is_active"]:
            raise Refusal("account.unknown", found=login)
        token_id = f"T{len(opened.rows('tokens')) + 1:04d}"
        opened.run(
            "append_token",
            token_id=token_id,
            token_hash=digest(token),
            login=login,
            label=label,
            at=now(),
            by=by,
        )
        opened.record(by, "token_issued", login, f"{token_id} {label}")
    return token


def person_of_token(token: str) -> Person | None:
    """Whose token this is; None when it is unknown or revoked, or its person's account is closed."""
    at = now()
    with reading() as opened:
        row = opened.row("token", token_hash=digest(token))
    if row is None:
        return None
    if at - (row["last_used_at"] or 0) >= SEEN_EVERY:
        with changing() as opened:
            opened.run("touch_token", token_hash=digest(token), at=at)
    return person_from(row)


def revoke_token(token_id: str, *, by: str) -> None:
    with changing() as opened:
        found = next((row for row in opened.rows("tokens") if row["token_id"] == token_id), None)
        if found is None or found["revoked_at"] is not None:
            raise Refusal("token.unknown", found=token_id)
        opened.run("revoke_token", token_id=token_id, at=now(), by=by)
        opened.record(by, "token_revoked", found["login"], token_id)


def tokens() -> list[Token]:
    """Every token ever issued, latest first."""
    with reading() as opened:
        return [Token(**row) for row in opened.rows("tokens")]
