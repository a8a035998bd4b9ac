"""审核: what others handed in, the difference it makes, and who has not reported."""

from campaign.screen import blocks, desk, reviewing
from campaign.screen.handing_in import due
from campaign.screen.session import reader

me = reader()
blocks.heading(me.words("page.review"), me.words("reviewing.note"))
desk.say()
if batch := reviewing.queue(me):
    reviewing.difference(me, batch)
due.reminders(me)
if me.person is not None and reviewing.organises(me.person):
    reviewing.published(me)
    reviewing.strike(me)
