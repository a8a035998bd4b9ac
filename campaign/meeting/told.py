"""What a slide says: the finding as its title, what stands beside the picture, what the presenter says."""

from collections.abc import Callable, Sequence

import pandas as pd

from campaign.figures.said import figure_text, metric_label
from campaign.methods.rows import Row, grouped, rows
from campaign.panels import Seen
from campaign.panels.cells import source
from campaign.panels.progress import spread, total
from campaign.words import Words

BEST = 3  # figures of a unit that a slide has room for
CARD_FIGURES = 3
FEW_UNITS = 20  # of more, a goal is told by its metrics, not unit by unit
NOTED = 12  # rows the presenter's notes spell out
METHOD_LENGTH = {"zh": 110, "en": 260}  # characters
READ = {
    *(
        "unit_id",
        "metric_id",
        "goal",
        "goal_no",
        "status",
        "state",
        "coverage",
        "additive",
        "part_of",
        "places",
    ),
    *(
        f"{name}{lang}"
        for name in ("name", "short_name", "metric_name", "variant_name", "coverage_name", "uom")
        for lang in ("", "_en")
    ),
    *("as_of", "rate_name", "rate_name_en"),
    *("variant", "value", "qualifier", "printed", "place", "place_en"),
}
LONG_TITLE = {"zh": 40, "en": 90}


def finding(seen: Seen, told: Sequence[Row]) -> str:
    """The slide's title: what its figures come to; the panel's own title where nothing can be said."""
    words, panel = seen.words, seen.panel
    if seen.frame.empty:
        is_confirmed = panel.name == "attention"
        key = "meeting.found.none_confirmed" if is_confirmed else "meeting.found.nothing"
        return words(key, title=panel.title(words))
    if seen.refused:
        return panel.title(words)
    if panel.name in FOUND:
        return FOUND[panel.name](told, words)
    said = seen.said.partition("。")[0] if words.lang == "zh" else seen.said.partition(". ")[0].rstrip(".")
    return said if 0 < len(said) <= LONG_TITLE[words.lang] else panel.title(words)


def read(frame: pd.DataFrame) -> list[Row]:
    """The rows with only the columns that titles, lines and notes are made of."""
    return rows(frame[[name for name in frame.columns if name in READ]])


def _phases(told: Sequence[Row], words: Words) -> str:
    name = words.column("name")
    doing = [row[name] for row in told if row["status"] == "doing"]
    if doing:
        return words("meeting.found.phase", phases=words("list.comma").join(doing))
    if all(pd.isna(row["status"]) for row in told):
        return words("meeting.found.no_status", count=len(told))
    done = sum(row["status"] == "done" for row in told)
    return words("meeting.found.phases_done", count=len(told), done=done)


def _goals(told: Sequence[Row], words: Words) -> str:
    are_many = len({row["unit_id"] for row in told}) > FEW_UNITS
    key = "meeting.found.goals_summed" if are_many else "meeting.found.goals"
    return words(key, count=len({row["goal"] for row in told}))


def _attention(told: Sequence[Row], words: Words) -> str:
    units = {row["unit_id"] for row in told}
    return words("meeting.found.attention", count=len(told), units=len(units))


def _awards(told: Sequence[Row], words: Words) -> str:
    uom = words.column("uom")
    planned = [
        words(
            "meeting.found.award", name=row[words.column("name")], places=row["places"], uom=row[uom] or ""
        ).strip()
        for row in told
        if pd.notna(row["places"])
    ]
    return words("meeting.found.awards", planned=words("list.comma").join(planned))


def _progress(told: Sequence[Row], words: Words) -> str:
    first = told[0]
    metric, units = first[words.column("metric_name")], len({row["unit_id"] for row in told})
    if units == 1 and len(told) == 1:
        return words(
            "list.pair",
            first=f"{first[words.column('short_name')]} {metric}",
            second=figure_text(first, words),
        )
    wholes = [row for row in told if pd.isna(row["part_of"])]
    one_kind = len({row["coverage"] for row in told}) == 1
    is_bounded = any(row["qualifier"] != "at_least" for row in wholes)  # of lower bounds alone no sum is said
    comparable = one_kind and is_bounded and len({row["variant"] for row in wholes}) == 1
    if comparable and (summed := total(wholes, words)):
        return words("meeting.found.progress_sum", metric=metric, units=units, figure=summed)
    if comparable and (between := spread(wholes, words)):
        least, most = between
        return words("meeting.found.progress_spread", metric=metric, units=units, least=least, most=most)
    key = "meeting.found.progress" if one_kind else "meeting.found.progress_kinds"
    return words(key, metric=metric, units=units)


def _history(told: Sequence[Row], words: Words) -> str:
    days = [row["as_of"] for row in told]
    return words(
        "meeting.found.history",
        metric=told[0][words.column("metric_name")],
        units=len({row["unit_id"] for row in told}),
        first=words.day(min(days)),
        last=words.day(max(days)),
    )


def _rate(told: Sequence[Row], words: Words) -> str:
    """How many units lie outside the funnel's outer limits."""
    outside = {name: sum(row["place"] == f"{name}_998" for row in told) for name in ("below", "above")}
    key = "meeting.found.rate" if any(outside.values()) else "meeting.found.rate_inside"
    return words(key, rate=told[0][words.column("rate_name")], **outside)


def _items(told: Sequence[Row], words: Words) -> str:
    """上次议定n项：办结a、在办b、逾期c，另有会议要求d项."""
    states = [row["state"] for row in told]
    said = {name: sum(state == name for state in states) for name in ("done", "doing", "overdue")}
    tracked = sum(said.values())
    if not tracked:
        return words("meeting.found.items_untracked", count=len(told))
    found = words("meeting.found.items", count=tracked, **said)
    others = len(told) - tracked
    return words("meeting.found.items_and", items=found, others=others) if others else found


def _unit(told: Sequence[Row], words: Words) -> str:
    best = best_of(told)
    name = told[0][words.column("short_name")]
    said = [f"{metric_label(row, words)}{_gap(words)}{figure_text(row, words)}" for row in best[:2]]
    return words("list.pair", first=name, second=words("list.comma").join(said))


def _gap(words: Words) -> str:
    return "" if words.lang == "zh" else " "


FOUND: dict[str, Callable[[Sequence[Row], Words], str]] = {
    "history": _history,
    "loop_rate": _rate,
    "phase_strip": _phases,
    "goal_figures": _goals,
    "attention": _attention,
    "awards": _awards,
    "progress": _progress,
    "meeting_items": _items,
    "unit_figures": _unit,
}


def best_of(figures: Sequence[Row]) -> list[Row]:
    """A unit's figures that stand for it: the first of each goal in order, then what comes next."""
    whole = [row for row in figures if pd.isna(row["part_of"])]
    first = [of_goal[0] for of_goal in grouped(whole, "goal_no")]
    return [*first, *(row for row in whole if all(row is not taken for taken in first))][:BEST]


# Beside the picture


def lines(seen: Seen, told: Sequence[Row], method: Row | None = None) -> list[str]:
    """What stands in words: sentences of the picture, or what there is instead of one."""
    words, panel = seen.words, seen.panel
    if seen.frame.empty:
        return [panel.empty(words)]
    if seen.refused:
        return [words(f"method.refused.{seen.refused}")]
    if panel.name == "goal_figures":
        return _goal_lines(told, words)
    if method is not None:
        return [_method(method, words)]
    rest = _after(finding(seen, told), seen.said)
    return [rest] if rest else []


def _after(title: str, said: str) -> str:
    """What is said beyond the sentence that is the title."""
    rest = said.removeprefix(title)
    return rest.lstrip("。. ") if rest != said and rest[:1] in ("", "。", ".") else said


def _goal_lines(told: Sequence[Row], words: Words) -> list[str]:
    """A line a goal: its units' figures as printed; of many units, how many reported and their sum."""
    are_many = len({row["unit_id"] for row in told}) > FEW_UNITS
    say = _by_metric if are_many else _by_unit
    return [
        words(
            "list.pair",
            first=words(f"goal.{of_goal[0]['goal']}"),
            second=words("list.semicolon").join(say(of_goal, words)),
        )
        for of_goal in grouped(told, "goal")
    ]


def _by_unit(told: Sequence[Row], words: Words) -> list[str]:
    wholes = [row for row in told if pd.isna(row["part_of"])]
    name = words.column("short_name")
    return [
        f"{row[name]} {metric_label(row, words)} {figure_text(row, words)}" for row in wholes[:CARD_FIGURES]
    ]


def _by_metric(told: Sequence[Row], words: Words) -> list[str]:
    wholes = [row for row in told if pd.isna(row["part_of"])]
    return [_metric_line(of_metric, words) for of_metric in grouped(wholes, "metric_id")[:CARD_FIGURES]]


def _metric_line(of_metric: list[Row], words: Words) -> str:
    """One metric over its units: of the coverages reported the one that can be summed, else the commonest."""
    by_coverage = sorted(grouped(of_metric, "coverage", "variant"), key=len, reverse=True)
    summed = [(rows_of, added) for rows_of in by_coverage if (added := total(rows_of, words))]
    chosen, added = summed[0] if summed else (by_coverage[0], "")
    return words(
        "meeting.line.sum" if added else "meeting.line.units",
        metric=metric_label(chosen[0], words),
        coverage=words.either(chosen[0]["coverage_name"], chosen[0]["coverage_name_en"]),
        units=len({row["unit_id"] for row in chosen}),
        added=added,
    )


def _method(method: Row, words: Words) -> str:
    text = str(words.either(method["text"], method["text_en"]))
    most = METHOD_LENGTH[words.lang]
    cut = text if len(text) <= most else f"{text[: most - 1]}…"
    return words("list.pair", first=method[words.column("name")], second=cut)


# What the presenter says


def notes(seen: Seen, told: Sequence[Row], title: str) -> str:
    """The finding, then the rows in words with the places they come from."""
    words = seen.words
    if seen.frame.empty or seen.refused:
        return title
    say = _figure_noted if {"metric_name", "printed", "variant_name"} <= set(seen.frame.columns) else None
    said = [say(row, words) for row in told[:NOTED]] if say else _rows_noted(seen)
    more = words("meeting.notes_more", count=len(seen.frame) - NOTED) if len(seen.frame) > NOTED else ""
    return "\n".join([title, *said, *([more] if more else [])])


def _figure_noted(row: Row, words: Words) -> str:
    place = str(source(row, words)) if "place" in row else ""
    where = words("figure.in_brackets", place=place) if place else ""
    unit = words.either(row["short_name"], row["short_name_en"])
    is_reported = isinstance(row["qualifier"], str)
    figure = figure_text(row, words) if is_reported else words("status.unreported")
    return f"{unit} {metric_label(row, words)} {figure}{where}"


def _rows_noted(seen: Seen) -> list[str]:
    frame = seen.frame.head(NOTED) if seen.panel.arrange is None else seen.frame
    table = seen.panel.table(frame, seen.words)
    return [
        " ".join(str(cell) for cell in row if str(cell)) for row in table.head(NOTED).itertuples(index=False)
    ]
