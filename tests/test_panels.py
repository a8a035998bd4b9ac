"""Every panel: with nothing to show, in words, as a table, as a chart, and when its data means harm."""

import contextlib
import datetime as dt
import gc
import io
import itertools
import json
import re
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from campaign import panels
from campaign.ask import ask
from campaign.figures.look import PALE, ems, settle
from campaign.figures.shown import show_figure
from campaign.figures.trend import TEXT_PIXELS
from campaign.filters import Filters
from campaign.output.workbook import csv_bytes, xlsx_bytes
from campaign.panels import Panel
from campaign.store import Store
from campaign.words import LANGUAGES, Language, Words
from tests.drawing import draw, enter

EVERY_PANEL = pytest.mark.parametrize("panel", panels.ALL, ids=lambda panel: panel.name)
CHARTS = [panel for panel in panels.ALL if panel.draw is not None]
EVERY_CHART = pytest.mark.parametrize("panel", CHARTS, ids=lambda panel: panel.name)
EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@pytest.fixture(scope="module")
def store(page_store: Store) -> Store:
    return page_store


def answer(store: Store, panel: Panel, known_on: int | None = None) -> pd.DataFrame:
    """The panel's answer about a unit and a metric that have something to say."""
    event = store.last_event if known_on is None else known_on
    return panel.answer(store, Filters(event, unit_id="lunzhen", metric_id="matters_resolved"))


def drawn(panel: Panel, frame: pd.DataFrame, lang: Language) -> go.Figure:
    assert panel.draw is not None
    return panel.draw(frame, Words(lang))


# With nothing to show


@EVERY_LANGUAGE
@EVERY_PANEL
def test_a_panel_with_nothing_to_show_says_so_in_a_sentence(panel: Panel, lang: Language) -> None:
    assert panel.empty(Words(lang)).endswith(("。", "."))


@EVERY_LANGUAGE
@EVERY_PANEL
def test_a_table_of_nothing_has_no_row(store: Store, panel: Panel, lang: Language) -> None:
    nothing = answer(store, panel, known_on=0)
    assert nothing.empty
    assert panel.table(nothing, Words(lang)).empty


@EVERY_LANGUAGE
@EVERY_CHART
def test_a_chart_of_nothing_can_be_drawn(store: Store, panel: Panel, lang: Language) -> None:
    drawn(panel, answer(store, panel, known_on=0), lang).to_json()


# With the figures of the meeting


@EVERY_LANGUAGE
@EVERY_PANEL
def test_the_headings_of_a_table_differ_from_one_another(store: Store, panel: Panel, lang: Language) -> None:
    headings = list(panel.table(answer(store, panel), Words(lang)).columns)
    assert len(headings) == len(set(headings))


@EVERY_PANEL
def test_a_table_has_the_same_shape_in_both_languages(store: Store, panel: Panel) -> None:
    frame = answer(store, panel)
    assert panel.table(frame, Words("zh")).shape == panel.table(frame, Words("en")).shape


@EVERY_LANGUAGE
@EVERY_PANEL
def test_a_panel_is_named_for_those_who_do_not_see_it(store: Store, panel: Panel, lang: Language) -> None:
    words = Words(lang)
    named = panel.alt(answer(store, panel), words)
    assert named.startswith(panel.title(words))
    assert len(named) > len(panel.title(words)) + 2 or answer(store, panel).empty


NAMES = (panels.ALIASES, panels.CALENDAR)  # what people wrote in Chinese and nobody translates


@pytest.mark.parametrize("panel", [one for one in panels.ALL if one not in NAMES], ids=lambda one: one.name)
def test_an_english_table_has_no_chinese_word(store: Store, panel: Panel) -> None:
    table = panel.table(answer(store, panel), Words("en"))
    said = [*table.columns, *(cell for row in table.itertuples(index=False) for cell in row)]
    assert [text for text in map(str, said) if CHINESE.search(text)] == []


@EVERY_CHART
def test_an_english_chart_has_no_chinese_word(store: Store, panel: Panel) -> None:
    said = texts(drawn(panel, answer(store, panel), "en"))
    assert [text for text in said if CHINESE.search(text)] == []


@EVERY_CHART
def test_no_cell_or_mark_shows_a_missing_value_of_ours(store: Store, panel: Panel) -> None:
    said = [*texts(drawn(panel, answer(store, panel), "zh"))]
    table = panel.table(answer(store, panel), Words("zh"))
    said += [str(cell) for row in table.itertuples(index=False) for cell in row]
    assert [text for text in said if re.search(r"\b(nan|NaN|NaT|None|<NA>)\b", text)] == []


def texts(figure: go.Figure) -> list[str]:
    """Every text in a figure's JSON."""

    def inside(node: object) -> Iterator[str]:
        if isinstance(node, str):
            yield node
        elif isinstance(node, dict):
            for value in node.values():
                yield from inside(value)
        elif isinstance(node, list):
            for value in node:
                yield from inside(value)

    return list(inside(json.loads(figure.to_json())))


def said_figures(store: Store, panel: Panel, lang: Language) -> list[str]:
    words = Words(lang)
    return list(panel.table(answer(store, panel), words)[words("column.figure")])


@pytest.mark.parametrize(
    "panel", [panels.PROGRESS, panels.CONTENDERS, panels.HISTORY], ids=lambda panel: panel.name
)
def test_hedge_words_stand_in_a_table_as_printed(store: Store, panel: Panel) -> None:
    assert said_figures(store, panel, "zh") == ["986项", "80余件", "1870余件"]
    assert said_figures(store, panel, "en") == ["986 matters", "over 80 matters", "over 1,870 matters"]


def test_every_hedged_figure_of_the_meeting_keeps_its_hedge_in_both_languages(store: Store) -> None:
    frame = ask(store, "goal_figures", Filters(store.last_event))
    hedged = frame[frame["qualifier"] != "exact"]
    chinese, english = (
        list(panels.GOAL_FIGURES.table(hedged, Words(lang))[Words(lang)("column.figure")])
        for lang in LANGUAGES
    )
    assert {"1870余件", "80余件", "超过60亿元"} <= set(chinese)
    assert chinese == list(hedged["printed"])
    assert [text for text in english if not text.startswith(("over ", "about ", "under "))] == []


@EVERY_LANGUAGE
def test_hedge_words_stand_on_the_bars(store: Store, lang: Language) -> None:
    said = texts(drawn(panels.PROGRESS, answer(store, panels.PROGRESS), lang))
    assert ("1870余件" if lang == "zh" else "over 1,870") in said


def test_a_hedged_bar_looks_other_than_an_exact_one(store: Store) -> None:
    marker = json.loads(drawn(panels.PROGRESS, answer(store, panels.PROGRESS), "zh").to_json())["data"][0][
        "marker"
    ]
    exact, hedged, also_hedged = zip(marker["color"], marker["pattern"]["shape"], strict=True)
    assert exact != hedged == also_hedged


@EVERY_LANGUAGE
def test_the_summary_is_named_by_its_units_and_counts_its_own_rows(store: Store, lang: Language) -> None:
    words = Words(lang)
    frame = answer(store, panels.SUMMARY)
    rows = len(panels.SUMMARY.table(frame, words))
    named = panels.SUMMARY.alt(frame, words)
    assert frame.iloc[0][words.column("short_name")] in named
    assert all(int(number) <= rows for number in re.findall(r"(?:另有 |; )(\d+)", named))


# What the figures of one meeting do not show yet


@pytest.fixture
def two_reports(tmp_path: Path) -> Iterator[Store]:
    """Three units of one group that report a comparable metric twice; b has not reported the second time."""
    store = draw(
        tmp_path / "drawn.duckdb",
        unit="unit_id | short_name | short_name_en\na | 甲镇 | A\nb | 乙镇 | B\nc | 丙镇 | C",
        metric="metric_id | uom | uom_en\nm | 件 | matters",
        observation="""
            unit_id | metric_id | as_of      | value | qualifier | printed
            a       | m         | 2021-08-31 | 5     | exact     | 5件
            b       | m         | 2021-08-31 | 7     | exact     | 7件
            c       | m         | 2021-08-31 | 6     | exact     | 6件
            a       | m         | 2021-09-17 | 10    | at_least  | 10余件
            c       | m         | 2021-09-17 | 9     | exact     | 9件
        """,
    )
    yield store
    store.close()


@EVERY_LANGUAGE
def test_a_second_report_is_drawn_over_time_with_a_gap_where_nobody_reported(
    two_reports: Store, lang: Language
) -> None:
    frame = ask(two_reports, "history", Filters(two_reports.last_event, metric_id="m"))
    lines = json.loads(drawn(panels.HISTORY, frame, lang).to_json())["data"]
    assert len(lines) == 3
    assert ("10余件" if lang == "zh" else "over 10 matters") in "".join(lines[0]["hovertext"])


@EVERY_LANGUAGE
def test_what_may_be_ranked_is_drawn_with_its_places(two_reports: Store, lang: Language) -> None:
    frame = panels.RANKING.answer(two_reports, Filters(two_reports.last_event, metric_id="m"))
    said = texts(drawn(panels.RANKING, frame, lang))
    assert ("10余件  第1位 ↑2" if lang == "zh" else "over 10  No. 1 ↑2") in said


def many_lines(path: Path, values: list[int]) -> Store:
    """A unit a value, each reporting it twice."""
    units = [f"u{number:02}" for number in range(len(values))]
    reports = [
        f"{unit} | m | {day} | {value} | {value}件"
        for unit, value in zip(units, values, strict=True)
        for day in ("2021-08-31", "2021-09-17")
    ]
    return draw(
        path,
        unit="unit_id | short_name | short_name_en\n" + "\n".join(f"{u} | {u} | {u}" for u in units),
        metric="metric_id | uom | uom_en\nm | 件 | matters",
        observation="\n".join(["unit_id | metric_id | as_of | value | printed", *reports]),
    )


@pytest.fixture
def over_time(tmp_path: Path) -> Iterator[Callable[..., dict]]:
    """Draws the course of units that report these values, as the JSON the browser gets."""
    with contextlib.ExitStack() as stack:

        def drawing(*values: int) -> dict:
            store = many_lines(tmp_path / "lines.duckdb", list(values))
            stack.callback(store.close)
            frame = ask(store, "history", Filters(store.last_event, metric_id="m"))
            return json.loads(drawn(panels.HISTORY, frame, "zh").to_json())

        yield drawing


@pytest.mark.parametrize("values", [[5] * 8, [0] * 8, [1, 2, 3, 4, 1000, 1001, 1002, 1003], [7]])
def test_no_name_beside_a_line_covers_another(over_time: Callable[..., dict], values: list[int]) -> None:
    layout = over_time(*values)["layout"]
    bottom, top = layout["yaxis"]["range"]
    room = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    middles = sorted((name["ay"] - bottom) / (top - bottom) * room for name in layout["annotations"])
    assert len(middles) == len(values)
    tall = 2 * TEXT_PIXELS
    assert all(upper - lower >= tall - 0.01 for lower, upper in itertools.pairwise(middles))
    assert middles[0] >= tall / 2 - 0.01 and middles[-1] <= room - tall / 2 + 0.01


def test_of_many_lines_the_highest_and_the_lowest_are_named_and_all_can_be_pointed_at(
    over_time: Callable[..., dict],
) -> None:
    chart = over_time(*range(1, 13))
    named = [name["text"].partition("<br>")[2] for name in chart["layout"]["annotations"]]
    assert sorted(named, key=lambda text: int(text[:-1])) == [f"{n}件" for n in (1, 2, 3, 4, 9, 10, 11, 12)]
    assert len(chart["data"]) == 12 and all(all(line["hovertext"]) for line in chart["data"])
    pale = [line["name"] for line in chart["data"] if line["line"]["color"] == PALE]
    assert pale == ["u04", "u05", "u06", "u07"]


# What is kept


def test_a_chart_is_drawn_once_for_all_who_ask_the_same(store: Store) -> None:
    now, zh = Filters(store.last_event, metric_id="matters_resolved"), Words("zh")
    first = panels.PROGRESS.seen(store, now, zh)
    assert panels.PROGRESS.seen(store, replace(now, unit_id="lunzhen"), zh) is first
    assert first.figure is first.figure


@pytest.mark.parametrize(
    "look",
    [
        lambda store, filters: ask(store, "units", filters),
        lambda store, filters: panels.UNIT_PACE.answer(store, replace(filters, unit_id="lunzhen")),
    ],
    ids=["asked", "judged"],
)
def test_an_answer_looked_at_again_and_again_takes_no_more_memory(
    store: Store, look: Callable[[Store, Filters], pd.DataFrame]
) -> None:
    now = Filters(store.last_event)
    columns = len(look(store, now).columns)
    for _ in range(100):
        look(store, now)
    before = sum(type(found) is weakref.ReferenceType for found in gc.get_objects())
    for _ in range(300):
        look(store, now)
    after = sum(type(found) is weakref.ReferenceType for found in gc.get_objects())
    assert after - before < 100 * columns  # 300 for each column, were they all noted


@pytest.mark.parametrize(
    "other",
    [
        {"filters": {"metric_id": "investment"}},
        {"filters": {"known_on": 0}},
        {"filters": {"period": dt.date(2021, 1, 1)}},
        {"lang": "en"},
        {"panel": panels.HISTORY},
    ],
    ids=["metric", "known", "period", "language", "panel"],
)
def test_a_chart_is_never_shown_to_who_asks_something_else(store: Store, other: dict) -> None:
    now = Filters(store.last_event, metric_id="matters_resolved")
    panel, lang = other.get("panel", panels.PROGRESS), other.get("lang", "zh")
    shown = panels.PROGRESS.seen(store, now, Words("zh")).figure.to_json()
    seen = panel.seen(store, replace(now, **other.get("filters", {})), Words(lang))
    assert seen.figure.to_json() != shown
    answer_now = panel.answer(store, replace(now, **other.get("filters", {})))
    assert seen.figure.to_json() == settle(drawn(panel, answer_now, lang)).to_json()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_chart_leaves_it_to_no_browser_to_make_room_for_names(store: Store, lang: Language) -> None:
    now = Filters(store.last_event, metric_id="matters_resolved")
    for panel in (panels.PROGRESS, panels.PHASE_GRID, panels.SUMMARY):
        seen = panel.seen(store, now, Words(lang)).figure
        names = seen.layout.yaxis.ticktext or seen.data[0].y
        longest = max(ems(line) for name in names for line in name.split("<br>"))
        assert seen.layout.yaxis.automargin is None
        assert seen.layout.margin.l > longest * 13
        assert show_figure(seen).layout.yaxis.automargin  # larger there: the browser finds out how much


def test_a_chart_kept_before_a_correction_is_not_shown_after_it(two_reports: Store) -> None:
    def bars() -> list[str]:
        now = Filters(two_reports.last_event, metric_id="m")
        return texts(panels.PROGRESS.seen(two_reports, now, Words("zh")).figure)

    assert "10余件" in bars()
    enter(two_reports, "observation", "unit_id | metric_id | value | printed\na | m | 99 | 99件")
    assert "99件" in bars() and "10余件" not in bars()


# Blank, 不涉及 and 0


@pytest.fixture
def three_answers(tmp_path: Path) -> Iterator[Store]:
    """Four units asked for one metric: one reported 0, one has no such work, one is silent, one said 5."""
    store = draw(
        tmp_path / "drawn.duckdb",
        unit="unit_id | short_name | short_name_en\n"
        + "\n".join(f"{name} | {name} | {name}" for name in ("zero", "none", "blank", "five")),
        metric="metric_id | uom | uom_en\nm | 件 | matters",
        assignment="unit_id | metric_id | not_applicable\n"
        "zero | m | false\nnone | m | true\nblank | m | false\nfive | m | false",
        observation="unit_id | metric_id | value | printed\nzero | m | 0 | 0件\nfive | m | 5 | 5件",
    )
    yield store
    store.close()


def test_blank_not_applicable_and_nought_read_differently(three_answers: Store) -> None:
    frame = ask(three_answers, "summary", Filters(three_answers.last_event))
    (said,) = panels.SUMMARY.table(frame, Words("zh")).to_dict("records")
    assert [said[unit] for unit in ("zero", "none", "blank", "five")] == ["0件", "不涉及", "未报", "5件"]
    (said,) = panels.SUMMARY.table(frame, Words("en")).to_dict("records")
    assert len({said[unit] for unit in ("zero", "none", "blank", "five")}) == 4


def test_blank_not_applicable_and_nought_are_drawn_differently(three_answers: Store) -> None:
    frame = ask(three_answers, "summary", Filters(three_answers.last_event))
    traces = json.loads(drawn(panels.SUMMARY, frame, "zh").to_json())["data"]
    looks = {unit: trace["marker"]["symbol"] for trace in traces for unit in trace["customdata"]}
    assert set(looks) == {"zero", "none", "blank", "five"}
    assert len(set(looks.values())) == 4


def test_blank_and_not_applicable_have_no_bar_and_nought_has_one(three_answers: Store) -> None:
    frame = ask(three_answers, "progress", Filters(three_answers.last_event, metric_id="m"))
    assert [(row["unit_id"], row["value"]) for _, row in frame.iterrows()] == [("zero", 0), ("five", 5)]


# Data that means harm

EVIL = "<b>x</b><a href='http://x'>"
EVIL_WORDS = ("<b>", "<a ", "</b>")


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A campaign in which every name is a piece of live HTML."""
    store = draw(
        tmp_path_factory.mktemp("evil") / "evil.duckdb",
        unit="unit_id | name | short_name | name_en | short_name_en | assessment\n"
        + "\n".join(f"{unit} | {EVIL} | {EVIL} | {EVIL} | {EVIL} | none" for unit in "abc"),
        metric="metric_id | kind | frequency | goal | group_code | subset_of | numerator | denominator | "
        "name | name_en | uom | uom_en\n"
        + "\n".join(f"{metric} | {EVIL} | {EVIL} | {EVIL} | {EVIL}" for metric in METRICS),
        variant=f"metric_id | variant | name | name_en | part_of\nm | v | {EVIL} | {EVIL} | whole",
        theme="kind | code | no | name | name_en\n"
        + "\n".join(f"{kind} | {code} | {no} | {EVIL} | {EVIL}" for kind, code, no in THEMES),
        action="action_id | unit_id | cadence | requirement | starts_on | has_strip | set_code | set_name | "
        "set_name_en | name | name_en\n"
        + "\n".join(f"{action} | set | {EVIL} | {EVIL} | {EVIL} | {EVIL}" for action in ACTIONS),
        weight="comparable_group | metric_id | weight | goalpost_low | goalpost_high\ntown | m | 100 | 0 | 4",
        record="record_id | unit_id | kind | title | level\n"
        "r | a | check | x | \ng | a | recognition | x | nation",
        nomination=f"nomination_id | award | unit_id | subject\nn | case | a | {EVIL}",
        prior_observation="campaign_id | unit_id | metric_id | as_of | value | printed | coverage\n"
        f"before | a | m | 2020-09-17 | 3 | {EVIL} | own",
        task=f"task_id | unit_id | title\nt | a | {EVIL}",
        target="target_id | kind | subject | subject_code | unit_id | value | uom | due | name | name_en\n"
        f"t | target | metric | accepted | a | 9000 | {EVIL} | 2021-12-31 | {EVIL} | {EVIL}\n"
        f"q | quota | award | case |  | 20 | {EVIL} | 2021-12-31 | {EVIL} | {EVIL}",
        observation="unit_id | metric_id | variant | as_of | value | printed\n"
        + "\n".join(
            f"{unit} | m | {variant} | {day} | {number} | {EVIL}"
            for number, unit in enumerate("abc", 1)
            for variant in ("", "v")
            for day in ("2021-09-16", "2021-09-17")
        )
        + "\n"
        + "\n".join(
            f"{unit} | {stage} |  | {month:%Y-%m-%d} | {number * each} | {EVIL}"
            for unit in "abc"
            for stage, each in (("accepted", 25), ("answered", 20))
            for number, month in enumerate(pd.date_range("2020-08-31", periods=14, freq="ME"), 1)
        )
        + "\n"
        + "\n".join(
            f"{unit} | {metric} |  | {week:%Y-%m-%d} | {count} | {EVIL}"
            for unit in "abc"
            for metric, count in (("due", 25), ("in_time", 20))
            for week in pd.date_range("2021-05-02", periods=20, freq="7D")
        ),
    )
    yield store
    store.close()


THEMES = [
    ("goal", "satisfaction", 2),
    *(("phase", "launch", 1), ("goal", "method", 1), ("comparable_group", "town", 1), ("coverage", "own", 1)),
    *(
        ("loop_stage", "accepted", 1),
        ("loop_stage", "answered", 2),
        ("award", "case", 1),
        ("level", "nation", 1),
    ),
]
ACTIONS = [
    "act | a | week | own | 2021-09-01 | false",
    "one | a | once | own | 2021-09-01 | false",
    "two | a | once | own | 2021-09-01 | false",
    "all |   | week | required | 2021-09-01 | true",
    "all_once |  | once | required | 2021-09-01 | false",
]
METRICS = [  # m is a share of the closed loop too, so that its charts have something to draw
    "accepted | cumulative | month |  | loop |  |  | ",
    "answered | cumulative | month |  | loop | accepted |  | ",
    "m | rate | month |  | service |  | answered | accepted",
    "due | flow | week |  | service |  |  | ",
    "in_time | flow | week |  | service |  |  | ",
    "punctual | rate | week | satisfaction | service |  | in_time | due",
]


@EVERY_LANGUAGE
@EVERY_CHART
def test_a_name_that_is_html_is_only_text_in_a_chart(evil: Store, panel: Panel, lang: Language) -> None:
    metric = "accepted" if panel is panels.OUTLOOK else "m"
    asked = Filters(evil.last_event, metric_id=metric, comparable_group="town", today=dt.date(2021, 9, 30))
    frame = panel.answer(evil, replace(asked, unit_id="a"))
    assert not frame.empty
    said = texts(drawn(panel, frame, lang))
    assert [text for text in said if any(word in text for word in EVIL_WORDS)] == []
    assert any("&lt;b&gt;" in text for text in said)


def evil_blocks() -> None:
    import pandas as pd

    from campaign.screen import blocks

    evil = "<b>x</b><a href='http://x'>\"'"
    blocks.heading(evil, evil)
    blocks.section(evil, evil)
    blocks.sentence(evil)
    blocks.prose(evil)
    blocks.facts([(evil, evil)])
    blocks.tiles([(evil, evil, evil)])
    blocks.card(evil, [blocks.Line(evil, evil, ((evil, evil),))], evil)
    blocks.notice(evil)
    blocks.bullets([evil])
    blocks.table(pd.DataFrame({evil: [evil]}), evil, evil)
    blocks.note(evil)
    blocks.refusal(evil, [(evil, evil)])
    blocks.menu_line(evil, kind="brand", under=evil)
    blocks.steps([(evil, evil)])
    blocks.signs([(evil, "plain", evil, evil)])


def test_a_text_that_is_html_is_only_text_on_a_page() -> None:
    app = AppTest.from_function(evil_blocks).run()
    assert not app.exception
    bodies = [str(piece.proto.body) for piece in app.get("html")]
    assert len(bodies) >= 15
    for body in bodies:
        assert "<b>x" not in body and "<a href" not in body
        assert "&lt;b&gt;" in body


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x", "\t=1", "\r=1"]


def csv_cells(frame: pd.DataFrame) -> list[str]:
    read = pd.read_csv(io.BytesIO(csv_bytes(frame)), encoding="utf-8-sig", dtype=str, keep_default_na=False)
    return [str(cell) for cell in read.iloc[:, 0]]


def xlsx_cells(frame: pd.DataFrame) -> list[tuple[str, str]]:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(frame, sheet="s", notes=FORMULAS)))
    return [(str(cell.value), str(cell.data_type)) for (cell,) in book.worksheets[0]["A2" : f"A{200}"]]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_text_in_a_csv_can_become_a_formula(formula: str) -> None:
    (cell,) = csv_cells(pd.DataFrame({"note": [formula]}))
    assert not cell.startswith(tuple(FORMULAS_START))


FORMULAS_START = "=+-@＝＋－＠\t\r"


def test_a_heading_in_a_csv_cannot_become_a_formula_either() -> None:
    text = csv_bytes(pd.DataFrame({"=1+1": ["x"]})).decode("utf-8-sig")
    assert not text.startswith(tuple(FORMULAS_START))


@pytest.mark.parametrize(
    ("panel", "lang"),
    [
        pytest.param(
            panel,
            lang,
            id=f"{panel.name}-{lang}",
        )
        for panel in panels.ALL
        for lang in LANGUAGES
    ],
)
def test_every_panel_can_be_taken_along_as_an_excel_file(store: Store, panel: Panel, lang: Language) -> None:
    words = Words(lang)
    frame = panel.table(answer(store, panel), words)
    content = xlsx_bytes(frame, sheet=panel.title(words), notes=[])
    opened = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert opened.max_row == len(frame) + 1 or frame.empty


def test_no_text_or_note_in_an_excel_file_is_a_formula() -> None:
    kinds = {kind for cell, kind in xlsx_cells(pd.DataFrame({"note": FORMULAS})) if cell != "None"}
    assert kinds == {"s"}


def test_a_negative_number_stays_a_number() -> None:
    assert csv_cells(pd.DataFrame({"change": [-5]})) == ["-5"]
    assert ("-5", "n") in xlsx_cells(pd.DataFrame({"change": [-5]}))


@pytest.mark.parametrize(("lang", "said"), [("zh", "约89.7%"), ("en", "about 89.7%")])
def test_a_share_is_said_in_per_cent_with_its_hedge(lang: Language, said: str) -> None:
    assert Words(lang).figure(0.897, "about", "比率", "share") == said


@pytest.mark.parametrize(
    ("value", "uom", "said"),
    [
        (1, "matters", "1 matter"),
        (1, "duties", "1 duty"),
        (1, "classes", "1 class"),
        (1, "people", "1 person"),
        (2, "duties", "2 duties"),
        (1, "share", "1 share"),
    ],
)
def test_english_counts_one_in_the_singular(value: int, uom: str, said: str) -> None:
    assert Words("en").figure(value, "exact", "件", uom) == said


def test_an_english_message_counts_one_in_the_singular() -> None:
    assert [Words("en")("pace.short_days", days=days) for days in (1, 2)] == [
        ", about 1 day late",
        ", about 2 days late",
    ]
    assert [Words("en")("loop.cover", units=units, day="31 Dec") for units in (1, 2)] == [
        "1 unit reports, the latest as of 31 Dec. ",
        "2 units report, the latest as of 31 Dec. ",
    ]
    assert Words("en")("looked.more", count=1).startswith("1 more is not")
