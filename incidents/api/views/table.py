"""The list of incidents as one table, streamed."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request

from incidents.api import parameters as parse
from incidents.api.filters.incidents import IncidentFilters
from incidents.api.permissions import MayRead, sees_drafts
from incidents.api.problems import BadParameters
from incidents.api.views.door import Door
from incidents.exports.flat import COLUMNS, lines
from incidents.models import Incident

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
BOM = OpenApiParameter(
    "bom",
    {"type": "boolean", "default": False},
    description="Begin with a byte order mark, by which Excel knows UTF-8.",
)


class Table(Door, GenericAPIView):
    queryset = Incident.objects.none()
    filterset_class = IncidentFilters
    permission_classes = [MayRead]
    right_to_view = "view_incident"
    pagination_class = None
    detail = False
    parameters = ("bom",)

    def get_queryset(self) -> QuerySet[Incident]:
        return Incident.objects.visible_to(self.request.user, drafts=sees_drafts(self.request))

    @extend_schema(
        operation_id="incidents_csv",
        parameters=[BOM],
        filters=True,
        responses={(200, "text/csv"): OpenApiTypes.STR},
        description="All that the list of incidents finds, latest event first, as CSV. Its columns:\n\n"
        + "\n".join(f"- `{column.name}`: {column.says}" for column in COLUMNS),
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        found = self.filter_queryset(self.get_queryset())
        return StreamingHttpResponse(
            _bytes(lines(found), MARK if self._wants_mark() else ""),
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="incidents-{timezone.now():%Y-%m-%d}.csv"',
                "Link": f'<{request.build_absolute_uri()}>; rel="self"',
            },
        )

    def _wants_mark(self) -> bool:
        try:
            return parse.flag(self.request.query_params.get("bom", "false"))
        except parse.Unexpected as expected:
            raise BadParameters({"bom": f"expected {expected}."}) from None


def _bytes(parts: Iterator[str], mark: str) -> Iterator[bytes]:
    for part in parts:
        yield (mark + part).encode()
        mark = ""
