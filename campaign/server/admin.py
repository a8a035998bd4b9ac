"""How a command reaches the server that holds the campaign file open.

A second, small HTTP server on the loopback address of this machine only, on a port of its own, with a key
in a file that only its owner may read. It does what the command would have done with the file.
"""

import contextlib
import http.client
import json
import os
import secrets
import threading
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from campaign.commands import Outcome, run_command
from campaign.intake.handing_in import Tell
from campaign.settings import settings
from campaign.store import Store
from campaign.words import Refusal, Words

WAIT_SECONDS = 600  # an export of millions of rows is slow, not stuck


class AdminDoor:
    """Open from the server's start to its end; close() takes the key file away."""

    def __init__(self, holding: Callable[[Path], Store | None], key_file: Path) -> None:
        """holding: the open store of a campaign file, None for a file that is not open in this process."""
        self._holding = holding
        self._key_file = key_file
        self._key = secrets.token_urlsafe(32)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, name="admin-door", daemon=True).start()
        self._write_key_file()

    def close(self) -> None:
        self._key_file.unlink(missing_ok=True)
        self._server.shutdown()
        self._server.server_close()

    def _write_key_file(self) -> None:
        told = {
            "port": self._server.server_address[1],
            "key": self._key,
            "pid": os.getpid(),
        }
        self._key_file.parent.mkdir(parents=True, exist_ok=True)
        self._key_file.unlink(missing_ok=True)
        handle = os.open(self._key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(told, file)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        holding, key = self._holding, self._key

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                if not secrets.compare_digest(self.headers.get("Authorization", ""), f"Bearer {key}"):
                    self.send_error(403)
                    return
                length = int(self.headers.get("Content-Length", "0"))
                asked = json.loads(self.rfile.read(length))
                store = holding(Path(asked["campaign"]))
                if store is None:
                    self.send_error(404)
                    return
                self.send_response(200)
                self.send_header("X-Campaign", "board")
                self.end_headers()
                words = Words(asked["lang"])
                outcome = run_command(store, asked["command"], asked["arguments"], words, self._tell)
                self.wfile.write(f"= {outcome.status} {len(outcome.body)}\n".encode())
                self.wfile.write(outcome.body)

            def _tell(self, step: str, seconds: float | None) -> None:
                # who asked may have gone: what was begun is finished all the same
                with contextlib.suppress(OSError):
                    self.wfile.write(f"~ {step} {'' if seconds is None else seconds}\n".encode())
                    self.wfile.flush()

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: a command is not news."""

        return Handler


def ask_server(
    path: Path,
    command: str,
    arguments: dict[str, str],
    words: Words,
    tell: Tell = lambda step, seconds: None,
) -> Outcome | None:
    """The running server's answer, or None when no server on this machine holds this file.

    Raises Refusal when the server was asked and went away before it answered.
    """
    try:
        told = json.loads(settings().admin_key_file.read_text(encoding="utf-8"))
        address, key = f"http://127.0.0.1:{told['port']}/", told["key"]
    except (OSError, ValueError, KeyError, TypeError):
        return None  # no server, or a damaged key file
    asked = {"campaign": str(path), "command": command, "arguments": arguments, "lang": words.lang}
    request = urllib.request.Request(
        address, data=json.dumps(asked).encode(), headers={"Authorization": f"Bearer {key}"}
    )
    # a proxy set for the intranet must not be asked for this machine's own address
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        answer = opener.open(request, timeout=WAIT_SECONDS)
    except (OSError, http.client.HTTPException):
        return None  # gone, or another program has its port (a leftover key file), or it holds other files
    with answer:
        return _outcome(answer, tell) if answer.headers["X-Campaign"] == "board" else None


def _outcome(answer: http.client.HTTPResponse, tell: Tell) -> Outcome:
    """Lines that begin with ~ say how far the command is; that with = has its status and length."""
    try:
        while (line := answer.readline().decode().split(" ")) and line[0] == "~":
            tell(line[1], float(line[2]) if line[2].strip() else None)
        mark, status, length = line
        outcome = Outcome(int(status), answer.read(int(length)))
    except (OSError, http.client.HTTPException, ValueError):
        raise Refusal("command.lost") from None
    if mark != "=" or len(outcome.body) < int(length):
        raise Refusal("command.lost")
    return outcome
