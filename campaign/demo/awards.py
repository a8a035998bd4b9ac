"""The four awards: one announced within its places, one posted, one stopped by a tie, one on its way.

In the last one a unit has taken its nomination back.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from campaign.demo import people
from campaign.demo.happening import Act, Happening
from campaign.demo.units import Unit, of_group, units
from campaign.demo.year import at, dice, working

STAGES = (
    ("recommended", dt.date(2021, 11, 22)),
    ("qualified", dt.date(2021, 11, 26)),
    ("first_review", dt.date(2021, 12, 1)),
    ("inspected", dt.date(2021, 12, 6)),
    ("consulted", dt.date(2021, 12, 9)),
    ("final_review", dt.date(2021, 12, 14)),
    ("public_notice", dt.date(2021, 12, 15)),
    ("objections", dt.date(2021, 12, 23)),
    ("approved", dt.date(2021, 12, 27)),
    ("announced", dt.date(2021, 12, 29)),
)
REVIEWED = 5  # place of final_review: from here on no more than the places go on


@dataclass(frozen=True)
class Award:
    code: str
    places: int
    through: tuple[int, ...]  # how many passed each stage, up to where the award stands
    is_scored: bool = False


AWARDS = (
    Award("case", 20, (32, 30, 28, 26, 25, 20, 20, 20, 20, 20), is_scored=True),
    Award("model_unit", 30, (46, 44, 41, 37, 36, 30, 30, 29)),  # one objection upheld
    Award("finest", 10, (18, 17, 16, 15, 14), is_scored=True),  # 10th and 11th share a score: it stops there
    Award("pacesetter", 20, (34, 33, 27, 12)),  # inspection under way
)
SUBJECTS = {"case": "示例案例{:02}：一件事一次办好", "model_unit": "示例服务岗{:02}"}
STOPPED = {
    "qualified": "材料不全，资格审核未通过",
    "first_review": "初评排名靠后",
    "inspected": "考察情况与材料有出入",
    "consulted": "征求意见未通过",
    "final_review": "终评未进入名额",
    "objections": "异议查实，取消资格",
}
WITHDRAWN_OF = "pacesetter"


def happenings() -> Iterator[Happening]:
    for award in AWARDS:
        who = _nominated(award)
        yield _nominations(award, who)
        for place, count in enumerate(award.through):
            yield from _stage(award, place, count)
        if award.is_scored:
            yield from _scores(award, who)
        if award.code == WITHDRAWN_OF:
            yield _withdrawn(award)


def _id(award: Award, number: int) -> str:
    return f"nom-{award.code.replace('_', '-')}-{number:02}"


def _nominated(award: Award) -> tuple[Unit, ...]:
    """One in four from the city's departments, the rest from divisions and towns: which, the dice say."""
    count, roll = award.through[0], dice("nominated", award.code)
    inside = of_group("city_dept")
    outside = tuple(unit for unit in units() if unit.group != "city_dept")
    chosen = [inside[int(place)] for place in roll.choice(len(inside), count // 4, replace=False)]
    chosen += [outside[int(place)] for place in roll.choice(len(outside), count - count // 4, replace=False)]
    return tuple(sorted(chosen, key=lambda unit: unit.sort))


def _nominations(award: Award, who: tuple[Unit, ...]) -> Act:
    rows = [
        {
            **{"nomination_id": _id(award, number), "award": award.code, "unit_id": unit.unit_id},
            "subject": SUBJECTS.get(award.code, "").format(number)
            or people.candidate(_candidate(award, number)),
            **{"is_person": award.code not in SUBJECTS, "note": "演示推荐"},
        }
        for number, unit in enumerate(who, 1)
    ]
    return Act(at(dt.date(2021, 11, 19), 15), "nomination", tuple(rows), "推荐名单", people.AWARDS)


def _candidate(award: Award, number: int) -> int:
    return number + (50 if award.code == "finest" else 0)


def _order(award: Award) -> list[int]:
    """The nominations, those who go furthest first."""
    return [int(place) + 1 for place in dice("order", award.code).permutation(award.through[0])]


def _stage(award: Award, place: int, passed: int) -> Iterator[Happening]:
    stage, day = STAGES[place]
    order = _order(award)
    looked_at = order[: award.through[place - 1]] if place else order
    is_standing = place == len(award.through) - 1 and place < len(STAGES) - 1
    rows = [
        {
            **{"nomination_id": _id(award, number), "stage": stage, "on_date": day},
            "outcome": "passed" if order.index(number) < passed else "stopped",
            "note": None if order.index(number) < passed else STOPPED.get(stage),
        }
        for number in sorted(looked_at)
        # where the award stands, those not yet through are still waiting: no row
        if order.index(number) < passed or not is_standing or stage == "objections"
    ]
    yield Act(at(working(day), 10, place), "nomination_step", tuple(rows), "评选环节登记", people.AWARDS)


def _withdrawn(award: Award) -> Act:
    """The last of those who wait for the stage the award stands at."""
    number = _order(award)[award.through[-2] - 1]
    stage, day = STAGES[len(award.through) - 1]
    row = {
        **{"nomination_id": _id(award, number), "stage": stage, "on_date": day},
        **{"outcome": "withdrawn", "note": "推荐单位申请撤回"},
    }
    return Act(at(working(day), 16), "nomination_step", (row,), "撤回推荐", people.AWARDS)


def _scores(award: Award, who: tuple[Unit, ...]) -> Iterator[Happening]:
    """Each judge's sheet. Judges belong to units, and give none to their own unit or its division."""
    finalists = _order(award)[: award.through[4]]
    for judge_no, judge in enumerate(people.JUDGES):
        home = of_group("city_dept")[judge_no * 4]
        if judge_no == 5:
            home = who[finalists[2] - 1]  # a judge with a unit among the finalists
        rows = [
            {
                **{"nomination_id": _id(award, number), "judge": judge, "judge_unit_id": home.unit_id},
                "value": None if _is_recused(home, who[number - 1]) else _score(award, place, judge_no),
            }
            for place, number in enumerate(finalists)
        ]
        day = at(working(dt.date(2021, 12, 13)), 14, judge_no * 5)
        yield Act(day, "award_score", tuple(rows), "终评打分", judge)


def _is_recused(home: Unit, unit: Unit) -> bool:
    same_division = home.division_code is not None and home.division_code == unit.division_code
    return home.unit_id == unit.unit_id or same_division


def _score(award: Award, place: int, judge_no: int) -> float:
    """Better for those who go further; two of 最美公务员 at the last place get the same from everybody."""
    is_tied = award.code == "finest" and place in (9, 10)
    rank = 9 if is_tied else place
    roll = dice("score", award.code, rank, judge_no)
    return round(float(roll.normal(95 - 0.9 * rank, 0.3)), 1)
