"""Four charts and tiles on our board, for screen.py: takes the place of a page in a copy of the program."""

import streamlit as st

from campaign.screen import blocks
from campaign.screen.choices import pick_group
from campaign.screen.panel import show
from campaign.screen.session import reader
from tests.benchmarks import four_charts

me = reader()
blocks.heading("四张图", "")
me = pick_group(me)
me = me.narrowed(metric_id=four_charts.METRIC)
blocks.tiles(four_charts.tiles(me.store, me.filters))
columns = st.columns(2)
for number, panel in enumerate(four_charts.CHARTS):
    with columns[number % 2]:
        show(panel, me)
