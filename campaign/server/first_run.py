"""The first start: while nobody has an account, a code at the terminal lets its reader make the first two."""

import os
import secrets
import sys
import threading

from campaign import accounts
from campaign.accounts import EVERYTHING, Person, Role
from campaign.words import Refusal, Words

# port when nothing says otherwise: uvicorn's own, and that of .streamlit/config.toml
UVICORN_PORT, STREAMLIT_PORT = "8000", "8501"
GIVEN_BY = "终端"  # who sees the terminal owns the machine

_lock = threading.Lock()
_code: str | None = None


def announce() -> None:
    """Prints the code while there is no account: to the terminal, never to the log, which is kept."""
    global _code
    if accounts.any_account_exists():
        return
    _code = _code or "-".join(secrets.token_hex(2).upper() for _ in range(4))
    address = f"http://localhost:{_port()}/first-run"
    for lang in ("zh", "en"):
        print(Words(lang)("first_run.announced", address=address, code=_code), flush=True)


def is_on() -> bool:
    """Whether nobody has an account yet."""
    try:
        return not accounts.any_account_exists()
    except Refusal:
        return False


def make_accounts(code: str, people: list[tuple[str, str, str]]) -> None:
    """Makes 经办 and 审核 from two (login, name, password).

    Raises Refusal for a wrong code, when there is an account already, and for what an account cannot be.
    """
    global _code
    roles: tuple[frozenset[Role], ...] = (
        frozenset({"organiser", "reporter"}),
        frozenset({"reviewer", "administrator"}),
    )
    with _lock:
        if accounts.any_account_exists():
            raise Refusal("first_run.over")
        if _code is None or not secrets.compare_digest(code.strip().upper().encode(), _code.encode()):
            raise Refusal("first_run.wrong_code")
        entries = [
            (Person(login, name, role, EVERYTHING), None, password)
            for (login, name, password), role in zip(people, roles, strict=True)
        ]
        accounts.create_all(entries, by=GIVEN_BY)
        _code = None


def _port() -> str:
    """The port this server was told to listen on, as far as its command line says."""
    words = [word for argument in sys.orig_argv for word in argument.split("=", 1)]
    for name in ("--server.port", "--port"):
        if name in words[:-1]:
            return words[words.index(name) + 1]
    is_uvicorn = "uvicorn" in " ".join(sys.orig_argv[:3])
    return UVICORN_PORT if is_uvicorn else os.environ.get("STREAMLIT_SERVER_PORT", STREAMLIT_PORT)
