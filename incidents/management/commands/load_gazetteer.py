"""Bring the package's catalogue of places, bases, actors and ties into the database."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandParser
from django.db import models, transaction

from incidents.gazetteer import files
from incidents.models import Actor, Base, Place, Tie
from incidents.models.revisions import revision_model

ACTOR = "load_gazetteer"
FILES = ("actors.csv", "areas.csv", "bases.csv", "places.csv.gz", "ties.csv")
BATCH = 1000


@dataclass
class Tally:
    added: int = 0
    changed: int = 0
    theirs: int = 0  # left as people have made them
    taken: int = 0  # left out: another row has the name

    def __str__(self) -> str:
        words = f"{self.added} added, {self.changed} changed"
        words += f", {self.theirs} left as people have made them" if self.theirs else ""
        return words + (f", {self.taken} left out: another has the name" if self.taken else "")


class Command(BaseCommand):
    help = "Load or update the gazetteer that comes with the package. What people have changed since stays theirs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="Compare all rows, even if the files are known."
        )

    def handle(self, *, force: bool, **options: Any) -> None:
        digest = package_digest()
        if not force and _last_loaded() == digest:
            self.stdout.write("gazetteer: up to date")
            return
        reason = f"package data {digest}"
        with pghistory.context(actor=ACTOR, verb="load", reason=reason), transaction.atomic():
            for name, tally in (
                ("places", load(Place, _places(), unique=("geonames_id",))),
                ("bases", load(Base, _bases())),
                ("actors", load(Actor, _actors(), unique=("name",))),
                ("ties", load_ties()),
            ):
                self.stdout.write(f"{name}: {tally}")


def package_digest() -> str:
    digest = hashlib.sha256()
    for name in FILES:
        digest.update(resources.files("incidents.gazetteer").joinpath(name).read_bytes())
    return digest.hexdigest()[:16]


def _last_loaded() -> str:
    """What the newest load that changed anything was made from; the history knows."""
    newest = [
        revision_model(model)
        .objects.filter(pgh_context__metadata__actor=ACTOR)
        .order_by("-pgh_id")
        .values_list("pgh_created_at", "pgh_context__metadata__reason")
        .first()
        for model in (Place, Base, Actor, Tie)
    ]
    return max((found for found in newest if found), default=(None, ""))[1].removeprefix("package data ")


def load(model: type[models.Model], rows: Iterable[dict[str, Any]], *, unique: tuple[str, ...] = ()) -> Tally:
    """Make the rows what the package says, by key; only what differs is written."""
    tally = Tally()
    wanted = {row["key"]: row for row in rows}
    known = {row.key: row for row in model.objects.all()}
    theirs = _touched_by_people(model)
    taken = {name: {getattr(row, name): row.key for row in known.values()} for name in unique}
    added, changed = [], []
    for key, values in wanted.items():
        for name in unique:
            owner = taken[name].setdefault(values[name], key)
            if owner != key and values[name] is not None and name == "geonames_id":
                values[name] = None  # two entries of ours for one thing of theirs
            elif owner != key and values[name] is not None:
                values = None
                tally.taken += 1
                break
        if values is None:
            continue
        row = known.get(key)
        if key in theirs:
            tally.theirs += 1
        elif row is None:
            added.append(model(**values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    model.objects.bulk_create(added, batch_size=BATCH)
    columns = [f.name for f in model._meta.concrete_fields if not f.primary_key]
    if changed:
        model.objects.bulk_update(changed, columns, batch_size=500)
    tally.added, tally.changed = len(added), len(changed)
    return tally


def _touched_by_people(model: type[models.Model]) -> set[str]:
    """Keys of rows that anybody but this command has changed or removed."""
    history = revision_model(model).objects.filter(pgh_label__in=("update", "delete"))
    return {
        key
        for key, context in history.values_list("key", "pgh_context__metadata")
        if (context or {}).get("actor") != ACTOR
    }


def _places() -> Iterable[dict[str, Any]]:
    for place in files.places():
        yield {
            "key": place.key,
            "geonames_id": place.geonames_id,
            "name": place.name,
            "aliases": list(place.aliases),
            "kind": str(place.kind),
            "country": place.country,
            "admin1": place.admin1,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "population": place.population,
            "time_zone": place.time_zone,
        }


def _bases() -> Iterable[dict[str, Any]]:
    for base in files.bases():
        yield {
            "key": base.key,
            "name": base.name,
            "aliases": list(base.aliases),
            "kind": str(base.kind),
            "country": base.country,
            "admin1": base.admin1,
            "latitude": base.latitude,
            "longitude": base.longitude,
            "icao": base.icao,
            "wikidata": base.wikidata,
            "operator": base.operator,
            "time_zone": base.time_zone,
            "source": base.source,
        }


def _actors() -> Iterable[dict[str, Any]]:
    for actor in files.actors():
        yield {
            "key": actor.key,
            "name": actor.name,
            "aliases": list(actor.aliases),
            "kind": str(actor.kind),
            "country": actor.country,
            "active_from": actor.active_from,
            "active_to": actor.active_to,
            "wikidata": actor.wikidata,
            "note": actor.note,
            "source": actor.source,
        }


def load_ties() -> Tally:
    """A tie is what it says: it has no key of its own. Ties that people have removed do not come back."""
    actors = dict(Actor.objects.values_list("key", "id"))
    known = set(Tie.objects.values_list("actor_id", "kind", "other_id", "since"))
    history = revision_model(Tie).objects.filter(pgh_label__in=("update", "delete"))
    theirs = set(history.values_list("actor_id", "kind", "other_id", "since"))
    added, tally = [], Tally()
    for tie in files.ties():
        actor, other = actors.get(tie.actor), actors.get(tie.other)
        if actor is None or other is None:
            tally.taken += 1
            continue
        identity = (actor, str(tie.kind), other, tie.since)
        if identity in known:
            continue
        if identity in theirs:
            tally.theirs += 1
            continue
        known.add(identity)
        added.append(
            Tie(
                actor_id=actor,
                kind=tie.kind,
                other_id=other,
                since=tie.since,
                until=tie.until,
                source=tie.source,
            )
        )
    Tie.objects.bulk_create(added)
    tally.added = len(added)
    return tally
