"""To whom: the words of a sentence that stand for what one trigger was aimed at or hit.

Reads: "fired rockets at the base", "an attack on the base", "killed two marines", "Israel's bombing of Gaza", "the
army suffered an attack", "seized arms bound for the rebels" (who was to have them).
"""

from __future__ import annotations

from incidents.extraction import grammar
from incidents.extraction.cast import NO_TARGETS, WEAPON_HEADS
from incidents.extraction.doers import CARRIERS, DIES, STRIVES, SUFFERS, suffers_by_possession
from incidents.extraction.tree import Word
from incidents.extraction.words import words

_FIRES = frozenset(
    {
        "fire", "launch", "shoot", "lob", "send", "drop", "open", "rain", "unleash", "land", "fall", "explode",
        "detonate", "slam",
    }
)  # fmt: skip
"""Verbs whose object is the weapon; the target stands behind a preposition of aim."""
_DRIVES = frozenset({"drive", "crash", "plow", "plough", "steer"})
_BURSTS = frozenset({"explode", "detonate", "go", "blast", "erupt", "burst"})
_PUTS = frozenset({"plant", "place", "set", "leave", "hide", "throw", "hurl", "toss", "lob"})
_SPOTS = words("arguments.spots")
_TAKES = frozenset(
    {"recapture", "retake", "capture", "seize", "liberate", "take", "regain", "wrest", "reclaim", "win"}
)
_STRIVEN = {"surrender": frozenset({"to"})}
_LEAVES = frozenset({"leave", "cost", "claim"})
_KINDS_OF_BLAST = frozenset({"explosion", "blast", "bomb", "bombing", "detonation"})
_BLASTS = _KINDS_OF_BLAST | {"bomber", "attacker", "grenade"}
_HARMS = frozenset({"kill", "wound", "injure", "hurt"})
_STATES = frozenset({"dead", "wound", "injure", "wounded", "injured", "hurt", "life", "maimed", "homeless"})
_AIMS = frozenset({"target", "hit", "kill", "destroy", "capture", "free", "clear", "oust", "expel"})
_POINTS = grammar.AIMED | {"of", "targeting", "regarding"}
_FIGHTS = frozenset(
    {
        "clash", "fighting", "fight", "battle", "firefight", "gunfight", "gunbattle", "combat", "skirmish",
        "shootout", "shoot-out", "exchange", "confrontation", "duel", "war",
    }
)  # fmt: skip
"""Acts whose "with" names the other side; an attack is made with arms or with helpers."""
_ANYBODY = frozenset({"people", "person", "other"})
_POINTING = frozenset(
    {"targeting", "regarding", "hitting", "striking", "involving", "killing", "wounding", "injuring"}
)
_HITS = frozenset({"hit", "strike", "kill", "target", "destroy", "damage", "wound", "injure"})
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


def of_verb(verb: Word) -> list[Word]:
    lemma, is_passive = verb.lemma, grammar.is_passive(verb)
    if lemma in DIES and not is_passive:
        return grammar.subjects(verb)
    if lemma in STRIVES and not is_passive:
        return grammar.prepositional(verb, _STRIVEN.get(lemma, frozenset({"with", "against"})))
    if lemma in SEIZES and any(t.lemma in _ARMS for t in verb.subtree):
        return _recipients(verb)  # of seized arms, the target is who was to have them
    if lemma == "fall":
        return _aimed(verb)
    found = [p for t in _objects(verb) for p in (t, *_broken_down(t))]
    if lemma in _DRIVES and any(t.dep_ == "dobj" for t in found) and (aimed := _aimed(verb)):
        return aimed  # "drove his car at two soldiers"
    if lemma in _BURSTS or (lemma in _PUTS and any(t.lemma in WEAPON_HEADS for t in found)):
        return list(dict.fromkeys([*_aimed(verb), *grammar.prepositional(verb, _SPOTS)]))
    if lemma in _TAKES and (holders := grammar.prepositional(verb, frozenset({"from"}))):
        return holders  # "recaptured from the rebels"
    if lemma == "shoot" and any(t.dep_ == "prt" and t.lower_ == "down" for t in verb.children):
        return found  # whose aircraft it was
    if lemma in _FIRES:
        people = [t for t in found if t.lemma not in WEAPON_HEADS] if lemma == "shoot" else []
        return people or _aimed(verb)
    if lemma in _HARMS and any(t.lemma in _BLASTS for t in grammar.subjects(verb)):
        found += grammar.prepositional(verb, _SPOTS - {"in"})
    return found


def _broken_down(noun: Word) -> list[Word]:
    """ "Nine people, six of them policemen", "most of them teachers", "six of whom were monks": who they were."""
    is_share = any(t.lower_ == "them" for p in noun.children if p.lower_ == "of" for t in p.children)
    if noun.lemma not in _ANYBODY and not is_share:
        return []
    beside = [c for c in noun.children if c.dep_ == "appos"]
    found = [c for c in beside if is_share or any(t.lower_ == "them" for t in c.subtree)]
    told = [c for c in noun.children if c.dep_ == "relcl" and any(t.lower_ == "whom" for t in c.subtree)]
    return found + [t for c in told if c.lemma == "be" for t in c.children if t.dep_ == "attr"]


def _objects(verb: Word) -> list[Word]:
    """What is done to; behind a preposition only where no object says it: "shot shoppers at a store"."""
    found = grammar.done_to(verb)
    whole = [t for t in found if t.dep_ != "pobj" and t.lemma not in WEAPON_HEADS | NO_TARGETS]
    heads = {t.i for t in whole}
    return [
        t
        for t in found
        if not whole
        or t.i in heads
        or t.head.i in heads
        or _preposition(t) not in {"at", "on", "into", "across"}
    ]


def _preposition(token: Word) -> str:
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    return str(token.head.lower_) if token.dep_ == "pobj" else ""


def _aimed(verb: Word) -> list[Word]:
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


def _recipients(verb: Word) -> list[Word]:
    found = []
    for token in verb.subtree:
        if token.dep_ in {"prep", "dative"} and token.lower_ in {"to", "for"} and token.head != verb:
            found += [t for p in token.children if p.dep_ == "pobj" for t in [p, *grammar.conjuncts(p)]]
    return found


def of_noun(noun: Word) -> list[Word]:
    spots = _SPOTS if noun.lemma in _KINDS_OF_BLAST else frozenset()
    against = frozenset({"with"}) if noun.lemma in _FIGHTS else frozenset()
    found = [t for t in grammar.prepositional(noun, _POINTS | spots | against) if t != noun]
    if suffers_by_possession(noun):
        found += [t for t in noun.children if t.dep_ == "poss"]
    for child in noun.children:
        if child.dep_ == "acl" and child.lower_ in _POINTING:
            found += [
                t for o in child.children if o.dep_ in {"dobj", "pobj"} for t in [o, *grammar.conjuncts(o)]
            ]
        elif (
            child.dep_ == "acl" and child.lower_ == "aimed"
        ):  # "an offensive aimed at driving out the rebels"
            found += [
                t
                for act in grammar.prepositional(child, frozenset({"at"}))
                if grammar.is_verb(act)
                for t in _objects(act)
            ]
        elif child.dep_ == "relcl" and child.lemma in _LEAVES:
            found += _left(child)
        elif child.dep_ == "relcl" and child.lemma in _HITS | {"injure"} and not grammar.is_passive(child):
            found += _objects(child)
    return found + _through_carrier(noun)


def _through_carrier(noun: Word) -> list[Word]:
    """ "carried out a raid on the camp", "suffered an attack", "the blast hit a bus", "was the target of"."""
    carrier = noun.head
    if noun.dep_ in {"dobj", "nsubjpass"} and grammar.is_verb(carrier) and carrier.lemma in CARRIERS:
        if carrier.lemma in SUFFERS:
            return grammar.subjects(carrier)
        aims = [t for t in carrier.children if t.dep_ in {"advcl", "xcomp"} and t.lemma in _AIMS]
        return grammar.prepositional(carrier, grammar.AIMED) + [t for a in aims for t in _objects(a)]
    if noun.dep_ == "nsubj" and grammar.is_verb(carrier):
        if carrier.lemma in _HITS:
            return _objects(carrier)
        if any(t.lemma == "hole" and t.dep_ == "dobj" for t in carrier.children):
            inside = grammar.prepositional(carrier, frozenset({"in"}))
            return [t for t in inside if t.i > carrier.i][:1]  # "ripped holes in the tanker"
        if carrier.lemma in _LEAVES:
            return _left(carrier)
    if noun.dep_ == "pobj" and carrier.lower_ == "of" and carrier.head.lemma in {"target", "victim"}:
        return grammar.subjects(carrier.head.head) if carrier.head.dep_ == "attr" else []
    if noun.dep_ == "pobj" and carrier.lower_ == "under" and carrier.head.lemma in {"come", "be"}:
        return grammar.subjects(carrier.head)
    return []


def _left(verb: Word) -> list[Word]:
    """ "left six soldiers dead", "cost a contractor his life"."""
    within = [t for c in verb.children for t in (c, *c.children)]
    if not any(t.lemma in _STATES for t in within):
        return []
    people = [t for t in within if t.dep_ in {"dobj", "nsubj", "dative"} and t != verb.head and t.i > verb.i]
    return [t for p in people if p.lemma not in _STATES for t in [p, *grammar.conjuncts(p)]]
