"""Who has an incident's page open just now. The page says so again and again; who stops saying so is gone."""

from datetime import timedelta

from django.utils import timezone

from incidents.models import Incident, User, Visit

EVERY = timedelta(seconds=15)
GONE_AFTER = 3 * EVERY
"""Two beats may be lost; a page in a hidden tab is silent, and so not there."""


def arrive(incident: Incident, *, by: User) -> list[User]:
    """Note that this person is there; returns who else is. Two tabs of one person are one person."""
    now = timezone.now()
    Visit.objects.bulk_create(
        [Visit(incident=incident, user=by, seen_at=now)],
        update_conflicts=True,
        unique_fields=["incident", "user"],
        update_fields=["seen_at"],
    )
    visits = Visit.objects.filter(incident=incident, seen_at__gt=now - GONE_AFTER).exclude(user=by)
    return [visit.user for visit in visits.select_related("user").order_by("user__username")]


def leave(incident: Incident, *, by: User) -> None:
    Visit.objects.filter(incident=incident, user=by).delete()


def forget_the_gone() -> int:
    """Nothing depends on it; only the table would grow."""
    deleted, _ = Visit.objects.filter(seen_at__lt=timezone.now() - GONE_AFTER).delete()
    return deleted
