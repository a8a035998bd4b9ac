"""For which units and kinds a person hands in."""

from dataclasses import dataclass

import pandas as pd

from campaign import contract
from campaign.accounts import Person
from campaign.ask import ask
from campaign.intake.names import WHOLE_CAMPAIGN
from campaign.screen.url import Reader


def hands_in(person: Person) -> bool:
    return person.is_any("reporter", "organiser")


@dataclass(frozen=True)
class Desk:
    """One person's desk: whose figures they bring, and what they may bring."""

    reader: Reader
    person: Person
    units: pd.DataFrame  # rows of the question units that the person's scope covers, in official order

    @property
    def unit_ids(self) -> frozenset[str] | None:
        """The units a file may speak of; None for somebody whose scope is everything."""
        return None if self.person.scope.is_everything else frozenset(self.units["unit_id"])

    def whose(self, unit: str | None) -> str | None:
        """Whose tables this person brings: a unit's; who enters for every unit has tables of their own."""
        if self.person.scope.is_everything:
            return WHOLE_CAMPAIGN
        return unit if unit in set(self.units["unit_id"]) else None

    @property
    def kinds(self) -> dict[str, str]:
        """What may be handed in -> its name: what units report, and for organisers the reference tables."""
        words = self.reader.words
        every = self.person.is_any("organiser")
        return {
            name: words.either(table.upload.title, table.upload.title_en)
            for name, table in sorted(contract.uploads().items(), key=lambda item: item[1].is_reference)
            if table.upload is not None and (every or table.upload.by == "unit")
        }

    def unit_names(self) -> dict[str, str]:
        words = self.reader.words
        return {
            row["unit_id"]: words.either(row["short_name"], row["short_name_en"])
            for row in self.units.to_dict("records")
        }


def desk_of(reader: Reader) -> Desk:
    assert reader.person is not None  # the frame runs the page for nobody else
    units = ask(reader.store, "units", reader.filters)
    scope = reader.person.scope
    covered = [scope.covers(row["unit_id"], row["division_code"]) for row in units.to_dict("records")]
    return Desk(reader, reader.person, units[covered])
