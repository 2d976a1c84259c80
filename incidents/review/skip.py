from django.utils import timezone

from incidents.models import Incident, Skip, User
from incidents.review.errors import NotAllowed
from incidents.review.hold import release


def skip(incident: Incident, *, by: User) -> None:
    """Pass it over: it comes last in this person's queue, until something about it changes.

    No change of the incident: no version is seen, and the history does not tell of it.
    """
    if not by.has_perm("incidents.view_draft"):
        raise NotAllowed(f"{by} may not skip incidents.")
    if not Incident.objects.visible_to(by).filter(pk=incident.pk).exists():
        raise NotAllowed(f"{by} may not see {incident}.")
    Skip.objects.update_or_create(user=by, incident=incident, defaults={"at": timezone.now()})
    release(incident, by=by)
