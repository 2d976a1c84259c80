"""What the reader knows: the catalogue as it stands in the database, analysts' additions included."""

from typing import Any

from django.db.models import Count, Max

from incidents.gazetteer import files, records
from incidents.gazetteer.gazetteer import Gazetteer
from incidents.models import Actor, Base, Place, Tie
from incidents.models.revisions import revision_model
from incidents.vocabulary import ActorKind, BaseKind, PlaceKind, TieKind

_Stamp = tuple[Any, ...]
_held: tuple[_Stamp, Gazetteer] | None = None


def gazetteer() -> Gazetteer:
    """The gazetteer of now; built once per process and again after a change of the catalogue.

    A catalogue that was never loaded is the package's own.
    """
    global _held
    stamp = _stamp()
    if _held is None or _held[0] != stamp:
        _held = stamp, _built()
    return _held[1]


def _stamp() -> _Stamp:
    """Every change leaves a revision. Counted as well as numbered: numbers are given before they are committed."""
    return tuple(
        tuple(revision_model(model).objects.aggregate(last=Max("pgh_id"), count=Count("pgh_id")).values())
        for model in (Place, Base, Actor, Tie)
    )


def _built() -> Gazetteer:
    if not Place.objects.exists() and not Actor.objects.exists():
        return Gazetteer.load()
    # countries and weapons are words of the package, and so is what an actor is filed under
    filed_under = {actor.key: actor.canonical for actor in files.actors()}
    return Gazetteer(
        countries=files.countries(),
        weapons=files.weapons(),
        places=[_place(place) for place in Place.objects.order_by("id").iterator()],
        bases=[_base(base) for base in Base.objects.order_by("id")],
        actors=[_actor(actor, filed_under.get(actor.key, "")) for actor in Actor.objects.order_by("id")],
        ties=[_tie(tie) for tie in Tie.objects.select_related("actor", "other").order_by("id")],
    )


def _place(row: Place) -> records.Place:
    return records.Place(
        key=row.key,
        name=row.name,
        kind=PlaceKind(row.kind),
        country=row.country,
        admin1=row.admin1,
        latitude=row.latitude,
        longitude=row.longitude,
        population=row.population,
        time_zone=row.time_zone,
        aliases=tuple(row.aliases),
        geonames_id=row.geonames_id,
    )


def _base(row: Base) -> records.Base:
    return records.Base(
        key=row.key,
        name=row.name,
        kind=BaseKind(row.kind),
        country=row.country,
        admin1=row.admin1,
        latitude=row.latitude,
        longitude=row.longitude,
        aliases=tuple(row.aliases),
        icao=row.icao,
        wikidata=row.wikidata,
        operator=row.operator,
        time_zone=row.time_zone,
        source=row.source,
    )


def _actor(row: Actor, canonical: str) -> records.Actor:
    return records.Actor(
        key=row.key,
        name=row.name,
        kind=ActorKind(row.kind),
        country=row.country,
        aliases=tuple(row.aliases),
        active_from=row.active_from,
        active_to=row.active_to,
        wikidata=row.wikidata,
        note=row.note,
        source=row.source,
        canonical=canonical,
    )


def _tie(row: Tie) -> records.Tie:
    return records.Tie(
        actor=row.actor.key,
        kind=TieKind(row.kind),
        other=row.other.key,
        since=row.since,
        until=row.until,
        source=row.source,
    )
