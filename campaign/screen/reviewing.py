"""审核: what waits, the difference each batch would make, published or returned by another person."""

from pathlib import Path

import pandas as pd
import streamlit as st

from campaign.accounts import Person
from campaign.ask import ask
from campaign.filters import Filters
from campaign.intake import comparing, originals, publishing, rights
from campaign.intake.comparing import Difference
from campaign.intake.sheet import stood_at
from campaign.methods.rows import Row, rows
from campaign.screen import blocks, desk
from campaign.screen.url import Reader, pick
from campaign.settings import settings
from campaign.words import Refusal, Words

MOST_SHOWN = 200
MOST_NAMED = 2  # units in the label of a batch


def reviews(person: Person) -> bool:
    return person.is_any("reviewer", "organiser")


def queue(reader: Reader) -> str | None:
    """What waits for this person, oldest first; the one to look at is in the address. None: nothing waits."""
    words = reader.words
    assert reader.person is not None  # the frame runs the page for nobody else
    waiting = _waiting(reader, reader.person)
    if not waiting:
        blocks.sentence(words("reviewing.nothing"))
        return None
    labels = {row["batch_id"]: _label(row, words) for row in waiting}
    return pick(
        words("reviewing.batch", count=len(waiting)),
        "batch",
        list(labels),
        labels.__getitem__,
        default=next(iter(labels)),
    )


def _waiting(reader: Reader, person: Person) -> list[dict]:
    found = ask(reader.store, "review_queue", Filters(reader.store.last_event)).to_dict("records")
    return [row for row in found if rights.may_review(person, rights.batch_of(reader.store, row["batch_id"]))]


def _label(row: dict, words: Words) -> str:
    units = list(row[words.column("units")])
    more = words("reviewing.and_more", count=len(units) - MOST_NAMED) if len(units) > MOST_NAMED else ""
    parts = [
        row["batch_id"],
        words(f"table.{row['table_name']}"),
        words("handing_in.rows", count=row["row_count"]),
        words("list.comma").join(units[:MOST_NAMED]) + more,
        str(row["submitted_by"]),
        words.day(row["submitted_at"].date()),
        words("reviewing.passed", who=row["passed_by"]) if row["state"] == "passed" else "",
    ]
    return words("list.dot").join(filter(None, parts))


def difference(reader: Reader, batch_id: str) -> None:
    """The rows beside the figures known now, and the two ways on."""
    words = reader.words
    found = comparing.difference(reader.store, batch_id)
    blocks.tiles(
        (words(f"handing_in.state.{state}"), str(found.counts[state]), "")
        for state in ("new", "corrected", "unchanged")
    )
    _level(reader, batch_id)
    _said_of_it(reader, batch_id)
    if found.rows.empty:
        blocks.sentence(words("reviewing.no_rows"))
    else:
        blocks.table(_columns(found, words), words("reviewing.difference"), "")
    if sum(found.counts.values()) > MOST_SHOWN:
        blocks.note(words("handing_in.previewed", shown=MOST_SHOWN, all=sum(found.counts.values())))
    _decide(reader, batch_id, found)


def _level(reader: Reader, batch_id: str) -> None:
    """Of two levels which one this is, and who comes before or after."""
    batch = rights.batch_of(reader.store, batch_id)
    if batch.levels < 2 or reader.person is None:
        return
    if batch.state == "passed":
        blocks.note(reader.words("reviewing.second", who=batch.passed_by))
    else:
        is_city = reader.person.scope.is_everything
        blocks.note(reader.words("reviewing.first_by_city" if is_city else "reviewing.first"))


def _said_of_it(reader: Reader, batch_id: str) -> None:
    """The note it came with, and what was looked at again by whom."""
    words = reader.words
    filters = Filters(reader.store.last_event, batch_id=batch_id)
    for row in ask(reader.store, "batch", filters).to_dict("records"):
        if isinstance(row["note"], str):
            blocks.note(row["note"])
        with st.container(horizontal=True, gap="small"):
            folder = settings().originals(reader.store.path)
            _file(words("reviewing.original"), folder, row["original"], str(row["file_name"]))
            _file(words("reviewing.attachment"), folder, row["attachment"], batch_id)
    ticks = ask(reader.store, "batch_ticks", filters).to_dict("records")
    if ticks:
        with st.expander(words("reviewing.ticks", count=len(ticks))):
            blocks.bullets(
                words("reviewing.tick", who=row["ticked_by"], what=row["message"]) for row in ticks
            )


def _file(label: str, folder: Path, original: object, name: str) -> None:
    """A kept file, to be looked at beside the rows; nothing where none was kept or its time is over."""
    if isinstance(original, str) and originals.is_kept(folder, original):
        st.download_button(
            label,
            lambda: originals.read(folder, original),
            name,
            "application/octet-stream",
            on_click="ignore",
            key=f"file_{original}",
            type="tertiary",
        )


def _columns(found: Difference, words: Words) -> pd.DataFrame:
    """The difference in words; a figure's recent history is a small line."""
    shown = rows(found.rows.head(MOST_SHOWN))
    said = _figure if found.table == "observation" else _given
    return pd.DataFrame([said(row, words) for row in shown])


def _figure(row: Row, words: Words) -> dict[str, object]:
    variant = words.either(row["variant_name"], row["variant_name_en"])
    metric = words.either(row["metric_name"], row["metric_name_en"])
    return {
        words("handing_in.row"): stood_at(row),
        words("column.state"): words(f"handing_in.state.{row['state']}"),
        words("column.unit"): words.either(row["short_name"], row["short_name_en"]),
        words("column.metric"): f"{metric} · {variant}" if variant else metric,
        words("column.as_of"): words.day(row["as_of"]),
        words("column.was"): _was(row, words),
        words("column.now"): words.figure(
            row["value"], row["qualifier"], row["uom"], row["uom_en"], row["printed"]
        ),
        words("reviewing.trend"): blocks.Spark((*row["trend_values"], row["value"])),
    }


def _was(row: Row, words: Words) -> str:
    if pd.isna(row["was_value"]):
        return ""
    return words.figure(row["was_value"], row["was_qualifier"], row["uom"], row["uom_en"], row["was_printed"])


def _given(row: Row, words: Words) -> dict[str, object]:
    """A row of any other table: its cells that are not empty, old and new."""
    return {
        words("handing_in.row"): row["row_no"],
        words("column.state"): words(f"handing_in.state.{row['state']}"),
        words("column.was"): _cells(row["was"], words),
        words("column.now"): _cells(row["given"], words),
    }


def _cells(row: dict | None, words: Words) -> str:
    if not isinstance(row, dict):
        return ""
    hidden = {"batch_id", "row_no", "known_from", "known_to"}
    return words("list.comma").join(str(cell) for name, cell in row.items() if cell and name not in hidden)


def _decide(reader: Reader, batch_id: str, found: Difference) -> None:
    words = reader.words
    st.text_input(words("reviewing.reason"), key=desk.fresh("review_reason"), max_chars=300)
    batch = rights.batch_of(reader.store, batch_id)
    needs_pass = batch.levels == 2 and batch.state == "submitted"
    with st.container(horizontal=True, gap="small"):
        st.button(
            words("reviewing.pass_on" if needs_pass else "reviewing.publish"),
            key="publish",
            type="primary",
            on_click=_publish,
            args=(reader, batch_id, found.digest, needs_pass),
        )
        st.button(words("reviewing.return"), key="return", on_click=_return, args=(reader, batch_id))


def _publish(reader: Reader, batch_id: str, seen: str, needs_pass: bool) -> None:
    def work(person: Person) -> str:
        _check_may(reader, person, batch_id)
        step = publishing.pass_on if needs_pass else publishing.publish
        number = step(reader.store, batch_id, by=person.name, seen=seen)
        done = "reviewing.passed_on" if needs_pass else "reviewing.published"
        return reader.words(done, batch=batch_id, event=number)

    desk.do(reader, reviews, work)


def _return(reader: Reader, batch_id: str) -> None:
    def work(person: Person) -> str:
        _check_may(reader, person, batch_id)
        publishing.send_back(reader.store, batch_id, by=person.name, reason=desk.typed("review_reason"))
        return reader.words("reviewing.returned", batch=batch_id)

    desk.do(reader, reviews, work)


def _check_may(reader: Reader, person: Person, batch_id: str) -> None:
    if not rights.may_review(person, rights.batch_of(reader.store, batch_id)):
        raise Refusal("desk.not_yours")


# Published ones, taken out again and put back


def published(reader: Reader) -> None:
    """撤销入库 and its undoing, with the rows that were corrected since and are left alone."""
    words = reader.words
    found = ask(reader.store, "batches", Filters(reader.store.last_event)).to_dict("records")
    known = {
        row["batch_id"]: row
        for row in found
        if row["state"] in ("published", "restored", "withdrawn") and not row["is_backfilled"]
    }
    with st.expander(words("reviewing.undo")):
        if not known:
            blocks.sentence(words("reviewing.nothing_published"))
            return
        batch_id = st.selectbox(
            words("column.batch"),
            list(known),
            key="undo_batch",
            format_func=lambda batch: words("list.dot").join(
                [
                    batch,
                    words(f"table.{known[batch]['table_name']}"),
                    words(f"batch_state.{known[batch]['state']}"),
                ]
            ),
        )
        later = publishing.corrected_later(reader.store, batch_id)
        if later:
            blocks.note(words("reviewing.left_alone", count=len(later)))
        st.text_input(words("reviewing.reason"), key=desk.fresh("undo_reason"), max_chars=300)
        is_out = known[batch_id]["state"] == "withdrawn"
        st.button(
            words("reviewing.restore" if is_out else "reviewing.withdraw"),
            key="undo",
            on_click=_undo,
            args=(reader, batch_id, is_out),
        )


def strike(reader: Reader) -> None:
    """作废: one row of an earlier batch, with a reason; another person publishes it like anything else."""
    words = reader.words
    found = ask(reader.store, "batches", Filters(reader.store.last_event)).to_dict("records")
    known = {row["batch_id"]: row for row in found if row["state"] in ("published", "restored")}
    with st.expander(words("reviewing.strike")):
        blocks.note(words("reviewing.strike_how"))
        batch_id = st.selectbox(
            words("column.batch"),
            list(known),
            key="strike_batch",
            format_func=lambda batch: words("list.dot").join(
                [batch, words(f"table.{known[batch]['table_name']}")]
            ),
        )
        st.number_input(words("reviewing.strike_row"), min_value=1, step=1, key=desk.fresh("strike_row"))
        st.text_input(words("column.reason"), key=desk.fresh("strike_reason"), max_chars=300)
        st.button(
            words("reviewing.strike_now"),
            key="strike",
            on_click=_strike,
            args=(reader, known.get(batch_id, {}).get("table_name"), batch_id),
        )


def _strike(reader: Reader, table_name: str, batch_id: str) -> None:
    def work(person: Person) -> str:
        reason = desk.typed("strike_reason")
        if not reason:
            raise Refusal("batch.needs_reason", batch=batch_id)
        row = int(st.session_state[desk.fresh("strike_row")])
        rows = publishing.strikes([(table_name, batch_id, row, reason)])
        source = publishing.Source(reader.words("reviewing.strike"), "form")
        struck = publishing.submit(reader.store, "strike", rows, source, by=person.name)
        return reader.words("reviewing.struck", batch=struck)

    desk.do(reader, organises, work)


def _undo(reader: Reader, batch_id: str, is_out: bool) -> None:
    def work(person: Person) -> str:
        step = publishing.restore if is_out else publishing.withdraw
        step(reader.store, batch_id, by=person.name, reason=desk.typed("undo_reason"))
        return reader.words("reviewing.restored" if is_out else "reviewing.withdrawn", batch=batch_id)

    desk.do(reader, organises, work)


def organises(person: Person) -> bool:
    return person.is_any("organiser")
