"""Which triggers that people propose the reader can use, and what it says of the others."""

import pytest

from incidents.extraction.wording import fault
from incidents.gazetteer.records import Trigger
from incidents.vocabulary import PartOfSpeech as P
from incidents.vocabulary import SubEventType as T

FAULTS = [
    ("", P.VERB, "Gunmen shot him.", "wording", "one word or two"),
    ("!!!", P.NOUN, "Gunmen shot him!!!", "wording", "one word or two"),
    ("set fire to houses", P.VERB, "They set fire to houses.", "wording", "one word or two"),
    ("$(reboot)", P.VERB, "They $(reboot) it.", "wording", "one word or two"),
    ("x", P.NOUN, "The x was seen.", "wording", "one word or two"),
    ("garrotte", P.VERB, "Gunmen killed two shepherds.", "example", "with the word “garrotte”"),
    ("garrotte", P.VERB, "", "example", "with the word “garrotte”"),
    ("garrotted", P.VERB, "Gunmen garrotted two shepherds.", "wording", "base form “garrotte”"),
    ("bludgeon", P.NOUN, "Gunmen bludgeoned two shepherds.", "part_of_speech", "than noun"),
    ("bludgeon", P.VERB, "A bludgeon lay on the floor.", "part_of_speech", "than verb"),
    ("hurl javelin", P.VERB, "They hurled insults.", "example", "“javelin” belongs to “hurl”"),
    ("pipe attack", P.NOUN, "The attack killed two.", "example", "“pipe” belongs to “attack”"),
    ("bombing", P.NOUN, "The bombing killed two.", "wording", "knows “bombing” by itself"),
]  # fmt: skip
USED = [
    ("garrotte", P.VERB, "Gunmen garrotted two shepherds near Baiji."),
    ("bludgeon", P.VERB, "A farmer was bludgeoned by militants on Monday."),
    ("defenestration", P.NOUN, "The defenestration of a journalist shocked the town."),
    ("hurl javelin", P.VERB, "They hurled a javelin at the guards."),
    ("pipe attack", P.NOUN, "Two people died in a pipe attack in Lagos."),
]


@pytest.mark.parametrize(("words", "part", "example", "field", "said"), FAULTS)
def test_what_the_reader_cannot_use_is_named_with_its_field(words, part, example, field, said):
    found = fault(Trigger(words, part, T.SEXUAL_VIOLENCE), example)
    assert found is not None
    assert found[0] == field
    assert said in found[1]


@pytest.mark.parametrize(("words", "part", "example"), USED)
def test_what_the_reader_can_use_has_no_fault(words, part, example):
    assert fault(Trigger(words, part, T.ATTACK), example) is None
