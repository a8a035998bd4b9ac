"""Around every page: title, menu, point in time, language, person. Runs the page the address names.

Nothing of a page runs for somebody who may not see it, whatever the address says.
"""

from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from campaign import board, options
from campaign.accounts import Role
from campaign.ask import told
from campaign.board import Campaign
from campaign.screen import blocks, colours, url
from campaign.screen.person import (
    provided_account,
    provided_logins,
    sign_out_of_provider,
    signed_in,
)
from campaign.screen.problems import show_notes
from campaign.screen.roles import DEMO_ROLES
from campaign.screen.search import search
from campaign.screen.session import reading
from campaign.screen.settings.campaigns import name_of
from campaign.screen.url import Reader
from campaign.settings import DEMO, has_single_sign_on, settings
from campaign.store import Store
from campaign.words import Words

HERE = Path(__file__).resolve().parent
PAGES = HERE.parent.parent / "pages"

ANYONE: tuple[Role, ...] = ()
# group of the menu -> its pages, each a file of pages/ and the message page.<name> -> the roles that open it
MENU: dict[str, dict[str, tuple[Role, ...]]] = {
    "progress": dict.fromkeys(
        ("overview", "progress", "ranking", "phases", "loop", "awards", "supervision", "unit"), ANYONE
    ),
    "entry": {"hand_in": ("reporter", "organiser"), "review": ("reviewer", "organiser")},
    "meeting": {"meeting": ANYONE},
    "data": {"metrics": ANYONE, "methods": ANYONE, "log": ANYONE, "settings": ("organiser", "administrator")},
}
# who only hands in is shown this much; the rest is found by its address
FOR_CLERKS = ("hand_in", "supervision", "unit")
HIDDEN: dict[str, tuple[Role, ...]] = {"show": ANYONE}  # opened from other pages
ROLES_FOR = {name: roles for pages in MENU.values() for name, roles in pages.items()} | HIDDEN
FIRST = "overview"


def draw() -> None:
    st.set_page_config(page_icon=HERE / "icon.png", layout="wide", initial_sidebar_state=212)
    st.html(HERE / "board.css")
    is_closed = _is_closed()
    campaign = board.REAL if is_closed else url.campaign()
    reader, problems = url.read(_store(campaign), campaign)
    words = reader.words
    pages = _pages(words)
    page = st.navigation(list(pages.values()), position="hidden")
    st.set_page_config(page_title=f"{page.title} · {words('brand.short')}")
    here = _address(page)
    if is_closed:
        _shut(reader, here)
        return
    seen = {name: page for name, page in pages.items() if _may_open(name, reader)}
    with st.sidebar:
        _brand(reader)
        search({name: page for name, page in seen.items() if name not in HIDDEN}, reader)
        _menu(seen, reader)
        _corner(reader, here)
    colours.style(reader)
    if reader.is_synthetic:
        blocks.demo_band(words("demo.band"))
    show_notes(problems)
    if (page.url_path or FIRST) not in seen:
        _refuse(page, reader, here)
        return
    if reader.known:
        blocks.notice(words("known.banner", when=reader.known_in_words))
        url.switch(words("known.back"), "known", "")
    with reading(reader):
        page.run()


def _pages(words: Words) -> dict[str, st.Page]:
    """Every page by its name; made once a session and language: each looks up its file."""
    key = f"pages_{words.lang}"
    if key not in st.session_state:
        st.session_state[key] = {
            name: st.Page(
                PAGES / f"{name}.py",
                title=words(f"page.{name}"),
                url_path=None if name == FIRST else name,
                default=name == FIRST,
            )
            for name in ROLES_FOR
        }
    return st.session_state[key]


def _may_open(name: str, reader: Reader) -> bool:
    roles = ROLES_FOR[name]
    return not roles or (reader.person is not None and reader.person.is_any(*roles))


def _address(page: st.Page) -> str:
    """Where the reader is, to come back to after signing in."""
    asked = urlencode(st.query_params.to_dict())
    return f"/{page.url_path}?{asked}" if asked else f"/{page.url_path}"


def _shut(reader: Reader, here: str) -> None:
    """The board is not open to everybody: nothing of it is shown, its names neither."""
    blocks.heading(reader.words("sign_in.title"), reader.words("sign_in.needed"))
    _sign_in(reader, here, "page")


def _refuse(page: st.Page, reader: Reader, here: str) -> None:
    words = reader.words
    roles = ROLES_FOR[page.url_path]
    blocks.heading(page.title)
    named = words("list.comma").join(words(f"role.{role}") for role in roles)
    blocks.sentence(words("sign_in.page_needs", roles=named))
    if reader.person is None:
        _sign_in(reader, here, "page")


def _sign_in(reader: Reader, here: str, place: str) -> None:
    """The ways in; `place` tells those of the page from those of the side bar."""
    words = reader.words
    blocks.link(words("sign_in.title"), "/sign-in", reader.own_address(here))
    if has_single_sign_on():
        logins = provided_logins()
        if logins and not provided_account():
            blocks.note(words("sign_in.no_account", login=logins[0]))
            out = f"provider_out_{place}"
            st.button(words("sign_out.title"), key=out, type="tertiary", on_click=sign_out_of_provider)
        else:
            if logins:
                blocks.note(words("sign_in.over"))
            st.button(words("sign_in.provider"), key=f"provider_{place}", type="tertiary", on_click=st.login)


def _is_closed() -> bool:
    """Whether the board, and with it the demo, is for people who have signed in, and this reader has not."""
    real = board.current()
    return options.value_of(real, "browsing_open") == "no" and signed_in(real) is None


def _store(campaign: Campaign) -> Store:
    """The campaign asked for; the demo is made in front of the first who asks for it."""
    if campaign != DEMO or board.is_open(campaign):
        return board.current(campaign)
    said = url.said_in()("demo.building")
    bar = st.progress(0.0, said)

    def advance(share: float) -> None:
        bar.progress(share, said)

    store = board.current(campaign, advance)
    bar.empty()
    return store


def _demo(reader: Reader) -> None:
    """The way into the demo and out of it; inside it, who the reader wants to be."""
    words = reader.words
    lang: dict[str, str] = {} if words.lang == "zh" else {"lang": words.lang}
    if not reader.is_demo:
        url.go(words("demo.open"), {"campaign": DEMO, **lang}, key="demo_open")
        return
    url.go(words("demo.leave"), lang, key="demo_leave")
    roles: dict[str, str] = {"": words("demo.nobody")}
    roles |= {role: words(f"demo_role.{role}") for role in DEMO_ROLES}
    chosen = url.pick(words("demo.role"), "role", list(roles), roles.__getitem__)
    if chosen == "reporter":
        units = told(reader.store, "units", reader.filters)
        names = {"": words("demo.choose_unit")}
        names |= {unit["unit_id"]: unit[words.column("short_name")] for unit in units}
        url.pick(words("demo.role_unit"), "role_unit", list(names), names.__getitem__)


def _brand(reader: Reader) -> None:
    words = reader.words
    campaign = told(reader.store, "campaign", reader.filters)
    name = campaign[0][words.column("name")] if campaign else words("brand.short")
    blocks.menu_line(name, kind="brand", under=words("brand.board"))
    if reader.is_synthetic:
        blocks.demo_badge(words("demo.label"))


def _menu(pages: dict[str, st.Page], reader: Reader) -> None:
    words = reader.words
    is_clerk = reader.person is not None and reader.person.roles == {"reporter"}
    for group, names in MENU.items():
        shown = [name for name in names if name in pages and (name in FOR_CLERKS or not is_clerk)]
        if shown:
            blocks.menu_line(words(f"menu.{group}"), kind="group")
        for page in shown:
            st.page_link(pages[page], label=words(f"page.{page}"), query_params=reader.link())


def _corner(reader: Reader, here: str) -> None:
    """Point in time, language and person: needed now and then, out of the way otherwise."""
    words = reader.words
    days = told(reader.store, "event_days", reader.filters)
    options = ["", *(f"{event['day']:%Y-%m-%d}" for event in days)]
    if reader.known and reader.known not in options:
        options.append(reader.known)
    with st.container(key="corner", gap="xsmall"):
        url.pick(words("known.label"), "known", options, lambda option: _point(option, words))
        with st.container(horizontal=True, gap="small"):
            url.switch(words("brand.other_language"), "lang", "en" if words.lang == "zh" else "")
            with st.popover(words("link.copy"), type="tertiary"):
                _links(reader)
        if not reader.is_demo:
            _other_campaigns(reader)
            _person(reader, here)
        _demo(reader)
        blocks.first_visit(words("guide.first"), words("guide.got_it"))
        with st.popover(words("guide.title"), type="tertiary"):
            for_roles = ("leader", "organiser", "presenter")
            blocks.together(
                *(
                    blocks.section_html(words(f"guide.{role}.title"))
                    + blocks.prose_html(words(f"guide.{role}.text"))
                    for role in for_roles
                )
            )


def _other_campaigns(reader: Reader) -> None:
    """A way from one real campaign to another, where there are several."""
    words, shown, files = reader.words, settings().campaign_file, settings().real_files()
    if len(files) > 1:
        names = {campaign_id: name_of(campaign_id, words) for campaign_id in files}
        names[board.REAL] = names.pop(shown.stem)
        if reader.campaign == shown.stem:  # named in the address, and what the board opens with as well
            names[shown.stem] = names.pop(board.REAL)
        url.pick(words("campaigns.choose"), "campaign", list(names), names.__getitem__, default=board.REAL)


def _person(reader: Reader, here: str) -> None:
    """Who is signed in and what they may do; a visitor's way in."""
    words, person = reader.words, reader.person
    if person is None:
        _sign_in(reader, here, "side")
        return
    with st.popover(person.name, type="tertiary", key="person"):
        blocks.prose(words("list.comma").join(words(f"role.{role}") for role in sorted(person.roles)))
        if provided_logins():
            st.button(
                words("sign_out.title"), key="provider_out", type="tertiary", on_click=sign_out_of_provider
            )
            return
        blocks.link(words("password.title"), "/password", reader.own_address(here))
        blocks.link(words("sign_out.title"), "/sign-out", reader.own_address())


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
