"""The list of incidents as news."""

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.reverse import reverse

from incidents.api.authentication import BearerToken, Session, TokenAsPassword
from incidents.api.pagination import LARGEST, StableCursor
from incidents.api.views.every import EveryIncident
from incidents.api.views.exports import ByAddress
from incidents.exports import atom

MEDIA_TYPE = "application/atom+xml"


class FeedPages(StableCursor):
    parameters = ("cursor", "page_size")


class Atom(EveryIncident):
    """By token as everywhere; or with the token as a password, which is all that many readers can send."""

    authentication_classes = [TokenAsPassword, BearerToken, Session]
    content_negotiation_class = ByAddress
    pagination_class = FeedPages
    orderings = {"-updated_at": ("-changed_at", "-id")}
    default_ordering = "-updated_at"

    @extend_schema(
        operation_id="incidents_atom",
        filters=True,
        parameters=[
            OpenApiParameter("cursor", str, description="Of the link to the next page."),
            OpenApiParameter(
                "page_size",
                {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": FeedPages.page_size},
                description="Entries to a page.",
            ),
        ],
        responses={(200, MEDIA_TYPE): OpenApiTypes.STR},
        description=(
            "Atom with GeoRSS: what was published or corrected last comes first. An entry keeps its id when it is"
            " corrected. Pages are linked as RFC 5005 says."
        ),
    )
    def get(self, request: Request) -> HttpResponse:
        found = self.filter_queryset(self.get_queryset()).filter(public_id__isnull=False)
        page = self.paginate_queryset(found.select_related("base").defer("search", "words"))
        links = self.get_paginated_response(None).data
        told = atom.feed(
            page,
            authority=authority(),
            address=reverse("api:front", request=request).rstrip("/"),
            pages={
                "self": request.build_absolute_uri(),
                **({"previous": links["previous"]} if links["previous"] else {}),
                **({"next": links["next"]} if links["next"] else {}),
            },
        )
        return HttpResponse(told, content_type=f"{MEDIA_TYPE}; charset=utf-8")


def authority() -> str:
    """By whichever name it is asked: the first that the installation has."""
    named = (host.lstrip(".") for host in settings.ALLOWED_HOSTS if "*" not in host)
    return next(named, "localhost")
