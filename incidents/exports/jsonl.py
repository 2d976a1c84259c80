"""JSON Lines: an object a line with the columns of the CSV. Lists are lists, and what is not known is null."""

from collections.abc import Iterator

from incidents.exports.about import About
from incidents.exports.columns import COLUMNS
from incidents.exports.rows import streamed
from incidents.models.incidents import IncidentQuerySet

OBJECT = (
    "'{' || "
    + " || ',' || ".join(
        f"'\"{column.name}\":' || coalesce(to_json({column.json})::text, 'null')" for column in COLUMNS
    )
    + " || E'}\\n'"
)


def lines(found: IncidentQuerySet, about: About | None = None) -> Iterator[str]:
    for rows in streamed(found, OBJECT):
        yield "".join(rows)
