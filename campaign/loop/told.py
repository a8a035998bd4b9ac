"""The loop's figures in words: rates with both numbers, cells of tables, and the sentence of each picture."""

from collections.abc import Sequence

import pandas as pd

from campaign.loop import judged
from campaign.methods.rows import Row, grouped
from campaign.methods.sums import sum_qualifier
from campaign.words import Words


def out_of(counts: float, sizes: float, form: object, words: Words) -> str:
    """A rate as its size allows: 91.2%（456/500）, 85%（17/20，样本少）, 3/7; nothing without a form."""
    if not isinstance(form, str):
        return ""
    digits = 1 if form == "percent" else 0
    percent = f"{100 * counts / sizes:.{digits}f}" if sizes else ""
    return words(f"rate.{form}", percent=percent, counts=words.number(counts), sizes=words.number(sizes))


def stage_rate(row: Row, words: Words) -> str:
    """Matters of a stage out of those of the stage before; why not, where it cannot be said."""
    return _rate(row, "counts", "base", words)


def unit_rate(row: Row, words: Words) -> str:
    return _rate(row, "value", "before_value", words)


def lost_share(row: Row, words: Words) -> str:
    return _rate(row, "lost", "before_value", words)


def _rate(row: Row, counts: str, sizes: str, words: Words) -> str:
    said = out_of(row[counts], row[sizes], row["form"], words)
    return said or (words(f"method.short.{row['why_not']}") if isinstance(row["why_not"], str) else "")


def total(row: Row, words: Words) -> str:
    """All units' matters at a stage, hedged as the sum must be; 未报 where nobody gave it."""
    if pd.isna(row["value"]):
        return words("status.unreported")
    return words.figure(row["value"], sum_qualifier(list(row["qualifiers"])), row["uom"], row["uom_en"])


def lost(row: Row, words: Words) -> str:
    return "" if pd.isna(row["lost"]) else words.number(row["lost"])


def between(row: Row, words: Words) -> str:
    """From which stage to which: 受理→反馈."""
    names = (row[words.column("before_name")], row[words.column("stage_name")])
    return words("loop.between", first=names[0], second=names[1])


def when(row: Row, words: Words) -> str:
    """The month of a point, or the last day of its week."""
    if "week" in row:
        return words.day(row["week"])
    return words("loop.month", year=row["month"].year, month=row["month"].month)


def funnel_place(row: Row, words: Words) -> str:
    if isinstance(row["place"], str):
        return words(f"funnel.{row['place']}")
    return words(f"method.short.{row['why_not']}") if isinstance(row["why_not"], str) else ""


def point_kind(row: Row, words: Words) -> str:
    """What the point is; below ten matters, or with a month that cannot be said, why it is none."""
    if isinstance(row["kind"], str):
        return words(f"chart.{row['kind']}")
    if isinstance(row["why_not"], str):
        return words(f"method.short.{row['why_not']}")
    return words("chart.few") if row["form"] == "fraction" else ""


def by_unit(frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    """A row a unit: its day, the count of each stage, then each share with both numbers."""
    lines = []
    for told in grouped(frame.to_dict("records"), "unit_id"):
        shares = [row for row in told if isinstance(row["before_id"], str)]
        lines.append(
            {
                words("column.unit"): told[0][words.column("short_name")],
                words("column.as_of"): words.day(told[0]["as_of"]),
                **{row[words.column("metric_name")]: _count(row, words) for row in told},
                **{_share_name(row, words): unit_rate(row, words) for row in shares},
            }
        )
    return pd.DataFrame(lines)


def _count(row: Row, words: Words) -> str:
    if pd.isna(row["value"]):
        return words("status.unreported")
    return words.figure(row["value"], row["qualifier"], row["uom"], row["uom_en"], row["printed"])


def accepted(row: Row, words: Words) -> str:
    """The count of a unit's first stage, beside what became of it; 未报 where it gave none."""
    if pd.isna(row["value"]):
        return words("status.unreported")
    uom_en = ""  # the axis is narrow in English
    said = words.figure(row["value"], row["qualifier"], row["uom"], uom_en, row["printed"]).strip()
    return words("loop.of_first", count=said)


def _share_name(row: Row, words: Words) -> str:
    """The share's own name; one that no metric defines is named for its stage."""
    name = row[words.column("rate_name")]
    return name if isinstance(name, str) else words("loop.share_of", stage=row[words.column("stage_name")])


# Sentences


def stages_say(frame: pd.DataFrame, words: Words) -> str:
    """Where most matters stop, who reports, and how many of those rated were satisfied."""
    told = frame.to_dict("records")
    satisfied = [row for row in told if not row["is_planned"] and isinstance(row["form"], str)]
    said = [
        words("loop.rate_is", rate=_share_name(row, words), figure=stage_rate(row, words))
        for row in satisfied
    ]
    return "".join([_most_lost(told, words), _cover(told[0], words), *said]) if told else ""


def _cover(row: Row, words: Words) -> str:
    day = words.day(row["last_day"])
    if row["of_units"] == 1:
        return words("loop.cover_one", day=day)
    return words("loop.cover", units=row["of_units"], day=day)


def _most_lost(told: Sequence[Row], words: Words) -> str:
    losing = [row for row in told if row["is_planned"] and not pd.isna(row["lost"]) and row["lost"] > 0]
    if not losing:
        return ""
    most = max(losing, key=lambda row: row["lost"])
    before = next(row for row in told if row["metric_id"] == most["before_id"])
    return words(
        "loop.most_lost",
        first=before[words.column("stage_name")],
        second=most[words.column("stage_name")],
        lost=words.number(most["lost"]),
        uom=words.either(most["uom"], most["uom_en"]),
        base=words.number(most["base"]),
    )


def stuck_say(frame: pd.DataFrame, words: Words) -> str:
    """Before which stage most of the units lose most."""
    if frame.empty:
        return ""
    counted = frame.groupby("stage_no")["unit_id"].count()
    first = frame[frame["stage_no"] == counted.idxmax()].iloc[0]
    said = words("loop.most_units", units=len(frame), count=counted.max(), between=between(first, words))
    return said + _drawn_of(frame, judged.MOST_STUCK, words)


def units_say(frame: pd.DataFrame, words: Words) -> str:
    """How far the units' matters come; that not all units are drawn, where they are not."""
    come = frame[frame["is_planned"] & frame["through"].notna() & frame["before_id"].notna()]
    last = come[come["stage_no"] == come["stage_no"].max()]
    through = last["through"]
    said = ""
    if len(through) > 1:
        said = words(
            "loop.through",
            stage=last.iloc[0][words.column("stage_name")],
            units=len(through),
            low=f"{100 * through.min():.1f}",
            high=f"{100 * through.max():.1f}",
        )
    return said + _drawn_of(frame, judged.MOST_UNITS, words)


def _drawn_of(frame: pd.DataFrame, most: int, words: Words) -> str:
    units = frame["unit_id"].nunique()
    return words("loop.drawn_of", shown=most, all=units) if units > most else ""


def rate_says(frame: pd.DataFrame, words: Words) -> str:
    """Who differs by more than chance, if anybody."""
    of = frame["place"].notna().sum()
    group = words.either(frame.iloc[0]["group_name"], frame.iloc[0]["group_name_en"])
    name = frame.iloc[0][words.column("rate_name")]
    said = [words("funnel.cover", rate=name, group=group, count=of)]
    for place in ("below_998", "above_998"):
        rows = frame[frame["place"] == place].to_dict("records")
        named = [
            words("loop.named", unit=r[words.column("short_name")], rate=unit_rate(r, words)) for r in rows
        ]
        if named:
            said.append(words(f"funnel.say.{place}", units=words("list.comma").join(named)))
    if len(said) == 1:
        said.append(words("funnel.say.none"))
    left_out = int(frame["why_not"].notna().sum())
    return "".join([*said, words("funnel.say.left_out", count=left_out) if left_out else ""])


def months_say(frame: pd.DataFrame, words: Words) -> str:
    """The last point: what it was, whether it is a signal, and whether the target can be relied on."""
    points = frame[frame["kind"].notna()]
    if points.empty:
        return ""
    last = points.iloc[-1]
    return words(
        "chart.say",
        who=words.either(last["short_name"], last["short_name_en"]) or words("chart.all_units"),
        month=when(last, words),
        rate=last[words.column("rate_name")],
        figure=stage_rate(last, words),
        kind=words(f"chart.{last['kind']}"),
        low=f"{100 * max(last['lower'], 0):.1f}",
        high=f"{100 * last['upper']:.1f}",
    ) + words(f"assurance.text.{last['assurance']}")


SHAPES = {
    "improvement_high": "▲", "improvement_low": "▼", "concern_high": "▲", "concern_low": "▼",
    "change_high": "▲", "change_low": "▼", "common": "●",
    "pass": "✔", "fail": "✘", "hit_or_miss": "～", "no_target": "○", "no_direction": "○",
}  # fmt: skip
TONES = {"improvement": "better", "concern": "worse", "pass": "better", "fail": "worse"}


def signs(frame: pd.DataFrame, words: Words) -> list[tuple[str, str, str, str]]:
    """The two icons of a control chart: (shape, tone, what it judges, its word); none without limits."""
    if frame.empty or frame["kind"].isna().all():
        return []
    first = frame.iloc[0]
    return [
        (SHAPES[code], tone_of(code), words(f"{sort}.title"), words(f"{sort}.{code}"))
        for sort, code in (("variation", first["variation"]), ("assurance", first["assurance"]))
    ]


def tone_of(code: str) -> str:
    """better, worse or plain: the three tones a signal may have."""
    return TONES.get(code.removesuffix("_high").removesuffix("_low"), "plain")
