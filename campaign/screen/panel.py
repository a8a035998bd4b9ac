"""Shows a panel: chart, table twin, downloads, and where it comes from, always in the same places."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from campaign.ask import ask
from campaign.output.workbook import csv_bytes, xlsx_bytes
from campaign.panels import Panel
from campaign.screen import blocks, locale
from campaign.screen.sources import definitions, provenance
from campaign.screen.url import UNIT_PAGE, Reader

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(panel: Panel, reader: Reader, *, title: bool = True) -> pd.DataFrame:
    """Draws the panel for this reader and returns its frame, for pages that say more about it.

    An empty answer is a sentence that names the cause, not an empty chart.
    """
    frame = panel.answer(reader.store, reader.filters)
    with st.container(key=f"panel_{panel.name}", gap="xsmall"):
        if title:
            head(panel, frame, reader, blocks.section)
        if frame.empty:
            blocks.sentence(panel.empty(reader.words))
        elif panel.draw is None:
            _table(panel, frame, reader)
        else:
            _chart(panel, frame, reader)
    return frame


def head(
    panel: Panel,
    frame: pd.DataFrame,
    reader: Reader,
    write: Callable[[str], None],
    *,
    printable: bool = False,
) -> None:
    """A line of two: what it is (`write` puts the panel's title in its own way), and the panel's tools."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with st.container():
            write(panel.title(reader.words))
        if not frame.empty:
            _tools(panel, frame, reader, printable=printable)


def _tools(panel: Panel, frame: pd.DataFrame, reader: Reader, *, printable: bool) -> None:
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
            blocks.button(words("print.page"), act="print")
        if panel.draw is not None:
            with st.popover(words("panel.table"), type="tertiary", key=f"table_{panel.name}"):
                _table(panel, frame, reader)
        with st.popover(words("panel.about"), type="tertiary", key=f"about_{panel.name}"):
            _about(panel, frame, reader)
        with st.popover(words("panel.download"), type="tertiary", key=f"download_{panel.name}"):
            _downloads(panel, frame, reader)


def _about(panel: Panel, frame: pd.DataFrame, reader: Reader) -> None:
    blocks.section(reader.words("panel.how_to_read"))
    blocks.prose(panel.how(reader.words))
    definitions(frame, reader)
    blocks.section(reader.words("panel.provenance"))
    provenance(frame, reader)


def _downloads(panel: Panel, frame: pd.DataFrame, reader: Reader) -> None:
    words = reader.words
    name = f"{panel.name}_{reader.known or 'now'}"
    st.download_button(
        words("panel.csv"),
        lambda: csv_bytes(panel.table(frame, words)),
        f"{name}.csv",
        "text/csv",
        on_click="ignore",
        key=f"csv_{panel.name}",
    )
    st.download_button(
        words("panel.xlsx"),
        lambda: xlsx_bytes(panel.table(frame, words), sheet=panel.title(words), notes=_notes(panel, reader)),
        f"{name}.xlsx",
        XLSX,
        on_click="ignore",
        key=f"xlsx_{panel.name}",
    )


def _notes(panel: Panel, reader: Reader) -> list[str]:
    """What a file must say of itself: what it is, whose figures, as known when."""
    words = reader.words
    campaign = ask(reader.store, "campaign", reader.filters)
    said = [panel.title(words)]
    if len(campaign):
        said.append(str(campaign.iloc[0][words.column("source_line")]))
    return [*said, words("known.shown", when=reader.known_in_words)]


def _table(panel: Panel, frame: pd.DataFrame, reader: Reader) -> None:
    more = reader.words("panel.cut", shown=blocks.MOST_ROWS, all=len(frame))
    blocks.table(panel.table(frame.head(blocks.MOST_ROWS + 1), reader.words), panel.title(reader.words), more)


def _chart(panel: Panel, frame: pd.DataFrame, reader: Reader) -> None:
    assert panel.draw is not None
    chosen: Any = st.plotly_chart(
        panel.draw(frame, reader.words),
        theme=None,
        key=f"chart_{panel.name}",
        config=locale.chart_config(reader.words),
        alt=panel.alt(frame, reader.words),
        on_select="rerun" if panel.leads_to_units else "ignore",
        selection_mode="points",
    )
    if panel.leads_to_units and (points := chosen["selection"]["points"]):
        st.switch_page(UNIT_PAGE, query_params=reader.link(unit=_unit_of(points[0])))


def _unit_of(point: dict) -> str:
    clicked = point["customdata"]
    return str(clicked[0] if isinstance(clicked, list) else clicked)
