"""All that the list of incidents finds with the same parameters, without pages."""

from rest_framework.generics import GenericAPIView

from incidents.api.filters.incidents import IncidentFilters
from incidents.api.permissions import MayRead, sees_drafts
from incidents.api.views.door import Door
from incidents.models import Incident
from incidents.models.incidents import IncidentQuerySet


class EveryIncident(Door, GenericAPIView):
    queryset = Incident.objects.none()
    filterset_class = IncidentFilters
    permission_classes = [MayRead]
    right_to_view = "view_incident"
    pagination_class = None
    detail = False
    parameters: tuple[str, ...] = ()

    def get_queryset(self) -> IncidentQuerySet:
        return Incident.objects.visible_to(self.request.user, drafts=sees_drafts(self.request))
