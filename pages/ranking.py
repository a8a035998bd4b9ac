"""对比排名: may this be ranked at all? If so, the places; if not, why, and what would make it comparable."""

from campaign import panels
from campaign.screen import blocks
from campaign.screen.comparison import choose, index, one_metric
from campaign.screen.panel import show
from campaign.screen.session import reader

me = reader()
blocks.heading(me.words("page.ranking"), me.words("ranking.note"))
chosen, is_index = choose(me)
if is_index:
    index(chosen)
else:
    one_metric(chosen)
    show(panels.GATE, me)
