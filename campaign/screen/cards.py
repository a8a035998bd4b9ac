"""What pages say in cards, tiles and sentences rather than in a chart."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pandas as pd
import streamlit as st

from campaign import panels
from campaign.ask import told
from campaign.figures.said import bar_text, figure_text, metric_label
from campaign.loop.told import signs
from campaign.methods.rows import Row, grouped
from campaign.panels import Panel
from campaign.panels.progress import total
from campaign.screen import blocks
from campaign.screen.pace import day_shown, goal_lines
from campaign.screen.panel import head, show
from campaign.screen.url import UNIT_PAGE, Reader
from campaign.words import Words

CARD_LINES = 5
FEW_UNITS = 20  # of more, a card shows what the campaign reported, not each unit
MOST_LINKS = 40
OVERDUE = ("overdue", "locked")


def campaign_head(reader: Reader) -> None:
    """The campaign's name, whose figures these are, how far they reach; then its phases."""
    words = reader.words
    found = told(reader.store, "campaign", reader.filters)
    if not found:
        blocks.heading(words("brand.short"), words("overview.nothing_yet"))
        return
    campaign = found[0]
    note = words(
        "overview.note",
        source=campaign[words.column("source_line")],
        day=words.day(campaign["last_day"]) or words("overview.no_day"),
        units=campaign["units"],
        figures=campaign["figures"],
    )
    title = words("overview.title", name=campaign[words.column("name")])
    handed_in = _handed_in(reader)
    head(panels.PHASE_STRIP, reader, lambda _: blocks.heading(title, note, handed_in), printable=True)
    show(panels.PHASE_STRIP, reader, title=False)


def _handed_in(reader: Reader) -> str:
    """应报、已报 of the latest period, and who is late with any; nothing where no report was asked for."""
    words = reader.words
    due = told(reader.store, "due", replace(reader.filters, today=day_shown(reader)))
    if not due:
        return ""
    latest = [row for row in due if row["period_end"] == due[0]["period_end"]]
    asked = {row["unit_id"] for row in latest}
    missing = {row["unit_id"] for row in latest if row["state"] not in ("reported", "no_change")}
    late = {row["unit_id"] for row in due if row["state"] in OVERDUE}
    return words(
        "overview.handed_in",
        day=words.day(due[0]["period_end"]),
        asked=len(asked),
        reported=len(asked - missing),
        late=len(late),
    )


def campaign_facts(reader: Reader) -> None:
    """What the plan set down in words: issuers, dates, emphases, the closed loop, supervision."""
    words = reader.words
    found = told(reader.store, "campaign", reader.filters)
    if not found:
        return
    campaign = found[0]
    themes = grouped(told(reader.store, "campaign_themes", reader.filters), "kind")
    said = {found[0]["kind"]: [theme[words.column("name")] for theme in found] for found in themes}
    blocks.section(words("campaign.title"))
    dates = [
        (words("campaign.organiser"), campaign[words.column("organiser")]),
        (words("campaign.document"), campaign[words.column("document_title")]),
        (words("campaign.started_on"), words.day(campaign["started_on"])),
    ]
    if pd.notna(campaign["meeting_on"]):
        dates.append((words("campaign.meeting_on"), _meeting(campaign, reader)))
    lists = [
        (
            words(f"campaign.{kind}"),
            words("list.arrow" if kind == "loop_stage" else "list.comma").join(said[kind]),
        )
        for kind in ("issuer", "emphasis", "loop_stage", "supervision", "ground", "assessment")
        if kind in said
    ]
    blocks.facts(dates + lists)


def _meeting(campaign: Row, reader: Reader) -> str:
    """The meeting's day, counted from the start with both ends."""
    count = (campaign["meeting_on"] - campaign["started_on"]).days + 1
    return reader.words("campaign.nth_day", day=reader.words.day(campaign["meeting_on"]), count=count)


def goal_cards(reader: Reader) -> None:
    """One card a goal: its units' figures in the words they were reported in."""
    words = reader.words
    figures = told(reader.store, panels.GOAL_FIGURES.question, reader.filters)
    are_many = len(told(reader.store, panels.UNITS.question, reader.filters)) > FEW_UNITS
    lines_of = _total_lines if are_many else _card_lines
    pace = goal_lines(reader)
    with st.grid(4, min_column_width=240, gap="small", key="goal_cards"):
        for goal in told(reader.store, "goals", reader.filters):
            lines = list(lines_of([row for row in figures if row["goal"] == goal["goal"]], reader))
            blocks.card(
                goal[words.column("name")],
                [
                    *(lines[:CARD_LINES] or [blocks.Line("", words("panel.goal_figures.empty"))]),
                    *(blocks.Line("", said) for said in pace.get(goal["goal"], ()) if said),
                ],
                words("overview.card_foot", count=goal["figures"]),
            )
    head(
        panels.GOAL_FIGURES,
        reader,
        lambda _: blocks.note(words("overview.added" if are_many else "overview.not_added")),
    )


def _card_lines(figures: list[Row], reader: Reader) -> Iterator[blocks.Line]:
    """A line for each unit and metric, an 其中 behind its whole."""
    words = reader.words
    for found in grouped(figures, "metric_id", "unit_id"):
        first = found[0]
        said = tuple((_kind(row, reader), bar_text(row, words)) for row in found)
        yield blocks.Line(first[words.column("short_name")], first[words.column("metric_name")], said)


def _total_lines(figures: list[Row], reader: Reader) -> Iterator[blocks.Line]:
    """A line for each metric and coverage: how many units reported it, and their sum where it makes sense."""
    words = reader.words
    for found in grouped(figures, "metric_id", "coverage"):
        first = found[0]
        units = len({row["unit_id"] for row in found})
        coverage = words.either(first["coverage_name"], first["coverage_name_en"])
        said = words("overview.units_reported", coverage=coverage, count=units)
        by_variant = sorted(grouped(found, "variant"), key=lambda of: pd.notna(of[0]["part_of"]))
        sums = (
            (_kind(of[0], reader), figure_text(of[0], words) if len(of) == 1 else total(of, words))
            for of in by_variant
        )
        name = first[words.column("metric_name")]
        yield blocks.Line(name, said, tuple((kind, added) for kind, added in sums if added))


def _kind(row: Row, reader: Reader) -> str:
    """The variant's name, said to be an 其中 where it is one; nothing for the plain variant."""
    variant = row[reader.words.column("variant_name")]
    of_which = reader.words("figure.of_which") if pd.notna(row["part_of"]) else ""
    return "" if pd.isna(variant) else f"{of_which}{variant}"


def award_tiles(reader: Reader) -> None:
    """Planned places of each award; never one sum: cases, units and persons differ."""
    words = reader.words
    awards = told(reader.store, panels.AWARDS.question, reader.filters)
    head(panels.AWARDS, reader, blocks.section)
    if not awards:
        blocks.sentence(panels.AWARDS.empty(words))
        return
    blocks.tiles(
        (
            row[words.column("name")],
            words(
                "awards.places", places=row["places"], uom=row["uom"] if words.lang == "zh" else ""
            ).strip(),
            _choosing(row, words),
        )
        for row in awards
    )


def _choosing(award: Row, words: Words) -> str:
    """How many are nominated, and how far choosing has come."""
    if pd.isna(award["nominated"]):
        return words("awards.none_yet")
    said = [words("awards.nominated", count=award["nominated"])]
    if isinstance(award["stage"], str):
        stage = words(f"award_stage.{award['stage']}")
        said.append(words("awards.passed", stage=stage, count=award["passed"]))
    return words("list.comma").join(said)


def unit_links(reader: Reader) -> None:
    """Every unit in official order, one click away."""
    words = reader.words
    units = told(reader.store, panels.UNITS.question, reader.filters)
    with st.container(key="ways_on"):  # the first to go when all is printed on one sheet
        blocks.section(panels.UNITS.title(words))
        if not units:
            blocks.sentence(panels.UNITS.empty(words))
        for number, of_group in enumerate(grouped(units, "comparable_group")):
            name = words.either(of_group[0]["group_name"], of_group[0]["group_name_en"])
            if len(of_group) > MOST_LINKS:
                with st.expander(words("overview.units_of_group", group=name, count=len(of_group))):
                    _links(of_group, number, reader)
            else:
                if len(units) > len(of_group):
                    blocks.note(name)
                _links(of_group, number, reader)


def _links(units: list[Row], number: int, reader: Reader) -> None:
    words = reader.words
    with st.container(horizontal=True, gap="xsmall", key=f"unit_links_{number}"):
        for unit in units:
            st.page_link(
                UNIT_PAGE,
                label=blocks.unmarked(unit[words.column("short_name")]),
                query_params=reader.link(unit=unit["unit_id"]),
                help=blocks.unmarked(words.either(unit["method_name"], unit["method_name_en"])) or None,
            )


def warn_if_not_comparable(reader: Reader) -> None:
    """Bars on one axis invite comparison; where the gate sees a difference in kind, that is said."""
    groups = _gate(reader)
    kinds = {"not_comparable", "coverage_differs", "variant_differs"}
    if sum(group["units"] for group in groups) > 1 and any(kinds & set(group["reasons"]) for group in groups):
        blocks.note(reader.words("progress.not_comparable"))


def _gate(reader: Reader) -> list[Row]:
    """What the gate says of the chosen metric, a row a group."""
    gate = told(reader.store, panels.GATE.question, reader.filters)
    return [group for group in gate if group["metric_id"] == reader.filters.metric_id]


def unit_head(reader: Reader) -> None:
    """The unit's name and where it belongs."""
    words = reader.words
    units = told(reader.store, "units", reader.filters)
    found = [unit for unit in units if unit["unit_id"] == reader.filters.unit_id]
    if not found:
        blocks.heading(words("page.unit"), words("panel.units.empty"))
        return
    unit = found[0]
    blocks.heading(
        unit[words.column("name")],
        words("list.dot").join(
            str(part)
            for part in (unit[words.column("group_name")], unit[words.column("division_name")])
            if isinstance(part, str)
        ),
    )


def unit_method(reader: Reader) -> None:
    """The unit's method in words, with where it is printed."""
    words = reader.words
    for method in _themes(reader, lambda kind: kind == "method"):
        blocks.section(words("unit.method", name=method[words.column("name")]))
        place = method["place"]
        where = words("figure.in_brackets", place=place) if isinstance(place, str) else ""
        blocks.prose(f"{method[words.column('text')]}{where}")


def _themes(reader: Reader, is_wanted: Callable[[str], bool]) -> list[Row]:
    themes = told(reader.store, "unit_themes", reader.filters)
    return [theme for theme in themes if is_wanted(theme["kind"])]


def unit_figures(reader: Reader) -> None:
    """The unit's figures as tiles by goal, then as a table; a unit that gave none is told so plainly."""
    words = reader.words
    goal_name = words.column("goal_name")
    for figures in grouped(told(reader.store, panels.UNIT_FIGURES.question, reader.filters), goal_name):
        blocks.section(str(figures[0][goal_name]))
        blocks.tiles(
            (
                f"{words('figure.of_which')}{row[words.column('variant_name')]}"
                if pd.notna(row["part_of"])
                else metric_label(row, words),
                figure_text(row, words),
                words(
                    "figure.under",
                    coverage=row[words.column("coverage_name")],
                    day=words.day(row["as_of"]),
                ),
            )
            for row in figures
        )
    show(panels.UNIT_FIGURES, reader)


def loop_plan(reader: Reader) -> None:
    """The stages as the plan sets them, each in its words."""
    words = reader.words
    stages = told(reader.store, panels.LOOP_PLAN.question, reader.filters)
    head(panels.LOOP_PLAN, reader, blocks.section)
    if not stages:
        blocks.sentence(panels.LOOP_PLAN.empty(words))
        return
    name, meaning = words.column("name"), words.column("text")
    blocks.steps((stage[name], stage[meaning] if pd.notna(stage[meaning]) else "") for stage in stages)


def nobody_in_the_loop(reader: Reader) -> None:
    """That no unit has given stage counts, and what to hand in; or that none has for what is chosen."""
    words = reader.words
    everybody = reader.narrowed(comparable_group=None, unit_id=None)
    if any(kind["units"] for kind in told(reader.store, "loop_variants", everybody.filters)):
        blocks.sentence(words("loop.nobody_here"))
        return
    metrics = told(reader.store, "loop_metrics", reader.filters)
    named = [metric[words.column("metric_name")] for metric in metrics if metric["is_planned"]]
    blocks.sentence(words("loop.nobody", metrics=words("list.comma").join(named)))


def in_one_group(reader: Reader) -> Reader:
    """The group chosen; where none is, the one in which most units give stage counts."""
    if reader.filters.comparable_group is not None:
        return reader
    groups = told(reader.store, "loop_groups", reader.filters)
    return reader.narrowed(comparable_group=str(groups[0]["comparable_group"]) if groups else None)


def months_of_a_rate(reader: Reader) -> None:
    """The control chart of a rate and, under it, its two icons with their words where it has limits."""
    _control_chart(panels.LOOP_MONTHS, reader)


def weeks_of_a_rate(reader: Reader) -> None:
    """The control chart of the share reported every week, where one is."""
    if not panels.LOOP_WEEKS.answer(reader.store, reader.filters).empty:
        _control_chart(panels.LOOP_WEEKS, reader)


def _control_chart(panel: Panel, reader: Reader) -> None:
    show(panel, reader)
    if found := signs(panel.answer(reader.store, reader.filters), reader.words):
        blocks.signs(found)


def unit_loop(reader: Reader) -> None:
    """The unit's own way through the loop, where it gave stage counts of any kind."""
    kinds = told(reader.store, "loop_variants", reader.filters)
    reported = [str(kind["variant"]) for kind in kinds if kind["units"] > 0]
    if reported:
        show(panels.LOOP_STAGES, reader.narrowed(variant=reported[0], comparable_group=None))


def unit_rules(reader: Reader) -> None:
    """Rules and criteria the unit set itself: words only, nothing is counted."""
    words = reader.words
    for found in grouped(_themes(reader, lambda kind: kind != "method"), "kind"):
        blocks.section(words(f"unit.{found[0]['kind']}"))
        blocks.bullets(
            words("list.pair", first=row[words.column("text")], second=row[words.column("name")])
            if isinstance(row["text"], str)
            else row[words.column("name")]
            for row in found
        )
