"""进展: one metric over units and time, then everything reported at a glance."""

import streamlit as st

from campaign import panels
from campaign.screen import blocks
from campaign.screen.cards import warn_if_not_comparable
from campaign.screen.choices import pick_goal, pick_group, pick_metric, pick_period
from campaign.screen.panel import show
from campaign.screen.session import reader
from campaign.screen.years import year_on_year

me = reader()
blocks.heading(me.words("page.progress"), me.words("progress.note"))
goal, group, metric, period = st.columns([1, 1, 2, 1])
with period:
    me = pick_period(me)
with goal:
    me = pick_goal(me)
with group:
    me = pick_group(me)
with metric:
    chosen = pick_metric(me)
if chosen is None:
    blocks.sentence(me.words("panel.progress.empty"))
else:
    show(panels.PROGRESS, chosen)
    warn_if_not_comparable(chosen)
    if panels.HISTORY.answer(chosen.store, chosen.filters)["as_of"].nunique() > 1:
        show(panels.HISTORY, chosen)
    else:
        blocks.sentence(me.words("progress.one_day"))
    year_on_year(chosen)
show(panels.SUMMARY, me)
