"""The two agendas offices keep: 推进会 and 调度会, filled with what the campaign has figures for."""

from collections.abc import Iterator
from dataclasses import replace

from campaign import panels
from campaign.ask import told
from campaign.filters import Filters
from campaign.meeting.book import Agenda, Item
from campaign.methods.rows import Row, grouped
from campaign.store import Store

MOST_UNITS = 14  # of more units of one group than this, a chart goes on over several slides
MOST_SPEAKERS = 13  # units with a slide of their own to begin with; more can be added by hand


def template(store: Store, agenda: Agenda, known_on: int) -> tuple[Item, ...]:
    """The agenda to begin with. Slides that would be empty are left out, but for the opening of a 调度会."""
    filters = Filters(known_on)
    parts = _rally(store, filters) if agenda == "rally" else _dispatch(store, filters)
    return tuple(replace(item, slide_id=f"s{number:02}") for number, item in enumerate(parts, 1))


def _rally(store: Store, filters: Filters) -> Iterator[Item]:
    """情况 → 典型做法, a unit a slide → 要求."""
    yield Item("", "cover")
    yield from _situation(store, filters)
    yield from _units(store, filters)
    yield Item("", "panel", "awards")
    yield Item("", "words", "demands")
    yield from _annex(store, filters)


def _dispatch(store: Store, filters: Filters) -> Iterator[Item]:
    """上次议定事项 → 情况 → 各单位 → 提请议定."""
    yield Item("", "cover")
    yield Item("", "panel", "meeting_items")
    yield from _situation(store, filters)
    if groups := told(store, "loop_groups", filters):  # matters of different groups are not added up
        yield Item("", "panel", "loop_stages", comparable_group=str(groups[0]["comparable_group"]))
    yield from _units(store, filters)
    yield Item("", "words", "asks")
    yield from _annex(store, filters)


def _situation(store: Store, filters: Filters) -> Iterator[Item]:
    yield Item("", "panel", "phase_strip")
    yield Item("", "panel", "goal_figures")
    yield Item("", "panel", "attention")
    for figures in grouped(told(store, "goal_figures", filters), "goal"):
        metric_id = _most_reported(figures)
        yield Item(
            "", "panel", "progress", metric_id=metric_id, comparable_group=_group(store, filters, metric_id)
        )


def _most_reported(figures: list[Row]) -> str:
    """Of a goal's metrics the one most units reported; of equals the one that stands first."""
    by_metric = grouped(figures, "metric_id")
    return str(max(by_metric, key=lambda rows: len({row["unit_id"] for row in rows}))[0]["metric_id"])


def _group(store: Store, filters: Filters, metric_id: str) -> str | None:
    """The group whose units fill a slide: of those small enough the one with most figures; None: all fit."""
    reported = {row["unit_id"] for row in told(store, "progress", replace(filters, metric_id=metric_id))}
    if len(reported) <= MOST_UNITS:
        return None
    units = [row for row in told(store, "units", filters) if row["unit_id"] in reported]
    small = [rows for rows in grouped(units, "comparable_group") if len(rows) <= MOST_UNITS]
    return str(max(small, key=len)[0]["comparable_group"]) if small else None


def _units(store: Store, filters: Filters) -> Iterator[Item]:
    """Units with a method of their own and figures; where none has both, those with most figures."""
    units = [row for row in told(store, "units", filters) if row["figures"] > 0]
    speakers = [row for row in units if isinstance(row["method_name"], str)] or units
    chosen = sorted(speakers, key=lambda row: -row["figures"])[:MOST_SPEAKERS]
    for row in speakers:  # in official order
        if row in chosen:
            yield Item("", "unit", "unit_figures", unit_id=row["unit_id"])


def _annex(store: Store, filters: Filters) -> Iterator[Item]:
    for name in ("goal_figures", "targets"):
        if _has_rows(store, filters, name):
            yield Item("", "annex", name)


def _has_rows(store: Store, filters: Filters, name: str) -> bool:
    return not by_name(name).answer(store, filters).empty


def by_name(name: str) -> panels.Panel:
    """Raises KeyError for a panel there is not."""
    return {panel.name: panel for panel in panels.ALL}[name]


# What a person may put on a slide, in the order it is offered; what needs a metric or a unit says so
OFFERED = (
    "phase_strip", "goal_figures", "goal_pace", "attention", "progress", "pace", "gains", "history",
    "year_on_year", "summary", "ranking", "contenders", "phase_grid", "duty_done", "duty_classes",
    "checklist", "actions", "loop_stages", "loop_stuck", "loop_units", "loop_rate", "loop_months",
    "awards", "award_stages", "award_notices", "award_shares", "recognitions", "supervision_ledger",
    "supervision_ages", "supervision_improved", "supervision_unchecked", "supervision_notices",
    "meeting_items", "targets", "metrics",
)  # fmt: skip
# what may be shown straight from its page; nothing that only organisers see belongs here
SHOWN = (
    *OFFERED, "loop_plan", "loop_weeks", "meeting_decisions", "gate", "units", "assignments", "unit_figures",
    "unit_records", "unit_targets", "unit_actions",
)  # fmt: skip
OF_A_METRIC = ("progress", "pace", "gains", "history", "year_on_year", "ranking", "contenders")
