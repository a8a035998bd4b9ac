"""The HTML of the pages around signing in. Every text is escaped here; every form carries our proof."""

from html import escape
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from campaign.accounts import Session
from campaign.accounts.passwords import FEWEST_DIFFERENT, SHORTEST
from campaign.server import cookies
from campaign.server.identity import FIRST_RUN, PASSWORD, SIGN_IN, SIGN_OUT
from campaign.words import Refusal, Words

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


def words_of(request: Request) -> Words:
    return Words("en" if request.query_params.get("lang") == "en" else "zh")


def asked(request: Request, **others: str) -> str:
    """The language and where to go on to, for an address of ours."""
    found = {name: request.query_params.get(name, "") for name in ("lang", "next")}
    return urlencode({name: value for name, value in {**found, **others}.items() if value})


def sign_in_form(request: Request, login: str) -> str:
    words = words_of(request)
    fields = [
        _field("login", words("sign_in.login"), login, autocomplete="username"),
        _field("password", words("sign_in.password"), kind="password", autocomplete="current-password"),
    ]
    body = _form_html(request, SIGN_IN, fields, [("", words("sign_in.do"))])
    return f"{body}<p class='note'>{escape(words('sign_in.note'))}</p>"


def nobody_yet(words: Words) -> str:
    lang = "?lang=en" if words.lang == "en" else ""
    return (
        f"<p>{escape(words('first_run.nobody'))}</p>"
        f"<p><a href='{FIRST_RUN}{lang}'>{escape(words('first_run.title'))}</a></p>"
    )


def sign_out_form(request: Request, found: Session) -> str:
    words = words_of(request)
    buttons = [("", words("sign_out.do")), ("everywhere", words("sign_out.everywhere"))]
    who = f"<p>{escape(words('sign_out.who', name=found.person.name))}</p>"
    return who + _form_html(request, SIGN_OUT, [], buttons)


def password_form(request: Request, found: Session) -> str:
    words = words_of(request)
    why = "password.forced" if found.must_change else "password.ends_sessions"
    fields = [
        _field("old", words("password.old"), kind="password", autocomplete="current-password"),
        _field("new", words("password.new"), kind="password", autocomplete="new-password"),
        _field("again", words("password.again"), kind="password", autocomplete="new-password"),
    ]
    return f"<p>{escape(words(why))}</p><p class='note'>{escape(_rule(words))}</p>" + _form_html(
        request, PASSWORD, fields, [("", words("password.do"))]
    )


def first_run_form(request: Request, typed: dict[str, str]) -> str:
    words = words_of(request)
    code = _field("code", words("first_run.code"), typed.get("code", ""), autocomplete="off")
    pair = "".join(_first_person(who, typed, words) for who in ("clerk", "reviewer"))
    rule = f"<p class='note'>{escape(_rule(words))}</p>"
    fields = [code, rule, f"<div class='pair'>{pair}</div>"]
    form = _form_html(request, FIRST_RUN, fields, [("", words("first_run.do"))])
    return f"<p>{escape(words('first_run.text'))}</p>{form}"


def _first_person(who: str, typed: dict[str, str], words: Words) -> str:
    name = f"{who}_"
    fields = [
        _field(f"{name}login", words("sign_in.login"), typed.get(f"{name}login", ""), autocomplete="off"),
        _field(f"{name}name", words("first_run.name"), typed.get(f"{name}name", ""), autocomplete="off"),
        _field(f"{name}password", words("sign_in.password"), kind="password", autocomplete="new-password"),
        _field(f"{name}again", words("password.again"), kind="password", autocomplete="new-password"),
    ]
    said = f"<p class='note'>{escape(words(f'first_run.{who}_text'))}</p>"
    legend = f"<legend>{escape(words(f'first_run.{who}'))}</legend>"
    return f"<fieldset>{legend}{said}{''.join(fields)}</fieldset>"


def _rule(words: Words) -> str:
    return words("account.weak_password", shortest=SHORTEST, different=FEWEST_DIFFERENT)


def _field(name: str, label: str, value: str = "", *, kind: str = "text", autocomplete: str) -> str:
    return (
        f"<label>{escape(label)}<input name='{name}' type='{kind}' value='{escape(value)}' required "
        f"maxlength='128' autocomplete='{autocomplete}' autocapitalize='none' spellcheck='false'></label>"
    )


def _form_html(request: Request, action: str, fields: list[str], buttons: list[tuple[str, str]]) -> str:
    proof = cookies.form_proof(request)
    request.state.form_cookie = proof[0]
    said = "".join(
        f"<button{' class=second' if name else ''} name='{name or 'go'}' value='1'>{escape(label)}</button>"
        for name, label in buttons
    )
    return (
        f"<form method='post' action='{action}?{escape(asked(request))}'>"
        f"<input type='hidden' name='form' value='{escape(proof[1])}'>{''.join(fields)}"
        f"<div class='row'>{said}</div></form>"
    )


def page(
    request: Request, name: str, body: str, refusal: Refusal | None = None, *, is_wide: bool = False
) -> Response:
    words = words_of(request)
    title = words(f"{name}.title")
    said = f"<p class='refusal' role='alert'>{escape(refusal.shown(words))}</p>" if refusal else ""
    home = "/" if words.lang == "zh" else "/?lang=en"
    other = asked(request, lang="zh" if words.lang == "en" else "en")
    html = (
        f"<!doctype html><html lang='{'zh-CN' if words.lang == 'zh' else 'en'}'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{escape(title)} · {escape(words('brand.short'))}</title>"
        "<link rel='stylesheet' href='/people.css'></head>"
        f"<body><main{' class=wide' if is_wide else ''}>"
        f"<header><p><a href='{home}'>{escape(words('brand.short'))}</a></p>"
        f"<p><a href='?{escape(other)}' hreflang='{'zh-CN' if words.lang == 'en' else 'en'}'>"
        f"{escape(words('brand.other_language'))}</a></p></header>"
        f"<h1>{escape(title)}</h1>{said}{body}</main></body></html>"
    )
    answer = HTMLResponse(html, status_code=403 if refusal else 200, headers=HEADERS)
    if kept := getattr(request.state, "form_cookie", None):
        cookies.keep_form(answer, kept, request)
    return answer
