"""Webhooks: whom we tell what was published, changed and gone, and what became of each message."""

import secrets
from base64 import b64encode
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Self

from cryptography.fernet import InvalidToken
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from incidents.models.changes import Position
from incidents.models.people import User
from incidents.models.sealed import seal, unseal
from incidents.vocabulary import DeliveryState, MessageKind

USE = "webhooks"
PREFIX = "whsec_"
ASKED_FOR = (MessageKind.PUBLISHED, MessageKind.CHANGED, MessageKind.GONE)


def every_kind() -> list[str]:
    return [str(kind) for kind in ASKED_FOR]


def new_secret() -> str:
    """As Standard Webhooks has it: what signs are the bytes behind the prefix, in base64."""
    return PREFIX + b64encode(secrets.token_bytes(32)).decode()


def new_name() -> str:
    return f"msg_{secrets.token_hex(16)}"


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def at_work(self) -> Self:
        """Neither paused, nor of somebody who has left."""
        return self.filter(is_active=True, owner__is_active=True)


class Webhook(models.Model):
    """It is told of what is public, and of nothing else, whatever its owner may see.

    ``position_at`` and ``position_incident`` are where it stands in the order of changes: what comes after is
    still to be told. ``address`` is that of all incidents, by which messages name one.
    """

    SECRET_OVERLAPS = timedelta(hours=24)

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="webhooks")
    name = models.CharField(max_length=100, help_text="What it is for, in your words.")
    endpoint = models.CharField(max_length=2000, help_text="Where messages are sent, by POST.")
    kinds = ArrayField(
        models.CharField(max_length=20, choices=MessageKind.choices),
        default=every_kind,
        help_text="Of what it is told: published, changed, gone.",
    )
    query = models.TextField(blank=True, help_text="Filters, as in an address: country=IQ&weapon=drone.")
    address = models.CharField(max_length=500, editable=False)
    sealed_secret = models.TextField(editable=False)
    sealed_earlier_secret = models.TextField(blank=True, editable=False)
    earlier_secret_until = models.DateTimeField(null=True, blank=True, editable=False)
    position_at = models.DateTimeField(editable=False)
    position_incident = models.BigIntegerField(default=0, editable=False)
    is_active = models.BooleanField(default=True, help_text="Whether it is told; otherwise it is paused.")
    paused_at = models.DateTimeField(null=True, blank=True, editable=False)
    paused_because = models.CharField(max_length=500, blank=True, editable=False)
    paused_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    failures = models.PositiveIntegerField(
        default=0, editable=False, help_text="Attempts, one after another."
    )
    failing_since = models.DateTimeField(null=True, blank=True, editable=False)
    rests_until = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def position(self) -> Position:
        return Position(self.position_at, self.position_incident)

    @position.setter
    def position(self, position: Position) -> None:
        self.position_at, self.position_incident = position

    def give_secret(self, *, now: datetime | None = None) -> str:
        """A new one, told once. The earlier one signs as well for a day. It is for the caller to save."""
        secret = new_secret()
        if self.sealed_secret:
            self.sealed_earlier_secret = self.sealed_secret
            self.earlier_secret_until = (now or timezone.now()) + self.SECRET_OVERLAPS
        self.sealed_secret = seal(secret, USE)
        return secret

    def secrets(self, now: datetime) -> list[str]:
        """What messages are signed with now, the newest first; none where the key that sealed them is gone."""
        sealed = [self.sealed_secret]
        if self.earlier_secret_until and now < self.earlier_secret_until:
            sealed.append(self.sealed_earlier_secret)
        found = []
        for each in sealed:
            with suppress(InvalidToken):
                found.append(unseal(each, USE))
        return found

    def pause(self, because: str, *, by: User | None = None, now: datetime | None = None) -> None:
        """Nothing is lost: it goes on from where it stood. It is for the caller to save."""
        self.is_active, self.paused_because, self.paused_by = False, because, by
        self.paused_at = now or timezone.now()

    def go_on(self) -> None:
        """As if it had never failed. It is for the caller to save."""
        self.is_active, self.paused_because, self.paused_by, self.paused_at = True, "", None, None
        self.failures, self.failing_since, self.rests_until = 0, None, None


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: datetime) -> Self:
        """Of each webhook at work the one whose turn it is, if any."""
        awake = Q(webhook__rests_until__isnull=True) | Q(webhook__rests_until__lte=now)
        waiting = self.filter(awake, state=DeliveryState.PENDING, next_attempt_at__lte=now)
        at_work = waiting.filter(webhook__is_active=True, webhook__owner__is_active=True)
        return at_work.order_by("webhook_id", "id").distinct("webhook_id")


class Delivery(models.Model):
    """A message to one webhook. ``message`` names it in every attempt, so that the receiver knows it again."""

    webhook = models.ForeignKey(
        Webhook, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )  # other indexes begin with it
    message = models.CharField(max_length=40, unique=True, default=new_name, editable=False)
    kind = models.CharField(max_length=20, choices=MessageKind.choices)
    incident = models.BigIntegerField(null=True, blank=True, help_text="Its id; it may be deleted.")
    public_id = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(null=True, blank=True, help_text="Empty of what is gone.")
    at = models.DateTimeField(help_text="When it came to be so.")
    state = models.CharField(max_length=20, choices=DeliveryState.choices, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    last_attempt_at = models.DateTimeField(null=True, blank=True)
    last_status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of the answer, by HTTP.")
    last_error = models.CharField(max_length=500, blank=True)
    duration = models.PositiveIntegerField(
        null=True, blank=True, help_text="Milliseconds, of the last attempt."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    delivered_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["webhook", "id"],
                condition=Q(state=str(DeliveryState.PENDING)),
                name="delivery_waiting",
            ),
            models.Index(fields=["webhook", "id"], name="delivery_by_webhook"),
            models.Index(fields=["webhook", "incident", "id"], name="delivery_by_incident"),
            models.Index(fields=["created_at"], name="delivery_by_age"),
        ]

    def __str__(self) -> str:
        return self.message
