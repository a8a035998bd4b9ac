"""方法说明: how verdicts, places and limits are worked out, by which settings; how to read each picture."""

from campaign.screen import blocks
from campaign.screen.methods import in_force, pictures, rules, weights_in_force
from campaign.screen.session import reader

me = reader()
blocks.heading(me.words("page.methods"), me.words("methods.note"))
rules(me)
weights_in_force(me)
in_force(me)
pictures(me)
