"""Where things are on this machine. The one place that reads the environment."""

import datetime as dt
import json
import os
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "queries"
REFERENCE = ROOT / "data" / "reference"
CONTRACT = ROOT / "data" / "datapackage.json"
FIRST_CAMPAIGN = "sanchuang-2021"
DEMO = "demo"
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

    def answers(self, file: Path) -> Path:
        """What units have said of the columns of their own tables, a folder a unit."""
        return self._kept_for(file) / "answers"

    def _kept_for(self, file: Path) -> Path:
        """A folder a campaign: the first's is the home itself; the demo's is apart as anybody may hand in."""
        return self.home if file.stem == FIRST_CAMPAIGN else self.home / file.stem

    @property
    def demo_file(self) -> Path:
        """The synthetic campaign: beside the real ones, never in them."""
        return self.home / f"{DEMO}.duckdb"

    @property
    def shown_file(self) -> Path:
        """Which campaign the board opens with, by whom it was chosen and when; none: the first."""
        return self.home / "shown.json"

    @property
    def is_given(self) -> bool:
        """Whether CAMPAIGN_FILE says which campaign is shown."""
        return bool(os.environ.get("CAMPAIGN_FILE"))

    def chosen(self) -> list[dict[str, str]]:
        """Every choice of what is shown, the last in force: campaign, by, at. Empty: nobody chose yet."""
        try:
            return list(json.loads(self.shown_file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return []

    def choose(self, campaign_id: str, *, by: str, at: dt.datetime) -> None:
        """The board opens with this campaign from now on; earlier choices stay listed."""
        choice = {"campaign": campaign_id, "by": by, "at": f"{at:%Y-%m-%d %H:%M}"}
        text = json.dumps([*self.chosen(), choice], ensure_ascii=False, indent=1)
        half_made = self.shown_file.with_suffix(".new")
        half_made.write_text(text, encoding="utf-8")
        half_made.replace(self.shown_file)

    def file_of(self, campaign_id: str) -> Path:
        return self.home / f"{campaign_id}.duckdb"

    def real_files(self) -> dict[str, Path]:
        """The real campaigns' files by their ids: this year's, those before it, the one that is shown."""
        found = {path.stem: path for path in sorted(self.home.glob("*.duckdb")) if path != self.demo_file}
        return {**found, self.campaign_file.stem: self.campaign_file}

    @property
    def deck_template(self) -> Path:
        """The office's own PowerPoint template, where it has put one; decks are made in its look."""
        return self.home / "template.pptx"

    @property
    def fonts_folder(self) -> Path:
        """Fonts for PDF files besides those of the machine: CAMPAIGN_FONTS, else a folder of the home."""
        given = os.environ.get("CAMPAIGN_FONTS")
        return Path(given).resolve() if given else self.home / "fonts"

    @property
    def log_file(self) -> Path:
        return self.home / "board.log"


def has_single_sign_on() -> bool:
    """Whether a provider people sign in with (OIDC) is configured, where Streamlit looks for it."""
    file = Path.cwd() / ".streamlit" / "secrets.toml"
    return file.is_file() and "auth" in tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def _whole(path: str) -> Path:
    """Looked up once: each run of a page asks for the settings a dozen times."""
    return Path(path).resolve()


def settings() -> Settings:
    """CAMPAIGN_HOME moves the folder, CAMPAIGN_FILE opens another campaign file; both are optional."""
    home = _whole(os.environ.get("CAMPAIGN_HOME") or str(ROOT / "data" / "local"))
    file = os.environ.get("CAMPAIGN_FILE")
    if file:
        return Settings(home, _whole(file))
    first = Settings(home, home / f"{FIRST_CAMPAIGN}.duckdb")
    chosen = first.chosen()
    return Settings(home, first.file_of(chosen[-1]["campaign"])) if chosen else first
