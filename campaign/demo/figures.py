"""The figures themselves: what was true each period, and how each unit told it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from campaign.demo.cases import WATCHED, behaves
from campaign.demo.counted import LOOP
from campaign.demo.measures import Series, metrics, series, target_of
from campaign.demo.units import Unit, of_group
from campaign.demo.year import START, Period, dice, periods

# share of the year's work done in each month from May: slow to start, slack in August and October
SEASON = np.array([0.11, 0.12, 0.13, 0.11, 0.14, 0.11, 0.14, 0.14])
STAGE_SHARES = (
    0.94,
    0.88,
    0.82,
    0.955,
)  # of what waits: answered, revisited, rated; satisfied of those rated


@dataclass(frozen=True)
class Figure:
    unit_id: str
    metric_id: str
    variant: str
    period: Period
    value: float
    coverage: str
    qualifier: str = "exact"
    note: str | None = None

    @property
    def as_of(self) -> dt.date:
        return self.period.last

    @property
    def printed(self) -> str:
        return in_words(self.value, self.qualifier, self.metric_id)


def in_words(value: float, qualifier: str, metric_id: str) -> str:
    """The number as a clerk writes it: 1870余件, 约30人, 93.4%."""
    uom = metrics()[metric_id]["uom"]
    if uom == "比率":
        return f"{value * 100:.1f}%"
    said = f"{value:.0f}" if value == int(value) else f"{value:.1f}"
    if qualifier == "at_least":
        return f"超过{said}{uom}" if value // 10 % 4 == 0 else f"{said}余{uom}"
    return f"约{said}{uom}" if qualifier == "about" else f"{said}{uom}"


@cache
def monthly() -> tuple[Figure, ...]:
    """Every figure of months, quarters and the year as it truly was, reported or not."""
    found: list[Figure] = []
    plain: dict[tuple[str, str], np.ndarray] = {}
    for one in series():
        values = _course(one, plain)
        plain[one.unit.unit_id, one.metric_id] = values
        if one.metric_id == LOOP[0]:
            found += _loop(one, values)
        else:
            found += _told(one, values)
        if one.metric_id == "offices":
            found += _offices(one, values)
    return tuple(found)


def _course(one: Series, plain: dict[tuple[str, str], np.ndarray]) -> np.ndarray:
    """Eight month ends. Cumulative ones never fall."""
    roll = dice("course", one.unit.unit_id, one.metric_id, one.measure.variant)
    if one.measure.shape == "share":
        whole = plain[one.unit.unit_id, one.metric_id]
        return np.floor(whole * one.measure.yearly * roll.uniform(0.7, 1.2))
    if one.measure.shape == "stock":
        return np.round(one.yearly * (0.55 + 0.45 * np.cumsum(SEASON)) * roll.uniform(0.95, 1.05)).clip(1)
    able = roll.normal(1.04, 0.06) * _pace(one)
    expected = able * _aim(one) * _season(one, roll)
    if one.measure.shape == "amount":
        return np.round(np.cumsum(expected * roll.gamma(40, 1 / 40, 8)), 1)
    if behaves(one.unit.unit_id, "tied", one.metric_id):
        return np.round(np.cumsum(13 * SEASON))
    if behaves(one.unit.unit_id, "none_yet", one.metric_id):
        expected[:5] = 0
    return np.cumsum(roll.poisson(expected.clip(0))).astype(float)


def _aim(one: Series) -> float:
    return target_of(one.unit, one.measure) if one.measure.has_target else one.yearly


def _pace(one: Series) -> float:
    told = {"slow": 0.45, "rather_slow": 0.72, "small_target": 0.3, "fast": 1.5}
    found = (share for name, share in told.items() if behaves(one.unit.unit_id, name, one.metric_id))
    return next(found, 1.0)


def _season(one: Series, roll: np.random.Generator) -> np.ndarray:
    weights = SEASON * roll.gamma(60, 1 / 60, 8)
    if behaves(one.unit.unit_id, "slow_autumn", one.metric_id):
        weights = weights * np.array([0.7, 0.6, 0.6, 0.5, 0.6, 0.8, 2.4, 2.0])
    return weights / weights.sum()


def _loop(one: Series, accepted: np.ndarray) -> Iterator[Figure]:
    """Each stage takes its share of what waits for it; a matter may wait for months."""
    roll = dice("loop", one.unit.unit_id, one.measure.variant)
    if behaves(one.unit.unit_id, "few_matters", "matters_satisfied"):
        accepted = np.minimum(accepted, np.arange(2, 10))
    before = accepted
    yield from _stage(one, LOOP[0], before)
    for metric_id, share in zip(LOOP[1:], STAGE_SHARES, strict=True):
        before = _passed(before, _stage_share(one, metric_id, share, roll), roll, metric_id == LOOP[-1])
        yield from _stage(one, metric_id, before)


def _stage_share(one: Series, metric_id: str, share: float, roll: np.random.Generator) -> float:
    if behaves(one.unit.unit_id, "dissatisfied", metric_id):
        return 0.62
    if behaves(one.unit.unit_id, "delighted", metric_id):
        return 0.995
    alike = 300 if metric_id == LOOP[-1] else 90  # people are content alike, offices differ more
    own = roll.beta(share * alike, (1 - share) * alike)
    return float(own)


def _passed(before: np.ndarray, share: float, roll: np.random.Generator, is_final: bool) -> np.ndarray:
    done, found = 0, []
    for month, total in enumerate(before):
        fresh = total - (before[month - 1] if month else 0)
        waiting = fresh if is_final else total - done  # who was not satisfied does not become so later
        done += int(roll.binomial(int(waiting), share))
        found.append(float(done))
    return np.array(found)


def _stage(one: Series, metric_id: str, values: np.ndarray) -> Iterator[Figure]:
    for period, value in zip(periods("month"), values, strict=True):
        coverage = one.coverage
        yield Figure(one.unit.unit_id, metric_id, one.measure.variant, period, float(value), coverage)


def _told(one: Series, values: np.ndarray) -> Iterator[Figure]:
    roll = dice("hedge", one.unit.unit_id, one.metric_id, one.measure.variant)
    always = behaves(one.unit.unit_id, "hedged", one.metric_id)
    for period, value in _reported_on(one.metric_id, values):
        figure = Figure(one.unit.unit_id, one.metric_id, one.measure.variant, period, value, one.coverage)
        is_hedged = roll.random() < one.measure.hedges and (one.unit.unit_id, one.metric_id) not in WATCHED
        word = "about" if not always and roll.random() < 0.25 else "at_least"
        yield _hedged(figure, word) if value >= 10 and (always or is_hedged) else figure


def _hedged(figure: Figure, qualifier: str) -> Figure:
    step = 100 if figure.value >= 2000 else 10
    return replace(figure, value=float(figure.value // step * step), qualifier=qualifier)


def _reported_on(metric_id: str, values: np.ndarray) -> Iterator[tuple[Period, float]]:
    """The periods the metric is asked for, with the value at their end."""
    frequency = metrics()[metric_id]["frequency"]
    if frequency == "year":
        yield periods("month")[-1], float(values[-1])
        return
    for period in periods(frequency):
        yield period, float(values[period.last.month - 5])


def _offices(one: Series, offices: np.ndarray) -> Iterator[Figure]:
    """达标: how many of them, and the share, which is the one divided by the other."""
    growing = np.linspace(0.72, float(dice("offices", one.unit.unit_id).uniform(0.86, 1.0)), 8)
    for period, value in _reported_on("offices", np.floor(offices * growing)):
        own = replace(Figure(one.unit.unit_id, "", "", period, value, one.coverage))
        yield replace(own, metric_id="offices_up_to_standard")
        share = value / float(offices[period.last.month - 5])
        yield replace(own, metric_id="offices_standard_rate", value=round(share, 3))


# Weekly


@cache
def weekly() -> tuple[Figure, ...]:
    """By division and week: answers due, answered in time, and the rate of the two."""
    return tuple(figure for unit in of_group("division") for figure in _weeks_of(unit))


def _weeks_of(unit: Unit) -> Iterator[Figure]:
    roll = dice("weekly", unit.unit_id)
    level = roll.uniform(0.88, 0.96)
    weeks = periods("week")
    for number, period in enumerate(weeks):
        if behaves(unit.unit_id, "week_new", "on_time_rate") and number < len(weeks) - 9:
            continue
        due = int(roll.poisson(150 * unit.size)) + 20
        on_time = round(due * _rate(unit, number - len(weeks), level, roll))
        for metric_id, value in (
            ("answers_due", float(due)),
            ("answers_on_time", float(on_time)),
            ("on_time_rate", round(on_time / due, 4)),
        ):
            yield Figure(unit.unit_id, metric_id, "", period, value, "county")


def _rate(unit: Unit, from_end: int, level: float, roll: np.random.Generator) -> float:
    if behaves(unit.unit_id, "week_steady", "on_time_rate"):
        return 0.92 + (0.012, -0.008, 0.004, -0.012, 0.006)[from_end % 5]
    if behaves(unit.unit_id, "week_drop", "on_time_rate") and from_end == -1:
        return 0.62
    if behaves(unit.unit_id, "week_rise", "on_time_rate") and from_end >= -8:
        return 0.80 + 0.02 * (from_end + 8)
    return float(np.clip(roll.normal(level, 0.02), 0.5, 1.0))


def row_of(figure: Figure) -> dict[str, object]:
    """As the table of observations takes it."""
    kind = metrics()[figure.metric_id]["kind"]
    first = {"cumulative": START, "flow": figure.period.first, "rate": figure.period.first}.get(kind)
    return {
        **{"unit_id": figure.unit_id, "metric_id": figure.metric_id, "variant": figure.variant},
        **{"as_of": figure.as_of, "value": figure.value, "qualifier": figure.qualifier},
        **{"printed": figure.printed, "coverage": figure.coverage, "period_start": first},
        "note": figure.note,
    }
