"""What is asked and answered, for the description of the API: one attack, from its article to its publication.

By the operation and the status, or ``request``, each under the name that it is chosen by. The sites, and what was
written there, are invented.
"""

from typing import Any

from incidents.api.problems import KINDS, PAGE

SITE = "https://tracker.example"
REQUEST = "request"

_US = {
    "id": 760,
    "key": "us-military",
    "name": "Military Forces of the United States",
    "kind": "state_forces",
}
_MILITIA = {
    "id": 1,
    "key": "islamic-resistance-in-iraq",
    "name": "Islamic Resistance in Iraq",
    "kind": "political_militia",
}
_WIRE = {"id": 12, "name": "The Wire", "domain": "wire.example"}
_STORY = {
    "id": 39,
    "title": "Missiles hit air base in western Iraq",
    "source": _WIRE,
    "url": "https://wire.example/2024/01/21/missiles-hit-air-base",
    "published_on": "2024-01-21",
    "published_at": None,
}
PUBLISHED: dict[str, Any] = {
    "id": 17,
    "public_id": "IQ-2024-0003",
    "url": f"{SITE}/api/v1/incidents/IQ-2024-0003",
    "status": "published",
    "version": 5,
    "disorder_type": "political_violence",
    "event_type": "explosions_remote_violence",
    "sub_event_type": "shelling_artillery_missile_attack",
    "certainty": "confirmed",
    "summary": "Ballistic missiles were fired at Al Asad Air Base on 20 January 2024; 2 to 4 wounded.",
    "date_start": "2024-01-20",
    "date_end": "2024-01-20",
    "date_precision": "day",
    "date_how": '"Saturday" + published 2024-01-21',
    "time_local": "18:30:00",
    "time_zone": "Asia/Baghdad",
    "moment": "2024-01-20T15:30:00Z",
    "country": "IQ",
    "country_name": "Iraq",
    "admin1": "Al Anbar",
    "place": None,
    "place_name": "Al Asad Air Base",
    "base": {"id": 1, "key": "al-asad-air-base", "name": "Al Asad Air Base"},
    "latitude": 33.786,
    "longitude": 42.441,
    "geo_precision": "exact",
    "killed": {"min": 0, "max": 0},
    "wounded": {"min": 2, "max": 4},
    "casualties_by_side": [
        {
            "side": "United States",
            "actor": _US,
            "is_civilian": False,
            "kind": "wounded",
            "min": 2,
            "max": None,
        },
    ],
    "perpetrators": [
        {
            "name": "Iran-backed militants",
            "actor": _MILITIA,
            "basis": "claimed",
            "referent": "organisation",
        },
    ],
    "targets": [{"name": "US forces", "actor": _US, "basis": "stated", "referent": "organisation"}],
    "claimants": [
        {
            "name": "Islamic Resistance in Iraq",
            "actor": _MILITIA,
            "basis": "stated",
            "referent": "organisation",
        },
    ],
    "accused": [],
    "deniers": [],
    "supporters": [],
    "weapons": [
        {
            "category": "ballistic_missile",
            "system": None,
            "launched": {"min": 15, "max": None},
            "intercepted": {"min": 13, "max": 13},
            "failed": None,
            "hit": {"min": 2, "max": None},
        },
    ],
    "intercepted": "some",
    "damage": "minor",
    "civilian_targeting": False,
    "origin_of_fire": "western Iraq",
    "sensitivity": "normal",
    "restricted_to": None,
    "embargo_until": None,
    "confidence": 0.91,
    "campaigns": [{"id": 1, "name": "Attacks on US forces in Iraq and Syria"}],
    "relations": [],
    "relations_to": [],
    "assignee": None,
    "held_by": None,
    "held_until": None,
    "articles": [_STORY | {"prominence": "main"}],
    "merged_into": None,
    "created_at": "2024-01-21T08:14:05.093486Z",
    "updated_at": "2024-01-21T10:40:11.278571Z",
    "published_at": "2024-01-21T10:40:11.278571Z",
}
IN_REVIEW = PUBLISHED | {
    "public_id": None,
    "url": f"{SITE}/api/v1/incidents/17",
    "status": "in_review",
    "version": 4,
    "assignee": "alice",
    "updated_at": "2024-01-21T10:22:47.114060Z",
    "published_at": None,
}
IN_PART = {name: PUBLISHED[name] for name in ("id", "public_id", "date_start", "country", "wounded")}


def _page(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"next": None, "previous": None, "next_cursor": None, "count": None} | more | {"results": rows}


def _toll(low: int | None, high: int | None, stated: int, unknown: int) -> dict[str, int | None]:
    return {"min": low, "max": high, "stated": stated, "unknown": unknown}


def _figures(count: int, killed: dict[str, int | None], wounded: dict[str, int | None]) -> dict[str, Any]:
    return {"count": count, "imprecise": 0, "killed": killed, "wounded": wounded}


COUNTED = {
    "by": ["month"],
    "total": _figures(9, _toll(3, None, 4, 5), _toll(36, None, 5, 4)),
    "results": [
        {"month": "2024-01-01"} | _figures(7, _toll(3, None, 3, 4), _toll(34, None, 4, 3)),
        {"month": "2024-02-01"} | _figures(2, _toll(0, 0, 1, 1), _toll(2, 4, 1, 1)),
        {"month": "2024-03-01"} | _figures(0, _toll(None, None, 0, 0), _toll(None, None, 0, 0)),
    ],
}
GONE = (
    {
        "id": 21,
        "public_id": "IQ-2024-0007",
        "gone_at": "2024-02-03T09:12:44.501220Z",
        "state": "merged",
        "merged_into": "IQ-2024-0003",
    },
    {
        "id": 30,
        "public_id": "SY-2024-0002",
        "gone_at": "2024-02-05T16:01:09.880014Z",
        "state": "withdrawn",
        "merged_into": None,
    },
)
STORY_IN_FULL = {
    "title": _STORY["title"],
    "text": "BAGHDAD - Militants fired ballistic missiles at the Ain al-Asad air base in western Iraq on Saturday"
    " evening, wounding two US soldiers, a defense official said.",
    "published": "2024-01-21",
    "source": "The Wire",
    "url": _STORY["url"],
    "language": "en",
}
STORED = {"id": 39, "url": f"{SITE}/api/v1/articles/39"}
CITED = _STORY | {
    "url": STORED["url"],
    "original_url": _STORY["url"],
    "language": "en",
    **dict.fromkeys(("state", "reason", "attempts", "byline", "content_type", "story")),
    **dict.fromkeys(("submitted_at", "updated_at")),
}

WEBHOOK = {
    "id": 5,
    "url": f"{SITE}/api/v1/webhooks/5",
    "owner": "victor",
    "name": "My dashboard",
    "endpoint": "https://receiver.example/hook",
    "kinds": ["published", "changed", "gone"],
    "query": "country=IQ",
    "is_active": True,
    "paused_because": None,
    "paused_at": None,
    "failures": 0,
    "failing_since": None,
    "position": "1705833611278571-17",
    "earlier_secret_until": None,
    "created_at": "2024-01-21T09:00:00.000000Z",
    "deliveries_url": f"{SITE}/api/v1/webhooks/5/deliveries",
}
DELIVERY = {
    "message": "msg_8d1f0c9be2f54f7fb0e6a5d3c1b7a910",
    "url": f"{SITE}/api/v1/webhooks/5/deliveries/msg_8d1f0c9be2f54f7fb0e6a5d3c1b7a910",
    "kind": "published",
    "state": "pending",
    "incident": {name: PUBLISHED[name] for name in ("id", "public_id", "version")},
    "at": PUBLISHED["published_at"],
    "attempts": 1,
    "next_attempt_at": "2024-01-21T10:40:19.811002Z",
    "last_attempt_at": "2024-01-21T10:40:14.311002Z",
    "last_status": 503,
    "last_error": "It answered 503.",
    "duration": 212,
    "created_at": "2024-01-21T10:40:14.087115Z",
    "delivered_at": None,
}

EXAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "incidents_list": {
        "200": {
            "A page": _page(
                PUBLISHED,
                next=f"{SITE}/api/v1/incidents?base=al-asad-air-base&page_size=1&count=exact"
                "&cursor=WyItZGF0ZV9zdGFydCIsMCxbIjIwMjQtMDEtMjAiLDE3XV0",
                next_cursor="WyItZGF0ZV9zdGFydCIsMCxbIjIwMjQtMDEtMjAiLDE3XV0",
                count=9,
            ),
            "fields=id,public_id,date_start,country,wounded": _page(IN_PART),
        }
    },
    "incidents_retrieve": {"200": {"One that is published": PUBLISHED}},
    "incidents_partial_update": {
        REQUEST: {
            "Two figures": {
                "version": 3,
                "reason": "The statement of the command gives them.",
                "killed": {"min": 0, "max": 0},
                "wounded": {"min": 2, "max": 4},
            },
            "A list, as a whole": {
                "version": 3,
                "reason": "Claimed on the group's channel.",
                "claimants": [{"actor": _MILITIA["key"], "basis": "stated"}],
            },
        },
        "200": {"As it then stands": IN_REVIEW},
    },
    "incidents_publish_create": {
        REQUEST: {"With the version that you saw": {"version": 4, "reason": "Two sources."}},
        "200": {"As it then stands": PUBLISHED},
    },
    "stats": {"200": {"by=month": COUNTED}},
    "deleted_list": {"200": {"Merged, and taken back": _page(*GONE)}},
    "webhooks_create": {
        REQUEST: {
            "Of what happens in Iraq": {name: WEBHOOK[name] for name in ("name", "endpoint", "query")},
        },
        "201": {"With its secret": WEBHOOK | {"secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}},
    },
    "webhooks_deliveries_list": {"200": {"One that is tried again": _page(DELIVERY)}},
    "articles_list": {"200": {"To who reads incidents": _page(CITED)}},
    "articles_create": {
        REQUEST: {"An article": STORY_IN_FULL},
        "202": {"Stored": STORED | {"state": "received"}},
        "200": {
            "We have it": STORED | {"state": "read", "duplicate_of": STORED["id"], "duplicate_by": "text"}
        },
    },
}


def _problem(
    kind: str, status: int, detail: str, at: str = "/api/v1/incidents/17", **more: Any
) -> dict[str, Any]:
    return {
        "type": f"{PAGE}#{kind}",
        "title": KINDS[kind].title,
        "status": status,
        "detail": detail,
        "instance": at,
        "request_id": "dfc491d80aa74d1183dcf218fec979f3",
    } | more


_NO_SUCH = "there is no such parameter. Did you mean country? Known: actor, base, country, date_after."
_NO_RANGE = "expected numbers >= 0, the first not above the second."
PROBLEMS: dict[str, dict[str, dict[str, Any]]] = {
    "400": {
        "A parameter that there is not": _problem(
            "unknown-parameter",
            400,
            f"contry: {_NO_SUCH}",
            "/api/v1/incidents",
            errors=[{"parameter": "contry", "detail": _NO_SUCH}],
        ),
        "A field": _problem(
            "invalid",
            400,
            f"killed.min: {_NO_RANGE}",
            errors=[{"field": "killed.min", "pointer": "/killed/min", "detail": _NO_RANGE}],
        ),
    },
    "403": {"A scope is missing": _problem("not-allowed", 403, "This token lacks the scope review.")},
    "404": {"Not there": _problem("not-found", 404, "Not found.")},
    "409": {
        "Changed since": _problem(
            "stale",
            409,
            "Draft 17 is at version 4; you saw version 3.",
            current_version=4,
            seen_version=3,
        )
    },
    "428": {
        "No version": _problem("version-required", 428, "Expected version in the body, or If-Match."),
    },
    "429": {
        "Too many": _problem(
            "too-many-requests", 429, "Request was throttled. Expected available in 12 seconds."
        )
    },
}


def with_examples(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """A hook of drf-spectacular, after all else is described."""
    for operations in result["paths"].values():
        for operation in operations.values():
            for place, examples in EXAMPLES.get(operation["operationId"], {}).items():
                described = operation["requestBody"] if place == REQUEST else operation["responses"][place]
                _show(described, examples)
    for status, examples in PROBLEMS.items():
        _show(result["components"]["responses"][f"Problem{status}"], examples)
    return result


def _show(described: dict[str, Any], examples: dict[str, Any]) -> None:
    for content in described["content"].values():
        content["examples"] = {
            _key(name): {"summary": name, "value": value} for name, value in examples.items()
        }


def _key(name: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in name)
