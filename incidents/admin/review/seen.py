from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from incidents.models import Incident


def seen_by(request: HttpRequest, pk: int) -> Incident:
    """The incident, for whom the desk is open and who may see this one."""
    if not request.user.has_perm("incidents.view_draft"):
        raise PermissionDenied
    found = Incident.objects.visible_to(request.user).select_related(
        "place", "base", "assignee", "restricted_to"
    )
    return get_object_or_404(found, pk=pk)
