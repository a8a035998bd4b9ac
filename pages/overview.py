"""总览: where the campaign stands, in one screen."""

import streamlit as st

from campaign import panels
from campaign.screen.cards import award_tiles, campaign_facts, campaign_head, goal_cards, unit_links
from campaign.screen.panel import show
from campaign.screen.session import reader
from campaign.screen.supervision import waiting

me = reader()
campaign_head(me)
goal_cards(me)
# a table of what was confirmed needs the room that a sentence does not
has_attention = len(panels.ATTENTION.answer(me.store, me.filters)) > 0
attention, awards = st.columns([1, 1] if has_attention else [1, 2])
with attention:
    show(panels.ATTENTION, me)
    waiting(me)
with awards:
    award_tiles(me)
unit_links(me)
campaign_facts(me)
