"""Workbooks and feeds can only be parsed as a whole, by parsers that a file may break. So they are parsed once,
apart, into rows beside the file; rows are found again by their offset.

A row is JSON: [number, cells or null, problem]. The first is the header: [number, columns, sheets].
"""

import hashlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from django.core.exceptions import ValidationError

from incidents.ingestion.apart import do
from incidents.ingestion.formats.plain import beside
from incidents.ingestion.formats.shapes import Line, Refused, Shape, bad, offset_and_number, position, the_end

SECONDS = 900  # for a workbook with a million rows
SECONDS_TO_HEADER = 120  # its words may all come before its first row


def columns(path: Path, shape: Shape) -> tuple[str, tuple[str, ...]]:
    """(sheet, columns), or ``Refused``."""
    try:
        asked = {"path": str(path), "format": shape.format, "sheet": shape.sheet}
        sheet, names = do("header", seconds=SECONDS_TO_HEADER, **asked)
    except ValidationError as error:
        ((field, words),) = _said(error)
        raise Refused.because(words, field=field) from error
    return sheet, tuple(names)


def lines(path: Path, shape: Shape, *, since: int) -> Iterator[Line]:
    try:
        copy = beside(copy_of(path, shape), partial(_make, path, shape))
    except ValidationError as error:
        ((field, words),) = _said(error)
        yield bad(1, the_end(path), words, field=field)
        return
    offset, _ = offset_and_number(since)
    with copy.open("rb") as file:
        file.seek(offset)
        for row in file:
            offset += len(row)
            number, cells, problem = orjson.loads(row)
            yield _line(number, position(offset, number), cells, problem, shape)


def copy_of(path: Path, shape: Shape) -> Path:
    """Of one sheet: a person may choose another."""
    which = hashlib.sha256(shape.sheet.encode()).hexdigest()[:8] if shape.sheet else "first"
    return path.with_name(f"{path.name}.{which}-rows")


def _make(path: Path, shape: Shape, copy: Path) -> None:
    do("rows", seconds=SECONDS, path=str(path), format=shape.format, sheet=shape.sheet, copy=str(copy))


def _line(number: int, after: int, cells: list[str] | None, problem: str, shape: Shape) -> Line:
    original = "\t".join(cells or ())
    if problem or cells is None:
        return bad(number, after, problem, original=original)
    return Line(number, after, dict(zip(shape.columns, cells, strict=False)), original=original[:500])


def _said(error: ValidationError) -> Any:
    return [(field, messages[0]) for field, messages in error.message_dict.items()][:1]
