"""选树典型: four awards, their nominations by stage, the notices, and recognitions, which are only shown."""

import streamlit as st

from campaign import panels
from campaign.screen import blocks
from campaign.screen.awards import (
    apportionment,
    award_cards,
    entering_desk,
    nobody_nominated,
    nominations,
)
from campaign.screen.panel import show
from campaign.screen.session import reader

me = reader()
blocks.heading(me.words("page.awards"), me.words("award.note"))
award_cards(me)
is_empty = nobody_nominated(me)
if not is_empty:
    stages, notices = st.columns(2, gap="medium")
    with stages:
        show(panels.AWARD_STAGES, me)
    with notices:
        show(panels.AWARD_NOTICES, me)
        show(panels.RECOGNITIONS, me)
entering_desk(me)
if not is_empty:
    nominations(me)
    show(panels.AWARD_SHARES, me)
apportionment(me)
if is_empty:
    show(panels.RECOGNITIONS, me)
