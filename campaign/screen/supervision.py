"""督导 as people work on it: judge what waits, hand over, take matters further, draw."""

import datetime as dt
from collections import defaultdict

import pandas as pd
import streamlit as st

from campaign import panels
from campaign.accounts import Person
from campaign.ask import told
from campaign.methods.rows import Row, grouped, rows
from campaign.screen import blocks, desk
from campaign.screen.panel import show
from campaign.screen.url import Reader
from campaign.settings import ROOT
from campaign.supervision import draw, steps
from campaign.supervision import told as said
from campaign.words import Refusal, Words

PAGE = ROOT / "pages" / "supervision.py"
OTHER = ""  # handed over without a candidate


def of_the_day(reader: Reader) -> Reader:
    """The reader on the day looked at: a past point in time has its own."""
    return reader.narrowed(today=None if reader.known else reader.today)


def organises(person: Person) -> bool:
    return person.is_any("organiser")


def answers(person: Person) -> bool:
    return person.is_any("organiser", "reporter")


def is_organiser(reader: Reader) -> bool:
    return reader.person is not None and organises(reader.person)


def waiting(reader: Reader) -> None:
    """For organisers, on other pages: how many candidates wait, and the way to them."""
    if not is_organiser(reader):
        return
    own = of_the_day(reader)
    count = len(panels.SUPERVISION_CANDIDATES.answer(own.store, own.filters))
    if count:
        label = reader.words("supervision.waiting", count=count)
        st.page_link(PAGE, label=label, query_params=reader.link())


# Candidates


def candidates(reader: Reader) -> None:
    """待核实 and what was verified, for organisers only."""
    if not is_organiser(reader):
        return
    words = reader.words
    show(panels.SUPERVISION_CANDIDATES, reader)
    waiting = _waiting(reader)
    if waiting and not reader.known:
        with st.expander(words("supervision.judge_title")):
            labels = {row["candidate_id"]: _label(row, words) for row in waiting}
            st.selectbox(
                words("supervision.candidate"), list(labels), key="judge_what", format_func=labels.__getitem__
            )
            st.text_input(words("supervision.reason"), key=desk.fresh("judge_reason"), max_chars=300)
            with st.container(horizontal=True, gap="small"):
                for verdict in ("confirmed", "dismissed"):
                    st.button(
                        words(f"supervision.do_{verdict}"),
                        key=f"judge_{verdict}",
                        on_click=_judge,
                        args=(reader, verdict),
                    )
    if len(told(reader.store, panels.SUPERVISION_JUDGED.question, reader.filters)):
        with st.expander(panels.SUPERVISION_JUDGED.title(words)):
            show(panels.SUPERVISION_JUDGED, reader, title=False)


def _waiting(reader: Reader) -> list[Row]:
    return rows(panels.SUPERVISION_CANDIDATES.answer(reader.store, reader.filters))


def _label(row: Row, words: Words) -> str:
    parts = [row[words.column("short_name")], said.ground(row, words), said.evidence(row, words)]
    return words("list.dot").join(parts)


def _judge(reader: Reader, verdict: steps.Verdict) -> None:
    def work(person: Person) -> str:
        asked = st.session_state["judge_what"]
        row = next((row for row in _waiting(reader) if row["candidate_id"] == asked), None)
        if row is None:
            raise Refusal("supervision.gone")
        _check_reaches(reader, person, row["unit_id"])
        steps.judge(
            reader.store,
            dict(row),
            verdict,
            evidence=said.evidence(row, Words("zh")),
            reason=desk.typed("judge_reason"),
            today=reader.today,
            by=person.name,
        )
        unit = row[reader.words.column("short_name")]
        return reader.words(f"supervision.done_{verdict}", unit=unit)

    desk.do(reader, organises, work)


def _check_reaches(reader: Reader, person: Person, unit_id: str) -> None:
    divisions = {row["unit_id"]: row["division_code"] for row in told(reader.store, "units", reader.filters)}
    if not person.scope.covers(unit_id, divisions.get(unit_id)):
        raise Refusal("desk.not_yours")


# Matters


def matters(reader: Reader) -> None:
    """交办 for organisers; the next step for organisers and the unit's own reporters."""
    if reader.person is None or reader.known or not answers(reader.person):
        return
    with st.container(horizontal=True, gap="small"):
        if organises(reader.person):
            with st.popover(reader.words("supervision.hand_over"), width="content"):
                _hand_over_form(reader)
        with st.popover(reader.words("supervision.go_on"), width="content"):
            _step_form(reader, reader.person)


def _hand_over_form(reader: Reader) -> None:
    words = reader.words
    confirmed = _confirmed(reader)
    labels = {OTHER: words("supervision.other_matter")}
    labels |= {
        key: words("list.dot").join([row[words.column("short_name")], said.matter(row, words)])
        for key, row in confirmed.items()
    }
    chosen = st.selectbox(
        words("supervision.from"),
        [*confirmed, OTHER],
        key=desk.fresh("task_from"),
        format_func=labels.__getitem__,
    )
    if chosen == OTHER:
        names = _unit_names(reader)
        st.selectbox(
            words("column.ledger_unit"),
            list(names),
            key=desk.fresh("task_unit"),
            format_func=names.__getitem__,
        )
    st.text_input(words("column.ledger_matter"), key=desk.fresh("task_title"), max_chars=100)
    st.text_input(words("supervision.owner_office"), key=desk.fresh("task_owner"), max_chars=40)
    st.date_input(words("column.deadline"), reader.today + dt.timedelta(days=14), key=desk.fresh("task_due"))
    st.button(
        words("supervision.do_hand_over"),
        key="task_hand",
        type="primary",
        on_click=_hand_over,
        args=(reader,),
    )


def _confirmed(reader: Reader) -> dict[str, Row]:
    """What was confirmed and is not handed to anybody, by candidate."""
    found = panels.SUPERVISION_LEDGER.answer(reader.store, reader.filters)
    return {row["candidate_id"]: row for row in rows(found) if row["state"] == "confirmed"}


def _unit_names(reader: Reader) -> dict[str, str]:
    units = told(reader.store, "units", reader.filters)
    return {row["unit_id"]: row[reader.words.column("short_name")] for row in units}


def _hand_over(reader: Reader) -> None:
    def work(person: Person) -> str:
        origin = _confirmed(reader).get(str(st.session_state[desk.fresh("task_from")]))
        unit_id = origin["unit_id"] if origin else st.session_state[desk.fresh("task_unit")]
        _check_reaches(reader, person, unit_id)
        steps.hand_over(
            reader.store,
            unit_id=unit_id,
            title=desk.typed("task_title"),
            owner=desk.typed("task_owner"),
            due_on=st.session_state[desk.fresh("task_due")],
            today=reader.today,
            by=person.name,
            ground=origin["ground"] if origin else None,
            evidence=origin["evidence"] if origin else None,
            origin=origin["candidate_id"] if origin else None,
        )
        return reader.words("supervision.handed_over", unit=_unit_names(reader)[unit_id])

    desk.do(reader, organises, work)


def _step_form(reader: Reader, person: Person) -> None:
    words = reader.words
    own = _open_matters(reader, person)
    if not own:
        blocks.sentence(words("supervision.nothing_open"))
        return
    labels = {
        row["task_id"]: words(
            "supervision.task_option",
            no=row["no"],
            unit=row[words.column("short_name")],
            title=words.either(row["title"], row["title_en"]),
            state=said.standing(row, words),
        )
        for row in own
    }
    task_id = st.selectbox(
        words("column.ledger_matter"), list(labels), key="step_task", format_func=labels.__getitem__
    )
    row = next(row for row in own if row["task_id"] == task_id)
    step = st.selectbox(
        words("column.step"),
        _steps_for(person, row),
        key=f"step_kind_{task_id}",
        format_func=lambda step: words(f"supervision.do.{step}"),
    )
    st.date_input(words("column.on_date"), reader.today, key=desk.fresh("step_on"))
    if step == "extended":
        st.date_input(
            words("supervision.new_deadline"), reader.today + dt.timedelta(days=7), key=desk.fresh("step_due")
        )
    st.text_input(words("supervision.step_note"), key=desk.fresh("step_note"), max_chars=200)
    st.button(
        words("supervision.do_step"),
        key="step_do",
        type="primary",
        on_click=_go_on,
        args=(reader, task_id, step),
    )


def _open_matters(reader: Reader, person: Person) -> list[Row]:
    """Matters this person may take further, as the ledger orders them."""
    found = rows(panels.SUPERVISION_LEDGER.answer(reader.store, reader.filters))
    return [
        row
        for row in found
        if row["state"] not in ("confirmed", "closed")
        and person.scope.covers(row["unit_id"], row["division_code"])
        and _steps_for(person, row)
    ]


def _steps_for(person: Person, row: Row) -> list[steps.Step]:
    """A unit's reporter answers; everything else is the organiser's."""
    return [step for step in steps.NEXT[row["step"]] if organises(person) or step == "fed_back"]


def _go_on(reader: Reader, task_id: str, step: steps.Step) -> None:
    def work(person: Person) -> str:
        now = steps.task(reader.store, task_id)
        if not person.scope.covers(now.unit_id, now.division_code):
            raise Refusal("desk.not_yours")
        if not organises(person) and step != "fed_back":
            raise Refusal("desk.not_yours")
        steps.go_on(
            reader.store,
            task_id,
            step,
            on_date=st.session_state[desk.fresh("step_on")],
            today=reader.today,
            by=person.name,
            note=desk.typed("step_note"),
            due_on=st.session_state.get(desk.fresh("step_due")),
        )
        return reader.words(
            "supervision.went_on", title=now.title, step=reader.words(f"supervision.do.{step}")
        )

    desk.do(reader, answers, work)


# Spot checks


def draws(reader: Reader) -> None:
    """What was drawn, how anybody repeats it, and for organisers a new draw."""
    words = reader.words
    show(panels.SUPERVISION_DRAWS, reader)
    found = told(reader.store, panels.SUPERVISION_DRAWS.question, reader.filters)
    if found:
        last = next(row for row in found if pd.notna(row["drawn_no"]))
        example = f"{last['announced_no']}/{last['comparable_group']}/{last['unit_id']}"
        blocks.note(words("supervision.recipe", example=example))
    if is_organiser(reader) and not reader.known:
        with st.expander(words("supervision.draw_title")):
            _draw_form(reader)


def _draw_form(reader: Reader) -> None:
    words = reader.words
    units = told(reader.store, "units", reader.filters)
    names = _unit_names(reader)
    blocks.note(words("supervision.draw_how"))
    st.text_input(words("column.announced_no"), key=desk.fresh("draw_no"), max_chars=40)
    with st.container(horizontal=True, gap="small"):
        for own in grouped(units, "comparable_group"):
            name = words.either(own[0]["group_name"], own[0]["group_name_en"]) or own[0]["comparable_group"]
            st.number_input(
                words("supervision.draw_count", group=name, count=len(own)),
                0,
                len(own),
                0,
                key=desk.fresh(f"draw_{own[0]['comparable_group']}"),
                width=190,
            )
    st.multiselect(
        words("supervision.recused"),
        list(names),
        key=desk.fresh("draw_recused"),
        format_func=names.__getitem__,
        placeholder=words("supervision.choose"),
    )
    st.checkbox(words("supervision.only_unchecked"), key=desk.fresh("draw_only"))
    st.text_input(words("supervision.draw_reason"), key=desk.fresh("draw_reason"), max_chars=200)
    st.button(words("supervision.do_draw"), key="draw_do", type="primary", on_click=_draw, args=(reader,))


def _draw(reader: Reader) -> None:
    def work(person: Person) -> str:
        units = told(reader.store, "units", reader.filters)
        members: dict[str, list[str]] = defaultdict(list)
        for unit in units:
            if person.scope.covers(unit["unit_id"], unit["division_code"]):
                members[unit["comparable_group"]].append(unit["unit_id"])
        strata = [
            draw.Stratum(group, int(st.session_state.get(desk.fresh(f"draw_{group}"), 0)))
            for group in members
        ]
        out = {unit["unit_id"] for unit in units} - {unit for own in members.values() for unit in own}
        found = steps.spot_check(
            reader.store,
            desk.typed("draw_no"),
            strata,
            {unit["comparable_group"]: members[unit["comparable_group"]] for unit in units},
            excluded=out | set(st.session_state[desk.fresh("draw_recused")]) | _checked(reader),
            reason=desk.typed("draw_reason"),
            today=reader.today,
            by=person.name,
        )
        names = _unit_names(reader)
        drawn = reader.words("list.comma").join(names[unit] for unit in found)
        return reader.words("supervision.drew", count=len(found), units=drawn)

    desk.do(reader, organises, work)


def _checked(reader: Reader) -> set[str]:
    """Units left out because they were checked, where that is wanted."""
    if not st.session_state.get(desk.fresh("draw_only")):
        return set()
    found = told(reader.store, panels.SUPERVISION_UNCHECKED.question, reader.filters)
    return {row["unit_id"] for row in found if row["checks"]}
