"""Backups: whole copies of a campaign made while it is in use, proved by reading them again, and put back.

A backup is a folder: the campaign file, the accounts, and a manifest with the digest of everything. Kept
originals never change, so the backups of one place share a folder of them.
"""

import contextlib
import datetime as dt
import hashlib
import json
import os
import shutil
import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from campaign import doctor
from campaign.settings import settings
from campaign.statements import statements, statements_at, statements_for
from campaign.store import BEIJING, FREE_BYTES_NEEDED, Store, create, run
from campaign.words import LANGUAGES, Refusal, Words

CAMPAIGN, ACCOUNTS, MANIFEST = "campaign.duckdb", "accounts.sqlite3", "manifest.json"
# a full disk is met when a page, the log or a commit is written
NOT_WRITTEN = (OSError, duckdb.IOException, duckdb.FatalException, duckdb.TransactionException, sqlite3.Error)
ORIGINALS = "originals"  # folder of kept files, beside the backups
UNFINISHED = ".making-"
PIECE = 1024 * 1024  # bytes read at once
NOT_COMPARED = "meta"  # says which program's views the file has, which a newer program brings up to date

Progress = Callable[[float], object]  # told a share from 0 to 1
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Kept:
    """One file of a backup, as it was when the backup had been proved."""

    name: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class Backup:
    """A whole backup, as its manifest says."""

    folder: Path
    campaign_id: str
    made_at: dt.datetime  # Beijing time
    last_event: int
    files: tuple[Kept, ...]  # the campaign file first; the accounts where there were any
    originals: tuple[Kept, ...]
    contents: dict[str, list]  # table -> [rows, digest]
    findings: int  # what the doctor found in the campaign file when it was copied

    @property
    def size(self) -> int:
        return sum(kept.size for kept in self.files)

    @property
    def has_accounts(self) -> bool:
        return any(kept.name == ACCOUNTS for kept in self.files)


@dataclass(frozen=True)
class Failure:
    """The last backup that did not come about, in both languages."""

    at: str
    zh: str
    en: str

    def said(self, words: Words) -> str:
        return words("backup.failed_at", at=self.at, why=words.either(self.zh, self.en))


def place_of(campaign_file: Path) -> Path:
    """Where the backups of a campaign file are: below its own folder, the only one its SQL can reach."""
    return campaign_file.parent / "backups" / campaign_file.stem


# Making


def make(store: Store, out: Path | None = None, *, progress: Progress = lambda share: None) -> Backup:
    """Copies the campaign as it is at one event, proves the copy by reading it, and keeps it.

    Others go on reading and writing. With `out`, a second copy is put into that folder and proved there.
    Raises Refusal, leaving nothing half made, when there is no room or the copy is not like the campaign.
    """
    with _one_at_a_time:
        place = place_of(store.path)
        _check_space(place, _size(store.path) + _size(_accounts_file()))
        try:
            _sweep(place)
            with _whole_folder(place) as making:
                contents = _copy_campaign(store, making / CAMPAIGN, progress)
                _copy_accounts(making / ACCOUNTS)
                originals = _copy_originals(settings().originals(store.path), place / ORIGINALS, last(place))
                _prove(store, making, contents, originals)
                progress(0.95)
                made = _read(making)
                kept = making.rename(_free_name(place, made))
            made = _read(kept)
            if out is not None:
                _copy_out(made, out)
        except NOT_WRITTEN as error:
            raise Refusal("backup.not_written", folder=out or place, why=_why(error)) from error
        progress(1.0)
        return made


def _copy_campaign(store: Store, target: Path, progress: Progress) -> dict[str, list]:
    """Every table as at one event, and what the copied tables hold: all of one transaction's view.

    COPY FROM DATABASE sets an option of its own and so is refused once the configuration is locked.
    """
    create(target)
    with store.reading() as cursor:
        run(cursor, statements_at("backup/attach_copy", target)[0], {})
        try:
            cursor.begin()
            run(cursor, statements("backup/empty_copy")[0], {})
            tables = _tables(cursor)
            for place, table in enumerate(tables, start=1):
                run(cursor, statements_for("backup/copy_table", table, ())[0], {}).fetchall()
                progress(0.6 * place / len(tables))
            contents = _contents(cursor)
            cursor.commit()
        except BaseException:
            with contextlib.suppress(duckdb.Error):  # DuckDB may have ended the transaction itself
                cursor.rollback()
            raise
        finally:
            run(cursor, statements("backup/detach_copy")[0], {})
    progress(0.7)
    return contents


def _tables(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    return [name for (name,) in run(cursor, statements("backup/tables")[0], {}).fetchall()]


def _contents(cursor: duckdb.DuckDBPyConnection) -> dict[str, list]:
    """Rows and digest of every table but the one a newer program may bring up to date."""
    found = {}
    for table in _tables(cursor):
        if table != NOT_COMPARED:
            statement = statements_for("backup/table_contents", table, ())[0]
            found[table] = list(run(cursor, statement, {}).fetchall()[0])
    return found


def _copy_accounts(target: Path) -> None:
    """Copies the accounts, if there are any yet, while the server uses them."""
    source = _accounts_file()
    if not source.is_file():
        return
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)


def _read_accounts(path: Path) -> None:
    """Reads every page of the accounts. Raises sqlite3.DatabaseError for a file that is damaged."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as opened:
        for _ in opened.iterdump():
            pass


def _copy_originals(source: Path, target: Path, before: Backup | None) -> tuple[Kept, ...]:
    """Copies the kept files that are not there yet; a kept file never changes under its name."""
    known = {kept.name: kept for kept in before.originals} if before else {}
    found = []
    for path in sorted(source.rglob("*")) if source.is_dir() else []:
        if not path.is_file():
            continue
        name = path.relative_to(source).as_posix()
        copy = target / name
        if not (name in known and known[name].size == _size(copy) == _size(path)):
            _copy_whole(path, copy)
            known[name] = _kept(copy, name)
        found.append(known[name])
    return tuple(found)


def _prove(store: Store, making: Path, contents: dict[str, list], originals: tuple[Kept, ...]) -> None:
    """Opens the copy as a campaign file, compares it with what was copied, and writes the manifest."""
    campaign_id, last_event, findings = _look_into(making / CAMPAIGN, contents)
    if (making / ACCOUNTS).is_file():
        _read_accounts(making / ACCOUNTS)
    files = [_kept(making / name, name) for name in (CAMPAIGN, ACCOUNTS) if (making / name).is_file()]
    manifest = {
        "campaign_id": campaign_id,
        "made_at": dt.datetime.now(BEIJING).replace(tzinfo=None, microsecond=0).isoformat(),
        "last_event": last_event,
        "files": [asdict(kept) for kept in files],
        "originals": [asdict(kept) for kept in originals],
        "contents": contents,
        "findings": findings,
    }
    text = json.dumps({**manifest, "digest": _digest(manifest)}, ensure_ascii=False, indent=1)
    _write_whole(making / MANIFEST, text.encode())


def _look_into(path: Path, contents: dict[str, list]) -> tuple[str, int, int]:
    """Campaign, last event and the doctor's findings of a copy, once its rows are seen to be `contents`."""
    copy = Store(path)
    try:
        with copy.reading() as cursor:
            if _contents(cursor) != contents:
                raise Refusal("backup.not_alike", file=path.name)
        campaigns = copy.rows("backup/campaign_now")
        return (
            str(campaigns[0][0]) if campaigns else "",
            copy.last_event,
            len(doctor.examine(copy).findings),
        )
    finally:
        copy.close()


def _copy_out(made: Backup, out: Path) -> None:
    place = out / made.folder.parent.name
    with _whole_folder(place) as making:
        for path in made.folder.iterdir():
            _copy_whole(path, making / path.name)
        for kept in made.originals:
            copy = place / ORIGINALS / kept.name
            if _size(copy) != kept.size:
                _copy_whole(made.folder.parent / ORIGINALS / kept.name, copy)
        final = making.rename(place / made.folder.name)
    check(_read(final))


# Keeping


def kept(campaign_file: Path) -> tuple[list[Backup], list[Path]]:
    """The backups of a campaign file, latest first, and the folders whose manifest cannot be trusted."""
    place = place_of(campaign_file)
    backups, broken = [], []
    for manifest in sorted(place.glob(f"[!.]*/{MANIFEST}"), reverse=True) if place.is_dir() else []:
        try:
            backups.append(_read(manifest.parent))
        except Refusal:
            broken.append(manifest.parent)
    return backups, broken


def last(place: Path) -> Backup | None:
    """The latest backup of a place whose manifest can be trusted."""
    return next(iter(kept(place.parent.parent / f"{place.name}.duckdb")[0]), None)


def drop_old(campaign_file: Path, keep: int) -> list[str]:
    """Removes all but the latest `keep` backups, and the originals only they had. Returns what went."""
    backups, _ = kept(campaign_file)
    for old in backups[keep:]:
        shutil.rmtree(old.folder)
    wanted = {original.name for backup in backups[:keep] for original in backup.originals}
    originals = place_of(campaign_file) / ORIGINALS
    for path in [path for path in originals.rglob("*") if path.is_file()] if backups[keep:] else []:
        if path.relative_to(originals).as_posix() not in wanted:
            path.unlink()
    return [old.folder.name for old in backups[keep:]]


def note_failure(campaign_file: Path, error: Exception) -> Failure:
    """Keeps why a backup did not come about, for the page; the next one that does takes it away."""
    refusal = error if isinstance(error, Refusal) else Refusal("backup.ours", kind=type(error).__name__)
    zh, en = (refusal.said(Words(lang)) for lang in LANGUAGES)
    failure = Failure(f"{dt.datetime.now(BEIJING):%Y-%m-%d %H:%M}", zh, en)
    with contextlib.suppress(OSError):  # a full disk is what there may be to tell: the log has it too
        place_of(campaign_file).mkdir(parents=True, exist_ok=True)
        _failure_file(campaign_file).write_text(json.dumps(asdict(failure)), encoding="utf-8")
    return failure


def last_failure(campaign_file: Path) -> Failure | None:
    """Why the latest try failed; None after one that did not."""
    try:
        return Failure(**json.loads(_failure_file(campaign_file).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def make_and_keep(store: Store, keep: int, *, progress: Progress = lambda share: None) -> Backup:
    """Makes a backup, then drops those beyond `keep`. A failure is noted for the page and raised again."""
    try:
        made = make(store, progress=progress)
    except Exception as error:
        note_failure(store.path, error)
        raise
    _failure_file(store.path).unlink(missing_ok=True)
    drop_old(store.path, keep)
    return made


# Putting back


def find(campaign_file: Path, name: str) -> Backup:
    """The backup meant by a folder's path or by the name it has in the list. Raises Refusal for neither."""
    for folder in (place_of(campaign_file) / name, Path(name)):
        if name and (folder / MANIFEST).is_file():
            return _read(folder.resolve())
    raise Refusal("backup.no_such", name=name, place=place_of(campaign_file))


def check(backup: Backup) -> None:
    """Reads every byte of a backup. Raises Refusal naming the first file that is missing or not as it was."""
    folders = [(backup.folder, kept) for kept in backup.files]
    folders += [(backup.folder.parent / ORIGINALS, kept) for kept in backup.originals]
    for folder, kept in folders:
        path = folder / kept.name
        if not path.is_file():
            raise Refusal("backup.file_missing", name=backup.folder.name, file=kept.name)
        if _kept(path, kept.name) != kept:
            raise Refusal("backup.damaged", name=backup.folder.name, file=kept.name)


def restore(store: Store, backup: Backup, *, with_accounts: bool = False) -> Path:
    """Puts a backup in the place of an open campaign and returns the folder the replaced file is kept in.

    The backup is read whole and opened first; the file changes in one step, so that whatever stops this
    leaves the old campaign or the new one. Readers wait. Raises Refusal for a backup that is damaged or of
    another campaign. Accounts come back only when asked for, or where there are none.
    """
    ours = store.rows("backup/campaign_now")
    if ours and str(ours[0][0]) != backup.campaign_id:
        raise Refusal("backup.other_campaign", name=backup.folder.name, found=backup.campaign_id)
    with _one_at_a_time, _staged(backup, store.path) as staged:
        aside = _new_aside(store.path)
        store.replace_file(lambda: _swap(store.path, staged, aside))
        _restore_rest(backup, store.path, aside, with_accounts=with_accounts)
    return aside


def restore_closed(campaign_file: Path, backup: Backup, *, with_accounts: bool = False) -> Path:
    """The same for a file no server holds, which may be damaged or gone. Raises Refusal if one holds it."""
    try:
        opened = Store(campaign_file)
    except Refusal as refusal:
        if refusal.key == "store.in_use":
            raise
    else:
        try:
            return restore(opened, backup, with_accounts=with_accounts)
        finally:
            opened.close()
    with _staged(backup, campaign_file) as staged:
        aside = _new_aside(campaign_file)
        _swap(campaign_file, staged, aside)
        _restore_rest(backup, campaign_file, aside, with_accounts=with_accounts)
    return aside


@contextmanager
def _staged(backup: Backup, target: Path) -> Iterator[Path]:
    """The backup's campaign file beside the one it will replace, proved there and not only where it was."""
    check(backup)
    _check_space(target.parent, 2 * backup.size)
    staged = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.restoring")
    try:
        _copy_whole(backup.folder / CAMPAIGN, staged)
        _, last_event, _ = _look_into(staged, backup.contents)
        if last_event != backup.last_event:
            raise Refusal("backup.damaged", name=backup.folder.name, file=CAMPAIGN)
        yield staged
    except OSError as error:
        raise Refusal("backup.not_written", folder=target.parent, why=_why(error)) from error
    finally:
        for leftover in target.parent.glob(f"{staged.name}*"):
            leftover.unlink(missing_ok=True)


def _swap(target: Path, staged: Path, aside: Path) -> None:
    """The old file gets a second name, then the new one takes the first in one step."""
    log = target.with_name(f"{target.name}.wal")
    if target.exists():
        _second_name(target, aside / target.name)
    if log.exists():  # of a file that could not be opened; it must not be played into the new one
        log.replace(aside / log.name)
    staged.replace(target)
    _sync_folder(target.parent)


def _restore_rest(backup: Backup, target: Path, aside: Path, *, with_accounts: bool) -> None:
    for kept in backup.originals:
        path = settings().originals(target) / kept.name
        if not path.exists():
            _copy_whole(backup.folder.parent / ORIGINALS / kept.name, path)
    live = _accounts_file()
    if backup.has_accounts and (with_accounts or not live.exists()):
        _copy_accounts(aside / ACCOUNTS)
        copy = sqlite3.connect(f"{(backup.folder / ACCOUNTS).as_uri()}?mode=ro", uri=True)
        with closing(copy), closing(sqlite3.connect(live)) as opened:
            copy.backup(opened)


def _new_aside(campaign_file: Path) -> Path:
    """A folder for what a restore replaces; never removed by the program."""
    stamp = f"{dt.datetime.now(BEIJING):%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:4]}"
    aside = place_of(campaign_file) / "replaced" / stamp
    aside.mkdir(parents=True)
    return aside


# Files


def _read(folder: Path) -> Backup:
    """A backup by its manifest. Raises Refusal when the manifest was changed or cut short."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if told.pop("digest") != _digest(told):
            raise ValueError(folder)
        return Backup(
            folder,
            told["campaign_id"],
            dt.datetime.fromisoformat(told["made_at"]),
            told["last_event"],
            tuple(Kept(**entry) for entry in told["files"]),
            tuple(Kept(**entry) for entry in told["originals"]),
            told["contents"],
            told["findings"],
        )
    except (OSError, ValueError, KeyError, TypeError):
        raise Refusal("backup.damaged", name=folder.name, file=MANIFEST) from None


def _digest(manifest: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()


def _kept(path: Path, name: str) -> Kept:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Kept(name, path.stat().st_size, digest)


def _free_name(place: Path, made: Backup) -> Path:
    """Sorts by time; the event says how far the campaign had come."""
    name = f"{made.made_at:%Y%m%d-%H%M%S}-E{made.last_event:06d}"
    names = [name, *(f"{name}-{number}" for number in range(2, 100))]
    return next(place / name for name in names if not (place / name).exists())


@contextmanager
def _whole_folder(place: Path) -> Iterator[Path]:
    """A folder to make something in; what is not renamed away when all went well is removed."""
    making = place / f"{UNFINISHED}{uuid.uuid4().hex[:8]}"
    making.mkdir(parents=True)
    try:
        yield making
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _sweep(place: Path) -> None:
    """Takes away what a killed process left. Only the process that holds the campaign makes backups."""
    for left in place.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)


def _copy_whole(source: Path, target: Path) -> None:
    """Copies a file so that its name is either not there or names all of it, on the disk."""
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f"{target.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        with source.open("rb") as reading, half.open("wb") as writing:
            shutil.copyfileobj(reading, writing, PIECE)
            writing.flush()
            os.fsync(writing.fileno())
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)


def _write_whole(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _second_name(path: Path, second: Path) -> None:
    try:
        os.link(path, second)
    except OSError:  # a disk without links (FAT)
        shutil.copy2(path, second)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # Windows has no such thing for folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _check_space(folder: Path, wanted: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    needed = wanted + FREE_BYTES_NEEDED
    if free < needed:
        raise Refusal("backup.no_room", folder=folder, free_mb=free // 2**20, needed_mb=needed // 2**20 + 1)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _accounts_file() -> Path:
    return settings().home / ACCOUNTS


def _failure_file(campaign_file: Path) -> Path:
    return place_of(campaign_file) / "failure.json"


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error).splitlines()[0]
