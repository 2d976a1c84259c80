"""Did it happen? Plans, threats, fears, conditions, rules, totals of a war, websites "under attack" and
storms are no incidents.
"""

from __future__ import annotations

from typing import Any

from incidents.extraction import grammar, modifiers
from incidents.extraction.doers import CARRIERS
from incidents.extraction.records import Mentions, TriggerMention
from incidents.extraction.triggers import token_of
from incidents.extraction.words import words

NOT_HAPPENED = frozenset({"planned", "threatened", "hypothetical", "exercise", "anniversary", "metaphor"})
"""Kinds of modifiers under which a trigger tells of no incident."""

_UNREAL_VERBS = words("events.unreal_verbs")

_REAL_ANYWAY = frozenset(
    {
        "continue",
        "help",
        "begin",
        "start",
        "appear",
        "seem",
        "report",
        "believe",
        "say",
        "think",
        "know",
        "allege",
        "find",
        "manage",
        "go",
        "come",
    }
)

_UNREAL_ADJECTIVES = words("events.unreal_adjectives")

_UNREAL_HEADS = words("events.unreal_heads")

_NATURE = words("events.nature")

_DREADS = frozenset(
    {"fear", "plan", "threaten", "predict", "expect", "foresee", "contemplate", "prepare", "plot"}
)
_DIGITAL = frozenset(
    {"website", "server", "computer", "software", "internet", "database", "web", "homepage", "email"}
)


def happened(trigger: TriggerMention, mentions: Mentions) -> bool:
    token = token_of(trigger, mentions)
    kinds = modifiers.applying(mentions.modifiers, trigger.span)
    behind = {m.kind for m in mentions.modifiers if m.span.start > trigger.span.start}
    before = {m.kind for m in mentions.modifiers if m.span.start < trigger.span.start}
    # "attacked a ceremony commemorating ...": these cues speak of what follows them.
    kinds -= {"anniversary", "exercise"} & (behind - before)
    if kinds & NOT_HAPPENED:
        return False
    if "negated" in kinds and trigger.standing != "consequence":
        return False
    if any(c.span.covers(trigger.span) for c in mentions.counters) and trigger.is_nominal:
        return False
    if any(q.covers(trigger.span) for q in mentions.sentence.quoted) and token.tag_ in {"VBZ", "VBP"}:
        return False  # "When a fighter kills a soldier": speech about how things are
    if mentions.casualties and all(c.is_campaign for c in mentions.casualties) and not mentions.dates:
        return False  # a war's running total
    near = {grammar.lemma(t) for t in token.subtree if abs(t.i - token.i) <= 6} | {
        grammar.lemma(t) for t in grammar.path(token)
    }
    parties = {
        grammar.lemma(t)
        for t in (
            [*grammar.doers(token), *grammar.done_to(token)] if not trigger.is_nominal else token.subtree
        )
    }
    doing = [
        t
        for d in ([] if trigger.is_nominal else grammar.doers(token))
        for t in d.subtree
        if t.dep_ in {"compound", "appos", "nmod"}
    ]
    parties |= {grammar.lemma(t) for t in doing}
    if parties & _NATURE or parties & _DIGITAL or (near & _DIGITAL and trigger.standing != "event"):
        return False
    return _nominal_happened(token) if trigger.is_nominal else _verb_happened(token)


def _verb_happened(verb: Any) -> bool:
    for child in verb.children:
        if child.dep_ == "aux" and child.tag_ == "MD" and child.lower_ not in {"could"}:
            return False
        if child.dep_ == "mark" and child.lower_ in {"if", "unless"}:
            return False
        if child.dep_ == "neg" and grammar.lemma(verb) not in {"kill", "injure", "wound", "hurt", "die"}:
            return False
    is_infinitive = any(t.tag_ == "TO" for t in verb.children) or (
        verb.tag_ == "VB" and verb.dep_ in {"xcomp", "ccomp", "conj"}
    )
    if is_infinitive and not any(t.dep_ == "aux" and t.lower_ == "have" for t in verb.children):
        head = verb.head
        while head.dep_ == "conj":
            head = head.head
        if verb.dep_ in {"advcl", "acl", "relcl"}:
            return False
        return verb.dep_ == "ROOT" or grammar.lemma(head) in _REAL_ANYWAY
    if verb.tag_ == "VBG" and verb.dep_ == "pcomp":
        return verb.head.lower_ in {"by", "after", "in", "of", "before", "for", "with"} and not _under(
            verb, _UNREAL_HEADS | {"habit", "accuse", "capable"}
        )
    if verb.dep_ == "conj" and verb.tag_ in {"VB", "VBP"} and any(t.tag_ == "MD" for t in verb.head.children):
        return False
    if verb.tag_ == "VBG" and verb.dep_ in {"xcomp", "ccomp", "dobj"}:
        return grammar.lemma(verb.head) not in _UNREAL_VERBS - _REAL_ANYWAY
    return True


def _nominal_happened(noun: Any) -> bool:
    before = {t.lower_ for t in noun.children if t.dep_ in {"amod", "compound", "det", "nmod"}}
    if before & _UNREAL_ADJECTIVES or any(t.dep_ == "neg" or t.lower_ == "no" for t in noun.children):
        return False
    if noun.dep_ == "pobj" and noun.head.head != noun:
        ruler = grammar.lemma(noun.head.head)
        if ruler in _UNREAL_HEADS and noun.head.lower_ in {"of", "for", "against", "on", "to"}:
            return False
    if noun.dep_ == "dobj" and grammar.lemma(noun.head) in _DREADS:
        return False
    verb = noun.head if noun.dep_ in {"dobj", "nsubj", "nsubjpass", "attr"} else None
    if (
        verb is not None
        and grammar.is_verb(verb)
        and grammar.lemma(verb) in CARRIERS | {"be", "happen", "occur", "take"}
    ):
        return _verb_happened(verb) or grammar.lemma(verb) == "be"
    return True


def _under(token: Any, lemmas: frozenset[str]) -> bool:
    return any(grammar.lemma(t) in lemmas for _, t in zip(range(4), grammar.path(token.head), strict=False))
