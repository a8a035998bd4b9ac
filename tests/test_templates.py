"""Templates and printed forms: a unit's own figures, last ones beside, and what is filled in is read back."""

import csv
import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from campaign import contract
from campaign.intake.checked import Checked
from campaign.intake.checking import check
from campaign.intake.names import names_of
from campaign.intake.values import read_period, read_period_key
from campaign.output.form_sheet import form_sheet_xlsx, reported_values
from campaign.output.templates import (
    Wanted,
    duty_period,
    header_of,
    period_text,
    shown_fields,
    template_csv,
    template_xlsx,
)
from campaign.store import Store
from campaign.words import LANGUAGES, Language, Refusal, Words
from tests.drawing import enter

SEPTEMBER, TODAY = dt.date(2021, 9, 30), dt.date(2021, 10, 8)
OBSERVATION = Wanted("observation", SEPTEMBER, "spj")
EVERY_KIND = pytest.mark.parametrize("kind", contract.uploads())
EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)
ZH = Words("zh")


@pytest.fixture(scope="module")
def store(page_store: Store) -> Store:
    return page_store


def sheets(content: bytes) -> list[Worksheet]:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets


def rows(page: Worksheet) -> list[list[str]]:
    """The texts of the sheet that is filled in, from its header on, until the first row that is empty."""
    found = [[cell or "" for cell in row] for row in page.iter_rows(min_row=3, values_only=True)]
    return [[str(cell) for cell in row] for row in found if any(row)]


def column(table: list[list[str]], title: str) -> list[str]:
    return [row[table[0].index(title)] for row in table[1:]]


def wanted_of(kind: str) -> Wanted:
    """A unit's own template where units hand the kind in, else the organisers'."""
    upload = contract.uploads()[kind].upload
    return Wanted(kind, SEPTEMBER, "fgw" if upload and upload.by == "unit" else None)


# What a template holds


def test_a_template_lists_what_the_unit_has_reported_with_the_last_figures_beside(store: Store) -> None:
    table = rows(sheets(template_xlsx(store, OBSERVATION, ZH))[0])
    told = list(zip(column(table, "指标*"), column(table, "分项"), column(table, "上次数值"), strict=True))
    assert ("服务专窗（网点）数", "全域通办", "1319个") in told
    assert ("办件量", "异地办事", "11万件次") in told
    assert set(column(table, "数值*")) == {""}


def test_the_columns_are_those_of_the_contract(store: Store) -> None:
    header = rows(sheets(template_xlsx(store, OBSERVATION, ZH))[0])[0]
    asked = ["单位*", "指标*", "期间*", "数值*", "分项", "计量单位", "统计范围", "备注"]
    assert header == [*asked, "上次数值", "上次期间", "口径"]


def test_what_is_assigned_goes_before_what_was_ever_reported(campaign_file: Path) -> None:
    store = Store(campaign_file)
    enter(
        store,
        "assignment",
        "unit_id | metric_id | variant | starts_on | ends_on | not_applicable\n"
        "spj | matters_resolved | | 2021-09-01 | | false\n"
        "spj | teams_formed | | 2021-09-01 | | true\n"
        "spj | trainings_held | | 2021-01-01 | 2021-08-31 | false",
    )
    table = rows(sheets(template_xlsx(store, OBSERVATION, ZH))[0])
    assert column(table, "指标*") == ["为群众办实事数"]
    store.close()


def test_a_unit_nobody_asked_and_that_reported_nothing_is_offered_every_metric(store: Store) -> None:
    wanted = Wanted("observation", dt.date(2021, 12, 31), "decheng-sjj")
    table = rows(sheets(template_xlsx(store, wanted, ZH))[0])
    metrics = [metric.name for metric in names_of(store, store.last_event).metrics]
    assert sorted(column(table, "指标*")) == sorted(metrics)


def test_a_quarterly_figure_is_not_asked_for_within_the_quarter(store: Store) -> None:
    october = rows(sheets(template_xlsx(store, Wanted("observation", dt.date(2021, 10, 31), "spj"), ZH))[0])
    assert "参与部门数" in column(rows(sheets(template_xlsx(store, OBSERVATION, ZH))[0]), "指标*")
    assert "参与部门数" not in column(october, "指标*")


def test_a_figure_of_the_period_itself_is_not_called_the_last_one(campaign_file: Path) -> None:
    store = Store(campaign_file)
    enter(
        store,
        "observation",
        "unit_id | metric_id | variant | as_of | value | printed\n"
        "spj | service_points | citywide | 2021-09-30 | 1400 | 1400个",
    )
    table = rows(sheets(template_xlsx(store, OBSERVATION, ZH))[0])
    assert "1319个" in column(table, "上次数值") and "1400个" not in column(table, "上次数值")
    store.close()


@pytest.mark.parametrize("frequency", ["once", "month", "quarter", "year"])
@pytest.mark.parametrize(
    "as_of", [SEPTEMBER, dt.date(2021, 12, 31), dt.date(2021, 9, 17), dt.date(2024, 2, 29)]
)
def test_a_period_is_written_as_it_is_read(as_of: dt.date, frequency: str) -> None:
    read = read_period(period_text(as_of, frequency), frequency, dt.date(2026, 1, 1))
    assert getattr(read, "as_of", None) == as_of and getattr(read, "doubt", "") is None


@pytest.mark.parametrize(
    ("cadence", "key"),
    [
        ("once", "once"),
        ("week", "2021-W39"),
        ("halfmonth", "2021-09-H2"),
        ("month", "2021-09"),
        ("quarter", "2021-Q3"),
    ],
)
def test_a_period_of_a_duty_is_written_as_it_is_read(cadence: str, key: str) -> None:
    read = read_period_key(duty_period(SEPTEMBER, cadence), cadence, TODAY)
    assert isinstance(read, tuple) and read[0] == key


def test_an_unknown_kind_is_refused_with_those_there_are(store: Store) -> None:
    with pytest.raises(Refusal) as caught:
        template_xlsx(store, Wanted("nothing", SEPTEMBER), ZH)
    assert "observation" in str(caught.value)


# How it can be filled in


def test_only_cells_to_be_filled_in_are_open(store: Store) -> None:
    page = sheets(template_xlsx(store, OBSERVATION, ZH))[0]
    assert page.protection.sheet
    header, first, spare = page[3], page[4], page[30]
    named = {cell.value: place for place, cell in enumerate(header)}
    assert all(cell.protection.locked for cell in header)
    assert not first[named["数值*"]].protection.locked and not first[named["期间*"]].protection.locked
    assert first[named["单位*"]].protection.locked and first[named["上次数值"]].protection.locked
    assert not any(spare[named[title]].protection.locked for title in ("单位*", "指标*", "数值*", "备注"))


def test_a_number_with_its_hedge_is_not_stopped_and_a_period_is_no_date(store: Store) -> None:
    page = sheets(template_xlsx(store, OBSERVATION, ZH))[0]
    rules = {str(rule.sqref).split(":")[0][0]: rule for rule in page.data_validations.dataValidation}
    assert rules["D"].type == "custom" and rules["D"].errorStyle == "warning"
    assert page["C4"].number_format == page["C20"].number_format == "@"


@EVERY_LANGUAGE
@EVERY_KIND
def test_every_column_says_how_it_is_filled_in_and_every_list_is_there(
    store: Store, kind: str, lang: Language
) -> None:
    unit_id = "fgw" if contract.uploads()[kind].upload.by == "unit" else None  # type: ignore[union-attr]
    book = openpyxl.load_workbook(
        io.BytesIO(template_xlsx(store, Wanted(kind, SEPTEMBER, unit_id), Words(lang)))
    )
    page, how, lists = book.worksheets
    assert lists.sheet_state == "hidden" and how.sheet_state == "visible"
    for rule in page.data_validations.dataValidation:
        if rule.type == "list":
            (_, cells) = next(iter(book.defined_names[rule.formula1].destinations))
            assert [cell.value for (cell,) in lists[cells.replace("$", "")] if cell.value]
    titles = {field.column.title for field in shown_fields(contract.uploads()[kind]) if field.column}
    assert titles <= {row[0] for row in how.iter_rows(values_only=True)}


@EVERY_KIND
def test_a_template_prints_across_with_its_header_on_every_page(store: Store, kind: str) -> None:
    page = sheets(template_xlsx(store, Wanted(kind, SEPTEMBER), ZH))[0]
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.page_setup.fitToHeight == 0 and page.print_title_rows == "$3:$3"


def test_a_template_says_what_must_not_be_uploaded_and_whom_to_ask(store: Store) -> None:
    page, how, _ = sheets(template_xlsx(store, OBSERVATION, ZH))
    assert "严禁上传涉密、敏感信息" in str(page["A2"].value)
    said = " ".join(str(row[0]) for row in how.iter_rows(values_only=True))
    assert "严禁上传涉密、敏感信息" in said and "市委组织部" in said and "1870余件" in said


@EVERY_KIND
def test_a_csv_template_opens_in_chinese_and_has_the_same_columns(store: Store, kind: str) -> None:
    content = template_csv(store, Wanted(kind, SEPTEMBER))
    assert content.startswith(b"\xef\xbb\xbf")
    (header, *_) = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert header == [header_of(field) for field in shown_fields(contract.uploads()[kind])]


# Filled in and handed in


def filled(content: bytes, figures: dict[tuple[str, str], str]) -> bytes:
    """The template with these figures typed in by (metric, variant), as a clerk would save it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.worksheets[0]
    for row in page.iter_rows(min_row=4):
        key = (row[1].value or "", row[4].value or "")
        if key in figures:
            row[3].value = figures[key]
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def handed_in(store: Store, content: bytes, file_name: str, kind: str = "observation") -> Checked:
    names = names_of(store, store.last_event)
    return check(content, file_name=file_name, kind=kind, names=names, today=TODAY)


FIGURES = {
    ("服务专窗（网点）数", "全域通办"): "1400余个",
    ("办件量", "异地办事"): "12万件次",
    ("参与部门数", ""): "27",
}


@EVERY_LANGUAGE
def test_a_template_filled_in_is_read_without_a_question(store: Store, lang: Language) -> None:
    checked = handed_in(store, filled(template_xlsx(store, OBSERVATION, Words(lang)), FIGURES), "9月.xlsx")
    assert (checked.refused, checked.asks, checked.errors) == (None, (), ())
    assert checked.records is not None
    told = {
        (row["metric_id"], row["variant"]): (row["printed"], row["qualifier"], row["as_of"])
        for row in checked.records.to_pylist()
    }
    assert told == {
        ("service_points", "citywide"): ("1400余个", "at_least", SEPTEMBER),
        ("transactions_handled", "citywide"): ("12万件次", "exact", SEPTEMBER),
        ("departments_involved", ""): ("27个", "exact", SEPTEMBER),
    }


def test_a_csv_template_filled_in_is_read_without_a_question(store: Store) -> None:
    text = (
        template_csv(store, OBSERVATION)
        .decode("utf-8-sig")
        .replace("2021年9月,,全域通办,个", "2021年9月,1400,全域通办,个")
    )
    checked = handed_in(store, text.encode("gb18030"), "9月.csv")  # as WPS saves it
    assert (checked.refused, checked.asks, checked.errors) == (None, (), ())
    assert checked.records is not None
    assert [row["printed"] for row in checked.records.to_pylist()] == ["1400个"]


@EVERY_KIND
def test_a_template_left_empty_is_no_error_and_no_record(store: Store, kind: str) -> None:
    checked = handed_in(store, template_xlsx(store, wanted_of(kind), ZH), "空表.xlsx", kind)
    assert checked.errors == () and checked.asks == ()
    assert checked.records is None or checked.records.num_rows == 0


# On paper


@EVERY_LANGUAGE
def test_a_printed_form_has_lines_for_everybody_who_signs(store: Store, lang: Language) -> None:
    (page,) = sheets(form_sheet_xlsx(store, OBSERVATION, Words(lang)))
    said = " ".join(str(cell) for row in page.iter_rows(values_only=True) for cell in row if cell)
    words = Words(lang)
    for name in ("filled_by", "checked_by", "head", "date", "seal"):
        assert words(f"form_sheet.{name}") in said


def test_a_form_filled_in_shows_figures_as_printed_and_what_is_missing_as_not_reported(store: Store) -> None:
    wanted = Wanted("observation", dt.date(2021, 9, 17), "fgw")
    (page,) = sheets(form_sheet_xlsx(store, wanted, ZH, values=reported_values(store, wanted)))
    assert "3015亿元" in [cell.value for cell in page["G"]]
    (missing,) = sheets(form_sheet_xlsx(store, OBSERVATION, ZH, values={}))
    assert {cell.value for cell in missing["G"][4:12]} == {"未报"}


def test_a_blank_form_has_room_where_the_figures_go(store: Store) -> None:
    (page,) = sheets(form_sheet_xlsx(store, OBSERVATION, ZH))
    assert {cell.value for cell in page["G"][4:12]} == {None}
    assert "1319个" in [cell.value for cell in page["F"]]
