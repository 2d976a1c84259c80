from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Incident, Skip, User
from incidents.review.errors import NotAllowed
from incidents.review.hold import release


def skip(incident: Incident, *, by: User) -> None:
    """Pass it over: it comes last in this person's queue, until something about it changes.

    No change of the incident: no version is seen, and the history does not tell of it.
    """
    if not by.has_perm("incidents.view_draft"):
        raise NotAllowed(_("%(by)s may not skip incidents.") % {"by": by})
    if not Incident.objects.visible_to(by).filter(pk=incident.pk).exists():
        raise NotAllowed(_("%(by)s may not see %(incident)s.") % {"by": by, "incident": incident})
    Skip.objects.update_or_create(user=by, incident=incident, defaults={"at": timezone.now()})
    release(incident, by=by)
