"""What the desk shows about others: comments, who is here, whose task it is, whose turn it is to publish."""

from typing import Any

from django.http import HttpRequest

from incidents.admin.review import comments, presence
from incidents.models import Incident
from incidents.review.publish import four_eyes
from incidents.vocabulary import LIVING, OPEN


def together(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    is_open = incident.status in OPEN
    return {
        **comments.panel(request, incident),
        **presence.present(request, incident),
        "may_assign": incident.status in LIVING,
        "four_eyes": four_eyes(incident, request.user) if is_open else "",
    }
