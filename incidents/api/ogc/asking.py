"""What the standard lets one ask of any collection: ``bbox``, ``datetime``, and the one CRS that there is."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q
from django_filters.rest_framework import FilterSet

from incidents.api import parameters as parse
from incidents.api.filters.kinds import One, with_exclusions
from incidents.dashboards import questions as ask

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CRS84H = "http://www.opengis.net/def/crs/OGC/0/CRS84h"
OPEN = {"", ".."}

Days = tuple[date | None, date | None]


def box(text: str) -> tuple[float, float, float, float]:
    """Four numbers, or six, whose third and sixth are heights: nothing here has one."""
    numbers = text.split(",")
    if len(numbers) != 6:
        return parse.box(text)
    try:
        low, high = float(numbers[2]), float(numbers[5])
    except ValueError:
        low, high = 1.0, 0.0
    if not low <= high:
        raise parse.Unexpected("west,south,lowest,east,north,highest, or the same without heights")
    return parse.box(",".join(numbers[:2] + numbers[3:5]))


def days(text: str) -> Days:
    """An instant, or an interval of which one end may be open. Of a timestamp its UTC day counts: events are known
    by the day at their place."""
    ends = text.split("/")
    try:
        if len(ends) == 1:
            return _day(text), _day(text)
        since, until = (None if end in OPEN else _day(end) for end in ends)
        if since is until is None or (since and until and since > until):
            raise ValueError
    except ValueError:
        raise parse.Unexpected(
            "a timestamp with its zone, 2024-01-20T15:30:00Z, a day, or an interval of them, one end of which may "
            "be open: 2024-01-01/2024-01-31, 2024-01-01/.., ../2024-01-31"
        ) from None
    return since, until


def _day(text: str) -> date:
    return parse.moment(text.upper().removesuffix("T")).date()  # GDAL writes 2024-01-20T for a day


def only_crs84(text: str) -> str:
    if text not in {CRS84, CRS84H}:
        raise parse.Unexpected(CRS84)
    return text


def _nothing_of_its_own(_value: Any, _asked: Any) -> Q:
    return Q()


def answering(
    *, has_point: Q, during: Callable[[date | None, date | None], Q]
) -> Callable[[type[FilterSet]], type[FilterSet]]:
    """To the filters of a collection, those of the standard. ``during`` is what it takes to be of those days.

    What has no place, or no day, is found by every box and every interval: so the standard has it, and it may
    well have been there.
    """
    crs = {"type": "string", "format": "uri", "enum": [CRS84, CRS84H]}
    those = {
        "bbox": One(
            box,
            lambda corners, _asked: ask.inside(corners) | ~has_point,
            schema={"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6},
            help="west,south,east,north in degrees; six numbers with heights, which are not looked at. With west "
            "> east the box crosses the antimeridian. What has no point is found as well.",
        ),
        "datetime": One(
            days,
            lambda interval, _asked: during(*interval),
            help="An instant, or an interval, of which one end may be open: 2024-01-01/2024-01-31, 2024-01-01/.., "
            "../2024-01-31. Of a timestamp its UTC day counts. What has no day is found as well.",
        ),
        "bbox-crs": One(only_crs84, _nothing_of_its_own, schema=crs, help="There is only CRS84."),
        "crs": One(only_crs84, _nothing_of_its_own, schema=crs, help="There is only CRS84."),
    }

    def with_those(filters: type[FilterSet]) -> type[FilterSet]:
        with_exclusions(filters)
        for name, each in those.items():
            each.field_name = name
            filters.base_filters[name] = each
        return filters

    return with_those
