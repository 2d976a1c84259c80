"""Bases, named and described. First what is none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from incidents.extraction.mentions import bases
from incidents.extraction.records import BaseMention, Sentence
from incidents.gazetteer.gazetteer import SEED
from tests.extraction.tools import check_nothing, sentence


def find(text: Sentence) -> Sequence[BaseMention]:
    return bases.find(text, SEED)


@pytest.mark.parametrize(
    "text",
    [
        "The Pentagon said so.",
        "A house burned down in Engels.",
        "The party lost its power base.",
        "Rebels based in Yemen fired.",
        "They live in a refugee camp near Balad.",
    ],
)
def test_no_base(text: str) -> None:
    check_nothing(find, text)


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("A missile hit the Ain al-Asad air base in Iraq.", "Ain al-Asad air base", "Al Asad Air Base"),
        ("On November 20, an attack On Al Asad Air Base hurt eight.", "Al Asad Air Base", "Al Asad Air Base"),
        ("Rockets slammed into Camp Taji.", "Camp Taji", "Camp Taji"),
        ("He was killed on the K-1 base outside Kirkuk.", "K-1 base", "K-1 Air Base"),
        ("Drones struck Tower 22 in Jordan.", "Tower 22", "Tower 22"),
        ("Drones struck al-Tanf.", "al-Tanf", "Al-Tanf garrison"),
        ("Ukraine struck Engels air base.", "Engels air base", "Engels Air Base"),
        ("Jets took off from Hmeimim airbase.", "Hmeimim airbase", "Khmeimim Air Base"),
    ],
)
def test_named(text: str, words: str, name: str) -> None:
    (mention,) = find(sentence(text))
    assert mention.base is not None
    assert (mention.span.of("A heading. " + text), mention.base.name) == (words, name)


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Missiles were fired at an Iraqi air base.", "Iraqi air base", "IQ"),
        ("Drones hit U.S. bases in Syria.", "U.S. bases", "SY"),
        ("The same base was hit.", "same base", ""),
        ("A blast shook the Shorja military camp.", "Shorja military camp", ""),
    ],
)
def test_described_only(text: str, words: str, country: str) -> None:
    (mention,) = find(sentence(text))
    assert (mention.span.of("A heading. " + text), mention.base, mention.country) == (words, None, country)
