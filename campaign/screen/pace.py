"""What 进展, 单位 and 总览 say of pace beside their panels: choices, the written rule, a line a goal."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import streamlit as st

from campaign import options, panels
from campaign.ask import asked, kept, told
from campaign.methods.rows import grouped, rows
from campaign.options import OPTIONS
from campaign.pace import judged
from campaign.pace import told as said
from campaign.screen import blocks, url
from campaign.screen.panel import show
from campaign.screen.settings.options import boxes, may_set
from campaign.screen.url import Reader


def day_shown(reader: Reader) -> dt.date:
    """The day of the point in time looked at."""
    if not reader.known:
        return reader.today
    days = told(reader.store, "event_days", reader.filters)
    return min(row["day"] for row in days if row["event_no"] >= reader.filters.known_on).date()


def on_its_day(reader: Reader) -> Reader:
    """What is due is asked of the day looked at: a past point in time is judged as it was then."""
    return reader.narrowed(today=day_shown(reader))


# 进展


def where_units_stand(reader: Reader) -> None:
    """The chosen metric against its targets; where it has none, its figures, and that nothing is judged."""
    words = reader.words
    found = panels.PACE.answer(reader.store, reader.filters)
    if found.empty or found["aim"].isna().all():
        show(panels.PROGRESS, reader)
        if not found.empty:
            blocks.note(words("pace.no_figure_yet"))
        return
    look, order, rule = st.columns([1, 1, 1], vertical_alignment="bottom")
    with look:
        looks = {"": words("pace.look_pace"), "figures": words("pace.look_figures")}
        chosen = url.pick(words("pace.look"), "look", list(looks), looks.__getitem__)
    if chosen:
        show(panels.PROGRESS, reader)
        return
    with order:
        orders = {"": words("pace.order_official"), "lag": words("pace.order_lag")}
        by_lag = url.pick(words("pace.order"), "order", list(orders), orders.__getitem__)
    with rule:
        the_rule(reader)
    show(panels.PACE_BY_LAG if by_lag else panels.PACE, reader)


def the_rule(reader: Reader) -> None:
    """The written rule with the limits in force then; who runs the campaign may change them here."""
    words = reader.words
    with st.popover(words("pace.the_rule"), type="tertiary", key="pace_rule"):
        blocks.section(words("pace.the_rule"))
        blocks.bullets(_rules(reader))
        if reader.person is not None and may_set(reader.person) and not reader.known:
            blocks.section(words("pace.thresholds"))
            for name in judged.LIMITS:
                boxes([OPTIONS[name]], reader)


def _rules(reader: Reader) -> Iterator[str]:
    limit = {name: options.number_of(reader.store, name, reader.filters.known_on) for name in judged.LIMITS}
    blanks = {
        "on_pace": f"{limit['pace_on_pace']:g}",
        "behind": f"{limit['pace_behind']:g}",
        "ahead": f"{limit['pace_ahead']:g}",
        "sure": f"{100 * limit['pace_sure']:g}",
        "likely": f"{100 * limit['pace_likely']:g}",
        "stale": f"{limit['pace_stale_days']:g}",
    }
    for part in ("plan", "ratio", "chance", "amount", "stale", "hedged", "person"):
        yield reader.words(f"pace.rule.{part}", **blanks)


def over_time(reader: Reader) -> None:
    """All units over time, or one beside its group and where it may end; running totals or each period."""
    words = reader.words
    if panels.HISTORY.answer(reader.store, reader.filters)["as_of"].nunique() < 2:
        blocks.sentence(words("progress.one_day"))
        return
    whose, mode = st.columns(2)
    with whose:
        one = _pick_whose(reader)
    with mode:
        modes = {"": words("pace.mode_total"), "gain": words("pace.mode_gain")}
        is_gain = url.pick(words("pace.mode"), "mode", list(modes), modes.__getitem__)
    _say_where_redefined(reader)
    if is_gain:
        show(panels.GAINS, one)
    elif one.filters.unit_id is None:
        show(panels.HISTORY, one)
    else:
        own, ahead = st.columns(2, gap="medium")
        with own:
            show(panels.COURSE, one)
        with ahead:
            show(panels.OUTLOOK, one)


def _pick_whose(reader: Reader) -> Reader:
    """One unit of those that have a figure or a target here, or all of them."""
    words = reader.words
    units = told(reader.store, panels.PACE.question, reader.filters)
    names = {
        "": words("pace.all_units"),
        **{row["unit_id"]: row[words.column("short_name")] for row in units},
    }
    unit = url.pick(words("pace.whose"), "unit", list(names), names.__getitem__)
    return reader.narrowed(unit_id=unit or None)


def _say_where_redefined(reader: Reader) -> None:
    """From which day on the metric means something else, where it does."""
    history = panels.HISTORY.answer(reader.store, reader.filters)
    days = sorted(history["changed_on"].dropna().unique())
    if days:
        words = reader.words
        blocks.note("".join(words("pace.redefined_on", day=words.day(pd.Timestamp(day))) for day in days))


def dated_steps(reader: Reader) -> None:
    """The dated steps of targets, where any has them."""
    if not panels.STEPS.answer(reader.store, reader.filters).empty:
        show(panels.STEPS, reader)


# 总览


def goal_lines(reader: Reader) -> dict[str, tuple[str, str]]:
    """Of each goal: 应报 已报 逾期 of its latest period, and how its targets stand. Kept like an answer."""
    reader = replace(reader, filters=replace(on_its_day(reader).filters, unit_id=None, metric_id=None))
    key = (
        *panels.GOAL_PACE.key(reader.store, reader.filters),
        *asked(reader.store, reader.filters, "goal_due"),
        "goal_lines",
        reader.words.lang,
    )
    return kept(key, lambda: _goal_lines(reader))


def _goal_lines(reader: Reader) -> dict[str, tuple[str, str]]:
    words = reader.words
    standing = grouped(rows(panels.GOAL_PACE.answer(reader.store, reader.filters)), "goal")
    tallies = {of[0]["goal"]: judged.tally(row["standing"] for row in of) for of in standing}
    found = {}
    for row in told(reader.store, "goal_due", reader.filters):
        tally = tallies.get(row["goal"], judged.tally([]))
        # where no goal has a target the page says so once, below
        line = said.goal_line(tally, words) if tallies else ""
        found[row["goal"]] = (said.by_goal([row], words), line)
    return found
