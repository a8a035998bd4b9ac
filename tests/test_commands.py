"""`python -m campaign …`, run as a person runs it: on the file, and through the server that holds it."""

import csv
import io
import json
import os
import socket
import stat
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from campaign import contract
from campaign.settings import FACTS, REFERENCE, ROOT
from campaign.store import Store
from tests.drawing import draw, enter
from tests.terminal import run, run_apart

FORMS = ("csv", "json", "parquet")
TABLES = list(contract.tables())
OBSERVATION_COLUMNS = [
    "unit",
    "metric",
    "variant",
    "as_of",
    "value",
    "qualifier",
    "printed",
    "uom",
    "coverage",
    "period_start",
    "goal",
    "note",
    "place",
    "batch",
    "row",
]
DAY_BEFORE = "2021-09-16"


@pytest.fixture(scope="module")
def home(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with the page's campaign; its tests only read."""
    folder = tmp_path_factory.mktemp("home")
    (folder / built.name).write_bytes(built.read_bytes())
    return folder


@pytest.fixture
def own_home(built: Path, tmp_path: Path) -> Path:
    """The same, for one test to change."""
    (tmp_path / built.name).write_bytes(built.read_bytes())
    return tmp_path


def csv_rows(text: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def refused(done: subprocess.CompletedProcess[bytes], *parts: str) -> bool:
    """Whether it names the parts, once seen to be status 2 and one line without a traceback."""
    said = done.stderr.decode()
    assert (done.returncode, done.stdout, said.count("\n")) == (2, b"", 1), said
    return all(part in said for part in parts)


# init


def test_init_makes_a_file_that_knows_the_reference_data(tmp_path: Path) -> None:
    done = run_apart("init", tmp_path / "new" / "a.duckdb", "--reference", REFERENCE, home=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    units = run_apart("export", "unit", "--campaign", tmp_path / "new" / "a.duckdb", home=tmp_path)
    assert len(csv_rows(units.stdout)) == 9


def test_init_leaves_an_existing_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("mine", encoding="utf-8")
    assert refused(run_apart("init", path, "--reference", REFERENCE, home=tmp_path), "mine.txt", "已经存在")
    assert path.read_text(encoding="utf-8") == "mine"


def test_init_without_its_reference_folder_makes_nothing(tmp_path: Path) -> None:
    done = run("init", tmp_path / "a.duckdb", "--reference", tmp_path / "nowhere", home=tmp_path)
    assert refused(done, "nowhere", "--reference")
    assert list(tmp_path.iterdir()) == []


def test_init_below_a_file_makes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run("init", tmp_path / "file" / "a.duckdb", "--reference", REFERENCE, home=tmp_path)
    assert refused(done, "无法建立文件夹")


def test_init_names_the_reference_file_that_is_missing(tmp_path: Path) -> None:
    (tmp_path / "reference").mkdir()
    done = run("init", tmp_path / "a.duckdb", "--reference", tmp_path / "reference", home=tmp_path)
    assert refused(done, "campaign.csv")
    assert not (tmp_path / "a.duckdb").exists()


# export


@pytest.mark.parametrize("table", [name for name in TABLES if name != "observation"])
def test_a_csv_export_reads_back_as_the_rows_it_came_from(home: Path, tmp_path: Path, table: str) -> None:
    text = run("export", table, home=home).stdout
    assert text.startswith(b"\xef\xbb\xbf")
    exported = csv_rows(text)
    known = contract.tables()[table]
    path = tmp_path / f"{table}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, known.columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(exported)
    source = (REFERENCE if known.is_reference else FACTS) / f"{table}.csv"
    rows = [contract.read_rows(file, known).drop(["row_no"]).to_pylist() for file in (path, source)]
    by_key = [sorted(found, key=lambda row: [str(row[name]) for name in known.key]) for found in rows]
    assert by_key[0] == by_key[1]


@pytest.mark.parametrize("table", TABLES)
def test_the_three_forms_of_a_table_hold_the_same_rows_and_columns(home: Path, table: str) -> None:
    text, objects, columnar = (run("export", table, "--format", form, home=home).stdout for form in FORMS)
    as_csv, as_json = csv_rows(text), json.loads(objects)
    as_parquet = pq.read_table(io.BytesIO(columnar))
    header = text.decode("utf-8-sig").splitlines()[0].split(",")
    assert as_parquet.column_names == header
    assert len(as_csv) == len(as_json) == as_parquet.num_rows
    assert all(list(row) == header for row in as_json)


def test_observations_are_exported_in_names_with_everything_beside_them(home: Path) -> None:
    done = run("export", "observation", home=home)
    rows = csv_rows(done.stdout)
    assert (done.stdout[:3], list(rows[0]), len(rows)) == (b"\xef\xbb\xbf", OBSERVATION_COLUMNS, 43)
    lunzhen = next(row for row in rows if row["printed"] == "1870余件")
    assert float(lunzhen["value"]) == 1870
    assert {name: lunzhen[name] for name in lunzhen if name not in ("batch", "note", "value")} == {
        "unit": "禹城市伦镇",
        "metric": "为群众办实事数",
        "variant": "",
        "as_of": "2021-09-17",
        "qualifier": "at_least",
        "printed": "1870余件",
        "uom": "件",
        "coverage": "全镇（街道）",
        "period_start": "",
        "goal": "创建一流工作团队",
        "place": "8.3",
        "row": "32",
    }


def test_a_place_keeps_the_last_digit_of_its_paragraph(home: Path) -> None:
    """Section 1 paragraph 10 is no number 1.1."""
    places = {row["place"] for row in csv_rows(run("export", "theme", home=home).stdout)}
    with (REFERENCE / "theme.csv").open(encoding="utf-8", newline="") as file:
        assert places == {row["place"] for row in csv.DictReader(file)}


def test_a_cell_that_would_be_a_formula_is_made_text(tmp_path: Path) -> None:
    units = """
        unit_id | short_name      | name
        a       | =1+1            | ＝cmd
        b       | @sum(a1)        | -2
        c       | +8610           | 晏城=好
    """
    draw(tmp_path / "sanchuang-2021.duckdb", unit=units).close()
    rows = csv_rows(run("export", "unit", home=tmp_path).stdout)
    assert [(row["short_name"], row["name"]) for row in rows] == [
        ("'=1+1", "'＝cmd"),
        ("'@sum(a1)", "'-2"),
        ("'+8610", "晏城=好"),
    ]


def test_a_negative_number_stays_a_number(tmp_path: Path) -> None:
    figures = {"unit": "unit_id\na", "metric": "metric_id\nm"}
    path = tmp_path / "sanchuang-2021.duckdb"
    draw(path, **figures, observation="unit_id | metric_id | value\na | m | -2").close()
    assert float(csv_rows(run("export", "observation", home=tmp_path).stdout)[0]["value"]) == -2


@pytest.mark.parametrize("table", ["observation", "unit"])
def test_the_day_before_anything_happened_only_the_header_is_known(home: Path, table: str) -> None:
    done = run("export", table, "--known-on", DAY_BEFORE, home=home)
    assert (done.returncode, len(done.stdout.decode("utf-8-sig").splitlines())) == (0, 1)


@pytest.mark.parametrize("form", ["json", "parquet"])
def test_the_day_before_anything_happened_the_other_forms_are_empty(home: Path, form: str) -> None:
    done = run("export", "observation", "--known-on", DAY_BEFORE, "--format", form, home=home)
    empty = json.loads(done.stdout) if form == "json" else pq.read_table(io.BytesIO(done.stdout)).to_pylist()
    assert (done.returncode, empty) == (0, [])


def test_a_day_and_its_last_event_mean_the_same(home: Path) -> None:
    by_day, by_event = (
        run("export", "observation", "--known-on", known_on, home=home) for known_on in ("2021-09-17", "22")
    )
    assert (by_day.returncode, by_day.stdout) == (0, by_event.stdout)


@pytest.mark.parametrize("day", ["yesterday", "2021-13-01", "2021-09-31", "-1", "1.5", "２０２１-09-17"])
def test_what_is_no_day_and_no_event_is_refused(home: Path, day: str) -> None:
    assert refused(run("export", "unit", f"--known-on={day}", home=home), day, "历史时点")


def test_an_event_that_has_not_happened_is_refused_with_the_last_one(home: Path) -> None:
    assert refused(run("export", "unit", "--known-on", "25", home=home), "25", "24")


def test_an_unknown_table_is_refused_with_the_tables_there_are(home: Path) -> None:
    assert refused(run("export", "event", home=home), "event", *TABLES)


def test_an_unknown_format_is_refused_with_the_formats_there_are(home: Path) -> None:
    assert refused(run("export", "unit", "--format", "pdf", home=home), "pdf", *FORMS)


def test_an_export_can_be_written_to_a_file(home: Path, tmp_path: Path) -> None:
    done = run("export", "unit", "--out", tmp_path / "unit.csv", home=home)
    assert (done.returncode, done.stdout) == (0, b"")
    assert (tmp_path / "unit.csv").read_bytes() == run("export", "unit", home=home).stdout


def test_an_export_that_cannot_be_written_is_refused_in_one_sentence(home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert refused(run("export", "unit", "--out", tmp_path / "file" / "unit.csv", home=home), "无法写入")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refused(run_apart("export", "unit", home=tmp_path), "sanchuang-2021.duckdb")


def test_messages_come_in_english_when_asked(tmp_path: Path) -> None:
    assert refused(run("--lang", "en", "export", "unit", home=tmp_path), "There is no campaign file")


# doctor


def test_a_sound_file_ends_with_status_0(home: Path) -> None:
    done = run_apart("doctor", home=home)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "没有发现问题" in done.stdout.decode()


def test_a_damaged_span_ends_with_status_1_until_it_is_repaired(built: Path, own_home: Path) -> None:
    store = Store(own_home / built.name)
    with store.writing() as writing:
        writing.cursor.execute("delete from observation_span where row_no = 2")
    store.close()
    statuses = [run("doctor", *flags, home=own_home).returncode for flags in ([], ["--repair"], [])]
    assert statuses == [1, 0, 0]


# through the server that holds the file

SERVER = """
import sys
from campaign.server.admin import AdminDoor
from campaign.settings import settings
from campaign.store import Store

store = Store(settings().campaign_file)
door = AdminDoor({store.path: store}.get, settings().admin_key_file)
print("open", flush=True)
sys.stdin.readline()
door.close()
store.close()
"""


@contextmanager
def served(home: Path) -> Iterator[subprocess.Popen[str]]:
    """A server process that holds the home's campaign file until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        cwd=ROOT,
        env=os.environ | {"CAMPAIGN_HOME": str(home), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin and process.stdout
    try:
        assert process.stdout.readline() == "open\n"
        yield process
        process.stdin.write("end\n")
        process.stdin.flush()
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


COMMANDS: list[list[str]] = [
    ["export", "observation"],
    ["export", "unit", "--format", "json"],
    ["export", "metric", "--format", "parquet"],
    ["export", "observation", "--known-on", DAY_BEFORE],
    ["export", "unit", "--known-on", "99"],
    ["export", "nothing"],
    ["--lang", "en", "export", "unit", "--format", "pdf"],
    ["doctor"],
    ["--lang", "en", "doctor"],
]


@pytest.fixture(scope="module")
def both_ways(
    home: Path,
) -> list[tuple[subprocess.CompletedProcess[bytes], subprocess.CompletedProcess[bytes]]]:
    alone = [run(*command, home=home) for command in COMMANDS]
    with served(home):
        return list(zip(alone, [run(*command, home=home) for command in COMMANDS], strict=True))


@pytest.mark.parametrize("number", range(len(COMMANDS)), ids=lambda number: " ".join(COMMANDS[number]))
def test_a_command_says_the_same_through_the_server(
    both_ways: list[tuple[subprocess.CompletedProcess[bytes], subprocess.CompletedProcess[bytes]]],
    number: int,
) -> None:
    alone, through = both_ways[number]
    assert (through.returncode, through.stdout, through.stderr) == (
        alone.returncode,
        alone.stdout,
        alone.stderr,
    )


def test_another_campaigns_command_does_not_go_to_the_server(home: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    draw(other, unit="unit_id\nonly").close()
    with served(home):
        rows = csv_rows(run("export", "unit", "--campaign", other, home=home).stdout)
    assert [row["unit_id"] for row in rows] == ["only"]


def test_the_key_file_is_for_its_owner_only_and_goes_with_the_server(home: Path) -> None:
    key_file = home / "server.json"
    with served(home):
        assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert not key_file.exists()


def test_a_wrong_key_is_refused(home: Path) -> None:
    with served(home):
        told = json.loads((home / "server.json").read_text(encoding="utf-8"))
        request = urllib.request.Request(
            f"http://127.0.0.1:{told['port']}/",
            data=json.dumps({"command": "export", "arguments": {"table": "unit"}, "lang": "zh"}).encode(),
            headers={"Authorization": "Bearer guessed"},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with pytest.raises(urllib.error.HTTPError) as caught:
            opener.open(request, timeout=30)
        assert caught.value.code == 403
        caught.value.close()


def test_the_door_is_open_on_the_loopback_address_only(home: Path) -> None:
    with served(home):
        port = json.loads((home / "server.json").read_text(encoding="utf-8"))["port"]
        listening = Path("/proc/net/tcp").read_text(encoding="ascii")
    addresses = {
        line.split()[1] for line in listening.splitlines()[1:] if f":{port:04X} " in line.split()[1] + " "
    }
    assert addresses == {f"0100007F:{port:04X}"}


def test_the_key_file_a_killed_server_left_is_ignored(own_home: Path) -> None:
    with pytest.raises(AssertionError), served(own_home) as process:
        process.kill()
        process.wait()
        raise AssertionError
    assert (own_home / "server.json").exists()
    assert run("doctor", home=own_home).returncode == 0


@pytest.mark.parametrize("left", ["", "{}", "[]", "null", "{", '{"campaign": 1}'])
def test_a_damaged_key_file_is_ignored(own_home: Path, left: str) -> None:
    (own_home / "server.json").write_text(left, encoding="utf-8")
    assert run("export", "unit", home=own_home).returncode == 0


@pytest.mark.parametrize(
    "answer", [b"", b"SSH-2.0-other\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"]
)
def test_a_leftover_key_file_whose_port_another_program_has_is_ignored(own_home: Path, answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        told = {
            "port": other.getsockname()[1],
            "key": "x",
            "campaign": str(own_home / "sanchuang-2021.duckdb"),
            "pid": 1,
        }
        (own_home / "server.json").write_text(json.dumps(told), encoding="utf-8")
        threading.Thread(target=_answer_once, args=(other, answer), daemon=True).start()
        assert run("export", "unit", home=own_home).returncode == 0


def _answer_once(listening: socket.socket, answer: bytes) -> None:
    connection, _ = listening.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(answer)


def test_what_is_published_in_a_served_file_is_exported_at_once(tmp_path: Path) -> None:
    path = tmp_path / "sanchuang-2021.duckdb"
    store = draw(path, unit="unit_id\na", metric="metric_id\nm")
    enter(store, "observation", "unit_id | metric_id | value\na | m | 7")
    store.close()
    with served(tmp_path):
        assert len(csv_rows(run("export", "observation", home=tmp_path).stdout)) == 1
