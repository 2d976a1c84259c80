"""A file of a known shape -> its lines."""

from collections.abc import Iterator
from pathlib import Path

from incidents.ingestion.formats import archive, delimited, jsonarray, jsonlines, rows, warc
from incidents.ingestion.formats.plain import plain
from incidents.ingestion.formats.shapes import (
    LARGEST_DOCUMENT,
    MOST_LINES,
    Document,
    Line,
    Shape,
    bad,
    offset_and_number,
    position,
    the_end,
)


def lines(path: Path, shape: Shape, *, position: int = 0) -> Iterator[Line]:
    """Never raises for what is in the file: each bad line has its problem, and the next one is read. What a broken
    file cannot tell any more is one last line with a problem. ``position`` is that of the last line taken."""
    if position == the_end(path):
        return
    for line in _lines(path, shape, position):
        if line.number >= MOST_LINES:
            words = f"expected at most {MOST_LINES - 1:,} lines; the rest is not read."
            yield bad(MOST_LINES, the_end(path), words)
            return
        yield line


def share(path: Path, shape: Shape, position: int) -> float:
    """How much of a file is behind a position, from 0 to 1: for a bar of progress."""
    offset, _ = offset_and_number(position)
    size = _as_read(path, shape).stat().st_size
    return min(1.0, offset / size) if size else 1.0


def _as_read(path: Path, shape: Shape) -> Path:
    match shape.format:
        case "csv" | "jsonl" | "json" | "urls":
            return plain(path, shape.encoding)
        case "xlsx" | "feed":
            copy = rows.copy_of(path, shape)
            return copy if copy.exists() else path
    return path


def _lines(path: Path, shape: Shape, position: int) -> Iterator[Line]:
    match shape.format:
        case "csv":
            return delimited.lines(path, shape, since=position)
        case "jsonl":
            return jsonlines.lines(path, shape, since=position)
        case "urls":
            return jsonlines.addresses(path, shape, since=position)
        case "json":
            return jsonarray.lines(path, shape, since=position)
        case "xlsx" | "feed":
            return rows.lines(path, shape, since=position)
        case "zip":
            return archive.lines(path, since=position)
        case "warc":
            return warc.lines(path, since=position)
        case "document":
            return _document(path, since=position)
    raise ValueError(f"{shape.format} is no format")


def _document(path: Path, *, since: int) -> Iterator[Line]:
    if since:
        return
    size = path.stat().st_size
    if size > LARGEST_DOCUMENT:
        most = LARGEST_DOCUMENT // 1024**2
        words = f"expected a document of at most {most} MB; this one has {size / 1024**2:,.0f} MB."
        yield bad(1, position(size, 1), words, field="file")
        return
    # what it was called when it was uploaded is known to who keeps it, and not here
    yield Line(1, position(size, 1), document=Document(path.read_bytes()))
