"""Every number on the newspaper page is a row of ours or has a reason; no sentence is copied.

The page's text is not in the repository. CAMPAIGN_PAGE_TEXT names a copy; without it the tests that
read the page are skipped.
"""

import csv
import json
import os
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[1] / "data"
FACTS = DATA / "campaigns" / "sanchuang-2021"
RESOURCES: list[dict[str, Any]] = json.loads((DATA / "datapackage.json").read_bytes())["resources"]

NUMERALS = "〇零一二三四五六七八九十百千万亿两双半"
NUMBER = re.compile(rf"[0-9０-９]+(?:\.[0-9]+)?[{NUMERALS}]*|[①-⑳]|[{NUMERALS}]+")
# How each section's heading line begins; section 0 is the title line and the editor's note.
HEADINGS = (
    "袁希君:在",
    "市发展改革委——",
    "市工业和信息化局——",
    "市审批服务局——",
    "临邑县委组织部——",
    "德城区审计局——",
    "武城县人民检察院——",
    "禹城市伦镇——",
    "乐陵市铁营镇——",
    "齐河县晏城街道——",
    "德州新闻网版权",
)
REASONS = {
    "copyright notice item",
    "document or party phrase",
    "idiom",
    "indefinite article",
    "name of a facility",
    "name of a goal",
    "name of a product",
    "name of a programme",
    "name of campaign",
    "ordinal marker",
    "part of a word",
    "phone number",
    "slogan",
    "version number",
}
# Names longer than the limit that must be written as they are.
ALLOWED_NAMES = (
    "关于在全市公务员队伍中开展“三创一争”活动的实施方案",
    "德州市首席政府服务官管理办法(试行)",
)
LONGEST_SHARED_RUN = 15

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, strict=True))


@cache
def tables() -> dict[str, dict[str, Row]]:
    """Each table's rows by their key, its parts joined with |."""
    return {
        resource["name"]: {
            "|".join(row[column] for column in resource["schema"]["primaryKey"]): row
            for row in read(DATA / resource["path"])
        }
        for resource in RESOURCES
    }


def accounting() -> list[Row]:
    return read(FACTS / "accounting.csv")


def references(row: Row) -> Iterator[tuple[str, str]]:
    """Table and key of each reference; one into another table than the outcome is table:key."""
    for reference in filter(None, row["ref"].split(";")):
        table, _, key = reference.rpartition(":")
        yield table or row["outcome"], key


@pytest.fixture(scope="module")
def page() -> list[tuple[str, str]]:
    """Place and text of every paragraph."""
    name = os.environ.get("CAMPAIGN_PAGE_TEXT")
    if not name:
        pytest.skip("CAMPAIGN_PAGE_TEXT does not name the page's text")
    return paragraphs(Path(name).read_text(encoding="utf-8"))


def paragraphs(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    section, number = 0, 0
    for line in filter(str.strip, text.splitlines()):
        number += 1
        if section < len(HEADINGS) and line.startswith(HEADINGS[section]):
            section, number = section + 1, 0
        found.append((f"{section}.{number}", line))
    return found


def squeezed(text: str) -> str:
    """One form for full and half width, no white space: a comma's width hides no copy."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def test_every_reference_exists() -> None:
    missing = [
        (row["place"], table, key)
        for row in accounting()
        for table, key in references(row)
        if key not in tables()[table]
    ]
    assert missing == []


def test_a_number_has_a_row_or_a_reason() -> None:
    for row in accounting():
        if row["outcome"] == "none":
            assert (row["why"] in REASONS, row["ref"]) == (True, ""), row
        else:
            assert (row["why"], bool(row["ref"])) == ("", True), row


def test_contexts_are_no_sentences() -> None:
    assert max(len(row["context"]) for row in accounting()) <= 14


@pytest.mark.parametrize("table", ["observation", "target"])
def test_every_printed_quantity_is_accounted_for_at_its_place(table: str) -> None:
    accounted = {
        (row["place"], key) for row in accounting() for kind, key in references(row) if kind == table
    }
    unaccounted = [
        key
        for key, row in tables()[table].items()
        if (table == "observation" or NUMBER.search(row["printed"])) and (row["place"], key) not in accounted
    ]
    assert unaccounted == []


def test_accounting_covers_the_page_in_order(page: list[tuple[str, str]]) -> None:
    on_page = [
        (place, str(nth), match.group())
        for place, line in page
        for nth, match in enumerate(NUMBER.finditer(line), 1)
    ]
    assert [(row["place"], row["nth"], row["printed"]) for row in accounting()] == on_page


@pytest.mark.parametrize("table", ["observation", "target"])
def test_printed_quantities_stand_in_their_paragraph(table: str, page: list[tuple[str, str]]) -> None:
    lines = {place: squeezed(line) for place, line in page}
    for row in tables()[table].values():
        assert squeezed(row["printed"]) in lines[row["place"]], row


def test_no_sentence_of_the_page_is_reprinted(page: list[tuple[str, str]]) -> None:
    text = "\n".join(squeezed(line) for _, line in page)
    copied = [
        (path.name, run)
        for path in sorted(DATA.glob("reference/*.csv")) + sorted(FACTS.glob("*.csv"))
        for row in read(path)
        for cell in row.values()
        for run in long_runs(cell)
        if run in text
    ]
    assert copied == []


def long_runs(cell: str) -> Iterator[str]:
    """Every run of one character more than may be shared, names that may be written cut out."""
    text = squeezed(cell)
    for name in ALLOWED_NAMES:
        text = text.replace(squeezed(name), "\n")
    length = LONGEST_SHARED_RUN + 1
    return (text[at : at + length] for at in range(len(text) - length + 1))
