"""What was answered to requests that a script may send once more."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from incidents.models.people import Token


class IdempotencyKeyManager(models.Manager["IdempotencyKey"]):
    def forget_old(self) -> int:
        deleted, _ = self.filter(at__lt=timezone.now() - self.model.KEPT).delete()
        return deleted


class IdempotencyKey(models.Model):
    """The answer to one request that changed something, stored in the transaction of the change.

    It holds what the answer held, drafts as well: it is told again to its own token only, or to its own account
    where a browser sent it.
    """

    KEPT = timedelta(hours=48)
    """At least; who comes later than a day should not count on it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="idempotency_keys"
    )
    token = models.ForeignKey(
        Token, on_delete=models.CASCADE, null=True, blank=True, related_name="idempotency_keys"
    )
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(
        max_length=64, help_text="SHA-256 of the request: method, address and body."
    )
    rights = models.JSONField(help_text="What the answer was given with: rights, scopes and groups.")
    incidents = ArrayField(
        models.BigIntegerField(), default=list, blank=True, help_text="Ids of those that the answer tells of."
    )
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict, blank=True)
    body = models.TextField(blank=True, help_text="JSON, to the byte.")
    is_sealed = models.BooleanField(default=False, db_default=False, help_text="As the body tells a secret.")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = IdempotencyKeyManager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "token", "key"], nulls_distinct=False, name="idempotency_key_is_one"
            )
        ]
        indexes = [models.Index(fields=["at"], name="idempotency_key_by_age")]

    def __str__(self) -> str:
        return self.key
