"""Counts by what is tallied as it changes, where the question allows it; else of the incidents themselves.

Tallies tell of whole months, days or points, and of what everybody may see. What else there is, little as a rule,
is counted as ever and added: incidents that are restricted or under an embargo, where one may see them, and those
of months that the dates asked for cut in two. So the figures are those of the list to the last incident.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from operator import add
from typing import Any

from django.db import connection, transaction
from django.db.models import BigIntegerField, DateField, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce, NullIf, Trunc
from h3 import int_to_str, latlng_to_cell, str_to_int

from incidents.dashboards import counts
from incidents.dashboards.buckets import BUCKETS, buckets
from incidents.dashboards.counts import (
    MOST,
    NONE,
    Count,
    Toll,
    TooMany,
    counted,
    in_order,
    least_rough,
)
from incidents.models import Tally
from incidents.models.incidents import GUARDED, IncidentQuerySet
from incidents.models.tallies import FOLD, RECOUNT
from incidents.vocabulary import Tallied

FINEST = 15
AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Kind:
    """``tells`` of these; incidents may be chosen by the columns that ``narrows`` names, and by their day unless
    there is no ``bucket``.
    """

    kind: Tallied
    tells: frozenset[str]
    narrows: frozenset[str]
    bucket: str = ""


TYPES = frozenset({"disorder_type", "event_type", "sub_event_type"})
MONTHS = frozenset({"month", "quarter", "year"})
KINDS = (  # the fewest first
    Kind(Tallied.COUNTRY, MONTHS | {"country"}, frozenset({"country"}), bucket="month"),
    Kind(
        Tallied.MONTH,
        MONTHS | TYPES | {"country"},
        TYPES | {"country"},
        bucket="month",
    ),
    Kind(Tallied.DAY, frozenset({*BUCKETS, "country"}), frozenset({"country"}), bucket="day"),
    Kind(Tallied.BASE, frozenset({"base", "country"}), frozenset({"base", "country"})),
    Kind(
        Tallied.POINT,
        frozenset({"h3", "country", "admin1"}),
        frozenset({"country", "admin1", "bbox", "near"}),
    ),
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """By what incidents were chosen: ``by`` name, as conditions that hold of a tally as well; and their days."""

    by: Mapping[str, Q] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None


def count(
    found: IncidentQuerySet, by: Sequence[str] = (), *, chosen: Chosen | None, resolution: int = 3
) -> list[Count]:
    """As ``counts.count`` of the incidents found. ``chosen`` is how they were, of those that are published; None
    where that is not to be told so.
    """
    kind, span = _fitting(by, chosen) if chosen else (None, None)
    if not chosen or not kind or not span:
        return counts.count(found, by, resolution=resolution)
    apart = [found.filter(GUARDED)]
    if chosen.since:
        apart.append(found.exclude(GUARDED).filter(sort_date__lt=span[0]))
    if chosen.until and chosen.until != span[1]:
        apart.append(found.exclude(GUARDED).filter(sort_date__gt=span[1]))
    rows = _told(kind, by, chosen, span, resolution)
    for few in apart:
        rows += counts.count(few, by, resolution=resolution)
    return _joined(rows, by)


def number(found: IncidentQuerySet, *, chosen: Chosen | None) -> int:
    """How many were found."""
    if chosen and _fitting((), chosen)[1]:
        return count(found, chosen=chosen)[0].incidents
    return found.order_by().count()


Span = tuple[date | None, date | None]


def _fitting(by: Sequence[str], chosen: Chosen) -> tuple[Kind | None, Span | None]:
    """Rather one that cuts nothing in two."""
    has_days = chosen.since or chosen.until
    asked = {name.removeprefix("not_") for name in chosen.by}
    fitting = [
        (kind, _whole(kind.bucket, chosen.since, chosen.until))
        for kind in KINDS
        if kind.tells.issuperset(by) and kind.narrows.issuperset(asked) and (kind.bucket or not has_days)
    ]
    exact = [each for each in fitting if each[1] == (chosen.since, chosen.until)]
    return next(iter(exact or fitting), (None, None))


def _whole(bucket: str, since: date | None, until: date | None) -> Span | None:
    """The first and the last day of what lies between the two in whole buckets; None if there is none."""
    first, last = since, until
    try:
        if since and bucket == "month" and since.day > 1:
            first = [*buckets("month", since, since + timedelta(31))][1]
        if until and bucket == "month" and until.day < monthrange(until.year, until.month)[1]:
            last = until.replace(day=1) - timedelta(1)
    except OverflowError:  # the first month that there is, or the last
        return None
    return None if first and last and first > last else (first, last)


def _told(kind: Kind, by: Sequence[str], chosen: Chosen, span: Span, resolution: int) -> list[Count]:
    tallies = Tally.objects.filter(*chosen.by.values(), kind=kind.kind).order_by()
    if chosen.since or chosen.until:
        tallies = tallies.filter(day__isnull=False)
    if span[0]:
        tallies = tallies.filter(day__gte=span[0])
    if span[1]:
        tallies = tallies.filter(day__lte=span[1])
    if "h3" not in by:
        return _summed(tallies, [_value(kind, name) for name in by], by)
    at = by.index("h3")
    others = [_value(kind, name) for name in by if name != "h3"]
    rows = []
    for row in _summed(tallies.exclude(cells=None), [*others, F(f"cells__{resolution}")], by):
        *values, cell = row.values
        rows.append((row, values, int_to_str(cell)))
    for row in _summed(tallies.filter(cells=None), [*others, F("latitude"), F("longitude")], by):
        *values, latitude, longitude = row.values
        cell = None if latitude is None else latlng_to_cell(latitude, longitude, resolution)
        rows.append((row, values, cell))
    return [row._replace(values=(*values[:at], cell, *values[at:])) for row, values, cell in rows]


def _value(kind: Kind, name: str) -> Any:
    if name == kind.bucket:
        return F("day")
    if name in BUCKETS:
        return Cast(Trunc("day", name, output_field=DateField()), DateField())
    return F("base_id") if name == "base" else NullIf(F(name), Value(""))


def _summed(tallies: QuerySet[Tally], values: Sequence[Any], by: Sequence[str]) -> list[Count]:
    """Read as they come: for thousands of rows what Django would convert takes longer than the adding up."""
    named = {f"v{n}": value for n, value in enumerate(values)} or {"all": Value(True)}
    rough = ("to_the_week", "to_the_month", "to_the_year")[least_rough(by) :]
    is_rough = reduce(add, map(F, rough), Value(0))
    tolls = (f"{kind}_{end}" for kind in ("killed", "wounded") for end in Toll._fields)
    sums = [_sum(each) for each in (F("incidents"), is_rough, *map(F, tolls))]
    rows = (
        tallies.annotate(**named).values(*named).annotate(**{f"sum{n}": each for n, each in enumerate(sums)})
    )
    with connection.cursor() as cursor:
        cursor.execute(*rows.query.sql_with_params())
        return [counted(row[: len(values)], row[len(named) :]) for row in cursor.fetchall()]


def _sum(figure: Any) -> Cast:
    return Cast(Coalesce(Sum(figure, output_field=BigIntegerField()), 0), BigIntegerField())


def _joined(rows: Iterable[Count], by: Sequence[str]) -> list[Count]:
    found: dict[tuple[Any, ...], Count] = {}
    for row in rows:
        found[row.values] = found[row.values].joined(row) if row.values in found else row
    if not by:
        return list(found.values()) or [Count((), 0, 0, NONE, NONE)]
    left = [
        row for row in found.values() if row.incidents
    ]  # of a point some were taken away, and all of others
    if len(left) > MOST:
        raise TooMany
    return in_order(left)


# --- keeping them ---------------------------------------------------------------------------------


def fold() -> None:
    """One tally of all that have the same key, and their cells, which PostgreSQL cannot tell."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FOLD)
    bare = Tally.objects.filter(kind=Tallied.POINT, is_folded=True, cells=None, latitude__isnull=False)
    while some := list(bare.only("latitude", "longitude", "cells")[:AT_ONCE]):
        for tally in some:
            tally.cells = [
                str_to_int(latlng_to_cell(tally.latitude, tally.longitude, each))
                for each in range(FINEST + 1)
            ]
        Tally.objects.bulk_update(some, ["cells"])


def recount() -> None:
    """All of them anew, while nobody changes an incident."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(RECOUNT)
    fold()
