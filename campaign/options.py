"""Settings a person may change: names, defaults and what they may be. Kept as signed acts in `setting`."""

import re
from dataclasses import dataclass

import pyarrow as pa

from campaign.acts import act
from campaign.ask import ask, asked, kept
from campaign.figures.colours import HEX, LEAST_CONTRAST, PALETTES, STANDARD, Colours, contrast, is_grey
from campaign.filters import Filters
from campaign.store import Store
from campaign.words import Refusal


@dataclass(frozen=True)
class Option:
    """One setting. Its texts are the messages option.<name>.title and .text, `.` in the name as `_`."""

    name: str
    default: str
    choices: tuple[str, ...] = ()  # empty: a number from low to high, or a text
    low: float = 0
    high: float = 0
    decimals: int = 0  # how many places the number may have
    is_colour: bool = False  # "palette", or a colour of its own
    longest: int = 0  # characters of a text in one line; 0: no text
    is_threshold: bool = False  # set beside the method it belongs to, not among the board's own settings
    group: str = ""  # under which heading of 设置 it stands; a threshold has none

    def fits(self, value: str) -> bool:
        if self.is_colour:
            return value == OF_PALETTE or HEX.fullmatch(value) is not None
        if self.choices:
            return value in self.choices
        if self.longest:
            return 0 < len(value) <= self.longest and value.strip() == value and value.isprintable()
        pattern = rf"\d+(\.\d{{1,{self.decimals}}})?" if self.decimals else r"\d+"
        is_number = re.fullmatch(pattern, value, re.ASCII) is not None
        return is_number and self.low <= float(value) <= self.high


OF_PALETTE = "palette"
YES_NO = ("yes", "no")
NOT_SET = "—"  # a text nobody gave
LONGEST_PAPER = 120  # characters: three lines on paper
# what an office sets once for all its papers
PAPER = (
    "paper_office", "paper_addressees", "paper_number", "paper_copies",
    "paper_reports_to", "paper_sends_to", "paper_issues_to",
)  # fmt: skip
OPTIONS: dict[str, Option] = {
    option.name: option
    for option in (
        Option("browsing_open", "yes", YES_NO, group="access"),
        Option("review_levels", "1", ("1", "2"), group="access"),
        Option("session_hours", "10", low=1, high=72, group="access"),
        Option("session_idle_minutes", "120", low=5, high=1440, group="access"),
        Option("original_days", "730", low=30, high=3650, group="keeping"),
        Option("backup_hours", "24", low=1, high=168, group="keeping"),
        Option("backups_kept", "14", low=2, high=365, group="keeping"),
        Option("status_palette", "standard", tuple(PALETTES), group="colours"),
        *(Option(f"colour_{status}", OF_PALETTE, is_colour=True, group="colours") for status in STANDARD),
        *(Option(name, NOT_SET, longest=LONGEST_PAPER, group="papers") for name in PAPER),
        # 对比排名
        Option("gate_least_units", "3", low=3, high=50, is_threshold=True),
        Option("gate_least_share", "66.66", low=50, high=100, decimals=2, is_threshold=True),
        Option("index_least_share", "66.66", low=50, high=100, decimals=2, is_threshold=True),
        Option("index_decimals", "1", low=0, high=3, is_threshold=True),
        Option("index_draws", "1000", low=100, high=5000, is_threshold=True),
        Option("index_spread", "25", low=5, high=50, is_threshold=True),
        Option("index_agreement", "90", low=50, high=100, is_threshold=True),
        Option("index_widest_place", "3", low=1, high=20, is_threshold=True),
        Option("award_notice_days", "5", low=1, high=30, group="awards"),
        Option("award_notice_start", "next_day", ("next_day", "posting_day"), group="awards"),
        Option("supervision_reports", "2", low=2, high=3, is_threshold=True),
        Option("supervision_periods", "2", low=1, high=6, is_threshold=True),
        Option("supervision_days", "14", low=7, high=60, is_threshold=True),
        Option("pace_on_pace", "0.95", low=0.5, high=1, decimals=2, is_threshold=True),
        Option("pace_behind", "0.75", low=0.1, high=0.95, decimals=2, is_threshold=True),
        Option("pace_ahead", "1.05", low=1, high=2, decimals=2, is_threshold=True),
        Option("pace_sure", "0.05", low=0.001, high=0.2, decimals=3, is_threshold=True),
        Option("pace_likely", "0.20", low=0.01, high=0.5, decimals=2, is_threshold=True),
        Option("pace_stale_days", "14", low=1, high=92, is_threshold=True),
    )
}


def value_of(store: Store, name: str, known_on: int | None = None) -> str:
    """The setting as known at an event (now when None), its default where nobody set it."""
    chosen = _chosen(store, Filters(store.last_event if known_on is None else known_on))
    return chosen.get(name, OPTIONS[name].default)


def _chosen(store: Store, filters: Filters) -> dict[str, str]:
    """What somebody set, by name. Read several times in every run of a page."""
    return kept((*asked(store, filters, "settings"), "chosen"), lambda: _read(store, filters))


def _read(store: Store, filters: Filters) -> dict[str, str]:
    found = ask(store, "settings", filters)
    return dict(zip(found["name"], found["value"].astype(str), strict=True))


def number_of(store: Store, name: str, known_on: int | None = None) -> float:
    """The same for a setting that is a number."""
    return float(value_of(store, name, known_on))


def colours_of(store: Store, known_on: int) -> Colours:
    """The colours of status as set at an event: the palette's, or a status's own."""
    filters = Filters(known_on)
    return kept((*asked(store, filters, "settings"), "colours"), lambda: _colours(store, filters))


def _colours(store: Store, filters: Filters) -> Colours:
    chosen = _chosen(store, filters)
    palette = PALETTES[chosen.get("status_palette", OPTIONS["status_palette"].default)]
    own = {status: chosen.get(f"colour_{status}", OF_PALETTE) for status in STANDARD}
    return Colours(tuple(palette[name] if own[name] == OF_PALETTE else own[name] for name in STANDARD))


def _check_colour(value: str) -> None:
    if value == OF_PALETTE:
        return
    if not HEX.fullmatch(value):
        raise Refusal("option.not_a_colour", found=value)
    if is_grey(value):
        raise Refusal("option.grey", found=value)
    if contrast(value) < LEAST_CONTRAST:
        raise Refusal("option.too_pale", found=value, contrast=f"{contrast(value):.1f}", least=LEAST_CONTRAST)


def text_of(store: Store, name: str, known_on: int | None = None) -> str:
    """The same for a text, empty where nobody gave one."""
    value = value_of(store, name, known_on)
    return "" if value == NOT_SET else value


def change(store: Store, name: str, value: str, *, by: str, reason: str | None = None) -> int:
    """Sets one setting and returns the event's number. Raises Refusal for a value it cannot have."""
    option = OPTIONS[name]
    if option.is_colour:
        value = value.strip().lower() or OF_PALETTE
        _check_colour(value)
    if not option.fits(value):
        if option.longest:
            raise Refusal("option.not_a_text", name=name, found=len(value), most=option.longest)
        known = ", ".join(option.choices) or f"{option.low:g}–{option.high:g}"
        raise Refusal("option.not_a_value", name=name, found=value, known=known)
    rows = pa.table({"name": [name], "value": [value], "row_no": pa.array([1], pa.int64())})
    return act(store, "setting", rows, title=name, by=by, reason=reason)
