"""Signing in and out, one's password, the first two accounts: plain HTML, before any page of the board.

Every form carries a proof that it is ours; where to go on to is only ever a path of this board.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from campaign import accounts
from campaign.accounts import Session
from campaign.server import cookies, first_run, forms
from campaign.server.identity import FIRST_RUN, PASSWORD, SIGN_IN, SIGN_OUT, hours, session_of
from campaign.words import Refusal

STYLE = Path(__file__).parent / "people.css"
LARGEST_FORM = 16_384  # bytes


DESK = "/hand_in"


def local(asked: str | None) -> str:
    """The path of this board that was asked for, or its first page for anything that leads elsewhere."""
    there = asked or "/"
    is_path = there.startswith("/") and not there.startswith(("//", "/\\"))
    is_plain = there.isprintable() and " " not in there and "\\" not in there
    parts = urlsplit(there) if is_path and is_plain else None
    return there if parts is not None and not parts.netloc and not parts.scheme else "/"


async def sign_in(request: Request) -> Response:
    if request.method == "GET":
        return await run_in_threadpool(_asked_to_sign_in, request)
    form = await _form(request)
    if form is None:
        return _sign_in_page(request, Refusal("sign_in.stale_form"))
    login, password = _text(form, "login"), _text(form, "password")
    try:
        session = await run_in_threadpool(_open, login, password)
    except Refusal as refusal:
        return _sign_in_page(request, refusal, login)
    there = local(request.query_params.get("next"))
    is_clerk = await run_in_threadpool(_only_hands_in, login)
    answer = _onward(
        request, there.replace("/", DESK, 1) if is_clerk and urlsplit(there).path == "/" else there
    )
    cookies.keep_session(answer, session, request)
    return answer


async def sign_out(request: Request) -> Response:
    """Ends the session for every tab that has it; `everywhere` ends the person's others too."""
    session_id, found = await _signed_in(request)
    if request.method == "GET" and found is not None:
        return forms.page(request, "sign_out", forms.sign_out_form(request, found))
    if request.method == "POST" and found is not None and session_id is not None:
        form = await _form(request)
        if form is None:
            refusal = Refusal("sign_in.stale_form")
            return forms.page(request, "sign_out", forms.sign_out_form(request, found), refusal)
        await run_in_threadpool(accounts.sign_out, session_id)
        if _text(form, "everywhere"):
            login, name = found.person.login, found.person.name
            await run_in_threadpool(lambda: accounts.sign_out_everywhere(login, by=name))
    answer = _onward(request, "/")
    cookies.forget_session(answer)
    return answer


async def password(request: Request) -> Response:
    """A new password of one's own; forced where somebody else knows the present one. Ends every session."""
    _, found = await _signed_in(request)
    if found is None:
        return RedirectResponse(f"{SIGN_IN}?{forms.asked(request)}", status_code=303)
    if request.method == "GET":
        return forms.page(request, "password", forms.password_form(request, found))
    form = await _form(request)
    try:
        session = await run_in_threadpool(_changed, found, form)
    except Refusal as refusal:
        return forms.page(request, "password", forms.password_form(request, found), refusal)
    answer = _onward(request, local(request.query_params.get("next")))
    cookies.keep_session(answer, session, request)
    return answer


async def first_accounts(request: Request) -> Response:
    if not await run_in_threadpool(first_run.is_on):
        return RedirectResponse(f"{SIGN_IN}?{forms.asked(request)}", status_code=303)
    if request.method == "GET":
        typed = {"code": request.query_params.get("code", "")}
        return forms.page(request, "first_run", forms.first_run_form(request, typed), is_wide=True)
    form = await _form(request)
    try:
        await run_in_threadpool(_make_first, form)
    except Refusal as refusal:
        typed = {name: _text(form, name) for name in form} if form else {}
        return forms.page(request, "first_run", forms.first_run_form(request, typed), refusal, is_wide=True)
    return _onward(request, SIGN_IN)


async def style(_request: Request) -> Response:
    return FileResponse(STYLE, media_type="text/css", headers={"cache-control": "max-age=3600"})


def _open(login: str, password: str) -> str:
    return accounts.sign_in(login, password, hours=hours())


def _changed(found: Session, form: FormData | None) -> str:
    """Sets the new password and returns a new session."""
    if form is None:
        raise Refusal("sign_in.stale_form")
    new = _text(form, "new")
    if new != _text(form, "again"):
        raise Refusal("password.not_the_same")
    accounts.change_password(found.person.login, _text(form, "old"), new)
    return _open(found.person.login, new)


def _make_first(form: FormData | None) -> None:
    if form is None:
        raise Refusal("sign_in.stale_form")
    people = []
    for who in ("clerk", "reviewer"):
        if _text(form, f"{who}_password") != _text(form, f"{who}_again"):
            raise Refusal("password.not_the_same")
        people.append(tuple(_text(form, f"{who}_{part}") for part in ("login", "name", "password")))
    first_run.make_accounts(_text(form, "code"), [(one[0], one[1], one[2]) for one in people])


async def _signed_in(request: Request) -> tuple[str | None, Session | None]:
    session_id = cookies.session_id(request.scope)
    return session_id, await run_in_threadpool(session_of, session_id)


async def _form(request: Request) -> FormData | None:
    """The form that was sent; None when it is not one of ours, or came from another site."""
    size = request.headers.get("content-length", "")
    origin = request.headers.get("origin")
    is_from_here = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if not is_from_here or not size.isdigit() or int(size) > LARGEST_FORM:
        return None
    form = await request.form(max_files=0, max_fields=20)
    return form if cookies.is_our_form(request, _text(form, "form")) else None


def _text(form: FormData | None, name: str) -> str:
    value = form.get(name) if form is not None else None
    return value if isinstance(value, str) else ""


def _onward(request: Request, there: str) -> Response:
    has_lang = "lang=" in urlsplit(there).query or request.query_params.get("lang") != "en"
    address = there if has_lang else f"{there}{'&' if '?' in there else '?'}lang=en"
    return RedirectResponse(address, status_code=303, headers={"cache-control": "no-store"})


def _only_hands_in(login: str) -> bool:
    """A clerk's day is 报送: it opens there where no page was asked for."""
    person = accounts.find_login(login)
    return person is not None and person.roles == {"reporter"}


def _asked_to_sign_in(request: Request) -> Response:
    try:
        if accounts.any_account_exists():
            return _sign_in_page(request)
    except Refusal as refusal:
        return _sign_in_page(request, refusal)
    return forms.page(request, "sign_in", forms.nobody_yet(forms.words_of(request)))


def _sign_in_page(request: Request, refusal: Refusal | None = None, login: str = "") -> Response:
    return forms.page(request, "sign_in", forms.sign_in_form(request, login), refusal)


Handler = Callable[[Request], Awaitable[Response]]
PAGES: dict[str, Handler] = {
    SIGN_IN: sign_in,
    SIGN_OUT: sign_out,
    PASSWORD: password,
    FIRST_RUN: first_accounts,
}
ROUTES = [
    *(Route(path, handler, methods=["GET", "POST"]) for path, handler in PAGES.items()),
    Route("/people.css", style),
]
