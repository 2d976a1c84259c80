"""Parquet, and with its column ``geometry`` GeoParquet 1.1: typed, compressed, read by column.

Made of the lines of JSON, a group of rows at a time, each sent as it is made. Needs pyarrow, which is the extra
``parquet``.
"""

import json
import struct
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from incidents.exports import jsonl
from incidents.exports.about import About
from incidents.exports.columns import COLUMNS
from incidents.exports.rows import AT_ONCE
from incidents.exports.sink import Sink
from incidents.models.incidents import IncidentQuerySet

if TYPE_CHECKING:
    import pyarrow

A_GROUP = 20_000
"""Rows that are held at once."""
GEO = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
}


def table(found: IncidentQuerySet, about: About) -> Iterator[bytes]:
    from pyarrow.parquet import ParquetWriter

    sink = Sink()
    metadata = {"geo": json.dumps(GEO), **about.told()}
    with ParquetWriter(sink, _schema().with_metadata(metadata), compression="zstd") as writer:
        for rows in _groups(jsonl.lines(found)):
            writer.write_table(rows)
            yield sink.taken()
    yield sink.taken()


def _groups(pieces: Iterator[str]) -> Iterator["pyarrow.Table"]:
    while lines := "".join(islice(pieces, max(1, A_GROUP // AT_ONCE))):
        yield _read(lines.encode())


def _read(lines: bytes) -> "pyarrow.Table":
    import pyarrow as pa
    from pyarrow import json as reader

    columns = _schema()
    # days are read as text first: of JSON the reader takes them as numbers only
    said = [field.with_type(pa.string()) if field.type == pa.date32() else field for field in columns]
    rows = reader.read_json(
        pa.BufferReader(lines),
        reader.ReadOptions(use_threads=False, block_size=len(lines)),
        reader.ParseOptions(explicit_schema=pa.schema(said[:-1]), unexpected_field_behavior="error"),
    )
    points = zip(rows["longitude"].to_pylist(), rows["latitude"].to_pylist(), strict=True)
    geometry = pa.array([_point(*point) for point in points], pa.binary())
    return rows.append_column("geometry", geometry).cast(columns)


def _point(longitude: float | None, latitude: float | None) -> bytes | None:
    return None if longitude is None else struct.pack("<BIdd", 1, 1, longitude, latitude)


def _schema() -> "pyarrow.Schema":
    import pyarrow as pa

    types: dict[str, Any] = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "datetime": pa.timestamp("ms", "UTC"),
        "list": pa.list_(pa.string()),
    }
    fields = [pa.field(c.name, types[c.kind], metadata={"description": c.says}) for c in COLUMNS]
    return pa.schema([*fields, pa.field("geometry", pa.binary())])
