"""Streamlit's own files, compressed once and sent from memory."""

import gzip

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALLEST = 1024  # bytes; a shorter file is sent as it is
LEVEL = 6
ASKED_ANEW = ("range", "if-none-match", "if-modified-since")  # answered by Streamlit itself


class KeptFiles:
    """Answers under /static/, each compressed when the first browser asks for it and then kept (3 MB in all).

    Compressed anew for each browser in the server's loop, the 4.7 MB of charts alone hold everybody up for a
    third of a second. Only what says of itself that it never changes (its name holds its digest) is kept.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: dict[str, list[Message]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _may_be_kept(scope):
            await self._app(scope, receive, send)
            return
        answer = self._kept.get(scope["path"])
        if answer is None:
            answer = await self._answer(scope, receive)
            if "immutable" in Headers(raw=answer[0]["headers"]).get("cache-control", ""):
                self._kept[scope["path"]] = answer
        start, body = answer
        await send({**start, "headers": [*start["headers"]]})  # what is further out may change them
        await send(body)

    async def _answer(self, scope: Scope, receive: Receive) -> list[Message]:
        found: list[Message] = []

        async def keep(message: Message) -> None:
            found.append(message)

        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self._app({**scope, "headers": plain}, receive, keep)
        start = found[0]
        body = b"".join(message.get("body", b"") for message in found[1:])
        if start["status"] == 200 and len(body) >= SMALLEST:
            body = await run_in_threadpool(gzip.compress, body, LEVEL, mtime=0)
            headers = MutableHeaders(scope=start)
            headers["content-encoding"] = "gzip"
            headers["content-length"] = str(len(body))
        return [start, {"type": "http.response.body", "body": body}]


def _may_be_kept(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith("/static/"):
        return False
    headers = Headers(scope=scope)
    return "gzip" in headers.get("accept-encoding", "") and not any(name in headers for name in ASKED_ANEW)
