"""督导: what a person confirmed, handed over, fed back, checked and closed; whom nobody has checked."""

import streamlit as st

from campaign import panels
from campaign.screen import blocks, desk, supervision
from campaign.screen.panel import show
from campaign.screen.session import reader

me = supervision.of_the_day(reader())
blocks.heading(me.words("page.supervision"), me.words("supervision.note"))
desk.say()
show(panels.SUPERVISION_LEDGER, me)
supervision.matters(me)
ages, improved = st.columns(2, gap="medium")
with ages:
    show(panels.SUPERVISION_AGES, me)
with improved:
    show(panels.SUPERVISION_IMPROVED, me)
supervision.candidates(me)
unchecked, notices = st.columns([2, 3], gap="medium")
with unchecked:
    show(panels.SUPERVISION_UNCHECKED, me)
with notices:
    show(panels.SUPERVISION_NOTICES, me)
show(panels.SUPERVISION_TESTS, me)
blocks.note(me.words("supervision.ours"))
supervision.draws(me)
show(panels.SUPERVISION_CHECKS, me)
