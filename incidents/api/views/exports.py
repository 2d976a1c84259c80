"""All that the list of incidents finds, streamed in the formats of other programs."""

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from incidents.api import parameters as parse
from incidents.api.problems import BadParameters
from incidents.api.views.every import EveryIncident
from incidents.exports import csv, geojson
from incidents.exports.rows import COLUMNS

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
BOM = OpenApiParameter(
    "bom",
    {"type": "boolean", "default": False},
    description="Begin with a byte order mark, by which Excel knows UTF-8.",
)
ITS_COLUMNS = "\n".join(f"- `{column.name}`: {column.says}" for column in COLUMNS)


class Export(EveryIncident):
    def stream(self, parts: Iterator[str], content_type: str, ending: str) -> StreamingHttpResponse:
        """The head says what was asked for: a file alone would forget it."""
        return StreamingHttpResponse(
            (part.encode() for part in parts),
            content_type=content_type,
            headers={
                "Content-Disposition": f'attachment; filename="incidents-{timezone.now():%Y-%m-%d}.{ending}"',
                "Link": f'<{self.request.build_absolute_uri()}>; rel="self"',
            },
        )


class Csv(Export):
    parameters = ("bom",)

    @extend_schema(
        operation_id="incidents_csv",
        parameters=[BOM],
        filters=True,
        responses={(200, "text/csv"): OpenApiTypes.STR},
        description=f"A row each, latest event first. Its columns:\n\n{ITS_COLUMNS}",
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        found = self.filter_queryset(self.get_queryset())
        mark = MARK if self._wants_mark() else ""
        return self.stream(_after(mark, csv.lines(found)), "text/csv; charset=utf-8", "csv")

    def _wants_mark(self) -> bool:
        try:
            return parse.flag(self.request.query_params.get("bom", "false"))
        except parse.Unexpected as expected:
            raise BadParameters({"bom": f"expected {expected}."}) from None


def _after(mark: str, parts: Iterator[str]) -> Iterator[str]:
    yield mark + next(parts)
    yield from parts


class GeoJson(Export):
    @extend_schema(
        operation_id="incidents_geojson",
        filters=True,
        responses={(200, "application/geo+json"): {"type": "object"}},
        description=(
            "A feature each, latest event first; what has no point is a feature without a geometry. Its "
            f"properties are the columns of the CSV, null where nothing is known:\n\n{ITS_COLUMNS}"
        ),
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        found = self.filter_queryset(self.get_queryset())
        told = {"query": request.build_absolute_uri(), "generated_at": f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}"}
        return self.stream(geojson.features(found, told), "application/geo+json", "geojson")
