"""What a person has begun to hand in and not submitted yet: one draft a person, kept between visits.

A draft is no part of the campaign: it is a file in the server's own folder that only its owner is given.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from campaign.intake.checked import Grid


@dataclass(frozen=True)
class Draft:
    """Cells as they stand now (edits included), and what the person has said of them."""

    kind: str  # table of the contract
    file_name: str
    grid: Grid
    token: str  # of the submission this becomes: submitting it twice is submitting it once
    original: str | None = None  # id of the kept file the cells came from
    encoding: str | None = None
    sheet: str | None = None
    ticked: tuple[str, ...] = ()  # problems looked at again, as `tick_of` names them
    reason: str = ""
    note: str = ""
    answers: dict[str, str] = field(
        default_factory=dict
    )  # column as the sheet spells it -> field, where we asked


def keep(folder: Path, login: str, draft: Draft) -> None:
    """Puts the draft in place of the person's last one; a stop halfway leaves that one."""
    path = _path(folder, login)
    path.parent.mkdir(parents=True, exist_ok=True)
    half_made = path.with_suffix(".half")
    half_made.write_text(json.dumps(asdict(draft), ensure_ascii=False), encoding="utf-8")
    half_made.chmod(0o600)
    half_made.replace(path)


def kept(folder: Path, login: str) -> Draft | None:
    """The person's draft; None when there is none, or when what is there is no draft of this program."""
    try:
        told = json.loads(_path(folder, login).read_text(encoding="utf-8"))
        rows = tuple((int(row), tuple(cells)) for row, cells in told["grid"]["rows"])
        grid = Grid(tuple(told["grid"]["header"]), rows)
        return Draft(**{**told, "grid": grid, "ticked": tuple(told["ticked"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def drop(folder: Path, login: str) -> None:
    _path(folder, login).unlink(missing_ok=True)


def _path(folder: Path, login: str) -> Path:
    """A name that no login can turn into another folder."""
    return folder / f"{hashlib.sha256(login.encode()).hexdigest()[:32]}.json"
