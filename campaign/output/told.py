"""A panel's answer in running text, as a circular has it: figures with their hedge words, from the frame itself."""

from collections.abc import Sequence

import pandas as pd

from campaign.figures.said import figure_text
from campaign.methods.rows import Row, grouped, rows
from campaign.panels import Seen
from campaign.panels.progress import total
from campaign.words import Words

FIGURE = {"unit_id", "short_name", "metric_id", "metric_name", "value", "qualifier", "uom", "printed", "variant"}
ADDED = {"additive", "coverage"}
# columns of tables that name a person, or lead back to a file, and have no place in a paper that goes round
NOT_FOR_PAPER = ("owner", "person", "contact", "signed_by", "by", "entered", "batch", "receipt")
MOST_UNITS = 4  # so many units' figures of one metric can be read in a sentence; more are added up or in the annex
MOST_OF_A_UNIT = 6
MOST_ROWS, MOST_CELLS = 8, 3  # so much of a plain table can be read in a sentence


def told(seen: Seen) -> list[str]:
    """Sentences without their full stop; none where it takes the table to say it."""
    if seen.frame.empty:
        return [seen.panel.empty(seen.words)]
    if seen.refused:
        return [seen.words(f"method.refused.{seen.refused}")]
    if seen.said:
        return [seen.said]
    return _figures(seen.frame, seen.words) if set(seen.frame.columns) >= FIGURE else _lines(seen)


def paper_table(seen: Seen) -> pd.DataFrame:
    """The panel's table without the columns that do not belong on paper."""
    table = seen.panel.table(seen.frame, seen.words)
    left_out = {seen.words(f"column.{c.name}") for c in seen.panel.columns if c.name in NOT_FOR_PAPER}
    return table[[name for name in table.columns if name not in left_out]]


def is_whole(seen: Seen) -> bool:
    """Whether `told` says all of it, so that no table need follow."""
    if seen.frame.empty or seen.refused:
        return True
    if set(seen.frame.columns) >= FIGURE:
        counts = seen.frame.groupby(["metric_id", "variant"])["unit_id"].nunique()
        return not seen.said and bool((counts <= MOST_UNITS).all())
    return bool(told(seen)) and not seen.said and len(paper_table(seen).columns) <= MOST_CELLS


def of_unit(seen: Seen) -> list[str]:
    """The first figures of one unit, its whole figures before parts of them."""
    if not set(seen.frame.columns) >= FIGURE:
        return told(seen) if len(seen.frame) else []
    given = _latest(seen.frame)
    whole = [row for row in given if not row["variant"]] or given
    words = seen.words
    said = [words("paper.metric_figure", metric=metric(r, words), figure=figure_text(r, words)) for r in whole]
    return [words("paper.and").join(said[:MOST_OF_A_UNIT])] if said else []


def metric(row: Row, words: Words) -> str:
    """A metric in running text: its variant in brackets."""
    name, variant = row[words.column("metric_name")], row[words.column("variant_name")]
    return name if pd.isna(variant) else words("paper.variant", metric=name, variant=variant)


def _figures(frame: pd.DataFrame, words: Words) -> list[str]:
    """A sentence a goal where the answer has goals, else one."""
    given = _latest(frame)
    if "goal" not in frame:
        return [_sentence(given, words)] if given else []
    goals = grouped([row for row in given if isinstance(row["goal"], str)], "goal")
    return [
        words("paper.of_goal", goal=words(f"goal.{found[0]['goal']}"), figures=_sentence(found, words))
        for found in goals
    ]


def _latest(frame: pd.DataFrame) -> list[Row]:
    """One row a unit, metric and variant that has a figure: of several days the last."""
    given = frame[frame["value"].notna()]
    if "as_of" in given:
        last = given.groupby(["metric_id", "variant", "unit_id"], sort=False)["as_of"].transform("max")
        given = given[given["as_of"] == last]
    return rows(given.drop_duplicates(["metric_id", "variant", "unit_id"]))


def _sentence(given: Sequence[Row], words: Words) -> str:
    return words("paper.then").join(_of_metric(found, words) for found in grouped(given, "metric_id", "variant"))


def _of_metric(found: list[Row], words: Words) -> str:
    name, unit = metric(found[0], words), words.column("short_name")
    if len(found) == 1:
        only = found[0]
        return words("paper.one", unit=only[unit], metric=name, figure=figure_text(only, words))
    if len(found) <= MOST_UNITS:
        said = [words("paper.unit_figure", unit=r[unit], figure=figure_text(r, words)) for r in found]
        return words("paper.some", metric=name, figures=words("paper.and").join(said))
    summed = total(found, words) if found[0].keys() >= ADDED else ""
    if summed:
        return words("paper.sum", metric=name, figure=summed, units=len(found))
    return words("paper.no_sum", metric=name, units=len(found))


def _lines(seen: Seen) -> list[str]:
    """A short plain table row by row: its first cell, then heading and cell."""
    table = paper_table(seen).iloc[:, :MOST_CELLS]
    if len(table) > MOST_ROWS:
        return []
    words = seen.words
    said = []
    for row in table.astype(str).to_dict("records"):
        (_, first), *others = row.items()
        cells = [words("paper.cell", heading=head, cell=cell) for head, cell in others if cell]
        said.append(words("paper.line", first=first, cells=words("paper.and").join(cells)))
    return [words("paper.then").join(said)]
