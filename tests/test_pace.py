"""序时进度: its question on drawn tables, what the methods make of it, and its place on the pages."""

import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from campaign import board, options, panels
from campaign.filters import Filters
from campaign.pace import judged, told
from campaign.settings import FIRST_CAMPAIGN
from campaign.store import Store
from campaign.words import Words
from tests.drawing import draw, enter
from tests.test_pages import address, assert_is_whole, opened, shown

ZH, EN = Words("zh"), Words("en")
TOWNS = "unit_id | short_name | short_name_en\n" + "\n".join(f"{u} | {u}镇 | Town {u}" for u in "abcdefgh")
METRIC = """
    metric_id | name     | uom  | kind       | direction | frequency
    m         | 培训次数 | 次   | cumulative | up        | month
    money     | 投资额   | 亿元 | cumulative | up        | month
    stock     | 中心数   | 个   | stock      | up        | quarter
"""
CAMPAIGN = "campaign_id | started_on | year_end_on\nc | 2021-01-01 | 2021-12-31"
TARGET = "target_id | subject_code | unit_id | value | uom | due\n"
FIGURES = "unit_id | metric_id | as_of | value | qualifier\n"


def drawn(path: Path, *, figures: str = "", targets: str = "", **more: str) -> Store:
    tables = {"campaign": CAMPAIGN, "unit": TOWNS, "metric": METRIC, **more}
    if targets:
        tables["target"] = TARGET + targets
    if figures:
        tables["observation"] = FIGURES + figures
    return draw(path / "drawn.duckdb", **tables)


def paces(store: Store, today: str = "2021-07-05", metric_id: str = "m", **more: object) -> pd.DataFrame:
    filters = Filters(store.last_event, metric_id=metric_id, today=dt.date.fromisoformat(today), **more)  # type: ignore[arg-type]
    return panels.PACE.answer(store, filters)


def only(frame: pd.DataFrame) -> dict[str, object]:
    (row,) = frame.to_dict("records")
    return row


# 1 January to 31 December, half of it due on 1 or 2 July


def test_who_is_short_is_told_by_how_many_points_and_days(tmp_path: Path) -> None:
    store = drawn(
        tmp_path, figures="a | m | 2021-07-01 | 120 | exact", targets="t | m | a | 365 | 次 | 2021-12-31"
    )
    row = only(paces(store))
    assert row["standing"] == "behind"
    assert told.gap(row, ZH) == "欠序时进度17.0个百分点，约晚62天"
    assert told.gap(row, EN) == "17.0 points short of plan, about 62 days late"


STANDINGS = (
    # value, qualifier, as of, target, unit of measure, due, what is said
    ("365", "exact", "2021-07-01", "365", "次", "2021-12-31", "completed"),
    ("200", "exact", "2021-07-01", "365", "次", "2021-12-31", "ahead"),
    ("182", "exact", "2021-07-01", "365", "次", "2021-12-31", "on"),
    ("160", "exact", "2021-07-01", "365", "次", "2021-12-31", "warning"),
    ("100", "exact", "2021-07-01", "365", "次", "2021-12-31", "behind"),
    ("1", "exact", "2021-07-01", "4", "次", "2021-12-31", "too_small"),
    ("100", "exact", "2021-07-01", "0", "次", "2021-12-31", "target_zero"),
    ("100", "exact", "2021-07-01", "-5", "次", "2021-12-31", "target_negative"),
    ("", "", "", "50", "次", "2021-12-31", "not_reported"),
    ("20", "exact", "2021-07-01", "", "", "", "no_target"),
    ("20", "exact", "2021-07-01", "50", "次", "", "no_due_date"),
    ("20", "exact", "2021-07-01", "50", "人", "2021-12-31", "not_comparable"),
    ("20", "exact", "2021-07-01", "50", "次", "2020-12-31", "period_reversed"),
    ("20", "at_least", "2021-07-01", "50", "次", "2021-12-31", "hedged"),
    ("45", "at_least", "2021-07-01", "50", "次", "2021-12-31", "on"),
    ("50", "at_least", "2021-07-01", "50", "次", "2021-12-31", "completed"),
    ("40", "exact", "2021-06-01", "50", "次", "2021-12-31", "stale"),
)


def test_every_figure_has_one_standing_or_the_reason_why_not(tmp_path: Path) -> None:
    units = [f"u{n:02}" for n in range(len(STANDINGS))]
    cases = list(zip(units, STANDINGS, strict=True))
    store = drawn(
        tmp_path,
        unit="unit_id | short_name\n" + "\n".join(f"{unit} | {unit}" for unit in units),
        figures="\n".join(f"{u} | m | {day} | {v} | {q}" for u, (v, q, day, *_) in cases if v),
        targets="\n".join(f"t{u} | m | {u} | {t} | {uom} | {due}" for u, (*_, t, uom, due, _) in cases if t),
    )
    frame = paces(store)
    assert dict(zip(frame["unit_id"], frame["standing"], strict=True)) == {u: case[-1] for u, case in cases}
    for words in (ZH, EN):
        table = panels.PACE.table(frame, words)
        drawing = panels.PACE.draw(frame, words).to_json()  # type: ignore[misc]
        said = [*(str(cell) for row in table.itertuples() for cell in row), drawing]
        assert [text for text in said if re.search(r"\b(nan|NaN|NaT|None|inf)\b", text)] == []


def test_what_is_no_running_total_has_no_schedule(tmp_path: Path) -> None:
    store = drawn(
        tmp_path, figures="a | stock | 2021-07-01 | 4 | exact", targets="t | stock | a | 5 | 个 | 2021-12-31"
    )
    assert only(paces(store, metric_id="stock"))["standing"] == "not_cumulative"


def test_money_is_behind_only_when_it_was_before_too(tmp_path: Path) -> None:
    figures = "a | money | 2021-06-30 | 1.5 | exact\nb | money | 2021-05-31 | 1 | exact\n"
    figures += "b | money | 2021-06-30 | 1.5 | exact"
    targets = "t | money | a | 10.5 | 亿元 | 2021-12-31\nu | money | b | 10.5 | 亿元 | 2021-12-31"
    frame = paces(drawn(tmp_path, figures=figures, targets=targets), metric_id="money")
    assert list(frame["standing"]) == ["warning", "behind"]


def test_the_classes_add_up_to_all(tmp_path: Path) -> None:
    values = {"a": 365, "b": 200, "c": 182, "d": 160, "e": 100, "f": 5}
    figures = "\n".join(f"{u} | m | 2021-07-01 | {v} | exact" for u, v in values.items())
    targets = "\n".join(f"t{u} | m | {u} | 365 | 次 | 2021-12-31" for u in "abcdeg")
    found = judged.tally(paces(drawn(tmp_path, figures=figures, targets=targets))["standing"])
    assert found.total == 7
    assert [found.counts[code] for code in judged.CLASSES] == [1, 1, 1, 2, 0]
    assert found.refused == {"no_target": 1, "not_reported": 1}


def test_a_unit_that_said_nothing_changed_has_reported(tmp_path: Path) -> None:
    store = drawn(
        tmp_path,
        figures="a | m | 2021-05-31 | 160 | exact",
        targets="t | m | a | 365 | 次 | 2021-12-31",
        no_change="unit_id | as_of\na | 2021-06-30",
    )
    row = only(paces(store))
    assert (row["standing"], str(row["stands_on"])[:10]) == ("warning", "2021-06-30")


def test_where_a_period_is_asked_for_only_a_missed_one_is_stale(tmp_path: Path) -> None:
    asked = {
        "assignment": "unit_id | metric_id | starts_on\na | m | 2021-01-01",
        "reporting_window": "frequency | period_end | opens_on | due_on\n"
        "month | 2021-05-31 | 2021-06-01 | 2021-06-04\nmonth | 2021-06-30 | 2021-07-01 | 2021-07-06",
    }
    store = drawn(
        tmp_path,
        figures="a | m | 2021-05-31 | 150 | exact",
        targets="t | m | a | 365 | 次 | 2021-12-31",
        **asked,
    )
    assert only(paces(store, "2021-07-06"))["standing"] == "on"
    assert only(paces(store, "2021-07-07"))["standing"] == "stale"


def test_a_threshold_that_was_changed_holds_from_then_on(tmp_path: Path) -> None:
    store = drawn(
        tmp_path, figures="a | m | 2021-07-01 | 165 | exact", targets="t | m | a | 365 | 次 | 2021-12-31"
    )
    before = store.last_event
    options.change(store, "pace_on_pace", "0.90", by="组织者")
    assert only(paces(store))["standing"] == "on"
    then = Filters(before, metric_id="m", today=dt.date(2021, 7, 5))
    assert only(panels.PACE.answer(store, then))["standing"] == "warning"


def test_by_lag_the_shortest_come_first_and_who_is_not_judged_last(tmp_path: Path) -> None:
    figures = "a | m | 2021-07-01 | 300 | exact\nc | m | 2021-07-01 | 50 | exact"
    targets = "\n".join(f"t{u} | m | {u} | 365 | 次 | 2021-12-31" for u in "abc")
    store = drawn(tmp_path, figures=figures, targets=targets)
    filters = Filters(store.last_event, metric_id="m", today=dt.date(2021, 7, 5))
    assert list(panels.PACE_BY_LAG.answer(store, filters)["unit_id"]) == ["c", "a", "b"]
    assert list(panels.PACE.answer(store, filters)["unit_id"]) == ["a", "b", "c"]


# Dated steps

STEPS = "\n".join(
    f"s{n} | m | a | {value} | 次 | {day}"
    for n, (value, day) in enumerate([(1, "2021-03-31"), (2, "2021-06-30"), (4, "2021-12-31")])
)


def test_the_dated_steps_of_a_target_are_its_plan(tmp_path: Path) -> None:
    store = drawn(tmp_path, figures="a | m | 2021-06-30 | 2 | exact", targets=STEPS)
    row = only(paces(store))
    assert (row["aim"], row["due_share"], row["standing"]) == (4, 0.5, "on")


def test_each_step_is_done_in_time_late_or_overdue(tmp_path: Path) -> None:
    figures = "a | m | 2021-03-31 | 0 | exact\na | m | 2021-04-30 | 1 | exact\na | m | 2021-06-30 | 1 | exact"
    store = drawn(tmp_path, figures=figures, targets=STEPS)
    frame = panels.STEPS.answer(store, Filters(store.last_event, metric_id="m", today=dt.date(2021, 7, 12)))
    said = [told.step_state(row, ZH) for row in frame.to_dict("records")]
    assert said == ["逾期完成（逾期30天）", "逾期未完成（已逾期12天）", "未到期"]


def test_a_step_done_between_two_reports_is_not_called_late(tmp_path: Path) -> None:
    store = drawn(tmp_path, figures="a | m | 2021-04-30 | 1 | exact", targets=STEPS)
    frame = panels.STEPS.answer(store, Filters(store.last_event, metric_id="m", today=dt.date(2021, 5, 5)))
    assert list(frame["state"]) == ["within", "open", "open"]


# Over time


def months(unit: str, values: list[int], year: int = 2021) -> str:
    days = pd.date_range(f"{year}-01-31", periods=len(values), freq="ME")
    return "\n".join(
        f"{unit} | m | {day:%Y-%m-%d} | {value} | exact" for day, value in zip(days, values, strict=True)
    )


def gains(store: Store) -> list[tuple[object, object]]:
    frame = panels.GAINS.answer(store, Filters(store.last_event, metric_id="m"))
    return [
        (None if pd.isna(row["value"]) else row["value"], None if pd.isna(row["why_not"]) else row["why_not"])
        for row in frame.to_dict("records")
    ]


def test_a_period_adds_what_the_total_grew_by_and_a_gap_says_why(tmp_path: Path) -> None:
    figures = months("a", [3, 5]) + "\na | m | 2021-04-30 | 9 | exact\na | m | 2021-05-31 | 12 | at_least"
    assert gains(drawn(tmp_path, figures=figures)) == [
        (None, "no_neighbours"), (2, None), (None, "no_neighbours"), (None, "hedged"),
    ]  # fmt: skip


def test_no_line_and_no_difference_is_taken_across_a_new_definition(tmp_path: Path) -> None:
    store = drawn(tmp_path, figures=months("a", [3, 5, 2, 4]))
    define_anew(store)
    history = panels.HISTORY.answer(store, Filters(store.last_event, metric_id="m"))
    before, same, after, later = history["part"]
    assert before == same != after == later
    assert [value for value, _ in gains(store)] == [None, 2, None, 2]
    figure = panels.HISTORY.draw(history, ZH)  # type: ignore[misc]
    assert list(figure.data[0].y) == [3, 5, None, 2, 4]


def define_anew(store: Store, on: str = "2021-03-01") -> None:
    """The metric means 甲 from the year's first day and 乙 from another on."""
    for day, meaning in (("2021-01-01", "甲"), (on, "乙")):
        head = "metric_id | name | uom | valid_from | definition"
        enter(store, "metric", f"{head}\nm | 培训次数 | 次 | {day} | {meaning}")


def test_no_pace_and_no_outlook_goes_across_a_new_definition(tmp_path: Path) -> None:
    store = drawn(
        tmp_path, figures=months("a", [30, 60, 20, 40]), targets="t | m | a | 120 | 次 | 2021-12-31"
    )
    assert only(paces(store, "2021-04-30"))["standing"] == "on"
    assert panels.OUTLOOK.refused(ahead(store)) == "decreasing"
    define_anew(store)
    row = only(paces(store, "2021-04-30"))
    assert row["standing"] == "redefined" and pd.isna(row["share"]) and pd.isna(row["gap_points"])
    assert panels.OUTLOOK.refused(ahead(store)) == "redefined"


def test_what_counts_anew_from_its_new_definition_has_a_pace(tmp_path: Path) -> None:
    counted = "unit_id | metric_id | as_of | value | period_start\na | m | 2021-04-30 | 40 | 2021-03-01"
    store = drawn(tmp_path, targets="t | m | a | 120 | 次 | 2021-12-31", observation=counted)
    define_anew(store)
    assert only(paces(store, "2021-04-30"))["standing"] == "ahead"


def test_a_unit_and_its_group_are_drawn_in_pieces_where_the_definition_changed(tmp_path: Path) -> None:
    figures = "\n".join(months(unit, [3, 5, 2, 4]) for unit in "abcdefgh")
    targets = "\n".join(f"t{unit} | m | {unit} | 120 | 次 | 2021-12-31" for unit in "abcdefgh")
    store = drawn(tmp_path, figures=figures, targets=targets)
    define_anew(store)
    frame = panels.COURSE.answer(store, Filters(store.last_event, metric_id="m", unit_id="a"))
    assert not frame["is_share"].any()  # the target knows the old definition only
    *band, own = panels.COURSE.draw(frame, ZH).data  # type: ignore[misc]
    assert [len(trace.x) for trace in band] == [2] * 6 and list(own.y) == [3, 5, None, 2, 4]


def test_the_group_is_shown_beside_a_unit_from_five_others_on(tmp_path: Path) -> None:
    few = drawn(tmp_path, figures="\n".join(months(u, [n, 2 * n]) for n, u in enumerate("abcde")))
    filters = Filters(few.last_event, metric_id="m", unit_id="a")
    assert panels.COURSE.answer(few, filters)["group_low"].isna().all()
    enter(few, "observation", FIGURES + months("f", [9, 10]))
    frame = panels.COURSE.answer(few, Filters(few.last_event, metric_id="m", unit_id="a"))
    assert list(frame["group_middle"]) == [3, 6]


def ahead(store: Store) -> pd.DataFrame:
    return panels.OUTLOOK.answer(
        store, Filters(store.last_event, metric_id="m", unit_id="a", today=dt.date(2021, 4, 30))
    )


def test_before_a_year_has_closed_two_lines_are_drawn_without_probabilities(tmp_path: Path) -> None:
    store = drawn(
        tmp_path, figures=months("a", [10, 14, 30, 40]), targets="t | m | a | 120 | 次 | 2021-12-31"
    )
    frame = ahead(store)
    assert set(frame["outlook"]) == {"lines"} and (frame["low_end"] < frame["high_end"]).all()
    assert "没有概率" in told.outlook_says(frame, ZH)


def test_with_closed_years_a_band_comes_with_its_back_test(tmp_path: Path) -> None:
    units = [f"u{n}" for n in range(12)]
    towns = TOWNS + "".join(f"\n{u} | {u}镇 | {u}" for u in units)
    past = "\n".join(
        months(u, [(n + 8) * month for month in range(1, 13)], 2020) for n, u in enumerate(units)
    )
    store = drawn(
        tmp_path, unit=towns, figures=months("a", [10, 14, 30, 40]) + "\n" + past,
        targets="t | m | a | 120 | 次 | 2021-12-31",
    )  # fmt: skip
    frame = ahead(store)
    assert set(frame["outlook"]) == {"band"} and set(frame["tried"]) == {12}
    assert "12 个序列" in told.outlook_says(frame, ZH)


def test_the_campaign_before_is_a_closed_year(tmp_path: Path) -> None:
    units = [f"u{n}" for n in range(12)]
    head = "campaign_id | unit_id | metric_id | as_of | value | qualifier | coverage"
    past = [
        f"c0 | {unit} | m | 2020-{month:02}-28 | {(n + 8) * month} | exact | own"
        for n, unit in enumerate(units)
        for month in range(1, 13)
    ]
    store = drawn(
        tmp_path, unit=TOWNS + "".join(f"\n{u} | {u}镇 | {u}" for u in units),
        figures=months("a", [10, 14, 30, 40]), targets="t | m | a | 120 | 次 | 2021-12-31",
        prior_observation="\n".join([head, *past]),
    )  # fmt: skip
    frame = ahead(store)
    assert set(frame["outlook"]) == {"band"} and set(frame["tried"]) == {12}
    define_anew(store, on="2021-01-02")  # last year's figures are of another definition
    assert set(ahead(store)["outlook"]) != {"band"}


@pytest.mark.parametrize(
    ("values", "refused"), [([10, 14], "too_few_paces"), ([10, 14, 12], "decreasing"), ([], None)]
)
def test_an_outlook_that_cannot_be_drawn_says_why(
    tmp_path: Path, values: list[int], refused: str | None
) -> None:
    store = drawn(tmp_path, figures=months("a", values), targets="t | m | a | 120 | 次 | 2021-12-31")
    assert panels.OUTLOOK.refused(ahead(store)) == refused


# On the pages


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    """Opens a page of a campaign with two units, one of them short of its target."""
    board.close()
    monkeypatch.setenv("CAMPAIGN_HOME", str(tmp_path))
    monkeypatch.delenv("CAMPAIGN_FILE", raising=False)
    store = drawn(
        tmp_path,
        figures=months("a", [1, 2, 3, 4, 5, 6]) + "\n" + months("b", [40, 80, 120]),
        targets="t | m | a | 365 | 次 | 2021-12-31",
        theme="kind | code | no | name\ngoal | method | 1 | 方法",
    )
    store.close()
    shutil.move(tmp_path / "drawn.duckdb", tmp_path / f"{FIRST_CAMPAIGN}.duckdb")
    yield opened
    board.close()


def test_the_page_tells_the_counts_and_the_rule_and_keeps_the_order_in_the_address(
    page: Callable[..., AppTest],
) -> None:
    app = page("progress", metric="m")
    assert_is_whole(app)
    assert "共 2 项：" in shown(app) and "未设目标 1" in shown(app)
    assert any(
        "滞后" in str(piece.proto.body) and "0.75" in str(piece.proto.body) for piece in app.get("html")
    )
    app.selectbox(key="pick_order").select("lag").run()
    assert address(app)["order"] == "lag"
    assert_is_whole(app)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "asked",
    [{"unit": "a"}, {"unit": "a", "mode": "gain"}, {"look": "figures"}, {"unit": "b"}, {"known": "0"}],
)
def test_every_way_to_look_at_a_metric_is_whole(
    page: Callable[..., AppTest], asked: dict[str, str], lang: str
) -> None:
    assert_is_whole(page("progress", metric="m", lang=lang, **asked))


def test_a_unit_sees_its_own_targets(page: Callable[..., AppTest]) -> None:
    app = page("unit", unit="a")
    assert_is_whole(app)
    assert "本单位有目标的指标共 1 项" in shown(app)
    assert "未设目标和时限，不作进度判断" in shown(page("unit", unit="b"))
