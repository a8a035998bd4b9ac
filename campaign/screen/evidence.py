"""The evidence pack of a unit for its assessment: one workbook, made when it is asked for."""

import streamlit as st

from campaign.ask import told
from campaign.meeting.evidence import evidence_deck
from campaign.output.annex import annex_xlsx
from campaign.output.materials import XLSX
from campaign.screen.url import Reader


def evidence_button(reader: Reader) -> None:
    words, unit_id = reader.words, reader.filters.unit_id
    if unit_id not in {unit["unit_id"] for unit in told(reader.store, "units", reader.filters)}:
        return
    st.download_button(
        words("evidence.button"),
        lambda: annex_xlsx(evidence_deck(reader)),
        f"{reader.file_name(str(unit_id))}_{words('evidence.button')}.xlsx",
        XLSX,
        on_click="ignore",
        help=words("evidence.help"),
        key="evidence",
    )
