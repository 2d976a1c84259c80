"""How words point: back to what was told, to another event, to the end of the attackers, to today."""

from __future__ import annotations

from incidents.extraction import arguments, grammar
from incidents.extraction.grammar import REPORTING
from incidents.extraction.joining import ANSWERING
from incidents.extraction.tree import Word
from incidents.extraction.words import words

OTHER = frozenset(
    {
        "another",
        "separate",
        "previous",
        "earlier",
        "similar",
        "second",
        "third",
        "other",
        "past",
        "fresh",
        "new",
        "subsequent",
        "prior",
    }
)

ORDINAL = frozenset({"first", "second", "third", "fourth", "fifth"})

_ATTACKERS = frozenset(
    {
        "attacker",
        "gunman",
        "bomber",
        "assailant",
        "shooter",
        "suspect",
        "perpetrator",
        "assassin",
        "hijacker",
        "raider",
    }
)

_ENDS = frozenset({"die", "surrender", "flee", "escape", "give"})
"""What attackers do at the end of an attack, rather than have done to them."""

_PROTESTERS = frozenset({"protester", "protestor", "demonstrator", "rioter", "crowd", "marcher"})

_REACTIONS = words("ownership.reactions") | {"condemn", "blame"}

THE = frozenset({"the", "this", "that", "these", "those", "both", "such", "its", "their", "his", "her"})

ANSWER_WORDS = frozenset(
    {"retaliatory", "retaliate", "retaliation", "reprisal", "revenge", "avenge", "answer"}
)


_HURT = frozenset({"wound", "injure", "hurt", "kill"})


def points_back(token: Word) -> bool:
    """ "The missiles were fired from ...", "they intercepted most of the drones", "the attacker was shot":
    told before.
    """
    if not grammar.is_verb(token):
        return False
    hurt = token.lemma in _HURT
    for party in (*grammar.doers(token), *grammar.done_to(token)):
        if hurt and party.lemma == "other":
            return True  # "36 others were wounded in the attacks"
        of = [t for p in party.children if p.dep_ == "prep" and p.lower_ == "of" for t in p.children]
        known = {t.lemma for t in (party, *of) if _is_the(t)}  # not "gunmen of the same group"
        if known & arguments.PROJECTILES and not any(t.dep_ == "poss" for t in party.children):
            return True  # but "the army said its drones had destroyed"
        if known & (_PROTESTERS | _ATTACKERS) and party in grammar.doers(token):
            return True
    return is_outcome(token)


def _is_the(noun: Word) -> bool:
    return any(t.lower_ in THE and t.dep_ in {"det", "predet", "poss"} for t in noun.children)


def is_outcome(token: Word) -> bool:
    """ "The attacker was shot dead": the end of an attack, not another one."""
    if not grammar.is_verb(token):
        return False
    hit = grammar.done_to(token)
    if token.lemma in _ENDS:
        hit = [*hit, *grammar.subjects(token)]
    return any(t.lemma in _ATTACKERS and any(c.lower_ in THE for c in t.children) for t in hit)


def adds(token: Word) -> bool:
    """ "Gunmen also attacked", "elsewhere, a bomb killed", "separately": another act beside the one told."""
    verb = token if grammar.is_verb(token) else grammar.clause_of(token)
    return any(t.dep_ == "advmod" and t.lower_ in _ADDING for t in verb.children)


_ADDING = frozenset({"also", "elsewhere", "separately", "meanwhile"})


def is_bare(token: Word) -> bool:
    """ "The attack", "this rocket attack": one act that was told before, and not a word on which."""
    if token.tag_ != "NN" or not any(t.lower_ in {"the", "this", "that"} for t in token.children):
        return False
    more = [t for t in token.children if t.dep_ not in {"det", "punct"}]
    return all(
        (t.dep_ == "compound" and t.pos_ == "NOUN")
        or (t.dep_ in {"prep", "acl", "relcl", "appos"} and t.i > token.i and t.lemma in _ADDS_NOTHING)
        for t in more
    )


_ADDS_NOTHING = frozenset({"which", "use", "say", "that", "with", "by"})


_TELLS_OF = frozenset(
    {"speak", "describe", "list", "document", "detail", "cover", "include", "mention", "recall"}
)


def in_present(token: Word) -> bool:
    """Told as digests tell: "kill", "are killed"; or in a present perfect that somebody reports today ("says
    ... have captured").
    """
    if is_headline(token):
        return True
    verb = token if grammar.is_verb(token) else grammar.clause_of(token)
    if verb != token and verb.lemma in _REACTIONS | _TELLS_OF:
        return False  # "condemns the attack", "speaks of killings"
    finite = [verb, *(t for t in verb.children if t.dep_ in {"aux", "auxpass"})]
    if any(t.tag_ in {"VBZ", "VBP"} and t.lemma_ != "have" for t in finite):
        return verb.lemma != "be" and not any(t.tag_ == "VBD" for t in finite)
    above = verb.head
    told_today = above.tag_ in {"VBZ", "VBP"} and above.lemma in REPORTING
    return told_today and any(t.lemma_ == "have" and t.tag_ in {"VBZ", "VBP", "VB"} for t in finite)


def is_headline(token: Word) -> bool:
    """ "The army clashes with supporters of ...", taken for a noun: nothing else in the sentence is its verb."""
    return bool(
        token.dep_ == "ROOT"
        and token.tag_ == "NNS"
        and any(t.dep_ == "compound" for t in token.children)
        and not any(t.tag_ in {"VBZ", "VBD", "VBP"} and t.head == token for t in token.children)
    )


def none_of_them(token: Word) -> bool:
    """ "No Americans were killed" names no victims."""
    if not grammar.is_verb(token):
        return False
    parties = [*grammar.subjects(token), *grammar.done_to(token)]
    return any(t.lower_ in {"no", "none", "nobody"} for p in parties for t in (p, *p.children)) or any(
        t.dep_ == "neg" for t in token.children
    )


def is_predicate(token: Word) -> bool:
    """ "It was one of the largest attacks": says something of an event, tells no new one."""
    for t in grammar.path(token):
        if t.dep_ == "attr" and t.head.lemma in {"be", "represent", "mark"}:
            return True
        if t.dep_ not in {"pobj", "prep", "conj", "dobj"}:
            return False
    return False


def counts_it(token: Word) -> bool:
    """ "It was the first kidnapping in the region": of the one that was told."""
    if token.dep_ != "attr" or token.head.lemma != "be":
        return False
    return any(t.lower_ in {"it", "this", "that"} for t in grammar.subjects(token.head))


def answers(token: Word) -> bool:
    return any(t.lemma in ANSWERING | ANSWER_WORDS for t in token.subtree if grammar.distance(t, token) <= 3)
