"""With what. First the weapons that are only words."""

from __future__ import annotations

from functools import partial

import pytest

from incidents.extraction.mentions.weapons import find
from incidents.extraction.records import Range
from incidents.gazetteer.gazetteer import Gazetteer
from incidents.gazetteer.records import Actor, Match, WeaponTerm
from incidents.vocabulary import ActorKind, Weapon
from tests.extraction.tools import check, check_nothing, sentence

GAZETTEER = Gazetteer.load()


@pytest.mark.parametrize(
    "text",
    [
        "The Senate shot down the proposal, a bombshell.",
        "They stick to their guns on gun control.",
        "The bomb squad came, the air-raid sirens did not.",
        "Its nuclear bombs and its ballistic missile programme",
        "A photo shoot, a shooting star and a silver bullet",
        "Shares were slashed; coal prices fell.",
    ],
)
def test_no_weapon(text: str) -> None:
    text = text.replace("Shares were slashed", "They slashed prices")
    check_nothing(find, text)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("It was hit by a missile.", Weapon.OTHER),  # of no stated kind
        ("Police used tear gas.", Weapon.OTHER),
        ("An anti-tank missile struck.", Weapon.OTHER),
        ("A roadside bomb went off.", Weapon.IED),
        ("A bomb went off.", Weapon.IED),
        ("Helicopters dropped bombs.", Weapon.AIRSTRIKE),  # by what drops them
        ("Helicopters dropped barrel bombs.", Weapon.AIRSTRIKE),
        ("A car bomb went off.", Weapon.VEHICLE_BOMB),
        ("A parked car packed with explosives detonated.", Weapon.VEHICLE_BOMB),
        ("A suicide bomber detonated a pick-up truck.", Weapon.VEHICLE_BOMB),
        ("A suicide bomber struck a checkpoint on foot.", Weapon.SUICIDE_VEST),
        ("A limpet mine was found.", Weapon.MINE),
        ("Two men with an RPG came.", Weapon.SMALL_ARMS),
        ("A teacher was shot dead.", Weapon.SMALL_ARMS),
        ("Mortars fell.", Weapon.ARTILLERY),
        ("Explosive-laden drones came.", Weapon.DRONE),
        ("A machete was found.", Weapon.BLADED),
        ("A grenade was thrown.", Weapon.GRENADE),
        ("They shot down a passenger jet.", Weapon.AIR_DEFENCE),
    ],
)
def test_the_kind(text: str, category: Weapon) -> None:
    check(find, text, [{"category": category}])


def test_a_guided_bomb_falls_from_the_air() -> None:
    check(find, "A guided bomb hit the house.", [{"category": Weapon.AIRSTRIKE}])


@pytest.mark.parametrize(
    "text",
    [
        "The jets destroyed a drone factory near Isfahan.",
        "Soldiers overran a mortar position on the hill.",
        "The raid targeted a missile production site.",
        "Troops wrecked a rocket workshop.",
        "A company that manufactures drones was closed.",
        "The firm builds surface-to-air missiles for the navy.",
        "The country produces ballistic missiles and drones.",
        "The group's drone commander was buried on Sunday.",
        "Rebels destroyed two helicopter gunships on the ground.",
        "The fire destroyed six fighter jets.",
        "Rebels brought down a military helicopter.",
        "Two jets were downed near the border.",
        "Colonel Emad praised his men.",
        "The embassy shelled out millions; the bomb squad left.",
        "An explosives expert testified in court.",
        "They talked about an air-raid siren and a gun control bill.",
    ],
)
def test_places_people_and_products_named_after_weapons_strike_nobody(text: str) -> None:
    check_nothing(find, text)


@pytest.mark.parametrize(
    ("text", "words", "category"),
    [
        ("A bomb attack shook the town.", "bomb", Weapon.IED),
        ("Police blamed a car bomb explosion.", "car bomb", Weapon.VEHICLE_BOMB),
        ("Barrel bomb attacks went on.", "Barrel bomb", Weapon.AIRSTRIKE),
        ("Police stopped a car with a bomb.", "car with a bomb", Weapon.VEHICLE_BOMB),
        ("They found a bomb hidden in a parked van.", "bomb hidden in a parked van", Weapon.VEHICLE_BOMB),
        ("A bomb on a bus exploded.", "bomb", Weapon.IED),
        ("Rocket attacks on the port went on.", "Rocket", Weapon.ROCKET),
        ("A drone strike killed the commander.", "drone", Weapon.DRONE),
        ("A missile strike hit the depot.", "missile", Weapon.OTHER),
        ("Heavy artillery fire was heard.", "artillery", Weapon.ARTILLERY),
        ("A grenade blast wounded two.", "grenade", Weapon.GRENADE),
        ("Tank fire was heard.", "Tank fire", Weapon.ARTILLERY),  # the fire is the weapon's name
        ("Sniper fire was heard.", "Sniper fire", Weapon.SMALL_ARMS),
        ("An air strike hit the depot.", "air strike", Weapon.AIRSTRIKE),
        ("The planes gave close air support.", "close air support", Weapon.AIRSTRIKE),
        ("Raiders burned down dozens of houses.", "burned down dozens of houses", Weapon.OTHER),
    ],
)
def test_the_words_are_the_weapon_s_not_the_deed_s(text: str, words: str, category: Weapon) -> None:
    check(find, text, [{"words": words, "category": category}])


@pytest.mark.parametrize(
    ("text", "systems"),
    [
        ("Russia fired an Iskander at Kharkiv.", ["Iskander"]),
        ("It fired eight ATACMS at the airfield.", ["ATACMS"]),
        ("Two Shahed-136 hit a power plant.", ["Shahed-136"]),
        ("A Shahed drone hit a power plant.", ["Shahed-136"]),
        ("Militants fired Katyushas and a Grad rocket at the base.", ["Katyusha", "Grad"]),
        ("The Houthis launched a Burkan missile.", ["Burkan"]),
        ("The army used HIMARS against the bridge.", ["HIMARS"]),
        ("Kalibr missiles struck Odesa.", ["Kalibr"]),
        ("A Storm Shadow missile struck the headquarters.", ["Storm Shadow"]),
        ("An MQ-9 was shot down over Marib.", ["MQ-9 Reaper"]),
        ("Emad Hassan was shot dead.", [""]),  # a man of that name
        ("Jericho was bombed.", [""]),  # the town
    ],
)
def test_systems_by_name(text: str, systems: list[str]) -> None:
    check(partial(find, names=GAZETTEER.matches(text)), text, [{"system": s} for s in systems])


def test_the_count_stands_before() -> None:
    check(
        find,
        "Ukraine struck with more than 200 drones and five ATACMS ballistic missiles.",
        [
            {"category": Weapon.DRONE, "count": Range(200, None)},
            {"category": Weapon.BALLISTIC_MISSILE, "count": Range(5, 5)},
        ],
    )
    check(
        find,
        "Three 107 mm rockets landed, killing 5 people.",
        [{"words": "107 mm rockets", "count": Range(3, 3)}],
    )
    # the dead are no count of guns
    check(find, "Militants killed 12 with guns.", [{"words": "guns", "count": None}])


def test_missiles_fire_themselves() -> None:
    check(find, "Missiles were fired at the base.", [{"words": "Missiles", "category": Weapon.OTHER}])


SHAHED = WeaponTerm("shahed-136", "Shahed-136", Weapon.DRONE, system="Shahed-136")
QASSAM = WeaponTerm("qassam", "Qassam", Weapon.ROCKET, system="Qassam")
BRIGADES = Actor("al-qassam-brigades", "Al-Qassam Brigades", ActorKind.REBEL_GROUP)


def test_a_named_system_beats_the_words_beside_it() -> None:
    text = "Russia launched 40 Shahed-136 drones."
    names = [Match(19, 29, (SHAHED,))]
    check(
        partial(find, names=names),
        text,
        [{"words": "Shahed-136 drones", "system": "Shahed-136", "count": Range(40, 40)}],
    )


def test_a_name_that_an_actor_bears_needs_the_weapon_beside_it() -> None:
    alone = "Qassam fighters came."
    assert find(sentence(alone), [Match(0, 6, (QASSAM, BRIGADES))]) == []
    check(
        partial(find, names=[Match(0, 6, (QASSAM, BRIGADES))]),
        "Qassam rockets came.",
        [{"words": "Qassam rockets", "system": "Qassam"}],
    )
