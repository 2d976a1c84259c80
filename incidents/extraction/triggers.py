"""The words of a sentence that can tell of an event, by ``rules/triggers.toml``.

Reads verbs and nouns in their grammar: "fired rockets" but not "fired the minister", "the downing
of a jet", "a Houthi drone attack", "blew himself up". Whether the event took place at all is not
decided here, but by ``modifiers`` and in ``events``.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from incidents.extraction import grammar
from incidents.extraction.language import span_of
from incidents.extraction.records import Mentions, Sentence, TriggerMention
from incidents.extraction.words import words
from incidents.vocabulary import SubEventType, Weapon

_TOO_COMMON = words("triggers.too_common")
"""Trigger words that by themselves do not make a sentence worth parsing: a story of violence has others too."""
_IRREGULAR = frozenset({"shot", "struck", "fought", "blew", "threw", "dying", "stolen", "burnt"})


@dataclass(frozen=True, slots=True)
class Rule:
    type: SubEventType
    objects: frozenset[str]
    subjects: frozenset[str]
    near: frozenset[str]
    weapons: tuple[Weapon, ...]
    standing: str
    names_place: bool  # a gazetteer place will do as object or subject


@dataclass(frozen=True, slots=True)
class Rules:
    """By lemma of the head; each entry is (second word or "", rule), in the order of the file."""

    verbs: dict[str, list[tuple[str, Rule]]]
    nouns: dict[str, list[tuple[str, Rule]]]


@lru_cache(maxsize=1)
def rules() -> Rules:
    data = tomllib.loads(files("incidents.extraction").joinpath("rules/triggers.toml").read_text("utf-8"))
    classes: dict[str, list[str]] = data["classes"]
    verbs: dict[str, list[tuple[str, Rule]]] = defaultdict(list)
    nouns: dict[str, list[tuple[str, Rule]]] = defaultdict(list)

    def members(names: list[str]) -> frozenset[str]:
        return frozenset(word for name in names if name != "place" for word in classes[name])

    for entry in data["trigger"]:
        wanted = entry.get("object", []) + entry.get("subject", [])
        rule = Rule(
            SubEventType(entry["type"]),
            members(entry.get("object", [])),
            members(entry.get("subject", [])),
            members(entry.get("near", [])),
            tuple(Weapon(w) for w in entry.get("weapons", [])),
            entry.get("standing", "event"),
            "place" in wanted,
        )
        for verb in entry.get("verbs", []):
            head, _, second = verb.partition(" ")
            verbs[head].append((second, rule))
        for noun in entry.get("nouns", []):
            second, _, head = noun.rpartition(" ")
            nouns[head].append((second, rule))
    for table in (verbs, nouns):
        for lemma, entries in table.items():
            table[lemma] = sorted(entries, key=lambda entry: not entry[0])  # two words before one
    return Rules(dict(verbs), dict(nouns))


def find(
    sentence: Sentence, is_place: Callable[[Any], bool] = lambda token: False
) -> Iterator[TriggerMention]:
    """``is_place`` says whether a token belongs to the name of a place: "captured Mosul" names no kind of
    thing.
    """
    if sentence.doc is None:
        return
    lemmas = frozenset(grammar.lemma(token) for token in sentence.doc)
    for token in sentence.doc:
        rule = _rule(token, lemmas, is_place)
        if rule:
            yield TriggerMention(
                span_of(sentence, token),
                sentence.index,
                rule.type,
                grammar.lemma(token),
                token.i,
                rule.weapons,
                is_nominal=not grammar.is_verb(token),
                standing=rule.standing,
            )


def token_of(trigger: TriggerMention, mentions: Mentions) -> Any:
    return mentions.sentence.doc.doc[trigger.token]


def _rule(token: Any, lemmas: frozenset[str], is_place: Callable[[Any], bool]) -> Rule | None:
    lemma = grammar.lemma(token)
    fits: Callable[[Any, Rule, Callable[[Any], bool]], bool]
    seconds: Callable[[Any], frozenset[str]]
    if grammar.is_verb(token):
        entries, seconds, fits = rules().verbs.get(lemma, []), _companions, _verb_fits
    elif grammar.is_noun(token) and not grammar.is_modifier_of_noun(token):
        entries, seconds, fits = rules().nouns.get(lemma, []), _compounds, _noun_fits
    else:
        return None
    companions = seconds(token) if any(second for second, _ in entries) else frozenset()
    for second, rule in entries:
        if second and second not in companions:
            continue
        if rule.near and not rule.near & (lemmas - {lemma}):
            continue
        if fits(token, rule, is_place):
            return rule
    return None


def _companions(verb: Any) -> frozenset[str]:
    """Lemmas that make a phrase with the verb: object, particle, complement, object of its preposition."""
    found = set()
    for child in verb.children:
        if child.dep_ in {
            "dobj",
            "prt",
            "oprd",
            "acomp",
            "prep",
            "xcomp",
            "advmod",
            "attr",
            "npadvmod",
            "ccomp",
            "nsubjpass",
        }:
            found.add(grammar.lemma(child))
            found.update(
                grammar.lemma(t)
                for t in child.children
                if t.dep_ in {"pobj", "compound", "amod", "dobj", "conj"}
            )
    return frozenset(found)


def _compounds(noun: Any) -> frozenset[str]:
    return frozenset(
        grammar.lemma(t)
        for child in noun.children
        if child.dep_ in {"compound", "amod", "nmod"}
        for t in [child, *child.children]
    )


def _verb_fits(verb: Any, rule: Rule, is_place: Callable[[Any], bool]) -> bool:
    if rule.subjects and not _is_of(grammar.doers(verb), rule.subjects, rule.names_place, is_place):
        return False
    return not rule.objects or _is_of(grammar.done_to(verb), rule.objects, rule.names_place, is_place)


def _noun_fits(noun: Any, rule: Rule, is_place: Callable[[Any], bool]) -> bool:
    return not rule.objects or _is_of(
        grammar.noun_complements(noun), rule.objects, rule.names_place, is_place
    )


def _is_of(tokens: list[Any], words: frozenset[str], places: bool, is_place: Callable[[Any], bool]) -> bool:
    for token in tokens:
        near = [token, *(c for c in token.children if c.dep_ in {"compound", "nmod", "appos"})]
        if places and any(is_place(t) for t in near):
            return True
        near += [t for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for t in c.children]
        if any(grammar.lemma(t) in words for t in near):
            return True
    return False


@lru_cache(maxsize=1)
def _stems() -> re.Pattern[str]:
    words = {w for table in (rules().verbs, rules().nouns) for w in table if w not in _TOO_COMMON}
    stems = sorted({w[:-1] if w.endswith("e") else w for w in words} | _IRREGULAR, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, stems))})", re.IGNORECASE)


def promising(text: str) -> bool:
    """A cheap look before parsing: no word here begins like one that can tell of an event."""
    return _stems().search(text) is not None
