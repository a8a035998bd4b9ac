"""Word papers of a meeting before they leave: what to look at, and the same in an office's own template."""

from functools import partial

import streamlit as st

from campaign.meeting.deck import Deck
from campaign.output.materials import DOCX, MATERIALS, Material
from campaign.screen import blocks
from campaign.words import Refusal, Words

LARGEST_MB = 20  # of a template


def papers_desk(deck: Deck, words: Words, file_name: str) -> None:
    """Folded away. Files are called `file_name` with the paper's name."""
    papers = {material.name: material for material in MATERIALS if material.in_template is not None}
    with st.expander(words("paper.desk.title")):
        blocks.note(words("paper.desk.how"))
        chosen = st.selectbox(
            words("paper.desk.which"),
            list(papers),
            format_func=lambda name: papers[name].title(words),
            key="paper_which",
        )
        paper = papers[chosen]
        with st.container(horizontal=True, gap="small"):
            wants_check = st.button(words("paper.desk.check"), key="paper_check")
            st.download_button(
                words("paper.desk.blank"),
                partial(_blank, paper, words),
                f"{paper.name}-template.docx",
                DOCX,
                on_click="ignore",
                key="paper_blank",
            )
        if wants_check:
            blocks.bullets(paper.checks(deck) or [words("paper.desk.nothing")])
        _own(paper, deck, words, file_name)


def _blank(paper: Material, words: Words) -> bytes:
    assert paper.template is not None
    return paper.template(words.lang)


def _own(paper: Material, deck: Deck, words: Words, file_name: str) -> None:
    given = st.file_uploader(
        words("paper.desk.own"), type=["docx"], max_upload_size=LARGEST_MB, key="paper_own"
    )
    if given is None:
        return
    assert paper.in_template is not None
    try:
        filled = paper.in_template(given.getvalue(), deck)
    except Refusal as refusal:
        st.error(blocks.unmarked(refusal.shown(words)))
        return
    st.download_button(
        words("paper.desk.filled", paper=paper.title(words)),
        filled,
        f"{file_name}-{paper.name}.docx",
        DOCX,
        on_click="ignore",
        key="paper_filled",
    )
