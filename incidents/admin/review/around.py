"""Places and bases within what the map shows, so that a point has something to lie beside."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from incidents.models import Base, Place

MOST_PLACES, MOST_BASES = 60, 40
WIDEST = 20.0
"""Degrees: on a map of a continent there would be nothing to see but names."""


@require_GET
def show(request: HttpRequest) -> JsonResponse:
    """GeoJSON of places and bases in ``?box=west,south,east,north``; of nothing where that is too wide."""
    if not request.user.has_perm("incidents.view_place") or not request.user.has_perm("incidents.view_base"):
        raise PermissionDenied
    box = _box(request.GET.get("box", ""))
    found = [*_places(box), *_bases(box)] if box else []
    return JsonResponse({"type": "FeatureCollection", "features": found})


def _box(typed: str) -> dict[str, tuple[float, float]] | None:
    try:
        west, south, east, north = (float(each) for each in typed.split(","))
    except ValueError:
        return None
    if not (0 < east - west <= WIDEST and -90 <= south < north <= 90):
        return None
    return {"longitude__range": (west, east), "latitude__range": (south, north)}


def _places(box: dict[str, Any]) -> list[dict[str, Any]]:
    rows = Place.objects.filter(**box).order_by("-population", "id")[:MOST_PLACES]
    return [_feature("place", *row) for row in rows.values_list("name", "longitude", "latitude")]


def _bases(box: dict[str, Any]) -> list[dict[str, Any]]:
    rows = Base.objects.filter(**box).order_by("name", "id")[:MOST_BASES]
    return [_feature("base", *row) for row in rows.values_list("name", "longitude", "latitude")]


def _feature(kind: str, name: str, longitude: float, latitude: float) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [longitude, latitude]}
    return {"type": "Feature", "properties": {"kind": kind, "name": name}, "geometry": point}
