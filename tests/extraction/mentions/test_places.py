"""Where. First what only looks like a place."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from incidents.extraction.mentions import namesakes, places
from incidents.extraction.records import PlaceMention, Sentence, Span
from incidents.gazetteer.gazetteer import SEED
from incidents.gazetteer.records import Country, Place
from incidents.vocabulary import PlaceKind
from tests.extraction.tools import check, check_nothing, sentence


def find(text: Sentence) -> Sequence[PlaceMention]:
    return namesakes.settle(places.find(text, SEED), SEED)


def meant(text: str) -> list[tuple[str, str] | None]:
    """Name and country of what each mention is settled on."""
    found = [m.place for m in find(sentence(text))]
    return [p and (p.name, p.iso2 if isinstance(p, Country) else p.country) for p in found]


@pytest.mark.parametrize(
    "text",
    [
        "Iran fired missiles and the United States answered.",  # states that act
        "The Iraqi army and Syrian rebels fought.",  # demonyms
        "The Kremlin said it would answer.",  # a government
        "Lloyd Austin spoke to reporters.",
        "President Clinton and Mr. Lincoln left.",
        "The Jerusalem Post and the New York Times reported it.",
        "The president of Iran resigned.",
        "Iraq's military denied it.",
        "Iran-backed militants were blamed.",
        "The U.S. embassy issued a statement.",
        "Hit by rockets, the men fled.",
        "They read it on the same date.",
        "Suu Kyi was held by the army.",
        "Aung San Suu Kyi was held by the army.",
        "A Belize-flagged carrier was hit.",
        "It fell at 8 p.m. (Sanaa time).",
        "He spoke in Parliament and at Congress.",
        "It happened in May, in Friday prayers.",
        "Prices rose in Ramadan.",
    ],
)
def test_no_place(text: str) -> None:
    check_nothing(find, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rockets were fired from western Iraq.", {"words": "Iraq", "relation": "from", "modifier": "western"}),
        ("A bomb went off 20 km west of Kirkuk.", {"words": "Kirkuk", "distance_km": 20.0, "direction": "W"}),
        ("It fell 10 miles north-east of Kyiv.", {"words": "Kyiv", "distance_km": 16.1, "direction": "NE"}),
        ("They fought outside Aleppo.", {"words": "Aleppo", "relation": "near"}),
        ("The convoy moved toward Tripoli.", {"words": "Tripoli", "relation": "toward"}),
        ("Ships were attacked in the Red Sea.", {"words": "Red Sea", "relation": "in"}),
        ("They struck Chasiv Yar on Friday.", {"words": "Chasiv Yar"}),
        ("Near Abu Kamal, two men died.", {"words": "Abu Kamal", "relation": "near"}),
        ("In Jilib, two men died.", {"words": "Jilib", "relation": "in"}),
    ],
)  # fmt: skip
def test_relations(text: str, expected: dict[str, object]) -> None:
    check(find, text, [expected])


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Clashes broke out in Tripoli, Lebanon.", ("Tripoli", "LB")),
        ("Clashes broke out in Tripoli, Libya.", ("Tripoli", "LY")),
        ("A tank was hit in Idlib province.", ("Idlib", "SY")),
        ("A man was shot in Fairfield, California.", ("Fairfield", "US")),
        ("Shells hit the Syrian town of Saraqib.", ("Saraqib", "SY")),
        ("A hotel was bombed in Islamabad.", ("Islamabad", "PK")),  # and not what Chattogram was called
    ],
)
def test_namesakes_are_decided_by_what_stands_beside_them(text: str, place: tuple[str, str]) -> None:
    assert meant(text)[0] == place


def test_a_namesake_oceans_away_is_left_open() -> None:
    found = meant("Rockets fell near Rashidiya, north of Baghdad.")
    assert found == [None, ("Baghdad", "IQ")]


def test_a_region_far_away_is_meant_all_the_same() -> None:
    assert meant("He flew from Texas to Baghdad.") == [("Texas", "US"), ("Baghdad", "IQ")]


def test_villages_no_list_has_are_places_still() -> None:
    found = find(sentence("Four people died in the village of Tlajabin, near Manbij."))
    assert [(m.place and m.place.name, m.candidates == ()) for m in found] == [
        (None, True),
        ("Manbij", False),
    ]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("They killed nine people on a football field at Mutalide.", "Mutalide", ""),
        ("Gunmen killed farmers near Zabarkori on Friday.", "Zabarkori", ""),
        ("Gunmen raided Kukurwa-gari village in Gujba LGA.", "Kukurwa-gari", "village"),
        ("Bandits came to the hamlet of Dan Gado.", "Dan Gado", "hamlet"),
        ("A bomb went off in the Qadriyat neighbourhood of Baghdad.", "Qadriyat", "neighbourhood"),
        ("They burnt houses in Tirmoli, a village in South Kordofan.", "Tirmoli", "village"),
        ("A bomb hit the Hari Nath Street in Srinagar.", "Hari Nath Street", "street"),
        ("They killed pupils in Buni Yadiko, in Yobe state.", "Buni Yadiko", ""),  # not Buni, Pakistan
        ("Six men died at Ogobo in Bayelsa State.", "Ogobo", ""),
        ("In Dorvane north of the capital jets struck a market.", "Dorvane", ""),
        ("Troops were fired on in Kuzumbe with heavy guns.", "Kuzumbe", ""),
        ("Gunmen attacked Mambatti, a village on the lake.", "Mambatti", "village"),
        ("Soldiers torched Gataya Village on Sunday.", "Gataya", "village"),
        ("Shells fell on Kuzumbe with a loud bang.", "Kuzumbe", ""),
    ],
)
def test_names_no_list_has(text: str, name: str, kind: str) -> None:
    assert (name, kind) in [(m.name, m.said_to_be) for m in find(sentence(text)) if not m.candidates]


@pytest.mark.parametrize(
    "text",
    [
        "In Ramadan prices rose.",
        "Talks at NATO ended.",
        "In Ukrainian eyes the deal is dead.",
        "Anger over Monday remains.",
        "It was published in Al Hayat newspaper.",
        "Nobody at Reuters knew.",
    ],
)
def test_what_stands_behind_in_and_is_no_place(text: str) -> None:
    assert find(sentence(text)) == []


def test_a_small_town_of_a_country_that_is_never_named_is_not_meant() -> None:
    home = Place("1", "Ariha", PlaceKind.CITY, "SY", "Idlib", 35.8, 36.6, 40_000)
    far = Place("2", "Kokab", PlaceKind.CITY, "IL", "", 32.8, 35.2, 3_000)
    here = [PlaceMention(Span(n, n + 5), n, candidates=(home,), place=home, name="Ariha") for n in range(3)]
    there = PlaceMention(Span(9, 14), 4, candidates=(far,), place=far, name="Kokab")
    assert [m.place for m in namesakes.settle([*here, there], SEED)][-1] is None
    assert [m.place for m in namesakes.settle([*here, there], SEED, {"IL"})][-1] == far


def test_where_namesakes_share_a_country_that_is_known() -> None:
    twins = [
        Place(key, "Sahla", PlaceKind.CITY, "SD", admin1, latitude, 30, 20_000)
        for key, admin1, latitude in (("1", "Kassala", 15), ("2", "Sennar", 10))
    ]
    told = PlaceMention(Span(0, 5), 0, candidates=tuple(twins), place=None, name="Sahla")
    (settled,) = namesakes.settle([told], SEED)
    assert (settled.place, settled.country) == (None, "SD")


@pytest.mark.parametrize(
    ("named", "country"),
    [((), None), (("LB",), "LB"), (("LY",), "LY")],  # "Lebanese police said"
)
def test_the_people_named_speak_for_a_namesake(named: tuple[str, ...], country: str | None) -> None:
    twins = [
        Place(c, "Sahla", PlaceKind.CITY, c, "", latitude, longitude, 20_000)
        for c, latitude, longitude in (("LB", 34, 36), ("LY", 32, 13))
    ]
    told = PlaceMention(Span(0, 5), 0, candidates=tuple(twins), place=None, name="Sahla")
    (settled,) = namesakes.settle([told], SEED, named)
    assert (settled.place.country if isinstance(settled.place, Place) else None) == country


def test_what_the_story_is_about_outweighs_a_country_in_passing() -> None:
    found = places.find(sentence("He was shot in the capital and is treated in Belgium."), SEED)
    settled = [
        namesakes.settle(found, SEED, about=about) for about in ((), ("BI", "BI"))
    ]  # title and dateline
    assert [m.place and m.place.name for m in settled[0]] == ["Brussels", "Belgium"]
    assert [m.place and m.place.name for m in settled[1]] == ["Bujumbura", "Belgium"]


def test_settling_keeps_number_and_order() -> None:
    found = places.find(sentence("Between Homs and Hama, in Syria, near Tlajabin village, in Tripoli"), SEED)
    settled = namesakes.settle(found, SEED)
    assert [m.span for m in settled] == [m.span for m in found]
    assert namesakes.settle([], SEED) == []


def test_a_town_takes_no_article() -> None:
    assert "Victoria" not in [p.name for p in find(sentence("The navy seized the Victoria off the coast."))]
    assert "Victoria" not in [p.name for p in find(sentence("They boarded the freighter Victoria at noon."))]
    assert "Victoria" not in [p.name for p in find(sentence("It was the case of the Victoria, a ship."))]
    assert "Victoria" in [p.name for p in find(sentence("The attack on Victoria killed two."))]
