"""A draft looked at: read, checked, held against what is known; once, until draft or figures change."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import streamlit as st

from campaign import contract
from campaign.intake import answers, drafts, handing_in, originals
from campaign.intake.checked import SHEET, Checked, Grid, Problem, Said
from campaign.intake.checking import Hints
from campaign.intake.comparing import Comparison
from campaign.intake.drafts import Draft
from campaign.screen.handing_in.scope import Desk
from campaign.settings import settings

LOOKED_AT = "handing_in_looked_at"


@dataclass(frozen=True)
class Looked:
    draft: Draft
    checked: Checked
    comparison: Comparison | None  # None: refused, or no row to compare

    @property
    def unticked(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.checked.to_tick if problem.mark not in self.draft.ticked)

    @property
    def door(self) -> handing_in.Looked:
        """As the door takes it: submitting this draft twice is submitting it once."""
        return handing_in.Looked(replace(self.checked, token=self.draft.token), self.comparison)


def draft_of(desk: Desk) -> Draft | None:
    return drafts.kept(settings().drafts(desk.reader.store.path), desk.person.login)


def keep(desk: Desk, draft: Draft) -> None:
    drafts.keep(settings().drafts(desk.reader.store.path), desk.person.login, draft)


def drop(desk: Desk) -> None:
    draft = draft_of(desk)
    drafts.drop(settings().drafts(desk.reader.store.path), desk.person.login)
    if draft is not None and draft.original is not None:
        originals.forget(_originals(desk), draft.original)


def looked_at(desk: Desk, draft: Draft) -> Looked:
    """What was found is kept for the session, not with the draft: figures move meanwhile."""
    content = json.dumps(asdict(replace(draft, ticked=())), sort_keys=True, ensure_ascii=False)
    store = desk.reader.store
    digest = hashlib.sha256(content.encode()).hexdigest()
    said_before = _said_before(desk, draft)
    stamp = (digest, store.identity, store.last_event, desk.unit_ids, said_before)
    kept = st.session_state.get(LOOKED_AT)
    if kept is None or kept[0] != stamp:
        with st.spinner(desk.reader.words("handing_in.checking")):
            kept = (stamp, _look(desk, draft, said_before))
        st.session_state[LOOKED_AT] = kept
    return Looked(draft, kept[1].checked, kept[1].comparison)


def _look(desk: Desk, draft: Draft, said_before: tuple[Said, ...]) -> handing_in.Looked:
    as_it_came = draft.grid is None and draft.pasted is None
    return handing_in.look(
        desk.reader.store,
        draft.kind,
        file_name=draft.file_name,
        data=original_of(desk, draft) if as_it_came else None,
        text=draft.pasted if draft.grid is None else None,
        grid=draft.grid,
        units=desk.unit_ids,
        hints=Hints(columns=tuple(draft.columns.items()), sheet=draft.sheet, before=said_before),
        today=desk.reader.today,
    )


def original_of(desk: Desk, draft: Draft) -> bytes | None:
    return None if draft.original is None else originals.read(_originals(desk), draft.original)


def keep_original(desk: Desk, data: bytes) -> str:
    return originals.keep(_originals(desk), data)


def _originals(desk: Desk) -> Path:
    return settings().originals(desk.reader.store.path)


def with_cells(looked: Looked, grid: Grid) -> Draft:
    """The draft with these cells in place of those that came; what columns mean goes with them."""
    before = {column: meant for column, meant in looked.checked.as_before if meant != SHEET}
    return replace(looked.draft, grid=grid, columns={**before, **looked.draft.columns})


def with_cell(looked: Looked, row: int, column: str, text: str) -> Draft:
    """The draft with one cell changed: a suggestion taken."""
    grid = looked.checked.grid
    assert grid is not None  # a suggestion is made only for cells that can be shown
    place = grid.header.index(column)
    rows = tuple(
        (number, tuple(text if at == place else cell for at, cell in enumerate(cells)))
        if number == row
        else (number, cells)
        for number, cells in grid.rows
    )
    return with_cells(looked, Grid(grid.header, rows))


def answer(desk: Desk, looked: Looked, column: str, field: str) -> None:
    """Keeps what a column means: with the draft, and for the unit's next table with this header."""
    draft, checked = looked.draft, looked.checked
    if field == SHEET:
        keep(desk, replace(draft, sheet=column))
        _remember(desk, draft, Said(checked.header, ((column, SHEET),)))
        return
    doubled = next((ask.candidates for ask in checked.asks if ask.field == field), ())
    before = dict(checked.as_before)
    others = {other: "" for other in doubled if other not in before}
    said = {**others, **before, **draft.columns, column: field}
    said = {name: meant for name, meant in said.items() if name in checked.header}
    keep(desk, replace(draft, columns=said))
    _remember(desk, draft, Said(checked.header, tuple(said.items())))


def ask_again(desk: Desk, looked: Looked) -> None:
    """Takes back what was said of the table's columns, now and before."""
    draft, checked = looked.draft, looked.checked
    keep(desk, replace(draft, columns={}, sheet=None))
    if draft.whose is not None:
        folder = settings().answers(desk.reader.store.path)
        answers.forget(folder, draft.whose, draft.kind, checked.header, checked.sheet)


def said_of_columns(looked: Looked) -> dict[str, str]:
    """Columns, and the sheet, that mean what the person said, not what they are called."""
    said = {**dict(looked.checked.as_before), **looked.draft.columns}
    if looked.draft.sheet is not None:
        said[looked.draft.sheet] = SHEET
    return {column: meant for column, meant in said.items() if meant}


def _remember(desk: Desk, draft: Draft, said: Said) -> None:
    if draft.whose is not None:
        answers.remember(settings().answers(desk.reader.store.path), draft.whose, draft.kind, said)


def _said_before(desk: Desk, draft: Draft) -> tuple[Said, ...]:
    if draft.whose is None:
        return ()
    return answers.remembered(settings().answers(desk.reader.store.path), draft.whose, draft.kind)


def ticked(looked: Looked, ticks: list[str]) -> Draft:
    """The draft with these problems looked at again; ticking them once more takes that back."""
    before = set(looked.draft.ticked)
    after = before - set(ticks) if set(ticks) <= before else before | set(ticks)
    return replace(looked.draft, ticked=tuple(sorted(after)))


def title_of(kind: str, field: str) -> str:
    """A field as the column of an upload is headed."""
    named = next(found for found in contract.tables()[kind].upload_fields if found.name == field)
    assert named.column is not None  # upload_fields has no other
    return named.column.title
