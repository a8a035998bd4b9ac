"""Nominations in words: cells of tables, and the sentence of each picture."""

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd

from campaign.awards import judged
from campaign.methods.rows import Row, grouped, rows
from campaign.words import Words


def stage(row: Row, words: Words) -> str:
    """How far a nomination has come: 终评通过, 资格审核未通过, 考察环节撤回; 待推荐 before the first step."""
    if not isinstance(row["last_stage"], str):
        return words("award.not_begun")
    if row["last_outcome"] == "passed":
        return words(f"award_passed.{row['last_stage']}")
    return words(f"award.step_{row['last_outcome']}", stage=words(f"award_stage.{row['last_stage']}"))


def subject(row: Row, words: Words) -> str:
    """The nominee's name, or that it is not public yet."""
    return row["subject"] if isinstance(row["subject"], str) else words("award.hidden")


def passed(row: Row, words: Words) -> object:
    return words("status.unreported") if pd.isna(row["passed"]) else int(row["passed"])


def ended(row: Row, words: Words) -> object:
    return words("status.unreported") if pd.isna(row["ended"]) else int(row["ended"])


def places(row: Row, words: Words) -> str:
    """拟评选名额 with its counting unit; 未设名额 where no quota is set."""
    if pd.isna(row["places"]):
        return words("award.no_places")
    uom = words.either(row["uom"], row["uom_en"]) if words.lang == "zh" else ""
    return words("awards.places", places=int(row["places"]), uom=uom).strip()


def left(row: Row) -> int | None:
    """Places nobody holds; None without a quota. Before the first nomination all of them."""
    if pd.isna(row["places"]):
        return None
    return int(row["places"]) - (0 if pd.isna(row["held"]) else int(row["held"]))


def stages_say(frame: pd.DataFrame, words: Words) -> str:
    """How far each award has come: the last stage any of its nominations has passed."""
    said = []
    for found in grouped(rows(frame), "award"):
        come = [row for row in found if pd.notna(row["passed"]) and row["passed"] > 0]
        if come:
            stage = words(f"award_stage.{come[-1]['stage']}")
            said.append(words("award.come_to", award=found[0][words.column("name")], stage=stage))
    return words("award.stages_say", awards=words("list.semicolon").join(said)) if said else ""


def mean(row: Row, words: Words) -> str:
    """The mean to four places, with how many scores it is of."""
    if not isinstance(row["mean"], Fraction):
        return words("award.no_score")
    return words(
        "award.mean_trimmed" if row["is_trimmed"] else "award.mean",
        mean=decimal(row["mean"]),
        count=row["given"],
    )


def decimal(value: Fraction) -> str:
    """A fraction to four places, halves up, without needless noughts."""
    tens = (value * 10_000 + Fraction(1, 2)).__floor__()
    return f"{tens // 10_000}.{tens % 10_000:04}".rstrip("0").rstrip(".")


def given(row: Row, words: Words) -> str:
    """Every score, lowest first, those left out in brackets."""
    if row["scores"] is None or len(row["scores"]) == 0:
        return ""
    said = [words.number(value) for value in row["scores"]]
    if row["is_trimmed"]:
        low, *counted, high = said
        said = [words("award.left_out", score=low), *counted, words("award.left_out", score=high)]
    return words("list.comma").join(said)


def standing(row: Row, words: Words) -> str:
    """Within the places, tied or beyond; what 终评 came to where it has been."""
    if row["reviewed"] == "passed":
        return words("award_passed.final_review")
    if isinstance(row["reviewed"], str):
        return words(f"award.step_{row['reviewed']}", stage=words("award_stage.final_review"))
    return words(f"award.standing_{row['standing']}") if isinstance(row["standing"], str) else ""


def scores_say(frame: pd.DataFrame, words: Words) -> str:
    """Which awards have a tie across the cut: the program stops there."""
    said = []
    for found in grouped(rows(frame), "award"):
        tied = [row for row in found if row["standing"] == judged.TIED]
        if tied:
            names = words("list.comma").join(subject(row, words) for row in tied)
            said.append(
                words(
                    "award.tie_says",
                    award=found[0][words.column("award_name")],
                    places=int(found[0]["places"]),
                    subjects=names,
                )
            )
    return "".join(said)


def period(row: Row, words: Words) -> str:
    """From the first to the last working day that counts; why there is no answer."""
    if isinstance(row["why_not"], str):
        return words("award.no_calendar", year=row["about"])
    return words("award.period", first=words.day(row["first"]), last=words.day(row["last"]))


def notices_say(frame: pd.DataFrame, words: Words) -> str:
    """How the period is counted."""
    first = frame.iloc[0]
    return words(f"award.starting_{first['starting']}", days=first["working_days"])


def skipped(row: Row, words: Words) -> str:
    """The days that did not count, each by its name, and weekend days that did."""
    if isinstance(row["why_not"], str):
        return ""
    off = [_off(day, name, words) for day, name in row["skipped"]]
    said = [
        words("award.skipped", days=words("list.comma").join(off)) if off else words("award.none_skipped")
    ]
    if row["worked"]:
        days = words("list.comma").join(words.day(day) for day in row["worked"])
        said.append(words("award.worked", days=days))
    return "".join(said)


def _off(day: object, name: str, words: Words) -> str:
    """A holiday by its name (Chinese, as the notice says it); a weekend day as one."""
    why = name if name and words.lang == "zh" else words("award.holiday" if name else "award.weekend")
    return words("award.day_off", day=words.day(day), why=why)  # type: ignore[arg-type]


def posted(row: Row, words: Words) -> str:
    said = str(row["posted"])
    return said + (words("award.posted_ended", count=row["ended"]) if row["ended"] else "")


# Shares


def group_name(row: Row, words: Words) -> str:
    return words.either(row["group_name"], row["group_name_en"]) or words("award.city_units")


def by_group(frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    """A row a group: its units, then for each award how many were nominated, posted and named."""
    lines = []
    for found in grouped(rows(frame), "grouping", "code"):
        first = found[0]
        lines.append(
            {
                words("column.grouping"): words(f"award.grouping_{first['grouping']}"),
                words("column.group_of_units"): group_name(first, words),
                words("column.units_of_group"): int(first["units"]),
                **{row[words.column("award_name")]: _spread(row, words) for row in found},
            }
        )
    return pd.DataFrame(lines)


def _spread(row: Row, words: Words) -> str:
    if pd.isna(row["nominated"]):
        return words("status.unreported")
    return words("award.spread", nominated=row["nominated"], posted=row["posted"], named=row["named"])


# Recognitions


def level(row: Row, words: Words) -> str:
    return words.either(row["level_name"], row["level_name_en"]) or words("award.no_level")


def day_said(row: Row, words: Words) -> str:
    if pd.isna(row["on_date"]):
        return str(row["date_printed"]) if words.lang == "zh" and isinstance(row["date_printed"], str) else ""
    return words.day(row["on_date"])


def recognitions_say(frame: pd.DataFrame, words: Words) -> str:
    """How many there are, and of them the units' own words; never who has none."""
    claims = int(frame["is_claim"].sum())
    said = words("award.recognitions_say", count=len(frame))
    return said + (words("award.claims_say", count=claims) if claims else "")


# One unit


# Apportionment


def fraction(value: Fraction) -> str:
    """Exact, whole part first: 2 11/13."""
    whole, rest = divmod(value.numerator, value.denominator)
    if not rest:
        return str(whole)
    part = f"{rest}/{value.denominator}"
    return f"{whole} {part}" if whole else part


def apportionment(
    table: pd.DataFrame, names: Sequence[str], tied: Sequence[str], words: Words
) -> pd.DataFrame:
    """The table of 最大余数法, a row a group in official order; a tied group's places stay open."""
    told = rows(table)
    open_places = words("award.tied_short")
    return pd.DataFrame(
        {
            words("column.group_of_units"): list(names),
            words("column.size_of_group"): [int(row["size"]) for row in told],
            words("column.exact_share"): [fraction(row["quota"]) for row in told],
            words("column.whole_places"): [int(row["whole"]) for row in told],
            words("column.remainder"): [
                words("award.remainder", exact=fraction(row["remainder"]), about=decimal(row["remainder"]))
                for row in told
            ],
            words("column.extra_place"): [
                open_places if row["group"] in tied else str(int(row["extra"])) for row in told
            ],
            words("column.places_given"): [
                words("award.at_least", places=int(row["places"]))
                if row["group"] in tied
                else str(int(row["places"]))
                for row in told
            ],
        }
    )


def shown_counts(found: Sequence[Row], names: Sequence[str], words: Words) -> tuple[tuple[str, str], ...]:
    """Some of the five stages of one award with how many passed each: (stage, count)."""
    at = {row["shown"]: row for row in found if isinstance(row["shown"], str)}
    return tuple((words(f"award_shown.{name}"), str(passed(at[name], words))) for name in names)
