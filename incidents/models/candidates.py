"""What the reader was not sure of, for a person to decide."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from incidents.models.incidents import Incident
from incidents.models.people import User
from incidents.models.revisions import tracked
from incidents.vocabulary import LIVING, OPEN


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def open(self) -> Self:
        """Those that still ask something: the draft waits, what it may be lives, nobody told them apart."""
        apart = Apart.objects.filter(
            Q(one=OuterRef("draft"), other=OuterRef("incident"))
            | Q(one=OuterRef("incident"), other=OuterRef("draft"))
        )
        return self.filter(~Exists(apart), draft__status__in=OPEN, incident__status__in=LIVING)

    def open_to(self, user: User) -> Self:
        """Open, and both are incidents that this person may see."""
        visible = Incident.objects.visible_to(user)
        return self.open().filter(draft__in=visible, incident__in=visible)

    def about(self, incident: Incident) -> Self:
        """From either side: what it may be, and the drafts that may be it."""
        return self.filter(Q(draft=incident) | Q(incident=incident))


@tracked()
class Candidate(models.Model):
    """An incident that a draft may be once more. ``reasons`` are the parts of the score, in words."""

    draft = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="candidates")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="candidate_for")
    score = models.FloatField()
    reasons = models.JSONField(default=list, help_text='[{"reason": "same base", "points": 4}]')

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["draft", "-score", "id"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "incident"], name="candidate_is_one"),
            models.CheckConstraint(name="candidate_is_another", condition=~Q(draft=F("incident"))),
        ]

    def __str__(self) -> str:
        return f"{self.draft} may be {self.incident}"


class ApartQuerySet(models.QuerySet["Apart"]):
    def of(self, *incidents: int) -> Self:
        """Those that any of these incidents is one side of."""
        return self.filter(Q(one__in=incidents) | Q(other__in=incidents))

    def between(self, a: Incident, b: Incident) -> Self:
        return self.filter(one=min(a.pk, b.pk), other=max(a.pk, b.pk))

    def other_sides(self, *incidents: int) -> set[int]:
        """What any of these incidents was found not to be."""
        return {key for pair in self.of(*incidents).values_list("one", "other") for key in pair} - {
            *incidents
        }


@tracked()
class Apart(models.Model):
    """Two incidents that a person found to be two, so that nobody is asked again. Kept once, the older first."""

    one = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="apart_from_younger")
    other = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="apart_from_older")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ApartQuerySet.as_manager()

    class Meta:
        ordering = ["one", "other"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="apart_is_one"),
            models.CheckConstraint(name="apart_in_order", condition=Q(one__lt=F("other"))),
        ]
        verbose_name_plural = "apart"

    def __str__(self) -> str:
        return f"{self.one} is not {self.other}"
