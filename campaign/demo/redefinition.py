"""A metric that comes to mean something else within the year: figures before and after do not go together."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from campaign.demo import people
from campaign.demo.figures import Figure
from campaign.demo.happening import HandedIn, Happening, published
from campaign.demo.measures import REDEFINED, metrics
from campaign.demo.year import at

CHANGED_ON = dt.date(2021, 9, 1)
STILL_COUNTS = 0.6  # the share of contests that count by the new definition too
REASON = "经领导小组会议研究，统一口径：只计评出名次的场次，9月起各单位按新口径重新累计"


def happenings() -> Iterator[Happening]:
    row = {
        **metrics()[REDEFINED],
        "owner": None,
        "definition": "岗位练兵和技能竞赛中评出名次的场次（演示：2021年9月1日起）",
        "definition_en": "Job drills and skill contests with a result (demo: from 1 September 2021)",
        "valid_from": CHANGED_ON,
    }
    batch = HandedIn(
        at(dt.date(2021, 8, 27), 10, 5), "metric/redefined", "metric", (row,), "指标口径变更",
        people.ORGANISER, REASON,
    )  # fmt: skip
    yield from published(batch, people.REVIEWER, 5, REASON)


def as_defined(figure: Figure) -> Figure:
    """The figure by the definition of its day: what is no longer counted is left out from the start on."""
    if figure.metric_id != REDEFINED or figure.as_of < CHANGED_ON:
        return figure
    return replace(figure, value=float(figure.value * STILL_COUNTS // 1))
