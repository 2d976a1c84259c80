"""The verbs of headlines and digests, which the library takes for nouns."""

import pytest

from incidents.extraction import grammar, language

NOUNS = [
    ("The strikes on the depot killed nine.", "strikes"),
    ("A few soldiers from the north arrived.", "soldiers"),
    ("The rebels hold a police headquarters in the town.", "headquarters"),
    ("Reports of raids on farms reached the capital.", "raids"),
]
VERBS = [
    ("Turkish artillery shells Kurdish positions near Afrin.", "shells", "artillery", "positions"),
    ("Popular Mobilisation Forces bomb the outskirts of Hawija.", "bomb", "Forces", "outskirts"),
    ("A Turkish F-16 shoots down a Russian drone near the border.", "shoots", "F-16", "drone"),
    ("A Russian Su-34 shoots down a balloon.", "shoots", "Su-34", "balloon"),
    ("Gunmen ambush a convoy near Kidal, killing three soldiers.", "ambush", "Gunmen", "convoy"),
]


BEARINGS = [
    ("Troops hold the north of Baghdad.", "north", "of"),
    ("Rockets hit Balad Air Base north of Baghdad.", "Base", "north"),
    ("Rockets hit the village of Marea north of Aleppo.", "village", "of"),
]


def parse(text: str) -> language.Tree:
    (tree,) = language.parse([text])
    return tree


@pytest.mark.parametrize(("text", "noun"), NOUNS)
def test_nouns_stay_nouns(text, noun):
    (found,) = [t for t in parse(text) if t.text == noun]
    assert grammar.is_noun(found)
    assert not grammar.is_verb(found)


@pytest.mark.parametrize(("text", "verb", "subject", "thing"), VERBS)
def test_a_word_with_an_object_is_a_verb(text, verb, subject, thing):
    (found,) = [t for t in parse(text) if t.text == verb]
    assert grammar.is_verb(found)
    assert found.tag_ in {"VBZ", "VBP"}
    assert [t.text for t in grammar.subjects(found)] == [subject]
    assert [t.text for t in found.children if t.dep_ == "dobj"] == [thing]


def test_the_phrase_before_ends_where_the_verb_begins():
    chunks = [c.text for c in parse("Turkish artillery shells Kurdish positions near Afrin.").noun_chunks]
    assert chunks[0] == "Turkish artillery"


@pytest.mark.parametrize(("text", "thing", "beside"), BEARINGS)
def test_a_bearing_is_not_what_was_hit(text, thing, beside):
    (verb,) = [t for t in parse(text) if t.dep_ == "ROOT"]
    (found,) = [t for t in verb.children if t.dep_ == "dobj"]
    assert found.text == thing
    assert beside in [t.text for t in found.rights]
    assert all(child.head is found for child in found.children)
