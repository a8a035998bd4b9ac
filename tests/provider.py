"""A provider people sign in with (OpenID Connect), real and small: discovery, a page to choose who one is,
codes, signed id tokens, keys, signing out. It runs in a thread and speaks HTTP on this machine alone.
"""

import json
import secrets
import threading
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "board", "the-board's-secret"
PEOPLE = {  # sub -> claims
    "1001": {"preferred_username": "Chen@city.example", "email": "chen@city.example"},
    "1002": {"preferred_username": "nobody@city.example", "email": "nobody@city.example"},
}


@dataclass
class Provider:
    address: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"}))
    given: dict[str, dict[str, str]] = field(default_factory=dict)  # code -> what it was asked for, and who

    def metadata(self) -> dict[str, object]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/jwks",
            "end_session_endpoint": f"{self.address}/end",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {"iss": self.address, "sub": asked["sub"], "aud": CLIENT, "iat": now, "exp": now + 3600}
        if "nonce" in asked:
            claims["nonce"] = asked["nonce"]
        return jwt.encode({"alg": "RS256", "kid": "k1"}, {**claims, **PEOPLE[asked["sub"]]}, self.key)


class _Answers(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        asked = {name: values[-1] for name, values in parse_qs(urlsplit(self.path).query).items()}
        match urlsplit(self.path).path:
            case "/.well-known/openid-configuration":
                self._json(self.provider.metadata())
            case "/jwks":
                self._json({"keys": [self.provider.key.as_dict(private=False)]})
            case "/authorize" if asked.get("client_id") == CLIENT and "sub" not in asked:
                links = "".join(
                    f'<p><a href="/authorize?{escape(urlencode({**asked, "sub": sub}))}">{sub}</a></p>'
                    for sub in PEOPLE
                )
                self._answer(200, links.encode(), "text/html")
            case "/authorize" if asked.get("client_id") == CLIENT:
                code = secrets.token_urlsafe(16)
                self.provider.given[code] = asked
                self._onward(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")
            case "/end":
                self._onward(asked["post_logout_redirect_uri"])
            case _:
                self._answer(404, b"", "text/plain")

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
        kind, _, told = self.headers.get("authorization", "").partition(" ")
        client = [unquote(part) for part in b64decode(told).decode().split(":")] if kind == "Basic" else []
        asked = self.provider.given.pop(sent.get("code", [""])[0], None)
        if asked is None or client != [CLIENT, SECRET]:
            self._answer(400, b'{"error": "invalid_grant"}', "application/json")
            return
        token = self.provider.id_token(asked)
        self._json({"access_token": "a", "token_type": "Bearer", "expires_in": 3600, "id_token": token})

    def log_message(self, *_: object) -> None:
        return

    def _json(self, what: object) -> None:
        self._answer(200, json.dumps(what).encode(), "application/json")

    def _onward(self, there: str) -> None:
        self.send_response(302)
        self.send_header("location", there)
        self.end_headers()

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def provided() -> Iterator[Provider]:
    """A provider at an address of its own, until this is left."""
    provider = Provider()
    answers = type("Answers", (_Answers,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), answers)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
