"""The process that reads files: what is bad in one file ends there, and the person gets a sentence."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from campaign.intake import worker
from campaign.intake.checked import Grid
from campaign.intake.names import Names, names_of
from campaign.intake.reading import COMMAND
from campaign.intake.worker import Allowance, Job, Worker
from campaign.settings import ROOT
from campaign.store import Store
from campaign.words import LANGUAGES, Words

HEADER = "单位,指标,期间,数值\n"
GOOD = f"{HEADER}市发展改革委,谋划重大项目数,2021年10月,21\n"


@pytest.fixture(scope="module")
def reader() -> Iterator[Worker]:
    warm = Worker()
    yield warm
    warm.close()


@pytest.fixture
def names(store: Store) -> Names:
    return names_of(store, store.last_event)


def job(names: Names, data: bytes | None = GOOD.encode(), **what: object) -> Job:
    return Job("observation", "十月.csv", names, date(2021, 11, 3), data=data, **what)  # type: ignore[arg-type]


def process_of(reader: Worker) -> int:
    assert reader._process is not None
    return reader._process.pid


def test_a_file_comes_back_as_records(reader: Worker, names: Names) -> None:
    checked = reader.check(job(names))
    assert checked.records is not None
    assert checked.records.select(["unit_id", "metric_id", "row_no"]).to_pylist() == [
        {"unit_id": "fgw", "metric_id": "projects_planned", "row_no": 2}
    ]


def test_pasted_cells_and_a_form_go_the_same_way(reader: Worker, names: Names) -> None:
    pasted = reader.check(job(names, data=None, text=GOOD.replace(",", "\t")))
    header, cells = (tuple(line.split(",")) for line in GOOD.splitlines())
    typed = reader.check(job(names, data=None, grid=Grid(header, ((2, cells),))))
    for checked in (pasted, typed):
        assert checked.records is not None and checked.records.num_rows == 1


def test_many_rows_come_back_through_a_file(
    reader: Worker, names: Names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = 60_000
    lines = (f"市发展改革委,谋划重大项目数,2021年{1 + day % 9}月,{day}\n" for day in range(days))
    (tmp_path / "big.csv").write_text(HEADER + "".join(lines), encoding="utf-8")
    big = Job("observation", "big.csv", names, date(2021, 11, 3), path=tmp_path / "big.csv", limits=COMMAND)
    checked = reader.check(big, worker.COMMAND_ALLOWANCE)
    assert checked.refused is None and checked.errors


def test_the_same_process_reads_file_after_file(reader: Worker, names: Names) -> None:
    reader.check(job(names))
    first = process_of(reader)
    assert reader.check(job(names)).refused is None
    assert process_of(reader) == first


def test_a_file_that_takes_too_long_is_stopped_and_the_next_one_is_read(names: Names) -> None:
    reader = Worker()
    reader.check(job(names))
    slow = HEADER + "市发展改革委,谋划重大项目数,2021年10月,21\n" * 15_000
    refused = reader.check(job(names, slow.encode()), Allowance(seconds=0.001, memory_mb=512)).refused
    assert refused is not None and refused.key == "worker.too_long"
    assert reader.check(job(names)).refused is None
    reader.close()


def test_a_file_that_takes_too_much_memory_is_stopped_and_the_next_one_is_read(names: Names) -> None:
    reader = Worker()
    reader.check(job(names))
    wide = HEADER + "市发展改革委,谋划重大项目数,2021年10月,21\n" * 15_000
    refused = reader.check(job(names, wide.encode()), Allowance(seconds=30, memory_mb=1)).refused
    assert refused is not None and refused.key in ("worker.too_much", "worker.died", "worker.failed")
    assert reader.check(job(names)).refused is None
    reader.close()


def test_a_worker_killed_while_it_reads_is_told_and_started_again(names: Names) -> None:
    reader = Worker()
    reader.check(job(names))
    killed = process_of(reader)
    long = HEADER + "市发展改革委,谋划重大项目数,2021年10月,21\n" * 19_000
    os.kill(killed, signal.SIGSTOP)  # so that the job is surely under way
    found: list[object] = []
    asking = threading.Thread(target=lambda: found.append(reader.check(job(names, long.encode())).refused))
    asking.start()
    os.kill(killed, signal.SIGKILL)
    asking.join(60)
    (refused,) = found
    assert getattr(refused, "key", None) == "worker.died"
    assert reader.check(job(names)).refused is None and process_of(reader) != killed
    reader.close()


def test_the_time_a_process_takes_to_load_is_no_part_of_a_files_own(names: Names) -> None:
    first, second = Worker(), Worker()
    begun = time.monotonic()
    first.check(job(names))
    loading = time.monotonic() - begun  # nearly all of it
    assert second.check(job(names), Allowance(seconds=loading / 3, memory_mb=512)).refused is None
    first.close()
    second.close()


def test_a_worker_that_died_unnoticed_is_replaced(names: Names) -> None:
    reader = Worker()
    reader.check(job(names))
    os.kill(process_of(reader), signal.SIGKILL)
    assert reader._process is not None and reader._process.wait() != 0
    assert reader.check(job(names)).refused is None
    reader.close()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "key", ["worker.died", "worker.too_long", "worker.too_much", "worker.not_read", "worker.failed"]
)
def test_what_went_wrong_is_one_line_that_says_nothing_was_handed_in(key: str, lang: str) -> None:
    said = Words(lang)(key, file="a.csv", seconds=10, mb=512, why="x", number="A1B2C3")  # type: ignore[arg-type]
    assert "\n" not in said and said[-1] in "。." and "Traceback" not in said


def test_a_missing_file_is_told(reader: Worker, names: Names, tmp_path: Path) -> None:
    gone = Job("observation", "gone.csv", names, date(2021, 11, 3), path=tmp_path / "gone.csv")
    refused = reader.check(gone).refused
    assert refused is not None and refused.key == "worker.not_read"


def test_the_worker_ends_with_who_started_it(names: Names) -> None:
    program = (
        "from campaign.intake import worker\n"
        "warm = worker.shared(); warm.warm(); print(warm._process.pid, flush=True); input()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    child = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    deadline = time.monotonic() + 30
    while _is_alive(child) and time.monotonic() < deadline:
        os.sched_yield()
    assert not _is_alive(child)


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").split()[2] != "Z"
    except (OSError, IndexError):
        return False


def test_the_worker_needs_no_page() -> None:
    program = "import sys, campaign.intake.worker; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, timeout=60).returncode == 0
