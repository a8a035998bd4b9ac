"""The demo's figures as a clerk writes them, read by what reads every file: words and hedges to records."""

from collections.abc import Iterable, Iterator

import pyarrow as pa

from campaign import contract
from campaign.demo.happening import HandedIn, Row
from campaign.intake.checked import Grid
from campaign.intake.checking import check_grid
from campaign.intake.names import Names

KIND = "observation"
PLAIN = ("unit_id", "metric_id", "variant", "as_of", "coverage", "period_start", "note")
# field -> what of a row its cell says
CELLS = {**{name: name for name in PLAIN}, "value": "printed"}
FIRST_ROW = 2  # under the header


def records_of(batches: Iterable[HandedIn], names: Names) -> dict[str, pa.Table]:
    """Each batch's records by its name. Raises ValueError where one does not read: a mistake of ours."""
    return {name: rows for pack in _packs(batches) for name, rows in _read(pack, names)}


def _packs(batches: Iterable[HandedIn]) -> Iterator[list[HandedIn]]:
    """Batches of a month no two of which give the same figure: one by one takes twenty times as long."""
    pack: list[HandedIn] = []
    seen: set[tuple[object, ...]] = set()
    for batch in batches:
        keys = {_key(row) for row in batch.rows}
        if pack and (seen & keys or batch.at.month != pack[0].at.month):
            yield pack
            pack, seen = [], set()
        pack.append(batch)
        seen |= keys
    if pack:
        yield pack


def _key(row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in contract.tables()[KIND].key)


def _read(pack: list[HandedIn], names: Names) -> Iterator[tuple[str, pa.Table]]:
    lines = [row for batch in pack for row in batch.rows]
    grid = Grid(_header(), tuple((number, _cells(row)) for number, row in enumerate(lines, FIRST_ROW)))
    found = check_grid(grid, file_name="", kind=KIND, names=names, today=pack[0].at.date())
    if found.refused or found.errors or found.records is None or found.records.num_rows != len(lines):
        raise ValueError(f"{pack[0].name}: {found.refused or found.errors[:1]}")
    start = 0
    for batch in pack:
        own = found.records.slice(start, len(batch.rows))
        start += len(batch.rows)
        place = own.column_names.index("row_no")
        numbers = pa.array(range(FIRST_ROW, FIRST_ROW + own.num_rows), pa.int64())
        yield batch.name, own.set_column(place, "row_no", numbers)


def _header() -> tuple[str, ...]:
    titles = {
        field.name: field.column.title for field in contract.tables()[KIND].upload_fields if field.column
    }
    return tuple(titles[name] for name in CELLS)


def _cells(row: Row) -> tuple[str, ...]:
    return tuple("" if row.get(said) is None else str(row[said]) for said in CELLS.values())
