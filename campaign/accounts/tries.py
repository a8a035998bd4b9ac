"""The lock-out: after some wrong passwords in a row a login waits, wherever a password is asked for."""

from campaign.accounts.file import changing, now, reading
from campaign.words import Refusal

TRIES = 5
LOCK_MINUTES = 15


def check_lock(login: str) -> None:
    """Raises Refusal while the login is locked."""
    with reading() as opened:
        tries = opened.row("tries", login=login)
    if tries and tries["locked_until"] > now():
        raise Refusal("account.locked", tries=TRIES, minutes=LOCK_MINUTES)


def failed(login: str, refusal: Refusal) -> Refusal:
    """Counts a wrong password and returns what to say: `refusal`, or that the login is now locked.

    A login nobody has is counted too, so that a lock-out tells nothing.
    """
    at = now()
    with changing() as opened:
        opened.run("forget_old_tries", before=at - LOCK_MINUTES * 60)
        opened.run("count_try", login=login, at=at, most=TRIES, until=at + LOCK_MINUTES * 60)
        tries = opened.row("tries", login=login)
        if tries and tries["failed"] == TRIES and opened.row("account", login=login):
            opened.record(login, "locked", login)
    if tries is not None and tries["locked_until"] > at:
        return Refusal("account.locked", tries=TRIES, minutes=LOCK_MINUTES)
    return refusal
