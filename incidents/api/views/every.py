"""All that the list of incidents finds with the same parameters, without pages."""

from typing import Any

from django.db import DatabaseError
from django.http.response import HttpResponseBase
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request

from incidents.api.filters.incidents import IncidentFilters
from incidents.api.permissions import MayRead, sees_drafts
from incidents.api.views.door import Door
from incidents.models import Incident
from incidents.models.incidents import IncidentQuerySet
from incidents.models.state import state_of


class EveryIncident(Door, GenericAPIView):
    queryset = Incident.objects.none()
    filterset_class = IncidentFilters
    permission_classes = [MayRead]
    right_to_view = "view_incident"
    pagination_class = None
    detail = False
    parameters: tuple[str, ...] = ()

    def filter_queryset(self, queryset: IncidentQuerySet) -> IncidentQuerySet:
        self.found = super().filter_queryset(queryset)
        return self.found

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> Any:
        """What streams is not there to be looked at: its ETag is that of what was found."""
        if response.streaming and response.status_code == 200:
            try:
                response.headers.setdefault("ETag", f'W/"{state_of(self.found)}"')
            except DatabaseError as problem:
                response = self.handle_exception(problem)
        return super().finalize_response(request, response, *args, **kwargs)

    def get_queryset(self) -> IncidentQuerySet:
        return Incident.objects.visible_to(self.request.user, drafts=sees_drafts(self.request))
