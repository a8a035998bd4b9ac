"""Each question's answer on tables drawn in the test, and what holds for every question."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from campaign.ask import ask
from campaign.filters import Filters
from campaign.intake import building
from campaign.settings import QUERIES, REFERENCE
from campaign.statements import files, statements
from campaign.store import Store, run
from tests.drawing import draw, empty, enter, told

QUESTIONS = [name.removeprefix("questions/") for name in files("questions")]
EVERY_QUESTION = pytest.mark.parametrize("question", QUESTIONS)
NOT_ASKED_WITH_FILTERS = {"event_of_day"}  # takes a day, from ask.event_of

SIX_TOWNS = "unit_id\na\nb\nc\nd\ne\nf"
ONE_METRIC = "metric_id\nm"


@pytest.fixture(scope="module")
def store(page_store: Store) -> Store:
    return page_store


def drawn(path: Path, figures: str, *, metric: str = ONE_METRIC, unit: str = SIX_TOWNS, **more: str) -> Store:
    return draw(path / "drawn.duckdb", unit=unit, metric=metric, observation=figures, **more)


# May a metric be ranked? (gate)

FOUR_FIGURES = "unit_id | metric_id | value\na | m | 1\nb | m | 2\nc | m | 3\nd | m | 4"


def reasons(store: Store) -> dict[object, object]:
    return dict(told(store, "gate", "comparable_group reasons"))


def test_four_comparable_figures_of_six_units_may_be_ranked(tmp_path: Path) -> None:
    store = drawn(tmp_path, FOUR_FIGURES)
    assert told(store, "gate", "units group_units reasons may_be_ranked") == [(4, 6, [], True)]


def test_a_metric_that_compares_nobody_is_not_ranked(tmp_path: Path) -> None:
    store = drawn(tmp_path, FOUR_FIGURES, metric="metric_id | comparable\nm | none")
    assert reasons(store) == {"town": ["not_comparable"]}


def test_publicity_is_not_ranked(tmp_path: Path) -> None:
    store = drawn(tmp_path, FOUR_FIGURES, metric="metric_id | use_class\nm | publicity")
    assert reasons(store) == {"town": ["publicity"]}


def test_different_coverages_are_not_ranked(tmp_path: Path) -> None:
    figures = """
        unit_id | metric_id | value | coverage
        a       | m         | 1     | own
        b       | m         | 2     | own
        c       | m         | 3     | own
        d       | m         | 4     | town
    """
    assert reasons(drawn(tmp_path, figures)) == {"town": ["coverage_differs"]}


def test_different_variants_are_not_ranked(tmp_path: Path) -> None:
    figures = """
        unit_id | metric_id | variant | value
        a       | m         | new     | 1
        b       | m         | new     | 2
        c       | m         | new     | 3
        d       | m         | new     | 4
        a       | m         | old     | 1
        b       | m         | old     | 2
        c       | m         | old     | 3
        d       | m         | old     | 4
    """
    variants = "metric_id | variant\nm | new\nm | old"
    answer = told(drawn(tmp_path, figures, variant=variants), "gate", "variant reasons")
    assert answer == [("new", ["variant_differs"]), ("old", ["variant_differs"])]


def test_two_figures_are_too_few_even_when_they_are_all(tmp_path: Path) -> None:
    store = drawn(tmp_path, "unit_id | metric_id | value\na | m | 1\nb | m | 2", unit="unit_id\na\nb")
    assert reasons(store) == {"town": ["too_few"]}


@pytest.mark.parametrize(
    ("reported", "units", "refused"),
    [
        (3, 4, []),
        (3, 5, ["too_small_a_share"]),
        (4, 6, []),
        (4, 7, ["too_small_a_share"]),
        (6, 9, []),
        (6, 10, ["too_small_a_share"]),
    ],
)
def test_two_thirds_of_the_group_must_report_and_exactly_two_thirds_do(
    tmp_path: Path, reported: int, units: int, refused: list[str]
) -> None:
    names = "abcdefghij"[:units]
    figures = "\n".join(f"{name} | m | {no}" for no, name in enumerate(names[:reported]))
    store = drawn(tmp_path, f"unit_id | metric_id | value\n{figures}", unit="unit_id\n" + "\n".join(names))
    assert reasons(store) == {"town": refused}


def test_a_unit_that_no_longer_takes_part_does_not_fill_the_share(tmp_path: Path) -> None:
    units = """
        unit_id | active
        a       | true
        b       | true
        c       | true
        d       | true
        e       | true
        gone    | false
    """
    figures = "unit_id | metric_id | value\na | m | 1\nb | m | 2\nc | m | 3\ngone | m | 4"
    assert reasons(drawn(tmp_path, figures, unit=units)) == {"town": ["too_small_a_share"]}


TWO_GROUPS = """
    unit_id | comparable_group
    a       | town
    b       | town
    c       | division
    d       | division
"""


def test_a_metric_of_all_units_is_gated_over_all_groups_together(tmp_path: Path) -> None:
    store = drawn(tmp_path, FOUR_FIGURES, metric="metric_id | comparable\nm | all", unit=TWO_GROUPS)
    assert told(store, "gate", "comparable_group units group_units reasons") == [("all", 4, 4, [])]


def test_a_metric_of_a_group_is_gated_group_by_group(tmp_path: Path) -> None:
    store = drawn(tmp_path, FOUR_FIGURES, unit=TWO_GROUPS)
    assert reasons(store) == {"town": ["too_few"], "division": ["too_few"]}


def test_a_part_is_gated_with_its_whole(tmp_path: Path) -> None:
    figures = "unit_id | metric_id | value | variant\n" + "\n".join(
        f"{unit} | m | 9 | {variant}" for unit in "abcd" for variant in ("", "new")
    )
    store = drawn(tmp_path, figures, variant="metric_id | variant | part_of\nm | new | whole")
    assert told(store, "gate", "variant reasons") == [("", [])]


# In which order do they stand? (ranking)


def places(store: Store) -> dict[object, tuple[object, ...]]:
    answer = told(store, "ranking", "unit_id place_best place_worst")
    return {unit: (best,) if best == worst else (best, worst) for unit, best, worst in answer}


def ranked(path: Path, figures: str, direction: str = "up") -> dict[object, tuple[object, ...]]:
    metric = f"metric_id | direction\nm | {direction}"
    return places(drawn(path, figures, metric=metric, unit="unit_id\na\nb\nc\nd"))


def test_a_tie_shares_a_place_and_the_next_place_is_skipped(tmp_path: Path) -> None:
    figures = "unit_id | metric_id | value\na | m | 9\nb | m | 5\nc | m | 5\nd | m | 1"
    store = drawn(tmp_path, figures, unit="unit_id\na\nb\nc\nd")
    assert places(store) == {"a": (1,), "b": (2,), "c": (2,), "d": (4,)}
    assert told(store, "ranking", "unit_id sharing") == [("a", 1), ("b", 2), ("c", 2), ("d", 1)]


def test_over_80_is_not_parted_from_100(tmp_path: Path) -> None:
    figures = """
        unit_id | metric_id | value | qualifier | printed
        a       | m         | 100   | exact     | 100件
        b       | m         | 80    | at_least  | 80余件
        c       | m         | 10    | exact     | 10件
    """
    assert ranked(tmp_path, figures) == {"a": (1, 2), "b": (1, 2), "c": (3,)}


def test_over_60_stands_above_50(tmp_path: Path) -> None:
    figures = """
        unit_id | metric_id | value | qualifier | printed
        a       | m         | 50    | exact     | 50亿元
        b       | m         | 60    | at_least  | 超过60亿元
        c       | m         | 40    | exact     | 40亿元
    """
    assert ranked(tmp_path, figures) == {"a": (2,), "b": (1,), "c": (3,)}


def test_under_50_stands_below_60(tmp_path: Path) -> None:
    figures = """
        unit_id | metric_id | value | qualifier
        a       | m         | 60    | exact
        b       | m         | 50    | under
        c       | m         | 10    | exact
    """
    assert ranked(tmp_path, figures) == {"a": (1,), "b": (2, 3), "c": (2, 3)}


def test_about_parts_nobody(tmp_path: Path) -> None:
    figures = """
        unit_id | metric_id | value | qualifier
        a       | m         | 1000  | exact
        b       | m         | 30    | about
        c       | m         | 1     | exact
    """
    assert ranked(tmp_path, figures) == {"a": (1, 2), "b": (1, 3), "c": (2, 3)}


def test_two_figures_over_the_same_number_are_not_a_tie(tmp_path: Path) -> None:
    figures = """
        unit_id | metric_id | value | qualifier
        a       | m         | 80    | at_least
        b       | m         | 80    | at_least
        c       | m         | 10    | exact
    """
    assert ranked(tmp_path, figures) == {"a": (1, 2), "b": (1, 2), "c": (3,)}


def test_where_less_is_better_the_smallest_is_first(tmp_path: Path) -> None:
    figures = "unit_id | metric_id | value\na | m | 9\nb | m | 5\nc | m | 1"
    assert ranked(tmp_path, figures, "down") == {"a": (3,), "b": (2,), "c": (1,)}


def test_where_less_is_better_over_60_stands_below_50(tmp_path: Path) -> None:
    figures = """
        unit_id | metric_id | value | qualifier
        a       | m         | 50    | exact
        b       | m         | 60    | at_least
        c       | m         | 70    | exact
    """
    assert ranked(tmp_path, figures, "down") == {"a": (1,), "b": (2, 3), "c": (2, 3)}


def test_a_unit_that_reported_nothing_has_no_place_and_zero_has_one(tmp_path: Path) -> None:
    figures = "unit_id | metric_id | value\na | m | 2\nb | m | 0\nc | m | 1"
    assert ranked(tmp_path, figures) == {"a": (1,), "b": (3,), "c": (2,)}


def test_a_refused_group_yields_no_rows(tmp_path: Path) -> None:
    store = drawn(tmp_path, "unit_id | metric_id | value\na | m | 1\nb | m | 2")
    assert told(store, "ranking", "unit_id") == []


def test_a_group_is_ranked_by_itself(tmp_path: Path) -> None:
    units = (
        "unit_id | comparable_group\na | town\nb | town\nc | town\nx | division\ny | division\nz | division"
    )
    figures = "unit_id | metric_id | value\n" + "\n".join(f"{u} | m | {n}" for n, u in enumerate("abcxyz"))
    store = drawn(tmp_path, figures, unit=units)
    assert places(store) == {u: (p,) for u, p in zip("abcxyz", (3, 2, 1, 3, 2, 1), strict=True)}


def test_only_the_latest_figures_are_ranked(tmp_path: Path) -> None:
    figures = """
        unit_id | metric_id | as_of      | value
        a       | m         | 2021-06-30 | 9
        a       | m         | 2021-09-30 | 1
        b       | m         | 2021-09-30 | 2
        c       | m         | 2021-09-30 | 3
    """
    assert ranked(tmp_path, figures) == {"a": (3,), "b": (2,), "c": (1,)}


# Where does each unit stand? (progress)

WHOLE_AND_PARTS = """
    unit_id | metric_id | variant | value
    b       | m         | new     | 3
    a       | m         | late    | 1
    a       | m         | new     | 2
    a       | m         |         | 9
"""
PARTS = """
    metric_id | variant | part_of | sort
    m         | new     | whole   | 1
    m         | late    | new     | 2
"""


def test_a_part_comes_after_its_whole_in_official_order(tmp_path: Path) -> None:
    store = drawn(tmp_path, WHOLE_AND_PARTS, variant=PARTS)
    answer = told(store, "progress", "unit_id variant")
    assert answer == [("a", ""), ("a", "new"), ("a", "late"), ("b", "new")]


def test_a_part_stands_by_itself_when_the_unit_gave_no_whole(tmp_path: Path) -> None:
    store = drawn(tmp_path, WHOLE_AND_PARTS, variant=PARTS)
    answer = told(store, "progress", "unit_id variant part_of")
    assert answer == [("a", "", None), ("a", "new", ""), ("a", "late", "new"), ("b", "new", None)]


def test_units_stand_in_official_order(tmp_path: Path) -> None:
    units = "unit_id | sort\na | 3\nb | 1\nc | 2"
    store = drawn(tmp_path, "unit_id | metric_id | value\na | m | 1\nb | m | 1\nc | m | 1", unit=units)
    assert told(store, "progress", "unit_id") == [("b",), ("c",), ("a",)]


def test_a_corrected_target_or_record_keeps_its_place_in_its_list(tmp_path: Path) -> None:
    names = ("z", "m", "a")  # as the file has them
    store = drawn(
        tmp_path,
        "unit_id | metric_id | value\na | m | 1",
        target="target_id | subject_code | unit_id | value\n" + "\n".join(f"{n} | m | a | 1" for n in names),
        record="record_id | unit_id | kind | title\n"
        + "\n".join(f"{n} | a | recognition | {n}" for n in names),
    )
    enter(store, "target", "target_id | subject_code | unit_id | value\nnew | m | a | 3\na | m | a | 2")
    enter(
        store,
        "record",
        "record_id | unit_id | kind | title\nnew | a | recognition | n\na | a | recognition | b",
    )
    ordered = [*[(name,) for name in names], ("new",)]
    for question, key in (
        ("targets", "target_id"),
        ("unit_targets", "target_id"),
        ("unit_records", "record_id"),
        ("recognitions", "record_id"),
    ):
        assert told(store, question, key, unit_id="a") == ordered, question


def test_metrics_of_one_place_stand_together_each_with_its_variants(tmp_path: Path) -> None:
    store = drawn(
        tmp_path,
        "unit_id | metric_id | variant | value\na | m | | 1\na | n | | 2\na | m | x | 3\na | n | x | 4",
        metric="metric_id | sort\nn | 1\nm | 1",
        variant="metric_id | variant | part_of | sort\nm | x | whole | 1\nn | x | whole | 1",
        unit="unit_id\na",
    )
    for question in ("summary", "unit_figures"):
        found = told(store, question, "metric_id variant", unit_id="a")
        assert found == [("m", ""), ("m", "x"), ("n", ""), ("n", "x")], question


def test_a_units_own_target_comes_before_the_one_for_all(tmp_path: Path) -> None:
    targets = """
        target_id | subject_code | unit_id | value
        all       | m            |         | 100
        own       | m            | b       | 50
    """
    store = drawn(tmp_path, "unit_id | metric_id | value\na | m | 1\nb | m | 1", target=targets)
    assert told(store, "progress", "unit_id target_value") == [("a", 100), ("b", 50)]


def test_a_target_of_another_unit_variant_metric_or_an_aim_is_none(tmp_path: Path) -> None:
    targets = """
        target_id | kind   | subject_code | unit_id | variant | value
        one       | target | m            | b       |         | 1
        two       | target | m            |         | new     | 2
        three     | target | other        |         |         | 3
        four      | aim    | m            |         |         | 4
    """
    store = drawn(tmp_path, "unit_id | metric_id | value\na | m | 1", target=targets)
    assert told(store, "progress", "unit_id target_value target_op") == [("a", None, None)]


THREE_QUARTERS = """
    unit_id | metric_id | as_of      | value
    a       | m         | 2021-06-30 | 1
    a       | m         | 2021-09-30 | 2
    b       | m         | 2021-09-30 | 3
"""


@pytest.mark.parametrize(
    ("period", "standing"),
    [
        (None, [("a", 2), ("b", 3)]),
        ("2021-09-30", [("a", 2), ("b", 3)]),
        ("2021-09-29", [("a", 1)]),
        ("2021-06-29", []),
    ],
)
def test_a_period_shows_the_latest_figure_as_of_it(
    tmp_path: Path, period: str | None, standing: list[tuple[str, int]]
) -> None:
    store = drawn(tmp_path, THREE_QUARTERS)
    assert told(store, "progress", "unit_id value", period=period) == standing


def test_the_history_keeps_every_as_of_oldest_first(tmp_path: Path) -> None:
    assert told(drawn(tmp_path, THREE_QUARTERS), "history", "unit_id value") == [("a", 1), ("a", 2), ("b", 3)]


def test_a_figure_stands_under_its_own_goal_where_it_names_one(tmp_path: Path) -> None:
    figures = "unit_id | metric_id | value | goal\na | m | 1 | team\nb | m | 2 |"
    metric = "metric_id | goal | headline_no\nm | method | 1"
    store = drawn(tmp_path, figures, metric=metric, theme="kind | code\ngoal | method\ngoal | team")
    assert told(store, "goal_figures", "goal unit_id") == [("method", "b"), ("team", "a")]


# In which order do metrics and actions stand? (metrics, duty_actions)


def test_a_metric_defined_anew_keeps_its_place_among_the_others(tmp_path: Path) -> None:
    metric = "metric_id | sort | name | definition"
    store = draw(
        tmp_path / "campaign.duckdb", metric=f"{metric}\na | 1 | 甲 | 甲\nb | 2 | 乙 | 乙\nc | 3 | 丙 | 丙"
    )
    enter(store, "metric", f"{metric}\nc | 3 | 丙 | 丙，另一口径")
    assert [row[0] for row in told(store, "metrics", "metric_id")] == ["a", "b", "c"]


def test_an_action_corrected_keeps_its_place_among_the_others(tmp_path: Path) -> None:
    head = "action_id | sort | set_code | name | cadence | requirement | per | has_strip"
    first, second = (
        f"{name} | {no} | req | {name} | week | required | unit | true" for no, name in ((1, "a"), (2, "b"))
    )
    store = draw(tmp_path / "campaign.duckdb", action=f"{head}\n{first}\n{second}")
    enter(store, "action", f"{head}\n{second.replace('| b |', '| c |')}")
    assert told(store, "duty_actions", "action_id name") == [("a", "a"), ("b", "c")]


# What is in the summary? (summary)


def test_reported_zero_not_applicable_missing_and_not_asked_are_five_answers(tmp_path: Path) -> None:
    assignments = """
        unit_id | metric_id | starts_on  | not_applicable
        a       | m         | 2021-01-01 | false
        b       | m         | 2021-01-01 | false
        c       | m         | 2021-01-01 | true
        d       | m         | 2021-01-01 | false
    """
    figures = "unit_id | metric_id | value\na | m | 7\nb | m | 0"
    store = drawn(tmp_path, figures, unit="unit_id\na\nb\nc\nd\ne", assignment=assignments)
    assert told(store, "summary", "unit_id state value") == [
        ("a", "reported", 7),
        ("b", "reported", 0),
        ("c", "not_applicable", None),
        ("d", "missing", None),
        ("e", "not_asked", None),
    ]


def test_a_unit_that_is_asked_again_is_missing_and_no_longer_not_applicable(tmp_path: Path) -> None:
    assignments = """
        unit_id | metric_id | starts_on  | ends_on    | not_applicable
        a       | m         | 2021-01-01 | 2021-06-30 | true
        a       | m         | 2021-07-01 |            | false
    """
    store = draw(tmp_path / "x.duckdb", unit="unit_id\na", metric=ONE_METRIC, assignment=assignments)
    now_and_then = [told(store, "summary", "state", period=day) for day in (None, "2021-09-30", "2021-06-30")]
    assert now_and_then == [[("missing",)], [("missing",)], [("not_applicable",)]]


def test_a_metric_nobody_reports_or_owes_is_not_in_the_summary(tmp_path: Path) -> None:
    store = drawn(tmp_path, "unit_id | metric_id | value\na | m | 1", metric="metric_id\nm\nnever")
    assert {metric for (metric,) in told(store, "summary", "metric_id")} == {"m"}


def test_the_summary_of_a_goal_and_a_group_is_only_of_them(tmp_path: Path) -> None:
    store = drawn(
        tmp_path,
        "unit_id | metric_id | value\na | m | 1\nc | n | 2",
        metric="metric_id | goal\nm | method\nn | team",
        unit=TWO_GROUPS,
        theme="kind | code\ngoal | method\ngoal | team",
    )
    answer = told(store, "summary", "unit_id metric_id", goal="method", comparable_group="town")
    assert answer == [("a", "m"), ("b", "m")]


# Phases, awards, days


def test_a_phase_nobody_reported_has_no_status(tmp_path: Path) -> None:
    store = draw(
        tmp_path / "x.duckdb",
        unit="unit_id\na\nb",
        theme="kind | code | no\nphase | launch | 1",
        phase_status="unit_id | phase_no | status | percent\na | 1 | doing | 0",
    )
    assert told(store, "phase_grid", "unit_id status percent") == [("a", "doing", 0), ("b", None, None)]


def test_a_phase_shows_its_latest_status(tmp_path: Path) -> None:
    store = draw(
        tmp_path / "x.duckdb",
        unit="unit_id\na",
        theme="kind | code | no\nphase | launch | 1",
        phase_status="""
            unit_id | phase_no | as_of      | status
            a       | 1        | 2021-05-01 | doing
            a       | 1        | 2021-07-01 | done
            *       | 1        | 2021-05-01 | not_started
        """,
    )
    assert told(store, "phase_grid", "status") == [("done",)]
    assert told(store, "phases", "status") == [("not_started",)]


def test_an_award_without_a_nomination_entered_is_blank_not_zero(tmp_path: Path) -> None:
    store = draw(
        tmp_path / "x.duckdb",
        theme="kind | code | no\naward | finest | 1\naward | case | 2",
        target="target_id | kind | subject | subject_code | value\nq | quota | award | finest | 10",
        record="record_id | kind | subtype\none | nomination | case\ntwo | nomination | case",
    )
    answer = told(store, "awards", "award places nominated")
    assert answer == [("finest", 10, None), ("case", None, 2)]


@pytest.mark.parametrize(
    ("day", "is_last"), [("2021-09-16", False), ("2021-09-17", True), ("2021-09-18", True)]
)
def test_a_day_means_its_last_event(store: Store, day: str, is_last: bool) -> None:
    assert store.rows("questions/event_of_day", day=day) == [(store.last_event if is_last else 0,)]


# Every question


def header(question: str) -> str:
    text = (QUERIES / "questions" / f"{question}.sql").read_text(encoding="utf-8")
    lines = re.match(r"(?:--.*\n)+", text)
    assert lines is not None
    return " ".join(line.removeprefix("--").strip() for line in lines.group().splitlines())


def named_parameters(question: str) -> set[str]:
    stated = re.sub(r"\(.*?\)", "", header(question).split("Parameters:")[1]).strip(" .")
    return set() if stated == "none" else {name.strip() for name in stated.split(",")}


def filled(now: int) -> Filters:
    return Filters(now, None, "lunzhen", "matters_resolved", None, None)


def askable() -> list[str]:
    return [question for question in QUESTIONS if question not in NOT_ASKED_WITH_FILTERS]


@EVERY_QUESTION
def test_a_question_opens_with_the_readers_question_and_its_grain(question: str) -> None:
    assert re.match(r"[^.]+[?.] .*Grain: .*Parameters: ", header(question))


@EVERY_QUESTION
def test_a_header_names_exactly_the_parameters(question: str) -> None:
    (statement,) = statements(f"questions/{question}")
    assert named_parameters(question) == statement.parameters


@EVERY_QUESTION
def test_a_column_the_header_explains_is_in_the_answer(store: Store, question: str) -> None:
    explained = re.findall(
        r"(?<=[.] )((?:[a-z_]+(?:, | and ))*[a-z_]+): ", header(question).split("Grain:")[1]
    )
    named = {name for group in explained for name in re.split(r", | and ", group)}
    assert named <= set(columns(store, question))


def columns(store: Store, question: str) -> dict[str, str]:
    """Name and SQL type of each column of the answer on the page's store."""
    asked = {**vars(filled(store.last_event)), "day": "2021-09-17", "last_event": store.last_event}
    with store.reading() as cursor:
        answer = run(cursor, statements(f"questions/{question}")[0], asked)
        return {str(name): str(kind) for name, kind, *_ in answer.description or []}


@EVERY_QUESTION
def test_no_column_is_a_hugeint_that_pandas_would_make_a_float(store: Store, question: str) -> None:
    assert [name for name, kind in columns(store, question).items() if "HUGEINT" in kind] == []


@pytest.mark.parametrize("question", askable())
def test_every_whole_number_that_is_never_missing_stays_one(store: Store, question: str) -> None:
    kinds = columns(store, question)
    frame = ask(store, question, filled(store.last_event))
    for name, kind in kinds.items():
        if kind in ("BIGINT", "INTEGER") and not frame[name].isna().any():
            assert str(frame[name].dtype) in ("int64", "int32"), name


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = empty(tmp_path_factory.mktemp("untouched") / "empty.duckdb")
    yield opened
    opened.close()


@pytest.mark.parametrize("question", askable())
def test_a_question_is_answered_on_a_file_in_which_nothing_happened(untouched: Store, question: str) -> None:
    assert len(ask(untouched, question, filled(0))) == 0


@pytest.fixture(scope="module")
def reference_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("reference") / "reference.duckdb"
    building.build(path, REFERENCE)
    opened = Store(path)
    yield opened
    opened.close()


@pytest.mark.parametrize("question", askable())
def test_a_question_is_answered_with_reference_data_only(reference_only: Store, question: str) -> None:
    ask(reference_only, question, filled(reference_only.last_event))


@pytest.mark.parametrize("question", askable())
def test_a_question_is_answered_before_the_first_event(store: Store, question: str) -> None:
    assert list(ask(store, question, filled(0)).columns) == list(columns(store, question))


@pytest.mark.parametrize("question", askable())
def test_an_answer_is_the_same_when_asked_again(store: Store, question: str) -> None:
    first, second = (ask(store, question, filled(store.last_event)) for _ in range(2))
    assert first.equals(second)


def test_a_caller_that_changes_a_frame_does_not_change_the_next_answer(store: Store) -> None:
    frame = ask(store, "units", filled(store.last_event))
    frame.loc[:, "figures"] = -1
    assert -1 not in set(ask(store, "units", filled(store.last_event))["figures"])


# The page's figures


def printed(store: Store, metric: str) -> list[tuple[object, ...]]:
    return told(store, "progress", "unit_id variant value qualifier printed", metric_id=metric)


def test_the_page_has_43_figures_by_8_of_9_units(store: Store) -> None:
    figures = dict(told(store, "units", "unit_id figures"))
    assert (sum(n for n in figures.values()), len(figures)) == (43, 9)
    assert [unit for unit, n in figures.items() if n == 0] == ["decheng-sjj"]


def test_the_matters_resolved_come_out_as_printed(store: Store) -> None:
    assert printed(store, "matters_resolved") == [
        ("linyi-zzb", "", 986, "exact", "986项"),
        ("wucheng-jcy", "", 80, "at_least", "80余件"),
        ("lunzhen", "", 1870, "at_least", "1870余件"),
    ]


def test_the_investments_come_out_as_printed(store: Store) -> None:
    assert printed(store, "investment") == [
        ("fgw", "planned_estimate", 3015, "exact", "3015亿元"),
        ("lunzhen", "park_total", 65, "exact", "65亿元"),
        ("tieying", "infrastructure_done", 60, "at_least", "超过60亿元"),
    ]


def test_the_50_yi_projects_are_a_part_of_those_planned(store: Store) -> None:
    answer = told(store, "progress", "variant part_of value", metric_id="projects_planned")
    assert answer == [("", None, 19), ("ge_50yi", "", 15)]


def test_the_page_refuses_to_rank_matters_resolved(store: Store) -> None:
    by_group = told(store, "gate", "metric_id reasons", metric_id="matters_resolved")
    refused = [why for metric, why in by_group if metric == "matters_resolved"]
    assert [why[0] for why in refused] == [
        "not_comparable"
    ] * 2  # 临邑 and 武城 of one group, 伦镇 of another


def test_no_metric_of_the_page_may_be_ranked(store: Store) -> None:
    assert {may for (may,) in told(store, "gate", "may_be_ranked")} == {False}
    metrics = [metric for (metric,) in told(store, "metrics", "metric_id")]
    assert [metric for metric in metrics if told(store, "ranking", "unit_id", metric_id=metric)] == []


def test_nothing_of_the_page_is_computed_where_it_printed_nothing(store: Store) -> None:
    assert {status for (status,) in told(store, "phase_grid", "status")} == {None}
    assert {number for (number,) in told(store, "awards", "nominated")} == {None}
    assert {number for (number,) in told(store, "actions", "logged")} == {None}


def test_the_four_awards_have_the_places_the_page_plans(store: Store) -> None:
    assert told(store, "awards", "award places") == [
        ("case", 20),
        ("model_unit", 30),
        ("finest", 10),
        ("pacesetter", 20),
    ]


def test_a_name_corrected_later_is_not_told_of_an_earlier_day(campaign_file: Path) -> None:
    store = Store(campaign_file)
    day = store.last_event
    enter(store, "unit", "unit_id | short_name | sort\nlunzhen | 伦镇 | 7")
    assert [
        dict(told(store, "units", "unit_id short_name", known_on=event))["lunzhen"]
        for event in (day, day + 2)
    ] == ["禹城市伦镇", "伦镇"]
