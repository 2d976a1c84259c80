"""Capitals without their name. First those that are named, or are none."""

import pytest

from incidents.extraction.mentions import namesakes, places
from incidents.gazetteer.gazetteer import SEED
from tests.extraction.tools import sentence


def capitals(text: str) -> list[str | None]:
    """The town that each bare "capital" of the sentence means."""
    found = namesakes.settle(places.find(sentence(text), SEED), SEED)
    return [m.place and m.place.name for m in found if m.said_to_be == "capital"]


@pytest.mark.parametrize(
    "text",
    [
        "A bomb went off in the Yemeni capital Sanaa.",
        "A bomb went off in the capital, Sanaa.",
        "A bomb went off in Sanaa, the capital of Yemen.",
        "A bomb went off in the capital city of Kabul.",
        "Shells hit the provincial capital on Friday.",
        "Shells hit the regional capital on Friday.",
        "He faces capital punishment in Iraq.",
        "The firm raised capital in Dubai.",
        "Rebels took the state capital of Jonglei.",
    ],
)
def test_no_bare_capital(text: str) -> None:
    assert [name for name in capitals(text) if name] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A bomb went off in the Yemeni capital on Friday.", "Sanaa"),
        ("A grenade was thrown in Burundi's capital.", "Bujumbura"),
        ("Rebels shelled a church in the capital of the Central African Republic.", "Bangui"),
        ("Three men were shot in Kenya on Monday, two of them in the capital.", "Nairobi"),
        ("A blast rocked the Afghan capital.", "Kabul"),
    ],
)
def test_whose_capital(text: str, name: str) -> None:
    assert capitals(text) == [name]
