from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from incidents.models import Incident, User
from incidents.models.incidents import IncidentQuerySet
from incidents.review.queue import ORDERS, Order, free, in_turn, queue

FOR = timedelta(minutes=30)


def hold(incident: Incident, *, by: User) -> User | None:
    """Note who has it open, for half an hour; returns who else has it open already.

    A courtesy and no lock: versions keep people from overwriting each other. A draft that is held is not
    replaced when its article is read again.
    """
    now = timezone.now()
    free = Q(held_by=None) | Q(held_by=by) | Q(held_until=None) | Q(held_until__lte=now)
    row = Incident.objects.filter(pk=incident.pk)
    if not incident.waits or row.filter(free).update(held_by=by, held_until=now + FOR):
        return None
    holder = row.filter(held_until__gt=now).exclude(held_by=by).select_related("held_by").first()
    return holder.held_by if holder else None


def release(incident: Incident, *, by: User) -> None:
    """What is done is open to everybody again."""
    Incident.objects.filter(pk=incident.pk, held_by=by).update(held_by=None, held_until=None)


def next_in_line(
    user: User,
    found: IncidentQuerySet | None = None,
    *,
    order: Order = ORDERS["urgency"],
    after: Incident | None = None,
) -> Incident | None:
    """The first of the queue, or of ``found`` in it, that nobody else has taken or has open; with ``after``, the
    one behind that, round and round. What the person has skipped comes last.

    It is held at once, and what another is just being given is passed over: two people who ask at the same moment
    are given two drafts.
    """
    open_to_all = free(queue(user) if found is None else found, user)
    until = timezone.now() + FOR if user.has_perm("incidents.change_incident") else None
    for candidates in in_turn(open_to_all, user, order, after=after):
        with transaction.atomic():
            row = candidates.select_for_update(of=("self",), skip_locked=True).first()
            if row is not None:
                if until:
                    Incident.objects.filter(pk=row.pk).update(held_by=user, held_until=until)
                return row
    return None
