"""The views and their columns: a promise. What there is stays, under the same name and of the same type; a column
may be added. Else it would be ``public_v2``.

No person's name or number is in them, and no article's text. Blank texts are null: not known.
"""

from dataclasses import dataclass

from incidents.models.evidence import TOLD_AS

SCHEMA = "public_v1"
PUBLIC = (
    "i.status = 'published' AND i.sensitivity <> 'restricted'"
    " AND (i.embargo_until IS NULL OR i.embargo_until <= now())"
)
"""``IncidentQuerySet.public``, worked out anew with every look."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    value: str
    says: str


@dataclass(frozen=True, slots=True)
class View:
    """``rows`` is what stands after FROM. ``t`` is the table it is about."""

    name: str
    says: str
    rows: str
    columns: tuple[Column, ...]

    def sql(self) -> str:
        """security_barrier: a condition of who asks is never tried on rows that he may not see."""
        columns = ", ".join(f'{column.value} AS "{column.name}"' for column in self.columns)
        made = (
            f"CREATE VIEW {SCHEMA}.{self.name} WITH (security_barrier) AS SELECT {columns} FROM {self.rows}"  # noqa: S608 -- our own words
        )
        said = [f"COMMENT ON VIEW {SCHEMA}.{self.name} IS {_quoted(self.says)}"]
        said += [
            f'COMMENT ON COLUMN {SCHEMA}.{self.name}."{column.name}" IS {_quoted(column.says)}'
            for column in self.columns
        ]
        return ";\n".join([made, *said])


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _plain(name: str, says: str) -> Column:
    return Column(name, f't."{name}"', says)


def _text(name: str, says: str) -> Column:
    return Column(name, f"NULLIF(t.\"{name}\", '')", says)


def _range(name: str, of: str) -> tuple[Column, Column]:
    return (
        _plain(f"{name}_min", f"At least so many {of}; null: not stated, 0: stated to be none."),
        _plain(f"{name}_max", f"At most so many {of}; null: open, or not stated."),
    )


def _of_incident(table: str) -> str:
    """Rows below an incident, of those that the public may see."""
    return f"{table} AS t JOIN incidents_incident AS i ON i.id = t.incident_id WHERE {PUBLIC}"


ID = _plain("id", "Our number.")
INCIDENT = _plain("incident_id", "Of incidents.")
ACTOR = _plain("actor_id", "Of actors; null where nobody has said who that is.")
ARTICLE = _plain("article_id", "Of articles.")
NAME = _text("name", "The usual name.")
KEY = _text("key", "Stays for life.")
ALIASES = _plain("aliases", "Other names.")
COUNTRY = _text("country", "ISO 3166-1 alpha-2; XZ on the high seas.")
ADMIN1 = _text("admin1", "First-level region.")
POINT = (
    _plain("latitude", "Degrees, WGS 84; null where the point is not known."),
    _plain("longitude", "Degrees, WGS 84; null where the point is not known."),
)
TIMES = (_plain("since", "The first day, where it is known."), _plain("until", "The last day; null: open."))
SOURCE = _text("source", "Who says so.")
TIME_ZONE = _text("time_zone", "IANA name.")
_renamed = " ".join(f"WHEN {_quoted(old)} THEN {_quoted(new)}" for old, new in TOLD_AS.items())

VIEWS = (
    View(
        "incidents",
        "Published incidents, neither restricted nor under embargo: a row each.",
        f"incidents_incident AS t WHERE {PUBLIC.replace('i.', 't.')}",
        (
            ID,
            _plain(
                "public_id",
                "Quote and join by it: given at the first publication, and then for life.",
            ),
            _plain("version", "Grows with each change."),
            _text("disorder_type", "ACLED's disorder type."),
            _text("event_type", "ACLED's event type."),
            _text("sub_event_type", "ACLED's sub-event type."),
            _text("certainty", "The standing of the event: confirmed, reported, claimed, alleged, denied."),
            _text("summary", "In our own words."),
            _plain("date_start", "The first day, local; null where it is not known."),
            _plain("date_end", "The last day, where it is stated."),
            _text(
                "date_precision",
                "How precisely the date is known: by month, the first day is no day of its own.",
            ),
            _plain("time_local", "Clock time at the place."),
            TIME_ZONE,
            _plain("moment", "The same in UTC."),
            COUNTRY,
            ADMIN1,
            _plain("place_id", "Of places."),
            _text("place_name", "As said."),
            _plain("base_id", "Of bases."),
            *POINT,
            _text(
                "geo_precision",
                "How precisely the point is known: of region and country it is a centre.",
            ),
            *_range("killed", "killed"),
            *_range("wounded", "wounded"),
            _plain("civilian_targeting", "Were civilians the target? null: not known."),
            _text("intercepted", "How much of what was fired was intercepted."),
            _text("damage", "Level of damage."),
            _text("origin_of_fire", "From where."),
            _text("sensitivity", "Who should beware: normal, graphic."),
            _plain("confidence", "How sure the reader was, 0 to 1; null where a person made it."),
            _plain("created_at", "UTC."),
            _plain("updated_at", "UTC; grows with each change."),
            _plain("published_at", "UTC, of the first publication."),
        ),
    ),
    View(
        "participations",
        "Who took part in an incident, and how.",
        _of_incident("incidents_participation"),
        (
            *(ID, INCIDENT, ACTOR),
            _text("name", "As said."),
            _text("role", "perpetrator, target, claimant, accused, denier, supporter."),
            _text("basis", "On whose word."),
            _text("referent", "What kind of thing the name stands for."),
        ),
    ),
    View(
        "casualties",
        "Who was hurt on one side, where sources tell sides apart. They need not add up to the incident's own.",
        _of_incident("incidents_casualties"),
        (
            *(ID, INCIDENT),
            _text("side", "Whose."),
            ACTOR,
            _plain("is_civilian", "Were they civilians?"),
            _text("kind", "How hurt."),
            _plain("min", "At least so many; null: not stated, 0: stated to be none."),
            _plain("max", "At most so many; null: open, or not stated."),
        ),
    ),
    View(
        "weapons",
        "Kinds of weapon used, and what became of what was fired.",
        _of_incident("incidents_weaponuse"),
        (
            *(ID, INCIDENT),
            _text("category", "Kind of weapon."),
            _text("system", "Named system."),
            *_range("launched", "launched"),
            *_range("intercepted", "intercepted"),
            *_range("failed", "that failed"),
            *_range("hit", "that hit"),
        ),
    ),
    View(
        "statements",
        "What is said of one field of an incident. Rival ones stand side by side, and are parts of no sum.",
        _of_incident("incidents_statement"),
        (
            *(ID, INCIDENT),
            Column("field", f"CASE t.field {_renamed} ELSE t.field END", "What it is about."),
            _plain("value", "As JSON."),
            _plain("article_id", "Of articles; null where an analyst says so."),
            _text("speaker", "Who says it; null where the outlet itself does."),
            _text("stance", "How it is said."),
            _plain("confidence", "How sure the reader was, 0 to 1."),
            _plain("is_chosen", "Does the incident's own value follow it?"),
            _plain("created_at", "UTC."),
        ),
    ),
    View(
        "evidence",
        "The words of an article that a statement stands on.",
        "incidents_evidence AS t JOIN incidents_statement AS s ON s.id = t.statement_id"
        f" JOIN incidents_incident AS i ON i.id = s.incident_id WHERE {PUBLIC}",
        (
            ID,
            _plain("statement_id", "Of statements."),
            Column("incident_id", "s.incident_id", "Of incidents."),
            ARTICLE,
            _plain("start", "Where the words begin in the article, in characters."),
            _plain("end", "Where they end."),
            _plain("quote", "The words."),
        ),
    ),
    View(
        "articles",
        "Articles that tell of a public incident. Their texts are not public.",
        "incidents_article AS t WHERE EXISTS (SELECT 1 FROM incidents_report AS r"  # noqa: S608 -- our own words
        f" JOIN incidents_incident AS i ON i.id = r.incident_id WHERE r.article_id = t.id AND {PUBLIC})",
        (
            ID,
            _text("title", "Its headline."),
            _plain("source_id", "Of sources."),
            _text("url", "The outlet's address of it."),
            _plain("published_on", "The day, in the outlet's zone."),
            _plain("published_at", "UTC, where the zone is known."),
        ),
    ),
    View(
        "reports",
        "Which articles tell of which incidents.",
        _of_incident("incidents_report"),
        (ID, INCIDENT, ARTICLE, _text("prominence", "As its main story, or as background.")),
    ),
    View(
        "actors",
        "Who acts: states' forces, armed groups, coalitions, crowds.",
        "incidents_actor AS t",
        (
            *(ID, KEY, NAME),
            _plain("names", "By language."),
            ALIASES,
            _text("kind", "ACLED's kind of actor."),
            COUNTRY,
            _plain("active_from", "Since when it has been."),
            _plain("active_to", "Until when it was."),
            _text("wikidata", "Wikidata id."),
            _text("note", "What else is to be known."),
            SOURCE,
        ),
    ),
    View(
        "bases",
        "Military bases.",
        "incidents_base AS t",
        (
            *(ID, KEY, NAME, ALIASES),
            _text("kind", "Kind of base."),
            *(COUNTRY, ADMIN1, *POINT),
            _text("icao", "ICAO code."),
            _text("wikidata", "Wikidata id."),
            _text("operator", "Who runs it."),
            *(TIME_ZONE, SOURCE),
        ),
    ),
    View(
        "presences",
        "Whose forces were at a base, and when.",
        "incidents_presence AS t",
        (ID, _plain("base_id", "Of bases."), _plain("actor_id", "Of actors."), *TIMES, SOURCE),
    ),
    View(
        "places",
        "Countries, regions and towns.",
        "incidents_place AS t",
        (
            *(ID, KEY),
            _plain("geonames_id", "That of GeoNames."),
            *(NAME, ALIASES),
            _text("kind", "Kind of place."),
            *(COUNTRY, ADMIN1, *POINT),
            _plain("population", "0: not known."),
            TIME_ZONE,
        ),
    ),
    View(
        "sources",
        "Outlets.",
        "incidents_source AS t",
        (
            *(ID, NAME, ALIASES),
            _text("domain", "Host of its pages."),
            COUNTRY,
            _text("language", "ISO 639-1."),
            _text("reliability", "Admiralty code, A to F."),
            _text("scale", "How far it reaches."),
        ),
    ),
    View(
        "campaigns",
        "Runs of incidents that articles count.",
        "incidents_campaign AS t",
        (
            *(ID, NAME),
            _text("description", "What belongs to it."),
            _plain("countries", "ISO 3166-1 alpha-2."),
            *TIMES,
        ),
    ),
    View(
        "memberships",
        "Which incidents analysts count to which campaign.",
        _of_incident("incidents_campaign_incidents"),
        (ID, _plain("campaign_id", "Of campaigns."), INCIDENT),
    ),
)
