"""Names in running text: first what is none, then which entry, where, and how fast."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.gazetteer.gazetteer import SEED, Gazetteer, distance_km
from incidents.gazetteer.records import Actor, Base, Country, Match, Place, Sense, WeaponTerm
from incidents.vocabulary import ActorKind, PlaceKind, Weapon

IRAQ = Country("IQ", "IRQ", "Iraq", 33, 44, demonyms=("Iraqi", "Iraqis"), metonyms=("Baghdad",))
BAGHDAD = Place("1", "Baghdad", PlaceKind.CITY, "IQ", "Baghdad", 33.34, 44.4, 7_000_000)
BAB = Place("2", "Al Bab", PlaceKind.CITY, "SY", "Aleppo", 36.37, 37.52, 60_000)
PASO = Place("3", "El Paso", PlaceKind.CITY, "US", "Texas", 31.8, -106.4, 680_000)
NUSRA = Actor("nusra", "al-Nusra Front", ActorKind.REBEL_GROUP, "SY", ("Nusra Front",))
ISLAMIC_STATE = Actor("is", "Islamic State", ActorKind.REBEL_GROUP, "", ("IS", "ISIS"))
MISSILE = WeaponTerm("ballistic-missile", "ballistic missile", Weapon.BALLISTIC_MISSILE)
SMALL = Gazetteer(
    countries=[IRAQ], places=[BAGHDAD, BAB, PASO], actors=[NUSRA, ISLAMIC_STATE], weapons=[MISSILE]
)


def said(gazetteer: Gazetteer, text: str) -> list[str]:
    return [text[m.start : m.end] for m in gazetteer.matches(text)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "What is left of it",  # "is"
        "THE WAR IS OVER",  # a word, in a headline set in capitals
        "an iraqi dinar, a baghdad suburb",  # names want their capital
        "Iraqification, ISISes, xISIS",  # parts of words
        "the Bab gate",  # the article belongs to "al-Bab"
        "Paso Robles",
        "al, el and the",
        "al-",
    ],
)
def test_no_name(text: str) -> None:
    assert SMALL.matches(text) == []


def test_the_packages_own_names_leave_common_words_alone() -> None:
    text = (
        "Most of us were reading in the same spring. More men died; Union leaders and Federal agents met on "
        "Date Monday. Hit by the storm, students fled. March was bad, East and West agreed, Spring came."
    )
    assert said(SEED, text) == ["Hit"]  # which is a town, too: the sentence has to decide


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Iraq's army", ["Iraq"]),
        ("al-Nusra Front men", ["al-Nusra Front"]),
        ("the Nusra Front", ["Nusra Front"]),
        ("IS militants", ["IS"]),
        ("BAGHDAD", ["BAGHDAD"]),
        ("al-Bab, El Paso", ["al-Bab", "El Paso"]),
        ("two Ballistic missiles", ["Ballistic missiles"]),  # weapons are common nouns, in the plural too
        ("Islamic\nState", ["Islamic\nState"]),
        ("Islamic. State", []),
    ],
)
def test_names_where_they_stand(text: str, words: list[str]) -> None:
    assert said(SMALL, text) == words


def test_the_longest_name_wins() -> None:
    assert said(
        SEED, "Islamic State West Africa Province took Khan Younis and the Kurdistan Region of Iraq"
    ) == [
        "Islamic State West Africa Province",
        "Khan Younis",
        "Kurdistan Region of Iraq",
    ]


def test_one_name_may_stand_for_several_things() -> None:
    (match,) = SMALL.matches("Baghdad")
    assert match == Match(0, 7, (IRAQ, BAGHDAD), (Sense.METONYM, Sense.NAME))
    (match,) = SMALL.matches("Iraqis")
    assert match.senses == (Sense.DEMONYM,)


WORDS = "the al - Bab Baghdad Iraqi IS ISIS Nusra Front ' s , . El Paso É"


@given(st.lists(st.sampled_from(WORDS.split()), max_size=12))
def test_what_is_found_is_a_name_of_what_it_is_found_for(parts: list[str]) -> None:
    text = " ".join(parts)
    found = SMALL.matches(text)
    for match in found:
        assert set(match.entries) <= set(SMALL.lookup(text[match.start : match.end]))
        assert len(match.entries) == len(match.senses) > 0
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ain al-Asad", "al-asad-air-base"),
        ("'Ain Al Asad", "al-asad-air-base"),
        ("Kataeb Hezbollah", "kataib-hezbollah"),
        ("daesh", "islamic-state"),
        ("Deir Ezzor", "deir-ez-zor"),
        ("Hodeida", "hodeidah"),
        ("Kiev", "kyiv"),
        ("Abu Kamal", "al-bukamal"),
        ("Bab el-Mandeb", "bab-al-mandab"),
        ("Shahed 136", "shahed-136"),
        ("DRC", "CD"),
        ("Briton", "GB"),
    ],
)
def test_lookup_knows_the_news_spellings(name: str, key: str) -> None:
    assert key in {entry.key for entry in SEED.lookup(name)}


def test_no_lookup() -> None:
    assert SEED.lookup("Nowhere at all") == SEED.lookup("") == ()


def test_by_key() -> None:
    assert (SEED.country("IQ"), SEED.country("QQ")) == (SEED.country("IQ"), None)
    army = SEED.state_actor("IQ")
    assert army is not None
    assert (army.name, army.filed_under) == ("Military Forces of Iraq", "Iraq")
    assert SEED.state_actor("VA") is None
    assert {t.kind.value for t in SEED.ties("kataib-hezbollah")} >= {"backed_by", "umbrella_of", "facade_of"}
    assert SEED.ties("no-such-actor") == ()


def test_nearest() -> None:
    base = SEED.nearest(33.8, 42.45, Base, within_km=30)
    assert base is not None
    assert base.name == "Al Asad Air Base"
    assert SEED.nearest(-45.0, -120.0, Base, within_km=300) is None  # the open Pacific
    town = SEED.nearest(36.19, 44.0, Place, within_km=10)
    assert town is not None
    assert town.country == "IQ"


def test_distances() -> None:
    assert distance_km(BAGHDAD, BAGHDAD) == 0
    assert 700 < distance_km(BAGHDAD, BAB) < 760
