"""The deck as one web page that opens by double-click with the network off: charts and their tables.

Plotly comes with it, packed: 4.8 MB become 2, and the browser unpacks them itself. What data says is only
text here, and the page's own policy lets it ask nobody for anything.
"""

import base64
import gzip
import json
from functools import cache
from html import escape
from pathlib import Path

import pandas as pd
import plotly

from campaign.meeting.deck import Deck, Slide
from campaign.output.told import fits_paper, telling, with_corrections
from campaign.panels import Seen
from campaign.words import Words

ASSETS = Path(__file__).parent / "assets"
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
LONG = 12  # rows of a table that stands behind its slide's own lines
SHORT = 14  # letters of a cell that stays on one line: a day, a figure, a receipt
MOST_ROWS = 300  # of a table; the workbook has them all


def handout_html(deck: Deck) -> bytes:
    words, deck = Words(deck.lang), with_corrections(deck)
    charts = [slide.seen for slide in deck.slides if slide.seen and _is_drawn(slide.seen)]
    sections = [_section(slide, deck, words, charts) for slide in deck.slides]
    return _page(deck, words, sections, charts).encode()


def _page(deck: Deck, words: Words, sections: list[str], charts: list[Seen]) -> str:
    figures = [json.loads(seen.figure.to_json()) for seen in charts]
    lang = "zh-CN" if words.lang == "zh" else "en"
    return f"""<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>{escape(deck.title)}</title>
<style>{_asset("handout.css")}</style></head><body>
<main>{"".join(sections)}</main>{_turning(deck, words)}
<script type="text/plain" id="charts">{_packed(json.dumps(figures, ensure_ascii=False).encode())}</script>
<script type="text/plain" id="plotly">{_plotly()}</script>
<script>{_asset("handout.js")}</script>
</body></html>
"""


def _turning(deck: Deck, words: Words) -> str:
    titles = "".join(
        f'<option value="{place}">{place + 1}. {escape(slide.title)}</option>'
        for place, slide in enumerate(deck.slides)
    )
    return (
        f'<nav aria-label="{escape(words("handout.turn"))}">'
        f'<button id="back" type="button" title="←">{escape(words("handout.back"))}</button>'
        '<span id="counter" aria-live="polite"></span>'
        f'<button id="on" type="button" title="→">{escape(words("handout.on"))}</button>'
        f'<select id="contents" aria-label="{escape(words("handout.contents"))}">{titles}</select>'
        f'<button id="full" type="button" title="F">{escape(words("handout.full"))}</button>'
        f'<button id="print" type="button">{escape(words("handout.print"))}</button></nav>'
    )


def _section(slide: Slide, deck: Deck, words: Words, charts: list[Seen]) -> str:
    inside = _cover(slide, deck, words) if slide.kind == "cover" else f"<h2>{escape(slide.title)}</h2>"
    inside += "" if slide.kind == "cover" else _list(slide.lines)
    if slide.seen is not None:
        inside += _answer(slide, slide.seen, words, charts)
    kind = ' class="cover"' if slide.kind == "cover" else ""
    return (
        f'<section{kind} aria-label="{escape(slide.title)}">{inside}{_foot(slide, deck, words)}</section>\n'
    )


def _cover(slide: Slide, deck: Deck, words: Words) -> str:
    lines = slide.lines or (deck.day, deck.place)  # whose figures, as known when, stands at the foot
    demo = f'<p><span class="demo">{escape(words("demo.band"))}</span></p>' if deck.is_synthetic else ""
    said = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    corrected = words("handout.corrected", count=len(deck.corrections)) if deck.corrections else ""
    return f"<h1>{escape(deck.title)}</h1>{said}{demo}{_sentence(corrected) if corrected else ''}"


def _foot(slide: Slide, deck: Deck, words: Words) -> str:
    """Whose figures, as known when, and the meeting's id: on every slide, on paper too."""
    said = " · ".join([words("paper.known", known=deck.known), deck.deck_id])
    is_marked = deck.is_synthetic and slide.kind != "cover"  # the cover says it in full
    demo = f'<span class="demo">{escape(words("demo.label"))}</span>' if is_marked else ""
    source = escape(words("paper.from", source=slide.source or deck.source))
    return f'<p class="foot"><span>{source}</span>{demo}<span>{escape(said)}</span></p>'


def _list(lines: tuple[str, ...] | list[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>" if lines else ""


def _answer(slide: Slide, seen: Seen, words: Words, charts: list[Seen]) -> str:
    if seen.frame.empty or seen.refused:
        why = words(f"method.refused.{seen.refused}") if seen.refused else seen.panel.empty(words)
        return "" if why in slide.lines else _sentence(why)
    said = _sentence(seen.said) if seen.said and seen.said not in slide.lines else ""
    if not _is_drawn(seen):
        is_behind = slide.kind == "panel" and bool(slide.lines) and len(seen.frame) > LONG
        return said + (_folded(seen, words) if is_behind else _table(seen, words))
    number = next(place for place, other in enumerate(charts) if other is seen)
    alt = seen.alt if fits_paper(seen) else seen.panel.title(words)
    return (
        f'{said}<div class="chart" data-chart="{number}" role="img" aria-label="{escape(alt)}"></div>'
        f'<p class="note">{escape(words("handout.old"))}</p>'
        f"{_folded(seen, words)}"
    )


def _folded(seen: Seen, words: Words) -> str:
    return f"<details><summary>{escape(words('panel.table'))}</summary>{_table(seen, words)}</details>"


def _is_drawn(seen: Seen) -> bool:
    return seen.panel.draw is not None and not seen.frame.empty and not seen.refused


def _sentence(text: str) -> str:
    return f'<p class="said">{escape(text)}</p>'


def _table(seen: Seen, words: Words) -> str:
    """The table twin; one that is too long or wide for a page says so."""
    if not fits_paper(seen):
        return _sentence(words("circular.too_wide"))
    frame = seen.frame if seen.panel.arrange else seen.frame.head(MOST_ROWS)
    table = seen.panel.table(frame, words)
    count = len(table) if seen.panel.arrange else len(seen.frame)
    shown = telling(table.head(MOST_ROWS).astype(str), words)
    cut = words("circular.listed", shown=len(shown), all=count) if count > len(shown) else ""
    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in shown.columns)
    caption = f"<caption>{escape(seen.panel.title(words))}</caption>"
    return (
        f'<div class="table"><table>{caption}<thead><tr>{head}</tr></thead>'
        f"<tbody>{_rows(shown)}</tbody></table></div>{_sentence(cut) if cut else ''}"
    )


def _rows(table: pd.DataFrame) -> str:
    lines = (
        "".join(f"<td{' class=s' if len(cell) <= SHORT else ''}>{escape(cell)}</td>" for cell in row)
        for row in table.itertuples(index=False, name=None)
    )
    return "".join(f"<tr>{line}</tr>" for line in lines)


def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


@cache
def _plotly() -> str:
    return _packed(PLOTLY.read_bytes())


def _packed(data: bytes) -> str:
    """As text that cannot end a script element."""
    return base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()
