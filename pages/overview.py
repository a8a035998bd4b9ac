"""总览: where the campaign stands, in one screen."""

import streamlit as st

from campaign import panels
from campaign.screen.cards import award_tiles, campaign_facts, campaign_head, goal_cards, unit_links
from campaign.screen.panel import show
from campaign.screen.session import reader

me = reader()
campaign_head(me)
goal_cards(me)
attention, awards = st.columns([2, 3])
with attention:
    show(panels.ATTENTION, me)
with awards:
    award_tiles(me)
unit_links(me)
campaign_facts(me)
