"""Our incidents in the shape of ACLED's rows. A projection of our own data, and none of ACLED's.

What that shape has no room for (ranges, wounded, interceptions, claims) stands in ``tags``, and in ``notes``.
"""

from dataclasses import dataclass

from incidents.exports.projections import (
    COUNTRY,
    PLACE,
    countries,
    labelled,
    literal,
    looked_up,
    stated,
)
from incidents.vocabulary import (
    ActorKind,
    Certainty,
    DisorderType,
    EventType,
    Interception,
    SourceScale,
    SubEventType,
    Weapon,
)

INTERS = "(ARRAY[" + ", ".join(literal(kind.in_english) for kind in ActorKind) + "])[{}]"


def _rest(names: str) -> str:
    return f"coalesce(array_to_string({names}[2:], '; '), '')"


def _first(names: str) -> str:
    return f"coalesce({names}[1], '')"


ID = (
    f"coalesce({looked_up(countries(), 'left(i.public_id, 2)')} ->> 'iso3', 'ZZZ')"
    " || replace(substr(i.public_id, 4), '-', '')"
)
"""IQ-2024-0042 is IRQ20240042: the year has four digits, and so the number begins where it ends."""
SOURCES = """(SELECT coalesce(string_agg(DISTINCT replace(s.name, ';', ','), '; '), '')
    FROM incidents_report AS r JOIN incidents_article AS t ON t.id = r.article_id
    JOIN incidents_source AS s ON s.id = t.source_id WHERE r.incident_id = i.id)"""
SCALES = f"""(SELECT coalesce(string_agg(DISTINCT {labelled(SourceScale, "s.scale")}, '-'), '')
    FROM incidents_report AS r JOIN incidents_article AS t ON t.id = r.article_id
    JOIN incidents_source AS s ON s.id = t.source_id WHERE r.incident_id = i.id)"""  # noqa: S608 -- our own words
WEAPONS = f"""(SELECT string_agg(DISTINCT lower({labelled(Weapon, "u.category")}), ', ')
    FROM incidents_weaponuse AS u WHERE u.incident_id = i.id)"""  # noqa: S608 -- likewise
LOST = f"""array_to_string(ARRAY[
    CASE WHEN i.killed_min IS NULL AND i.killed_max IS NULL THEN 'fatalities: not stated'
        WHEN i.killed_min IS DISTINCT FROM i.killed_max
        THEN 'fatalities: ' || {stated("i.killed_min", "i.killed_max")} END,
    'wounded: ' || {stated("i.wounded_min", "i.wounded_max")},
    CASE WHEN i.intercepted <> '{Interception.UNKNOWN}' THEN 'intercepted: ' || i.intercepted END,
    'claimed by: ' || w.claimants, 'accused: ' || w.accused, 'denied by: ' || w.deniers, 'target: ' || w.things,
    'weapons: ' || {WEAPONS},
    CASE WHEN i.certainty <> '{Certainty.CONFIRMED}' THEN 'event: ' || i.certainty END,
    CASE WHEN i.date_end > i.date_start THEN 'until: ' || i.date_end END,
    CASE i.geo_precision WHEN 'country' THEN 'point: of the country' WHEN 'unknown' THEN 'point: not known' END,
    'public id: ' || i.public_id
], '; ')"""


@dataclass(frozen=True, slots=True)
class Field:
    """``value`` is SQL. ``operator`` is what a parameter of its name does unless told otherwise."""

    name: str
    value: str
    kind: str = "text"  # text, number, date, moment
    operator: str = "LIKE"


def _number(name: str, value: str, kind: str = "number", operator: str = "=") -> Field:
    return Field(name, value, kind, operator)


FIELDS = (
    Field("event_id_cnty", ID),
    Field("event_date", "to_char(i.date_start, 'YYYY-MM-DD')", "date", "="),
    _number("year", "extract(year FROM i.date_start)::int"),
    _number(
        "time_precision",
        "CASE WHEN i.date_precision IN ('month', 'year') THEN 3"
        " WHEN i.date_precision = 'week' OR i.date_end > i.date_start THEN 2 ELSE 1 END",
    ),
    Field("disorder_type", labelled(DisorderType, "i.disorder_type")),
    Field("event_type", labelled(EventType, "i.event_type")),
    Field("sub_event_type", labelled(SubEventType, "i.sub_event_type")),
    Field("actor1", _first("w.doers")),
    Field("assoc_actor_1", _rest("w.doers")),
    Field("inter1", f"coalesce({INTERS.format('w.doer_codes[1]')}, '')"),
    Field("actor2", _first("w.targets")),
    Field("assoc_actor_2", _rest("w.targets")),
    Field("inter2", f"coalesce({INTERS.format('w.target_codes[1]')}, '')"),
    Field(
        "interaction",
        f"CASE WHEN num_nulls(w.doer_codes[1], w.target_codes[1]) = 2 THEN ''"
        f" WHEN num_nulls(w.doer_codes[1], w.target_codes[1]) = 1"
        f" THEN {INTERS.format('coalesce(w.doer_codes[1], w.target_codes[1])')} || ' only'"
        f" ELSE {INTERS.format('least(w.doer_codes[1], w.target_codes[1])')} || '-'"
        f" || {INTERS.format('greatest(w.doer_codes[1], w.target_codes[1])')} END",
    ),
    Field("civilian_targeting", "CASE WHEN i.civilian_targeting THEN 'Civilian targeting' ELSE '' END"),
    _number("iso", "(k.told ->> 'iso')::int"),
    Field("region", "coalesce(k.told ->> 'region', '')"),
    Field("country", f"coalesce({COUNTRY}, '')", operator="="),
    Field("admin1", "i.admin1"),
    Field("admin2", "''"),
    Field("admin3", "''"),
    Field("location", f"coalesce({PLACE}, {COUNTRY}, '')"),
    _number("latitude", "i.latitude"),
    _number("longitude", "i.longitude"),
    _number("geo_precision", "CASE i.geo_precision WHEN 'exact' THEN 1 WHEN 'near' THEN 2"
                             " WHEN 'region' THEN 3 WHEN 'country' THEN 3 END"),
    Field("source", SOURCES),
    Field("source_scale", SCALES),
    Field("notes", f"concat_ws(' ', NULLIF(i.summary, ''), '[' || {LOST} || ']')"),
    _number("fatalities", "coalesce(i.killed_min, 0)"),
    Field("tags", LOST),
    _number("timestamp", "floor(extract(epoch FROM i.changed_at))::bigint", "moment", ">="),
)  # fmt: skip
NAMES = tuple(field.name for field in FIELDS)
NUMBERED = {
    "inter1": "coalesce(w.doer_codes[1], 0)",
    "inter2": "coalesce(w.target_codes[1], 0)",
    "interaction": (
        "CASE num_nulls(w.doer_codes[1], w.target_codes[1]) WHEN 2 THEN 0"
        " WHEN 1 THEN 10 * coalesce(w.doer_codes[1], w.target_codes[1])"
        " ELSE 10 * least(w.doer_codes[1], w.target_codes[1]) + greatest(w.doer_codes[1], w.target_codes[1]) END"
    ),
    "region": "(k.told ->> 'region_id')::int",
}
"""By ACLED's numbers what is told in words: to be asked for by them, and told by them with ``inter_num``."""
