"""问题反馈表: the file as it was handed in, marked where it is wrong, and good to be handed in again."""

import datetime as dt
import io

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from campaign.intake.checked import Checked
from campaign.intake.checking import check
from campaign.intake.names import names_of
from campaign.output.feedback import EXPLANATION, FILLS, feedback_xlsx
from campaign.store import Store
from campaign.words import LANGUAGES, Language, Refusal, Words

HANDED_IN = """单位,指标,期间,数值,备注
市审批服务局,办件量,2021年9月,12万件次,0071
市审批服务局,参与部门数,2021年13月,27,=1+1
市审批服务局,合并办证行业数,2021年9月,三十来个,
没有这个单位,参与部门数,2021年9月,19亿元,
"""
ZH = Words("zh")


@pytest.fixture(scope="module")
def store(page_store: Store) -> Store:
    return page_store


def handed_in(store: Store, content: bytes, file_name: str = "9月.csv") -> Checked:
    names = names_of(store, store.last_event)
    today = dt.date(2021, 10, 8)
    return check(content, file_name=file_name, kind="observation", names=names, today=today)


@pytest.fixture(scope="module")
def checked(store: Store) -> Checked:
    return handed_in(store, HANDED_IN.encode())


def sheets(content: bytes) -> list[Worksheet]:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets


def test_every_row_stands_at_its_own_number_with_its_own_cells(checked: Checked) -> None:
    page = sheets(feedback_xlsx(checked, ZH))[0]
    found = [[cell or "" for cell in row[:5]] for row in page.iter_rows(values_only=True)]
    assert found == [line.split(",") for line in HANDED_IN.splitlines()]
    assert page["F1"].value == EXPLANATION


def test_a_cell_with_an_error_is_filled_and_says_why_in_its_comment(checked: Checked) -> None:
    page = sheets(feedback_xlsx(checked, ZH))[0]
    assert page["C3"].fill.fgColor.rgb == f"FF{FILLS['error'].lstrip('#')}"
    assert page["C3"].comment is not None and "✗ 错误" in page["C3"].comment.text
    assert page["C2"].comment is None and page["F2"].value is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_problem_of_a_row_is_told_beside_it(checked: Checked, lang: Language) -> None:
    words = Words(lang)
    page = sheets(feedback_xlsx(checked, words))[0]
    for problem in checked.problems:
        if problem.row is not None:
            assert problem.said(words) in str(page.cell(problem.row, 6).value)


def test_only_the_bad_rows_come_with_their_row_numbers(checked: Checked) -> None:
    page = sheets(feedback_xlsx(checked, ZH, only_bad=True))[0]
    bad = sorted({problem.row for problem in checked.errors if problem.row})
    assert [cell.value for cell in page["G"][1:]] == bad
    assert 2 not in bad and {3, 5} <= set(bad)


def test_the_summary_counts_every_problem_once_by_kind(checked: Checked) -> None:
    _, summary = sheets(feedback_xlsx(checked, ZH))
    head = next(row[0].row for row in summary.iter_rows() if row[0].value == "级别")
    counts = [row[1] for row in summary.iter_rows(min_row=head + 1, values_only=True) if row[1]]
    assert sum(counts) == len(checked.problems)
    assert len(counts) == len({(problem.level, problem.code) for problem in checked.problems})


def test_handed_in_again_unchanged_it_has_the_same_problems_and_the_explanation_is_not_read(
    store: Store, checked: Checked
) -> None:
    again = handed_in(store, feedback_xlsx(checked, ZH), "问题反馈表.xlsx")
    assert again.refused is None and again.asks == ()
    assert EXPLANATION in again.ignored
    told = {(problem.level, problem.code, problem.row, problem.found) for problem in checked.problems}
    of_rows = [problem for problem in again.problems if problem.row is not None]
    assert {(p.level, p.code, p.row, p.found) for p in of_rows} == told
    assert again.records is not None and checked.records is not None
    assert (
        again.records.select(["metric_id", "printed", "note"]).to_pylist()
        == checked.records.select(["metric_id", "printed", "note"]).to_pylist()
    )


def test_put_right_in_place_it_is_handed_in_without_an_error(store: Store, checked: Checked) -> None:
    book = openpyxl.load_workbook(io.BytesIO(feedback_xlsx(checked, ZH)))
    page = book.worksheets[0]
    page["C3"], page["D4"], page["A5"], page["D5"] = "2021年9月", "30余个", "市工信局", "19"
    saved = io.BytesIO()
    book.save(saved)
    again = handed_in(store, saved.getvalue(), "改好.xlsx")
    assert (again.refused, again.errors) == (None, ())
    assert again.records is not None and again.records.num_rows == 4
    assert again.records["note"].to_pylist()[:2] == ["0071", "=1+1"]


def test_a_refused_file_has_no_marked_up_copy(store: Store) -> None:
    refused = handed_in(store, b"")
    with pytest.raises(Refusal):
        feedback_xlsx(refused, ZH)
