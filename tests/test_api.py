"""`POST /api/batches`, asked over a real connection by a program with a token."""

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette

from campaign import accounts, board
from campaign.accounts import EVERYTHING, Person, Scope
from campaign.intake import worker
from campaign.server import api
from tests.drawing import told

GOOD = "单位,指标,期间,数值\n市发展改革委,谋划重大项目数,2021年10月,21\n".encode()
ADMINISTRATOR = "管理员"


@dataclass
class Board:
    port: int
    tokens: dict[str, str]

    def post(
        self, body: bytes, who: str | None = "clerk", asked: str = "", **headers: str
    ) -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if who:
            sent["Authorization"] = f"Bearer {self.tokens.get(who, who)}"
        connection.request("POST", f"/api/batches{asked}", body, sent)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, json.loads(body)


@pytest.fixture
def served(campaign_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    monkeypatch.setenv("CAMPAIGN_HOME", str(tmp_path))
    monkeypatch.setenv("CAMPAIGN_FILE", str(campaign_file))
    people = {
        "clerk": Person("clerk", "经办", frozenset({"reporter"}), EVERYTHING),
        "other": Person("other", "外单位", frozenset({"reporter"}), Scope(units=frozenset({"spj"}))),
        "viewer": Person("viewer", "来访", frozenset({"viewer"}), EVERYTHING),
        "root": Person("root", ADMINISTRATOR, frozenset({"administrator"}), EVERYTHING),
    }
    for person in people.values():
        accounts.create(person, by=ADMINISTRATOR)
    tokens = {login: accounts.issue_token(login, "程序", by=ADMINISTRATOR) for login in people}
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(Starlette(routes=api.ROUTES), log_level="critical", lifespan="off")
        server = uvicorn.Server(config)
        serving = threading.Thread(target=server.run, args=([listening],))
        serving.start()
        yield Board(listening.getsockname()[1], tokens)
        server.should_exit = True
        serving.join()
    worker.shared().close()
    board.close()


def states() -> list[str]:
    return [state for (state,) in told(board.current(), "batches", "state") if state != "published"]


def test_a_good_file_gets_a_receipt_and_is_not_published(served: Board) -> None:
    status, said = served.post(GOOD)
    assert (status, said["refused"], len(said["records"])) == (201, None, 1)
    assert said["receipt"].startswith("B") and states() == ["submitted"]


@pytest.mark.parametrize("who", [None, "no such token"])
def test_without_a_valid_token_nothing_is_taken(served: Board, who: str | None) -> None:
    status, said = served.post(GOOD, who=who)
    assert (status, said["receipt"]) == (401, None) and states() == []


def test_a_viewers_token_hands_in_nothing(served: Board) -> None:
    assert served.post(GOOD, who="viewer")[0] == 403
    assert states() == []


def test_a_token_hands_in_only_for_its_persons_units(served: Board) -> None:
    status, said = served.post(GOOD, who="other")
    assert status == 422 and [problem["level"] for problem in said["problems"]] == ["error"]
    assert states() == []


def test_reference_tables_are_not_a_reporters(served: Board) -> None:
    assert served.post(b"x", asked="?kind=unit")[0] == 403


def test_the_same_key_gives_the_same_receipt_and_changes_nothing(served: Board) -> None:
    first = served.post(GOOD, Idempotency_Key="k1")
    second = served.post(GOOD, Idempotency_Key="k1")
    assert (first[0], second[0]) == (201, 200)
    assert first[1]["receipt"] == second[1]["receipt"] and states() == ["submitted"]


def test_the_same_file_with_another_key_is_told_its_receipt(served: Board) -> None:
    first = served.post(GOOD, Idempotency_Key="k1")
    status, said = served.post(GOOD, Idempotency_Key="k2")
    assert status == 409 and first[1]["receipt"] in said["refused"] and states() == ["submitted"]


def test_a_bad_file_is_refused_in_one_sentence(served: Board) -> None:
    status, said = served.post(b"%PDF-1.7")
    assert status == 400 and said["refused"].count("\n") == 0 and said["receipt"] is None


def test_an_unknown_kind_is_refused_with_those_there_are(served: Board) -> None:
    status, said = served.post(GOOD, asked="?kind=nothing")
    assert status == 400 and "observation" in said["refused"]


def test_too_big_a_file_is_refused_before_it_is_read_whole(served: Board) -> None:
    status, said = served.post(b"x" * (11 * 2**20))
    assert status == 413 and "10" in said["refused"] and states() == []


def test_what_is_doubtful_needs_a_word(served: Board) -> None:
    doubtful = GOOD.replace(b",21", b",18")
    assert served.post(doubtful)[0] == 422
    assert served.post(doubtful, asked="?confirm=yes")[0] == 201


def test_a_form_with_a_file_is_taken_as_well(served: Board) -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="kind"\r\n\r\nobservation\r\n'
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        + GOOD
        + b"\r\n--b--\r\n"
    )
    status, said = served.post(body, Content_Type="multipart/form-data; boundary=b")
    assert (status, len(said["records"])) == (201, 1)


def test_a_connection_lost_while_sending_leaves_nothing(served: Board) -> None:
    with socket.create_connection(("127.0.0.1", served.port)) as broken:
        head = f"POST /api/batches HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {served.tokens['clerk']}\r\n"
        broken.sendall(f"{head}Content-Length: {len(GOOD)}\r\n\r\n".encode() + GOOD[:20])
    assert served.post(GOOD)[0] == 201
    assert states() == ["submitted"]
