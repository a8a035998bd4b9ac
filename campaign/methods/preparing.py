"""From values as reported to values that may be normalised: per denominator, outliers, gaps.

Frames are one row a unit, one column a metric; NaN is 未报 (no value), and 0 is a value.
Our own index only denominates. Imputation and treatment are here because published indices use them
and are held against ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from campaign.methods.refused import Reason, Refused

Values = npt.NDArray[np.float64]
# COINr's defaults, as in the ASEM index: a metric fails when it is both this skewed and this peaked
MOST_SKEWNESS = 2.0
MOST_KURTOSIS = 3.5
MOST_WINSORISED = 5


@dataclass(frozen=True)
class Denominated:
    values: pd.DataFrame  # NaN where either part is missing or the denominator is none to divide by
    refused: pd.DataFrame  # unit, metric, reason: one row a reported value that could not be divided


def denominate(values: pd.DataFrame, denominators: Mapping[str, pd.Series]) -> Denominated:
    """Values per denominator, for the metrics that name one; the others stay as they are.

    Reasons: zero_denominator, negative_denominator, no_denominator (not reported).
    """
    divided, rows = values.astype(float), []
    for metric, given in denominators.items():
        below = given.reindex(values.index).astype(float)
        divided[metric] = values[metric] / below.where(below > 0)
        for unit in values.index[values[metric].notna() & ~(below > 0)]:
            rows.append({"unit": unit, "metric": metric, "reason": _denominator_reason(below[unit])})
    return Denominated(divided, pd.DataFrame(rows, columns=["unit", "metric", "reason"]))


def _denominator_reason(below: float) -> Reason:
    if np.isnan(below):
        return "no_denominator"
    return "zero_denominator" if below == 0 else "negative_denominator"


def impute_by_group(values: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Missing values become their group's mean of the metric; where the group has none they stay missing.

    Not for our index: an imputed figure is nobody's report.
    """
    means = values.groupby(groups.reindex(values.index)).transform("mean")
    return values.where(values.notna(), means)


def skewness(x: Values) -> float | None:
    """Sample skewness G1 of the values that are there; None where there are fewer than 3 or all are equal."""
    moments = _moments(x, least=3)
    if moments is None:
        return None
    n, m2, m3, _ = moments
    return float(m3 / m2**1.5 * np.sqrt(n * (n - 1)) / (n - 2))


def kurtosis(x: Values) -> float | None:
    """Sample excess kurtosis G2; None where there are fewer than 4 values or all are equal."""
    moments = _moments(x, least=4)
    if moments is None:
        return None
    n, m2, _, m4 = moments
    return float(((n + 1) * (m4 / m2**2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3)))


def _moments(x: Values, least: int) -> tuple[int, float, float, float] | None:
    there = x[~np.isnan(x)]
    if len(there) < least or np.ptp(there) == 0:
        return None
    off = there - there.mean()
    return len(there), float((off**2).mean()), float((off**3).mean()), float((off**4).mean())


@dataclass(frozen=True)
class Treated:
    values: pd.DataFrame
    changed: pd.DataFrame  # metric, how (winsorised or log), points winsorised: one row a metric changed


def treat(values: pd.DataFrame, most: int = MOST_WINSORISED) -> Treated:
    """Outliers pulled in: the furthest values become the next one, `most` at most, until the metric passes.

    Where that is not enough, the logarithm of the untreated values, moved so that the least is above zero.
    """
    treated, rows = values.astype(float), []
    for metric in values.columns:
        column, how, points = _treated(treated[metric].to_numpy(dtype=float, copy=True), most)
        if how is not None:
            treated[metric] = column
            rows.append({"metric": metric, "how": how, "points": points})
    return Treated(treated, pd.DataFrame(rows, columns=["metric", "how", "points"]))


def _treated(x: Values, most: int) -> tuple[Values, Literal["winsorised", "log"] | None, int]:
    if _passes(x):
        return x, None, 0
    pulled, points = _winsorised(x, most)
    return (pulled, "winsorised", points) if _passes(pulled) else (_logged(x), "log", 0)


def _passes(x: Values) -> bool:
    skew, kurt = skewness(x), kurtosis(x)
    return skew is None or kurt is None or abs(skew) < MOST_SKEWNESS or kurt < MOST_KURTOSIS


def _winsorised(x: Values, most: int) -> tuple[Values, int]:
    pulled, touched = x.copy(), np.zeros(len(x), dtype=bool)
    while not _passes(pulled) and touched.sum() < most:
        to_the_right = (skewness(pulled) or 0.0) >= 0
        at_edge = pulled == (np.nanmax(pulled) if to_the_right else np.nanmin(pulled))
        rest = pulled[~at_edge]
        pulled[at_edge] = np.nanmax(rest) if to_the_right else np.nanmin(rest)
        touched |= at_edge
    return pulled, int(touched.sum())


def _logged(x: Values) -> Values:
    least, most = np.nanmin(x), np.nanmax(x)
    return np.asarray(np.log(x - least + 0.01 * (most - least)))


def unscorable(metrics: pd.DataFrame, hedged: pd.DataFrame) -> list[Refused]:
    """Each metric that may not enter an index, with its first reason; empty: all may.

    `metrics`: indexed by metric, columns kind, use_class, direction, comparable, denominator as in the
    contract. `hedged`: unit x metric, True where the figure is no exact one, NaN where there is no figure.
    Reasons: kind_rank, publicity, no_direction, not_comparable, raw_count, all_hedged, hedged.
    """
    found = ((name, _unscorable(metrics.loc[name], hedged[name].dropna())) for name in metrics.index)
    return [Refused(reason, str(name)) for name, reason in found if reason is not None]


def _unscorable(metric: pd.Series, hedged: pd.Series) -> Reason | None:
    named = isinstance(metric["denominator"], str) and metric["denominator"] != ""
    reasons: list[tuple[Reason, bool]] = [
        ("kind_rank", metric["kind"] == "rank"),
        ("publicity", metric["use_class"] == "publicity"),
        ("no_direction", metric["direction"] == "none"),
        ("not_comparable", metric["comparable"] == "none"),
        ("raw_count", metric["kind"] != "rate" and not named),
        ("all_hedged", len(hedged) > 0 and bool(hedged.all())),
        ("hedged", bool(hedged.any())),
    ]
    return next((reason for reason, holds in reasons if holds), None)
