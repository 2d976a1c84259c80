"""The verbs of headlines and digests, which the library takes for nouns ("Turkish artillery shells Kurdish
positions") or for infinitives ("Gunmen ambush a convoy"), are made verbs again.
"""

from __future__ import annotations

from collections.abc import Sequence

from incidents.extraction.tree import Tree, Word

_NAMED_BEFORE = frozenset({"compound", "nmod", "amod"})
_BEFORE = _NAMED_BEFORE | {"det", "poss", "nummod"}
_BEARINGS = frozenset(
    {"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "north-east"}
    | {"north-west", "south-east", "south-west"}
)
_DOWN = frozenset({"shoot", "bring", "gun"})


def mend(tree: Tree) -> Tree:
    for word in tree.words:
        _mend(word)
    return tree


def _mend(word: Word) -> None:
    """A noun has no object, and no plural an "a": such a one is a verb, and what stands right before it is its
    subject. Nor has a particle an object: "shoots down a drone" does something to the drone.
    """
    if word.dep_ in {"prt", "prep"} and word.lower_ in {"down", "up"}:
        _mend_particle(word)
    elif word.lower_ in _BEARINGS:
        _mend_bearing(word)
    elif word.tag_ == "VB" and word.dep_ == "ROOT":
        before = {t.dep_ for t in word.lefts}
        if "nsubj" in before and not before & {"aux", "auxpass"}:
            word.tag_ = "VBP"
    elif word.tag_ in {"NN", "NNS"} and (_has_object(word) or _is_one_of_many(word)):
        _mend_verb(word)


def _mend_bearing(word: Word) -> None:
    """ "Hit Balad Air Base north of Baghdad": what was hit is the base, and no part of Baghdad."""
    thing = word.lefts[-1] if word.lefts else word
    is_lost = thing.i == word.i - 1 and thing.dep_ == "compound" and word.head is not word
    if not (is_lost and any(t.lower_ == "of" for t in word.rights)):
        return
    head, before = word.head, [t for t in word.lefts if t is not thing]
    thing.dep_, thing.head, word.dep_, word.head = word.dep_, head, "advmod", thing
    head.lefts = [thing if t is word else t for t in head.lefts]
    head.rights = [thing if t is word else t for t in head.rights]
    for t in before:
        t.head = thing
    word.lefts = []
    thing.lefts, thing.rights = sorted([*before, *thing.lefts], key=lambda t: t.i), [*thing.rights, word]
    for changed in (head, thing, word):
        changed.settle()


def _has_object(word: Word) -> bool:
    return any(t.dep_ == "dobj" for t in word.rights)


def _is_one_of_many(word: Word) -> bool:
    """ "A Turkish F-16 downs ...": not "a few soldiers", nor "a police headquarters" somewhere in a sentence."""
    return word.tag_ == "NNS" and word.dep_ == "ROOT" and any(t.lower_ in {"a", "an"} for t in word.lefts)


def _mend_verb(word: Word) -> None:
    if not any(t.dep_ == "nsubj" for t in word.lefts):
        near = [t for t in word.lefts if t.i == word.i - 1 and t.dep_ in _BEFORE and _is_name(t)]
        if not near:
            return
        _give_to(near[0], [t for t in word.lefts if t is not near[0] and t.dep_ in _BEFORE])
        near[0].dep_ = "nsubj"
    word.pos_, word.tag_ = "VERB", "VBZ" if word.tag_ == "NNS" else "VBP"
    for particle in [t for t in word.rights if t.lower_ == "down" and t.dep_ == "prep"]:
        _mend_particle(particle)


def _is_name(word: Word) -> bool:
    """A noun, or the number of a type: "F-16"."""
    return word.pos_ in {"NOUN", "PROPN"} or (
        word.tag_ == "CD" and not word.like_num and word.text[0].isupper()
    )


def _mend_particle(particle: Word) -> None:
    verb = particle.head
    if verb.pos_ != "VERB" or not (
        particle.dep_ == "prt" or (particle.lower_ == "down" and verb.lemma in _DOWN)
    ):
        return
    for thing in [t for t in particle.rights if t.dep_ == "pobj"]:
        particle.dep_, thing.dep_, thing.head = "prt", "dobj", verb
        particle.rights = [t for t in particle.rights if t is not thing]
        verb.rights = sorted([*verb.rights, thing], key=lambda t: t.i)
        particle.settle()
        verb.settle()


def _give_to(subject: Word, words: Sequence[Word]) -> None:
    """What was said to stand before the verb stands before its subject."""
    verb = subject.head
    for word in words:
        word.head = subject
    verb.lefts = [t for t in verb.lefts if t not in words]
    subject.lefts = sorted([*subject.lefts, *words], key=lambda t: t.i)
    subject.settle()
    verb.settle()
