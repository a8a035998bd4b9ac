"""What figures say in words: a figure with its hedge, a unit, a metric, a place."""

import pandas as pd

from campaign.figures.look import DOWN, plain, two_lines
from campaign.methods.rows import Row
from campaign.words import Words


def figure_text(row: Row, words: Words) -> str:
    """The figure of one row in the reader's language, hedge word included."""
    return words.figure(row["value"], row["qualifier"], row["uom"], row["uom_en"], row["printed"])


def bar_text(row: Row, words: Words) -> str:
    """The figure beside its metric's name: as printed; in English without the counting unit."""
    if words.lang == "zh":
        return figure_text(row, words)
    return words.figure(row["value"], row["qualifier"], row["uom"], "").strip()


def unit_label(row: Row, words: Words, letters: int = DOWN) -> str:
    """The unit's name, with the variant where its figure is a special one, broken after so many letters."""
    names = (row[words.column("short_name")], row[words.column("variant_name")])
    return "<br>".join(two_lines(part, letters) for part in names if isinstance(part, str))


def figure_hover(row: Row, words: Words) -> str:
    lines = [row[words.column("short_name")]]
    name = row[words.column("metric_name")]
    variant = row[words.column("variant_name")]
    lines.append(f"{name if pd.isna(variant) else f'{name} · {variant}'}: {figure_text(row, words)}")
    coverage = row[words.column("coverage_name")]
    lines.append(words("figure.coverage", coverage=coverage, day=words.day(row["as_of"])))
    if isinstance(row["place"], str):
        lines.append(words("figure.place", place=words.place(row["place"])))
    return "<br>".join(plain(line) for line in lines)


def place_text(row: Row, words: Words) -> str:
    """第1位, 并列第2位, or 第1–3位 where hedge words leave it open."""
    if row["place_best"] != row["place_worst"]:
        return words("rank.open", best=row["place_best"], worst=row["place_worst"])
    return words("rank.shared" if row["sharing"] > 1 else "rank.alone", place=row["place_best"])


def status_word(status: object, words: Words) -> str:
    return words("status.unreported" if pd.isna(status) else f"status.{status}")


def metric_label(row: Row, words: Words) -> str:
    variant = row[words.column("variant_name")]
    name = row[words.column("metric_name")]
    return name if pd.isna(variant) else f"{name} · {variant}"
