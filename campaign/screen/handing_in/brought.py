"""A draft as it stands: what was found in it, what it will change, and the two ways on."""

from campaign.intake.drafts import Draft
from campaign.screen.handing_in import found, giving, looking
from campaign.screen.handing_in.scope import Desk


def brought(mine: Desk, draft: Draft) -> None:
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
