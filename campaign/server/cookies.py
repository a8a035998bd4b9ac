"""Our two cookies, both signed with a key of this board: the session, and what proves a form is ours."""

import os
import secrets
from functools import cache
from http.cookies import CookieError, SimpleCookie
from pathlib import Path

from itsdangerous import BadSignature, Signer
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from campaign.settings import settings

SESSION, FORM = "board_session", "board_form"


def session_id(scope: Scope) -> str | None:
    """The session the browser's cookie names, if this board signed it; it may have ended since."""
    return _unsigned(_sent(scope).get(SESSION, ""), SESSION)


def keep_session(response: Response, session: str, request: Request) -> None:
    """Until the browser is closed: office PCs are shared."""
    _set(response, SESSION, _signed(session, SESSION), request)


def forget_session(response: Response) -> None:
    response.delete_cookie(SESSION, path="/", httponly=True, samesite="lax")


def form_proof(request: Request) -> tuple[str, str]:
    """(cookie, hidden field) for a form of ours. Another site can send neither."""
    kept = request.cookies.get(FORM) or secrets.token_urlsafe(24)
    return kept, _signed(kept, FORM)


def keep_form(response: Response, kept: str, request: Request) -> None:
    _set(response, FORM, kept, request)


def is_our_form(request: Request, field: str) -> bool:
    kept = request.cookies.get(FORM)
    return bool(kept) and _unsigned(field, FORM) == kept


def _set(response: Response, name: str, value: str, request: Request) -> None:
    # a proxy in front that speaks https says so; who makes it up only hides their own cookie from http
    is_https = "https" in (request.url.scheme, request.headers.get("x-forwarded-proto"))
    response.set_cookie(name, value, path="/", httponly=True, samesite="lax", secure=is_https)


def _signed(value: str, purpose: str) -> str:
    return _signer(settings().cookie_key_file, purpose).sign(value).decode()


def _unsigned(value: str, purpose: str) -> str | None:
    try:
        return _signer(settings().cookie_key_file, purpose).unsign(value).decode()
    except (BadSignature, UnicodeError):
        return None


def _sent(scope: Scope) -> dict[str, str]:
    sent = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    found: dict[str, str] = {}
    for pair in sent.decode("latin-1").split(";"):
        try:
            found |= {name: kept.value for name, kept in SimpleCookie(pair.strip()).items()}
        except CookieError:  # somebody else's cookie on this host
            continue
    return found


@cache
def _signer(key_file: Path, purpose: str) -> Signer:
    return Signer(_key(key_file), salt=f"campaign-board.{purpose}")


def _key(path: Path) -> bytes:
    """The key, made on first need. A second process that makes it meanwhile has made it for both."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(32))
    return path.read_bytes()
