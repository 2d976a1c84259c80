"""What the formats share: incidents as one table, a row each, streamed from the database, however many there are.

The database writes the lines itself, so that nothing but text passes through here; that is several times faster
than making values of them and text again, and takes no memory.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from incidents.exports.columns import COLUMNS
from incidents.models.incidents import IncidentQuerySet
from incidents.models.patience import unhurried

AT_ONCE = 2_000


def streamed(found: IncidentQuerySet, line: str, condition: str = "true") -> Iterator[list[str]]:
    """What the expression ``line`` makes of each incident, latest event first, many at a time."""
    try:
        statement, told = selected(found, line, condition)
    except EmptyResultSet:
        return
    with unhurried(), connection.chunked_cursor() as cursor:
        cursor.execute(statement, told)
        while rows := cursor.fetchmany(AT_ONCE):
            yield [row[0] for row in rows]


def selected(
    found: IncidentQuerySet, line: str = "c.*", condition: str = "true"
) -> tuple[str, tuple[Any, ...]]:
    """As SQL with its parameters. ``line`` is SQL over ``c``, which has the columns, and ``i``, the incident."""
    sql, told = found.values_list("pk", "sort_date").order_by("-sort_date", "-pk").query.sql_with_params()
    columns = ", ".join(f"{column.value} AS {column.name}" for column in COLUMNS)
    return (
        f"SELECT {line} FROM ({sql}) AS wanted (id, day) JOIN incidents_incident AS i ON i.id = wanted.id"  # noqa: S608 -- our own words
        " LEFT JOIN incidents_place AS p ON p.id = i.place_id LEFT JOIN incidents_base AS b ON b.id = i.base_id"
        # OFFSET: else each column would be worked out anew wherever it stands in the line
        f" CROSS JOIN LATERAL (SELECT {columns} OFFSET 0) AS c"
        f" WHERE {condition} ORDER BY wanted.day DESC, wanted.id DESC",
        told,
    )
