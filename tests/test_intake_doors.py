"""From a checked file to published figures: receipts, ticks, two persons; repetition and failure."""

import csv
import io
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign import contract, doctor, options
from campaign.accounts import EVERYTHING, Person, Scope
from campaign.ask import frame_of
from campaign.intake import comparing, handing_in, originals, publishing, rights
from campaign.intake.handing_in import Looked, hand_in, look
from campaign.intake.rights import batch_of, may_review, may_see
from campaign.output.export import export
from campaign.settings import ROOT
from campaign.settings import settings as places
from campaign.store import Store
from campaign.words import LANGUAGES, Refusal, Words
from tests.drawing import CLERK, REVIEWER, draw, enter, strike, told
from tests.drawing import hand_in as hand_in_drawn
from tests.terminal import run

HEADER = "单位,指标,期间,数值"
OWN = "kind|code|name\ncoverage|own|本单位"
FIRST = "市发展改革委,谋划重大项目数,2021年10月,21"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CAMPAIGN_HOME", str(tmp_path))
    monkeypatch.delenv("CAMPAIGN_FILE", raising=False)
    return tmp_path


def looked_at(store: Store, *lines: str, units: frozenset[str] | None = None) -> Looked:
    data = "\n".join([HEADER, *lines]).encode()
    return look(store, "observation", file_name="十月.csv", data=data, units=units)


def refused(act: Callable[[], object]) -> str:
    """The key of a refusal, once it is seen to be one line in both languages."""
    with pytest.raises(Refusal) as caught:
        act()
    for lang in LANGUAGES:
        said = caught.value.said(Words(lang))
        assert "\n" not in said and said[-1] in "。.)）"
    return caught.value.key


def states(store: Store) -> dict[str, str]:
    return dict(told(store, "batches", "batch_id state"))


# A sheet with a column a metric: several figures in a row

WIDE: list[list[object]] = [
    ["报送情况"],
    ["单位", "期间", "谋划重大项目数（个）", "办件量", "培训次数"],
    ["市发展改革委", "2021年10月", 21, 7, 3],
    ["市工信局", "2021年10月", 4, None, 5],
]
KEYS = ("unit_id", "metric_id", "as_of")


def wide(store: Store, rows: list[list[object]]) -> Looked:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return look(store, "observation", file_name="宽表.xlsx", data=kept.getvalue())


def figures_of(store: Store) -> pd.DataFrame:
    return frame_of(store, contract.tables()["observation"], store.last_event)


def october(store: Store) -> dict[tuple[str, str], str]:
    found = figures_of(store)
    found = found[found["as_of"].astype(str) == "2021-10-31"]
    return {
        (row["unit_id"], row["metric_id"]): f"{row['printed']} {row['place']}"
        for row in found.to_dict("records")
    }


def test_each_figure_of_a_wide_row_is_new_corrected_or_unchanged_by_itself(store: Store) -> None:
    looked = wide(store, WIDE)
    assert looked.comparison is not None and looked.comparison.count("new") == 5
    first = hand_in(store, looked, by=CLERK, ticked="all")
    assert first.rows == 5
    assert len(comparing.difference(store, first.batch_id).rows) == 5
    publishing.publish(store, first.batch_id, by=REVIEWER)
    assert october(store) == {
        ("fgw", "projects_planned"): "21个 C3",
        ("fgw", "transactions_handled"): "7件次 D3",
        ("fgw", "trainings_held"): "3次 E3",
        ("gxj", "projects_planned"): "4个 C4",
        ("gxj", "trainings_held"): "5次 E4",
    }
    again = wide(store, [*WIDE[:2], ["市发展改革委", "2021年10月", 21, 9, 2], WIDE[3]])
    assert again.comparison is not None
    states = [again.comparison.count(state) for state in comparing.STATES]
    assert states == [0, 2, 3]
    corrections = [one for one in again.checked.to_tick if one.code == "correction"]
    assert [(one.row, one.column) for one in corrections] == [(3, "办件量"), (3, "培训次数")]
    assert len({one.mark for one in again.checked.to_tick}) == len(again.checked.to_tick)
    second = hand_in(store, again, by=CLERK, ticked="all", note="数错了")
    publishing.publish(store, second.batch_id, by=REVIEWER)
    told_now = october(store)
    assert told_now["fgw", "transactions_handled"] == "9件次 D3"
    assert told_now["fgw", "projects_planned"] == "21个 C3"
    assert doctor.examine(store).findings == []
    publishing.withdraw(store, second.batch_id, by="孙八", reason="还是原来的对")
    assert october(store)["fgw", "transactions_handled"] == "7件次 D3"
    assert doctor.examine(store).findings == []


def test_one_figure_of_a_wide_row_is_struck_and_the_others_stay(store: Store) -> None:
    receipt = hand_in(store, wide(store, WIDE), by=CLERK, ticked="all")
    publishing.publish(store, receipt.batch_id, by=REVIEWER)
    before = october(store)
    found = frame_of(store, contract.tables()["observation"], store.last_event).set_index(
        ["batch_id", "place"]
    )
    strike(store, receipt.batch_id, int(found.loc[(receipt.batch_id, "D3"), "row_no"]))
    left = october(store)
    assert set(before) - set(left) == {("fgw", "transactions_handled")}


def test_the_same_figures_in_a_long_sheet_are_told_their_receipt(store: Store) -> None:
    receipt = hand_in(store, wide(store, WIDE), by=CLERK, ticked="all")
    lines = (
        "市发展改革委,谋划重大项目数,2021年10月,21",
        "市发展改革委,办件量,2021年10月,7",
        "市发展改革委,培训次数,2021年10月,3",
        "市工信局,谋划重大项目数,2021年10月,4",
        "市工信局,培训次数,2021年10月,5",
    )
    with pytest.raises(Refusal) as again:
        hand_in(store, looked_at(store, *lines), by=CLERK, ticked="all")
    assert again.value.values["batch"] == receipt.batch_id


# A receipt


def test_a_good_file_gets_a_receipt_and_is_not_known_before_it_is_published(store: Store) -> None:
    before = export(store, "observation", "csv", store.last_event)
    receipt = hand_in(store, looked_at(store, FIRST), by=CLERK)
    assert (states(store)[receipt.batch_id], receipt.rows) == ("submitted", 1)
    assert export(store, "observation", "csv", store.last_event) == before
    publishing.publish(store, receipt.batch_id, by=REVIEWER)
    assert export(store, "observation", "csv", store.last_event) != before


def test_a_double_click_gives_one_batch_and_its_receipt_twice(store: Store) -> None:
    looked = looked_at(store, FIRST)
    first, second = hand_in(store, looked, by=CLERK), hand_in(store, looked, by=CLERK)
    assert (second.batch_id, second.is_repeated) == (first.batch_id, True)
    assert list(states(store).values()).count("submitted") == 1


def test_two_clicks_at_the_same_moment_give_one_batch(store: Store) -> None:
    looked = looked_at(store, FIRST)
    both = threading.Barrier(2)
    receipts: list[str] = []

    def click() -> None:
        both.wait(10)
        receipts.append(hand_in(store, looked, by=CLERK).batch_id)

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert len(receipts) == 2 and len(set(receipts)) == 1


def test_the_same_file_again_is_told_its_receipt_and_changes_nothing(store: Store) -> None:
    receipt = hand_in(store, looked_at(store, FIRST), by=CLERK)
    last = store.last_event
    with pytest.raises(Refusal) as again:
        hand_in(store, looked_at(store, FIRST), by=CLERK)
    assert (again.value.key, again.value.values["batch"]) == ("batch.already", receipt.batch_id)
    publishing.publish(store, receipt.batch_id, by=REVIEWER)
    assert refused(lambda: hand_in(store, looked_at(store, FIRST), by=CLERK)) == "batch.already"
    assert store.last_event == last + 1


def test_the_same_rows_in_another_file_are_known_again(store: Store) -> None:
    hand_in(store, looked_at(store, FIRST), by=CLERK)
    other = look(store, "observation", text=f"{HEADER}\n{FIRST}\n".replace(",", "\t"))
    assert refused(lambda: hand_in(store, other, by="另一人")) == "batch.already"


def test_a_file_taken_back_or_sent_back_may_be_handed_in_again(store: Store) -> None:
    receipt = hand_in(store, looked_at(store, FIRST), by=CLERK)
    publishing.take_back(store, receipt.batch_id, by=CLERK)
    second = hand_in(store, looked_at(store, FIRST), by=CLERK)
    publishing.send_back(store, second.batch_id, by=REVIEWER, reason="口径不对")
    assert hand_in(store, looked_at(store, FIRST), by=CLERK).batch_id != second.batch_id


def test_a_file_whose_figures_were_corrected_since_may_be_handed_in_again(store: Store) -> None:
    first = hand_in(store, looked_at(store, FIRST), by=CLERK)
    publishing.publish(store, first.batch_id, by=REVIEWER)
    corrected = looked_at(store, FIRST.replace(",21", ",22"))
    second = hand_in(store, corrected, by=CLERK, ticked="all", note="漏报一个")
    publishing.publish(store, second.batch_id, by=REVIEWER)
    back = hand_in(store, looked_at(store, FIRST), by=CLERK, ticked="all", note="重复计了一个")
    assert states(store)[back.batch_id] == "submitted"


def test_rows_that_are_the_same_already_stay_in_the_batch_they_came_in(store: Store) -> None:
    first = hand_in(store, looked_at(store, FIRST), by=CLERK)
    publishing.publish(store, first.batch_id, by=REVIEWER)
    more = looked_at(store, FIRST, "市发展改革委,谋划子项目数,2021年10月,150")
    assert hand_in(store, more, by=CLERK).rows == 1


def test_a_file_with_an_error_is_not_handed_in_but_its_good_rows_may_be(store: Store) -> None:
    looked = looked_at(store, FIRST, "市发展改革委,没有的指标,2021年10月,3")
    assert refused(lambda: hand_in(store, looked, by=CLERK)) == "batch.has_errors"
    assert hand_in(store, looked, by=CLERK, good_rows_only=True).rows == 1


def test_what_is_refused_is_not_handed_in(store: Store) -> None:
    looked = look(store, "observation", file_name="a.csv", data=b"")
    assert refused(lambda: hand_in(store, looked, by=CLERK)) == "intake.empty"


# Looking again


def test_what_is_doubtful_must_be_ticked_and_the_tick_is_kept_with_who(store: Store) -> None:
    looked = looked_at(store, FIRST.replace(",21", ",18"))
    assert [problem.code for problem in looked.checked.to_tick] == ["falls"]
    assert refused(lambda: hand_in(store, looked, by=CLERK)) == "batch.not_ticked"
    receipt = hand_in(store, looked, by=CLERK, ticked={"2:falls:数值"})
    kept = store.rows("questions/batch_ticks", batch_id=receipt.batch_id)
    assert [(row, code, who) for row, code, _, who in kept] == [(2, "falls", CLERK)]
    assert "18" in kept[0][2]


def test_a_correction_needs_a_reason_that_stays_with_the_batch(store: Store) -> None:
    first = hand_in(store, looked_at(store, FIRST), by=CLERK)
    publishing.publish(store, first.batch_id, by=REVIEWER)
    looked = looked_at(store, FIRST.replace(",21", ",22"))
    key = refused(lambda: hand_in(store, looked, by=CLERK, ticked="all"))
    assert key == "batch.correction_needs_reason"
    receipt = hand_in(store, looked, by=CLERK, ticked="all", note="漏报一个")
    assert told(store, "review_queue", "batch_id note") == [(receipt.batch_id, "漏报一个")]


# Two persons, and three


def test_nobody_publishes_an_own_batch(store: Store) -> None:
    receipt = hand_in(store, looked_at(store, FIRST), by=CLERK)
    assert refused(lambda: publishing.publish(store, receipt.batch_id, by=CLERK)) == "batch.own"


def test_only_who_handed_in_takes_back_and_only_before_review(store: Store) -> None:
    receipt = hand_in(store, looked_at(store, FIRST), by=CLERK)
    assert refused(lambda: publishing.take_back(store, receipt.batch_id, by="别人")) == "batch.not_yours"
    publishing.publish(store, receipt.batch_id, by=REVIEWER)
    assert refused(lambda: publishing.take_back(store, receipt.batch_id, by=CLERK)) == "batch.is_published"


@pytest.mark.parametrize("step", [publishing.send_back, publishing.withdraw, publishing.restore])
def test_sending_back_and_withdrawing_need_a_reason(store: Store, step: Callable[..., int]) -> None:
    receipt = hand_in(store, looked_at(store, FIRST), by=CLERK)
    assert refused(lambda: step(store, receipt.batch_id, by=REVIEWER, reason=" ")) == "batch.needs_reason"


def county_batch(store: Store) -> str:
    options.change(store, "review_levels", "2", by="组织者")
    line = "临邑县委组织部,为群众办实事数,2021年10月,90000"
    return hand_in(store, looked_at(store, line), by=CLERK, ticked="all", note="x").batch_id


def test_with_two_levels_a_countys_batch_is_passed_first_and_published_by_a_third_person(
    store: Store,
) -> None:
    batch = county_batch(store)
    assert refused(lambda: publishing.publish(store, batch, by="市级")) == "batch.not_passed"
    publishing.pass_on(store, batch, by="县级")
    assert states(store)[batch] == "passed"
    assert refused(lambda: publishing.publish(store, batch, by="县级")) == "batch.own_pass"
    assert refused(lambda: publishing.publish(store, batch, by=CLERK)) == "batch.own"
    publishing.publish(store, batch, by="市级")
    assert states(store)[batch] == "published" and doctor.examine(store).findings == []


def test_with_two_levels_a_city_units_batch_needs_one(store: Store) -> None:
    options.change(store, "review_levels", "2", by="组织者")
    receipt = hand_in(store, looked_at(store, FIRST), by=CLERK)
    assert refused(lambda: publishing.pass_on(store, receipt.batch_id, by="县级")) == "batch.one_level"
    publishing.publish(store, receipt.batch_id, by="市级")


def person(name: str, *roles: str, scope: Scope = EVERYTHING) -> Person:
    return Person(name, name, frozenset(roles), scope)  # type: ignore[arg-type]


def test_a_reporter_sees_only_batches_of_own_units(store: Store) -> None:
    receipt = hand_in(store, looked_at(store, FIRST), by=CLERK)
    batch = batch_of(store, receipt.batch_id)
    own, other = Scope(units=frozenset({"fgw"})), Scope(units=frozenset({"spj"}))
    seen = [
        may_see(person(name, "reporter", scope=scope), batch) for name, scope in (("甲", own), ("乙", other))
    ]
    assert seen == [True, False]
    assert not may_see(person("丙", "viewer"), batch)


def test_a_reviewer_reviews_only_units_in_scope_and_never_own_batches(store: Store) -> None:
    batch = batch_of(store, hand_in(store, looked_at(store, FIRST), by=CLERK).batch_id)
    may = {
        "own": may_review(person(CLERK, "reviewer"), batch),
        "reporter": may_review(person("甲", "reporter"), batch),
        "elsewhere": may_review(person("乙", "reviewer", scope=Scope(units=frozenset({"spj"}))), batch),
        "here": may_review(person("丙", "reviewer", scope=Scope(units=frozenset({"fgw"}))), batch),
    }
    assert may == {"own": False, "reporter": False, "elsewhere": False, "here": True}


def test_the_second_review_is_the_citys(store: Store) -> None:
    county = person("县级", "reviewer", scope=Scope(divisions=frozenset({"371424"})))
    batch = county_batch(store)
    assert may_review(county, batch_of(store, batch)) and batch_of(store, batch).levels == 2
    publishing.pass_on(store, batch, by="县级")
    assert not may_review(person("县级二", "reviewer", scope=county.scope), batch_of(store, batch))
    assert may_review(person("市级", "reviewer"), batch_of(store, batch))


def test_a_reference_table_is_reviewed_only_by_who_runs_the_campaign(store: Store) -> None:
    batch = batch_of(store, hand_in_drawn(store, "calendar", "day|is_working\n2022-11-06|true"))
    assert not may_review(person("甲", "reviewer"), batch)
    assert may_review(person("乙", "organiser"), batch)


def test_a_reporter_hands_in_for_own_units_only(store: Store) -> None:
    units = rights.units_for(person("甲", "reporter", scope=Scope(units=frozenset({"spj"}))), store)
    looked = looked_at(store, FIRST, units=units)
    assert looked.checked.errors and refused(lambda: hand_in(store, looked, by="甲")) == "batch.has_errors"
    assert rights.units_for(person("乙", "viewer"), store) == frozenset()


# Withdrawing


def test_withdrawing_lists_what_was_corrected_later_and_leaves_it(tmp_path: Path) -> None:
    store = draw(tmp_path / "w.duckdb", theme=OWN, unit="unit_id\na", metric="metric_id\nm\nn")
    drawn = "unit_id|metric_id|as_of|value\na|m|2021-09-30|1\na|n|2021-09-30|1"
    first = enter(store, "observation", drawn)
    second = enter(store, "observation", "unit_id|metric_id|as_of|value\na|m|2021-09-30|2")
    (left,) = publishing.corrected_later(store, first)
    assert (left["row_no"], left["metric_id"], left["later_batch"]) == (2, "m", second)
    publishing.withdraw(store, first, by=REVIEWER, reason="报错")
    known = export(store, "observation", "csv", store.last_event).decode("utf-8-sig")
    assert [row["value"] for row in csv.DictReader(io.StringIO(known))] in (["2"], ["2.0"])
    publishing.restore(store, first, by=REVIEWER, reason="没有错")
    assert publishing.corrected_later(store, first) == [left] and doctor.examine(store).findings == []


def test_a_row_struck_before_its_batch_is_published_never_becomes_known(tmp_path: Path) -> None:
    store = draw(tmp_path / "s.duckdb", theme=OWN, unit="unit_id\na", metric="metric_id\nm\nn")
    enter(store, "observation", "unit_id|metric_id|as_of|value\na|m|2021-09-30|1")
    drawn = "unit_id|metric_id|as_of|value\na|m|2021-09-30|2\na|n|2021-09-30|3"
    batch = hand_in_drawn(store, "observation", drawn)
    strike(store, batch, 2)
    publishing.publish(store, batch, by=REVIEWER)
    assert doctor.examine(store).findings == []
    rows = csv.DictReader(
        io.StringIO(export(store, "observation", "csv", store.last_event).decode("utf-8-sig"))
    )
    assert sorted(float(row["value"]) for row in rows) == [1, 3]


# Kept originals


def test_the_original_is_kept_under_an_id_and_its_name_is_only_text(store: Store, home: Path) -> None:
    data = f"{HEADER}\n{FIRST}".encode()
    looked = look(store, "observation", file_name="../../etc/passwd", data=data)
    receipt = hand_in(store, looked, by=CLERK, original=data)
    ((file_name, original),) = told(store, "review_queue", "file_name original")
    assert file_name == "../../etc/passwd" and receipt.rows == 1
    (kept,) = places().originals(store.path).iterdir()
    assert kept.name == original and originals.read(kept.parent, original) == data
    assert kept.stat().st_mode & 0o077 == 0


def test_nothing_is_kept_of_what_was_not_handed_in(store: Store, home: Path) -> None:
    looked = looked_at(store, FIRST)
    hand_in(store, looked, by=CLERK, original=b"x")
    hand_in(store, looked, by=CLERK, original=b"x")
    with pytest.raises(Refusal):
        hand_in(store, looked_at(store, FIRST), by=CLERK, original=b"x")
    assert len(list(places().originals(store.path).iterdir())) == 1


def test_an_original_past_its_time_is_gone_and_said_to_be(home: Path) -> None:
    folder = home / "originals"
    old, new = originals.keep(folder, b"old"), originals.keep(folder, b"new")
    os.utime(folder / old, (0, 0))
    assert originals.forget_old(folder, 730) == 1
    assert originals.read(folder, new) == b"new"
    assert refused(lambda: originals.read(folder, old)) == "original.gone"
    assert refused(lambda: originals.read(folder, "../a")) == "original.gone"


# At the terminal


@pytest.fixture
def at_home(campaign_file: Path, home: Path) -> Path:
    campaign_file.rename(home / "sanchuang-2021.duckdb")
    return home


def test_a_file_goes_from_the_terminal_to_published_by_two_persons(at_home: Path) -> None:
    (at_home / "十月.csv").write_text(f"{HEADER}\n{FIRST}\n", encoding="gb18030")
    checked = run("check", at_home / "十月.csv", "--json", home=at_home)
    said = json.loads(checked.stdout)
    assert list(said) == ["refused", "encoding", "sheet", "header_row", "records", "problems", "skipped"]
    assert checked.returncode == 0 and said["records"] == [
        {
            "unit": "市发展改革委",
            "metric": "谋划重大项目数",
            "variant": "",
            "period": "2021-10",
            "as_of": "2021-10-31",
            "value": 21,
            "qualifier": "exact",
            "printed": said["records"][0]["printed"],
            "row": 2,
        }
    ]
    imported = run("import", at_home / "十月.csv", "--as", CLERK, home=at_home)
    assert imported.returncode == 0 and "B0000" in imported.stdout.decode()
    batch = next(
        word for word in imported.stdout.decode().replace("，", " ").split() if word.startswith("B0")
    )
    own = run("publish", batch, "--as", CLERK, home=at_home)
    assert own.returncode == 2 and CLERK in own.stderr.decode()
    assert run("publish", batch, "--as", REVIEWER, home=at_home).returncode == 0
    again = run("import", at_home / "十月.csv", "--as", CLERK, home=at_home)
    assert again.returncode == 2 and batch in again.stderr.decode()


def test_problems_and_refusals_have_their_own_exit_status(at_home: Path) -> None:
    (at_home / "bad.csv").write_text(f"{HEADER}\n市审计局,谋划重大项目数,2021年10月,3\n", encoding="utf-8")
    (at_home / "empty.csv").write_bytes(b"")
    statuses = [
        run(command, at_home / name, *signed, home=at_home).returncode
        for command, signed in (("check", ()), ("import", ("--as", CLERK)))
        for name in ("bad.csv", "empty.csv", "none.csv")
    ]
    assert statuses == [1, 2, 2, 1, 2, 2]


def test_what_is_doubtful_is_handed_in_at_the_terminal_only_when_confirmed(at_home: Path) -> None:
    (at_home / "a.csv").write_text(f"{HEADER}\n{FIRST.replace(',21', ',18')}\n", encoding="utf-8")
    assert run("import", at_home / "a.csv", "--as", CLERK, home=at_home).returncode == 1
    assert run("import", at_home / "a.csv", "--as", CLERK, "--confirm", home=at_home).returncode == 0


# What goes wrong on the way

KILLED = """
import os, sys, threading
from pathlib import Path
from campaign.intake import publishing
from campaign.store import Store
store = Store(Path(sys.argv[1]))
print("ready", flush=True)
publishing.publish(store, sys.argv[2], by="审核")
print("done", store.last_event, flush=True)
sys.stdin.readline()
"""


@pytest.mark.parametrize("lines_first", [1, 2])
def test_a_process_killed_while_it_publishes_leaves_all_or_nothing(
    store: Store, campaign_file: Path, lines_first: int
) -> None:
    batch = hand_in(store, looked_at(store, FIRST), by=CLERK).batch_id
    store.close()
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(campaign_file), batch],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    said = [process.stdout.readline() for _ in range(lines_first)]
    process.kill()
    process.communicate()
    again = Store(campaign_file)
    state = states(again)[batch]
    acknowledged = any(line.startswith("done") for line in said)
    assert state == "published" or (state == "submitted" and not acknowledged)
    assert doctor.examine(again).findings == []
    if state == "published":
        assert refused(lambda: publishing.publish(again, batch, by=REVIEWER)) == "batch.is_published"
    again.close()


def test_two_reviewers_at_the_same_moment_publish_once(store: Store) -> None:
    batch = hand_in(store, looked_at(store, FIRST), by=CLERK).batch_id
    both = threading.Barrier(2)
    said: list[str] = []

    def review(who: str) -> None:
        both.wait(10)
        try:
            publishing.publish(store, batch, by=who)
            said.append("published")
        except Refusal as refusal:
            said.append(refusal.key)

    reviews = [threading.Thread(target=review, args=(who,)) for who in ("审核甲", "审核乙")]
    for one in reviews:
        one.start()
    for one in reviews:
        one.join()
    assert sorted(said) == ["batch.is_published", "published"]


def test_a_board_that_goes_away_before_it_answers_is_told_and_the_file_is_not_opened_beside_it(
    at_home: Path,
) -> None:
    (at_home / "a.csv").write_text(f"{HEADER}\n{FIRST}\n", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as dying:
        key = {"port": dying.getsockname()[1], "key": "x", "pid": 1}
        key["campaign"] = str(at_home / "sanchuang-2021.duckdb")
        (at_home / "server.json").write_text(json.dumps(key), encoding="utf-8")
        threading.Thread(target=_begin_and_die, args=(dying,), daemon=True).start()
        ended = run("import", at_home / "a.csv", "--as", CLERK, home=at_home)
    assert ended.returncode == 2 and Words("zh")("command.lost") in ended.stderr.decode()
    assert run("import", at_home / "a.csv", "--as", CLERK, home=at_home).returncode == 0


def _begin_and_die(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.0 200 OK\r\nX-Campaign: board\r\n\r\n~ reading 1.0\n")


# What we export we read back unchanged

FIGURES = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]),
        st.sampled_from(["m", "n"]),
        st.integers(1, 9),
        st.decimals(0, 10**9, places=2),
        st.sampled_from(["exact", "at_least", "about", "under"]),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda figure: figure[:3],
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(figures=FIGURES)
def test_what_is_exported_is_read_back_unchanged(
    tmp_path_factory: pytest.TempPathFactory, figures: list[tuple[str, str, int, object, str]]
) -> None:
    store = draw(
        tmp_path_factory.mktemp("round") / "a.duckdb",
        theme=OWN,
        unit="unit_id|name|short_name\na|甲局|甲局\nb|乙局|乙局",
        metric="metric_id|name|uom\nm|指标甲|元\nn|指标乙|元",
    )
    rows = [
        f"{unit}|{metric}|2021-0{month}-28|{value}|{hedge}" for unit, metric, month, value, hedge in figures
    ]
    enter(store, "observation", "\n".join(["unit_id|metric_id|as_of|value|qualifier", *rows]))
    exported = export(store, "observation", "csv", store.last_event)
    looked = look(store, "observation", file_name="导出.csv", data=exported)
    assert looked.checked.errors == () and looked.comparison is not None
    assert looked.comparison.count("unchanged") == len(figures)
    assert refused(lambda: handing_in.hand_in(store, looked, by=CLERK)) == "batch.nothing_new"
    store.close()
