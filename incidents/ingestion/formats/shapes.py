"""What a file is read as, and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

LONGEST_LINE = 16 * 1024 * 1024  # bytes: 5 MB of Arabic as JSON escapes are fewer
LARGEST_DOCUMENT = 25 * 1024 * 1024
MOST_COLUMNS = 1000
SHOWN = 500  # characters of a line that a receipt shows
CHUNK = 1024 * 1024

_NUMBER_BITS = 26
MOST_LINES = 2**_NUMBER_BITS - 1


@dataclass(frozen=True, slots=True)
class Shape:
    """What a file is read as: shown, correctable, kept with its batch."""

    format: str  # csv, jsonl, json, xlsx, zip, document, feed, warc, urls
    encoding: str = ""  # of text formats
    delimiter: str = ""  # of csv
    sheet: str = ""  # of xlsx
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    field: str  # ours, or "" for the line as a whole
    words: str


class Refused(Exception):
    """The file as a whole is nothing we read."""

    def __init__(self, problem: Problem):
        self.problem = problem
        super().__init__(problem.words)

    @classmethod
    def because(cls, words: str, *, field: str = "file") -> Self:
        return cls(Problem(field, words))


@dataclass(frozen=True, slots=True)
class Document:
    """``file_name`` is a label and never a path. ``content_type`` is as declared: "" where nothing was."""

    data: bytes
    file_name: str = ""
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    number: int  # from 1, as a person counts: see each format
    position: int  # where to go on after this line; opaque
    cells: Mapping[str, str] = field(default_factory=dict)
    document: Document | None = None
    problem: Problem | None = None
    original: str = ""


def position(offset: int, number: int) -> int:
    """The bytes and the lines that are behind us, as one number that fits PostgreSQL's bigint."""
    return offset << _NUMBER_BITS | min(number, MOST_LINES)


def the_end(path: Path) -> int:
    """Where there is nothing to go on with."""
    return position(path.stat().st_size, MOST_LINES)


def offset_and_number(position: int) -> tuple[int, int]:
    return position >> _NUMBER_BITS, position & MOST_LINES


def bytes_read(position: int) -> int:
    """Of the file as it is read, which may be a longer copy of it: see ``share``."""
    return offset_and_number(position)[0]


def bad(number: int, position: int, words: str, *, field: str = "", original: str = "") -> Line:
    return Line(number, position, problem=Problem(field, words), original=original[:SHOWN])


def named(columns: list[str]) -> tuple[str, ...]:
    """Names of columns, each once: "", "date", "date" are "column 1", "date", "date (2)"."""
    names: list[str] = []
    taken: set[str] = set()
    for place, column in enumerate(columns, start=1):
        name = wanted = " ".join(column.split())[:SHOWN] or f"column {place}"
        again = 2
        while name in taken:
            name, again = f"{wanted} ({again})", again + 1
        taken.add(name)
        names.append(name)
    return tuple(names)
