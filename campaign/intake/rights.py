"""Who may see and review a batch: the person's roles and scope, and what the batch is of."""

from dataclasses import dataclass

from campaign import contract
from campaign.accounts import Person
from campaign.intake.publishing import needs_two, state_of
from campaign.store import Store, Writing


@dataclass(frozen=True)
class Batch:
    """A batch as rights go by it."""

    batch_id: str
    table: contract.Table
    state: str
    submitted_by: str
    passed_by: str | None
    units: tuple[tuple[str, str | None], ...]  # (unit, its division) of its rows; none for reference tables
    levels: int  # persons who review it one after the other


def batch_of(store: Store, batch_id: str) -> Batch:
    """Raises Refusal for a batch there is not."""
    with store.reading() as cursor:
        look = Writing(cursor)
        now = state_of(look, batch_id)
        has_units = now.table.role == "fact" and "unit_id" in now.table.columns
        rows = look.rows_for("log/units_of_batch", now.table, batch_id=batch_id) if has_units else []
        levels = 2 if needs_two(look, now.table, batch_id) else 1
    units = tuple((str(unit), division) for unit, division in rows)
    return Batch(batch_id, now.table, now.state, now.submitted_by, now.passed_by, units, levels)


def may_see(person: Person, batch: Batch) -> bool:
    """Own batches; those whose units are all in the person's scope; every one to who runs the campaign."""
    if person.name == batch.submitted_by or person.runs_the_campaign:
        return True
    return person.is_any("reporter", "reviewer", "organiser") and _reaches(person, batch)


def may_review(person: Person, batch: Batch) -> bool:
    """Pass on, publish or return. Never one's own; reference tables only by who runs the campaign.

    Of two levels the second is for a person whose scope is everything and who did not do the first.
    """
    if person.name in (batch.submitted_by, batch.passed_by):
        return False
    if not batch.units:
        return person.runs_the_campaign
    if batch.state == "passed" and not person.scope.is_everything:
        return False
    return person.is_any("reviewer", "organiser") and _reaches(person, batch)


def units_for(person: Person, store: Store) -> frozenset[str] | None:
    """The units this person may hand in for, None for all; none at all without a role that hands in."""
    if not person.is_any("reporter", "organiser", "administrator"):
        return frozenset()
    if person.scope.is_everything:
        return None
    divisions = store.rows("log/unit_divisions")
    return frozenset(unit for unit, division in divisions if person.scope.covers(unit, division))


def may_hand_in(person: Person, table: contract.Table) -> bool:
    """Facts by reporters and organisers; reference tables by who runs the campaign."""
    if table.role == "fact":
        return person.is_any("reporter", "organiser", "administrator")
    return person.runs_the_campaign


def _reaches(person: Person, batch: Batch) -> bool:
    if person.scope.is_everything:
        return True
    return bool(batch.units) and all(person.scope.covers(unit, division) for unit, division in batch.units)
