"""Tables as files: CSV in whatever encoding and with whatever separator, and XLSX."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from incidents.exports.cells import as_meant, defused

MOST_ROWS = 5_000
LARGEST_UNZIPPED = 100 * 2**20
ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1256": gettext_lazy("Windows-1256 (Arabic)"),
    "cp1252": gettext_lazy("Windows-1252 (Western)"),
    "utf-16": "UTF-16",
}
SEPARATORS = {",": gettext_lazy("commas"), ";": gettext_lazy("semicolons"), "\t": gettext_lazy("tabs")}


@dataclass(frozen=True, slots=True)
class Table:
    """``lines`` are the numbers that programs show beside its rows; ``read_as`` says how it was read."""

    header: list[str]
    rows: list[list[Any]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    read_as: str = ""

    def without(self, name: str) -> "Table":
        """Without the column of this name, if there is one."""
        kept = [at for at, column in enumerate(self.header) if column != name]
        rows = [[row[at] for at in kept] for row in self.rows]
        return Table([self.header[at] for at in kept], rows, self.lines, self.read_as)


def read(data: bytes, *, encoding: str = "") -> Table:
    """Raises a ValidationError about ``file``. An ``encoding`` that is named is not guessed at."""
    if data[:4] == b"PK\x03\x04":
        numbered, read_as = list(_of_workbook(data)), "XLSX"
    else:
        text, name = _decoded(data, encoding)
        first = text.splitlines()[0] if text.strip() else ""
        separator = max(SEPARATORS, key=first.count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        read_as = f"CSV, {ENCODINGS[name]}, {SEPARATORS[separator]}"
        try:
            numbered = [(reader.line_num, row) for row in reader]
        except csv.Error as problem:
            raise _wrong(
                _("expected CSV; line %(n)s: %(problem)s.") % {"n": reader.line_num, "problem": problem}
            ) from None
    numbered = [(n, [as_meant(_cell(cell)) for cell in row]) for n, row in numbered]
    numbered = [(n, row) for n, row in numbered if any(cell not in ("", None) for cell in row)]
    if not numbered:
        raise _wrong(_("expected a table with a header; it is empty."))
    header = [str(cell).strip() for cell in numbered[0][1]]
    while header and not header[-1]:
        header.pop()
    if len(numbered) - 1 > MOST_ROWS:
        raise _wrong(
            _("expected at most %(most)s rows; it has %(n)s. Part it in several files.")
            % {"most": MOST_ROWS, "n": len(numbered) - 1}
        )
    rows, lines = [], []
    for number, row in numbered[1:]:
        if any(cell not in ("", None) for cell in row[len(header) :]):
            raise _wrong(
                _("row %(row)s: expected %(cells)s cells, as the header has; it has %(n)s.")
                % {"row": number, "cells": len(header), "n": len(row)}
            )
        rows.append([*row[: len(header)], *[""] * (len(header) - len(row))])
        lines.append(number)
    return Table(header, rows, lines, read_as)


def _cell(cell: Any) -> Any:
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()  # a workbook has no days without a clock
    if isinstance(cell, date | time):
        return cell.isoformat()
    return "" if cell is None else cell.strip() if isinstance(cell, str) else cell


def _of_workbook(data: bytes) -> Iterator[tuple[int, list[Any]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > LARGEST_UNZIPPED:
                raise _wrong(
                    _("expected at most %(limit)s MB once unpacked.") % {"limit": LARGEST_UNZIPPED // 2**20}
                )
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            if number > MOST_ROWS * 2:
                raise _wrong(
                    _("expected at most %(most)s rows. Part it in several files.") % {"most": MOST_ROWS}
                )
            yield number, list(row)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, OSError):
        raise _wrong(_("expected a workbook (XLSX); it could not be read as one.")) from None


def _decoded(data: bytes, encoding: str) -> tuple[str, str]:
    if encoding and encoding not in ENCODINGS:
        raise ValidationError({"encoding": _("expected one of %(names)s.") % {"names": ", ".join(ENCODINGS)}})
    for name in [encoding] if encoding else _likely(data):
        try:
            text = data.decode("utf-8-sig" if name == "utf-8" else name)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, name
    if encoding:
        raise ValidationError(
            {
                "encoding": _("expected another: the file is not %(encoding)s.")
                % {"encoding": ENCODINGS[encoding]}
            }
        )
    raise _wrong(_("expected CSV or XLSX: it is neither text nor a workbook."))


def _likely(data: bytes) -> list[str]:
    """What is not UTF-8 is an older Windows' own: Arabic, if most of its letters then are."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ["utf-16"]
    letters = [c for c in data.decode("cp1256", errors="ignore") if ord(c) > 127 and c.isalpha()]
    is_arabic = sum("\u0600" <= c <= "\u06ff" for c in letters) * 2 > len(letters)
    return ["utf-8", *(("cp1256", "cp1252") if is_arabic else ("cp1252", "cp1256"))]


def _wrong(message: str) -> ValidationError:
    return ValidationError({"file": message})


def as_csv(rows: Iterable[list[Any]]) -> Iterator[str]:
    """With the mark by which spreadsheet programs know UTF-8."""
    out = csv.writer(_Echo())
    mark = "\ufeff"
    for row in rows:
        yield mark + out.writerow([defused(cell) for cell in row])
        mark = ""


def as_workbook(rows: Iterable[list[Any]], title: str) -> bytes:
    book = Workbook(write_only=True)
    page = book.create_sheet(title)
    for row in rows:
        page.append([defused(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class _Echo:
    """What a writer writes is what it returns."""

    def write(self, line: str) -> str:
        return line
