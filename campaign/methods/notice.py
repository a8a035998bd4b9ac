"""公示: a public notice that must stand for a number of working days.

Working days are the State Council's: weekends may be worked, weekdays may be off, and each year is
announced in the autumn before. A year nobody entered is refused, never guessed from weekdays.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from campaign.methods.refused import Refused

StartingRule = Literal["posting_day", "next_day"]  # both are in use: the notices say different things
Calendar = Mapping[dt.date, bool]  # every day of the years it holds -> is it worked
SATURDAY = 5


@dataclass(frozen=True)
class Change:
    """A stretch of days that a holiday notice makes off or worked, both ends included."""

    kind: Literal["off", "work"]
    first: dt.date
    last: dt.date


def calendar_of(years: Collection[int], changes: Iterable[Change]) -> dict[dt.date, bool]:
    """Every day of the years: weekdays are worked, but for the changes. Other years' changes are left out."""
    found = {
        day: day.weekday() < SATURDAY
        for year in years
        for day in days_between(dt.date(year, 1, 1), dt.date(year, 12, 31))
    }
    for change in changes:
        days = set(days_between(change.first, change.last)) & found.keys()
        found.update(dict.fromkeys(days, change.kind == "work"))
    return found


def days_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """Both ends included; none when last is before first."""
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]


@dataclass(frozen=True)
class Notice:
    posted: dt.date
    counted: tuple[dt.date, ...]  # the working days, in order

    @property
    def last(self) -> dt.date:
        """The day the notice must stand through; what follows may begin the day after."""
        return self.counted[-1]


def notice_period(
    posted: dt.date, working_days: int, calendar: Calendar, starting: StartingRule
) -> Notice | Refused:
    """The working days a notice posted on a day must stand.

    With posting_day the day itself counts if it is worked. Refused: days_not_positive; calendar_lacks_year
    (about the year).
    """
    if working_days < 1:
        return Refused("days_not_positive")
    counted: list[dt.date] = []
    day = posted if starting == "posting_day" else posted + dt.timedelta(days=1)
    while len(counted) < working_days:
        if day not in calendar:
            return Refused("calendar_lacks_year", str(day.year))
        if calendar[day]:
            counted.append(day)
        day += dt.timedelta(days=1)
    return Notice(posted, tuple(counted))
