"""A reference table as known now, and how it is changed: like any other figure, by handing it in."""

import streamlit as st

from campaign import contract
from campaign.output.export import template_csv
from campaign.panels import Panel
from campaign.screen import blocks
from campaign.screen.panel import show
from campaign.screen.url import Reader


def reference_tab(reader: Reader, table_name: str, panel: Panel) -> None:
    words = reader.words
    table = contract.tables()[table_name]
    named = table.title if words.lang == "zh" else table.title_en
    blocks.note(words("settings.changed_by_batch", table=named))
    st.download_button(
        words("settings.rows_as_csv", table=named),
        lambda: template_csv(reader.store, table_name, reader.filters.known_on),
        reader.file_name(f"{table_name}.csv"),
        "text/csv",
        on_click="ignore",
        key=f"rows_{table_name}",
    )
    show(panel, reader)
