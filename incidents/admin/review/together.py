"""What the desk shows beside the fields: comments, campaigns, who is here, whose task and turn it is."""

from typing import Any

from django.http import HttpRequest

from incidents.admin.review import campaigns, comments, presence
from incidents.models import Incident
from incidents.review.publish import four_eyes
from incidents.vocabulary import LIVING, OPEN


def together(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    is_open = incident.status in OPEN
    return {
        **comments.panel(request, incident),
        **campaigns.panel(request, incident),
        **presence.present(request, incident),
        "may_assign": incident.status in LIVING,
        "four_eyes": four_eyes(incident, request.user) if is_open else "",
    }
