"""What the reader was not sure of, for a person to decide."""

from django.db import models
from django.db.models import F, Q

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
