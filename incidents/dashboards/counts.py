"""How many incidents there were, and how many were hurt in them, by one or two of their properties.

The incidents come as a queryset: what it finds is what is counted, each once under each value that it has. Figures
are the incidents' own, which people chose; what rival sources say is never added. Lower bounds are added where
something is stated, upper ones only where every incident that states something gives one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from h3 import latlng_to_cell

from incidents.dashboards.buckets import BUCKETS, buckets
from incidents.models.incidents import IncidentQuerySet

MOST = 20_000
MOST_POINTS = 200_000
"""Rows; more is no answer to a question."""


class TooMany(ValueError):
    pass


@dataclass(frozen=True, slots=True)
class Dimension:
    """``column`` of the incident or of ``rows`` below it, which are (table, column of the incident)."""

    name: str
    column: str
    rows: tuple[str, str] | None = None

    @property
    def is_time(self) -> bool:
        return self.name in BUCKETS


DIMENSIONS = {
    each.name: each
    for each in (
        *(Dimension(bucket, "date_start") for bucket in BUCKETS),
        Dimension("country", "country"),
        Dimension("admin1", "admin1"),
        Dimension("disorder_type", "disorder_type"),
        Dimension("event_type", "event_type"),
        Dimension("sub_event_type", "sub_event_type"),
        Dimension("base", "base_id"),
        Dimension("actor", "actor_id", ("incidents_participation", "incident_id")),
        Dimension("weapon", "category", ("incidents_weaponuse", "incident_id")),
        Dimension("campaign", "campaign_id", ("incidents_campaign_incidents", "incident_id")),
        Dimension("h3", "latitude"),
    )
}
COLUMNS = (
    *("pk", "date_start", "date_precision", "country", "admin1", "disorder_type", "event_type"),
    *("sub_event_type", "base_id", "latitude", "longitude"),
    *("killed_min", "killed_max", "wounded_min", "wounded_max"),
)


class Toll(NamedTuple):
    """``unknown`` incidents say nothing; ``open`` ones give no upper bound."""

    least: int
    most: int
    open: int
    unknown: int

    def joined(self, other: "Toll") -> "Toll":
        return Toll(*map(sum, zip(self, other, strict=True)))


class Count(NamedTuple):
    """``values`` are those of the dimensions asked for, None where an incident has none.

    ``rough``: so many of the incidents are known less precisely than the bucket of time they stand in.
    """

    values: tuple[Any, ...]
    incidents: int
    rough: int
    killed: Toll
    wounded: Toll

    def joined(self, other: "Count") -> "Count":
        """Of other incidents, under the same values."""
        return Count(
            self.values,
            self.incidents + other.incidents,
            self.rough + other.rough,
            self.killed.joined(other.killed),
            self.wounded.joined(other.wounded),
        )


NONE = Toll(0, 0, 0, 0)


def count(found: IncidentQuerySet, by: Sequence[str] = (), *, resolution: int = 3) -> list[Count]:
    """In the order of the values; ``resolution`` is that of H3 cells, 0 to 15. Raises ``TooMany`` where there are
    more than ``MOST`` rows, or ``MOST_POINTS`` to make cells of.
    """
    dimensions = [DIMENSIONS[name] for name in by]
    try:
        sql, told = found.order_by().values_list(*COLUMNS).query.sql_with_params()
    except EmptyResultSet:
        return [] if by else [Count((), 0, 0, NONE, NONE)]
    values = [_value(each) for each in dimensions]
    names = [f"v{n}" for n in range(len(values))]
    most = MOST_POINTS if "h3" in by else MOST
    chosen = "".join(f"{value} AS {name}, " for value, name in zip(values, names, strict=True))
    grouped = f"GROUP BY {', '.join(names)} ORDER BY {', '.join(names)} LIMIT {most + 1}" if names else ""
    statement = (
        f"SELECT {chosen} count(*), count(*) FILTER (WHERE {_is_rough(by)}),"  # noqa: S608 -- our own words
        f" {_toll('killed')}, {_toll('wounded')}"
        f" FROM ({sql}) AS found ({', '.join(_named(COLUMNS))}) {' '.join(map(_joined, dimensions))} {grouped}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
        rows = cursor.fetchall()
    if len(rows) > most:
        raise TooMany
    n = len(names)
    counts = [counted(row[:n], row[n:]) for row in rows]
    return _in_cells(counts, by.index("h3"), resolution) if "h3" in by else counts


def counted(values: tuple[Any, ...], figures: Sequence[int]) -> Count:
    """Of figures as SQL tells them: incidents, rough, killed, wounded."""
    return Count(values, figures[0], figures[1], Toll(*figures[2:6]), Toll(*figures[6:10]))


def whole(found: IncidentQuerySet, by: Sequence[str], rows: Sequence[Count]) -> Count:
    """Each incident once, of what ``count`` made of them: only where one stands under several values, as of actors
    and weapons, are they counted anew."""
    single = [name for name in by if not DIMENSIONS[name].rows]
    if len(single) < len(by):
        rows = count(found, [name for name in single if name in BUCKETS])
    if not rows:
        return Count((), 0, 0, NONE, NONE)
    _values, incidents, rough, killed, wounded = zip(*rows, strict=True)
    tolls = (Toll(*map(sum, zip(*each, strict=True))) for each in (killed, wounded))
    return Count((), sum(incidents), sum(rough), *tolls)


def _in_cells(counts: list[Count], at: int, resolution: int) -> list[Count]:
    """Points of one cell as one row. Cells are sought once for each point, which are far fewer than incidents."""
    found: dict[tuple[Any, ...], Count] = {}
    for row in counts:
        point = row.values[at]
        cell = latlng_to_cell(*point, resolution) if point else None
        values = (*row.values[:at], cell, *row.values[at + 1 :])
        other = found.get(values)
        found[values] = other.joined(row) if other else row._replace(values=values)
    if len(found) > MOST:
        raise TooMany
    return in_order(found.values())


def in_order(rows: Iterable[Count]) -> list[Count]:
    """By their values; what has none comes last."""
    rows = list(rows)
    if any(None in row.values for row in rows):
        return sorted(rows, key=lambda row: [(value is None, value) for value in row.values])
    return sorted(rows, key=attrgetter("values"))


def _named(columns: Iterable[str]) -> list[str]:
    return ["id" if column == "pk" else column for column in columns]


def _value(dimension: Dimension) -> str:
    if dimension.is_time:
        return f"date_trunc('{dimension.name}', date_start)::date"
    if dimension.rows:
        return f"{dimension.name}_of.value"
    if dimension.name == "h3":
        return "CASE WHEN latitude IS NOT NULL THEN ARRAY[latitude, longitude] END"  # a cell once it is read
    return f"NULLIF({dimension.column}, '')" if dimension.column != "base_id" else "base_id"


def _joined(dimension: Dimension) -> str:
    """An incident that has a value twice, an actor in two roles, still counts once under it."""
    if not dimension.rows:
        return ""
    table, incident = dimension.rows
    return (
        f"LEFT JOIN LATERAL (SELECT DISTINCT {dimension.column} AS value FROM {table}"  # noqa: S608 -- likewise
        f" WHERE {incident} = found.id AND {dimension.column} IS NOT NULL) AS {dimension.name}_of ON true"
    )


FINER = {"day": 0, "week": 1, "month": 2, "quarter": 3, "year": 3}


def least_rough(by: Sequence[str]) -> int:
    """Of week, month and year the place of the first precision that is too rough for the finest bucket; 3 if
    none is."""
    return min((FINER[name] for name in by if name in FINER), default=3)


def _is_rough(by: Sequence[str]) -> str:
    coarser = ("week", "month", "year")[least_rough(by) :]
    return f"date_precision = ANY(ARRAY[{', '.join(repr(each) for each in coarser)}]::text[])"


def _toll(kind: str) -> str:
    low, high = f"{kind}_min", f"{kind}_max"
    says = f"({low} IS NOT NULL OR {high} IS NOT NULL)"
    return (
        f"coalesce(sum({low}), 0), coalesce(sum({high}), 0),"
        f" count(*) FILTER (WHERE {says} AND {high} IS NULL), count(*) FILTER (WHERE NOT {says})"
    )


# --- buckets in which nothing happened ------------------------------------------------------------


def with_empty(
    rows: Sequence[Count], by: Sequence[str], first: date | None, last: date | None
) -> list[Count]:
    """With a row of nothing for each bucket, between the first and the last, in which nothing happened."""
    at = next((n for n, name in enumerate(by) if name in BUCKETS), None)
    days = [row.values[at] for row in rows if at is not None and row.values[at]]
    if at is None or not (days or (first and last)):
        return list(rows)
    span = list(islice(buckets(by[at], first or min(days), last or max(days)), MOST + 1))
    others = {row.values[:at] + row.values[at + 1 :] for row in rows} or {()}
    if len(span) * len(others) > MOST:
        raise TooMany
    held = {row.values for row in rows}
    every = ((*other[:at], day, *other[at:]) for day in span for other in others)
    empty = [Count(values, 0, 0, NONE, NONE) for values in every if values not in held]
    return in_order([*rows, *empty]) if empty else list(rows)
