"""A panel's answer in running text, as a circular has it: figures with their hedge words, from the frame."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from campaign.figures.said import figure_text
from campaign.meeting.deck import Deck, Slide
from campaign.methods.rows import Row, grouped, rows
from campaign.panels import Seen
from campaign.panels.progress import spread, total
from campaign.words import Words, catalogue

FIGURE = {
    "unit_id",
    "short_name",
    "metric_id",
    "metric_name",
    "value",
    "qualifier",
    "uom",
    "printed",
    "variant",
}
ADDED = {"additive", "coverage"}
NEEDED = (
    FIGURE
    | ADDED
    | {
        *("goal", "as_of", "uom_en", "short_name_en", "metric_name_en", "variant_name", "variant_name_en"),
    }
)
# columns of tables that name a person, or lead back to a file, and have no place in a paper that goes round
NOT_FOR_PAPER = ("owner", "person", "contact", "signed_by", "by", "entered", "batch", "receipt")
NOT_SHOWN = ("source", "entered")  # on a slide: notes and annex have them
NOT_IN_TEXT = (*NOT_FOR_PAPER, "source", "note")  # stand in the table alone
MOST_UNITS = 4  # so many units' figures of a metric can be read in a sentence; more are added up
MOST_OF_ONE = 13  # where the answer is of one metric only: the counties of a city
MOST_OF_A_UNIT = 6
MOST_ROWS, MOST_CELLS = 8, 4  # so much of a plain table can be read in a sentence
MOST_COLUMNS = 24  # a table with a column a unit is read on a screen or in a workbook, not on A4
MOST_LISTED = 100  # rows of a table on paper


def with_corrections(deck: Deck) -> Deck:
    """With a last slide of what was corrected since it was finalised; those before stay as they were."""
    if not deck.corrections:
        return deck
    title = Words(deck.lang)("office.corrections", count=len(deck.corrections))
    return replace(deck, slides=(*deck.slides, Slide("corrections", "words", title, lines=deck.corrections)))


def told(seen: Seen) -> list[str]:
    """Sentences without their full stop; none where it takes the table to say it."""
    if seen.frame.empty:
        return [seen.panel.empty(seen.words)]
    if seen.refused:
        return [seen.words(f"method.refused.{seen.refused}")]
    if seen.said:
        return [seen.said]
    return _figures(seen.frame, seen.words) if set(seen.frame.columns) >= FIGURE else _lines(seen)


def fits_paper(seen: Seen) -> bool:
    """Whether the table has few enough columns: an arranged one has one a unit."""
    if seen.panel.arrange is None or "unit_id" not in seen.frame:
        return True
    return seen.frame["unit_id"].nunique() <= MOST_COLUMNS


def paper_table(seen: Seen, without: Sequence[str] = NOT_FOR_PAPER) -> pd.DataFrame:
    """The panel's table without columns that are empty or not for paper; row by row, its first rows."""
    frame = seen.frame if seen.panel.arrange else seen.frame.head(MOST_LISTED)
    table = seen.panel.table(frame, seen.words).head(MOST_LISTED)
    left_out = {seen.words(f"column.{c.name}") for c in seen.panel.columns if c.name in without}
    return telling(table[[name for name in table.columns if name not in left_out]], seen.words)


def slide_table(seen: Seen) -> pd.DataFrame:
    """The panel's table as people look at it together: without receipts, and what tells them nothing."""
    table = seen.panel.table(seen.frame, seen.words)
    unshown = [seen.words(f"column.{name}") for name in NOT_SHOWN]
    return telling(table.drop(columns=unshown, errors="ignore"), seen.words).astype(str)


def telling(table: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The table without columns that nobody filled, or of which readers are told nothing."""
    if table.empty:
        return table
    nothing = ["", words("supervision.owner_hidden")]
    return table.loc[:, ~table.astype(str).isin(nothing).all(axis=0)]


def is_whole(seen: Seen) -> bool:
    """Whether `told` says all of it, so that no table need follow."""
    if seen.frame.empty or seen.refused:
        return True
    if set(seen.frame.columns) >= FIGURE and not seen.said:
        return all(len(g) <= MOST_UNITS for g in grouped(_latest(seen.frame), "metric_id", "variant"))
    return not seen.said and bool(_lines(seen))


def each_told(seen: Seen) -> set[tuple[str, str, str]]:
    """Unit, metric and variant of each figure that `told` spells out; none where it says something else."""
    if seen.frame.empty or seen.refused or seen.said or not set(seen.frame.columns) >= FIGURE:
        return set()
    groups = grouped(_latest(seen.frame), "metric_id", "variant")
    few = [row for found in groups if len(found) <= MOST_UNITS for row in found]
    return {(row["unit_id"], row["metric_id"], row["variant"]) for row in few}


def is_told(seen: Seen, figures: set[tuple[str, str, str]]) -> bool:
    """Whether all this answer's figures are among those told already."""
    if seen.frame.empty or not set(seen.frame.columns) >= FIGURE:
        return False
    return {(row["unit_id"], row["metric_id"], row["variant"]) for row in _latest(seen.frame)} <= figures


def of_unit(seen: Seen) -> list[str]:
    """The first figures of one unit, its whole figures before parts of them."""
    if not set(seen.frame.columns) >= FIGURE:
        return told(seen) if len(seen.frame) else []
    given = _latest(seen.frame)
    whole = {row["metric_id"] for row in given if not row["variant"]}
    first = [row for row in given if not row["variant"] or row["metric_id"] not in whole][:MOST_OF_A_UNIT]
    return [_listed(first, seen.words)] if first else []


def _listed(found: Sequence[Row], words: Words) -> str:
    said = [
        words("paper.metric_figure", metric=metric(r, words), figure=figure_text(r, words)) for r in found
    ]
    return words("paper.and").join(said)


def metric(row: Row, words: Words) -> str:
    """A metric in running text: its variant in brackets."""
    name, variant = row[words.column("metric_name")], row[words.column("variant_name")]
    return name if pd.isna(variant) else words("paper.variant", metric=name, variant=variant)


def _figures(frame: pd.DataFrame, words: Words) -> list[str]:
    """A sentence a goal where the answer has goals, else one."""
    given = _latest(frame)
    if "goal" not in frame:
        alone = grouped(given, "metric_id", "variant")
        if len(alone) == 1 and len(alone[0]) > MOST_UNITS:
            return [_one_metric(alone[0], words)]
        return [_sentence(given, words)] if given else []
    goals = grouped([row for row in given if isinstance(row["goal"], str)], "goal")
    order = [key.removeprefix("goal.") for key in catalogue() if key.startswith("goal.")]
    goals.sort(key=lambda found: order.index(found[0]["goal"]) if found[0]["goal"] in order else len(order))
    return [
        words("paper.of_goal", goal=words(f"goal.{found[0]['goal']}"), figures=_sentence(found, words))
        for found in goals
    ]


def _latest(frame: pd.DataFrame) -> list[Row]:
    """One row a unit, metric and variant that has a figure: of several days the last."""
    wanted = [name for name in frame.columns if name in NEEDED]
    found: dict[tuple, Row] = {}
    for row in rows(frame.loc[frame["value"].notna(), wanted]):
        key = (row["unit_id"], row["metric_id"], row["variant"])
        if key not in found or ("as_of" in row and row["as_of"] > found[key]["as_of"]):
            found[key] = row
    return list(found.values())


def _sentence(given: Sequence[Row], words: Words) -> str:
    """What only one unit reports, unit by unit; then what several do, metric by metric."""
    metrics = grouped(given, "metric_id", "variant")
    alone = grouped([found[0] for found in metrics if len(found) == 1], "unit_id")
    unit = words.column("short_name")
    said = [words("paper.of_unit", unit=found[0][unit], figures=_listed(found, words)) for found in alone]
    several = [found for found in metrics if len(found) > 1]
    said += [text for found in several if (text := _of_several(found, words))]
    apart = [metric(found[0], words) for found in several if not _of_several(found, words)]
    said += [words("paper.no_sum", metrics=words("paper.and").join(apart))] if apart else []
    return words("paper.then").join(said)


def _of_several(found: list[Row], words: Words) -> str:
    """Each unit's figure, or a sum where there are too many; nothing where they may not be added."""
    name = metric(found[0], words)
    if len(found) <= MOST_UNITS:
        return words("paper.some", metric=name, figures=_each(found, words))
    if not found[0].keys() >= ADDED:  # this answer does not say whether they may be added
        return words("paper.count", metric=name, units=len(found))
    summed = total(found, words)
    return words("paper.sum", metric=name, figure=_in_wan(summed, words), units=len(found)) if summed else ""


def _one_metric(found: list[Row], words: Words) -> str:
    """What an answer of one metric comes to, then each unit's figure where they are not too many."""
    name, units = metric(found[0], words), len(found)
    has_added = found[0].keys() >= ADDED
    said = _of_several(found, words)
    if not said and has_added and (between := spread(found, words)):
        said = words("paper.spread", metric=name, units=units, least=between[0], most=between[1])
    said = said or words("paper.count", metric=name, units=units)
    if units > MOST_OF_ONE:
        return said
    return words("paper.then").join([said, words("paper.each", figures=_each(found, words))])


def _each(found: Sequence[Row], words: Words) -> str:
    unit = words.column("short_name")
    said = [words("paper.unit_figure", unit=r[unit], figure=figure_text(r, words)) for r in found]
    return words("paper.and").join(said)


def _in_wan(figure: str, words: Words) -> str:
    """A sum of ours over ten thousand as offices write it; what a unit gave stays as it gave it."""
    if words.lang != "zh":
        return figure
    return re.sub(r"\d{1,3}(,\d{3})+", lambda found: words.tick(float(found[0].replace(",", ""))), figure)


def _lines(seen: Seen) -> list[str]:
    """A short plain table row by row: its first cell, then heading and cell."""
    table = paper_table(seen, NOT_IN_TEXT).iloc[:, :MOST_CELLS]
    if len(table) > MOST_ROWS:
        return []
    words = seen.words
    said = []
    for row in table.astype(str).to_dict("records"):
        (_, first), *others = row.items()
        cells = [words("paper.cell", heading=head, cell=cell) for head, cell in others if cell]
        said.append(
            words("paper.line", first=first, cells=words("paper.and").join(cells)) if cells else first
        )
    return [words("paper.then").join(said)]
