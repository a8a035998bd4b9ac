"""The address is the state: ids and days in, validated Filters out, and links that carry them on."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from campaign import board
from campaign.accounts import Person
from campaign.ask import event_of, told
from campaign.board import REAL, Campaign
from campaign.filters import Filters
from campaign.screen.roles import person_in
from campaign.settings import DEMO, ROOT
from campaign.store import BEIJING, Store
from campaign.words import LANGUAGES, Language, Refusal, Words

UNIT_PAGE = ROOT / "pages" / "unit.py"
METRIC_PAGE = ROOT / "pages" / "progress.py"
MEETING_PAGE = ROOT / "pages" / "meeting.py"
SHOW_PAGE = ROOT / "pages" / "show.py"
METHODS_PAGE = ROOT / "pages" / "methods.py"
SETTINGS_PAGE = ROOT / "pages" / "settings.py"

DEMO_ONLY = ("role", "role_unit")  # who the reader is in the demo
# name in the address -> field of Filters and the column of the question that lists what it may be
CHOICES = {
    "unit": ("unit_id", "units", "unit_id"),
    "group": ("comparable_group", "units", "comparable_group"),
    "metric": ("metric_id", "metrics", "metric_id"),
    "goal": ("goal", "goals", "goal"),
    "variant": ("variant", "loop_variants", "variant"),
    "action": ("action_id", "duty_actions", "action_id"),
    "award": ("award", "awards", "award"),
}


@dataclass(frozen=True)
class Reader:
    """One reader's wishes for this run: from which store, what, in which language."""

    store: Store
    filters: Filters
    words: Words
    known: str  # as the address gives it: a day, an event number, or nothing for now
    campaign: Campaign = REAL  # the one `store` holds, as the address names it
    person: Person | None = None  # who is signed in, or in the demo who the reader plays; None: a visitor

    @property
    def is_demo(self) -> bool:
        return self.campaign == DEMO

    def narrowed(self, **fields: object) -> "Reader":
        """The same reader looking at less, for one page's own choice."""
        return replace(self, filters=replace(self.filters, **fields))  # type: ignore[arg-type]

    @property
    def known_in_words(self) -> str:
        """The point in time as a reader says it."""
        if not self.known:
            return self.words("known.at_last", event=self.filters.known_on)
        if self.known.isdigit():
            return self.words("known.at_event", event=self.known)
        return self.words.day(dt.date.fromisoformat(self.known))

    @property
    def is_synthetic(self) -> bool:
        """What the file says of itself, as every page, slide and export made from it must say it."""
        found = told(self.store, "campaign", replace(self.filters, known_on=self.store.last_event))
        return any(campaign["is_synthetic"] for campaign in found)

    @property
    def today(self) -> dt.date:
        """The day people hand in on; in a made-up year that is over, its last."""
        now = dt.datetime.now(BEIJING).date()
        if not self.is_synthetic:
            return now
        (made_up,) = told(self.store, "campaign", replace(self.filters, known_on=self.store.last_event))
        return min(now, made_up["year_end_on"].date()) if pd.notna(made_up["year_end_on"]) else now

    @property
    def label(self) -> str:
        """What is written on everything made from a synthetic campaign; nothing for a real one."""
        return self.words("demo.label") if self.is_synthetic else ""

    def file_name(self, name: str) -> str:
        """The name of a file made from this campaign: a synthetic one's says so first."""
        return f"{self.label.replace(' ', '_')}_{name}" if self.label else name

    def link(self, **ids: str | None) -> dict[str, str]:
        """The address parameters of a page of the same campaign, point in time and language."""
        wanted = {
            "campaign": "" if self.campaign == REAL else self.campaign,
            "lang": "" if self.words.lang == "zh" else self.words.lang,
            "known": self.known,
            **{name: st.query_params.get(name, "") for name in DEMO_ONLY if self.is_demo},
            **ids,
        }
        return {name: value for name, value in wanted.items() if value}

    def own_address(self, there: str = "") -> dict[str, str]:
        """The parameters of our own pages outside Streamlit: the language, and where to go on to."""
        wanted = {"lang": "" if self.words.lang == "zh" else self.words.lang, "next": there}
        return {name: value for name, value in wanted.items() if value}


def campaign() -> Campaign:
    """The campaign the address names; the one shown by default where it names none, or one there is not."""
    asked = st.query_params.get("campaign", REAL)
    return asked if asked in board.campaigns() else REAL


def read(store: Store, campaign: Campaign = REAL) -> tuple[Reader, list[str]]:
    """The reader the address asks for, and a sentence for everything in it that is unknown.

    `store` is that campaign's.
    What is unknown is taken out of the address, so that it is said once and not carried on.
    """
    words = said_in()
    problems: list[str] = []
    if st.query_params.get("lang", "zh") not in LANGUAGES:
        problems.append(
            words("address.unknown", name=words("address.lang"), found=st.query_params.pop("lang"))
        )
    if st.query_params.get("campaign", REAL) not in board.campaigns():
        problems.append(
            words("address.unknown", name=words("address.campaign"), found=st.query_params.pop("campaign"))
        )
    known_on = _known_on(store, words, problems)
    person = person_in(campaign, store)
    filters = Filters(
        known_on,
        period=_period(words, problems),
        shows_names=person is not None,
        sees_nominees=person is not None and person.is_any("organiser"),
    )
    for name, (field, question, column) in CHOICES.items():
        found = st.query_params.get(name)
        if found is None:
            continue
        if any(row[column] == found for row in told(store, question, filters)):
            filters = replace(filters, **{field: found})  # type: ignore[arg-type]
        else:
            st.query_params.pop(name)
            key = "address.not_then" if "known" in st.query_params else "address.unknown"
            problems.append(words(key, name=words(f"address.{name}"), found=found))
    if page := st.query_params.pop("nopage", None):
        problems.append(words("address.unknown", name=words("address.page"), found=page))
    return Reader(store, filters, words, st.query_params.get("known", ""), campaign, person), problems


def pick(
    label: str,
    name: str,
    options: Sequence[str],
    show: Callable[[str], str],
    *,
    default: str = "",
) -> str:
    """A choice that lives in the address under `name`. Returns an option; `default` where it names none."""
    key = f"pick_{name}"
    asked = st.query_params.get(name, default)
    st.session_state[key] = asked if asked in options else default or options[0]
    st.selectbox(label, options, key=key, format_func=show, on_change=_write, args=(name, key, default))
    return str(st.session_state[key])


def switch(label: str, name: str, value: str) -> None:
    """A quiet button that sets one thing in the address and leaves the rest as it is."""
    st.button(label, key=f"switch_{name}_{value}", type="tertiary", on_click=_set, args=(name, value))


def go(label: str, address: dict[str, str], *, key: str) -> None:
    """A quiet button that puts this address in place of the whole one."""
    st.button(label, key=key, type="tertiary", on_click=st.query_params.from_dict, args=(address,))


def _write(name: str, key: str, default: str) -> None:
    chosen = st.session_state[key]
    _set(name, "" if chosen == default else chosen)


def _set(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def said_in() -> Words:
    """The reader's language, before there is a reader."""
    return Words(_language())


def _language() -> Language:
    asked = st.query_params.get("lang", "zh")
    return asked if asked in LANGUAGES else "zh"


def _known_on(store: Store, words: Words, problems: list[str]) -> int:
    try:
        return event_of(store, st.query_params.get("known"))
    except Refusal as refusal:
        st.query_params.pop("known")
        problems.append(refusal.said(words))
        return store.last_event


def _period(words: Words, problems: list[str]) -> dt.date | None:
    asked = st.query_params.get("period")
    if asked is None:
        return None
    try:
        return dt.date.fromisoformat(asked)
    except ValueError:
        st.query_params.pop("period")
        problems.append(words("address.not_a_day", found=asked))
        return None
