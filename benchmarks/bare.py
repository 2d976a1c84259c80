"""The same answers by hand: what SQL and ``json.dumps`` alone take for the rows that the API tells.

No rights are looked up, nothing is checked and nothing is named; that is the floor which the API is compared with.
"""

import json
from collections import defaultdict
from typing import Any

PUBLIC = (
    "i.status = 'published' AND i.sensitivity <> 'restricted'"
    " AND (i.embargo_until IS NULL OR i.embargo_until <= now())"
)
INCIDENTS = """
    SELECT i.*, p.key AS place_key, b.key AS base_key, b.name AS base_called FROM incidents_incident AS i
    LEFT JOIN incidents_place AS p ON p.id = i.place_id LEFT JOIN incidents_base AS b ON b.id = i.base_id
    WHERE {public} AND {where} ORDER BY i.sort_date DESC, i.id DESC LIMIT {limit}
"""
BELOW = {
    "participants": "SELECT n.*, a.key, a.name AS called, a.kind FROM incidents_participation AS n"
    " LEFT JOIN incidents_actor AS a ON a.id = n.actor_id WHERE n.incident_id = ANY(%s)",
    "casualties": "SELECT * FROM incidents_casualties WHERE incident_id = ANY(%s)",
    "weapons": "SELECT * FROM incidents_weaponuse WHERE incident_id = ANY(%s)",
    "articles": "SELECT r.incident_id, r.prominence, a.id, a.title, a.url, a.published_on, a.published_at,"
    " s.id AS source, s.name, s.domain FROM incidents_report AS r"
    " JOIN incidents_article AS a ON a.id = r.article_id"
    " LEFT JOIN incidents_source AS s ON s.id = a.source_id WHERE r.incident_id = ANY(%s)",
    "campaigns": "SELECT m.incident_id, c.id, c.name FROM incidents_campaign_incidents AS m"
    " JOIN incidents_campaign AS c ON c.id = m.campaign_id WHERE m.incident_id = ANY(%s)",
    "relations": "SELECT * FROM incidents_relation WHERE incident_id = ANY(%s)",
}
WORDS = {
    "statements": "SELECT * FROM incidents_statement WHERE incident_id = ANY(%s)",
    "evidence": "SELECT s.incident_id, s.field, e.* FROM incidents_statement AS s"
    " JOIN incidents_evidence AS e ON e.statement_id = s.id WHERE s.incident_id = ANY(%s)",
}


def incidents(where: str = "true", *parameters: Any, limit: int = 51, words: bool = False) -> str:
    found = rows(INCIDENTS.format(public=PUBLIC, where=where, limit=limit), parameters)
    ids = [row["id"] for row in found]
    below: dict[str, dict[int, list[Any]]] = {}
    for name, sql in (BELOW | WORDS if words else BELOW).items():
        below[name] = defaultdict(list)
        for row in rows(sql, [ids]):
            below[name][row["incident_id"]].append(row)
    hidden = ("search", "words")
    told = [
        {key: value for key, value in row.items() if key not in hidden}
        | {name: some.get(row["id"], []) for name, some in below.items()}
        for row in found
    ]
    return json.dumps(told, default=str)


def counted(by: str, where: str = "true") -> str:
    found = f"FROM incidents_incident AS i WHERE {PUBLIC} AND {where} GROUP BY {by}"
    sums = "count(*), sum(killed_min), sum(wounded_min)"
    return json.dumps(rows(f"SELECT {by}, {sums} {found}", ()), default=str)


def rows(sql: str, parameters: Any) -> list[dict[str, Any]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
