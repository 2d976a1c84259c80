"""Parties told by their country. First countries that act no more than the weather does."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from incidents.extraction.mentions import actors
from incidents.extraction.records import ActorMention, Sentence
from incidents.gazetteer.gazetteer import SEED
from tests.extraction.tools import check_nothing, sentence


def find(text: Sentence) -> Sequence[ActorMention]:
    return actors.find(text, SEED)


@pytest.mark.parametrize(
    "text",
    [
        "It fell on the Syrian capital Damascus.",
        "It happened in the city of Moscow.",
        "It rained across Ukraine.",
        "They flew to Israel on Monday.",
        "The French language is taught there.",
        "Sudan's Nile runs high.",
        "The town, which borders Niger, lies on the road.",
        "It is on the border with Mali.",
        "A Lebanese dish was served.",
        "Syrian and Russian songs were sung.",
        "A French and an Italian tale were told.",
    ],
)
def test_only_where_or_what(text: str) -> None:
    check_nothing(find, text)


@pytest.mark.parametrize(
    ("text", "name", "canonical"),
    [
        ("Syrian armed forces took the town.", "Syrian armed forces", "Syria"),
        ("A Russian Iskander missile hit a shop.", "Russian", "Russia"),
        ("The government of Syria signed.", "government of Syria", "Syria"),
        ("The armed forces of Ukraine shelled it.", "armed forces of Ukraine", "Ukraine"),
        ("The United States' killing of the man drew anger.", "United States", "United States"),
        ("Israel's bombing of the camp went on.", "Israel", "Israel"),
        ("Ukraine strikes targets with drones.", "Ukraine", "Ukraine"),
        ("Turkey strikes targets across the border.", "Turkey", "Turkey"),
        ("An Emirati F-16 destroyed it.", "Emirati", "United Arab Emirates"),
        ("Russian Su-24 bombers struck it.", "Russian", "Russia"),
        ("Pakistani guns opened up at dawn.", "Pakistani", "Pakistan"),
        ("Somali Islamist group al-Shabaab did it.", "al-Shabaab", "al-Shabaab"),
        ("US-led air strikes hit the village.", "US-led", "US-led coalition (CJTF-OIR)"),
        ("Yemen's Houthi forces fired.", "Houthi forces", "Houthi movement"),
        ("Saudi-led raids hit the port.", "Saudi-led", "Saudi-led coalition"),
        ("The Saudi-led coalition bombed it.", "Saudi-led coalition", "Saudi-led coalition"),
        ("A French-led force landed.", "French-led force", "France-led coalition"),
        ("Rwandan-backed fighters took the hill.", "Rwandan-backed fighters", "Rwanda-backed militias"),
        ("Pro-Iranian militias fired rockets.", "Pro-Iranian militias", "Iran-backed militias"),
        ("Iran-backed Houthi rebels fired.", "Houthi rebels", "Houthi movement"),
        ("Moscow launched missiles.", "Moscow", "Russia"),
        ("Nigerian police fired.", "Nigerian police", "Police of Nigeria"),
        ("Syrian and Russian warplanes bombed it.", "Syrian", "Syria"),
        ("Russian and regime jets bombed it.", "Russian", "Russia"),
        ("One Iraqi and two US soldiers were killed.", "Iraqi", "Iraq"),
        ("Two Britons were killed.", "Britons", "United Kingdom"),
    ],
)
def test_filed_under(text: str, name: str, canonical: str) -> None:
    assert (name, canonical) in [(m.name, m.canonical) for m in find(sentence(text))]
