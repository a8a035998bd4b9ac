"""Where the figures of a panel come from and what they mean, one click away from it."""

from collections.abc import Iterator

import pandas as pd

from campaign.ask import ask
from campaign.panels import signature
from campaign.screen import blocks
from campaign.screen.url import Reader

MOST = 8  # more than this and the reader is better served by the table and 指标口径


def definitions(frame: pd.DataFrame, reader: Reader) -> None:
    """Each metric's definition."""
    if "metric_id" not in frame:
        return
    words = reader.words
    metrics = ask(reader.store, "metrics", reader.filters).set_index("metric_id")
    shown = [metrics.loc[metric] for metric in frame["metric_id"].unique() if metric in metrics.index]
    blocks.section(words("panel.definitions"))
    blocks.facts(
        (metric[words.column("name")], metric[words.column("definition")]) for metric in shown[:MOST]
    )
    if len(shown) > MOST:
        blocks.prose(words("source.more_metrics", count=len(shown) - MOST))


def provenance(frame: pd.DataFrame, reader: Reader) -> None:
    """Batch, file, row, who and when of each figure, and its section and paragraph."""
    words = reader.words
    campaign = ask(reader.store, "campaign", reader.filters)
    if len(campaign):
        blocks.prose(words("source.line", line=campaign.iloc[0][words.column("source_line")]))
    if {"batch_id", "row_no"} <= set(frame.columns):
        blocks.bullets(_said(frame, reader))


def _said(frame: pd.DataFrame, reader: Reader) -> Iterator[str]:
    words = reader.words
    batches = ask(reader.store, "batches", reader.filters).set_index("batch_id")
    for batch_id, rows in frame.dropna(subset=["batch_id"]).groupby("batch_id"):
        batch = batches.loc[batch_id]
        places = sorted({str(place) for place in rows["place"].dropna()}) if "place" in rows else []
        yield words(
            "source.batch",
            batch=batch_id,
            file=batch["file_name"],
            rows=words("list.comma").join(str(row) for row in sorted(rows["row_no"])[:20]),
            who=signature("published_by")(batch, words),
            day=words.day(batch["logged_at"]),
            places=words("list.comma").join(places) or words("source.no_place"),
        )
