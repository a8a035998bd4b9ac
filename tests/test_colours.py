"""The colours of status: chosen by an organiser, readable, never taken for no data, the same everywhere."""

import io
import re
import zipfile
from typing import Any

import pytest

from campaign import board, options, panels
from campaign.figures.colours import LEAST_CONTRAST, PALETTES, SHADES, STANDARD, contrast, is_grey, shade
from campaign.figures.look import INK, NOTHING
from campaign.filters import Filters
from campaign.meeting.deck import Deck, Slide
from campaign.output.materials import MATERIALS
from campaign.store import Store
from campaign.words import Refusal, Words
from tests.drawing import enter
from tests.test_handout import charts
from tests.test_pages import shown
from tests.test_settings_page import OpenAs, home, keyed, open_as, press

__all__ = ["home", "open_as"]

PHASES = """
    unit_id | phase_no | as_of      | status
    lunzhen | 2        | 2021-09-17 | done
    tieying | 2        | 2021-09-17 | doing
    spj     | 2        | 2021-09-17 | not_started
"""
WORDS = Words("zh")
VIOLET = "#5b21b6"


@pytest.fixture
def phases(store: Store) -> Store:
    enter(store, "phase_status", PHASES)
    return store


def colours(node: Any) -> set[str]:
    return set(re.findall(r"#[0-9a-f]{6}", str(node).lower()))


def drawn(store: Store, known_on: int | None = None) -> set[str]:
    filters = Filters(store.last_event if known_on is None else known_on)
    return colours(panels.PHASE_GRID.seen(store, filters, WORDS).figure.to_plotly_json())


@pytest.mark.parametrize("palette", PALETTES)
def test_every_palette_can_be_read_and_none_of_it_is_taken_for_no_data(palette: str) -> None:
    chosen = PALETTES[palette]
    assert list(chosen) == list(STANDARD)
    assert len(set(chosen.values())) == len(chosen)
    assert all(contrast(colour) >= LEAST_CONTRAST and not is_grey(colour) for colour in chosen.values())
    assert is_grey(NOTHING)
    assert NOTHING not in {shade(colour, name) for colour in chosen.values() for name in SHADES}
    assert INK not in chosen.values()


@pytest.mark.parametrize(
    ("colour", "why"),
    [
        ("#f2c94c", "对比度只有 1.6"),
        ("#777777", "灰色只表示没有数据"),
        ("green", "不是六位色值"),
        ("#12345", "不是六位色值"),
    ],
)
def test_a_colour_that_cannot_be_read_or_is_grey_is_refused_in_a_sentence(
    store: Store, colour: str, why: str
) -> None:
    before = store.last_event
    with pytest.raises(Refusal) as refusal:
        options.change(store, "colour_late", colour, by="组织者")
    assert why in refusal.value.said(WORDS)
    assert store.last_event == before


def test_a_palette_holds_from_its_event_on_and_can_be_taken_back(phases: Store) -> None:
    before = phases.last_event
    standard = drawn(phases)
    assert {STANDARD["done"], STANDARD["doing"], NOTHING} <= standard
    options.change(phases, "status_palette", "dark", by="组织者", reason="投影看不清")
    dark = PALETTES["dark"]
    assert drawn(phases) == standard - set(STANDARD.values()) | {dark["done"], dark["doing"]}
    assert drawn(phases, before) == standard
    options.change(phases, "colour_done", VIOLET.upper(), by="组织者")
    assert drawn(phases) >= {VIOLET, dark["doing"], NOTHING}
    options.change(phases, "colour_done", "", by="组织者")
    options.change(phases, "status_palette", "standard", by="组织者")
    assert drawn(phases) == standard


def test_shades_of_a_colour_and_texts_that_only_look_like_one(store: Store) -> None:
    figure = panels.PHASE_GRID.seen(store, Filters(store.last_event), WORDS).figure
    assert figure.layout.xaxis is not None
    changed = options.colours_of(store, store.last_event)
    assert changed.put_into(figure) is figure
    options.change(store, "colour_late", VIOLET, by="组织者")
    figure.add_annotation(text=STANDARD["late"], font={"color": shade(STANDARD["late"], "ink")})
    put = options.colours_of(store, store.last_event).put_into(figure)
    assert put.layout.annotations[-1].text == STANDARD["late"]
    assert put.layout.annotations[-1].font.color == shade(VIOLET, "ink")


@pytest.mark.parametrize("material", ["pptx", "handout"])
def test_files_have_the_colours_of_the_page(phases: Store, material: str) -> None:
    options.change(phases, "colour_done", VIOLET, by="组织者")
    seen = panels.PHASE_GRID.seen(phases, Filters(phases.last_event), WORDS)
    slides = (Slide("s01", "panel", "各单位阶段", seen),)
    made = Deck("colours", "推进会", "9月17日", "", "", "", "zh", False, slides)
    (make,) = [one.make for one in MATERIALS if one.name == material]
    content = make(made)
    if material == "handout":
        found = colours(charts(content.decode()))
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            inside = " ".join(
                packed.read(name).decode("utf-8", "ignore")
                for name in packed.namelist()
                if "theme" not in name
            )
        found = {f"#{one.lower()}" for one in re.findall(r"\b(?:FF)?([0-9A-Fa-f]{6})\b", inside)}
    assert VIOLET in found
    assert STANDARD["done"] not in found


def test_an_organiser_sets_a_colour_and_reads_the_legend(open_as: OpenAs) -> None:
    app = open_as("settings", "organiser", tab="options")
    assert "没有数据、未报、未更新" in shown(app) and STANDARD["missed"] in shown(app)
    (box,) = keyed(app.text_input, "value_colour_missed")
    box.set_value("#ff9999")
    names = [name for name, option in options.OPTIONS.items() if not option.is_threshold]
    place = names.index("colour_missed")
    app = [button for button in app.button if button.label == "保存"][place].click().run()
    assert "看不清" in app.error[0].value
    (box,) = keyed(app.text_input, "value_colour_missed")
    box.set_value(VIOLET)
    app = [button for button in app.button if button.label == "保存"][place].click().run()
    assert options.value_of(board.current(), "colour_missed") == VIOLET
    assert f"background:{VIOLET}" in shown(app)
    app = press(app, "改回“随配色”")
    assert options.value_of(board.current(), "colour_missed") == "palette"
