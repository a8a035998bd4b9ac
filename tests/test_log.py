"""The log: what is known after each step, what may follow what, and that it is all accounted for."""

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign import contract, doctor, options
from campaign import store as stores
from campaign.intake import publishing
from campaign.settings import FACTS
from campaign.store import SYSTEM, Store
from campaign.words import LANGUAGES, Refusal, Words
from tests.drawing import CLERK, REVIEWER, draw, enter, hand_in, rows_of, strike, told

PRINTED = "1870余件"
CORRECTION = """
    unit_id | metric_id        | value | printed | coverage
    lunzhen | matters_resolved | 1900  | 1900件  | town
"""

# How each question shows 禹城市伦镇's 为群众办实事数 at an event.
SEEN: dict[str, Callable[[Store, int], list[object]]] = {
    question: partial(
        lambda question, store, known_on: [
            printed
            for unit, metric, printed in told(
                store,
                question,
                "unit_id metric_id printed",
                known_on=known_on,
                unit_id="lunzhen",
                metric_id="matters_resolved",
            )
            if (unit, metric) == ("lunzhen", "matters_resolved")
        ],
        question,
    )
    for question in ("progress", "unit_figures", "goal_figures", "summary", "history")
}
EVERY_QUESTION = pytest.mark.parametrize("question", SEEN)
withdraw = partial(publishing.withdraw, by=REVIEWER, reason="报错了")
restore = partial(publishing.restore, by=REVIEWER, reason="核实无误")
send_back = partial(publishing.send_back, by=REVIEWER, reason="请补充")
take_back = partial(publishing.take_back, by=CLERK)
publish = partial(publishing.publish, by=REVIEWER)


def seen_since(store: Store, question: str, first: int) -> list[object]:
    """What the question shows at `first` and at every event after it; None for nothing."""
    answers = [SEEN[question](store, event) or [None] for event in range(first, store.last_event + 1)]
    assert all(len(answer) == 1 for answer in answers)
    return [answer[0] for answer in answers]


def page_batch(store: Store, table: str) -> str:
    return next(batch for batch, name in told(store, "batches", "batch_id table_name") if name == table)


def page_row(store: Store) -> tuple[str, int]:
    """Batch and row of the figure the tests correct and strike."""
    rows = told(store, "progress", "unit_id batch_id row_no", metric_id="matters_resolved")
    return next((batch, row) for unit, batch, row in rows if unit == "lunzhen")


# What is known, event by event


@EVERY_QUESTION
def test_a_correction_is_known_from_its_publishing_on(store: Store, question: str) -> None:
    before = store.last_event
    enter(store, "observation", CORRECTION)
    assert seen_since(store, question, before) == [PRINTED, PRINTED, "1900件"]


@EVERY_QUESTION
def test_a_batch_never_published_is_never_known(store: Store, question: str) -> None:
    before = store.last_event
    send_back(store, hand_in(store, "observation", CORRECTION))
    take_back(store, hand_in(store, "observation", CORRECTION))
    assert seen_since(store, question, before) == [PRINTED] * 5


@EVERY_QUESTION
def test_withdrawing_a_correction_brings_the_earlier_row_back(store: Store, question: str) -> None:
    batch = enter(store, "observation", CORRECTION)
    published = store.last_event
    withdraw(store, batch)
    restore(store, batch)
    assert seen_since(store, question, published) == ["1900件", PRINTED, "1900件"]


@EVERY_QUESTION
def test_restoring_leaves_a_key_that_was_corrected_meanwhile(store: Store, question: str) -> None:
    first = enter(store, "observation", CORRECTION)
    withdraw(store, first)
    enter(store, "observation", CORRECTION.replace("1900", "1950"))
    corrected = store.last_event
    restore(store, first)
    assert seen_since(store, question, corrected) == ["1950件", "1950件"]


@EVERY_QUESTION
def test_a_strike_hides_one_row_until_it_is_withdrawn(store: Store, question: str) -> None:
    before = store.last_event
    withdraw(store, strike(store, *page_row(store)))
    assert seen_since(store, question, before) == [PRINTED, PRINTED, None, PRINTED]


@EVERY_QUESTION
def test_striking_a_correction_brings_the_earlier_row_back(store: Store, question: str) -> None:
    batch = enter(store, "observation", CORRECTION)
    published = store.last_event
    strike(store, batch, 2)
    assert seen_since(store, question, published) == ["1900件", "1900件", PRINTED]


@EVERY_QUESTION
def test_a_strike_of_a_withdrawn_row_holds_when_the_row_is_restored(store: Store, question: str) -> None:
    batch = enter(store, "observation", CORRECTION)
    withdraw(store, batch)
    withdrawn = store.last_event
    strike(store, batch, 2)
    restore(store, batch)
    assert seen_since(store, question, withdrawn) == [PRINTED] * 4


@EVERY_QUESTION
def test_before_the_figures_were_published_nothing_was_known(store: Store, question: str) -> None:
    published = next(
        event
        for event, kind, table in told(store, "events", "event_no kind table_name")
        if (kind, table) == ("published", "observation")
    )
    assert seen_since(store, question, 0)[: published + 1] == [None] * published + [PRINTED]


def test_a_new_as_of_adds_to_the_history_and_succeeds_in_progress(store: Store) -> None:
    later = """
        unit_id | metric_id        | as_of      | value | printed  | coverage
        lunzhen | matters_resolved | 2021-12-31 | 2300  | 2300余件 | town
    """
    enter(store, "observation", later)
    now = store.last_event
    assert (SEEN["history"](store, now), SEEN["progress"](store, now)) == (
        [PRINTED, "2300余件"],
        ["2300余件"],
    )


def test_a_corrected_name_holds_from_its_event_on_and_not_before(store: Store) -> None:
    enter(store, "theme", "kind | code | no | name | name_en\n goal | team | 3 | 队伍 | Teams")
    names = [
        [name for goal, name in told(store, "goals", "goal name", known_on=event) if goal == "team"]
        for event in (store.last_event - 1, store.last_event)
    ]
    assert names == [["创建一流工作团队"], ["队伍"]]


def test_the_units_count_only_figures_known_then(store: Store) -> None:
    before = store.last_event
    withdraw(store, page_batch(store, "observation"))
    figures = [
        sum(n for (n,) in told(store, "units", "figures", known_on=event)) for event in (before, before + 1)
    ]
    assert figures == [43, 0]


def test_a_batch_stands_where_its_last_event_up_to_then_left_it(store: Store) -> None:
    before = store.last_event
    batch = enter(store, "observation", CORRECTION)
    withdraw(store, batch)
    restore(store, batch)
    states = [
        [state for name, state in told(store, "batches", "batch_id state", known_on=event) if name == batch]
        for event in range(before, store.last_event + 1)
    ]
    assert states == [[], ["submitted"], ["published"], ["withdrawn"], ["restored"]]


def test_a_batch_tells_who_handed_it_in_and_who_published_it(store: Store) -> None:
    enter(store, "observation", CORRECTION)
    assert told(store, "batches", "submitted_by published_by")[0] == (CLERK, REVIEWER)


def test_events_are_told_latest_first_and_only_up_to_then(store: Store) -> None:
    before = store.last_event
    withdraw(store, enter(store, "observation", CORRECTION))
    told_then = [told(store, "events", "event_no kind", known_on=before + n)[:n] for n in (1, 3)]
    assert told_then == [
        [(before + 1, "submitted")],
        [(before + 3, "withdrawn"), (before + 2, "published"), (before + 1, "submitted")],
    ]


def test_the_days_know_of_an_event_logged_after_they_were_asked(store: Store) -> None:
    told(store, "event_days", "event_no")
    enter(store, "observation", CORRECTION)
    assert told(store, "event_days", "event_no")[0] == (store.last_event,)


def test_a_revision_tells_what_was_known_and_what_is_known_instead(store: Store) -> None:
    before = store.last_event
    batch = enter(store, "observation", CORRECTION)
    withdraw(store, batch)
    columns = "event_no kind reason printed now_printed"
    revisions = [told(store, "revisions", columns, known_on=event) for event in range(before, before + 4)]
    corrected = (before + 2, "published", None, PRINTED)
    assert revisions == [
        [],
        [],
        [(*corrected, "1900件")],
        [(before + 3, "withdrawn", "报错了", "1900件", PRINTED), (*corrected, PRINTED)],
    ]


def test_a_struck_row_has_nothing_in_its_place(store: Store) -> None:
    strike(store, *page_row(store))
    assert told(store, "revisions", "printed now_printed") == [(PRINTED, None)]


def test_every_figure_says_batch_file_row_and_place(store: Store) -> None:
    files = dict(told(store, "batches", "batch_id file_name"))
    lines = (FACTS / "observation.csv").read_text(encoding="utf-8").splitlines()
    units = [unit for (unit,) in told(store, "units", "unit_id")]
    figures = [
        row
        for unit in units
        for row in told(store, "unit_figures", "metric_id printed batch_id row_no place", unit_id=unit)
    ]
    assert len(figures) == 43
    for metric, printed, batch, row, place in figures:
        assert files[batch] == "observation.csv"
        line = lines[row - 1]
        assert all(str(part) in line for part in (metric, printed, place))


# What may follow what

STATES: dict[str, Callable[[Store], str]] = {
    "submitted": lambda store: hand_in(store, "observation", CORRECTION),
    "published": lambda store: enter(store, "observation", CORRECTION),
    "returned": lambda store: _after(store, send_back, "submitted"),
    "taken_back": lambda store: _after(store, take_back, "submitted"),
    "withdrawn": lambda store: _after(store, withdraw, "published"),
    "restored": lambda store: _after(store, restore, "withdrawn"),
}
MOVES: dict[str, Callable[[Store, str], int]] = {
    "published": publish,
    "returned": send_back,
    "taken_back": take_back,
    "withdrawn": withdraw,
    "restored": restore,
}
ALLOWED = {
    ("submitted", "published"),
    ("submitted", "returned"),
    ("submitted", "taken_back"),
    ("published", "withdrawn"),
    ("restored", "withdrawn"),
    ("withdrawn", "restored"),
}


def _after(store: Store, move: Callable[[Store, str], int], state: str) -> str:
    batch = STATES[state](store)
    move(store, batch)
    return batch


def logged(store: Store) -> list[tuple[object, ...]]:
    """The number of the last event and of batches, straight from the file."""
    return [*store.rows("log/last_event"), *store.rows("log/next_batch")]


def refused(store: Store, act: Callable[[], object]) -> Refusal:
    """The refusal, once it is seen to be said in both languages and to have logged nothing."""
    before = logged(store)
    with pytest.raises(Refusal) as caught:
        act()
    assert all(caught.value.said(Words(lang)) for lang in LANGUAGES)
    assert logged(store) == before
    return caught.value


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("move", MOVES)
def test_only_the_steps_of_the_table_may_follow(store: Store, state: str, move: str) -> None:
    batch = STATES[state](store)
    if (state, move) in ALLOWED:
        assert MOVES[move](store, batch) == store.last_event
    else:
        assert refused(store, lambda: MOVES[move](store, batch)).key == f"batch.is_{state}"


@pytest.mark.parametrize("move", MOVES)
def test_a_batch_nobody_handed_in_is_refused(store: Store, move: str) -> None:
    assert refused(store, lambda: MOVES[move](store, "B999999")).key == "batch.unknown"


def test_nobody_publishes_their_own_batch(store: Store) -> None:
    batch = hand_in(store, "observation", CORRECTION)
    assert refused(store, lambda: publishing.publish(store, batch, by=CLERK)).key == "batch.own"


def test_nobody_publishes_their_own_batch_by_restoring_it(store: Store) -> None:
    batch = _after(store, withdraw, "published")
    own = refused(store, lambda: publishing.restore(store, batch, by=CLERK, reason="还是对的"))
    assert own.key == "batch.own"


def test_a_refusal_names_the_batch_and_the_person(store: Store) -> None:
    batch = hand_in(store, "observation", CORRECTION)
    own = refused(store, lambda: publishing.publish(store, batch, by=CLERK))
    assert (batch in str(own), CLERK in str(own)) == (True, True)


def test_the_same_key_twice_in_a_batch_is_refused_with_key_and_row(store: Store) -> None:
    last = CORRECTION.strip().splitlines()[-1]
    twice = refused(store, lambda: hand_in(store, "observation", f"{CORRECTION.strip()}\n{last}"))
    assert twice.key == "batch.same_key_twice"
    assert twice.values == {"key": "lunzhen · matters_resolved ·  · 2021-09-17", "row": 3}


@pytest.mark.parametrize(
    "named", [("observation", "B999999", 2), ("observation", "B000001", 999), ("nothing", "B000001", 2)]
)
def test_a_strike_of_no_row_is_refused(store: Store, named: tuple[str, str, int]) -> None:
    rows = publishing.strikes([(*named, "录入有误")])
    source = publishing.Source("作废", "form")
    assert refused(store, lambda: publishing.submit(store, "strike", rows, source, by=CLERK)).key == (
        "batch.no_such_row"
    )


# When it happened

LONG_AGO, LATER = dt.datetime(2021, 1, 1), dt.datetime(2021, 9, 17)


def times(store: Store) -> list[object]:
    return [at for (at,) in reversed(told(store, "events", "logged_at"))]


def hand_in_at(store: Store, at: dt.datetime) -> str:
    rows, source = rows_of("observation", CORRECTION), publishing.Source("补录", "old.csv")
    return publishing.submit(store, "observation", rows, source, by=CLERK, at=at)


def test_a_stated_time_is_refused_once_built(store: Store) -> None:
    before = logged(store)
    with pytest.raises(ValueError, match="stated time"):
        hand_in_at(store, LONG_AGO)
    assert logged(store) == before


def test_a_stated_time_before_the_last_event_becomes_that_events_time(tmp_path: Path) -> None:
    stores.create(tmp_path / "half.duckdb")
    store = Store(tmp_path / "half.duckdb")
    for at in (LATER, LONG_AGO):
        hand_in_at(store, at)
    assert times(store) == [LATER, LATER]


def test_the_clock_does_not_go_back_behind_a_meeting_still_to_come(tmp_path: Path) -> None:
    stores.create(tmp_path / "half.duckdb")
    store = Store(tmp_path / "half.duckdb")
    hand_in_at(store, dt.datetime(2999, 1, 1))
    with store.writing() as writing:
        writing.run("log/mark_built")
    hand_in(store, "observation", CORRECTION)
    assert times(store) == [dt.datetime(2999, 1, 1)] * 2


def test_what_a_file_is_built_from_is_marked_backfilled_and_later_events_are_not(store: Store) -> None:
    before = store.last_event
    enter(store, "observation", CORRECTION)
    marks = told(store, "events", "event_no is_backfilled signed_by")
    assert {mark for no, mark, _ in marks if no <= before} == {True}
    assert {signed for no, _, signed in marks if no <= before} == {SYSTEM}
    assert [mark for no, mark, _ in marks if no > before] == [False, False]


# The doctor

DAMAGE = {
    "a span is lost": "delete from observation_span where row_no = 2",
    "a span is there twice": "insert into observation_span from observation_span where row_no = 2",
    "a span ends early": "update observation_span set known_to = known_from + 1 where row_no = 3",
    "a span begins late": "update observation_span set known_from = known_from + 1 where row_no = 3",
    "a span of a unit is lost": "delete from unit_span where unit_id = 'lunzhen'",
}


def damage(store: Store, sql: str) -> None:
    with store.writing() as writing:
        writing.cursor.execute(sql)


def examined(store: Store) -> list[tuple[str, str]]:
    return doctor.examine(store).findings


def test_the_doctor_finds_nothing_in_a_sound_file(store: Store) -> None:
    assert examined(store) == []


def test_the_doctor_finds_nothing_after_every_kind_of_step(store: Store) -> None:
    for state in STATES:
        STATES[state](store)
    withdraw(store, strike(store, *page_row(store)))
    assert examined(store) == []


def test_the_doctor_finds_nothing_after_a_restore_behind_a_correction(store: Store) -> None:
    first = enter(store, "observation", CORRECTION)
    withdraw(store, first)
    strike(store, enter(store, "observation", CORRECTION), 2)
    enter(store, "observation", CORRECTION)
    restore(store, first)
    assert examined(store) == []


@pytest.mark.parametrize("kind", DAMAGE)
def test_the_doctor_finds_and_mends_a_damaged_span(store: Store, kind: str) -> None:
    enter(store, "observation", CORRECTION)
    sound = spans(store)
    damage(store, DAMAGE[kind])
    assert "doctor.spans" in {key for key, _ in examined(store)}
    assert doctor.examine(store, repair=True).repaired in (["observation"], ["unit"])
    assert (examined(store), spans(store)) == ([], sound)


def test_a_repaired_file_is_reported_sound_at_once(store: Store) -> None:
    damage(store, DAMAGE["a span of a unit is lost"])
    assert doctor.examine(store, repair=True).findings == []


def spans(store: Store) -> list[tuple[object, ...]]:
    with store.reading() as cursor:
        columns = "batch_id, row_no, known_from, known_to"
        return cursor.sql(
            f"select {columns} from observation_span union all select {columns} from unit_span order by all"
        ).fetchall()


def test_what_is_asked_after_a_repair_is_the_repaired(store: Store) -> None:
    damage(store, DAMAGE["a span of a unit is lost"])
    assert SEEN["progress"](store, store.last_event) == []
    doctor.examine(store, repair=True)
    assert SEEN["progress"](store, store.last_event) == [PRINTED]


@pytest.mark.parametrize(
    ("sql", "finding"),
    [
        ("delete from observation where row_no = 2", "doctor.batch_rows"),
        ("delete from event where event_no = 3", "doctor.event_order"),
        ("update event set logged_at = '2020-01-01' where event_no = 3", "doctor.event_order"),
        ("update observation_span set coverage = 'moon' where row_no = 2", "doctor.unknown_name"),
    ],
)
def test_the_doctor_names_what_cannot_be_true(store: Store, sql: str, finding: str) -> None:
    damage(store, sql)
    assert finding in {key for key, _ in examined(store)}


def test_the_doctor_finds_a_span_whose_figure_is_not_the_batchs(store: Store) -> None:
    damage(store, "update observation_span set value = 999 where unit_id = 'lunzhen'")
    assert "doctor.spans" in {key for key, _ in examined(store)}


# Any sequence of steps

REFERENCE_TABLES = {
    "unit": "unit_id\n a\n b",
    "metric": "metric_id | headline_no | goal\n m | 1 | method",
    "theme": "kind | code\n goal | method\n coverage | own",
}
KEYS = [("a", "2021-06-30"), ("a", "2021-09-30"), ("b", "2021-09-30")]
Key = tuple[str, str]


@dataclass
class Batch:
    """A batch of the model: the value of each key, and the rows it strikes."""

    figures: dict[Key, int] = field(default_factory=dict)
    struck: tuple[str, Key] | None = None
    life: list[tuple[int, str]] = field(default_factory=list)  # (event number, kind)

    def state(self, event: int) -> str:
        return [kind for number, kind in self.life if number <= event][-1]

    def is_live(self, event: int) -> bool:
        return any(n <= event for n, _ in self.life) and self.state(event) in ("published", "restored")

    @property
    def published_no(self) -> int:
        return next(number for number, kind in self.life if kind == "published")


@dataclass
class Model:
    """What architecture.md says is known: published by then, and not withdrawn, struck or succeeded."""

    batches: dict[str, Batch] = field(default_factory=dict)

    def known(self, event: int) -> dict[Key, int]:
        live = {name: batch for name, batch in self.batches.items() if batch.is_live(event)}
        struck = {batch.struck for batch in live.values() if batch.struck}
        found: dict[Key, int] = {}
        for name, batch in sorted(live.items(), key=lambda item: item[1].published_no):
            found |= {key: value for key, value in batch.figures.items() if (name, key) not in struck}
        return found


# What happens, how often, and which batch, row or keys it happens to.
Step = tuple[str, int, int]
WEIGHTS = {"hand in": 3, "strike": 2, "published": 5, "withdrawn": 2, "restored": 2}
STEPS = st.tuples(
    st.sampled_from(
        [
            "returned",
            "taken_back",
            "anything",
            *(kind for kind, often in WEIGHTS.items() for _ in range(often)),
        ]
    ),
    st.integers(0, 99),
    st.integers(1, 7),
)


def take_step(store: Store, model: Model, step: Step) -> None:
    """One step through the real door; where no batch may take it, it must be refused."""
    kind, nth, bits = step
    figures = [name for name, batch in model.batches.items() if batch.figures]
    if kind == "hand in" or not figures:
        no = len(model.batches)
        values = {key: no * 10 + place for place, key in enumerate(KEYS) if bits >> place & 1}
        drawn = "\n".join(f"{unit} | m | {day} | {value}" for (unit, day), value in values.items())
        name = hand_in(store, "observation", f"unit_id | metric_id | as_of | value\n{drawn}")
        model.batches[name] = Batch(values, None, [(store.last_event, "submitted")])
    elif kind == "strike":
        struck = figures[nth % len(figures)]
        row = bits % len(model.batches[struck].figures)
        rows = publishing.strikes([("observation", struck, row + 2, "录入有误")])
        name = publishing.submit(store, "strike", rows, publishing.Source("作废", "form"), by=CLERK)
        key = list(model.batches[struck].figures)[row]
        model.batches[name] = Batch({}, (struck, key), [(store.last_event, "submitted")])
    else:
        move_one(store, model, kind if kind in MOVES else list(MOVES)[bits % len(MOVES)], nth, kind in MOVES)


def move_one(store: Store, model: Model, move: str, nth: int, is_meant_well: bool) -> None:
    """Moves a batch that may be moved so, where there is one and it is meant well; else any batch."""
    may = [name for name, batch in model.batches.items() if (batch.state(store.last_event), move) in ALLOWED]
    among = may if may and is_meant_well else list(model.batches)
    name = among[nth % len(among)]
    if name in may:
        model.batches[name].life.append((MOVES[move](store, name), move))
    else:
        refused(store, lambda: MOVES[move](store, name))


def latest(known: dict[Key, int]) -> set[tuple[str, int]]:
    return {
        (unit, value)
        for (unit, day), value in known.items()
        if day == max(other for of_unit, other in known if of_unit == unit)
    }


def agrees(store: Store, model: Model, event: int) -> None:
    known = model.known(event)
    history = told(store, "history", "unit_id as_of value", known_on=event)
    assert {(unit, str(day)[:10]): value for unit, day, value in history} == known
    for question in ("progress", "goal_figures"):
        assert set(told(store, question, "unit_id value", known_on=event)) == latest(known), question
    summary = told(store, "summary", "unit_id value state", known_on=event)
    assert {(unit, value) for unit, value, state in summary if state == "reported"} == latest(known)
    for unit in ("a", "b"):
        figures = told(store, "unit_figures", "unit_id value", known_on=event, unit_id=unit)
        assert set(figures) == {pair for pair in latest(known) if pair[0] == unit}
    states = dict(told(store, "batches", "batch_id state", known_on=event))
    assert {name: states.get(name) for name in model.batches} == {
        name: batch.state(event) if batch.life[0][0] <= event else None
        for name, batch in model.batches.items()
    }


@pytest.fixture(scope="module")
def drawn_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("drawn") / "reference.duckdb"
    draw(path, **REFERENCE_TABLES).close()
    return path


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEPS, min_size=12, max_size=18))
def test_after_any_steps_what_is_known_at_each_event_is_what_the_log_says(
    drawn_file: Path, steps: list[Step]
) -> None:
    path = drawn_file.with_name("any_steps.duckdb")
    path.write_bytes(drawn_file.read_bytes())
    store, model = Store(path), Model()
    try:
        for step in steps:
            take_step(store, model, step)
        for event in range(store.last_event + 1):
            agrees(store, model, event)
        assert examined(store) == []
    finally:
        store.close()


# Thousands of steps in one transaction


def steps_of_a_year(store: Store) -> list[str]:
    """One of everything that may happen, and what each refused step said."""
    said: list[str] = []
    of_the_page = page_batch(store, "observation")

    def refused(step: Callable[[], object]) -> None:
        with pytest.raises(Refusal) as refusal:
            step()
        said.append(refusal.value.key)

    first = enter(store, "observation", CORRECTION)
    withdraw(store, first)
    refused(lambda: withdraw(store, first))
    second = enter(store, "observation", CORRECTION.replace("1900", "1950"))
    restore(store, first)
    send_back(store, hand_in(store, "observation", CORRECTION))
    waiting = hand_in(store, "observation", CORRECTION, REVIEWER)
    refused(lambda: publish(store, waiting))
    refused(lambda: take_back(store, waiting))
    refused(lambda: publish(store, "B999999"))
    strike(store, second, 2)
    options.change(store, "session_hours", "8", by=CLERK)
    options.change(store, "session_hours", "9", by=CLERK)
    rows, source = rows_of("observation", CORRECTION), publishing.Source("一批", "一批.csv", "of its bytes")
    publish(store, publishing.submit(store, "observation", rows, source, by=CLERK))
    refused(lambda: publishing.submit(store, "observation", rows, source, by=CLERK))
    withdraw(store, of_the_page)
    return said


def kept(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every table's rows but for the times of events."""
    names = ["batch", *contract.tables(), *(f"{name}_span" for name in contract.tables())]
    with store.reading() as cursor:
        found = {name: cursor.execute(f"from {name} order by all").fetchall() for name in names}
        events = "select * exclude (logged_at) from event order by event_no"
        return {**found, "event": cursor.execute(events).fetchall()}


def test_steps_taken_in_one_transaction_leave_the_file_and_the_refusals_as_one_by_one(
    store: Store, tmp_path: Path
) -> None:
    store.checkpoint()
    shutil.copy(store.path, tmp_path / "together.duckdb")
    together = Store(tmp_path / "together.duckdb")
    try:
        with together.at_once():
            said = steps_of_a_year(together)
        assert said == steps_of_a_year(store)
        assert kept(together) == kept(store)
        assert together.last_event == store.last_event
    finally:
        together.close()


def test_of_steps_in_one_transaction_that_fail_nothing_stays(store: Store) -> None:
    before = kept(store)
    with pytest.raises(Refusal), store.at_once():
        enter(store, "observation", CORRECTION)
        publish(store, "B999999")
    assert kept(store) == before
    enter(store, "observation", CORRECTION)
    assert examined(store) == []
