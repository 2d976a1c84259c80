"""What belongs to one incident, at addresses below its own."""

from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from incidents.api.permissions import sees_drafts
from incidents.api.views.door import Door
from incidents.models import Incident
from incidents.models.incidents import IncidentQuerySet

BY_ID = "[0-9]{1,18}|[A-Z]{2}-[0-9]{4}-[0-9]{4,9}"
INCIDENT = OpenApiParameter(
    "incident",
    {"type": "string", "pattern": f"^({BY_ID})$"},
    OpenApiParameter.PATH,
    description="Id or public id of the incident.",
)


def visible(request: Request) -> IncidentQuerySet:
    return Incident.objects.visible_to(request.user, drafts=sees_drafts(request))


def asked_for(key: str) -> Q:
    return Q(pk=int(key)) if key.isdigit() else Q(public_id=key)


class OfOneIncident(Door, GenericViewSet):
    right_to_view = "view_incident"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        _ = self.incident

    @cached_property
    def incident(self) -> Incident:
        found = visible(self.request).filter(asked_for(self.kwargs["incident"])).first()
        if found is None:
            raise Http404
        return found
