"""What the reader asked to see. Ids and days only: no labels, no Streamlit."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Filters:
    known_on: int  # event number: everything is shown as known then; now is the last event
    period: dt.date | None = None  # figures as of this day or before; None: any day
    unit_id: str | None = None
    metric_id: str | None = None
    goal: str | None = None
    comparable_group: str | None = None
    batch_id: str | None = None  # one batch, by its receipt number
    signed_by: str | None = None  # what one person did
    today: dt.date | None = None  # what is due depends on the day it is asked
    shows_names: bool = True  # False: a visitor is told the part a person played, not who it was
    by_value: bool = False  # a ranking from the first place down, not in official order
    trial: str | None = None  # weights nobody signed, as metric=weight separated by spaces: 试算
    action_id: str | None = None  # one duty
    award: str | None = None  # None: all awards
    sees_nominees: bool = False  # True: an organiser, who sees nominations and names before 公示 and 公布
    variant: str | None = None  # a kind of matter in the closed loop; None and whole: all matters
    meeting_id: str | None = None  # the meeting whose last items or later corrections are asked for
