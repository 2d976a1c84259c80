"""With what, in the draft. First the words that are no weapon of the act."""

from __future__ import annotations

from datetime import date

import pytest

from incidents.extraction import Article, extract
from incidents.vocabulary import Weapon

PUBLISHED = date(2020, 3, 6)


def draft(text: str):
    (found,) = extract(Article("a", "", text, PUBLISHED)).drafts
    return found


@pytest.mark.parametrize(
    ("text", "weapons"),
    [
        # a wide word beside the narrow one
        (
            "Militants fired rockets at the Balad air base in Iraq on Thursday. They fired at it for an hour.",
            [Weapon.ROCKET],
        ),
        (
            "A car bomb exploded in Mosul on Thursday and killed nine people. The bombing wounded twelve.",
            [Weapon.VEHICLE_BOMB],
        ),
        (
            "Iran fired ballistic missiles at Erbil on Thursday. The missile attack wounded two people.",
            [Weapon.BALLISTIC_MISSILE],
        ),
        (
            "Drones struck an oil plant at Abqaiq on Thursday. The air strikes set it on fire.",
            [Weapon.DRONE],
        ),
        # by whose hands
        ("The Iraqi army defused a bomb in Mosul on Thursday.", [Weapon.IED]),
        ("The Syrian army bombed Idlib on Thursday, killing seven people.", [Weapon.AIRSTRIKE]),
        ("Islamic State militants bombed a bus in Mosul on Thursday, killing seven people.", [Weapon.IED]),
        # what the verb alone tells
        ("Gunmen shot a judge in Mosul on Thursday.", [Weapon.SMALL_ARMS]),
        ("Attackers stabbed two policemen in Paris on Thursday.", [Weapon.BLADED]),
        # unstated
        ("Militants attacked a police station in Mosul on Thursday and killed four policemen.", []),
        # stopped
        ("Saudi air defences intercepted a drone over Jazan on Thursday.", [Weapon.DRONE]),
    ],
)
def test_weapons(text: str, weapons: list[Weapon]) -> None:
    assert [w.category for w in draft(text).weapons] == weapons


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        # the thing rather than the deed, and each once
        (
            "A bomb exploded at a bank in Lima on Thursday. The bombing wounded two people; the bomb was small.",
            ["bomb"],
        ),
        (
            "Gunmen opened fire on a bus in Lima on Thursday with machine guns, killing three.",
            ["machine guns"],
        ),
        ("Gunmen opened fire on a bus in Lima on Thursday, killing a teacher.", ["Gunmen", "opened fire"]),
    ],
)
def test_the_words_shown(text: str, quotes: list[str]) -> None:
    assert [e.quote for e in draft(text).evidence if e.field == "weapons"] == quotes
