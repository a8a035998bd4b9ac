"""What reaches the browser before any page runs: the first HTML in the reader's language, compressed files.

Streamlit has no languages and answers an unknown page in English, so both are put right here.
"""

import re
from html import escape
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from campaign.server.files import KeptFiles
from campaign.server.identity import OWN_PAGES, Identity
from campaign.settings import ROOT
from campaign.words import Words

CHROME = Path(__file__).parent / "chrome.js"
NOT_PAGES = (
    "/_stcore",
    "/static/",
    "/media/",
    "/component",
    "/healthz",
    "/api/",
    "/auth/",
    "/oauth2callback",
)
FIRST_PAGE = "overview"  # answers at / and nowhere else
PAGES = {path.stem for path in (ROOT / "pages").glob("*.py")} - {FIRST_PAGE}


class FirstPage:
    """Rewrites the one HTML document; sends an address that is no page to the first page, which says so."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _wants_page(scope):
            await self._app(scope, receive, send)
            return
        name = scope["path"].strip("/")
        if name and name not in PAGES:
            asked = dict(parse_qsl(scope["query_string"].decode("latin-1")))
            there = RedirectResponse(f"/?{urlencode({**asked, 'nopage': name})}", status_code=307)
            await there(scope, receive, send)
            return
        # compressed on the way out by the middleware around this one, not before it can be read here
        readable = [(key, value) for key, value in scope["headers"] if key != b"accept-encoding"]
        await self._app({**scope, "headers": readable}, receive, _Rewriting(send, _lang(scope)))


class _Rewriting:
    """Holds an HTML answer back until it is whole, then sends it with our language, title and script."""

    def __init__(self, send: Send, lang: str) -> None:
        self._send = send
        self._lang = lang
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("content-type", "").startswith("text/html"):
                self._start = message
                return
        if self._start is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = _rewritten(self._body.decode(), self._lang).encode()
        MutableHeaders(scope=self._start)["content-length"] = str(len(body))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})


def _rewritten(html: str, lang: str) -> str:
    words = Words("en" if lang == "en" else "zh")
    html = html.replace('<html lang="en">', f'<html lang="{"en" if lang == "en" else "zh-CN"}">', 1)
    html = html.replace("<title>Streamlit</title>", f"<title>{escape(words('brand.short'))}</title>", 1)
    # Streamlit's words for programs and for browsers without JavaScript point to what we do not offer
    html = re.sub(
        r'<!--(?:(?!-->).)*agent(?:(?!-->).)*-->\s*<link rel="service-desc"[^>]*>', "", html, flags=re.S
    )
    needs = f"<noscript>{escape(words('brand.needs_script'))}</noscript>"
    html = re.sub(r"<noscript>.*?</noscript>", needs, html, flags=re.S)
    # not deferred: Streamlit's own scripts read the browser's language as they begin
    return html.replace("<head>", '<head><script src="./chrome.js"></script>', 1)


def _wants_page(scope: Scope) -> bool:
    """A browser opening an address of ours, not a file or one of Streamlit's own routes."""
    last = scope["path"].rsplit("/", 1)[-1]
    is_ours = not scope["path"].startswith(NOT_PAGES) and scope["path"] not in OWN_PAGES
    accepts = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    return scope["method"] == "GET" and is_ours and "." not in last and b"text/html" in accepts


def _lang(scope: Scope) -> str:
    return dict(parse_qsl(scope["query_string"].decode("latin-1"))).get("lang", "zh")


async def chrome(_request: Request) -> FileResponse:
    return FileResponse(CHROME, media_type="text/javascript", headers={"cache-control": "max-age=3600"})


ROUTES = [Route("/chrome.js", chrome)]
# who is asking comes first: nothing after it sees a header somebody else wrote.
MIDDLEWARE = [
    Middleware(Identity),
    Middleware(KeptFiles),
    Middleware(GZipMiddleware, minimum_size=1024, compresslevel=6),
    Middleware(FirstPage),
]
