"""基础表: a reference table as known now, and how it is changed: like any figure, by handing it in."""

import streamlit as st

from campaign import panels
from campaign.output.export import template_csv
from campaign.screen import blocks, url
from campaign.screen.panel import show
from campaign.screen.settings.editing import edit_table
from campaign.screen.url import Reader

# table -> the panel that shows it, in the order an organiser needs them; also ?list= in the address
LISTS = {
    "assignment": panels.ASSIGNMENTS,
    "reporting_window": panels.WINDOWS,
    "target": panels.TARGETS,
    "unit": panels.UNITS,
    "unit_alias": panels.ALIASES,
    "metric": panels.METRICS,
    "variant": panels.VARIANTS,
    "action": panels.ACTION_LIST,
    "theme": panels.THEMES,
    "calendar": panels.CALENDAR,
}


def lists_tab(reader: Reader) -> None:
    words = reader.words
    titles = {name: words(f"table.{name}") for name in LISTS}
    name = url.pick(words("lists.which"), "list", list(LISTS), titles.__getitem__, default="assignment")
    blocks.note(words("settings.changed_by_batch", table=titles[name]))
    st.download_button(
        words("settings.rows_as_csv", table=titles[name]),
        lambda: template_csv(reader.store, name, reader.filters.known_on),
        reader.file_name(f"{name}.csv"),
        "text/csv",
        on_click="ignore",
        key=f"rows_{name}",
    )
    edit_table(reader, name)
    show(LISTS[name], reader)
