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
