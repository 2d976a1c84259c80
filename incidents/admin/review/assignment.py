"""Giving an incident to somebody, from its page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents import review
from incidents.admin.review.seen import seen_by
from incidents.admin.review.undo import with_undo
from incidents.models import User


@require_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """``assignee`` by user name; "" is nobody. A colleague's edit meanwhile is no reason to refuse it: what is
    assigned is the incident, whatever its version.
    """
    incident = seen_by(request, pk)
    name = request.POST.get("assignee", "").strip().removeprefix("@")
    try:
        assignee = User.objects.filter(username__iexact=name, is_active=True).first() if name else None
        if name and assignee is None:
            raise ValidationError({"assignee": _("expected somebody's user name; %s is nobody's.") % name})
        done = review.assign(incident, assignee, by=request.user, seen_version=incident.version)
    except review.NotAllowed as refusal:
        messages.error(request, str(refusal))
    except review.Stale:
        messages.error(request, _("Somebody changed it at this very moment. Try again."))
    except ValidationError as problem:
        messages.error(request, _("Not assigned: %s") % problem.messages[0])
    else:
        said = _("Assigned to %s.") % assignee if assignee else _("Assigned to nobody.")
        messages.success(request, with_undo(said, done))
    return redirect("admin:review", pk=pk)
