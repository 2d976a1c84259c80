"""What the reader was not sure of, for a person to decide."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from incidents.models.incidents import Incident
from incidents.models.revisions import tracked


@tracked()
class Candidate(models.Model):
    """An incident that a draft may be once more. ``reasons`` are the parts of the score, in words."""

    draft = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="candidates")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="candidate_for")
    score = models.FloatField()
    reasons = models.JSONField(default=list, help_text='[{"reason": "same base", "points": 4}]')

    class Meta:
        ordering = ["draft", "-score", "id"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "incident"], name="candidate_is_one"),
            models.CheckConstraint(name="candidate_is_another", condition=~Q(draft=F("incident"))),
        ]

    def __str__(self) -> str:
        return f"{self.draft} may be {self.incident}"


@tracked()
class Apart(models.Model):
    """Two incidents that a person found to be two, so that nobody is asked again. Kept once, the older first."""

    one = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="apart_from_younger")
    other = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="apart_from_older")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["one", "other"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="apart_is_one"),
            models.CheckConstraint(name="apart_in_order", condition=Q(one__lt=F("other"))),
        ]
        verbose_name_plural = "apart"

    def __str__(self) -> str:
        return f"{self.one} is not {self.other}"
