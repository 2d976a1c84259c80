"""What a sheet that came in would do, or did, row by row."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from tablib import Dataset

from incidents.exports.sheets import SHEETS, Sheet
from incidents.exports.table import Table


@dataclass(frozen=True, slots=True)
class Line:
    """``changes`` are (column, before, after); ``errors`` (column, what was expected)."""

    number: int
    name: str
    outcome: str  # new, update, skip, invalid
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)


def check_header(kind: str, header: list[str]) -> None:
    columns = SHEETS[kind]._meta.fields
    strangers = [name or _("(empty)") for name in header if name not in columns]
    missing = [name for name in SHEETS[kind]._meta.import_id_fields if name not in header]
    twice = sorted({name for name in header if header.count(name) > 1})
    said = []
    if strangers:
        said.append(_("no column is called %s.") % ", ".join(strangers))
    if missing:
        said.append(_("the column %s is missing: it says which row is which.") % ", ".join(missing))
    if twice:
        said.append(_("the column %s is there twice.") % ", ".join(twice))
    if said:
        raise ValidationError({"file": [*said, _("Expected a header of these: %s.") % ", ".join(columns)]})


def run(kind: str, table: Table, *, dry_run: bool) -> list[Line]:
    sheet = SHEETS[kind]()
    data = Dataset(*table.rows, headers=table.header)
    result = sheet.import_data(data, dry_run=dry_run, use_transactions=True)
    for error in result.base_errors:
        raise ValidationError({"file": str(error.error)})
    return [
        _line(sheet, number, at, row, table)
        for at, (row, number) in enumerate(zip(result.rows, table.lines, strict=True), 1)
    ]


def _line(sheet: Sheet, number: int, at: int, row: Any, table: Table) -> Line:
    given = dict(zip(table.header, table.rows[at - 1], strict=True))
    name = " · ".join(str(given.get(each, "")) for each in sheet._meta.import_id_fields)
    if row.validation_error or row.errors:
        return Line(number, name, "invalid", errors=_errors(row))
    before, after = sheet.before.get(at, {}), sheet.after.get(at, {})
    changes = [
        (column, before.get(column, ""), value)
        for column, value in after.items()
        if value != before.get(column, "")
    ]
    return Line(number, name, row.import_type, changes=changes)


def _errors(row: Any) -> list[tuple[str, str]]:
    problem = row.validation_error
    if problem is None:
        return [("", str(error.error).splitlines()[0]) for error in row.errors]
    by_column = problem.message_dict if hasattr(problem, "error_dict") else {"": problem.messages}
    return [
        ("" if column == NON_FIELD_ERRORS else column, said)
        for column, each in by_column.items()
        for said in each
    ]


def counts(lines: list[Line]) -> dict[str, int]:
    return {
        outcome: sum(line.outcome == outcome for line in lines)
        for outcome in ("new", "update", "skip", "invalid")
    }


def digest(lines: list[Line]) -> str:
    told = [(line.number, line.outcome, line.changes, line.errors) for line in lines]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
