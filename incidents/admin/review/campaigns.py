"""To which campaigns an incident belongs, from its page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents.admin.review.queue import carried
from incidents.admin.review.seen import seen_by
from incidents.admin.review.undo import with_undo
from incidents.models import Campaign, Incident, Membership
from incidents.review import NotAllowed, Stale
from incidents.review.campaign import add_to_campaign, take_from_campaign


def panel(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    """For the template ``admin/review/campaigns.html``, in one query."""
    belongs = Exists(Membership.objects.filter(campaign=OuterRef("pk"), incident=incident))
    every = list(Campaign.objects.only("name").annotate(belongs=belongs).order_by("name"))
    return {
        "campaigns": [each for each in every if each.belongs],
        "other_campaigns": [each for each in every if not each.belongs],
    }


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """``add`` or ``remove`` a campaign, by its id. As with a task, it is the incident that is meant, whatever its
    version.
    """
    incident = seen_by(request, pk)
    verb = take_from_campaign if "remove" in request.POST else add_to_campaign
    try:
        campaign = _meant(request.POST.get("remove") or request.POST.get("add") or "")
        done = verb(incident, campaign, by=request.user, seen_version=incident.version)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    except Stale:
        messages.error(request, _("Somebody changed it at this very moment. Try again."))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        said = _("No longer part of %s.") if verb is take_from_campaign else _("Part of %s.")
        messages.success(request, with_undo(said % campaign, done))
    return redirect(reverse("admin:review", args=[pk]) + carried(request))


def _meant(key: str) -> Campaign:
    found = Campaign.objects.filter(pk=key).first() if key.isdecimal() and len(key) < 10 else None
    if found is None:
        raise ValidationError(_("expected one of the campaigns that we know."))
    return found
