"""What pages say in cards, tiles and sentences rather than in a chart."""

from collections.abc import Callable, Iterator

import pandas as pd
import streamlit as st

from campaign import panels
from campaign.ask import told
from campaign.figures import bar_text, figure_text, metric_label
from campaign.methods.rows import Row, grouped
from campaign.screen import blocks
from campaign.screen.panel import head, show
from campaign.screen.url import UNIT_PAGE, Reader

CARD_LINES = 5


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
    head(panels.PHASE_STRIP, reader, lambda _: blocks.heading(title, note), printable=True)
    show(panels.PHASE_STRIP, reader, title=False)


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
        (words("campaign.meeting_on"), _meeting(campaign, reader)),
    ]
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
    if pd.isna(campaign["meeting_on"]) or pd.isna(campaign["started_on"]):
        return reader.words.day(campaign["meeting_on"])
    count = (campaign["meeting_on"] - campaign["started_on"]).days + 1
    return reader.words("campaign.nth_day", day=reader.words.day(campaign["meeting_on"]), count=count)


def goal_cards(reader: Reader) -> None:
    """One card a goal: its units' figures in the words they were reported in."""
    words = reader.words
    figures = told(reader.store, panels.GOAL_FIGURES.question, reader.filters)
    with st.grid(4, min_column_width=240, gap="small", key="goal_cards"):
        for goal in told(reader.store, "goals", reader.filters):
            lines = list(_card_lines([row for row in figures if row["goal"] == goal["goal"]], reader))
            blocks.card(
                goal[words.column("name")],
                lines[:CARD_LINES] or [blocks.Line("", words("panel.goal_figures.empty"))],
                words("overview.card_foot", count=goal["figures"]),
            )
    head(panels.GOAL_FIGURES, reader, lambda _: blocks.note(words("overview.not_added")))


def _card_lines(figures: list[Row], reader: Reader) -> Iterator[blocks.Line]:
    """A line for each unit and metric, an 其中 behind its whole."""
    words = reader.words
    for found in grouped(figures, "metric_id", "unit_id"):
        first = found[0]
        said = tuple((_kind(row, reader), bar_text(row, words)) for row in found)
        yield blocks.Line(first[words.column("short_name")], first[words.column("metric_name")], said)


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
            words("awards.nominated", count=row["nominated"])
            if pd.notna(row["nominated"])
            else words("awards.none_yet"),
        )
        for row in awards
    )


def unit_links(reader: Reader) -> None:
    """Every unit in official order, one click away."""
    words = reader.words
    units = told(reader.store, panels.UNITS.question, reader.filters)
    blocks.section(panels.UNITS.title(words))
    if not units:
        blocks.sentence(panels.UNITS.empty(words))
        return
    with st.container(horizontal=True, gap="xsmall", key="unit_links"):
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


def verdict(reader: Reader) -> bool:
    """Whether the chosen metric may be ranked in any group; where not, says why and what would help."""
    words = reader.words
    groups = _gate(reader)
    if any(group["may_be_ranked"] for group in groups):
        return True
    reasons = list(dict.fromkeys(reason for group in groups for reason in group["reasons"]))
    if len({group["comparable_group"] for group in groups if pd.notna(group["comparable_group"])}) > 1:
        reasons.append("groups_differ")
    blocks.refusal(
        words("gate.refused", metric=groups[0][words.column("metric_name")]),
        [(words(f"gate.reason.{reason}"), words(f"gate.remedy.{reason}")) for reason in reasons],
    )
    return False


def required_actions(reader: Reader) -> None:
    """规定动作 are done of due, 自选动作 a number; where the city listed none, that is said."""
    words = reader.words
    actions = told(reader.store, "actions", reader.filters)
    required = [action for action in actions if action["requirement"] == "required"]
    blocks.section(words("actions.required"))
    blocks.sentence(
        words("actions.count", count=len(required)) if required else words("actions.none_required")
    )


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
        blocks.prose(f"{method[words.column('text')]}{words('figure.in_brackets', place=method['place'])}")


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


def methods_in_words(reader: Reader) -> None:
    """方法说明: the rules the board follows today, in plain words."""
    words = reader.words
    blocks.section(words("methods.title"))
    for rule in ("blank", "hedge", "sum", "gate", "place", "phase", "known_on", "fault"):
        with st.expander(words(f"methods.{rule}.title")):
            blocks.prose(words(f"methods.{rule}.text"))
