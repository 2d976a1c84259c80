"""Incidents as one table: its columns, which all formats have, and what each is in the database."""

from dataclasses import dataclass

from incidents.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Column:
    """``value`` is SQL over ``i``, the incident, ``p`` its place, ``b`` its base. It is of this ``kind``:

    string, integer, number, boolean, date, datetime, or list, which is one of strings.
    """

    name: str
    value: str
    says: str
    kind: str = "string"

    @property
    def is_text(self) -> bool:
        return self.kind in {"string", "list"}

    @property
    def text(self) -> str:
        """SQL over ``c``, which has the columns: the value as one text, null where nothing is known."""
        match self.kind:
            case "list":
                return LIST.format(f"c.{self.name}")
            case "datetime":
                return UTC.format(f"c.{self.name}")
            case "string":
                return f"c.{self.name}"
        return f"c.{self.name}::text"

    @property
    def json(self) -> str:
        """SQL over ``c``: what JSON is to be built of. No text is null, no list is empty."""
        match self.kind:
            case "datetime":
                return UTC.format(f"c.{self.name}")
            case "string":
                return f"NULLIF(c.{self.name}, '')"
        return f"c.{self.name}"


UTC = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
BORDER = "U&'\\FFFF'"  # no character, so that nobody's name has it
LIST = f"replace(replace(array_to_string({{}}, {BORDER}), '|', E'\\\\|'), {BORDER}, '|')"
"""A bar within a name is escaped."""


def _parties(name: str, role: Role, says: str) -> Column:
    value = (
        "ARRAY(SELECT coalesce(a.name, n.name)"  # noqa: S608 -- our own words
        " FROM incidents_participation AS n LEFT JOIN incidents_actor AS a ON a.id = n.actor_id"
        f" WHERE n.incident_id = i.id AND n.role = '{role}' ORDER BY n.\"order\", n.id)"
    )
    return Column(name, value, says + " Several are separated by a bar.", "list")


WEAPONS = (
    "ARRAY(SELECT DISTINCT w.category FROM incidents_weaponuse AS w WHERE w.incident_id = i.id ORDER BY 1)"
)
SOURCES = (
    "ARRAY(SELECT DISTINCT s.name FROM incidents_report AS r JOIN incidents_article AS t ON t.id = r.article_id"
    " JOIN incidents_source AS s ON s.id = t.source_id WHERE r.incident_id = i.id ORDER BY 1)"
)

SHAPE = "1.1"
"""Of these columns: the first number grows when one goes or means something else, the second when one is added."""

COLUMNS = (
    Column("id", "i.id", "Our number, for as long as there is the incident.", "integer"),
    Column("public_id", "i.public_id", "Given at the first publication, and then for life."),
    Column("status", "i.status", "published, unless others were asked for."),
    Column("version", "i.version", "Grows with each change.", "integer"),
    Column("disorder_type", "i.disorder_type", "ACLED's disorder type."),
    Column("event_type", "i.event_type", "ACLED's event type."),
    Column("sub_event_type", "i.sub_event_type", "ACLED's sub-event type."),
    Column("certainty", "i.certainty", "The standing of the event."),
    Column("summary", "i.summary", "In our own words."),
    Column("date_start", "i.date_start", "The first day, local; empty where it is not known.", "date"),
    Column("date_end", "i.date_end", "The last day, where it is stated.", "date"),
    Column("date_precision", "i.date_precision", "How precisely the date is known."),
    Column("time_local", "to_char(i.time_local, 'HH24:MI')", "Clock time at the place."),
    Column("time_zone", "i.time_zone", "IANA name."),
    Column("country", "i.country", "ISO 3166-1 alpha-2; XZ on the high seas."),
    Column("admin1", "i.admin1", "First-level region."),
    Column("place", "p.key", "Key of the place."),
    Column("place_name", "i.place_name", "As said."),
    Column("base", "b.key", "Key of the base."),
    Column("base_name", "b.name", "Its name."),
    Column("latitude", "i.latitude", "Degrees, WGS 84; empty where the point is not known.", "number"),
    Column("longitude", "i.longitude", "Degrees, WGS 84.", "number"),
    Column("geo_precision", "i.geo_precision", "How precisely the point is known."),
    Column(
        "killed_min",
        "i.killed_min",
        "At least so many; empty where it is not stated, 0 where none is stated.",
        "integer",
    ),
    Column("killed_max", "i.killed_max", "At most so many; empty where it is open or not stated.", "integer"),
    Column("wounded_min", "i.wounded_min", "At least so many; empty where it is not stated.", "integer"),
    Column(
        "wounded_max", "i.wounded_max", "At most so many; empty where it is open or not stated.", "integer"
    ),
    _parties("perpetrators", Role.PERPETRATOR, "Who did it, by the actor's name where that is known."),
    _parties("targets", Role.TARGET, "To whom or what."),
    _parties("claimants", Role.CLAIMANT, "Who claims it."),
    _parties("accused", Role.ACCUSED, "Who is said to have done it."),
    Column("weapons", WEAPONS, "Kinds of weapon. Several are separated by a bar.", "list"),
    Column("intercepted", "i.intercepted", "How much of what was fired was intercepted."),
    Column("damage", "i.damage", "Level of damage."),
    Column(
        "civilian_targeting",
        "i.civilian_targeting",
        "true, false, or empty where it is not known.",
        "boolean",
    ),
    Column("origin_of_fire", "i.origin_of_fire", "From where."),
    Column("confidence", "round(i.confidence::numeric, 4)", "How sure the reader was, 0 to 1.", "number"),
    Column("sources", SOURCES, "Outlets that tell of it. Several are separated by a bar.", "list"),
    Column("created_at", "i.created_at", "UTC.", "datetime"),
    Column("updated_at", "i.updated_at", "UTC.", "datetime"),
    Column("published_at", "i.published_at", "UTC, of the first publication.", "datetime"),
)
