"""The handout opened from a folder by double-click, with the network off."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from campaign.output.handout import handout_html
from campaign.store import Store
from tests.papers_deck import deck

pytestmark = pytest.mark.browser


def test_the_handout_opens_from_a_file_without_a_network_and_turns_by_keys(
    browser: Browser, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "材料.html"
    path.write_bytes(handout_html(deck(store, is_synthetic=True)))
    context = browser.new_context(offline=True, viewport={"width": 1349, "height": 620})
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None
    )
    page.goto(path.as_uri())
    shown = page.locator("section.shown")
    counter = page.locator("#counter")
    expect(shown.locator("h1")).to_have_text("“三创一争”活动推进会")
    foot, whole = shown.locator(".foot").bounding_box(), shown.bounding_box()
    assert foot is not None and whole is not None and foot["y"] > whole["height"] * 0.7
    texts = shown.locator("p").all_inner_texts()
    assert len(texts) == len(set(texts))
    for key, number in (
        ("End", 12),
        ("Home", 1),
        ("ArrowLeft", 1),
        ("PageDown", 2),
        ("ArrowRight", 3),
        ("ArrowLeft", 2),
    ):
        page.keyboard.press(key)
        expect(counter).to_have_text(f"{number} / 12")
    expect(shown.locator(".main-svg").first).to_be_visible()
    page.reload()
    expect(counter).to_have_text("2 / 12")  # F5 keeps the slide
    page.locator("#contents").select_option("4")
    bars = shown.locator(".main-svg .barlayer")
    expect(bars).to_have_count(1)
    assert "1870余件" in shown.locator(".chart").inner_text()
    place = bars.locator(".point").last.bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    expect(shown.locator(".hoverlayer")).to_contain_text("1870余件")  # the chart answers
    shown.locator("summary").click()
    expect(shown.locator("td", has_text="1870余件")).to_be_visible()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) >= 12  # a slide a page
    page.keyboard.press("f")
    expect(page.locator(":fullscreen")).to_have_count(1)  # asked by selector: its policy lets no text be run
    context.close()
    assert (complaints, set(asked)) == ([], {path.as_uri()})
