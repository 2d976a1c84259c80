"""Addresses, and what stands behind them."""

from rest_framework.request import Request
from rest_framework.reverse import reverse
from rest_framework.utils.urls import replace_query_param

from incidents.api.ogc.answers import GEOJSON

Link = dict[str, str]
JSON, HTML = "application/json", "text/html"


def link(href: str, rel: str, type: str, title: str) -> Link:
    return {"href": href, "rel": rel, "type": type, "title": title}


def to(request: Request, name: str, *parts: object) -> str:
    return reverse(f"ogc:{name}", args=parts, request=request)


def both(request: Request, *, is_page: bool, type: str = JSON) -> list[Link]:
    """This answer, and the same in the other form."""
    here = request.build_absolute_uri()
    in_json = link(replace_query_param(here, "f", "json"), "alternate", type, "This document as JSON")
    as_page = link(replace_query_param(here, "f", "html"), "alternate", HTML, "This document as a page")
    if is_page:
        return [as_page | {"rel": "self"}, in_json]
    return [in_json | {"rel": "self", "href": here}, as_page]


def items(address: str, title: str) -> list[Link]:
    return [
        link(address, "items", GEOJSON, f"{title} as GeoJSON"),
        link(replace_query_param(address, "f", "html"), "items", HTML, f"{title} as pages"),
    ]
