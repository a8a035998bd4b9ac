"""What a panel is: a question, a way to draw its answer, and the table that says the same.

Its texts are the messages panel.<name>.title, .how (how to read it), and .empty (what it means when there is
nothing to show).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd
import plotly.graph_objects as go

from campaign import options
from campaign.ask import Key, Shared, ask, asked, content_of, kept
from campaign.figures.colours import Colours, standard
from campaign.figures.look import mark, settle
from campaign.filters import Filters
from campaign.methods.rows import Row, rows
from campaign.store import Store
from campaign.words import Words

Cell = Callable[[Row, Words], object]


ALT_ROWS, ALT_CELLS = 12, 3  # a text alternative that goes on longer is the table, which stands beside it


@dataclass(frozen=True)
class Column:
    """One column of a panel's table: its heading (message column.<name>) and how a row fills it."""

    name: str
    cell: Cell


@dataclass(frozen=True)
class Panel:
    name: str
    question: str
    columns: tuple[Column, ...]
    draw: Callable[[pd.DataFrame, Words], go.Figure] | None = None  # None: the table is the picture
    leads_to_units: bool = False  # a click on a mark opens its unit's page
    arrange: Callable[[pd.DataFrame, Words], pd.DataFrame] | None = None  # a table that is not row by row
    judge: Callable[..., pd.DataFrame] | None = None  # what methods add to the answer, as columns
    say: Callable[[pd.DataFrame, Words], str] | None = None  # what the picture comes to, in a sentence
    part: Callable[..., pd.DataFrame] | None = None  # what of a judged answer is this panel's
    chosen: tuple[str, ...] = ()  # questions `part` is given after it: what the reader chose of it
    beside: tuple[str, ...] = ()  # further questions whose answers `judge` is given after the first
    uses: tuple[str, ...] = ()  # numeric options `judge` is given by name, `.` as `_`, as known then

    def answer(self, store: Store, filters: Filters) -> pd.DataFrame:
        """The question's answer with what the methods add, judged once. The frame is the caller's own."""
        if self.judge is None:
            return ask(store, self.question, filters)
        # panels that judge the same answers in the same way share what comes of it, and so do events
        judge, key = self.judge, (*asked(store, filters, *self._judged()), "judged", self.judge)

        def judged() -> Shared:
            return Shared(judge(*self._answers(store, filters), **self._used(store, filters)))

        found = kept(key, lambda: kept(self.content(store, filters), judged)).lend()
        if self.part is not None:
            found = self.part(found, *(ask(store, question, filters) for question in self.chosen))
        return found

    def _answers(self, store: Store, filters: Filters) -> list[pd.DataFrame]:
        return [ask(store, question, filters) for question in (self.question, *self.beside)]

    def _judged(self) -> list[str]:
        """The questions on which what `judge` finds depends."""
        return [self.question, *self.beside, *(["settings"] if self.uses else [])]

    def _used(self, store: Store, filters: Filters) -> dict[str, float]:
        return {
            name.replace(".", "_"): options.number_of(store, name, filters.known_on) for name in self.uses
        }

    def refused(self, frame: pd.DataFrame) -> str | None:
        """The Reason for which an answer cannot be drawn (method.refused.<reason>); its table can be read."""
        reasons = list(frame["refused"].dropna()) if "refused" in frame else []
        return str(reasons[0]) if reasons else None

    def key(self, store: Store, filters: Filters) -> Key:
        """Equal where the answers are, as far as can be said without asking."""
        return asked(store, filters, *self._judged(), *self.chosen)

    def content(self, store: Store, filters: Filters, *more: str) -> Key:
        """What the answers say, those to `more` questions too: equal at all events that leave them so."""
        questions = (self.question, *self.beside, *more)
        contents = (content_of(store, question, filters) for question in questions)
        return ("content", self.judge, *self._used(store, filters).items(), *contents)

    def seen(self, store: Store, filters: Filters, words: Words, label: str = "") -> "Seen":
        """The answer as readers of this language see it, kept like the answer. `label`: on pictures."""
        colours = options.colours_of(store, filters.known_on)
        how = ("seen", self.name, words.lang, label, colours)

        def seen() -> Seen:
            return Seen(self, self.answer(store, filters), words, label, colours)

        def seen_before() -> Seen:
            return kept((*self.content(store, filters, *self.chosen), *how), seen)

        return kept((*self.key(store, filters), *how), seen_before)

    def title(self, words: Words) -> str:
        return words(f"panel.{self.name}.title")

    def how(self, words: Words) -> str:
        return words(f"panel.{self.name}.how")

    def empty(self, words: Words) -> str:
        return words(f"panel.{self.name}.empty")

    def table(self, frame: pd.DataFrame, words: Words) -> pd.DataFrame:
        """The same answer in words: one column per Column, headings in the reader's language."""
        if self.arrange is not None:
            return self.arrange(frame, words)
        lines = rows(frame)
        return pd.DataFrame(
            {words(f"column.{c.name}"): [c.cell(row, words) for row in lines] for c in self.columns}
        )

    def alt(self, frame: pd.DataFrame, words: Words) -> str:
        """A sentence for those who do not see the chart: its title and its first rows."""
        table = self.table(frame, words)
        told = rows(table.head(ALT_ROWS))
        if self.arrange is None:
            first = list(table.columns[:ALT_CELLS])
            said = [" ".join(str(row[head]) for head in first if str(row[head])) for row in told]
        else:  # a cell of an arranged table says nothing without its heading
            said = [words("list.comma").join(table.columns)]
            said += [" ".join(f"{head} {cell}" for head, cell in row.items() if str(cell)) for row in told]
        more = words("panel.alt_more", count=len(table) - ALT_ROWS) if len(table) > ALT_ROWS else ""
        return f"{self.title(words)}: {'; '.join(said)}{more}"


@dataclass(frozen=True)
class Seen:
    """One answer of a panel in one language. What is made of it is made once, when it is first looked at.

    Shared by all who look: `frame` and `figure` are read, never changed.
    """

    panel: Panel
    frame: pd.DataFrame
    words: Words
    label: str = ""
    colours: Colours = field(default_factory=standard)

    @cached_property
    def figure(self) -> go.Figure:
        assert self.panel.draw is not None
        drawn = settle(self.colours.put_into(self.panel.draw(self.frame, self.words)))
        if self.label:
            mark(drawn, self.label)
        return drawn

    @cached_property
    def alt(self) -> str:
        return self.panel.alt(self.frame, self.words)

    @cached_property
    def refused(self) -> str | None:
        return self.panel.refused(self.frame)

    @cached_property
    def said(self) -> str:
        """What the picture comes to; empty where there is nothing to say."""
        return "" if self.panel.say is None else self.panel.say(self.frame, self.words)
