"""Versions of our events for the clients of UCDP's API. Ours, in the shape of theirs."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import Max, Q
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.views import APIView

from incidents.api import parameters as parse
from incidents.api.authentication import BearerToken, HeaderOfUcdp, Session
from incidents.api.filters.strict import no_such
from incidents.api.problems import BadParameters, UnknownParameters, as_problem
from incidents.api.views.projections import Projection
from incidents.models import GedVersion

LARGEST = 1000
NO_OTHERS = "Nothing is at this address: there are gedevents/<version>, and no other data sets."


def as_ucdp_says(exc: Exception, context: dict[str, Any]) -> Response:
    answer = as_problem(exc, context)
    problem = answer.data
    answer.data = {"Message": problem["detail"], "Status": problem["status"], "Type": problem["type"]}
    answer.content_type = "application/json"
    return answer


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise parse.Unexpected("whole numbers, separated by commas")
    return int(text)


def _numbers(column: str) -> Callable[[str], Q]:
    return lambda text: Q(**{f"{column}__in": [_number(each.strip()) for each in text.split(",")]})


def _actor(text: str) -> Q:
    numbers = [_number(each.strip()) for each in text.split(",")]
    return Q(side_a__in=numbers) | Q(side_b__in=numbers)


def _day(lookup: str) -> Callable[[str], Q]:
    def condition(text: str) -> Q:
        day: date = parse.day(text)
        return Q(**{f"date_end__{lookup}": day})

    return condition


def _box(text: str) -> Q:
    """``south west,north east``, as UCDP writes it."""
    try:
        (south, west), (north, east) = (map(float, corner.split()) for corner in text.split(","))
        if not (-90 <= south <= north <= 90 and -180 <= west <= east <= 180):
            raise ValueError(text)
    except ValueError:
        raise parse.Unexpected(
            "latitude longitude,latitude longitude of two corners, the lower first"
        ) from None
    return Q(latitude__range=(south, north), longitude__range=(west, east))


FILTERS: dict[str, Callable[[str], Q]] = {
    "id": _numbers("number"),
    "country": _numbers("country"),
    "geography": _box,
    "startdate": _day("gte"),
    "enddate": _day("lte"),
    "typeofviolence": _numbers("type_of_violence"),
    "dyad": _numbers("dyad"),
    "actor": _actor,
    "key": lambda text: Q(key__in=[each.strip() for each in text.split(",")]),
}
"""By parameter, in small letters: clients write them as they like."""
PAGES = ("page", "pagesize", "allevents")


class UcdpShaped(Projection, APIView):
    projection = "ucdp"
    authentication_classes = [BearerToken, HeaderOfUcdp, Session]

    def get_exception_handler(self) -> Callable[..., Response]:
        return as_ucdp_says


@extend_schema(exclude=True)
class GedEvents(UcdpShaped):
    """Pages are counted from 0; who follows NextPageUrl need not know."""

    def get(self, request: Request, resource: str, version: str) -> HttpResponse:
        if resource.lower() != "gedevents":
            raise NotFound(NO_OTHERS)
        asked = self.asked()
        rows = self.version(version).rows.filter(*conditions(asked))
        page, size = _whole(asked, "page", 0, least=0), _whole(asked, "pagesize", 100, least=1, most=LARGEST)
        if not asked.keys() & FILTERS.keys() and not rows.hidden().exists():
            # positions are without a gap: a page is a stretch of them, however far down
            total = rows.aggregate(last=Max("position"))["last"] or 0
            rows = rows.filter(position__gt=page * size, position__lte=(page + 1) * size).order_by("position")
        else:
            total = rows.shown().count()
            rows = rows.shown().order_by("position")[page * size : (page + 1) * size]
        pages = -(-total // size)
        head = {
            "TotalCount": total,
            "TotalPages": pages,
            "PreviousPageUrl": self.address(page - 1) if 0 < page <= pages else "",
            "NextPageUrl": self.address(page + 1) if page + 1 < pages else "",
        }
        told = ",\n".join(rows.values_list("row", flat=True))
        return HttpResponse(
            f'{json.dumps(head)[:-1]}, "Result": [{told}]}}\n', content_type="application/json"
        )

    def asked(self) -> dict[str, str]:
        given = self.request.query_params
        known = [*PAGES, *FILTERS]
        if strangers := {name: no_such(name, known) for name in given if name.lower() not in known}:
            raise UnknownParameters(strangers)
        errors = {}
        for name, values in given.lists():
            if len(values) > 1:
                errors[name] = "expected once."
            elif not values[0] or "\x00" in values[0]:
                errors[name] = "expected a value, without null characters."
        if errors:
            raise BadParameters(errors)
        return {name.lower(): value for name, value in given.items()}

    def version(self, name: str) -> GedVersion:
        if found := GedVersion.objects.filter(name=name).first():
            return found
        names = ", ".join(GedVersion.objects.values_list("name", flat=True)) or "none yet"
        raise NotFound(f"There is no version {name} here. There are: {names}.")

    def address(self, page: int) -> str:
        address = self.request.build_absolute_uri()
        for name in self.request.query_params:
            if name.lower() == "page":
                address = remove_query_param(address, name)
        return replace_query_param(address, "page", page)


def conditions(asked: Mapping[str, str]) -> list[Q]:
    found, errors = [], {}
    for name in asked.keys() & FILTERS.keys():
        try:
            found.append(FILTERS[name](asked[name]))
        except parse.Unexpected as expected:
            errors[name] = f"expected {expected}; not {asked[name][:100]!r}."
    everything = asked.get("allevents", "false").lower()
    if everything not in {"true", "false"}:
        errors["allevents"] = "expected true or false."
    if errors:
        raise BadParameters(errors)
    return found if everything == "true" else [*found, Q(is_deadly=True)]


def _whole(asked: Mapping[str, str], name: str, default: int, *, least: int, most: int = 10**6) -> int:
    given = asked.get(name, str(default))
    try:
        return parse.whole(given, least, most)
    except parse.Unexpected as expected:
        raise BadParameters({name: f"expected {expected}; not {given[:100]!r}."}) from None


@extend_schema(exclude=True)
class UcdpNowhere(UcdpShaped):
    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound(NO_OTHERS)
