"""Whose "its jets", "their men" and "they" are, and which army owns up. First those that stay nobody's."""

from __future__ import annotations

from datetime import date

import pytest

from incidents.extraction import Article, extract
from incidents.extraction.records import Draft

PUBLISHED = date(2024, 1, 20)  # a Saturday


def draft(text: str, n: int = 0) -> Draft:
    return extract(Article("a", "", text, PUBLISHED)).drafts[n]


def doers(text: str) -> list[str]:
    return [p.canonical for d in extract(Article("a", "", text, PUBLISHED)).drafts for p in d.perpetrators]


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed nine villagers near Jos, Nigeria, on Friday. They fled on motorcycles.",
        "A nurse from South Africa fled. The gunmen came back. On Friday they killed nine people in Palma.",
        "Kenya sent aid. The attackers hid in a forest. On Friday they shot dead nine people in Lamu.",
        "France recalled its envoy. On Friday, when gunmen entered the village, they killed nine people in Jos.",
        "The United Nations said nine people died in Goma. On Friday a bomb killed nine people in Goma.",
    ],
)
def test_nobody_to_be_named(text: str) -> None:
    assert doers(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Al-Shabaab said its men killed nine soldiers in Kismayo, Somalia, on Friday.", "al-Shabaab"),
        ("Boko Haram said its fighters killed nine soldiers in Maiduguri on Friday.", "Boko Haram"),
        ("Hamas said its gunmen killed two soldiers in Jabalia on Friday.", "Hamas"),
        ("Israel said its jets bombed a depot in Damascus on Friday.", "Israel"),
        ("Turkey said its drones struck a camp near Sinjar, Iraq, on Friday.", "Turkey"),
        ("Turkey said its warplanes bombed a camp near Sinjar, Iraq, on Friday.", "Turkey"),
        (
            "The Saudi-led coalition said it had shot down a drone. On Friday its planes bombed Sanaa.",
            "Saudi-led coalition",
        ),
        ("Russia shelled Kherson on Thursday. On Friday its drones hit Odesa.", "Russia"),
        ("Hezbollah says Israel broke the truce. On Friday it fired rockets at Haifa.", "Hezbollah"),
        ("Al-Shabaab says the government lied. On Friday it attacked a base in Mogadishu.", "al-Shabaab"),
        ("M23 says talks failed. On Friday it captured the town of Sake.", "March 23 Movement (M23)"),
        (
            "When Israeli troops entered Jenin on Friday, they shot dead four men, medics said.",
            "Israel",
        ),
    ],
)
def test_its_men_and_arms(text: str, expected: str) -> None:
    assert expected in doers(text)


@pytest.mark.parametrize(
    "text",
    [
        "A clinic in Kenya closed. The rebels came on Friday, and they killed nine people in Goma.",
        "Uganda closed a road. The insurgents held out. On Friday they killed nine people in Palma.",
        "The Kenyan president spoke. The militants regrouped. On Friday they killed nine people in Lamu.",
        "Rwanda denied it. M23 says talks failed. On Friday it captured the town of Sake.",
    ],
)
def test_not_the_state_told_of_before_the_fighters(text: str) -> None:
    assert not {"Kenya", "Uganda", "Rwanda"} & set(doers(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops killed two rebel leaders in Marawi, Philippines, on Friday.", None),
        ("Troops killed two rebels in Marawi, Philippines, on Friday, a witness said.", None),
        ("Troops killed two rebels in Marawi, Philippines, on Friday, doctors said.", None),
        ("Rebels killed two soldiers in Marawi, Philippines, on Friday, the military said.", None),
        ("Gunmen killed two soldiers in Cali, Colombia, on Friday, the army said.", None),
        ("Soldiers killed two people in Jos, Nigeria, on Friday. The army said it was sorry.", None),
        ("Troops killed two rebels in Marawi, Philippines, on Friday, the military said.", "Philippines"),
        ("Soldiers killed nine militants in Jos, Nigeria, on Friday, the army said.", "Nigeria"),
        ("The army said troops killed nine militants in Jos, Nigeria, on Friday.", "Nigeria"),
        ("U.S. airstrikes killed four militants in Somalia on Friday, Africa Command said.", "United States"),
    ],
)
def test_who_owns_up(text: str, expected: str | None) -> None:
    assert draft(text).claimed_by == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A drone hit a ship in the Gulf of Aden on Friday.", "Gulf of Aden"),
        ("Missiles hit a tanker in the Gulf of Oman on Friday.", "Gulf of Oman"),
        ("Pirates seized a tanker in the Gulf of Guinea on Friday.", "Gulf of Guinea"),
        ("Missiles hit a tanker in the Gulf on Friday.", "the Gulf"),
        ("Missiles hit a tanker in the Persian Gulf on Friday.", "Persian Gulf"),
    ],
)
def test_seas_named_after_an_article(text: str, expected: str) -> None:
    assert draft(text).place == expected
