"""指标口径: every metric's definition and use."""

import streamlit as st

from campaign import panels
from campaign.screen import blocks
from campaign.screen.choices import pick_goal
from campaign.screen.panel import show
from campaign.screen.session import reader
from campaign.screen.url import METHODS_PAGE

me = reader()
blocks.heading(me.words("page.metrics"), me.words("metrics.note"))
st.page_link(METHODS_PAGE, label=me.words("methods.link"), query_params=me.link())
show(panels.METRICS, pick_goal(me))
