"""The demo year: its days, its periods, its dice."""

import datetime as dt
import hashlib
import zlib
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from campaign import contract
from campaign.settings import REFERENCE

SEED = 20210428
START, END = dt.date(2021, 4, 28), dt.date(2021, 12, 31)
DAY = dt.timedelta(days=1)
PHASES = (
    (START, dt.date(2021, 6, 15)),
    (dt.date(2021, 6, 16), dt.date(2021, 10, 31)),
    (dt.date(2021, 11, 1), END),
)


def dice(*names: object) -> np.random.Generator:
    """Dice of its own for everything named, so that what is added later changes nothing that was there."""
    return np.random.default_rng([SEED, zlib.crc32("/".join(map(str, names)).encode())])


def chance(*names: object) -> float:
    """One throw from 0 to 1, for what is thrown very often: numpy's dice take 20 µs to make."""
    told = hashlib.blake2b(f"{SEED}/{'/'.join(map(str, names))}".encode(), digest_size=8).digest()
    return int.from_bytes(told, "big") / 2**64


def one_of(count: int, *names: object) -> int:
    """0 to count - 1."""
    return int(chance(*names) * count)


@dataclass(frozen=True)
class Period:
    """What is reported together. key: as action_log spells it."""

    frequency: str  # week | halfmonth | month | quarter
    key: str
    first: dt.date
    last: dt.date
    due: dt.date  # before the calendar moves it


def month_end(month: int) -> dt.date:
    return dt.date(2021, month, monthrange(2021, month)[1])


@cache
def periods(frequency: str) -> tuple[Period, ...]:
    """The year's periods in order. December's figures are asked for early, on its last day."""
    return {"week": _weeks, "halfmonth": _halves, "month": _months, "quarter": _quarters}[frequency]()


def _weeks() -> tuple[Period, ...]:
    first = dt.date(2021, 5, 3)  # a Monday
    mondays = [first + 7 * number * DAY for number in range(34)]
    return tuple(Period("week", f"{day:%G-W%V}", day, day + 6 * DAY, day + 8 * DAY) for day in mondays)


def _halves() -> tuple[Period, ...]:
    found = []
    for month in range(5, 13):
        for half, first, last in ((1, 1, 15), (2, 16, month_end(month).day)):
            days = dt.date(2021, month, first), dt.date(2021, month, last)
            found.append(Period("halfmonth", f"2021-{month:02}-H{half}", *days, min(days[1] + 3 * DAY, END)))
    return tuple(found)


def _months() -> tuple[Period, ...]:
    return tuple(
        Period("month", f"2021-{month:02}", dt.date(2021, month, 1), month_end(month), _due(month))
        for month in range(5, 13)
    )


def _quarters() -> tuple[Period, ...]:
    return tuple(
        Period("quarter", f"2021-Q{month // 3}", dt.date(2021, month - 2, 1), month_end(month), _due(month))
        for month in (6, 9, 12)
    )


def _due(month: int) -> dt.date:
    return END if month == 12 else month_end(month) + 5 * DAY


@cache
def calendar() -> Mapping[dt.date, bool]:
    """Days that are not what their weekday says -> is it worked: the real calendar of the year."""
    table = contract.tables()["calendar"]
    rows = contract.read_rows(REFERENCE / "calendar.csv", table).to_pylist()
    return {row["day"]: row["is_working"] for row in rows}


def is_working(day: dt.date) -> bool:
    return calendar().get(day, day.weekday() < 5)


@cache
def working(day: dt.date, later: int = 0) -> dt.date:
    """The day itself or the next one worked, and `later` working days after that; never past the year."""
    while not is_working(day):
        day += DAY
    for _ in range(later):
        day += DAY
        while not is_working(day):
            day += DAY
    return min(day, END)


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute))
