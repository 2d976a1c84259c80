"""The resources of the standard, in its order: landing page, conformance, API, collections, items."""

from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.filters.strict import check
from incidents.api.ogc import links, openapi
from incidents.api.ogc.answers import (
    GEOJSON,
    OPENAPI,
    SCHEMA,
    ByF,
    GeoJson,
    JsonSchema,
    OpenApi,
    Page,
    PlainGeoJson,
)
from incidents.api.ogc.asking import CRS84
from incidents.api.ogc.collections import COLLECTIONS, Collection
from incidents.api.ogc.paging import Pages
from incidents.api.permissions import MayRead
from incidents.api.views.door import Door
from incidents.api.views.pages import Docs as Swagger

CONFORMS_TO = [
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{part}"
    for part in ("core", "oas30", "html", "geojson")
]
IN_VERSION = f"{OPENAPI};version=3.0"  # whoever names no version takes that one as well
TITLE = "Conflict incidents"
DESCRIPTION = "Published conflict incidents, the bases they refer to, and whose forces were there."


class Resource(Door, GenericAPIView):
    """Whatever takes no more than ``f``."""

    schema = None  # it has a description of its own
    renderer_classes = [JSONRenderer, Page]
    content_negotiation_class = ByF
    permission_classes = [MayRead]
    right_to_view = "view_incident"
    pagination_class = None
    detail = False
    parameters: tuple[str, ...] = ("f",)
    told: Callable[..., dict[str, Any]]
    """Of the request and the parts of the address: what ``get`` answers."""

    def get(self, request: Request, **parts: str) -> Response:
        check(request, known=self.parameters)
        return Response(self.told(request, **parts))

    def both(self, type: str = links.JSON) -> list[links.Link]:
        return links.both(self.request, is_page=self.is_page, type=type)

    @property
    def is_page(self) -> bool:
        return self.request.accepted_renderer.format == "html"

    def get_authenticate_header(self, request: Request) -> str:
        """Desktop programs ask their user for a name and a password only where they are told to."""
        return 'Basic realm="api", Bearer realm="api"'

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        if response.status_code >= 400:
            request.accepted_renderer, request.accepted_media_type = JSONRenderer(), "application/json"
        return super().finalize_response(request, response, *args, **kwargs)


class Landing(Resource):
    permission_classes = [AllowAny]

    def told(self, request: Request, **parts: str) -> dict[str, Any]:
        def to(name: str, rel: str, type: str, title: str) -> links.Link:
            return links.link(links.to(request, name), rel, type, title)

        return {
            "title": TITLE,
            "description": DESCRIPTION,
            "links": [
                *self.both(),
                to("api", "service-desc", IN_VERSION, "This API, as OpenAPI 3.0"),
                to("docs", "service-doc", links.HTML, "This API, to read and to try"),
                to("conformance", "conformance", links.JSON, "The standards that it keeps to"),
                to("collections", "data", links.JSON, "The collections"),
            ],
        }


class Conformance(Resource):
    permission_classes = [AllowAny]

    def told(self, request: Request, **parts: str) -> dict[str, Any]:
        return {"conformsTo": CONFORMS_TO} | ({"links": self.both()} if self.is_page else {})


class Api(Resource):
    permission_classes = [AllowAny]
    renderer_classes = [OpenApi, JSONRenderer]

    def get(self, request: Request, **parts: str) -> Response:
        answer = super().get(request, **parts)
        if request.accepted_renderer.media_type == OPENAPI:
            answer.content_type = IN_VERSION
        return answer

    def told(self, request: Request, **parts: str) -> dict[str, Any]:
        return openapi.document(links.to(request, "landing").rstrip("/"), TITLE, DESCRIPTION)


@extend_schema(exclude=True)
class Docs(Swagger):
    url_name = "ogc:api"


class Collections(Resource):
    def told(self, request: Request, **parts: str) -> dict[str, Any]:
        shown = [described(request, each) for each in COLLECTIONS.values()]
        return {"links": self.both(), "collections": shown}


class OfCollection(Resource):
    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if kwargs["collection"] not in COLLECTIONS:
            raise Http404
        self.collection = COLLECTIONS[kwargs["collection"]]
        self.right_to_view = self.collection.right_to_view
        super().initial(request, *args, **kwargs)


class One(OfCollection):
    def told(self, request: Request, **parts: str) -> dict[str, Any]:
        found = described(request, self.collection)
        return found | {"links": self.both() + found["links"][1:]}


class Schema(OfCollection):
    renderer_classes = [JsonSchema, JSONRenderer]

    def told(self, request: Request, **parts: str) -> dict[str, Any]:
        return openapi.json_schema(self.collection, request.build_absolute_uri(request.path))


class Items(OfCollection):
    renderer_classes = [GeoJson, PlainGeoJson, Page]
    pagination_class = Pages

    @property
    def filterset_class(self) -> Any:
        return self.collection.filters

    @property
    def orderings(self) -> dict[str, tuple[str, ...]]:
        return {self.default_ordering: self.collection.order}

    def get(self, request: Request, **parts: str) -> Response:
        found = self.filter_queryset(self.collection.visible(request))
        rows = self.paginate_queryset(found)
        told: dict[str, Any] = {
            "type": "FeatureCollection",
            "timeStamp": f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}",
        }
        if self.paginator.count is not None:
            told["numberMatched"] = self.paginator.count
        features = self.collection.features([row.id for row in rows]) if rows else []
        return Response(
            told | {"numberReturned": len(features), "links": self._links(), "features": features}
        )

    def _links(self) -> list[links.Link]:
        type = links.HTML if self.is_page else GEOJSON
        pages = {"next": "The next page", "prev": "The page before"}
        around = [
            links.link(address, relation, type, pages[relation])
            for relation, address in self.paginator.links().items()
        ]
        return [*self.both(GEOJSON), *around, _up(self.request, self.collection)]


class Item(OfCollection):
    renderer_classes = [GeoJson, PlainGeoJson, Page]

    def told(self, request: Request, **parts: str) -> dict[str, Any]:
        key = self.collection.key(parts["item"], self.collection.visible(request))
        if key is None:
            raise Http404
        (feature,) = self.collection.features([key])
        return openapi.loaded(feature) | {"links": [*self.both(GEOJSON), _up(request, self.collection)]}


@extend_schema(exclude=True)
class Nowhere(Resource):
    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise Http404


def described(request: Request, collection: Collection) -> dict[str, Any]:
    address = links.to(request, "collection", collection.id)
    return {
        "id": collection.id,
        "title": collection.title,
        "description": collection.description,
        "links": [
            links.link(address, "self", links.JSON, collection.title),
            *links.items(links.to(request, "items", collection.id), collection.title),
            links.link(
                links.to(request, "schema", collection.id), "describedBy", SCHEMA, "What its features tell"
            ),  # in this spelling GDAL finds it
        ],
        **_extent(collection),
        "itemType": "feature",
        "crs": [CRS84],
    }


def _extent(collection: Collection) -> dict[str, Any]:
    """Of what the public may see, whoever asks; what has no end goes on."""
    extent: dict[str, Any] = {}
    if box := collection.box():
        extent["spatial"] = {"bbox": [list(box)], "crs": CRS84}
    if since := collection.since():
        extent["temporal"] = {"interval": [[f"{since:%Y-%m-%d}T00:00:00Z", None]]}
    return {"extent": extent} if extent else {}


def _up(request: Request, collection: Collection) -> links.Link:
    address = links.to(request, "collection", collection.id)
    return links.link(address, "collection", links.JSON, collection.title)
