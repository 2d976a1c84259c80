"""What a message says, made when it is sent: of what is no longer so, nothing is said."""

import json
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from incidents.models import Delivery, Incident, Tombstone
from incidents.vocabulary import MessageKind
from incidents.webhooks.signing import signature

USER_AGENT = f"conflict-incident-tracker/{settings.VERSION}"


def body(delivery: Delivery) -> bytes | None:
    """The same in every attempt. None: it is no longer so, or a later message tells of the incident."""
    data = _test(delivery) if delivery.kind == MessageKind.TEST else _data(delivery)
    if data is None:
        return None
    noun = "webhook" if delivery.kind == MessageKind.TEST else "incident"
    told = {"type": f"{noun}.{delivery.kind}", "timestamp": _iso(delivery.at), "data": data}
    return json.dumps(told, separators=(",", ":")).encode()


def _test(delivery: Delivery) -> dict[str, Any]:
    return {"webhook": delivery.webhook_id, "name": delivery.webhook.name}


def _data(delivery: Delivery) -> dict[str, Any] | None:
    if is_told_later(delivery):
        return None
    names = {"id": delivery.incident, "public_id": delivery.public_id}
    if delivery.kind == MessageKind.GONE:
        gone = Tombstone.objects.standing().filter(pk=delivery.incident).first()
        if gone is None:
            return None
        into = gone.merged_into_public_id
        return names | {"gone_at": _iso(delivery.at), "state": gone.state, "merged_into": into}
    if not Incident.objects.public().filter(pk=delivery.incident).exists():
        return None
    url = f"{delivery.webhook.address}/{delivery.public_id}"
    return names | {"version": delivery.version, "url": url}


def is_told_later(delivery: Delivery) -> bool:
    later = Delivery.objects.filter(webhook=delivery.webhook_id, id__gt=delivery.pk)
    return delivery.incident is not None and later.filter(incident=delivery.incident).exists()


def headers(delivery: Delivery, told: bytes, now: datetime) -> dict[str, str] | None:
    """Signed anew for each attempt: the receiver refuses what is old. None: there is nothing to sign it with."""
    timestamp = int(now.timestamp())
    if not (secrets := delivery.webhook.secrets(now)):
        return None
    return {
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
        "webhook-id": delivery.message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secrets, delivery.message, timestamp, told),
    }


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
