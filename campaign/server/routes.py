"""Our own addresses beside the pages."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from campaign import board
from campaign.words import Refusal, Words


async def healthz(_request: Request) -> JSONResponse:
    """200 with the last event's number when the campaign file is open, 503 with the reason when not."""
    try:
        return JSONResponse({"status": "ok", "last_event": board.current().last_event})
    except Refusal as refusal:
        return JSONResponse({"status": "unavailable", "why": refusal.shown(Words())}, status_code=503)


ROUTES = [Route("/healthz", healthz)]
