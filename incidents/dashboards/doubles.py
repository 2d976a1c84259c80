"""Records that may be one and the same, each pair with what speaks for it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from math import asin, cos, radians, sin, sqrt
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext as _

from incidents.gazetteer.names import fold, hyphenate_articles
from incidents.models import Actor, Base, Place
from incidents.models.doubles import told_apart

MOST = 100
NEAR = 2.0  # kilometres
EARTH = 6371.0


@dataclass(slots=True)
class Pair:
    """The older first."""

    one: Any
    other: Any
    reasons: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[int, int]:
        return self.one.pk, self.other.pk


def likely_doubles(model: type[Model]) -> list[Pair]:
    """At most ``MOST`` pairs, those with the most reasons first; not those that a person found to be two."""
    apart = told_apart(model._meta.model_name)
    if model is Place:
        return [pair for pair in _places(MOST + len(apart)) if pair.key not in apart][:MOST]
    rows = {row.pk: row for row in model._default_manager.order_by("pk")}
    found: dict[tuple[int, int], Pair] = {}
    for reason, one, other in _reasons(model, rows.values()):
        key = (min(one, other), max(one, other))
        if key in apart:
            continue
        pair = found.setdefault(key, Pair(rows[key[0]], rows[key[1]]))
        if reason not in pair.reasons:
            pair.reasons.append(reason)
    return sorted(found.values(), key=lambda pair: (-len(pair.reasons), pair.one.name))[:MOST]


def _reasons(model: type[Model], rows: Iterable[Any]) -> Iterator[tuple[str, int, int]]:
    rows = list(rows)
    yield from _by_name(model, rows)
    if model in (Actor, Base):
        yield from _equal(_("same Wikidata id"), ((row.wikidata, row.pk) for row in rows))
    if model is Base:
        yield from _equal(_("same ICAO code"), ((row.icao, row.pk) for row in rows))
        yield from _near(rows)


def _by_name(model: type[Model], rows: list[Any]) -> Iterator[tuple[str, int, int]]:
    """Bases of one name in two countries are two; so are two things that merely share an alias."""
    names: dict[Any, list[int]] = defaultdict(list)
    aliases: dict[Any, set[int]] = defaultdict(set)
    for row in rows:
        where = row.country if model is Base else ""
        names[where, _folded(row.name)].append(row.pk)
        for alias in row.aliases:
            aliases[where, _folded(alias)].add(row.pk)
    for key, named in names.items():
        for one, other in combinations(named, 2):
            yield _("same name"), one, other
        for one in named:
            for other in aliases[key] - {one}:
                yield _("the name of one is an alias of the other"), one, other


def _folded(name: str) -> str:
    return fold(hyphenate_articles(name)) or name


def _equal(reason: str, values: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int, int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for value, pk in values:
        if value:
            groups[value].append(pk)
    for group in groups.values():
        for one, other in combinations(group, 2):
            yield reason, one, other


def _near(rows: list[Any]) -> Iterator[tuple[str, int, int]]:
    """Swept from south to north, so that each is compared with its neighbours only."""
    reach = NEAR / 110  # degrees of latitude
    rows = sorted(rows, key=lambda row: row.latitude)
    for at, one in enumerate(rows):
        for other in rows[at + 1 :]:
            if other.latitude - one.latitude > reach:
                break
            if kilometres(one, other) <= NEAR:
                yield _("less than %(km)s km apart") % {"km": f"{NEAR:g}"}, one.pk, other.pk


def kilometres(one: Any, other: Any) -> float:
    south, north = radians(one.latitude), radians(other.latitude)
    east = radians(other.longitude - one.longitude)
    chord = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(east / 2) ** 2
    return 2 * EARTH * asin(min(sqrt(chord), 1))


def _places(most: int) -> list[Pair]:
    """Tens of thousands: of one kind, name and country, and less than five kilometres or so apart."""
    table = Place._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT one.id, other.id FROM {table} one JOIN {table} other"  # noqa: S608 -- our own table
            " ON upper(one.name) = upper(other.name) AND one.country = other.country AND one.kind = other.kind"
            " AND one.id < other.id AND abs(one.latitude - other.latitude) < 0.05"
            " AND abs(one.longitude - other.longitude) < 0.05 ORDER BY one.population DESC, one.id LIMIT %s",
            [most],
        )
        keys = cursor.fetchall()
    rows = Place.objects.in_bulk({key for pair in keys for key in pair})
    return [Pair(rows[one], rows[other], [_("same name, less than 5 km apart")]) for one, other in keys]
