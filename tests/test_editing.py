"""Reference tables changed in the page: every row written as the door reads it, and the same door."""

import datetime as dt

import pytest

from campaign import contract
from campaign.intake import handing_in
from campaign.intake.checked import Grid
from campaign.output.editable import FIRST_ROW, changed, editable
from campaign.screen.settings.lists import LISTS
from campaign.store import Store
from campaign.words import LANGUAGES, Language, Words

TODAY = dt.date(2021, 12, 1)


@pytest.mark.parametrize("kind", [kind for kind in LISTS if contract.tables()[kind].upload])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_row_written_for_editing_is_read_as_what_it_is(store: Store, kind: str, lang: Language) -> None:
    before = editable(store, kind, Words(lang))
    if not before.rows:  # the newspaper page asks nobody for anything, and has no calendar
        assert kind in ("assignment", "reporting_window", "calendar")
        return
    rows = tuple(enumerate(before.rows, FIRST_ROW))
    looked = handing_in.look(store, kind, grid=Grid(before.titles, rows), today=TODAY)
    assert looked.checked.refused is None
    assert [problem for problem in looked.checked.problems if problem.level == "error"] == []
    assert looked.comparison is not None
    assert looked.comparison.count("unchanged") == len(before.rows)


def test_only_what_was_changed_or_added_is_handed_in(store: Store) -> None:
    before = editable(store, "target", Words("zh"))
    value = before.titles.index("数值")
    moved = tuple("77" if place == value else cell for place, cell in enumerate(before.rows[1]))
    new, empty = tuple("x" for _ in before.titles), tuple("" for _ in before.titles)
    grid = changed(before, [before.rows[0], moved, *before.rows[2:], new, empty])
    assert [number for number, _ in grid.rows] == [3, len(before.rows) + FIRST_ROW]


def test_a_targets_printed_words_go_with_the_number_they_were_printed_with(store: Store) -> None:
    before = editable(store, "target", Words("zh"))
    value, printed = before.titles.index("数值"), before.titles.index("原文写法")
    at = next(place for place, row in enumerate(before.rows) if row[printed])
    rows = list(before.rows)
    rows[at] = tuple("77" if place == value else cell for place, cell in enumerate(rows[at]))
    ((_, row),) = changed(before, rows).rows
    assert (row[value], row[printed]) == ("77", "")
