"""The next campaign: a new file with this one's lists carried over and its figures to compare with.

Carried: units, their aliases, divisions, metrics, variants, the city's own actions, lists and phases (without
their days), assignments, windows and quotas a year on, the calendar, the settings in force. Left behind:
everything reported, nominated, checked or decided; units' own methods and routines; aims and standards, which
are set anew. This campaign's figures go along as the campaign before, for 同比.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from campaign import contract
from campaign.ask import table_of
from campaign.intake import building, publishing
from campaign.store import BEIJING, Event, Store
from campaign.words import Refusal

ID = re.compile(r"[a-z][a-z0-9_-]*")
KEPT_TARGETS = ("quota", "population")
SOURCE = "沿用上一活动"
EVERY_UNIT = ""  # a window of all units

Row = dict[str, object]


@dataclass(frozen=True)
class Wanted:
    """What the organiser says of the next campaign."""

    campaign_id: str
    name: str
    name_en: str
    document_title: str
    document_title_en: str
    started_on: dt.date
    year_end_on: dt.date


def suggested(store: Store) -> Wanted:
    """A year on from this campaign, under the same name: what a form begins with."""
    (before,) = _rows(store, "campaign")
    started, ended = before["started_on"], before["year_end_on"]
    assert isinstance(started, dt.date)
    year = started.year + 1
    return Wanted(
        re.sub(r"-?\d{4}$", "", str(before["campaign_id"])) + f"-{year}",
        str(before["name"]),
        str(before["name_en"]),
        "",
        "",
        dt.date(year, 1, 1),
        a_year_on(ended) if isinstance(ended, dt.date) else dt.date(year, 12, 31),
    )


def open_next(store: Store, path: Path, wanted: Wanted, *, by: str) -> None:
    """Makes the next campaign's file at `path`; the campaign in `store` stays as it is.

    Raises Refusal, leaving no file, for a taken path, an id that is none, an end before the start, a missing
    name, and for a synthetic campaign: nothing of a demo goes into a real one.
    """
    (before,) = _rows(store, "campaign")
    _check(wanted, before)
    if path.exists():
        raise Refusal("opening.taken", found=path.stem)
    now = dt.datetime.now(BEIJING).replace(tzinfo=None, microsecond=0)
    with building.being_built(path) as built, built.at_once():
        for name, rows in _carried(store, wanted, before):
            if rows:
                _enter(built, name, rows, by=by, at=now)


def a_year_on(day: dt.date) -> dt.date:
    """The same day of the next year; the last day of a month stays the last."""
    is_last = (day + dt.timedelta(days=1)).day == 1
    if day.month == 2 and (is_last or day.day == 29):
        return dt.date(day.year + 1, 3, 1) - dt.timedelta(days=1)
    return day.replace(year=day.year + 1)


def _check(wanted: Wanted, before: Row) -> None:
    if before["is_synthetic"]:
        raise Refusal("opening.synthetic")
    if not ID.fullmatch(wanted.campaign_id) or wanted.campaign_id in ("real", "demo"):
        raise Refusal("opening.not_an_id", found=wanted.campaign_id)
    if not wanted.name or not wanted.document_title:
        raise Refusal("opening.no_name")
    if wanted.year_end_on < wanted.started_on:
        raise Refusal("opening.ends_first", start=wanted.started_on, end=wanted.year_end_on)
    if wanted.started_on <= _day(before, "started_on"):
        raise Refusal("opening.not_after", start=wanted.started_on, before=before["started_on"])


def _carried(store: Store, wanted: Wanted, before: Row) -> Iterator[tuple[str, list[Row]]]:
    """Each table's rows for the new file, in the order they must be loaded."""
    yield "campaign", [_campaign(wanted, before)]
    units = {row["unit_id"] for row in _rows(store, "unit") if row["active"] is not False}
    for name, turn in _TURNS.items():
        turned = [turn(row, wanted, before) for row in _rows(store, name)]
        kept = [row for row in turned if row is not None]
        yield name, [row for row in kept if row.get("unit_id") in (None, EVERY_UNIT, *units)]
    campaign_id = before["campaign_id"]
    yield "prior_observation", [{**row, "campaign_id": campaign_id} for row in _rows(store, "observation")]


def _campaign(wanted: Wanted, before: Row) -> Row:
    return {
        **before,
        "campaign_id": wanted.campaign_id,
        "name": wanted.name,
        "name_en": wanted.name_en or wanted.name,
        "document_title": wanted.document_title,
        "document_title_en": wanted.document_title_en or wanted.document_title,
        "started_on": wanted.started_on,
        "meeting_on": None,
        "year_end_on": wanted.year_end_on,
        "source_line": "各单位报送，审核后入库",
        "source_line_en": "Reported by the units, published after review",
        "place": None,
    }


def _as_it_is(row: Row, wanted: Wanted, before: Row) -> Row | None:
    """Sections of the page are not places of the new campaign."""
    return {**row, "place": None} if "place" in row else row


def _theme(row: Row, wanted: Wanted, before: Row) -> Row | None:
    if row["unit_id"] is not None:
        return None
    return {**row, "starts_on": None, "ends_on": None, "place": None}


def _action(row: Row, wanted: Wanted, before: Row) -> Row | None:
    if row["unit_id"] is not None:
        return None
    starts_on = None if row["starts_on"] is None else wanted.started_on
    return {**row, "starts_on": starts_on, "place": None}


def _target(row: Row, wanted: Wanted, before: Row) -> Row | None:
    if row["kind"] not in KEPT_TARGETS or row["unit_id"] is not None:
        return None
    is_at_end = row["due"] is not None and row["due"] == before["year_end_on"]
    due = wanted.year_end_on if is_at_end else row["due"] and a_year_on(_day(row, "due"))
    return {**row, "due": due, "place": None}


def _assignment(row: Row, wanted: Wanted, before: Row) -> Row | None:
    ended = row["ends_on"]
    if isinstance(ended, dt.date) and ended < _day(before, "year_end_on", wanted.started_on):
        return None  # the unit was no longer asked when the campaign ended
    return {**row, "starts_on": wanted.started_on, "ends_on": None, "source": SOURCE}


def _window(row: Row, wanted: Wanted, before: Row) -> Row | None:
    days = {name: row[name] and a_year_on(_day(row, name)) for name in _WINDOW_DAYS}
    return {**row, **days, "source": SOURCE} if _day(days, "period_end") >= wanted.started_on else None


_WINDOW_DAYS = ("period_end", "opens_on", "due_on", "locks_on")
_TURNS: dict[str, Callable[[Row, Wanted, Row], Row | None]] = {
    "division": _as_it_is,
    "unit": _as_it_is,
    "unit_alias": _as_it_is,
    "theme": _theme,
    "metric": _as_it_is,
    "variant": _as_it_is,
    "assignment": _assignment,
    "action": _action,
    "target": _target,
    "reporting_window": _window,
    "calendar": _as_it_is,
    "setting": _as_it_is,
}


def _rows(store: Store, name: str) -> list[Row]:
    return table_of(store, contract.tables()[name], store.last_event).to_pylist()


def _day(row: Row, name: str, otherwise: dt.date | None = None) -> dt.date:
    found = row[name] or otherwise
    assert isinstance(found, dt.date)
    return found


def _enter(built: Store, name: str, rows: list[Row], *, by: str, at: dt.datetime) -> None:
    """As the person who opens the campaign: one signature is enough for lists another year went by."""
    table = contract.tables()[name]
    arrays = {
        field.name: pa.array([row[field.name] for row in rows], contract.ARROW_TYPES[field.type])
        for field in table.fields
    }
    numbered = pa.table({**arrays, "row_no": pc.add(pa.array(range(len(rows)), pa.int64()), 1)})
    key = numbered.select(list(table.key)).group_by(list(table.key)).aggregate([])
    if key.num_rows < numbered.num_rows:  # assignments that were begun anew within the year
        numbered = _first_of_each(numbered, table)
    source = publishing.Source(table.title, SOURCE)
    with built.writing() as writing:
        batch_id = publishing.append_batch(writing, table, numbered, source)
        publishing.log_and_settle(writing, table, Event("published", by, batch_id, None, at))


def _first_of_each(rows: pa.Table, table: contract.Table) -> pa.Table:
    seen: set[tuple[object, ...]] = set()
    keep = []
    for row in rows.select(list(table.key)).to_pylist():
        key = tuple(row.values())
        keep.append(key not in seen)
        seen.add(key)
    return rows.filter(pa.array(keep))
