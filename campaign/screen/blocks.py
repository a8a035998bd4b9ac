"""Small pieces of page that Streamlit has no word for, as inert HTML: every text is escaped here."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

import pandas as pd
import streamlit as st

MOST_ROWS = 300  # a longer table is for the download


def heading(title: str, note: str = "") -> None:
    """The page's one title, and the line under it."""
    line = f"<p class='b-note'>{escape(note)}</p>" if note else ""
    st.html(f"<header class='b-head'><h1>{escape(title)}</h1>{line}</header>")


def section(title: str, note: str = "") -> None:
    line = f"<p class='b-note'>{escape(note)}</p>" if note else ""
    st.html(f"<h2 class='b-section'>{escape(title)}</h2>{line}")


def sentence(text: str) -> None:
    """What is said where there is nothing to draw."""
    st.html(f"<p class='b-empty'>{escape(text)}</p>")


def prose(text: str) -> None:
    st.html(f"<p class='b-prose'>{escape(text)}</p>")


def facts(pairs: Iterable[tuple[str, object]]) -> None:
    """Terms and what holds for them; pairs without a value are left out."""
    said = "".join(f"<dt>{escape(term)}</dt><dd>{escape(str(value))}</dd>" for term, value in pairs if value)
    st.html(f"<dl class='b-facts'>{said}</dl>")


def tiles(entries: Iterable[tuple[str, str, str]]) -> None:
    """Figures side by side: (what, the figure as it is said, a line under it)."""
    said = "".join(
        f"<li><span class='b-what'>{escape(what)}</span><strong>{escape(figure)}</strong>"
        f"<span class='b-under'>{escape(under)}</span></li>"
        for what, figure, under in entries
    )
    st.html(f"<ul class='b-tiles'>{said}</ul>")


@dataclass(frozen=True)
class Line:
    """One line of a card: who, what, and the figures as they are said, each with its kind if it has one."""

    who: str
    what: str
    figures: tuple[tuple[str, str], ...] = ()


def card(title: str, lines: Iterable[Line], aside: str = "") -> None:
    said = "".join(
        f"<li><span>{escape(line.who)}</span> {escape(line.what)} "
        + " ".join(f"{escape(kind)} <b>{escape(figure)}</b>" for kind, figure in line.figures)
        + "</li>"
        for line in lines
    )
    head = f"<h2>{escape(title)}<small>{escape(aside)}</small></h2>"
    st.html(f"<section class='b-card'>{head}<ul>{said}</ul></section>")


def notice(text: str) -> None:
    """Something the reader should know before reading on."""
    st.html(f"<p class='b-notice' role='status'>{escape(text)}</p>")


def button(label: str, *, act: str, value: str = "", done: str = "") -> None:
    """A button for what only the browser can do (chrome.js): print this page, copy its address."""
    st.html(
        f"<button class='b-button' data-act='{escape(act)}' data-value='{escape(value)}' "
        f"data-done='{escape(done)}'>{escape(label)}</button>"
    )


def first_visit(text: str, done: str) -> None:
    """A hint that chrome.js shows until the reader has put it away once in this browser."""
    st.html(
        f"<div class='b-first'><p>{escape(text)}</p>"
        f"<button class='b-button' data-act='seen'>{escape(done)}</button></div>"
    )


def bullets(texts: Iterable[str]) -> None:
    said = "".join(f"<li>{escape(text)}</li>" for text in texts)
    st.html(f"<ul class='b-bullets'>{said}</ul>")


def table(frame: pd.DataFrame, caption: str, more: str) -> None:
    """A real HTML table: read by screen readers, printed by printers. `more` is said when it is cut."""
    shown = frame.head(MOST_ROWS)
    numbers = [pd.api.types.is_numeric_dtype(shown[name].dtype) for name in shown.columns]
    head = _row("th scope='col'", shown.columns, numbers)
    body = "".join(_row("td", row, numbers) for row in shown.itertuples(index=False))
    cut = f"<p class='b-note'>{escape(more)}</p>" if len(frame) > MOST_ROWS else ""
    st.html(
        f"<div class='b-scroll' tabindex='0' role='region' aria-label='{escape(caption)}'>"
        f"<table class='b-table'><caption>{escape(caption)}</caption>"
        f"<thead>{head}</thead><tbody>{body}</tbody></table></div>{cut}"
    )


def _row(tag: str, cells: Iterable[object], numbers: list[bool]) -> str:
    """A table row; numbers stand to the right."""
    said = "".join(
        f"<{tag}{' class=b-number' if is_number else ''}>{escape(str(cell))}</{tag[:2]}>"
        for cell, is_number in zip(cells, numbers, strict=True)
    )
    return f"<tr>{said}</tr>"


def note(text: str) -> None:
    st.html(f"<p class='b-note'>{escape(text)}</p>")


def refusal(title: str, reasons: Iterable[tuple[str, str]]) -> None:
    """Why something is not done, and what would make it possible: (reason, remedy) lines."""
    said = "".join(f"<li>{escape(why)}<br><span>{escape(remedy)}</span></li>" for why, remedy in reasons)
    st.html(f"<section class='b-refusal'><h2>{escape(title)}</h2><ul>{said}</ul></section>")


def menu_line(text: str, *, kind: str, under: str = "") -> None:
    """A line of the side menu: kind is brand or group."""
    second = f"<span>{escape(under)}</span>" if under else ""
    st.html(f"<p class='b-{escape(kind)}'>{escape(text)}{second}</p>")
