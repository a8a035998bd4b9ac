"""Small numbers: when a percent may be printed, and an order that small units do not win by chance."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.methods.refused import Refused
from campaign.methods.small import Shrunk, rate_forms, shrunk_proportions, shrunk_rates
from tests.published import published

# source: Efron and Morris, Stein's paradox in statistics, Scientific American 1977: hits of 45 at bats, and
# the average of the rest of the season
HITS = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]
SEASON = [
    0.346,
    0.298,
    0.276,
    0.222,
    0.273,
    0.270,
    0.263,
    0.210,
    0.269,
    0.230,
    0.264,
    0.256,
    0.303,
    0.264,
    0.226,
]
SEASON += [0.285, 0.316, 0.200]


def shrunk_of(found: Shrunk | Refused) -> Shrunk:
    assert isinstance(found, Shrunk)
    return found


# How a rate is printed


@pytest.mark.parametrize(
    ("size", "form"),
    [(1, "fraction"), (9, "fraction"), (10, "few"), (29, "few"), (30, "percent"), (10_000, "percent")],
)
def test_a_rate_of_few_cases_is_printed_as_a_fraction_or_flagged(size: int, form: str) -> None:
    assert rate_forms([1], [size]) == [form]


@pytest.mark.parametrize(
    ("count", "size", "qualifier", "reason"),
    [
        (None, 40, None, "not_reported"),
        (5, None, None, "no_denominator"),
        (0, 0, None, "zero_denominator"),
        (5, -40, None, "negative_denominator"),
        (-5, 40, None, "negative"),
        (41, 40, None, "more_than_all"),
        (np.nan, 40, None, "not_reported"),
        (5, np.inf, None, "not_finite"),
        (5, 40, "at_least", "hedged"),
        (5, 40, "about", "hedged"),
    ],
)
def test_a_rate_that_is_none_says_why(count: Any, size: Any, qualifier: str | None, reason: str) -> None:
    assert rate_forms([count, 5], [size, 40], qualifiers=[qualifier, "exact"]) == [Refused(reason), "percent"]  # type: ignore[arg-type]


# The order of a long list


def test_the_batting_averages_of_1970_are_shrunk_as_published() -> None:
    found = shrunk_of(shrunk_proportions(HITS, [45] * 18))
    raw_error, shrunk_error = (((rates - np.array(SEASON)) ** 2).sum() for rates in (found.raw, found.shrunk))
    assert round(found.mean, 3) == 0.265
    assert [round(kept, 3) for kept in found.kept] == [0.212] * 18
    assert round(raw_error / shrunk_error, 1) == 3.5


def test_the_published_shrinkage_is_found() -> None:
    rows = published("shrinkage/efron_morris_1977.csv")
    expected = published("shrinkage/published.csv").set_index("item")
    assert len(rows) == 18
    found = shrunk_of(shrunk_proportions(rows["hits"], rows["at_bats"]))
    errors = [((rates - rows["season_avg"]) ** 2).sum() for rates in (found.raw, found.shrunk)]
    reached = {
        "grand_mean": found.mean,
        "shrinking_factor_c": found.kept[0],
        "ratio_of_total_squared_errors": errors[0] / errors[1],
    }
    assert sorted(reached) == sorted(expected.index)
    for item, row in expected.iterrows():
        assert reached[str(item)] == pytest.approx(row["value"], abs=row["tolerance"])
    mean = (rows["hits"] / 45).mean()
    spread = ((rows["hits"] / 45 - mean) ** 2).sum()
    by_hand = 1 - 15 * mean * (1 - mean) / 45 / spread
    np.testing.assert_allclose(found.kept, by_hand, rtol=1e-12)


def test_a_small_unit_does_not_lead_a_list_by_one_lucky_case() -> None:
    counts, sizes = [2, 95, 60, 70, 50, 40], [2, 100, 100, 100, 100, 100]
    found = shrunk_of(shrunk_proportions(counts, sizes))
    assert found.raw.argmax() == 0
    assert found.order.tolist()[0] == 1
    assert found.kept[0] < found.kept[1]


def test_units_of_the_same_shrunk_rate_stay_in_the_order_they_came() -> None:
    assert shrunk_of(shrunk_rates([5, 5, 5, 5], [10, 10, 10, 10])).order.tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("count", [0, 10])
def test_where_nobody_or_everybody_had_any_nothing_is_drawn(count: int) -> None:
    found = shrunk_of(shrunk_proportions([count] * 5, [10] * 5))
    assert found.shrunk.tolist() == [count / 10] * 5


def test_a_unit_that_cannot_be_used_is_left_out_and_says_why() -> None:
    found = shrunk_of(shrunk_proportions([5, None, 6, 7, 8, 3], [10, 10, 10, 10, 10, 0]))
    assert found.left_out == {1: "not_reported", 5: "more_than_all"}
    assert found.order.tolist() == [4, 3, 2, 0]


def test_hedged_figures_have_no_place_in_the_order() -> None:
    hedges = ["exact", "at_least", "exact", "exact", "exact"]
    found = shrunk_of(shrunk_rates([5, 9, 6, 7, 8], [10] * 5, qualifiers=hedges))
    assert found.left_out == {1: "hedged"} and 1 not in found.order


@pytest.mark.parametrize(
    ("counts", "reason"), [([], "no_data"), ([None] * 4, "no_data"), ([5, 6, 7, None], "too_few_units")]
)
def test_fewer_than_four_units_are_not_shrunk(counts: list[Any], reason: str) -> None:
    for method in (shrunk_proportions, shrunk_rates):
        assert method(counts, [10] * len(counts)) == Refused(reason)  # type: ignore[arg-type]


PAIRS = st.integers(1, 300).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size)))


@given(st.lists(PAIRS, min_size=4, max_size=30))
def test_a_shrunk_rate_lies_between_the_raw_one_and_the_mean(pairs: list[tuple[int, int]]) -> None:
    counts, sizes = zip(*pairs, strict=True)
    for method in (shrunk_proportions, shrunk_rates):
        with np.errstate(all="raise", under="ignore"):
            found = shrunk_of(method(counts, sizes))
        low, high = np.minimum(found.raw, found.mean), np.maximum(found.raw, found.mean)
        assert (low - 1e-12 <= found.shrunk).all() and (found.shrunk <= high + 1e-12).all()
        assert (found.kept >= 0).all() and (found.kept <= 1).all()


@given(st.lists(st.integers(0, 50), min_size=4, max_size=30))
def test_units_of_one_size_keep_their_order(counts: list[int]) -> None:
    found = shrunk_of(shrunk_proportions(counts, [50] * len(counts)))
    assert [counts[unit] for unit in found.order] == sorted(counts, reverse=True)
