"""Our incidents as the files that TimeMap's page opens: every value is a text, as its own checks want it."""

import json
from collections.abc import Iterable, Iterator

from incidents.exports.acled import LOST
from incidents.exports.projections import COUNTRY, PLACE, ids, labelled, statement, streamed
from incidents.models import Actor, Base, Campaign
from incidents.models.incidents import IncidentQuerySet
from incidents.vocabulary import DatePrecision, EventType, SubEventType, Weapon

ASSOCIATIONS = """to_json(
    ARRAY['type-' || i.event_type, 'sub-type-' || i.sub_event_type]
    || ARRAY(SELECT DISTINCT 'actor-' || m.actor_id FROM incidents_participation AS m WHERE m.incident_id = i.id
        AND m.actor_id IS NOT NULL AND m.role IN ('perpetrator', 'target'))
    || ARRAY(SELECT DISTINCT 'weapon-' || u.category FROM incidents_weaponuse AS u WHERE u.incident_id = i.id)
    || ARRAY(SELECT 'campaign-' || m.campaign_id FROM incidents_campaign_incidents AS m
        WHERE m.incident_id = i.id ORDER BY 1))"""
SOURCES = """to_json(ARRAY(SELECT r.article_id::text FROM incidents_report AS r
    WHERE r.incident_id = i.id ORDER BY r.id))"""
EVENT = {
    "id": "i.public_id",
    "description": "i.summary",
    "date": "to_char(i.date_start, 'MM/DD/YYYY')",
    "time": "coalesce(to_char(i.time_local, 'HH24:MI'), '')",
    "time_precision": labelled(DatePrecision, "i.date_precision"),
    "location": f"coalesce({PLACE}, {COUNTRY}, '')",
    "latitude": "coalesce(i.latitude::text, '')",
    "longitude": "coalesce(i.longitude::text, '')",
    "category": labelled(EventType, "i.event_type"),
    "associations": ASSOCIATIONS,
    "sources": SOURCES,
    "comments": LOST,
}
"""Its days are the American way round. Without a point there are empty texts: its code takes them apart."""
SOURCE = """json_build_object('id', t.id::text, 'title', t.title, 'thumbnail', '', 'paths', '[]'::json,
    'type', 'Article', 'affil_s', to_json(array_remove(ARRAY[s.name], NULL)), 'url', t.url, 'description', '',
    'parent', '', 'author', '', 'date', coalesce(t.published_on::text, ''), 'notes', '')::text"""


def events(found: IncidentQuerySet) -> Iterator[str]:
    if wanted := ids(found.filter(date_start__isnull=False)):
        pairs = ", ".join(f"'{name}', c.{name}" for name in EVENT)
        sql = statement(wanted[0], EVENT, f"json_build_object({pairs})::text")
        yield from _joined(streamed(f"{sql} ORDER BY wanted.day DESC, wanted.id DESC", wanted[1]), "[", "]")
    else:
        yield "[]\n"


def sources(found: IncidentQuerySet) -> Iterator[str]:
    """By their ids, as its page looks for them. Who wrote an article is not told."""
    if wanted := ids(found.filter(date_start__isnull=False).order_by()):
        sql = (
            f"SELECT to_json(t.id::text) || ': ' || {SOURCE} FROM incidents_article AS t"  # noqa: S608 -- our own words
            " LEFT JOIN incidents_source AS s ON s.id = t.source_id WHERE t.id IN (SELECT r.article_id"
            f" FROM incidents_report AS r JOIN ({wanted[0]}) AS wanted (id, day) ON wanted.id = r.incident_id)"
            " ORDER BY t.id"
        )
        yield from _joined(streamed(sql, wanted[1]), "{", "}")
    else:
        yield "{}\n"


def associations(found: IncidentQuerySet) -> Iterator[str]:
    """Types as categories, actors and weapons as filters, campaigns as narratives."""
    dated = found.filter(date_start__isnull=False).order_by().values("pk")
    taking_part = Actor.objects.filter(
        participations__incident__in=dated, participations__role__in=("perpetrator", "target")
    )
    yield _listed(
        [
            *(_association(f"type-{word}", word.in_english, "CATEGORY", []) for word in EventType),
            *(
                _association(
                    f"sub-type-{word}",
                    word.in_english,
                    "FILTER",
                    ["Types", word.event_type.in_english, word.in_english],
                )
                for word in SubEventType
            ),
            *(
                _association(f"weapon-{word}", word.in_english, "FILTER", ["Weapons", word.in_english])
                for word in Weapon
            ),
            *(
                _association(f"actor-{pk}", name, "FILTER", ["Actors", name])
                for pk, name in taking_part.order_by("name").distinct().values_list("pk", "name")
            ),
            *(
                _association(f"campaign-{pk}", name, "NARRATIVE", [], description)
                for pk, name, description in Campaign.objects.filter(memberships__incident__in=dated)
                .order_by("name")
                .distinct()
                .values_list("pk", "name", "description")
            ),
        ]
    )


def sites() -> Iterator[str]:
    yield _listed(
        {
            "id": base.key,
            "description": str(base.kind).replace("_", " ").capitalize(),
            "site": base.name,
            "latitude": str(base.latitude),
            "longitude": str(base.longitude),
            "enabled": "1",
        }
        for base in Base.objects.order_by("key")
    )


def _association(key: str, title: str, mode: str, path: list[str], about: str = "") -> dict[str, object]:
    return {"id": key, "title": title, "desc": about, "mode": mode, "filter_paths": path}


def _listed(rows: Iterable[dict[str, object]]) -> str:
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"


def _joined(pieces: Iterator[list[tuple[str]]], opening: str, closing: str) -> Iterator[str]:
    yield opening
    border = "\n"
    for rows in pieces:
        yield border + ",\n".join(line for (line,) in rows)
        border = ",\n"
    yield f"\n{closing}\n"
