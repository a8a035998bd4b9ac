"""`POST /api/batches`: the door for programs. A token is one person's rights; others publish.

The file is the body, or the part `file` of a form; kind, note and confirm=yes stand in address or form.
`Idempotency-Key`: the same key of the same person again gives the same receipt and changes nothing.
"""

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from campaign import accounts, board, contract
from campaign.accounts import Person
from campaign.intake import handing_in, rights
from campaign.intake.commands import answer, as_json
from campaign.intake.reading import PAGE
from campaign.words import Refusal, Words

FORM_EXTRA = 64 * 1024  # what a form may take beside its file
CREATED, OK, PROBLEMS, TOO_BIG, CONFLICT, UNREADABLE = 201, 200, 422, 413, 409, 400
UNKNOWN, NOT_ALLOWED, CLOSED, NO_LENGTH = 401, 403, 503, 411
SAME_AGAIN = ("batch.already", "batch.nothing_new")


class _Answer(Exception):
    """What ends a request early: a status and one sentence."""

    def __init__(self, status: int, key: str, **values: object) -> None:
        self.status = status
        self.refusal = Refusal(key, **values)


@dataclass(frozen=True)
class _Sent:
    data: bytes
    file_name: str
    kind: str
    note: str
    is_confirmed: bool
    key: str | None


async def batches(request: Request) -> Response:
    """201 with a receipt, 200 for one given before; else why not: 400, 401, 403, 409, 411, 413, 422, 503."""
    words = Words("en" if request.query_params.get("lang") == "en" else "zh")
    try:
        person = await run_in_threadpool(_person, request.headers.get("authorization", ""))
        sent = await _sent(request)
        return await run_in_threadpool(_handed_in, person, sent, words)
    except _Answer as early:
        return _told(early.status, {"receipt": None, "refused": early.refusal.shown(words)})
    except ClientDisconnect:
        return Response(status_code=UNREADABLE)  # nobody reads it; nothing was begun


def _person(authorization: str) -> Person:
    scheme, _, token = authorization.partition(" ")
    person = accounts.person_of_token(token.strip()) if scheme.lower() == "bearer" else None
    if person is None:
        raise _Answer(UNKNOWN, "api.no_token")
    return person


async def _sent(request: Request) -> _Sent:
    said: dict[str, Any] = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        length = request.headers.get("content-length", "")
        if not length.isdigit():
            raise _Answer(NO_LENGTH, "api.no_length")
        _check_size(int(length) - FORM_EXTRA)
        async with request.form(max_files=1, max_fields=10) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise _Answer(UNREADABLE, "api.no_file")
            said |= {name: value for name, value in form.items() if isinstance(value, str)}
            data, said["file_name"] = await file.read(), file.filename or said.get("file_name", "")
    else:
        data = await _body(request)
    _check_size(len(data))
    return _Sent(
        data,
        said.get("file_name") or "api.csv",
        said.get("kind") or "observation",
        said.get("note", ""),
        said.get("confirm") == "yes",
        request.headers.get("idempotency-key"),
    )


async def _body(request: Request) -> bytes:
    found = bytearray()
    async for part in request.stream():
        found += part
        _check_size(len(found))
    return bytes(found)


def _check_size(size: int) -> None:
    if size > PAGE.file_bytes:
        raise _Answer(TOO_BIG, "api.too_big", most=PAGE.file_bytes // 2**20)


def _handed_in(person: Person, sent: _Sent, words: Words) -> Response:
    try:
        store = board.current()
    except Refusal as refusal:
        raise _Answer(CLOSED, refusal.key, **refusal.values) from None
    table = contract.tables().get(sent.kind)
    if table is not None and not rights.may_hand_in(person, table):
        raise _Answer(NOT_ALLOWED, "signature.may_not_hand_in", who=person.name, table=table.title)
    try:
        units = rights.units_for(person, store)
        looked = handing_in.look(store, sent.kind, file_name=sent.file_name, data=sent.data, units=units)
        if sent.key:
            looked = replace(looked, checked=replace(looked.checked, token=_token(person, sent.key)))
    except Refusal as refusal:
        raise _Answer(UNREADABLE, refusal.key, **refusal.values) from None
    told = answer(store, looked, words)
    try:
        receipt = handing_in.hand_in(
            store,
            looked,
            by=person.name,
            ticked="all" if sent.is_confirmed else (),
            note=sent.note or None,
            original=sent.data,
        )
    except Refusal as refusal:
        why = refusal.shown(words)
        status = CONFLICT if refusal.key in SAME_AGAIN else PROBLEMS
        return _told(
            UNREADABLE if looked.checked.refused else status, told | {"receipt": None, "refused": why}
        )
    return _told(OK if receipt.is_repeated else CREATED, told | {"receipt": receipt.batch_id})


def _token(person: Person, key: str) -> str:
    """A key of this person's own: another person's same key is another one."""
    return hashlib.sha256(json.dumps([person.login, key]).encode()).hexdigest()


def _told(status: int, told: dict[str, Any]) -> Response:
    return Response(as_json(told), status_code=status, media_type="application/json")


ROUTES = [Route("/api/batches", batches, methods=["POST"])]
