"""Messages for what has happened since, and each webhook's position, in one transaction."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from incidents.models import Delivery, Incident, User, Webhook
from incidents.models.changes import Change, Position, changes, latest
from incidents.models.incidents import IncidentQuerySet
from incidents.vocabulary import DeliveryState
from incidents.webhooks import questions

log = logging.getLogger(__name__)

AT_ONCE = 100
MOST_WAITING = 500
"""For one webhook. With more its position stays: of several changes of an incident the last will do."""
BEHIND = timedelta(minutes=1)
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


def tell(now: datetime) -> int:
    """How many messages were written. When nothing has happened, the questions asked are as few for many webhooks
    as for one."""
    pause_who_may_not_read(now)
    waiting = Delivery.objects.filter(webhook=OuterRef("pk"), state=DeliveryState.PENDING)
    with_room = Webhook.objects.at_work().exclude(Exists(waiting[MOST_WAITING - 1 :]))
    standing = {each.pk: each.position for each in with_room.order_by("position_at", "pk")}
    if not standing or not changes(min(standing.values()), Incident.objects.all(), most=1, with_rows=_brief):
        return 0
    return sum(_told(pk, now) for pk in standing)


def pause_who_may_not_read(now: datetime) -> None:
    if settings.PUBLIC_READ:
        return
    readers = User.objects.with_perm("incidents.view_incident", backend=MODEL_BACKEND)
    Webhook.objects.at_work().exclude(owner__in=readers).update(
        is_active=False,
        paused_at=now,
        paused_by=None,
        paused_because="Its owner may no longer read what is published.",
    )


def _told(pk: int, now: datetime) -> int:
    """What is wrong with one is no other's concern."""
    try:
        with transaction.atomic():
            webhook = (
                Webhook.objects.at_work()
                .select_for_update(skip_locked=True, of=("self",))
                .filter(pk=pk)
                .first()
            )
            return _tell(webhook, now) if webhook else 0
    except Exception:
        log.exception("Webhook %s cannot be told", pk)
        return 0


def _tell(webhook: Webhook, now: datetime) -> int:
    until = latest()
    try:
        found = questions.found_by(webhook.query, webhook.owner)
    except ValidationError as wrong:
        webhook.pause(f"Its query can no longer be asked. {' '.join(wrong.messages)}"[:500], now=now)
        webhook.save(update_fields=["is_active", "paused_at", "paused_because", "paused_by"])
        return 0
    told = changes(webhook.position, found, most=AT_ONCE, with_rows=_brief)
    wanted = [_delivery(webhook, change, now) for change in told if change.kind in webhook.kinds]
    Delivery.objects.bulk_create(wanted)
    reached = told[-1].position if told else webhook.position
    if len(told) < AT_ONCE:
        # nothing else is before this; our clock says what an embargo holds back, the database's what is settled
        looked = Position(min(until.at, timezone.now()), 0)
        if told or looked.at - reached.at > BEHIND:
            reached = max(reached, looked)
    if reached != webhook.position:
        webhook.position = reached
        webhook.save(update_fields=["position_at", "position_incident"])
    return len(wanted)


def _brief(found: IncidentQuerySet) -> IncidentQuerySet:
    return found.only("public_id", "version", "published_version", "changed_at", "embargo_until")


def _delivery(webhook: Webhook, change: Change, now: datetime) -> Delivery:
    return Delivery(
        webhook=webhook,
        kind=change.kind,
        incident=change.position.incident,
        public_id=change.row.public_id or "",
        version=getattr(change.row, "version", None),
        at=change.position.at,
        next_attempt_at=now,
    )
