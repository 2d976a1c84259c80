"""A JSON array of objects. It is cut into its elements by brackets and quotes alone, which takes no memory
and no recursion however large or deep one is; only then is each parsed, so that one that is broken is one problem.

An object that holds such an array, as answers of news APIs do, is read as the array. A line's number is its place.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from incidents.ingestion.formats.delimited import too_long
from incidents.ingestion.formats.plain import plain, start_of
from incidents.ingestion.formats.records import NoRecord, cells_of
from incidents.ingestion.formats.shapes import (
    CHUNK,
    LONGEST_LINE,
    SHOWN,
    Line,
    Problem,
    Refused,
    Shape,
    bad,
    bytes_read,
    offset_and_number,
    position,
)

MOST_TOKENS = (
    5_000_000  # of one element: some seconds; those of 16 MB with words in them have a thousandth of it
)
_TOKEN = re.compile(rb'["{}\[\],]')
_RUNS = re.compile(rb'"|[{\[]+|[}\]]+')
_INSIDE = re.compile(rb'(?:[^"\\]++|\\.)*+', re.S)  # a string up to its end, or to half of an escape
_OBJECTS_FOLLOW = re.compile(rb"\s*\{")
_BREAKS_OFF = (
    "expected a whole JSON array; the file ends within this element, or a bracket or quote of it is missing."
)

_ENDS_EARLY = "expected ] at the end of the array; the file may have been cut off here."


class _Endless(Exception):
    """An element of brackets and nothing else. To find its end might take an hour."""


class _Cutter:
    """Knows how deep we are while a file comes by in chunks."""

    def __init__(self) -> None:
        self.depth, self.in_string, self.skip, self.tokens = 0, False, 0, 0

    def cuts(self, chunk: bytes) -> Iterator[int]:
        """Places of commas and brackets that end an element."""
        place, self.skip = self.skip, 0
        while place < len(chunk):
            if self.in_string:
                place = _INSIDE.match(chunk, place).end()  # type: ignore[union-attr]  # it matches nothing too
                if place == len(chunk):
                    return
                self.in_string = chunk[place] != ord('"')
                self.skip = int(self.in_string)  # a backslash at the very end: the next byte is escaped
                place += 1
                continue
            found = (_RUNS if self.depth else _TOKEN).search(chunk, place)
            if not found:
                return
            self.tokens += 1
            if self.tokens > MOST_TOKENS:
                raise _Endless
            place, token = found.end(), found[0]
            if token == b'"':
                self.in_string = True
            elif token[:1] in b"{[":
                self.depth += len(token)
            elif self.depth:
                closed = min(self.depth, len(token))
                self.depth, place = self.depth - closed, found.start() + closed
            else:
                self.tokens = 0
                yield place - 1


def columns(path: Path, shape: Shape, *, looked_at: int = 100) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for line in islice(lines(path, shape, since=0), looked_at):
        names.update(dict.fromkeys(line.cells))
        if bytes_read(line.position) > LONGEST_LINE:
            break
    if not names:
        raise Refused.because("expected a JSON array of objects; there is none among the first elements.")
    return tuple(names)


def lines(path: Path, shape: Shape, *, since: int) -> Iterator[Line]:
    text = plain(path, shape.encoding)
    with text.open("rb") as file:
        start = start_of(text)
        first = _first(file, start)
        offset, number = offset_and_number(since) if since else (first, 0)
        is_array = first > start
        for data, size, after, end in _elements(file, offset):
            if end not in b"," and not data.strip():
                return
            number += 1
            line = _told(data, size, number, position(after, number))
            if end or not is_array:
                yield line
            elif line.problem:
                yield replace(line, problem=Problem("", _BREAKS_OFF))
            else:
                yield line
                yield bad(number + 1, line.position, _ENDS_EARLY)


def _told(data: bytes, size: int, number: int, after: int) -> Line:
    original = data[: 4 * SHOWN].decode("utf-8", "replace").strip()[:SHOWN]
    if size > LONGEST_LINE:
        return bad(number, after, too_long(size).replace("line", "element"), original=original)
    try:
        return Line(number, after, cells_of(data), original=original)
    except NoRecord as wrong:
        return bad(number, after, str(wrong), original=original)


def _elements(file: BinaryIO, offset: int) -> Iterator[tuple[bytes, int, int, bytes]]:
    """(beginning or all of it, its size, where to go on, what ended it). What is after the array is not read."""
    file.seek(offset)
    cutter, kept, size, behind = _Cutter(), [], 0, offset
    while chunk := file.read(CHUNK):
        mark = 0
        try:
            for cut in cutter.cuts(chunk):
                size += cut - mark
                kept.append(chunk[mark:cut])
                is_last = chunk[cut] != ord(",")
                data = b"".join(kept) if size <= LONGEST_LINE else kept[0]
                yield data, size, behind + cut + (not is_last), chunk[cut : cut + 1]
                if is_last:
                    return
                kept, size, mark = [], 0, cut + 1
        except _Endless:
            yield (kept or [chunk[mark:]])[0], size, file.seek(0, os.SEEK_END), b""
            return
        size, behind = size + len(chunk) - mark, behind + len(chunk)
        if size <= LONGEST_LINE:
            kept.append(chunk[mark:])
        else:
            kept = kept[:1] or [chunk[mark : mark + 4 * SHOWN]]
    if b"".join(kept).strip():
        yield kept[0] if size > LONGEST_LINE else b"".join(kept), size, behind, b""


def _first(file: BinaryIO, start: int) -> int:
    """Where the elements begin: within the outermost array, or within the first array of objects of an object."""
    file.seek(start)
    head = file.read(CHUNK)
    if not head.lstrip().startswith(b"{"):
        return start + head.find(b"[") + 1
    depth, place = 0, 0
    while found := _TOKEN.search(head, place):
        place, token = found.end(), found[0]
        if token == b'"':
            place = _INSIDE.match(head, place).end() + 1  # type: ignore[union-attr]
        elif token == b"[" and depth == 1 and _OBJECTS_FOLLOW.match(head, place):
            return start + place
        elif token in b"{[":
            depth += 1
        elif token in b"}]":
            depth -= 1
    return start
