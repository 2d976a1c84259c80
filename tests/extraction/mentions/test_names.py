"""Parties with a name of their own, in a list or not. First what is no party's name."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from incidents.extraction.mentions import actors
from incidents.extraction.records import ActorMention, Sentence
from incidents.gazetteer.gazetteer import SEED
from incidents.vocabulary import ActorKind, ReferentKind
from tests.extraction.tools import check_nothing, sentence


def find(text: Sentence) -> Sequence[ActorMention]:
    return actors.find(text, SEED)


@pytest.mark.parametrize(
    "text",
    [
        "The Volkswagen Group announced results.",
        "The Detroit Tigers won again.",
        "Work began on the Northern Front of the stadium.",
        "A report by the Contact Group was published.",
        "The Rapid Support Command is a desk in London.",
        "No group said anything.",
        "This network is slow.",
        "It was shown on Islamic State TV.",
    ],
)
def test_no_party(text: str) -> None:
    check_nothing(find, text)


@pytest.mark.parametrize(
    "text",
    [
        "The Air Force denied it.",  # a state's own, whatever the state
        "The Joint Special Operations Command ordered it.",
        "The Salvadoran Army killed six men.",
        "The 3rd Division of the Iraqi Army advanced.",
    ],
)
def test_a_states_body_is_no_rebel_group(text: str) -> None:
    assert ActorKind.REBEL_GROUP not in {m.actor_kind for m in find(sentence(text))}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Free Ruritania Movement ambushed a patrol.", "Free Ruritania Movement"),
        ("Fighters of the Morazan Brigade blew up a bridge.", "Morazan Brigade"),
        ("The Revolutionary Army of the People claimed it.", "Revolutionary Army of the People"),
        (
            "The Front for the Liberation of the Cabinda Enclave kidnapped them.",
            "Front for the Liberation of the Cabinda Enclave",
        ),
        (
            "The Simon Bolivar Guerrilla Coordination Front attacked.",
            "Simon Bolivar Guerrilla Coordination Front",
        ),
        ("The Sinai Martyrs Battalion fired at them.", "Sinai Martyrs Battalion"),
        ("Members of the Omega Cartel burned buses.", "Omega Cartel"),
        ("The Soldiers of Tomorrow Militia held the bridge.", "Soldiers of Tomorrow Militia"),
        ("The Baruti group burned a school.", "Baruti group"),
        ("Doghmush clan members shot a man.", "Doghmush clan members"),
        ("The Barzan tribe fought back.", "Barzan tribe"),
        ("The Los Rojos gang killed nine.", "Los Rojos gang"),
    ],
)
def test_names_that_no_list_knows(text: str, name: str) -> None:
    (found,) = [m for m in find(sentence(text)) if m.name == name]
    assert (found.canonical, found.referent, found.actor_kind, found.actor) == (
        name,
        ReferentKind.ORGANISATION,
        ActorKind.REBEL_GROUP,
        None,
    )


@pytest.mark.parametrize(
    ("text", "name", "canonical"),
    [
        ("Kataib Hezbollah fighters fired.", "Kataib Hezbollah fighters", "Kata'ib Hezbollah"),
        ("Suspected Boko Haram militants raided the town.", "Boko Haram militants", "Boko Haram"),
        ("Hamas gunmen fired.", "Hamas gunmen", "Hamas"),
        ("The PKK denied it.", "PKK", "Kurdistan Workers' Party (PKK)"),
    ],
)
def test_listed(text: str, name: str, canonical: str) -> None:
    assert [(m.name, m.canonical) for m in find(sentence(text))][:1] == [(name, canonical)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The USS Monterey stopped a dhow.", ActorKind.STATE_FORCES),
        ("The tanker Front Altair was hit.", None),
    ],
)
def test_a_warship_is_its_navys(text: str, kind: ActorKind | None) -> None:
    assert [m.actor_kind for m in find(sentence(text)) if m.referent is ReferentKind.OBJECT][:1] == [kind]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("General Motors cut jobs.", "Motors"),
        ("Police named the town as Homs.", "Homs"),
        ("The suspect Friday was calm.", "Friday"),
    ],
)
def test_no_person_is_told(text: str, words: str) -> None:
    assert [m for m in find(sentence(text)) if words in m.name] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The gunman, identified by the police as 19-year-old Mert Testaoglu, had fled.", "Mert Testaoglu"),
        ("Named as Zzeid Testi, a student, he had fled.", "Zzeid Testi"),
        ("The suspect, Yusuf Testi, said nothing.", "Yusuf Testi"),
        ("Colonel Issa Testu took power.", "Issa Testu"),
        ("King Testendra sacked them.", "Testendra"),
    ],
)
def test_persons_told_to_be_such(text: str, name: str) -> None:
    (found,) = [m for m in find(sentence(text)) if m.name == name]
    assert (found.canonical, found.referent) == (name, ReferentKind.PEOPLE)


def test_a_ship_by_its_name() -> None:
    (ship, *_) = find(sentence("In May the Testa Star, a Greek tanker, was hit."))
    assert ship.canonical == "Testa Star (merchant ship)"
