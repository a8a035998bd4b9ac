"""The choices pages share. Each reads and writes the address and returns the reader narrowed to it."""

import datetime as dt
from collections import Counter
from collections.abc import Collection

import pandas as pd

from campaign.ask import told
from campaign.methods.rows import Row
from campaign.screen import url
from campaign.screen.url import Reader

MOST_UNITS = 60  # bars or columns a reader can still find one in


def pick_unit(reader: Reader) -> Reader:
    """Always one unit: the first in official order where the address names none."""
    words = reader.words
    units = told(reader.store, "units", reader.filters)
    if not units:
        return reader
    names = _named(units, "unit_id", "short_name", reader)
    unit = url.pick(words("choice.unit"), "unit", list(names), names.__getitem__, default=next(iter(names)))
    return reader.narrowed(unit_id=unit)


def pick_metric(reader: Reader, rather: Collection[str] = ()) -> Reader | None:
    """One metric that somebody reports (under the chosen goal, if any); None when there is none.

    rather: of which one is shown where the address names none.
    """
    words, goal = reader.words, reader.filters.goal
    metrics = [
        metric
        for metric in told(reader.store, "metrics", reader.filters)
        if metric["figures"] > 0 and goal in (None, metric["goal"])
    ]
    if not metrics:
        return None
    names = {
        metric["metric_id"]: words(
            "choice.metric_option",
            name=metric[words.column("name")],
            uom=words.either(metric["uom"], metric["uom_en"]),
            units=metric["units"],
        )
        for metric in metrics
    }
    most = min(metrics, key=lambda row: (row["metric_id"] not in rather, *_weight(row)))["metric_id"]
    chosen = url.pick(words("choice.metric"), "metric", list(names), names.__getitem__, default=most)
    return reader.narrowed(metric_id=chosen)


def _weight(metric: Row) -> tuple[int, float]:
    """Most units first, then the order of the headlines, which not every metric has."""
    has_place = pd.notna(metric["headline_no"])
    return -metric["units"], float(metric["headline_no"]) if has_place else float("inf")


def pick_goal(reader: Reader) -> Reader:
    """One goal or all of them."""
    words = reader.words
    goals = told(reader.store, "goals", reader.filters)
    names = {"": words("choice.all"), **_named(goals, "goal", "name", reader)}
    goal = url.pick(words("choice.goal"), "goal", list(names), names.__getitem__)
    return reader.narrowed(goal=goal or None)


def pick_group(reader: Reader) -> Reader:
    """One comparable group or all units; more units than a screen holds are shown a group at a time."""
    words = reader.words
    units = told(reader.store, "units", reader.filters)
    names = _named(units, "comparable_group", "group_name", reader)
    if len(units) > MOST_UNITS:
        sizes = Counter(unit["comparable_group"] for unit in units)
        smallest = min(sizes, key=sizes.__getitem__)
        group = url.pick(words("choice.group"), "group", list(names), names.__getitem__, default=smallest)
    else:
        names = {"": words("choice.all"), **names}
        group = url.pick(words("choice.group"), "group", list(names), names.__getitem__)
    return reader.narrowed(comparable_group=group or None)


def pick_matters(reader: Reader) -> Reader:
    """All matters or one kind of them; the first kind that anybody reports where the address names none."""
    words = reader.words
    kinds = told(reader.store, "loop_variants", reader.filters)
    if not kinds:
        return reader
    reported = [kind for kind in kinds if kind["units"] > 0 or kind["variant"] == reader.filters.variant]
    names = {
        kind["variant"]: words(
            "loop.kind_option",
            name=words.either(kind["name"], kind["name_en"]) or words("loop.whole"),
            units=kind["units"],
        )
        for kind in reported or kinds[:1]
    }
    chosen = url.pick(
        words("loop.kind"), "variant", list(names), names.__getitem__, default=next(iter(names))
    )
    return reader.narrowed(variant=chosen)


def pick_rate(reader: Reader) -> Reader:
    """One share of the closed loop; the last one, on how people were served, where the address names none."""
    words = reader.words
    stages = told(reader.store, "loop_metrics", reader.filters)
    names = _named([stage for stage in stages if pd.notna(stage["rate_id"])], "rate_id", "rate_name", reader)
    if not names:
        return reader.narrowed(metric_id=None)
    rate = url.pick(words("loop.rate"), "metric", list(names), names.__getitem__, default=list(names)[-1])
    return reader.narrowed(metric_id=rate)


def pick_whose(reader: Reader) -> Reader:
    """One unit of those that give stage counts, or all of them together."""
    words = reader.words
    units = told(reader.store, "loop_units", reader.filters)
    names = {"": words("loop.all_units"), **_named(units, "unit_id", "short_name", reader)}
    unit = url.pick(words("loop.whose"), "unit", list(names), names.__getitem__)
    return reader.narrowed(unit_id=unit or None)


def pick_period(reader: Reader) -> Reader:
    """Figures as of any day or up to one; no choice where all are of the same day."""
    words, period = reader.words, reader.filters.period
    days = [row["day"].date() for row in told(reader.store, "reporting_days", reader.filters)]
    if len(days) < 2 and period is None:
        return reader
    names = {day.isoformat(): words("choice.up_to", day=words.day(day)) for day in {period, *days} if day}
    options = ["", *sorted(names, reverse=True)]
    chosen = url.pick(
        words("choice.period"), "period", options, {"": words("choice.latest"), **names}.__getitem__
    )
    return reader.narrowed(period=dt.date.fromisoformat(chosen) if chosen else None)


def _named(found: list[Row], code: str, name: str, reader: Reader) -> dict[str, str]:
    """Code to name, in the order in which codes first come; a code nobody named stands for itself."""
    return {row[code]: reader.words.either(row[name], row[f"{name}_en"]) or row[code] for row in found}
