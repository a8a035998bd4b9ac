"""Who is asking, worked out before anything else sees a request; and the door of a board not open to all.

The identity header is ours alone: whatever comes in under its name is dropped, and the session of a signed
cookie put in its place (also on the websocket, where .streamlit/config.toml hands it to st.user). Whether the
session still holds is asked of the accounts at every request here and at every run of a page there.
"""

import logging
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from campaign import accounts, board, options
from campaign.accounts import Session
from campaign.server import cookies
from campaign.settings import has_single_sign_on
from campaign.words import Refusal, Words

log = logging.getLogger("campaign")

HEADER = b"x-board-session"
# the program's own files and doors, with nothing of the campaign in them; what runs on the websocket
# is the frame's to refuse
ALWAYS_OPEN = ("/_stcore/", "/static/", "/component/")
SIGN_IN, SIGN_OUT, PASSWORD, FIRST_RUN = "/sign-in", "/sign-out", "/password", "/first-run"
OWN_PAGES = (SIGN_IN, SIGN_OUT, PASSWORD, FIRST_RUN)
ALWAYS_OPEN_FILES = (*OWN_PAGES, "/healthz", "/chrome.js", "/people.css", "/favicon.ico")
OF_SINGLE_SIGN_ON = ("/auth/", "/oauth2callback", "/media/")


class Identity:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        session = cookies.session_id(scope)
        scope = {**scope, "headers": _with_session(scope["headers"], session)}
        refused = None
        if scope["type"] == "http" and not is_always_open(scope["path"]):
            refused = await run_in_threadpool(_refused, scope, session)
        await (refused or self._app)(scope, receive, send)


def _with_session(headers: list[tuple[bytes, bytes]], session: str | None) -> list[tuple[bytes, bytes]]:
    # a proxy may write the name in its own way, so every spelling of it goes
    kept = [(name, value) for name, value in headers if name.lower().replace(b"_", b"-") != HEADER]
    return [*kept, (HEADER, session.encode())] if session else kept


def is_always_open(path: str) -> bool:
    return path.startswith(ALWAYS_OPEN) or path in ALWAYS_OPEN_FILES


def session_of(session: str | None) -> Session | None:
    """Whose session this is; nobody's while the accounts cannot be read."""
    try:
        return accounts.person_of_session(session, idle_minutes=idle_minutes())
    except Refusal as refusal:
        log.error("%s", refusal)
        return None


def idle_minutes() -> int:
    return _number("session_idle_minutes")


def hours() -> int:
    return _number("session_hours")


def _number(option: str) -> int:
    """An option, or its default when the campaign file cannot be opened: people must still get in."""
    try:
        return int(options.value_of(board.current(), option))
    except Refusal:
        return int(options.OPTIONS[option].default)


def _refused(scope: Scope, session: str | None) -> Response | None:
    """What is answered instead of the page or file; None when it may be seen."""
    found = session_of(session)
    if found and found.must_change:
        return _sent_to(PASSWORD, scope) if _is_page(scope) else _unknown()
    if found or not _is_closed() or _has_token(scope) or _is_single_sign_on(scope):
        return None
    return _sent_to(SIGN_IN, scope) if _is_page(scope) else _unknown()


def _is_closed() -> bool:
    try:
        return options.value_of(board.current(), "browsing_open") == "no"
    except Refusal:
        return False  # no campaign file is open: every page says so and shows nothing


def _has_token(scope: Scope) -> bool:
    given = next((value for name, value in scope["headers"] if name == b"authorization"), b"").decode(
        "latin-1"
    )
    kind, _, token = given.partition(" ")
    return kind.lower() == "bearer" and accounts.person_of_token(token.strip()) is not None


def _is_single_sign_on(scope: Scope) -> bool:
    """The provider's sign-in is the frame's to check: Streamlit alone can read its cookie."""
    return has_single_sign_on() and (_is_page(scope) or scope["path"].startswith(OF_SINGLE_SIGN_ON))


def _is_page(scope: Scope) -> bool:
    accepts = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    return scope["method"] == "GET" and b"text/html" in accepts


def _sent_to(page: str, scope: Scope) -> Response:
    asked = scope["query_string"].decode("latin-1")
    there = f"{scope['path']}?{asked}" if asked else scope["path"]
    lang = {"lang": "en"} if "lang=en" in asked.split("&") else {}
    return RedirectResponse(f"{page}?{urlencode({**lang, 'next': there})}", status_code=303)


def _unknown() -> Response:
    said = {lang: Words(lang)("sign_in.needed") for lang in ("zh", "en")}
    return JSONResponse({"refused": said["zh"], "refused_en": said["en"]}, status_code=401)
