"""The files that TimeMap's page opens. All but the sites take the parameters of the list of incidents."""

from collections.abc import Callable, Iterator

from django.http import StreamingHttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from incidents.api.filters.strict import check
from incidents.api.views.every import EveryIncident
from incidents.api.views.projections import Projection
from incidents.exports import timemap
from incidents.models.incidents import IncidentQuerySet


class TimemapShaped(Projection, EveryIncident):
    projection = "timemap"
    of_incidents: Callable[[IncidentQuerySet], Iterator[str]]

    def get_queryset(self) -> IncidentQuerySet:
        return self.public()

    def get(self, request: Request) -> StreamingHttpResponse:
        found = self.filter_queryset(self.get_queryset())
        parts = (part.encode() for part in type(self).of_incidents(found))
        return StreamingHttpResponse(parts, content_type="application/json")


@extend_schema(exclude=True)
class Events(TimemapShaped):
    of_incidents = staticmethod(timemap.events)


@extend_schema(exclude=True)
class Associations(TimemapShaped):
    of_incidents = staticmethod(timemap.associations)


@extend_schema(exclude=True)
class Sources(TimemapShaped):
    of_incidents = staticmethod(timemap.sources)


@extend_schema(exclude=True)
class Sites(Projection, APIView):
    projection = "timemap"
    right_to_view = "view_base"

    def get(self, request: Request) -> StreamingHttpResponse:
        check(request, known=())
        parts = (part.encode() for part in timemap.sites())
        return StreamingHttpResponse(parts, content_type="application/json")


@extend_schema(exclude=True)
class TimemapNowhere(Projection, APIView):
    projection = "timemap"
    permission_classes = [AllowAny]

    def get(self, request: Request) -> StreamingHttpResponse:
        raise NotFound
