"""What pages say in cards, tiles and sentences rather than in a chart."""

from collections.abc import Iterator

import pandas as pd
import streamlit as st

from campaign import panels
from campaign.ask import ask
from campaign.figures import bar_text, figure_text, metric_label
from campaign.screen import blocks
from campaign.screen.panel import head, show
from campaign.screen.url import UNIT_PAGE, Reader

CARD_LINES = 5


def campaign_head(reader: Reader) -> None:
    """The campaign's name, whose figures these are, how far they reach; then its phases."""
    words = reader.words
    found = ask(reader.store, "campaign", reader.filters)
    if found.empty:
        blocks.heading(words("brand.short"), words("overview.nothing_yet"))
        return
    campaign = found.iloc[0]
    note = words(
        "overview.note",
        source=campaign[words.column("source_line")],
        day=words.day(campaign["last_day"]) or words("overview.no_day"),
        units=campaign["units"],
        figures=campaign["figures"],
    )
    title = words("overview.title", name=campaign[words.column("name")])
    phases = panels.PHASE_STRIP.answer(reader.store, reader.filters)
    head(panels.PHASE_STRIP, phases, reader, lambda _: blocks.heading(title, note), printable=True)
    show(panels.PHASE_STRIP, reader, title=False)


def campaign_facts(reader: Reader) -> None:
    """What the plan set down in words: issuers, dates, emphases, the closed loop, supervision."""
    words = reader.words
    found = ask(reader.store, "campaign", reader.filters)
    if found.empty:
        return
    campaign = found.iloc[0]
    themes = ask(reader.store, "campaign_themes", reader.filters)
    said = themes.groupby("kind")[words.column("name")].agg(list).to_dict()
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


def _meeting(campaign: pd.Series, reader: Reader) -> str:
    """The meeting's day, counted from the start with both ends."""
    if pd.isna(campaign["meeting_on"]) or pd.isna(campaign["started_on"]):
        return reader.words.day(campaign["meeting_on"])
    count = (campaign["meeting_on"] - campaign["started_on"]).days + 1
    return reader.words("campaign.nth_day", day=reader.words.day(campaign["meeting_on"]), count=count)


def goal_cards(reader: Reader) -> None:
    """One card a goal: its units' figures in the words they were reported in."""
    words = reader.words
    goals = ask(reader.store, "goals", reader.filters)
    frame = panels.GOAL_FIGURES.answer(reader.store, reader.filters)
    with st.grid(4, min_column_width=240, gap="small", key="goal_cards"):
        for _, goal in goals.iterrows():
            lines = list(_card_lines(frame[frame["goal"] == goal["goal"]], reader))
            blocks.card(
                goal[words.column("name")],
                lines[:CARD_LINES] or [blocks.Line("", words("panel.goal_figures.empty"))],
                words("overview.card_foot", count=goal["figures"]),
            )
    head(panels.GOAL_FIGURES, frame, reader, lambda _: blocks.note(words("overview.not_added")))


def _card_lines(rows: pd.DataFrame, reader: Reader) -> Iterator[blocks.Line]:
    """A line for each unit and metric, an 其中 behind its whole."""
    words = reader.words
    for _, figures in rows.groupby(["metric_id", "unit_id"], sort=False):
        first = figures.iloc[0]
        said = tuple((_kind(row, reader), bar_text(row, words)) for _, row in figures.iterrows())
        yield blocks.Line(first[words.column("short_name")], first[words.column("metric_name")], said)


def _kind(row: pd.Series, reader: Reader) -> str:
    """The variant's name, said to be an 其中 where it is one; nothing for the plain variant."""
    variant = row[reader.words.column("variant_name")]
    of_which = reader.words("figure.of_which") if pd.notna(row["part_of"]) else ""
    return "" if pd.isna(variant) else f"{of_which}{variant}"


def award_tiles(reader: Reader) -> None:
    """Planned places of each award; never one sum: cases, units and persons differ."""
    words = reader.words
    awards = panels.AWARDS.answer(reader.store, reader.filters)
    head(panels.AWARDS, awards, reader, blocks.section)
    if awards.empty:
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
        for _, row in awards.iterrows()
    )


def unit_links(reader: Reader) -> None:
    """Every unit in official order, one click away."""
    words = reader.words
    units = panels.UNITS.answer(reader.store, reader.filters)
    blocks.section(panels.UNITS.title(words))
    if units.empty:
        blocks.sentence(panels.UNITS.empty(words))
        return
    with st.container(horizontal=True, gap="xsmall", key="unit_links"):
        for _, unit in units.iterrows():
            st.page_link(
                UNIT_PAGE,
                label=unit[words.column("short_name")],
                query_params=reader.link(unit=unit["unit_id"]),
                help=unit[words.column("method_name")],
            )


def warn_if_not_comparable(reader: Reader) -> None:
    """Bars on one axis invite comparison; where the gate sees a difference in kind, that is said."""
    gate = panels.GATE.answer(reader.store, reader.filters)
    groups = gate[gate["metric_id"] == reader.filters.metric_id]
    kinds = {"not_comparable", "coverage_differs", "variant_differs"}
    if groups["units"].sum() > 1 and any(kinds & set(reasons) for reasons in groups["reasons"]):
        blocks.note(reader.words("progress.not_comparable"))


def verdict(reader: Reader) -> bool:
    """Whether the chosen metric may be ranked in any group; where not, says why and what would help."""
    words = reader.words
    gate = panels.GATE.answer(reader.store, reader.filters)
    groups = gate[gate["metric_id"] == reader.filters.metric_id]
    if bool(groups["may_be_ranked"].any()):
        return True
    reasons = list(dict.fromkeys(reason for found in groups["reasons"] for reason in found))
    if groups["comparable_group"].nunique() > 1:
        reasons.append("groups_differ")
    blocks.refusal(
        words("gate.refused", metric=groups.iloc[0][words.column("metric_name")]),
        [(words(f"gate.reason.{reason}"), words(f"gate.remedy.{reason}")) for reason in reasons],
    )
    return False


def required_actions(reader: Reader) -> None:
    """规定动作 are done of due, 自选动作 a number; where the city listed none, that is said."""
    words = reader.words
    actions = ask(reader.store, "actions", reader.filters)
    required = actions[actions["requirement"] == "required"]
    blocks.section(words("actions.required"))
    blocks.sentence(
        words("actions.count", count=len(required)) if len(required) else words("actions.none_required")
    )


def unit_head(reader: Reader) -> None:
    """The unit's name and where it belongs."""
    words = reader.words
    units = ask(reader.store, "units", reader.filters)
    found = units[units["unit_id"] == reader.filters.unit_id]
    if found.empty:
        blocks.heading(words("page.unit"), words("panel.units.empty"))
        return
    unit = found.iloc[0]
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
    themes = ask(reader.store, "unit_themes", reader.filters)
    for _, method in themes[themes["kind"] == "method"].iterrows():
        blocks.section(words("unit.method", name=method[words.column("name")]))
        blocks.prose(f"{method[words.column('text')]}{words('figure.in_brackets', place=method['place'])}")


def unit_figures(reader: Reader) -> None:
    """The unit's figures as tiles by goal, then as a table; a unit that gave none is told so plainly."""
    words = reader.words
    frame = panels.UNIT_FIGURES.answer(reader.store, reader.filters)
    for goal, rows in frame.groupby(words.column("goal_name"), sort=False, dropna=False):
        blocks.section(str(goal))
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
            for _, row in rows.iterrows()
        )
    show(panels.UNIT_FIGURES, reader)


def unit_rules(reader: Reader) -> None:
    """Rules and criteria the unit set itself: words only, nothing is counted."""
    words = reader.words
    themes = ask(reader.store, "unit_themes", reader.filters)
    for kind, rows in themes[themes["kind"] != "method"].groupby("kind", sort=False):
        blocks.section(words(f"unit.{kind}"))
        blocks.bullets(
            words("list.pair", first=row[words.column("text")], second=row[words.column("name")])
            if isinstance(row["text"], str)
            else row[words.column("name")]
            for _, row in rows.iterrows()
        )


def methods_in_words(reader: Reader) -> None:
    """方法说明: the rules the board follows today, in plain words."""
    words = reader.words
    blocks.section(words("methods.title"))
    for rule in ("blank", "hedge", "sum", "gate", "place", "phase", "known_on", "fault"):
        with st.expander(words(f"methods.{rule}.title")):
            blocks.prose(words(f"methods.{rule}.text"))
