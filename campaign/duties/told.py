"""What is said of duties, word for word: periods, states with their days, streaks and misses."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from campaign.duties import judged
from campaign.methods.rows import Row, grouped, rows
from campaign.words import Words

HALVES = ("first", "second")


def period(row: Row, words: Words) -> str:
    """2021年第37周（9月13日—19日）, 2021年9月上半月, 2021年9月, 2021年第三季度, or 一次性."""
    key, cadence = str(row["period_key"]), str(row["cadence"])
    if cadence == "once":
        return words("cadence.once")
    year, part = int(key[:4]), key[5:]
    if cadence == "week":
        monday = dt.date.fromisocalendar(year, int(part[1:]), 1)
        sunday = monday + dt.timedelta(days=6)
        return words(
            "duty.period.week",
            year=year,
            week=int(part[1:]),
            first=short(monday, words),
            last=short(sunday, words),
        )
    if cadence == "halfmonth":
        half = HALVES[int(part[-1]) - 1]
        return words(f"duty.period.{half}_half", year=year, month=_month(int(part[:2]), words))
    if cadence == "month":
        return words("duty.period.month", year=year, month=_month(int(part), words))
    return words("duty.period.quarter", year=year, quarter=_numeral(int(part[1:]), words))


def period_brief(row: Row, words: Words) -> str:
    """The same where the year is plain: 第37周, 9月上半月, 9月, 第三季度."""
    key, cadence = str(row["period_key"]), str(row["cadence"])
    if cadence == "once":
        return words("cadence.once")
    part = key[5:]
    if cadence == "week":
        return words("duty.brief_period.week", week=int(part[1:]))
    if cadence == "halfmonth":
        half = HALVES[int(part[-1]) - 1]
        return words(f"duty.brief_period.{half}_half", month=_month(int(part[:2]), words))
    if cadence == "month":
        return words("duty.brief_period.month", month=_month(int(part), words))
    return words("duty.brief_period.quarter", quarter=_numeral(int(part[1:]), words))


def open_item(row: Row, words: Words) -> str:
    """What may be ticked: action, period, and how long it is overdue or when it is due."""
    parts = [item(row, words), period_brief(row, words)]
    if pd.notna(row["days"]):
        parts.append(words("duty.open_overdue", days=int(row["days"])))
    elif pd.notna(row["due_day"]):
        parts.append(words("duty.open_due", day=short(row["due_day"], words)))
    return words("list.dot").join(parts)


def _month(number: int, words: Words) -> str:
    return str(number) if words.lang == "zh" else f"{dt.date(2000, number, 1):%B}"


def _numeral(number: int, words: Words) -> str:
    return "一二三四"[number - 1] if words.lang == "zh" else str(number)


def month_mark(day: dt.date, words: Words) -> str:
    """A month as briefly as it can be said."""
    return str(day.month) if words.lang == "zh" else f"{day:%b}"


def short(day: dt.date, words: Words) -> str:
    """A day without its year."""
    return words("duty.short_day", month=month_mark(day, words), day=day.day)


def state(row: Row, words: Words) -> str:
    """The state in words, with the days it is late or overdue and how many people did it."""
    return words("list.comma").join(_state_parts(row, words))


def _state_parts(row: Row, words: Words) -> list[str]:
    name = str(row["state"])
    said = [_with_days(name, row, words)]
    if name == "not_applicable" or row["per"] != "person":
        return said
    said.append(words("duty.no_population") if pd.isna(row["population"]) else people(row, words))
    return said


def _with_days(name: str, row: Row, words: Words) -> str:
    if pd.isna(row["days"]):
        return words(f"duty.state.{name}")
    if name == "late":
        return words("duty.late_by", days=int(row["days"]))
    return words("duty.overdue_by", state=words(f"duty.state.{name}"), days=int(row["days"]))


def people(row: Row, words: Words) -> str:
    """n of N, both numbers; 未报 where nobody said how many."""
    column = "times" if "times" in row else "people"
    if pd.isna(row[column]):
        return words("duty.people_unreported", population=int(row["population"]))
    return words("duty.people", people=int(row[column]), population=int(row["population"]))


def brief(row: Row, words: Words) -> str:
    """A state that fits a cell: 按期, 逾期3天, 未报, 18/25人."""
    name = str(row["state"])
    if pd.notna(row["population"]) and pd.notna(row["times"]) and name in ("partial", "done", "late"):
        return words("duty.brief_people", people=int(row["times"]), population=int(row["population"]))
    if name == "late" and pd.notna(row["days"]):
        return words("duty.brief.late_by", days=int(row["days"]))
    return words(f"duty.brief.{name}")


def item(row: Row, words: Words) -> str:
    """The action, with the post or group it is of."""
    variant = row["variant"]
    name = str(row[words.column("name")])
    return words("duty.of_variant", action=name, variant=variant) if variant else name


def whose(row: Row, words: Words) -> str:
    return str(row[words.column("short_name")])


def line_says(row: Row, words: Words) -> str:
    """连续5期按期 · 欠2期（未报1期） · 逾期完成3期; nothing to say of a line with none of them."""
    said = []
    if row["streak"] > 0:
        said.append(words("duty.streak", count=row["streak"]))
    if row["misses"] > 0:
        said.append(words("duty.misses", count=row["misses"]))
    if row["lates"] > 0:
        said.append(words("duty.lates", count=row["lates"]))
    return words("list.dot").join(said)


def strip_says(frame: pd.DataFrame, words: Words) -> str:
    """How many lines miss nothing, how many periods are missed; what is not drawn, and the calendar."""
    lines = rows(frame.drop_duplicates("line"))
    missing = [line for line in lines if line["misses"] > 0]
    misses = sum(int(line["misses"]) for line in lines)
    unreported = sum(int(line["unreported"]) for line in lines)
    said = words(
        "duty.strip_says",
        lines=len(lines),
        whole=len(lines) - len(missing),
        missing=len(missing),
        misses=misses,
        unreported=unreported,
    )
    if len(lines) > judged.MOST_LINES:
        said += words("duty.drawn_of", shown=judged.MOST_LINES, all=len(lines))
    return said + calendar_says(frame, words)


def own_says(frame: pd.DataFrame, words: Words) -> str:
    lines = frame["line"].nunique()
    said = words("duty.own_says", lines=lines)
    return said + (words("duty.drawn_own", shown=judged.MOST_LINES) if lines > judged.MOST_LINES else "")


def calendar_says(frame: pd.DataFrame, words: Words) -> str:
    """Years whose holidays nobody entered: their due days are not moved, and that is said."""
    asked = frame[frame["due_on"].notna() & ~frame["has_calendar"].fillna(False).astype(bool)]
    years = sorted({day.year for day in asked["due_on"]})
    if not years:
        return ""
    return words("duty.no_calendar", years=words("list.comma").join(map(str, years)))


def done_of_due(row: Row, words: Words) -> str:
    """45/48, with a percent where the number is large enough for one; nothing due yet is said so."""
    if not row["due"]:
        return words("duty.nothing_due")
    done, due = int(row["done_of_due"]), int(row["due"])
    percent = f"{100 * done / due:.1f}".rstrip("0").rstrip(".")
    form = row["form"] if isinstance(row["form"], str) else "fraction"
    return words(f"rate.{form}", percent=percent, counts=f"{done:,}", sizes=f"{due:,}")


def due_says(frame: pd.DataFrame, words: Words) -> str:
    """Of all that was due, in the three ways; they add up."""
    sums = {name: int(frame[name].sum()) for name in ("due", "in_time", "late", "overdue", "unreported")}
    return words("duty.due_says", **sums) if sums["due"] else words("duty.nothing_due_yet")


def classes_say(frame: pd.DataFrame, words: Words) -> str:
    """The five classes over all units and actions; they add up to the total."""
    sums = {name: int(frame[name].sum()) for name in (*judged.CLASSES, "actions")}
    return words("duty.classes_say", **sums)


def checklist_says(frame: pd.DataFrame, words: Words) -> str:
    """How far each set is, and which item fewest have done."""
    told = rows(frame)
    done = sum(bool(row["is_done"]) for row in told)
    unreported = sum(row["state"] in ("unreported", "blank") for row in told)
    said = words("duty.checklist_says", items=len(told), done=done, unreported=unreported)
    if len({row["unit_id"] for row in told}) > 1:
        said += _least(told, words)
    return said + calendar_says(frame, words)


def _least(told: Sequence[Row], words: Words) -> str:
    """The item done by fewest; what is not due yet is no laggard."""
    items = [group for group in grouped(told, "action_id") if any(row["is_due"] for row in group)]
    if not items:
        return ""
    least = min(items, key=lambda group: sum(bool(row["is_done"]) for row in group))
    done = sum(bool(row["is_done"]) for row in least)
    return words("duty.least", action=item(least[0], words), done=done, units=len(least))


def own_checklist_says(frame: pd.DataFrame, words: Words) -> str:
    """九个一 of 临邑: 9 things, so many written down; one sentence a set and unit."""
    said = []
    for group in grouped(rows(frame), "unit_id", "set_code"):
        done = sum(bool(row["is_done"]) for row in group)
        blank = sum(row["state"] == "blank" for row in group)
        first = group[0]
        said.append(
            words(
                "duty.set_says",
                unit=whose(first, words),
                set=first[words.column("set_name")],
                items=len(group),
                done=done,
                blank=blank,
            )
        )
    return "".join(said)


def names(row: Row, words: Words) -> str:
    return words("list.comma").join(row[words.column("names")])


def phases_say(frame: pd.DataFrame, words: Words) -> str:
    """Of each phase, how many units stand where; they add up to the number of units. Of one unit nothing."""
    told = rows(frame)
    units = len({row["unit_id"] for row in told})
    if units < 2:
        return ""
    if all(pd.isna(row["status"]) for row in told):
        return words("duty.phases_unreported", units=units)
    said = [
        words("duty.phase_says", phase=group[0]["phase_no"], stand=_stand(group, words))
        for group in grouped(told, "phase_no")
    ]
    return words("duty.phases_say", units=units, phases=words("list.semicolon").join(said))


def _stand(group: Sequence[Row], words: Words) -> str:
    states = [None if pd.isna(row["status"]) else row["status"] for row in group]
    counts = [(status, states.count(status)) for status in ("done", "doing", "not_started", None)]
    return words("list.comma").join(
        words("duty.so_many", state=words(f"status.{status or 'unreported'}"), count=count)
        for status, count in counts
        if count
    )
