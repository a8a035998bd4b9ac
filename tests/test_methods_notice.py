"""公示 by the State Council's working days, held against two real notices."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.methods.notice import Calendar, Change, Notice, StartingRule, calendar_of, notice_period
from campaign.methods.refused import Refused

D = dt.date
# State Council notice on the holidays of 2022 (25 October 2021)
CHANGES_2022 = [
    Change("off", D(2022, 1, 1), D(2022, 1, 3)),
    Change("off", D(2022, 1, 31), D(2022, 2, 6)),
    Change("work", D(2022, 1, 29), D(2022, 1, 30)),
    Change("off", D(2022, 4, 30), D(2022, 5, 4)),
    Change("work", D(2022, 4, 24), D(2022, 4, 24)),
    Change("work", D(2022, 5, 7), D(2022, 5, 7)),
]
YEAR_2022 = calendar_of([2022], CHANGES_2022)


def last_day(posted: D, working_days: int, calendar: Calendar, starting: StartingRule) -> D:
    found = notice_period(posted, working_days, calendar, starting)
    assert isinstance(found, Notice), found
    return found.last


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_every_published_notice_ends_on_its_published_day(published: Path) -> None:
    day = dt.date.fromisoformat
    changes = [
        Change("off" if row["kind"] == "off" else "work", day(row["first"]), day(row["last"]))
        for row in rows(published / "notice" / "calendar_2022.csv")
    ]
    # no holiday and no worked weekend of 2025 is near the second notice
    calendar = calendar_of([2022, 2025], changes)
    cases = rows(published / "notice" / "cases.csv")
    assert len(cases) == 2
    for case in cases:
        starting: StartingRule = "posting_day" if case["counts_first_day"] == "yes" else "next_day"
        found = last_day(day(case["first_day"]), int(case["working_days"]), calendar, starting)
        assert found == day(case["last_day"]), case


def test_a_worked_saturday_counts_and_the_sunday_after_it_does_not() -> None:
    # Shandong 2022: 公示期为2022年5月7日至5月12日, 5 working days
    found = notice_period(D(2022, 5, 7), 5, YEAR_2022, "posting_day")
    assert isinstance(found, Notice)
    assert found.counted == (D(2022, 5, 7), *(D(2022, 5, day) for day in (9, 10, 11, 12)))


def test_the_starting_rule_moves_the_last_day() -> None:
    # Guizhou 2025: posted 14 April, objections 于2025年4月21日前, 5 working days
    calendar = calendar_of([2025], [])
    assert last_day(D(2025, 4, 14), 5, calendar, "next_day") == D(2025, 4, 21)
    assert last_day(D(2025, 4, 14), 5, calendar, "posting_day") == D(2025, 4, 18)


def test_a_notice_posted_on_a_holiday_starts_to_count_when_work_does() -> None:
    for starting in ("posting_day", "next_day"):
        found = notice_period(D(2022, 2, 1), 5, YEAR_2022, starting)
        assert isinstance(found, Notice)
        assert (found.counted[0], found.last) == (D(2022, 2, 7), D(2022, 2, 11))


def test_a_year_nobody_entered_is_named_not_guessed() -> None:
    found = notice_period(D(2022, 12, 29), 5, YEAR_2022, "posting_day")
    assert found == Refused("calendar_lacks_year", "2023")
    assert notice_period(D(2021, 9, 17), 5, YEAR_2022, "next_day") == Refused("calendar_lacks_year", "2021")


def test_a_holiday_that_begins_in_the_year_before_is_taken_where_that_year_is_there() -> None:
    new_year = Change("off", D(2022, 12, 31), D(2023, 1, 2))
    assert D(2022, 12, 30) not in calendar_of([2023], [new_year])
    both = calendar_of([2022, 2023], [*CHANGES_2022, new_year])
    assert last_day(D(2022, 12, 29), 3, both, "posting_day") == D(2023, 1, 3)


@pytest.mark.parametrize("working_days", [0, -5])
def test_a_notice_of_no_days_is_refused(working_days: int) -> None:
    assert notice_period(D(2022, 5, 7), working_days, YEAR_2022, "posting_day") == Refused(
        "days_not_positive"
    )


@given(
    st.dates(D(2022, 1, 1), D(2022, 11, 1)), st.integers(1, 20), st.sampled_from(["posting_day", "next_day"])
)
def test_a_notice_stands_for_exactly_the_working_days_asked_for(
    posted: D, working_days: int, starting: StartingRule
) -> None:
    found = notice_period(posted, working_days, YEAR_2022, starting)
    assert isinstance(found, Notice)
    stood = [day for day in YEAR_2022 if found.counted[0] <= day <= found.last and YEAR_2022[day]]
    assert list(found.counted) == stood and len(stood) == working_days
    between = [day for day in YEAR_2022 if posted < day < found.counted[0]]
    assert not any(YEAR_2022[day] for day in between)
