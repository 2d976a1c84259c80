"""What the formats share: incidents as one table, a row each, streamed from the database, however many there are.

The database writes the lines itself, so that nothing but text passes through here; that is several times faster
than making values of them and text again, and takes no memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction

from incidents.models.incidents import IncidentQuerySet
from incidents.vocabulary import Role

AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Column:
    """``value`` is SQL over ``i``, the incident, ``p`` its place, ``b`` its base. What is no text is a number, or
    true or false.
    """

    name: str
    value: str
    says: str
    is_text: bool = True


def _plain(name: str, says: str, value: str = "") -> Column:
    return Column(name, value or f"i.{name}", says, is_text=False)


def _parties(name: str, role: Role, says: str) -> Column:
    """A bar within a name is escaped."""
    value = (
        "(SELECT string_agg(replace(coalesce(a.name, n.name), '|', E'\\\\|'), '|' ORDER BY n.\"order\", n.id)"  # noqa: S608 -- our own words
        " FROM incidents_participation AS n LEFT JOIN incidents_actor AS a ON a.id = n.actor_id"
        f" WHERE n.incident_id = i.id AND n.role = '{role}')"
    )
    return Column(name, value, says + " Several are separated by a bar.")


WEAPONS = (
    "(SELECT string_agg(DISTINCT w.category, '|' ORDER BY w.category) FROM incidents_weaponuse AS w"
    " WHERE w.incident_id = i.id)"
)
SOURCES = (
    "(SELECT string_agg(DISTINCT replace(s.name, '|', E'\\\\|'), '|' ORDER BY replace(s.name, '|', E'\\\\|'))"
    " FROM incidents_report AS r JOIN incidents_article AS t ON t.id = r.article_id"
    " JOIN incidents_source AS s ON s.id = t.source_id WHERE r.incident_id = i.id)"
)
UTC = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""

COLUMNS = (
    _plain("id", "Our number, for as long as there is the incident."),
    Column("public_id", "i.public_id", "Given at the first publication, and then for life."),
    Column("status", "i.status", "published, unless others were asked for."),
    _plain("version", "Grows with each change."),
    Column("disorder_type", "i.disorder_type", "ACLED's disorder type."),
    Column("event_type", "i.event_type", "ACLED's event type."),
    Column("sub_event_type", "i.sub_event_type", "ACLED's sub-event type."),
    Column("certainty", "i.certainty", "The standing of the event."),
    Column("summary", "i.summary", "In our own words."),
    Column("date_start", "i.date_start::text", "The first day, local; empty where it is not known."),
    Column("date_end", "i.date_end::text", "The last day, where it is stated."),
    Column("date_precision", "i.date_precision", "How precisely the date is known."),
    Column("time_local", "to_char(i.time_local, 'HH24:MI')", "Clock time at the place."),
    Column("time_zone", "i.time_zone", "IANA name."),
    Column("country", "i.country", "ISO 3166-1 alpha-2; XZ on the high seas."),
    Column("admin1", "i.admin1", "First-level region."),
    Column("place", "p.key", "Key of the place."),
    Column("place_name", "i.place_name", "As said."),
    Column("base", "b.key", "Key of the base."),
    Column("base_name", "b.name", "Its name."),
    _plain("latitude", "Degrees, WGS 84; empty where the point is not known."),
    _plain("longitude", "Degrees, WGS 84."),
    Column("geo_precision", "i.geo_precision", "How precisely the point is known."),
    _plain("killed_min", "At least so many; empty where it is not stated, 0 where none is stated."),
    _plain("killed_max", "At most so many; empty where it is open or not stated."),
    _plain("wounded_min", "At least so many; empty where it is not stated."),
    _plain("wounded_max", "At most so many; empty where it is open or not stated."),
    _parties("perpetrators", Role.PERPETRATOR, "Who did it, by the actor's name where that is known."),
    _parties("targets", Role.TARGET, "To whom or what."),
    _parties("claimants", Role.CLAIMANT, "Who claims it."),
    _parties("accused", Role.ACCUSED, "Who is said to have done it."),
    Column("weapons", WEAPONS, "Kinds of weapon. Several are separated by a bar."),
    Column("intercepted", "i.intercepted", "How much of what was fired was intercepted."),
    Column("damage", "i.damage", "Level of damage."),
    _plain("civilian_targeting", "true, false, or empty where it is not known."),
    Column("origin_of_fire", "i.origin_of_fire", "From where."),
    _plain("confidence", "How sure the reader was, 0 to 1.", "round(i.confidence::numeric, 4)"),
    Column("sources", SOURCES, "Outlets that tell of it. Several are separated by a bar."),
    Column("created_at", UTC.format("i.created_at"), "UTC."),
    Column("updated_at", UTC.format("i.updated_at"), "UTC."),
    Column("published_at", UTC.format("i.published_at"), "UTC, of the first publication."),
)


def streamed(found: IncidentQuerySet, line: str, condition: str = "true") -> Iterator[list[str]]:
    """What the expression ``line`` makes of each incident, latest event first, many at a time.

    It is SQL over ``c``, which has the columns, and ``i``, the incident.
    """
    try:
        sql, told = found.values_list("pk", "sort_date").order_by("-sort_date", "-pk").query.sql_with_params()
    except EmptyResultSet:
        return
    columns = ", ".join(f"{column.value} AS {column.name}" for column in COLUMNS)
    statement = (
        f"SELECT {line} FROM ({sql}) AS wanted (id, day) JOIN incidents_incident AS i ON i.id = wanted.id"  # noqa: S608 -- our own words
        " LEFT JOIN incidents_place AS p ON p.id = i.place_id LEFT JOIN incidents_base AS b ON b.id = i.base_id"
        # OFFSET: else each column would be worked out anew wherever it stands in the line
        f" CROSS JOIN LATERAL (SELECT {columns} OFFSET 0) AS c"
        f" WHERE {condition} ORDER BY wanted.day DESC, wanted.id DESC"
    )
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(statement, told)
        while rows := cursor.fetchmany(AT_ONCE):
            yield [row[0] for row in rows]
