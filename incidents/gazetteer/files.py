"""Reads the package's own lists. Within a field, names are separated by ``|``."""

import csv
import gzip
import io
from collections.abc import Iterator
from datetime import date
from importlib import resources

from incidents.gazetteer.records import Actor, Base, Codes, Country, Place, Tie, WeaponTerm
from incidents.vocabulary import ActorKind, BaseKind, PlaceKind, TieKind, Weapon


def _rows(name: str) -> Iterator[dict[str, str]]:
    data = resources.files("incidents.gazetteer").joinpath(name).read_bytes()
    if name.endswith(".gz"):
        data = gzip.decompress(data)
    yield from csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))


def _names(field: str) -> tuple[str, ...]:
    return tuple(field.split("|")) if field else ()


def _day(field: str) -> date | None:
    return date.fromisoformat(field) if field else None


def _number(field: str) -> int | None:
    return int(field) if field else None


def countries() -> Iterator[Country]:
    for row in _rows("countries.csv"):
        yield Country(
            iso2=row["iso2"],
            iso3=row["iso3"],
            name=row["name"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            demonyms=_names(row["demonyms"]),
            aliases=_names(row["aliases"]),
            metonyms=_names(row["metonyms"]),
            neighbours=_names(row["neighbours"]),
            source=row["source"],
        )


def codes() -> Iterator[Codes]:
    for row in _rows("codes.csv"):
        yield Codes(
            iso2=row["iso2"],
            iso_numeric=_number(row["iso_numeric"]),
            gw=_number(row["gw"]),
            acled_region=_number(row["acled_region"]),
            acled_name=row["acled_name"],
            source=row["source"],
        )


def capitals() -> Iterator[tuple[str, str]]:
    """ISO code and name of each country's seat of government, as the news has it."""
    for row in _rows("capitals.csv"):
        yield row["iso2"], row["name"]


def demonyms() -> Iterator[tuple[str, tuple[str, ...]]]:
    """ISO code of a country, and what the people of one of its regions are called."""
    for row in _rows("demonyms.csv"):
        yield row["country"], _names(row["names"])


def places() -> Iterator[Place]:
    """areas.csv first: what we wrote by hand stands before what was built. A key in figures is GeoNames' id."""
    for name in ("areas.csv", "places.csv.gz"):
        for row in _rows(name):
            yield Place(
                key=row["key"],
                name=row["name"],
                kind=PlaceKind(row["kind"]),
                country=row["country"],
                admin1=row["admin1"],
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                population=int(row["population"] or 0),
                time_zone=row["time_zone"],
                aliases=_names(row["aliases"]),
                geonames_id=int(number) if (number := row["geonames_id"] or row["key"]).isdigit() else None,
                source=row["source"],
            )


def bases() -> Iterator[Base]:
    for row in _rows("bases.csv"):
        yield Base(
            key=row["key"],
            name=row["name"],
            kind=BaseKind(row["kind"]),
            country=row["country"],
            admin1=row["admin1"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            aliases=_names(row["aliases"]),
            icao=row["icao"],
            wikidata=row["wikidata"],
            operator=row["operator"],
            time_zone=row["time_zone"],
            source=row["source"],
        )


def actors() -> Iterator[Actor]:
    for row in _rows("actors.csv"):
        yield Actor(
            key=row["key"],
            name=row["name"],
            kind=ActorKind(row["kind"]),
            country=row["country"],
            aliases=_names(row["aliases"]),
            active_from=_day(row["active_from"]),
            active_to=_day(row["active_to"]),
            wikidata=row["wikidata"],
            note=row["note"],
            source=row["source"],
            canonical=row["canonical"],
        )


def ties() -> Iterator[Tie]:
    for row in _rows("ties.csv"):
        yield Tie(
            actor=row["actor"],
            kind=TieKind(row["kind"]),
            other=row["other"],
            since=_day(row["since"]),
            until=_day(row["until"]),
            source=row["source"],
        )


def weapons() -> Iterator[WeaponTerm]:
    for row in _rows("weapons.csv"):
        yield WeaponTerm(
            key=row["key"],
            name=row["name"],
            category=Weapon(row["category"]),
            aliases=_names(row["aliases"]),
            system=row["system"],
            source=row["source"],
        )
