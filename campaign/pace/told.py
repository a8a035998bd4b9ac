"""Pace in words: how a unit stands, by how much and how many days, and the sentence of each picture."""

from collections.abc import Sequence

import pandas as pd

from campaign.figures.colours import DOING, DONE, LATE, MISSED
from campaign.figures.said import figure_text, metric_label
from campaign.methods.rows import Row, grouped, rows
from campaign.pace import judged
from campaign.words import Words

# shape and colour: a state is known by either, and is never only a colour. No data is grey
SIGNS = {
    "completed": ("✔", DONE),
    "ahead": ("▲", DOING),
    "on": ("●", DOING),
    "warning": ("◆", LATE),
    "behind": ("▼", MISSED),
    "not_due": ("○", "#52606d"),
    "stale": ("◇", "#52606d"),
    "too_small": ("▫", "#52606d"),
}
NOTHING = ("–", "#52606d")


def sign(standing: str) -> tuple[str, str]:
    return SIGNS.get(standing, NOTHING)


def status(row: Row, words: Words) -> str:
    """The shape and the word: ▼ 欠序时（滞后）."""
    return f"{sign(row['standing'])[0]} {status_word(row['standing'], words)}"


def status_word(standing: str, words: Words) -> str:
    known = standing in judged.STANDINGS
    return words(f"pace.state.{standing}") if known else words(f"pace.why.{standing}")


def gap(row: Row, words: Words) -> str:
    """欠序时进度8.3个百分点，约晚12天; nothing where nothing may be said."""
    standing = row["standing"]
    if standing == "stale":
        return words("pace.last_word", day=words.day(row["stands_on"]))
    if standing in ("completed", "not_due") or standing not in judged.STANDINGS or pd.isna(row["gap_points"]):
        return ""
    if standing == "too_small":
        return words(
            "pace.few", due=words.number(round(row["expected"], 1)), found=words.number(row["value"])
        )
    return _gap_words(row["gap_points"], row["days_late"], words)


def _gap_words(points: float, days: float, words: Words) -> str:
    said = f"{abs(points):.1f}"
    if said == "0.0":
        return words("pace.level")
    side = "short" if points < 0 else "beyond"
    text = words(f"pace.{side}", points=said)
    days = int(abs(days))
    return text + words(f"pace.{side}_days", days=days) if days else text


def overdue(row: Row, words: Words) -> str:
    """That the day for the target is past and it is not reached: 已过时限12天."""
    if pd.isna(row["due"]) or row["standing"] == "completed" or row["standing"] not in judged.STANDINGS:
        return ""
    days = (row["day"] - row["due"]).days
    return words("pace.overdue", days=days) if days > 0 else ""


def sentence(row: Row, words: Words) -> str:
    """All that is said of a row beside its status."""
    return words("list.comma").join(part for part in (gap(row, words), overdue(row, words)) if part)


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def share(row: Row, words: Words) -> str:
    return "" if pd.isna(row["share"]) else f"{_percent(row['share'])}%"


def due_share(row: Row, words: Words) -> str:
    """What was due on the day of the figure, as a share of the target."""
    return "" if pd.isna(row["due_share"]) else f"{_percent(row['due_share'])}%"


def due_today(row: Row, words: Words) -> str:
    return "" if pd.isna(row["due_today"]) else f"{_percent(row['due_today'])}%"


def figure(row: Row, words: Words) -> str:
    """The figure as reported; 未报 where there is none."""
    return words("status.unreported") if pd.isna(row["value"]) else figure_text(row, words)


def target(row: Row, words: Words) -> str:
    """The number to reach and by when; 未设目标 where there is none."""
    if pd.isna(row["aim"]):
        return words("target.none")
    value = row["aim_printed"] if words.lang == "zh" and isinstance(row["aim_printed"], str) else ""
    said = value or words.figure(row["aim"], "exact", row["uom"] or "", row["uom_en"] or "")
    return said if pd.isna(row["due"]) else words("pace.by_day", target=said, day=words.day(row["due"]))


def metric(row: Row, words: Words) -> str:
    """The metric's name; of a target whose metric is in no list, the target's own."""
    if row["is_unknown_metric"]:
        return words.either(row["aim_name"], row["aim_name_en"])
    return metric_label(row, words)


# Sentences


def say(frame: pd.DataFrame, words: Words) -> str:
    """How many stand how, adding up to all; and that not all are drawn, where they are not."""
    found = judged.tally(frame["standing"])
    said = words("pace.tally", all=found.total, parts=counts(found, words))
    if found.refused.get("no_target") == found.total:
        said = words("pace.no_target_at_all", all=found.total)
    if len(frame) > judged.MOST_UNITS:
        said += words("pace.drawn_of", shown=judged.MOST_UNITS, all=len(frame))
    return said


def counts(found: judged.Tally, words: Words) -> str:
    """欠序时 5、未更新 1 …: the classes of a plan always, what keeps a unit out of them where any is."""
    parts = [(words(f"pace.class.{code}"), count) for code, count in _shown(found)]
    parts += [(words(f"pace.why.{reason}"), count) for reason, count in found.refused.items()]
    return words("list.comma").join(words("pace.count", what=what, count=count) for what, count in parts)


def _shown(found: judged.Tally) -> list[tuple[str, int]]:
    always = judged.CLASSES if any(found.counts.values()) else ()
    return [(code, count) for code, count in found.counts.items() if count or code in always]


def goal_line(found: judged.Tally, words: Words) -> str:
    """One goal's headline: how many of its targets are done, ahead or on, short; or that none is set."""
    if not found.total:
        return words("pace.no_targets")
    kept = found.counts["ahead"] + found.counts["on"]
    judged_of = sum(found.counts[code] for code in judged.CLASSES)
    if not judged_of:
        return words("pace.goal_none", all=found.total)
    return words(
        "pace.goal",
        all=found.total,
        done=found.counts["completed"],
        kept=kept,
        short=found.counts["short"],
        apart=found.total - judged_of + found.counts["not_due"],
    )


def units_say(frame: pd.DataFrame, words: Words) -> str:
    """A unit's own targets: what lags, by name."""
    said = [words("pace.tally_of_unit", all=len(frame), parts=counts(judged.tally(frame["standing"]), words))]
    lagging = [row for row in rows(judged.by_lag(frame)) if row["standing"] in judged.LAGGING]
    said += [words("pace.named", metric=metric(row, words), gap=sentence(row, words)) for row in lagging[:3]]
    return "".join(said)


# Beside the group, and ahead


def course_says(frame: pd.DataFrame, words: Words) -> str:
    """The unit's last figure beside the median of its group."""
    told = [row for row in rows(frame) if pd.notna(row["shown"])]
    if not told:
        return words("pace.course_none")
    last = told[-1]
    name = last[words.column("short_name")]
    day = words.day(last["as_of"])
    if pd.isna(last["group_middle"]):
        return words("pace.course_alone", unit=name, day=day, figure=course_figure(last, words))
    return words(
        "pace.course",
        unit=name,
        day=day,
        figure=course_figure(last, words),
        middle=measured(last["group_middle"], last, words),
        low=measured(last["group_low"], last, words),
        high=measured(last["group_high"], last, words),
        others=int(last["group_size"]),
    )


def measured(value: float, row: Row, words: Words) -> str:
    """A number on the course's scale: a share of the target or the metric's own unit."""
    if pd.isna(value):
        return ""
    if row["is_share"]:
        return f"{100 * value:.1f}%"
    return words.figure(round(value, 1), "exact", row["uom"], row["uom_en"])


def course_figure(row: Row, words: Words) -> str:
    if pd.isna(row["value"]):
        return words("status.unreported")
    said = figure_text(row, words)
    if not row["is_share"]:
        return said
    return words("pace.with_share", figure=said, share=f"{100 * row['share']:.1f}%")


def group_band(row: Row, words: Words) -> str:
    if pd.isna(row["group_low"]):
        return ""
    ends = (measured(row["group_low"], row, words), measured(row["group_high"], row, words))
    return words("pace.band", low=ends[0], high=ends[1])


def outlook_says(frame: pd.DataFrame, words: Words) -> str:
    """The two lines, or the band with how often such a band was right."""
    if frame.empty or frame["outlook"].isna().all():
        return ""
    first = rows(frame)[0]
    said = {"day": words.day(first["due"]), "target": target(first, words)}
    if first["outlook"] == "band":
        return words(
            "outlook.band",
            low=_whole(first["low_end"], first, words),
            high=_whole(first["high_end"], first, words),
            tried=int(first["tried"]),
            inside=int(first["inside"]),
            **said,
        )
    return words(
        "outlook.lines",
        slow=_whole(first["low_end"], first, words),
        fast=_whole(first["high_end"], first, words),
        **said,
    )


def _whole(value: float, row: Row, words: Words) -> str:
    kept = round(value) if judged.is_counted(row) else round(value, 1)
    return words.figure(kept, "exact", row["uom"], row["uom_en"])


def gained(row: Row, words: Words) -> str:
    """What a period added, or why it cannot be said."""
    if isinstance(row["why_not"], str):
        return words(f"pace.why.{row['why_not']}")
    return words("status.unreported") if pd.isna(row["value"]) else figure_text(row, words)


# Dated steps


def step_state(row: Row, words: Words) -> str:
    """按期完成, 逾期完成（逾期12天）, 逾期未完成, 未到期; or that reports are too far apart to tell."""
    return words(f"step.{row['state']}", days=int(row["days"]))


def step_value(row: Row, words: Words) -> str:
    return words.figure(row["step_value"], "exact", row["uom"], row["uom_en"])


def steps_say(frame: pd.DataFrame, words: Words) -> str:
    """How many steps stand how."""
    found = [(group[0]["state"], len(group)) for group in grouped(rows(frame), "state")]
    parts = [words("pace.count", what=words(f"step.short.{state}"), count=count) for state, count in found]
    return words("step.tally", all=len(frame), parts=words("list.comma").join(parts))


def by_goal(found: Sequence[Row], words: Words) -> str:
    """应报, 已报, 逾期 of one goal; nothing where nothing is asked for."""
    row = found[0] if found else None
    if row is None or not row["asked"]:
        return ""
    return words("pace.goal_due", asked=row["asked"], reported=row["reported"], late=row["late"])
