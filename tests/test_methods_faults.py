"""The three tests name a candidate only on evidence, and say what they could not look at."""

import datetime as dt

import pytest

from campaign.methods import chart, funnel
from campaign.methods.chart import Direction
from campaign.methods.faults import (
    Duty,
    Evidence,
    Finding,
    Milestone,
    PaceReport,
    lagging,
    no_effect,
    pushing_weakly,
)

TODAY = dt.date(2021, 9, 17)


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days)


def reports(*states: str) -> list[PaceReport]:
    """One a month, the last of them today."""
    return [PaceReport(days_ago(30 * back), state) for back, state in enumerate(reversed(states))]


# 进展滞后


@pytest.mark.parametrize(
    ("states", "fires"),
    [
        (("behind", "behind"), True),
        (("on_pace", "behind", "behind"), True),
        (("behind", "on_pace", "behind"), False),
        (("behind", "behind", "on_pace"), False),
        (("behind", "warning"), False),
        (("warning", "warning"), False),
    ],
)
def test_a_unit_lags_when_its_last_two_reports_are_behind(states: tuple[str, ...], fires: bool) -> None:
    found = lagging(reports(*states))
    assert found.fires == fires and found.missing == ()


def test_the_evidence_of_lagging_is_the_two_reports_in_order() -> None:
    found = lagging(list(reversed(reports("behind", "behind"))))
    assert found.evidence == (
        Evidence("report_behind", "", days_ago(30)),
        Evidence("report_behind", "", TODAY),
    )


@pytest.mark.parametrize("state", ["too_small", "stale", "not_reported", "no_target"])
def test_a_report_without_a_verdict_is_missing_and_no_second_one_behind(state: str) -> None:
    found = lagging(reports("behind", "behind", state))
    assert not found.fires and found.missing == (f"pace:{TODAY}:{state}",)


@pytest.mark.parametrize("states", [(), ("behind",)])
def test_one_report_is_not_enough_to_lag(states: tuple[str, ...]) -> None:
    found = lagging(reports(*states))
    assert not found.fires and found.missing == ("two_reports",)


# 推进不力


def duty(
    due: dt.date | None, done_on: dt.date | None = None, *, kind: str = "action", is_required: bool = True
) -> Duty:
    assert kind in ("action", "task", "upload")
    return Duty("d1", kind, is_required, due, done_on)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["action", "task"])
def test_something_required_and_overdue_is_pushed_weakly(kind: str) -> None:
    found = pushing_weakly([duty(days_ago(3), kind=kind)], [], TODAY)
    assert found == Finding("pushing_weakly", True, (Evidence(f"overdue_{kind}", "d1", days_ago(3), 3),), ())


@pytest.mark.parametrize(
    "harmless",
    [
        duty(TODAY),
        duty(days_ago(-5)),
        duty(days_ago(3), done_on=days_ago(1)),
        duty(days_ago(3), is_required=False),
        duty(days_ago(100), kind="upload"),
        duty(None, kind="upload"),
    ],
    ids=["due today", "due later", "done late", "optional", "late upload", "upload without a day"],
)
def test_what_is_not_an_overdue_requirement_never_counts(harmless: Duty) -> None:
    assert pushing_weakly([harmless], [], TODAY) == Finding("pushing_weakly", False, (), ())


def test_a_past_day_does_not_know_what_was_done_after_it() -> None:
    assert pushing_weakly([duty(days_ago(3), done_on=days_ago(-1))], [], TODAY).fires


@pytest.mark.parametrize(
    ("due", "last_word", "days"),
    [
        (14, None, 14),
        (13, None, None),
        (40, 30, 30),
        (40, 14, 14),
        (40, 13, None),
        (20, 60, 20),
        (5, 60, None),
    ],
)
def test_a_milestone_counts_after_fourteen_days_past_due_without_word(
    due: int, last_word: int | None, days: int | None
) -> None:
    word = None if last_word is None else days_ago(last_word)
    found = pushing_weakly([], [Milestone("m1", days_ago(due), None, word)], TODAY)
    assert found.fires == (days is not None)
    assert [evidence.days for evidence in found.evidence] == ([] if days is None else [days])


def test_a_milestone_that_was_reached_is_silent_in_peace() -> None:
    assert not pushing_weakly([], [Milestone("m1", days_ago(90), days_ago(50), None)], TODAY).fires


def test_what_nobody_knows_of_is_missing_and_what_there_is_none_of_is_not() -> None:
    assert pushing_weakly(None, None, TODAY) == Finding("pushing_weakly", False, (), ("duties", "milestones"))
    assert pushing_weakly([], [], TODAY).missing == ()
    no_day = pushing_weakly([duty(None)], [Milestone("m1", None, None, None)], TODAY)
    assert no_day == Finding("pushing_weakly", False, (), ("due:d1", "due:m1"))


def test_something_overdue_counts_though_the_milestones_are_unknown() -> None:
    found = pushing_weakly([duty(days_ago(3))], None, TODAY)
    assert found.fires and found.missing == ("milestones",)


# 成效不明显


@pytest.mark.parametrize(
    ("variation", "assurance", "place", "direction", "codes"),
    [
        ("common", "fail", "inside", "up", ["off_target"]),
        ("concern_low", "fail", "below_998", "up", ["off_target", "outside_funnel"]),
        ("common", "hit_or_miss", "below_998", "up", ["outside_funnel"]),
        ("common", "pass", "above_998", "down", ["outside_funnel"]),
    ],
)
def test_a_unit_off_target_or_outside_the_funnel_without_improvement_has_no_effect(
    variation: str, assurance: str, place: str, direction: Direction, codes: list[str]
) -> None:
    found = no_effect(variation, assurance, place, direction)
    assert found.fires and [evidence.code for evidence in found.evidence] == codes and found.missing == ()


@pytest.mark.parametrize(
    ("variation", "assurance", "place", "direction"),
    [
        ("improvement_high", "fail", "below_998", "up"),
        ("improvement_low", "fail", "above_998", "down"),
        ("common", "hit_or_miss", "below_95", "up"),
        ("common", "pass", "above_998", "up"),
        ("common", "pass", "below_998", "down"),
        ("concern_low", "hit_or_miss", "inside", "up"),
    ],
)
def test_improvement_chance_and_the_better_side_are_no_lack_of_effect(
    variation: str, assurance: str, place: str, direction: Direction
) -> None:
    assert not no_effect(variation, assurance, place, direction).fires


@pytest.mark.parametrize("variation", [None, "too_few_reports", "kind_forbids", "hedged"])
def test_without_enough_data_nothing_is_said_of_effect(variation: str | None) -> None:
    found = no_effect(variation, "fail", "below_998", "up")
    assert not found.fires
    assert found.missing == (f"variation:{variation}" if variation else "variation",)


def test_the_funnel_alone_is_enough_and_the_missing_target_is_said() -> None:
    found = no_effect("common", "no_target", "below_998", "up")
    assert found.fires and found.missing == ("assurance:no_target",)
    assert no_effect("common", "no_target", None, "up") == Finding(
        "no_effect", False, (), ("assurance:no_target", "place")
    )


def test_a_metric_of_which_neither_direction_is_better_has_no_lack_of_effect() -> None:
    found = no_effect("change_low", "no_direction", "below_998", "none")
    assert not found.fires and "direction" in found.missing


def test_the_codes_of_a_real_chart_and_a_real_funnel_are_understood() -> None:
    shares = [0.5, 0.48, 0.51, 0.49] * 5
    [series] = chart.xmr([shares])
    peers = funnel.proportions([500, 800, 810, 790, 805, 795, 800, 803, 797, 801, 799, 800], [1000] * 12)
    assert isinstance(peers, funnel.Funnel)
    icons = chart.variation(series, "up"), chart.assurance(series, 0.9, "up")
    found = no_effect(*icons, str(peers.places[0]), "up")
    assert found.fires and len(found.evidence) == 2 and found.missing == ()
