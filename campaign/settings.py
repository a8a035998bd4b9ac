"""Where things are on this machine. The one place that reads the environment."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "queries"
REFERENCE = ROOT / "data" / "reference"
CONTRACT = ROOT / "data" / "datapackage.json"
FIRST_CAMPAIGN = "sanchuang-2021"
FACTS = ROOT / "data" / "campaigns" / FIRST_CAMPAIGN


@dataclass(frozen=True)
class Settings:
    home: Path  # campaign files, the admin key, logs, later accounts and backups: the folder to back up
    campaign_file: Path  # the DuckDB file the board shows

    @property
    def admin_key_file(self) -> Path:
        """Where a running server tells the commands of this machine how to reach it (mode 600)."""
        return self.home / "server.json"

    @property
    def log_file(self) -> Path:
        return self.home / "board.log"


def settings() -> Settings:
    """CAMPAIGN_HOME moves the folder, CAMPAIGN_FILE opens another campaign file; both are optional."""
    home = Path(os.environ.get("CAMPAIGN_HOME") or ROOT / "data" / "local").resolve()
    file = os.environ.get("CAMPAIGN_FILE")
    return Settings(home, Path(file).resolve() if file else home / f"{FIRST_CAMPAIGN}.duckdb")
