"""In the demo anybody may be anybody, without a password. In the real campaign this gives nobody a role."""

import streamlit as st

from campaign.accounts import EVERYTHING, Person, Role, Scope
from campaign.board import Campaign
from campaign.screen.person import signed_in
from campaign.settings import DEMO
from campaign.store import Store
from campaign.words import Words

# no administrator: accounts, tokens and backups are this machine's, and the demo has none of its own
DEMO_ROLES: tuple[Role, ...] = ("viewer", "reporter", "reviewer", "organiser")


def person_in(campaign: Campaign, store: Store) -> Person | None:
    """Who acts in this campaign: nobody acts in one as the person they are in the other."""
    return demo_person(campaign) if campaign == DEMO else signed_in(store)


def demo_person(campaign: Campaign) -> Person | None:
    """Who the address says the reader is (`role`, and `role_unit` for a reporter); None for a visitor.

    None in any campaign but the demo, whatever the address says. A reporter without a unit reaches none.
    Their login is none an account can have.
    """
    role = next((role for role in DEMO_ROLES if role == st.query_params.get("role")), None)
    if campaign != DEMO or role is None:
        return None
    name, scope = f"演示·{Words('zh')(f'demo_role.{role}')}", EVERYTHING
    if role == "reporter":
        unit_id = st.query_params.get("role_unit", "")
        name, scope = f"{name}·{unit_id}", Scope(units=frozenset({unit_id} if unit_id else ()))
    return Person(name, name, frozenset({role}), scope)
