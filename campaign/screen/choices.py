"""The choices pages share. Each reads and writes the address and returns the reader narrowed to it."""

import pandas as pd

from campaign.ask import ask
from campaign.screen import url
from campaign.screen.url import Reader


def pick_unit(reader: Reader) -> Reader:
    """Always one unit: the first in official order where the address names none."""
    words = reader.words
    units = ask(reader.store, "units", reader.filters)
    if units.empty:
        return reader
    names = _named(units, "unit_id", "short_name", reader)
    unit = url.pick(words("choice.unit"), "unit", list(names), names.__getitem__, default=next(iter(names)))
    return reader.narrowed(unit_id=unit)


def pick_metric(reader: Reader) -> Reader | None:
    """One metric that somebody reports (under the chosen goal, if any); None when there is none."""
    words = reader.words
    metrics = ask(reader.store, "metrics", reader.filters)
    metrics = metrics[metrics["figures"] > 0]
    if reader.filters.goal is not None:
        metrics = metrics[metrics["goal"] == reader.filters.goal]
    if metrics.empty:
        return None
    told = {
        row["metric_id"]: words(
            "choice.metric_option",
            name=row[words.column("name")],
            uom=words.either(row["uom"], row["uom_en"]),
            units=row["units"],
        )
        for _, row in metrics.iterrows()
    }
    by_weight = metrics.sort_values(["units", "headline_no"], ascending=[False, True], na_position="last")
    most = str(by_weight.iloc[0]["metric_id"])
    chosen = url.pick(words("choice.metric"), "metric", list(told), told.__getitem__, default=most)
    return reader.narrowed(metric_id=chosen)


def pick_goal(reader: Reader) -> Reader:
    """One goal or all of them."""
    words = reader.words
    goals = ask(reader.store, "goals", reader.filters)
    names = {"": words("choice.all"), **_named(goals, "goal", "name", reader)}
    goal = url.pick(words("choice.goal"), "goal", list(names), names.__getitem__)
    return reader.narrowed(goal=goal or None)


def pick_group(reader: Reader) -> Reader:
    """One comparable group or all units."""
    words = reader.words
    units = ask(reader.store, "units", reader.filters).drop_duplicates("comparable_group")
    names = {"": words("choice.all"), **_named(units, "comparable_group", "group_name", reader)}
    group = url.pick(words("choice.group"), "group", list(names), names.__getitem__)
    return reader.narrowed(comparable_group=group or None)


def _named(frame: pd.DataFrame, code: str, name: str, reader: Reader) -> dict[str, str]:
    """Code to name; a code nobody named stands for itself."""
    rows = (row for _, row in frame.iterrows())
    return {row[code]: reader.words.either(row[name], row[f"{name}_en"]) or row[code] for row in rows}
