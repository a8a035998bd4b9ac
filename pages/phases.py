"""阶段与动作: how units stand in each phase, what is due of them and was done, what they do of their own."""

import streamlit as st

from campaign import panels
from campaign.screen import blocks
from campaign.screen.choices import pick_group
from campaign.screen.duties import duties, on_its_day, own_routines, phase_acts, tick_duties
from campaign.screen.panel import show
from campaign.screen.session import reader

me = reader()
blocks.heading(me.words("page.phases"), me.words("phases.note"))
show(panels.PHASE_STRIP, me, title=False)
phase_acts(me)
tick_duties(me)
one_group = pick_group(me.narrowed(unit_id=None))
phases, due = st.columns(2, gap="medium")
with phases:
    show(panels.PHASE_GRID, one_group)
with due:
    show(panels.DUTY_DONE, on_its_day(one_group))
duties(one_group)
own_routines(one_group)
