"""XLSX -> rows of text. Runs apart: see ``rows``. A formula is its own text and is never computed."""

import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from incidents.ingestion.errors import wrong
from incidents.ingestion.formats.shapes import LONGEST_LINE, MOST_COLUMNS, named

_Row = tuple[int, list[str] | None, str]
# damaged workbooks fail anywhere inside the reader, with whatever was in hand
_DAMAGED = (InvalidFileException, BadZipFile, zlib.error, SyntaxError, ValueError, TypeError, LookupError)
_OTHERWISE = (
    AttributeError,
    MemoryError,
    OSError,
    RecursionError,
    ArithmeticError,
    AssertionError,
    NotImplementedError,
)


def header(path: Path, sheet: str) -> tuple[str, list[str]]:
    """(the sheet's name, its columns)."""
    try:
        title, rows = _opened(path, sheet)
        _, names = next(rows, (0, []))
    except (*_DAMAGED, *_OTHERWISE) as error:
        raise wrong(
            "file", f"expected a whole workbook; this one cannot be read ({type(error).__name__})."
        ) from error
    if not names:
        raise wrong("file", f"expected a first row with the names of columns; the sheet “{title}” is empty.")
    if len(names) > MOST_COLUMNS:
        raise wrong("file", f"expected at most {MOST_COLUMNS:,} columns; this sheet has {len(names):,}.")
    return title, list(named(names))


def rows(path: Path, sheet: str) -> Iterator[_Row]:
    """(number, cells, problem). What breaks off in the middle says so in its last row."""
    number, width = 0, 0
    try:
        _, found = _opened(path, sheet)
        for number, cells in found:
            if not width:
                width = len(cells)
            elif len(cells) > width:
                words = f"expected {width:,} cells as in the header; this row has {len(cells):,}."
                yield number, cells[:width], words
            elif sum(map(len, cells)) > LONGEST_LINE:
                yield number, None, f"expected at most {LONGEST_LINE // 1024**2} MB in one row."
            else:
                yield number, cells + [""] * (width - len(cells)), ""
    except (*_DAMAGED, *_OTHERWISE) as error:
        words = f"expected a whole workbook; it cannot be read from this row on ({type(error).__name__})."
        yield number + 1, None, words


def _opened(path: Path, sheet: str) -> tuple[str, Iterator[tuple[int, list[str]]]]:
    # as a file: the library refuses names that do not end in .xlsx
    book = load_workbook(path.open("rb"), read_only=True, data_only=False, keep_links=False)
    names = [each.title for each in book.worksheets]
    if sheet and sheet not in names:
        raise wrong("sheet", f"expected one of the sheets {', '.join(f'“{name}”' for name in names)}.")
    page = (
        book[sheet]
        if sheet
        else next((each for each in book.worksheets if each.sheet_state == "visible"), None)
    )
    if page is None:
        raise wrong("file", "expected a workbook with a sheet that is not hidden.")
    page.reset_dimensions()  # what a file says of its size need not be so
    return page.title, _filled(page)


def _filled(page: Any) -> Iterator[tuple[int, list[str]]]:
    """Rows with something in them, without the empty cells at their end."""
    for number, row in enumerate(page.iter_rows(values_only=True), start=1):
        cells = [_words(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def _words(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value.strip()
        case bool():
            return str(value).lower()
        case datetime() if value.time() == time.min:
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case timedelta():
            return str(value)
        case _:
            return str(value)
