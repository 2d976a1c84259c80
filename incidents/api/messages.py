"""What webhooks are sent, for the description of the API: its section ``webhooks``."""

from typing import Any

from drf_spectacular.utils import OpenApiWebhook

from incidents.api.examples import GONE, PUBLISHED

MOMENT = {"type": "string", "format": "date-time"}
STANDING = {
    "id": {"type": "integer"},
    "public_id": {"type": "string"},
    "version": {"type": "integer", "description": "A message of a lower one than you have is an old one."},
    "url": {"type": "string", "format": "uri", "description": "Where it is told whole."},
}
MISSING = {"$ref": "#/components/schemas/Tombstone"}
TRIED = {"webhook": {"type": "integer", "description": "Its id."}, "name": {"type": "string"}}
HEADERS = {
    "webhook-id": (
        "^msg_[0-9a-f]{32}$",
        "Of the message: the same in every attempt, so that it has one effect.",
    ),
    "webhook-timestamp": ("^[0-9]+$", "Of the attempt, in seconds since 1970. Refuse what is old."),
    "webhook-signature": (
        "^v1,[A-Za-z0-9+/=]+( v1,[A-Za-z0-9+/=]+)*$",
        "HMAC-SHA256, in base64, of id.timestamp.body. One that is right is enough.",
    ),
}
AT = GONE[0]["gone_at"]


def _message(name: str, summary: str, data: dict[str, Any], example: dict[str, Any]) -> OpenApiWebhook:
    body = _record({"type": {"const": name}, "timestamp": MOMENT, "data": data})
    shown = {"type": name, "timestamp": example.get("gone_at", AT), "data": example}
    operation = {
        "summary": summary,
        "description": f"{summary}. As Standard Webhooks 1.0 has it; see docs/changes.md.",
        "parameters": [
            {
                "name": header,
                "in": "header",
                "required": True,
                "schema": {"type": "string", "pattern": pattern},
                "description": description,
            }
            for header, (pattern, description) in HEADERS.items()
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": body, "example": shown}},
        },
        "responses": {
            "2XX": {"description": "It has arrived."},
            "410": {"description": "Send no more: the webhook is paused."},
            "default": {"description": "It is sent again, after Retry-After or longer."},
        },
    }
    return OpenApiWebhook(name, {"post": operation})


def _record(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


_standing = {name: PUBLISHED[name] for name in STANDING}
published = _message(
    "incident.published", "An incident is public, for the first time or again", _record(STANDING), _standing
)
changed = _message(
    "incident.changed", "An incident that was public before has changed", _record(STANDING), _standing
)
gone = _message("incident.gone", "An incident is public no more", MISSING, dict(GONE[0]))
test = _message("webhook.test", "You asked for it", _record(TRIED), {"webhook": 5, "name": "My dashboard"})
