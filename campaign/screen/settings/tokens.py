"""令牌: one person's rights for one program, shown once, revoked by one click."""

import pandas as pd
import streamlit as st

from campaign import accounts
from campaign.accounts import Person, Token
from campaign.screen import blocks, desk
from campaign.screen.settings.accounts import administers, when
from campaign.screen.url import Reader
from campaign.words import Words

ONCE = "tokens_once"


def tokens_tab(reader: Reader) -> None:
    words = reader.words
    blocks.note(words("tokens.text"))
    if token := st.session_state.get(ONCE):
        st.code(token, language=None)
        st.button(words("accounts.put_away"), key="token_away", on_click=st.session_state.pop, args=(ONCE,))
    found = accounts.tokens()
    if found:
        blocks.table(_table(found, words), words("settings.tokens"), words("accounts.more"))
    else:
        blocks.sentence(words("tokens.none"))
    _issuing(reader)
    _revoking([one for one in found if one.revoked_at is None], reader)


def _issuing(reader: Reader) -> None:
    words = reader.words
    people = {one.person.login: one.person.name for one in accounts.accounts() if one.is_active}
    whose = desk.fresh("token_whose")

    def work(by: Person) -> str:
        st.session_state[ONCE] = accounts.issue_token(
            st.session_state[whose], desk.typed("token_label"), by=by.name
        )
        return words("tokens.issued")

    with st.expander(words("tokens.issue")), st.form("token_new", border=False):
        st.selectbox(words("accounts.whose"), list(people), 0, people.__getitem__, key=whose)
        st.text_input(words("tokens.label"), key=desk.fresh("token_label"), max_chars=60)
        st.form_submit_button(words("tokens.issue"), on_click=desk.do, args=(reader, administers, work))


def _revoking(valid: list[Token], reader: Reader) -> None:
    words = reader.words
    if not valid:
        return
    show = {one.token_id: f"{one.token_id} · {one.label}" for one in valid}
    which = desk.fresh("token_which")

    def work(by: Person) -> str:
        token_id = str(st.session_state[which])
        accounts.revoke_token(token_id, by=by.name)
        return words("tokens.revoked", token=token_id)

    with st.expander(words("tokens.revoke")), st.form("token_end", border=False):
        st.selectbox(words("tokens.which"), list(show), 0, show.__getitem__, key=which)
        st.form_submit_button(words("tokens.revoke"), on_click=desk.do, args=(reader, administers, work))


def _table(found: list[Token], words: Words) -> pd.DataFrame:
    rows = [
        (
            one.token_id,
            one.label,
            one.login,
            when(one.created_at, words),
            one.created_by,
            when(one.last_used_at, words),
            words("tokens.is_valid") if one.revoked_at is None else words("tokens.is_revoked"),
        )
        for one in found
    ]
    what = ("tokens.which", "tokens.label", "accounts.whose", "column.moment", "column.signed_by")
    heads = [words(head) for head in (*what, "tokens.last_used", "column.state")]
    return pd.DataFrame(rows, columns=heads)
