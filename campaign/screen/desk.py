"""What a person does on a page: checked again when it is done, and said once on the run after.

A callback runs before the frame has looked who is there, with what the last run knew. So the person is asked
for anew: an act from a tab whose session has ended, or whose role was taken away meanwhile, does nothing.
"""

from collections.abc import Callable

import streamlit as st

from campaign.accounts import Person
from campaign.screen import blocks
from campaign.screen.roles import person_in
from campaign.screen.url import Reader
from campaign.words import Refusal

SAID, ROUND = "desk_said", "desk_round"

Work = Callable[[Person], str]


def do(reader: Reader, may: Callable[[Person], bool], work: Work) -> None:
    """Runs `work` for who acts in the reader's campaign now, if they still may, and keeps what it returns."""
    try:
        person = person_in(reader.campaign, reader.store)
        if person is None or not may(person):
            raise Refusal("desk.not_yours")
        st.session_state[SAID] = (work(person), "")
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    except Refusal as refusal:
        st.session_state[SAID] = ("", refusal.said(reader.words))


def say() -> None:
    """What the act before this run came to."""
    done, refused = st.session_state.pop(SAID, ("", ""))
    if refused:
        st.error(refused)
    if done:
        blocks.notice(done)


def fresh(name: str) -> str:
    """A widget's key that lasts until something was done: what was typed stays after a refusal only."""
    return f"{name}_{st.session_state.get(ROUND, 0)}"


def typed(name: str) -> str:
    value = st.session_state.get(fresh(name))
    return value.strip() if isinstance(value, str) else ""
