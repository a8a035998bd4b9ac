"""What a table's columns mean where their titles do not say it: asked, answered, told, taken back."""

from collections.abc import Sequence

import streamlit as st

from campaign import contract
from campaign.accounts import Person
from campaign.intake.checked import SHEET, Ask
from campaign.intake.layout import as_said
from campaign.intake.names import Metric, Names, Variant
from campaign.screen import blocks, desk
from campaign.screen.handing_in import looking
from campaign.screen.handing_in.looking import Looked
from campaign.screen.handing_in.scope import Desk, hands_in
from campaign.words import Words

MOST_OFFERED = 20  # columns without a meaning that may be given one in the page


def as_answered(mine: Desk, looked: Looked) -> None:
    """One line where columns were read by what was said of them, and the way to say otherwise."""
    said = looking.said_of_columns(looked)
    if not said:
        return
    words, names = mine.reader.words, _names(mine)
    told = words("list.comma").join(
        words("columns.sheet", column=column)
        if meant == SHEET
        else words("columns.as", column=column, meant=_meaning(meant, looked, names, words))
        for column, meant in said.items()
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(width="content"):
            blocks.note(words("columns.before" if looked.checked.as_before else "columns.now", said=told))
        st.button(
            words("columns.again"),
            key="columns_again",
            type="tertiary",
            on_click=_again,
            args=(mine, looked),
        )


def _again(mine: Desk, looked: Looked) -> None:
    def work(_: Person) -> str:
        looking.ask_again(mine, looked)
        return ""

    desk.do(mine.reader, hands_in, work)


def ask(mine: Desk, looked: Looked, question: Ask) -> None:
    """One question that a refused file left open."""
    words = mine.reader.words
    if question.field == SHEET:
        text, hint = words("columns.which_sheet"), words("columns.choose_sheet")
    else:
        title = looking.title_of(looked.draft.kind, question.field)
        text, hint = words("handing_in.which_column", field=title), words("handing_in.choose")
    key = f"ask_{question.field}"
    st.selectbox(
        text,
        question.candidates,
        index=None,
        key=key,
        on_change=_answer,
        args=(mine, looked, key),
        kwargs={"meant": question.field},
        placeholder=hint,
    )


def _answer(
    mine: Desk, looked: Looked, key: str, *, column: str | None = None, meant: str | None = None
) -> None:
    """The choice is the one of the two that is not given."""
    chosen = st.session_state.get(key)
    if chosen is None:
        return

    def work(_: Person) -> str:
        looking.answer(mine, looked, column or chosen, meant or chosen)
        return ""

    desk.do(mine.reader, hands_in, work)


def offer(mine: Desk, looked: Looked, unread: Sequence[str]) -> None:
    """Columns nobody reads may be given a meaning: a metric in a table with a column a metric, or a field."""
    meanings = _meanings(mine, looked)
    if not unread or not meanings:
        return
    words = mine.reader.words
    is_refused = looked.checked.refused is not None
    title = "columns.offer_wide" if is_refused else "columns.offer"
    with st.expander(words(title, count=len(unread)), expanded=is_refused):
        blocks.note(words("columns.offer_how"))
        for place, column in enumerate(unread[:MOST_OFFERED]):
            key = f"means_{place}_{looked.draft.token}"
            st.selectbox(
                blocks.unmarked(column),
                list(meanings),
                format_func=meanings.__getitem__,
                index=None,
                key=key,
                placeholder=words("columns.not_read"),
                on_change=_answer,
                args=(mine, looked, key),
                kwargs={"column": column},
            )


def unread_of_wide(looked: Looked) -> tuple[str, ...]:
    """Columns of a refused table that may have a column a metric: none says what is counted, nor how many."""
    asked = {question.field: question.candidates for question in looked.checked.asks}
    is_wide = looked.draft.kind == "observation" and {"metric_id", "value"} <= set(asked)
    return asked["value"] if is_wide else ()


def _meanings(mine: Desk, looked: Looked) -> dict[str, str]:
    """What a column may still be said to mean -> how it is called."""
    words, kind = mine.reader.words, looked.draft.kind
    taken = {meant for _, meant in looked.checked.columns}
    found = {}
    if kind == "observation" and "metric_id" not in taken:
        names = _names(mine)
        kinds = [(each.metric_id, each.variant) for each in names.variants]
        for metric in names.metrics:
            of_metric = ["", *(variant for metric_id, variant in kinds if metric_id == metric.metric_id)]
            for meant in (as_said(metric.metric_id, variant) for variant in of_metric):
                found[meant] = _metric(meant, names, words)
    if looked.checked.refused is None:
        is_wide = kind == "observation" and "metric_id" not in taken
        beside = {"metric_id", "value", "variant", "uom", "qualifier"} if is_wide else set()
        for field in contract.tables()[kind].upload_fields:
            if field.name not in beside:
                found[field.name] = looking.title_of(kind, field.name)
    return {meant: name for meant, name in found.items() if meant not in taken}


def _names(mine: Desk) -> Names:
    """Metrics and their kinds alone: all of the campaign's names would be read at every click."""
    store = mine.reader.store
    return Names(
        metrics=tuple(Metric(*row) for row in store.rows("intake/metrics", known_on=store.last_event)),
        variants=tuple(Variant(*row) for row in store.rows("intake/variants", known_on=store.last_event)),
    )


def _meaning(meant: str, looked: Looked, names: Names, words: Words) -> str:
    if meant.partition("/")[0] in names.metric:
        return _metric(meant, names, words)
    return looking.title_of(looked.draft.kind, meant)


def _metric(meant: str, names: Names, words: Words) -> str:
    metric_id, _, variant = meant.partition("/")
    metric = names.metric[metric_id]
    name = words.either(metric.name, metric.name_en)
    kinds = [each for each in names.variants if (each.metric_id, each.variant) == (metric_id, variant)]
    return words("list.dot").join([name, *(words.either(each.name, each.name_en) for each in kinds)])
