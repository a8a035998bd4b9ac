"""The one-file handout as a browser reads it: the screen's figures, no network, texts inert."""

import base64
import gzip
import html
import json
import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from campaign import panels
from campaign.filters import Filters
from campaign.meeting.deck import Deck
from campaign.output.handout import MOST_ROWS, handout_html
from campaign.output.materials import MATERIALS
from campaign.store import Store
from campaign.words import LANGUAGES, Language, Words
from tests.papers_deck import changed, deck

EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)
LARGEST = 3 * 10**6  # bytes: what a mail gateway of an office lets through


@pytest.fixture(scope="module")
def store(page_store: Store) -> Store:
    return page_store


def sections(page: str) -> list[str]:
    return re.findall(r"<section.*?</section>", page, re.DOTALL)


def texts(part: str) -> list[str]:
    return [html.unescape(text) for text in re.findall(r">([^<>]+)<", part)]


def charts(page: str) -> list[dict[str, Any]]:
    packed = re.search(r'id="charts">([^<]+)<', page)
    assert packed is not None
    return list(json.loads(gzip.decompress(base64.b64decode(packed[1]))))


@EVERY_LANGUAGE
def test_every_cell_of_every_answer_is_in_the_file_as_on_the_screen(store: Store, lang: Language) -> None:
    made = deck(store, lang)
    said = set(texts(handout_html(made).decode()))
    for slide in made.panels():
        assert slide.seen is not None
        table = slide.seen.panel.table(slide.seen.frame, slide.seen.words)
        cells = {str(cell) for row in table.itertuples(index=False) for cell in row} - {""}
        assert cells <= said
    assert ("1870余件" if lang == "zh" else "over 1,870 matters") in said


@EVERY_LANGUAGE
def test_the_charts_are_the_screens_own(store: Store, lang: Language) -> None:
    made = deck(store, lang)
    drawn = [
        json.loads(slide.seen.figure.to_json())
        for slide in made.panels()
        if slide.seen and slide.seen.panel.draw is not None and not slide.seen.frame.empty
    ]
    assert charts(handout_html(made).decode()) == drawn
    assert len(drawn) >= 2


def test_another_figure_in_the_answer_is_another_figure_in_the_file(store: Store) -> None:
    frame = panels.PROGRESS.answer(store, Filters(store.last_event, metric_id="matters_resolved")).copy()
    frame.loc[frame["printed"] == "1870余件", ["value", "printed"]] = [2345, "2345余件"]
    page = handout_html(changed(deck(store), "progress", frame)).decode()
    assert "2345余件" in texts(page)
    assert "2345余件" in json.dumps(charts(page), ensure_ascii=False)


@EVERY_LANGUAGE
def test_every_slide_says_which_meeting_which_day_whose_figures_and_that_it_is_a_demo(
    store: Store, lang: Language
) -> None:
    words, made = Words(lang), deck(store, lang, is_synthetic=True)
    for section in sections(handout_html(made).decode()):
        said = " ".join(texts(section))
        assert all(part in said for part in (made.deck_id, made.known, made.source, words("demo.label")))
    assert words("demo.label") not in handout_html(deck(store, lang)).decode()


def test_corrections_since_stand_on_the_last_page_and_the_cover_says_so(store: Store) -> None:
    made = replace(deck(store), corrections=("伦镇由1870余件更正为1880余件",))
    found = sections(handout_html(made).decode())
    assert "伦镇由1870余件更正为1880余件" in texts(found[-1])
    assert "定稿以来有 1 处更正，见最后一页" in texts(found[0])


EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'"


def test_a_text_that_is_markup_is_only_text(store: Store) -> None:
    made = deck(store)
    frame = panels.PROGRESS.answer(store, Filters(store.last_event, metric_id="matters_resolved"))
    made = changed(made, "progress", frame.assign(short_name=EVIL, printed=EVIL, note=EVIL))
    slides = [replace(s, title=EVIL, lines=(EVIL,), notes=EVIL, source=EVIL) for s in made.slides]
    page = handout_html(
        replace(made, title=EVIL, deck_id=EVIL, known=EVIL, corrections=(EVIL,), slides=tuple(slides))
    ).decode()
    plain = handout_html(deck(store)).decode()
    assert page.count("<script") == plain.count("<script") and "<img" not in page
    assert EVIL in texts(page)


def test_the_file_asks_nobody_for_anything_and_may_not(store: Store) -> None:
    page = handout_html(deck(store)).decode()
    without_packed = re.sub(r'id="(charts|plotly)">[^<]+<', "", page)
    assert re.findall(r"(?:https?:)?//[\w.-]+\.\w+", without_packed) == []
    assert "default-src 'none'" in page and "connect-src" not in page


@EVERY_LANGUAGE
def test_the_file_is_small_enough_to_be_sent(store: Store, lang: Language) -> None:
    assert len(handout_html(deck(store, lang))) < LARGEST


def test_a_table_too_long_says_how_much_of_it_is_here(store: Store) -> None:
    frame = panels.GOAL_FIGURES.answer(store, Filters(store.last_event))
    long = pd.concat([frame] * 20, ignore_index=True)
    page = handout_html(changed(deck(store), "goal_figures", long)).decode()
    assert f"只列前{MOST_ROWS}行，共{len(long)}行，其余见电子表格" in texts(page)


def test_an_answer_with_nothing_in_it_is_its_sentence(store: Store) -> None:
    made = deck(store)
    page = handout_html(made).decode()
    assert panels.ATTENTION.empty(Words("zh")) in texts(page)
    assert len(sections(handout_html(replace(made, slides=())).decode())) == 0


@EVERY_LANGUAGE
def test_every_file_of_a_deck_has_a_title_a_text_and_can_be_made(store: Store, lang: Language) -> None:
    made: Deck = deck(store, lang)
    for material in MATERIALS:
        assert material.title(Words(lang)) and material.text(Words(lang))
        assert material.make(made)
