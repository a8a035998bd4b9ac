"""Small pieces of page that Streamlit has no word for, as inert HTML: every text is escaped here.

A piece is written where it is called; <piece>_html is for what is kept and written often (`together`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from campaign.words import Words

SHORT, LONG = 8, 16  # letters of a cell that stays on one line; of one that is given room for its lines
WHOLE = re.compile(r"\d+年\d+月\d+日|\d+ [A-Z][a-z]{2} \d{4}|B\d{6}(?: 第\d+行| row \d+)?")
KEPT_WHOLE = r"<span class='b-whole'>\g<0></span>"
MOST_ROWS = 300  # a longer table is for the download
MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&=^\"'])")
BREAK = "\u2060"  # a character without width: Streamlit makes a link of an address even where it is escaped


def unmarked(text: str) -> str:
    """Text for a label, tooltip or message of Streamlit's own, which reads markdown: shown as written."""
    broken = re.sub(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)", BREAK, text, flags=re.IGNORECASE)
    return MARKUP.sub(r"\\\1", " ".join(broken.split()))


def heading(title: str, *notes: str) -> None:
    """The page's one title, and the lines under it."""
    lines = "".join(f"<p class='b-note'>{escape(note)}</p>" for note in notes if note)
    st.html(f"<header class='b-head'><h1>{escape(title)}</h1>{lines}</header>")


def together(*pieces: str) -> None:
    """Pieces one below the other, sent to the browser as one."""
    st.html("".join(pieces))


def section(title: str, note: str = "") -> None:
    st.html(section_html(title, note))


def section_html(title: str, note: str = "") -> str:
    line = f"<p class='b-note'>{escape(note)}</p>" if note else ""
    return f"<h2 class='b-section'>{escape(title)}</h2>{line}"


def sentence(text: str) -> None:
    """What is said where there is nothing to draw."""
    st.html(f"<p class='b-empty'>{escape(text)}</p>")


def prose(text: str) -> None:
    st.html(prose_html(text))


def prose_html(text: str) -> str:
    return f"<p class='b-prose'>{escape(text)}</p>"


def facts(pairs: Iterable[tuple[str, object]]) -> None:
    st.html(facts_html(pairs))


def facts_html(pairs: Iterable[tuple[str, object]]) -> str:
    """Terms and what holds for them; pairs without a value are left out."""
    said = "".join(f"<dt>{escape(term)}</dt><dd>{escape(str(value))}</dd>" for term, value in pairs if value)
    return f"<dl class='b-facts'>{said}</dl>"


def tiles(entries: Iterable[tuple[str, str, str]]) -> None:
    """Figures side by side: (what, the figure as it is said, a line under it)."""
    said = "".join(
        f"<li><span class='b-what'>{escape(what)}</span><strong>{escape(figure)}</strong>"
        f"<span class='b-under'>{escape(under)}</span></li>"
        for what, figure, under in entries
    )
    st.html(f"<ul class='b-tiles'>{said}</ul>")


def steps(entries: Iterable[tuple[str, str]]) -> None:
    """What follows one upon the other: (name, what it means)."""
    said = "".join(f"<li><b>{escape(name)}</b><span>{escape(what)}</span></li>" for name, what in entries)
    st.html(f"<ol class='b-steps'>{said}</ol>")


def signs(entries: Iterable[tuple[str, str, str, str]]) -> None:
    """Icons side by side, each with its word: (shape, tone better | worse | plain, what it judges, word)."""
    said = "".join(
        f"<li><i class='b-{escape(tone)}' aria-hidden='true'>{escape(shape)}</i>"
        f"<span>{escape(what)}</span> <b>{escape(word)}</b></li>"
        for shape, tone, what, word in entries
    )
    st.html(f"<ul class='b-signs'>{said}</ul>")


@dataclass(frozen=True)
class Line:
    """One line of a card: who, what, and the figures as they are said, each with its kind if it has one."""

    who: str
    what: str
    figures: tuple[tuple[str, str], ...] = ()


def card(title: str, lines: Iterable[Line], aside: str = "") -> None:
    head = f"<h2>{escape(title)}<small>{escape(aside)}</small></h2>"
    st.html(f"<section class='b-card'>{head}<ul>{''.join(map(_line, lines))}</ul></section>")


def _line(line: Line) -> str:
    """Whose and what to the left, its figures to the right: those of a card stand under each other."""
    figures = " ".join(f"{escape(kind)} <b>{escape(figure)}</b>" for kind, figure in line.figures)
    named = f"<span>{escape(line.who)}</span> <i>{escape(line.what)}</i>"
    if line.figures and (line.who or line.what):
        return f"<li class='b-pair'><div>{named}</div><div>{figures}</div></li>"
    return f"<li>{named} {figures}</li>"


def notice(text: str) -> None:
    """Something the reader should know before reading on."""
    st.html(f"<p class='b-notice' role='status'>{escape(text)}</p>")


def button(label: str, *, act: str, value: str = "", done: str = "") -> None:
    """A button for what only the browser can do (chrome.js): print this page, copy its address."""
    st.html(
        f"<button class='b-button' data-act='{escape(act)}' data-value='{escape(value)}' "
        f"data-done='{escape(done)}'>{escape(label)}</button>",
        width="content",
    )


def print_button(words: Words) -> None:
    """Prints this page on one sheet; what is left out for it, chrome.js says on the sheet."""
    button(words("print.page"), act="print", value=words("print.left_out", names="{names}"))


def first_visit(text: str, done: str) -> None:
    """A hint that chrome.js shows until the reader has put it away once in this browser."""
    st.html(
        f"<div class='b-first'><p>{escape(text)}</p>"
        f"<button class='b-button' data-act='seen'>{escape(done)}</button></div>"
    )


def link(label: str, path: str, asked: dict[str, str]) -> None:
    """A link to a page of this board that is not Streamlit's."""
    address = f"{path}?{urlencode(asked)}" if asked else path
    st.html(f"<p class='b-link'><a href='{escape(address)}'>{escape(label)}</a></p>")


def bullets(texts: Iterable[str]) -> None:
    st.html(bullets_html(texts))


def bullets_html(texts: Iterable[str]) -> str:
    said = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return f"<ul class='b-bullets'>{said}</ul>"


def table(frame: pd.DataFrame, caption: str, more: str) -> None:
    st.html(table_html(frame, caption, more))


def table_html(frame: pd.DataFrame, caption: str, more: str) -> str:
    """A real HTML table: read by screen readers, printed by printers. `more` is said when it is cut."""
    shown = frame.head(MOST_ROWS)
    numbers = [pd.api.types.is_numeric_dtype(shown[name].dtype) for name in shown.columns]
    head = _row("th scope='col'", shown.columns, numbers)
    body = "".join(_row("td", row, numbers) for row in shown.itertuples(index=False))
    cut = f"<p class='b-note'>{escape(more)}</p>" if len(frame) > MOST_ROWS else ""
    return (
        f"<div class='b-scroll' tabindex='0' role='region' aria-label='{escape(caption)}'>"
        f"<table class='b-table'><caption>{escape(caption)}</caption>"
        f"<thead>{head}</thead><tbody>{body}</tbody></table></div>{cut}"
    )


@dataclass(frozen=True)
class Spark:
    """A table cell that is a row of small bars from zero, the last one marked; one alone draws nothing.

    Of HTML: Streamlit takes drawings (svg) out of what it shows.
    """

    values: tuple[float, ...]

    def html(self) -> str:
        if len(self.values) < 2:
            return ""
        low, high = min(0.0, *self.values), max(0.0, *self.values)
        shares = [100 * (value - low) / ((high - low) or 1) for value in self.values]
        bars = "".join(f"<i style='height:{max(share, 4):.0f}%'></i>" for share in shares)
        said = escape(" → ".join(f"{value:g}" for value in self.values))
        return f"<span class='b-spark' role='img' aria-label='{said}'>{bars}</span>"


def _cell(cell: object) -> str:
    """Escaped; a short cell, a day and a row of a batch are not broken over two lines."""
    if isinstance(cell, Spark):
        return cell.html()
    text = escape(str(cell))
    if len(text) <= SHORT:
        return f"<span class='b-whole'>{text}</span>" if text else ""
    if len(text) > LONG:
        return f"<div class='b-long'>{WHOLE.sub(KEPT_WHOLE, text)}</div>"
    return WHOLE.sub(KEPT_WHOLE, text)


def _row(tag: str, cells: Iterable[object], numbers: list[bool]) -> str:
    """A table row; numbers stand to the right."""
    said = "".join(
        f"<{tag}{' class=b-number' if is_number else ''}>{_cell(cell)}</{tag[:2]}>"
        for cell, is_number in zip(cells, numbers, strict=True)
    )
    return f"<tr>{said}</tr>"


def note(text: str) -> None:
    st.html(f"<p class='b-note'>{escape(text)}</p>")


def demo_band(text: str) -> None:
    """Over every page of a synthetic campaign, on screen and on paper."""
    st.html(f"<div class='b-demo' role='note'>{escape(text)}</div>")


def demo_badge(text: str) -> None:
    st.html(f"<p class='b-demo-badge'>{escape(text)}</p>")


def refusal(title: str, reasons: Iterable[tuple[str, str]]) -> None:
    """Why something is not done, and what would make it possible: (reason, remedy) lines."""
    said = "".join(f"<li>{escape(why)}<br><span>{escape(remedy)}</span></li>" for why, remedy in reasons)
    st.html(f"<section class='b-refusal'><h2>{escape(title)}</h2><ul>{said}</ul></section>")


def menu_line(text: str, *, kind: str, under: str = "") -> None:
    """A line of the side menu: kind is brand or group."""
    second = f"<span>{escape(under)}</span>" if under else ""
    st.html(f"<p class='b-{escape(kind)}'>{escape(text)}{second}</p>")
