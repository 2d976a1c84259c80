"""All that the list of incidents finds, streamed in the formats of other programs."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from incidents.api import parameters as parse
from incidents.api.problems import BadParameters, FormatNotInstalled, TooManyRows
from incidents.api.views.every import EveryIncident
from incidents.exports import csv
from incidents.exports.about import About
from incidents.exports.columns import COLUMNS
from incidents.exports.formats import FORMATS, Format

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
BOM = OpenApiParameter(
    "bom",
    {"type": "boolean", "default": False},
    description="Begin with a byte order mark, by which Excel knows UTF-8.",
)
ITS_COLUMNS = "\n".join(f"- `{column.name}`: {column.says}" for column in COLUMNS)


class ByAddress(BaseContentNegotiation):
    """The address says in which form; problems are JSON whatever is accepted."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class Export(EveryIncident):
    form: Format
    content_negotiation_class = ByAddress
    has_mark = False
    refusals: set[int] = set()

    @property
    def parameters(self) -> tuple[str, ...]:
        return ("bom",) if self.has_mark else ()

    def get(self, request: Request) -> StreamingHttpResponse:
        found = self.filter_queryset(self.get_queryset())
        mark = MARK if self.has_mark and self._wants_mark() else b""
        if not self.form.is_installed():
            raise FormatNotInstalled(f"{self.form.needs} is not installed.")
        most = self.form.most
        if most is not None and found.order_by()[most : most + 1].exists():
            raise TooManyRows(most)
        about = About(request.build_absolute_uri(), timezone.now())
        return StreamingHttpResponse(
            _after(mark, self.form.parts(found, about)),
            content_type=self.form.media_type,
            headers=_headers(request, about, self.form),
        )

    def _wants_mark(self) -> bool:
        try:
            return parse.flag(self.request.query_params.get("bom", "false"))
        except parse.Unexpected as expected:
            raise BadParameters({"bom": f"expected {expected}."}) from None


def _after(mark: bytes, parts: Iterator[bytes]) -> Iterator[bytes]:
    if mark:
        yield mark
    yield from parts


def _headers(request: Request, about: About, form: Format) -> dict[str, str]:
    """What a file says of itself, for those formats that have no place for it as well."""
    told = about.told()
    links = [f'<{about.query}>; rel="self"']
    if "license_url" in told:
        links.append(f'<{told["license_url"]}>; rel="license"')
    if form.ending.endswith("csv"):
        described = _with_query(reverse("api:csv-metadata", request=request), request)
        links.append(f'<{described}>; rel="describedby"; type="application/csvm+json"')
    return {
        "Content-Disposition": f'attachment; filename="incidents-{about.generated_at:%Y-%m-%d}.{form.ending}"',
        "Link": ", ".join(links),
        "X-Generated-At": told["generated_at"],
        "X-Data-Version": told["data_version"],
        "X-Application": told["application"],
        "X-License": told["license"],
        **({"X-Attribution": told["attribution"]} if "attribution" in told else {}),
    }


def _with_query(address: str, request: Request) -> str:
    """The same question elsewhere, in whatever form."""
    asked = [
        (name, value)
        for name, values in request.query_params.lists()
        for value in values
        if name not in {"bom", "format"}
    ]
    return f"{address}?{urlencode(asked)}" if asked else address


def _view(form: Format) -> type[Export]:
    has_mark = form.ending.endswith("csv")
    content: Any = OpenApiTypes.STR if form.media_type.startswith("text/") else OpenApiTypes.BINARY
    if form.media_type.endswith("json"):
        content = {"type": "object"}
    refusals = {501} if form.needs else set()
    described = extend_schema(
        operation_id=f"incidents_{form.name}",
        parameters=[BOM] if has_mark else [],
        filters=True,
        responses={(200, form.media_type.partition(";")[0]): content},
        description=f"{form.says} Latest event first. Its columns:\n\n{ITS_COLUMNS}",
    )
    return extend_schema_view(get=described)(
        type(
            f"{form.name.title()}Export",
            (Export,),
            {"form": form, "has_mark": has_mark, "refusals": refusals},
        )
    )


EXPORTS = {name: _view(form) for name, form in FORMATS.items()}


class CsvMetadata(EveryIncident):
    content_negotiation_class = ByAddress

    @extend_schema(
        operation_id="incidents_csv_metadata",
        filters=True,
        responses={(200, "application/csvm+json"): {"type": "object"}},
        description=(
            "What the CSV of the same parameters is and what its columns mean, for programs: W3C's metadata of "
            "tabular data."
        ),
    )
    def get(self, request: Request) -> Response:
        self.filter_queryset(self.get_queryset())  # refuses what the CSV refuses
        address = _with_query(reverse("api:csv", request=request), request)
        told = csv.metadata(About(address, timezone.now()), address)
        return Response(told, content_type="application/csvm+json")


JSON = "application/json"
BY_TYPE = {form.media_type.partition(";")[0]: name for name, form in reversed(FORMATS.items())}
FORMAT = OpenApiParameter(
    "format",
    {"type": "string", "enum": ["json", *FORMATS], "default": "json"},
    description="In which form; any but json is all that is found, as from `/incidents.csv` and so on.",
)


class AlsoAsFile:
    """The list in the form that ``format`` or the header Accept asks for, as that form's own address gives it."""

    @property
    def parameters(self) -> tuple[str, ...]:
        return super().parameters if self.detail else (*super().parameters, "format")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.detail or request.method not in {"GET", "HEAD"}:
            return super().dispatch(request, *args, **kwargs)
        accepted = request.get_preferred_type([JSON, *BY_TYPE])
        asked = request.GET.get("format") or BY_TYPE.get(accepted)
        if asked in EXPORTS:
            request.GET = request.GET.copy()
            request.GET.pop("format", None)
            response = EXPORTS[asked].as_view()(request)
        else:
            response = super().dispatch(request, *args, **kwargs)
        patch_vary_headers(response, ["Accept"])
        return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        asked = request.query_params.get("format")
        if not self.detail and asked and asked != "json":
            expected = f"one of json, {', '.join(EXPORTS)}"
            raise BadParameters({"format": f"expected {expected}; not {asked[:100]!r}."})
