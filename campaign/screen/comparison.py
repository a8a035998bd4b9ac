"""对比排名: what is compared, whether it may be, and for organisers weights to try that nobody stores."""

from collections.abc import Sequence

import streamlit as st

from campaign import panels
from campaign.ask import told
from campaign.comparison.told import weights_say
from campaign.methods.rows import Row
from campaign.panels.cells import signature
from campaign.screen import blocks, url
from campaign.screen.choices import pick_group, pick_metric, pick_period
from campaign.screen.panel import show
from campaign.screen.settings.options import may_set
from campaign.screen.url import SETTINGS_PAGE, Reader

STEP = 5.0  # percent; organisers weigh in fives


def choose(reader: Reader) -> tuple[Reader, bool]:
    """What is compared, among whom, in which order and up to when, in one line; whether it is the index."""
    what, rest = st.columns([1.3, 8.3])
    with what:
        is_index = _is_index(reader)
    with rest:
        subject, *middle, order, period = st.columns([3, 1.3, 2] if is_index else [3, 2, 1.3, 2])
    with period:
        reader = pick_period(reader.narrowed(unit_id=None))
    with order:
        reader = _in_order(reader)
    with subject if is_index else middle[0]:
        reader = pick_group_of_index(reader) if is_index else pick_group(reader)
    if not is_index:
        with subject:
            reader = pick_metric(reader, _rankable(reader)) or reader.narrowed(metric_id=None)
    return reader, is_index


def _is_index(reader: Reader) -> bool:
    words = reader.words
    names = {"": words("comparison.one_metric"), "index": words("comparison.index")}
    return url.pick(words("comparison.what"), "by", list(names), names.__getitem__) == "index"


def _in_order(reader: Reader) -> Reader:
    """Official order, until the reader asks for the other."""
    words = reader.words
    names = {"": words("comparison.official"), "value": words("comparison.by_value")}
    order = url.pick(words("comparison.order"), "order", list(names), names.__getitem__)
    return reader.narrowed(by_value=order == "value")


def one_metric(reader: Reader) -> None:
    """The gate for the chosen metric and group; the places where it opens, the figures either way."""
    if reader.filters.metric_id is None:
        blocks.sentence(reader.words("panel.ranking.empty"))
        return
    if verdict(reader):
        show(panels.RANKING, reader)
    show(panels.CONTENDERS, reader)


def _rankable(reader: Reader) -> set[str]:
    """The metrics that may be ranked in a group shown."""
    group = reader.filters.comparable_group
    return {
        row["metric_id"]
        for row in told(reader.store, panels.GATE.question, reader.filters)
        if row["may_be_ranked"] and (group is None or row["comparable_group"] in ("all", group))
    }


def verdict(reader: Reader) -> bool:
    """Whether the chosen metric may be ranked in any group shown; where not, says why and what would help."""
    words, group = reader.words, reader.filters.comparable_group
    found = [
        row
        for row in told(reader.store, panels.GATE.question, reader.filters)
        if row["metric_id"] == reader.filters.metric_id
    ]
    groups = [row for row in found if group is None or row["comparable_group"] in ("all", group)] or found
    if any(row["may_be_ranked"] for row in groups):
        return True
    reasons = list(dict.fromkeys(reason for row in groups for reason in row["reasons"]))
    if len({row["comparable_group"] for row in groups}) > 1:
        reasons.append("groups_differ")
    if groups:
        blocks.refusal(
            words("gate.refused", metric=groups[0][words.column("metric_name")]),
            [(words(f"gate.reason.{reason}"), words(f"gate.remedy.{reason}")) for reason in reasons],
        )
    return False


# The index


def index(reader: Reader) -> None:
    """The index of one group, where somebody signed weights for it; why there is none, where not."""
    weights = _weights(reader)
    if not weights:
        _no_weights(reader)
        return
    who = str(signature("signed_by")(weights[0], reader.words))
    blocks.note(weights_say(weights, who, reader.words))
    answer = panels.INDEX.answer(reader.store, reader.filters)
    if panels.INDEX.refused(answer):
        _refused(answer.iloc[0], reader)
    else:
        show(panels.INDEX, reader)
        _why(reader)
    if reader.person is not None and may_set(reader.person):
        _try(weights, reader)


def pick_group_of_index(reader: Reader) -> Reader:
    """One group always: the first that has weights where the address names none."""
    words = reader.words
    names = {
        unit["comparable_group"]: words.either(unit["group_name"], unit["group_name_en"])
        or unit["comparable_group"]
        for unit in told(reader.store, "units", reader.filters)
    }
    if not names:
        return reader.narrowed(comparable_group=None)
    weighed = [row["comparable_group"] for row in told(reader.store, "weights", reader.filters)]
    first = next((group for group in weighed if group in names), next(iter(names)))
    group = url.pick(words("choice.group"), "group", list(names), names.__getitem__, default=first)
    return reader.narrowed(comparable_group=group)


def _weights(reader: Reader) -> list[Row]:
    group = reader.filters.comparable_group
    return [row for row in told(reader.store, "weights", reader.filters) if row["comparable_group"] == group]


def _group_name(reader: Reader) -> str:
    units = told(reader.store, "units", reader.filters)
    own = [unit for unit in units if unit["comparable_group"] == reader.filters.comparable_group]
    return reader.words.either(own[0]["group_name"], own[0]["group_name_en"]) if own else ""


def _no_weights(reader: Reader) -> None:
    words = reader.words
    blocks.refusal(
        words("comparison.no_weights", group=_group_name(reader)),
        [(words("comparison.no_weights_why"), words("comparison.no_weights_remedy"))],
    )
    if reader.person is not None and may_set(reader.person):
        st.page_link(SETTINGS_PAGE, label=words("settings.weight"), query_params=reader.link(tab="weight"))


def _refused(row: Row, reader: Reader) -> None:
    """The reason, of which metric, and for weights that do not add up their sum."""
    words = reader.words
    reason = words(f"method.refused.{row['refused']}")
    if row["refused"] == "weights_do_not_sum":
        reason = words("comparison.total_is", total=words.number(row["total"]))
    about = words.either(row["about"], row["about_en"])
    said = words("comparison.refused_about", metric=about, reason=reason) if about else reason
    blocks.refusal(
        words("comparison.refused", group=_group_name(reader)), [(said, words("comparison.refused_remedy"))]
    )


def _why(reader: Reader) -> None:
    """One unit's score taken apart, when the reader asks for one."""
    words = reader.words
    scored = panels.INDEX.answer(reader.store, reader.filters).dropna(subset="score").sort_values("unit_sort")
    names = {"": words("comparison.choose_unit")}
    names |= dict(zip(scored["unit_id"], scored[words.column("short_name")], strict=True))
    unit = url.pick(words("comparison.why_unit"), "unit", list(names), names.__getitem__)
    if unit:
        show(panels.INDEX_WHY, reader.narrowed(unit_id=unit))


def _try(weights: Sequence[Row], reader: Reader) -> None:
    """试算: other weights for the same metrics, kept nowhere but in this page's own fields."""
    words = reader.words
    with st.expander(words("comparison.try")):
        blocks.note(words("comparison.try_note"))
        tried = {}
        for place, row in zip(st.columns(min(len(weights), 6)) * 2, weights, strict=False):
            with place:
                tried[row["metric_id"]] = st.number_input(
                    blocks.unmarked(row[words.column("metric_name")]),
                    *(0.0, 100.0, float(row["weight"]), STEP),
                    key=f"try_{row['comparable_group']}_{row['metric_id']}",
                )
        total = round(sum(tried.values()), 4)
        if total != 100:
            blocks.sentence(words("comparison.total_is", total=words.number(total)))
        elif all(tried[row["metric_id"]] == row["weight"] for row in weights):
            blocks.sentence(words("comparison.trial_same"))
        else:
            said = " ".join(f"{name}={weight:g}" for name, weight in tried.items())
            show(panels.INDEX_TRIAL, reader.narrowed(trial=said))
