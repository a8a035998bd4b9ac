"""PDF slides and circular: what poppler reads out of the saved file, and what is refused."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import plotly.graph_objects as go
import pytest

from campaign import panels
from campaign.filters import Filters
from campaign.meeting.deck import Deck, Slide
from campaign.output.drafting import Draft, Line
from campaign.output.materials import MATERIALS
from campaign.output.papers import circular_layout, paper, small_line
from campaign.output.pdf.chart_svg import chart_svg
from campaign.output.pdf.deck_pdf import deck_pdf
from campaign.output.pdf.drawing import wrapped
from campaign.output.pdf.paper_pdf import paper_pdf
from campaign.output.pdf.typeset import Fonts, compiled, why_not
from campaign.output.picture import Axis, Chart, Mark, Series
from campaign.output.word_papers import CIRCULAR
from campaign.store import Store
from campaign.words import LANGUAGES, Language, Refusal, Words
from tests import decks, papers_deck
from tests.test_circular import OFFICE, body, frame_of

EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)


@pytest.fixture(scope="module")
def store(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store(Path(shutil.copy(built, tmp_path_factory.mktemp("pdf") / "page.duckdb")))
    yield opened
    opened.close()


def poppler(program: str, data: bytes, *arguments: str) -> str:
    """What poppler says of a saved PDF."""
    if shutil.which(program) is None:
        without_it = pytest.fail if os.environ.get("CAMPAIGN_NO_SKIP") else pytest.skip
        without_it(f"{program} is not installed")
    end = ["-"] if program == "pdftotext" else []
    asked = subprocess.run(
        [program, *arguments, "-", *end], input=data, capture_output=True, check=True, timeout=60
    )
    return asked.stdout.decode()


def pages(data: bytes, *arguments: str) -> list[str]:
    return poppler("pdftotext", data, *arguments).split("\f")[:-1]


def close(text: str) -> str:
    """Without the space that a reader of the file finds between lines, and Chinese and Latin signs."""
    return re.sub(r"\s+", "", text)


def of_panel(store: Store, lang: Language = "zh", **fields: object) -> Deck:
    slide = decks.shown(store, panels.PROGRESS, lang, metric_id="matters_resolved")
    return decks.deck([Slide("cover", "cover", ""), slide], lang, **fields)


@EVERY_LANGUAGE
def test_the_slides_say_the_screens_figures_with_their_hedge_words(store: Store, lang: Language) -> None:
    said = close("".join(pages(deck_pdf(decks.of_the_page(store, lang)))))
    frame = panels.PROGRESS.answer(store, Filters(store.last_event, metric_id="matters_resolved"))
    table = panels.PROGRESS.table(frame, Words(lang))
    shown = table[Words(lang)("column.figure")]
    assert len(shown) == 3 and [figure for figure in shown if close(figure) not in said] == []
    assert ("1870余件" if lang == "zh" else "over1,870") in said


def test_each_slide_is_a_page_of_sixteen_to_nine_with_its_source_and_the_meetings_id(store: Store) -> None:
    data = deck_pdf(of_panel(store))
    assert re.search(r"Pages: +2\n(.*\n)*Page size: +960 x 540 pts", poppler("pdfinfo", data))
    first = decks.deck([]).deck_id
    assert all(close(first) in close(page) for page in pages(data))
    assert "来源" in pages(data)[1] or "推进会发言摘登" in pages(data)[1]


def test_what_is_made_up_says_so_on_every_page(store: Store) -> None:
    label = close(Words("zh")("demo.label"))
    made_up = pages(deck_pdf(of_panel(store, is_synthetic=True)))
    assert all(label in close(page) for page in made_up[1:]) and label in close(made_up[0])
    assert not any(label in close(page) for page in pages(deck_pdf(of_panel(store))))


def test_a_chart_is_drawn_as_vectors_and_its_words_are_text(store: Store) -> None:
    data = deck_pdf(of_panel(store))
    assert len(poppler("pdfimages", data, "-list").splitlines()) == 2  # the heading: no image
    assert "禹城市伦镇" in pages(data)[1] and "Noto" in poppler("pdffonts", data)


def test_a_closing_sign_never_begins_a_line() -> None:
    lines = wrapped("反馈率 99.0%（57,099/57,667），按期", 12, 150)
    assert "".join(lines).replace(" ", "") == "反馈率99.0%（57,099/57,667），按期"
    assert len(lines) > 1 and not any(line[0] in "），。" for line in lines)


def test_names_of_points_near_one_another_do_not_lie_on_one_another() -> None:
    words = Words("zh")
    marks = [
        Mark(0.99, x, name, symbol="circle")
        for x, name in ((300, "庆云县示例四镇"), (340, "武城县示例一街道"))
    ]
    series = Series("", "line", (*marks, Mark(0.5, 500, symbol="circle")), beside="r")
    drawn = chart_svg(
        Chart("points", (), (series,), Axis(0.4, 1.0), Axis(0, 1000)), 500, 300, 12, words, "sans"
    )
    starts = {
        said: float(x)
        for x, said in re.findall(r'<text x="([\d.]+)"[^>]*>(庆云县[^<]*|武城县[^<]*)</text>', drawn)
    }
    assert starts["庆云县示例四镇"] + 7 * 12 <= starts["武城县示例一街道"]


def test_days_nobody_reported_leave_the_line_open(store: Store) -> None:
    figure = go.Figure()
    figure.add_scatter(
        x=["2021-08-01", "2021-08-15", "2021-09-01", "2021-09-10"], y=[1, None, 3, 4], name="甲"
    )
    figure.update_traces(mode="lines+markers+text", text=["1件", "", "3件", "4件"])
    (page,) = pages(deck_pdf(decks.deck([decks.drawn(figure)])))
    assert {"1件", "3件", "4件"} <= {close(line) for line in page.split()} and "None" not in page


@pytest.mark.parametrize("typed", ['#import "@preview/cetz:0.3.0"', '\\#panic()" + [x]', "<b>&amp;$x$</b>"])
def test_what_a_person_typed_stays_text(store: Store, typed: str) -> None:
    slide = replace(of_panel(store).slides[1], title=typed, lines=(typed,))
    said = "".join(pages(deck_pdf(decks.deck([slide, Slide("w", "words", typed, None, (typed,))]))))
    assert close(said).count(close(typed)) >= 4
    made = replace(papers_deck.deck(store), title=typed)
    assert close(typed) in close("".join(pages(CIRCULAR.pdf(made))))


@EVERY_LANGUAGE
def test_the_circular_has_the_paragraphs_and_tables_of_the_word_file(store: Store, lang: Language) -> None:
    made = replace(papers_deck.deck(store, lang), office=OFFICE)
    said = close("".join(pages(CIRCULAR.pdf(made), "-raw")))
    said = re.sub(r"—\d+—", "", said).replace(close(small_line(made)), "")
    lines = [close(line) for line in body(CIRCULAR.docx(made)).splitlines() if line.strip()]
    assert [line for line in lines if line not in said] == []
    figures = panels.GOAL_FIGURES.table(frame_of(store, panels.GOAL_FIGURES), Words(lang))
    assert [one for one in figures[Words(lang)("column.figure")] if close(one) not in said] == []


def test_a_page_of_the_circular_has_22_lines_of_28_characters(store: Store) -> None:
    made = papers_deck.deck(store)
    draft = Draft("题", (Line(0, "国" * 28 * 60),), ())
    second = pages(paper_pdf(paper(draft, made, circular_layout), made))[1]
    lines = [close(line) for line in second.splitlines() if set(close(line)) == {"国"}]
    assert [len(line) for line in lines] == [28] * 22


def test_pages_are_numbered_right_on_odd_and_left_on_even_ones(store: Store) -> None:
    found = pages(CIRCULAR.pdf(papers_deck.deck(store)), "-layout")
    at = [next(line for line in page.splitlines() if re.search(r"— ?\d+ ?—", line)) for page in found[:2]]
    assert at[0].index("—") > at[1].index("—")


def test_without_a_chinese_font_it_is_refused_in_a_sentence_that_says_what_to_do(tmp_path: Path) -> None:
    alone = Fonts(tmp_path, with_machine=False)
    with pytest.raises(Refusal, match=r"没有带中文的字体.*放进文件夹.*打印或存为 PDF"):
        compiled("#text([国])", alone)
    assert why_not(alone) is not None


def test_a_font_put_into_the_folder_is_found_and_comes_first(tmp_path: Path) -> None:
    fonts = Fonts(tmp_path).found.fonts()
    path = next(font.path for font in fonts if font.family.startswith("Noto Sans CJK") and font.path)
    (tmp_path / "own.ttc").symlink_to(path)
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    found = Fonts(tmp_path, with_machine=False)
    assert found.chinese and found.chinese[0].startswith("Noto Sans CJK")
    assert why_not(found) is None and compiled("#text([国])", found).startswith(b"%PDF")


def test_the_pdf_files_are_among_the_materials() -> None:
    assert {"pdf", "circular_pdf"} <= {material.name for material in MATERIALS if material.suffix == "pdf"}
