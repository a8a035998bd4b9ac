"""The tabs of 设置, who sees which, and what draws each. Only the open one runs."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from campaign.accounts import Role
from campaign.screen import blocks, desk
from campaign.screen.backups import backup_panel
from campaign.screen.settings.accounts import accounts_tab
from campaign.screen.settings.campaigns import campaigns_tab
from campaign.screen.settings.lists import lists_tab
from campaign.screen.settings.options import options_tab
from campaign.screen.settings.tokens import tokens_tab
from campaign.screen.settings.weights import weights_tab
from campaign.screen.url import Reader


@dataclass(frozen=True)
class Tab:
    name: str  # message settings.<name>; also ?tab= in the address
    roles: tuple[Role, ...]
    draw: Callable[[Reader], None]


BOTH: tuple[Role, ...] = ("organiser", "administrator")


TABS = (
    Tab("accounts", ("administrator",), accounts_tab),
    Tab("tokens", ("administrator",), tokens_tab),
    Tab("lists", BOTH, lists_tab),
    Tab("weight", BOTH, weights_tab),
    Tab("options", BOTH, options_tab),
    Tab("campaigns", BOTH, campaigns_tab),
    Tab("backups", ("administrator",), backup_panel),
)


def draw(reader: Reader) -> None:
    """The tabs this person may use, the one of the address first."""
    words, person = reader.words, reader.person
    assert person is not None  # the frame runs this page for nobody else
    mine = [tab for tab in TABS if person.is_any(*tab.roles)]
    labels = [words(f"settings.{tab.name}") for tab in mine]
    asked = next((n for n, tab in enumerate(mine) if tab.name == st.query_params.get("tab")), 0)
    blocks.heading(words("page.settings"), words("settings.note"))
    desk.say()
    for tab, place in zip(mine, st.tabs(labels, default=labels[asked], on_change="rerun"), strict=True):
        if place.open:
            with place:
                tab.draw(reader)
