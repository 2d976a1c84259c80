"""To whom: the words of a sentence that stand for what one trigger was aimed at or hit.

Reads: "fired rockets at the base", "an attack on the base", "killed two marines", "Israel's bombing of Gaza", "the
army suffered an attack", "seized arms bound for the rebels" (who was to have them).
"""

from __future__ import annotations

from typing import Any

from incidents.extraction import grammar
from incidents.extraction.cast import WEAPON_HEADS
from incidents.extraction.doers import CARRIERS, DIES, STRIVES, SUFFERS

_FIRES = frozenset(
    {
        "fire", "launch", "shoot", "lob", "send", "drop", "open", "rain", "unleash", "land", "fall", "explode",
        "detonate", "slam",
    }
)  # fmt: skip
"""Verbs whose object is the weapon; the target stands behind a preposition of aim."""
_HITS = frozenset({"hit", "strike", "kill", "target", "destroy", "damage", "wound"})
SEIZES = frozenset(
    {
        "seize",
        "capture",
        "confiscate",
        "intercept",
        "interdict",
        "impound",
        "find",
        "discover",
        "stop",
        "take",
        "haul",
        "board",
        "recover",
        "uncover",
    }
)
_ARMS = frozenset(
    {
        "weapon",
        "weapons",
        "arm",
        "missile",
        "ammunition",
        "rifle",
        "explosive",
        "component",
        "munition",
        "launcher",
        "cargo",
        "shipment",
    }
)


def of_verb(verb: Any) -> list[Any]:
    lemma = grammar.lemma(verb)
    if lemma in DIES and not grammar.is_passive(verb):
        return grammar.subjects(verb)
    if lemma in STRIVES and not grammar.is_passive(verb):
        return grammar.prepositional(verb, frozenset({"with", "against"}))
    if lemma in SEIZES and any(grammar.lemma(t) in _ARMS for t in verb.subtree):
        return _recipients(verb)  # of seized arms, the target is who was to have them
    if lemma == "fall":
        return _aimed(verb)
    found = grammar.done_to(verb)
    if lemma in _FIRES:
        people = [t for t in found if grammar.lemma(t) not in WEAPON_HEADS] if lemma == "shoot" else []
        return _aimed(verb) or people
    return found


def _aimed(verb: Any) -> list[Any]:
    aimed = grammar.prepositional(verb, grammar.AIMED)
    objects = [t for t in verb.children if t.dep_ == "dobj"]
    aimed += [t for o in objects for t in grammar.prepositional(o, grammar.AIMED)]
    for child in verb.children:  # "fired missiles targeting US troops"
        aimed += [
            t
            for o in [*objects, child]
            for a in o.children
            if a.dep_ in {"acl", "advcl"}
            for t in a.children
            if t.dep_ == "dobj"
        ]
    return aimed


def _recipients(verb: Any) -> list[Any]:
    found = []
    for token in verb.subtree:
        if token.dep_ in {"prep", "dative"} and token.lower_ in {"to", "for"} and token.head != verb:
            found += [t for p in token.children if p.dep_ == "pobj" for t in [p, *grammar.conjuncts(p)]]
    return found


def of_noun(noun: Any) -> list[Any]:
    found = [
        t
        for t in grammar.prepositional(noun, grammar.AIMED | {"of", "targeting", "regarding", "with"})
        if t != noun
    ]
    for child in noun.children:
        if child.dep_ == "acl" and child.lower_ in {
            "targeting",
            "regarding",
            "hitting",
            "striking",
            "involving",
        }:
            found += [
                t for o in child.children if o.dep_ in {"dobj", "pobj"} for t in [o, *grammar.conjuncts(o)]
            ]
        if child.dep_ in {"relcl", "acl"} and grammar.lemma(child) in _HITS | {"injure"}:
            found += grammar.done_to(child) if child.dep_ == "relcl" and not grammar.is_passive(child) else []
    carrier = noun.head
    if noun.dep_ in {"dobj", "nsubjpass"} and grammar.is_verb(carrier) and grammar.lemma(carrier) in CARRIERS:
        if grammar.lemma(carrier) in SUFFERS:
            found += grammar.subjects(carrier)
        else:
            found += grammar.prepositional(carrier, grammar.AIMED)
    elif noun.dep_ == "nsubj" and grammar.is_verb(carrier) and grammar.lemma(carrier) in _HITS:
        found += grammar.done_to(carrier)
    return found
