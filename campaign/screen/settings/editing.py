"""A reference table changed in place. What was changed becomes a draft, and goes the way of any other."""

import secrets
from typing import Any

import pandas as pd
import streamlit as st

from campaign.accounts import Person
from campaign.intake.drafts import Draft
from campaign.output.editable import Editable, changed, editable, title_of
from campaign.screen import blocks, desk
from campaign.screen.handing_in import giving, looking
from campaign.screen.handing_in.brought import brought
from campaign.screen.handing_in.scope import desk_of
from campaign.screen.url import Reader
from campaign.words import Refusal, Words

MOST_ROWS = 3000  # more are changed in a file


def may_edit(person: Person) -> bool:
    return person.runs_the_campaign


def edit_table(reader: Reader, kind: str) -> None:
    """The draft of this table where there is one, else its cells; nothing for who may only look."""
    words = reader.words
    if reader.person is None or not may_edit(reader.person) or reader.known:
        return
    mine = desk_of(reader)
    giving.receipt(mine)
    draft = looking.draft_of(mine)
    if draft is not None and draft.kind == kind:
        blocks.section(words("editing.draft"))
        brought(mine, draft)
        return
    with st.expander(words("editing.title")):
        if draft is not None:
            blocks.note(words("editing.other_draft", what=mine.kinds.get(draft.kind, draft.kind)))
            return
        table = editable(reader.store, kind, words)
        if len(table.rows) > MOST_ROWS:
            blocks.note(words("editing.too_many", most=MOST_ROWS))
            return
        _cells(reader, table)


def _cells(reader: Reader, table: Editable) -> None:
    words = reader.words
    blocks.note(words("editing.how"))
    edited = st.data_editor(
        pd.DataFrame(table.rows, columns=list(table.titles), dtype=object),
        hide_index=True,
        column_order=table.titles[: table.shown],
        column_config=_columns(table, words),
        key=desk.fresh(f"rows_of_{table.table.name}"),
        width="stretch",
        height=min(38 * (len(table.rows) + 2), 480),
        num_rows="add",
        placeholder="—",
    )
    st.button(
        words("editing.check"),
        key=f"check_{table.table.name}",
        type="primary",
        on_click=_check,
        args=(reader, table, edited),
    )


def _columns(table: Editable, words: Words) -> dict[str, Any]:
    """How each column is headed, and what it may say where that is one of a few."""
    headed = {title_of(field): words.either(title_of(field), field.title_en) for field in table.fields}
    return {
        title: st.column_config.SelectboxColumn(label, options=table.choices[title])
        if title in table.choices
        else st.column_config.TextColumn(label)
        for title, label in headed.items()
    }


def _check(reader: Reader, table: Editable, edited: pd.DataFrame) -> None:
    def work(_: Person) -> str:
        mine = desk_of(reader)
        rows = [
            tuple("" if cell is None or cell != cell else str(cell).strip() for cell in row)
            for row in edited.itertuples(index=False, name=None)
        ]
        grid = changed(table, rows)
        if not grid.rows:
            raise Refusal("editing.nothing")
        if looking.draft_of(mine) is not None:  # of another tab
            raise Refusal("editing.has_draft")
        name = reader.words("editing.file", table=reader.words(f"table.{table.table.name}"))
        looking.keep(mine, Draft(table.table.name, name, secrets.token_hex(16), grid=grid))
        return ""

    desk.do(reader, may_edit, work)
