"""Days as frames give them."""

import datetime as dt
from typing import Any, cast

import pandas as pd


def date_of(value: Any) -> dt.date | None:
    return None if pd.isna(value) else day_of(value)


def day_of(value: Any) -> dt.date:
    return cast(dt.date, (value if isinstance(value, dt.datetime) else pd.Timestamp(value)).date())
