"""Versions of our events in UCDP's shape: what is cited must say the same in ten years."""

import pgtrigger
from django.db import models
from django.utils import timezone

from incidents.models.incidents import GUARDED, Incident
from incidents.models.revisions import tracked

FIXED = pgtrigger.Protect(name="is_for_good", operation=pgtrigger.Update | pgtrigger.Delete)


@tracked()
class GedVersion(models.Model):
    name = models.CharField(max_length=20, unique=True, help_text="26.1, or 26.0.8 of a month.")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        verbose_name = "ged version"
        triggers = [FIXED]

    def __str__(self) -> str:
        return self.name


class GedEventQuerySet(models.QuerySet["GedEvent"]):
    def hidden(self) -> "GedEventQuerySet":
        """What has been restricted since the version was made: nothing else is ever taken out of one."""
        guarded = Incident.objects.filter(GUARDED)
        return self.filter(
            number__in=guarded.exclude(pk__in=guarded.unrestricted().values("pk")).values("pk")
        )

    def shown(self) -> "GedEventQuerySet":
        return self.exclude(number__in=self.hidden().values("number"))


class GedEvent(models.Model):
    """One event of a version. ``row`` is what is given out; the other columns are what it is asked for by."""

    version = models.ForeignKey(GedVersion, on_delete=models.PROTECT, related_name="rows", db_index=False)
    position = models.PositiveIntegerField(help_text="From 1; those without a death come last.")
    number = models.BigIntegerField(help_text="The incident's id.")
    is_deadly = models.BooleanField(help_text="At least one death is stated.")
    key = models.CharField(max_length=20, help_text="Its public id.")
    type_of_violence = models.PositiveSmallIntegerField(null=True)
    country = models.PositiveSmallIntegerField(null=True, help_text="Gleditsch and Ward's number.")
    date_start = models.DateField()
    date_end = models.DateField()
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    side_a = models.BigIntegerField(null=True)
    side_b = models.BigIntegerField(null=True)
    dyad = models.BigIntegerField(null=True)
    row = models.TextField(help_text="JSON.")

    objects = GedEventQuerySet.as_manager()

    class Meta:
        ordering = ["version", "position"]
        verbose_name = "ged event"
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="ged_event_position_is_one"),
            models.UniqueConstraint(fields=["version", "number"], name="ged_event_is_one"),
        ]
        indexes = [
            models.Index(fields=["version", "is_deadly", "position"], name="ged_event_of_page"),
            models.Index(fields=["version", "country", "position"], name="ged_event_by_country"),
            models.Index(fields=["version", "date_end", "position"], name="ged_event_by_date"),
        ]
        triggers = [FIXED]

    def __str__(self) -> str:
        return f"{self.key} in {self.version}"
