"""The year before the demo's: what 同比 is measured against, of the divisions alone."""

from collections.abc import Iterator
from typing import Any

from campaign.demo.figures import Figure, in_words, monthly
from campaign.demo.measures import metrics
from campaign.demo.units import of_group
from campaign.demo.year import dice


def rows() -> Iterator[dict[str, Any]]:
    """A figure of last year for each of this year's: most grew since, some did not."""
    divisions = {unit.unit_id for unit in of_group("division")}
    for figure in monthly():
        if figure.unit_id in divisions:
            yield _before(figure)


def _before(figure: Figure) -> dict[str, Any]:
    roll = dice("prior", figure.unit_id, figure.metric_id, figure.variant)
    kind = metrics()[figure.metric_id]["kind"]
    if kind == "rate":
        value = round(min(1.0, figure.value * float(roll.uniform(0.93, 1.01))), 3)
    else:
        value = float(round(figure.value * float(roll.uniform(0.7, 1.08))))
    return {
        "campaign_id": "demo-before",
        "unit_id": figure.unit_id,
        "metric_id": figure.metric_id,
        "variant": figure.variant,
        "as_of": figure.as_of.replace(year=figure.as_of.year - 1),
        "value": value,
        "qualifier": figure.qualifier,
        "printed": in_words(value, figure.qualifier, figure.metric_id),
        "coverage": figure.coverage,
    }
