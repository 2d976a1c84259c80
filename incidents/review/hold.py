from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from incidents.models import Incident, User
from incidents.review.queue import WAITING

FOR = timedelta(minutes=30)


def hold(incident: Incident, *, by: User) -> User | None:
    """Note who has it open, for half an hour; returns who else has it open already.

    A courtesy and no lock: versions keep people from overwriting each other. A draft that is held is not
    replaced when its article is read again.
    """
    now = timezone.now()
    free = Q(held_by=None) | Q(held_by=by) | Q(held_until=None) | Q(held_until__lte=now)
    row = Incident.objects.filter(pk=incident.pk)
    if incident.status not in WAITING or row.filter(free).update(held_by=by, held_until=now + FOR):
        return None
    holder = row.filter(held_until__gt=now).exclude(held_by=by).select_related("held_by").first()
    return holder.held_by if holder else None


def release(incident: Incident, *, by: User) -> None:
    """What is done is open to everybody again."""
    Incident.objects.filter(pk=incident.pk, held_by=by).update(held_by=None, held_until=None)
