"""Weights the demo's organiser signed: the divisions' twice, so that there is a version before."""

import datetime as dt
from collections.abc import Iterator

from campaign.demo import people
from campaign.demo.happening import Act, Happening, Row
from campaign.demo.year import at

FIRST, AGAIN = dt.date(2021, 6, 18), dt.date(2021, 9, 22)
# metric, denominator, lower and upper goalpost
ANSWERED = ("matters_answered", "matters_accepted", 0.95, 1)
REVISITED = ("matters_revisited", "matters_answered", 0.94, 1)
RATED = ("matters_rated", "matters_revisited", 0.92, 1)
SATISFIED = ("matters_satisfied", "matters_rated", 0.85, 1)
IN_TIME = ("on_time_rate", None, 0.7, 1)
UP_TO_STANDARD = ("offices_standard_rate", None, 0.5, 1)


def happenings() -> Iterator[Happening]:
    towns = ((ANSWERED, 30), (REVISITED, 20), (RATED, 10), (SATISFIED, 40))
    yield _signed("town", FIRST, towns, "经领导小组会议研究")
    yield _signed("division", FIRST, ((ANSWERED, 30), (REVISITED, 20), (SATISFIED, 50)), "经领导小组会议研究")
    more = (ANSWERED, 20), (REVISITED, 15), (SATISFIED, 30), (IN_TIME, 25), (UP_TO_STANDARD, 10)
    yield _signed("division", AGAIN, more, "推进会后增加按时反馈和办公场所达标")


def _signed(group: str, day: dt.date, scheme: tuple[tuple[tuple, int], ...], why: str) -> Act:
    rows = tuple(_row(group, metric, weight) for metric, weight in scheme)
    return Act(at(day, 15), "weight", rows, group, people.ORGANISER, why)


def _row(group: str, metric: tuple, weight: int) -> Row:
    metric_id, denominator, low, high = metric
    return {
        **{"comparable_group": group, "metric_id": metric_id, "weight": weight},
        **{"goalpost_low": low, "goalpost_high": high, "denominator": denominator},
    }
