"""JSON Lines, and plain lists of addresses: one thing in a line, whose number is that of the line in the file."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from incidents.ingestion.formats.delimited import too_long
from incidents.ingestion.formats.plain import after_empty, plain, start_of
from incidents.ingestion.formats.records import NoRecord, cells_of
from incidents.ingestion.formats.shapes import (
    CHUNK,
    LONGEST_LINE,
    SHOWN,
    Line,
    Shape,
    bad,
    bytes_read,
    offset_and_number,
    position,
)

_ADDRESS = ("http://", "https://")


def lines(path: Path, shape: Shape, *, since: int) -> Iterator[Line]:
    return _each(path, shape, since, cells_of)


def addresses(path: Path, shape: Shape, *, since: int) -> Iterator[Line]:
    """Lines that begin with # are remarks."""
    return _each(path, shape, since, _address, remark=b"#")


def columns(path: Path, shape: Shape, *, looked_at: int = 100) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for line in islice(lines(path, shape, since=0), looked_at):
        names.update(dict.fromkeys(line.cells))
        if bytes_read(line.position) > LONGEST_LINE:
            break
    return tuple(names)


def _each(
    path: Path, shape: Shape, since: int, read: Callable[[bytes], dict[str, str]], *, remark: bytes = b""
) -> Iterator[Line]:
    text = plain(path, shape.encoding)
    offset, number = offset_and_number(since) if since else (start_of(text), 0)
    with text.open("rb") as file:
        file.seek(offset)
        while True:
            data, size = _line(file)
            if not size:
                return
            number += 1
            if not data.strip():
                _, number = after_empty(file, file.tell(), number)
            elif not (remark and data.startswith(remark)):
                yield _told(data, number, position(file.tell(), number), read, size)


def _line(file: BinaryIO) -> tuple[bytes, int]:
    """Its bytes, or only the beginning of one that is too long; and how many they were."""
    data = file.readline(LONGEST_LINE + 1)
    size = len(data)
    if size <= LONGEST_LINE:
        return data, size
    while not data.endswith(b"\n") and (piece := file.readline(CHUNK)):
        size += len(piece)
        data = data[: 4 * SHOWN] + piece[-1:]
    return data[: 4 * SHOWN], size


def _told(data: bytes, number: int, after: int, read: Callable[[bytes], dict[str, str]], size: int) -> Line:
    original = data[: 4 * SHOWN].decode("utf-8", "replace")[:SHOWN].rstrip("\r\n")
    if size > LONGEST_LINE:
        return bad(number, after, too_long(size), original=original)
    try:
        return Line(number, after, read(data), original=original)
    except NoRecord as wrong:
        return bad(number, after, str(wrong), original=original)


def _address(data: bytes) -> dict[str, str]:
    words = data.decode("utf-8", "replace").strip()
    if not words.lower().startswith(_ADDRESS) or len(words.split()) != 1:
        raise NoRecord("expected an address that begins with http:// or https://.")
    return {"url": words}
