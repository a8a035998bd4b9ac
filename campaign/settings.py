"""Where things are on this machine. The one place that reads the environment."""

import os
import tomllib
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
    home: Path  # campaign files, the admin key, logs, accounts, backups: the folder to back up
    campaign_file: Path  # the DuckDB file the board shows

    @property
    def admin_key_file(self) -> Path:
        """Where a running server tells the commands of this machine how to reach it (mode 600)."""
        return self.home / "server.json"

    @property
    def accounts_file(self) -> Path:
        """People, sessions and tokens (sqlite3, mode 600)."""
        return self.home / "accounts.sqlite3"

    @property
    def cookie_key_file(self) -> Path:
        """Signs the cookies of this board (mode 600); without it everybody signs in again."""
        return self.home / "cookie.key"

    def originals(self, file: Path) -> Path:
        """Files as they were handed in to the campaign of this file, each under an id."""
        return self._kept_for(file) / "originals"

    def drafts(self, file: Path) -> Path:
        """What people have begun to hand in to the campaign of this file, a file a person."""
        return self._kept_for(file) / "drafts"

    def _kept_for(self, file: Path) -> Path:
        """The demo's are apart: anybody may play any role in it."""
        return self.home / "demo" if file == self.demo_file else self.home

    @property
    def demo_file(self) -> Path:
        """The synthetic campaign: beside the real one, never in it."""
        return self.home / "demo.duckdb"

    @property
    def deck_template(self) -> Path:
        """The office's own PowerPoint template, where it has put one; decks are made in its look."""
        return self.home / "template.pptx"

    @property
    def log_file(self) -> Path:
        return self.home / "board.log"


def has_single_sign_on() -> bool:
    """Whether a provider people sign in with (OIDC) is configured, where Streamlit looks for it."""
    file = Path.cwd() / ".streamlit" / "secrets.toml"
    return file.is_file() and "auth" in tomllib.loads(file.read_text(encoding="utf-8"))


def settings() -> Settings:
    """CAMPAIGN_HOME moves the folder, CAMPAIGN_FILE opens another campaign file; both are optional."""
    home = Path(os.environ.get("CAMPAIGN_HOME") or ROOT / "data" / "local").resolve()
    file = os.environ.get("CAMPAIGN_FILE")
    return Settings(home, Path(file).resolve() if file else home / f"{FIRST_CAMPAIGN}.duckdb")
