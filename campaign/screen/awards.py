"""The widgets of 选树典型: an award's card, what organisers enter, and the reckoning of places by size."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from campaign import panels
from campaign.accounts import Person
from campaign.ask import told
from campaign.awards import entering, judged
from campaign.awards import told as said
from campaign.awards.stages import FINAL_REVIEW, OUTCOMES, QUALIFIED, SHOWN, STAGES, number_of
from campaign.methods.quota import Tied
from campaign.methods.refused import Refused
from campaign.methods.rows import Row, grouped
from campaign.output.workbook import csv_bytes
from campaign.screen import blocks, desk, url
from campaign.screen.panel import show
from campaign.screen.url import Reader

LAST = len(STAGES)
LEAST_LIST, MOST_LIST = 40, 480  # pixels of a sheet


def enters(person: Person) -> bool:
    """Who may enter nominations: organisers, of the units they reach."""
    return person.is_any("organiser")


def runs(person: Person) -> bool:
    """Who may move nominations on and enter scores: an organiser of all units."""
    return person.is_any("organiser") and person.scope.is_everything


# What everybody sees


def award_cards(reader: Reader) -> None:
    """A card an award: its places, how many passed each of five stages, places left. Never one sum."""
    words = reader.words
    with st.grid(4, min_column_width=240, gap="small", key="award_cards"):
        for found in _awards(reader):
            places = words("award.planned", places=said.places(found[0], words))
            blocks.card(found[0][words.column("name")], _card_lines(found, reader), places)


def _card_lines(found: Sequence[Row], reader: Reader) -> list[blocks.Line]:
    """Before 公示 on one line; what takes places, and the places left, on the next."""
    words, free = reader.words, said.left(found[0])
    left = ((words("award.left"), str(free)),) if free is not None else ()
    if pd.isna(found[0]["nominated"]):
        return [blocks.Line("", words("awards.none_yet")), blocks.Line("", "", left)]
    return [
        blocks.Line("", "", said.shown_counts(found, SHOWN[:3], words)),
        blocks.Line("", "", said.shown_counts(found, SHOWN[3:], words) + left),
    ]


def nobody_nominated(reader: Reader) -> bool:
    """Says so where nothing was ever entered, and what would fill the page."""
    is_empty = all(pd.isna(found[0]["nominated"]) for found in _awards(reader))
    if is_empty:
        blocks.sentence(reader.words("award.nobody"))
    return is_empty


def nominations(reader: Reader) -> None:
    """One award or all: its nominations; what is not listed is counted; for organisers the scores."""
    words = reader.words
    names = {"": words("award.all_awards"), **_names(reader)}
    with st.columns(3)[0]:
        award = url.pick(words("award.which"), "award", list(names), names.__getitem__)
    chosen = reader.narrowed(award=award or None)
    show(panels.NOMINATIONS, chosen)
    if not reader.filters.sees_nominees:
        _not_listed(chosen)
    else:
        show(panels.AWARD_SCORES, chosen)


def _not_listed(reader: Reader) -> None:
    award = reader.filters.award
    counts = [found[0]["nominated"] for found in _awards(reader) if award in (None, found[0]["award"])]
    listed = len(told(reader.store, panels.NOMINATIONS.question, reader.filters))
    hidden = sum(int(count) for count in counts if pd.notna(count)) - listed
    blocks.note(
        reader.words("award.not_listed", count=hidden) if hidden else reader.words("award.names_rule")
    )


def _awards(reader: Reader) -> list[list[Row]]:
    return grouped(told(reader.store, panels.AWARD_STAGES.question, reader.filters), "award")


def _names(reader: Reader) -> dict[str, str]:
    return {found[0]["award"]: found[0][reader.words.column("name")] for found in _awards(reader)}


# What organisers enter


def entering_desk(reader: Reader) -> None:
    """The three forms, for who may use them, and not in the past."""
    words, person = reader.words, reader.person
    if person is None or not enters(person) or not _awards(reader):
        return
    blocks.section(words("award.enter"))
    desk.say()
    if reader.known:
        blocks.note(words("award.enter_now"))
        return
    with st.expander(words("award.nominate")):
        _nomination_form(reader, person)
    if runs(person):
        with st.expander(words("award.move")):
            _step_form(reader)
        with st.expander(words("award.score")):
            _score_form(reader)


def _nomination_form(reader: Reader, person: Person) -> None:
    words, names = reader.words, _names(reader)
    units = {
        unit["unit_id"]: unit[words.column("short_name")]
        for unit in told(reader.store, "units", reader.filters)
        if person.scope.covers(unit["unit_id"], _text(unit["division_code"]))
    }
    with st.form("award_nomination", border=False):
        left, right = st.columns(2)
        with left:
            st.selectbox(
                words("award.award"), list(names), None, names.__getitem__, key=desk.fresh("nom_award")
            )
            st.text_input(words("award.subject"), key=desk.fresh("nom_subject"))
            st.checkbox(words("award.is_person"), True, key=desk.fresh("nom_person"))
        with right:
            st.selectbox(
                words("award.unit"), list(units), None, units.__getitem__, key=desk.fresh("nom_unit")
            )
            st.date_input(
                words("award.on_date"), reader.today, format="YYYY-MM-DD", key=desk.fresh("nom_day")
            )
            st.text_input(
                words("award.note_label"), max_chars=entering.LONGEST_NOTE, key=desk.fresh("nom_note")
            )
        st.form_submit_button(words("award.save"), on_click=_nominate, args=(reader,))


def _nominate(reader: Reader) -> None:
    unit_id = str(_typed("nom_unit") or "")

    def may(person: Person) -> bool:
        units = told(reader.store, "units", reader.filters)
        division = next((unit["division_code"] for unit in units if unit["unit_id"] == unit_id), None)
        return enters(person) and (not unit_id or person.scope.covers(unit_id, _text(division)))

    def work(person: Person) -> str:
        subject = desk.typed("nom_subject")
        entering.nominate(
            reader.store,
            award=str(_typed("nom_award") or ""),
            unit_id=unit_id,
            subject=subject,
            is_person=bool(_typed("nom_person")),
            on_date=_day("nom_day", reader),
            note=desk.typed("nom_note") or None,
            by=person.name,
            today=reader.today,
            words=reader.words,
        )
        return reader.words("award.saved_nomination", subject=subject)

    desk.do(reader, may, work)


def _step_form(reader: Reader) -> None:
    words, names = reader.words, _names(reader)
    first, second, third, fourth = st.columns(4)
    with first:
        award = st.selectbox(
            words("award.award"),
            list(names),
            _first_award(reader, names),
            names.__getitem__,
            key="step_award",
        )
    listed = _listed(reader, award)
    waiting = {stage: [row for row in listed if _may_come(row, stage)] for stage in STAGES}
    labels = {
        stage: words(
            "award.stage_option",
            stage=words(f"award_stage.{stage}"),
            count=sum(not _is_correction(row, stage) for row in found),
        )
        for stage, found in waiting.items()
        if found
    }
    if not labels:
        blocks.sentence(words("award.nobody_waits"))
        return
    with second:
        next_one = next(
            (
                n
                for n, stage in enumerate(labels)
                if any(not _is_correction(row, stage) for row in waiting[stage])
            ),
            len(labels) - 1,
        )
        stage = st.selectbox(
            words("award.stage"), list(labels), next_one, labels.__getitem__, key=f"step_stage_{award}"
        )
    with third:
        outcomes = {outcome: words(f"award.outcome_{outcome}") for outcome in OUTCOMES}
        st.selectbox(
            words("award.outcome"), OUTCOMES, 0, outcomes.__getitem__, key=desk.fresh("step_outcome")
        )
    with fourth:
        st.date_input(words("award.on_date"), reader.today, format="YYYY-MM-DD", key=desk.fresh("step_day"))
    who = {row["nomination_id"]: _who(row, stage, reader) for row in waiting[stage]}
    key = desk.fresh(f"step_who_{award}_{stage}")
    st.multiselect(words("award.who"), list(who), format_func=who.__getitem__, key=key, placeholder="")
    st.text_input(words("award.reason"), max_chars=entering.LONGEST_NOTE, key=desk.fresh("step_note"))
    st.button(
        words("award.save"), key="step_save", on_click=_move, args=(reader, str(award), str(stage), key)
    )


def _may_come(row: Row, stage: str) -> bool:
    """Whether this stage is the next one of a nomination, or its last one, to be corrected."""
    return _is_correction(row, stage) or (not row["is_ended"] and row["passed_no"] == number_of(stage) - 1)


def _is_correction(row: Row, stage: str) -> bool:
    return bool(row["last_stage"] == stage)


def _who(row: Row, stage: str, reader: Reader) -> str:
    key = "award.who_corrected" if _is_correction(row, stage) else "award.who_option"
    unit = row[reader.words.column("short_name")]
    return reader.words(key, subject=row["subject"], unit=unit)


def _move(reader: Reader, award: str, stage: str, who: str) -> None:
    chosen = list(st.session_state.get(who, []))

    def work(person: Person) -> str:
        event = entering.move(
            reader.store,
            chosen,
            award=award,
            stage=stage,
            outcome=str(_typed("step_outcome")),
            on_date=_day("step_day", reader),
            note=desk.typed("step_note") or None,
            by=person.name,
            today=reader.today,
            words=reader.words,
        )
        name = reader.words(f"award_stage.{stage}")
        return reader.words("award.saved_step", count=len(chosen), stage=name, event=event)

    desk.do(reader, runs, work)


def _score_form(reader: Reader) -> None:
    """One judge's sheet: a row a nomination; the judge's own units are marked and stay blank."""
    words, names = reader.words, _names(reader)
    first, second, third = st.columns(3)
    with first:
        award = st.selectbox(
            words("award.award"),
            list(names),
            _first_award(reader, names),
            names.__getitem__,
            key="score_award",
        )
    with second:
        st.text_input(words("award.judge"), key=desk.fresh("score_judge"))
    units = {unit["unit_id"]: unit for unit in told(reader.store, "units", reader.filters)}
    labels = {"": words("award.outside")}
    labels |= {unit_id: unit[words.column("short_name")] for unit_id, unit in units.items()}
    with third:
        home = st.selectbox(
            words("award.judge_unit"), list(labels), 0, labels.__getitem__, key=desk.fresh("score_home")
        )
    rows = [
        row
        for row in _listed(reader, award)
        if not row["is_ended"] and QUALIFIED <= row["passed_no"] < FINAL_REVIEW
    ]
    if not rows:
        blocks.sentence(words("award.nobody_scored"))
        return
    sheet = pd.DataFrame(
        {
            words("column.nominee"): [row["subject"] for row in rows],
            words("column.unit"): [row[words.column("short_name")] for row in rows],
            words("column.state"): [
                words("award.must_recuse") if _is_own(row, home, units) else "" for row in rows
            ],
            words("award.score_cell"): pd.Series([None] * len(rows), dtype="float64"),
        }
    )
    edited = st.data_editor(
        sheet,
        hide_index=True,
        disabled=list(sheet.columns[:3]),
        key=desk.fresh(f"score_sheet_{award}_{home}"),
        placeholder="",
        width="stretch",
        height=min(LEAST_LIST * (len(rows) + 1), MOST_LIST),
        num_rows="fixed",
    )
    blocks.note(words("award.sheet_how"))
    ids = [row["nomination_id"] for row in rows]
    values = list(edited.iloc[:, 3])
    st.button(
        words("award.save"),
        key="score_save",
        on_click=_score,
        args=(reader, str(award), str(home or ""), ids, values),
    )


def _is_own(row: Row, home: str | None, units: dict[str, Row]) -> bool:
    if not home:
        return False
    of_judge, of_row = units.get(home), units.get(row["unit_id"])
    return entering.is_own(
        home,
        _text(of_judge["division_code"]) if of_judge else None,
        row["unit_id"],
        _text(of_row["division_code"]) if of_row else None,
    )


def _score(reader: Reader, award: str, home: str, ids: list[str], values: list[float]) -> None:
    sheet = {name: None if pd.isna(value) else float(value) for name, value in zip(ids, values, strict=True)}
    judge = desk.typed("score_judge")

    def work(person: Person) -> str:
        entering.score(
            reader.store, sheet, award=award, judge=judge, judge_unit_id=home or None, by=person.name
        )
        given = sum(value is not None for value in sheet.values())
        return reader.words("award.saved_score", judge=judge, count=given, recused=len(sheet) - given)

    desk.do(reader, runs, work)


def _listed(reader: Reader, award: str | None) -> list[Row]:
    return told(reader.store, panels.NOMINATIONS.question, reader.narrowed(award=award).filters)


def _first_award(reader: Reader, names: dict[str, str]) -> int:
    """The award of the address; else the first in which anything is under way."""
    going = [row["award"] for row in _listed(reader, None) if not row["is_ended"] and row["passed_no"] < LAST]
    asked = reader.filters.award or next((award for award in names if award in going), None)
    return list(names).index(asked) if asked in names else 0


def _typed(name: str) -> object:
    return st.session_state.get(desk.fresh(name))


def _day(name: str, reader: Reader) -> dt.date:
    found = _typed(name)
    return found if isinstance(found, dt.date) else reader.today


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


# Places by size


def apportionment(reader: Reader) -> None:
    """What 最大余数法 gives each group, with the table it comes from; nothing is stored."""
    words, names = reader.words, _names(reader)
    if not names:
        return
    with st.expander(words("award.apportion")):
        blocks.note(words("award.apportion_how"))
        first, second, third, fourth = st.columns(4)
        with first:
            award = st.selectbox(words("award.award"), list(names), 0, names.__getitem__, key="share_award")
        with second:
            over = {name: words(f"award.grouping_{name}") for name in ("division", "group")}
            grouping = st.selectbox(words("award.over"), list(over), 0, over.__getitem__, key="share_over")
        with third:
            bases = {name: words(f"award.basis_{name}") for name in ("units", "nominated", "own")}
            basis = st.selectbox(words("award.basis"), list(bases), 0, bases.__getitem__, key="share_basis")
        with fourth:
            planned = next(found[0]["places"] for found in _awards(reader) if found[0]["award"] == award)
            places = st.number_input(
                words("award.places_to_share"),
                0,
                10_000,
                0 if pd.isna(planned) else int(planned),
                key=f"share_places_{award}",
            )
        _shared(reader, str(award), str(grouping), str(basis), int(places))


def _shared(reader: Reader, award: str, grouping: str, basis: str, places: int) -> None:
    words = reader.words
    found = [
        row
        for row in told(reader.store, panels.AWARD_SHARES.question, reader.filters)
        if row["award"] == award and row["grouping"] == grouping
    ]
    names = {row["code"]: said.group_name(row, words) for row in found}
    sizes = _own_sizes(found, names, reader) if basis == "own" else _sizes(found, basis)
    answer = judged.apportioned(sizes, places)
    if isinstance(answer, Refused):
        blocks.sentence(words("award.no_sizes"))
        return
    tied = answer.tied if isinstance(answer, Tied) else ()
    table = said.apportionment(answer.rows, list(names.values()), tied, words)
    whole = int(answer.rows["whole"].sum())
    blocks.prose(
        words(
            "award.total_line",
            places=places,
            basis=words(f"award.basis_{basis}"),
            total=int(answer.rows["size"].sum()),
            whole=whole,
            left=places - whole,
        )
    )
    if isinstance(answer, Tied):
        groups = words("list.comma").join(names[code] for code in answer.tied)
        blocks.notice(words("award.tied_line", groups=groups, left=answer.left))
    blocks.table(table, words("award.apportion"), "")
    st.download_button(
        words("panel.csv"),
        lambda: csv_bytes(table),
        f"{reader.file_name(f'places_{award}_{grouping}')}.csv",
        "text/csv",
        on_click="ignore",
        key="share_csv",
    )


def _sizes(found: Sequence[Row], basis: str) -> dict[str, int]:
    """A group's size; where nominations were never entered there is none to divide by."""
    return {row["code"]: 0 if pd.isna(row[basis]) else int(row[basis]) for row in found}


def _own_sizes(found: Sequence[Row], names: dict[str, str], reader: Reader) -> dict[str, int]:
    words = reader.words
    sheet = pd.DataFrame(
        {
            words("column.group_of_units"): list(names.values()),
            words("column.size_of_group"): [int(row["units"]) for row in found],
        }
    )
    edited = st.data_editor(
        sheet,
        hide_index=True,
        disabled=[sheet.columns[0]],
        key=f"share_own_{found[0]['grouping'] if found else ''}",
        width="stretch",
        height=min(LEAST_LIST * (len(sheet) + 1), MOST_LIST),
        num_rows="fixed",
    )
    sizes = [0 if pd.isna(value) else int(value) for value in edited.iloc[:, 1]]
    return dict(zip(names, sizes, strict=True))
