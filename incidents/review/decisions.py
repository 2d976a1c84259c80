"""What a person did last, from the history: to look at it again, or take it back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from pghistory.models import Context

from incidents.models import Incident, User
from incidents.models.revisions import revision_model
from incidents.review.history import DONE

LAST = 50


@dataclass(frozen=True, slots=True)
class Decision:
    step: UUID
    at: datetime
    verb: str
    reason: str
    incident: Incident

    @property
    def done(self) -> str:
        return DONE.get(self.verb, self.verb)


def recent(user: User, *, last: int = LAST) -> list[Decision]:
    """The last steps of this person, newest first, as far as the person may still see what they were about."""
    one_by_one = Q(metadata__has_key="verb") & ~Q(metadata__has_key="job")  # jobs have a page of their own
    mine = Context.objects.filter(one_by_one, metadata__user=user.pk).order_by("-created_at")
    steps = {step.pk: step for step in mine[:last]}
    about = dict(
        revision_model(Incident)
        .objects.filter(pgh_context__in=steps)
        .order_by("pgh_id")
        .values_list("pgh_context", "pgh_obj")
    )
    about |= {key: step.metadata["incident"] for key, step in steps.items() if step.metadata.get("incident")}
    seen = Incident.objects.visible_to(user).in_bulk(set(about.values()))
    return [
        Decision(
            key, step.created_at, step.metadata["verb"], step.metadata.get("reason", ""), seen[about[key]]
        )
        for key, step in steps.items()
        if about.get(key) in seen
    ]
