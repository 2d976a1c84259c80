"""Who did it: the words of a sentence that stand for the doers of one trigger.

Reads: "militants fired rockets", "an attack by militants", "a Houthi drone attack", "the attack, carried out by",
"killed in clashes between A and B", "rockets fired by militants killed three", "Israel's bombing of Gaza".
"""

from __future__ import annotations

from incidents.extraction import grammar
from incidents.extraction.cast import WEAPON_HEADS
from incidents.extraction.tree import Word
from incidents.extraction.words import words

CARRIERS = words("arguments.carriers")
"""Verbs that carry a noun of act: in "conducted a strike on" the parties hang on the verb."""
SUFFERS = frozenset({"suffer", "face", "sustain", "see", "survive", "repel", "endure", "come", "experience"})
_DONE_TO_ONE = frozenset(
    {
        "murder", "assassination", "killing", "death", "slaying", "execution", "kidnapping", "abduction",
        "poisoning", "beheading", "rape", "massacre", "kidnaping", "disappearance", "shooting",
    }
)  # fmt: skip
"""Acts that take their sufferer in the possessive."""
DIES = frozenset({"die", "perish"})
_JOINS = words("arguments.between_places")
_ABOUT = words("arguments.about_an_act")
_HELPED = frozenset({"back", "support", "aid", "help", "assist", "accompany", "join", "reinforce"})
_FIGHTS = frozenset({"clash", "fighting", "battle", "skirmish", "firefight", "gunfight", "shootout"})
STRIVES = frozenset({"surrender", "clash", "protest", "demonstrate"})
"""Verbs whose subject acts, with or against somebody else."""


def of_verb(verb: Word) -> list[Word]:
    lemma, is_passive = verb.lemma, grammar.is_passive(verb)
    if lemma in DIES and not is_passive:
        return by_means(verb)
    if lemma in STRIVES and not is_passive:
        return grammar.subjects(verb)
    found = grammar.doers(verb)
    if lemma == "fall":
        found = grammar.prepositional(verb, frozenset({"to", "under", "into"}))
    if is_passive and not found:
        found = by_means(verb)
    for doer in found:  # "rockets fired by militants killed three": the rockets' own doers
        if doer.lemma in WEAPON_HEADS:
            found = [*found, *_near_noun(doer)]
    return found


def of_noun(noun: Word) -> list[Word]:
    found = _near_noun(noun)
    carrier = noun.head
    if noun.dep_ in {"dobj", "nsubjpass"} and grammar.is_verb(carrier) and carrier.lemma in CARRIERS:
        if carrier.lemma not in SUFFERS:
            found += grammar.doers(carrier)
    elif noun.dep_ == "pobj" and noun.head.dep_ == "prep" and noun.head.lower_ in {"in", "with"}:
        verb = noun.head.head  # "killed civilians in a raid", "answered with air raids"
        if grammar.is_verb(verb) and not grammar.is_passive(verb) and verb.lemma not in SUFFERS | DIES:
            found += grammar.subjects(verb)
    return found + _answerable(noun)


def _answerable(noun: Word) -> list[Word]:
    """ "the army is responsible for the killing", "drug traffickers are behind the attack"."""
    preposition, head = noun.head, noun.head.head
    if noun.dep_ != "pobj" or any(t.dep_ == "neg" for t in (*head.children, *head.head.children)):
        return []
    if preposition.lower_ == "for" and head.lower_ == "responsible" and head.dep_ == "acomp":
        return grammar.subjects(head.head)
    if preposition.lower_ == "behind" and head.lemma in {"be", "stand"}:
        return grammar.subjects(head)
    return []


def with_whom(token: Word) -> list[Word]:
    """The other side of a deal: "signed with the rebels", "in exchange for Kyiv freeing ten"."""
    return [
        t
        for t in token.subtree
        if (t.dep_ == "pobj" and t.head.lower_ in {"with", "between"})
        or (t.dep_ == "nsubj" and t.head.dep_ == "pcomp" and t.head.head.lower_ == "for")
    ]


def astray(token: Word) -> list[Word]:
    """A "by" or "between" that the parse hung on a noun further on: "clashes in the north of Mali between farmers
    and herders", "attacks on two villages in Borno State by militants", or on its verb: "clashes have been
    going on since dawn between two factions".
    """
    top = token.head if token.dep_ == "nsubj" and token.lemma in _FIGHTS else token
    return [
        t
        for p in top.subtree
        if p.lower_ in {"by", "between"} and p.i > token.i and grammar.is_noun(p.head)
        if p.head.lemma not in _JOINS
        for t in p.children
        if t.dep_ == "pobj"
        for t in [t, *grammar.conjuncts(t)]
    ]


def _near_noun(noun: Word) -> list[Word]:
    doers = grammar.by_whom(noun) + grammar.prepositional(noun, frozenset({"between"}))
    for child in noun.children:
        if child.dep_ in {"acl", "relcl"} and grammar.is_passive(child):
            if child.lemma not in _ABOUT:
                doers += grammar.doers(child)
        elif child.dep_ == "relcl" and child.lemma in CARRIERS:
            doers += [t for t in grammar.subjects(child) if t != noun]
        elif child.dep_ == "poss" and not suffers_by_possession(noun):
            doers.append(child)
    return doers


def suffers_by_possession(noun: Word) -> bool:
    """ "Romero's murder", but "the army's murder of Romero"."""
    return noun.lemma in _DONE_TO_ONE and not any(
        t.dep_ == "prep" and t.lower_ in {"of", "on", "against"} for t in noun.children
    )


def before(noun: Word) -> list[Word]:
    """ "a Houthi drone attack", "U.S.-led air strikes": what stands before the noun and is no weapon."""
    if suffers_by_possession(noun) and noun.lemma not in {"shooting", "massacre", "killing"}:
        return []  # "the Rabin assassination", but "a gang shooting"
    close = [
        t
        for t in noun.children
        if t.dep_ in {"compound", "amod", "nmod", "poss", "npadvmod"}
        and t.i < noun.i
        and not (t.dep_ == "poss" and suffers_by_possession(noun))
    ]
    return close + [
        t for c in close for t in c.children if t.dep_ in {"compound", "amod", "nmod", "npadvmod", "poss"}
    ]


def helpers(doer: Word) -> list[Word]:
    """ "The army, backed by Hezbollah and tribal fighters, took ...": they took it too. Not whom
    "the rebels, who are backed by" somebody have behind them at all times.
    """
    helped = [c for c in doer.children if c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma in _HELPED]
    return [t for c in helped for t in grammar.by_whom(c)]


def by_means(verb: Word) -> list[Word]:
    """ "killed in an attack by gunmen", "died in clashes with the army": the act inside the phrase has its
    own doers.
    """
    found: list[Word] = []
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in {"in", "during", "by", "from", "after", "with"}:
            for act in child.children:
                if act.dep_ == "pobj" and act.lemma in WEAPON_HEADS:
                    found += _near_noun(act) + [
                        t for t in act.children if t.dep_ in {"compound", "amod", "poss"}
                    ]
        elif child.dep_ == "advcl" and any(t.lower_ in {"when", "after", "as"} for t in child.children):
            found += [t for t in child.children if t.dep_ == "nsubj"]
    return found
