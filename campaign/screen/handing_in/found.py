"""What was found in a draft: recognised how, every problem at once, cells to put right, a preview."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from campaign import contract
from campaign.accounts import Person
from campaign.ask import table_of
from campaign.intake.checked import Grid, Level, Problem
from campaign.intake.names import names_of
from campaign.intake.sheet import stood_at
from campaign.output.editable import written
from campaign.output.feedback import feedback_xlsx
from campaign.screen import blocks, desk
from campaign.screen.handing_in import columns, looking
from campaign.screen.handing_in.looking import Looked
from campaign.screen.handing_in.scope import Desk, hands_in
from campaign.screen.panel import XLSX

LEVELS: tuple[Level, ...] = ("error", "check", "note")
MOST_LISTED = 60  # sentences of one level; the marked-up file has them all
MOST_EDITED = 300  # rows put right in the page; more are put right in the file
MOST_PREVIEWED = 200


def recognised(mine: Desk, looked: Looked) -> None:
    """One line when sure: how the file was read. What we had to ask is asked below it."""
    words, checked = mine.reader.words, looked.checked
    parts = [looked.draft.file_name, mine.kinds.get(looked.draft.kind, looked.draft.kind)]
    if checked.encoding:
        parts.append(checked.encoding.upper())
    if checked.sheet:
        parts.append(words("handing_in.sheet", name=checked.sheet))
    if checked.header_row and looked.draft.grid is None:
        parts.append(words("handing_in.header_row", row=checked.header_row))
    if checked.records is not None:
        parts.append(words("handing_in.rows", count=checked.records.num_rows))
    blocks.note(words("list.dot").join(parts))
    columns.as_answered(mine, looked)
    blocks.note(words("handing_in.kept"))
    if checked.ignored:
        blocks.note(words("handing_in.ignored", columns=words("list.comma").join(checked.ignored)))
        columns.offer(mine, looked, checked.ignored)


def refused(mine: Desk, looked: Looked) -> None:
    """The sentence that says why, and the questions that would settle it."""
    words, checked = mine.reader.words, looked.checked
    assert checked.refused is not None
    title, how = words("handing_in.refused"), words("handing_in.refused_how")
    if checked.asks:
        title, how = words("columns.unclear"), words("columns.unclear_how")
    blocks.refusal(title, [(checked.refused.said(words), how)])
    for question in checked.asks:
        columns.ask(mine, looked, question)
    columns.offer(mine, looked, columns.unread_of_wide(looked))


def counts(mine: Desk, looked: Looked) -> None:
    words, checked = mine.reader.words, looked.checked
    of_level = {level: [p for p in checked.problems if p.level == level] for level in LEVELS}
    tiles = [(words(f"handing_in.level.{level}"), str(len(of_level[level])), "") for level in LEVELS]
    if looked.comparison is not None:
        tiles += [
            (words(f"handing_in.state.{state}"), str(looked.comparison.count(state)), "")
            for state in ("new", "corrected", "unchanged")
        ]
    tiles.append((words("handing_in.state.skipped"), str(len(checked.skipped)), ""))
    blocks.tiles(tiles)


def problems(mine: Desk, looked: Looked) -> None:
    """All of them, the ones that block first; a suggestion is one click."""
    words = mine.reader.words
    for level in LEVELS:
        found = [problem for problem in looked.checked.problems if problem.level == level]
        if not found:
            continue
        blocks.section(words(f"handing_in.level.{level}"), words(f"handing_in.level_how.{level}"))
        if level == "check":
            _ticks(mine, looked, found)
        else:
            _sentences(mine, looked, found)
    if looked.checked.problems:
        _marked_up(mine, looked)


def _sentences(mine: Desk, looked: Looked, found: Sequence[Problem]) -> None:
    words = mine.reader.words
    plain = [problem for problem in found if not _can_take(looked, problem)]
    for number, problem in enumerate(p for p in found[:MOST_LISTED] if _can_take(looked, p)):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            with st.container():
                blocks.bullets([problem.said(words)])
            st.button(
                words("handing_in.take", text=problem.suggestion),
                key=f"take_{problem.level}_{number}",
                on_click=_take,
                args=(mine, looked, problem),
            )
    blocks.bullets(problem.said(words) for problem in plain[:MOST_LISTED])
    if len(found) > MOST_LISTED:
        blocks.note(words("handing_in.more_in_file", count=len(found) - MOST_LISTED))


def _can_take(looked: Looked, problem: Problem) -> bool:
    grid = looked.checked.grid
    return bool(problem.suggestion and problem.row and grid is not None and problem.column in grid.header)


def _take(mine: Desk, looked: Looked, problem: Problem) -> None:
    def work(_: Person) -> str:
        assert problem.row is not None and problem.column is not None and problem.suggestion is not None
        looking.keep(mine, looking.with_cell(looked, problem.row, problem.column, problem.suggestion))
        return ""

    desk.do(mine.reader, hands_in, work)


def _ticks(mine: Desk, looked: Looked, found: Sequence[Problem]) -> None:
    """Each has to be looked at again by the person, who is kept with the batch."""
    words = mine.reader.words
    for number, problem in enumerate(found[:MOST_LISTED]):
        tick = problem.mark
        st.checkbox(
            blocks.unmarked(problem.said(words)),
            tick in looked.draft.ticked,
            key=f"tick_{looked.draft.token}_{number}",
            on_change=_tick,
            args=(mine, looked, [tick]),
        )
    if len(looked.unticked) > 1:
        st.button(
            words("handing_in.tick_all", count=len(found)),
            key="tick_all",
            type="tertiary",
            on_click=_tick,
            args=(mine, looked, [problem.mark for problem in looked.unticked]),
        )


def _tick(mine: Desk, looked: Looked, ticks: list[str]) -> None:
    def work(_: Person) -> str:
        looking.keep(mine, looking.ticked(looked, ticks))
        return ""

    desk.do(mine.reader, hands_in, work)


def _marked_up(mine: Desk, looked: Looked) -> None:
    words = mine.reader.words
    st.download_button(
        words("handing_in.feedback"),
        lambda: feedback_xlsx(looked.checked, words),
        mine.reader.file_name(words("handing_in.feedback_file")),
        XLSX,
        on_click="ignore",
        key="feedback",
    )


def edit(mine: Desk, looked: Looked) -> None:
    """The cells of rows with a problem, or of all rows, to be put right in place."""
    words, grid = mine.reader.words, looked.checked.grid
    if grid is None or not looked.checked.problems:
        return
    wrong = {problem.row for problem in looked.checked.problems}
    with st.expander(words("handing_in.edit")):
        every = st.toggle(words("handing_in.every_row"), key="edit_every_row")
        rows = [(number, cells) for number, cells in grid.rows if every or number in wrong]
        if len(rows) > MOST_EDITED:
            blocks.note(words("handing_in.too_many_to_edit", most=MOST_EDITED))
        rows = rows[:MOST_EDITED]
        shown = pd.DataFrame([cells for _, cells in rows], columns=list(grid.header), dtype=object)
        shown.insert(0, words("handing_in.row"), [number for number, _ in rows])
        edited = st.data_editor(
            shown,
            hide_index=True,
            disabled=[words("handing_in.row")],
            width="stretch",
            key=desk.fresh(f"cells_{every}"),
            num_rows="fixed",
        )
        st.button(
            words("handing_in.check_again"), key="check_again", on_click=_edited, args=(mine, looked, edited)
        )


def _edited(mine: Desk, looked: Looked, edited: pd.DataFrame) -> None:
    def work(_: Person) -> str:
        grid = looked.checked.grid
        assert grid is not None
        changed = {
            int(row[0]): tuple("" if cell is None else str(cell) for cell in row[1:])
            for row in edited.itertuples(index=False)
        }
        rows = tuple((number, changed.get(number, cells)) for number, cells in grid.rows)
        looking.keep(mine, looking.with_cells(looked, Grid(grid.header, rows)))
        return ""

    desk.do(mine.reader, hands_in, work)


def preview(mine: Desk, looked: Looked) -> None:
    """Row by row: new, corrected (old → new), unchanged."""
    words, comparison = mine.reader.words, looked.comparison
    if comparison is None:
        return
    blocks.section(words("handing_in.preview"))
    rows = comparison.details.slice(0, MOST_PREVIEWED).to_pylist()
    if rows:
        said = _figure if looked.draft.kind == "observation" else _changes(mine, looked)
        table = pd.DataFrame([{**_previewed(row, mine), **said(row, mine)} for row in rows])
        blocks.table(table, words("handing_in.preview"), "")
        if comparison.rows.num_rows > MOST_PREVIEWED:
            blocks.note(words("handing_in.previewed", shown=MOST_PREVIEWED, all=comparison.rows.num_rows))
    else:
        blocks.sentence(words("handing_in.no_rows"))


def skipped(mine: Desk, looked: Looked) -> None:
    """Which rows were not read, and why; also where none was."""
    words = mine.reader.words
    if looked.checked.skipped:
        with st.expander(words("handing_in.skipped", count=len(looked.checked.skipped))):
            blocks.bullets(
                words("handing_in.skipped_row", row=one.row, why=words(f"intake.skipped.{one.why}"))
                for one in looked.checked.skipped[:MOST_LISTED]
            )


def _previewed(row: dict, mine: Desk) -> dict[str, object]:
    words = mine.reader.words
    return {
        words("handing_in.row"): stood_at(row),
        words("column.state"): words(f"handing_in.state.{row['state']}"),
    }


def _figure(row: dict, mine: Desk) -> dict[str, object]:
    words = mine.reader.words
    return {
        words("column.unit"): mine.unit_names().get(row["unit_id"], row["unit_id"]),
        words("column.metric"): row[words.column("metric_name")],
        words("column.as_of"): words.day(row["as_of"]),
        words("column.was"): row["was_printed"] or "",
        words("column.now"): row["printed"],
    }


def _changes(mine: Desk, looked: Looked) -> Callable[[dict, Desk], dict[str, object]]:
    """What says of a row of any other table which of its cells become what."""
    words, store, checked = mine.reader.words, mine.reader.store, looked.checked
    table = contract.tables()[looked.draft.kind]
    fields = [field for field in table.upload_fields if field.name in table.columns]
    write = written(table, names_of(store, store.last_event), fields, words)
    titles = [words.either(looking.title_of(table.name, field.name), field.title_en) for field in fields]
    known = {
        (row["batch_id"], row["row_no"]): write(row)
        for row in table_of(store, table, store.last_event).to_pylist()
    }
    given = {row["row_no"]: write(row) for row in checked.records.to_pylist()} if checked.records else {}

    def said(row: dict, mine: Desk) -> dict[str, object]:
        was, now = known.get((row["was_batch"], row["was_row"])), given[row["row_no"]]
        pairs = [
            (title, words("list.pair", first=title, second=f"{old} → {cell}" if was else cell))
            for title, old, cell in zip(titles, was or now, now, strict=True)
            if (old != cell if was else cell)
        ]
        name = now[0] if not pairs or pairs[0][0] != titles[0] else ""
        return {titles[0]: name, words("column.now"): words("list.comma").join(text for _, text in pairs)}

    return said
