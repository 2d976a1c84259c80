"""Our incidents in the shape of UCDP's events (GED). A projection of our own data, and none of UCDP's."""

from incidents.exports.projections import PLACE, countries, looked_up
from incidents.vocabulary import ActorKind, Certainty, DatePrecision, GeoPrecision

STATES = (ActorKind.STATE_FORCES.code, ActorKind.EXTERNAL_FORCES.code)
CIVILIANS = ActorKind.CIVILIANS.code
PAIR = 10_000_000
"""A dyad's number is its first side's times this, and its second's."""


def _killed(whom: str) -> str:
    return f"""(SELECT coalesce(sum(x.min), 0)::int FROM incidents_casualties AS x
        WHERE x.incident_id = i.id AND x.kind = 'killed' AND {whom})"""  # noqa: S608 -- our own words


def _of(side: str) -> str:
    names, numbers = f"w.{side}s", f"w.{side}_ids"
    return _killed(f"NOT x.is_civilian AND (x.actor_id = ANY({numbers}) OR x.side = ANY({names}))")


def _told(what: str) -> str:
    return f"""(SELECT coalesce(string_agg({what}, ';' ORDER BY t.published_on, t.id), '')
        FROM incidents_report AS r JOIN incidents_article AS t ON t.id = r.article_id
        LEFT JOIN incidents_source AS s ON s.id = t.source_id WHERE r.incident_id = i.id)"""  # noqa: S608 -- likewise


def _is_state(code: str) -> str:
    return f"coalesce({code} IN {STATES}, false)"


KNOWN = {
    "number": "i.id",
    "key": "i.public_id",
    "date_start": "i.date_start",
    "date_end": "coalesce(i.date_end, i.date_start)",
    "latitude": "i.latitude",
    "longitude": "i.longitude",
    "gw": "(k.told ->> 'gw')::int",
    "country": "coalesce(k.told ->> 'name', '')",
    "doer": "coalesce(w.doers[1], '')",
    "target": "coalesce(w.targets[1], '')",
    "doer_id": "w.doer_ids[1]",
    "target_id": "w.target_ids[1]",
    "doer_code": "w.doer_codes[1]",
    "target_code": "w.target_codes[1]",
    "doer_gw": f"{looked_up(countries(), 'w.doer_countries[1]')} ->> 'gw'",
    "target_gw": f"{looked_up(countries(), 'w.target_countries[1]')} ->> 'gw'",
    "is_one_sided": f"coalesce(i.civilian_targeting, false) OR coalesce(w.target_codes[1] = {CIVILIANS}, false)",
    "doers_killed": _of("doer"),
    "targets_killed": _of("target"),
    "civilians_killed": _killed("x.is_civilian"),
    "low": "i.killed_min",
    "high": "i.killed_max",
    "sources": "(SELECT count(*) FROM incidents_report AS r WHERE r.incident_id = i.id)",
    "articles": _told("'\"' || concat_ws(',', s.name, t.published_on::text, t.title) || '\"'"),
    "offices": _told("s.name"),
    "days": _told("t.published_on::text"),
    "headlines": _told("NULLIF(t.title, '')"),
    "original": "coalesce(w.claimants, '')",
    "place": f"coalesce({PLACE}, '')",
    "site": "coalesce(b.name, NULLIF(i.place_name, ''), '')",
    "admin1": "i.admin1",
    "where_prec": f"CASE i.geo_precision WHEN '{GeoPrecision.EXACT}' THEN 1 WHEN '{GeoPrecision.NEAR}' THEN 2"
    f" WHEN '{GeoPrecision.REGION}' THEN 4 ELSE CASE WHEN i.country = 'XZ' THEN 7 ELSE 6 END END",
    "date_prec": f"CASE i.date_precision WHEN '{DatePrecision.WEEK}' THEN 3 WHEN '{DatePrecision.MONTH}' THEN 4"
    f" WHEN '{DatePrecision.YEAR}' THEN 5 ELSE CASE WHEN i.date_end > i.date_start THEN 2 ELSE 1 END END",
    "is_sure": f"i.certainty IN ('{Certainty.CONFIRMED}', '{Certainty.REPORTED}')",
}
"""What we know of an incident, over ``i``, ``p``, ``b``, ``k`` and ``w`` of the projections."""

TYPE = (
    f"CASE WHEN e.doer = '' THEN NULL WHEN e.is_one_sided THEN 3"
    f" WHEN {_is_state('e.doer_code')} OR {_is_state('e.target_code')} THEN 1"
    " WHEN e.doer_code IS NOT NULL AND e.target_code IS NOT NULL THEN 2 END"
)
TURNED = f"NOT e.is_one_sided AND NOT {_is_state('e.doer_code')} AND {_is_state('e.target_code')}"
"""In UCDP's state-based events the state is side A, whoever struck."""


def _side(a: str, b: str) -> tuple[str, str]:
    return f"CASE WHEN {TURNED} THEN e.{b} ELSE e.{a} END", f"CASE WHEN {TURNED} THEN e.{a} ELSE e.{b} END"


_names, _ids = _side("doer", "target"), _side("doer_id", "target_id")
_killed_of = _side("doers_killed", "targets_killed")
SIDES = {
    "type": TYPE,
    "side_a": _names[0],
    "side_b": f"CASE WHEN e.is_one_sided THEN 'Civilians' ELSE {_names[1]} END",
    "side_a_id": _ids[0],
    "side_b_id": f"CASE WHEN e.is_one_sided THEN NULL ELSE {_ids[1]} END",
    "deaths_a": _killed_of[0],
    "deaths_b": f"CASE WHEN e.is_one_sided THEN 0 ELSE {_killed_of[1]} END",
    "gwnoa": f"CASE WHEN {TURNED} THEN e.target_gw WHEN {_is_state('e.doer_code')} THEN e.doer_gw END",
    "gwnob": f"CASE WHEN {_is_state('e.doer_code')} AND {_is_state('e.target_code')} AND NOT e.is_one_sided"
    " THEN e.target_gw END",
}
"""Over ``e``, what is known."""

DYAD = f"s.side_a_id * {PAIR} + s.side_b_id"
NAMED = "concat_ws(' - ', NULLIF(s.side_a, ''), NULLIF(s.side_b, ''))"
CELL = (
    "CASE WHEN e.latitude IS NOT NULL THEN"
    " least(floor((e.latitude + 90) * 2), 359)::int * 720"
    " + least(floor((e.longitude + 180) * 2), 719)::int + 1 END"
)
"""PRIO-GRID: half a degree, counted from the south-west corner of the map, row by row."""
ACTIVE = 25
"""Deaths of a dyad in a year, from which on UCDP calls it active."""
OF_ITS_YEAR = "sum(coalesce(e.low, 0)) OVER (PARTITION BY n.dyad, extract(year FROM e.date_start))"
REGION = (
    "CASE WHEN e.gw < 200 THEN 'Americas' WHEN e.gw < 400 THEN 'Europe' WHEN e.gw < 630 THEN 'Africa'"
    " WHEN e.gw < 700 THEN 'Middle East' WHEN e.gw < 1000 THEN 'Asia' ELSE '' END"
)
FIELDS = {
    "id": "e.number",
    "relid": "e.key",
    "year": "extract(year FROM e.date_start)::int",
    "active_year": f"n.dyad IS NOT NULL AND {OF_ITS_YEAR} >= {ACTIVE}",
    "code_status": "CASE WHEN s.type IS NULL THEN 'Check Type of Violence' WHEN e.is_sure THEN 'Clear'"
    " ELSE 'Low Confidence' END",
    "type_of_violence": "s.type",
    "conflict_dset_id": "n.dyad",
    "conflict_new_id": "n.dyad",
    "conflict_name": NAMED,
    "dyad_dset_id": "n.dyad",
    "dyad_new_id": "n.dyad",
    "dyad_name": NAMED,
    "side_a_dset_id": "s.side_a_id",
    "side_a_new_id": "s.side_a_id",
    "side_a": "s.side_a",
    "side_b_dset_id": "s.side_b_id",
    "side_b_new_id": "s.side_b_id",
    "side_b": "s.side_b",
    "number_of_sources": "e.sources",
    "source_article": "e.articles",
    "source_office": "e.offices",
    "source_date": "e.days",
    "source_headline": "e.headlines",
    "source_original": "e.original",
    "where_prec": "e.where_prec",
    "where_coordinates": "e.place",
    "where_description": "e.site",
    "adm_1": "e.admin1",
    "adm_2": "''",
    "latitude": "e.latitude",
    "longitude": "e.longitude",
    "geom_wkt": "'POINT (' || e.longitude || ' ' || e.latitude || ')'",
    "priogrid_gid": CELL,
    "country": "e.country",
    "country_id": "e.gw",
    "region": REGION,
    "event_clarity": "CASE WHEN e.date_prec = 1 AND e.where_prec <= 2 THEN 1 ELSE 2 END",
    "date_prec": "e.date_prec",
    "date_start": "to_char(e.date_start, 'YYYY-MM-DD\"T00:00:00\"')",
    "date_end": "to_char(e.date_end, 'YYYY-MM-DD\"T00:00:00\"')",
    "deaths_a": "s.deaths_a",
    "deaths_b": "s.deaths_b",
    "deaths_civilians": "e.civilians_killed",
    "deaths_unknown": "greatest(e.low - s.deaths_a - s.deaths_b - e.civilians_killed, 0)",
    "best": "e.low",
    "high": "e.high",
    "low": "e.low",
    "gwnoa": "coalesce(s.gwnoa, '')",
    "gwnob": "coalesce(s.gwnob, '')",
}
"""Over ``e``, ``s`` its sides, and ``n`` its dyad: the forty-nine names in their order."""
