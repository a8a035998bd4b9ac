"""The demo's reference tables: the page's lists with everything of the page taken out."""

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

from campaign.demo import duties, measures, prior
from campaign.demo.counted import LOOP, WEEKLY
from campaign.demo.units import Unit, rows_of, units
from campaign.demo.year import PHASES, START


def reference() -> dict[str, list[dict[str, Any]]]:
    """Rows of the tables that are there from the first day, in the order they must be loaded."""
    return {
        "campaign": [_campaign()],
        "division": rows_of("division"),
        "unit": [_unit_row(unit) for unit in units()],
        "unit_alias": list(_aliases()),
        "metric": _in_order(_metrics(), WEEKLY),
        "variant": [*rows_of("variant"), *_enterprise()],
        "theme": list(_themes()),
        "assignment": list(measures.assignments()),
        "action": _in_order(duties.actions()),
        "target": [*measures.targets(), *duties.targets()],
        "reporting_window": list(duties.windows()),
        "calendar": rows_of("calendar"),
        "prior_observation": list(prior.rows()),
    }


def _campaign() -> dict[str, Any]:
    told = {
        "campaign_id": "demo",
        "name": "三创一争（演示数据）",
        "name_en": "Three Firsts, One Aim (demo data)",
        "city": "示例市",
        "city_en": "Example City",
        "organiser": "示例市委组织部",
        "organiser_en": "Organisation Department, Example City",
        "document_title": "示例活动实施方案（演示）",
        "document_title_en": "Plan of an example campaign (demo)",
        "source_line": "演示数据：程序生成，与任何单位的实际工作无关",
        "source_line_en": "Demo data: made by the program, about no unit's real work",
        "is_synthetic": True,
    }
    return {**rows_of("campaign")[0], **told}


def _unit_row(unit: Unit) -> dict[str, Any]:
    return {
        "unit_id": unit.unit_id,
        "name": unit.name,
        "short_name": unit.short_name,
        "name_en": unit.name_en,
        "short_name_en": unit.short_name_en,
        "level": unit.level,
        "division_code": unit.division_code,
        "comparable_group": unit.group,
        "assessment": "city_performance" if unit.level == "city" else "comprehensive",
        "sort": unit.sort,
        "active": True,
        "valid_from": START,
        "note": "演示单位，名称为虚构",
    }


def _aliases() -> Iterator[dict[str, Any]]:
    for unit in units():
        short = (
            unit.short_name.replace("（示例）", "示例").replace("区示例", "示例").replace("县示例", "示例")
        )
        for alias in dict.fromkeys((unit.name, f"市{unit.short_name}" if unit.level == "city" else short)):
            yield {"alias": alias, "unit_id": unit.unit_id, "source": "演示"}


def _in_order(*lists: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "sort": sort} for sort, row in enumerate(itertools.chain(*lists), 1)]


def _metrics() -> Iterator[dict[str, Any]]:
    for row in rows_of("metric"):
        yield {**row, "owner": None, "valid_from": START}


def _enterprise() -> Iterator[dict[str, Any]]:
    """企业诉求: counted within the loop and told apart."""
    known = {(row["metric_id"], row["variant"]) for row in rows_of("variant")}
    for metric in LOOP:
        if (metric, "enterprise") not in known:
            names = {"name": "企业诉求", "name_en": "enterprises' own", "part_of": "whole"}
            yield {"metric_id": metric, "variant": "enterprise", **names, "sums": False, "sort": 1}


METHODS = (
    ("一线工作日", "Days on site", "每周固定一天在现场办公。", "A fixed day a week is worked on site."),
    (
        "清单销号",
        "Lists ticked off",
        "任务列清单，办一件销一件。",
        "Tasks are listed and ticked off one by one.",
    ),
    ("结对帮办", "Paired help", "干部与群众、企业结对帮办。", "Officers are paired with people and firms."),
    ("回访问效", "Asking afterwards", "办结后逐件回访，不满意的重办。", "Every matter is asked after."),
)


def _themes() -> Iterator[dict[str, Any]]:
    """The campaign's own, with the phases given dates; the page's units and their methods are left out."""
    for row in rows_of("theme"):
        if row["unit_id"] is not None:
            continue
        if row["kind"] == "phase":
            starts_on, ends_on = PHASES[row["no"] - 1]
            row = {**row, "starts_on": starts_on, "ends_on": ends_on}
        yield {**row, "name": row["name"].replace("德州", "示例市")}
    for number, unit in enumerate(units()[::8], 1):
        name, name_en, text, text_en = METHODS[number % len(METHODS)]
        told = {"name": f"{name}（演示）", "name_en": f"{name_en} (demo)", "text": text, "text_en": text_en}
        yield {"kind": "method", "code": unit.unit_id, "no": number, "unit_id": unit.unit_id, **told}
