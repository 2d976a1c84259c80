"""What the views in the shapes of other projects have in common: whose data they are is said in a header."""

from types import SimpleNamespace
from typing import Any

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.permissions import MayRead
from incidents.api.views.door import Door
from incidents.models import Incident
from incidents.models.incidents import IncidentQuerySet


class AsIs(BaseContentNegotiation):
    """Clients of other servers ask for whatever they have always asked for, and read JSON."""

    settings = SimpleNamespace(URL_FORMAT_OVERRIDE=None)

    def select_parser(self, request: Request, parsers: list[Any]) -> Any:
        return parsers[0]

    def select_renderer(
        self, request: Request, renderers: list[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


class Projection(Door):
    """Shows what is public, whatever else one may see: what leaves by these doors goes into others' programs."""

    projection = ""
    content_negotiation_class = AsIs
    permission_classes = [MayRead]
    right_to_view = "view_incident"

    def public(self) -> IncidentQuerySet:
        return Incident.objects.visible_to(self.request.user, drafts=False)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["X-Projection"] = self.projection
        # caches in between do not know by what these clients say who they are
        response["Cache-Control"] = "private, no-cache"
        return response
