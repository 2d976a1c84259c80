"""How much two tellings look like one event: a sum of points, each with its reason in words (see reasons.py)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Protocol

from incidents.gazetteer.gazetteer import Gazetteer, distance_km
from incidents.gazetteer.names import fold
from incidents.ingestion.reasons import CLEAR, CONTRARY, POINTS, Reason
from incidents.vocabulary import (
    ActorKind,
    Basis,
    DatePrecision,
    EventType,
    GeoPrecision,
    Role,
    SubEventType,
    Weapon,
)

R = Reason
ONE_PLACE_KM, NEAR_KM, FAR_KM = 3, 10, 40
ONE_HOUR, TWO_EVENTS = 2, 6  # hours between clock times
NAMED = (GeoPrecision.EXACT, GeoPrecision.NEAR)
VAGUE_WEAPONS = {Weapon.UNKNOWN, Weapon.OTHER}
DOERS = {Role.PERPETRATOR, Role.CLAIMANT, Role.ACCUSED}
VIOLENT = {
    *(EventType.BATTLES, EventType.EXPLOSIONS_REMOTE_VIOLENCE, EventType.VIOLENCE_AGAINST_CIVILIANS),
    *(EventType.RIOTS, SubEventType.DISRUPTED_WEAPONS_USE, SubEventType.LOOTING_PROPERTY_DESTRUCTION),
}
CROWDS = {EventType.PROTESTS, EventType.RIOTS}


class Incident(Protocol):
    """The columns that are looked at; a row of the database, or one on its way there."""

    sub_event_type: str
    date_start: date | None
    date_end: date | None
    date_precision: str
    time_local: time | None
    place_id: int | None
    place_name: str
    base_id: int | None
    latitude: float | None
    longitude: float | None
    geo_precision: str
    country: str
    admin1: str
    killed_min: int | None
    killed_max: int | None
    wounded_min: int | None
    wounded_max: int | None


@dataclass(frozen=True, slots=True)
class Party:
    """``key`` and what follows are the catalogue's; blank where it does not know the name."""

    name: str
    role: str
    basis: str = Basis.STATED
    key: str = ""
    kind: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """One side of the comparison."""

    incident: Incident
    parties: tuple[Party, ...] = ()
    weapons: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Point:
    """A reason with what it counts. ``words`` are the reason as an analyst reads it: "4 km apart"."""

    reason: Reason
    words: str

    @property
    def points(self) -> float:
        return POINTS[self.reason]


@dataclass(frozen=True, slots=True)
class Likeness:
    points: tuple[Point, ...]

    @property
    def score(self) -> float:
        return sum(point.points for point in self.points)

    def in_words(self) -> list[dict[str, float | str]]:
        """The strongest first."""
        by_weight = sorted(self.points, key=lambda point: -abs(point.points))
        return [{"reason": point.words, "points": point.points} for point in by_weight]

    @property
    def may_be_clear(self) -> bool:
        reasons = {point.reason for point in self.points}
        is_there = bool(reasons & {R.SAME_BASE, R.SAME_PLACE})
        return R.SAME_DAY in reasons and is_there and not reasons & CONTRARY and self.score >= CLEAR


def likeness(ours: Telling, theirs: Telling, gazetteer: Gazetteer) -> Likeness:
    a, b = ours.incident, theirs.incident
    found = [
        *_when(a, b),
        *_where(a, b),
        *_what(a, b),
        *_who(ours, theirs, gazetteer),
        *_figures(a, b),
        *_with_what(ours.weapons, theirs.weapons),
    ]
    return Likeness(tuple(point if isinstance(point, Point) else Point(point, point) for point in found))


Found = Iterable[Reason | Point]


def days(incident: Incident) -> tuple[date, date] | None:
    if incident.date_start is None:
        return None
    return incident.date_start, incident.date_end or incident.date_start


def _when(a: Incident, b: Incident) -> Found:
    ours, theirs = days(a), days(b)
    if ours is None or theirs is None:
        return
    if ours[0] > theirs[1] or theirs[0] > ours[1]:
        apart = max((ours[0] - theirs[1]).days, (theirs[0] - ours[1]).days)
        yield Point(R.ANOTHER_DAY, f"{_count(apart, 'day')} apart")
        return
    if not a.date_precision == b.date_precision == DatePrecision.DAY:
        yield R.DAYS_OVERLAP
        return
    yield R.SAME_DAY
    if a.time_local and b.time_local and ours[0] == theirs[0]:
        hours = abs(_minutes(a.time_local) - _minutes(b.time_local)) / 60
        if hours <= ONE_HOUR:
            yield R.SAME_HOUR
        elif hours >= TWO_EVENTS:
            yield Point(R.HOURS_APART, f"{hours:.0f} hours apart")


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _where(a: Incident, b: Incident) -> Found:
    if a.base_id and b.base_id:
        yield R.SAME_BASE if a.base_id == b.base_id else R.ANOTHER_BASE
        return
    if a.country and b.country and a.country != b.country:
        yield R.ANOTHER_COUNTRY
    if a.geo_precision in NAMED and b.geo_precision in NAMED:
        yield from _between_places(a, b)
    elif a.admin1 and a.admin1 == b.admin1:
        yield R.SAME_REGION


def _between_places(a: Incident, b: Incident) -> Found:
    """Two names in the catalogue are two places, however near; what has no name there is where its point is."""
    are_named = a.place_id is not None and b.place_id is not None
    if a.place_id == b.place_id if are_named else fold(a.place_name) == fold(b.place_name) != "":
        yield R.SAME_PLACE
        return
    if None in (a.latitude, a.longitude, b.latitude, b.longitude):
        return
    km = distance_km(a, b)  # type: ignore[type-var] -- none of the four is None
    if km > FAR_KM:
        yield Point(R.FAR, f"{km:,.0f} km apart")
    elif km <= ONE_PLACE_KM and not are_named:
        yield Point(R.SAME_PLACE, f"{km:.0f} km apart")
    elif km <= NEAR_KM and not are_named:
        yield Point(R.NEAR, f"{km:.0f} km apart")
    else:
        yield Point(R.ANOTHER_PLACE, f"another place, {km:.0f} km apart")


def _what(a: Incident, b: Incident) -> Found:
    ours, theirs = SubEventType(a.sub_event_type), SubEventType(b.sub_event_type)
    if ours == theirs:
        yield R.SAME_TYPE
    elif ours.event_type == theirs.event_type:
        yield R.SAME_KIND
    elif any(_is_of(kind, ours) and _is_of(kind, theirs) for kind in (VIOLENT, CROWDS)):
        yield R.ANOTHER_KIND
    else:
        yield R.UNLIKE_KIND


def _is_of(kinds: set[EventType | SubEventType], sub: SubEventType) -> bool:
    return sub in kinds or sub.event_type in kinds


def _who(ours: Telling, theirs: Telling, gazetteer: Gazetteer) -> Found:
    we_did, they_did = _in(DOERS, ours), _in(DOERS, theirs)
    we_hit, they_hit = _in({Role.TARGET}, ours), _in({Role.TARGET}, theirs)
    if shared := _shared(we_did, they_did, gazetteer):
        yield Point(R.SAME_ACTORS, f"same actors: {shared}")
    elif _shared(we_did, they_hit, gazetteer) and _shared(we_hit, they_did, gazetteer):
        yield R.OTHER_DIRECTION
    elif _known(we_did) and _known(they_did):
        is_disputed = _are_only_named_by_others(we_did) or _are_only_named_by_others(they_did)
        yield R.RIVAL_ACTORS if is_disputed else R.OTHER_ACTORS
    if shared := _shared(we_hit, they_hit, gazetteer):
        yield Point(R.SAME_TARGETS, f"same targets: {shared}")
    elif _known(we_hit) and _known(they_hit):
        yield R.OTHER_TARGETS


def _in(roles: set[Role], telling: Telling) -> list[Party]:
    return [party for party in telling.parties if party.role in roles]


def _known(parties: list[Party]) -> list[Party]:
    return [party for party in parties if party.key]


def _are_only_named_by_others(parties: list[Party]) -> bool:
    return all(party.basis != Basis.STATED for party in _known(parties))


def _shared(ours: list[Party], theirs: list[Party], gazetteer: Gazetteer) -> str:
    return next((a.name for a in ours for b in theirs if _are_one(a, b, gazetteer)), "")


def _are_one(a: Party, b: Party, gazetteer: Gazetteer) -> bool:
    if not (a.key and b.key):
        is_a_name = any(letter.isupper() for letter in a.name[1:])  # "Gunmen" are nobody, and everywhere
        return is_a_name and fold(a.name) == fold(b.name)
    if a.key == b.key:
        return True
    forces = {ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES}
    if a.country and a.country == b.country and a.kind in forces and b.kind in forces:
        return True
    return any(b.key in (tie.actor, tie.other) for tie in gazetteer.ties(a.key))


def _figures(a: Incident, b: Incident) -> Found:
    killed = _compared((a.killed_min, a.killed_max), (b.killed_min, b.killed_max))
    wounded = _compared((a.wounded_min, a.wounded_max), (b.wounded_min, b.wounded_max))
    yield from {"same": [R.SAME_KILLED], "near": [R.NEAR_KILLED], "far": [R.OTHER_KILLED]}.get(killed, [])
    yield from {"same": [R.SAME_WOUNDED], "far": [R.OTHER_WOUNDED]}.get(wounded, [])


def _compared(ours: tuple[int | None, int | None], theirs: tuple[int | None, int | None]) -> str:
    """ "same", "near", "far", or blank where one of them is not stated. None killed is no more alike than that."""
    if ours == (None, None) or theirs == (None, None):
        return ""
    if ours == theirs:
        return "same" if ours != (0, 0) else "near"
    (low, high), (other_low, other_high) = map(_filled, (ours, theirs))
    if low <= other_high and other_low <= high:
        return "near"
    less, more = (high, other_low) if high < other_low else (other_high, low)
    return "near" if less and (more <= 1.5 * less or more - less <= 2) else "far"


def _filled(ends: tuple[int | None, int | None]) -> tuple[int, int]:
    """ "At least ten" is hardly said of a thousand."""
    low, high = ends
    if low is None:
        return (high or 0) // 2, high or 0
    return low, 2 * low if high is None else high


def _with_what(ours: frozenset[str], theirs: frozenset[str]) -> Found:
    ours, theirs = ours - VAGUE_WEAPONS, theirs - VAGUE_WEAPONS
    if ours & theirs:
        yield R.SAME_WEAPON
    elif ours and theirs:
        yield R.OTHER_WEAPON


def _count(number: int, what: str) -> str:
    return f"a {what}" if number == 1 else f"{number} {what}s"
