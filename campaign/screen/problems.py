"""What a person is told when something cannot be shown: a sentence, never a traceback."""

import logging
import secrets

import streamlit as st

from campaign.screen import blocks
from campaign.words import LANGUAGES, Refusal, Words

log = logging.getLogger("campaign")


def show_problem(error: Exception) -> bool:
    """Shows a Refusal as its sentence; a mistake of ours as a reference number that finds it in the log."""
    lang = st.query_params.get("lang", "zh")
    words = Words(lang if lang in LANGUAGES else "zh")
    if isinstance(error, Refusal):
        log.warning("%s", error)  # with the folders, which a reader is not told
        st.error(blocks.unmarked(error.shown(words)))
        return True
    reference = secrets.token_hex(4).upper()
    log.error("reference %s", reference, exc_info=error)
    st.error(words("problem.ours", reference=reference))
    return True


def show_notes(sentences: list[str]) -> None:
    for sentence in sentences:
        blocks.notice(sentence)
