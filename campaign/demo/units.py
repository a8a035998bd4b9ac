"""Who takes part in the demo: thirty city departments, thirteen divisions, ten towns in each."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from campaign import contract
from campaign.demo.year import dice
from campaign.settings import REFERENCE

TOWNS = 10  # in each division
NUMERALS = "一二三四五六七八九十"
KINDS = (("街道", "Subdistrict"),) * 3 + (("镇", "Town"),) * 5 + (("乡", "Township"),) * 2
DEPARTMENTS = (
    ("发展", "Development"),
    ("工信", "Industry"),
    ("审批", "Approval"),
    ("热线", "Hotline"),
    ("教育", "Education"),
    ("科技", "Science"),
    ("公安", "Public Security"),
    ("民政", "Civil Affairs"),
    ("司法", "Justice"),
    ("财政", "Finance"),
    ("人社", "Human Resources"),
    ("自然资源", "Natural Resources"),
    ("生态环境", "Environment"),
    ("住建", "Housing"),
    ("交通", "Transport"),
    ("水利", "Water"),
    ("农业", "Agriculture"),
    ("商务", "Commerce"),
    ("文旅", "Culture"),
    ("卫健", "Health"),
    ("退役军人", "Veterans"),
    ("应急", "Emergency"),
    ("审计", "Audit"),
    ("国资", "State Assets"),
    ("市场监管", "Market Supervision"),
    ("体育", "Sports"),
    ("统计", "Statistics"),
    ("医保", "Health Insurance"),
    ("信访", "Petitions"),
    ("城管", "Urban Management"),
)
DEVELOPMENT, INDUSTRY, APPROVAL, HOTLINE = "dept-01", "dept-02", "dept-03", "dept-04"


@dataclass(frozen=True)
class Unit:
    unit_id: str
    name: str
    short_name: str
    name_en: str
    short_name_en: str
    level: str
    group: str  # comparable group
    division_code: str | None
    division_name: str  # empty for the city's departments
    sort: int
    size: float  # 1 is middling


@cache
def units() -> tuple[Unit, ...]:
    """In official order: the city's departments, then each division followed by its towns."""
    found = [_department(number, *names) for number, names in enumerate(DEPARTMENTS, 1)]
    for division in rows_of("division"):
        found.append(_division(division, len(found) + 1))
        found += [_town(division, number, len(found) + number) for number in range(1, TOWNS + 1)]
    return tuple(found)


def of_group(group: str) -> tuple[Unit, ...]:
    return tuple(unit for unit in units() if unit.group == group)


def rows_of(table: str) -> list[dict[str, Any]]:
    """The rows of the program's own reference table, without places in the page."""
    path = REFERENCE / f"{table}.csv"
    rows = contract.read_rows(path, contract.tables()[table]).to_pylist()
    return [{**row, "place": None} if "place" in row else row for row in rows]


def _department(number: int, name: str, name_en: str) -> Unit:
    said = f"示例{name}部门"
    return Unit(
        unit_id=f"dept-{number:02}",
        name=f"示例市{said}",
        short_name=said,
        name_en=f"Example {name_en} Department",
        short_name_en=f"Ex. {name_en}",
        level="city",
        group="city_dept",
        division_code=None,
        division_name="",
        sort=number,
        size=_size("dept", number, 0.25),
    )


def _division(division: dict[str, Any], sort: int) -> Unit:
    said = f"{division['name']}（示例）"
    name_en = f"{division['name_en']} (example)"
    short = f"{_slug(division).capitalize()} (ex.)"
    return Unit(
        *(_slug(division), said, said, name_en, short, "county", "division", division["division_code"]),
        *(division["name"], sort, _size("division", division["sort"], 0.3)),
    )


def _town(division: dict[str, Any], number: int, sort: int) -> Unit:
    kind, kind_en = KINDS[number - 1]
    said = f"{division['name']}示例{NUMERALS[number - 1]}{kind}"
    name_en = f"Example {kind_en} {number}, {division['name_en']}"
    unit_id = f"{_slug(division)}-t{number:02}"
    return Unit(
        *(unit_id, said, said, name_en, f"{_slug(division).capitalize()} ex. {number}", "town", "town"),
        *(division["division_code"], division["name"], sort, _size("town", unit_id, 0.45)),
    )


def _slug(division: dict[str, Any]) -> str:
    """德城区 -> decheng; the zones by their code, as their names are long."""
    code = str(division["division_code"])
    return code if code.startswith("dz-") else str(division["name_en"]).split()[0].lower()


def _size(kind: str, which: object, spread: float) -> float:
    return float(dice("size", kind, which).lognormal(0, spread))
