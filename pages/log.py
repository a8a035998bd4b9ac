"""报送记录: every batch and event, who did what, and what was corrected since."""

from campaign import panels
from campaign.screen import blocks
from campaign.screen.panel import show
from campaign.screen.session import reader

me = reader()
blocks.heading(me.words("page.log"), me.words("log.note"))
show(panels.BATCHES, me)
show(panels.REVISIONS, me)
show(panels.EVENTS, me)
