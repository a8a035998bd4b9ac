"""A file handed in: which rows are records, what is told of the others, and what is asked."""

import datetime as dt
import pickle
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign import contract
from campaign.intake import checking
from campaign.intake.checked import Checked, Grid, Problem, Said
from campaign.intake.checking import Hints
from campaign.intake.layout import fields_by_header, header_key
from campaign.intake.names import Names, names_of
from campaign.output.export import export
from campaign.settings import FACTS
from campaign.store import Store
from campaign.words import Words, catalogue
from tests import workbooks

TODAY = dt.date(2021, 9, 20)
ZH, EN = Words("zh"), Words("en")
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def names(built: Path) -> Names:
    opened = Store(built)
    try:
        return names_of(opened, opened.last_event)
    finally:
        opened.close()


def check(text: str | bytes, names: Names, kind: str = "observation", **more: Any) -> Checked:
    data = text.encode() if isinstance(text, str) else text
    return checking.check(data, file_name="报表.csv", kind=kind, names=names, **{"today": TODAY, **more})


def figures(checked: Checked) -> list[tuple[Any, ...]]:
    assert checked.records is not None, checked.refused
    columns = ("row_no", "unit_id", "metric_id", "variant", "as_of", "value", "qualifier", "printed")
    return [tuple(row[name] for name in columns) for row in checked.records.to_pylist()]


def codes(checked: Checked) -> list[tuple[str, str, int | None]]:
    return [(problem.level, problem.code, problem.row) for problem in checked.problems]


def one(row: str, names: Names, header: str = "单位,指标,期间,数值") -> Problem:
    """The one problem of a file with one row."""
    (problem,) = check(f"{header}\n{row}\n", names).problems
    return problem


SEPTEMBER = dt.date(2021, 9, 30)
ACCEPTED = (2, "spj", "transactions_handled", "", SEPTEMBER, Decimal("110000.0000"), "exact", "11万件")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_row_becomes_a_record_in_the_metric_s_unit_whatever_the_encoding(
    names: Names, encoding: str
) -> None:
    text = "填报单位*,工作指标,统计期（月）,完成数\n市审批服务局,办件量,2021年9月,11万件\n"
    assert figures(check(text.encode(encoding), names)) == [ACCEPTED]


def test_a_workbook_with_a_merged_header_of_two_rows_is_read(names: Names) -> None:
    checked = check(workbooks.merged_header(), names)
    assert [(row[0], row[1], row[5]) for row in figures(checked)] == [
        (4, "spj", Decimal("110000.0000")),
        (5, "spj", Decimal("100000.0000")),
    ]
    assert (checked.sheet, checked.header_row) == ("数据", 3)


def test_the_wide_form_gives_a_record_for_each_cell_that_reports(names: Names) -> None:
    text = (
        "单位,期间,谋划重大项目数（个）,投资额（万元）\n市发改委,2021年9月,19,5000\n市工信局,2021年9月,-,\n"
    )
    checked = check(text, names)
    assert [(row[0], row[2], row[5], row[7]) for row in figures(checked)] == [
        (1, "projects_planned", Decimal("19.0000"), "19个"),
        (2, "investment", Decimal("0.5000"), "5000万元"),
    ]
    assert checked.records is not None and checked.records["place"].to_pylist() == ["C2", "D2"]
    assert [(skipped.row, skipped.why) for skipped in checked.skipped] == [(3, "not_reported")]


def test_what_is_none_of_the_data_is_skipped_and_listed(names: Names) -> None:
    text = (
        "情况表,,,\n单位,指标,期间,数值\n示例：某单位,办件量,2021年9月,1\n市审批服务局,办件量,2021年9月,11万件\n"
        ",,,\n单位,指标,期间,数值\n市审批服务局,培训次数,2021年9月,无\n合 计,,,5\n审核人：张三,,,\n"
    )
    checked = check(text, names)
    assert [row[0] for row in figures(checked)] == [4]
    assert [(skipped.row, skipped.why) for skipped in checked.skipped] == [
        *((1, "above_header"), (3, "example"), (5, "blank"), (6, "header_again")),
        *((7, "not_reported"), (8, "footer"), (9, "footer")),
    ]


def test_a_unit_whose_name_begins_like_an_example_is_read(names: Names) -> None:
    rows = ("示例市某局", "（示例）某单位", "示例1", "样例", "例：某单位")
    text = "单位,指标,期间,数值\n" + "".join(f"{unit},办件量,2021年9月,1\n" for unit in rows)
    assert [one.row for one in check(text, names).skipped if one.why == "example"] == [3, 4, 5, 6]


def test_columns_nobody_knows_are_named_and_not_kept(names: Names) -> None:
    checked = check("单位,指标,期间,数值,联系电话\n市审批服务局,办件量,2021年9月,5,13900000000\n", names)
    assert checked.ignored == ("联系电话",)
    assert checked.records is not None
    assert "13900000000" not in str(checked.records.to_pylist())


SENTENCES = [
    (
        "市发改委,谋划重大项目数,2021年9月,19亿元",
        "第 2 行“数值”：“19亿元”与指标“谋划重大项目数（个）”的计量单位不符，请填个数，例如 19。",
    ),
    (
        "市审计局,办件量,2021年9月,5",
        "第 2 行“单位”：没有叫“市审计局”的单位，"
        "相近的有：市审批服务局、德城区审计局、市工信局。请改成正确的一个。",
    ),
    ("市发改委,办件量,Sep-21,5", "第 2 行“期间”：“Sep-21”看不出是哪一期，请写成 2021年9月 或 2021-09-17。"),
    ("市发改委,办件量,,5", "第 2 行“期间”没有填，请写年月，例如 2021年9月；按季的写 2021年第三季度。"),
]


@pytest.mark.parametrize(("row", "sentence"), SENTENCES)
def test_a_problem_says_where_what_why_and_what_would_be_right(names: Names, row: str, sentence: str) -> None:
    problem = one(row, names)
    assert (problem.level, problem.said(ZH)) == ("error", sentence)


def test_where_a_campaign_has_no_choices_none_are_asked_for(names: Names) -> None:
    header = "单位,指标,期间,数值,统计范围"
    row = "市发改委,谋划重大项目数,2021年9月,19,全县"
    assert one(row, replace(names, themes=()), header).said(ZH) == (
        "第 2 行“统计范围”：本活动还没有登记可选的内容，“全县”请删去，或请组织者先在“设置”里添加。"
    )


@pytest.mark.parametrize(
    ("row", "level", "code"),
    [
        ("市发改委,没有的东西,2021年9月,5", "error", "unknown_metric"),
        ("市发改委,谋划重大项目,2021年9月,5", "error", "unknown_metric_near"),
        ("市发改委,办件量,2021年9月,十几", "error", "not_a_number"),
        ("市发改委,办件量,2021年9月,5-6", "error", "a_range"),
        ("市发改委,办件量,2021年9月,-5", "error", "negative"),
        ("市发改委,办件量,2021年9月,3.5", "error", "fraction"),
        ("市审批服务局,全省位次,2021年9月,17", "error", "out_of_range"),
        ("市发改委,社区办公场所达标率,2021年9月,95", "error", "out_of_range"),
        ("市发改委,办件量,2030年9月,5", "error", "not_in_time"),
        ("市发改委,办件量,2021年第三季度,5", "error", "not_this_frequency"),
        ("市发改委,办件量,2021年1月,5", "check", "before_campaign"),
        ("市发改委,办件量,#REF!,5", "error", "sheet_error"),
    ],
)
def test_one_wrong_cell_is_one_problem_of_its_kind(names: Names, row: str, level: str, code: str) -> None:
    problem = one(row, names)
    assert (problem.level, problem.code, problem.row) == (level, code, 2)
    assert problem.said(EN)


def test_what_is_likely_meant_is_offered_and_never_taken(names: Names) -> None:
    assert one("市发改委,谋划重大项目,2021年9月,5", names).suggestion == "谋划重大项目数"
    assert one("市发改委,社区办公场所达标率,2021年9月,95", names).suggestion == "95%"
    assert figures(check("单位,指标,期间,数值\n市审计局,办件量,2021年9月,5\n", names)) == []


def test_a_row_with_only_something_to_confirm_is_still_a_record(names: Names) -> None:
    assert len(figures(check("单位,指标,期间,数值\n市发改委,办件量,2021年1月,5\n", names))) == 1


def test_all_problems_of_a_row_are_told_at_once(names: Names) -> None:
    checked = check("单位,指标,期间,数值\n某局,某指标,某月,某数\n", names)
    assert {problem.column for problem in checked.problems} == {"单位", "指标", "期间", "数值"}


def test_the_same_key_with_other_figures_takes_neither(names: Names) -> None:
    checked = check("单位,指标,期间,数值\n伦镇,办件量,2021年9月,5\n伦镇,办件量,202109,6\n", names)
    assert figures(checked) == []
    assert codes(checked) == [("error", "same_key", 2), ("error", "same_key", 3)]


def test_the_same_row_twice_is_taken_once_and_told(names: Names) -> None:
    checked = check("单位,指标,期间,数值\n伦镇,办件量,2021年9月,5\n伦镇,办件量,202109,5\n", names)
    assert [row[0] for row in figures(checked)] == [2]
    assert codes(checked) == [("note", "same_row_again", 3)]


def test_a_part_larger_than_its_whole_is_an_error(names: Names) -> None:
    text = (
        "单位,指标,期间,数值,分项\n"
        "市发改委,谋划重大项目数,2021年9月,15,\n"
        "市发改委,谋划重大项目数,2021年9月,19,估算50亿元以上\n"
    )
    assert codes(check(text, names)) == [("error", "part_over_whole", 3)]


def test_a_hedged_whole_may_be_smaller_than_its_part(names: Names) -> None:
    text = (
        "单位,指标,期间,数值,分项\n"
        "市发改委,谋划重大项目数,2021年9月,15余个,\n"
        "市发改委,谋划重大项目数,2021年9月,19,估算50亿元以上\n"
    )
    assert codes(check(text, names)) == []


def test_more_answered_than_accepted_is_an_error_in_cumulative_figures(names: Names) -> None:
    text = "单位,指标,期间,数值\n伦镇,受理事项数,2021年9月,10\n伦镇,反馈事项数,2021年9月,12\n"
    checked = check(text, names)
    assert codes(checked) == [("error", "subset_over_whole", 3)]
    assert "第 2 行" in checked.problems[0].said(ZH)


def test_another_unit_s_row_is_an_error_for_who_may_not_hand_it_in(names: Names) -> None:
    text = "单位,指标,期间,数值\n伦镇,办件量,2021年9月,5\n市发改委,办件量,2021年9月,5\n"
    checked = check(text, names, units=frozenset({"lunzhen"}))
    assert codes(checked) == [("error", "not_your_unit", 3)]
    assert [row[1] for row in figures(checked)] == ["lunzhen"]


def test_a_figure_covers_what_the_unit_s_last_one_did(names: Names) -> None:
    checked = check("单位,指标,期间,数值\n市发改委,投资额,2021年9月,5\n伦镇,办件量,2021年9月,5\n", names)
    assert checked.records is not None
    assert checked.records["coverage"].to_pylist() == ["city", "own"]


def test_a_total_is_asked_for_where_the_header_says_this_period(names: Names) -> None:
    checked = check("单位,指标,期间,本期值\n伦镇,办件量,2021年9月,5\n", names)
    assert codes(checked) == [("check", "period_in_header", None)]


# What is asked


def test_two_columns_for_one_field_are_asked_about_and_an_answer_is_taken(names: Names) -> None:
    text = "单位,指标,期间,数值,完成值\n伦镇,办件量,2021年9月,5,6\n"
    checked = check(text, names)
    assert checked.refused is not None and checked.refused.key == "intake.doubled_column"
    assert [(ask.field, ask.candidates) for ask in checked.asks] == [("value", ("数值", "完成值"))]
    answered = check(text, names, hints=Hints(columns=(("数值", ""),)))
    assert [row[5] for row in figures(answered)] == [Decimal("6.0000")]


def test_a_field_no_column_has_is_asked_about_and_may_be_stated_for_all_rows(names: Names) -> None:
    text = "单位,指标,数值,哪个月\n伦镇,办件量,5,2021年9月\n"
    checked = check(text, names)
    assert checked.refused is not None and checked.refused.key == "intake.missing_column"
    assert [(ask.field, ask.candidates) for ask in checked.asks] == [("as_of", ("哪个月",))]
    for hints in (Hints(columns=(("哪个月", "as_of"),)), Hints(period="2021年9月")):
        assert [row[4] for row in figures(check(text, names, hints=hints))] == [SEPTEMBER]


OFFICE = "单位,时间,办件,哪些群众满意（件）\n伦镇,2021年8月,5,4\n"
OFFICE_SAID = Said(("单位", "时间", "办件", "哪些群众满意（件）"), (("办件", "transactions_handled"),))


def test_what_was_said_of_a_header_is_taken_for_the_next_table_with_it(names: Names) -> None:
    assert check(OFFICE, names).refused is not None
    next_one = OFFICE.replace("8月,5", "9月,7")
    checked = check(next_one, names, hints=Hints(before=(OFFICE_SAID,)))
    assert [row[5] for row in figures(checked)] == [Decimal("7.0000")]
    assert checked.as_before == (("办件", "transactions_handled"),)
    assert checked.ignored == ("哪些群众满意（件）",)


@pytest.mark.parametrize(
    "header", ["单位,时间,办件,备注", "单位,时间,办件", "时间,单位,办件,哪些群众满意（件）"]
)
def test_what_was_said_of_another_header_is_not(names: Names, header: str) -> None:
    text = OFFICE.replace("单位,时间,办件,哪些群众满意（件）", header)
    assert check(text, names, hints=Hints(before=(OFFICE_SAID,))).as_before == ()


def test_what_is_said_now_goes_before_what_was_said_then(names: Names) -> None:
    hints = Hints(
        columns=(("办件", ""), ("哪些群众满意（件）", "transactions_handled")), before=(OFFICE_SAID,)
    )
    checked = check(OFFICE, names, hints=hints)
    assert [row[5] for row in figures(checked)] == [Decimal("4.0000")] and checked.as_before == ()


def test_a_table_with_few_known_titles_is_asked_about(names: Names) -> None:
    asks = {ask.field: ask.candidates for ask in check(OFFICE, names).asks}
    assert asks == dict.fromkeys(("metric_id", "value"), ("办件", "哪些群众满意（件）"))


def test_the_marked_up_file_is_the_table_it_was_made_of(names: Names) -> None:
    text = "\n".join(
        f"{line},{cell}" for line, cell in zip(OFFICE.splitlines(), ("错误说明", "x"), strict=True)
    )
    assert check(text, names, hints=Hints(before=(OFFICE_SAID,))).as_before == (
        ("办件", "transactions_handled"),
    )


def test_the_sheet_that_was_chosen_is_taken_again(names: Names) -> None:
    def fill(book: Any, sheet: Any) -> None:
        for each in (sheet, book.add_worksheet("另一张")):
            each.write_row(0, 0, workbooks.HEADER)
            each.write_row(1, 0, workbooks.ROW)

    said = Said(("数据", "另一张"), (("另一张", "sheet"),))
    checked = check(workbooks.workbook(fill), names, hints=Hints(before=(said,)))
    assert (checked.sheet, checked.as_before) == ("另一张", (("另一张", "sheet"),))


def test_two_sheets_with_a_table_are_asked_about(names: Names) -> None:
    def fill(book: Any, sheet: Any) -> None:
        for each in (sheet, book.add_worksheet("另一张")):
            each.write_row(0, 0, workbooks.HEADER)
            each.write_row(1, 0, workbooks.ROW)

    data = workbooks.workbook(fill)
    checked = check(data, names)
    assert [ask.candidates for ask in checked.asks] == [("数据", "另一张")]
    assert len(figures(check(data, names, hints=Hints(sheet="另一张")))) == 1


def test_cells_a_sheet_could_not_calculate_are_errors(names: Names) -> None:
    assert codes(check(workbooks.formulas(), names)) == [
        ("error", "no_value", 2),
        ("error", "sheet_error", 3),
    ]


# The other kinds


def test_a_duty_is_logged_by_its_period_and_not_before_it_begins(names: Names) -> None:
    text = (
        "动作,单位,期间,状态\n"
        "每周调度,市发改委,2021年第37周,完成\n"
        "每周调度,市发改委,2021年第39周,完成\n"
        "每月总结,伦镇,2021年8月,完成\n"
    )
    checked = check(text, names, "action_log")
    assert checked.records is not None
    assert [(row["period_key"], row["status"]) for row in checked.records.to_pylist()] == [
        ("2021-W37", "done")
    ]
    assert codes(checked) == [("error", "not_begun", 3), ("error", "not_this_units_action", 4)]


def test_a_phase_is_meant_by_number_or_name_and_the_campaign_by_its_name(names: Names) -> None:
    text = (
        "单位,阶段,期间,状态,进度\n"
        "伦镇,第二阶段,2021年9月,进行中,60%\n"
        "全市,宣传发动、学习提升,2021年9月,已完成,\n"
    )
    checked = check(text, names, "phase_status")
    assert checked.records is not None
    found = [
        (row["unit_id"], row["phase_no"], row["status"], row["percent"])
        for row in checked.records.to_pylist()
    ]
    assert found == [("lunzhen", 2, "doing", Decimal("60.0000")), ("*", 1, "done", None)]


def test_a_record_without_an_id_gets_the_same_one_each_time(names: Names) -> None:
    text = "单位,类别,标题,日期,数量\n伦镇,大事记,开会,2021-09-01,9个\n"
    first, again = (check(text, names, "record").records for _ in range(2))
    assert first is not None and again is not None
    assert first["record_id"].to_pylist() == again["record_id"].to_pylist()
    assert first["qualifier"].to_pylist() == ["exact"]


def test_english_nobody_gave_is_the_chinese_and_that_is_told(names: Names) -> None:
    text = (
        "指标编号,指标名称,计量单位,性质,报送频率,方向,用途,指标组,口径,规定序\n"
        "new_one,新指标,个,累计,每月,越大越好,成效,政务服务,口径,52\n"
    )
    checked = check(text, names, "metric")
    assert checked.records is not None
    assert checked.records["name_en"].to_pylist() == ["新指标"]
    assert codes(checked) == [("note", "filled_in", None)]


@pytest.mark.parametrize("kind", contract.uploads())
def test_the_example_of_every_kind_passes_its_own_check(names: Names, kind: str) -> None:
    """What the template shows as an example is right, or the contract and the readers are out of step."""
    shown = [
        field for field in contract.tables()[kind].upload_fields if field.column and field.column.example
    ]
    header = "\t".join(field.column.title for field in shown if field.column)
    row = "\t".join(field.column.example for field in shown if field.column)
    checked = checking.check_pasted(f"{header}\n{row}\n", kind=kind, names=names, today=dt.date(2021, 12, 1))
    allowed = {"not_this_units_action"}  # the examples of a unit and of an action are of two units
    assert checked.refused is None
    assert {problem.code for problem in checked.errors} <= allowed


# In step


@pytest.mark.parametrize("kind", contract.uploads())
def test_a_header_of_the_contract_means_one_field(kind: str) -> None:
    claimed: dict[str, str] = {}
    for field in contract.tables()[kind].upload_fields:
        assert field.column is not None
        for word in (field.column.title, *field.column.aliases):
            assert claimed.setdefault(header_key(word), field.name) == field.name, word
            assert fields_by_header(kind)[header_key(word)] == field.name


@pytest.mark.parametrize("kind", contract.uploads())
def test_every_field_a_table_needs_is_required_of_the_upload_or_has_a_default(kind: str) -> None:
    read = {"value", "qualifier", "printed"}  # what the cell of a figure says
    needed = [
        field for field in contract.tables()[kind].fields if field.is_required and field.name not in read
    ]
    lacking = [
        field.name
        for field in needed
        if not field.column or not (field.column.is_required or field.column.default)
    ]
    assert lacking == ([] if kind != "observation" else ["coverage"])


def test_every_code_the_readers_use_has_a_sentence() -> None:
    said = re.compile(r"(?:Wrong|Told)\(\s*\"([a-z_]+)\"|\"(?:error|check|note)\",\s*\"([a-z_]+)\"")
    used = {
        code
        for path in (ROOT / "campaign" / "intake").glob("*.py")
        for found in said.findall(path.read_text(encoding="utf-8"))
        for code in found
        if code
    }
    used -= {"error", "check", "note"}
    assert {code for code in used if f"intake.{code}" not in catalogue()} == set()


# What we write we can read


def test_figures_we_export_are_read_back_unchanged(store: Store) -> None:
    names = names_of(store, store.last_event)
    exported = export(store, "observation", "csv", store.last_event)
    checked = check(exported, names, today=dt.date(2021, 10, 1))
    assert checked.errors == ()
    assert checked.records is not None
    table = contract.tables()["observation"]
    kept = contract.read_rows(FACTS / "observation.csv", table)
    columns = [name for name in table.columns if name not in ("note_en", "goal")]  # as the export has them
    assert _rows(checked.records, columns) == _rows(kept, columns)


def _rows(table: Any, columns: list[str]) -> list[tuple[Any, ...]]:
    return sorted(zip(*(table[name].to_pylist() for name in columns), strict=True), key=repr)


def test_the_grid_given_back_checks_the_same(names: Names) -> None:
    checked = check("情况表,,,\n单位,指标,期间,数值\n伦镇,办件量,2021年9月,5\n伦镇,办件,2021年9月,5\n", names)
    assert checked.grid is not None
    again = checking.check_grid(
        checked.grid, file_name="报表.csv", kind="observation", names=names, today=TODAY
    )
    assert figures(again) == figures(checked)
    assert codes(again) == codes(checked)


def test_names_and_what_was_checked_travel_between_processes(names: Names) -> None:
    checked = check("单位,指标,期间,数值\n伦镇,办件量,2021年9月,5\n", pickle.loads(pickle.dumps(names)))
    assert figures(pickle.loads(pickle.dumps(checked))) == figures(checked)


WORDS = [
    "单位",
    "指标",
    "期间",
    "数值",
    "伦镇",
    "市发改委",
    "办件量",
    "投资额",
    "2021年9月",
    "第三季度",
    "5",
    "95%",
    "#REF!",
    "",
    "合计",
]
CELL = st.one_of(st.sampled_from(WORDS), st.text(max_size=12))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(contract.uploads())),
    st.lists(st.lists(CELL, min_size=6, max_size=6), min_size=1, max_size=6),
)
def test_any_grid_of_text_gives_records_or_problems(names: Names, kind: str, rows: list[list[str]]) -> None:
    fields = [field.column.title for field in contract.tables()[kind].upload_fields if field.column]
    grids = [tuple(fields[:6]), tuple(rows[0])]
    for header in grids:
        padded = header + ("",) * (6 - len(header))
        grid = Grid(padded, tuple((number, tuple(row)) for number, row in enumerate(rows, 2)))
        checked = checking.check_grid(grid, file_name="x", kind=kind, names=names, today=TODAY)
        assert checked.refused is not None or checked.records is not None
        assert all(problem.said(words) for problem in checked.problems for words in (ZH, EN))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]))
def test_any_bytes_are_read_or_refused(names: Names, data: bytes, start: bytes) -> None:
    checked = check(start + data, names)
    assert checked.refused is not None or checked.records is not None
