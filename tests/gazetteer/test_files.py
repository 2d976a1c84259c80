"""The lists that come with the package: complete, sourced, consistent, in the right place on the map."""

from collections import Counter
from importlib import resources
from itertools import chain

import pytest

from incidents.gazetteer.gazetteer import SEED, distance_km
from incidents.gazetteer.records import Base, Place
from incidents.vocabulary import HIGH_SEAS, PlaceKind

SPREAD_KM = {
    "RU": 5000, "US": 7500, "CA": 4000, "CN": 3300, "AU": 3500, "BR": 2800, "KI": 4000, "AQ": 9000, "ID": 3000,
}  # fmt: skip
"""How far from its middle a country reaches, where it is more than DEFAULT_KM."""
_ISLANDS = "CL CO DK EC ES FM FR GB IN JP NL NO NZ PT SC SH TF UM ZA"
OVERSEAS = frozenset(_ISLANDS.split())
"""Have islands oceans away."""
DEFAULT_KM = 2300


def test_nothing_is_unsourced() -> None:
    everything = chain(SEED.countries, SEED.places, SEED.bases, SEED.actors, SEED.weapons)
    assert [thing.key for thing in everything if not thing.source] == []
    assert [tie for actor in SEED.actors for tie in SEED.ties(actor.key) if not tie.source] == []


@pytest.mark.parametrize("kind", ["countries", "places", "bases", "actors", "weapons"])
def test_no_key_twice(kind: str) -> None:
    from incidents.gazetteer import files

    keys = Counter(thing.key for thing in getattr(files, kind)())
    assert [key for key, times in keys.items() if times > 1] == []


def test_every_country_has_its_codes_and_no_code_is_anothers() -> None:
    from incidents.gazetteer import files

    codes = list(files.codes())
    assert {code.iso2 for code in codes} == {c.iso2 for c in SEED.countries} - {HIGH_SEAS}
    assert [code.iso2 for code in codes if not code.source] == []
    assert [code.iso2 for code in codes if code.acled_region is None] == []
    for numbers in ([code.iso_numeric for code in codes], [code.gw for code in codes]):
        given = [number for number in numbers if number is not None]
        assert len(given) == len(set(given))
    of = {code.iso2: code for code in codes}
    assert (of["IQ"].iso_numeric, of["IQ"].gw, of["IQ"].acled_region) == (368, 645, 11)
    assert (of["YE"].gw, of["RS"].gw, of["RU"].gw, of["SD"].gw, of["PS"].gw) == (678, 340, 365, 625, None)


def test_there_is_enough() -> None:
    assert len(SEED.countries) >= 249
    assert len(SEED.bases) >= 700
    assert len(SEED.actors) >= 1000
    assert len([a for a in SEED.actors if not a.key.endswith(("-military", "-police"))]) >= 600
    assert len({tie for actor in SEED.actors for tie in SEED.ties(actor.key)}) >= 400
    assert len([w for w in SEED.weapons if w.system]) >= 130
    nobody = {HIGH_SEAS, "AQ", "BV", "GS", "HM", "TF", "UM", "VA"}  # nobody is from there
    assert {c.iso2 for c in SEED.countries if not c.demonyms} == nobody
    assert len(SEED.places) >= 62_000
    assert sum(p.kind is PlaceKind.REGION for p in SEED.places) > 3000


def test_a_place_of_geonames_has_its_number() -> None:
    numbered = [p for p in SEED.places if p.key.isdigit()]
    assert len(numbered) > 50_000
    assert [p for p in numbered if p.geonames_id != int(p.key)] == []


@pytest.mark.parametrize(
    "name", ["Rio", "Sandino", "MIR", "Nuri", "Murad", "Borja", "Gandhi", "March", "Hope", "The"]
)
def test_people_and_ordinary_words_are_no_villages(name: str) -> None:
    assert [e for e in SEED.lookup(name) if isinstance(e, Place)] == []


def test_every_tie_joins_two_known_actors() -> None:
    ties = {tie for actor in SEED.actors for tie in SEED.ties(actor.key)}
    known = {actor.key for actor in SEED.actors}
    assert len({(t.actor, t.kind, t.other, t.since) for t in ties}) == len(ties)
    assert {t.actor for t in ties} | {t.other for t in ties} <= known
    assert [t for t in ties if t.actor == t.other] == []


def test_every_country_named_exists() -> None:
    codes = {c.iso2 for c in SEED.countries}
    placed = chain(SEED.places, SEED.bases)
    assert {thing.country for thing in placed} <= codes
    assert {actor.country for actor in SEED.actors} - {""} <= codes
    assert {n for c in SEED.countries for n in c.neighbours} <= codes


@pytest.mark.parametrize(
    "things", [SEED.bases, [p for p in SEED.places if not p.key.isdigit()]], ids=["bases", "places"]
)
def test_coordinates_lie_in_the_country(things: list[Base | Place]) -> None:
    astray = []
    for thing in things:
        country = SEED.country(thing.country)
        assert country is not None
        if thing.country not in OVERSEAS | {HIGH_SEAS}:
            reach = SPREAD_KM.get(thing.country, DEFAULT_KM)
            astray += [(thing.key, thing.country)] if distance_km(thing, country) > reach else []
    assert astray == []


@pytest.mark.parametrize(
    ("key", "latitude", "longitude"),
    [
        ("al-asad-air-base", 33.79, 42.44),
        ("al-tanf-garrison", 33.5, 38.6),
        ("tower-22", 33.3, 38.7),
        ("camp-lemonnier", 11.54, 43.15),
        ("khmeimim-air-base", 35.4, 35.95),
        ("camp-simba", -2.25, 40.9),
        ("bagram-airfield", 34.95, 69.27),
        ("fob-chapman", 33.34, 69.95),
        ("al-dhafra-air-base", 24.25, 54.55),
        ("engels-air-base", 51.48, 46.2),
    ],
)
def test_bases_of_the_news_are_where_they_are(key: str, latitude: float, longitude: float) -> None:
    base = SEED.base(key)
    assert base is not None
    assert abs(base.latitude - latitude) < 0.1
    assert abs(base.longitude - longitude) < 0.1


def test_zones_are_real() -> None:
    from zoneinfo import available_timezones

    zones = available_timezones()
    assert {b.time_zone for b in SEED.bases} <= zones
    assert {p.time_zone for p in SEED.places} - {""} <= zones


def test_files_stay_small() -> None:
    for file in resources.files("incidents.gazetteer").iterdir():
        if file.name.endswith((".csv", ".gz")):
            assert len(file.read_bytes()) < 2_000_000, file.name
