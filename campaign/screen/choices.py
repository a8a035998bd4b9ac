"""The choices pages share. Each reads and writes the address and returns the reader narrowed to it."""

import datetime as dt

import pandas as pd

from campaign.ask import told
from campaign.methods.rows import Row
from campaign.screen import url
from campaign.screen.url import Reader


def pick_unit(reader: Reader) -> Reader:
    """Always one unit: the first in official order where the address names none."""
    words = reader.words
    units = told(reader.store, "units", reader.filters)
    if not units:
        return reader
    names = _named(units, "unit_id", "short_name", reader)
    unit = url.pick(words("choice.unit"), "unit", list(names), names.__getitem__, default=next(iter(names)))
    return reader.narrowed(unit_id=unit)


def pick_metric(reader: Reader) -> Reader | None:
    """One metric that somebody reports (under the chosen goal, if any); None when there is none."""
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
    most = min(metrics, key=_weight)["metric_id"]
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
    """One comparable group or all units."""
    words = reader.words
    units = told(reader.store, "units", reader.filters)
    names = {"": words("choice.all"), **_named(units, "comparable_group", "group_name", reader)}
    group = url.pick(words("choice.group"), "group", list(names), names.__getitem__)
    return reader.narrowed(comparable_group=group or None)


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
