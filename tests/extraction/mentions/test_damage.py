"""What was broken. First what only sounds broken."""

from __future__ import annotations

import pytest

from incidents.extraction.mentions.damage import find
from incidents.vocabulary import Damage
from tests.extraction.tools import check, check_nothing


@pytest.mark.parametrize(
    "text",
    [
        "The scandal damaged relations and his reputation.",
        "The destroyer USS Carney came.",
        "The army vowed to destroy the group.",
        "It did lasting damage to ties.",
    ],
)
def test_no_damage_to_things(text: str) -> None:
    check_nothing(find, text)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("There was no damage.", Damage.NONE),
        ("No casualties or damage were reported.", Damage.NONE),
        ("There were no immediate reports of damage.", Damage.NONE),
        ("It caused minor damage to the base itself.", Damage.MINOR),
        ("A building was lightly damaged.", Damage.MINOR),
        ("The blast caused extensive damage.", Damage.MAJOR),
        ("Two jets were badly damaged.", Damage.MAJOR),
        ("The raid destroyed six jets.", Damage.DESTROYED),
        ("Four ships were damaged.", Damage.UNKNOWN),
        ("They set fire to two banks.", Damage.UNKNOWN),
    ],
)
def test_the_level(text: str, level: Damage) -> None:
    check(find, text, [{"level": level}])


@pytest.mark.parametrize(
    "text",
    [
        "The talks collapsed.",
        "The government collapsed.",
        "The ceasefire collapsed within hours.",
        "Hopes sank.",
        "The strikes degraded the group's capabilities.",
        "A destroyer fired missiles.",
    ],
)
def test_what_breaks_without_being_a_thing(text: str) -> None:
    check_nothing(find, text)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("The damage was light.", Damage.MINOR),
        ("Damage was minimal.", Damage.MINOR),
        ("The damage was extensive.", Damage.MAJOR),
        ("The blast shattered windows.", Damage.MINOR),
        ("Windows of nearby houses were blown out.", Damage.MINOR),
        ("The attack set the tanker ablaze.", Damage.UNKNOWN),
        ("The bridge collapsed.", Damage.DESTROYED),
        ("The boat sank.", Damage.DESTROYED),
        ("Nine jets were destroyed.", Damage.DESTROYED),
        ("Two aircraft were badly damaged.", Damage.MAJOR),
    ],
)
def test_how_badly(text: str, level: Damage) -> None:
    check(find, text, [{"level": level}])
