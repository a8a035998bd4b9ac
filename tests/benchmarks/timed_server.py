"""`streamlit` with a stopwatch, for screen.py: how long each rerun takes inside the server.

Stands where `python -m streamlit` would. Adds a line a run to the file BENCHMARK_TIMES names: milliseconds
from when the session's own thread takes the request up to when it is free for the next one, that is the
script, Streamlit's bookkeeping and, where it is on, its garbage collection.
"""

import os
import time
from pathlib import Path
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.web.cli import main

TIMES = Path(os.environ["BENCHMARK_TIMES"])
Runner: Any = ScriptRunner  # its method is nobody's interface: a new Streamlit may want another name here
run_script = Runner._run_script


def timed(self: Any, rerun_data: Any) -> None:
    started = time.perf_counter()
    try:
        run_script(self, rerun_data)
    finally:
        took = (time.perf_counter() - started) * 1000
        with TIMES.open("a", encoding="utf-8") as file:
            file.write(f"{took:.3f}\n")


Runner._run_script = timed

if __name__ == "__main__":
    main(prog_name="streamlit")
