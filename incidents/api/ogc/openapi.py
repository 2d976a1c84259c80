"""What describes these addresses to programs: OpenAPI 3.0, and a JSON Schema of each collection's features."""

import json
from collections.abc import Sequence
from typing import Any

from incidents.api.filters.kinds import Several
from incidents.api.ogc.answers import GEOJSON, OPENAPI, SCHEMA
from incidents.api.ogc.collections import COLLECTIONS, Collection
from incidents.api.ogc.collections.collection import Property
from incidents.api.ogc.paging import MOST, Pages
from incidents.api.problems import MEDIA_TYPE
from incidents.api.schema import PROBLEM

Json = dict[str, Any]
POINT = {
    "type": "object",
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"type": "string", "enum": ["Point"]},
        "coordinates": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
    },
}


def loaded(feature: str) -> Json:
    return json.loads(feature)


def json_schema(collection: Collection, address: str) -> Json:
    """Of one feature, as OpenAPI 3.0 writes it: GDAL takes the types of its fields from here, if each is one word,
    and else from the features that happen to come first.
    """
    told = [each for each in collection.properties if each.name != "id"]  # which GDAL would have twice
    return {"$id": address, "title": collection.title, **_feature(told)}


def document(server: str, title: str, description: str) -> Json:
    paths = {
        "/": _get("landing", "The landing page", "LandingPage", tag="Capabilities"),
        "/conformance": _get("conformance", "What it keeps to", "Conformance", tag="Capabilities"),
        "/api": _get(
            "api", "This document", {"type": "object"}, (OPENAPI, "application/json"), tag="Capabilities"
        ),
        "/collections": _get("collections", "The collections", "Collections"),
    }
    for each in COLLECTIONS.values():
        at, name = f"/collections/{each.id}", each.title
        paths |= {
            at: _get(each.id, name, "Collection"),
            f"{at}/schema": _get(
                f"{each.id}_schema", f"{name}: schema", {"type": "object"}, (SCHEMA, "application/json")
            ),
            f"{at}/items": _get(
                f"{each.id}_items",
                f"{name}: features",
                _features(each),
                (GEOJSON, "application/json", "text/html"),
                _asking(each),
            ),
            f"{at}/items/{{featureId}}": _get(
                f"{each.id}_item",
                f"{name}: one feature",
                {
                    "allOf": [
                        {"$ref": f"#/components/schemas/{each.id}Feature"},
                        _object("links", links=LINKS),
                    ]
                },
                (GEOJSON, "application/json", "text/html"),
                [{"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}],
            ),
        }
    return {
        "openapi": "3.0.3",
        "info": {"title": title, "description": description, "version": "1.0"},
        "servers": [{"url": server}],
        "tags": [{"name": "Capabilities"}, {"name": "Data"}],
        "security": [{}, {"token": []}, {"tokenAsPassword": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "tokenAsPassword": {"type": "http", "scheme": "basic"},
            },
            "schemas": SCHEMAS
            | {f"{each.id}Feature": _feature(each.properties) for each in COLLECTIONS.values()},
        },
    }


def _get(
    operation: str,
    says: str,
    answer: str | Json,
    forms: tuple[str, ...] = ("application/json", "text/html"),
    parameters: list[Json] | None = None,
    *,
    tag: str = "Data",
) -> Json:
    schema = {"$ref": f"#/components/schemas/{answer}"} if isinstance(answer, str) else answer
    formats = ["json", "html"] if "text/html" in forms else ["json"]
    f = _query("f", {"type": "string", "enum": formats}, "In what form; Accept says it as well.")
    content = {form: {"schema": {"type": "string"} if form == "text/html" else schema} for form in forms}
    problem = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "get": {
            "tags": [tag],
            "operationId": operation,
            "summary": says,
            "parameters": [*(parameters or []), f],
            "responses": {
                "200": {"description": says, "content": content},
                "default": {"description": "What was wrong.", "content": problem},
            },
        }
    }


def _asking(collection: Collection) -> list[Json]:
    """A client may take a parameter of a property's name for the property's value: GDAL does."""
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": Pages.page_size}
    asking = [
        _query("limit", limit, "Features to a page."),
        _query("cursor", {"type": "string"}, "Of the link to the next page."),
    ]
    for name, each in collection.filters.base_filters.items():
        schema = each.items
        if isinstance(each, Several):
            schema = {"type": "array", "items": each.items}
        asking.append(_query(name, schema, each.help, explode=isinstance(each, Several)))
    return asking


def _query(name: str, schema: Json, says: str, *, explode: bool = False) -> Json:
    told = {"name": name, "in": "query", "required": False, "description": says, "schema": schema}
    return told | {"style": "form", "explode": explode}


def _feature(told: Sequence[Property]) -> Json:
    properties = {each.name: each.schema for each in told}
    return {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "integer"},
            "geometry": POINT | {"nullable": True},
            "properties": {"type": "object", "required": list(properties), "properties": properties},
        },
    }


def _features(collection: Collection) -> Json:
    return {
        "type": "object",
        "required": ["type", "timeStamp", "numberReturned", "links", "features"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "timeStamp": {"type": "string", "format": "date-time"},
            "numberMatched": {
                "type": "integer",
                "minimum": 0,
                "description": "How many there are on all pages: on the first, if they are not too many to count.",
            },
            "numberReturned": {"type": "integer", "minimum": 0},
            "links": LINKS,
            "features": {
                "type": "array",
                "items": {"$ref": f"#/components/schemas/{collection.id}Feature"},
            },
        },
    }


LINKS = {"type": "array", "items": {"$ref": "#/components/schemas/Link"}}
TEXT = {"type": "string"}


def _object(*required: str, **properties: Json) -> Json:
    return {"type": "object", "required": list(required), "properties": properties}


SCHEMAS: Json = {
    "Link": _object("href", "rel", href=TEXT | {"format": "uri"}, rel=TEXT, type=TEXT, title=TEXT),
    "LandingPage": _object("links", title=TEXT, description=TEXT, links=LINKS),
    "Conformance": _object("conformsTo", conformsTo={"type": "array", "items": TEXT}),
    "Extent": _object(
        spatial=_object(
            "bbox",
            "crs",
            bbox={
                "type": "array",
                "items": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
            },
            crs=TEXT,
        ),
        temporal=_object(
            "interval",
            interval={
                "type": "array",
                "items": {
                    "type": "array",
                    "items": TEXT | {"format": "date-time", "nullable": True},
                    "minItems": 2,
                    "maxItems": 2,
                },
            },
        ),
    ),
    "Collection": _object(
        *("id", "links"),
        id=TEXT,
        title=TEXT,
        description=TEXT,
        links=LINKS,
        extent={"$ref": "#/components/schemas/Extent"},
        itemType=TEXT,
        crs={"type": "array", "items": TEXT},
    ),
    "Collections": _object(
        *("links", "collections"),
        links=LINKS,
        collections={"type": "array", "items": {"$ref": "#/components/schemas/Collection"}},
    ),
    "Problem": PROBLEM,
}
