"""Whom a draft names as targets. First those that it leaves out."""

from __future__ import annotations

from datetime import date

import pytest

from incidents.extraction import Article, extract
from incidents.vocabulary import SubEventType

PUBLISHED = date(2020, 3, 6)


def targets(text: str) -> list[tuple[str, str]]:
    drafts = extract(Article("a", "", text, PUBLISHED)).drafts
    assert drafts
    return [(t.name, t.canonical) for t in drafts[0].targets]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # "people" only where nobody says who they were
        (
            "A bomb exploded at a bank in Lima on Thursday, killing two people.",
            [("bank", "Bank")],
        ),
        (
            "A car bomb in Mosul on Thursday killed nine people.",
            [("people", "Civilians")],
        ),
        # a party to a deal is no target
        ("The government and the rebels signed a ceasefire in Bogota on Thursday.", []),
        # lost ground is nobody
        (
            "The Syrian army recaptured the village of Khan Touman from Islamic State on Thursday.",
            [("Islamic State", "Islamic State")],
        ),
        # the same man by his last name
        (
            "Gunmen shot Judge Carlos Mendoza in Lima on Thursday. Mendoza was murdered outside his house.",
            [("Judge Carlos Mendoza", "Judge Carlos Mendoza")],
        ),
        # the end of the attackers is no second target
        (
            "Gunmen stormed a hotel in Kabul on Thursday. The attackers were killed by police.",
            [("hotel", "Civilians")],
        ),
        # the base beside who was hit on it
        (
            "Rockets hit Camp Taji in Iraq on Thursday and killed two Americans.",
            [("Americans", "United States")],
        ),
        # "militants" beside whose they are
        (
            "A raid on a Pakistani Taliban hideout in Peshawar on Thursday killed nine militants.",
            [("Pakistani Taliban", "Tehrik-i-Taliban Pakistan")],
        ),
    ],
)
def test_left_out(text: str, expected: list[tuple[str, str]]) -> None:
    assert targets(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # whose a thing is
        ("Shelling destroyed two houses in Aleppo on Thursday.", [("houses", "Civilians")]),
        ("Gunmen attacked a mosque in Mosul on Thursday, killing nobody.", [("mosque", "Civilians")]),
        (
            "Gunmen attacked a police station in Mosul on Thursday.",
            [("police station", "Police Forces of Iraq")],
        ),
        ("Rebels shelled an army barracks in Damascus on Thursday.", [("army barracks", "Syria")]),
        (
            "Drones hit oil facilities belonging to Saudi Aramco in Abqaiq on Thursday.",
            [("oil facilities", "Saudi Aramco")],
        ),
        # each of those without a name
        (
            "Gunmen murdered a judge and his driver in Lima on Thursday.",
            [("judge", "Civilians"), ("driver", "Civilians")],
        ),
        # victims told later
        (
            "A bomb exploded outside a bank in Lima on Thursday. Two policemen were wounded.",
            [("bank", "Bank"), ("policemen", "Police Forces of Peru")],
        ),
        # the base itself where nobody else is named
        (
            "Militants fired rockets at Ain al-Asad air base in Iraq on Thursday.",
            [("Ain al-Asad air base", "Al Asad Air Base")],
        ),
    ],
)
def test_named(text: str, expected: list[tuple[str, str]]) -> None:
    assert targets(text) == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # nobody is named, or nobody did it
        ("The bishop spoke of the killing of priests in general.", False),
        ("The judge will investigate the murder of a clerk.", False),
        ("The army is not responsible for the killing of six priests.", False),
        ("The army is responsible for the killing of six priests, the court found.", True),
        ("Drug traffickers are behind the murder of Judge Carlos Mendoza, the police said.", True),
    ],
)
def test_a_deed_told_as_known_needs_doer_and_sufferer(text: str, told: bool) -> None:
    opening = "The court met for an hour. Nobody spoke to the press. The hearing was short. "
    assert bool(extract(Article("a", "", opening + text, PUBLISHED)).drafts) is told


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Guerrillas attacked a priest in Arauca on Thursday.", SubEventType.ATTACK),
        ("Guerrillas attacked two policemen in Arauca on Thursday.", SubEventType.ATTACK),
        ("Guerrillas attacked soldiers in Arauca on Thursday.", SubEventType.ARMED_CLASH),
        ("Soldiers attacked guerrillas in Arauca on Thursday.", SubEventType.ARMED_CLASH),
    ],
)
def test_whom_rebels_attack_makes_it_a_fight_or_not(text: str, kind: SubEventType) -> None:
    assert extract(Article("a", "", text, PUBLISHED)).drafts[0].event_type is kind
