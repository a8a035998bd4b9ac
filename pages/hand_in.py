"""报送: the clerk's day: what is due and what came back, a file, form or paste, a receipt."""

from campaign.screen import blocks, desk
from campaign.screen.handing_in import due, giving, looking, ways
from campaign.screen.handing_in.brought import brought
from campaign.screen.handing_in.scope import Desk, desk_of
from campaign.screen.session import reader


def show(mine: Desk) -> None:
    giving.receipt(mine)
    draft = looking.draft_of(mine)
    if draft is None:
        due.tasks(mine)
        ways.ways_in(mine)
    else:
        brought(mine, draft)
    giving.mine_so_far(mine)


me = reader()
blocks.heading(me.words("page.hand_in"), me.words("handing_in.heading"))
desk.say()
own = desk_of(me)
if own.units.empty:
    blocks.sentence(me.words("handing_in.no_units"))
else:
    show(own)
