"""One box that finds a unit (by any of its names), a metric or a page, and opens it."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from campaign.ask import asked, kept, told
from campaign.screen.url import METRIC_PAGE, UNIT_PAGE, Reader

JUMPS = "search_jumps"  # a box that has led somewhere is never shown again, so Back does not jump


@dataclass(frozen=True)
class Found:
    label: str
    page: st.Page | str
    ids: tuple[tuple[str, str], ...] = ()


def search(pages: dict[str, st.Page], reader: Reader) -> None:
    """Draws the box; a choice opens its page in the same language and at the same point in time."""
    words = reader.words
    names = kept(
        (*asked(reader.store, reader.filters, "findable"), "search", words.lang), lambda: _names(reader)
    )
    options = _pages(pages, reader) + names
    by_label = {option.label: option for option in options}
    jumps = st.session_state.setdefault(JUMPS, 0)
    chosen = st.selectbox(
        words("search.label"),
        list(by_label),
        index=None,
        placeholder=words("search.placeholder"),
        label_visibility="collapsed",
        key=f"search_{jumps}",
    )
    if chosen is not None:
        st.session_state[JUMPS] = jumps + 1
        found = by_label[chosen]
        st.switch_page(found.page, query_params=reader.link(**dict(found.ids)))


def _pages(pages: dict[str, st.Page], reader: Reader) -> list[Found]:
    kind = reader.words("search.page")
    return [Found(f"{page.title} · {kind}", page) for page in pages.values()]


def _names(reader: Reader) -> list[Found]:
    """Units under every name they have, then metrics; an alias shows whose it is."""
    words = reader.words
    names = told(reader.store, "findable", reader.filters)
    official = {row["id"]: row[words.column("name")] for row in names if pd.notna(row["name_en"])}
    found = []
    for row in names:
        own = words.either(row["name"], row["name_en"])
        whose = official.get(row["id"], own)
        label = own if own == whose else f"{own} → {whose}"
        page = UNIT_PAGE if row["kind"] == "unit" else METRIC_PAGE
        kind = words(f"search.{row['kind']}")
        found.append(Found(f"{label} · {kind}", str(page), ((row["kind"], row["id"]),)))
    return found
