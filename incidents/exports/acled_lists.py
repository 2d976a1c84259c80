"""The lists beside ACLED's rows: of actors, kinds of actor, countries and regions, and of what is gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from incidents.exports.acled import ID, Field
from incidents.exports.acled_lines import LINES
from incidents.exports.acled_rows import Query
from incidents.exports.projections import KINDS, countries, labelled, looked_up, streamed
from incidents.models.incidents import IncidentQuerySet
from incidents.models.tombstones import TombstoneQuerySet
from incidents.vocabulary import ActorKind


@dataclass(frozen=True, slots=True)
class List:
    """``sql`` is over ``i``: number, day and country of each incident; of what is gone, its public id and when."""

    fields: tuple[Field, ...]
    sql: str
    order: str = "c.event_count DESC"


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


GONE = List(
    (
        Field("event_id_cnty", ID),
        Field("deleted_timestamp", "floor(extract(epoch FROM i.gone_at))::bigint", "moment", ">="),
    ),
    f"SELECT {ID} AS event_id_cnty, floor(extract(epoch FROM i.gone_at))::bigint AS deleted_timestamp"  # noqa: S608 -- our own words
    " FROM ({wanted}) AS i (public_id, gone_at)",
    order="c.deleted_timestamp DESC",
)

Wanted = tuple[str, tuple[Any, ...]]


def of_incidents(found: IncidentQuerySet) -> Wanted:
    return found.order_by().values_list("pk", "sort_date", "country").query.sql_with_params()


def of_gone(public: IncidentQuerySet, stones: TombstoneQuerySet) -> Wanted:
    """With what is public and has lost its date, which has no row any more."""
    gone, of_gone = stones.order_by().values_list("public_id", "gone_at").query.sql_with_params()
    undated = public.filter(date_start__isnull=True).order_by().values_list("public_id", "changed_at")
    lost, of_lost = undated.query.sql_with_params()
    return f"{gone} UNION ALL {lost}", (*of_gone, *of_lost)


def rows(wanted: Wanted, listed: List, query: Query, form: str) -> Iterator[list[tuple[str]]]:
    """Each a line, many at a time."""
    sql, values = _asked(wanted, listed, query)
    cells = [(field, f"c.{field.name}") for field in listed.fields if field.name in query.fields]
    key = f"c.{listed.fields[0].name}"
    sql = f"SELECT {LINES[form](cells)} {sql} ORDER BY {listed.order}, {key} OFFSET {query.offset}"
    yield from streamed(sql + (f" LIMIT {query.limit}" if query.limit else ""), values)


def count(wanted: Wanted, listed: List, query: Query) -> int:
    sql, values = _asked(wanted, listed, query)
    return next(streamed(f"SELECT count(*) {sql}", values))[0][0]


def _asked(wanted: Wanted, listed: List, query: Query) -> tuple[str, list[Any]]:
    sql = f"FROM ({listed.sql.replace('{wanted}', wanted[0])}) AS c"
    if query.conditions:
        sql += " WHERE " + " AND ".join(f"({condition})" for condition, _values in query.conditions)
    return sql, [*wanted[1], *(value for _condition, values in query.conditions for value in values)]
