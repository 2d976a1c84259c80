"""The lists beside ACLED's rows: which actors, kinds of actor, countries and regions our incidents have."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from incidents.exports.acled import Field
from incidents.exports.acled_lines import LINES
from incidents.exports.acled_rows import Query
from incidents.exports.projections import KINDS, countries, labelled, looked_up, streamed
from incidents.models.incidents import IncidentQuerySet
from incidents.vocabulary import ActorKind


@dataclass(frozen=True, slots=True)
class List:
    """``sql`` is over ``i``: number, day and country of each incident. The first field is unique."""

    fields: tuple[Field, ...]
    sql: str


def _spans(first: str, last: str, number: str) -> tuple[Field, ...]:
    return (
        Field("first_event_date", f"to_char({first}, 'YYYY-MM-DD')", "date", "="),
        Field("last_event_date", f"to_char({last}, 'YYYY-MM-DD')", "date", "="),
        Field("event_count", number, "number", ">="),
    )


ONES = _spans("min(i.day)", "max(i.day)", "count(DISTINCT i.id)")
GROUPS = _spans("min(g.first)", "max(g.last)", "sum(g.n)::bigint")
TAKING_PART = """ JOIN incidents_participation AS m ON m.incident_id = i.id
    AND (m.role = 'perpetrator' OR (m.role = 'target' AND m.referent <> 'object'))
    LEFT JOIN incidents_actor AS a ON a.id = m.actor_id"""
BY_COUNTRY = (
    " AS g CROSS JOIN LATERAL (SELECT " + looked_up(countries(), "g.country") + " AS told OFFSET 0) AS k"
)
KIND = f"array_position({KINDS}, a.kind::text)"


def _counted(fields: tuple[Field, ...], of: str, condition: str = "true") -> List:
    columns = ", ".join(f"{field.value} AS {field.name}" for field in fields)
    keys = ", ".join(str(n) for n in range(1, len(fields) - 2))
    return List(fields, f"SELECT {columns} FROM {of} WHERE {condition} GROUP BY {keys}")  # noqa: S608 -- our own words


_WANTED = "({wanted}) AS i (id, day, country)"
_COUNTED = (
    "(SELECT i.country, min(i.day) AS first, max(i.day) AS last, count(*) AS n"  # noqa: S608 -- our own words
    f" FROM {_WANTED} GROUP BY i.country)"
)
LISTS = {
    "actor": _counted(
        (Field("actor_name", "replace(coalesce(a.name, m.name), ';', ',')"), *ONES), _WANTED + TAKING_PART
    ),
    "actortype": _counted(
        (
            Field("actor_type_id", KIND, "number", "="),
            Field("actor_type_name", labelled(ActorKind, "a.kind")),
            *ONES,
        ),
        _WANTED + TAKING_PART,
        "a.kind IS NOT NULL",
    ),
    "country": _counted(
        (
            Field("country", "k.told ->> 'country'"),
            Field("iso", "(k.told ->> 'iso')::int", "number", "="),
            Field("iso3", "k.told ->> 'iso3'"),
            *GROUPS,
        ),
        _COUNTED + BY_COUNTRY,
        "k.told IS NOT NULL",
    ),
    "region": _counted(
        (
            Field("region", "(k.told ->> 'region_id')::int", "number", "="),
            Field("region_name", "k.told ->> 'region'"),
            *GROUPS,
        ),
        _COUNTED + BY_COUNTRY,
        "k.told ->> 'region_id' IS NOT NULL",
    ),
}


def rows(found: IncidentQuerySet, listed: List, query: Query, form: str) -> Iterator[list[tuple[str]]]:
    """Each a line, what is commonest first."""
    sql, values = _wanted(found, listed, query)
    cells = [(field, f"c.{field.name}") for field in listed.fields if field.name in query.fields]
    sql = f"SELECT {LINES[form](cells)} {sql} ORDER BY c.event_count DESC, c.{listed.fields[0].name}"
    sql += f" OFFSET {query.offset}" + (f" LIMIT {query.limit}" if query.limit else "")
    yield from streamed(sql, values)


def count(found: IncidentQuerySet, listed: List, query: Query) -> int:
    sql, values = _wanted(found, listed, query)
    return next(streamed(f"SELECT count(*) {sql}", values))[0][0]


def _wanted(found: IncidentQuerySet, listed: List, query: Query) -> tuple[str, list[Any]]:
    ids, told = found.order_by().values_list("pk", "sort_date", "country").query.sql_with_params()
    sql = f"FROM ({listed.sql.replace('{wanted}', ids)}) AS c"
    if query.conditions:
        sql += " WHERE " + " AND ".join(f"({condition})" for condition, _values in query.conditions)
    return sql, [*told, *(value for _condition, values in query.conditions for value in values)]
