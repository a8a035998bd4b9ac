"""What is due and came back, and for organisers whom to remind."""

import datetime as dt

import pandas as pd
import streamlit as st

from campaign import accounts
from campaign.accounts import Person
from campaign.ask import told
from campaign.filters import Filters
from campaign.intake import publishing, rights
from campaign.intake.publishing import Source
from campaign.methods.rows import Row, grouped
from campaign.screen import blocks, desk
from campaign.screen.handing_in.scope import Desk, hands_in
from campaign.screen.url import Reader
from campaign.words import Refusal, Words

MOST_TASKS, MOST_REMINDERS = 12, 40
OWED = ("open", "overdue", "locked")


def tasks(mine: Desk) -> None:
    """What came back first, then what is owed, the oldest first, each with 本期无变化."""
    words, store = mine.reader.words, mine.reader.store
    blocks.section(words("handing_in.tasks"))
    handed_in = told(store, "my_batches", Filters(store.last_event, signed_by=mine.person.name))[:20]
    for place, row in enumerate(handed_in):
        if row["state"] == "returned" and not _came_again(mine, row, handed_in[:place]):
            blocks.notice(
                words(
                    "handing_in.came_back",
                    batch=row["batch_id"],
                    title=words(f"table.{row['table_name']}"),
                    reason=words.either(row["reason"], None),
                )
            )
    due = told(store, "due", Filters(store.last_event, today=mine.reader.today))
    mine_due = [row for row in due if row["unit_id"] in set(mine.units["unit_id"])]
    owed = [row for row in reversed(mine_due) if row["state"] in OWED]
    if not mine_due:
        blocks.sentence(words("handing_in.no_tasks"))
    waiting = [row for row in owed if row["state"] != "locked"]
    if mine_due and not waiting:
        blocks.sentence(words("handing_in.nothing_due"))
    for row in waiting[:MOST_TASKS]:
        _task(mine, row)
    more = [{**_period_of(row, words), **_reported(row, words)} for row in waiting[MOST_TASKS:]]
    _folded(words, words("handing_in.more_tasks", count=len(more)), more)
    locked = [row for row in owed if row["state"] == "locked"]
    _locked(mine.reader, [{**_period_of(row, words), **_reported(row, words)} for row in locked])


def _came_again(mine: Desk, returned: Row, later: list[Row]) -> bool:
    """Whether what came back was handed in anew: the same content for the same units."""
    store = mine.reader.store
    wanted = set(rights.batch_of(store, returned["batch_id"]).units)
    return any(
        row["table_name"] == returned["table_name"]
        and row["state"] not in ("returned", "taken_back")
        and wanted <= set(rights.batch_of(store, row["batch_id"]).units)
        for row in later
    )


def _period_of(row: Row, words: Words) -> dict[str, object]:
    return {
        words("column.unit"): words.either(row["short_name"], row["short_name_en"]),
        words("handing_in.period"): period(row, words),
    }


def _reported(row: Row, words: Words) -> dict[str, object]:
    return {
        words("handing_in.expected"): row["expected"],
        words("state.reported"): row["reported"],
        words("handing_in.due"): words.day(row["due_day"]),
    }


def _folded(words: Words, title: str, said: list[dict[str, object]], note: str = "") -> None:
    """Periods nobody can act on from here, as a table one can open; nothing when there are none."""
    if not said:
        return
    with st.expander(title):
        if note:
            blocks.note(note)
        blocks.table(pd.DataFrame(said), title, words("panel.cut", shown=blocks.MOST_ROWS, all=len(said)))


def _locked(reader: Reader, said: list[dict[str, object]]) -> None:
    """Locked and not reported: one quiet line, and in it who may open the window again."""
    words = reader.words
    organisers = [] if reader.is_demo else _organisers()
    who = words("reminders.who", who=words("list.comma").join(organisers)) if organisers else ""
    _folded(words, words("reminders.locked", count=len(said)), said, words("reminders.reopen", who=who))


def _organisers() -> list[str]:
    return [
        f"{account.person.name} {account.phone or ''}".strip()
        for account in accounts.accounts()
        if account.is_active and account.person.is_any("organiser")
    ]


def _task(mine: Desk, row: Row) -> None:
    words = mine.reader.words
    said = words(
        "handing_in.task",
        unit=words.either(row["short_name"], row["short_name_en"]),
        period=period(row, words),
        asked=row["expected"],
        reported=row["reported"],
        due=words.day(row["due_day"]),
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container():
            blocks.bullets([words("list.pair", first=words(f"due_state.{row['state']}"), second=said)])
        if row["state"] != "locked" and not row["reported"]:
            st.button(
                words("handing_in.no_change"),
                key=f"no_change_{row['unit_id']}_{row['frequency']}_{row['period_end']}",
                on_click=_no_change,
                args=(mine, row["unit_id"], row["period_end"]),
            )


def _check_is_open(reader: Reader, unit_id: str, period_end: dt.date) -> None:
    """A page opened before the period was locked still has its button."""
    due = told(reader.store, "due", Filters(reader.store.last_event, today=reader.today))
    for row in due:
        is_it = row["unit_id"] == unit_id and row["period_end"] == pd.Timestamp(period_end)
        if is_it and row["state"] == "locked":
            raise Refusal("handing_in.locked_now", period=period(row, reader.words))


def _no_change(mine: Desk, unit_id: str, period_end: dt.date) -> None:
    def work(person: Person) -> str:
        words = mine.reader.words
        _check_is_open(mine.reader, unit_id, period_end)
        source = Source(words("handing_in.no_change"), "form")
        rows = publishing.no_change(unit_id, period_end)
        batch_id = publishing.submit(mine.reader.store, "no_change", rows, source, by=person.name)
        return words("handing_in.no_change_done", batch=batch_id)

    desk.do(mine.reader, lambda person: hands_in(person) and unit_id in set(mine.units["unit_id"]), work)


def period(row: Row, words: Words) -> str:
    """The period as people call it: a month by its name, any other by its last day."""
    end = row["period_end"]
    return words.month(end) if row["frequency"] == "month" else words("handing_in.until", day=words.day(end))


def reminders(reader: Reader) -> None:
    """催报: who has not reported, with a text to copy into a message."""
    words = reader.words
    found = told(reader.store, "reminders", Filters(reader.store.last_event, today=reader.today))
    late = [row for row in found if row["days_left"] < 0 and not row["is_locked"]]
    locked = [
        {
            **_period_of(row, words),
            words("reminders.missing"): row["missing_count"],
            words("reminders.locked_on"): words.day(row["locks_on"]),
        }
        for row in found
        if row["is_locked"]
    ]
    blocks.section(words("reminders.title"))
    if late:
        _late(reader, late)
    else:
        blocks.sentence(words("reminders.none"))
    _locked(reader, locked)


def _late(reader: Reader, late: list[Row]) -> None:
    words = reader.words
    of_unit = grouped(late, "unit_id")
    said = [_reminder(found, words) for found in of_unit]
    blocks.button(words("reminders.copy"), act="copy_text", value="\n".join(said), done=words("link.copied"))
    whom = _contacts(reader)
    blocks.bullets(
        f"{text}{whom.get(found[0]['unit_id'], '')}"
        for found, text in zip(of_unit[:MOST_REMINDERS], said, strict=False)
    )
    if len(of_unit) > MOST_REMINDERS:
        blocks.note(words("reminders.cut", shown=MOST_REMINDERS, all=len(of_unit)))


def _contacts(reader: Reader) -> dict[str, str]:
    """Unit -> who hands in for it, with their telephone; the demo's units have nobody."""
    if reader.is_demo:
        return {}
    words, found = reader.words, dict[str, list[str]]()
    for account in accounts.accounts():
        if account.is_active and account.person.is_any("reporter"):
            for unit_id in account.person.scope.units:
                found.setdefault(unit_id, []).append(f"{account.person.name} {account.phone or ''}".strip())
    return {
        unit: words("reminders.contacts", who=words("list.comma").join(who)) for unit, who in found.items()
    }


def _reminder(late: list[Row], words: Words) -> str:
    """One line a unit, however many periods it owes."""
    first = late[0]  # the question gives the longest overdue first
    return words(
        "reminders.text" if len(late) == 1 else "reminders.periods",
        unit=words.either(first["short_name"], first["short_name_en"]),
        period=period(first, words),
        periods=len(late),
        missing=sum(row["missing_count"] for row in late),
        due=words.day(first["due_day"]),
    )
