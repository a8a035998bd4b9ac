"""序时进度: what is due, how far a unit is from it, and when that may be said. And the year's outlook."""

import csv
import datetime as dt
import math
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.methods import outlook
from campaign.methods import pace as paces
from campaign.methods.outlook import Band, Closed, Scenarios
from campaign.methods.pace import Pace, Phase, Plan, Report, Rule, Step, pace
from campaign.methods.refused import REASONS, Refused

D = dt.date
INF, NAN = float("inf"), float("nan")
START, END = D(2021, 4, 28), D(2021, 12, 31)  # 248 days


def plan(found: Plan | Refused) -> Plan:
    assert isinstance(found, Plan), found
    return found


YEAR = plan(paces.linear_plan(D(2021, 1, 1), D(2021, 12, 31)))
HUNDRED_DAYS = plan(paces.linear_plan(D(2021, 1, 1), D(2021, 4, 10)))
FIFTIETH = D(2021, 2, 19)


# Published rules of progress

ENGAGEDLY = Rule("gap", (Step("on track", -16.5, inclusive=False), Step("behind", -33)), "at risk")
LEANKIT = Rule("gap", (Step("ahead", 0, inclusive=False), Step("on track", -10, inclusive=False)), "behind")
UPRAISE = Rule("ratio", (Step("on track", 0.95), Step("falling behind", 0.75)), "at risk")
RULES = {"engagedly": ENGAGEDLY, "leankit": LEANKIT, "upraise": UPRAISE}


def test_every_published_case_of_progress_comes_out(published: Path) -> None:
    with (published / "progress" / "cases.csv").open(encoding="utf-8", newline="") as handle:
        cases = list(csv.DictReader(handle))
    assert len(cases) == 9
    for case in cases:
        if case["start"]:
            start, end, today = (D.fromisoformat(case[name]) for name in ("start", "end", "today"))
            share = plan(paces.linear_plan(start, end)).share_on(today)
            assert 100 * share == pytest.approx(float(case["expected_pct"])), case
        else:
            rule = RULES[case["case"].partition("_")[0]]
            found = rule.judge(float(case["actual_pct"]), float(case["expected_pct"]))
            assert found == case["published_status"], case


def test_both_ends_of_a_period_are_counted() -> None:
    # Engagedly's own example: April 1 to April 30, on April 15 expected progress 50 %
    april = plan(paces.linear_plan(D(2023, 4, 1), D(2023, 4, 30)))
    assert april.share_on(D(2023, 4, 15)) == 0.5
    assert (april.share_on(D(2023, 3, 31)), april.share_on(D(2023, 4, 30))) == (0, 1)


# The plan


def test_phases_give_each_its_weight_and_nothing_between_them() -> None:
    found = plan(
        paces.phased_plan(
            [Phase(D(2021, 5, 1), D(2021, 5, 10), 0.2), Phase(D(2021, 6, 1), D(2021, 6, 30), 0.8)]
        )
    )
    shares = [found.share_on(day) for day in (D(2021, 5, 5), D(2021, 5, 20), D(2021, 6, 15), D(2021, 7, 9))]
    assert shares == pytest.approx([0.1, 0.2, 0.6, 1.0])
    assert found.first_day_at(0.2) == D(2021, 5, 10)  # where it then stood still


def test_a_typed_plan_runs_straight_between_what_was_typed() -> None:
    found = plan(paces.typed_plan(D(2021, 1, 1), [(D(2021, 1, 10), 0.5), (D(2021, 1, 20), 1.0)]))
    assert found.share_on(D(2021, 1, 2)) == pytest.approx(0.1)
    assert found.share_on(D(2021, 1, 15)) == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (paces.linear_plan(None, END), "no_dates"),
        (paces.linear_plan(END, START), "period_reversed"),
        (paces.phased_plan([]), "no_data"),
        (paces.phased_plan([Phase(START, END, 0.5), Phase(None, None, 0.5)]), "no_dates"),
        (paces.phased_plan([Phase(START, END, 0.5), Phase(START, END, 0.4)]), "weights_do_not_sum"),
        (paces.phased_plan([Phase(START, END, 1.5), Phase(START, END, -0.5)]), "weight_negative"),
        (paces.phased_plan([Phase(START, END, NAN)]), "weight_negative"),
        (paces.typed_plan(START, []), "no_data"),
        (paces.typed_plan(None, [(END, 1.0)]), "no_dates"),
        (paces.typed_plan(START, [(END, 0.5), (START, 1.0)]), "period_reversed"),
        (paces.typed_plan(START, [(D(2021, 6, 1), 0.7), (END, 0.5)]), "plan_decreasing"),
        (paces.typed_plan(START, [(END, 0.9)]), "plan_not_whole"),
    ],
)
def test_a_plan_that_cannot_be_followed_is_refused(found: Plan | Refused, reason: str) -> None:
    assert isinstance(found, Refused) and found.reason == reason


DAYS = st.dates(D(2021, 1, 1), D(2021, 12, 31))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    weights = draw(st.lists(st.integers(0, 9), min_size=1, max_size=4).filter(any))
    phases = []
    for weight in weights:
        start, end = sorted((draw(DAYS), draw(DAYS)))
        phases.append(Phase(start, end, weight / sum(weights)))
    return plan(paces.phased_plan(phases))


@given(plans(), DAYS)
def test_a_plan_never_falls_and_ends_whole(drawn: Plan, day: D) -> None:
    today, tomorrow = drawn.share_on(day), drawn.share_on(day + dt.timedelta(days=1))
    assert 0 <= today <= tomorrow + 1e-12 <= 1 + 1e-9
    assert drawn.share_on(drawn.days[-1]) == pytest.approx(1)


@given(plans(), st.floats(0, 1))
def test_the_first_day_the_plan_stood_somewhere_is_the_first(drawn: Plan, share: float) -> None:
    day = drawn.first_day_at(share)
    assert drawn.share_on(day) >= share - 1e-8
    before = day - dt.timedelta(days=1)
    assert day == drawn.days[0] or drawn.share_on(before) < share


# One unit


def judged(
    value: float,
    *,
    target: float = 100,
    counts: bool = True,
    lower: float | None = None,
    upper: float | None = None,
) -> Pace | Refused:
    """On the 50th day of a plan of 100."""
    report = Report(value, FIFTIETH, lower, upper)
    return pace(report, target, HUNDRED_DAYS, today=FIFTIETH, counts=counts)


def state(found: Pace | Refused) -> str:
    assert isinstance(found, Pace), found
    return found.state


def test_a_unit_behind_is_told_in_points_and_in_days() -> None:
    found = judged(38)
    assert isinstance(found, Pace)
    assert (found.expected, found.expected_share, found.share) == (50, 0.5, 0.38)
    assert found.gap_points == pytest.approx(-12)
    assert found.days_late == 12  # the plan stood at 38 on its 38th day
    assert found.ratio == pytest.approx(0.76)
    assert found.chance == pytest.approx(0.0474, abs=5e-5)  # Poisson P(X ≤ 38 | 50)


def test_a_unit_ahead_of_its_plan_is_early() -> None:
    found = judged(60)
    assert isinstance(found, Pace) and (found.state, found.days_late) == ("on_pace", -10)


@pytest.mark.parametrize(
    ("value", "target", "expected"),
    [
        (475, 1000, "on_pace"),  # .95 of 500 and no less
        (474, 1000, "warning"),  # P(X ≤ 474 | 500) = .13
        (374, 1000, "behind"),
        (380, 1000, "warning"),  # rare by chance, but not under .75
        (3, 10, "too_small"),  # 3 of 5 expected: P = .27
        (1, 10, "behind"),  # P(X ≤ 1 | 5) = .04
        (0, 4, "warning"),  # P(0 | 2) = .14
        (0, 2, "too_small"),  # P(0 | 1) = .37
    ],
)
def test_a_count_is_called_late_only_where_chance_would_rarely_do_it(
    value: float, target: float, expected: str
) -> None:
    assert state(judged(value, target=target)) == expected


@given(st.integers(1, 400))
def test_a_unit_exactly_on_pace_is_called_behind_less_often_than_one_time_in_twenty(expected: int) -> None:
    late = sum(
        math.exp(value * math.log(expected) - expected - math.lgamma(value + 1))
        for value in range(expected)
        if state(judged(value, target=2 * expected)) == "behind"
    )
    assert late < 0.05


def test_an_amount_is_behind_only_when_the_report_before_was() -> None:
    before = D(2021, 2, 9)  # the 40th day

    def with_before(value: float | None) -> str:
        earlier = None if value is None else Report(value, before)
        now = Report(30.5, D(2021, 2, 19))
        return state(pace(now, 100, HUNDRED_DAYS, today=D(2021, 2, 19), counts=False, before=earlier))

    assert with_before(29.9) == "behind"
    assert with_before(30.0) == "warning"
    assert with_before(None) == "warning"


def test_an_amount_has_no_chance() -> None:
    found = judged(48.5, counts=False)
    assert isinstance(found, Pace) and (found.state, found.chance) == ("on_pace", None)


def test_without_a_report_for_fourteen_days_a_unit_is_not_updated() -> None:
    report = Report(10, D(2021, 2, 1))
    on = [state(pace(report, 100, HUNDRED_DAYS, today=D(2021, 2, day), counts=True)) for day in (14, 15)]
    assert on == ["behind", "stale"]
    assert state(pace(report, 100, HUNDRED_DAYS, today=D(2021, 2, 2), counts=True, missed=True)) == "stale"


def test_a_figure_is_held_against_the_plan_of_its_own_day() -> None:
    found = pace(Report(32, D(2021, 2, 1)), 100, HUNDRED_DAYS, today=D(2021, 2, 12), counts=True)
    assert isinstance(found, Pace)
    assert found.expected == pytest.approx(32) and found.days_late == 0


@pytest.mark.parametrize(
    ("value", "bounds", "expected"),
    [
        (60, {"lower": 60, "upper": INF}, "on_pace"),  # 60余 of 50 due
        (20, {"lower": -INF, "upper": 20}, "behind"),  # 不足20
        (20, {"lower": 20, "upper": INF}, None),  # 20余 may be anything above
        (60, {"lower": -INF, "upper": 60}, None),  # 不足60
        (50, {"lower": -INF, "upper": INF}, None),  # 约50
    ],
)
def test_a_hedged_figure_is_judged_only_where_its_bounds_agree(
    value: float, bounds: dict[str, float], expected: str | None
) -> None:
    found = judged(value, lower=bounds["lower"], upper=bounds["upper"])
    if expected is None:
        assert found == Refused("hedged")
    else:
        assert state(found) == expected


@pytest.mark.parametrize(
    ("report", "target", "counts", "reason"),
    [
        (None, 100, True, "not_reported"),
        (Report(5, FIFTIETH), None, True, "no_target"),
        (Report(5, FIFTIETH), 0, True, "target_zero"),
        (Report(5, FIFTIETH), -10, True, "target_negative"),
        (Report(5, FIFTIETH), NAN, True, "not_finite"),
        (Report(INF, FIFTIETH), 100, True, "not_finite"),
        (Report(-1, FIFTIETH), 100, True, "negative"),
        (Report(2.5, FIFTIETH), 100, True, "not_a_count"),
        (Report(0, D(2020, 12, 31)), 100, True, "nothing_due"),
        (Report(1e6, FIFTIETH), 1e-310, True, "not_finite"),
    ],
)
def test_what_cannot_be_judged_gets_a_reason(
    report: Report | None, target: float | None, counts: bool, reason: str
) -> None:
    found = pace(report, target, HUNDRED_DAYS, today=D(2021, 2, 19), counts=counts)
    assert isinstance(found, Refused) and found.reason == reason


@given(
    plans(),
    st.floats(-1, 1e6) | st.just(NAN) | st.just(INF),
    st.floats(-1, 1e6) | st.just(0.0),
    DAYS,
    st.booleans(),
)
def test_a_judgement_holds_numbers_only(
    drawn: Plan, value: float, target: float, day: D, counts: bool
) -> None:
    found = pace(Report(value, day), target, drawn, today=day, counts=counts)
    if isinstance(found, Refused):
        assert found.reason in REASONS
        return
    numbers = [getattr(found, field.name) for field in fields(found) if field.name != "state"]
    assert all(math.isfinite(number) for number in numbers if number is not None)


@given(st.floats(0.01, 3000), st.integers(0, 3000))
def test_the_chance_of_so_few_is_that_of_the_poisson_law(mean: float, most: int) -> None:
    direct = math.fsum(
        math.exp(count * math.log(mean) - mean - math.lgamma(count + 1)) for count in range(most + 1)
    )
    assert paces.poisson_at_most(most, mean) == pytest.approx(direct, rel=1e-6, abs=1e-12)


def test_the_chance_of_so_few_agrees_with_printed_tables() -> None:
    # cumulative Poisson probabilities as in any table: P(X ≤ 2 | 5), P(X ≤ 10 | 10), P(X ≤ 4 | 1)
    found = [paces.poisson_at_most(most, mean) for most, mean in ((2, 5), (10, 10), (4, 1))]
    assert found == pytest.approx([0.1247, 0.5830, 0.9963], abs=5e-5)


@pytest.mark.parametrize(
    ("kind", "direction", "refused"),
    [
        ("cumulative", "up", None),
        ("cumulative", "down", Refused("no_direction")),
        ("rate", "up", Refused("not_cumulative")),
        ("stock", "up", Refused("not_cumulative")),
        ("flow", "up", Refused("not_cumulative")),
        ("rank", "down", Refused("kind_rank")),
    ],
)
def test_only_a_running_total_that_should_grow_has_a_pace(
    kind: str, direction: str, refused: Refused | None
) -> None:
    assert paces.unpaceable(kind, direction) == refused


# Many


def test_five_classes_and_the_unreported_add_up_to_all_there_are() -> None:
    day = D(2021, 2, 19)
    late_start = plan(paces.linear_plan(D(2021, 3, 1), D(2021, 3, 31)))
    classes = [
        paces.progress_class(Report(100, day), 100, HUNDRED_DAYS),
        paces.progress_class(Report(55, day), 100, HUNDRED_DAYS),
        paces.progress_class(Report(50, day), 100, HUNDRED_DAYS),
        paces.progress_class(Report(40, day), 100, HUNDRED_DAYS),
        paces.progress_class(Report(0, day), 100, late_start),
        paces.progress_class(Report(120, day), 100, late_start),
        paces.progress_class(None, 100, HUNDRED_DAYS),
        paces.progress_class(Report(40, day, lower=40, upper=INF), 100, HUNDRED_DAYS),
        paces.progress_class(Report(40, day), 0, HUNDRED_DAYS),
    ]
    found = paces.class_counts(classes)
    assert found.counts == {"completed": 2, "ahead": 1, "on": 1, "short": 1, "not_due": 1}
    assert found.refused == {"not_reported": 1, "hedged": 1, "target_zero": 1}
    assert found.total == len(classes)


def test_no_items_are_five_classes_of_none() -> None:
    assert set(paces.class_counts([]).counts.values()) == {0}


@pytest.mark.parametrize(
    ("due", "done", "expected"),
    [
        (D(2021, 9, 10), D(2021, 9, 10), ("on_time", 0)),
        (D(2021, 9, 10), D(2021, 9, 13), ("late", 3)),
        (D(2021, 9, 10), None, ("overdue", 7)),
        (D(2021, 9, 17), None, ("open", 0)),
        (None, None, Refused("no_due_date")),
        (D(2021, 9, 10), D(2021, 9, 18), Refused("done_in_the_future")),
    ],
)
def test_an_item_is_on_time_late_overdue_or_open(
    due: D | None, done: D | None, expected: tuple[str, int] | Refused
) -> None:
    found = paces.due_item(due, done, today=D(2021, 9, 17))
    assert (found if isinstance(found, Refused) else (found.state, found.days)) == expected


# The year's outlook

MONTHS = [(D(2021, 5, 31), 10.0), (D(2021, 6, 30), 40.0), (D(2021, 7, 31), 71.0), (D(2021, 8, 31), 86.5)]


def test_two_lines_carry_the_slowest_and_the_fastest_recent_pace_to_the_end() -> None:
    found = outlook.scenarios(MONTHS, END)  # 1, 1 and 0.5 a day, 122 days left
    assert found == Scenarios(86.5 + 61, 86.5 + 122, D(2021, 8, 31), 86.5, END)


def test_a_forecast_carries_the_pace_since_the_start() -> None:
    assert outlook.forecast([(D(2021, 1, 10), 20.0)], D(2021, 1, 1), D(2021, 12, 31)) == 20 * 365 / 10


@pytest.mark.parametrize(
    ("reports", "reason"),
    [
        ([], "no_data"),
        (MONTHS[:1], "too_few_reports"),
        (MONTHS[:2], "too_few_reports"),
        ([*MONTHS, (D(2021, 9, 17), 80.0)], "decreasing"),
        (MONTHS[::-1], "period_reversed"),
        ([*MONTHS, (D(2022, 1, 1), 90.0)], "period_reversed"),
        ([(D(2021, 5, 31), -1.0), *MONTHS[1:]], "negative"),
        ([*MONTHS, (D(2021, 9, 17), NAN)], "not_finite"),
    ],
)
def test_reports_that_show_no_pace_give_no_lines(reports: list[tuple[D, float]], reason: str) -> None:
    found = outlook.scenarios(reports, END)
    assert isinstance(found, Refused) and found.reason == reason


def test_a_band_is_as_wide_as_the_same_forecast_was_wrong() -> None:
    past = [Closed(100, 80 + 4 * number) for number in range(11)]  # final over forecast .80, .84 … 1.20
    found = outlook.band(50, past)
    assert isinstance(found, Band)
    assert (found.low, found.forecast, found.high) == pytest.approx((42, 50, 58))
    # each against the ten others: the two outermost at each end fall outside
    assert (found.tried, found.inside) == (11, 7)


@given(st.lists(st.floats(0.3, 3), min_size=40, max_size=80, unique=True))
def test_about_eight_in_ten_closed_series_end_inside_the_band_of_the_others(errors: list[float]) -> None:
    found = outlook.band(1.0, [Closed(1.0, error) for error in errors])
    assert isinstance(found, Band)
    assert found.low <= found.high
    assert 0.7 < found.inside / found.tried < 0.9


@pytest.mark.parametrize(
    ("now", "past", "reason"),
    [
        (50.0, [Closed(100, 90)] * 9, "too_few_past"),
        (50.0, [Closed(0, 90)] * 20, "too_few_past"),
        (NAN, [Closed(100, 90)] * 20, "not_finite"),
        (-1.0, [Closed(100, 90)] * 20, "negative"),
    ],
)
def test_too_little_of_the_past_makes_no_band(now: float, past: list[Closed], reason: str) -> None:
    found = outlook.band(now, past)
    assert isinstance(found, Refused) and found.reason == reason
