"""CSV of RFC 4180."""

from collections.abc import Iterator

from incidents.exports.rows import COLUMNS, streamed
from incidents.models.incidents import IncidentQuerySet

HEADER = ",".join(column.name for column in COLUMNS) + "\r\n"
TEXT = """
    CASE WHEN {value} IS NULL OR {value} = '' THEN ''
    ELSE '"' || CASE WHEN {value} ~ E'^[-=+@\\t\\r\\n\\']' AND {value} !~ '^[+-]?[0-9]+([.][0-9]+)?$'
        THEN '''' ELSE '' END || replace({value}, '"', '""') || '"' END
"""
"""As ``cells.defused`` does it: what Excel would take for a formula begins with an apostrophe."""


def lines(found: IncidentQuerySet) -> Iterator[str]:
    """In pieces of many lines."""
    yield HEADER
    cells = (
        TEXT.format(value=f"c.{column.name}") if column.is_text else f"coalesce(c.{column.name}::text, '')"
        for column in COLUMNS
    )
    for rows in streamed(found, " || ',' || ".join(cells) + " || E'\\r\\n'"):
        yield "".join(rows)
