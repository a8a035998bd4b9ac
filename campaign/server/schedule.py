"""Backups by the clock and before the first rows are published after a start, while the server runs."""

import datetime as dt
import logging
import threading

from campaign import backup
from campaign.options import value_of
from campaign.store import BEIJING, Store
from campaign.words import Refusal

log = logging.getLogger("campaign")
LOOK_SECONDS = 60  # how soon a changed setting or a failed try is looked at again
AGAIN = dt.timedelta(minutes=30)  # after a failure: a full disk is seldom cleared sooner


class BackupClock:
    """A thread that makes a backup when the last is older than the setting says; stop() ends it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ends = threading.Event()
        self._not_before = dt.datetime.min
        store.before_first_publish = self._before_publishing
        self._thread = threading.Thread(target=self._run, name="backups", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._store.before_first_publish = None
        self._ends.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ends.wait(LOOK_SECONDS):
            now = dt.datetime.now(BEIJING).replace(tzinfo=None)
            if now >= self._not_before and is_due(self._store, now):
                self._not_before = now + AGAIN
                back_up(self._store)

    def _before_publishing(self) -> None:
        """Not when the last backup already holds all there is."""
        last = backup.last(backup.place_of(self._store.path))
        if last is None or last.last_event != self._store.last_event:
            back_up(self._store)


def is_due(store: Store, now: dt.datetime) -> bool:
    """No backup yet, or the last one older than the setting; never when nothing happened since."""
    last = backup.last(backup.place_of(store.path))
    if last is None:
        return True
    hours = int(value_of(store, "backup_hours"))
    return last.last_event != store.last_event and now - last.made_at >= dt.timedelta(hours=hours)


def back_up(store: Store) -> None:
    """Makes one; what goes wrong is logged and kept for 设置, and stops nobody's work."""
    try:
        made = backup.make_and_keep(store, int(value_of(store, "backups_kept")))
        log.info("backup: %s", made.folder)
    except Refusal as refusal:
        log.error("backup: %s", refusal)
    except Exception:
        log.exception("backup")
