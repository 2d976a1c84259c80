"""Snapshots: what the public could see at one moment, as files that never change and that others cite."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from incidents.vocabulary import SnapshotState

KEY = r"[a-z0-9](?:[a-z0-9.-]{0,58}[a-z0-9])?"
MAY_CHANGE = ("state", "reason", "withdrawn_at", "withdrawn_by")
"""Of what is made. The rest is as it was published."""


class Snapshot(models.Model):
    """``key`` names it in its address, for ever: none is given twice, and what was made is never deleted.

    ``wanted`` are the incidents that its query found when it was asked for, until its files are made. Of these it
    has what is public when they are made, at ``made_at``.
    """

    key = models.CharField(max_length=60, unique=True, validators=[RegexValidator(f"^{KEY}$")])
    title = models.CharField(max_length=200)
    query = models.TextField(blank=True, help_text="The filters, as in an address: country=IQ&weapon=drone.")
    address = models.CharField(max_length=500, help_text="Where it is, for ever.")
    formats = ArrayField(models.CharField(max_length=20), help_text="Of its files.")
    state = models.CharField(max_length=20, choices=SnapshotState.choices, default=SnapshotState.QUEUED)
    reason = models.TextField(blank=True, help_text="Why it failed, or was withdrawn.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="snapshots")
    role = models.CharField(max_length=100, help_text="What is told of who made it: the role, not the name.")
    wanted = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    made_at = models.DateTimeField(null=True, blank=True, help_text="The moment whose data it has.")
    rows = models.PositiveIntegerField(null=True, blank=True, help_text="Incidents in it.")
    data_version = models.CharField(max_length=20, blank=True)
    application = models.CharField(max_length=100, blank=True)
    license = models.CharField(max_length=200, blank=True)
    license_url = models.CharField(max_length=500, blank=True)
    attribution = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        permissions = [("withdraw_snapshot", "Can withdraw snapshots")]
        triggers = [
            pgtrigger.Trigger(
                name="snapshot_never_changes",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=MAY_CHANGE),
                func="""
                    IF OLD.state IN ('ready', 'withdrawn') THEN
                        RAISE EXCEPTION 'snapshot: what was made never changes';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(
                name="snapshot_is_only_withdrawn",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state = 'withdrawn' OR (OLD.state = 'ready' AND NEW.state <> 'withdrawn')"
                ),
            ),
            pgtrigger.Protect(
                name="snapshot_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.state IN ('ready', 'withdrawn')"),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def citation(self) -> str:
        """As style guides have a data set: who, when, what, version, where."""
        who = self.attribution or self.application
        what = f"Data set, {self.rows:,} incidents, {self.made_at:%Y-%m-%d %H:%M} UTC"
        return f"{who} ({self.made_at:%Y}). {self.title} [{what}]. {self.address}"


class SnapshotFile(models.Model):
    """``sha256`` and ``size`` are of the file as it was written; ``name`` is its last part of the address."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["snapshot", "id"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "name"], name="snapshot_file_is_one"),
        ]
        triggers = [
            pgtrigger.Protect(name="snapshot_file_stays", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id}/{self.name}"
