"""A draft looked at: read, checked, held against what is known; once, until draft or figures change."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import streamlit as st

from campaign import contract
from campaign.intake import drafts, handing_in, originals
from campaign.intake.checked import Checked, Grid, Problem
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
        return tuple(problem for problem in self.checked.to_tick if tick_of(problem) not in self.draft.ticked)

    @property
    def door(self) -> handing_in.Looked:
        """As the door takes it: submitting this draft twice is submitting it once."""
        return handing_in.Looked(replace(self.checked, token=self.draft.token), self.comparison)


def tick_of(problem: Problem) -> str:
    return f"{problem.row}:{problem.code}"


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
    stamp = (digest, store.identity, store.last_event, desk.unit_ids)
    kept = st.session_state.get(LOOKED_AT)
    if kept is None or kept[0] != stamp:
        with st.spinner(desk.reader.words("handing_in.checking")):
            kept = (stamp, _look(desk, draft))
        st.session_state[LOOKED_AT] = kept
    return Looked(draft, kept[1].checked, kept[1].comparison)


def _look(desk: Desk, draft: Draft) -> handing_in.Looked:
    as_it_came = draft.grid is None and draft.pasted is None
    return handing_in.look(
        desk.reader.store,
        draft.kind,
        file_name=draft.file_name,
        data=original_of(desk, draft) if as_it_came else None,
        text=draft.pasted if draft.grid is None else None,
        grid=draft.grid,
        units=desk.unit_ids,
        hints=Hints(columns=tuple(draft.columns.items())),
        today=desk.reader.today,
    )


def original_of(desk: Desk, draft: Draft) -> bytes | None:
    return None if draft.original is None else originals.read(_originals(desk), draft.original)


def keep_original(desk: Desk, data: bytes) -> str:
    return originals.keep(_originals(desk), data)


def _originals(desk: Desk) -> Path:
    return settings().originals(desk.reader.store.path)


def with_cells(looked: Looked, grid: Grid) -> Draft:
    """The draft with these cells in place of those that came."""
    return replace(looked.draft, grid=grid)


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


def answered(looked: Looked, column: str, field: str) -> Draft:
    """The draft with what we had to ask about a column."""
    return replace(looked.draft, columns={**looked.draft.columns, column: field})


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
