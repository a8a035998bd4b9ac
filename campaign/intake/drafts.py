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
    """What was brought, what was changed in it since, and what the person has said of it."""

    kind: str  # table of the contract
    file_name: str  # as the person's machine names it
    token: str  # of the submission this becomes: submitting it twice is submitting it once
    original: str | None = None  # id of the kept file; None where nothing was uploaded
    pasted: str | None = None  # cells copied from a sheet
    grid: Grid | None = None  # cells typed into the form, or edited since; None: as they came
    columns: dict[str, str] = field(default_factory=dict)  # column as spelled -> field, where we had to ask
    ticked: tuple[str, ...] = ()  # problems looked at again: code and row
    came_as: str | None = None  # digest of the file the cells were edited from
    sheet: str | None = None  # which of the book's, where we had to ask
    whose: str | None = None  # unit whose table it is: what is answered of its columns is kept for that unit


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
        grid = told["grid"] and Grid(
            tuple(told["grid"]["header"]),
            tuple((int(row), tuple(cells)) for row, cells in told["grid"]["rows"]),
        )
        return Draft(**{**told, "grid": grid, "ticked": tuple(told["ticked"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def drop(folder: Path, login: str) -> None:
    _path(folder, login).unlink(missing_ok=True)


def _path(folder: Path, login: str) -> Path:
    """A name that no login can turn into another folder."""
    return folder / f"{hashlib.sha256(login.encode()).hexdigest()[:32]}.json"
