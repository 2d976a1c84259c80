"""Counts over what the list of incidents finds: the same parameters, and ``by`` for what they are told apart."""

from collections.abc import Collection
from datetime import date
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api import parameters as parse
from incidents.api.problems import BadParameters
from incidents.api.schema import listing
from incidents.api.views.every import EveryIncident
from incidents.api.views.past import AS_OF, InThePast
from incidents.dashboards import tallies
from incidents.dashboards.buckets import BUCKETS
from incidents.dashboards.counts import DIMENSIONS, Count, Toll, TooMany, whole, with_empty
from incidents.models import Actor, Base, Campaign
from incidents.review.values import countries

FINEST = 15
RECORDS: dict[str, tuple[type[Any], str]] = {
    "actor": (Actor, "key"),
    "base": (Base, "key"),
    "campaign": (Campaign, "pk"),
}
TOLL = {
    "type": "object",
    "required": ["min", "max", "stated", "unknown"],
    "properties": {
        "min": {
            "type": ["integer", "null"],
            "description": "The lower figures added; null where nobody states any.",
        },
        "max": {
            "type": ["integer", "null"],
            "description": "The upper figures added; null where one that states something gives none.",
        },
        "stated": {"type": "integer", "description": "So many incidents state something."},
        "unknown": {"type": "integer", "description": "So many say nothing; they are not taken for 0."},
    },
}
FIGURES = {
    "count": {"type": "integer"},
    "imprecise": {
        "type": "integer",
        "description": "Of those, dated less precisely than the bucket of time they stand in.",
    },
    "killed": TOLL,
    "wounded": TOLL,
}
ANSWER = {
    "type": "object",
    "required": ["by", "total", "results"],
    "properties": {
        "by": {"type": "array", "items": {"type": "string", "enum": list(DIMENSIONS)}},
        "total": {"type": "object", "required": list(FIGURES), "properties": FIGURES},
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "required": list(FIGURES),
                "properties": {
                    **{name: {"type": ["string", "integer", "null"]} for name in DIMENSIONS},
                    **{f"{name}_name": {"type": ["string", "null"]} for name in ("country", *RECORDS)},
                    **FIGURES,
                },
            },
        },
    },
}
BY = listing(
    "by",
    DIMENSIONS,
    "One or two, separated by a comma, not both of time. An incident counts once under each actor, weapon or "
    "campaign that it has; total counts each once.",
    maxItems=2,
    uniqueItems=True,
)
RESOLUTION = OpenApiParameter(
    "resolution",
    {"type": "integer", "minimum": 0, "maximum": FINEST, "default": 3},
    description="Of H3 cells: 0 for the largest, 15 for the smallest. Only with by=h3.",
)


class Stats(InThePast, EveryIncident):
    @property
    def parameters(self) -> tuple[str, ...]:
        return (*super().parameters, "by", "resolution")

    @extend_schema(
        operation_id="stats",
        parameters=[BY, RESOLUTION, AS_OF],
        filters=True,
        responses={200: ANSWER},
        description=(
            "How many incidents there are of what the list of incidents finds with these parameters, and how many "
            "were killed and wounded in them. Buckets of time have rows of 0 where nothing happened; what has no "
            "date stands under null."
        ),
    )
    def get(self, request: Request) -> Response:
        by = self._by()
        with self.then():
            rows, total = self._counted(by)
        told = [_told(name, {row.values[n] for row in rows}) for n, name in enumerate(by)]
        results = [_result(row, told) for row in rows]
        return Response({"by": by, "total": _figures(total), "results": results})

    def _counted(self, by: list[str]) -> tuple[list[Count], Count]:
        found = self.filter_queryset(self.get_queryset())
        chosen = None if self.as_of() else self.asked.chosen  # nobody has kept the tallies of then
        try:
            rows = tallies.count(found, by, chosen=chosen, resolution=self._resolution())
            if set(by) & set(BUCKETS):
                rows = with_empty(rows, by, *self._span())
            return rows, whole(found, by, rows)
        except TooMany:
            raise BadParameters(
                {"by": "expected fewer rows: narrow it by a filter, or by a coarser bucket."}
            ) from None

    def _by(self) -> list[str]:
        names = self.listed("by")
        buckets = [name for name in names if name in BUCKETS]
        if (
            set(names) - DIMENSIONS.keys()
            or len(names) > 2
            or len(set(names)) < len(names)
            or len(buckets) > 1
        ):
            expected = f"expected one or two of {', '.join(DIMENSIONS)}, not two of time"
            raise BadParameters({"by": f"{expected}; not {', '.join(names)[:100]!r}."})
        return names

    def _resolution(self) -> int:
        given = self.request.query_params.get("resolution")
        if given is None:
            return 3
        if "h3" not in self._by():
            raise BadParameters({"resolution": "expected only together with by=h3."})
        if not (given.isascii() and given.isdigit() and len(given) < 3 and int(given) <= FINEST):
            raise BadParameters(
                {"resolution": f"expected a whole number from 0 to {FINEST}; not {given[:100]!r}."}
            )
        return int(given)

    def _span(self) -> tuple[date | None, date | None]:
        """The days asked for, which the filters have read already."""
        asked = self.request.query_params
        return tuple(
            parse.day(asked[name]) if name in asked else None for name in ("date_after", "date_before")
        )


def _result(row: Count, told: list[dict[Any, dict[str, Any]]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for value, words in zip(row.values, told, strict=True):
        result |= words[value]
    return result | _figures(row)


def _told(dimension: str, values: Collection[Any]) -> dict[Any, dict[str, Any]]:
    """How each value stands in the rows: once for all in which it does."""
    if dimension in BUCKETS:
        return {value: {dimension: value and value.isoformat()} for value in values}
    if dimension != "country" and dimension not in RECORDS:
        return {value: {dimension: value} for value in values}
    names = _names(dimension, values)
    return {
        value: dict(zip((dimension, f"{dimension}_name"), names.get(value, (value, None)), strict=True))
        for value in values
    }


def _names(dimension: str, values: Collection[Any]) -> dict[Any, tuple[Any, str]]:
    """Of each value what it is asked for by, and what it is called."""
    if dimension == "country":
        return {code: (code, name) for code, name in countries().items()}
    model, key = RECORDS[dimension]
    rows = model.objects.filter(pk__in={value for value in values if value is not None})
    return {pk: (told, name) for pk, told, name in rows.values_list("pk", key, "name")}


def _figures(row: Count) -> dict[str, Any]:
    return {
        "count": row.incidents,
        "imprecise": row.rough,
        "killed": _toll(row.killed, row.incidents),
        "wounded": _toll(row.wounded, row.incidents),
    }


def _toll(toll: Toll, incidents: int) -> dict[str, int | None]:
    stated = incidents - toll.unknown
    return {
        "min": toll.least if stated else None,
        "max": toll.most if stated and not toll.open else None,
        "stated": stated,
        "unknown": toll.unknown,
    }
