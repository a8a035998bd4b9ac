"""Submitting a draft: what must be said first, the receipt, and what became of earlier ones."""

import datetime as dt
import secrets
from dataclasses import replace

import streamlit as st

from campaign.accounts import Person
from campaign.ask import ask
from campaign.filters import Filters
from campaign.intake import handing_in, publishing, rights
from campaign.intake.checked import Grid
from campaign.intake.comparing import STATES
from campaign.output.receipt import Receipt, receipt_xlsx
from campaign.screen import blocks, desk
from campaign.screen.handing_in import looking
from campaign.screen.handing_in.looking import Looked
from campaign.screen.handing_in.scope import Desk, hands_in
from campaign.screen.panel import XLSX
from campaign.words import Refusal

RECEIPT = "handing_in_receipt"  # session: what was handed in last, and to which campaign
ATTACHED = ["pdf", "png", "jpg", "jpeg"]
LARGEST_MB = 10


def submit(mine: Desk, looked: Looked) -> None:
    """Everything good at once, or by a second button the good rows alone; and the way out."""
    words, checked = mine.reader.words, looked.checked
    records = checked.records
    if records is not None and records.num_rows:
        _said_of_it(mine, looked)
        waits = [words("handing_in.errors_first", count=len(checked.errors))] if checked.errors else []
        if looked.unticked:
            waits.append(words("handing_in.ticks_first", count=len(looked.unticked)))
        for reason in waits:
            blocks.note(reason)
        with st.container(horizontal=True, gap="small"):
            st.button(
                words("handing_in.submit", count=records.num_rows),
                key="submit",
                type="primary",
                disabled=bool(waits),
                on_click=_submit,
                args=(mine, looked),
                kwargs={"good_rows_only": False},
            )
            if checked.errors:
                st.button(
                    words("handing_in.submit_good", count=records.num_rows, bad=len(_bad_rows(looked))),
                    key="submit_good",
                    disabled=bool(looked.unticked),
                    on_click=_submit,
                    args=(mine, looked),
                    kwargs={"good_rows_only": True},
                )
            st.button(
                words("handing_in.drop_draft"),
                key="drop_draft",
                type="tertiary",
                on_click=_drop,
                args=(mine,),
            )
    else:
        st.button(words("handing_in.drop_draft"), key="drop_draft", on_click=_drop, args=(mine,))


def _said_of_it(mine: Desk, looked: Looked) -> None:
    words = mine.reader.words
    left, right = st.columns(2)
    if looked.comparison is not None and looked.comparison.count("corrected"):
        left.text_input(words("handing_in.reason"), key=desk.fresh("reason"), max_chars=200)
    if mine.person.is_any("organiser"):
        right.text_input(
            words("handing_in.on_behalf"),
            key=desk.fresh("on_behalf"),
            max_chars=200,
            placeholder=words("handing_in.on_behalf_how"),
        )
    st.file_uploader(
        words("handing_in.attach"), type=ATTACHED, max_upload_size=LARGEST_MB, key=desk.fresh("attached")
    )


def _bad_rows(looked: Looked) -> set[int]:
    return {problem.row for problem in looked.checked.errors if problem.row is not None}


def _submit(mine: Desk, looked: Looked, *, good_rows_only: bool) -> None:
    def work(person: Person) -> str:
        attached = st.session_state.get(desk.fresh("attached"))
        corrected = looked.comparison.count("corrected") if looked.comparison else 0
        if corrected and looked.draft.kind == "observation" and not desk.typed("reason"):
            raise Refusal("batch.correction_needs_reason", count=corrected)
        receipt = handing_in.hand_in(
            mine.reader.store,
            looked.door,
            by=person.name,
            ticked=looked.draft.ticked,
            note=_note(mine),
            good_rows_only=good_rows_only,
            original=looking.original_of(mine, looked.draft),
            attachment=None if attached is None else attached.getvalue(),
        )
        _after(mine, looked)
        st.session_state[RECEIPT] = (mine.reader.campaign, receipt, looked)
        levels = rights.batch_of(mine.reader.store, receipt.batch_id).levels
        key = "handing_in.submitted_two" if levels == 2 else "handing_in.submitted"
        return mine.reader.words(key, batch=receipt.batch_id)

    desk.do(mine.reader, hands_in, work)


def _note(mine: Desk) -> str | None:
    words = mine.reader.words
    said = []
    if reason := desk.typed("reason"):
        said.append(words("handing_in.note_reason", reason=reason))
    if on_behalf := desk.typed("on_behalf"):
        said.append(words("handing_in.note_on_behalf", how=on_behalf))
    return " ".join(said) or None


def _after(mine: Desk, looked: Looked) -> None:
    """Rows that were left out stay as the next draft; otherwise the desk is clear."""
    grid, bad = looked.checked.grid, _bad_rows(looked)
    looking.drop(mine)
    if bad and grid is not None:
        left = Grid(grid.header, tuple((number, cells) for number, cells in grid.rows if number in bad))
        draft = looking.with_cells(looked, left)
        looking.keep(mine, replace(draft, token=secrets.token_hex(16), ticked=(), pasted=None, original=None))


def receipt(mine: Desk) -> None:
    """What was just handed in, to be printed; until something else is done."""
    words = mine.reader.words
    campaign, given, looked = st.session_state.get(RECEIPT, ("", None, None))
    if campaign != mine.reader.campaign:
        return
    st.download_button(
        words("handing_in.receipt"),
        lambda: receipt_xlsx(_told(mine, given, looked), words),
        mine.reader.file_name(words("handing_in.receipt_file", batch=given.batch_id)),
        XLSX,
        on_click="ignore",
        key="receipt",
    )


def _told(mine: Desk, given: handing_in.Receipt, looked: Looked) -> Receipt:
    words, store = mine.reader.words, mine.reader.store
    batch = ask(store, "batch", Filters(store.last_event, batch_id=given.batch_id)).iloc[0]
    campaign = ask(store, "campaign", Filters(store.last_event)).iloc[0]
    counted = {state: looked.comparison.count(state) if looked.comparison else 0 for state in STATES}
    names = mine.unit_names().values() if mine.unit_ids is not None else [words("choice.all_units")]
    return Receipt(
        number=given.batch_id,
        campaign=campaign[words.column("name")],
        unit=words("list.comma").join(names),
        kind=mine.kinds[looked.draft.kind],
        period=words("list.comma").join(words.day(day) for day in _days(looked)[:3]),
        file_name=looked.draft.file_name,
        handed_in_at=batch["submitted_at"],
        by=batch["submitted_by"],
        added=counted["new"],
        corrected=counted["corrected"],
        unchanged=counted["unchanged"],
        skipped=len(looked.checked.skipped),
        digest=words.either(batch["records_sha256"], None),
        next_step=words("handing_in.receipt_next"),
        note=words.either(batch["note"], None),
    )


def _days(looked: Looked) -> list[dt.date]:
    """The days the figures are as of, in order; none for other kinds."""
    if looked.comparison is None or "as_of" not in looked.comparison.details.column_names:
        return []
    return sorted(set(looked.comparison.details["as_of"].to_pylist()))


def _drop(mine: Desk) -> None:
    def work(_: Person) -> str:
        looking.drop(mine)
        return ""

    desk.do(mine.reader, hands_in, work)


def mine_so_far(mine: Desk) -> None:
    """What this person has handed in, latest first, with what became of it; not reviewed yet: taken back."""
    words, store = mine.reader.words, mine.reader.store
    filters = Filters(store.last_event, signed_by=mine.person.name)
    found = ask(store, "my_batches", filters).to_dict("records")
    blocks.section(words("handing_in.mine"))
    if not found:
        blocks.sentence(words("handing_in.none_yet"))
    for row in found[:20]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            with st.container():
                blocks.bullets([_line(row, mine)])
            if row["state"] == "submitted":
                st.button(
                    words("handing_in.take_back"),
                    key=f"back_{row['batch_id']}",
                    on_click=_take_back,
                    args=(mine, row["batch_id"]),
                )


def _line(row: dict, mine: Desk) -> str:
    words = mine.reader.words
    parts = [
        row["batch_id"],
        words(f"table.{row['table_name']}"),
        words("handing_in.rows", count=row["row_count"]),
        words.day(row["submitted_at"].date()),
        words(f"batch_state.{row['state']}"),
    ]
    if isinstance(row["reason"], str):
        parts.append(row["reason"])
    return words("list.dot").join(parts)


def _take_back(mine: Desk, batch_id: str) -> None:
    def work(person: Person) -> str:
        publishing.take_back(mine.reader.store, batch_id, by=person.name)
        return mine.reader.words("handing_in.taken_back", batch=batch_id)

    desk.do(mine.reader, hands_in, work)
