"""Rankings in words: places with their interval, moves, tiers, what a score is made of, what pictures say."""

from collections.abc import Callable, Sequence

import pandas as pd

from campaign.figures.said import figure_text, place_text
from campaign.methods.rows import Row, rows
from campaign.methods.uncertainty import BORDERLINE, TIERS
from campaign.words import SHARES, Words

MOST_NAMED = 6  # units a sentence names; the others are in the table


def score(row: Row, words: Words) -> str:
    """82.4, in the decimals of the setting; empty where there is none."""
    return "" if pd.isna(row["score"]) else f"{row['score']:.{row['decimals']}f}"


def place(row: Row, words: Words) -> str:
    """第2位 or 并列第2位; where the draws leave it wide open only the range: 第40—58位."""
    if pd.isna(row["place"]):
        return ""
    if row["is_wide"]:
        return words("rank.open", best=row["low"], worst=row["high"])
    return words("rank.shared" if row["sharing"] > 1 else "rank.alone", place=row["place"])


def interval(row: Row, words: Words) -> str:
    if pd.isna(row["low"]):
        return ""
    if row["low"] == row["high"]:
        return words("rank.alone", place=row["low"])
    return words("rank.open", best=row["low"], worst=row["high"])


def tier(row: Row, words: Words) -> str:
    return words(f"tier.{row['tier']}") if isinstance(row["tier"], str) else ""


def move(row: Row, words: Words) -> str:
    """↑ 上升2位; who had no place the month before has not moved."""
    if pd.isna(row["move"]):
        return ""
    if row["move"] == 0:
        return words("move.same")
    return words("move.up" if row["move"] > 0 else "move.down", count=abs(int(row["move"])))


def weight_there(row: Row, words: Words) -> str:
    """How much of the unit's weight was reported and counted."""
    return "" if pd.isna(row["share"]) else f"{100 * row['share']:.0f}%"


def remark(row: Row, words: Words) -> str:
    """Why there is no score, what is missing, and whether the unit is new here."""
    missing = row["missing" if words.lang == "zh" else "missing_en"]
    said = [words(f"change.{row['change']}")] if isinstance(row["change"], str) else []
    if isinstance(row["why_not"], str):
        said.append(words(f"comparison.short.{row['why_not']}"))
    if len(missing):
        said.append(words("comparison.missing", metrics=words("list.comma").join(missing)))
    return words("comparison.semicolon").join(said)


# One metric


def ranked_place(row: Row, words: Words) -> str:
    return place_text(row, words) if row["is_here"] else ""


def ranked_remark(row: Row, words: Words) -> str:
    return words(f"change.{row['change']}") if isinstance(row["change"], str) else ""


def ranking_says(frame: pd.DataFrame, words: Words) -> str:
    """Who came to the group and who left it, who has a place once only; that all are equal."""
    told = rows(frame)
    said = []
    for _, group in frame[frame["is_here"]].groupby("comparable_group", sort=False):
        if group["place_worst"].max() == 1:
            said.append(
                words(
                    "comparison.equal_group",
                    group=words.either(*group.iloc[0][["group_name", "group_name_en"]]),
                )
            )
    return "".join([*said, *_changes(told, ("entered", "left", "new_place", "no_place"), words)])


def _changes(told: Sequence[Row], changes: Sequence[str], words: Words) -> list[str]:
    """Who came and who went, and that moves are counted without them."""
    said = []
    for change in changes:
        said += _named(change, [row for row in told if row["change"] == change], words)
    return [*said, words("comparison.moves_among")] if said else []


def _named(change: str, told: Sequence[Row], words: Words) -> list[str]:
    if not told:
        return []
    names = [row[words.column("short_name")] for row in told[:MOST_NAMED]]
    units = words("list.comma").join(names)
    if len(told) > MOST_NAMED:
        units = words("comparison.and_others", units=units, count=len(told))
    return [words("comparison.change_is", change=words(f"change.{change}"), units=units)]


# The index


def scores_say(frame: pd.DataFrame, words: Words) -> str:
    """How many units have a score and in which tiers they stand; who came and who went."""
    told = rows(frame)
    here = [row for row in told if row["change"] != "left"]
    scored = [row for row in here if not pd.isna(row["score"])]
    if not here:
        return ""
    first = here[0]
    said = [
        words(
            "comparison.cover",
            group=words.either(first["group_name"], first["group_name_en"]),
            day=words.day(max((row["as_of"] for row in scored if not pd.isna(row["as_of"])), default=None)),
            units=len(here),
            scored=len(scored),
        )
    ]
    if first["is_trial"]:
        said.insert(0, words("comparison.trial_says"))
    said.append(_tiers_say(scored, words))
    return "".join([*said, *_changes(told, ("entered", "left", "scored", "unscored"), words)])


def _tiers_say(scored: Sequence[Row], words: Words) -> str:
    tiers = [row["tier"] for row in scored]
    if not any(isinstance(name, str) for name in tiers):
        return words("comparison.all_equal")
    counted = [
        words("comparison.tier_has", tier=words(f"tier.{name}"), count=tiers.count(name))
        for name in (*TIERS, BORDERLINE)
    ]
    return words("comparison.tiers", tiers=words("list.comma").join(counted))


def unit_label(row: Row, words: Words) -> str:
    """Beside a unit's band: score, place, tier; why there is none."""
    if pd.isna(row["score"]):
        return remark({**row, "missing": (), "missing_en": (), "change": None}, words)
    return " ".join(
        part for part in (score(row, words), _place_and_move(row, words), tier(row, words)) if part
    )


def _place_and_move(row: Row, words: Words) -> str:
    return place(row, words) if row["is_wide"] else f"{place(row, words)}{arrow(row)}"


def arrow(row: Row) -> str:
    """↑2, in the room of a mark; nothing for who stayed, or had no place the month before."""
    if pd.isna(row["move"]) or row["move"] == 0:
        return ""
    return f" {'↑' if row['move'] > 0 else '↓'}{abs(int(row['move']))}"


# Why this score


def scored_figure(row: Row, words: Words) -> str:
    """A figure as it was scored, both numbers where it was divided; as reported where it was not scored."""
    if isinstance(row["why_not"], str) or pd.isna(row["scored"]):
        return "" if pd.isna(row["value"]) else figure_text(row, words)
    if pd.isna(row["below"]) or not isinstance(row["denominator"], str):
        return measured(row["scored"], row, words)
    if 0 <= row["scored"] <= 1:
        percent = f"{100 * row['scored']:.1f}"
        return words(
            "rate.percent",
            percent=percent,
            counts=words.number(row["value"]),
            sizes=words.number(row["below"]),
        )
    return words(
        "comparison.per",
        value=words.number(round(row["scored"], 3)),
        counts=words.number(row["value"]),
        sizes=words.number(row["below"]),
    )


def measured(value: float, row: Row, words: Words) -> str:
    """A value of the metric as scored: a share in percent, else in its unit of measure."""
    if pd.isna(value):
        return ""
    is_share = row["uom"] in SHARES or isinstance(row["denominator"], str)
    if is_share and abs(value) <= 1:
        return f"{100 * value:.1f}%"
    if isinstance(row["denominator"], str):
        return words.number(round(value, 3))
    return words.figure(round(value, 4), "exact", row["uom"], row["uom_en"])


def group_figure(row: Row, words: Words) -> str:
    return measured(row["mean_scored"], row, words)


def points(column: str) -> Callable[[Row, Words], str]:
    """A cell of points, 0–100, with one decimal."""
    return lambda row, words: "" if pd.isna(row[column]) else f"{row[column]:.1f}"


def contribution(row: Row, words: Words) -> str:
    """+1.2: what the metric adds to the score against the group's mean."""
    return "" if pd.isna(row["shown"]) else signed(row["shown"], row["decimals"])


def signed(value: float, decimals: int) -> str:
    return f"{value:+.{decimals}f}".replace("-", "−")


def role(row: Row, words: Words) -> str:
    if isinstance(row["why_not"], str):
        return words(f"comparison.short.{row['why_not']}")
    return words(f"comparison.{row['role']}") if isinstance(row["role"], str) else ""


def why_says(frame: pd.DataFrame, words: Words) -> str:
    """The sum the score is, then up to three strengths and three weaknesses, each with its figure."""
    told = rows(frame)
    if not told:
        return ""
    first, decimals = told[0], told[0]["decimals"]
    parts = [signed(row["shown"], decimals) for row in told if not pd.isna(row["shown"])]
    said = [
        words(
            "comparison.adds_up",
            unit=first[words.column("short_name")],
            score=f"{first['score']:.{decimals}f}",
            base=f"{first['base']:.{decimals}f}",
            parts=" ".join(parts),
        )
    ]
    for name, order in (("strength", 1), ("weakness", -1)):
        named = [_part(row, words) for row in told[::order] if row["role"] == name]
        said.append(
            words(f"comparison.{name}_is", parts=words("list.comma").join(named))
            if named
            else words(f"comparison.no_{name}")
        )
    return "".join(said)


def _part(row: Row, words: Words) -> str:
    return words(
        "comparison.part",
        metric=row[words.column("metric_name")],
        figure=measured(row["scored"], row, words),
        mean=group_figure(row, words),
        points=contribution(row, words),
    )


# What hangs on each metric, and the weights


def left_out_say(frame: pd.DataFrame, words: Words) -> str:
    told = [row for row in rows(frame) if not pd.isna(row["mean_move"])]
    if not told:
        return ""
    most = max(told, key=lambda row: row["mean_move"])
    return words(
        "comparison.hangs_most", metric=most[words.column("metric_name")], places=f"{most['mean_move']:.1f}"
    )


def mean_move(row: Row, words: Words) -> str:
    return "" if pd.isna(row["mean_move"]) else f"{row['mean_move']:.1f}"


def most_moved(row: Row, words: Words) -> str:
    if pd.isna(row["most_moved"]):
        return ""
    who = words.either(row["most_who"], row["most_who_en"])
    return words("comparison.most_moved", count=int(row["most_moved"]), unit=who)


def percent(row: Row, words: Words) -> str:
    return words("weights.taken_out") if row["weight"] == 0 else f"{words.number(row['weight'])}%"


def goalpost(column: str) -> Callable[[Row, Words], str]:
    """A goalpost as people read the metric: a share in percent."""
    return lambda row, words: measured(row[column], row, words)


def weights_say(told: Sequence[Row], who: str, words: Words) -> str:
    """Of what the index is made, who signed it, when, and which version it is."""
    first = told[0]
    parts = [
        words("list.pair", first=row[words.column("metric_name")], second=percent(row, words)) for row in told
    ]
    return words(
        "comparison.signed",
        who=who,
        day=words.day(first["logged_at"]),
        version=first["version"],
        event=first["event_no"],
        parts=words("list.comma").join(parts),
    )
