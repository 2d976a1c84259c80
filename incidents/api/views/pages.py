"""What the API says of itself: its front page, its schema, the schema's UI, and what each problem means."""

from typing import Any

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_safe
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from incidents.api.problems import KINDS
from incidents.api.schema import WithProblems
from incidents.api.throttling import Counted
from incidents.exports.formats import FORMATS

ADDRESSES = {
    "incidents": "api:incident-list",
    "statements": "api:statement-list",
    "evidence": "api:evidence-list",
    "articles": "api:article-list",
    "batches": "api:batch-list",
    "jobs": "api:job-list",
    "actors": "api:actor-list",
    "bases": "api:base-list",
    "places": "api:place-list",
    "sources": "api:source-list",
    "campaigns": "api:campaign-list",
    "deleted": "api:deleted-list",
    **{f"incidents.{form.ending}": f"api:{name}" for name, form in FORMATS.items()},
    "incidents.csv-metadata.json": "api:csv-metadata",
    "incidents.atom": "api:atom",
    "snapshots": "api:snapshot-list",
    "events": "api:events",
    "webhooks": "api:webhook-list",
    "stats": "api:stats",
    "ogc": "ogc:landing",
    "acled": "acled-acled",
    "timemap": "timemap",
    "schema": "api:schema",
    "docs": "api:docs",
    "problems": "api:problems",
}


class Front(Counted, APIView):
    schema = WithProblems()
    permission_classes = [AllowAny]

    @extend_schema(
        tags=["everything"],
        responses={200: {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}},
        description="Where everything is. What belongs to one incident is below its address: its statements,"
        " comments and revisions; versions in UCDP's shape are at /compat/ucdp/gedevents/{version}.",
    )
    def get(self, request: Request) -> Response:
        schema, docs = (reverse(ADDRESSES[name], request=request) for name in ("schema", "docs"))
        links = (
            f'<{schema}>; rel="service-desc"; type="application/vnd.oai.openapi+json"',
            f'<{docs}>; rel="service-doc"; type="text/html"',
        )
        everything = {name: reverse(view, request=request) for name, view in ADDRESSES.items()}
        return Response(everything, headers={"Link": ", ".join(links)})


class Schema(Counted, SpectacularAPIView):
    """JSON unless YAML is asked for."""

    permission_classes = [AllowAny]
    renderer_classes = [OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer2, OpenApiYamlRenderer]


# Swagger UI styles its own elements; its scripts come from us, from files and from this address.
@method_decorator(csp_update({"style-src": ["'unsafe-inline'"]}), name="dispatch")
class Docs(Counted, SpectacularSwaggerSplitView):
    permission_classes = [AllowAny]
    url_name = "api:schema"
    template_name = "api/docs.html"


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """Where the ``type`` of every problem leads."""
    listed = format_html_join(
        "\n",
        '<section id="{}"><h2>{}</h2><p><code>{}</code> {}</p></section>',
        ((name, kind.title, name, kind.advice) for name, kind in KINDS.items()),
    )
    title = "Problems that the API tells of"
    return HttpResponse(
        format_html(
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{}</title></head>\n'
            "<body><main><h1>{}</h1>\n{}\n</main></body></html>\n",
            title,
            title,
            listed,
        )
    )


@extend_schema(exclude=True)
class Nowhere(Counted, APIView):
    """Any other address: told as a problem, like everything else."""

    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        hint = " Addresses have no slash at their end." if request.path.endswith("/") else ""
        raise NotFound(f"Nothing is at this address.{hint}")
