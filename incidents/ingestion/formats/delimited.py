"""CSV and its sisters. A row is found by its quotes, one chunk at a time, before anything is parsed: so a cell of
200 MB costs no memory, and a quote that nobody closed costs its own line and not the rest of the file.

A line's number is the line of the file in which the row begins; the header is 1.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from incidents.ingestion.formats.plain import after_empty, plain, start_of
from incidents.ingestion.formats.shapes import (
    CHUNK,
    LONGEST_LINE,
    MOST_COLUMNS,
    SHOWN,
    Line,
    Refused,
    Shape,
    bad,
    named,
    offset_and_number,
    position,
)

DELIMITERS = ",;\t|"
_LOOKED_AT = 20  # rows
_EXCEL = re.compile(rb"sep=(.)\r?\n", re.I)
_INSIDE = re.compile(rb'[^"]*+(?:""[^"]*+)*+')
_QUOTE, _SPACE = b'"', b" "

csv.field_size_limit(LONGEST_LINE)  # the module's own is 131,072 characters, for the whole process


class BrokenQuotes(Exception):
    pass


class _Quotes:
    """Follows the quotes of one row, piece by piece. Says the same as ``csv.reader(strict=True)`` does later."""

    def __init__(self, delimiter: str):
        self.delimiter = delimiter.encode()
        self.cell_end = re.compile(b"[\n" + re.escape(self.delimiter) + b"]")
        self.at_start, self.is_open, self.may_close = True, False, False

    def end(self, piece: bytes) -> int:
        """Where the row ends in it: behind the line feed; -1 where it goes on."""
        if not self.is_open and not self.may_close and _QUOTE not in piece:
            self.at_start = piece.endswith(self.delimiter)
            return piece.find(b"\n") + 1 or -1
        place, size = 0, len(piece)
        while place < size:
            if self.may_close or self.at_start:
                byte = piece[place : place + 1]
                place += 1
                if byte == b"\n":
                    return place
                (self._after_quote if self.may_close else self._at_start)(byte)
            elif self.is_open:
                place = _INSIDE.match(piece, place).end() + 1  # type: ignore[union-attr]  # it matches nothing too
                self.is_open, self.may_close = place > size, place <= size
            else:
                found = self.cell_end.search(piece, place)
                if not found:
                    return -1
                place, self.at_start = found.end(), True
                if found[0] == b"\n":
                    return place
        return -1

    def _at_start(self, byte: bytes) -> None:
        self.is_open, self.at_start = byte == _QUOTE, byte in (_SPACE, self.delimiter)

    def _after_quote(self, byte: bytes) -> None:
        self.may_close = byte == b"\r"
        self.is_open, self.at_start = byte == _QUOTE, byte == self.delimiter
        if not (self.may_close or self.is_open or self.at_start):
            raise BrokenQuotes


@dataclass(slots=True)
class _Row:
    number: int
    data: bytes
    after: int  # offset
    lines: int
    fault: str = ""


def shaped(path: Path, shape: Shape) -> Shape:
    """With its delimiter and columns, or ``Refused``."""
    text = plain(path, shape.encoding)
    with text.open("rb", buffering=CHUNK) as file:
        file.seek(start_of(text))
        head = file.read(CHUNK)
        delimiter = shape.delimiter or _delimiter_of(head)
        if delimiter not in DELIMITERS:
            raise Refused.because("expected a comma, semicolon, tab or bar.", field="delimiter")
        header = _header(file, text, delimiter)
    if header is None or header.fault:
        raise Refused.because(f"expected a first line with the names of columns{_and_why(header)}.")
    columns = _cells(header.data, delimiter)
    if isinstance(columns, str):
        raise Refused.because(f"expected a first line with the names of columns: {columns}")
    if len(columns) > MOST_COLUMNS:
        raise Refused.because(f"expected at most {MOST_COLUMNS:,} columns; this file has {len(columns):,}.")
    return replace(shape, delimiter=delimiter, columns=named(columns))


def _and_why(header: "_Row | None") -> str:
    return f": {header.fault}" if header else ""


def lines(path: Path, shape: Shape, *, since: int) -> Iterator[Line]:
    text = plain(path, shape.encoding)
    with text.open("rb", buffering=CHUNK) as file:
        if not since:
            header = _header(file, text, shape.delimiter)
            if header is None:
                return
            offset, number = header.after, header.number + header.lines - 1
        else:
            offset, number = offset_and_number(since)
        for row in _rows(file, shape.delimiter, offset, number):
            yield _line(row, shape)


def _header(file: BinaryIO, path: Path, delimiter: str) -> _Row | None:
    start = start_of(path)
    file.seek(start)
    said = _EXCEL.match(file.read(16))
    return next(
        _rows(file, delimiter, start + said.end(), 1) if said else _rows(file, delimiter, start, 0), None
    )


def _line(row: _Row, shape: Shape) -> Line:
    after = position(row.after, row.number + row.lines - 1)
    original = row.data[: 4 * SHOWN].decode("utf-8", "replace")[:SHOWN].rstrip("\r\n")
    if row.fault:
        return bad(row.number, after, row.fault, original=original)
    cells = _cells(row.data, shape.delimiter)
    if isinstance(cells, str):
        return bad(row.number, after, cells, original=original)
    while len(cells) > len(shape.columns) and not cells[-1]:
        cells.pop()  # spreadsheets write delimiters up to their widest row
    if len(cells) != len(shape.columns):
        words = f"expected {len(shape.columns):,} cells as in the header; this row has {len(cells):,}."
        return bad(row.number, after, words, original=original)
    return Line(row.number, after, dict(zip(shape.columns, cells, strict=True)), original=original)


def _cells(data: bytes, delimiter: str) -> list[str] | str:
    """The cells of a row, or what is wrong with it."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        wrong = data[error.start : error.start + 1].hex()
        return (
            f"expected text in one encoding; byte {error.start + 1:,} of this row (hex {wrong}) is not in it."
        )
    if "\0" in text:
        return "expected text; this row has NUL bytes in it."
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True, skipinitialspace=True), [])
    except csv.Error as error:
        return f"expected cells in quotes as CSV has them ({error})."


def _rows(file: BinaryIO, delimiter: str, offset: int, number: int) -> Iterator[_Row]:
    """Those with something in them, from there on. ``number``: of the last line that was read."""
    file.seek(offset)
    while row := _row(file, delimiter, offset, number + 1):
        offset, number = row.after, number + row.lines
        if row.fault or row.data.strip(b'\r\n \t",;|'):
            yield row
        else:
            offset, number = after_empty(file, offset, number)


def _row(file: BinaryIO, delimiter: str, offset: int, number: int) -> _Row | None:
    quotes, kept, size, ends, first_end, end = _Quotes(delimiter), [], 0, 0, 0, -1
    piece = file.readline(CHUNK)
    try:
        while piece:
            first_end = first_end or (size + piece.find(b"\n") + 1 if b"\n" in piece else 0)
            kept.append(piece)
            end = quotes.end(piece)
            if end >= 0:
                kept[-1] = piece = piece[:end]
            size, ends = size + len(piece), ends + piece.count(b"\n")
            if size > LONGEST_LINE:
                del kept[1:]
            if end >= 0:
                break
            piece = file.read(min(CHUNK, max(4096, size)))
        if quotes.is_open:
            raise BrokenQuotes
    except BrokenQuotes:
        # the next line is as good a guess as any, and costs no article but this one
        after = offset + first_end if first_end else _line_end(file)
        file.seek(after)
        return _Row(
            number, kept[0], after, 1, "expected every quote to be closed, and doubled within a cell."
        )
    if not size:
        return None
    file.seek(offset + size)
    lines = ends + (end < 0)
    if size > LONGEST_LINE:
        return _Row(number, kept[0], offset + size, lines, too_long(size))
    return _Row(number, b"".join(kept), offset + size, lines)


def _line_end(file: BinaryIO) -> int:
    while (piece := file.readline(CHUNK)) and not piece.endswith(b"\n"):
        pass
    return file.tell()


def too_long(size: int) -> str:
    return (
        f"expected at most {LONGEST_LINE // 1024**2} MB in one line; this one has {size / 1024**2:,.0f} MB."
    )


def looks_delimited(text: str) -> bool:
    """For a text that has no name: its first rows have the same number of cells, and the first has names in it."""
    several, agree, _ = max(_fit(text, delimiter) for delimiter in DELIMITERS)
    first = text.lstrip().partition("\n")[0]
    return several and agree == 1.0 and "\n" in text.strip() and len(first) <= 500 and not first.endswith(".")


def _delimiter_of(head: bytes) -> str:
    """The one that parts the first rows into the same number of cells, more than one."""
    if said := _EXCEL.match(head):
        return said[1].decode("latin-1")
    text = head[: head.rfind(b"\n") + 1 or len(head)].decode("utf-8", "replace")
    return max(DELIMITERS, key=lambda delimiter: _fit(text, delimiter))


def _fit(text: str, delimiter: str) -> tuple[bool, float, int]:
    """(more than one cell, share of rows with as many as the first, how many)."""
    counts: list[int] = []
    try:
        for row in islice(csv.reader(StringIO(text, newline=""), delimiter=delimiter), _LOOKED_AT):
            counts += [len(row)] if row else []
    except csv.Error:
        pass
    if not counts:
        return False, 0.0, 0
    return counts[0] > 1, counts.count(counts[0]) / len(counts), counts[0]
