"""Records of the demo year: recognitions, meetings, checks and circulars."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from campaign.demo import people
from campaign.demo.happening import HandedIn, Happening, published
from campaign.demo.units import units
from campaign.demo.year import DAY, START, at, dice, working


def happenings() -> Iterator[Happening]:
    for month in range(5, 13):
        rows = tuple(_recognitions(month))
        day = working(dt.date(2021, month, 24))
        batch = HandedIn(
            at(day, 10), f"records/{month}", "record", rows, f"{month}月事项记录", people.ORGANISER
        )
        yield from published(batch, people.REVIEWER, 2)
    for number, (day, rows) in enumerate(_of_the_campaign()):
        batch = HandedIn(
            at(working(day), 17), f"campaign/{number}", "record", rows, "活动事项记录", people.ORGANISER
        )
        yield from published(batch, people.REVIEWER, 0.5)


LEVELS = ("nation", "province", "province", "city", "city", "city", "county", "county")
HONOURS = (
    ("先进集体（演示）", "Model collective (demo)"),
    ("经验做法被推广（演示）", "Practice spread to others (demo)"),
    ("现场会承办单位（演示）", "Host of a field meeting (demo)"),
    ("率先完成改革试点（演示）", "First to finish a pilot (demo)"),
)


def _recognitions(month: int) -> Iterator[dict[str, Any]]:
    roll = dice("recognitions", month)
    for number, place in enumerate(roll.choice(len(units()), 12, replace=False)):
        unit = units()[int(place)]
        level = LEVELS[int(roll.integers(len(LEVELS)))]
        title, title_en = HONOURS[int(roll.integers(len(HONOURS)))]
        yield {
            **{
                "record_id": f"recognition-{month:02}-{number:02}",
                "unit_id": unit.unit_id,
                "kind": "recognition",
            },
            **{
                "title": title,
                "title_en": title_en,
                "body": "示例上级机关",
                "body_en": "Example higher authority",
            },
            **{"level": level, "on_date": dt.date(2021, month, 3 + number), "is_claim": number % 4 == 3},
        }


def _of_the_campaign() -> Iterator[tuple[dt.date, tuple[dict[str, Any], ...]]]:
    """Plan, meetings, checks and circulars, by day."""
    listed = (
        (START, "document", "plan", "印发活动实施方案", "Plan of the campaign issued"),
        (dt.date(2021, 5, 7), "milestone", "kick_off", "活动动员会", "Launch meeting"),
        (dt.date(2021, 7, 16), "milestone", "progress_meeting", "第一次推进会", "First progress meeting"),
        (dt.date(2021, 9, 17), "milestone", "progress_meeting", "第二次推进会", "Second progress meeting"),
        (dt.date(2021, 11, 19), "milestone", "progress_meeting", "第三次推进会", "Third progress meeting"),
        (
            dt.date(2021, 7, 30),
            "notice",
            "progress",
            "活动进展情况通报（第1期）",
            "Circular on progress, no. 1",
        ),
        (
            dt.date(2021, 10, 12),
            "notice",
            "progress",
            "活动进展情况通报（第2期）",
            "Circular on progress, no. 2",
        ),
        (dt.date(2021, 11, 30), "notice", "weak_push", "关于个别单位推进不力的通报", "Circular on weak push"),
    )
    for number, (day, kind, subtype, title, title_en) in enumerate(listed, 1):
        unit_id = "qihe-t04" if subtype == "weak_push" else "*"
        row = {
            **{"record_id": f"{kind}-{number:02}", "unit_id": unit_id, "kind": kind, "subtype": subtype},
            **{
                "title": f"{title}（演示）",
                "title_en": f"{title_en} (demo)",
                "on_date": day,
                "is_claim": False,
            },
            **{"level": "city", "body": "示例市委组织部", "body_en": "Organisation Department, Example City"},
        }
        yield day, (row,)
    yield from _checks()


def _checks() -> Iterator[tuple[dt.date, tuple[dict[str, Any], ...]]]:
    kinds = (("stage_review", "阶段性评估", "Stage review"), ("inspection", "调研督导", "Field inspection"))
    for month in (6, 8, 10, 11):
        roll, day = dice("checks", month), dt.date(2021, month, 22)
        subtype, title, title_en = kinds[month % 2]
        yield (
            day,
            tuple(
                {
                    **{"record_id": f"check-{month:02}-{number}", "unit_id": units()[int(place)].unit_id},
                    **{
                        "kind": "check",
                        "subtype": subtype,
                        "title": f"{title}（演示）",
                        "title_en": f"{title_en} (demo)",
                    },
                    **{
                        "body": "演示督导组",
                        "body_en": "Demo inspectors",
                        "level": "city",
                        "is_claim": False,
                    },
                    **{
                        "stage": "open" if number == 0 and month > 9 else "closed",
                        "on_date": day - number * DAY,
                    },
                    **{"note": "台账记录不完整" if number < 2 else "未发现问题"},
                }
                for number, place in enumerate(roll.choice(len(units()), 6, replace=False))
            ),
        )
