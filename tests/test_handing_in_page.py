"""报送 and 审核 in Streamlit's test runner, over a real campaign, real accounts and the real worker."""

import io
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from campaign import accounts, board, options
from campaign.accounts import EVERYTHING, Person, Role, Scope
from campaign.intake import worker
from campaign.settings import FIRST_CAMPAIGN, ROOT
from tests.drawing import enter, told
from tests.test_pages import FRAME, SECONDS, home, shown

__all__ = ["home"]

GOOD = "correct-horse-7"
PHONES = {"zhang": "0534-1234567"}
FGW, GXJ = Scope(units=frozenset({"fgw"})), Scope(units=frozenset({"gxj"}))
HEADER = "单位\t指标\t期间\t数值\n"
OCTOBER = HEADER + "市发展改革委\t谋划重大项目数\t2021年10月\t22余个\n"
CORRECTION = HEADER + "市发展改革委\t谋划重大项目数\t2021年9月17日\t20\n"

OpenAs = Callable[..., AppTest]


@pytest.fixture
def open_as(home: Path, built: Path) -> Iterator[OpenAs]:
    """Opens a page as one of these people, whom the first call makes."""
    shutil.copy(built, home / f"{FIRST_CAMPAIGN}.duckdb")
    people: dict[str, tuple[str, tuple[Role, ...], Scope]] = {
        "zhang": ("张三", ("reporter",), FGW),
        "qian": ("钱七", ("reporter",), GXJ),
        "wang": ("王五", ("reporter",), Scope(units=frozenset({"lunzhen"}))),
        "xian": ("周九", ("reviewer",), Scope(divisions=frozenset({"371482"}))),
        "li": ("李四", ("reviewer",), EVERYTHING),
        "zhao": ("赵六", ("organiser",), EVERYTHING),
        "sun": ("孙八", ("organiser",), EVERYTHING),
    }
    for login, (name, roles, scope) in people.items():
        person = Person(login, name, frozenset(roles), scope)
        accounts.create(person, by="终端", phone=PHONES.get(login), password=GOOD)

    def opening(login: str, page: str, **asked: str) -> AppTest:
        app = AppTest.from_file(str(FRAME), default_timeout=SECONDS)
        app.user = {"session": accounts.sign_in(login, GOOD, hours=1)}
        for name, value in asked.items():
            app.query_params[name] = value
        app.switch_page(str(ROOT / "pages" / f"{page}.py"))
        return app.run()

    yield opening
    worker.shared().close()


def press(app: AppTest, label: str) -> AppTest:
    found = [button for button in app.button if button.label.startswith(label)]
    assert found, [button.label for button in app.button]
    return found[0].click().run()


def paste(app: AppTest, text: str) -> AppTest:
    app.button_group[0].set_value("paste").run()
    app.text_area[0].set_value(text)
    return press(app, "检查")


def hand_in(app: AppTest, text: str, reason: str = "") -> AppTest:
    paste(app, text)
    for box in app.checkbox:
        box.check().run()
    if reason:
        (field,) = [field for field in app.text_input if field.label.startswith("更正理由")]
        field.set_value(reason)
    return press(app, "提交")


def known(metric: str = "projects_planned") -> list[tuple[object, ...]]:
    return told(board.current(), "history", "as_of printed", metric_id=metric)


# A clerk


def test_a_pasted_sheet_is_previewed_handed_in_and_known_only_when_another_publishes_it(
    open_as: OpenAs,
) -> None:
    before = known()
    clerk = hand_in(open_as("zhang", "hand_in"), OCTOBER)
    assert "已提交，回执 B000013" in shown(clerk) and known() == before
    reviewer = open_as("li", "review")
    assert "22余个" in shown(reviewer)
    press(reviewer, "审核通过")
    assert "22余个" in [printed for _, printed in known()]


def test_a_file_as_wps_saves_it_is_read_without_a_question(open_as: OpenAs) -> None:
    app = open_as("zhang", "hand_in")
    content = "单位,指标,期间,数值\n市发改委,谋划重大项目数,2021年10月,22\n合计,,,22\n".encode("gb18030")
    app.file_uploader[0].upload("10月.csv", content, "text/csv").run()
    assert (
        "GB18030" in shown(app) and "新增" in shown(app) and "跳过了 1 行" in [e.label for e in app.expander]
    )


def test_an_unread_file_is_one_sentence_and_nothing_is_kept_of_it(open_as: OpenAs) -> None:
    app = open_as("zhang", "hand_in")
    app.file_uploader[0].upload("坏.xlsx", b"PK\x03\x04 not a workbook", "application/zip").run()
    assert "这份文件读不了" in shown(app)
    assert not [button for button in app.button if button.label.startswith("提交")]
    press(app, "放弃这份草稿")
    assert "这份文件读不了" not in shown(app)


def test_figures_of_another_unit_are_refused_row_by_row(open_as: OpenAs) -> None:
    app = paste(open_as("zhang", "hand_in"), HEADER + "市工信局\t选派人数\t2021年10月\t101\n")
    assert "第 2 行" in shown(app) and "市工信局" in shown(app)
    assert not [b for b in app.button if b.label.startswith("提交") and not b.disabled]


def test_a_suggestion_is_one_click(open_as: OpenAs) -> None:
    app = paste(open_as("zhang", "hand_in"), OCTOBER.replace("市发展改革委", "市发展改革"))
    press(app, "改为“市发展改革委”")
    assert [b.label for b in app.button if b.label.startswith("提交")] == ["提交 1 行"]


def test_a_draft_is_there_again_for_its_owner_and_for_nobody_else(open_as: OpenAs) -> None:
    paste(open_as("zhang", "hand_in"), OCTOBER)
    assert "22余个" in shown(open_as("zhang", "hand_in"))
    assert "22余个" not in shown(open_as("qian", "hand_in"))


def test_a_correction_needs_its_tick_and_its_reason(open_as: OpenAs) -> None:
    app = paste(open_as("zhang", "hand_in"), CORRECTION)
    assert [b.disabled for b in app.button if b.label.startswith("提交")] == [True]
    app.checkbox[0].check().run()
    press(app, "提交")
    assert "写明更正理由" in " ".join(error.value for error in app.error).replace("\\", "")
    (reason,) = [box for box in app.text_input if box.label.startswith("更正理由")]
    reason.set_value("漏报一项")
    press(app, "提交")
    assert told(board.current(), "review_queue", "note ticks") == [("更正理由：漏报一项。", 1)]


def test_good_rows_go_and_bad_ones_stay_to_be_put_right(open_as: OpenAs) -> None:
    bad = "市发展改革委\t突击队数\t2021年10月\t很多\n"
    app = press(paste(open_as("zhang", "hand_in"), OCTOBER + bad), "只提交正确的 1 行")
    assert "已提交" in shown(app) and "很多" in shown(app)
    assert told(board.current(), "review_queue", "row_count") == [(1,)]


def test_what_was_handed_in_already_is_told_with_its_receipt(open_as: OpenAs) -> None:
    hand_in(open_as("zhang", "hand_in"), OCTOBER)
    again = hand_in(open_as("zhang", "hand_in"), OCTOBER)
    assert "B000013" in " ".join(error.value for error in again.error)
    assert len(told(board.current(), "review_queue", "batch_id")) == 1


def test_a_clerk_takes_back_what_nobody_reviewed_yet(open_as: OpenAs) -> None:
    hand_in(open_as("zhang", "hand_in"), OCTOBER)
    app = press(open_as("zhang", "hand_in"), "撤回")
    assert "已撤回 B000013" in shown(app) and told(board.current(), "review_queue", "batch_id") == []


# A table of the unit's own

OWN = "单位\t时间\t项目谋划\t内部编号\n市发展改革委\t2021年{month}月\t{figure}\tA-1\n"
DOUBLED = "单位\t指标\t期间\t数值\t完成值\n市发展改革委\t谋划重大项目数\t2021年10月\t22\t5\n"


def own(month: int, figure: int) -> str:
    return OWN.format(month=month, figure=figure)


def choose(app: AppTest, label: str, value: str) -> AppTest:
    (box,) = [box for box in app.selectbox if box.label == label]
    return box.set_value(value).run()


def test_a_unit_says_once_what_a_column_means_and_may_say_otherwise(open_as: OpenAs) -> None:
    app = choose(paste(open_as("zhang", "hand_in"), own(10, 22)), "项目谋划", "projects_planned")
    assert "按你的回答识别：“项目谋划”列作“谋划重大项目数”" in shown(app) and "提交 1 行" in labels(app)
    press(app, "放弃这份草稿")
    app = paste(open_as("zhang", "hand_in"), own(11, 25))
    assert "按上次的回答识别：“项目谋划”列作“谋划重大项目数”" in shown(app) and "提交 1 行" in labels(app)
    press(app, "重新指定")
    assert "没有找到表头" in shown(app) and "按上次" not in shown(app)
    app = choose(app, "项目谋划", "teams_formed")
    assert "“项目谋划”列作“突击队数”" in shown(app)
    press(app, "放弃这份草稿")
    assert "“项目谋划”列作“突击队数”" in shown(paste(open_as("zhang", "hand_in"), own(12, 7)))


def test_what_a_unit_said_is_not_taken_for_another_unit(open_as: OpenAs) -> None:
    choose(paste(open_as("zhang", "hand_in"), own(10, 22)), "项目谋划", "projects_planned")
    for login in ("qian", "zhao"):
        app = paste(open_as(login, "hand_in"), own(10, 22).replace("市发展改革委", "市工信局"))
        assert "没有找到表头" in shown(app) and "按上次" not in shown(app)


def test_cells_put_right_in_the_page_keep_what_was_said_of_their_columns(open_as: OpenAs) -> None:
    wrong = own(10, 22).replace("市发展改革委", "市发展改革")
    app = choose(paste(open_as("zhang", "hand_in"), wrong), "项目谋划", "projects_planned")
    press(app, "改为“市发展改革委”")
    assert "提交 1 行" in labels(app) and "“项目谋划”列作“谋划重大项目数”" in shown(app)


def test_one_of_two_columns_for_the_same_is_chosen(open_as: OpenAs) -> None:
    app = choose(paste(open_as("zhang", "hand_in"), DOUBLED), "哪一列是“数值”？", "数值")
    assert "提交 1 行" in labels(app) and "22" in shown(app)
    press(app, "放弃这份草稿")
    assert "“数值”列作“数值”" in shown(paste(open_as("zhang", "hand_in"), DOUBLED))


def test_the_sheet_of_a_book_is_chosen_once(open_as: OpenAs) -> None:
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("另一张")):
        sheet.append(["单位", "指标", "期间", "数值"])
        sheet.append(["市发展改革委", "谋划重大项目数", "2021年10月", "22"])
    kept = io.BytesIO()
    book.save(kept)
    app = open_as("zhang", "hand_in")
    app.file_uploader[0].upload("台账.xlsx", kept.getvalue(), "application/zip").run()
    choose(app, "要报的是哪一张工作表？", "另一张")
    assert "提交 1 行" in labels(app)
    press(app, "放弃这份草稿")
    app = open_as("zhang", "hand_in")
    app.file_uploader[0].upload("台账2.xlsx", kept.getvalue(), "application/zip").run()
    assert "按上次的回答识别：取工作表“另一张”" in shown(app)


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_where_a_figure_of_a_wide_sheet_came_from_is_told_by_its_cell(open_as: OpenAs) -> None:
    wide = "单位\t期间\t谋划重大项目数\t办件量\n市发展改革委\t2021年10月\t22\t7\n"
    hand_in(open_as("zhang", "hand_in"), wide)
    reviewer = open_as("li", "review")
    assert "C2" in shown(reviewer) and "D2" in shown(reviewer)
    press(reviewer, "审核通过")
    told_of = shown(open_as("zhao", "unit", unit="fgw", period="2021-10-31"))
    assert "B000013 第1条（原表 C2 格）" in re.sub("<[^>]+>", "", told_of) and "C2、D2 格" in told_of


# A reviewer


def test_a_batch_is_returned_with_a_reason_the_clerk_sees(open_as: OpenAs) -> None:
    hand_in(open_as("zhang", "hand_in"), OCTOBER)
    reviewer = open_as("li", "review")
    press(reviewer, "退回")
    assert "请写明理由" in " ".join(error.value for error in reviewer.error)
    (reason,) = [box for box in reviewer.text_input if box.label.startswith("理由")][:1]
    reason.set_value("口径不对")
    press(reviewer, "退回")
    assert "口径不对" in shown(open_as("zhang", "hand_in"))


ASSIGNED = """
    unit_id | metric_id        | starts_on  | not_applicable
    fgw     | projects_planned | 2021-04-28 | false
"""
OPEN = """
    frequency | period_end | unit_id | opens_on   | due_on     | locks_on | source
    month     | 2021-10-31 |         | 2021-11-01 | 2021-11-05 |          | 通知
"""
LOCKED = """
    frequency | period_end | unit_id | opens_on   | due_on     | locks_on   | source
    month     | 2021-11-30 |         | 2021-12-01 | 2021-12-05 | 2021-12-20 | 通知
"""


def test_who_is_late_is_listed_with_whom_to_call(open_as: OpenAs) -> None:
    open_as("li", "review")
    enter(board.current(), "assignment", ASSIGNED)
    enter(board.current(), "reporting_window", OPEN)
    assert "联系人：张三 0534-1234567" in shown(open_as("li", "review"))


def test_a_unit_with_many_missing_periods_is_reminded_once(open_as: OpenAs) -> None:
    open_as("li", "review")
    enter(board.current(), "assignment", ASSIGNED)
    enter(board.current(), "reporting_window", f"{OPEN}{OPEN.splitlines()[2].replace('10-31', '08-31')}")
    lines = [line for line in shown(open_as("li", "review")).split("<li>") if "请尽快登录" in line]
    assert len(lines) == 2 and "2 期共 2 项未报，最早的是" in lines[-1]  # the text to copy, and the list


def test_a_locked_period_is_named_apart_with_who_may_open_it_and_nobody_is_reminded_of_it(
    open_as: OpenAs,
) -> None:
    open_as("li", "review")
    enter(board.current(), "assignment", ASSIGNED)
    enter(board.current(), "reporting_window", LOCKED)
    app = open_as("li", "review")
    assert "没有逾期未报的单位" in shown(app) and "请尽快登录" not in shown(app)
    (folded,) = [each.label for each in app.expander if "已截止，未报 1 期" in each.label]
    assert "赵六" in shown(app) and "孙八" in shown(app)
    clerk = open_as("zhang", "hand_in")
    assert "当前没有到期的报送" in shown(clerk) and "本期无变化" not in labels(clerk)
    assert [each.label for each in clerk.expander if "已截止，未报 1 期" in each.label] == [folded]
    enter(board.current(), "reporting_window", OPEN)
    app = open_as("li", "review")
    assert "2021年10月" in shown(app) and "请尽快登录" in shown(app)
    assert "2 期共" not in shown(app)


def test_a_page_from_before_a_period_was_locked_hands_in_nothing(open_as: OpenAs) -> None:
    open_as("li", "review")
    enter(board.current(), "assignment", ASSIGNED)
    enter(board.current(), "reporting_window", OPEN)
    stale = open_as("zhang", "hand_in")
    enter(
        board.current(),
        "reporting_window",
        OPEN.replace("2021-11-05 |          |", "2021-11-05 | 2021-11-20 |"),
    )
    last = board.current().last_event
    press(stale, "本期无变化")
    assert "已锁定，没有提交" in " ".join(error.value for error in stale.error)
    assert board.current().last_event == last


def test_nobody_is_offered_what_they_handed_in(open_as: OpenAs) -> None:
    hand_in(open_as("zhao", "hand_in"), OCTOBER)
    assert "没有等待你审核的批次" in shown(open_as("zhao", "review"))
    assert "B000013" in str(open_as("li", "review").selectbox[0].options)


def test_publishing_stops_when_the_figures_moved_since_the_difference_was_drawn(open_as: OpenAs) -> None:
    hand_in(open_as("zhang", "hand_in"), CORRECTION, reason="漏报")
    hand_in(open_as("zhao", "hand_in"), CORRECTION[:-3] + "21\n", reason="核对")
    stale = open_as("li", "review", batch="B000013")
    press(open_as("li", "review", batch="B000014"), "审核通过")
    press(stale, "审核通过")
    assert "有了变化" in " ".join(error.value for error in stale.error)
    assert "21个" in shown(stale)
    assert [printed for _, printed in known()] == ["21个", "15个"]


def test_with_two_levels_the_county_passes_on_and_the_city_publishes_or_returns(open_as: OpenAs) -> None:
    town = HEADER + "伦镇\t办件量\t2021年10月\t{}\n"
    open_as("li", "review")
    options.change(board.current(), "review_levels", "2", by="赵六")
    assert "先由县级初审，再由市级审核入库" in shown(hand_in(open_as("wang", "hand_in"), town.format(5600)))
    city = open_as("li", "review")
    assert "须由另一位市级审核人入库" in shown(city) and "审核通过，入库" not in labels(city)
    county = open_as("xian", "review")
    assert "这一步是县级初审" in shown(county) and "禹城市伦镇" in str(county.selectbox[0].options)
    assert "B000014 初审通过，转市级审核" in shown(press(county, "初审通过"))
    assert "没有等待你审核的批次" in shown(open_as("xian", "review"))
    clerk = open_as("wang", "hand_in")
    assert "初审通过，待市级审核" in shown(clerk) and "撤回" not in labels(clerk)
    city = open_as("li", "review")
    assert "周九已初审通过，这一步是市级审核" in shown(city)
    next(box for box in city.text_input if box.label.startswith("理由")).set_value("口径不对")
    press(city, "退回")
    assert "退回：B000014" in shown(open_as("wang", "hand_in"))
    assert "5600件次" not in [printed for _, printed in known("transactions_handled")]
    assert "退回：B000014" not in shown(hand_in(open_as("wang", "hand_in"), town.format(5700)))
    press(open_as("xian", "review"), "初审通过")
    press(open_as("li", "review"), "审核通过，入库")
    assert "5700件次" in [printed for _, printed in known("transactions_handled")]


def test_a_published_batch_is_withdrawn_and_restored_with_reasons(open_as: OpenAs) -> None:
    before = known()
    hand_in(open_as("zhang", "hand_in"), OCTOBER)
    press(open_as("li", "review"), "审核通过")
    after = known()
    for label, holds in (("撤销入库", before), ("恢复入库", after)):
        app = open_as("zhao", "review")
        next(box for box in app.text_input if (box.key or "").startswith("undo_reason")).set_value("口径有误")
        press(app, label)
        assert known() == holds


def test_a_struck_row_is_known_no_longer_once_another_has_published_the_strike(open_as: OpenAs) -> None:
    organiser = open_as("zhao", "review")
    (batch,) = [box for box in organiser.selectbox if box.key == "strike_batch"]
    (figures,) = [
        b for b, table in told(board.current(), "batches", "batch_id table_name") if table == "observation"
    ]
    batch.set_value(figures).run()
    organiser.number_input[0].set_value(3)
    next(box for box in organiser.text_input if (box.key or "").startswith("strike_reason")).set_value("重复")
    assert "已提交作废" in shown(press(organiser, "提交作废"))
    assert len(known()) == 2
    press(open_as("sun", "review"), "审核通过")
    assert [printed for _, printed in known()] == ["15个"]


@pytest.mark.parametrize("page", ["review", "settings"])
def test_a_reporter_does_not_get_in_by_the_address(open_as: OpenAs, page: str) -> None:
    assert "这一页供以下角色使用" in shown(open_as("zhang", page))


def test_nothing_from_a_cell_is_live_on_the_page(open_as: OpenAs) -> None:
    trick = "![x](http://127.0.0.1:9/p.png) <b>粗</b> 5*3*2"
    app = paste(open_as("zhang", "hand_in"), HEADER + f"{trick}\t谋划重大项目数\t2021年10月\t22\n")
    assert "<b>粗</b>" not in "".join(html.value for html in app.html if "粗" in html.value)
    assert not [m for m in app.markdown if "](" in m.value]
