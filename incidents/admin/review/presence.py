"""The page's heartbeat: who else is here, and whether somebody has saved."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from incidents.admin.review.seen import seen_by
from incidents.models import Incident, User
from incidents.review.hold import hold
from incidents.review.presence import EVERY, arrive, leave
from incidents.review.steps import since_version


@require_POST
def beat(request: HttpRequest, pk: int) -> HttpResponse:
    """``version`` is what the page shows; ``leave`` that it is being left."""
    incident = seen_by(request, pk)
    if "leave" in request.POST:
        leave(incident, by=request.user)
        return HttpResponse(status=204)
    if request.user.has_perm("incidents.change_incident"):
        hold(incident, by=request.user)
    others = arrive(incident, by=request.user)
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 10 else incident.version
    return JsonResponse(
        {
            "here": in_words(others),
            "saved": _saved(incident, seen, request.user) if seen < incident.version else "",
            "version": incident.version,
        }
    )


def in_words(others: list[User]) -> str:
    names = _(" and ").join(map(str, others))
    return ngettext("%s has this open", "%s have this open", len(others)) % names if others else ""


def _saved(incident: Incident, seen: int, user: User) -> str:
    steps = since_version(incident, seen)
    who = User.objects.filter(pk=steps[-1].user).first() if steps and steps[-1].user else None
    if who == user:
        return _("You have saved this in another tab: version %s.") % incident.version
    return _("%(who)s has just saved: version %(version)s.") % {
        "who": who or _("Somebody"),
        "version": incident.version,
    }


def present(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    """For the page as it opens; without script it says so no more often than it is opened."""
    return {"here": in_words(arrive(incident, by=request.user)), "beat_seconds": int(EVERY.total_seconds())}
