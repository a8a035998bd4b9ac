"""How the rows of a slide are kept: as an Arrow file in text, with a hash that tells a change.

Types, missing values and lists come back as they went in: a chart drawn again is the chart that was shown.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.ipc

MISSING = b"missing"  # in the Arrow file's metadata
MISSES = {"none": None, "nan": float("nan")}


def frozen(frame: pd.DataFrame) -> str:
    """A frame as text that `thawed` makes the same frame of again."""
    table = pa.Table.from_pandas(frame)
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), MISSING: _missing(frame, table)})
    sink = pa.BufferOutputStream()
    options = pyarrow.ipc.IpcWriteOptions(compression="zstd")
    with pyarrow.ipc.new_file(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    return base64.b64encode(sink.getvalue().to_pybytes()).decode("ascii")


def thawed(text: str) -> pd.DataFrame:
    with pyarrow.ipc.open_file(pa.py_buffer(base64.b64decode(text))) as reader:
        table = reader.read_all()
    frame = table.to_pandas()
    for name, missing in json.loads(table.schema.metadata[MISSING]).items():
        cells = [MISSES[missing] if cell is None else cell for cell in table[name].to_pylist()]
        frame[name] = pd.Series(cells, frame.index, dtype=object)
    return frame


def _missing(frame: pd.DataFrame, table: pa.Table) -> bytes:
    """Columns of Python's own texts, which Arrow gives back as pandas' texts, and what misses in them."""
    own = {
        name: "nan" if any(isinstance(cell, float) for cell in frame[name]) else "none"
        for name in frame.columns
        if frame[name].dtype == object and pa.types.is_string(table.schema.field(name).type)
    }
    return json.dumps(own).encode()


def written(content: Mapping[str, Any]) -> str:
    """JSON that is the same for the same content."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(content: str, frame: str | None) -> str:
    """SHA-256 of what a slide says and of its rows; no rows differ from rows with nothing in them."""
    said = f"{len(content)}\n{content}\n{'-' if frame is None else frame}"
    return hashlib.sha256(said.encode()).hexdigest()
