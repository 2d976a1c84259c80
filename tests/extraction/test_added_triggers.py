"""Triggers handed to the reader beside its own: what they must not take from it, and what they add."""

import pytest

from incidents.extraction import triggers
from incidents.gazetteer.records import Trigger
from incidents.vocabulary import PartOfSpeech as P
from incidents.vocabulary import Standing
from incidents.vocabulary import SubEventType as T
from tests.extraction.tools import sentence

GARROTTE = Trigger("garrotte", P.VERB, T.ATTACK)
LOB_JAR = Trigger("lob jar", P.VERB, T.GRENADE)
PIPE_ATTACK = Trigger("pipe attack", P.NOUN, T.ATTACK, Standing.WEAK)
BOMBING = Trigger("bombing", P.NOUN, T.SEXUAL_VIOLENCE)
ALL = (GARROTTE, LOB_JAR, PIPE_ATTACK, BOMBING)


def read(text: str, *added: Trigger) -> list[tuple[str, T, str]]:
    found = triggers.find(sentence(text), added=added)
    return [(t.lemma, t.sub_event_type, t.standing) for t in found]


@pytest.mark.parametrize(
    "text",
    [
        "The garrotte was shown in a museum.",
        "He lobbed an insult at the minister.",
        "The jar fell from the table.",
        "A pipe broke in the street.",
    ],
)
def test_what_is_not_worded_like_it_is_not_read_by_it(text):
    assert read(text, *ALL) == []


@pytest.mark.parametrize(
    "text",
    [
        "The bombing killed two soldiers.",
        "A drone attack hit the base.",
        "Gunmen shot a teacher dead.",
        "Rebels overran an army base.",
    ],
)
def test_what_the_reader_knows_by_itself_stays_as_it_was(text):
    assert read(text, *ALL) == read(text) != []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen garrotted two shepherds.", [("garrotte", T.ATTACK, "event")]),
        ("Men lobbed a jar at the guards.", [("lob", T.GRENADE, "event")]),
        ("The pipe attack shocked the town.", [("attack", T.ATTACK, "weak")]),
    ],
)
def test_what_is_added_is_read(text, expected):
    assert read(text, *ALL) == expected


@pytest.mark.parametrize("added", [(), (LOB_JAR,), (PIPE_ATTACK,)])
def test_a_story_without_its_words_is_not_parsed_for_it(added):
    assert not triggers.promising("Two shepherds were garrotted.", added)


@pytest.mark.parametrize("text", ["Two shepherds were garrotted.", "GARROTTED AT DAWN", "They garrotte."])
def test_a_story_with_its_words_alone_is_parsed(text):
    assert triggers.promising(text, (GARROTTE,))
