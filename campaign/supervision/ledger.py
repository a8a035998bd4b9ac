"""工作台账: how matters handed over stand, and how long they have been open."""

import pandas as pd

from campaign.methods import pace
from campaign.methods.refused import Refused
from campaign.methods.rows import Row, rows
from campaign.supervision.days import date_of, day_of

AGES = (7, 14, 30, 60)  # days since a matter was entered


def ledger(frame: pd.DataFrame) -> pd.DataFrame:
    """The question supervision_ledger, with state and days past the deadline (0 where it is not past).

    state: confirmed (nobody was asked yet) | open | to_check | to_close | closed.
    """
    told = rows(frame)
    states = {"fed_back": "to_check", "checked": "to_close", "closed": "closed"}
    return frame.assign(
        state=pd.Series(
            ["confirmed" if pd.isna(row["step"]) else states.get(row["step"], "open") for row in told],
            index=frame.index,
            dtype=object,
        ),
        days=pd.Series([_days_past(row) for row in told], index=frame.index, dtype="int64"),
    )


def _days_past(row: Row) -> int:
    found = pace.due_item(date_of(row["due_now"]), date_of(row["closed_on"]), day_of(row["day"]))
    return 0 if isinstance(found, Refused) else found.days


def ages(frame: pd.DataFrame) -> pd.DataFrame:
    """The open matters of the ledger: a row an age (0 to 4), with how many are overdue and how many not.

    units: whose they are, in the ledger's order.
    """
    told = [row for row in rows(ledger(frame)) if row["state"] != "closed"]
    of_age: list[list[Row]] = [[] for _ in range(len(AGES) + 1)]
    for row in told:
        age = (day_of(row["day"]) - day_of(row["entered_on"])).days
        of_age[sum(age > end for end in AGES)].append(row)
    lines = [
        {
            "age": number,
            "overdue": sum(row["days"] > 0 for row in own),
            "in_time": sum(row["days"] <= 0 for row in own),
            **{
                f"units{end}": {"": "、", "_en": ", "}[end].join(
                    dict.fromkeys(str(row[f"short_name{end}"]) for row in own)
                )
                for end in ("", "_en")
            },
        }
        for number, own in enumerate(of_age)
    ]
    return pd.DataFrame(lines if told else [], columns=["age", "overdue", "in_time", "units", "units_en"])
