"""The charts we have. A panel is a question, a way to draw its answer, and the table that says the same.

Page, slide and export show the same Panel, so they cannot disagree. Its texts are the messages
panel.<name>.title, .how (how to read it), and .empty (what it means when there is nothing to show).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

import pandas as pd
import plotly.graph_objects as go

from campaign import figures
from campaign.ask import Key, ask, asked, kept
from campaign.filters import Filters
from campaign.loop import drawn, judged, told
from campaign.methods.rows import Row, grouped, rows
from campaign.methods.sums import sum_qualifier
from campaign.store import SYSTEM, Store
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
    judge: Callable[[pd.DataFrame], pd.DataFrame] | None = None  # what methods add to the answer, as columns
    say: Callable[[pd.DataFrame, Words], str] | None = None  # what the picture comes to, in a sentence

    def answer(self, store: Store, filters: Filters) -> pd.DataFrame:
        """The question's answer with what the methods add, judged once. The frame is the caller's own."""
        if self.judge is None:
            return ask(store, self.question, filters)
        judge, key = self.judge, (*self.key(store, filters), "judged", self.name)
        return kept(key, lambda: judge(ask(store, self.question, filters))).copy(deep=False)

    def refused(self, frame: pd.DataFrame) -> str | None:
        """The Reason for which an answer cannot be drawn (method.refused.<reason>); its table can be read."""
        reasons = list(frame["refused"].dropna()) if "refused" in frame else []
        return str(reasons[0]) if reasons else None

    def key(self, store: Store, filters: Filters) -> Key:
        """Equal where the answers are."""
        return asked(store, filters, self.question)

    def seen(self, store: Store, filters: Filters, words: Words, label: str = "") -> "Seen":
        """The answer as readers of this language see it, kept like the answer. `label`: on pictures."""
        key = (*self.key(store, filters), "seen", self.name, words.lang, label)
        return kept(key, lambda: Seen(self, self.answer(store, filters), words, label))

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

    @cached_property
    def figure(self) -> go.Figure:
        assert self.panel.draw is not None
        drawn = self.panel.draw(self.frame, self.words)
        if self.label:
            figures.mark(drawn, self.label)
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


def text(column: str) -> Cell:
    """A column that comes in both languages (name, name_en), empty when there is none."""
    return lambda row, words: _or_empty(row.get(words.column(column)))


def plain(column: str) -> Cell:
    return lambda row, words: _or_empty(row[column])


def coded(column: str, prefix: str) -> Cell:
    """A code shown by its message <prefix>.<code>, empty when there is none."""
    return lambda row, words: "" if pd.isna(row[column]) else words(f"{prefix}.{row[column]}")


def day(column: str) -> Cell:
    return lambda row, words: words.day(row[column])


def counted(column: str) -> Cell:
    """A whole number; 未报 when nobody gave one, which is not 0."""
    return lambda row, words: words("status.unreported") if pd.isna(row[column]) else int(row[column])


def signature(column: str) -> Cell:
    """Who signed; the program's own signature, and a part played for a name, in the reader's language."""
    parts = {SYSTEM: "signature.system", "@clerk": "signature.clerk", "@reviewer": "signature.reviewer"}
    return lambda row, words: words(parts[row[column]]) if row[column] in parts else _or_empty(row[column])


def source(row: Row, words: Words) -> str:
    """Section and paragraph of the page, where there is one."""
    return words("figure.section", place=row["place"]) if isinstance(row["place"], str) else ""


def entered(row: Row, words: Words) -> str:
    """Batch and row; nothing where nobody reported."""
    if pd.isna(row["batch_id"]):
        return ""
    return words("figure.batch_row", batch=row["batch_id"], row=row["row_no"])


def measure(row: Row, words: Words) -> str:
    """The metric's unit of measure in the reader's language."""
    return words.either(row["uom"], row["uom_en"])


def _or_empty(value: object) -> object:
    return "" if value is None or value != value else value


def _state(row: Row, words: Words) -> str:
    if row["state"] == "reported":
        return figures.figure_text(row, words)
    # nothing was asked and nothing told: the only answer that is an empty cell
    return "" if row["state"] == "not_asked" else words(f"state.{row['state']}")


def _reasons(row: Row, words: Words) -> str:
    if len(row["reasons"]) == 0:
        return words("gate.may")
    return words("list.comma").join(words(f"gate.short.{reason}") for reason in row["reasons"])


def _target(row: Row, words: Words) -> str:
    if pd.isna(row["target_value"]):
        return words("target.none")
    name = words.either(row["target_name"], row["target_name_en"])
    return f"{name} {row['target_printed']}" if words.lang == "zh" else f"{name}: {row['target_value']:g}"


def _printed_target(row: Row, words: Words) -> str:
    if words.lang == "zh" and isinstance(row["printed"], str):
        return row["printed"]
    op = words(f"op.{row['op']}")
    return f"{op} {words.number(row['value'])} {row['uom_en'] or ''}".strip()


def _whose(row: Row, words: Words) -> str:
    return words.either(row["short_name"], row["short_name_en"]) or words("choice.all_units")


def _when(row: Row, words: Words) -> str:
    if pd.isna(row["on_date"]):
        return str(_or_empty(row["date_printed"])) if words.lang == "zh" else ""
    return words.day(row["on_date"])


def moment(row: Row, words: Words) -> str:
    if row["is_backfilled"]:
        return words("event.backfilled", day=words.day(row["logged_at"]))
    return f"{words.day(row['logged_at'])} {row['logged_at']:%H:%M}"


def _now(row: Row, words: Words) -> str:
    """What is known instead; nothing when the figure was withdrawn or struck without a successor."""
    if pd.isna(row["now_value"]):
        return words("revision.nothing")
    uom, uom_en = row["uom"], row["uom_en"]
    return words.figure(row["now_value"], row["now_qualifier"], uom, uom_en, row["now_printed"])


def _metrics_by_units(frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    """一键汇总表: a row a metric, a column a unit in official order, a total where figures may be added."""
    units = frame.drop_duplicates("unit_id").sort_values("unit_sort")
    names = dict(zip(units["unit_id"], units[words.column("short_name")], strict=True))
    lines = []
    for found in grouped(rows(frame), "metric_id", "variant"):
        first = found[0]
        said = {names[row["unit_id"]]: _state(row, words) for row in found}
        lines.append(
            {
                words("column.metric"): figures.metric_label(first, words),
                words("column.uom"): measure(first, words),
                **{name: said.get(name, "") for name in names.values()},
                words("column.total"): total([row for row in found if row["state"] == "reported"], words),
            }
        )
    return pd.DataFrame(lines)


def total(reported: list[Row], words: Words) -> str:
    """The sum of one metric's figures with the hedge it must carry; nothing where they may not be added."""
    coverages = {row["coverage"] for row in reported if pd.notna(row["coverage"])}
    if len(reported) < 2 or not all(row["additive"] for row in reported) or len(coverages) > 1:
        return ""
    first = reported[0]
    qualifier = sum_qualifier([row["qualifier"] for row in reported])
    added = sum(float(row["value"]) for row in reported)
    return words.figure(added, qualifier, first["uom"], first["uom_en"])


UNIT = Column("unit", text("short_name"))
METRIC = Column("metric", figures.metric_label)
FIGURE = Column("figure", figures.figure_text)
COVERAGE = Column("coverage", text("coverage_name"))
AS_OF = Column("as_of", day("as_of"))
SOURCE = Column("source", source)
ENTERED = Column("entered", entered)
NOTE = Column("note", text("note"))
FIGURE_COLUMNS = (UNIT, METRIC, FIGURE, COVERAGE, AS_OF, NOTE, SOURCE, ENTERED)

CADENCES = ("once", "week", "halfmonth", "month", "quarter")

PHASE_STRIP = Panel(
    "phase_strip",
    "phases",
    (
        Column("phase", text("name")),
        Column("status", lambda row, words: figures.status_word(row["status"], words)),
        Column("starts_on", day("starts_on")),
        Column("ends_on", day("ends_on")),
        SOURCE,
    ),
    figures.phase_strip,
)
GOAL_FIGURES = Panel(
    "goal_figures",
    "goal_figures",
    (Column("goal", coded("goal", "goal")), UNIT, METRIC, FIGURE, COVERAGE, AS_OF, SOURCE),
)
AWARDS = Panel(
    "awards",
    "awards",
    (
        Column("award", text("name")),
        Column("places", counted("places")),
        Column("nominated", counted("nominated")),
        SOURCE,
    ),
)
ATTENTION = Panel(
    "attention",
    "attention",
    (
        UNIT,
        Column("matter", text("title")),
        Column("owner", plain("owner")),
        Column("due_on", day("on_date")),
        NOTE,
    ),
)
PROGRESS = Panel(
    "progress",
    "progress",
    (UNIT, METRIC, FIGURE, Column("target", _target), COVERAGE, AS_OF, NOTE, SOURCE, ENTERED),
    figures.unit_bars,
    leads_to_units=True,
)
HISTORY = Panel("history", "history", FIGURE_COLUMNS, figures.trend, leads_to_units=True)
SUMMARY = Panel(
    "summary",
    "summary",
    (UNIT, METRIC, Column("figure", _state), COVERAGE, AS_OF, SOURCE),
    figures.state_matrix,
    leads_to_units=True,
    arrange=_metrics_by_units,
)
RANKING = Panel(
    "ranking",
    "ranking",
    (
        Column("place", figures.place_text),
        UNIT,
        FIGURE,
        Column("group", text("group_name")),
        COVERAGE,
        AS_OF,
        SOURCE,
        ENTERED,
    ),
    figures.ranked_bars,
    leads_to_units=True,
)
CONTENDERS = Panel(
    "contenders",
    "contenders",
    (UNIT, METRIC, FIGURE, COVERAGE, Column("group", text("group_name")), NOTE, AS_OF, SOURCE, ENTERED),
)
GATE = Panel(
    "gate",
    "gate",
    (
        METRIC,
        Column("group", text("group_name")),
        Column("units", plain("units")),
        Column("group_units", plain("group_units")),
        Column("may_be_ranked", _reasons),
    ),
)
PHASE_GRID = Panel(
    "phase_grid",
    "phase_grid",
    (
        UNIT,
        Column("phase", text("phase_name")),
        Column("status", lambda row, words: figures.status_word(row["status"], words)),
        AS_OF,
        Column("note", plain("note")),
    ),
    figures.phase_grid,
    leads_to_units=True,
)
ACTIONS = Panel(
    "actions",
    "actions",
    (
        UNIT,
        Column("action_set", text("set_name")),
        Column("action", text("name")),
        Column("cadence", coded("cadence", "cadence")),
        Column("requirement", coded("requirement", "requirement")),
        Column("what", text("text")),
        SOURCE,
    ),
    partial(figures.count_grid, columns=CADENCES, column="cadence", label="cadence"),
    leads_to_units=True,
)
UNIT_ACTIONS = Panel("unit_actions", "actions", tuple(c for c in ACTIONS.columns if c is not UNIT))
UNIT_FIGURES = Panel("unit_figures", "unit_figures", tuple(c for c in FIGURE_COLUMNS if c is not UNIT))
UNIT_RECORDS = Panel(
    "unit_records",
    "unit_records",
    (
        Column("record", text("title")),
        Column("record_kind", coded("kind", "record_kind")),
        Column("level", text("level_name")),
        Column("body", text("body")),
        Column("on_date", _when),
        Column("claim", lambda row, words: words("record.claim") if row["is_claim"] else ""),
        NOTE,
        SOURCE,
        ENTERED,
    ),
)
UNIT_TARGETS = Panel(
    "unit_targets",
    "unit_targets",
    (
        Column("target", text("name")),
        Column("figure", _printed_target),
        Column("target_kind", coded("kind", "target_kind")),
        NOTE,
        SOURCE,
        ENTERED,
    ),
)
ASSIGNMENTS = Panel(
    "assignments",
    "assignments",
    (
        UNIT,
        Column("metric", text("metric_name")),
        Column("variant", text("variant_name")),
        Column("starts_on", day("starts_on")),
        Column("ends_on", day("ends_on")),
        Column(
            "not_applicable",
            lambda row, words: words("answer.yes" if row["not_applicable"] else "answer.no"),
        ),
        ENTERED,
    ),
)
WINDOWS = Panel(
    "windows",
    "windows",
    (
        Column("frequency", coded("frequency", "frequency")),
        Column("period_end", day("period_end")),
        Column("unit", _whose),
        Column("opens_on", day("opens_on")),
        Column("due_on", day("due_on")),
        Column("locks_on", day("locks_on")),
        ENTERED,
    ),
)
TARGETS = Panel(
    "targets",
    "targets",
    (
        Column("target", text("name")),
        Column("unit", _whose),
        Column("figure", _printed_target),
        Column("target_kind", coded("kind", "target_kind")),
        Column("due_on", day("due")),
        SOURCE,
        ENTERED,
    ),
)
UNITS = Panel(
    "units",
    "units",
    (
        UNIT,
        Column("group", text("group_name")),
        Column("method", text("method_name")),
        Column("figures", plain("figures")),
        Column("records", plain("records")),
    ),
)
METRICS = Panel(
    "metrics",
    "metrics",
    (
        Column("metric", text("name")),
        Column("uom", measure),
        Column("definition", text("definition")),
        Column("goal", coded("goal", "goal")),
        Column("metric_kind", coded("kind", "metric_kind")),
        Column("frequency", coded("frequency", "frequency")),
        Column("direction", coded("direction", "direction")),
        Column("comparable", coded("comparable", "comparable")),
        Column("use_class", coded("use_class", "use_class")),
        Column("additive", lambda row, words: words("answer.yes" if row["additive"] else "answer.no")),
        Column("units", plain("units")),
        SOURCE,
    ),
)
BATCHES = Panel(
    "batches",
    "batches",
    (
        Column("batch", plain("batch_id")),
        Column("content", coded("table_name", "table")),
        Column("rows", plain("row_count")),
        Column("file", plain("file_name")),
        Column("state", coded("state", "batch_state")),
        Column("moment", moment),
        Column("submitted_by", signature("submitted_by")),
        Column("published_by", signature("published_by")),
    ),
)
EVENTS = Panel(
    "events",
    "events",
    (
        Column("event", plain("event_no")),
        Column("moment", moment),
        Column("step", coded("kind", "batch_state")),
        Column("content", coded("table_name", "table")),
        Column("rows", plain("row_count")),
        Column("signed_by", signature("signed_by")),
        Column("batch", plain("batch_id")),
        Column("reason", plain("reason")),
    ),
)
REVISIONS = Panel(
    "revisions",
    "revisions",
    (
        Column("event", plain("event_no")),
        UNIT,
        Column("metric", text("metric_name")),
        AS_OF,
        Column("was", figures.figure_text),
        Column("now", _now),
        Column("signed_by", signature("signed_by")),
        Column("reason", plain("reason")),
    ),
)

LOOP_PLAN = Panel(
    "loop_plan",
    "loop_plan",
    (Column("stage", text("name")), Column("what", text("text")), SOURCE, ENTERED),
)
LOOP_STAGES = Panel(
    "loop_stages",
    "loop_stages",
    (
        Column("stage", text("stage_name")),
        Column("count", told.total),
        Column("share_before", told.stage_rate),
        Column("lost", told.lost),
        Column("units", plain("units")),
        Column("units_both", plain("pair_units")),
        Column("as_of", day("last_day")),
    ),
    drawn.stage_bars,
    judge=judged.stages,
    say=told.stages_say,
)
LOOP_STUCK = Panel(
    "loop_stuck",
    "loop_stuck",
    (
        UNIT,
        Column("stopped_at", told.between),
        Column("lost", told.lost),
        Column("lost_share", told.lost_share),
        AS_OF,
        ENTERED,
    ),
    drawn.stuck_bars,
    leads_to_units=True,
    judge=judged.stuck,
    say=told.stuck_say,
)
LOOP_UNITS = Panel(
    "loop_units",
    "loop_units",
    (UNIT, AS_OF, Column("stage", text("stage_name")), Column("share_before", told.unit_rate)),
    drawn.unit_dots,
    leads_to_units=True,
    arrange=told.by_unit,
    judge=judged.units,
    say=told.units_say,
)
LOOP_RATE = Panel(
    "loop_rate",
    "loop_rate",
    (
        UNIT,
        Column("rate", told.unit_rate),
        Column("against_group", told.funnel_place),
        COVERAGE,
        AS_OF,
        ENTERED,
    ),
    drawn.rate_funnel,
    leads_to_units=True,
    judge=judged.rate,
    say=told.rate_says,
)


def _rate_chart(name: str, period: str) -> Panel:
    """A control chart of a rate by month or by week: only the question and the first column differ."""
    return Panel(
        name,
        name,
        (
            Column(period, told.when),
            Column("rate", told.stage_rate),
            Column("reading", told.point_kind),
            Column("units_both", plain("units")),
        ),
        drawn.month_chart,
        judge=judged.months,
        say=told.months_say,
    )


LOOP_MONTHS = _rate_chart("loop_months", "month")
LOOP_WEEKS = _rate_chart("loop_weeks", "week")


ALL = tuple(value for value in list(globals().values()) if isinstance(value, Panel))
