"""Every CSV of data/ keeps data/datapackage.json: header, types, keys, references."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[1] / "data"
PACKAGE: dict[str, Any] = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES: dict[str, dict[str, Any]] = {r["name"]: r for r in PACKAGE["resources"]}
EVERY_TABLE = pytest.mark.parametrize("name", RESOURCES)

Row = dict[str, str]
Field = dict[str, Any]


def fields(name: str) -> list[Field]:
    found: list[Field] = RESOURCES[name]["schema"]["fields"]
    return found


def rows(name: str) -> list[Row]:
    with (DATA / RESOURCES[name]["path"]).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, strict=True))


def keys(name: str, columns: list[str]) -> set[tuple[str, ...]]:
    return {tuple(row[column] for column in columns) for row in rows(name)}


def parse_boolean(text: str) -> bool:
    return {"true": True, "false": False}[text]


PARSE: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "date": date.fromisoformat,
    "boolean": parse_boolean,
}


def problems(field: Field, text: str) -> Iterator[str]:
    """What is wrong with one cell, read by its field; an empty cell is null and may be required."""
    rules = field.get("constraints", {})
    if text == "" and "missingValues" not in field:
        if rules.get("required"):
            yield "required"
        return
    try:
        value = PARSE[field["type"]](text)
    except (ValueError, ArithmeticError, KeyError):
        yield f"not a {field['type']}"
        return
    yield from broken_rules(rules, text, value)


def broken_rules(rules: dict[str, Any], text: str, value: Any) -> Iterator[str]:
    if text not in rules.get("enum", [text]):
        yield "enum"
    if not re.fullmatch(rules.get("pattern", ".*"), text):
        yield "pattern"
    if len(text) < rules.get("minLength", 0):
        yield "minLength"
    if "minimum" in rules and value < rules["minimum"]:
        yield "minimum"
    if "maximum" in rules and value > rules["maximum"]:
        yield "maximum"


@EVERY_TABLE
def test_header_is_the_contract_in_order(name: str) -> None:
    header = (DATA / RESOURCES[name]["path"]).read_bytes().split(b"\n")[0].decode("utf-8")
    assert header.split(",") == [field["name"] for field in fields(name)]


@EVERY_TABLE
def test_file_is_utf8_without_bom_and_ends_lines_with_lf(name: str) -> None:
    content = (DATA / RESOURCES[name]["path"]).read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")


@EVERY_TABLE
def test_every_cell_fits_its_field(name: str) -> None:
    found = [
        (number, field["name"], row[field["name"]], problem)
        for number, row in enumerate(rows(name), 2)
        for field in fields(name)
        for problem in problems(field, row[field["name"]])
    ]
    assert found == []


@EVERY_TABLE
def test_primary_key_is_unique_and_not_null(name: str) -> None:
    columns = RESOURCES[name]["schema"]["primaryKey"]
    nullable = {f["name"] for f in fields(name) if "missingValues" in f}
    assert len(keys(name, columns)) == len(rows(name))
    assert all(row[column] for row in rows(name) for column in set(columns) - nullable)


@EVERY_TABLE
def test_declared_foreign_keys_resolve(name: str) -> None:
    for key in RESOURCES[name]["schema"].get("foreignKeys", []):
        reference = key["reference"]
        known = keys(reference.get("resource", name), reference["fields"])
        used = {value for value in keys(name, key["fields"]) if all(value)}
        assert used <= known, key


@EVERY_TABLE
def test_code_list_references_resolve(name: str) -> None:
    """Fields marked theme_kind hold a code (a number: the no) of theme's rows of that kind."""
    for field in fields(name):
        if kind := field["campaign"].get("theme_kind"):
            column = "no" if field["type"] == "integer" else "code"
            known = {row[column] for row in rows("theme") if row["kind"] == kind}
            assert {row[field["name"]] for row in rows(name)} - {""} <= known, field["name"]


@EVERY_TABLE
def test_variants_resolve(name: str) -> None:
    """Fields marked variant_of hold the empty string or a variant of the metric named there."""
    known = keys("variant", ["metric_id", "variant"])
    for field in fields(name):
        if metric := field["campaign"].get("variant_of"):
            used = {key for key in keys(name, [metric, field["name"]]) if key[1]}
            assert used <= known


@EVERY_TABLE
def test_units_or_the_whole_campaign_resolve(name: str) -> None:
    known = {row["unit_id"] for row in rows("unit")} | {"*"}
    for field in fields(name):
        if field["campaign"].get("or_all_units"):
            assert {row[field["name"]] for row in rows(name)} <= known


def test_variants_in_use_are_listed_and_parts_have_a_whole() -> None:
    known = keys("variant", ["metric_id", "variant"])
    used = keys("observation", ["metric_id", "variant"])
    used |= keys("target", ["subject_code", "variant"])
    to_come = {
        key for key in known if key[1] == "enterprise"
    }  # 企业诉求: no unit of the page gave stage counts
    assert known - to_come == {key for key in used if key[1]}
    parts = keys("variant", ["metric_id", "part_of"])
    assert {key for key in parts if key[1] not in ("", "whole")} <= known


def test_target_subjects_resolve() -> None:
    themes = keys("theme", ["kind", "code"])
    known = (
        {("metric", row["metric_id"]) for row in rows("metric")}
        | {("action", row["action_id"]) for row in rows("action")}
        | {("award", code) for kind, code in themes if kind == "award"}
        | {("theme", f"{kind}|{code}") for kind, code in themes}
    )
    assert keys("target", ["subject", "subject_code"]) <= known


@EVERY_TABLE
def test_what_is_said_in_chinese_is_said_in_english(name: str) -> None:
    columns = {field["name"] for field in fields(name)}
    pairs = [(column, f"{column}_en") for column in columns if f"{column}_en" in columns]
    for row in rows(name):
        assert all(bool(row[chinese]) == bool(row[english]) for chinese, english in pairs), row


def test_an_amount_comes_with_its_qualifier() -> None:
    assert all(bool(row["amount"]) == bool(row["qualifier"]) for row in rows("record"))


def test_every_field_has_its_words() -> None:
    for name in RESOURCES:
        for field in fields(name):
            assert all([field["title"], field["description"], field["campaign"]["title_en"]]), field
