"""What was public once and is no longer, for those who keep a copy."""

from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from incidents.models.incidents import Incident


class TombstoneQuerySet(models.QuerySet["Tombstone"]):
    def standing(self) -> Self:
        """Those of what is gone now; each says ``merged_into_public_id`` where that leads to something public."""
        into = Incident.objects.public().filter(pk=OuterRef("merged_into")).values("public_id")
        gone = Q(until__isnull=True) | Q(until__gt=timezone.now())
        return self.filter(gone).annotate(merged_into_public_id=Subquery(into))


class Tombstone(models.Model):
    """``state`` says what has become of it, and never why it was taken back."""

    incident = models.BigIntegerField(primary_key=True, help_text="Its id; it may be deleted.")
    public_id = models.CharField(max_length=20)
    gone_at = models.DateTimeField()
    is_deleted = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        Incident, on_delete=models.DO_NOTHING, null=True, blank=True, related_name="+", db_constraint=False
    )
    until = models.DateTimeField(null=True, blank=True, help_text="When it will be public again, by itself.")

    objects = TombstoneQuerySet.as_manager()

    class Meta:
        ordering = ["gone_at", "incident"]
        indexes = [models.Index(fields=["gone_at", "incident"], name="tombstone_by_time")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def state(self) -> str:
        if self.is_deleted:
            return "deleted"
        return "merged" if self.merged_into_public_id else "withdrawn"
