"""What the methods make of duties: an answer comes in, rows go out with columns added.

A period nobody has said anything about is 未报; past its due day it is overdue too, and still told apart.
"""

from collections.abc import Sequence
from typing import cast

import pandas as pd

from campaign.methods import pace, small
from campaign.methods.refused import Refused
from campaign.methods.rows import Row, grouped, rows

MOST_LINES, MOST_PERIODS = 40, 26  # what a strip has room for; the others are in its table
NOT_DONE = ("missed", "unreported", "partial")
CLASSES = pace.CLASSES


def strip(frame: pd.DataFrame) -> pd.DataFrame:
    """The question duty_strip or own_strip, with what holds for each line (unit, action, variant).

    line: 0, 1, … in the frame's order. streak: how many of the last due periods in a row were done in time,
    what is 不涉及 passed over. misses, lates, unreported: how many of its periods.
    """
    lines = grouped(rows(frame), "unit_id", "action_id", "variant")
    told = [_line(place, line) for place, line in enumerate(lines) for _ in line]
    return frame.assign(**_columns(told, ("line", "streak", "misses", "lates", "unreported")))


def _columns(told: Sequence[dict[str, object]], names: Sequence[str]) -> dict[str, pd.Series]:
    return {
        name: pd.Series([one[name] for one in told], dtype=None if told else object).reset_index(drop=True)
        for name in names
    }


def _line(place: int, line: Sequence[Row]) -> dict[str, object]:
    counted = [row["state"] for row in line if row["state"] != "not_applicable" and _counts(row)]
    return {
        "line": place,
        "streak": _trailing(counted),
        "misses": sum(row["state"] in NOT_DONE and bool(row["is_due"]) for row in line),
        "lates": counted.count("late"),
        "unreported": sum(row["state"] == "unreported" for row in line),
    }


def _counts(row: Row) -> bool:
    """A period still open neither carries a streak on nor breaks it."""
    return bool(row["is_done"]) or bool(row["is_due"])


def _trailing(states: Sequence[str]) -> int:
    count = 0
    for state in reversed(states):
        if state != "done":
            break
        count += 1
    return count


def units(frame: pd.DataFrame) -> pd.DataFrame:
    """The question duties_due put together by unit: due = in_time + late + overdue; and the five classes.

    form: how done of due may be printed, null where nothing was due. A class's column counts the unit's
    required actions in it; the five add up to actions, the number of them that are not wholly 不涉及.
    """
    return _together(frame, ("unit_id", "short_name", "short_name_en", "unit_sort"))


def actions(frame: pd.DataFrame) -> pd.DataFrame:
    """The same by action: in each class so many units, of `actions` that owe it at all."""
    return _together(frame, ("action_id", "name", "name_en", "cadence", "action_sort"))


def _together(frame: pd.DataFrame, by: tuple[str, ...]) -> pd.DataFrame:
    told = [{**row, "class": class_of(row)} for row in rows(frame)]
    groups = [_sums(group, by) for group in grouped(told, by[0])]
    groups.sort(key=lambda row: cast(int, row[by[-1]]))
    columns = [*by, *SUMS, "done_of_due", "people", "population", "actions", *CLASSES, "form"]
    return pd.DataFrame(groups, columns=columns)


SUMS = ("total", "due", "in_time", "late", "overdue", "unreported")


def _sums(group: Sequence[Row], by: tuple[str, ...]) -> dict[str, object]:
    first = group[0]
    sums = {name: sum(int(row[name]) for row in group) for name in SUMS}
    done = sums["in_time"] + sums["late"]
    classes = [row["class"] for row in group]
    counted = [row for row in group if pd.notna(row["population"])]
    people = [float(row["people"]) for row in counted if pd.notna(row["people"])]
    return {
        **{name: first[name] for name in by},
        **sums,
        "done_of_due": done,
        "people": sum(people) if people else None,
        "population": sum(float(row["population"]) for row in counted) if counted else None,
        "actions": sum(one is not None for one in classes),
        **{name: classes.count(name) for name in CLASSES},
        "form": _form(done, sums["due"]),
    }


def _form(done: int, due: int) -> str | None:
    form = small.rate_forms([done], [due])[0] if due else None
    return None if isinstance(form, Refused) else form


def class_of(row: Row) -> pace.Class | None:
    """Which of the five classes a unit's required action is in; None where all of it is 不涉及.

    What is due in periods is held against the periods past their due day; what people do one by one against
    the same share of them every day until it is due; what is done once is done, due or not due yet.
    """
    if not row["total"]:
        return None
    today = row["today"].date()
    by_people = pd.notna(row["population"]) and pd.notna(row["last_due"]) and pd.notna(row["first_day"])
    if by_people:
        done, total = float(row["people"]) if pd.notna(row["people"]) else 0.0, float(row["population"])
        plan = pace.linear_plan(row["first_day"].date(), row["last_due"].date())
    else:
        done, total = float(row["done"]), float(row["total"])
        plan = pace.Plan((today,), (float(row["due"]) / total,))
    if isinstance(plan, Refused):
        return "not_due"
    found = pace.progress_class(pace.Report(done, today), total, plan)
    if isinstance(found, Refused):
        return "not_due"
    # done before anything is due
    return "ahead" if found == "not_due" and done > 0 else found


def most_to_see(frame: pd.DataFrame) -> pd.DataFrame:
    """The lines a strip is drawn of, in the frame's order: those with most misses where there are many."""
    lines = frame.drop_duplicates("line")
    if len(lines) <= MOST_LINES:
        return frame
    seen = set(
        lines.sort_values(["misses", "lates", "line"], ascending=[False, False, True])["line"].head(
            MOST_LINES
        )
    )
    return frame[frame["line"].isin(seen)]
