"""Backups: made while people work, proved, put back exactly; damaged ones refused, nothing left half done."""

import dataclasses
import datetime as dt
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from campaign import backup, board, doctor, options
from campaign.intake import publishing
from campaign.screen import blocks
from campaign.server.schedule import BackupClock, back_up, is_due
from campaign.settings import ROOT
from campaign.store import BEIJING, Store
from campaign.words import LANGUAGES, Refusal, Words
from tests.drawing import CLERK, REVIEWER, draw, enter, hand_in, told
from tests.test_store_faults import FULL_DISK, lines_of, python, refused

UNIT = "unit_id | sort\nmine | 1"
METRIC = "metric_id | uom\nm | 件"
FIRST = "unit_id | metric_id | as_of | value | printed\nmine | m | 2021-09-17 | 1870 | 1870余件"
SECOND = "unit_id | metric_id | as_of | value | printed\nmine | m | 2021-10-31 | 1900 | 1900件"
CAMPAIGN = "campaign_id | name\n{} | 活动"
THEME = "kind | code | no\ncoverage | own | 1"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CAMPAIGN_HOME", str(tmp_path))
    monkeypatch.delenv("CAMPAIGN_FILE", raising=False)
    return tmp_path


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    """A campaign with one figure."""
    tables = {"campaign": CAMPAIGN.format("a"), "theme": THEME, "unit": UNIT, "metric": METRIC}
    opened = draw(home / "a.duckdb", **tables, observation=FIRST)
    yield opened
    opened.close()


def log(store: Store) -> list[tuple]:
    """Every row of every table, as the campaign file has them."""
    with store.reading() as cursor:
        tables = [name for (name,) in cursor.execute("from duckdb_tables() select table_name").fetchall()]
        wanted = sorted(name for name in tables if name not in ("meta", "recomputed"))
        return [(name, cursor.execute(f"from {name} order by all").fetchall()) for name in wanted]


def log_of(path: Path) -> list[tuple]:
    opened = Store(path)
    try:
        return log(opened)
    finally:
        opened.close()


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def set_accounts(home: Path, name: str) -> None:
    with closing(sqlite3.connect(home / "accounts.sqlite3")) as accounts:
        accounts.execute("create table if not exists account (name text)")
        accounts.execute("delete from account")
        accounts.execute("insert into account values (?)", (name,))
        accounts.commit()


def accounts_in(path: Path) -> list[tuple]:
    with closing(sqlite3.connect(path)) as accounts:
        return accounts.execute("select name from account").fetchall()


# Making


def test_a_backup_holds_every_row_of_the_campaign(store: Store) -> None:
    made = backup.make(store)
    assert made.last_event == store.last_event
    assert log_of(made.folder / "campaign.duckdb") == log(store)


def test_a_backup_is_a_campaign_file_the_doctor_finds_sound(store: Store) -> None:
    copy = Store(backup.make(store).folder / "campaign.duckdb")
    assert doctor.examine(copy).findings == []
    copy.close()


def test_a_backup_keeps_the_rows_still_in_the_write_ahead_log(store: Store) -> None:
    hand_in(store, "observation", SECOND)
    assert store.path.with_name("a.duckdb.wal").stat().st_size
    copy = Store(backup.make(store).folder / "campaign.duckdb")
    assert copy.last_event == store.last_event
    copy.close()


def test_a_backup_made_while_somebody_publishes_is_of_one_event(store: Store) -> None:
    ends = threading.Event()

    def publish_on() -> None:
        while not ends.is_set():
            enter(store, "observation", SECOND)

    writer = threading.Thread(target=publish_on)
    writer.start()
    try:
        made = [backup.make(store) for _ in range(3)]
    finally:
        ends.set()
        writer.join()
    assert made[0].last_event < made[2].last_event < store.last_event
    for kept in made:
        copy = Store(kept.folder / "campaign.duckdb")
        assert (copy.last_event, doctor.examine(copy).findings) == (kept.last_event, [])
        copy.close()


def test_a_backup_holds_the_accounts_as_they_are_while_in_use(store: Store, home: Path) -> None:
    set_accounts(home, "经办")
    with closing(sqlite3.connect(home / "accounts.sqlite3")) as in_use:
        in_use.execute("begin immediate")
        made = backup.make(store)
    assert made.has_accounts
    assert accounts_in(made.folder / "accounts.sqlite3") == [("经办",)]


def test_a_backup_without_accounts_is_whole(store: Store) -> None:
    made = backup.make(store)
    assert not made.has_accounts
    backup.check(made)


def test_a_kept_original_is_copied_once_for_all_backups(store: Store, home: Path) -> None:
    (home / "a" / "originals").mkdir(parents=True)
    (home / "a" / "originals" / "one").write_bytes(b"first file")
    backup.make(store)
    copied = home / "backups" / "a" / "originals" / "one"
    before = copied.stat().st_ino
    (home / "a" / "originals" / "two").write_bytes(b"second file")
    made = backup.make(store)
    assert [kept.name for kept in made.originals] == ["one", "two"]
    assert copied.stat().st_ino == before


def test_a_second_copy_in_another_folder_is_whole_by_itself(
    store: Store, home: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (home / "a" / "originals").mkdir(parents=True)
    (home / "a" / "originals" / "one").write_bytes(b"first file")
    out = tmp_path_factory.mktemp("usb")
    made = backup.make(store, out)
    second = backup.find(store.path, str(out / "a" / made.folder.name))
    backup.check(second)
    assert [kept.name for kept in second.originals] == ["one"]


def test_a_backup_without_room_is_refused_before_anything_is_written(
    store: Store, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(home)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage._replace(free=64 * 2**20))
    assert refused(lambda: backup.make(store)).key == "backup.no_room"
    assert files(home / "backups") == {}


def test_a_file_the_disk_turned_bad_is_noticed_before_it_replaces_a_sound_one(store: Store) -> None:
    made = backup.make(store)
    assert [entry[0] for entry in made.contents.values()] != []
    lied = dataclasses.replace(made, contents={**made.contents, "observation": [99, "1"]})
    before = log(store)
    assert refused(lambda: backup.restore(store, lied)).key == "backup.not_alike"
    assert log(store) == before


BACK_UP = f"""{FULL_DISK}
from campaign import backup
store = Store(Path(sys.argv[1]))
fill(int(sys.argv[2]))
try:
    backup.make(store)
    print("done", flush=True)
except Refusal as refusal:
    say(refusal)
"""
BLOCK = 256 * 1024


@pytest.mark.parametrize("size", [5_000, 100_000, BLOCK + 20_000, 4 * BLOCK, 20 * BLOCK])
def test_a_disk_that_fills_up_leaves_no_half_made_backup_and_the_campaign_as_it_was(
    store: Store, home: Path, size: int
) -> None:
    before = log(store)
    store.close()
    status, lines, error = lines_of(BACK_UP, store.path, size)
    assert (status, error, [line.split()[:2] for line in lines]) == (
        0,
        "",
        [["refused", lines[0].split()[1]]],
    )
    assert lines[0].split()[1] in ("backup.not_written", "store.write_failed")
    assert files(home / "backups") == {}
    assert log_of(home / "a.duckdb") == before


# Putting back


def test_restoring_brings_back_exactly_the_log_of_the_backup(store: Store) -> None:
    made, before = backup.make(store), log(store)
    enter(store, "observation", SECOND)
    backup.restore(store, made)
    assert log(store) == before
    assert store.last_event == made.last_event


def test_answers_after_a_restore_are_those_of_the_restored_campaign(store: Store) -> None:
    made = backup.make(store)
    enter(store, "observation", SECOND)
    assert len(told(store, "history", "printed")) == 2
    backup.restore(store, made)
    enter(store, "observation", SECOND.replace("1900", "1999"))
    assert told(store, "history", "printed")[-1] == ("1999件",)


def test_what_a_restore_replaced_is_kept_and_opens(store: Store) -> None:
    made = backup.make(store)
    enter(store, "observation", SECOND)
    before = log(store)
    aside = backup.restore(store, made)
    assert log_of(aside / "a.duckdb") == before


def test_a_restored_campaign_is_the_one_that_is_opened_next_time(store: Store) -> None:
    made, before = backup.make(store), log(store)
    enter(store, "observation", SECOND)
    backup.restore(store, made)
    store.close()
    assert log_of(store.path) == before


def test_readers_during_a_restore_get_the_old_answer_or_the_new_one(store: Store) -> None:
    made = backup.make(store)
    enter(store, "observation", SECOND)
    ends, seen = threading.Event(), set()

    def read_on() -> None:
        while not ends.is_set():
            seen.add(store.rows("log/last_event")[0][0])

    readers = [threading.Thread(target=read_on) for _ in range(4)]
    for reader in readers:
        reader.start()
    newest = store.last_event
    backup.restore(store, made)
    ends.set()
    for reader in readers:
        reader.join()
    assert seen <= {newest, made.last_event}
    assert store.rows("log/last_event")[0][0] == made.last_event


def damage(path: Path) -> None:
    """Turns one bit in the middle."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("name", ["campaign.duckdb", "accounts.sqlite3", "manifest.json", "../originals/one"])
def test_a_backup_with_one_damaged_byte_is_refused_and_nothing_changes(
    store: Store, home: Path, name: str
) -> None:
    set_accounts(home, "经办")
    (home / "a" / "originals").mkdir(parents=True)
    (home / "a" / "originals" / "one").write_bytes(b"first file")
    made, before = backup.make(store), log(store)
    damage(made.folder / name)
    refusal = refused(lambda: backup.restore(store, backup.find(store.path, made.folder.name)))
    assert (refusal.key, refusal.values["file"]) == ("backup.damaged", Path(name).name)
    assert log(store) == before


def test_a_backup_that_lacks_a_file_is_refused(store: Store) -> None:
    made = backup.make(store)
    (made.folder / "campaign.duckdb").unlink()
    assert refused(lambda: backup.restore(store, made)).key == "backup.file_missing"


def test_a_backup_of_another_campaign_is_refused(store: Store, home: Path) -> None:
    other = draw(home / "b.duckdb", campaign=CAMPAIGN.format("b"), unit=UNIT)
    made = backup.make(other)
    other.close()
    before = log(store)
    assert refused(lambda: backup.restore(store, made)).key == "backup.other_campaign"
    assert log(store) == before


def test_a_damaged_campaign_file_comes_back_from_its_backup(store: Store) -> None:
    made, before = backup.make(store), log(store)
    store.close()
    store.path.write_bytes(store.path.read_bytes()[:5000])
    assert refused(lambda: Store(store.path)).key == "store.damaged"
    aside = backup.restore_closed(store.path, made)
    assert log_of(store.path) == before
    assert (aside / "a.duckdb").stat().st_size == 5000


def test_a_lost_campaign_file_comes_back_from_its_backup(store: Store) -> None:
    made, before = backup.make(store), log(store)
    store.close()
    store.path.unlink()
    backup.restore_closed(store.path, made)
    assert log_of(store.path) == before


def test_a_log_left_by_a_damaged_file_is_not_played_into_the_restored_one(store: Store) -> None:
    made, before = backup.make(store), log(store)
    enter(store, "observation", SECOND)
    left = store.path.with_name("a.duckdb.wal").read_bytes()
    store.close()
    store.path.write_bytes(b"damaged")
    store.path.with_name("a.duckdb.wal").write_bytes(left)
    backup.restore_closed(store.path, made)
    assert log_of(store.path) == before


def test_accounts_come_back_only_when_asked_for_or_lost(store: Store, home: Path) -> None:
    set_accounts(home, "经办")
    made = backup.make(store)
    set_accounts(home, "新人")
    backup.restore(store, made)
    assert accounts_in(home / "accounts.sqlite3") == [("新人",)]
    backup.restore(store, made, with_accounts=True)
    assert accounts_in(home / "accounts.sqlite3") == [("经办",)]
    (home / "accounts.sqlite3").unlink()
    backup.restore(store, made)
    assert accounts_in(home / "accounts.sqlite3") == [("经办",)]


def test_lost_originals_come_back(store: Store, home: Path) -> None:
    (home / "a" / "originals").mkdir(parents=True)
    (home / "a" / "originals" / "one").write_bytes(b"first file")
    made = backup.make(store)
    (home / "a" / "originals" / "one").unlink()
    backup.restore(store, made)
    assert (home / "a" / "originals" / "one").read_bytes() == b"first file"


# A process that is killed at any moment

RESTORE_ON = """
import sys
from pathlib import Path
from campaign import backup
from campaign.store import BEIJING, Store

store = Store(Path(sys.argv[1]))
made = [backup.find(store.path, name) for name in sys.argv[2:]]
while True:
    for one in made:
        print("restoring", flush=True)
        backup.restore(store, one)
"""
BACK_UP_ON = """
import sys
from pathlib import Path
from campaign import backup
from campaign.store import BEIJING, Store

store = Store(Path(sys.argv[1]))
while True:
    print("backing up", flush=True)
    backup.make(store)
"""
MOMENTS = (0.0, 0.11, 0.31)


def killed(program: str, *arguments: object, after: float) -> None:
    """Runs a program that goes on for ever and kills it so many seconds after its second round began."""
    process = python(program, *arguments)
    assert process.stdout
    for _ in range(2):
        assert process.stdout.readline()
    dead = threading.Timer(after, process.kill)
    dead.start()
    assert process.wait(60) == -9
    process.communicate()


@pytest.mark.parametrize("after", MOMENTS)
def test_a_restore_that_is_killed_leaves_the_old_campaign_or_the_new_one(store: Store, after: float) -> None:
    old, old_log = backup.make(store), log(store)
    enter(store, "observation", SECOND)
    new, new_log = backup.make(store), log(store)
    store.close()
    killed(RESTORE_ON, store.path, old.folder.name, new.folder.name, after=after)
    assert log_of(store.path) in (old_log, new_log)
    backup.check(old)
    backup.check(new)


@pytest.mark.parametrize("after", MOMENTS)
def test_a_backup_that_is_killed_is_not_in_the_list_and_goes_with_the_next(
    store: Store, home: Path, after: float
) -> None:
    before = log(store)
    store.close()
    killed(BACK_UP_ON, store.path, after=after)
    backups, broken = backup.kept(store.path)
    assert backups and not broken
    for made in backups:
        backup.check(made)
    again = Store(store.path)
    assert log(again) == before
    backup.make(again)
    again.close()
    assert [path.name for path in (home / "backups" / "a").iterdir() if path.name.startswith(".")] == []


# Keeping, and by the clock


def test_only_the_latest_backups_are_kept_with_the_originals_they_need(store: Store, home: Path) -> None:
    (home / "a" / "originals").mkdir(parents=True)
    (home / "a" / "originals" / "old").write_bytes(b"old")
    first = backup.make(store)
    (home / "a" / "originals" / "old").unlink()
    (home / "a" / "originals" / "new").write_bytes(b"new")
    second, third = backup.make(store), backup.make(store)
    assert backup.drop_old(store.path, 2) == [first.folder.name]
    assert backup.kept(store.path)[0] == [third, second]
    assert list(files(home / "backups" / "a" / "originals")) == ["new"]


def test_a_backup_is_due_when_something_happened_and_the_hours_are_over(store: Store) -> None:
    now = dt.datetime.now(BEIJING).replace(tzinfo=None)
    assert is_due(store, now)
    backup.make(store)
    assert not is_due(store, now + dt.timedelta(hours=25))
    options.change(store, "backup_hours", "12", by=REVIEWER)
    assert not is_due(store, now + dt.timedelta(hours=11))
    assert is_due(store, now + dt.timedelta(hours=13))


def test_the_first_publish_after_a_start_waits_for_a_backup_and_the_second_does_not(store: Store) -> None:
    batches = [hand_in(store, "observation", drawn) for drawn in (FIRST, SECOND)]
    before, clock = store.last_event, BackupClock(store)
    for batch_id in batches:
        publishing.publish(store, batch_id, by=REVIEWER)
    clock.stop()
    assert [made.last_event for made in backup.kept(store.path)[0]] == [before]


def test_a_backup_that_fails_is_kept_for_the_page_and_stops_no_publishing(store: Store, home: Path) -> None:
    (home / "backups").write_bytes(b"a file where the folder would be")
    batch_id = hand_in(store, "observation", SECOND)
    clock = BackupClock(store)
    publishing.publish(store, batch_id, by=REVIEWER)
    clock.stop()
    assert len(told(store, "history", "printed")) == 2
    (home / "backups").unlink()


def test_why_the_last_backup_failed_is_said_until_one_succeeds(store: Store, home: Path) -> None:
    (home / "a" / "originals").mkdir(parents=True)
    (home / "a" / "originals" / "one").write_bytes(b"x")
    (home / "backups" / "a").mkdir(parents=True)
    (home / "backups" / "a" / "originals").write_bytes(b"a file where the folder would be")
    back_up(store)
    failure = backup.last_failure(store.path)
    assert failure is not None
    for lang in LANGUAGES:
        assert "backups" in failure.said(Words(lang))
    (home / "backups" / "a" / "originals").unlink()
    back_up(store)
    assert backup.last_failure(store.path) is None
    assert len(backup.kept(store.path)[0]) == 1


# At the terminal


def run(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"CAMPAIGN_HOME": str(home), "CAMPAIGN_FILE": str(home / "a.duckdb")}
    return subprocess.run(
        [sys.executable, "-m", "campaign", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )


def test_the_commands_back_up_list_and_restore(store: Store, home: Path) -> None:
    before = log(store)
    store.close()
    assert run(home, "backups").stdout.count("还没有备份") == 1
    assert run(home, "backup").returncode == 0
    (made,), _ = backup.kept(store.path)
    assert made.folder.name in run(home, "backups").stdout
    again = Store(store.path)
    enter(again, "observation", SECOND)
    after = log(again)
    again.close()
    asked = run(home, "restore", made.folder.name)
    assert asked.returncode == 2 and "--yes" in asked.stderr and log_of(store.path) == after
    done = run(home, "restore", made.folder.name, "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert log_of(store.path) == before


HOLD = """
import sys
from campaign.server.admin import AdminDoor
from campaign.settings import settings
from campaign.store import BEIJING, Store

store = Store(settings().campaign_file)
door = AdminDoor({store.path: store}.get, settings().admin_key_file) if sys.argv[1] == "server" else None
print("open", flush=True)
sys.stdin.readline()
print(store.last_event, flush=True)
if door:
    door.close()
store.close()
"""


@pytest.mark.parametrize(("holder", "status"), [("server", 0), ("another", 2)])
def test_a_restore_goes_through_the_server_or_not_at_all(
    store: Store, home: Path, monkeypatch: pytest.MonkeyPatch, holder: str, status: int
) -> None:
    monkeypatch.setenv("CAMPAIGN_FILE", str(store.path))
    made = backup.make(store)
    enter(store, "observation", SECOND)
    newest = store.last_event
    store.close()
    with python(HOLD, holder) as process:
        assert process.stdout and process.stdout.readline() == "open\n"
        assert run(home, "restore", made.folder.name, "--yes").returncode == status
        told_event, _ = process.communicate("end\n", timeout=60)
    assert int(told_event) == (made.last_event if status == 0 else newest)


def test_nobody_who_only_handed_in_rows_is_in_the_way(store: Store) -> None:
    made = backup.make(store)
    batch_id = hand_in(store, "observation", SECOND, by=CLERK)
    backup.restore(store, made)
    with pytest.raises(Refusal) as caught:
        publishing.publish(store, batch_id, by=REVIEWER)
    assert caught.value.key == "batch.unknown"


# On the page


PAGE = """
from campaign import board
from campaign.screen.backups import backup_panel
from campaign.screen.url import read

backup_panel(read(board.current())[0])
"""


@pytest.fixture
def page(store: Store) -> Iterator[AppTest]:
    store.close()
    board.close()
    os.environ["CAMPAIGN_FILE"] = str(store.path)
    yield AppTest.from_string(PAGE, default_timeout=60).run()
    board.close()
    del os.environ["CAMPAIGN_FILE"]


def test_one_click_on_the_page_makes_a_backup(page: AppTest, store: Store) -> None:
    page.button(key="backup_now").click().run()
    assert not page.error and not page.exception
    (made,), _ = backup.kept(store.path)
    assert blocks.unmarked(made.folder.name) in page.success[0].value


@pytest.mark.parametrize(("typed", "is_restored"), [("活动", True), ("", False), ("别的", False)])
def test_a_backup_is_put_back_only_when_the_campaigns_name_is_typed(
    page: AppTest, typed: str, is_restored: bool
) -> None:
    page.button(key="backup_now").click().run()
    live = board.current()
    before = live.last_event
    enter(live, "observation", SECOND)
    page.run()
    page.text_input(key="restore_name").set_value(typed)
    page.button(key="restore_now").click().run()
    assert not page.exception
    assert (live.last_event == before) == is_restored == bool(page.success)
    assert bool(page.error) != is_restored
