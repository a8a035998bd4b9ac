"""Commands as a person gives them at the terminal, in a process of their own or in this one."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from campaign.cli import main
from campaign.settings import ROOT


def run_apart(*arguments: object, home: Path) -> subprocess.CompletedProcess[bytes]:
    """One command with its home folder; its campaign file is the first campaign's in that folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CAMPAIGN_")}
    return subprocess.run(
        [sys.executable, "-m", "campaign", *map(str, arguments)],
        cwd=ROOT,
        env=environment | {"CAMPAIGN_HOME": str(home)},
        capture_output=True,
        timeout=120,
    )


def run(*arguments: object, home: Path) -> subprocess.CompletedProcess[bytes]:
    """The same without the second or two a process of its own takes to start."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("CAMPAIGN_")]:
            patch.delenv(name)
        patch.setenv("CAMPAIGN_HOME", str(home))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        status = main(list(map(str, arguments)))
    said = [stream.buffer.getvalue() for stream in (out, err)]
    return subprocess.CompletedProcess([], status, *said)
