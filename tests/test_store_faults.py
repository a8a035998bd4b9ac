"""What goes wrong with files and disks: one sentence in both languages, and nothing half done left behind."""

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from campaign import doctor
from campaign.intake import building
from campaign.settings import REFERENCE, ROOT
from campaign.store import Event, Store
from campaign.words import LANGUAGES, Refusal, Words
from tests.drawing import empty, told

BLOCK = 256 * 1024  # DuckDB's


def refused(act: Callable[[], object]) -> Refusal:
    """The refusal, once it is seen to be whole sentences on one line in both languages."""
    with pytest.raises(Refusal) as caught:
        act()
    for lang in LANGUAGES:
        said = caught.value.said(Words(lang))
        assert "\n" not in said and said[-1] in "。.", said
        assert not re.search(r"Traceback|Exception|Error:", said), said
    return caught.value


# A file that cannot be opened


def unopened(path: Path) -> str:
    """The key of the refusal to open the file, once it is seen that neither it nor its folder changed."""
    before = {found.name: found.read_bytes() for found in path.parent.iterdir()}
    refusal = refused(lambda: Store(path).close())
    assert {found.name: found.read_bytes() for found in path.parent.iterdir()} == before
    assert path.name in str(refusal)
    return refusal.key


def test_a_missing_file_is_refused_and_not_made(tmp_path: Path) -> None:
    assert unopened(tmp_path / "none.duckdb") == "store.missing"


def test_a_folder_is_no_campaign_file(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert refused(lambda: Store(tmp_path / "folder")).key == "store.missing"


@pytest.mark.parametrize("content", [b"not a database", b"\0" * 4096, random.Random(1).randbytes(2 * BLOCK)])
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.duckdb").write_bytes(content)
    assert unopened(tmp_path / "x.duckdb") == "store.not_duckdb"


def test_an_empty_file_is_refused_and_stays_empty(tmp_path: Path) -> None:
    (tmp_path / "x.duckdb").write_bytes(b"")
    assert unopened(tmp_path / "x.duckdb") in ("store.not_duckdb", "store.damaged", "store.foreign")


@pytest.mark.parametrize("kept", [4096, 12288, BLOCK, BLOCK + 12288, 4 * BLOCK, 0.5, 0.9, -BLOCK, -1])
def test_a_truncated_campaign_file_is_refused(built: Path, tmp_path: Path, kept: float) -> None:
    whole = built.read_bytes()
    length = int(len(whole) * kept) if 0 < kept < 1 else int(kept)
    (tmp_path / "cut.duckdb").write_bytes(whole[:length])
    assert unopened(tmp_path / "cut.duckdb") in ("store.damaged", "store.not_duckdb")


def test_another_programs_database_is_refused_and_unchanged(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "other.duckdb")) as other:
        other.execute("create table sales as select 1 as amount")
    assert unopened(tmp_path / "other.duckdb") == "store.foreign"


def test_a_database_whose_meta_is_another_products_is_refused(campaign_file: Path) -> None:
    with duckdb.connect(str(campaign_file)) as other:
        other.execute("update meta set product = 'something-else'")
    assert unopened(campaign_file) == "store.foreign"


def test_a_file_of_a_newer_board_is_refused_with_both_versions(campaign_file: Path) -> None:
    with duckdb.connect(str(campaign_file)) as newer:
        newer.execute("update meta set schema_version = 99")
    assert unopened(campaign_file) == "store.newer"
    assert refused(lambda: Store(campaign_file)).values["found"] == 99


HOLD = """
import sys
from pathlib import Path
from campaign.store import Store

store = Store(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.readline()
store.close()
"""


def python(program: str, *arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_file_another_process_holds_is_refused_until_it_is_let_go(campaign_file: Path) -> None:
    with python(HOLD, campaign_file) as holder:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        assert unopened(campaign_file) == "store.in_use"
        holder.communicate("end\n", timeout=60)
    Store(campaign_file).close()


# A campaign file that cannot be made


def not_built(path: Path, reference: Path, facts: Path | None = None) -> Refusal:
    """The refusal to build the file, once it is seen that nothing is left where it would have been."""
    refusal = refused(lambda: building.build(path, reference, facts))
    assert not path.exists() and not list(path.parent.glob(".*"))
    return refusal


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    """The reference folder, for a test to spoil."""
    return Path(shutil.copytree(REFERENCE, tmp_path / "reference"))


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_missing_reference_file_is_named_with_its_folder(tmp_path: Path, reference: Path) -> None:
    (reference / "unit.csv").unlink()
    refusal = not_built(tmp_path / "a.duckdb", reference)
    assert (refusal.key, refusal.values["file"], refusal.values["folder"]) == (
        "contract.no_file",
        "unit.csv",
        reference,
    )


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    refusal = refused(lambda: building.build(tmp_path / "file" / "below" / "a.duckdb", REFERENCE))
    assert refusal.key == "build.no_folder"


def test_an_existing_file_is_not_built_over(campaign_file: Path) -> None:
    before = campaign_file.read_bytes()
    assert refused(lambda: building.build(campaign_file, REFERENCE)).key == "build.exists"
    assert campaign_file.read_bytes() == before


def test_an_unknown_column_is_named(tmp_path: Path, reference: Path) -> None:
    spoil(reference / "unit.csv", "short_name,", "shortname,")
    refusal = not_built(tmp_path / "a.duckdb", reference)
    assert (refusal.key, refusal.values["column"]) == ("contract.unknown_column", "shortname")


def test_a_missing_column_is_named(tmp_path: Path, reference: Path) -> None:
    path = reference / "unit_alias.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line.rsplit(",", 1)[0] for line in lines), encoding="utf-8")
    refusal = not_built(tmp_path / "a.duckdb", reference)
    assert (refusal.key, refusal.values["column"]) == ("contract.missing_column", "source")


@pytest.mark.parametrize("header", ["", "\n\n"])
def test_a_file_without_a_header_lacks_its_columns(tmp_path: Path, reference: Path, header: str) -> None:
    (reference / "unit_alias.csv").write_text(header, encoding="utf-8")
    assert not_built(tmp_path / "a.duckdb", reference).key == "contract.missing_column"


def test_a_column_that_is_there_twice_is_refused(tmp_path: Path, reference: Path) -> None:
    (reference / "assignment.csv").write_text(
        "unit_id,metric_id,variant,starts_on,ends_on,not_applicable,source,source\n", encoding="utf-8"
    )
    not_built(tmp_path / "a.duckdb", reference)


TARGET = "quota-case,quota,award,case,,,eq,20,exact,20个,个,cases,city,2021-12-31"
DIVISION = "371403,陵城区,Lingcheng District,district,2,gbt2260"
ACTIVE = "city,,city_dept,city_performance,3,true"
BAD_CELLS: dict[str, tuple[str, str, str, str, str, int, str]] = {
    # kind of cell: file, line as it is, its cell, what is put there, message, row, column
    "choice": ("target.csv", TARGET, ",eq,", ",more,", "not_a_choice", 2, "op"),
    "number": ("target.csv", TARGET, ",20,", ",二十,", "not_number", 2, "value"),
    "grouped number": ("target.csv", TARGET, ",20,", ',"1,020",', "not_number", 2, "value"),
    "not a number": ("target.csv", TARGET, ",20,", ",NaN,", "not_number", 2, "value"),
    "infinite": ("target.csv", TARGET, ",20,", ",Infinity,", "not_number", 2, "value"),
    "too big a number": ("target.csv", TARGET, ",20,", ",1e17,", "not_number", 2, "value"),
    "far too big a number": ("target.csv", TARGET, ",20,", ",1e99,", "not_number", 2, "value"),
    "more decimals than kept": ("target.csv", TARGET, ",20,", ",0.12345,", "not_number", 2, "value"),
    "no such day": ("target.csv", TARGET, "2021-12-31", "2021-02-30", "not_date", 2, "due"),
    "slashed day": ("target.csv", TARGET, "2021-12-31", "2021/12/31", "not_date", 2, "due"),
    "empty": ("target.csv", TARGET, "20个,个", "20个, ", "empty_cell", 2, "uom"),
    "half an integer": ("division.csv", DIVISION, ",2,", ",2.5,", "not_integer", 3, "sort"),
    "too big an integer": ("division.csv", DIVISION, ",2,", ",3000000000,", "not_integer", 3, "sort"),
    "far too big an integer": ("division.csv", DIVISION, ",2,", f",{10**20},", "not_integer", 3, "sort"),
    "boolean": ("unit.csv", ACTIVE, "true", "是", "not_boolean", 4, "active"),
}


@pytest.mark.parametrize("kind", BAD_CELLS)
def test_a_bad_cell_is_named_by_file_row_and_column(tmp_path: Path, reference: Path, kind: str) -> None:
    file, line, old, new, message, row, column = BAD_CELLS[kind]
    spoil(reference / file, line, line.replace(old, new))
    refusal = not_built(tmp_path / "a.duckdb", reference)
    named = [refusal.values.get(name) for name in ("file", "row", "column")]
    assert (refusal.key, named) == (f"contract.{message}", [file, row, column])


def test_a_bad_cell_after_a_cell_of_two_lines_is_named_by_the_line_it_starts_on(
    tmp_path: Path, reference: Path
) -> None:
    spoil(reference / "target.csv", ",20个,", ',"20\n个",')
    spoil(reference / "target.csv", ",30,exact", ",三十,exact")
    assert not_built(tmp_path / "a.duckdb", reference).values["row"] == 4


def test_a_cell_too_many_is_refused(tmp_path: Path, reference: Path) -> None:
    spoil(reference / "unit.csv", "2.0,\n", "2.0,,extra\n")
    refusal = not_built(tmp_path / "a.duckdb", reference)
    assert (refusal.key, refusal.values["row"], refusal.values["cells"]) == ("contract.long_row", 2, 15)


def test_a_quotation_mark_never_closed_is_refused(tmp_path: Path, reference: Path) -> None:
    spoil(reference / "unit.csv", "市发展改革委", '"市发展改革委')
    refusal = not_built(tmp_path / "a.duckdb", reference)
    assert (refusal.key, refusal.values["file"]) == ("contract.broken_row", "unit.csv")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_file_in_another_encoding_is_refused(tmp_path: Path, reference: Path, encoding: str) -> None:
    path = reference / "unit.csv"
    path.write_text(path.read_text(encoding="utf-8"), encoding=encoding)
    refusal = not_built(tmp_path / "a.duckdb", reference)
    assert (refusal.key, refusal.values["file"]) == ("contract.not_text", "unit.csv")


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path, reference: Path) -> None:
    path = reference / "unit.csv"
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    building.build(tmp_path / "a.duckdb", reference)
    assert (tmp_path / "a.duckdb").exists()


def test_the_same_key_twice_in_a_reference_file_leaves_no_file(tmp_path: Path, reference: Path) -> None:
    path = reference / "unit_alias.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1]]), encoding="utf-8")
    assert not_built(tmp_path / "a.duckdb", reference).key == "batch.same_key_twice"


# A disk that is full: the system refuses every byte beyond a file size

FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from campaign.intake import building, publishing
from campaign.settings import FACTS, REFERENCE
from campaign.store import Store
from campaign.words import Refusal, Words

def fill(size):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

def say(refusal):
    print("refused", refusal.key, refusal.said(Words("en")), flush=True)
"""
BUILD = f"""{FULL_DISK}
fill(int(sys.argv[2]))
try:
    building.build(Path(sys.argv[1]), REFERENCE, FACTS)
except Refusal as refusal:
    say(refusal)
"""
PUBLISH = f"""{FULL_DISK}
import pyarrow as pa, datetime as dt
store = Store(Path(sys.argv[1]))
count = 50_000
rows = pa.table(dict(
    unit_id=["lunzhen"] * count, metric_id=["matters_resolved"] * count,
    variant=[str(n) for n in range(count)],
    as_of=[dt.date(2021, 12, 31)] * count, value=pa.array([1] * count, pa.decimal128(18, 4)),
    qualifier=["exact"] * count, printed=["1" * 40] * count, coverage=["town"] * count,
    row_no=range(2, count + 2),
))
source = publishing.Source("big", "big.csv")
if sys.argv[3] == "publish":
    batch = publishing.submit(store, "observation", rows, source, by="one")
print("ready", store.last_event, flush=True)
fill(int(sys.argv[2]))
try:
    if sys.argv[3] == "publish":
        publishing.publish(store, batch, by="two")
    else:
        publishing.submit(store, "observation", rows, source, by="one")
    print("done", flush=True)
except Refusal as refusal:
    say(refusal)
"""


def lines_of(program: str, *arguments: object) -> tuple[int, list[str], str]:
    process = python(program, *arguments)
    out, err = process.communicate(timeout=120)
    return process.returncode, out.splitlines(), err


def is_told(ended: tuple[int, list[str], str]) -> bool:
    """Whether the program ended by saying why nothing was written, and nothing else."""
    status, lines, error = ended
    assert (status, error, [line.split()[:2] for line in lines]) == (
        0,
        "",
        [["refused", "store.write_failed"]],
    )
    return "Nothing half-written" in lines[0]


BUILT_UP_TO = pytest.mark.parametrize("size", [100_000, BLOCK + 20_000, 4 * BLOCK, 20 * BLOCK])
WRITTEN_UP_TO = pytest.mark.parametrize(
    ("step", "size"), [("submit", 10_000), ("submit", 300_000), ("publish", 10_000), ("publish", 300_000)]
)


@BUILT_UP_TO
def test_a_disk_that_fills_up_while_building_leaves_no_file(tmp_path: Path, size: int) -> None:
    lines_of(BUILD, tmp_path / "a.duckdb", size)
    assert list(tmp_path.iterdir()) == []


@BUILT_UP_TO
def test_a_disk_that_fills_up_while_building_is_told_in_one_sentence(tmp_path: Path, size: int) -> None:
    assert is_told(lines_of(BUILD, tmp_path / "a.duckdb", size))


@WRITTEN_UP_TO
def test_a_disk_that_fills_up_while_writing_leaves_the_old_state(
    campaign_file: Path, step: str, size: int
) -> None:
    _, (ready, *_), _ = lines_of(PUBLISH, campaign_file, size, step)
    store = Store(campaign_file)
    assert (store.last_event, doctor.examine(store).findings) == (int(ready.split()[1]), [])
    assert len(told(store, "history", "printed", metric_id="matters_resolved")) == 3
    store.close()


@WRITTEN_UP_TO
def test_a_disk_that_fills_up_while_writing_is_told_in_one_sentence(
    campaign_file: Path, step: str, size: int
) -> None:
    status, (_, *lines), error = lines_of(PUBLISH, campaign_file, size, step)
    assert is_told((status, lines, error))


# A process that is killed at any moment

KEEP_PUBLISHING = """
import sys
from pathlib import Path
from campaign import contract
from campaign.intake import publishing
from campaign.settings import FACTS
from campaign.store import Store

store = Store(Path(sys.argv[1]))
table = contract.tables()["observation"]
rows = contract.read_rows(FACTS / "observation.csv", table)
while True:
    print("handing in", flush=True)
    batch = publishing.submit(store, "observation", rows, publishing.Source("x", "x.csv"), by="one")
    print("publishing", batch, flush=True)
    publishing.publish(store, batch, by="two")
    print("published", batch, store.last_event, flush=True)
"""


def kill_after(path: Path, lines: int) -> list[tuple[str, int]]:
    """Kills a process that publishes when it has said so many lines; returns what it acknowledged."""
    process = python(KEEP_PUBLISHING, path)
    assert process.stdout
    said = [process.stdout.readline() for _ in range(lines)]
    process.kill()
    said += process.stdout.readlines()
    process.communicate()
    acknowledged = [line.split() for line in said if line.startswith("published") and line.endswith("\n")]
    return [(batch, int(event)) for _, batch, event in acknowledged]


def test_what_was_acknowledged_survives_a_kill_and_nothing_is_half_done(campaign_file: Path) -> None:
    moments = random.Random(2021)
    for lines in [moments.randint(1, 40) for _ in range(8)]:
        acknowledged = kill_after(campaign_file, lines)
        store = Store(campaign_file)
        states = dict(told(store, "batches", "batch_id state"))
        assert [states.get(batch) for batch, _ in acknowledged] == ["published"] * len(acknowledged)
        assert store.last_event >= max([event for _, event in acknowledged], default=0)
        assert doctor.examine(store).findings == []
        store.close()


def test_a_write_that_raises_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    store = empty(tmp_path / "a.duckdb")
    with pytest.raises(ZeroDivisionError), store.writing() as writing:
        writing.log(Event("submitted", "one", "B000001"))
        raise ZeroDivisionError
    assert (store.last_event, told(store, "events", "event_no")) == (0, [])
    store.close()
