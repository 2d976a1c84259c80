"""How far an event is vouched for. First what nobody doubts."""

from __future__ import annotations

from datetime import date

import pytest

from incidents.extraction import Article, extract
from incidents.vocabulary import Certainty

PUBLISHED = date(2024, 1, 20)  # a Saturday


def status(text: str) -> Certainty:
    return extract(Article("a", "", text, PUBLISHED)).drafts[0].status


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed five villagers in Jos, Nigeria, on Friday.",
        "Gunmen killed five villagers in Jos, Nigeria, on Friday, police said.",
        "A car bomb killed nine in Kabul on Friday. The Taliban claimed responsibility for the attack.",
        "The Israeli army said it struck a depot near Damascus, Syria, on Friday, killing two.",
        "An Israeli air strike killed two in Damascus, Syria, on Friday. State media said a depot burned.",
        "A bomb killed nine in Baghdad on Friday. Officials blamed the Islamic State group.",
        "An engineer was gunned down in Karachi, Pakistan, on Friday in a suspected sectarian attack.",
    ],
)
def test_told_as_fact(text: str) -> None:
    assert status(text) is Certainty.CONFIRMED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Air strikes killed nine people in Douma, Syria, on Friday, a monitoring group said.",
            Certainty.REPORTED,
        ),
        ("Drones struck a base near Hama, Syria, on Friday, state media reported.", Certainty.REPORTED),
        ("Gunmen reportedly killed five villagers near Goma on Friday.", Certainty.REPORTED),
        ("The Houthis said they had fired missiles at Eilat in Israel on Friday.", Certainty.CLAIMED),
        (
            "Al-Shabaab militants claim to have killed three soldiers near Mogadishu on Friday.",
            Certainty.CLAIMED,
        ),
        ("Syrian forces allegedly used chlorine gas in Douma, Syria, on Friday.", Certainty.ALLEGED),
    ],
)
def test_told_by_some(text: str, expected: Certainty) -> None:
    assert status(text) is expected
