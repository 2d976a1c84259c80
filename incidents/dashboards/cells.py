"""A long list as few points. Where they would be too many, neighbours are one, so that nothing is left out."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor

from django.core.exceptions import EmptyResultSet
from django.db import connection

from incidents.dashboards.points import MOST, ROUGH
from incidents.models.incidents import IncidentQuerySet

FINEST, COARSER, GROWS = 0.01, 0.1, 2
"""Degrees: what is a point of its own; the first size of areas, and how they grow until they are few enough."""

Point = tuple[float, float, str, int, int]
"""latitude, longitude, name, how many, how many of them roughly."""


@dataclass(frozen=True, slots=True)
class Cell:
    """An area, and the ``name`` of the place in it where most happened, one of ``places``. ``box`` is
    west,south,east,north of all that is in it, and of nothing that is in another."""

    latitude: float
    longitude: float
    name: str
    count: int
    rough: int
    places: int
    box: str


@dataclass(frozen=True, slots=True)
class Plotted:
    """``total``: how many were looked at; ``unlocated``: how many of these have no point. ``is_cut``: the list
    goes on."""

    cells: list[Cell]
    total: int = 0
    unlocated: int = 0
    is_cut: bool = False


GROUPED = """
    WITH found AS MATERIALIZED ({found})
    SELECT round(i.latitude::numeric, 2)::float AS lat, round(i.longitude::numeric, 2)::float AS lon,
        max(i.place_name), count(*), count(*) FILTER (WHERE i.geo_precision = ANY(%s)),
        (SELECT count(*) FROM found)
    FROM (SELECT id FROM found LIMIT %s) AS first JOIN incidents_incident AS i ON i.id = first.id
    GROUP BY 1, 2 ORDER BY 4 DESC, 1, 2
"""


def plotted(found: IncidentQuerySet, looked_at: int) -> Plotted:
    """The first ``looked_at`` of the list, in its order. Which these are indexes tell, where they can: then only
    these are read, and not all among which they are the first."""
    asked = found.values("id")[: looked_at + 1]
    try:
        sql, parameters = asked.query.sql_with_params()
    except EmptyResultSet:
        return Plotted([])
    with connection.cursor() as cursor:
        cursor.execute(GROUPED.format(found=sql), [*parameters, [str(each) for each in ROUGH], looked_at])
        rows = cursor.fetchall()
    located = [row[:5] for row in rows if row[0] is not None]
    return Plotted(
        _few(located),
        total=sum(row[3] for row in rows),
        unlocated=sum(row[3] for row in rows if row[0] is None),
        is_cut=bool(rows) and rows[0][5] > looked_at,
    )


def _few(points: Sequence[Point]) -> list[Cell]:
    if len(points) <= MOST:
        return [_cell([point]) for point in points]
    size = COARSER
    while len(cells := _areas(points, size)) > MOST and size < 360:
        size *= GROWS
    return sorted((_cell(cell) for cell in cells), key=lambda cell: -cell.count)


def _areas(points: Iterable[Point], size: float) -> list[list[Point]]:
    areas: dict[tuple[int, int], list[Point]] = defaultdict(list)
    for point in points:
        areas[floor(point[0] / size), floor(point[1] / size)].append(point)
    return list(areas.values())


def _cell(points: list[Point]) -> Cell:
    """Drawn at its fullest place, which comes first: there something happened, and in its middle perhaps not."""
    latitude, longitude, name, _n, _rough = points[0]
    south, west = (min(point[axis] for point in points) for axis in (0, 1))
    north, east = (max(point[axis] for point in points) for axis in (0, 1))
    (west_edge, _), (_, east_edge) = _edges(west), _edges(east)
    (south_edge, _), (_, north_edge) = _edges(south), _edges(north)
    return Cell(
        latitude,
        longitude,
        name,
        count=sum(point[3] for point in points),
        rough=sum(point[4] for point in points),
        places=len(points),
        box=f"{west_edge},{south_edge},{east_edge},{north_edge}",
    )


def _edges(degrees: float) -> tuple[str, str]:
    """Of what is rounded to it: the database rounds halves away from 0."""
    near, far = abs(degrees) - FINEST / 2, abs(degrees) + FINEST / 2 - 1e-7
    if degrees > 0:
        return f"{near:.3f}", f"{far:.7f}"
    return (f"{-far:.7f}", f"{-near:.3f}") if degrees else (f"{-far:.7f}", f"{far:.7f}")
