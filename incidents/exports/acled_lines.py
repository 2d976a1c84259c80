"""Columns of a shape as one line of JSON, CSV or XML, which the database writes."""

from collections.abc import Callable, Sequence

from incidents.exports.acled import Field
from incidents.exports.csv import TEXT

Cells = Sequence[tuple[Field, str]]
"""Each column, and where in the statement it stands."""
NO_XML = "E'[\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f]'"
"""What XML cannot hold, and loses."""


def as_json(cells: Cells) -> str:
    pairs = ", ".join(f"'{field.name}', {cell}" for field, cell in cells)
    return f"json_build_object({pairs})::text"


def as_csv(cells: Cells) -> str:
    told = (
        TEXT.format(value=cell) if field.kind in {"text", "date"} else f"coalesce({cell}::text, '')"
        for field, cell in cells
    )
    return " || ',' || ".join(told) + " || E'\\r\\n'"


def as_xml(cells: Cells) -> str:
    told = (
        f"'<{field.name}>' || replace(replace(replace("
        f"regexp_replace(coalesce({cell}::text, ''), {NO_XML}, '', 'g'),"
        f" '&', '&amp;'), '<', '&lt;'), '>', '&gt;') || '</{field.name}>'"
        for field, cell in cells
    )
    return f"'<item>' || {' || '.join(told)} || '</item>'"


LINES: dict[str, Callable[[Cells], str]] = {"json": as_json, "csv": as_csv, "xml": as_xml}
