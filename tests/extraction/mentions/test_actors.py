"""Who. First what is no party, then whom words are filed under."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from incidents.extraction.mentions import actors
from incidents.extraction.records import ActorMention, Range, Sentence
from incidents.gazetteer.gazetteer import SEED
from incidents.vocabulary import ActorKind, ReferentKind
from tests.extraction.tools import check, check_nothing, sentence


def find(text: Sentence) -> Sequence[ActorMention]:
    return actors.find(text, SEED)


@pytest.mark.parametrize(
    "text",
    [
        "It happened in Iraq.",
        "It happened in Washington on Monday.",
        "The Syrian coast was calm.",
        "What is left of it is unclear.",
        "It rained in the north.",
    ],
)
def test_nobody(text: str) -> None:
    check_nothing(find, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Gunmen dressed as soldiers stormed the hotel.", "soldiers"),
        ("Men disguised as Afghan policemen came in.", "Afghan policemen"),
        ("Attackers in army uniforms opened fire.", "army"),
        ("The bomber wore an Iraqi police uniform.", "Iraqi police"),
        ("It was a commando-style raid.", "commando"),
        ("A police station bombing killed two.", "police"),
        ("Rebel-held districts were quiet.", "Rebel"),
        ("An army base attack was foiled.", "army"),
    ],
)
def test_whom_somebody_only_looks_like_or_what_is_struck(text: str, name: str) -> None:
    assert name not in [m.name for m in find(sentence(text))]


@pytest.mark.parametrize(
    ("text", "name", "canonical"),
    [
        ("Government air strikes killed nine.", "Government", "Government"),
        ("A day of rebel rocket fire killed four.", "rebel", "Rebels"),
        ("Regime barrel bombs fell on it.", "Regime", "Regime"),
        ("Militant attacks killed six.", "Militant", "Militants"),
        ("Insurgent mortar fire hit the base.", "Insurgent", "Insurgents"),
        ("Army helicopters bombed the ridge.", "Army", "Army"),
        ("An army raid left ten dead.", "army", "Army"),
        ("Coalition strikes killed a man.", "Coalition", "Coalition"),
    ],
)
def test_whose_means(text: str, name: str, canonical: str) -> None:
    assert (name, canonical) in [(m.name, m.canonical) for m in find(sentence(text))]


@pytest.mark.parametrize(
    ("text", "name", "canonical"),
    [
        ("Kataib Hezbollah claimed it.", "Kataib Hezbollah", "Kata'ib Hezbollah"),
        ("ISIS militants attacked.", "ISIS militants", "Islamic State"),
        ("IRGC Navy boats came close.", "IRGC Navy", "Islamic Revolutionary Guard Corps"),
        ("Iranian-backed militants fired.", "Iranian-backed militants", "Iran-backed militias"),
        ("Iran-backed Houthi rebels fired.", "Houthi rebels", "Houthi movement"),
        ("The Saudi-led coalition bombed it.", "Saudi-led coalition", "Saudi-led coalition"),
        ("Pro-Russian separatists fired.", "Pro-Russian separatists", "Pro-Russian separatists"),
        ("Israeli airstrikes continued.", "Israeli", "Israel"),
        ("Iranian forces fired.", "Iranian forces", "Iran"),
        ("Iraq's military denied it.", "Iraq's military", "Iraq"),
        ("Washington denied it.", "Washington", "United States"),
        ("The United States answered.", "United States", "United States"),
        ("Iraqi police fired.", "Iraqi police", "Police of Iraq"),
        ("Serbian protesters marched.", "Serbian protesters", "Protesters (Serbia)"),
        ("A Yemeni journalist died.", "Yemeni journalist", "Journalists"),
        ("Villagers fled.", "Villagers", "Civilians"),
        ("The USS Monterey seized it.", "USS Monterey", "United States"),
        ("Qassem Soleimani was killed.", "Qassem Soleimani", "Qassem Soleimani"),
    ],
)
def test_filed_under(text: str, name: str, canonical: str) -> None:
    found = [(m.name, m.canonical) for m in find(sentence(text))]
    assert (name, canonical) in found


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("At least one Iraqi soldier was hurt.", Range(1, None)),
        ("Two Americans were killed.", Range(2, 2)),
        ("Several U.S. soldiers were hurt.", Range(2, None)),
        ("Iraqi soldiers were hurt.", None),
    ],
)
def test_how_many(text: str, count: Range | None) -> None:
    check(find, text, [{"count": count, "referent": ReferentKind.PEOPLE}])


@pytest.mark.parametrize("words", ["Gunmen", "A suicide bomber", "Unknown assailants", "Unidentified gunmen"])
def test_unidentified_attackers_are_recognisable(words: str) -> None:
    (mention,) = find(sentence(f"{words} attacked at dawn."))
    assert actors.is_unidentified(mention)


@pytest.mark.parametrize("words", ["Militants", "Rebels", "Hamas fighters", "Police", "Israeli soldiers"])
def test_others_are_not_unidentified(words: str) -> None:
    assert [m for m in find(sentence(f"{words} attacked at dawn.")) if actors.is_unidentified(m)] == []


def test_things_that_are_struck() -> None:
    found = find(sentence("Gunmen attacked a mosque and an oil facility, killing three worshippers."))
    assert [(m.name, m.referent.value, m.is_civilian) for m in found] == [
        ("Gunmen", "people", False),
        ("mosque", "object", False),
        ("oil facility", "object", False),
        ("worshippers", "people", True),
    ]


def test_a_states_forces_carry_their_key() -> None:
    (mention,) = find(sentence("Iraqi troops advanced."))
    assert mention.actor is not None
    assert (mention.actor.key, mention.country) == ("iq-military", "IQ")
    assert mention.actor_kind is ActorKind.STATE_FORCES


def test_no_two_parties_share_words() -> None:
    found = find(
        sentence("Hamas militants and Israeli soldiers fought Islamic Jihad fighters; civilians fled.")
    )
    spans = [m.span for m in found]
    assert not [1 for a in spans for b in spans if a is not b and a.overlaps(b)]


def test_ships_by_name() -> None:
    found = find(sentence("The tanker Front Altair was hit off Oman."))
    assert [(m.name, m.referent) for m in found][-1] == ("Front Altair", ReferentKind.OBJECT)
