"""Checks that several models share."""

from django.db.models import CheckConstraint, F, Index, Q


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


def within(west: float, south: float, east: float, north: float) -> Q:
    """As ranges and not as a box, of which PostgreSQL always expects the thousandth part of all rows: of a crowded
    one it would then gather and sort a hundred thousand for a page of fifty."""
    return Q(latitude__gte=south, latitude__lte=north, longitude__gte=west, longitude__lte=east)


def point_index() -> Index:
    return Index(fields=["latitude", "longitude"], name="%(class)s_by_point")
