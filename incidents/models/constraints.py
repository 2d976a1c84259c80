"""Checks that several models share."""

from django.contrib.postgres.indexes import GistIndex, OpClass
from django.db.models import BooleanField, CheckConstraint, F, Func, Q, Value


def counts(name: str, low: str, high: str) -> list[CheckConstraint]:
    """Promise 1 for a min/max pair: each null or >= 0, and min <= max where both are known."""
    return [
        CheckConstraint(
            name=f"%(class)s_{name}_is_a_range",
            condition=(Q(**{f"{low}__isnull": True}) | Q(**{f"{low}__gte": 0}))
            & (Q(**{f"{high}__isnull": True}) | Q(**{f"{high}__gte": 0}))
            & (
                Q(**{f"{low}__isnull": True}) | Q(**{f"{high}__isnull": True}) | Q(**{f"{low}__lte": F(high)})
            ),
            violation_error_message=f"{low} and {high}: expected numbers >= 0, the first not above the second.",
        )
    ]


def on_earth(*, nullable: bool) -> list[CheckConstraint]:
    # "is not null" in so many words: a check that comes out null would let a half-given point pass
    inside = Q(
        latitude__isnull=False,
        longitude__isnull=False,
        latitude__range=(-90, 90),
        longitude__range=(-180, 180),
    )
    unknown = Q(latitude__isnull=True, longitude__isnull=True)
    return [
        CheckConstraint(
            name="%(class)s_is_on_earth",
            condition=inside | unknown if nullable else inside,
            violation_error_message=(
                "latitude and longitude: expected -90 to 90 and -180 to 180"
                + (", or both empty." if nullable else ".")
            ),
        )
    ]


def in_order(name: str, start: str, end: str) -> CheckConstraint:
    return CheckConstraint(
        name=f"%(class)s_{name}_in_order",
        condition=Q(**{f"{start}__isnull": True})
        | Q(**{f"{end}__isnull": True})
        | Q(**{f"{end}__gte": F(start)}),
        violation_error_message=f"{end}: expected a day on or after {start}.",
    )


class Point(Func):
    """PostgreSQL's own point(x, y): boxes by GiST without PostGIS."""

    function = "point"


class Within(Func):
    """point <@ box: what PostgreSQL's GiST index on the point answers."""

    template = "%(expressions)s"
    arg_joiner = " <@ "
    conditional = True

    def __init__(self, west: float, south: float, east: float, north: float):
        corners = (Func(Value(x), Value(y), function="point") for x, y in ((west, south), (east, north)))
        super().__init__(
            Point(F("longitude"), F("latitude")), Func(*corners, function="box"), output_field=BooleanField()
        )


def point_index() -> GistIndex:
    return GistIndex(OpClass(Point(F("longitude"), F("latitude")), name="point_ops"), name="%(class)s_point")
