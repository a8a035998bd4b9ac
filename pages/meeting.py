"""会议: agendas, finalising, files, decisions and what became of them."""

from campaign.screen.meeting import draw
from campaign.screen.session import reader

draw(reader())
