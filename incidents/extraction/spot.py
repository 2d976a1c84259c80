"""Where on the map an event lies, and how exactly that is known: "some 20 km west of Kirkuk" is not Kirkuk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin

from incidents.extraction.records import BaseMention, PlaceMention
from incidents.extraction.scene import Where
from incidents.gazetteer.records import Base, Country
from incidents.vocabulary import GeoPrecision, PlaceKind

_KM_A_DEGREE = 111.2
_BEARINGS = {"N": 0, "NE": 45, "E": 90, "SE": 135, "S": 180, "SW": 225, "W": 270, "NW": 315}


@dataclass(frozen=True, slots=True)
class Spot:
    country: str = ""
    admin1: str = ""
    time_zone: str = ""
    latitude: float | None = None
    longitude: float | None = None
    precision: GeoPrecision = GeoPrecision.UNKNOWN


def spot(found: Sequence[Where]) -> Spot:
    """``found`` are the event's places, the most telling first; that one's own position, or that of the known
    place around it.
    """
    best = found[0]
    position = next((w for w in found if is_position(w) and _together(w, best)), None)
    if position is not None:
        return _at(position, GeoPrecision.EXACT)
    if best.entry is not None:
        return _moved(best, _precision(best))
    around = _around(best, found)
    if around is None:
        precision = GeoPrecision.COUNTRY if best.country else GeoPrecision.UNKNOWN
        return Spot(country=best.country, precision=precision)
    precision = _precision(around)
    return _moved(around, GeoPrecision.NEAR if precision is GeoPrecision.EXACT else precision)


def is_position(where: Where) -> bool:
    return isinstance(where.mention, PlaceMention) and where.mention.said_to_be == "position"


def _together(a: Where, b: Where) -> bool:
    return a.mention.sentence == b.mention.sentence


def _around(best: Where, found: Sequence[Where]) -> Where | None:
    """The known place an unlisted one lies in or near: said in the same sentence, the finest, behind it sooner
    than before it.
    """
    known = [
        w for w in found if w.entry is not None and _together(w, best) and best.country in ("", w.country)
    ]
    return min(known, key=lambda w: (-w.fineness, w.mention.span < best.mention.span), default=None)


def _at(where: Where, precision: GeoPrecision) -> Spot:
    entry = where.entry
    if entry is None or isinstance(entry, Country):
        return Spot(
            country=where.country,
            latitude=entry.latitude if entry else None,
            longitude=entry.longitude if entry else None,
            precision=precision,
        )
    return Spot(entry.country, entry.admin1, entry.time_zone, entry.latitude, entry.longitude, precision)


def _moved(where: Where, precision: GeoPrecision) -> Spot:
    """The point a distance and a direction lead to."""
    there = _at(where, precision)
    mention = where.mention
    if isinstance(mention, BaseMention) or not mention.distance_km or mention.direction not in _BEARINGS:
        return there
    if there.latitude is None or there.longitude is None:
        return there
    angle, degrees = radians(_BEARINGS[mention.direction]), mention.distance_km / _KM_A_DEGREE
    latitude = there.latitude + degrees * cos(angle)
    longitude = there.longitude + degrees * sin(angle) / max(0.05, cos(radians(there.latitude)))
    return Spot(
        there.country, there.admin1, there.time_zone, round(latitude, 3), round(longitude, 3), precision
    )


def _precision(where: Where) -> GeoPrecision:
    entry = where.entry
    if isinstance(entry, Country) or entry is None:
        return GeoPrecision.COUNTRY
    if isinstance(entry, Base):
        return GeoPrecision.EXACT
    if entry.kind in {PlaceKind.REGION, PlaceKind.SEA}:
        return GeoPrecision.REGION
    near = getattr(where.mention, "relation", "in") in {"near", "toward"}
    return GeoPrecision.NEAR if near or entry.kind is PlaceKind.AREA else GeoPrecision.EXACT
