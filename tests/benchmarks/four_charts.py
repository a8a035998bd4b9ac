"""The page on which we are held against Dash: four charts and tiles of one comparable group, as both draw it.

The same panels, figures and kept answers for both; only the screens differ.
"""

from dataclasses import dataclass, replace

import pandas as pd

from campaign import panels
from campaign.ask import Key, ask, asked
from campaign.filters import Filters
from campaign.panels import Panel
from campaign.store import Store
from campaign.words import Words

METRIC = "projects_planned"


@dataclass(frozen=True)
class OfGroup(Panel):
    """A panel whose question knows no group: the group's units are picked from its answer."""

    def answer(self, store: Store, filters: Filters) -> pd.DataFrame:
        frame = super().answer(store, filters)
        if filters.comparable_group is None:
            return frame
        units = ask(store, "units", filters)
        chosen = units.loc[units["comparable_group"] == filters.comparable_group, "unit_id"]
        return frame[frame["unit_id"].isin(chosen)]

    def key(self, store: Store, filters: Filters) -> Key:
        """Other groups, other answers: what is kept of one is not shown of another."""
        return (*asked(store, filters, self.question, "units"), filters.comparable_group)

    def content(self, store: Store, filters: Filters, *more: str) -> Key:
        return (*super().content(store, filters, "units", *more), filters.comparable_group)


def _of_group(panel: Panel) -> OfGroup:
    return OfGroup(**vars(panel))


CHARTS: tuple[Panel, ...] = (
    _of_group(panels.PROGRESS),
    _of_group(panels.HISTORY),
    panels.PHASE_GRID,
    panels.SUMMARY,
)


def with_metric(filters: Filters) -> Filters:
    return replace(filters, metric_id=METRIC)


def groups(store: Store, filters: Filters, words: Words) -> dict[str, str]:
    """Each comparable group and its name, in official order."""
    units = ask(store, "units", filters).drop_duplicates("comparable_group")
    return dict(zip(units["comparable_group"], units[words.column("group_name")], strict=True))


def members(store: Store, filters: Filters, words: Words) -> dict[str, list[str]]:
    """The names of each group's units, by the group's name: what a chart shows of it."""
    units = ask(store, "units", filters)
    return {
        str(name): list(found[words.column("short_name")])
        for name, found in units.groupby(words.column("group_name"), sort=False)
    }


def tiles(store: Store, filters: Filters) -> list[tuple[str, str, str]]:
    """Four numbers on the group's figures: (what, the number, a line under it)."""
    figures = panels.SUMMARY.answer(store, filters)
    bars = CHARTS[0].answer(store, filters)
    return [
        ("单位", str(figures["unit_id"].nunique()), ""),
        ("指标", str(figures["metric_id"].nunique()), ""),
        ("已报", str((figures["state"] == "reported").sum()), ""),
        ("最大", f"{bars['value'].max():,.0f}", ""),
    ]
