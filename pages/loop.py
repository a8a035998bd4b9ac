"""闭环办理: how far matters come, where they stop, and which differences mean something."""

import streamlit as st

from campaign import panels
from campaign.screen import blocks
from campaign.screen.cards import (
    in_one_group,
    loop_plan,
    months_of_a_rate,
    nobody_in_the_loop,
    weeks_of_a_rate,
)
from campaign.screen.choices import pick_group, pick_matters, pick_rate, pick_whose
from campaign.screen.panel import show
from campaign.screen.session import reader

me = reader()
blocks.heading(me.words("page.loop"), me.words("loop.note"))
group, kind = st.columns(2)
with group:
    all_units = pick_group(me.narrowed(unit_id=None))
with kind:
    all_units = pick_matters(all_units)
if panels.LOOP_STAGES.answer(all_units.store, all_units.filters).empty:
    nobody_in_the_loop(all_units)
    loop_plan(all_units)
else:
    stages, stuck = st.columns(2, gap="medium")
    with stages:
        show(panels.LOOP_STAGES, all_units)
    with stuck:
        show(panels.LOOP_STUCK, all_units)
    one_group = in_one_group(all_units)
    rate, whose = st.columns(2)
    with rate:
        one_group = pick_rate(one_group)
    with whose:
        one_unit = pick_whose(one_group)
    if all_units.filters.comparable_group is None:
        blocks.note(me.words("loop.one_group"))
    between_units, over_time = st.columns(2, gap="medium")
    with between_units:
        show(panels.LOOP_RATE, one_group)
    with over_time:
        months_of_a_rate(one_unit)
        weeks_of_a_rate(one_unit)
    show(panels.LOOP_UNITS, all_units)
    loop_plan(all_units)
