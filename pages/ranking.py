"""对比排名: may this be ranked at all? If so, the places; if not, why, and what would make it comparable."""

import streamlit as st

from campaign import panels
from campaign.screen import blocks
from campaign.screen.cards import verdict
from campaign.screen.choices import pick_metric, pick_period
from campaign.screen.panel import show
from campaign.screen.session import reader

me = reader()
blocks.heading(me.words("page.ranking"), me.words("ranking.note"))
metric, period = st.columns([2, 1])
with period:
    me = pick_period(me)
with metric:
    chosen = pick_metric(me)
if chosen is None:
    blocks.sentence(me.words("panel.ranking.empty"))
else:
    if verdict(chosen):
        show(panels.RANKING, chosen)
    show(panels.CONTENDERS, chosen)
show(panels.GATE, me)
