"""Meetings: agendas and who saves them, what is kept when one is finalised, decisions, the two pages."""

import datetime as dt
import io
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from campaign import board, panels
from campaign.acts import act
from campaign.ask import ask
from campaign.figures.shown import SMALLEST, show_figure
from campaign.filters import Filters
from campaign.intake import publishing
from campaign.meeting import book, final
from campaign.meeting.agenda import OF_A_METRIC, OFFERED, SHOWN, template
from campaign.meeting.book import Decision, Item, Particulars
from campaign.meeting.deck import Deck
from campaign.meeting.keeping import frozen, thawed
from campaign.output import told as output_told
from campaign.output.deck_pptx import pptx_bytes
from campaign.output.materials import MATERIALS
from campaign.panels import Panel
from campaign.settings import FIRST_CAMPAIGN
from campaign.store import Store
from campaign.words import Refusal, Words
from tests.drawing import CLERK, draw, enter
from tests.test_pages import address, home, opened, shown
from tests.test_settings_page import OpenAs, keyed, open_as, press, write

__all__ = ["home", "open_as"]

DAY = dt.date(2021, 9, 17)
MEETING = Particulars("三创一争推进会", "rally", DAY, "市委礼堂")
LATER = Particulars("十月调度会", "dispatch", dt.date(2021, 10, 20))
ORGANISER, OTHER = "甲", "乙"


def held(store: Store, particulars: Particulars = MEETING, *items: Item) -> str:
    listed = items or template(store, particulars.agenda, store.last_event)
    return book.create(store, particulars, listed, by=ORGANISER)


def finalised(store: Store, particulars: Particulars = MEETING, *items: Item) -> str:
    meeting_id = held(store, particulars, *items)
    final.finalise(store, meeting_id, seen=1, by=ORGANISER)
    return meeting_id


def said(deck: Deck) -> list[tuple]:
    """All that a deck says and draws, its pictures and tables included."""
    return [
        (
            slide.slide_id,
            slide.title,
            slide.lines,
            slide.notes,
            slide.source,
            None
            if slide.seen is None
            else slide.seen.panel.table(slide.seen.frame, slide.seen.words).to_csv(),
            None
            if slide.seen is None or slide.seen.panel.draw is None or slide.seen.refused
            else slide.seen.figure.to_json(),
        )
        for slide in deck.slides
    ]


# Agendas


def test_a_rally_goes_from_the_situation_over_the_units_to_what_is_asked(store: Store) -> None:
    items = template(store, "rally", store.last_event)
    kinds = [item.kind for item in items]
    assert kinds[0] == "cover" and kinds[-1] == "annex"
    units = [item.unit_id for item in items if item.kind == "unit"]
    assert len(units) == 8 and "lunzhen" in units  # of the nine one gave no figure
    assert [item.panel for item in items if item.kind == "words"] == ["demands"]


def test_a_dispatch_opens_with_the_last_items_and_leaves_the_slide_out_where_there_are_none(
    store: Store,
) -> None:
    meeting_id = held(store, LATER)
    assert [item.panel for item in book.items_of(store, meeting_id)][:2] == [None, "meeting_items"]
    first = final.deck_of(store, meeting_id, "zh").slides[1]
    assert first.seen is not None and first.seen.panel.name == "phase_strip"


def test_an_agenda_without_a_figure_can_be_shown(tmp_path: Path) -> None:
    empty = draw(tmp_path / "drawn.duckdb", unit="unit_id | short_name\na | 甲镇")
    deck = final.deck_of(
        empty, finalised(empty, MEETING, Item("s01", "cover"), Item("s02", "panel", "progress")), "zh"
    )
    assert deck.slides[1].title == "各单位数据：暂无数据"
    assert deck.slides[1].lines == (panels.PROGRESS.empty(Words("zh")),)
    empty.close()


@pytest.mark.parametrize("name", ["", "  ", "会" * 61])
def test_a_meeting_without_a_name_or_with_too_long_a_one_is_refused(store: Store, name: str) -> None:
    before = store.last_event
    with pytest.raises(Refusal, match="1—60"):
        held(store, replace(MEETING, name=name))
    assert store.last_event == before


def test_a_name_of_sixty_characters_is_kept_whole(store: Store) -> None:
    meeting_id = finalised(store, replace(MEETING, name="会" * 60), Item("s01", "cover"))
    assert final.deck_of(store, meeting_id, "zh").slides[0].title == "会" * 60


def test_of_two_who_change_an_agenda_the_second_is_told_who_was_first_and_nothing_is_lost(
    store: Store,
) -> None:
    meeting_id = held(store)
    mine, theirs = (Item("s01", "cover", title="我的"),), (Item("s01", "cover", title="他的"),)
    book.save(store, meeting_id, MEETING, theirs, seen=1, by=OTHER)
    with pytest.raises(Refusal, match=rf"{OTHER} 已于 .*第 2 稿"):
        book.save(store, meeting_id, MEETING, mine, seen=1, by=ORGANISER)
    assert book.items_of(store, meeting_id) == theirs
    assert book.save(store, meeting_id, MEETING, mine, seen=2, by=ORGANISER) == 3
    assert (
        store.rows("questions/meeting_slides", known_on=store.last_event - 2, meeting_id=meeting_id)[0][7]
        == "他的"
    )


# Name, day, place and point in time


def test_what_is_said_of_a_meeting_can_be_changed_until_it_is_finalised(store: Store) -> None:
    meeting_id = held(store)
    now = replace(MEETING, name="九月推进会", held_on=dt.date(2021, 9, 18), point=store.last_event - 1)
    assert book.amend(store, meeting_id, MEETING, now, by=OTHER) == 2
    found = book.meeting_of(store, meeting_id)
    assert (found.name, found.held_on, found.point, found.place) == (
        now.name,
        now.held_on,
        now.point,
        "市委礼堂",
    )
    assert found.saved_by == OTHER and found.slides == len(book.items_of(store, meeting_id))
    assert final.deck_of(store, meeting_id, "zh").slides[0].title == "九月推进会"
    final.finalise(store, meeting_id, seen=2, by=ORGANISER)
    before = store.last_event
    with pytest.raises(Refusal, match="“九月推进会”已经定稿"):
        book.amend(store, meeting_id, now, replace(now, name="十月推进会"), by=ORGANISER)
    assert store.last_event == before


def test_a_meeting_shows_the_figures_of_the_point_it_was_changed_to(store: Store) -> None:
    meeting_id = held(store, MEETING, Item("s01", "panel", "progress", metric_id="matters_resolved"))
    assert "暂无数据" not in final.deck_of(store, meeting_id, "zh").slides[0].title
    book.amend(store, meeting_id, MEETING, replace(MEETING, point=0), by=ORGANISER)
    assert "暂无数据" in final.deck_of(store, meeting_id, "zh").slides[0].title


def test_of_two_who_change_the_same_of_a_meeting_the_second_is_told_what_the_first_said(store: Store) -> None:
    meeting_id = held(store)
    book.amend(store, meeting_id, MEETING, replace(MEETING, name="他的会"), by=OTHER)
    with pytest.raises(Refusal, match=rf"没有保存：{OTHER} 已于 .*现为“他的会”"):
        book.amend(store, meeting_id, MEETING, replace(MEETING, name="我的会"), by=ORGANISER)
    later = replace(MEETING, held_on=dt.date(2021, 9, 20))
    book.amend(store, meeting_id, MEETING, later, by=ORGANISER)  # not the same: both stay
    found = book.meeting_of(store, meeting_id)
    assert (found.name, found.held_on) == ("他的会", later.held_on)


def test_a_change_of_nothing_and_a_day_after_a_deadline_are_refused(store: Store) -> None:
    meeting_id = held(store)
    book.decide(store, meeting_id, Decision("补报", ("lunzhen",), due_on=dt.date(2021, 9, 20)), by=ORGANISER)
    before = store.last_event
    with pytest.raises(Refusal, match="都没有改动"):
        book.amend(store, meeting_id, MEETING, replace(MEETING, name=f" {MEETING.name} "), by=ORGANISER)
    with pytest.raises(Refusal, match="2021-09-20 早于会议日期 2021-09-21"):
        book.amend(store, meeting_id, MEETING, replace(MEETING, held_on=dt.date(2021, 9, 21)), by=ORGANISER)
    assert store.last_event == before


def test_a_typed_title_stands_instead_of_the_drafted_one(store: Store) -> None:
    item = Item("s01", "panel", "progress", metric_id="matters_resolved", title="三个单位都在办")
    assert final.deck_of(store, held(store, MEETING, item), "zh").slides[0].title == "三个单位都在办"


def test_the_notes_give_the_figures_as_printed_with_their_places(store: Store) -> None:
    item = Item("s01", "panel", "progress", metric_id="matters_resolved")
    (slide,) = final.deck_of(store, held(store, MEETING, item), "zh").slides
    assert "禹城市伦镇 为群众办实事数 1870余件（出处 8.3）" in slide.notes
    assert "9月17日推进会发言摘登" in slide.source and "2021年9月17日" in slide.source


def test_figures_of_different_coverage_are_not_called_comparable(store: Store) -> None:
    item = Item("s01", "panel", "progress", metric_id="matters_resolved")
    (slide,) = final.deck_of(store, held(store, MEETING, item), "zh").slides
    assert "统计范围不同、不作比较" in slide.title


def test_a_units_slide_names_its_routines_where_nothing_is_required_of_it(store: Store) -> None:
    items = [Item("s01", "unit", "unit_figures", unit_id=unit) for unit in ("lunzhen", "linyi-zzb")]
    few, many = final.deck_of(store, held(store, MEETING, *items), "zh").slides
    assert few.lines[-1] == "工作制度和动作：周调度、月分析、季督查"
    assert many.lines[-1].startswith("工作制度和动作：举行一次向宪法宣誓、")
    assert many.lines[-1].endswith("等 9 项")


def test_a_units_slide_counts_what_is_required_of_it(tmp_path: Path) -> None:
    store = draw(
        tmp_path / "duties.duckdb",
        unit="unit_id | short_name | short_name_en\na | 甲镇 | A",
        metric="metric_id | name | uom\nm | 数 | 件",
        observation="unit_id | metric_id | value | qualifier | printed\na | m | 3 | exact | 3件",
        action="action_id | set_code | name | cadence | requirement | per | starts_on | has_strip\n"
        "month | req | 每月练兵 | month | required | unit | 2021-07-01 | true",
        action_log="unit_id | action_id | period_key | status | done_on\n"
        "a | month | 2021-07 | done | 2021-07-20",
    )
    item = Item("s01", "unit", "unit_figures", unit_id="a")
    (slide,) = final.deck_of(store, held(store, MEETING, item), "zh").slides
    assert slide.lines[-1].startswith("规定动作：已到期 2 项次：按期完成 1，逾期完成 0，逾期未完成 1")
    store.close()


def test_the_goals_are_told_in_lines_and_their_table_comes_whole_in_the_annex(store: Store) -> None:
    goals, annex = final.deck_of(
        store, held(store, MEETING, Item("s01", "panel", "goal_figures")), "zh"
    ).slides
    assert goals.is_told and len(goals.lines) == 4
    assert annex.kind == "annex" and annex.seen is not None and goals.seen is not None
    assert len(annex.seen.frame) == len(goals.seen.frame) == 25


# Many units


def many(path: Path, count: int) -> Store:
    names = [f"u{number:03}" for number in range(count)]
    return draw(
        path,
        unit="unit_id | short_name | short_name_en\n"
        + "\n".join(f"{name} | {name} | {name}" for name in names),
        metric="metric_id | name | uom\nm | 数 | 件",
        observation="unit_id | metric_id | value | qualifier | printed\n"
        + "\n".join(f"{name} | m | {number} | at_least | {number}余件" for number, name in enumerate(names)),
    )


def test_what_does_not_fit_on_a_slide_goes_on_over_the_next(tmp_path: Path) -> None:
    store = many(tmp_path / "many.duckdb", 30)
    slides = final.deck_of(
        store, held(store, MEETING, Item("s01", "panel", "progress", metric_id="m")), "zh"
    ).slides
    shown_units = [list(slide.seen.frame["unit_id"]) for slide in slides if slide.seen is not None]
    assert [len(units) for units in shown_units] == [10, 10, 10]
    assert [unit for units in shown_units for unit in units] == [f"u{number:03}" for number in range(30)]
    assert [slide.title[-5:] for slide in slides] == ["（1/3）", "（2/3）", "（3/3）"]
    assert all("30 个单位已报" in slide.title for slide in slides)
    store.close()


def test_two_hundred_units_are_cut_in_words_and_stand_whole_in_the_annex(tmp_path: Path) -> None:
    store = many(tmp_path / "many.duckdb", 200)
    item = Item("s01", "panel", "progress", metric_id="m")
    first, annex = final.deck_of(store, finalised(store, MEETING, item), "zh").slides
    assert first.seen is not None and annex.seen is not None
    assert len(first.seen.frame) == 14 and len(annex.seen.frame) == 200
    assert first.lines[0] == "共 200 项，本页按顺序列前 14 项，全表见附表。"
    assert "200 个单位已报" in first.title and annex.kind == "annex"
    store.close()


def test_a_metric_of_lower_bounds_only_keeps_its_hedges_and_is_not_summed(tmp_path: Path) -> None:
    store = many(tmp_path / "many.duckdb", 3)
    item = Item("s01", "panel", "progress", metric_id="m")
    (slide,) = final.deck_of(store, held(store, MEETING, item), "zh").slides
    assert "2余件" in slide.notes and "合计" not in slide.title + slide.notes
    store.close()


def titled(path: Path, *figures: str, additive: str = "true") -> str:
    """The title of a slide of one metric of three units."""
    names = ("甲", "乙", "丙")
    store = draw(
        path,
        unit="unit_id | short_name\n" + "\n".join(f"u{n} | {name}" for n, name in enumerate(names)),
        metric=f"metric_id | name | uom | additive\nm | 数 | 件 | {additive}",
        observation="unit_id | metric_id | value | qualifier | printed\n" + "\n".join(figures),
    )
    item = Item("s01", "panel", "progress", metric_id="m")
    (slide,) = final.deck_of(store, held(store, MEETING, item), "zh").slides
    store.close()
    return slide.title


def test_a_slide_of_one_metric_says_what_its_figures_come_to(tmp_path: Path) -> None:
    exact = ("u0 | m | 3 | exact | 3件", "u1 | m | 24 | exact | 24件", "u2 | m | 8 | exact | 8件")
    hedged = (*exact[:2], "u2 | m | 8 | about | 约8件")
    assert titled(tmp_path / "a.duckdb", *exact) == "数：3 个单位合计 35件"
    assert titled(tmp_path / "b.duckdb", *hedged) == "数：3 个单位合计 约35件"
    assert titled(tmp_path / "c.duckdb", *exact, additive="false") == "数：3 个单位已报，3件至24件"
    assert titled(tmp_path / "d.duckdb", *hedged, additive="false") == "数：3 个单位已报，按规定序列出"


def test_whatever_may_be_put_on_a_slide_is_kept_and_leaves_in_every_file(store: Store) -> None:
    metric = dict.fromkeys(OF_A_METRIC, "matters_resolved")
    items = [
        Item(f"s{number:02}", "panel", name, metric_id=metric.get(name))
        for number, name in enumerate(OFFERED, 1)
    ]
    made = final.deck_of(store, finalised(store, MEETING, *items), "zh")
    on_slides = {slide.seen.panel.name for slide in made.slides if slide.seen is not None}
    assert set(OFFERED) - on_slides == {"meeting_items"}  # there was no meeting before
    assert all(slide.title for slide in made.slides)
    assert [material.name for material in MATERIALS if not material.make(made)] == []
    with zipfile.ZipFile(io.BytesIO(pptx_bytes(made))) as parts:
        slides = [parts.read(name).decode() for name in parts.namelist() if "slides/slide" in name]
    assert any("1870余件" in slide for slide in slides) and any("未报" in slide for slide in slides)


# What is kept


@pytest.mark.parametrize("panel", panels.ALL, ids=lambda panel: panel.name)
def test_an_answer_kept_and_taken_out_again_is_the_same_answer(store: Store, panel: Panel) -> None:
    frame = panel.answer(store, Filters(store.last_event, unit_id="lunzhen", metric_id="matters_resolved"))
    again = thawed(frozen(frame))
    pd.testing.assert_frame_equal(frame, again)
    for lang in ("zh", "en"):
        words = Words(lang)
        assert panel.table(frame, words).equals(panel.table(again, words))
        if panel.draw is not None and panel.refused(frame) is None:
            assert panel.draw(frame, words).to_json() == panel.draw(again, words).to_json()


def test_missing_values_lists_and_types_come_back_as_they_went_in() -> None:
    frame = pd.DataFrame(
        {
            "count": pd.array([1, None], pd.Int64Dtype()),
            "yes": pd.array([True, None], pd.BooleanDtype()),
            "share": [0.1, float("nan")],
            "day": pd.to_datetime(["2021-09-17", None]),
            "text": pd.Series(["余", None], dtype=object),
        }
    )
    pd.testing.assert_frame_equal(frame, thawed(frozen(frame)))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_finalised_meeting_is_what_was_prepared(store: Store, lang: str) -> None:
    meeting_id = held(store)
    before = final.deck_of(store, meeting_id, lang)  # type: ignore[arg-type]
    final.finalise(store, meeting_id, seen=1, by=ORGANISER)
    after = final.deck_of(store, meeting_id, lang)  # type: ignore[arg-type]
    assert said(after) == said(before) and after.is_final and not before.is_final
    assert (after.known, after.day, after.source) == (before.known, before.day, before.source)


def test_a_finalised_meeting_does_not_change_and_what_was_corrected_is_listed_beside(store: Store) -> None:
    meeting_id = finalised(store)
    before = final.deck_of(store, meeting_id, "zh")
    enter(
        store,
        "observation",
        "unit_id | metric_id | as_of | value | printed | coverage\n"
        "lunzhen | matters_resolved | 2021-09-17 | 1900 | 1900件 | town",
    )
    after = final.deck_of(store, meeting_id, "zh")
    assert said(after) == said(before) and before.corrections == ()
    (sentence,) = after.corrections
    assert "由1870余件更正为1900件（会上出示过）" in sentence


def test_a_batch_withdrawn_later_leaves_the_meeting_its_figures_and_is_listed(store: Store) -> None:
    batch_id = ask(store, "progress", Filters(store.last_event, metric_id="matters_resolved"))[
        "batch_id"
    ].iloc[0]
    meeting_id = finalised(store)
    before = final.deck_of(store, meeting_id, "zh")
    publishing.withdraw(store, batch_id, by=CLERK, reason="来源有误")
    after = final.deck_of(store, meeting_id, "zh")
    assert said(after) == said(before)
    assert any("由1870余件更正为（已无此数）" in sentence for sentence in after.corrections)


def test_a_meeting_of_a_past_point_shows_what_was_known_then(store: Store) -> None:
    point = store.last_event
    enter(store, "observation", "unit_id | metric_id | value | printed\nlunzhen | software_built | 5 | 5款")
    item = Item("s01", "unit", "unit_figures", unit_id="lunzhen")
    then = final.deck_of(store, finalised(store, replace(MEETING, point=point), item), "zh")
    now = final.deck_of(store, finalised(store, MEETING, item), "zh")
    assert "5款" not in then.slides[0].notes and "5款" in now.slides[0].notes


def test_a_finalised_agenda_takes_no_change_and_is_finalised_once(store: Store) -> None:
    meeting_id = finalised(store)
    before = store.last_event
    with pytest.raises(Refusal, match="已经定稿"):
        book.save(store, meeting_id, MEETING, (Item("s01", "cover"),), seen=1, by=OTHER)
    with pytest.raises(Refusal, match="已经定稿"):
        final.finalise(store, meeting_id, seen=1, by=OTHER)
    assert store.last_event == before


def test_a_finalisation_cannot_be_withdrawn(store: Store) -> None:
    finalised(store)
    now = Filters(store.last_event)
    batch_id = ask(store, "events", now)["batch_id"].iloc[0]
    with pytest.raises(Refusal, match="留存不变"):
        publishing.withdraw(store, batch_id, by=OTHER, reason="想改")


def test_an_agenda_changed_meanwhile_is_not_finalised_unseen(store: Store) -> None:
    meeting_id = held(store)
    book.save(store, meeting_id, MEETING, (Item("s01", "cover"),), seen=1, by=OTHER)
    with pytest.raises(Refusal, match=OTHER):
        final.finalise(store, meeting_id, seen=1, by=ORGANISER)
    assert not book.meeting_of(store, meeting_id).is_final


@pytest.mark.parametrize(
    "damage",
    [
        "update meeting_final_span set content = replace(content, '1870余件', '9件')",
        "update meeting_final_span set frame = (select max(frame) from meeting_final_span)",
        "delete from meeting_final_span where slide_no = 5",
    ],
    ids=["words", "rows", "slide"],
)
def test_kept_slides_that_were_tampered_with_are_refused_in_a_sentence(
    campaign_file: Path, damage: str
) -> None:
    store = Store(campaign_file)
    meeting_id = finalised(store)
    store.close()
    with duckdb.connect(str(campaign_file)) as opened_file:
        opened_file.execute(damage)
    store = Store(campaign_file)
    with pytest.raises(Refusal, match="校验值"):
        final.deck_of(store, meeting_id, "zh")
    store.close()


def test_a_meeting_there_is_not_is_refused(store: Store) -> None:
    with pytest.raises(Refusal, match="nosuch"):
        final.deck_of(store, "nosuch", "zh")


# Decisions


def test_a_decision_becomes_a_task_of_each_unit_it_binds(store: Store) -> None:
    meeting_id = finalised(store)
    decision = Decision("补报第三季度数据", ("lunzhen", "tieying"), "分管负责人", dt.date(2021, 9, 30))
    tasks = book.decide(store, meeting_id, decision, by=ORGANISER)
    with store.reading() as cursor:
        rows = cursor.execute(
            "select unit_id, title, owner, task.due_on, origin, step from task_at(9999) as task"
            " join task_step_at(9999) using (task_id) order by unit_id"
        ).fetchall()
    told = ("补报第三季度数据", "分管负责人", dt.date(2021, 9, 30), meeting_id, "assigned")
    assert rows == [("lunzhen", *told), ("tieying", *told)] and len(tasks) == 2


def test_a_decision_that_binds_nobody_is_noted_and_followed_up_by_nobody(store: Store) -> None:
    meeting_id = finalised(store)
    assert book.decide(store, meeting_id, Decision("加强宣传"), by=ORGANISER) == ()
    assert book.meeting_of(store, meeting_id).decisions == 1


def test_the_next_dispatch_opens_with_what_became_of_the_last_items(store: Store) -> None:
    meeting_id = finalised(store)
    for text, due in (("甲事", "2021-09-30"), ("乙事", "2021-10-10"), ("丙事", "2021-12-31")):
        book.decide(
            store, meeting_id, Decision(text, ("lunzhen",), "", dt.date.fromisoformat(due)), by=ORGANISER
        )
    enter_step(store, f"task-{meeting_id}-d01", "closed", "2021-09-29")
    opening = final.deck_of(store, held(store, LATER), "zh").slides[1]
    assert opening.title == "上次议定 3 项：办结 1、在办 1、逾期 1"
    assert opening.seen is not None
    states = opening.seen.panel.table(opening.seen.frame, Words("zh"))["状态"]
    assert list(states) == ["逾期（逾期10天）", "在办", "办结"]


def test_an_item_that_binds_nobody_is_counted_apart_and_told_with_its_state(store: Store) -> None:
    meeting_id = finalised(store)
    book.decide(store, meeting_id, Decision("甲事", ("lunzhen",), "", dt.date(2021, 9, 30)), by=ORGANISER)
    book.decide(store, meeting_id, Decision("加强宣传"), by=ORGANISER)
    opening = final.deck_of(store, held(store, LATER), "zh").slides[1]
    assert opening.title == "上次议定 1 项：办结 0、在办 0、逾期 1，另有会议要求 1 项"
    assert opening.seen is not None
    [told] = output_told.told(opening.seen)
    assert told == (
        "甲事：单位禹城市伦镇、截止2021年9月30日、状态逾期（逾期20天）；加强宣传：状态会议要求，不作督办"
    )


def enter_step(store: Store, task_id: str, step: str, day: str) -> None:
    row = {"task_id": task_id, "step_no": 2, "step": step, "on_date": dt.date.fromisoformat(day)}
    act(store, "task_step", book.table_of("task_step", [row]), title="", by=ORGANISER)


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        (Decision("  "), "1—500"),
        (Decision("事" * 501), "1—500"),
        (Decision("事", ("lunzhen",), "", dt.date(2021, 9, 16)), "早于会议日期"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_and_nothing_is_written(
    store: Store, decision: Decision, why: str
) -> None:
    meeting_id, before = finalised(store), store.last_event
    with pytest.raises(Refusal, match=why):
        book.decide(store, meeting_id, decision, by=ORGANISER)
    assert store.last_event == before


# On the wall


@pytest.mark.parametrize("panel", [panel for panel in panels.ALL if panel.draw], ids=lambda panel: panel.name)
def test_every_word_of_a_shown_chart_is_large_enough_for_the_back_row(store: Store, panel: Panel) -> None:
    now = Filters(store.last_event, unit_id="lunzhen", metric_id="matters_resolved")
    seen = panel.seen(store, now, Words("zh"))
    if seen.refused:
        return
    before = seen.figure.to_json()
    figure = show_figure(seen.figure)
    assert seen.figure.to_json() == before and figure.layout.height is None
    assert min(sizes(figure.to_plotly_json())) >= SMALLEST


def sizes(part: object) -> Iterator[float]:
    if isinstance(part, dict):
        for name, cell in part.items():
            if name.endswith("font") and isinstance(cell, dict) and "size" in cell:
                yield float(cell["size"])
            yield from sizes(cell)
    elif isinstance(part, list | tuple):
        for cell in part:
            yield from sizes(cell)


def test_what_can_be_shown_or_put_on_an_agenda_is_there() -> None:
    assert set(OFFERED) <= set(SHOWN) <= {panel.name for panel in panels.ALL}


@pytest.fixture
def prepared(home: Path, built: Path) -> str:
    """The real campaign with one meeting that is being prepared."""
    shutil.copy(built, home / f"{FIRST_CAMPAIGN}.duckdb")
    return held(board.current())


def test_a_meeting_being_prepared_is_not_shown_to_visitors(prepared: str) -> None:
    assert "还没有定稿" in shown(opened("show", meeting=prepared))
    assert "还没有定稿的会议" in shown(opened("meeting"))


def test_a_finalised_meeting_is_replayed_by_everybody(prepared: str) -> None:
    final.finalise(board.current(), prepared, seen=1, by=ORGANISER)
    app = opened("show", meeting=prepared, slide="3")
    assert "4 个方面均有进展，单位口径不同、分列不加总" in shown(app) and not app.exception
    page = shown(opened("meeting"))
    assert "与定稿时一致" in page and ORGANISER not in page


def test_a_slide_there_is_not_is_the_last_one(prepared: str) -> None:
    final.finalise(board.current(), prepared, seen=1, by=ORGANISER)
    assert "附表" in shown(opened("show", meeting=prepared, slide="999"))
    assert MEETING.name in shown(opened("show", meeting=prepared, slide="x"))


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"panel": "progress", "metric": "matters_resolved"}, "为群众办实事数：3 个单位已报"),
        ({"panel": "unit_figures", "unit": "lunzhen"}, "1870余件"),
        ({"panel": "nosuch"}, "活动分 3 个阶段，进展状态均未报"),
        ({"meeting": "nosuch"}, "没有编号为“nosuch”的会议。"),
        ({"panel": "progress", "metric": "matters_resolved", "known": "0"}, "暂无数据"),
    ],
)
def test_a_page_is_shown_straight_from_its_address(
    home: Path, built: Path, asked: dict[str, str], sentence: str
) -> None:
    shutil.copy(built, home / f"{FIRST_CAMPAIGN}.duckdb")
    app = opened("show", **asked)
    assert sentence in shown(app) and not app.exception


def test_every_panel_on_a_page_leads_to_its_show(home: Path, built: Path) -> None:
    shutil.copy(built, home / f"{FIRST_CAMPAIGN}.duckdb")
    links = [link.proto for link in opened("progress", metric="investment").get("page_link")]
    asked = [link.query_string for link in links if link.label == "放映"]
    assert any("panel=progress" in query and "metric=investment" in query for query in asked)


# The page, as organisers use it


def test_an_organiser_makes_changes_finalises_and_minutes_a_meeting(open_as: OpenAs) -> None:
    app = open_as("meeting", "organiser")
    write(app, "会议名称", "九月推进会", "new_name")
    write(app, "会议日期", "2021-09-17", "new_day")
    app = press(app, "按模板生成议程")
    assert "已建“九月推进会”" in shown(app)
    (listed,) = [radio for radio in app.radio if (radio.key or "").startswith("agenda_at")]
    app = listed.set_value(1).run()
    (title,) = keyed(app.text_input, "agenda_title")
    app = title.set_value("三个阶段有序推进").run()
    app = press(app, "上移")
    app = press(app, "保存议程")
    assert "已保存第 2 稿。" in shown(app)
    app = press(app, "确认定稿")
    assert "已定稿（事件" in shown(app)
    meeting_id = address(app)["meeting"]
    assert final.deck_of(board.current(), meeting_id, "zh").slides[0].title == "三个阶段有序推进"
    write(app, "议定事项", "月底前补报", "decide_text")
    (units,) = keyed(app.multiselect, "decide_units")
    units.set_value(["lunzhen"])
    app = press(app, "记下")
    assert "已记下，交办 1 项。" in shown(app) and "月底前补报" in shown(app)


def test_who_saves_second_is_told_and_keeps_what_was_typed(open_as: OpenAs) -> None:
    app = open_as("meeting", "organiser")
    meeting_id = held(board.current())
    app = app.run()
    (title,) = keyed(app.text_input, "agenda_title")
    app = title.set_value("我的标题").run()
    theirs = replace(book.items_of(board.current(), meeting_id)[0], title="他的标题")
    book.save(board.current(), meeting_id, MEETING, (theirs,), seen=1, by=OTHER)
    app = press(app, "保存议程")
    assert any(f"没有保存：{OTHER} 已于" in error.value for error in app.error)
    app = press(app, "保存议程")
    assert "已保存第 3 稿。" in shown(app)
    assert book.items_of(board.current(), meeting_id)[0].title == "我的标题"


def test_a_day_that_is_none_is_said_and_what_was_typed_stays(open_as: OpenAs) -> None:
    app = open_as("meeting", "organiser")
    write(app, "会议名称", "九月推进会", "new_name")
    write(app, "会议日期", "九月", "new_day")
    app = press(app, "按模板生成议程")
    assert any("“九月”不是日期" in error.value for error in app.error)
    assert [box.value for box in keyed(app.text_input, "new_name")] == ["九月推进会"]


def test_who_changes_a_meetings_name_second_is_told_and_keeps_what_was_typed(open_as: OpenAs) -> None:
    app = open_as("meeting", "organiser")
    meeting_id = held(board.current())
    app = app.run()
    write(app, "会议名称", "我的会", "amend_")
    write(app, "会议日期", "2021-09-19", "amend_")
    theirs = replace(MEETING, name="他的会", place="政府礼堂")
    book.amend(board.current(), meeting_id, MEETING, theirs, by=OTHER)
    app = press(app, "保存改动")
    assert any(f"没有保存：{OTHER} 已于" in error.value and "他的会" in error.value for error in app.error)
    assert "我的会" in [box.value for box in keyed(app.text_input, "amend_")]
    app = press(app, "保存改动")
    assert "已保存第 3 稿：我的会，2021年9月19日。" in shown(app)
    found = book.meeting_of(board.current(), meeting_id)
    assert (found.name, found.place) == (
        "我的会",
        "政府礼堂",
    )  # the place, which was not touched, stays theirs


def test_a_change_of_the_name_leaves_unsaved_slides_as_they_are(open_as: OpenAs) -> None:
    app = open_as("meeting", "organiser")
    meeting_id = held(board.current())
    app = app.run()
    (title,) = keyed(app.text_input, "agenda_title")
    app = title.set_value("我的标题").run()
    write(app, "会议名称", "九月会", "amend_")
    app = press(app, "保存改动")
    app = press(app, "保存议程")
    assert "已保存第 3 稿。" in shown(app)
    assert book.items_of(board.current(), meeting_id)[0].title == "我的标题"
    assert book.meeting_of(board.current(), meeting_id).name == "九月会"


def test_who_may_not_organise_has_no_way_to_change_a_meeting(open_as: OpenAs) -> None:
    app = open_as("meeting", "reviewer")
    assert not [
        button
        for button in app.button
        if button.label in ("保存议程", "保存改动", "按模板生成议程", "记下", "确认定稿")
    ]
