"""What a unit has said of the columns of its own tables, so that the next table like it needs no question.

No part of the campaign: one file for each unit, kind and header, in the server's own folder.
"""

import hashlib
import json
from pathlib import Path

from campaign.intake.checked import SHEET, Said

MOST_KEPT = 40  # headers of one unit and kind: the latest


def remember(folder: Path, unit_id: str, kind: str, said: Said) -> None:
    """Puts what was said in place of what was said of this header before; a stop halfway leaves that."""
    place = _place(folder, unit_id, kind)
    place.mkdir(parents=True, exist_ok=True)
    path = place / _name(said.header)
    half_made = path.with_suffix(".half")
    half_made.write_text(json.dumps([said.header, said.columns], ensure_ascii=False), encoding="utf-8")
    half_made.chmod(0o600)
    half_made.replace(path)


def remembered(folder: Path, unit_id: str, kind: str) -> tuple[Said, ...]:
    """What this unit has said of tables of this kind, the latest first; damaged files are passed over."""
    paths = sorted(_place(folder, unit_id, kind).glob("*.json"), key=_age)[:MOST_KEPT]
    return tuple(said for path in paths if (said := _read(path)) is not None)


def forget(folder: Path, unit_id: str, kind: str, header: tuple[str, ...], sheet: str | None) -> None:
    """What was said of this header and of the book's sheet is asked again."""
    for said in remembered(folder, unit_id, kind):
        if said.header == header or (sheet, SHEET) in said.columns:
            (_place(folder, unit_id, kind) / _name(said.header)).unlink(missing_ok=True)


def _read(path: Path) -> Said | None:
    try:
        header, columns = json.loads(path.read_text(encoding="utf-8"))
        return Said(tuple(map(str, header)), tuple((str(column), str(meant)) for column, meant in columns))
    except (OSError, ValueError, TypeError):
        return None


def _age(path: Path) -> float:
    try:
        return -path.stat().st_mtime
    except OSError:  # forgotten meanwhile
        return 0.0


def _place(folder: Path, unit_id: str, kind: str) -> Path:
    """A name that no unit can turn into another's folder."""
    return folder / _digest([unit_id, kind])


def _name(header: tuple[str, ...]) -> str:
    return f"{_digest(header)}.json"


def _digest(what: object) -> str:
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()[:32]
