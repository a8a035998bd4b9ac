"""Shows a panel: chart, table twin, downloads, and where it comes from, always in the same places."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from campaign.ask import asked, kept, told
from campaign.output.workbook import csv_bytes, xlsx_bytes
from campaign.panels import Panel, Seen
from campaign.screen import blocks, locale
from campaign.screen.show import quick_show
from campaign.screen.sources import QUESTIONS, about
from campaign.screen.url import METHODS_PAGE, UNIT_PAGE, Reader

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(panel: Panel, reader: Reader, *, title: bool = True) -> None:
    """Draws the panel.

    An empty answer is a sentence that names the cause, not an empty chart; so is one that no method can draw.
    """
    seen = _seen(panel, reader)
    with st.container(key=f"panel_{panel.name}", gap="xsmall"):
        if title:
            head(panel, reader, blocks.section)
        if seen.frame.empty:
            blocks.sentence(panel.empty(reader.words))
        elif seen.refused:
            blocks.sentence(reader.words(f"method.refused.{seen.refused}"))
        else:
            _body(panel, reader)


def _body(panel: Panel, reader: Reader) -> None:
    if said := _seen(panel, reader).said:
        blocks.note(said)
    if panel.draw is None:
        blocks.together(_kept(panel, reader, _table))
    else:
        _chart(panel, reader)


def _seen(panel: Panel, reader: Reader) -> Seen:
    return panel.seen(reader.store, reader.filters, reader.words, reader.label)


def head(panel: Panel, reader: Reader, write: Callable[[str], None], *, printable: bool = False) -> None:
    """A line of two: what it is (`write` puts the panel's title in its own way), and the panel's tools."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        write(panel.title(reader.words))
        if not _seen(panel, reader).frame.empty:
            _tools(panel, reader, printable=printable)


def _tools(panel: Panel, reader: Reader, *, printable: bool) -> None:
    """The table twin, how to read it and where it comes from, and the downloads."""
    words = reader.words
    with st.container(
        horizontal=True,
        width="content",
        gap="xsmall",
        vertical_alignment="center",
        key=f"tools_{panel.name}",
    ):
        if printable:
            blocks.print_button(words)
        if panel.draw is not None:
            with st.popover(words("panel.table"), type="tertiary", key=f"table_{panel.name}"):
                blocks.together(_kept(panel, reader, _table))
        with st.popover(words("panel.about"), type="tertiary", key=f"about_{panel.name}"):
            blocks.together(_kept(panel, reader, about, *QUESTIONS))
            st.page_link(METHODS_PAGE, label=words("page.methods"), query_params=reader.link())
        with st.popover(words("panel.download"), type="tertiary", key=f"download_{panel.name}"):
            _downloads(panel, _seen(panel, reader).frame, reader)
        if not printable:  # a page's head has no room for one more, and /show opens with it
            quick_show(panel, reader)


def _downloads(panel: Panel, frame: pd.DataFrame, reader: Reader) -> None:
    words = reader.words
    name = _file_name(panel, reader)
    st.download_button(
        words("panel.csv"),
        lambda: csv_bytes(_labelled(panel.table(frame, words), reader)),
        f"{name}.csv",
        "text/csv",
        on_click="ignore",
        key=f"csv_{panel.name}",
    )
    st.download_button(
        words("panel.xlsx"),
        lambda: xlsx_bytes(
            _labelled(panel.table(frame, words), reader),
            sheet=panel.title(words),
            notes=_notes(panel, reader),
        ),
        f"{name}.xlsx",
        XLSX,
        on_click="ignore",
        key=f"xlsx_{panel.name}",
    )


def _file_name(panel: Panel, reader: Reader) -> str:
    return reader.file_name(f"{panel.name}_{reader.known or 'now'}")


def _labelled(table: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """A synthetic campaign's table says so in every row: rows are copied without what stands around them."""
    words = reader.words
    return table.assign(**{words("demo.label"): words("demo.yes")}) if reader.is_synthetic else table


def _notes(panel: Panel, reader: Reader) -> list[str]:
    """What a file must say of itself: what it is, whose figures, as known when."""
    words = reader.words
    campaign = told(reader.store, "campaign", reader.filters)
    said = [words("demo.band")] if reader.is_synthetic else []
    said += [str(found[words.column("source_line")]) for found in campaign]
    return [panel.title(words), *said, words("known.shown", when=reader.known_in_words)]


def _kept(panel: Panel, reader: Reader, make: Callable[[Panel, Reader], str], *questions: str) -> str:
    """HTML made of the panel's answer and those of `questions`, kept with them: most is never opened."""
    asks = asked(reader.store, reader.filters, *questions)
    key = (panel.key(reader.store, reader.filters), *asks, make.__name__, panel.name, reader.words.lang)
    return kept(key, lambda: make(panel, reader))


def _table(panel: Panel, reader: Reader) -> str:
    frame, words = panel.answer(reader.store, reader.filters), reader.words
    # a table that is not row by row is arranged whole: cut before, it would lack units without saying so
    table = panel.table(frame if panel.arrange else frame.head(blocks.MOST_ROWS + 1), words)
    more = words("panel.cut", shown=blocks.MOST_ROWS, all=len(table) if panel.arrange else len(frame))
    return blocks.table_html(table, panel.title(words), more)


def _chart(panel: Panel, reader: Reader) -> None:
    seen = _seen(panel, reader)
    chosen: Any = st.plotly_chart(
        seen.figure,
        theme=None,
        key=f"chart_{panel.name}",
        config=locale.chart_config(reader.words, _file_name(panel, reader)),
        alt=seen.alt,
        on_select="rerun" if panel.leads_to_units else "ignore",
        selection_mode="points",
    )
    if panel.leads_to_units and (points := chosen["selection"]["points"]):
        st.switch_page(UNIT_PAGE, query_params=reader.link(unit=_unit_of(points[0])))


def _unit_of(point: dict) -> str:
    clicked = point["customdata"]
    return str(clicked[0] if isinstance(clicked, list) else clicked)
