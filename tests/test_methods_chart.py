"""Control charts: limits, rules and icons agree with published charts, and nothing is said of too little."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.methods.chart import Chart, Direction, Limits, assurance, p_chart, u_chart, variation, xmr
from campaign.methods.limits import proportion_bounds, rate_bounds
from campaign.methods.refused import Refused
from campaign.methods.runs import Signs, ends_of_runs, ends_of_trends, two_of_three
from tests.published import published

# source: NHSRplotthedots, vignettes/deviations.Rmd; limits from its figure captions
DEVIATIONS = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
# source: Montgomery, Introduction to Statistical Quality Control, example 6.5: weekly cost, limits of 20
COST = [310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304]
COST_AFTER = [
    305,
    282,
    305,
    296,
    314,
    295,
    287,
    301,
    298,
    311,
    310,
    292,
    305,
    299,
    304,
    310,
    304,
    305,
    333,
    328,
]
# source: Montgomery, table 7.4: nonconforming of a sample
SAMPLES = [
    100,
    80,
    80,
    100,
    110,
    110,
    100,
    100,
    90,
    90,
    110,
    120,
    120,
    120,
    110,
    80,
    80,
    80,
    90,
    100,
    100,
    100,
]
NONCONFORMING = [12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8]
STEADY_YEAR = [52, 48, 51, 49, 50, 52, 48, 51, 49, 50, 51, 49]


def chart_of(values: Any, **options: Any) -> Chart:
    [found] = xmr([values], **options)
    assert isinstance(found, Chart)
    return found


def refusal_of(values: Any, **options: Any) -> str:
    [found] = xmr([values], **options)
    assert isinstance(found, Refused)
    return found.reason


def limits_of(chart: Chart | Refused) -> Limits:
    assert isinstance(chart, Chart) and isinstance(chart.last_limits, Limits)
    return chart.last_limits


# Published limits


@pytest.mark.parametrize(
    ("options", "lower", "upper"), [({}, -0.72, 4.60), ({"screen": np.inf}, -3.06, 6.95)]
)
def test_one_wild_point_widens_the_limits_only_without_screening(
    options: dict[str, float], lower: float, upper: float
) -> None:
    limits = limits_of(chart_of(DEVIATIONS, **options))
    assert round(limits.centre, 2) == 1.94
    assert round(limits.lower[0], 2) == lower and round(limits.upper[0], 2) == upper


def test_limits_fixed_on_twenty_weeks_are_those_montgomery_prints() -> None:
    weeks = [*COST, *COST_AFTER]
    chart = chart_of(weeks, sets_limits=[True] * 20 + [False] * 20, width=3 / 1.128, screen=np.inf)
    limits = limits_of(chart)
    assert limits.centre == 300.5
    assert limits.lower[-1] == pytest.approx(279.783314669653) and len(limits.upper) == 40
    assert limits.upper[-1] == pytest.approx(321.216685330347)
    assert chart.parts[0].kinds[-2:].tolist() == ["above", "above"] and chart.is_alert


def test_limits_of_shares_follow_the_size_of_each_sample() -> None:
    sizes, counts = [*SAMPLES, 100, 90, 90], [*NONCONFORMING, 10, 6, 9]
    [chart] = p_chart([counts], [sizes])
    limits = limits_of(chart)
    assert limits.centre == pytest.approx(0.0955102040816326)
    assert limits.lower[:2] == pytest.approx([0.00733469472777313, 0])
    assert limits.upper[:2] == pytest.approx([0.183685713435492, 0.194093420514582])
    assert isinstance(chart, Chart) and chart.parts[0].kinds[10] == "above"


# Published point types and icons

KINDS = {
    "Above UCL": "above",
    "Below LCL": "below",
    "7 Point Trend (Increasing)": "rising",
    "7 Point Trend (Decreasing)": "falling",
    "2 in 3 Above CL": "two_of_three_high",
    "2 in 3 Below CL": "two_of_three_low",
    "7 Points Above CL": "run_high",
    "7 Points Below CL": "run_low",
    "Common Cause": "common",
}
VARIATIONS = {
    "special_cause_improvement": {"improvement_high", "improvement_low"},
    "special_cause_concern": {"concern_high", "concern_low"},
    "common_cause": {"common"},
}
ASSURANCES = {"consistent_fail": "fail", "consistent_pass": "pass", "inconsistent": "hit_or_miss"}


@dataclass(frozen=True)
class Case:
    direction: Direction
    rows: pd.DataFrame  # one series
    chart: Chart


def cases(file: str, options: dict[str, dict[str, Any]], direction: dict[str, Direction]) -> Iterator[Case]:
    """Each series of a file with its chart; `options` and `direction` by series or measure."""
    frame = published(f"spc/{file}").sort_values(["series", "date"])
    for name, rows in frame.groupby("series" if "measure" not in frame else ["measure", "series"]):
        key = name[0] if isinstance(name, tuple) else name
        yield Case(direction[key], rows, chart_of(rows["value"].to_numpy(), **options.get(key, {})))


def every_case() -> dict[str, list[Case]]:
    return {
        "A": list(cases("A_rqm_breaches_expected.csv", {}, {"A": "down"})),
        "B": list(
            cases(
                "B_vignette_expected.csv",
                {"B_unscreened": {"screen": np.inf}},
                {"B_screened": "up", "B_unscreened": "up"},
            )
        ),
        "C": list(
            cases(
                "C_england_expected.csv",
                {
                    "attendances_rebased": {"starts": (12, 24)},
                    "breaches_fix12": {"sets_limits": [True] * 12 + [False] * 24},
                },
                {"attendances_rebased": "up", "breaches_fix12": "down", "within4": "up"},
            )
        ),
        "D": list(cases("D_130_trusts_expected.csv", {}, {"breaches": "down", "attendances": "up"})),
    }


@pytest.mark.parametrize(
    ("name", "series", "points"), [("A", 1, 24), ("B", 2, 36), ("C", 3, 108), ("D", 260, 9360)]
)
def test_every_limit_and_point_type_of_the_published_charts_is_found(
    name: str, series: int, points: int
) -> None:
    found = every_case()[name]
    assert len(found) == series and sum(len(case.rows) for case in found) == points
    for case in found:
        for part, (_, rows) in zip(case.chart.parts, case.rows.groupby("rebase_group"), strict=True):
            assert isinstance(part.limits, Limits)
            assert part.kinds.tolist() == rows["special_cause_type"].map(KINDS).tolist()
            np.testing.assert_allclose(
                part.limits.lower, rows["lpl"], rtol=1e-12, atol=1e-12 * rows["mean"].max()
            )
            np.testing.assert_allclose(part.limits.upper, rows["upl"], rtol=1e-12)
            np.testing.assert_allclose(part.limits.centre, rows["mean"], rtol=1e-12)


def test_every_icon_of_the_published_charts_is_found() -> None:
    charts = {case.rows["series"].iloc[0]: case for case in [*every_case()["A"], *every_case()["C"]]}
    for case in every_case()["D"]:
        if case.direction == "down":
            charts[case.rows["series"].iloc[0]] = case
    icons = published("spc/summary_icons_expected.csv")
    assert len(icons) == 132
    for row in icons.itertuples():
        case = charts[row.series]
        assert variation(case.chart, case.direction) in VARIATIONS[row.variation_type]
        assert assurance(case.chart, row.target, case.direction) == ASSURANCES[row.assurance_type]


def judged_by(rule: str, signs: Signs, side: Signs) -> Signs:
    if rule == "shift7_last_point":
        return np.abs(ends_of_runs(signs))
    if rule == "trend7_last_point":
        return ends_of_trends(np.sign(np.diff(signs)))
    return two_of_three(signs == 1, side).astype(np.int8)


def test_the_published_rule_cases_are_found() -> None:
    frame = published("spc/rule_cases.csv")
    assert len(frame) == 17
    for rule, given_, side, expected in frame.fillna("").itertuples(index=False):
        signs = [np.array(text.split(), dtype=np.int8) for text in (given_, side)]
        assert judged_by(rule, *signs).tolist() == [int(sign) for sign in expected.split()], given_


@pytest.mark.parametrize("name", ["p_7.1", "p_7.4", "c_7.3", "u_7.4", "u_7.5"])
def test_the_limits_of_every_chart_of_counts_in_montgomery_are_found(name: str) -> None:
    given_, expected = (
        published(f"spc/montgomery/{name}_input.csv"),
        published(f"spc/montgomery/{name}_expected.csv"),
    )
    for _, rows in expected.groupby("part"):
        own = given_.loc[rows.index]
        sizes = (
            own["size"] if "size" in own else own["meters"] / 50 if "meters" in own else own["count"] * 0 + 1
        )
        sets = (rows["baseline"].astype(bool) & rows["include"].astype(bool)).to_numpy()
        method = proportion_bounds if name.startswith("p") else rate_bounds
        counts, of = own["count"].to_numpy(float)[None], sizes.to_numpy(float)[None]
        bounds = method(counts, of, sets[None])
        np.testing.assert_allclose(counts[0] / of[0], rows["y"], rtol=1e-12)
        np.testing.assert_allclose(np.broadcast_to(bounds.centre, len(rows)), rows["cl"], rtol=1e-12)
        np.testing.assert_allclose(bounds.lower[0], rows["lcl"], rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(bounds.upper[0], rows["ucl"], rtol=1e-12)
        outside = (counts / of < bounds.lower) | (counts / of > bounds.upper)
        assert outside[0].tolist() == rows["sigma.signal"].astype(bool).tolist()


def test_the_individuals_chart_of_montgomery_is_found() -> None:
    rows = published("spc/montgomery/i_6.5_expected.csv")
    chart = chart_of(rows["y"], sets_limits=rows["baseline"], width=3 / 1.128, screen=np.inf)
    limits = limits_of(chart)
    np.testing.assert_allclose(limits.lower, rows["lcl"], rtol=1e-12)
    np.testing.assert_allclose(limits.upper, rows["ucl"], rtol=1e-12)


# The rules


@pytest.mark.parametrize(
    ("after", "kind"),
    [
        ([60], "above"),
        ([40], "below"),
        ([44, 46, 48, 50, 52, 54, 56], "rising"),
        ([56, 54, 52, 50, 48, 46, 44], "falling"),
        ([51, 54.5, 54.5], "two_of_three_high"),
        ([45.5, 49, 45.5], "two_of_three_low"),
        ([51.5, 51, 51.5, 51, 51.5, 51, 51.5], "run_high"),
        ([48.5, 49, 48.5, 49, 48.5, 49, 48.5], "run_low"),
        ([51], "common"),
    ],
)
def test_the_last_point_is_of_the_first_kind_that_fits(after: list[float], kind: str) -> None:
    sets = [True] * len(STEADY_YEAR) + [False] * len(after)
    chart = chart_of([*STEADY_YEAR, *after], sets_limits=sets)
    assert chart.last_kind == kind
    assert chart.is_alert == (kind != "common")


def test_a_signal_that_is_no_longer_the_last_point_alerts_nobody() -> None:
    chart = chart_of([*STEADY_YEAR, 90, 50])
    assert "above" in chart.parts[0].kinds and not chart.is_alert


@pytest.mark.parametrize(("sign", "first", "then"), [(1, "rising", "falling"), (-1, "falling", "rising")])
def test_a_turning_point_of_two_trends_belongs_to_the_later(sign: int, first: str, then: str) -> None:
    sets = [True] * 12 + [False] * 13
    there_and_back = [50 + sign * step for step in (-6, -4, -2, 0, 2, 3, 4, 3, 2, 0, -2, -4, -6)]
    kinds = chart_of([*STEADY_YEAR, *there_and_back], sets_limits=sets).parts[0].kinds[12:]
    assert kinds.tolist() == [first] * 6 + [then] * 7


def test_a_run_does_not_reach_over_a_logged_decision() -> None:
    year = [51, 52] * 6
    kinds = [part.kinds.tolist() for part in chart_of([*STEADY_YEAR, *year], starts=(12,)).parts]
    assert kinds == [["common"] * 12, ["common"] * 12]
    assert chart_of([*STEADY_YEAR, *year]).last_kind == "run_high"


def test_a_month_nobody_reported_ends_a_run() -> None:
    sets = [True] * 12 + [False] * 8
    above = [51.5, 51, 51.5, 51, 51.5, 51, 51.5]
    whole, broken = [*STEADY_YEAR, 49, *above], [*STEADY_YEAR, *above[:3], None, *above[3:]]
    assert chart_of(whole, sets_limits=sets).last_kind == "run_high"
    assert chart_of(broken, sets_limits=sets).last_kind == "common"


def test_a_month_nobody_reported_is_no_point_of_a_trend() -> None:
    rising = [49, 49.5, 50, 50.5, 51, 51.5]
    sets = [True] * 12 + [False] * 7
    assert chart_of([*STEADY_YEAR, 48.5, *rising], sets_limits=sets).last_kind == "rising"
    assert chart_of([*STEADY_YEAR, None, *rising], sets_limits=sets).last_kind == "common"


def test_a_difference_that_adding_floats_has_made_is_no_signal() -> None:
    assert 0.1 + 0.2 != 0.3
    assert chart_of([0.3] * 12 + [0.1 + 0.2]).last_kind == "common"


def test_of_years_in_control_few_alert_at_their_last_week_and_many_had_a_signal_somewhere() -> None:
    charts = [
        found for found in xmr(np.random.default_rng(7).normal(size=(4000, 52))) if isinstance(found, Chart)
    ]
    at_last = np.mean([chart.is_alert for chart in charts])
    anywhere = np.mean([(chart.parts[0].kinds != "common").any() for chart in charts])
    assert 0.01 < at_last < 0.03
    assert 0.38 < anywhere < 0.48


# Icons


@pytest.mark.parametrize(
    ("last", "direction", "icon"),
    [
        (60, "up", "improvement_high"),
        (60, "down", "concern_high"),
        (60, "none", "change_high"),
        (40, "up", "concern_low"),
        (40, "down", "improvement_low"),
        (40, "none", "change_low"),
        (50, "up", "common"),
    ],
)
def test_a_signal_is_good_or_bad_news_by_the_direction_of_the_metric(
    last: float, direction: Direction, icon: str
) -> None:
    assert variation(chart_of([*STEADY_YEAR, last]), direction) == icon


@pytest.mark.parametrize(
    ("target", "direction", "icon"),
    [
        (70, "up", "fail"),
        (70, "down", "pass"),
        (30, "up", "pass"),
        (30, "down", "fail"),
        (50, "up", "hit_or_miss"),
        (50, "none", "no_direction"),
        (None, "up", "no_target"),
        (float("nan"), "up", "no_target"),
    ],
)
def test_a_target_beyond_the_limits_is_always_or_never_met(
    target: float | None, direction: Direction, icon: str
) -> None:
    assert assurance(chart_of(STEADY_YEAR), target, direction) == icon


def test_a_target_is_held_against_the_limits_of_the_last_point() -> None:
    [large_then_small] = p_chart([[500] * 11 + [5]], [[1000] * 11 + [10]])
    [small_then_large] = p_chart([[5] + [500] * 11], [[10] + [1000] * 11])
    assert assurance(large_then_small, 0.6, "up") == "hit_or_miss"
    assert assurance(small_then_large, 0.6, "up") == "fail"


def test_the_icons_of_a_refused_series_say_why() -> None:
    [refused] = xmr([[None] * 12])
    assert variation(refused, "up") == "no_data" and assurance(refused, 1, "up") == "no_data"


# Too little, or not what a chart is for


@pytest.mark.parametrize("points", range(1, 12))
def test_fewer_than_twelve_points_are_shown_and_not_judged(points: int) -> None:
    chart = chart_of(STEADY_YEAR[:points])
    assert set(chart.parts[0].kinds) == {"not_judged"} and not chart.is_alert
    assert chart.last_limits == Refused("too_few_reports")
    assert variation(chart, "up") == assurance(chart, 50, "up") == "too_few_reports"


def test_limits_begun_anew_wait_for_twelve_points_again() -> None:
    chart = chart_of([*STEADY_YEAR, 50, 51], starts=(12,))
    assert isinstance(chart.parts[0].limits, Limits)
    assert chart.last_limits == Refused("too_few_reports")


def test_a_year_in_which_every_other_month_is_missing_has_no_limits() -> None:
    values = [value for month in STEADY_YEAR for value in (month, None)]
    assert chart_of(values).last_limits == Refused("no_neighbours")


@pytest.mark.parametrize("value", [0, 0.1, -7.3, 1e14])
def test_a_year_without_any_change_has_no_signal(value: float) -> None:
    chart = chart_of([value] * 12)
    limits = limits_of(chart)
    assert set(chart.parts[0].kinds) == {"common"}
    assert limits.lower[0] == limits.centre == limits.upper[0] == value


@pytest.mark.parametrize("kind", ["cumulative", "stock", "rank"])
def test_a_count_that_can_only_grow_is_refused(kind: str) -> None:
    assert refusal_of(STEADY_YEAR, kind=kind) == "kind_forbids"


def test_a_series_with_a_lower_bound_in_it_is_refused() -> None:
    hedges = ["exact"] * 11 + ["at_least"]
    assert refusal_of(STEADY_YEAR, qualifiers=[hedges]) == "hedged"
    assert isinstance(chart_of(STEADY_YEAR, qualifiers=[["exact"] * 12]), Chart)


@pytest.mark.parametrize(
    ("values", "reason"), [([], "no_data"), ([None] * 12, "no_data"), ([*STEADY_YEAR, np.inf], "not_finite")]
)
def test_a_series_without_numbers_is_refused(values: list[float], reason: str) -> None:
    assert refusal_of(values) == reason


def test_no_series_at_all_is_no_chart_at_all() -> None:
    assert xmr(np.empty((0, 12))) == []


@pytest.mark.parametrize("starts", [(0,), (12,), (5, 3), (4, 4)])
def test_limits_cannot_begin_where_there_is_no_point(starts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="begin anew"):
        xmr([STEADY_YEAR], starts=starts)


@pytest.mark.parametrize(
    ("count", "size", "reason"),
    [
        (1, -1, "negative_denominator"),
        (-1, 10, "negative"),
        (11, 10, "more_than_all"),
        (1, 0, "more_than_all"),
        (np.inf, 10, "not_finite"),
    ],
)
def test_one_impossible_pair_refuses_its_series_and_no_other(count: float, size: float, reason: str) -> None:
    good = [5] * 12, [10] * 12
    charts = p_chart([[*good[0], count], [*good[0], 5]], [[*good[1], size], [*good[1], 10]])
    assert charts[0] == Refused(reason)  # type: ignore[arg-type]
    assert isinstance(charts[1], Chart)


def test_a_month_in_which_nothing_could_happen_is_left_out() -> None:
    [chart] = u_chart([[5] * 12 + [0]], [[10] * 12 + [0]])
    assert isinstance(chart, Chart) and chart.last_at == 11
    assert p_chart([[0, 0]], [[0, 0]]) == [Refused("zero_denominator")]
    assert p_chart([[None, 0]], [[5, None]]) == [Refused("no_data")]


@pytest.mark.parametrize("count", [0, 10])
def test_shares_of_nothing_and_of_everything_have_limits(count: int) -> None:
    [chart] = p_chart([[count] * 12], [[10] * 12])
    limits = limits_of(chart)
    assert limits.lower[0] == limits.centre == limits.upper[0] == count / 10
    assert isinstance(chart, Chart) and not chart.is_alert


# Whatever comes in

VALUES = st.one_of(st.none(), st.floats(-1e14, 1e14), st.sampled_from([0.0, 0.1, 0.3, 1.0]))


@st.composite
def matrices(draw: st.DrawFn) -> list[list[float | None]]:
    points = draw(st.integers(1, 30))
    return draw(st.lists(st.lists(VALUES, min_size=points, max_size=points), min_size=1, max_size=4))


def numbers_in(chart: Chart) -> Iterator[float]:
    for part in chart.parts:
        yield from part.values
        if isinstance(part.limits, Limits):
            yield from [part.limits.centre, *part.limits.lower, *part.limits.upper]


@given(matrices())
def test_a_chart_holds_every_reported_point_once_and_only_finite_numbers(
    rows: list[list[float | None]],
) -> None:
    with np.errstate(all="raise", under="ignore"):
        charts = xmr(rows, starts=(len(rows[0]) // 2,) if len(rows[0]) > 1 else ())
    for row, chart in zip(rows, charts, strict=True):
        reported = [place for place, value in enumerate(row) if value is not None]
        if isinstance(chart, Refused):
            assert reported == []
            continue
        assert [place for part in chart.parts for place in part.at.tolist()] == reported
        assert np.isfinite(list(numbers_in(chart))).all()


@given(matrices())
def test_a_series_among_others_has_the_chart_it_has_alone(rows: list[list[float | None]]) -> None:
    for row, found in zip(rows, xmr(rows), strict=True):
        [alone] = xmr([row])
        if isinstance(found, Refused) or isinstance(alone, Refused):
            assert found == alone
            continue
        assert found.parts[0].kinds.tolist() == alone.parts[0].kinds.tolist()
        assert list(numbers_in(found)) == list(numbers_in(alone))


@given(st.lists(st.integers(-50, 50), min_size=12, max_size=40))
def test_a_series_upside_down_has_its_signals_upside_down(values: list[int]) -> None:
    turned = {
        "above": "below",
        "rising": "falling",
        "two_of_three_high": "two_of_three_low",
        "run_high": "run_low",
    }
    turned |= {low: high for high, low in turned.items()} | {"common": "common"}
    up, down = chart_of(values).parts[0], chart_of([-value for value in values]).parts[0]
    assert [turned[kind] for kind in up.kinds] == down.kinds.tolist()


PAIRS = st.tuples(st.integers(-1, 30), st.integers(-1, 30))


@given(st.lists(PAIRS, min_size=1, max_size=30))
def test_charts_of_counts_hold_only_finite_numbers(pairs: list[tuple[int, int]]) -> None:
    counts, sizes = zip(*pairs, strict=True)
    for method in (p_chart, u_chart):
        with np.errstate(all="raise", under="ignore"):
            [chart] = method([counts], [sizes])
        if isinstance(chart, Chart):
            assert np.isfinite(list(numbers_in(chart))).all()
