"""What belongs to one incident, at addresses below its own."""

import re
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from incidents.api.permissions import sees_drafts
from incidents.api.views.door import Door
from incidents.models import Incident, Statement
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


def another(request: Request, name: str, key: str) -> Incident:
    """One that the body names, among those that one may see."""
    found = re.fullmatch(BY_ID, key) and visible(request).filter(asked_for(key)).first()
    if not found:
        raise ValidationError({name: _("expected the id or public id of an incident that you may see.")})
    return found


def with_origin(statements: QuerySet[Statement], seen: IncidentQuerySet) -> QuerySet[Statement]:
    """``origin`` is the number of the incident that a statement came with, where that is among those ``seen``."""
    origin = seen.order_by().filter(pk=OuterRef("merged_from")).values("pk")
    return statements.annotate(origin=Subquery(origin))


class OfOneIncident(Door, GenericViewSet):
    right_to_view = "view_incident"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        _ = self.incident

    def subject(self) -> Q:
        return asked_for(self.kwargs["incident"])

    @cached_property
    def incident(self) -> Incident:
        found = visible(self.request).filter(asked_for(self.kwargs["incident"])).first()
        if found is None:
            raise Http404
        return found
