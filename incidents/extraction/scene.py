"""When and where an event happened, as far as its mentions say; and whether two events can share that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from incidents.extraction.records import ActorMention, BaseMention, DateMention, Event, PlaceMention
from incidents.extraction.words import words
from incidents.gazetteer.gazetteer import distance_km
from incidents.gazetteer.records import Base, Country, Place
from incidents.vocabulary import ActorKind, DatePrecision, PlaceKind, SubEventType

NEARBY_KM = 25.0
_FINENESS = {PlaceKind.AREA: 4, PlaceKind.CITY: 3, PlaceKind.SEA: 2, PlaceKind.REGION: 1}
# Places that no list has, by what they are said to be; the rest are taken for towns.
_SITES = words("scene.sites")
_DISTRICTS = words("scene.districts")
_REGIONS = words("scene.regions")
_AT_SEA = 4.5
_TOWNS = frozenset({"town", "city", "village"})
_PRECISION = {DatePrecision.DAY: 4, DatePrecision.WEEK: 3, DatePrecision.MONTH: 2, DatePrecision.YEAR: 1}


@dataclass(frozen=True, slots=True)
class Where:
    """``mention`` is the words; ``entry`` what they name, None where nobody knows."""

    mention: PlaceMention | BaseMention
    entry: Place | Country | Base | None
    fineness: float
    country: str


def wheres(event: Event) -> list[Where]:
    """The event's places, the most telling first: bases, then sites and towns, then regions, then countries."""
    found = [
        Where(b, b.base, 5 if b.base else 0, b.base.country if b.base else b.country) for b in event.bases
    ]
    # "Rockets for militants in Gaza, seized in the Red Sea": the towns are where they were to go.
    is_taken_at_sea = event.sub_event_type is SubEventType.DISRUPTED_WEAPONS_USE
    for mention in event.places:
        entry = mention.place
        fineness = _fineness(entry) if entry is not None else _unlisted_fineness(mention)
        if mention.relation in {"near", "toward"} and fineness > 1:
            fineness -= 1 if mention.relation == "toward" else 0.5
        if is_taken_at_sea and isinstance(entry, Place) and entry.kind is PlaceKind.SEA:
            fineness = _AT_SEA
        country = mention.country if entry is None else _country(entry)
        found.append(Where(mention, entry, fineness, country))
    order = {id(w): n for n, w in enumerate(found)}
    return sorted(found, key=lambda w: (-w.fineness, order[id(w)]))


def _country(entry: Place | Country) -> str:
    return entry.iso2 if isinstance(entry, Country) else entry.country


def _unlisted_fineness(mention: PlaceMention) -> float:
    kind = mention.said_to_be
    if not kind:
        return 2.7  # a town in a list is surer
    return 3.5 if kind in _SITES else 2 if kind in _DISTRICTS else 1.5 if kind in _REGIONS else 3


def _fineness(entry: Place | Country) -> float:
    if isinstance(entry, Country):
        return 0
    if entry.kind is PlaceKind.AREA and entry.admin1 in {"", entry.name}:
        return 1  # "the West Bank" is as wide as a region
    return _FINENESS.get(entry.kind, 1)


def name(where: Where) -> str:
    """The entry's name, or that of a place which no list has."""
    if where.entry is not None:
        return where.entry.name
    return where.mention.name if isinstance(where.mention, PlaceMention) else ""


def same_place(a: Event, b: Event) -> bool | None:
    """None where one of them names no place."""
    first, second = wheres(a), wheres(b)
    unlisted_a, unlisted_b = ({name(w) for w in ws if w.entry is None} - {""} for ws in (first, second))
    if unlisted_a & unlisted_b:
        return True
    if unlisted_a and unlisted_b and (_is_elsewhere(first) or _is_elsewhere(second)):
        return False
    if unlisted_a and unlisted_b and _is_town(first[0]) and _is_town(second[0]):
        return False  # "the village of Kibo", "the village of Mora"
    first, second = ([w for w in ws if w.entry is not None or w.country] for ws in (first, second))
    if not first or not second:
        return None
    fine_a, fine_b = ([w for w in ws if w.fineness >= 2 and w.entry is not None] for ws in (first, second))
    if fine_a and fine_b:
        return any(agree(x, y) for x in fine_a for y in fine_b)
    return any(agree(x, y) for x in first for y in second)


def _is_elsewhere(places: list[Where]) -> bool:
    """ "In Marea, north of Aleppo": the town that is known only says which way it lies."""
    known = [w.mention for w in places if w.entry is not None and w.fineness >= 1]
    return bool(known) and all(isinstance(m, PlaceMention) and m.relation == "near" for m in known)


def _is_town(where: Where) -> bool:
    """Said or known to be a town, which lies in no other."""
    if where.entry is None:
        return isinstance(where.mention, PlaceMention) and where.mention.said_to_be in _TOWNS
    return isinstance(where.entry, Place) and where.entry.kind is PlaceKind.CITY


def same_spot(a: Event, b: Event) -> bool:
    """As ``same_place``, and by more than the country."""
    first, second = ([w for w in wheres(e) if w.fineness >= 1 and w.entry is not None] for e in (a, b))
    return any(agree(x, y) for x in first for y in second)


def agree(a: Where, b: Where) -> bool:
    x, y = a.entry, b.entry
    if isinstance(x, Country) or isinstance(y, Country) or x is None or y is None:
        return bool(a.country) and a.country == b.country
    if x.key == y.key and type(x) is type(y):
        return True
    if isinstance(x, Place) and isinstance(y, Place):
        for region, inner in ((x, y), (y, x)):
            if region.kind is PlaceKind.REGION:
                return region.country == inner.country and region.admin1 in {inner.admin1, ""}
    return distance_km(x, y) <= NEARBY_KM


def when(event: Event) -> DateMention | None:
    """The finest date told of the event, the first of equals."""
    return max(event.dates, key=lambda d: _PRECISION.get(d.precision, 0), default=None)


def same_date(a: Event, b: Event) -> bool | None:
    """None where one of them names no day. A day only assumed speaks against, never for."""
    first, second = when(a), when(b)
    if first is not None and second is not None:
        return _meet(first, second)
    first, second = first or _assumed(a), second or _assumed(b)
    return False if first and second and not _meet(first, second) else None


def _assumed(event: Event) -> DateMention | None:
    return None if event.is_anaphoric else event.assumed


def _meet(a: DateMention, b: DateMention) -> bool:
    (a1, a2), (b1, b2) = extent(a), extent(b)
    return a1 <= b2 and b1 <= a2


def extent(mention: DateMention) -> tuple[date, date]:
    start = mention.start or mention.end or date.min
    return start, mention.end or start


def identified(actors: tuple[ActorMention, ...]) -> list[ActorMention]:
    return [a for a in actors if a.actor is not None or a.country]


def same_side(a: tuple[ActorMention, ...], b: tuple[ActorMention, ...]) -> bool | None:
    """None where one of them names nobody that a list knows."""
    first, second = identified(a), identified(b)
    if not first or not second:
        return None
    return any(akin(x, y) for x in first for y in second)


def akin(a: ActorMention, b: ActorMention) -> bool:
    if a.canonical == b.canonical:
        return True
    if a.actor_kind is ActorKind.CIVILIANS or b.actor_kind is ActorKind.CIVILIANS:
        return a.actor_kind is b.actor_kind
    return bool(a.country) and a.country == b.country and a.actor_kind == b.actor_kind
