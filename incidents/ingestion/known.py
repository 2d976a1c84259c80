"""What the reader knows: the catalogue as it stands in the database, analysts' additions included."""

import logging
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Max, Model

from incidents.extraction.wording import is_wording
from incidents.gazetteer import files, records
from incidents.gazetteer.gazetteer import Gazetteer, long_lived
from incidents.models import Actor, Base, Place, Tie, Trigger
from incidents.models.revisions import revision_model
from incidents.vocabulary import ActorKind, BaseKind, PlaceKind, TieKind

log = logging.getLogger(__name__)

NAMES = (Place, Base, Actor, Tie)

_Stamp = tuple[Any, ...]
_names: tuple[_Stamp, Gazetteer] | None = None
_held: tuple[_Stamp, Gazetteer] | None = None


def gazetteer() -> Gazetteer:
    """The gazetteer of now; built once per process and again after a change of the catalogue.

    A catalogue that was never loaded is the package's own.
    """
    global _names, _held
    of_names, of_triggers = _stamp(*NAMES), _stamp(Trigger)
    if _names is None or _names[0] != of_names:
        _names = of_names, _built()
    stamp = of_names, of_triggers
    if _held is None or _held[0] != stamp:  # names take seconds to build, triggers none
        _held = stamp, _names[1].with_triggers(_triggers())
    return _held[1]


def _stamp(*models: type[Model]) -> _Stamp:
    """Every change leaves a revision. Counted as well as numbered: numbers are given before they are committed."""
    return tuple(
        tuple(revision_model(model).objects.aggregate(last=Max("pgh_id"), count=Count("pgh_id")).values())
        for model in models
    )


def _triggers() -> Iterator[records.Trigger]:
    """A row that went past the form with words that mean nothing is left out; it must not stop all reading."""
    for row in Trigger.objects.filter(is_active=True).order_by("id"):
        if row.is_readable and is_wording(row.wording):
            yield row.as_record()
        else:
            log.warning("Trigger %s: expected words that the reader can use, got %r", row.pk, row.wording)


def _built() -> Gazetteer:
    if not any(model.objects.exists() for model in NAMES):
        return Gazetteer.load()
    # countries, their capitals and weapons are words of the package, and so is what an actor is filed under
    filed_under = {actor.key: actor.canonical for actor in files.actors()}
    with long_lived():
        return Gazetteer(
            countries=files.countries(),
            weapons=files.weapons(),
            capitals=files.capitals(),
            demonyms=files.demonyms(),
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
