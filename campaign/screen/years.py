"""同比, where there is a campaign before this one; without one nothing is said of it."""

from campaign import panels
from campaign.screen.panel import show
from campaign.screen.url import Reader


def year_on_year(reader: Reader) -> None:
    if not panels.YEAR_ON_YEAR.answer(reader.store, reader.filters).empty:
        show(panels.YEAR_ON_YEAR, reader)


def unit_year_on_year(reader: Reader) -> None:
    if not panels.UNIT_YEAR_ON_YEAR.answer(reader.store, reader.filters).empty:
        show(panels.UNIT_YEAR_ON_YEAR, reader)
