"""Files as people send them: read to the same text, or refused in one sentence that names the reason."""

import csv
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from campaign.intake import handing_in, worker
from campaign.intake.reading import PAGE, Limits, Sheet, read, read_pasted
from campaign.store import Store
from campaign.words import Refusal
from tests import workbooks

FILES = Path(__file__).parent / "intake_files"
WORDS = (
    "填报单位",
    "工作指标",
    "统计期",
    "完成数",
    "备注",
    "单位",
    "指标",
    "期间",
    "数值",
    "市审批服务局",
    "办件量",
)


def sheets(data: bytes, name: str = "报表.xlsx", limits: Limits = PAGE) -> tuple[Sheet, ...]:
    return read(name, data, WORDS, lambda text: text in WORDS, limits)


def cells(sheet: Sheet) -> list[tuple[int, tuple[str, ...]]]:
    return list(zip(sheet.numbers.tolist(), sheet.rows(0, sheet.height), strict=True))


def refusal(data: bytes, name: str = "报表.xlsx", limits: Limits = PAGE) -> Refusal:
    with pytest.raises(Refusal) as raised:
        sheets(data, name, limits)
    return raised.value


SAME = ("wps_gb18030", "excel_utf8_bom", "utf8", "utf16be_no_bom", "old_mac_line_ends", "semicolons")


@pytest.mark.parametrize("name", [*SAME, "utf16le_bom_tabs", "sep_line"])
def test_one_table_reads_the_same_however_it_was_saved(name: str) -> None:
    (path,) = (FILES / "good").glob(f"{name}.*")
    (sheet,) = sheets(path.read_bytes(), path.name)
    assert [row for _, row in cells(sheet)] == [
        ("填报单位", "工作指标", "统计期", "完成数", "备注"),
        ("市审批服务局", "办件量", "2021年9月", "11万件", "含异地"),
    ]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("wps_gb18030.csv", "gb18030"), ("utf8.csv", "utf-8"), ("utf16be_no_bom.csv", "utf-16-be")],
)
def test_the_encoding_is_told(name: str, encoding: str) -> None:
    assert sheets((FILES / "good" / name).read_bytes(), name)[0].encoding == encoding


def test_big5_is_taken_where_it_says_more_words_we_know() -> None:
    words = ("單位", "指標", "期間", "數值")
    data = "單位,指標,期間,數值\n".encode("big5")
    (sheet,) = read("x.csv", data, words, lambda text: text in words)
    assert sheet.encoding == "big5"
    assert cells(sheet) == [(1, words)]


def test_rows_keep_the_numbers_of_their_lines() -> None:
    (sheet,) = sheets((FILES / "good" / "title_and_footer.csv").read_bytes(), "x.csv")
    assert [number for number, _ in cells(sheet)] == [1, 2, 3, 5, 6]
    assert sheet.blank == (4,)


def test_an_unquoted_thousands_comma_does_not_shift_what_is_quoted() -> None:
    (sheet,) = sheets((FILES / "good" / "thousands_quoted.csv").read_bytes(), "x.csv")
    assert cells(sheet)[1] == (2, ("市审批服务局", "办件量", "2021年9月", "110,000", "第一行\r\n第二行"))


@pytest.mark.parametrize(
    ("name", "key", "row"),
    [
        ("broken_byte", "intake.broken_byte", 3),
        ("two_encodings", "intake.two_encodings", 3),
        ("garbled", "intake.garbled", 1),
        ("replaced", "intake.garbled", 2),
        ("open_quote", "intake.open_quote", None),
        ("quote_over_rows", "intake.open_quote", 2),
        ("empty", "intake.empty", None),
    ],
)
def test_a_text_that_is_not_whole_and_sound_is_refused_with_its_row(
    name: str, key: str, row: int | None
) -> None:
    refused = refusal((FILES / "bad" / f"{name}.csv").read_bytes(), f"{name}.csv")
    assert refused.key == key
    assert row is None or refused.values["row"] == row


BAD_BYTES: list[tuple[str, Callable[[], bytes]]] = [
    ("intake.password", workbooks.encrypted),
    ("intake.macro", lambda: workbooks.with_part("xl/vbaProject.bin", b"x")),
    ("intake.zip_bomb", lambda: workbooks.with_part("xl/media/x.bin", bytes(61 * 2**20))),
    ("intake.entities", workbooks.billion_laughs),
    ("intake.broken_workbook", lambda: workbooks.plain()[:-200]),
    ("intake.broken_workbook", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)),
    ("intake.far_cell", lambda: workbooks.ghost("x")),
    ("intake.save_as_xlsx", lambda: workbooks.with_part("xl/workbook.bin", b"x")),
    ("intake.binary", lambda: bytes(range(256)) * 20),
    ("intake.packed", lambda: b"\x1f\x8b\x08" + bytes(20)),
    ("intake.not_a_sheet", lambda: b"%PDF-1.7 x"),
    ("intake.markup", lambda: b"<html><table><tr><td>1</td></tr></table></html>"),
    ("intake.empty", lambda: b""),
    ("intake.too_long_cell", lambda: b"a,b\n" + b"x" * 2001 + b",1\n"),
    ("intake.too_many_columns", lambda: b",".join([b"x"] * 301) + b"\n"),
    ("intake.too_many_rows", lambda: b"a,b\n" * 20_200),
]


@pytest.mark.parametrize(
    ("key", "data"), BAD_BYTES, ids=[f"{key}-{n}" for n, (key, _) in enumerate(BAD_BYTES)]
)
def test_a_bad_file_is_refused_for_its_reason(key: str, data: Callable[[], bytes]) -> None:
    assert refusal(data(), "报表").key == key


def test_a_sheet_of_another_program_is_asked_for_as_xlsx() -> None:
    assert refusal(b"x", "报表.et").key == "intake.save_as_xlsx"


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    assert refusal(b"x" * 11, limits=Limits(file_bytes=10)).key == "intake.too_big"


def test_numbers_are_read_as_the_sheet_shows_them() -> None:
    (sheet,) = sheets(workbooks.formats())
    assert cells(sheet) == [(1, ("95.5%", "3015百万元", "11万", "2021-09-17", "1870件", "3015亿元"))]


def test_a_painted_cell_at_the_end_of_the_sheet_takes_up_nothing() -> None:
    (sheet,) = sheets(workbooks.ghost(None))
    assert [number for number, _ in cells(sheet)] == [1, 2]
    assert len(sheet.columns) == 4


def test_what_is_merged_says_so_in_every_cell_but_numbers_once() -> None:
    (sheet,) = sheets(workbooks.merged_header())
    assert [row[0] for _, row in cells(sheet)][3:] == ["市审批服务局", "市审批服务局"]


def test_hidden_rows_are_read_and_told_hidden_sheets_only_told() -> None:
    (sheet,) = sheets(workbooks.hidden())
    assert [number for number, _ in cells(sheet)] == [1, 2, 3]
    assert {problem.code for problem in sheet.problems} == {"hidden_rows", "hidden_sheet"}


def test_pasted_cells_are_parted_by_tabs() -> None:
    sheet = read_pasted('单位\t数值\r\n"伦镇\r\n二组"\t1,870\r\n')
    assert cells(sheet) == [(1, ("单位", "数值")), (2, ("伦镇\r\n二组", "1,870"))]


# Other people's files

CORPUS = os.environ.get("CAMPAIGN_REFERENCE")


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS, reason="CAMPAIGN_REFERENCE names no folder of reference files")
def test_every_file_of_the_corpus_is_read_or_refused_and_gives_no_record(store: Store) -> None:
    """Through the door of the pages: the worker with its 10 s and 512 MB."""
    folder = Path(CORPUS or "") / "upload_corpus"
    with (folder / "index.csv").open(encoding="utf-8", newline="") as index:
        paths = [folder / row["file"] for row in csv.DictReader(index)]
    assert len(paths) == 1088
    share = 1 if os.environ.get("CAMPAIGN_WHOLE_CORPUS") else 4  # all of them take two minutes
    paths = paths[::share]
    try:
        refusals = [_refusal(store, path) for path in paths]
    finally:
        worker.shared().close()
    assert len(refusals) == 1088 // share
    assert {key for key in refusals if key and not key.startswith("intake.")} == set()


def _refusal(store: Store, path: Path) -> str:
    """The key of the one sentence a file is refused with; nothing when it was read, to no record."""
    checked = handing_in.look(store, "observation", file_name=path.name, data=path.read_bytes()).checked
    assert checked.records is None or checked.records.num_rows == 0, path.name
    assert checked.refused is None or "\n" not in str(checked.refused).strip(), path.name
    return checked.refused.key if checked.refused else ""
