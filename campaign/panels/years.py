"""Panels of 同比: this campaign's figures beside those of the same time of the campaign before."""

import pandas as pd

from campaign.figures.pairs import before_text, year_pairs
from campaign.methods.rows import Row
from campaign.panels.cells import AS_OF, COVERAGE, ENTERED, FIGURE, METRIC, UNIT, day
from campaign.panels.panel import Column, Panel
from campaign.words import Words


def change(row: Row, words: Words) -> str:
    """同比 in words, where both figures are exact and count the same; else why there is none."""
    if not pd.isna(row["redefined_on"]):
        return words("year.redefined", day=words.day(row["redefined_on"]))
    if row["qualifier"] != "exact" or row["before_qualifier"] != "exact":
        return words("year.hedged")
    if row["coverage"] != row["before_coverage"]:
        return words("year.other_coverage")
    now, before = float(row["value"]), float(row["before_value"])
    if row["metric_kind"] == "rate":  # a share, 0 to 1
        return _signed(100 * (now - before), "year.points", words)
    if row["metric_kind"] == "rank":
        return words("year.rank")
    if before <= 0:
        return words("year.from_nothing")
    return _signed(100 * (now - before) / before, "year.percent", words)


def _signed(by: float, unit: str, words: Words) -> str:
    amount = round(abs(by), 1)
    if amount == 0:
        return words("year.same")
    return words("year.up" if by > 0 else "year.down", by=words(unit, by=f"{amount:.1f}"))


def says(frame: pd.DataFrame, words: Words) -> str:
    """What last year means, and since when the metric means something else."""
    said = words("year.basis", day=words.day(frame["before_as_of"].max()))
    for since, of_day in frame.dropna(subset="redefined_on").groupby("redefined_on"):
        said += words(
            "year.redefined_for", day=words.day(pd.Timestamp(since)), count=of_day["unit_id"].nunique()
        )
    return said


_PAIR = (
    FIGURE,
    AS_OF,
    Column("figure_before", before_text),
    Column("as_of_before", day("before_as_of")),
    Column("year_on_year", change),
    COVERAGE,
    ENTERED,
)
YEAR_ON_YEAR = Panel(
    "year_on_year",
    "year_on_year",
    (UNIT, METRIC, *_PAIR),
    year_pairs,
    leads_to_units=True,
    say=says,
)
UNIT_YEAR_ON_YEAR = Panel("unit_year_on_year", "unit_year_on_year", (METRIC, *_PAIR))
