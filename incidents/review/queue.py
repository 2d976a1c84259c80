"""What waits for review, and in what order: what is grave, doubtful or old comes first."""

from datetime import timedelta

from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from incidents.models import Report, User
from incidents.models.incidents import Incident, IncidentQuerySet
from incidents.vocabulary import Status

WAITING = (Status.DRAFT, Status.IN_REVIEW)
DOUBTFUL = 0.67
"""Below this the reader's values are marked, and a draft is looked at sooner: a third of such values are wrong."""


def queue(user: User) -> IncidentQuerySet:
    """Drafts, what is in review, and what is published and has new sources; the most urgent first.

    ``urgency`` is 0-6, the sum of three things anybody can check: gravity (3: ten or more killed, 2: anybody
    killed, 1: anybody wounded), doubt (1) and age (1 after a day, 2 after three). Who waits longer comes first
    among equals.
    """
    now = timezone.now()
    killed = Greatest(Coalesce("killed_min", 0), Coalesce("killed_max", 0))
    gravity = Case(
        When(killed_most__gte=10, then=Value(3)),
        When(killed_most__gte=1, then=Value(2)),
        When(Q(wounded_min__gte=1) | Q(wounded_max__gte=1), then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    doubt = Case(When(confidence__lt=DOUBTFUL, then=Value(1)), default=Value(0))
    age = Case(
        When(created_at__lt=now - timedelta(days=3), then=Value(2)),
        When(created_at__lt=now - timedelta(days=1), then=Value(1)),
        default=Value(0),
    )
    return (
        Incident.objects.visible_to(user)
        .filter(Q(status__in=WAITING) | Q(pk__in=_with_new_sources()))
        .annotate(killed_most=killed)
        .annotate(urgency=gravity + doubt + age)
        .order_by(F("urgency").desc(), "created_at", "id")
    )


def _with_new_sources() -> list[int]:
    """Of those published. Asked first: within the other query it would cost that its index."""
    new = Report.objects.filter(is_new=True, incident__status=Status.PUBLISHED)
    return list(new.values_list("incident", flat=True).distinct())


def next_in_line(user: User, *, after: Incident | None = None) -> Incident | None:
    """The first of the queue that nobody else has taken; with ``after``, the one behind that, round and round."""
    free = queue(user).filter(Q(assignee=None) | Q(assignee=user))
    keys = list(free.values_list("pk", flat=True))
    if after and after.pk in keys:
        at = keys.index(after.pk)
        keys = keys[at + 1 :] + keys[:at]
    return free.get(pk=keys[0]) if keys else None


def counts(user: User) -> dict[str, int]:
    """How many incidents this person may see, by status; every status is there."""
    found = Incident.objects.visible_to(user).order_by().values("status").annotate(n=Count("pk"))
    return {str(status): 0 for status in Status} | {row["status"]: row["n"] for row in found}
