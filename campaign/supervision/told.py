"""督导 in words: cells of its tables, the evidence of a candidate, and what its pictures come to."""

import pandas as pd

from campaign.methods.rows import Row, grouped, rows
from campaign.supervision.draw import SHOWN
from campaign.words import Words

MOST_TOLD = 3  # pieces of evidence in one sentence; the others are counted


def percent(share: float) -> str:
    return f"{100 * share:.1f}"


# A candidate and what improved


def subject(row: Row, words: Words) -> str:
    return words.either(row["subject_name"], row["subject_name_en"])


def evidence(row: Row, words: Words) -> str:
    """What the test said, in one sentence without its full stop."""
    if row["ground"] == "lagging":
        return _lag(row, words)
    if row["ground"] == "little_effect":
        return _rate(row, words)
    said = [_overdue(one, words) for one in row["evidence"][:MOST_TOLD]]
    more = len(row["evidence"]) - MOST_TOLD
    joined = words("supervision.and_then").join(said)
    return words("supervision.and_more", said=joined, count=more) if more > 0 else joined


def _lag(row: Row, words: Words) -> str:
    last = row["evidence"][0]
    return words(
        "supervision.evidence.lagging",
        metric=subject(row, words),
        count=len(row["evidence"]),
        days=words("list.comma").join(words.day(one["on"]) for one in reversed(row["evidence"])),
        share=percent(last["share"]),
        gap=f"{-last['gap']:.1f}",
        late=last["days"],
    )


def _overdue(one: dict, words: Words) -> str:
    key = one["code"]
    if key == "overdue_action" and one["cadence"] != "once":
        key = "overdue_periods"
    name, count = words.either(one["name"], one["name_en"]), one["undone"]
    return words(
        f"supervision.evidence.{key}", name=name, day=words.day(one["on"]), days=one["days"], count=count
    )


def _rate(row: Row, words: Words) -> str:
    one = row["evidence"][0]
    said = [
        words(f"supervision.evidence.{code}", target="" if one["target"] is None else percent(one["target"]))
        for code in one["codes"]
    ]
    return words(
        "supervision.evidence.rate",
        metric=subject(row, words),
        figure=_share(one, words),
        said=words("list.comma").join(said),
    )


def _share(one: dict, words: Words) -> str:
    counts, sizes = one["counts"], one["sizes"]
    return words(
        "rate.percent",
        percent=percent(counts / sizes),
        counts=words.number(counts),
        sizes=words.number(sizes),
    )


def better(row: Row, words: Words) -> str:
    """How something improved."""
    if row["ground"] == "lagging":
        last, *before = row["evidence"]
        lowest = min(before, key=lambda one: one["gap"])
        return words(
            "supervision.better.pace",
            metric=subject(row, words),
            day=words.day(lowest["on"]),
            gap=f"{-lowest['gap']:.1f}",
            share=percent(last["share"]),
        )
    one = row["evidence"][0]
    is_place = one["place"] in ("above_998", "below_998")
    return words(
        "supervision.better.place" if is_place else "supervision.better.rate",
        metric=subject(row, words),
        figure=_share(one, words),
    )


def since(row: Row, words: Words) -> str:
    """The day the evidence is of; nothing where it is of today."""
    return words.day(row["evidence"][0]["on"]) if row["evidence"] else ""


def ground(row: Row, words: Words) -> str:
    return words(f"supervision.ground.{row['ground']}")


def verdict(row: Row, words: Words) -> str:
    return words(f"supervision.verdict.{row['verdict']}")


def candidates_say(frame: pd.DataFrame, words: Words) -> str:
    counts = [
        words("supervision.counted", what=words(f"supervision.ground.{name}"), count=int(count))
        for name in ("weak_push", "lagging", "little_effect")
        if (count := (frame["ground"] == name).sum())
    ]
    return words("supervision.candidates_say", count=len(frame), counts=words("list.comma").join(counts))


# The tests themselves


def rule(row: Row, words: Words) -> str:
    return words(
        f"supervision.rule.{row['ground']}",
        reports=row["reports"],
        periods=row["periods"],
        days=row["days"],
    )


def looked_at(row: Row, words: Words) -> str:
    return words("supervision.looked_at", count=row["looked_at"], units=row["units"])


def missing(row: Row, words: Words) -> str:
    """What is lacking, and for how many units; nothing lacking is said too."""
    said = [
        words("supervision.missing_for", what=words(f"supervision.missing.{code}"), count=count)
        for code, count in (lacking.split(":") for lacking in row["missing"])
    ]
    return words("supervision.and_then").join(said) or words("supervision.nothing_missing")


# Matters


def matter(row: Row, words: Words) -> str:
    title = words.either(row["title"], row["title_en"])
    if row["state"] == "confirmed":
        return words("list.pair", first=title, second=row["evidence"])
    if not isinstance(row["ground"], str):
        return title
    return words(
        "supervision.matter", title=title, ground=words.either(row["ground_name"], row["ground_name_en"])
    )


def owner(row: Row, words: Words) -> str:
    """Who answers for it; a visitor is told that somebody is named."""
    if isinstance(row["owner"], str):
        return row["owner"]
    return words("supervision.owner_hidden" if row["has_owner"] else "supervision.no_owner")


def deadline(row: Row, words: Words) -> str:
    if pd.isna(row["due_now"]):
        return words("supervision.no_deadline")
    day = words.day(row["due_now"])
    return words("supervision.extended", day=day, count=row["extended"]) if row["extended"] else day


def progress(row: Row, words: Words) -> str:
    """The last step, its day, and what was said with it."""
    if row["state"] == "confirmed":
        return words("supervision.step.confirmed", day=words.day(row["entered_on"]))
    said = words(f"supervision.step.{row['step']}", day=words.day(row["step_on"]))
    return words("list.pair", first=said, second=row["note"]) if isinstance(row["note"], str) else said


def standing(row: Row, words: Words) -> str:
    """待交办, 办理中, 待核查 …; past the deadline by how many days, also where it is closed."""
    said = words(f"supervision.state.{row['state']}")
    return words("supervision.overdue_by", state=said, days=row["days"]) if row["days"] else said


STATES = ("confirmed", "open", "to_check", "to_close", "closed")


def ledger_says(frame: pd.DataFrame, words: Words) -> str:
    """How many matters stand where, overdue ones told apart."""
    said = []
    for state in STATES:
        own = frame[frame["state"] == state]
        if not len(own):
            continue
        overdue = int((own["days"] > 0).sum())
        key = "supervision.counted_overdue" if overdue else "supervision.counted"
        what = words(f"supervision.state.{state}")
        said.append(words(key, what=what, count=len(own), overdue=overdue))
    return words("supervision.ledger_says", count=len(frame), counts=words("list.comma").join(said))


def age(row: Row, words: Words) -> str:
    return words(f"supervision.age.{int(row['age'])}")


def ages_say(frame: pd.DataFrame, words: Words) -> str:
    overdue, in_time = int(frame["overdue"].sum()), int(frame["in_time"].sum())
    return words("supervision.ages_say", count=overdue + in_time, overdue=overdue)


# Checks and draws


def checked(row: Row, words: Words) -> str:
    if not row["checks"]:
        return words("supervision.never")
    return words("supervision.checked", count=row["checks"], day=words.day(row["last_on"]))


def times_drawn(row: Row, words: Words) -> str:
    return words("supervision.times", count=row["drawn"]) if row["drawn"] else ""


def unchecked_say(frame: pd.DataFrame, words: Words) -> str:
    never = int((frame["checks"] == 0).sum())
    return words("supervision.unchecked_say", units=len(frame), never=never)


def check_state(row: Row, words: Words) -> str:
    """Whether what was found is put right; nothing where the record does not say."""
    if pd.isna(row["is_open"]):
        return ""
    return words(
        "supervision.finding_open" if row["is_open"] else "supervision.finding_closed", days=row["days"]
    )


def checks_say(frame: pd.DataFrame, words: Words) -> str:
    """How many checks of each kind, and how many findings are open."""
    kinds = frame[words.column("kind_name")].value_counts(sort=False)
    counts = [words("supervision.counted", what=what, count=int(count)) for what, count in kinds.items()]
    is_open = int(frame["is_open"].fillna(False).sum())
    return words("supervision.checks_say", counts=words("list.comma").join(counts), open=is_open)


def group(row: Row, words: Words) -> str:
    return words.either(row["group_name"], row["group_name_en"]) or str(row["comparable_group"])


def draw_code(row: Row, words: Words) -> str:
    return str(row["code"])[:SHOWN]


def draw_of(row: Row, words: Words) -> str:
    return words("supervision.draw_of", count=row["count"], pool=row["pool"])


def agrees(row: Row, words: Words) -> str:
    return words("supervision.agrees" if row["agrees"] else "supervision.differs")


def draws_say(frame: pd.DataFrame, words: Words) -> str:
    """Each draw: its day, number, how many, and whether drawing again gives the same list."""
    return "".join(
        words(
            "supervision.draw_says",
            day=words.day(own[0]["drawn_on"]),
            number=own[0]["announced_no"],
            count=len(own),
            left_out=own[0]["left_out"],
            agrees=agrees(own[0], words),
        )
        for own in grouped(rows(frame), "draw_id")
    )


def whom(row: Row, words: Words) -> str:
    return words.either(row["short_name"], row["short_name_en"]) or words("choice.all_units")


def attention_matter(row: Row, words: Words) -> str:
    """The matter as confirmed, and where it is of a metric with a plan, how that stands now."""
    title = words.either(row["title"], row["title_en"])
    if pd.isna(row["gap"]):
        return title
    key = "supervision.gap_short" if row["gap"] < 0 else "supervision.gap_none"
    return words(key, matter=title, gap=f"{abs(row['gap']):.1f}")


def attention_owner(row: Row, words: Words) -> str:
    if isinstance(row["owner"], str):
        return row["owner"]
    return words("supervision.owner_hidden") if row["has_owner"] else ""
