"""单位: one unit's method in words, its figures, duties, records and sources."""

import streamlit as st

from campaign import panels
from campaign.screen import blocks
from campaign.screen.cards import unit_figures, unit_head, unit_loop, unit_method, unit_rules
from campaign.screen.choices import pick_period, pick_unit
from campaign.screen.duties import unit_duties
from campaign.screen.evidence import evidence_button
from campaign.screen.pace import dated_steps, on_its_day
from campaign.screen.panel import show
from campaign.screen.session import reader
from campaign.screen.years import unit_year_on_year

head = st.container()
with st.container(key="beside", horizontal=True, vertical_alignment="bottom"):
    me = pick_period(pick_unit(on_its_day(reader())))
    blocks.print_button(me.words)
    evidence_button(me)
with head:
    unit_head(me)
unit_method(me)
show(panels.UNIT_PACE, me)
dated_steps(me)
unit_figures(me)
unit_loop(me)
unit_year_on_year(me)
show(panels.PHASE_GRID, me)
unit_duties(me)
show(panels.UNIT_ACTIONS, me)
show(panels.UNIT_AWARDS, me)
show(panels.UNIT_RECORDS, me)
show(panels.UNIT_TARGETS, me)
unit_rules(me)
