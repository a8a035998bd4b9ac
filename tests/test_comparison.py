"""对比排名: weights as signed, the index they make, what is refused and why, and the pages that say so."""

import datetime as dt
import html
import json
import math
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from campaign import board, options, panels
from campaign.ask import ask
from campaign.comparison import weights
from campaign.comparison.doubt import doubt_of
from campaign.comparison.scored import Worked, rules_of, why_unusable, worked
from campaign.comparison.weights import Weight
from campaign.filters import Filters
from campaign.intake import building, publishing
from campaign.intake.publishing import Source
from campaign.options import OPTIONS
from campaign.panels import Seen
from campaign.screen import methods
from campaign.settings import FIRST_CAMPAIGN
from campaign.store import Store
from campaign.words import Refusal, Words
from tests.drawing import draw, enter, rows_of
from tests.test_pages import (
    EVERY_LANGUAGE,
    OpenPage,
    address,
    assert_is_whole,
    home,
    open_page,
    opened,
    shown,
)

__all__ = ["home", "open_page"]

ZH, EN = Words("zh"), Words("en")
TOWNS = "abcdef"
UNITS = "unit_id | short_name | short_name_en\n" + "\n".join(
    f"{unit} | {unit}镇 | Town {unit}" for unit in TOWNS
)
METRICS = """
  metric_id | name   | name_en | uom  | uom_en | kind       | direction | use_class | numerator | denominator
  good      | 办好率 | Done    | 比率 | share  | rate       | up        | outcome   |           |
  slow      | 超时率 | Late    | 比率 | share  | rate       | down      | outcome   |           |
  taken     | 受理数 | Taken   | 件   | cases  | cumulative | none      | outcome   |           |
  done      | 办结数 | Ended   | 件   | cases  | cumulative | up        | outcome   |           |
  praise    | 表扬数 | Praise  | 次   | times  | rate       | up        | publicity |           |
  finished  | 办结率 | Rate    | 比率 | share  | rate       | up        | outcome   | done      | taken
"""
SLOW_IS = "| rate       | down      | outcome  "
SLOW_IS_PUBLICITY = METRICS.replace(SLOW_IS, SLOW_IS.replace("outcome  ", "publicity"))
GOOD = Weight("good", Decimal(60), Decimal(0), Decimal(1))
SLOW = Weight("slow", Decimal(40), Decimal(0), Decimal(1))
BOTH = (GOOD, SLOW)


def weigh(
    metric_id: str, weight: float, low: float | None = 0, high: float | None = 1, by: str | None = None
) -> Weight:
    ends = [None if end is None else Decimal(str(end)) for end in (low, high)]
    return Weight(metric_id, Decimal(str(weight)), ends[0], ends[1], by)


def drawn(path: Path, figures: str, *scheme: Weight, **more: str) -> Store:
    tables = {"unit": UNITS, "metric": METRICS, "observation": figures, **more}
    store = draw(path / "drawn.duckdb", **tables)
    if scheme:
        weights.change(store, "town", scheme, by="组织者甲", reason="会议研究")
    return store


def figures(*rows: str, head: str = "unit_id | metric_id | value") -> str:
    return "\n".join([head, *rows])


def plain(good: str = "0.9 0.8 0.7 0.6 0.5 0.4", slow: str = "0.1 0.1 0.1 0.1 0.1 0.1") -> str:
    told = [("good", good), ("slow", slow)]
    return figures(
        *(
            f"{unit} | {metric} | {value}"
            for metric, values in told
            for unit, value in zip(TOWNS, values.split(), strict=False)
            if value != "-"
        )
    )


def scored(store: Store, **wanted: object) -> pd.DataFrame:
    return panels.INDEX.answer(store, Filters(store.last_event, comparable_group="town", **wanted))  # type: ignore[arg-type]


def refused(store: Store, panel: str = "INDEX") -> str | None:
    shown_panel = getattr(panels, panel)
    return shown_panel.refused(shown_panel.answer(store, Filters(store.last_event, comparable_group="town")))


def by_unit(frame: pd.DataFrame, column: str) -> dict[str, object]:
    told = frame[column].astype(object)
    return dict(zip(frame["unit_id"], told.where(told.notna(), None), strict=True))


# Weights: set, signed, versioned


def test_without_signed_weights_there_is_no_index(tmp_path: Path) -> None:
    assert scored(drawn(tmp_path, plain())).empty


def test_weights_are_signed_and_a_later_setting_is_a_new_version(tmp_path: Path) -> None:
    store = drawn(tmp_path, plain(), *BOTH)
    first = store.last_event
    weights.change(store, "town", [weigh("good", 100)], by="组织者乙", reason="只看办好率")
    now = ask(store, "weights", Filters(store.last_event))
    assert list(now["metric_id"]) == ["good"]
    assert (now["version"].iloc[0], now["signed_by"].iloc[0], now["reason"].iloc[0]) == (
        2,
        "组织者乙",
        "只看办好率",
    )
    then = ask(store, "weights", Filters(first))
    assert list(then["weight"]) == [60, 40] and set(then["version"]) == {1}


def test_an_earlier_version_can_be_set_again(tmp_path: Path) -> None:
    store = drawn(tmp_path, plain(), *BOTH)
    first = store.last_event
    weights.change(store, "town", [weigh("good", 100)], by="甲")
    history = ask(store, "weight_history", Filters(store.last_event))
    weights.change(store, "town", weights.scheme_of_event(history, "town", first), by="甲")
    assert weights.scheme_at(store, "town", store.last_event) == list(BOTH)


def test_weights_taken_back_leave_no_index_and_the_past_as_it_was(tmp_path: Path) -> None:
    store = drawn(tmp_path, plain(), *BOTH)
    signed = store.last_event
    weights.change(store, "town", [], by="甲", reason="重新研究")
    assert scored(store).empty
    assert len(panels.INDEX.answer(store, Filters(signed, comparable_group="town"))) == 6
    with pytest.raises(Refusal, match="不用收回"):
        weights.change(store, "town", [], by="甲")


@pytest.mark.parametrize(
    ("scheme", "said"),
    [
        ([weigh("good", 60), weigh("slow", 30)], "相加是 90%"),
        ([weigh("good", 60), weigh("slow", 40.5)], "相加是 100.5%"),
        ([weigh("good", 100), weigh("slow", 0)], "“超时率”的权重应大于 0"),
        ([weigh("good", 120), weigh("slow", -20)], "“超时率”的权重应大于 0"),
        ([weigh("good", 50), weigh("good", 50)], "写了两次"),
        ([weigh("good", 100, low=None)], "“办好率”还没有填上下标杆"),
        ([weigh("good", 100, low=1, high=0)], "下标杆应小于上标杆"),
        ([weigh("good", 100, low=1, high=1)], "下标杆应小于上标杆"),
        ([weigh("done", 100, high=500)], "“办结数”只有件数"),
        ([weigh("praise", 100)], "“表扬数”是宣传荣誉"),
        ([weigh("taken", 100, by="done")], "“受理数”没有规定高好还是低好"),
        ([weigh("done", 100, by="done")], "不能作自己的分母"),
        ([weigh("nothing", 100)], "没有“nothing”"),
    ],
)
def test_weights_that_cannot_stand_are_refused_and_nothing_is_written(
    tmp_path: Path, scheme: list[Weight], said: str
) -> None:
    store = drawn(tmp_path, plain())
    before = store.last_event
    with pytest.raises(Refusal, match=said):
        weights.change(store, "town", scheme, by="甲")
    assert store.last_event == before and ask(store, "weights", Filters(before)).empty


def test_a_refusal_names_the_metric_in_the_readers_language(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        weights.change(drawn(tmp_path, plain()), "town", [weigh("done", 100, high=500)], by="甲")
    assert "Ended" in caught.value.said(EN) and "办结数" in caught.value.said(ZH)


def test_a_visitor_is_not_told_who_signed(tmp_path: Path) -> None:
    store = drawn(tmp_path, plain(), *BOTH)
    seen = ask(store, "weights", Filters(store.last_event, shows_names=False))
    assert set(seen["signed_by"]) == {"@organiser"}


# The index


def test_scores_places_and_bands_follow_from_goalposts_and_weights(tmp_path: Path) -> None:
    frame = scored(drawn(tmp_path, plain(), *BOTH))
    assert by_unit(frame, "score") == {"a": 90, "b": 84, "c": 78, "d": 72, "e": 66, "f": 60}
    assert list(frame["place"]) == [1, 2, 3, 4, 5, 6]
    assert (frame["low"] <= frame["place"]).all() and (frame["place"] <= frame["high"]).all()
    assert list(frame["tier"]) == ["first", "first", "second", "second", "third", "third"]


def test_less_is_better_where_the_metric_says_so(tmp_path: Path) -> None:
    store = drawn(tmp_path, plain(slow="0.6 0.5 0.4 0.3 0.2 0.1"), weigh("slow", 100))
    assert by_unit(scored(store), "place") == {"a": 6, "b": 5, "c": 4, "d": 3, "e": 2, "f": 1}


def test_equal_scores_as_shown_share_a_place(tmp_path: Path) -> None:
    frame = scored(drawn(tmp_path, plain(good="0.9 0.8001 0.8 0.6 0.5 0.4"), *BOTH))
    assert list(frame["place"])[:4] == [1, 2, 2, 4]
    assert panels.INDEX.table(frame, ZH)["位次"].iloc[1] == "并列第2位"


def test_the_order_is_official_until_it_is_asked_by_place(tmp_path: Path) -> None:
    store = drawn(tmp_path, plain(good="0.4 0.5 0.6 0.7 0.8 0.9"), *BOTH)
    assert list(scored(store)["unit_id"]) == list("abcdef")
    assert list(scored(store, by_value=True)["unit_id"]) == list("fedcba")


def test_a_missing_figure_is_missing_and_not_zero(tmp_path: Path) -> None:
    frame = scored(drawn(tmp_path, plain(slow="- 0.1 0.1 0.1 0.1 0.1"), weigh("good", 70), weigh("slow", 30)))
    first = frame.iloc[0]
    assert (first["score"], round(first["share"], 2)) == (90, 0.7)
    assert "缺超时率" in panels.INDEX.table(frame, ZH)["说明"].iloc[0]


def test_too_little_of_the_weight_is_no_score_and_says_so(tmp_path: Path) -> None:
    frame = scored(drawn(tmp_path, plain(good="- 0.8 0.7 0.6 0.5 0.4"), *BOTH))
    assert math.isnan(frame["score"].iloc[0]) and frame["why_not"].iloc[0] == "too_little_reported"
    assert panels.INDEX.table(frame, ZH)["位次"].iloc[0] == ""
    said = json.loads(panels.INDEX.draw(frame, ZH).to_json())["layout"]["annotations"][0]["text"]  # type: ignore[misc]
    assert said == "报送不足，不计分"


def test_what_does_not_apply_gives_its_weight_to_the_rest(tmp_path: Path) -> None:
    nothing = "unit_id | metric_id | not_applicable\na | slow | true"
    store = drawn(tmp_path, plain(slow="- 0.5 0.5 0.5 0.5 0.5"), *BOTH, assignment=nothing)
    frame = scored(store)
    assert frame["score"].iloc[0] == 90 and frame["share"].iloc[0] == 1
    assert len(frame["missing"].iloc[0]) == 0


def test_a_zero_is_a_value(tmp_path: Path) -> None:
    frame = scored(drawn(tmp_path, plain(good="0 0.8 0.7 0.6 0.5 0.4"), *BOTH))
    assert frame["score"].iloc[0] == 36 and frame["place"].iloc[0] == 6


def test_a_count_is_scored_per_its_denominator_of_the_same_day(tmp_path: Path) -> None:
    rows = [f"{unit} | taken | 100" for unit in TOWNS]
    rows += [f"{unit} | done | {10 * number}" for number, unit in enumerate(TOWNS, 1)]
    store = drawn(tmp_path, figures(*rows), weigh("done", 100, by="taken"))
    assert list(scored(store)["score"]) == [10, 20, 30, 40, 50, 60]
    assert ask(store, "weights", Filters(store.last_event))["metric_name"].iloc[0] == "办结率"


@pytest.mark.parametrize(("below", "why"), [("0", "zero_denominator"), ("-5", "negative_denominator")])
def test_a_denominator_that_cannot_divide_leaves_the_unit_without_a_score(
    tmp_path: Path, below: str, why: str
) -> None:
    rows = [f"{unit} | taken | {below if unit == 'a' else 100}" for unit in TOWNS]
    rows += [f"{unit} | done | 50" for unit in TOWNS]
    store = drawn(tmp_path, figures(*rows), weigh("done", 100, by="taken"))
    frame = scored(store)
    assert math.isnan(frame["score"].iloc[0]) and list(frame["score"])[1:] == [50] * 5
    cells = ask(store, "index_figures", Filters(store.last_event, comparable_group="town"))
    assert why_unusable(cells).iloc[0] == why


def test_a_hedged_figure_is_not_scored_as_if_it_were_exact(tmp_path: Path) -> None:
    head = "unit_id | metric_id | value | qualifier"
    rows = [f"{unit} | good | 0.5 | {'at_least' if unit == 'a' else 'exact'}" for unit in TOWNS]
    frame = scored(drawn(tmp_path, figures(*rows, head=head), weigh("good", 100)))
    assert math.isnan(frame["score"].iloc[0]) and frame["score"].notna().sum() == 5


# What is refused, and never ranked


def hedged_all() -> str:
    rows = [f"{unit} | good | 0.5 | at_least" for unit in TOWNS]
    return figures(*rows, head="unit_id | metric_id | value | qualifier")


def covering_differently() -> str:
    rows = [f"{unit} | good | 0.5 | {'county' if unit == 'a' else 'town'}" for unit in TOWNS]
    return figures(*rows, head="unit_id | metric_id | value | coverage")


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ("unit_id | metric_id | value\na | taken | 5", "not_reported"),
        ("unit_id | metric_id | value\na | good | 0.5", "too_few_units"),
        ("unit_id | metric_id | value\na | good | 0.5\nb | good | 0.6\nc | good | 0.7", "too_few_of_group"),
        (hedged_all(), "all_hedged"),
        (covering_differently(), "not_comparable"),
    ],
)
def test_figures_that_carry_no_index_are_refused_with_the_reason(
    tmp_path: Path, told: str, reason: str
) -> None:
    store = drawn(tmp_path, told, weigh("good", 100))
    frame = scored(store)
    assert refused(store) == reason
    assert frame["place"].isna().all() and frame["tier"].isna().all()


def test_all_equal_share_the_first_place_and_nobody_is_in_a_tier(tmp_path: Path) -> None:
    frame = scored(drawn(tmp_path, plain(good="0.5 0.5 0.5 0.5 0.5 0.5"), *BOTH))
    assert set(frame["place"]) == {1} and frame["tier"].isna().all()
    assert "分不出先后" in panels.INDEX.say(frame, ZH)  # type: ignore[misc]


def test_a_metric_that_became_publicity_takes_the_index_with_it(tmp_path: Path) -> None:
    store = drawn(tmp_path, plain(), *BOTH)
    enter(
        store,
        "metric",
        SLOW_IS_PUBLICITY,
    )
    frame = scored(store)
    assert refused(store) == "publicity" and set(frame["about"]) == {"超时率"}


def test_no_cell_of_an_index_is_a_number_that_is_none(tmp_path: Path) -> None:
    store = drawn(tmp_path, plain(good="- 0 0.7 0.7 0.5 0.4", slow="0.1 - 0.1 0.1 0.1 0.1"), *BOTH)
    for panel in (panels.INDEX, panels.INDEX_WHY, panels.INDEX_LEFT_OUT):
        frame = panel.answer(store, Filters(store.last_event, comparable_group="town", unit_id="c"))
        for words in (ZH, EN):
            said = panel.table(frame, words).to_string() + (panel.say(frame, words) if panel.say else "")
            assert not any(bad in said for bad in ("nan", "NaN", "<NA>", "None", "inf"))


# Moves, entries and exits


def months(*told: tuple[str, str, str]) -> str:
    rows = [f"{unit} | good | {day} | {value}" for unit, day, value in told]
    return figures(*rows, head="unit_id | metric_id | as_of | value")


AUGUST = [(unit, "2021-08-31", value) for unit, value in zip("abcde", "98765", strict=True)]
SEPTEMBER = [(unit, "2021-09-30", value) for unit, value in zip("abcde", "79865", strict=True)]


def test_a_unit_moves_by_places_since_the_month_before(tmp_path: Path) -> None:
    frame = scored(drawn(tmp_path, months(*AUGUST, *SEPTEMBER), weigh("good", 100, high=10)))
    assert by_unit(frame, "move") | {"f": None} == {"a": -2, "b": 1, "c": 1, "d": 0, "e": 0, "f": None}
    said = panels.INDEX.table(frame, ZH)["比上月"]
    assert list(said)[:4] == ["↓ 下降2位", "↑ 上升1位", "↑ 上升1位", "持平"]


def test_a_month_few_have_reported_is_not_taken_yet(tmp_path: Path) -> None:
    store = drawn(tmp_path, months(*AUGUST, *SEPTEMBER[:2]), weigh("good", 100, high=10))
    assert list(scored(store)["score"].dropna()) == [90, 80, 70, 60, 50]


def test_who_has_a_score_now_or_has_none_any_more_is_named(tmp_path: Path) -> None:
    told = [*AUGUST, *SEPTEMBER[:-1], ("f", "2021-09-30", "3")]
    frame = scored(drawn(tmp_path, months(*told), weigh("good", 100, high=10)))
    assert by_unit(frame, "change")["e"] == "unscored" and by_unit(frame, "change")["f"] == "scored"
    said = panels.INDEX.say(frame, ZH)  # type: ignore[misc]
    assert "本期新计分：f镇" in said and "上期有分、本期未计分：e镇" in said


def test_a_metrics_places_move_and_new_ones_are_named(tmp_path: Path) -> None:
    store = drawn(tmp_path, months(*AUGUST, *SEPTEMBER, ("f", "2021-09-30", "1")))
    frame = panels.RANKING.answer(store, Filters(store.last_event, metric_id="good"))
    assert by_unit(frame, "move")["a"] == -2 and by_unit(frame, "change")["f"] == "new_place"
    assert "本期新排位：f镇" in panels.RANKING.say(frame, ZH)  # type: ignore[misc]
    sorted_frame = panels.RANKING.answer(store, Filters(store.last_event, metric_id="good", by_value=True))
    assert list(sorted_frame["unit_id"]) == ["b", "c", "a", "d", "e", "f"]


@pytest.fixture
def regrouped(tmp_path: Path) -> Store:
    """Known in August: towns a to e, and g of another group. In September a leaves, g enters and f opens."""
    path = tmp_path / "regrouped.duckdb"
    towns = "unit_id | short_name | short_name_en | sort | comparable_group\n"
    towns += "\n".join(f"{unit} | {unit}镇 | Town {unit} | {no} | town" for no, unit in enumerate("abcde", 1))
    head = "unit_id | short_name | short_name_en | sort | comparable_group\n"
    moved = "a | a镇 | Town a | 1 | other\nf | f镇 | Town f | 6 | town\ng | g镇 | Town g | 7 | town"
    told = [("b", "8"), ("c", "8.5"), ("d", "6"), ("e", "5"), ("f", "1"), ("g", "9.5"), ("a", "9")]
    with building.being_built(path) as built:
        enter_on(built, "2021-08-01", "unit", towns + "\ng | g镇 | Town g | 7 | other")
        enter_on(built, "2021-08-01", "metric", METRICS)
        enter_on(built, "2021-08-31", "observation", months(*AUGUST, ("g", "2021-08-31", "10")))
        enter_on(built, "2021-09-10", "unit", head + moved)
        enter_on(built, "2021-10-01", "observation", months(*((unit, "2021-09-30", to) for unit, to in told)))
    store = Store(path)
    weights.change(store, "town", [weigh("good", 100, high=10)], by="组织者甲")
    return store


def enter_on(store: Store, day: str, table: str, drawn: str) -> None:
    when = dt.datetime.fromisoformat(day)
    rows = rows_of(table, drawn)
    source = Source(f"drawn {table}", f"{table}.csv")
    batch_id = publishing.submit(store, table, rows, source, by="经办", at=when)
    publishing.publish(store, batch_id, by="审核", at=when)


@pytest.mark.parametrize("panel", ["INDEX", "RANKING"])
def test_who_entered_and_who_left_the_group_is_named(regrouped: Store, panel: str) -> None:
    frame, said = moved_in(regrouped, panel, ZH)
    changes = by_unit(frame, "change")
    assert (changes["a"], changes["f"], changes["g"]) == ("left", "entered", "entered")
    assert "本期新进本组：f镇、g镇。" in said and "本期退出本组：a镇。" in said
    assert "本期新排位" not in said and "本期新计分" not in said
    assert "New in the group: Town f, Town g." in moved_in(regrouped, panel, EN)[1]
    assert frame["unit_id"].iloc[-1] == "a" and pd.isna(frame["place"].iloc[-1])


@pytest.mark.parametrize("panel", ["INDEX", "RANKING"])
def test_nobody_moves_because_others_came_or_went(regrouped: Store, panel: str) -> None:
    """b passed nobody but was passed by c; g above and a gone make no difference to either."""
    frame, _ = moved_in(regrouped, panel, ZH)
    nobody = dict.fromkeys("afg")
    assert by_unit(frame, "move") == {"b": -1, "c": 1, "d": 0, "e": 0} | nobody


def test_before_a_group_changed_nobody_is_said_to_have_come_or_gone(regrouped: Store) -> None:
    events = ask(regrouped, "events", Filters(regrouped.last_event))
    before = int(events.loc[events["logged_at"] < dt.datetime(2021, 9, 5), "event_no"].max())
    frame, said = moved_in(regrouped, "RANKING", ZH, before)
    assert list(frame["unit_id"]) == list("abcde") and frame["change"].isna().all() and said == ""


@pytest.mark.parametrize("panel", ["INDEX", "RANKING"])
def test_who_left_stands_last_also_from_the_first_place_down(regrouped: Store, panel: str) -> None:
    later = [(unit, "2021-10-31", value) for unit, value in zip("bcefg", "77517", strict=True)]
    enter(regrouped, "observation", months(*later))
    closed = "unit_id | short_name | short_name_en | sort | active\nd | d镇 | Town d | 4 | false"
    enter(regrouped, "unit", closed)
    for by_value in (False, True):
        asked = Filters(regrouped.last_event, metric_id="good", comparable_group="town", by_value=by_value)
        frame = getattr(panels, panel).answer(regrouped, asked)
        assert frame["unit_id"].iloc[-1] == "d" and frame["change"].iloc[-1] == "left"


def moved_in(store: Store, panel: str, words: Words, known: int | None = None) -> tuple[pd.DataFrame, str]:
    asked = Filters(known or store.last_event, metric_id="good", comparable_group="town")
    seen = getattr(panels, panel).seen(store, asked, words)
    return seen.frame, seen.said


# What is kept


def doubt(store: Store, decimals: float = 1) -> object:
    cells = ask(store, "index_figures", Filters(store.last_event, comparable_group="town"))
    now = worked(cells[cells["moment"] == "now"], rules_of(66.66, decimals, 3, 66.66))
    assert isinstance(now, Worked)
    return doubt_of(now, 1000, 0.25, 0.6666)


def test_draws_stand_until_a_figure_or_a_weight_changes(tmp_path: Path) -> None:
    store = drawn(tmp_path, plain(), *BOTH)
    first = doubt(store)
    options.change(store, "index_agreement", "80", by="甲")
    options.change(store, "session_hours", "8", by="甲")
    assert doubt(store) is first and doubt(store, decimals=2) is first
    enter(store, "observation", figures("a | good | 0.3"))
    corrected = doubt(store)
    assert corrected is not first
    weights.change(store, "town", [weigh("good", 70), weigh("slow", 30)], by="甲")
    assert doubt(store) is not corrected


def test_a_picture_is_drawn_again_only_where_its_figures_changed(tmp_path: Path) -> None:
    store = drawn(tmp_path, plain(), *BOTH)

    def seen(words: Words = ZH) -> Seen:
        return panels.INDEX.seen(store, Filters(store.last_event, comparable_group="town"), words)

    first = seen()
    options.change(store, "session_hours", "8", by="甲")
    assert seen() is first and seen(EN) is not first
    options.change(store, "index_decimals", "2", by="甲")
    other = seen()
    assert other is not first and set(other.frame["decimals"]) == {2}
    enter(store, "observation", figures("a | good | 0.3"))
    assert by_unit(seen().frame, "place")["a"] == 6


def test_the_order_and_the_unit_chosen_leave_the_same_scores(tmp_path: Path) -> None:
    store = drawn(tmp_path, plain(good="0.4 0.5 0.6 0.7 0.8 0.9"), *BOTH)
    official, other = scored(store), scored(store, by_value=True, unit_id="c")
    assert other.set_index("unit_id").loc[official["unit_id"]].equals(official.set_index("unit_id"))


# Why this score


def test_contributions_as_shown_add_up_exactly(tmp_path: Path) -> None:
    store = drawn(
        tmp_path,
        plain(good="0.91 0.83 0.77 0.67 0.53 0.41", slow="0.13 0.11 0.17 0.19 0.23 0.29"),
        weigh("good", 33.3),
        weigh("slow", 66.7),
    )
    for unit in TOWNS:
        asked = Filters(store.last_event, comparable_group="town", unit_id=unit)
        frame = panels.INDEX_WHY.answer(store, asked)
        assert round(frame["base"].iloc[0] + frame["shown"].sum(), 6) == frame["score"].iloc[0]
        assert abs(frame["shown"] - frame["contribution"]).max() <= 0.1 + 1e-9


def test_strengths_and_weaknesses_are_named_with_their_figures(tmp_path: Path) -> None:
    store = drawn(tmp_path, plain(slow="0.5 0.1 0.1 0.1 0.1 0.1"), *BOTH)
    asked = Filters(store.last_event, comparable_group="town", unit_id="a")
    said = panels.INDEX_WHY.seen(store, asked, ZH).said
    assert "强项：办好率90.0%（同组平均65.0%" in said and "弱项：超时率50.0%" in said


def test_leaving_a_metric_out_tells_how_much_hangs_on_it(tmp_path: Path) -> None:
    store = drawn(tmp_path, plain(slow="0.9 0.8 0.1 0.1 0.1 0.1"), *BOTH)
    frame = panels.INDEX_LEFT_OUT.answer(store, Filters(store.last_event, comparable_group="town"))
    assert frame["mean_move"].gt(0).all() and frame["most_who"].notna().all()


# What if


def test_weights_tried_change_what_is_shown_and_store_nothing(tmp_path: Path) -> None:
    store = drawn(tmp_path, plain(slow="0.9 0.8 0.1 0.1 0.1 0.1"), *BOTH)
    before = store.last_event
    asked = Filters(before, comparable_group="town", trial="good=10 slow=90")
    frame = panels.INDEX_TRIAL.answer(store, asked)
    assert list(frame["place"]) != list(scored(store)["place"])
    assert "试算，不作结果" in panels.INDEX_TRIAL.draw(frame, ZH).to_json().encode().decode("unicode_escape")  # type: ignore[misc]
    assert store.last_event == before
    assert weights.scheme_at(store, "town", before) == list(BOTH)


def test_weights_tried_that_do_not_add_up_are_refused_with_their_sum(tmp_path: Path) -> None:
    store = drawn(tmp_path, plain(), *BOTH)
    asked = Filters(store.last_event, comparable_group="town", trial="good=10 slow=80")
    frame = panels.INDEX_TRIAL.answer(store, asked)
    assert panels.INDEX_TRIAL.refused(frame) == "weights_do_not_sum" and set(frame["total"]) == {90}


# Thresholds


def test_the_gate_goes_by_the_thresholds_as_set(tmp_path: Path) -> None:
    store = drawn(tmp_path, plain(good="0.9 0.8 0.7 0.6 - -", slow="- - - - - -"))
    before = store.last_event
    assert len(panels.RANKING.answer(store, Filters(before, metric_id="good"))) == 4
    options.change(store, "gate_least_units", "5", by="甲")
    assert panels.RANKING.answer(store, Filters(store.last_event, metric_id="good")).empty
    assert len(panels.RANKING.answer(store, Filters(before, metric_id="good"))) == 4


def test_the_gates_own_defaults_are_those_of_the_options(tmp_path: Path) -> None:
    store = drawn(tmp_path, plain(good="0.9 0.8 0.7 0.6 - -", slow="0.9 0.8 0.7 - - -"))
    before = ask(store, "gate", Filters(store.last_event))["reasons"].map(list).tolist()
    for name in ("gate_least_units", "gate_least_share"):
        options.change(store, name, OPTIONS[name].default, by="甲")
    after = ask(store, "gate", Filters(store.last_event))["reasons"].map(list).tolist()
    assert before == after


def test_the_index_goes_by_the_thresholds_as_set(tmp_path: Path) -> None:
    store = drawn(tmp_path, plain(good="- 0.8 0.7 0.6 0.5 0.4"), weigh("good", 30), weigh("slow", 70))
    assert scored(store)["score"].notna().all()
    options.change(store, "index_least_share", "80", by="甲")
    assert math.isnan(scored(store)["score"].iloc[0])


# 方法说明


def test_every_panel_is_explained_once_under_a_page() -> None:
    told = [panel for shown_here in methods.by_page().values() for panel in shown_here]
    assert len(told) == len(panels.ALL) and {panel.name for panel in told} == {p.name for p in panels.ALL}


def test_every_threshold_stands_under_one_rule() -> None:
    told = [option.name for rule in (*methods.RULES, "") for option in methods.thresholds_of(rule)]
    assert sorted(told) == sorted(name for name, option in OPTIONS.items() if option.is_threshold)


# Pages


@pytest.fixture
def one_index(home: Path) -> Iterator[Store]:
    """The real campaign of the board is a drawn one with signed weights."""
    store = drawn(home, plain(slow="0.5 0.1 0.1 0.1 0.1 0.1"), *BOTH)
    store.close()
    (home / "drawn.duckdb").rename(home / f"{FIRST_CAMPAIGN}.duckdb")
    yield board.current()
    board.close()


@EVERY_LANGUAGE
def test_the_page_shows_an_index_with_its_weights_signed(one_index: Store, lang: str) -> None:
    app = opened("ranking", by="index", unit="a", lang=lang)
    assert_is_whole(app)
    assert ("权重由组织者于" if lang == "zh" else "Weights signed by organiser on") in shown(app)
    assert "组织者甲" not in shown(app)
    assert ("强项：" if lang == "zh" else "Strengths:") in shown(app)


def test_the_page_of_the_meeting_says_that_nobody_signed_weights(open_page: OpenPage) -> None:
    app = open_page("ranking", by="index")
    assert_is_whole(app)
    assert "组织者还没有设定并签署这一组的权重" in shown(app)


def test_the_page_refuses_an_index_by_name_of_the_metric(one_index: Store) -> None:
    enter(
        one_index,
        "metric",
        SLOW_IS_PUBLICITY,
    )
    app = opened("ranking", by="index")
    assert_is_whole(app)
    assert "“超时率”：这是宣传荣誉类指标" in shown(app)


def test_the_choice_of_the_index_is_in_the_address(one_index: Store) -> None:
    app = opened("ranking")
    app.selectbox("pick_by").select("index").run()
    app.selectbox("pick_order").select("value").run()
    assert address(app)["by"] == "index" and address(app)["order"] == "value"
    assert_is_whole(app)


def test_a_visitor_is_offered_no_weights_to_try(one_index: Store) -> None:
    assert len(opened("ranking", by="index").number_input) == 0


@EVERY_LANGUAGE
def test_the_method_page_tells_rules_settings_and_pictures(one_index: Store, lang: str) -> None:
    app = opened("methods", lang=lang)
    assert_is_whole(app)
    for panel in panels.ALL:
        assert panel.title(Words(lang)) in html.unescape(shown(app))  # type: ignore[arg-type]
