"""The files as they were handed in, kept under an id of ours; their own names are text in the log."""

import os
import re
import shutil
import time
import uuid
from pathlib import Path

from campaign.words import Refusal

ID = re.compile(r"[0-9a-f]{32}")
DAY_SECONDS = 86_400


def keep(folder: Path, data: bytes | Path) -> str:
    """Keeps a file (its bytes, or where it is), whole or not at all, and returns its id.

    Raises Refusal when the disk does not take it.
    """
    original = uuid.uuid4().hex
    half_kept = folder / f".{original}.keeping"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(half_kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            if isinstance(data, Path):
                with data.open("rb") as source:
                    shutil.copyfileobj(source, file)
            else:
                file.write(data)
        half_kept.replace(folder / original)
    except OSError as error:
        half_kept.unlink(missing_ok=True)
        raise Refusal("original.not_kept", folder=folder, why=error.strerror) from None
    return original


def read(folder: Path, original: str) -> bytes:
    """The bytes of a kept file. Raises Refusal when its time was over, or for no id of ours."""
    path = folder / original
    if not is_kept(folder, original):
        raise Refusal("original.gone")
    return path.read_bytes()


def is_kept(folder: Path, original: str) -> bool:
    return bool(ID.fullmatch(original)) and (folder / original).is_file()


def forget(folder: Path, original: str) -> None:
    """Takes a file away whose batch did not come about."""
    if ID.fullmatch(original):
        (folder / original).unlink(missing_ok=True)


def forget_old(folder: Path, days: int) -> int:
    """Takes away what was kept longer than the setting original_days says; returns how many files."""
    kept_since = time.time() - days * DAY_SECONDS
    old = [path for path in folder.glob("*") if path.stat().st_mtime < kept_since]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
