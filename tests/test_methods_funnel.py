"""Funnels agree with published limits, and only who is outside for more than chance gets a name."""

from collections.abc import Callable
from math import comb, exp, factorial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.methods.chart import u_chart
from campaign.methods.funnel import Band, Funnel, exact_intervals, overdispersion, proportions, rates
from campaign.methods.gamma import gamma_quantile
from campaign.methods.limits import rate_bounds
from campaign.methods.refused import Refused
from campaign.methods.tails import binomial_tail, poisson_tail
from tests.published import published

Method = Callable[..., Funnel | Refused]
BANDS = {"ll95": "low95", "ul95": "high95", "ll998": "low998", "ul998": "high998"}


def funnel_of(found: Funnel | Refused) -> Funnel:
    assert isinstance(found, Funnel)
    return found


# Published limits


@pytest.mark.parametrize(
    ("expected", "low95", "high95", "low998", "high998"),
    [
        (15, 0.5596924, 1.649348, 0.3862650, 2.082907),
        (20, 0.6108260, 1.544419, 0.4479107, 1.902094),
        (30, 0.6746958, 1.427562, 0.5289724, 1.702771),
    ],
)
def test_intervals_of_rates_are_the_published_exact_ones(
    expected: int, low95: float, high95: float, low998: float, high998: float
) -> None:
    # source: FunnelPlotR's tests, to the digits printed there
    band = exact_intervals([expected], [expected])
    found = [band.low95[0], band.high95[0], band.low998[0], band.high998[0]]
    assert found == pytest.approx([low95, high95, low998, high998], abs=5.1e-7)


@pytest.mark.parametrize(
    ("shape", "chance", "quantile"),
    [
        (1, 0.975, -np.log(0.025)),  # shape 1 is the exponential distribution
        (1, 0.001, -np.log(0.999)),
        (0.5, 0.95, 3.841458820694124 / 2),  # shape 1/2 is chi-square with 1 degree of freedom, halved
        (0.001, 0.025, 0.0),  # e to the -3,689
        (1e6, 0.5, 1e6 - 1 / 3),
    ],
)
def test_gamma_quantiles_are_exact_where_they_are_known_in_another_form(
    shape: float, chance: float, quantile: float
) -> None:
    assert gamma_quantile(np.array([shape]), chance)[0] == pytest.approx(quantile, rel=1e-9, abs=1e-300)


def test_the_published_funnel_of_130_departments_is_found() -> None:
    rows = published("funnel/proportion_within4h_2019_03_expected.csv")
    [expected] = published("funnel/proportion_parameters_expected.csv").itertuples()
    found = funnel_of(proportions(rows["numerator"], rows["denominator"]))
    assert found.target == pytest.approx(expected.target, rel=1e-12)
    assert found.phi == pytest.approx(expected.phi, rel=1e-12)
    assert found.tau2 == pytest.approx(expected.tau2, rel=1e-12)
    np.testing.assert_allclose(found.z, rows["Uzscore"], rtol=1e-9, atol=1e-9)
    for column, limit in BANDS.items():
        # the published limits come from normal quantiles of 1.96 and 3.09 to fewer digits
        np.testing.assert_allclose(getattr(found.plain, limit), rows[column], rtol=0, atol=1e-8)
        np.testing.assert_allclose(getattr(found.adjusted, limit), rows[f"od{column}"], rtol=0, atol=1e-7)
    outside_plain = (found.values < found.plain.low998) | (found.values > found.plain.high998)
    assert outside_plain.sum() == 120 and found.outsiders.tolist() == []


@pytest.mark.parametrize(("number", "by"), [(1, []), (2, ["infection"]), (3, ["hospital", "infection"])])
def test_the_published_charts_of_hospital_infections_are_found(number: int, by: list[str]) -> None:
    frame = published("funnel/hospital_infections_input.csv").assign(all="all")
    expected = published(f"funnel/hospital_infections_u_expected_{number}.csv")
    panels = [
        rows.groupby("month")[["n", "days"]].sum().to_numpy(float).T
        for _, rows in frame.groupby(by or ["all"])
    ]
    assert len(panels) == len(expected)
    counts, days = np.array([panel[0] for panel in panels]), np.array([panel[1] for panel in panels])
    for chart, row in zip(u_chart(counts, days), expected.itertuples(), strict=True):
        assert not isinstance(chart, Refused) and not isinstance(chart.last_limits, Refused)
        limits, kinds = chart.last_limits, chart.parts[0].kinds
        assert limits.centre == pytest.approx(row.CL, rel=1e-12)
        assert limits.lower.mean() == pytest.approx(row.aLCL, rel=1e-9, abs=1e-15)
        assert limits.upper.mean() == pytest.approx(row.aUCL, rel=1e-12)
        assert bool(np.isin(kinds, ["above", "below"]).any()) == bool(row[-1])


def test_the_published_funnel_of_hospital_infections_is_found() -> None:
    frame = published("funnel/hospital_infections_input.csv")
    frame = frame[frame["month"] >= "2016-07-01"]
    expected = published("funnel/hospital_infections_u_expected_4.csv").set_index("facet1")
    assert sorted(frame["infection"].unique()) == sorted(expected.index)
    for infection, rows in frame.groupby("infection"):
        counts, days = rows.groupby("hospital")[["n", "days"]].sum().to_numpy(float).T
        bounds = rate_bounds(counts[None], days[None], np.ones((1, len(days)), dtype=bool))
        limits = [bounds.lower.mean(), bounds.centre[0], bounds.upper.mean()]
        row = expected.loc[infection]
        assert np.array(limits) * 1e4 == pytest.approx([row["aLCL"], row["CL"], row["aUCL"]], rel=1e-12)
        outside = (counts / days < bounds.lower) | (counts / days > bounds.upper)
        assert outside.any() == bool(row["sigma.signal"])
        assert funnel_of(rates(counts, days)).target * 1e4 == pytest.approx(row["CL"], rel=1e-12)


@given(st.integers(1, 40), st.integers(0, 40), st.floats(0.01, 0.99))
def test_a_binomial_tail_is_the_sum_of_its_chances(size: int, count: int, share: float) -> None:
    count = min(count, size)
    chances = [comb(size, k) * share**k * (1 - share) ** (size - k) for k in range(size + 1)]
    further = chances[count:] if count > size * share else chances[: count + 1]
    assert binomial_tail(count, size, share) == pytest.approx(sum(further), rel=1e-9)


@given(st.integers(0, 60), st.floats(0.01, 50))
def test_a_poisson_tail_is_the_sum_of_its_chances(count: int, mean: float) -> None:
    chances = [exp(-mean) * mean**k / factorial(k) for k in range(150)]
    further = chances[: count + 1] if count < mean else chances[count:]
    assert poisson_tail(count, mean) == pytest.approx(sum(further), rel=1e-9)


@pytest.mark.parametrize(("count", "mean"), [(10_000, 1.0), (0, 10_000.0)])
def test_a_tail_too_thin_for_a_float_is_zero(count: int, mean: float) -> None:
    assert poisson_tail(count, mean) == binomial_tail(count, 20_000, mean / 20_000) == 0


# Who is outside


def test_only_a_unit_outside_for_more_than_chance_gets_a_label() -> None:
    counts, sizes = [50, 52, 48, 51, 49, 50, 90, 53, 47, 50, 51, 49], [100] * 12
    found = funnel_of(proportions(counts, sizes))
    assert found.outsiders.tolist() == [6] and found.places[6] == "above_998"
    assert set(np.delete(found.places, 6)) == {"inside"}


def test_a_small_unit_may_lie_further_off_than_a_large_one_without_being_named() -> None:
    counts, sizes = [1000, 1010, 990, 1005, 995, 1000, 1003, 997, 998, 1002, 800, 2], [2000] * 11 + [10]
    found = funnel_of(proportions(counts, sizes))
    assert found.outsiders.tolist() == [10]
    assert found.values[11] < found.values[10]


@pytest.mark.parametrize("method", [proportions, rates])
def test_a_unit_that_expects_three_events_and_reports_none_is_not_named(method: Method) -> None:
    found = funnel_of(method([30, 32, 29, 31, 28, 0], [100, 100, 100, 100, 100, 10]))
    assert found.values[5] < found.adjusted.low998[5]
    assert found.places[5] in ("inside", "below_95") and found.outsiders.tolist() == []


def test_units_that_differ_no_more_than_chance_get_no_wider_limits() -> None:
    found = funnel_of(proportions([50, 52, 48, 51, 49], [100] * 5))
    assert found.tau2 == 0 and found.phi < 1
    assert found.plain.low998 == pytest.approx(found.adjusted.low998)


def test_units_of_one_size_two_errors_apart_differ_by_what_chance_leaves_over() -> None:
    phi, tau2 = overdispersion(np.array([-2.0, 2.0] * 10), np.full(20, 0.1))
    assert phi == 4
    assert tau2 == pytest.approx((20 * 4 - 19) / (19 / 0.1**2))


@pytest.mark.parametrize("expected", [1, 3, 7, 20, 300])
def test_chance_alone_names_no_more_units_than_promised(expected: int) -> None:
    chance = np.random.default_rng(expected)
    sizes = np.full(20_000, expected * 10)
    for found in (
        funnel_of(proportions(chance.binomial(sizes, 0.1), sizes)),
        funnel_of(rates(chance.poisson(sizes * 0.1), sizes)),
    ):
        assert np.mean(found.places != "inside") < 0.055
        assert len(found.outsiders) / len(sizes) < 0.003


# What cannot be used


@pytest.mark.parametrize(
    ("count", "size", "qualifier", "reason"),
    [
        (None, 100, "exact", "not_reported"),
        (50, None, "exact", "no_denominator"),
        (80, 100, "at_least", "hedged"),
        (0, 0, "exact", "zero_denominator"),
        (5, 0, "exact", "more_than_all"),
        (5, -1, "exact", "negative_denominator"),
        (-5, 10, "exact", "negative"),
        (11, 10, "exact", "more_than_all"),
        (np.inf, 10, "exact", "not_finite"),
    ],
)
def test_a_unit_that_cannot_be_used_is_left_out_and_says_why(
    count: Any, size: Any, qualifier: str, reason: str
) -> None:
    with_it = proportions(
        [50, count, 52, 48], [100, size, 100, 100], qualifiers=["exact", qualifier, None, "exact"]
    )
    without_it = funnel_of(proportions([50, 52, 48], [100] * 3))
    found = funnel_of(with_it)
    assert found.left_out == {1: reason} and found.at.tolist() == [0, 2, 3]
    assert found.target == without_it.target and found.z.tolist() == without_it.z.tolist()


def test_there_may_be_more_events_than_exposure_but_not_more_shares_than_a_whole() -> None:
    assert funnel_of(rates([20, 30, 25], [10, 10, 10])).left_out == {}
    assert proportions([20, 30, 25], [10, 10, 10]) == Refused("no_data")


@pytest.mark.parametrize(
    ("counts", "reason"), [([], "no_data"), ([None, None, None], "no_data"), ([5, 6, None], "too_few_units")]
)
def test_fewer_than_three_units_have_no_funnel(counts: list[Any], reason: str) -> None:
    for method in (proportions, rates):
        assert method(counts, [10] * len(counts)) == Refused(reason)  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [0, 10])
def test_units_that_are_all_equal_are_all_inside(count: int) -> None:
    for method in (proportions, rates):
        found = funnel_of(method([count] * 5, [10] * 5))
        assert set(found.places) == {"inside"} and found.outsiders.tolist() == []


PAIRS = st.tuples(st.one_of(st.none(), st.integers(-1, 300)), st.one_of(st.none(), st.integers(-1, 300)))


@given(st.lists(PAIRS, min_size=1, max_size=30))
def test_every_unit_is_in_the_funnel_or_left_out_and_every_number_is_finite(
    pairs: list[tuple[Any, Any]],
) -> None:
    counts, sizes = zip(*pairs, strict=True)
    for method in (proportions, rates):
        with np.errstate(all="raise", under="ignore"):
            found = method(counts, sizes)
        if isinstance(found, Refused):
            continue
        assert sorted([*found.at.tolist(), *found.left_out]) == list(range(len(pairs)))
        assert np.isfinite([found.target, found.phi, found.tau2, *found.values, *found.z]).all()
        for band in (found.plain, found.adjusted):
            assert_nested(band, found.target)
        assert method(pd.Series(counts), pd.Series(sizes)).outsiders.tolist() == found.outsiders.tolist()  # type: ignore[union-attr]


def assert_nested(band: Band, target: float) -> None:
    slack = 1e-9 + 1e-9 * target
    edges = [band.low998, band.low95, np.full_like(band.low95, target), band.high95, band.high998]
    assert np.isfinite(edges).all() and (np.diff(edges, axis=0) >= -slack).all()
