"""The process that reads and checks files, so that a bad one can kill nothing else.

One warm worker for files of pages: limits on memory and time, started again when it dies. A big file of the
command line gets a process of its own. Jobs and answers are pickles in pipes; many rows go through a file.
"""

import contextlib
import datetime as dt
import hashlib
import logging
import os
import pickle
import secrets
import selectors
import struct
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.csv

from campaign import contract
from campaign.intake import checking
from campaign.intake.checked import Checked, Grid
from campaign.intake.checking import Hints
from campaign.intake.names import Names
from campaign.intake.reading import PAGE, Limits
from campaign.settings import ROOT
from campaign.words import Refusal

log = logging.getLogger("campaign")

MEGABYTE = 2**20
ROWS_IN_A_PIPE = 50_000  # more go through a file that the other side maps instead of copying
START_SECONDS = 60  # a process may take to load on a busy machine: no part of a file's own time
TICK_SECONDS = 1.0  # how often who waits is told
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


@dataclass(frozen=True)
class Allowance:
    """What one file may take; memory beyond what the worker took to start."""

    seconds: float
    memory_mb: int


PAGE_ALLOWANCE = Allowance(seconds=10, memory_mb=512)
COMMAND_ALLOWANCE = Allowance(seconds=300, memory_mb=1536)


@dataclass(frozen=True)
class Job:
    """One file to check: exactly one of data, path, text and grid."""

    kind: str
    file_name: str
    names: Names
    today: dt.date
    data: bytes | None = None
    path: Path | None = None
    text: str | None = None  # pasted
    grid: Grid | None = None  # typed into a form, or edited in place
    limits: Limits = PAGE
    units: frozenset[str] | None = None
    hints: Hints | None = None


@dataclass(frozen=True)
class _Asked:
    job: Job
    allowance: Allowance
    rows_file: Path | None  # where many rows go


class Worker:
    """One process. Jobs of many threads wait for each other; each has its own time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_ready = False  # whether the process has said that it has loaded

    def warm(self) -> None:
        """Starts the process without waiting for it."""
        with self._lock:
            self._start()

    def check(
        self, job: Job, allowance: Allowance = PAGE_ALLOWANCE, tell: Callable[[float], None] | None = None
    ) -> Checked:
        """What checking says. What kills the worker, takes too long or too much is `refused` in one sentence.

        tell: called about every second with the seconds gone by.
        """
        with self._lock, _scratch() as folder:
            process = self._start()
            asked = _Asked(job, allowance, Path(folder) / "rows.arrow")
            try:
                return _with_rows(self._answer(process, asked, tell), asked)
            except Refusal as refusal:
                self._end()
                self._start()
                return Checked(job.kind, job.file_name, "", secrets.token_urlsafe(16), refused=refusal)

    def close(self) -> None:
        with self._lock:
            self._end()

    def _start(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._is_ready = False
            self._process = subprocess.Popen(
                [sys.executable, "-c", "import campaign.intake.worker as worker; worker.serve()"],
                cwd=ROOT,
                # one thread and one heap: a limit on addresses counts what is set aside for each of them
                env=os.environ
                | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # DuckDB draws a bar; what matters comes as an answer
            )
        return self._process

    def _end(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process.wait()
        self._process = None

    def _answer(
        self, process: "subprocess.Popen[bytes]", asked: _Asked, tell: Callable[[float], None] | None
    ) -> Checked:
        assert process.stdin and process.stdout
        died = Refusal("worker.died", file=asked.job.file_name)
        try:
            self._wait_until_ready(process.stdout)
            _send(process.stdin, asked)
        except (EOFError, OSError):
            raise died from None
        _wait(process.stdout, asked, tell)
        try:
            answer = _receive(process.stdout)
        except (EOFError, OSError):
            raise died from None
        if isinstance(answer, Refusal):
            raise answer
        if isinstance(answer, str):  # a mistake of ours: the trace goes to the log
            number = secrets.token_hex(3).upper()
            log.error("%s while checking a file\n%s", number, answer)
            raise Refusal("worker.failed", number=number)
        assert isinstance(answer, Checked)
        return answer

    def _wait_until_ready(self, answers: IO[bytes]) -> None:
        if self._is_ready:
            return
        with selectors.DefaultSelector() as selector:
            selector.register(answers, selectors.EVENT_READ)
            if not selector.select(START_SECONDS):
                raise EOFError
        _receive(answers)
        self._is_ready = True


def _scratch() -> "tempfile.TemporaryDirectory[str]":
    # Windows does not let a mapped file go; what is left there goes with the folder of temporary files
    return tempfile.TemporaryDirectory(prefix="campaign-rows-", ignore_cleanup_errors=True)


_shared = Worker()


def shared() -> Worker:
    """The warm worker of this process."""
    return _shared


@contextlib.contextmanager
def apart() -> Iterator[Worker]:
    """A worker of its own for one big file, so that small ones need not wait for it."""
    worker = Worker()
    try:
        yield worker
    finally:
        worker.close()


def _wait(answers: IO[bytes], asked: _Asked, tell: Callable[[float], None] | None) -> None:
    """Until an answer begins. Raises Refusal when the job's time is over."""
    started = time.monotonic()
    with selectors.DefaultSelector() as selector:
        selector.register(answers, selectors.EVENT_READ)
        left = asked.allowance.seconds
        while not selector.select(min(TICK_SECONDS, left)):
            gone = time.monotonic() - started
            left = asked.allowance.seconds - gone
            if left <= 0:
                raise Refusal(
                    "worker.too_long", file=asked.job.file_name, seconds=int(asked.allowance.seconds)
                )
            if tell is not None:
                tell(gone)


def _with_rows(checked: Checked, asked: _Asked) -> Checked:
    if asked.rows_file is None or not asked.rows_file.exists():
        return checked
    with pa.memory_map(str(asked.rows_file)) as mapped:
        return replace(checked, records=pa.ipc.open_file(mapped).read_all())


def _send(pipe: IO[bytes], what: object) -> None:
    packed = pickle.dumps(what, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(struct.pack("<Q", len(packed)))
    pipe.write(packed)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> object:
    (length,) = struct.unpack("<Q", _exactly(pipe, 8))
    return pickle.loads(_exactly(pipe, length))


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    found = pipe.read(length)
    if len(found) < length:
        raise EOFError
    return found


# In the worker


def serve() -> None:
    """Answers jobs until nobody asks any more."""
    # loaded before the first file waits for them
    import campaign.intake.excel
    import campaign.intake.old_excel  # noqa: F401

    answering = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with the answers
    _send(answering, "ready")
    _work(sys.stdin.buffer, answering)


def _work(jobs: IO[bytes], answers: IO[bytes]) -> None:
    started_with = _addresses()
    while True:
        try:
            asked = _receive(jobs)
        except EOFError:
            return
        assert isinstance(asked, _Asked)
        _limit(asked.allowance, started_with)
        _send(answers, _done(asked))


def _done(asked: _Asked) -> Checked | Refusal | str:
    try:
        return _small(_with_digest(_checked(asked.job)), asked.rows_file)
    except MemoryError:
        return Refusal("worker.too_much", file=asked.job.file_name, mb=asked.allowance.memory_mb)
    except OSError as error:
        return Refusal("worker.not_read", file=asked.job.file_name, why=error.strerror)
    except Exception:
        return traceback.format_exc()


def _checked(job: Job) -> Checked:
    common: dict[str, Any] = {
        "kind": job.kind,
        "names": job.names,
        "limits": job.limits,
        "units": job.units,
        "today": job.today,
        "hints": job.hints,
    }
    if job.text is not None:
        return checking.check_pasted(job.text, **common)
    if job.grid is not None:
        return checking.check_grid(job.grid, file_name=job.file_name, **common)
    data = job.data if job.path is None else job.path.read_bytes()
    return checking.check(data or b"", file_name=job.file_name, **common)


def _with_digest(checked: Checked) -> Checked:
    if checked.records is None or not checked.records.num_rows:
        return checked
    return replace(checked, records_sha256=digest_of(checked.records, contract.tables()[checked.kind]))


def digest_of(records: pa.Table, table: contract.Table) -> str:
    """Of the rows as understood, in the order of their key: the same from a form as from a sheet."""
    order = pa.compute.sort_indices(records, [(name, "ascending") for name in table.key])
    said = records.select(table.columns)
    if table.name == "observation":  # the cell a figure stood in is no part of what it says
        nowhere = pa.nulls(said.num_rows, pa.string())
        said = said.set_column(said.column_names.index("place"), "place", nowhere)
    digest = hashlib.sha256()
    for first in range(0, len(order), ROWS_IN_A_PIPE):
        part = said.take(order[first : first + ROWS_IN_A_PIPE])
        with pa.BufferOutputStream() as text:
            pa.csv.write_csv(part, text)
            digest.update(text.getvalue())
    return digest.hexdigest()


def _small(checked: Checked, rows_file: Path | None) -> Checked:
    if checked.records is None or rows_file is None or checked.records.num_rows <= ROWS_IN_A_PIPE:
        return checked
    with pa.OSFile(str(rows_file), "wb") as file, pa.ipc.new_file(file, checked.records.schema) as writer:
        writer.write_table(checked.records)
    return replace(checked, records=None)


def _addresses() -> int:
    """Bytes of address space in use; 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _limit(allowance: Allowance, started_with: int) -> None:
    """The system itself ends a worker that takes more. Windows has none: there only time is held."""
    if sys.platform == "win32":
        return
    import resource

    space = started_with + allowance.memory_mb * MEGABYTE
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + allowance.seconds) + 2
    for what, most in ((resource.RLIMIT_AS, space), (resource.RLIMIT_CPU, seconds)):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
