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

    def parameters(self) -> dict[str, object]:
        return asdict(self)
