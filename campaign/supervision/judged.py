"""What the three tests make of the campaign's figures, and how matters stand: rows in, rows with columns out.

The tests name candidates only. Nothing here is read by people, and nothing here decides anything.
"""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args

import numpy as np
import pandas as pd

from campaign.methods import chart, faults, funnel, pace
from campaign.methods.faults import Duty, Evidence, Milestone, PaceReport
from campaign.methods.pace import Limits
from campaign.methods.refused import Refused
from campaign.methods.rows import Row, grouped, rows
from campaign.pace.judged import LIMITS, is_counted, limits_of, plan_of
from campaign.supervision import draw

GROUNDS = ("weak_push", "lagging", "little_effect")  # in the page's order
LEAST = 10  # of fewer a share says nothing
RECENT, FEWEST = 3, 2  # reports that are held against those before, where a chart has too few
ENOUGH = 30  # on either side of that
MISSED = 2  # reports a unit may have left out among its last ones
LIKELY, CLEARLY = (
    1.645,
    2.326,
)  # standard errors: one in twenty by chance speaks for a unit, one in 100 is told
AGES = (7, 14, 30, 60)  # days since a matter was entered
FINDING_COLUMNS = (
    *("ground", "unit_id", "short_name", "short_name_en", "unit_sort", "subject", "subject_name"),
    *("subject_name_en", "state", "evidence", "missing", "candidate_id", "day"),
)

TEST_COLUMNS = ("ground", "units", "looked_at", "reports", "periods", "days", "missing")


# Matters


def ledger(frame: pd.DataFrame) -> pd.DataFrame:
    """The question supervision_ledger, with state and days past the deadline (0 where it is not past).

    state: confirmed (nobody was asked yet) | open | to_check | to_close | closed.
    """
    told = rows(frame)
    states = {"fed_back": "to_check", "checked": "to_close", "closed": "closed"}
    return frame.assign(
        state=pd.Series(
            ["confirmed" if pd.isna(row["step"]) else states.get(row["step"], "open") for row in told],
            index=frame.index,
            dtype=object,
        ),
        days=pd.Series([_days_past(row) for row in told], index=frame.index, dtype="int64"),
    )


def _days_past(row: Row) -> int:
    found = pace.due_item(_date(row["due_now"]), _date(row["closed_on"]), _day(row["day"]))
    return 0 if isinstance(found, Refused) else found.days


def _date(value: Any) -> dt.date | None:
    return None if pd.isna(value) else _day(value)


def _day(value: Any) -> dt.date:
    return cast(dt.date, (value if isinstance(value, dt.datetime) else pd.Timestamp(value)).date())


def ages(frame: pd.DataFrame) -> pd.DataFrame:
    """The open matters of the ledger: a row an age (0 to 4), with how many are overdue and how many not.

    units: whose they are, in the ledger's order.
    """
    told = [row for row in rows(ledger(frame)) if row["state"] != "closed"]
    of_age: list[list[Row]] = [[] for _ in range(len(AGES) + 1)]
    for row in told:
        age = (_day(row["day"]) - _day(row["entered_on"])).days
        of_age[sum(age > end for end in AGES)].append(row)
    lines = [
        {
            "age": number,
            "overdue": sum(row["days"] > 0 for row in own),
            "in_time": sum(row["days"] <= 0 for row in own),
            **{
                f"units{end}": {"": "、", "_en": ", "}[end].join(
                    dict.fromkeys(str(row[f"short_name{end}"]) for row in own)
                )
                for end in ("", "_en")
            },
        }
        for number, own in enumerate(of_age)
    ]
    return pd.DataFrame(lines if told else [], columns=["age", "overdue", "in_time", "units", "units_en"])


# The three tests


@dataclass(frozen=True)
class Thresholds:
    reports: int = faults.REPORTS_IN_A_ROW
    periods: int = 2
    days: int = faults.DAYS_WITHOUT_WORD
    pace: Limits = pace.USUAL


def findings(
    units: pd.DataFrame,
    paces: pd.DataFrame,
    duties: pd.DataFrame,
    milestones: pd.DataFrame,
    rates: pd.DataFrame,
    matters: pd.DataFrame,
    past: pd.DataFrame,
    **used: float,
) -> pd.DataFrame:
    """The questions supervision_units, _paces, _duties, _milestones, _rates, _ledger and _judged: a row for
    each unit, test and subject, faults in the page's order.

    state: waits (fires, and nobody has looked at it) | known (fires; a person judged it with this evidence,
    or a matter of the unit and fault is open) | quiet | improved | missing (no verdict).
    evidence: a list of dicts, each with what the sentence about it needs.
    """
    limits = _limits(used)
    found = [
        *_pushing(units, duties, milestones, matters, limits),
        *_lagging(units, paces, limits),
        *_no_effect(units, rates, limits),
    ]
    judged = set(past["candidate_id"])
    open_ones = past[past["is_open"].astype(bool)]
    is_open = set(zip(open_ones["unit_id"], open_ones["ground"], strict=True))
    for one in found:
        if one["state"] == "fires":
            is_known = one["candidate_id"] in judged or (one["unit_id"], one["ground"]) in is_open
            one["state"] = "known" if is_known else "waits"
    return pd.DataFrame(found, columns=list(FINDING_COLUMNS)).assign(
        reports=limits.reports, periods=limits.periods, days=limits.days
    )


def waiting(found: pd.DataFrame) -> pd.DataFrame:
    """待核实, of `findings`."""
    return found[found["state"] == "waits"].reset_index(drop=True)


def improved(found: pd.DataFrame) -> pd.DataFrame:
    """改进, of `findings`."""
    return found[found["state"] == "improved"].reset_index(drop=True)


def tests(found: pd.DataFrame) -> pd.DataFrame:
    """Of `findings`, a row a test: how many units it could look at, and what was missing for how many.

    missing: (code, units) pairs. It says of nobody whether a test fires.
    """
    return pd.DataFrame(
        [_test(ground, of_test) for ground in GROUNDS if len(of_test := found[found["ground"] == ground])],
        columns=list(TEST_COLUMNS),
    )


def _test(ground: str, of_test: pd.DataFrame) -> dict[str, Any]:
    told = rows(of_test)
    looked_at = {row["unit_id"] for row in told if row["state"] != "missing"}
    lacking: Counter[str] = Counter()
    for of_unit in grouped(told, "unit_id"):
        # of the last two tests a unit needs one subject that can be judged; of the first every part is told
        if ground == "weak_push" or of_unit[0]["unit_id"] not in looked_at:
            lacking.update({code.split(":")[0] for row in of_unit for code in row["missing"]})
    lacking_most = sorted(lacking.items(), key=lambda pair: (-pair[1], pair[0]))
    return {
        **{"ground": ground, "units": of_test["unit_id"].nunique(), "looked_at": len(looked_at)},
        **{name: told[0][name] for name in ("reports", "periods", "days")},
        "missing": [f"{code}:{count}" for code, count in lacking_most],
    }


def _limits(used: dict[str, float]) -> Thresholds:
    own = {name: int(value) for name, value in used.items() if name.startswith("supervision_")}
    set_for_pace = limits_of(used) if used.keys() >= set(LIMITS) else pace.USUAL
    return Thresholds(**{name.removeprefix("supervision_"): own[name] for name in own}, pace=set_for_pace)


def candidate_id(ground: str, unit_id: str, subject: str, evidence: Iterable[object]) -> str:
    """Stands for a candidate and its evidence: new evidence is a new candidate."""
    told = hashlib.sha256("|".join(sorted(map(str, evidence))).encode()).hexdigest()
    return f"{ground}/{unit_id}/{subject}/{told[:8]}"


def _finding(unit: Row, ground: str, state: str, **more: Any) -> dict[str, Any]:
    return {
        **{name: unit[name] for name in ("unit_id", "short_name", "short_name_en", "unit_sort")},
        **{"ground": ground, "state": state, "subject": "", "subject_name": None, "subject_name_en": None},
        **{"evidence": [], "missing": (), "candidate_id": None, "day": unit["day"]},
        **more,
    }


# 推进不力


def _pushing(
    units: pd.DataFrame,
    duties: pd.DataFrame,
    milestones: pd.DataFrame,
    matters: pd.DataFrame,
    limits: Thresholds,
) -> list[dict[str, Any]]:
    owed, items, handed = (
        {of[0]["unit_id"]: of for of in grouped(rows(frame), "unit_id")}
        for frame in (duties, milestones, matters)
    )
    found = []
    for unit in rows(units):
        own = owed.get(unit["unit_id"], [])
        tasks = [row for row in handed.get(unit["unit_id"], []) if pd.notna(row["step"])]
        planned = items.get(unit["unit_id"], [])
        if not own and not tasks and not planned:
            lacking = ("duties", *(() if unit["milestones"] else ("milestones",)))
            found.append(_finding(unit, "weak_push", "missing", missing=lacking))
            continue
        day = _day(unit["day"])
        verdict = faults.pushing_weakly(
            [*(_duty(row, day, limits) for row in own), *map(_task, tasks)],
            [_milestone(row) for row in planned] if unit["milestones"] else None,
            day,
            limits.days,
        )
        named = {
            **{row["action_id"]: row for row in own},
            **{row["task_id"]: {**row, "name": row["title"], "name_en": row["title_en"]} for row in tasks},
            **{
                row["record_id"]: {**row, "name": row["title"], "name_en": row["title_en"]} for row in planned
            },
        }
        evidence = [_about(one, named[one.of]) for one in verdict.evidence]
        keys = [(one.code, one.of, one.on) for one in verdict.evidence]
        found.append(
            _finding(
                unit,
                "weak_push",
                "fires" if verdict.fires else "quiet",
                evidence=evidence,
                missing=verdict.missing,
                candidate_id=candidate_id("weak_push", unit["unit_id"], "", keys),
            )
        )
    return found


def _duty(row: Row, day: dt.date, limits: Thresholds) -> Duty:
    """What comes every period is overdue when several in a row went by: one missed is made good."""
    due = _date(row["due_on"])
    if row["cadence"] != "once" and (due is None or row["undone"] < limits.periods):
        due = day
    return Duty(row["action_id"], "action", True, due, _date(row["done_on"]))


def _milestone(row: Row) -> Milestone:
    return Milestone(row["record_id"], _date(row["due_on"]), _date(row["done_on"]), _date(row["last_word"]))


def _task(row: Row) -> Duty:
    """Fed back is the unit's part done; what is not closed yet then waits for whoever checks."""
    has_answered = row["step"] in ("fed_back", "checked", "closed")
    day = _day(row["day"])
    return Duty(row["task_id"], "task", True, _date(row["due_now"]) or day, day if has_answered else None)


def _about(one: Evidence, row: Row) -> dict[str, Any]:
    return {
        **{"code": one.code, "name": row["name"], "name_en": row["name_en"], "on": one.on, "days": one.days},
        **{"cadence": row.get("cadence"), "undone": row.get("undone")},
    }


# 进展滞后


def _lagging(units: pd.DataFrame, paces: pd.DataFrame, limits: Thresholds) -> list[dict[str, Any]]:
    found = []
    known = _by_id(units)
    targets = grouped(rows(paces), "target_id")
    for of_target in targets:
        found.append(_lag(known[of_target[0]["unit_id"]], of_target, limits))
    with_target = {of[0]["unit_id"] for of in targets}
    found += [
        _finding(unit, "lagging", "missing", missing=("target",))
        for unit in rows(units)
        if unit["unit_id"] not in with_target
    ]
    return sorted(found, key=lambda one: (one["unit_sort"], one["subject"]))


def _by_id(units: pd.DataFrame) -> dict[str, Row]:
    return {row["unit_id"]: row for row in rows(units)}


def _lag(unit: Row, of_target: Sequence[Row], limits: Thresholds) -> dict[str, Any]:
    first = of_target[0]
    subject = {
        "subject": first["metric_id"],
        "subject_name": first["metric_name"],
        "subject_name_en": first["metric_name_en"],
    }
    plan = _plan(first)
    if isinstance(plan, Refused):
        lacking = "definition" if first["is_redefined"] else "plan"
        return _finding(unit, "lagging", "missing", missing=(lacking,), **subject)
    seen = [
        _paced(row, earlier, plan, limits.pace)
        for row, earlier in zip(of_target, [*of_target[1:], None], strict=True)
    ]
    if pd.isna(first["value"]):
        return _finding(unit, "lagging", "missing", missing=("reports",), **subject)
    states = [one.reason if isinstance(one, Refused) else one.state for one in seen]
    reports = [PaceReport(_day(row["as_of"]), state) for row, state in zip(of_target, states, strict=True)]
    verdict = faults.lagging(reports, limits.reports)
    last, before = seen[0], seen[1 : 1 + limits.reports]
    evidence = [
        _gap(row, one) for row, one in zip(of_target, seen, strict=True) if isinstance(one, pace.Pace)
    ]
    if verdict.fires:
        state = "fires"
    elif isinstance(last, pace.Pace) and last.state == "on_pace" and _were_behind(before):
        state = "improved"
    else:
        state = "missing" if verdict.missing else "quiet"
    return _finding(
        unit,
        "lagging",
        state,
        evidence=evidence[: limits.reports + (state == "improved")],
        missing=verdict.missing,
        candidate_id=candidate_id(
            "lagging", first["unit_id"], first["metric_id"], [one.on for one in verdict.evidence]
        ),
        **subject,
    )


def _were_behind(before: Sequence[pace.Pace | Refused]) -> bool:
    return any(isinstance(one, pace.Pace) and one.state == "behind" for one in before)


def _plan(row: Row) -> pace.Plan | Refused:
    """As 进展 lays it; without a day to be reached by there is none, nor across a new definition."""
    if row["is_redefined"]:
        return Refused("redefined")
    return Refused("no_due_date") if pd.isna(row["due"]) else plan_of(row)


def _paced(row: Row, earlier: Row | None, plan: pace.Plan, limits: Limits) -> pace.Pace | Refused:
    """As it was seen on the report's own day; the last is 未更新 when the next is too long overdue."""
    report = _report(row)
    if report is None:
        return Refused("not_reported")
    days_late = (_day(row["day"]) - _day(row["next_on"])).days
    is_missed = row["report_no"] == 1 and days_late >= limits.stale_after
    return pace.pace(
        report,
        float(row["aim"]),
        plan,
        today=report.as_of,
        counts=is_counted(row),
        before=_report(earlier),
        missed=is_missed,
        limits=limits,
    )


def _report(row: Row | None) -> pace.Report | None:
    if row is None or pd.isna(row["value"]):
        return None
    return pace.Report(float(row["value"]), _day(row["as_of"]), float(row["lower"]), float(row["upper"]))


def _gap(row: Row, one: pace.Pace) -> dict[str, Any]:
    return {
        **{"code": "pace", "on": _day(row["as_of"]), "share": one.share, "gap": one.gap_points},
        **{"days": one.days_late, "state": one.state},
    }


def gaps(paces: pd.DataFrame) -> dict[tuple[str, str], float]:
    """(unit, metric) -> percentage points its last report was ahead of the plan; below 0 is short."""
    found = {}
    for of_target in grouped(rows(paces), "target_id"):
        row = of_target[0]
        plan = _plan(row)
        one = plan if isinstance(plan, Refused) else _paced(row, None, plan, pace.USUAL)
        if isinstance(one, pace.Pace):
            found[str(row["unit_id"]), str(row["metric_id"])] = one.gap_points
    return found


def attention(frame: pd.DataFrame, paces: pd.DataFrame) -> pd.DataFrame:
    """The question attention, with gap: how the metric it was confirmed for stands to its plan now."""
    known = gaps(paces) if len(frame) else {}
    gap = [
        known.get((str(row["unit_id"]), ([*str(row["record_id"]).split("/"), "", ""])[2]), np.nan)
        for row in rows(frame)
    ]
    return frame.assign(gap=pd.Series(gap, index=frame.index, dtype=float))


# 成效不明显


def _no_effect(units: pd.DataFrame, rates: pd.DataFrame, limits: Thresholds) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    known = _by_id(units)
    for of_rate in grouped(rows(rates), "metric_id"):
        found += _of_rate(known, of_rate, limits)
    with_rate = {one["unit_id"] for one in found}
    found += [
        _finding(unit, "little_effect", "missing", missing=("rate",))
        for unit in rows(units)
        if unit["unit_id"] not in with_rate
    ]
    return sorted(found, key=lambda one: (one["unit_sort"], one["subject"]))


@dataclass(frozen=True)
class Shares:
    """One unit's rate: what each report added, and all of it so far. Oldest first."""

    told: list[Row]
    gained: np.ndarray
    gained_of: np.ndarray
    so_far: np.ndarray
    so_far_of: np.ndarray


def _shares(told: list[Row]) -> Shares:
    counts, sizes = (np.array([float(row[name]) for row in told]) for name in ("counts", "sizes"))
    if told[0]["gained"]:
        return Shares(told, counts, sizes, counts.cumsum(), sizes.cumsum())
    return Shares(told, np.diff(counts, prepend=0), np.diff(sizes, prepend=0), counts, sizes)


def _of_rate(known: dict[str, Row], of_rate: Sequence[Row], limits: Thresholds) -> list[dict[str, Any]]:
    each = [_shares(told) for told in grouped(of_rate, "unit_id")]
    charts = _charts(each)
    places = _places(each, limits.reports)
    return [
        _effect(known[shares.told[0]["unit_id"]], shares, drawn, places, limits)
        for shares, drawn in zip(each, charts, strict=True)
    ]


def _charts(each: list[Shares]) -> list[chart.Chart | Refused]:
    days = sorted({row["as_of"] for shares in each for row in shares.told})
    at = {day: place for place, day in enumerate(days)}
    values = np.full((len(each), len(days)), np.nan)
    for number, shares in enumerate(each):
        for row, counts, sizes in zip(shares.told, shares.gained, shares.gained_of, strict=True):
            if sizes >= LEAST and 0 <= counts <= sizes:
                values[number, at[row["as_of"]]] = counts / sizes
    return chart.xmr(values)


def _places(each: list[Shares], reports: int) -> dict[tuple[str, object], str]:
    """(unit, day) -> where it lay among its group's reports so far; the group's last days only."""
    found: dict[tuple[str, object], str] = {}
    points = [
        {**row, "so_far": counts, "so_far_of": sizes}
        for shares in each
        for row, counts, sizes in zip(shares.told, shares.so_far, shares.so_far_of, strict=True)
    ]
    for of_group in grouped(points, "comparable_group"):
        days = sorted({row["as_of"] for row in of_group})[-reports - MISSED :]
        for of_day in grouped([row for row in of_group if row["as_of"] in days], "as_of"):
            told = funnel.proportions([row["so_far"] for row in of_day], [row["so_far_of"] for row in of_day])
            if isinstance(told, Refused):
                continue
            for at, place in zip(told.at, told.places, strict=True):
                found[str(of_day[at]["unit_id"]), of_day[at]["as_of"]] = str(place)
    return found


def _effect(
    unit: Row,
    shares: Shares,
    drawn: chart.Chart | Refused,
    places: dict[tuple[str, object], str],
    limits: Thresholds,
) -> dict[str, Any]:
    last = shares.told[-1]
    direction = cast(chart.Direction, last["direction"])
    variation: str = chart.variation(drawn, direction)
    is_clear = is_better(variation)
    if variation not in get_args(chart.Variation):
        is_clear = is_better(recent_change(shares.gained, shares.gained_of, direction, CLEARLY))
        variation = recent_change(shares.gained, shares.gained_of, direction, LIKELY) or variation
    goal = None if pd.isna(last["target_value"]) else float(last["target_value"])
    assurance = chart.assurance(drawn, goal, direction)
    lately = {places.get((str(row["unit_id"]), row["as_of"])) for row in shares.told[-limits.reports :]}
    place = lately.pop() if len(lately) == 1 else "inside" if None not in lately else None
    verdict = faults.no_effect(variation, assurance, place, direction)
    better = "above_998" if direction == "up" else "below_998"
    if verdict.fires:
        state = "fires"
    elif is_clear or place == better:
        state = "improved"
    else:
        state = "missing" if _is_blind(verdict) else "quiet"
    told = {
        **{
            "code": "rate",
            "counts": shares.so_far[-1],
            "sizes": shares.so_far_of[-1],
            "on": _day(last["as_of"]),
        },
        **{"variation": variation, "place": place, "target": goal},
        "codes": tuple(one.code for one in verdict.evidence),
    }
    return _finding(
        unit,
        "little_effect",
        state,
        evidence=[told],
        missing=verdict.missing,
        candidate_id=candidate_id(
            "little_effect", last["unit_id"], last["metric_id"], [*told["codes"], _day(last["as_of"])]
        ),
        **{"subject": last["metric_id"], "subject_name": last["metric_name"]},
        subject_name_en=last["metric_name_en"],
    )


def _is_blind(verdict: faults.Finding) -> bool:
    """Nothing to fire on: neither a target nor a group to compare with, or no word on improvement."""
    lacking = {code.split(":")[0] for code in verdict.missing}
    return "variation" in lacking or {"assurance", "place"} <= lacking


def recent_change(
    gained: np.ndarray, gained_of: np.ndarray, direction: chart.Direction, errors: float
) -> str | None:
    """The last reports against those before, for series too short for a chart; None: too little was told.

    errors: standard errors from which on it is more than chance.
    """
    recent = min(RECENT, len(gained) // 2)
    if recent < FEWEST or (gained < 0).any() or (gained > gained_of).any():
        return None
    sizes = gained_of[-recent:].sum(), gained_of[:-recent].sum()
    if min(sizes) < ENOUGH:
        return None
    new, old = (
        float(np.arcsin(np.sqrt(part.sum() / size)))
        for part, size in zip((gained[-recent:], gained[:-recent]), sizes, strict=True)
    )
    z = 2 * (new - old) / float(np.sqrt(1 / sizes[0] + 1 / sizes[1]))
    if abs(z) < errors:
        return "common"
    return f"{'improvement' if (z > 0) == (direction == 'up') else 'concern'}_{'high' if z > 0 else 'low'}"


def is_better(variation: str | None) -> bool:
    return variation is not None and variation.startswith("improvement")


# Spot checks


def draws(frame: pd.DataFrame) -> pd.DataFrame:
    """The question supervision_draws: those drawn, each with its code.

    agrees: drawing the whole draw again gives the same list. pool: how many its stratum could have drawn.
    """
    lines: list[dict[str, Any]] = []
    for of_draw in grouped(rows(frame), "draw_id"):
        again: list[str] = []
        for own in sorted(grouped(of_draw, "comparable_group"), key=lambda own: own[0]["stratum_no"]):
            first = own[0]
            ordered = draw.in_order(
                str(first["announced_no"]), str(first["comparable_group"]), [row["unit_id"] for row in own]
            )
            again += ordered[: int(first["count"])]
        kept = [row for row in of_draw if pd.notna(row["drawn_no"])]
        agrees = again == [row["unit_id"] for row in kept]
        lines += [
            {
                **row,
                "code": draw.code(row["announced_no"], row["comparable_group"], row["unit_id"]),
                "agrees": agrees,
                "pool": sum(one["comparable_group"] == row["comparable_group"] for one in of_draw),
            }
            for row in kept
        ]
    more = ["code", "agrees", "pool"]
    return pd.DataFrame(lines, columns=[*frame.columns, *more])


def checked_groups(frame: pd.DataFrame) -> pd.DataFrame:
    """The question supervision_unchecked counted: a row a group, with units checked and never checked."""
    return pd.DataFrame(
        [
            {
                **{name: own[0][name] for name in ("comparable_group", "group_name", "group_name_en")},
                "checked": sum(row["checks"] > 0 for row in own),
                "never": sum(row["checks"] == 0 for row in own),
            }
            for own in grouped(rows(frame), "comparable_group")
        ]
    )
