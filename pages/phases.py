"""阶段与动作: how units say they stand in each phase, and what there is to be done."""

from campaign import panels
from campaign.screen import blocks
from campaign.screen.cards import required_actions
from campaign.screen.choices import pick_group
from campaign.screen.panel import show
from campaign.screen.session import reader

me = reader()
blocks.heading(me.words("page.phases"), me.words("phases.note"))
show(panels.PHASE_STRIP, me, title=False)
show(panels.PHASE_GRID, pick_group(me))
required_actions(me)
show(panels.ACTIONS, me)
