"""放映: the slides of a deck on the whole screen, moved by keys, a clicker or the buttons at the foot."""

import math
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from campaign import panels
from campaign.ask import Key, kept
from campaign.figures.look import ems
from campaign.figures.said import figure_text, metric_label
from campaign.figures.shown import show_figure
from campaign.meeting import told as saying
from campaign.meeting.agenda import SHOWN, by_name
from campaign.meeting.book import meeting_of
from campaign.meeting.deck import Deck, Slide
from campaign.meeting.final import deck_of
from campaign.meeting.making import quick_deck
from campaign.methods.rows import Row, rows
from campaign.output.told import slide_table
from campaign.panels import Panel, Seen
from campaign.screen import blocks, locale
from campaign.screen.url import CHOICES, MEETING_PAGE, SHOW_PAGE, Reader
from campaign.settings import ROOT
from campaign.words import Refusal, Words

HERE = Path(__file__).resolve().parent
PAGES = ROOT / "pages"
KEYS = "show_keys"
STANDING = (panels.PHASE_STRIP, panels.GOAL_FIGURES, panels.ATTENTION, panels.AWARDS)
# columns that a slide leaves to its notes and files
# a table on a screen of 1024 by 768: its room, a line, the rest of a row in pixels; full-width letters a line
ROOM, LINE, PADDING, LETTERS = 500, 27, 14, 52
MOST_ROWS = 13
LONGEST_CELL = 24  # letters before a cell breaks
MORE_FIGURES = 8  # of a unit, named under its best
STRIP, STRIP_HEIGHT = (
    120,
    260,
)  # pixels: a figure lower than the first is a strip and gets the second, not the whole room
# letters and lines on a slide in words before they are set smaller, and smaller again; rows set larger
LONG_TEXT, DENSE_TEXT, MOST_LINES, FEW_ROWS = 240, 420, 7, 5

_keys = st.components.v2.component(
    "campaign_show_keys",
    html="<div class='keys'></div>",
    css=(HERE / "show_keys.css").read_text(encoding="utf-8"),
    js=(HERE / "show_keys.js").read_text(encoding="utf-8"),
)


def quick_show(panel: Panel, reader: Reader) -> None:
    """The button beside a panel that shows it on the whole screen, as the page shows it."""
    filters = reader.filters
    if panel.name not in SHOWN:
        return
    ids = {name: getattr(filters, field) for name, (field, _, _) in CHOICES.items()}
    period = filters.period.isoformat() if filters.period else None
    st.page_link(
        SHOW_PAGE,
        label=reader.words("show.open"),
        query_params=reader.link(panel=panel.name, period=period, back=_here(), **ids),
    )


def _here() -> str:
    """The page the reader is on, to come back to."""
    path = urlsplit(st.context.url or "").path
    return path.strip("/")


def draw(reader: Reader) -> None:
    st.html(HERE / "show.css")
    try:
        deck = _deck(reader)
    except Refusal as refusal:
        with st.container(key="show"):
            blocks.heading(reader.words("page.show"))
            blocks.sentence(refusal.said(reader.words))
            st.page_link(MEETING_PAGE, label=reader.words("show.to_meetings"), query_params=reader.link())
        return
    _show(deck, reader)


def _deck(reader: Reader) -> Deck:
    asked = st.query_params
    if meeting_id := asked.get("meeting"):
        meeting = meeting_of(reader.store, meeting_id)
        is_organiser = reader.person is not None and reader.person.is_any("organiser")
        if not meeting.is_final and not is_organiser:
            raise Refusal("show.not_final", name=meeting.name)
        return deck_of(reader.store, meeting_id, reader.words.lang)
    name = asked.get("panel", "")
    return quick_deck(by_name(name) if name in SHOWN else STANDING, reader)


@st.fragment
def _show(deck: Deck, reader: Reader) -> None:
    """One slide; only this runs again when the next is asked for."""
    number = _number(deck)
    with st.container(key="show", gap="small"):
        _slide(deck, number, reader)
        moved = _keys(
            key=KEYS,
            data=_data(deck, number, reader.words),
            on_go_change=_go,
            on_leave_change=lambda: None,
        )
    if moved.leave:
        _leave(reader)


def _go() -> None:
    """The slide asked for, into the address: F5 and the link show the same one."""
    if wanted := st.session_state[KEYS].get("go"):
        st.query_params["slide"] = str(wanted)


def _number(deck: Deck) -> int:
    asked = st.query_params.get("slide", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return min(max(number, 1), len(deck.slides))


def _data(deck: Deck, number: int, words: Words) -> dict[str, object]:
    said = {name: words(f"show.{name}") for name in ("back", "next", "full", "full_short", "leave")}
    return {"show": deck.deck_id, "number": number, "count": len(deck.slides), "words": said}


def _leave(reader: Reader) -> None:
    asked = st.query_params
    if meeting_id := asked.get("meeting"):
        st.switch_page(MEETING_PAGE, query_params=reader.link(meeting=meeting_id))
    pages = {path.stem for path in PAGES.glob("*.py")}
    page = asked.get("back", "")
    there = {name: asked.get(name) for name in (*CHOICES, "period")}
    st.switch_page(PAGES / f"{page if page in pages else 'overview'}.py", query_params=reader.link(**there))


def _slide(deck: Deck, number: int, reader: Reader) -> None:
    slide, words = deck.slides[number - 1], reader.words
    label = f"<b class='s-demo'>{escape(words('demo.label'))}</b>" if deck.is_synthetic else ""
    st.html(f"<header class='s-head s-{slide.kind}'><h1>{escape(slide.title)}</h1>{label}</header>")
    with st.container(key="show_body", gap="small"):
        state = (deck.deck_id, deck.lang, deck.is_final, number)
        _body(slide, reader, (reader.store.identity, state, reader.store.last_event, reader.filters))
    st.html(_foot(deck, slide, words))


def _foot(deck: Deck, slide: Slide, words: Words) -> str:
    state = words("show.final") if deck.is_final else deck.known
    later = words("show.corrected", count=len(deck.corrections)) if deck.corrections else ""
    said = words("list.dot").join(part for part in (slide.source, state, later) if part)
    return f"<p class='s-foot'><span>{escape(said)}</span><small>{escape(deck.deck_id)}</small></p>"


def _body(slide: Slide, reader: Reader, key: Key) -> None:
    seen = slide.seen
    if seen is None or seen.frame.empty or seen.refused or slide.is_told:
        st.html(_words(slide))
    elif slide.is_of_figures:
        st.html(_unit(slide, seen))
    elif seen.panel.draw is None or slide.kind == "annex":
        st.html(_lines(slide) + _table(seen))
    else:
        if slide.lines:
            st.html(_lines(slide))
        _chart(slide, seen, reader, key)


def _chart(slide: Slide, seen: Seen, reader: Reader, key: Key) -> None:
    figure: go.Figure = kept((*key, "shown"), lambda: show_figure(seen.figure))
    is_strip = (seen.figure.layout.height or STRIP) < STRIP
    st.plotly_chart(
        figure,
        theme=None,
        height=STRIP_HEIGHT if is_strip else "stretch",
        key="show_strip" if is_strip else "show_chart",
        alt=seen.alt,
        config={**locale.chart_config(reader.words, slide.slide_id), "displayModeBar": False},
    )


def _lines(slide: Slide) -> str:
    return "".join(f"<p class='s-line'>{escape(line)}</p>" for line in slide.lines)


def _words(slide: Slide) -> str:
    """A slide in words: a card a line, smaller where there is much to say."""
    letters = sum(ems(line) for line in slide.lines)
    size = " s-much" if letters > LONG_TEXT else ""
    if letters > DENSE_TEXT or len(slide.lines) > MOST_LINES:
        size = " s-dense"
    said = "".join(f"<li>{escape(line)}</li>" for line in slide.lines)
    return f"<ul class='s-words s-{slide.kind}{size}'>{said}</ul>"


def _unit(slide: Slide, seen: Seen) -> str:
    """Its method, its three best figures, and what else it reported."""
    words, told = seen.words, rows(seen.frame)
    best = saying.best_of(told)
    tiles = "".join(_tile(row, words) for row in best)
    others = [row for row in told if all(row is not one for one in best)]
    named = [f"{metric_label(row, words)} {figure_text(row, words)}" for row in others[:MORE_FIGURES]]
    more = words("show.more_figures", figures=words("list.semicolon").join(named))
    rest = f"<p class='s-line'>{escape(more)}</p>" if named else ""
    return f"{_lines(slide)}<ul class='s-tiles'>{tiles}</ul>{rest}"


def _tile(row: Row, words: Words) -> str:
    under = words("figure.under", coverage=row[words.column("coverage_name")], day=words.day(row["as_of"]))
    name, figure = metric_label(row, words), figure_text(row, words)
    return (
        f"<li><span>{escape(name)}</span><strong>{escape(figure)}</strong><span>{escape(under)}</span></li>"
    )


def _table(seen: Seen) -> str:
    """As many rows as fit on the smallest screen, and how many there are."""
    words = seen.words
    said = slide_table(seen)
    most = _rows_that_fit(said.head(MOST_ROWS))
    shown = said.head(most)
    more = words("show.cut", shown=most, all=len(said)) if most < len(said) else ""
    html = blocks.table_html(shown, seen.panel.title(words), "")
    few = " s-few" if len(shown) <= FEW_ROWS else ""
    return f"<div class='s-table{few}'>{html}</div>" + (
        f"<p class='s-line'>{escape(more)}</p>" if more else ""
    )


def _rows_that_fit(table: pd.DataFrame) -> int:
    widths = [min(max(map(ems, [head, *table[head]])), LONGEST_CELL) for head in table.columns]
    scale = min(1.0, LETTERS / (sum(widths) + len(widths)))
    room = ROOM - LINE - PADDING
    for number, row in enumerate(table.itertuples(index=False)):
        lines = max(
            math.ceil(ems(cell) / max(width * scale, 1)) for cell, width in zip(row, widths, strict=True)
        )
        room -= lines * LINE + PADDING
        if room < 0:
            return max(number, 1)
    return len(table)
