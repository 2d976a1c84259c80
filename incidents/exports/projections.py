"""What the views in the shapes of other projects share: our incidents, each with who took part and what others
call its country, as SQL from which each shape makes its own columns.

The database writes the lines, as in ``rows``.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from incidents.exports.rows import AT_ONCE
from incidents.gazetteer import files
from incidents.models.incidents import IncidentQuerySet
from incidents.models.patience import unhurried
from incidents.vocabulary import HIGH_SEAS, ActorKind, Word

REGIONS = {
    1: "Western Africa", 2: "Middle Africa", 3: "Eastern Africa", 4: "Southern Africa", 5: "Northern Africa",
    7: "South Asia", 9: "Southeast Asia", 11: "Middle East", 12: "Europe", 13: "Caucasus and Central Asia",
    14: "Central America", 15: "South America", 16: "Caribbean", 17: "East Asia", 18: "North America",
    19: "Oceania", 20: "Antarctica",
}  # fmt: skip
"""ACLED's, by number."""


@cache
def countries() -> dict[str, dict[str, Any]]:
    """By ISO code: ``country``, ``iso``, ``iso3``, ``region``, ``region_id`` as ACLED has them, ``gw`` as UCDP."""
    codes = {code.iso2: code for code in files.codes()}
    told = {}
    for country in files.countries():
        code = codes.get(country.iso2)
        told[country.iso2] = {
            "country": (code and code.acled_name) or country.name,
            "name": country.name,
            "iso": code and code.iso_numeric,
            "iso3": country.iso3,
            "region_id": code and code.acled_region,
            "region": REGIONS.get(code.acled_region, "") if code else "",
            "gw": code and code.gw,
        }
    assert told[HIGH_SEAS]["iso"] is None
    return told


def literal(text: str) -> str:
    """As it stands in a statement that has parameters."""
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"


def looked_up(table: Mapping[str, Any], key: str) -> str:
    """SQL: what the table has for the key. A constant that the planner makes once, and no join: one by a hash
    would lose the order of the rows, and a page would cost a sort of all of them."""
    return f"({literal(json.dumps(table, ensure_ascii=False))}::jsonb -> {key})"


def labelled(words: type[Word], column: str) -> str:
    """SQL: the label of a word, in English whoever asks."""
    return f"({literal(json.dumps({str(word): word.in_english for word in words}))}::jsonb ->> {column})"


def stated(low: str, high: str) -> str:
    """SQL: a range in words; null where nothing is stated."""
    return (
        f"CASE WHEN {low} = {high} THEN {low}::text WHEN {low} IS NULL THEN 'up to ' || {high}"
        f" WHEN {high} IS NULL THEN 'at least ' || {low} ELSE {low} || ' to ' || {high} END"
    )


KINDS = "ARRAY[" + ", ".join(f"'{kind}'" for kind in ActorKind) + "]"
_ACTS = "AND n.referent <> 'object'"
PARTIES = f"""
    SELECT
        array_agg(n.said ORDER BY n."order", n.id) FILTER (WHERE n.role = 'perpetrator') AS doers,
        array_agg(n.code ORDER BY n."order", n.id) FILTER (WHERE n.role = 'perpetrator') AS doer_codes,
        array_agg(n.actor_id ORDER BY n."order", n.id) FILTER (WHERE n.role = 'perpetrator') AS doer_ids,
        array_agg(n.country ORDER BY n."order", n.id) FILTER (WHERE n.role = 'perpetrator') AS doer_countries,
        array_agg(n.said ORDER BY n."order", n.id) FILTER (WHERE n.role = 'target' {_ACTS}) AS targets,
        array_agg(n.code ORDER BY n."order", n.id) FILTER (WHERE n.role = 'target' {_ACTS}) AS target_codes,
        array_agg(n.actor_id ORDER BY n."order", n.id) FILTER (WHERE n.role = 'target' {_ACTS}) AS target_ids,
        array_agg(n.country ORDER BY n."order", n.id) FILTER (WHERE n.role = 'target' {_ACTS}) AS target_countries,
        string_agg(n.said, ', ' ORDER BY n."order", n.id)
            FILTER (WHERE n.role = 'target' AND n.referent = 'object') AS things,
        string_agg(n.said, ', ' ORDER BY n."order", n.id) FILTER (WHERE n.role = 'claimant') AS claimants,
        string_agg(n.said, ', ' ORDER BY n."order", n.id) FILTER (WHERE n.role = 'accused') AS accused,
        string_agg(n.said, ', ' ORDER BY n."order", n.id) FILTER (WHERE n.role = 'denier') AS deniers
    FROM (
        SELECT m.id, m.role, m."order", m.referent, m.actor_id, a.country,
            replace(coalesce(a.name, m.name), ';', ',') AS said, array_position({KINDS}, a.kind::text) AS code
        FROM incidents_participation AS m LEFT JOIN incidents_actor AS a ON a.id = m.actor_id
        WHERE m.incident_id = i.id
    ) AS n
"""  # noqa: S608 -- our own words
"""Things are targets, and do not act. ``codes`` are ACLED's ``inter``, null where the actor is in no catalogue."""

PLACE = "coalesce(p.name, NULLIF(i.place_name, ''), b.name, NULLIF(i.admin1, ''))"

COUNTRY = "k.told ->> 'country'"
_FROM = """
    FROM ({wanted}) AS wanted (id, day) JOIN incidents_incident AS i ON i.id = wanted.id
    LEFT JOIN incidents_place AS p ON p.id = i.place_id LEFT JOIN incidents_base AS b ON b.id = i.base_id
    CROSS JOIN LATERAL (SELECT {country} AS told OFFSET 0) AS k
    CROSS JOIN LATERAL ({parties} OFFSET 0) AS w
    CROSS JOIN LATERAL (SELECT {columns} OFFSET 0) AS c
"""


def statement(wanted: str, columns: Mapping[str, str], line: str) -> str:
    """A SELECT of ``line``, which is SQL over ``c``, the columns. Each is SQL over ``i`` the incident, ``p`` its
    place, ``b`` its base, ``k.told`` its country and ``w`` its parties."""
    of = _FROM.format(
        wanted=wanted,
        country=looked_up(countries(), "i.country"),
        parties=PARTIES,
        columns=", ".join(f"{value} AS {name}" for name, value in columns.items()),
    )
    return f"SELECT {line} {of}"


def ids(found: IncidentQuerySet, most: slice = slice(None)) -> tuple[str, tuple[Any, ...]] | None:
    """The statement of what is found, latest event first, with its parameters; None where nothing can be."""
    try:
        wanted = found.order_by("-sort_date", "-pk").values_list("pk", "sort_date")[most]
        return wanted.query.sql_with_params()
    except EmptyResultSet:
        return None


def streamed(sql: str, values: Sequence[Any]) -> Iterator[list[tuple[Any, ...]]]:
    """Its rows, many at a time, by a cursor of the server's."""
    with unhurried(), connection.chunked_cursor() as cursor:
        cursor.execute(sql, values)
        while rows := cursor.fetchmany(AT_ONCE):
            yield rows
