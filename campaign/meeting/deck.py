"""What a meeting shows, slide by slide: what every output (放映, PPTX, DOCX, XLSX, HTML) is made from."""

from dataclasses import dataclass
from typing import Literal

from campaign import panels
from campaign.panels import Seen

# cover: title and day; words: lines only; panel: a chart or table; unit: one unit's own slide; annex: a table
Kind = Literal["cover", "words", "panel", "unit", "annex"]


@dataclass(frozen=True)
class Slide:
    """One slide. `seen` is the answer it shows, kept when the meeting is; None where there are only lines."""

    slide_id: str
    kind: Kind
    title: str  # the finding, in a sentence
    seen: Seen | None = None
    lines: tuple[str, ...] = ()  # what stands in words, beside the picture or instead of it
    notes: str = ""  # what the presenter says; figures and the places they come from
    is_noted: bool = False  # whether the presenter wrote the notes: else they are drafted from the rows
    source: str = ""  # the line at the foot: whose figures, of which day
    unit_id: str | None = None

    @property
    def is_told(self) -> bool:
        """Whether the lines stand for the table, which comes whole in the annex: goals are cards."""
        is_goals = self.seen is not None and self.seen.panel.name == panels.GOAL_FIGURES.name
        return self.kind == "panel" and is_goals and bool(self.lines)

    @property
    def is_of_figures(self) -> bool:
        """Whether it shows one unit's figures: the first of them set large."""
        return self.kind == "unit" and self.seen is not None and self.seen.panel.name == "unit_figures"


@dataclass(frozen=True)
class Office:
    """What an office sets once for all its papers; empty: not set, and left blank on paper."""

    office: str = ""  # 发文机关署名, 编发单位
    addressees: str = ""  # 主送机关
    number: str = ""  # 发文机关代字 and year, without the running number
    copies: str = ""  # 抄送机关
    reports_to: str = ""  # 简报: 报, 送, 发
    sends_to: str = ""
    issues_to: str = ""


@dataclass(frozen=True)
class Deck:
    """A meeting, or one quick show, in one language."""

    deck_id: str  # printed small on every page; a show without a meeting has the day and the page
    title: str
    day: str  # as people read it
    place: str
    known: str  # as known when, in words
    source: str  # whose figures
    lang: Literal["zh", "en"]
    is_synthetic: bool
    slides: tuple[Slide, ...]
    is_final: bool = False
    office: Office = Office()  # as set when the paper is made: a finalised meeting's papers may go out later
    corrections: tuple[str, ...] = ()  # what was corrected since it was finalised, a sentence each

    def panels(self) -> tuple[Slide, ...]:
        """The slides that show an answer."""
        return tuple(slide for slide in self.slides if slide.seen is not None)
