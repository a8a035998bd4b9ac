"""Passwords: the rule, the hash (argon2id), and the ones made up for a first sign-in."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from campaign.words import Refusal

SHORTEST, LONGEST = 10, 128
FEWEST_DIFFERENT = 5
# one hash takes 64 MiB and about 100 ms of a core: two at once leave the board its memory and a core
AT_ONCE = 2
WAIT_SECONDS = 15
# no 0/O, 1/l/I: read out over the telephone, copied from paper
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"

_hasher = PasswordHasher()
_turns = threading.BoundedSemaphore(AT_ONCE)


def check_rule(password: str, login: str) -> None:
    """Raises Refusal, which says the whole rule, for a password that does not keep it."""
    is_long = SHORTEST <= len(password) <= LONGEST
    is_varied = len(set(password)) >= FEWEST_DIFFERENT
    if not (is_long and is_varied) or login.casefold() in password.casefold():
        raise Refusal("account.weak_password", shortest=SHORTEST, different=FEWEST_DIFFERENT)


def hashed(password: str) -> str:
    with _a_turn():
        return _hasher.hash(password)


def is_right(password: str, password_hash: str | None) -> bool:
    """Takes as long without an account (None) as with one, so that the time tells nothing."""
    with _a_turn():
        try:
            _hasher.verify(password_hash or _of_nobody(), password[:LONGEST])
        except (VerifyMismatchError, InvalidHashError):
            return False
    return password_hash is not None


def one_time() -> str:
    """Sixteen letters and digits in four groups: 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


@cache
def _of_nobody() -> str:
    return _hasher.hash(secrets.token_urlsafe())


@contextmanager
def _a_turn() -> Iterator[None]:
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise Refusal("account.busy")
    try:
        yield
    finally:
        _turns.release()
