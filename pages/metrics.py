"""指标口径: every metric's definition and use, and how what the board shows is worked out."""

from campaign import panels
from campaign.screen import blocks
from campaign.screen.cards import methods_in_words
from campaign.screen.choices import pick_goal
from campaign.screen.panel import show
from campaign.screen.session import reader

me = reader()
blocks.heading(me.words("page.metrics"), me.words("metrics.note"))
show(panels.METRICS, pick_goal(me))
methods_in_words(me)
