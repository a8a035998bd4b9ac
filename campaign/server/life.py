"""What happens when the server starts and ends: log, campaign file, the commands' back door."""

import logging
import logging.handlers
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from campaign import board, options
from campaign.intake import originals, worker
from campaign.server import first_run
from campaign.server.admin import AdminDoor
from campaign.server.schedule import BackupClock
from campaign.settings import settings
from campaign.words import Refusal

log = logging.getLogger("campaign")


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[dict[str, object]]:
    """Opens the campaign file (making it on the first start) before the first reader comes.

    A file that cannot be opened does not stop the server: every page then says why.
    """
    door: AdminDoor | None = None
    clocks: list[BackupClock] = []
    _keep_log()
    worker.shared().warm()
    try:
        board.whenever_opened(lambda store: clocks.append(BackupClock(store)))
        days = int(options.value_of(board.current(), "original_days"))
        door = AdminDoor(board.holding, settings().admin_key_file)
        for file in (*settings().real_files().values(), settings().demo_file):
            originals.forget_old(settings().originals(file), days)
        log.info("open: %s", settings().campaign_file)
    except Refusal as refusal:
        log.error("%s", refusal)
    try:
        first_run.announce()
    except Refusal as refusal:
        log.error("%s", refusal)
    try:
        yield {}
    finally:
        if door is not None:
            door.close()
        for clock in clocks:
            clock.stop()
        worker.shared().close()
        board.close()


def _keep_log() -> None:
    if log.handlers:
        return
    settings().home.mkdir(parents=True, exist_ok=True)
    file = logging.handlers.RotatingFileHandler(
        settings().log_file, maxBytes=2_000_000, backupCount=5, encoding="utf-8"
    )
    for handler in (file, logging.StreamHandler()):
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        log.addHandler(handler)
    log.setLevel(logging.INFO)
