"""What the demo's units report, how much of it in a year, against which targets, and what is 不涉及."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from campaign.demo.counted import LOOP, WEEKLY
from campaign.demo.units import (
    APPROVAL,
    DEVELOPMENT,
    HOTLINE,
    INDUSTRY,
    Unit,
    of_group,
    rows_of,
    units,
)
from campaign.demo.year import END, START, dice


@dataclass(frozen=True)
class Measure:
    """One thing counted by the units of a group, or by one unit of it."""

    metric_id: str
    group: str
    yearly: float  # what a unit of middling size reaches by the end of the year
    variant: str = ""
    shape: str = (
        "grows"  # grows | amount: not whole | stock: there from the start | share: of the plain variant
    )
    only: str = ""  # one unit's alone
    every: int = 1  # one unit in so many has it, the others: 不涉及
    hedges: float = 0.0  # how often it is told as 余
    has_target: bool = False
    coverage: str = ""


LEVEL_COVERAGE = {"city": "own", "county": "county", "town": "town"}

MEASURES = (
    # towns
    Measure("matters_accepted", "town", 420),
    Measure("matters_resolved", "town", 160, hedges=0.25),
    Measure("transactions_handled", "town", 6400, hedges=0.1),
    Measure("people_trained", "town", 260, hedges=0.04, has_target=True),
    Measure("trainings_held", "town", 14, has_target=True),
    Measure("contests_held", "town", 5),
    Measure("hazards_removed", "town", 70),
    Measure("alarms_handled", "town", 300, every=6),
    Measure("enterprises_settled", "town", 24, shape="stock", every=3, coverage="park", hedges=0.1),
    Measure("service_centres", "town", 5, shape="stock", has_target=True),
    Measure("communities_covered", "town", 34, shape="stock", every=2),
    Measure("mechanisms_built", "town", 7),
    Measure("innovations_made", "town", 6),
    Measure("columns_published", "town", 20, every=4),
    # divisions
    Measure("matters_accepted", "division", 9500),
    Measure("matters_accepted", "division", 2100, variant="enterprise"),
    Measure("matters_resolved", "division", 1900, hedges=0.3),
    Measure("transactions_handled", "division", 86000, hedges=0.15),
    Measure("projects_planned", "division", 22, has_target=True),
    Measure("projects_planned", "division", 0.3, variant="ge_50yi", shape="share"),
    Measure("subprojects_planned", "division", 120),
    Measure("investment", "division", 310, variant="planned_estimate", shape="amount", hedges=0.2),
    Measure("projects_introduced", "division", 13, has_target=True),
    Measure("enterprises_served", "division", 130, shape="stock"),
    Measure("service_items", "division", 46, variant="package_person", shape="stock"),
    Measure("service_items", "division", 82, variant="package_enterprise", shape="stock"),
    Measure("service_points", "division", 96, shape="stock"),
    Measure("offices", "division", 130, shape="stock"),
    Measure("people_trained", "division", 2600, hedges=0.05, has_target=True),
    Measure("trainings_held", "division", 44, has_target=True),
    Measure("contests_held", "division", 16),
    Measure("officers_assigned", "division", 70, variant="cgo", shape="stock"),
    Measure("officers_assigned", "division", 45, variant="project_site", shape="stock"),
    Measure("teams_formed", "division", 18, shape="stock"),
    Measure("mechanisms_built", "division", 52),
    Measure("cases_promoted", "division", 15, has_target=True),
    Measure("innovations_made", "division", 48, has_target=True),
    Measure("innovations_recognised", "division", 12),
    # the city's departments
    Measure("trainings_held", "city_dept", 20, has_target=True),
    Measure("people_trained", "city_dept", 520, hedges=0.06, has_target=True),
    Measure("contests_held", "city_dept", 8),
    Measure("matters_resolved", "city_dept", 90, hedges=0.3),
    Measure("mechanisms_built", "city_dept", 12),
    Measure("innovations_made", "city_dept", 9, has_target=True),
    Measure("cases_promoted", "city_dept", 5),
    Measure("teams_formed", "city_dept", 6, shape="stock", every=2),
    Measure("software_built", "city_dept", 3, every=5),
    Measure("people_commended", "city_dept", 30, every=3, hedges=0.4),
    Measure("projects_planned", "city_dept", 24, only=DEVELOPMENT, coverage="city"),
    Measure("investment", "city_dept", 2900, "planned_estimate", "amount", DEVELOPMENT, coverage="city"),
    Measure("enterprises_served", "city_dept", 104, shape="stock", only=INDUSTRY, coverage="city_county"),
    Measure("officers_assigned", "city_dept", 100, "cgo", "stock", INDUSTRY, coverage="city_county"),
    Measure("divisions_piloted", "city_dept", 11, shape="stock", only=APPROVAL, coverage="city"),
    Measure("departments_involved", "city_dept", 26, shape="stock", only=APPROVAL, coverage="city"),
    Measure("industries_covered", "city_dept", 27, shape="stock", only=APPROVAL, coverage="city"),
    Measure("service_items", "city_dept", 880, "citywide", "stock", APPROVAL, coverage="city"),
    Measure("matters_accepted", "city_dept", 30000, only=HOTLINE, coverage="city"),
)  # fmt: skip


@dataclass(frozen=True)
class Series:
    """One unit's row of figures through the year."""

    unit: Unit
    measure: Measure

    @property
    def metric_id(self) -> str:
        return self.measure.metric_id

    @property
    def coverage(self) -> str:
        return self.measure.coverage or LEVEL_COVERAGE[self.unit.level]

    @property
    def yearly(self) -> float:
        own = 1.0 if self.measure.only or self.measure.shape == "share" else self.unit.size
        return self.measure.yearly * own


@cache
def metrics() -> dict[str, dict[str, Any]]:
    return {row["metric_id"]: row for row in (*rows_of("metric"), *WEEKLY)}


@cache
def series() -> tuple[Series, ...]:
    """What is reported, by unit in official order; 不涉及 is left out."""
    return tuple(
        Series(unit, measure)
        for unit in units()
        for measure in MEASURES
        if measure.group == unit.group and (not measure.only or measure.only == unit.unit_id)
        if not is_not_applicable(unit, measure)
    )


def is_not_applicable(unit: Unit, measure: Measure) -> bool:
    return (
        measure.every > 1 and int(dice("every", measure.metric_id, unit.unit_id).integers(measure.every)) > 0
    )


# Reference tables


def assignments() -> Iterator[dict[str, Any]]:
    """Who reports what, 不涉及 said outright; the loop's later stages follow the first."""
    for unit in units():
        for measure in MEASURES:
            if measure.group != unit.group or (measure.only and measure.only != unit.unit_id):
                continue
            stages = LOOP if measure.metric_id == LOOP[0] else (measure.metric_id,)
            for metric_id in stages:
                yield _assignment(unit, metric_id, measure.variant, is_not_applicable(unit, measure))
        if unit.group == "division":
            yield from (_assignment(unit, str(row["metric_id"]), "", False) for row in WEEKLY)


def _assignment(unit: Unit, metric_id: str, variant: str, is_nothing: bool) -> dict[str, Any]:
    return {
        **{"unit_id": unit.unit_id, "metric_id": metric_id, "variant": variant, "starts_on": START},
        **{"not_applicable": is_nothing, "source": "演示：市级下达"},
    }


REDEFINED = "contests_held"  # divisions have a target for it, from before it came to mean something else
SMALL_TARGET = {"ningjin-t05": 2.0, "ningjin-t09": 24.0, "lingcheng-t02": 16.0}  # trainings


def target_of(unit: Unit, measure: Measure) -> float:
    if measure.metric_id == "trainings_held" and unit.unit_id in SMALL_TARGET:
        return SMALL_TARGET[unit.unit_id]
    return max(1.0, round(measure.yearly * unit.size))


def targets() -> Iterator[dict[str, Any]]:
    """The four quotas, and a number to reach by the year's end for some metrics of each unit."""
    for row in rows_of("target"):
        if row["kind"] == "quota":
            yield {**row, "note": "演示名额", "note_en": "Demo places"}
    for one in series():
        if one.measure.has_target or (one.metric_id == REDEFINED and one.unit.group == "division"):
            yield _target(one)
    for unit in of_group("division"):
        yield _rate_target(unit)


def _target(one: Series) -> dict[str, Any]:
    metric, value = metrics()[one.metric_id], target_of(one.unit, one.measure)
    return {
        "target_id": f"demo-{one.metric_id.replace('_', '-')}-{one.unit.unit_id}",
        **{"kind": "target", "subject": "metric", "subject_code": one.metric_id, "unit_id": one.unit.unit_id},
        **{"variant": "", "op": "ge", "value": value, "qualifier": "exact"},
        "printed": f"{value:.0f}{metric['uom']}",
        **{"uom": metric["uom"], "uom_en": metric["uom_en"], "coverage": one.coverage, "due": END},
        "name": f"年度目标：{metric['name']}",
        "name_en": f"Target for the year: {metric['name_en']}",
    }


def _rate_target(unit: Unit) -> dict[str, Any]:
    return {
        "target_id": f"demo-on-time-rate-{unit.unit_id}",
        **{"kind": "standard", "subject": "metric", "subject_code": "on_time_rate", "unit_id": unit.unit_id},
        **{"variant": "", "op": "ge", "value": 0.9, "qualifier": "exact", "printed": "90%"},
        **{"uom": "比率", "uom_en": "share", "coverage": "county", "due": END},
        **{"name": "标准：按时反馈率", "name_en": "Standard: share answered in time"},
    }
