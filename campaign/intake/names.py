"""The names a file may use: units and their aliases, metrics, variants, code lists, actions.

A plain snapshot of a campaign at one event, so that a file can be checked in another process.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property

from campaign.store import Store

WHOLE_CAMPAIGN = "*"
SIMILAR = 0.5  # share of characters two names have in common before one is suggested for the other


@dataclass(frozen=True)
class Unit:
    unit_id: str
    name: str
    short_name: str
    name_en: str
    short_name_en: str
    active: bool


@dataclass(frozen=True)
class Metric:
    metric_id: str
    name: str
    name_en: str
    uom: str
    uom_en: str
    kind: str  # stock | cumulative | flow | rate | rank
    frequency: str  # once | month | quarter | year
    group_code: str
    subset_of: str | None
    lo: float | None
    hi: float | None


@dataclass(frozen=True)
class Variant:
    metric_id: str
    variant: str
    name: str
    name_en: str
    part_of: str | None  # variant it is an 其中 of; whole: the plain one


@dataclass(frozen=True)
class Theme:
    kind: str
    code: str
    no: int
    name: str
    name_en: str


@dataclass(frozen=True)
class Action:
    action_id: str
    name: str
    name_en: str
    cadence: str  # once | week | halfmonth | month | quarter
    unit_id: str | None  # whose own it is; None: all units
    starts_on: dt.date | None


@dataclass(frozen=True)
class Assignment:
    unit_id: str
    metric_id: str
    variant: str
    starts_on: dt.date
    ends_on: dt.date | None
    not_applicable: bool


@dataclass(frozen=True)
class Division:
    division_code: str
    name: str
    name_en: str


@dataclass(frozen=True)
class Names:
    """Everything a file's names are looked up in, and what a figure's usual coverage is."""

    units: tuple[Unit, ...] = ()
    unit_aliases: tuple[tuple[str, str], ...] = ()  # (alias, unit_id)
    metrics: tuple[Metric, ...] = ()
    variants: tuple[Variant, ...] = ()
    themes: tuple[Theme, ...] = ()
    actions: tuple[Action, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    divisions: tuple[Division, ...] = ()
    coverages: tuple[tuple[str, str, str], ...] = field(
        default=(), repr=False
    )  # (unit, metric, its last coverage)
    started_on: dt.date | None = None  # first day of the campaign

    @cached_property
    def unit_of(self) -> dict[str, str]:
        """Plain spelling -> unit_id, of every name, alias and id."""
        named = [
            (spelling, unit.unit_id)
            for unit in self.units
            for spelling in (unit.unit_id, unit.name, unit.short_name, unit.name_en, unit.short_name_en)
        ]
        return _looked_up([*named, *self.unit_aliases])

    @cached_property
    def metric_of(self) -> dict[str, str]:
        """Plain spelling -> metric_id, of every name with and without its unit of measure, and id."""
        return _looked_up(
            (spelling, metric.metric_id)
            for metric in self.metrics
            for name in (metric.name, metric.name_en)
            for spelling in (metric.metric_id, name, f"{name}({metric.uom})")
        )

    @cached_property
    def variant_of(self) -> dict[tuple[str, str], str]:
        """(metric_id, plain spelling) -> variant, of every name and code."""
        return {
            (variant.metric_id, plain(spelling)): variant.variant
            for variant in self.variants
            for spelling in (variant.name_en, variant.name, variant.variant)
        }

    @cached_property
    def metric(self) -> dict[str, Metric]:
        return {metric.metric_id: metric for metric in self.metrics}

    @cached_property
    def unit(self) -> dict[str, Unit]:
        return {unit.unit_id: unit for unit in self.units}

    @cached_property
    def action(self) -> dict[str, Action]:
        return {action.action_id: action for action in self.actions}

    @cached_property
    def action_of(self) -> dict[str, str]:
        return _looked_up(
            (spelling, action.action_id)
            for action in self.actions
            for spelling in (action.action_id, action.name, action.name_en)
        )

    @cached_property
    def division_of(self) -> dict[str, str]:
        return _looked_up(
            (spelling, division.division_code)
            for division in self.divisions
            for spelling in (division.division_code, division.name, division.name_en)
        )

    def theme_of(self, kind: str) -> dict[str, Theme]:
        """Plain spelling -> theme, of every code, name and number of the kind."""
        return {
            plain(spelling): theme
            for theme in self.themes
            if theme.kind == kind
            for spelling in (theme.name_en, str(theme.no), theme.name, theme.code)
        }


def plain(text: str) -> str:
    """A name as it is compared: full-width as half-width, no white space, no difference of case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def similar(found: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known names most like the one found, the likest first. To be suggested, never taken."""
    wanted = plain(found)
    scored = []
    for name in known:
        matcher = SequenceMatcher(None, wanted, plain(name), autojunk=False)
        if matcher.quick_ratio() >= SIMILAR and (score := matcher.ratio()) >= SIMILAR:
            scored.append((-score, name))
    return [name for _, name in sorted(scored)[:most]]


def _looked_up(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A spelling two things share is nobody's: it has to be told apart by the person."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for spelling, code in named:
        key = plain(spelling)
        if found.setdefault(key, code) != code:
            shared.add(key)
    return {key: code for key, code in found.items() if key and key not in shared}


def names_of(store: Store, known_on: int) -> Names:
    """The names known at an event."""
    rows = store.rows("intake/campaign_start", known_on=known_on)
    return Names(
        units=tuple(Unit(*row) for row in store.rows("intake/units", known_on=known_on)),
        unit_aliases=tuple((row[0], row[1]) for row in store.rows("intake/unit_aliases", known_on=known_on)),
        metrics=tuple(Metric(*row) for row in store.rows("intake/metrics", known_on=known_on)),
        variants=tuple(Variant(*row) for row in store.rows("intake/variants", known_on=known_on)),
        themes=tuple(Theme(*row) for row in store.rows("intake/themes", known_on=known_on)),
        actions=tuple(Action(*row) for row in store.rows("intake/actions", known_on=known_on)),
        assignments=tuple(Assignment(*row) for row in store.rows("intake/assignments", known_on=known_on)),
        divisions=tuple(Division(*row) for row in store.rows("intake/divisions", known_on=known_on)),
        coverages=tuple(
            (row[0], row[1], row[2]) for row in store.rows("intake/usual_coverage", known_on=known_on)
        ),
        started_on=rows[0][0] if rows else None,
    )
