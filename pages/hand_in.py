"""报送: the clerk's day: what is due and what came back, a file, form or paste, a receipt."""

from campaign.screen import blocks, desk
from campaign.screen.handing_in import due, found, giving, looking, ways
from campaign.screen.handing_in.scope import Desk, desk_of
from campaign.screen.session import reader


def show(mine: Desk) -> None:
    giving.receipt(mine)
    draft = looking.draft_of(mine)
    if draft is None:
        due.tasks(mine)
        ways.ways_in(mine)
    else:
        looked = looking.looked_at(mine, draft)
        found.recognised(mine, looked)
        if looked.checked.refused is not None:
            found.refused(mine, looked)
        else:
            found.counts(mine, looked)
            found.problems(mine, looked)
            found.edit(mine, looked)
            found.preview(mine, looked)
            found.skipped(mine, looked)
        giving.submit(mine, looked)
    giving.mine_so_far(mine)


me = reader()
blocks.heading(me.words("page.hand_in"), me.words("handing_in.heading"))
desk.say()
own = desk_of(me)
if own.units.empty:
    blocks.sentence(me.words("handing_in.no_units"))
else:
    show(own)
