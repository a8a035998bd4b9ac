"""What the reader asked to see. Ids and days only: no labels, no Streamlit."""

import datetime as dt
from dataclasses import asdict, dataclass


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
    award: str | None = None  # None: all awards
    sees_nominees: bool = False  # True: an organiser, who sees nominations and names before 公示 and 公布
    variant: str | None = None  # a kind of matter in the closed loop; None and whole: all matters

    def parameters(self) -> dict[str, object]:
        return asdict(self)
