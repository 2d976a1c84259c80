"""With what. First the weapons that are only words."""

from __future__ import annotations

from functools import partial

import pytest

from incidents.extraction.mentions.weapons import find
from incidents.extraction.records import Range
from incidents.gazetteer.records import Actor, Match, WeaponTerm
from incidents.vocabulary import ActorKind, Weapon
from tests.extraction.tools import check, check_nothing, sentence


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
