"""Who did it and to whom: the parties of one trigger word, read off the grammar of its sentence.

Reads: "militants fired rockets at the base", "an attack on the base by militants", "a Houthi drone
attack", "the attack, carried out by", "killed in clashes between A and B", "Israel's bombing of Gaza". A
pronoun is left to the caller, who knows the sentence before.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from incidents.extraction import grammar
from incidents.extraction.language import span_of
from incidents.extraction.records import ActorMention, Mentions
from incidents.extraction.words import words
from incidents.vocabulary import ActorKind, ReferentKind

CARRIERS = words("arguments.carriers")
"""Verbs that carry a noun of act: in "conducted a strike on" the parties hang on the verb."""
_SUFFERS = frozenset({"suffer", "face", "sustain", "see", "survive", "repel", "endure", "come", "experience"})
_WEAPON_HEADS = words("arguments.weapon_heads")
_NO_TARGETS = words("arguments.no_targets")
_THINGS = words("arguments.things")


PROJECTILES = frozenset(
    {
        "missile",
        "rocket",
        "drone",
        "shell",
        "mortar",
        "bomb",
        "projectile",
        "uav",
        "warhead",
        "explosive",
        "device",
        "grenade",
        "round",
    }
)


_HOUSES = frozenset({"house", "host", "station", "base", "use", "train", "home", "quarter", "deploy", "live"})
STATE_WORDS = words("arguments.state_words")
"""Without a country's name these mean the state's own, wherever the story is set."""
GROUP_WORDS = words("arguments.group_words")
"""Without a name these mean the one armed group that the story has named, if it is one."""


class Cast:
    """The actors of one sentence, found by the tokens that their words cover."""

    def __init__(self, mentions: Mentions, previous: ActorMention | None = None) -> None:
        self.mentions = mentions
        self.previous = previous  # whom "they" would mean

    def of(self, token: Any) -> list[ActorMention]:
        """The actors that an argument names: in its own words, before them, or behind their "of"."""
        if token.lower_ in {"it", "they", "he", "she", "them", "him"}:
            return self._meant(token)
        own = self._at([token])
        if own:  # "Indian and Pakistani troops" are two parties
            sides = [t for t in token.children if t.dep_ in {"amod", "compound", "nmod"}]
            return list(dict.fromkeys([*own, *self._at([c for t in sides for c in grammar.conjuncts(t)])]))
        # A weapon, an aircraft or a thing is named after its owner: "Houthi drones", "U.S. warplanes".
        before = [t for t in token.children if t.dep_ in {"compound", "amod", "nmod", "poss", "npadvmod"}]
        before += [
            t
            for b in before
            for t in b.children
            if t.dep_ in {"compound", "amod", "nmod", "npadvmod", "poss"}
        ]
        found = self._at(before)
        if found:
            return found
        behind = [
            t
            for p in token.children
            if p.dep_ == "prep" and p.lower_ in {"of", "from", "belonging"}
            for t in p.children
        ]
        return self._at(behind + [t for b in behind for t in grammar.conjuncts(b)])

    def _meant(self, pronoun: Any) -> list[ActorMention]:
        """ "The SDF said it had ..." is the SDF; otherwise whom the sentence before was about."""
        verb = pronoun.head
        while verb.dep_ in {"conj", "xcomp", "aux"} and verb.head != verb:
            verb = verb.head
        if verb.dep_ == "ccomp":
            speakers = [a for t in grammar.subjects(verb.head) if t != pronoun for a in self._at([t])]
            if speakers:
                return speakers[:1]
        return [self.previous] if self.previous else []

    def _at(self, tokens: Iterable[Any]) -> list[ActorMention]:
        found: list[ActorMention] = []
        for token in tokens:
            span = span_of(self.mentions.sentence, token)
            found += [a for a in self.mentions.actors if a.span.overlaps(span) and a not in found]
        return found

    def described(self, token: Any) -> list[ActorMention]:
        """As ``of``; failing that, the words themselves stand for somebody or something without a name in
        any list.
        """
        found = self.of(token) or self._housed(token)
        if found or not grammar.is_noun(token) or grammar.lemma(token) in _NO_TARGETS | _WEAPON_HEADS:
            return found
        span = span_of(self.mentions.sentence, token)
        if any(m.span.overlaps(span) for m in (*self.mentions.places, *self.mentions.bases)):
            return []
        if token.ent_type_ in {"DATE", "TIME", "CARDINAL", "PERCENT", "MONEY", "QUANTITY", "ORDINAL"}:
            return []
        head = grammar.lemma(token)
        if head not in _THINGS | CIVILIANS | _PEOPLE and token.ent_type_ not in {
            "PERSON",
            "ORG",
            "FAC",
            "PRODUCT",
            "NORP",
        }:
            return []
        return [self._thing(token)]

    def _housed(self, token: Any) -> list[ActorMention]:
        """ "a base housing U.S. troops", "bases where American troops are stationed": the force is what is
        aimed at.
        """
        clauses = [c for c in token.children if c.dep_ in {"relcl", "acl"} and grammar.lemma(c) in _HOUSES]
        return self._at(
            [t for c in clauses for t in c.subtree if t.dep_ in {"dobj", "nsubj", "nsubjpass", "pobj"}]
        )

    def _thing(self, token: Any) -> ActorMention:
        parts = [
            t for t in token.children if t.dep_ in {"compound", "amod", "nmod", "poss"} and t.i < token.i
        ]
        first = min([token.i, *(t.i for p in parts for t in p.subtree if t.pos_ not in {"DET", "PRON"})])
        words = token.doc[first : token.i + 1]
        head = grammar.lemma(token)
        name = words.text
        referent = (
            ReferentKind.OBJECT
            if head in _THINGS or token.ent_type_ in {"FAC", "PRODUCT"}
            else ReferentKind.PEOPLE
        )
        civilian = referent is ReferentKind.PEOPLE
        return ActorMention(
            span_of(self.mentions.sentence, words),
            self.mentions.sentence.index,
            name=name,
            canonical=name[:1].upper() + name[1:],
            referent=referent,
            actor_kind=ActorKind.CIVILIANS if civilian and head in CIVILIANS else None,
            is_civilian=civilian and head in CIVILIANS,
        )


_PEOPLE = words("arguments.people")
CIVILIANS = words("arguments.civilians")


def find(token: Any, cast: Cast) -> tuple[list[ActorMention], list[ActorMention]]:
    """(agents, patients) of a trigger; either may be empty."""
    doers, done_to = _verb(token) if grammar.is_verb(token) else _noun(token)
    agents = _unique(a for t in doers for a in cast.of(t))
    if not agents and not grammar.is_verb(token):
        agents = _unique(a for t in _before(token) for a in cast.of(t))
    patients = _unique(p for t in done_to for p in cast.described(t))
    if grammar.lemma(token) in _SEIZES:
        patients = [p for p in patients if p.actor is not None]
    return agents, [p for p in patients if not any(p.span.overlaps(a.span) for a in agents)]


def _verb(verb: Any) -> tuple[list[Any], list[Any]]:
    lemma = grammar.lemma(verb)
    if lemma in {"die", "perish", "surrender", "clash", "protest", "demonstrate"} and not grammar.is_passive(
        verb
    ):
        with_whom = grammar.prepositional(verb, frozenset({"with", "against"}))
        return (
            (by_means(verb), grammar.subjects(verb))
            if lemma in {"die", "perish"}
            else (grammar.subjects(verb), with_whom)
        )
    doers, done_to = grammar.doers(verb), grammar.done_to(verb)
    if lemma == "fall":
        doers = grammar.prepositional(verb, frozenset({"to", "under", "into"}))
        done_to = []
    if lemma in {
        "fire",
        "launch",
        "shoot",
        "lob",
        "send",
        "drop",
        "open",
        "rain",
        "unleash",
        "land",
        "fall",
        "explode",
        "detonate",
        "slam",
    }:
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
        people = [t for t in done_to if grammar.lemma(t) not in _WEAPON_HEADS] if lemma == "shoot" else []
        done_to = aimed or people
    if lemma in _SEIZES:
        cargo = [t for t in verb.subtree if grammar.lemma(t) in _ARMS]
        if cargo:  # of seized arms, the target is who was to have them
            done_to = _recipients(verb)
    if grammar.is_passive(verb) and not doers:
        doers = by_means(verb)
    for doer in doers:  # "rockets fired by militants killed three": the rockets' own doers
        if grammar.lemma(doer) in _WEAPON_HEADS:
            doers = [*doers, *_noun_doers(doer)]
    return doers, done_to


_SEIZES = frozenset(
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


def _recipients(verb: Any) -> list[Any]:
    found = []
    for token in verb.subtree:
        if token.dep_ in {"prep", "dative"} and token.lower_ in {"to", "for"} and token.head != verb:
            found += [t for p in token.children if p.dep_ == "pobj" for t in [p, *grammar.conjuncts(p)]]
    return found


def by_means(verb: Any) -> list[Any]:
    """ "killed in an attack by gunmen", "died in clashes with the army": the act inside the phrase has its
    own doers.
    """
    found: list[Any] = []
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in {"in", "during", "by", "from", "after", "with"}:
            for act in child.children:
                if act.dep_ == "pobj" and grammar.lemma(act) in _WEAPON_HEADS:
                    found += _noun_doers(act) + [
                        t for t in act.children if t.dep_ in {"compound", "amod", "poss"}
                    ]
        elif child.dep_ == "advcl" and any(t.lower_ in {"when", "after", "as"} for t in child.children):
            found += [t for t in child.children if t.dep_ == "nsubj"]
    return found


def _noun(noun: Any) -> tuple[list[Any], list[Any]]:
    doers = _noun_doers(noun)
    done_to = [
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
            done_to += [
                t for o in child.children if o.dep_ in {"dobj", "pobj"} for t in [o, *grammar.conjuncts(o)]
            ]
        if child.dep_ in {"relcl", "acl"} and grammar.lemma(child) in {
            "hit",
            "strike",
            "target",
            "kill",
            "destroy",
            "damage",
            "wound",
            "injure",
        }:
            done_to += (
                grammar.done_to(child) if child.dep_ == "relcl" and not grammar.is_passive(child) else []
            )
    carrier = noun.head
    if noun.dep_ in {"dobj", "nsubjpass"} and grammar.is_verb(carrier) and grammar.lemma(carrier) in CARRIERS:
        if grammar.lemma(carrier) in _SUFFERS:
            done_to += grammar.subjects(carrier)
        else:
            doers += grammar.doers(carrier)
            done_to += grammar.prepositional(carrier, grammar.AIMED)
    elif (
        noun.dep_ in {"nsubj"}
        and grammar.is_verb(carrier)
        and grammar.lemma(carrier) in {"hit", "strike", "kill", "target", "destroy", "damage", "wound"}
    ):
        done_to += grammar.done_to(carrier)
    elif noun.dep_ == "pobj" and noun.head.dep_ == "prep" and noun.head.lower_ in {"in", "with"}:
        verb = noun.head.head  # "killed civilians in a raid", "answered with air raids"
        if (
            grammar.is_verb(verb)
            and not grammar.is_passive(verb)
            and grammar.lemma(verb) not in _SUFFERS | {"die", "perish"}
        ):
            doers += grammar.subjects(verb)
    return doers, done_to


def _noun_doers(noun: Any) -> list[Any]:
    doers = grammar.by_whom(noun) + grammar.prepositional(noun, frozenset({"between"}))
    for child in noun.children:
        if child.dep_ in {"acl", "relcl"} and grammar.is_passive(child):
            doers += grammar.by_whom(child)
        elif child.dep_ == "relcl" and grammar.lemma(child) in CARRIERS:
            doers += [t for t in grammar.subjects(child) if t != noun]
        elif child.dep_ == "poss":
            doers.append(child)
    return doers


def _before(noun: Any) -> list[Any]:
    """ "a Houthi drone attack", "U.S.-led air strikes": what stands before the noun and is no weapon."""
    close = [
        t
        for t in noun.children
        if t.dep_ in {"compound", "amod", "nmod", "poss", "npadvmod"} and t.i < noun.i
    ]
    return close + [
        t for c in close for t in c.children if t.dep_ in {"compound", "amod", "nmod", "npadvmod", "poss"}
    ]


def _unique(actors: Iterable[ActorMention]) -> list[ActorMention]:
    return list(dict.fromkeys(actors))
