"""What an owner does with a webhook, and an administrator with another's."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from incidents.models import Delivery, User, Webhook
from incidents.models.changes import latest
from incidents.vocabulary import DeliveryState, MessageKind
from incidents.webhooks import messages, questions
from incidents.webhooks.addresses import checked

CHANGEABLE = {"name", "endpoint", "query", "kinds", "is_active"}


class TooMany(Exception):
    """As many as one account may have."""


class NotNow(Exception):
    """Its state does not allow it, and which it is."""


@transaction.atomic
def make(*, by: User, address: str, **given: Any) -> tuple[Webhook, str]:
    """With its secret, which is told once. It is told of what happens from now on."""
    owner = User.objects.select_for_update().get(pk=by.pk)
    if owner.webhooks.count() >= settings.WEBHOOKS_EACH:
        raise TooMany
    webhook = Webhook(owner=owner, address=address)
    webhook.position = latest()
    secret = webhook.give_secret()
    _set(webhook, given, by)
    webhook.save()
    return webhook, secret


@transaction.atomic
def alter(webhook: Webhook, *, by: User, **given: Any) -> Webhook:
    """Whoever is not its owner may pause it, and let it go on. Then the owner cannot."""
    webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
    if by != webhook.owner and given.keys() - {"is_active"}:
        raise PermissionDenied("Another's webhook can be paused, and not otherwise changed.")
    _set(webhook, given, by)
    webhook.save()
    return webhook


def _set(webhook: Webhook, given: dict[str, Any], by: User) -> None:
    for name in CHANGEABLE & given.keys() - {"is_active"}:
        setattr(webhook, name, given[name])
    if "endpoint" in given:
        checked(webhook.endpoint)
    if "query" in given:
        questions.found_by(webhook.query, webhook.owner)
    if given.get("is_active", webhook.is_active) == webhook.is_active:
        return
    if webhook.is_active:
        webhook.pause("" if by == webhook.owner else "An administrator paused it.", by=by)
    elif webhook.paused_by and webhook.paused_by != by and by == webhook.owner:
        raise PermissionDenied("It was paused by an administrator, who can let it go on.")
    else:
        webhook.go_on()


@transaction.atomic
def rotate(webhook: Webhook) -> tuple[Webhook, str]:
    """Another secret, told once. The one before signs as well for a day; the one before that no more."""
    webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
    secret = webhook.give_secret()
    webhook.save()
    return webhook, secret


def test(webhook: Webhook) -> Delivery:
    if not webhook.is_active:
        raise NotNow("It is paused; set is_active to true first.")
    now = timezone.now()
    return Delivery.objects.create(webhook=webhook, kind=MessageKind.TEST, at=now, next_attempt_at=now)


@transaction.atomic
def again(delivery: Delivery) -> Delivery:
    """Now, whatever has become of it: under its own name, so that a receiver who has it knows it again."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state == DeliveryState.SUPERSEDED or messages.is_told_later(delivery):
        raise NotNow("A later message tells of the incident, or it is no longer so.")
    delivery.state, delivery.next_attempt_at = DeliveryState.PENDING, timezone.now()
    delivery.save(update_fields=["state", "next_attempt_at"])
    # whoever asks for it has mended the receiver
    Webhook.objects.filter(pk=delivery.webhook_id).update(rests_until=None)
    return delivery
