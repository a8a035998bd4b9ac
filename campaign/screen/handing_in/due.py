"""What is due and came back, and for organisers whom to remind."""

import datetime as dt

import streamlit as st

from campaign import accounts
from campaign.accounts import Person
from campaign.ask import told
from campaign.filters import Filters
from campaign.intake import publishing
from campaign.intake.publishing import Source
from campaign.methods.rows import Row
from campaign.screen import blocks, desk
from campaign.screen.handing_in.scope import Desk, hands_in
from campaign.screen.url import Reader
from campaign.words import Words

MOST_TASKS, MOST_REMINDERS = 12, 40
OWED = ("open", "overdue", "locked")


def tasks(mine: Desk) -> None:
    """What came back first, then what is owed, the oldest first, each with 本期无变化."""
    words, store = mine.reader.words, mine.reader.store
    blocks.section(words("handing_in.tasks"))
    for row in told(store, "my_batches", Filters(store.last_event, signed_by=mine.person.name))[:20]:
        if row["state"] == "returned":
            blocks.notice(
                words(
                    "handing_in.came_back",
                    batch=row["batch_id"],
                    title=row["title"],
                    reason=words.either(row["reason"], None),
                )
            )
    due = told(store, "due", Filters(store.last_event, today=mine.reader.today))
    mine_due = [row for row in due if row["unit_id"] in set(mine.units["unit_id"])]
    owed = [row for row in reversed(mine_due) if row["state"] in OWED]
    if not mine_due:
        blocks.sentence(words("handing_in.no_tasks"))
    elif not owed:
        blocks.sentence(words("handing_in.nothing_due"))
    for row in owed[:MOST_TASKS]:
        _task(mine, row)


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


def _no_change(mine: Desk, unit_id: str, period_end: dt.date) -> None:
    def work(person: Person) -> str:
        words = mine.reader.words
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
    late = [row for row in found if row["days_left"] < 0]
    blocks.section(words("reminders.title"))
    if not late:
        blocks.sentence(words("reminders.none"))
        return
    said = [_reminder(row, words) for row in late]
    blocks.button(words("reminders.copy"), act="copy_text", value="\n".join(said), done=words("link.copied"))
    whom = _contacts(reader)
    blocks.bullets(
        f"{text}{whom.get(row['unit_id'], '')}"
        for row, text in zip(late[:MOST_REMINDERS], said, strict=False)
    )


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


def _reminder(row: Row, words: Words) -> str:
    return words(
        "reminders.text",
        unit=words.either(row["short_name"], row["short_name_en"]),
        period=period(row, words),
        missing=row["missing_count"],
        due=words.day(row["due_day"]),
    )
