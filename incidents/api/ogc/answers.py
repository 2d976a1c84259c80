"""In what form an answer goes out: JSON for programs, a page for people. ``f`` says which, or else ``Accept``."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.template.loader import render_to_string
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from incidents.api.problems import BadParameters

GEOJSON = "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json"
SCHEMA = "application/schema+json"


class ByF(DefaultContentNegotiation):
    """Whoever takes anything is given JSON; the order of a view's renderers says so."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        asked = request.query_params.get("f")
        known = list(dict.fromkeys(renderer.format for renderer in renderers))
        if asked is None:
            return super().select_renderer(request, renderers)
        if asked not in known:
            raise BadParameters({"f": f"expected {' or '.join(known)}; not {asked[:100]!r}."})
        chosen = next(renderer for renderer in renderers if renderer.format == asked)
        return chosen, chosen.media_type


class GeoJson(BaseRenderer):
    """``features`` that are texts are GeoJSON already: the database wrote them."""

    media_type = GEOJSON
    format = "json"
    charset = None

    def render(self, data: Any, *args: Any, **kwargs: Any) -> bytes:
        features = data.get("features")
        if features is None:
            return json.dumps(data, ensure_ascii=False).encode()
        head = json.dumps(
            {name: told for name, told in data.items() if name != "features"}, ensure_ascii=False
        )
        return f'{head[:-1]}, "features": [{",".join(features)}]}}'.encode()


class PlainGeoJson(GeoJson):
    """For who takes JSON of no other name."""

    media_type = "application/json"


class OpenApi(JSONRenderer):
    media_type = OPENAPI
    charset = None


class JsonSchema(JSONRenderer):
    media_type = SCHEMA
    charset = None


class Page(BaseRenderer):
    """Everything that the JSON tells, and every link of it."""

    media_type = "text/html"
    format = "html"
    charset = "utf-8"

    def render(
        self, data: Any, media_type: str | None = None, context: Mapping[str, Any] | None = None
    ) -> str:
        request = (context or {})["request"]
        told = dict(data)
        features = [json.loads(each) for each in told.pop("features", [])]
        names = list(features[0]["properties"]) if features else []
        return render_to_string(
            "ogc/page.html",
            {
                "title": told.pop("title", None) or request.path,
                "description": told.pop("description", ""),
                "links": told.pop("links", []),
                "collections": [{**each, "rest": _lines(each)} for each in told.pop("collections", [])],
                "properties": {name: _text(each) for name, each in told.pop("properties", {}).items()},
                "rest": _lines(told),
                "columns": ["feature", "geometry", *names],
                "features": [list(_cells(each, request.path)) for each in features],
            },
        )


def _lines(told: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What has no form of its own, as it stands in the JSON."""
    return [
        (name, _text(value)) for name, value in told.items() if name not in {"title", "description", "links"}
    ]


def _cells(feature: Mapping[str, Any], items: str) -> Iterator[dict[str, Any]]:
    yield {"text": feature["id"], "href": f"{items}/{feature['id']}"}
    yield {"text": _text(feature["geometry"])}
    for value in feature["properties"].values():
        yield {"text": _text(value)}


def _text(value: Any) -> Any:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
