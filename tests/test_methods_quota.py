"""Places by size: as published, to the last place, and a tie is nobody's to break.

Balinski & Young, "The quota method of apportionment", Amer. Math. Monthly 82 (1975) 701–730, and official
Austrian results; the whole set is where CAMPAIGN_REFERENCE says.
"""

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.methods.quota import DIVISORS, Apportioned, Tied, by_divisor, hamilton
from campaign.methods.refused import Refused

# Balinski & Young 1975: 100 places
BALINSKI_YOUNG = {"A": 5117, "B": 4400, "C": 162, "D": 161, "E": 160}
COUNTIES = {f"county {number}": 30 + number for number in range(13)}


def given_out(found: Apportioned | Tied | Refused) -> dict[str, int]:
    assert isinstance(found, Apportioned), found
    return dict(zip(found.rows["group"], found.rows["places"], strict=True))


def test_every_published_case_comes_out_to_the_last_place(published: Path) -> None:
    with (published / "quota" / "cases.csv").open(encoding="utf-8", newline="") as handle:
        cases = list(csv.DictReader(handle))
    assert len(cases) == 36
    for case in cases:
        sizes = {str(number): int(size) for number, size in enumerate(case["sizes"].split())}
        assert decided(case["method"], sizes, int(case["places"])) == case["expected"], case


def decided(method: str, sizes: dict[str, int], places: int) -> str:
    """As the published file writes it: the places, or TIE."""
    if method == "hamilton":
        whole = hamilton(sizes, places)
        return "TIE" if isinstance(whole, Tied) else " ".join(map(str, given_out(whole).values()))
    found = by_divisor(method, sizes, places)
    assert not isinstance(found, Refused)
    return "TIE" if isinstance(found, Tied) else " ".join(map(str, found.values()))


def test_the_remainder_table_shows_why_each_has_what_it_has() -> None:
    found = hamilton(BALINSKI_YOUNG, 100)
    assert isinstance(found, Apportioned)
    rows = found.rows.set_index("group")
    assert rows["places"].to_dict() == {"A": 51, "B": 44, "C": 2, "D": 2, "E": 1}
    assert rows.loc["A", "quota"] == Fraction(5117, 100)
    assert rows.loc["C", "remainder"] == Fraction(62, 100)
    assert rows["extra"].to_dict() == {"A": 0, "B": 0, "C": 1, "D": 1, "E": 0}


def test_a_tie_across_the_cut_stops_and_names_who_is_tied() -> None:
    found = hamilton({"甲": 3, "乙": 3, "丙": 5}, 2)
    assert isinstance(found, Tied)
    assert (found.tied, found.left) == (("甲", "乙"), 1)
    assert found.rows["places"].to_list() == [0, 0, 1]


def test_equal_sizes_are_no_tie_where_all_of_them_get_one() -> None:
    assert given_out(hamilton({"甲": 12, "乙": 12, "丙": 11, "丁": 12}, 3)) == {
        "甲": 1,
        "乙": 1,
        "丙": 0,
        "丁": 1,
    }


def test_with_ten_places_for_thirteen_counties_three_have_none() -> None:
    assert sorted(given_out(hamilton(COUNTIES, 10)).values()) == [0] * 3 + [1] * 10


def test_a_remainder_too_close_for_a_float_still_decides() -> None:
    many = 10**17
    assert given_out(hamilton({"甲": many, "乙": many + 1}, 1)) == {"甲": 0, "乙": 1}


SIZES = st.dictionaries(st.text("甲乙丙丁戊己庚", min_size=1, max_size=3), st.integers(0, 500), min_size=1)


@given(SIZES, st.integers(0, 200))
def test_the_places_given_out_are_those_there_were(sizes: dict[str, int], places: int) -> None:
    found = hamilton(sizes, places)
    if isinstance(found, Refused):
        assert not any(sizes.values()) and found.reason == "all_zero"
        return
    settled = found.rows["places"].sum()
    assert settled == places - (found.left if isinstance(found, Tied) else 0)
    for quota, given_places in zip(found.rows["quota"], found.rows["places"], strict=True):
        assert abs(given_places - quota) < 1
    if isinstance(found, Tied):
        assert 0 < found.left < len(found.tied)


@given(SIZES, st.integers(0, 60))
def test_places_do_not_depend_on_the_order_groups_come_in(sizes: dict[str, int], places: int) -> None:
    one, other = hamilton(sizes, places), hamilton(dict(reversed(sizes.items())), places)
    if isinstance(one, Tied):
        assert isinstance(other, Tied) and set(one.tied) == set(other.tied)
    elif isinstance(one, Apportioned):
        assert given_out(one) == given_out(other)


@given(SIZES, st.integers(0, 60), st.sampled_from(sorted(DIVISORS)))
def test_a_divisor_method_gives_out_the_places_there_were(
    sizes: dict[str, int], places: int, name: str
) -> None:
    found = by_divisor(name, sizes, places)
    if isinstance(found, dict):
        assert sum(found.values()) == places
        assert all(found[group] == 0 for group, size in sizes.items() if size == 0)


@pytest.mark.parametrize(
    ("sizes", "places", "refused"),
    [
        ({}, 10, Refused("no_data")),
        ({"甲": 0, "乙": 0}, 10, Refused("all_zero")),
        ({"甲": 5, "乙": -1}, 10, Refused("negative", "乙")),
        ({"甲": 5}, -1, Refused("negative")),
    ],
)
def test_sizes_that_carry_no_shares_are_refused(sizes: dict[str, int], places: int, refused: Refused) -> None:
    assert hamilton(sizes, places) == refused
    assert by_divisor("webster", sizes, places) == refused


def test_no_places_are_none_for_everybody_and_one_group_has_them_all() -> None:
    assert given_out(hamilton({"甲": 5, "乙": 9}, 0)) == {"甲": 0, "乙": 0}
    assert given_out(hamilton({"甲": 5}, 7)) == {"甲": 7}
