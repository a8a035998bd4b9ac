"""Who owes which figures for which period, what waits for review, and what a person handed in."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from campaign.ask import ask
from campaign.filters import Filters
from campaign.intake import handing_in, publishing, worker
from campaign.store import Store
from tests.drawing import CLERK, REVIEWER, draw, enter, hand_in

UNITS = """
    unit_id | sort
    a       | 1
    b       | 2
"""
METRICS = """
    metric_id | frequency
    m         | month
    n         | month
    q         | quarter
"""
ASSIGNED = """
    unit_id | metric_id | starts_on  | not_applicable
    a       | m         | 2021-01-01 | false
    a       | n         | 2021-01-01 | false
    b       | m         | 2021-01-01 | false
    b       | n         | 2021-01-01 | true
    b       | q         | 2021-01-01 | false
"""
WINDOWS = """
    frequency | period_end | unit_id | opens_on   | due_on     | locks_on   | source
    month     | 2021-09-30 |         | 2021-10-01 | 2021-10-05 | 2021-10-20 | 通知
    month     | 2021-10-31 |         | 2021-11-01 | 2021-11-06 |            | 通知
"""
# the holiday of October 2021 ended on Thursday the 7th
CALENDAR = """
    day        | is_working
    2021-10-05 | false
    2021-10-06 | false
    2021-10-07 | false
    2021-10-09 | true
"""


@pytest.fixture
def asked(tmp_path: Path) -> Store:
    return draw(
        tmp_path / "a.duckdb",
        unit=UNITS,
        metric=METRICS,
        assignment=ASSIGNED,
        reporting_window=WINDOWS,
        calendar=CALENDAR,
    )


def due(store: Store, today: str, columns: str, unit_id: str | None = None) -> list[tuple[Any, ...]]:
    filters = Filters(store.last_event, unit_id=unit_id, today=date.fromisoformat(today))
    frame = ask(store, "due", filters)
    return [tuple(row) for row in frame[columns.split()].itertuples(index=False)]


def test_a_period_is_owed_from_the_day_it_opens(asked: Store) -> None:
    assert due(asked, "2021-09-30", "unit_id") == []
    assert due(asked, "2021-10-01", "unit_id expected state") == [("a", 2, "open"), ("b", 1, "open")]


def test_a_due_day_in_a_holiday_moves_to_the_next_working_day(asked: Store) -> None:
    assert {str(day)[:10] for (day,) in due(asked, "2021-10-01", "due_day")} == {"2021-10-08"}


def test_a_due_day_on_a_weekend_the_calendar_does_not_name_moves_to_monday(asked: Store) -> None:
    latest = due(asked, "2021-11-01", "period_end due_day")[0]
    assert [str(day)[:10] for day in latest] == ["2021-10-31", "2021-11-08"]


def test_a_period_is_overdue_after_its_due_day_and_locked_from_its_lock_day(asked: Store) -> None:
    state = {
        day: due(asked, day, "state", unit_id="a")[-1][0]
        for day in ("2021-10-08", "2021-10-09", "2021-10-20")
    }
    assert list(state.values()) == ["open", "overdue", "locked"]


def test_what_does_not_apply_to_a_unit_is_not_owed(asked: Store) -> None:
    assert due(asked, "2021-10-01", "expected", unit_id="b") == [(1,)]


def test_a_figure_handed_in_counts_as_reported_before_it_is_reviewed(asked: Store) -> None:
    hand_in(asked, "observation", "unit_id|metric_id|as_of|value\nb|m|2021-09-17|5")
    assert due(asked, "2021-10-09", "reported waiting state", unit_id="b") == [(1, 1, "reported")]


def test_a_batch_sent_back_is_owed_again(asked: Store) -> None:
    batch = hand_in(asked, "observation", "unit_id|metric_id|as_of|value\nb|m|2021-09-17|5")
    publishing.send_back(asked, batch, by=REVIEWER, reason="口径不对")
    assert due(asked, "2021-10-09", "reported state", unit_id="b") == [(0, "overdue")]


def test_a_figure_of_another_period_does_not_count(asked: Store) -> None:
    enter(asked, "observation", "unit_id|metric_id|as_of|value\nb|m|2021-08-31|5")
    assert due(asked, "2021-10-01", "reported", unit_id="b") == [(0,)]


def test_half_of_the_figures_is_not_all_of_them(asked: Store) -> None:
    enter(asked, "observation", "unit_id|metric_id|as_of|value\na|m|2021-09-30|5")
    assert due(asked, "2021-10-01", "expected reported state", unit_id="a") == [(2, 1, "open")]


def test_a_unit_that_says_nothing_changed_has_reported(asked: Store) -> None:
    rows = publishing.no_change("a", date(2021, 9, 30))
    source = publishing.Source("本期无变化", "form")
    batch = publishing.submit(asked, "no_change", rows, source, by=CLERK)
    publishing.publish(asked, batch, by=REVIEWER)
    assert due(asked, "2021-10-01", "reported state", unit_id="a") == [(2, "no_change")]


def test_what_came_after_the_due_day_is_late(asked: Store) -> None:
    enter(asked, "observation", "unit_id|metric_id|as_of|value\nb|m|2021-09-30|5")
    assert due(asked, "2021-10-01", "state is_late", unit_id="b") == [("reported", True)]


def test_a_window_of_a_units_own_takes_the_place_of_everybodys(asked: Store) -> None:
    own = """
        frequency | period_end | unit_id | opens_on   | due_on
        month     | 2021-09-30 | b       | 2021-10-01 | 2021-10-28
    """
    enter(asked, "reporting_window", own)
    assert due(asked, "2021-10-25", "unit_id state") == [("a", "locked"), ("b", "open")]


def reminded(store: Store, today: str) -> list[dict[str, Any]]:
    return ask(store, "reminders", Filters(store.last_event, today=date.fromisoformat(today))).to_dict(
        "records"
    )


def test_a_unit_is_reminded_of_what_is_missing_and_of_nothing_else(asked: Store) -> None:
    enter(asked, "observation", "unit_id|metric_id|as_of|value\na|m|2021-09-30|5\nb|m|2021-09-30|7")
    (unit,) = reminded(asked, "2021-10-10")
    assert (unit["unit_id"], list(unit["missing"]), unit["days_left"]) == ("a", ["n"], -2)


def test_a_unit_is_not_to_be_reminded_of_a_period_that_is_locked(asked: Store) -> None:
    state = {
        day: [unit["is_locked"] for unit in reminded(asked, day)] for day in ("2021-10-19", "2021-10-20")
    }
    assert state == {"2021-10-19": [False, False], "2021-10-20": [True, True]}
    again = """
        frequency | period_end | unit_id | opens_on   | due_on     | locks_on
        month     | 2021-09-30 | b       | 2021-10-01 | 2021-10-05 | 2021-10-30
    """
    enter(asked, "reporting_window", again)
    locked = {unit["unit_id"]: unit["is_locked"] for unit in reminded(asked, "2021-10-20")}
    assert locked == {"a": True, "b": False}


# What waits, and what became of it


def queue(store: Store) -> list[tuple[Any, ...]]:
    frame = ask(store, "review_queue", Filters(store.last_event))
    return [(row.batch_id, row.state, list(row.units)) for row in frame.itertuples(index=False)]


def test_the_queue_has_what_waits_with_its_units_in_official_order(asked: Store) -> None:
    drawn = "unit_id|metric_id|as_of|value\nb|m|2021-09-30|5\na|m|2021-09-30|5"
    batch = hand_in(asked, "observation", drawn)
    assert queue(asked) == [(batch, "submitted", ["a", "b"])]
    publishing.publish(asked, batch, by=REVIEWER)
    assert queue(asked) == []


def test_a_table_of_no_unit_waits_as_well(asked: Store) -> None:
    batch = hand_in(asked, "calendar", "day|is_working\n2021-11-06|true")
    assert queue(asked) == [(batch, "submitted", [])]


def test_a_person_sees_own_batches_with_why_one_came_back(asked: Store) -> None:
    batch = hand_in(asked, "observation", "unit_id|metric_id|as_of|value\nb|m|2021-09-17|5", by="李四")
    hand_in(asked, "observation", "unit_id|metric_id|as_of|value\na|m|2021-09-17|5", by="王五")
    publishing.send_back(asked, batch, by=REVIEWER, reason="口径不对")
    frame = ask(asked, "my_batches", Filters(asked.last_event, signed_by="李四"))
    assert frame[["batch_id", "state", "last_signed_by", "reason"]].to_numpy().tolist() == [
        [batch, "returned", REVIEWER, "口径不对"]
    ]


def test_the_rows_of_a_batch_are_shown_before_it_is_published(asked: Store) -> None:
    batch = hand_in(asked, "observation", "unit_id|metric_id|as_of|value|printed\nb|m|2021-09-17|5|5件")
    frame = ask(asked, "batch_rows", Filters(asked.last_event, batch_id=batch))
    assert frame[["row_no", "short_name", "metric_name", "printed"]].to_numpy().tolist() == [
        [2, "b", "m", "5件"]
    ]


# A locked period


def problems(store: Store, today: str, units: frozenset[str] | None) -> list[tuple[str, int | None]]:
    found = handing_in.look(
        store,
        "observation",
        file_name="a.csv",
        data="单位,指标,期间,数值\na,m,2021年9月,5\na,m,2021年10月,6\n".encode(),
        units=units,
        today=date.fromisoformat(today),
    )
    worker.shared().close()
    assert found.checked.records is not None
    return [(problem.code, problem.row) for problem in found.checked.errors]


def test_a_locked_period_takes_no_figure_of_a_unit_and_the_next_one_does(asked: Store) -> None:
    assert problems(asked, "2021-11-02", frozenset({"a"})) == [("locked", 2)]


def test_a_period_is_open_until_the_day_it_locks(asked: Store) -> None:
    assert problems(asked, "2021-10-19", frozenset({"a"})) == []


def test_who_enters_for_every_unit_is_not_locked_out(asked: Store) -> None:
    assert problems(asked, "2021-11-02", None) == []


def test_an_organiser_unlocks_a_period_for_one_unit(asked: Store) -> None:
    unlocked = """
        frequency | period_end | unit_id | opens_on   | due_on     | locks_on   | source
        month     | 2021-09-30 | a       | 2021-10-01 | 2021-10-05 | 2021-12-01 | 补报
    """
    enter(asked, "reporting_window", unlocked)
    assert problems(asked, "2021-11-02", frozenset({"a"})) == []
