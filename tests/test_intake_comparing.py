"""What a file would change: against the figures known now, and against a series' own history."""

from pathlib import Path

import pytest

from campaign.intake import comparing, publishing
from campaign.intake.comparing import compare, difference
from campaign.store import Store
from campaign.words import LANGUAGES, Refusal, Words
from tests.drawing import CLERK, REVIEWER, draw, enter, hand_in, rows_of

CAMPAIGN = """
    campaign_id | started_on
    c           | 2021-04-28
"""
UNITS = """
    unit_id | sort
    a       | 1
    b       | 2
"""
METRICS = """
    metric_id | kind       | uom | frequency
    cases     | cumulative | 件  | month
    rate      | rate       | %   | month
    flow      | flow       | 件  | month
    place     | rank       | 位  | year
    quarterly | flow       | 件  | quarter
"""
HISTORY = """
    unit_id | metric_id | variant | as_of      | value | qualifier
    a       | cases     |         | 2021-08-31 | 100   | exact
    a       | rate      |         | 2021-08-31 | 95    | exact
    a       | flow      |         | 2021-08-31 | 200   | exact
    a       | place     |         | 2021-08-31 | 12    | exact
    a       | quarterly |         | 2021-06-30 | 5     | exact
    b       | cases     |         | 2021-08-31 | 1870  | at_least
"""


@pytest.fixture
def history(tmp_path: Path) -> Store:
    return draw(tmp_path / "a.duckdb", campaign=CAMPAIGN, unit=UNITS, metric=METRICS, observation=HISTORY)


def states(store: Store, drawn: str) -> list[str]:
    return compare(store, "observation", rows_of("observation", drawn)).rows["state"].to_pylist()


def codes(
    store: Store, metric: str, as_of: str, value: str, unit: str = "a", qualifier: str = "exact"
) -> list[str]:
    """The codes said of one figure handed in."""
    drawn = f"unit_id|metric_id|as_of|value|qualifier\n{unit}|{metric}|{as_of}|{value}|{qualifier}"
    return [found.code for found in compare(store, "observation", rows_of("observation", drawn)).problems]


def test_a_row_is_new_corrected_or_unchanged(history: Store) -> None:
    drawn = """
        unit_id | metric_id | as_of      | value
        a       | cases     | 2021-09-30 | 110
        a       | cases     | 2021-08-31 | 101
        a       | flow      | 2021-08-31 | 200
    """
    assert states(history, drawn) == ["new", "corrected", "unchanged"]


def test_other_words_for_the_same_figure_are_no_correction(history: Store) -> None:
    drawn = "unit_id|metric_id|as_of|value|printed\na|flow|2021-08-31|200.0000|二百件"
    assert states(history, drawn) == ["unchanged"]


def test_another_hedge_or_coverage_is_a_correction(history: Store) -> None:
    drawn = """
        unit_id | metric_id | as_of      | value | qualifier | coverage
        a       | flow      | 2021-08-31 | 200   | at_least  | own
        a       | rate      | 2021-08-31 | 95    | exact     | county
    """
    assert states(history, drawn) == ["corrected", "corrected"]


def test_a_withdrawn_figure_is_no_longer_compared_with(history: Store) -> None:
    drawn = "unit_id|metric_id|as_of|value\nb|flow|2021-08-31|7"
    batch = enter(history, "observation", drawn)
    assert states(history, drawn) == ["unchanged"]
    publishing.withdraw(history, batch, by=REVIEWER, reason="报错")
    assert states(history, drawn) == ["new"]


@pytest.mark.parametrize(
    ("metric", "as_of", "value", "said"),
    [
        ("cases", "2021-09-30", "110", []),
        ("cases", "2021-09-30", "99", ["falls"]),
        ("flow", "2021-09-30", "99", []),
        ("flow", "2021-09-30", "2000", ["tenfold"]),
        ("flow", "2021-09-30", "1999", []),
        ("flow", "2021-09-30", "20", ["tenfold"]),
        ("flow", "2021-09-30", "0", []),
        ("flow", "2021-09-30", "2200000", ["wan"]),
        ("flow", "2021-09-30", "0.021", ["wan"]),
        ("flow", "2021-09-30", "21000000000", ["yi"]),
        ("rate", "2021-09-30", "0.96", ["unlike_percent"]),
        ("rate", "2021-09-30", "96", []),
        ("place", "2021-09-30", "1", []),
        ("flow", "2021-10-31", "210", ["skipped_period"]),
        ("quarterly", "2021-09-30", "6", []),
        ("quarterly", "2021-12-31", "6", ["skipped_period"]),
        ("place", "2023-12-31", "11", ["skipped_period"]),
        ("cases", "2021-08-31", "120", ["correction"]),
    ],
)
def test_what_is_unlike_the_history_is_asked_again(
    history: Store, metric: str, as_of: str, value: str, said: list[str]
) -> None:
    assert codes(history, metric, as_of, value) == said


def test_a_hedged_figure_falls_only_where_it_must_be_less(history: Store) -> None:
    assert codes(history, "cases", "2021-09-30", "1860", unit="b") == ["falls"]
    assert codes(history, "cases", "2021-09-30", "1860", unit="b", qualifier="at_least") == []


def test_months_handed_in_together_are_each_others_history(history: Store) -> None:
    drawn = """
        unit_id | metric_id | as_of      | value
        a       | cases     | 2021-09-30 | 130
        a       | cases     | 2021-10-31 | 120
    """
    problems = compare(history, "observation", rows_of("observation", drawn)).problems
    assert [(found.row, found.code) for found in problems] == [(3, "falls")]


def test_every_question_is_a_sentence_with_the_row_and_both_figures(history: Store) -> None:
    drawn = "unit_id|metric_id|as_of|value|printed\na|cases|2021-09-30|99|99件"
    (problem,) = compare(history, "observation", rows_of("observation", drawn)).problems
    for lang in LANGUAGES:
        said = problem.said(Words(lang))
        assert all(part in said for part in ("2", "99件", "100", "2021-08-31"))


def test_more_than_can_be_listed_are_counted(history: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "LISTED", 1)
    drawn = """
        unit_id | metric_id | as_of      | value
        a       | cases     | 2021-09-30 | 1
        a       | flow      | 2021-09-30 | 1
        a       | rate      | 2021-09-30 | 1
    """
    problems = compare(history, "observation", rows_of("observation", drawn)).problems
    assert problems[-1].code == "more_unlike" and problems[-1].values == {"count": 2}


def test_rows_of_any_table_are_compared(history: Store) -> None:
    drawn = """
        unit_id | sort | name
        a       | 1    | 甲
        c       | 3    | 丙
    """
    enter(history, "unit", drawn)
    again = compare(history, "unit", rows_of("unit", drawn + "        b | 9 | 乙\n"))
    assert again.rows["state"].to_pylist() == ["unchanged", "unchanged", "corrected"]
    assert (again.count("unchanged"), again.count("corrected"), again.count("new")) == (2, 1, 0)


# What the reviewer sees


def test_the_reviewer_sees_each_row_beside_the_figure_it_replaces(history: Store) -> None:
    drawn = """
        unit_id | metric_id | as_of      | value
        a       | cases     | 2021-09-30 | 110
        a       | flow      | 2021-08-31 | 250
    """
    seen = difference(history, hand_in(history, "observation", drawn))
    assert seen.counts == {"new": 1, "corrected": 1, "unchanged": 0}
    assert seen.rows[["row_no", "state", "value", "was_value"]].fillna(-1).to_numpy().tolist() == [
        [3, "corrected", 250, 200],
        [2, "new", 110, -1],
    ]
    assert [list(days) for days in seen.rows["trend_values"]] == [[], [100]]


def test_the_reviewer_sees_whole_rows_of_other_tables(history: Store) -> None:
    seen = difference(history, hand_in(history, "unit", "unit_id|sort|name\na|1|甲"))
    (row,) = seen.rows.to_dict("records")
    assert (row["state"], row["given"]["name"], row["was"]["name"]) == ("corrected", "甲", "a")


def test_publishing_stops_when_figures_moved_since_the_difference_was_seen(history: Store) -> None:
    batch = hand_in(history, "observation", "unit_id|metric_id|as_of|value\na|cases|2021-09-30|110")
    seen = difference(history, batch)
    enter(history, "observation", "unit_id|metric_id|as_of|value\na|cases|2021-09-30|111")
    with pytest.raises(Refusal) as refused:
        publishing.publish(history, batch, by=REVIEWER, seen=seen.digest)
    assert refused.value.key == "batch.moved"
    publishing.publish(history, batch, by=REVIEWER, seen=difference(history, batch).digest)


def test_publishing_goes_on_when_only_other_figures_moved(history: Store) -> None:
    batch = hand_in(history, "observation", "unit_id|metric_id|as_of|value\na|cases|2021-09-30|110")
    seen = difference(history, batch)
    enter(history, "observation", "unit_id|metric_id|as_of|value\nb|cases|2021-09-30|1900")
    assert publishing.publish(history, batch, by=REVIEWER, seen=seen.digest) == history.last_event
    assert CLERK != REVIEWER
