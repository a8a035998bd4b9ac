"""对比排名: may this be ranked at all? If so, the places; if not, why, and what would make it comparable."""

import streamlit as st

from campaign import panels
from campaign.screen import blocks
from campaign.screen.comparison import choose_what, index, one_metric
from campaign.screen.panel import show
from campaign.screen.session import reader

me = reader()
blocks.heading(me.words("page.ranking"), me.words("ranking.note"))
what, rest = st.columns([1, 4])
with what:
    is_index = choose_what(me)
with rest:
    if is_index:
        index(me)
    else:
        one_metric(me)
if not is_index:
    show(panels.GATE, me)
