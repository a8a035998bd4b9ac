"""Around every page: title, menu, point in time, language. Runs the page the address names."""

from pathlib import Path

import streamlit as st

from campaign import board
from campaign.ask import ask
from campaign.screen import blocks, url
from campaign.screen.problems import show_notes
from campaign.screen.search import search
from campaign.screen.url import Reader
from campaign.words import Words

HERE = Path(__file__).resolve().parent
PAGES = HERE.parent.parent / "pages"

# group of the menu -> its pages, each a file of pages/ and the message page.<name>
MENU = {
    "progress": ("overview", "progress", "ranking", "phases", "unit"),
    "data": ("metrics", "log"),
}
FIRST = "overview"


def draw() -> None:
    st.set_page_config(page_icon=HERE / "icon.png", layout="wide", initial_sidebar_state=212)
    st.html(HERE / "board.css")
    reader, problems = url.read(board.current())
    words = reader.words
    pages = {
        name: st.Page(
            PAGES / f"{name}.py",
            title=words(f"page.{name}"),
            url_path=None if name == FIRST else name,
            default=name == FIRST,
        )
        for names in MENU.values()
        for name in names
    }
    page = st.navigation(list(pages.values()), position="hidden")
    st.set_page_config(page_title=f"{page.title} · {words('brand.short')}")
    with st.sidebar:
        _brand(reader)
        search(pages, reader)
        _menu(pages, reader)
        _corner(reader)
    show_notes(problems)
    if reader.known:
        blocks.notice(words("known.banner", when=reader.known_in_words))
        url.switch(words("known.back"), "known", "")
    page.run()


def _brand(reader: Reader) -> None:
    words = reader.words
    campaign = ask(reader.store, "campaign", reader.filters)
    name = campaign.iloc[0][words.column("name")] if len(campaign) else words("brand.short")
    blocks.menu_line(name, kind="brand", under=words("brand.board"))


def _menu(pages: dict[str, st.Page], reader: Reader) -> None:
    words = reader.words
    for group, names in MENU.items():
        blocks.menu_line(words(f"menu.{group}"), kind="group")
        for page in names:
            st.page_link(pages[page], label=words(f"page.{page}"), query_params=reader.link())


def _corner(reader: Reader) -> None:
    """Point in time and language: needed now and then, out of the way otherwise."""
    words = reader.words
    days = ask(reader.store, "event_days", reader.filters)
    options = ["", *(f"{day:%Y-%m-%d}" for day in days["day"])]
    if reader.known and reader.known not in options:
        options.append(reader.known)
    with st.container(key="corner", gap="xsmall"):
        url.pick(words("known.label"), "known", options, lambda option: _point(option, words))
        with st.container(horizontal=True, gap="small"):
            url.switch(words("brand.other_language"), "lang", "en" if words.lang == "zh" else "")
            with st.popover(words("link.copy"), type="tertiary"):
                _links(reader)
        blocks.first_visit(words("guide.first"), words("guide.got_it"))
        with st.popover(words("guide.title"), type="tertiary"):
            for role in ("leader", "organiser", "presenter"):
                blocks.section(words(f"guide.{role}.title"))
                blocks.prose(words(f"guide.{role}.text"))


def _links(reader: Reader) -> None:
    """The address to pass on: one that follows the figures, one that stays at this point in time."""
    words = reader.words
    known = reader.known or str(reader.filters.known_on)
    blocks.button(words("link.live"), act="copy", value="", done=words("link.copied"))
    blocks.button(words("link.fixed"), act="copy", value=known, done=words("link.copied"))
    blocks.note(words("link.note"))


def _point(option: str, words: Words) -> str:
    if not option:
        return words("known.now")
    return words("known.at_event", event=option) if option.isdigit() else option


draw()
