"""The closed loop: its questions on drawn tables, what the methods make of them, and its page."""

import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from campaign import panels
from campaign.ask import ask
from campaign.filters import Filters
from campaign.intake import building
from campaign.loop import told
from campaign.settings import FIRST_CAMPAIGN, REFERENCE
from campaign.store import Store
from campaign.words import Words
from tests.drawing import draw, enter
from tests.test_pages import home, opened, shown

__all__ = ["home"]

ZH, EN = Words("zh"), Words("en")

STAGES = """
    metric_id | name   | uom | kind       | group_code | subset_of | numerator | denominator
    accepted  | 受理数 | 件  | cumulative | loop       |           |           |
    answered  | 反馈数 | 件  | cumulative | loop       | accepted  |           |
    revisited | 回访数 | 件  | cumulative | loop       | answered  |           |
    satisfied | 满意数 | 件  | cumulative | loop       | revisited |           |
    answer    | 反馈率 | 比  | rate       | loop       |           | answered  | accepted
"""
PLAN = """
    kind       | code | no | name
    loop_stage | x    | 1  | 受理
    loop_stage | y    | 2  | 反馈
    loop_stage | z    | 3  | 回访
"""
TOWNS = "unit_id | short_name\n" + "\n".join(f"{town} | {town}镇" for town in "abcdefghijkl")


def drawn(path: Path, figures: str, **more: str) -> Store:
    tables = {"unit": TOWNS, "metric": STAGES, "theme": PLAN, **more}
    return draw(path / "drawn.duckdb", **tables, observation=figures)


def answer(store: Store, question: str, columns: str, **wanted: str) -> list[tuple]:
    frame = ask(store, question, Filters(store.last_event, **wanted))  # type: ignore[arg-type]
    told = frame[columns.split()].astype(object)
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in told.itertuples(index=False)]


# Stages of one day


def test_a_share_is_of_the_stage_before_and_the_loss_is_what_went_no_further(tmp_path: Path) -> None:
    store = drawn(
        tmp_path, "unit_id | metric_id | value\na | accepted | 50\na | answered | 40\na | revisited | 10"
    )
    assert answer(store, "loop_units", "stage_name value share lost") == [
        ("受理", 50, None, None),
        ("反馈", 40, 0.8, 10),
        ("回访", 10, 0.25, 30),
        ("满意数", None, None, None),
    ]


def test_stages_are_compared_on_one_day_only(tmp_path: Path) -> None:
    figures = """
        unit_id | metric_id | as_of      | value
        a       | accepted  | 2021-08-31 | 50
        a       | answered  | 2021-08-31 | 40
        a       | accepted  | 2021-09-17 | 90
    """
    said = answer(drawn(tmp_path, figures), "loop_units", "stage_no value share")
    assert said == [(1, 90, None), (2, None, None), (3, None, None), (4, None, None)]


@pytest.mark.parametrize("hedged", ["accepted", "answered"])
def test_a_hedged_count_gives_no_share(tmp_path: Path, hedged: str) -> None:
    rows = [
        f"a | {stage} | {value} | {'at_least' if stage == hedged else 'exact'}"
        for stage, value in (("accepted", 50), ("answered", 40))
    ]
    store = drawn(tmp_path, "\n".join(["unit_id | metric_id | value | qualifier", *rows]))
    assert answer(store, "loop_units", "share lost")[1] == (None, None)
    table = table_of(store, panels.LOOP_UNITS)
    assert table.iloc[0]["反馈率"] == "不是确数"


def test_counts_of_different_coverage_give_no_share(tmp_path: Path) -> None:
    figures = "unit_id | metric_id | value | coverage\na | accepted | 50 | own\na | answered | 40 | county"
    assert answer(drawn(tmp_path, figures), "loop_units", "share")[1] == (None,)


def test_nothing_accepted_gives_no_share_and_no_error(tmp_path: Path) -> None:
    store = drawn(tmp_path, "unit_id | metric_id | value\na | accepted | 0\na | answered | 0")
    assert answer(store, "loop_units", "share lost")[1] == (None, 0)
    assert table_of(store, panels.LOOP_UNITS).iloc[0]["反馈率"] == "上一环节为 0"


def test_kinds_of_matters_are_kept_apart(tmp_path: Path) -> None:
    figures = """
        unit_id | metric_id | variant    | value
        a       | accepted  |            | 50
        a       | accepted  | enterprise | 20
        b       | accepted  | enterprise | 5
    """
    variant = "metric_id | variant | name | part_of\naccepted | enterprise | 企业诉求 | whole"
    store = drawn(tmp_path, figures, variant=variant)
    assert answer(store, "loop_variants", "variant units") == [("whole", 1), ("enterprise", 2)]
    assert answer(store, "loop_stages", "value units")[0] == (50, 1)
    assert answer(store, "loop_stages", "value units", variant="enterprise")[0] == (25, 2)


def test_a_unit_that_no_longer_takes_part_is_not_in_the_loop(tmp_path: Path) -> None:
    store = drawn(
        tmp_path,
        "unit_id | metric_id | value\na | accepted | 50\ngone | accepted | 20",
        unit="unit_id | active\na | true\ngone | false",
    )
    assert answer(store, "loop_stages", "value units")[0] == (50, 1)


def test_a_rate_of_all_counts_only_units_that_gave_both_numbers(tmp_path: Path) -> None:
    figures = """
        unit_id | metric_id | value | qualifier
        a       | accepted  | 50    | exact
        a       | answered  | 40    | exact
        b       | accepted  | 100   | exact
        c       | accepted  | 30    | at_least
        c       | answered  | 30    | exact
    """
    store = drawn(tmp_path, figures)
    said = answer(store, "loop_stages", "value units counts base pair_units share")
    assert said[0] == (180, 3, None, None, 0, None)
    assert said[1] == (70, 2, 40, 50, 1, 0.8)
    table = table_of(store, panels.LOOP_STAGES)
    assert list(table["件数"][:2]) == ["超过180件", "70件"]
    assert list(table["占上一环节"][:2]) == ["", "80.0%（40/50）"]


def test_figures_of_different_coverage_are_not_added_up(tmp_path: Path) -> None:
    figures = "unit_id | metric_id | value | coverage\na | accepted | 50 | own\nb | accepted | 40 | county"
    store = drawn(tmp_path, figures)
    frame = panels.LOOP_STAGES.answer(store, Filters(store.last_event))
    assert panels.LOOP_STAGES.refused(frame) == "not_comparable"


# Where matters stop


def test_a_unit_is_stuck_where_it_loses_most_and_the_unsatisfied_are_not_stuck(tmp_path: Path) -> None:
    figures = """
        unit_id | metric_id | value
        a       | accepted  | 50
        a       | answered  | 45
        a       | revisited | 30
        a       | satisfied | 1
        b       | accepted  | 90
        b       | answered  | 60
        b       | revisited | 60
        c       | accepted  | 20
        c       | answered  | 20
    """
    said = answer(drawn(tmp_path, figures), "loop_stuck", "unit_id before_name stage_name lost")
    assert said == [("b", "受理", "反馈", 30), ("a", "反馈", "回访", 15)]


# Small numbers


@pytest.mark.parametrize(
    ("accepted", "answered", "said"),
    [
        (9, 7, "7/9"),
        (10, 7, "70%（7/10，样本少）"),
        (29, 29, "100%（29/29，样本少）"),
        (30, 20, "66.7%（20/30）"),
        (2000, 1999, "100.0%（1,999/2,000）"),
    ],
)
def test_a_rate_is_printed_as_its_size_allows_and_always_with_both_numbers(
    tmp_path: Path, accepted: int, answered: int, said: str
) -> None:
    figures = f"unit_id | metric_id | value\na | accepted | {accepted}\na | answered | {answered}"
    assert table_of(drawn(tmp_path, figures), panels.LOOP_UNITS).iloc[0]["反馈率"] == said


def test_a_unit_with_under_ten_matters_has_no_mark_on_an_axis_of_percents(tmp_path: Path) -> None:
    figures = """
        unit_id | metric_id | value
        a       | accepted  | 9
        a       | answered  | 7
        b       | accepted  | 10
        b       | answered  | 7
    """
    frame = answered_by(drawn(tmp_path, figures), panels.LOOP_UNITS)
    through = {(row["unit_id"], row["stage_no"]): row["through"] for _, row in frame.iterrows()}
    assert pd.isna(through["a", 2])
    assert through["b", 2] == 0.7


# Months


def monthly(counts: dict[str, list[object]], unit: str = "a", start: str = "") -> str:
    """Running totals of a unit, one a month from January 2021; None leaves the month out, 40+ is hedged."""
    rows = []
    for stage, totals in counts.items():
        for month, total in enumerate(totals, 1):
            if total is None:
                continue
            hedge = "at_least" if str(total).endswith("+") else "exact"
            rows.append(
                f"{unit} | {stage} | 2021-{month:02}-28 | {str(total).rstrip('+')} | {hedge} | {start}"
            )
    return "\n".join(rows)


MONTHLY = "unit_id | metric_id | as_of | value | qualifier | period_start\n"


def months(store: Store, columns: str = "counts base", **wanted: str) -> list[tuple]:
    return answer(store, "loop_months", columns, metric_id="answer", **wanted)


def test_a_month_is_what_it_added_to_both_totals(tmp_path: Path) -> None:
    store = drawn(tmp_path, MONTHLY + monthly({"accepted": [20, 50, 90], "answered": [10, 35, 75]}))
    assert months(store) == [(None, None), (25, 30), (40, 40)]


def test_a_total_that_began_in_its_month_is_that_month(tmp_path: Path) -> None:
    totals = monthly({"accepted": [20, 50], "answered": [10, 35]}, start="2021-01-01")
    assert months(drawn(tmp_path, MONTHLY + totals)) == [(10, 20), (25, 30)]


def test_a_month_left_out_costs_the_month_after_it_too(tmp_path: Path) -> None:
    totals = monthly({"accepted": [20, 50, None, 90, 99], "answered": [10, 35, None, 75, 80]})
    said = months(drawn(tmp_path, MONTHLY + totals), "counts why_not", unit_id="a")
    assert said[1:] == [(25, None), (None, None), (None, "no_neighbours"), (5, None)]


def test_a_total_that_fell_is_no_month(tmp_path: Path) -> None:
    totals = monthly({"accepted": [20, 50, 40], "answered": [10, 35, 36]})
    assert months(drawn(tmp_path, MONTHLY + totals), "counts why_not")[2] == (None, "decreasing")


def test_all_together_leave_out_the_unit_whose_month_cannot_be_said(tmp_path: Path) -> None:
    first = monthly({"accepted": [20, 50], "answered": [10, 35]})
    second = monthly({"accepted": [20, "50+"], "answered": [10, 35]}, unit="b")
    store = drawn(tmp_path, f"{MONTHLY}{first}\n{second}")
    assert months(store, "counts base units hedged")[1] == (25, 30, 1, False)
    assert months(store, "counts hedged", unit_id="b")[1] == (None, True)


STEADY = [80, 82, 78, 81, 79, 80, 82, 78, 81, 79]


def chart_of(store: Store) -> pd.DataFrame:
    return panels.LOOP_MONTHS.answer(store, Filters(store.last_event, metric_id="answer", unit_id="a"))


def test_ten_months_are_too_few_to_judge_and_the_reason_is_said(tmp_path: Path) -> None:
    frame = chart_of(drawn(tmp_path, two_years(STEADY)))
    assert panels.LOOP_MONTHS.refused(frame) == "too_few_reports"
    assert told.signs(frame, ZH) == []


def two_years(rates: list[int], size: int = 100) -> str:
    """Running totals of months in which so many of `size` were answered, after one month to start from."""
    rows, accepted, answered = [], 0, 0
    for month, rate in enumerate([0, *rates]):
        accepted, answered = (accepted + size, answered + rate) if month else (0, 0)
        day = f"{2021 + month // 12}-{month % 12 + 1:02}-28"
        rows += [
            f"a | accepted | {day} | {accepted} | exact |",
            f"a | answered | {day} | {answered} | exact |",
        ]
    return MONTHLY + "\n".join(rows)


GOAL = """
    target_id | kind   | subject | subject_code | op | value | due
    t         | target | metric  | answer       | ge | {value} | 2022-12-31
"""


def signs_of(store: Store) -> list[str]:
    return [word for _, _, _, word in told.signs(chart_of(store), ZH)]


def test_a_steady_rate_is_ordinary_ups_and_downs(tmp_path: Path) -> None:
    store = drawn(tmp_path, two_years(STEADY + STEADY[:4]))
    frame = chart_of(store)
    assert signs_of(store) == ["平稳", "未设目标"]
    assert "属平常波动" in told.months_say(frame, ZH)
    assert "81.0%（81/100）" in told.months_say(frame, ZH)


def test_a_fall_in_the_last_month_is_a_signal_with_shape_and_word(tmp_path: Path) -> None:
    store = drawn(tmp_path, two_years([*STEADY, *STEADY[:3], 50]))
    assert told.signs(chart_of(store), ZH)[0] == ("▼", "worse", "变化", "降低，需留意")
    assert "低于下限" in told.months_say(chart_of(store), ZH)
    assert "below the lower limit" in told.months_say(chart_of(store), EN)


@pytest.mark.parametrize(("goal", "word"), [("0.5", "稳定达到"), ("0.8", "时有时无"), ("0.99", "一直达不到")])
def test_a_target_is_held_against_the_limits_and_not_against_one_month(
    tmp_path: Path, goal: str, word: str
) -> None:
    store = drawn(tmp_path, two_years(STEADY + STEADY[:4]), target=GOAL.format(value=goal))
    assert signs_of(store)[1] == word


def test_a_hedged_month_refuses_the_units_chart(tmp_path: Path) -> None:
    figures = two_years(STEADY + STEADY[:4]).replace("2021-06-28 | 500 | exact", "2021-06-28 | 500 | about")
    frame = chart_of(drawn(tmp_path, figures))
    assert panels.LOOP_MONTHS.refused(frame) == "hedged"


def test_a_month_of_under_ten_matters_is_a_gap(tmp_path: Path) -> None:
    frame = chart_of(drawn(tmp_path, two_years([8] * 14, size=9)))
    assert panels.LOOP_MONTHS.refused(frame) == "no_data"
    assert set(panels.LOOP_MONTHS.table(frame, ZH)["比率"][1:]) == {"8/9"}


# Between units


def group(rates: dict[str, tuple[int, int]]) -> str:
    rows = [f"{u} | accepted | {of}\n{u} | answered | {count}" for u, (count, of) in rates.items()]
    return "unit_id | metric_id | value\n" + "\n".join(rows)


def rate_of(store: Store) -> pd.DataFrame:
    return panels.LOOP_RATE.answer(store, Filters(store.last_event, metric_id="answer"))


ALIKE = {town: (79 + n % 3, 100) for n, town in enumerate("abcdefghijk")}


def test_only_the_unit_outside_the_limits_is_named_in_the_picture(tmp_path: Path) -> None:
    store = drawn(tmp_path, group({**ALIKE, "l": (30, 100)}))
    frame = rate_of(store)
    assert [name for name in names_in(panels.LOOP_RATE, frame) if name] == ["l镇"]
    assert "明显偏低：l镇 30.0%（30/100）。" in told.rate_says(frame, ZH)


def test_units_that_differ_by_chance_are_not_named(tmp_path: Path) -> None:
    frame = rate_of(drawn(tmp_path, group(ALIKE)))
    assert [name for name in names_in(panels.LOOP_RATE, frame) if name] == []
    assert "不必区分高低" in told.rate_says(frame, ZH)


def test_two_units_are_too_few_for_a_funnel_and_the_reason_is_said(tmp_path: Path) -> None:
    frame = rate_of(drawn(tmp_path, group({"a": (1, 100), "b": (99, 100)})))
    assert panels.LOOP_RATE.refused(frame) == "too_few_units"


def test_a_unit_left_out_of_the_funnel_says_why(tmp_path: Path) -> None:
    store = drawn(tmp_path, group(ALIKE) + "\nl | accepted | 50")
    last = panels.LOOP_RATE.table(rate_of(store), ZH).iloc[-1]
    assert (last["比率"], last["与全组相比"], last["批次与行"]) == ("未报", "未报", "")


def names_in(panel: panels.Panel, frame: pd.DataFrame) -> list[str]:
    assert panel.draw is not None
    figure = panel.draw(frame, ZH)
    return [text for trace in figure_json(figure)["data"] for text in trace.get("text", [])]


def figure_json(figure: go.Figure) -> dict:
    return dict(json.loads(figure.to_json()))


def answered_by(store: Store, panel: panels.Panel) -> pd.DataFrame:
    return panel.answer(store, Filters(store.last_event))


def table_of(store: Store, panel: panels.Panel) -> pd.DataFrame:
    return panel.table(answered_by(store, panel), ZH)


# Weeks

WEEKS = """
    metric_id | name       | uom | kind | frequency | goal         | numerator | denominator
    due       | 应反馈     | 件  | flow | week      | satisfaction |           |
    in_time   | 按时反馈   | 件  | flow | week      | satisfaction |           |
    punctual  | 按时反馈率 | 比  | rate | week      | satisfaction | in_time   | due
"""
TWO_WEEKS = """
    unit_id | metric_id | as_of      | value | qualifier
    a       | due       | 2021-09-05 | 50    | exact
    a       | in_time   | 2021-09-05 | 40    | exact
    b       | due       | 2021-09-05 | 30    | exact
    a       | due       | 2021-09-19 | 20    | exact
    a       | in_time   | 2021-09-19 | 15    | at_least
    b       | due       | 2021-09-19 | 10    | exact
    b       | in_time   | 2021-09-19 | 10    | exact
"""


def test_a_week_counts_only_units_that_gave_both_numbers_exactly(tmp_path: Path) -> None:
    store = drawn(tmp_path, TWO_WEEKS, metric=WEEKS)
    assert answer(store, "loop_weeks", "counts base units why_not") == [
        (40, 50, 1, None),
        (None, None, 0, "not_reported"),
        (10, 10, 1, None),
    ]
    assert answer(store, "loop_weeks", "base why_not", unit_id="a")[-1] == (None, "hedged")


def test_where_nobody_reports_by_the_week_there_is_no_week(tmp_path: Path) -> None:
    assert answer(drawn(tmp_path, group(ALIKE)), "loop_weeks", "week") == []


# The pictures


def test_the_bars_carry_count_and_share_with_both_numbers(tmp_path: Path) -> None:
    store = drawn(tmp_path, group(ALIKE))
    assert panels.LOOP_STAGES.draw is not None
    figure = figure_json(panels.LOOP_STAGES.draw(answered_by(store, panels.LOOP_STAGES), ZH))
    said = [note["text"] for note in figure["layout"]["annotations"]]
    assert "反馈率 79.9%（879/1,100）" in said


def axis_start(folder: Path, answered: int) -> float:
    folder.mkdir()
    store = drawn(folder, group({"a": (answered, 100), "b": (100, 100)}))
    assert panels.LOOP_UNITS.draw is not None
    figure = figure_json(panels.LOOP_UNITS.draw(answered_by(store, panels.LOOP_UNITS), ZH))
    return figure["layout"]["xaxis"]["tickvals"][0]


def test_shares_all_near_the_whole_are_drawn_apart(tmp_path: Path) -> None:
    assert axis_start(tmp_path / "near", 95) == 0.9
    assert axis_start(tmp_path / "far", 30) == 0


def test_a_long_list_of_units_is_cut_in_the_picture_and_whole_in_the_table(tmp_path: Path) -> None:
    names = [f"u{n}" for n in range(60)]
    store = drawn(
        tmp_path,
        group({name: (50, 60 + n) for n, name in enumerate(names)}),
        unit="unit_id | short_name\n" + "\n".join(f"{name} | {name}" for name in names),
    )
    frame = answered_by(store, panels.LOOP_UNITS)
    assert panels.LOOP_UNITS.draw is not None
    marks = figure_json(panels.LOOP_UNITS.draw(frame, ZH))["data"][0]["customdata"]
    assert marks == names[20:]
    assert len(panels.LOOP_UNITS.table(frame, ZH)) == 60
    said = told.units_say(frame, ZH)
    assert "共 60 个单位" in said and said.startswith("走到")


# The page


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve towns that report the loop for fourteen months; the first has firms' matters too."""
    path = tmp_path_factory.mktemp("loop") / "year.duckdb"
    building.build(path, REFERENCE)
    store = Store(path)
    enter(store, "unit", "unit_id | short_name\n" + "\n".join(f"t{n} | 第{n}镇" for n in range(12)))
    enter(store, "observation", "\n".join(fourteen_months()))
    store.close()
    return path


def fourteen_months() -> Iterator[str]:
    """Rows of running totals; the seventh town answers few, the first's firms are a fifth of its matters."""
    chance = random.Random(1)
    yield "unit_id | metric_id | variant | as_of | value | period_start"
    for town in range(12):
        counts = [0] * 5
        shares = (0.5 if town == 7 else 0.9, 0.85, 0.8, 0.95)
        for month in range(14):
            new = [60]
            for share in shares:
                new.append(sum(chance.random() < share for _ in range(new[-1])))
            counts = [sum(both) for both in zip(counts, new, strict=True)]
            day = f"{2021 + month // 12}-{month % 12 + 1:02}-28"
            for stage, count in zip(LOOP, counts, strict=True):
                yield f"t{town} | {stage} |  | {day} | {count} | 2021-01-01"
                if town == 0:
                    yield f"t{town} | {stage} | enterprise | {day} | {count // 5} | 2021-01-01"


LOOP = ["matters_accepted", "matters_answered", "matters_revisited", "matters_rated", "matters_satisfied"]

OpenPage = Callable[..., AppTest]


@pytest.fixture
def open_page(home: Path, year: Path) -> OpenPage:
    shutil.copy(year, home / f"{FIRST_CAMPAIGN}.duckdb")
    return opened


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_of_a_year_says_where_matters_stop_and_who_stands_apart(
    open_page: OpenPage, lang: str
) -> None:
    said = shown(opened("loop", lang=lang, metric="matters_answer_rate"))
    assert ("明显偏低：第7镇" if lang == "zh" else "Clearly low: ") in said
    assert ("变化" if lang == "zh" else "Change") in said
    assert "b-signs" in said


def test_one_unit_chosen_is_the_one_whose_months_are_told(open_page: OpenPage) -> None:
    said = shown(opened("loop", unit="t3", metric="matters_answer_rate"))
    assert "第3镇2022年2月反馈率" in said
    assert "12 个单位报送" in said


def test_firms_matters_can_be_seen_alone_and_one_unit_is_too_few_for_a_funnel(open_page: OpenPage) -> None:
    app = opened("loop", variant="enterprise")
    assert "有数的单位太少" in shown(app)
    assert app.selectbox(key="pick_variant").value == "enterprise"


def test_a_group_in_which_nobody_reports_is_said_to_be_that(open_page: OpenPage) -> None:
    assert "所选的组和事项类别没有单位报送环节件数" in shown(opened("loop", group="city_dept"))


def test_a_kind_of_matter_that_does_not_exist_is_said_once(open_page: OpenPage) -> None:
    app = opened("loop", variant="nosuch")
    assert "链接中的事项类别“nosuch”不存在，已忽略。" in shown(app)
    assert "variant" not in app.query_params


def test_a_unit_shows_its_own_way_through_the_loop_and_others_nothing_of_it(open_page: OpenPage) -> None:
    assert "走到各环节的事项" in shown(opened("unit", unit="t7"))
    assert "走到各环节的事项" not in shown(opened("unit", unit="fgw"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_nobody_reported_the_page_says_what_would_fill_it_and_shows_the_plan(
    home: Path, built: Path, lang: str
) -> None:
    shutil.copy(built, home / f"{FIRST_CAMPAIGN}.duckdb")
    said = shown(opened("loop", lang=lang))
    if lang == "zh":
        assert "还没有单位报送四环节件数" in said
        assert "报送 受理事项数、反馈事项数、回访事项数、评价事项数 后" in said
        assert said.count("<li><b>") == 4 and "答复后再次联系提出人" in said
    else:
        assert "No unit has reported how many matters reached each stage" in said
