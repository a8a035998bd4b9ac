"""What a panel means and where its figures come from, one click away from it."""

from collections.abc import Iterator

import pandas as pd

from campaign.ask import told
from campaign.methods.rows import Row, grouped, rows
from campaign.panels import Panel
from campaign.panels.cells import file_called, signature
from campaign.screen import blocks
from campaign.screen.url import Reader
from campaign.words import Words

QUESTIONS = ("metrics", "campaign", "batches")  # what is asked here beside the panel's own question
MOST = 8  # more than this and the reader is better served by the table and 指标口径
MOST_ROWS = 20  # row numbers named of one batch


def about(panel: Panel, reader: Reader) -> str:
    """How to read the panel, what its metrics mean, and where its figures come from, as HTML."""
    words = reader.words
    frame = panel.answer(reader.store, reader.filters)
    return "".join(
        [
            blocks.section_html(words("panel.how_to_read")),
            blocks.prose_html(panel.how(words)),
            *_definitions(frame, reader),
            blocks.section_html(words("panel.provenance")),
            *_provenance(frame, reader),
        ]
    )


def _definitions(frame: pd.DataFrame, reader: Reader) -> Iterator[str]:
    """Each metric's definition."""
    if "metric_id" not in frame:
        return
    words = reader.words
    metrics = {metric["metric_id"]: metric for metric in told(reader.store, "metrics", reader.filters)}
    shown = [metrics[metric] for metric in frame["metric_id"].unique() if metric in metrics]
    yield blocks.section_html(words("panel.definitions"))
    yield blocks.facts_html(
        (metric[words.column("name")], metric[words.column("definition")]) for metric in shown[:MOST]
    )
    if len(shown) > MOST:
        yield blocks.prose_html(words("source.more_metrics", count=len(shown) - MOST))


def _provenance(frame: pd.DataFrame, reader: Reader) -> Iterator[str]:
    """Batch, file, row, who and when of each figure, and its section and paragraph."""
    words = reader.words
    for campaign in told(reader.store, "campaign", reader.filters):
        yield blocks.prose_html(words("source.line", line=campaign[words.column("source_line")]))
    if {"batch_id", "row_no"} <= set(frame.columns):
        yield blocks.bullets_html(_batches(frame, reader))


def _batches(frame: pd.DataFrame, reader: Reader) -> Iterator[str]:
    words = reader.words
    batches = {batch["batch_id"]: batch for batch in told(reader.store, "batches", reader.filters)}
    figures = rows(frame.dropna(subset=["batch_id"]).sort_values("batch_id", kind="stable"))
    for found in grouped(figures, "batch_id"):
        batch = batches[found[0]["batch_id"]]
        yield words(
            "source.batch",
            batch=batch["batch_id"],
            file=file_called(batch, words),
            rows=_rows_of(found, words),
            who=signature("published_by")(batch, words),
            day=words.day(batch["logged_at"]),
            places=words("list.comma").join(_places(found, words)) or words("source.no_place"),
        )


def _rows_of(found: list[Row], words: Words) -> str:
    """Rows of the file; where a row holds several figures their cells, as the sheet has them."""
    told = sorted(found, key=lambda row: row["row_no"])[:MOST_ROWS]
    if cells := words.cells(row.get("cell", row.get("place")) for row in told):
        return words("source.cells", cells=words("list.comma").join(cells))
    return words("source.rows", rows=words("list.comma").join(str(row["row_no"]) for row in told))


def _places(found: list[Row], words: Words) -> list[str]:
    places = {str(row["place"]) for row in found if pd.notna(row.get("place"))}
    return sorted(places - set(words.cells(places)))
