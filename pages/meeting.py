"""会议: agendas, finalising, files, decisions."""

from campaign.screen import blocks
from campaign.screen.session import reader

me = reader()
blocks.heading(me.words("page.meeting"))
