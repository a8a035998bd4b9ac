"""Answers kept on the shelf are those of the macros themselves, are few, and are nobody's of another file."""

import datetime as dt
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from campaign import doctor, shelf
from campaign.ask import ask
from campaign.filters import Filters
from campaign.intake import publishing
from campaign.statements import files, shared_calls, statements
from campaign.store import Store, run
from tests.drawing import REVIEWER, draw, enter, hand_in, strike, told

SHELVED = "select table_name from duckdb_tables() where database_name = 'shelf'"
EVERY_REPORT = "each_figure_at($known_on, $period::date)"
DAYS = [dt.date(2021, 9, 16), dt.date(2021, 9, 17)]
SHARING = [
    name.removeprefix("questions/") for name in files("questions") if shared_calls(statements(name)[0])
]
FIGURES = """
    unit_id | metric_id | value | as_of
    a       | m         | 1     | 2021-09-16
    b       | m         | 2     | 2021-09-17
    c       | m         | 3     | 2021-09-17
"""
CORRECTED = "unit_id | metric_id | value | as_of\nb | m | 5 | 2021-09-17"


def eventful(path: Path) -> Store:
    """Figures published, one corrected, one struck, a batch withdrawn and restored, one waiting."""
    store = draw(
        path,
        unit="unit_id\na\nb\nc\nd",
        metric="metric_id\nm",
        target="target_id | subject_code | value\nt | m | 9",
        assignment="unit_id | metric_id\na | m\nd | m",
        observation=FIGURES,
    )
    batch_id = enter(store, "observation", CORRECTED)
    first = batch_of(store, 1)
    strike(store, first, 2)
    publishing.withdraw(store, batch_id, by=REVIEWER, reason="录入有误")
    publishing.restore(store, batch_id, by=REVIEWER, reason="核对无误")
    hand_in(store, "observation", CORRECTED.replace("5", "6"))
    return store


def batch_of(store: Store, value: float) -> str:
    return next(batch for found, batch in told(store, "progress", "value batch_id") if found == value)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = eventful(tmp_path_factory.mktemp("eventful") / "eventful.duckdb")
    yield opened
    opened.close()


def moments(store: Store) -> list[Filters]:
    """What a reader may ask from the last reference table on: each event, each day, a later day."""
    now = Filters(store.last_event, unit_id="a", metric_id="m")
    events = [replace(now, known_on=event) for event in range(store.last_event - 9, store.last_event + 1)]
    return [*events, *(replace(now, period=day) for day in DAYS), replace(now, today=dt.date(2021, 11, 1))]


def unkept(store: Store, question: str, filters: Filters) -> list[tuple[object, ...]]:
    """The question's own words, nothing read from the shelf."""
    with store.reading() as cursor:
        wanted = {**vars(filters), "last_event": store.last_event}
        answer = run(cursor, statements(f"questions/{question}")[0], wanted)
        return by_words([(str(kind) for _, kind, *_ in answer.description or []), *answer.fetchall()])


def kept(store: Store, question: str, filters: Filters) -> list[tuple[object, ...]]:
    """The same as campaign.ask asks it."""
    statement = statements(f"questions/{question}")[0]
    wanted = {**vars(filters), "last_event": store.last_event}
    with store.reading() as cursor, store.shelf.lent(cursor, store.identity, statement, wanted) as lent:
        answer = run(cursor, lent, wanted)
        return by_words([(str(kind) for _, kind, *_ in answer.description or []), *answer.fetchall()])


def by_words(rows: list) -> list[tuple[object, ...]]:
    return sorted((tuple(row) for row in rows), key=repr)


@pytest.mark.parametrize("question", SHARING)
def test_an_answer_from_the_shelf_is_that_of_the_question_itself(store: Store, question: str) -> None:
    for filters in moments(store):
        assert kept(store, question, filters) == unkept(store, question, filters), filters


def test_most_of_the_questions_that_took_long_read_from_the_shelf() -> None:
    assert {"outlook", "goal_pace", "pace", "unit_pace", "own_strip", "gains"} <= set(SHARING)
    assert not {"batches", "events", "calendar"} & set(SHARING)  # what only looks up gains nothing


def rows_on_shelf(store: Store) -> list[int]:
    with store.reading() as cursor:
        return [
            cursor.execute(f"select count(*) from shelf.{name}").fetchall()[0][0] for name in on_shelf(store)
        ]


def on_shelf(store: Store) -> list[str]:
    with store.reading() as cursor:
        found = cursor.execute(SHELVED).fetchall()
    return sorted(name for (name,) in found)


def test_a_question_asked_with_another_filter_reads_what_is_there(tmp_path: Path) -> None:
    store = eventful(tmp_path / "a.duckdb")
    now = Filters(store.last_event, unit_id="a", metric_id="m")
    ask(store, "pace", now)
    before = on_shelf(store)
    for question in ("pace", "goal_pace", "unit_pace"):
        ask(store, question, replace(now, comparable_group="town"))
    assert on_shelf(store) == before != []


def test_an_answer_is_made_of_others_that_are_there(tmp_path: Path) -> None:
    store = eventful(tmp_path / "a.duckdb")
    now = Filters(store.last_event, unit_id="a", metric_id="m")
    ask(store, "steps", now)  # what units are to reach is kept now
    with store.writing() as writing:
        writing.cursor.execute("update target_span set value = 7 where value = 9")
    assert set(ask(store, "pace", now).aim) == {9.0}
    ask(store, "ranking", now)
    asked = on_shelf(store)
    ask(store, "ranking", replace(now, metric_id="another", comparable_group="town"))
    assert on_shelf(store) == asked


def test_the_shelf_keeps_the_answers_asked_for_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "KEPT", 3)
    store = eventful(tmp_path / "a.duckdb")
    for event in range(store.last_event + 1):
        ask(store, "pace", Filters(event, metric_id="m"))
        assert len(on_shelf(store)) <= 3
    kept_last = on_shelf(store)
    kept(store, "pace", Filters(store.last_event, metric_id="m"))
    assert on_shelf(store) == kept_last


def test_an_answer_of_very_many_rows_is_not_kept_but_a_short_one_of_the_same_file_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    metrics = [f"m{number}" for number in range(12)]
    store = draw(
        tmp_path / "a.duckdb",
        unit="unit_id\na\nb\nc\nd",
        metric="metric_id\n" + "\n".join(metrics),
        target="target_id | subject_code | value\n" + "\n".join(f"{one} | {one} | 9" for one in metrics),
        observation="unit_id | metric_id | value | as_of\n"
        + "\n".join(f"a | m1 | {day} | 2021-09-{day:02}" for day in range(1, 31)),
    )
    monkeypatch.setattr(shelf, "MOST_ROWS", 20)  # fewer than reports (30) and aims (48: each unit and metric)
    now = Filters(store.last_event, unit_id="a", metric_id="m1")
    for question, call in (("steps", "aim_at($known_on)"), ("history", EVERY_REPORT)):
        assert [call.sql for call in shared_calls(statements(f"questions/{question}")[0])] == [call]
        assert kept(store, question, now) == unkept(store, question, now)
        assert max([*rows_on_shelf(store), 0]) <= 20
    before = on_shelf(store)
    assert before  # what the too long answer is made of: when metrics were redefined
    assert kept(store, "progress", now) == unkept(store, "progress", now) != []
    assert len(on_shelf(store)) > len(before)  # the latest figure of the one series


def test_after_a_repair_nothing_from_before_is_read(tmp_path: Path) -> None:
    store = eventful(tmp_path / "a.duckdb")
    now = Filters(store.last_event, metric_id="m")
    with store.writing() as writing:
        writing.cursor.execute("update observation_span set value = 7 where value = 3")
    assert 7.0 in set(ask(store, "pace", now).value)
    doctor.examine(store, repair=True)
    assert 3.0 in set(ask(store, "pace", now).value)


def test_a_file_put_in_the_place_of_another_is_read_anew(tmp_path: Path) -> None:
    store, other = eventful(tmp_path / "a.duckdb"), eventful(tmp_path / "b.duckdb")
    enter(other, "observation", CORRECTED.replace("5", "8"))
    other.close()
    now = Filters(store.last_event, metric_id="m")
    ask(store, "pace", now)

    def swap() -> None:
        other.path.replace(store.path)

    store.replace_file(swap)
    assert on_shelf(store) == []
    assert 8.0 in set(ask(store, "pace", Filters(store.last_event, metric_id="m")).value)


def test_readers_are_not_disturbed_by_publishing_nor_by_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "KEPT", 2)  # so that what one reads is always in another's way
    store = eventful(tmp_path / "a.duckdb")
    events = range(store.last_event - 5, store.last_event + 1)
    asked = [
        (question, Filters(event, unit_id="a", metric_id="m"))
        for event in events
        for question in ("pace", "outlook", "gains")
    ]
    expected = [unkept(store, *one) for one in asked]
    ends = threading.Event()

    def publish_on() -> None:
        value = 10
        while not ends.is_set():
            value += 1
            enter(store, "observation", CORRECTED.replace("5", str(value)))

    publisher = threading.Thread(target=publish_on)
    publisher.start()
    with ThreadPoolExecutor(4) as readers:
        seen = list(readers.map(lambda one: kept(store, *one), asked * 2))
    ends.set()
    publisher.join()
    assert seen == expected * 2
    kept(store, "pace", Filters(0, metric_id="m"))  # what was kept while all was in use goes with the next
    assert len(on_shelf(store)) <= 2
