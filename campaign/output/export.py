"""A whole table for other programs, as known at an event: CSV, JSON or Parquet."""

import io
from collections.abc import Callable

import pandas as pd

from campaign import contract
from campaign.ask import ask, frame_of
from campaign.filters import Filters
from campaign.output.workbook import csv_bytes
from campaign.store import Store
from campaign.words import Refusal


def export(store: Store, table_name: str, form: str, known_on: int) -> bytes:
    """`observation` comes in names with everything beside it, any other table in the contract's columns.

    Raises Refusal for a table or format that is not offered, naming those that are.
    """
    if form not in FORMATS:
        raise Refusal("export.no_format", found=form, known=", ".join(FORMATS))
    if table_name not in contract.tables():
        raise Refusal("export.no_table", found=table_name, known=", ".join(contract.tables()))
    return FORMATS[form](_frame(store, contract.tables()[table_name], known_on))


def template_csv(store: Store, table_name: str, known_on: int) -> bytes:
    """A table's rows in the contract's columns alone: what is changed and handed in again."""
    table = contract.tables()[table_name]
    frame = _frame(store, table, known_on)[table.columns]
    truths = {name: frame[name].map({True: "true", False: "false"}) for name in frame.select_dtypes("bool")}
    return csv_bytes(frame.assign(**truths))


def _frame(store: Store, table: contract.Table, known_on: int) -> pd.DataFrame:
    if table.name == "observation":
        return ask(store, "export_observation", Filters(known_on))
    return frame_of(store, table, known_on)


def _json(frame: pd.DataFrame) -> bytes:
    days = {name: frame[name].dt.strftime("%Y-%m-%d") for name in _days(frame)}
    text = frame.assign(**days).to_json(orient="records", force_ascii=False, indent=1)
    return f"{text}\n".encode()


def _parquet(frame: pd.DataFrame) -> bytes:
    days = {name: frame[name].dt.date for name in _days(frame)}  # days, not midnights
    buffer = io.BytesIO()
    frame.assign(**days).to_parquet(buffer, index=False)
    return buffer.getvalue()


def _days(frame: pd.DataFrame) -> list[str]:
    return list(frame.select_dtypes("datetime").columns)


FORMATS: dict[str, Callable[[pd.DataFrame], bytes]] = {"csv": csv_bytes, "json": _json, "parquet": _parquet}
