"""The words of a sentence that can tell of an event, by ``rules/triggers.toml`` and what analysts added.

Reads verbs and nouns in their grammar: "fired rockets" but not "fired the minister", "the downing
of a jet", "a Houthi drone attack", "blew himself up". Whether the event took place at all is not
decided here, but by ``modifiers`` and in ``events``.
"""

from __future__ import annotations

import re
import tomllib
from calendar import day_name, month_abbr, month_name
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Protocol

from incidents.extraction import grammar
from incidents.extraction.kinds import TERRITORY
from incidents.extraction.language import span_of
from incidents.extraction.records import Mentions, Sentence, TriggerMention
from incidents.extraction.tree import Word
from incidents.extraction.words import words
from incidents.gazetteer.records import Trigger
from incidents.vocabulary import PartOfSpeech, SubEventType, Weapon

_TOO_COMMON = words("triggers.too_common")
"""Trigger words that by themselves do not make a sentence worth parsing: a story of violence has others too."""
_TELLING = words("triggers.telling")
"""Words that tell of no event themselves and yet show that a story may: its verbs are all common ones."""
_BESIDE = frozenset(
    {
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
        "dative",
        "agent",
        "advcl",
    }
)
"""Relations in which a word makes a phrase with its verb: object, particle, complement, preposition."""
_CALENDAR = frozenset(name.lower() for name in (*day_name, *month_name, *month_abbr) if name)
_HEAPS = frozenset({"number", "dozen", "score", "hundred", "group", "couple", "handful", "busload"})
_MUTUAL = frozenset(
    {"clash", "scuffle", "skirmish", "brawl", "battle", "fight", "engage", "exchange", "trade"}
)
"""With these "with" names the other side."""


class Is(Protocol):
    """Says whether a token belongs to a name of some kind: "captured Mosul" names no kind of thing."""

    def __call__(self, token: Word) -> bool: ...


def _nothing(token: Word) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Names:
    """What the gazetteer knows of the tokens of a sentence; a group is no state's."""

    is_place: Is = _nothing
    is_armed: Is = _nothing
    is_group: Is = _nothing
    is_make: Is = _nothing


@dataclass(frozen=True, slots=True)
class Thing:
    """What a doer or a thing done to must be: one of these words, or a name of these kinds."""

    words: frozenset[str]
    kinds: frozenset[str]  # place | armed | group | person | make

    def __bool__(self) -> bool:
        return bool(self.words or self.kinds)


@dataclass(frozen=True, slots=True)
class Rule:
    type: SubEventType
    objects: Thing
    subjects: Thing
    near: Thing
    unless: frozenset[str]
    weapons: tuple[Weapon, ...]
    standing: str


@dataclass(frozen=True, slots=True)
class Rules:
    """By lemma of the head; each entry is (second words or none, rule), in the order of the file."""

    verbs: dict[str, list[tuple[frozenset[str], Rule]]]
    nouns: dict[str, list[tuple[frozenset[str], Rule]]]


_KINDS = frozenset({"place", "armed", "group", "person", "make"})
_ANYTHING = Thing(frozenset(), frozenset())
Added = tuple[Trigger, ...]


@lru_cache(maxsize=4)
def rules(added: Added = ()) -> Rules:
    """The file's rules and the triggers added to them: a phrase of two words goes before the file's, being said
    more exactly than most; a single word behind them, so that it takes nothing from what is known.
    """
    known = _of_the_file()
    if not added:
        return known
    verbs, nouns = dict(known.verbs), dict(known.nouns)
    for trigger in added:
        table = verbs if trigger.part is PartOfSpeech.VERB else nouns
        head, second = head_of(trigger)
        entry = (
            _words(second),
            Rule(trigger.type, _ANYTHING, _ANYTHING, _ANYTHING, frozenset(), (), trigger.standing),
        )
        others = table.get(head, [])
        table[head] = [entry, *others] if second else [*others, entry]
    return Rules(verbs, nouns)


def head_of(trigger: Trigger) -> tuple[str, str]:
    """The word that is looked for, and the one that must belong to it or ""."""
    first, _, last = trigger.wording.partition(" ")
    return (first, last) if trigger.part is PartOfSpeech.VERB or not last else (last, first)


@lru_cache(maxsize=1)
def _of_the_file() -> Rules:
    data = tomllib.loads(files("incidents.extraction").joinpath("rules/triggers.toml").read_text("utf-8"))
    classes: dict[str, list[str]] = data["classes"]
    verbs: dict[str, list[tuple[frozenset[str], Rule]]] = defaultdict(list)
    nouns: dict[str, list[tuple[frozenset[str], Rule]]] = defaultdict(list)

    def members(names: list[str]) -> frozenset[str]:
        return frozenset(word for name in names for word in classes.get(name, [name]) if name != "place")

    def thing(names: list[str]) -> Thing:
        return Thing(members(names), _KINDS & set(names))

    for entry in data["trigger"]:
        rule = Rule(
            SubEventType(entry["type"]),
            thing(entry.get("object", [])),
            thing(entry.get("subject", [])),
            thing(entry.get("near", [])),
            members(entry.get("unless", [])),
            tuple(Weapon(w) for w in entry.get("weapons", [])),
            entry.get("standing", "event"),
        )
        for verb in entry.get("verbs", []):
            head, _, second = verb.partition(" ")
            verbs[head].append((_words(second), rule))
        for noun in entry.get("nouns", []):
            second, _, head = noun.rpartition(" ")
            nouns[head].append((_words(second), rule))
    return Rules(dict(verbs), dict(nouns))


def _words(second: str) -> frozenset[str]:
    return frozenset(second.split("|")) - {""}


def find(sentence: Sentence, names: Names | None = None, added: Added = ()) -> Iterator[TriggerMention]:
    if sentence.doc is None:
        return
    names = names or Names()
    known = rules(added)
    tokens = sentence.words
    lemmas = [token.lemma for token in tokens]
    around = frozenset(lemmas)
    for token, lemma in zip(tokens, lemmas, strict=True):
        if lemma not in known.verbs and lemma not in known.nouns:
            continue
        rule = _rule(token, around, names, known)
        if rule:
            yield TriggerMention(
                span_of(sentence, token),
                sentence.index,
                rule.type,
                lemma,
                token.i,
                rule.weapons,
                is_nominal=not grammar.is_verb(token),
                standing=rule.standing,
            )


def token_of(trigger: TriggerMention, mentions: Mentions) -> Word:
    return mentions.sentence.words[trigger.token]


def _rule(token: Word, lemmas: frozenset[str], names: Names, known: Rules) -> Rule | None:
    lemma = token.lemma
    if grammar.is_verb(token):
        entries = known.verbs.get(lemma)
    elif grammar.is_noun(token) and not grammar.is_modifier_of_noun(token):
        entries = known.nouns.get(lemma)
    else:
        return None
    if not entries or _is_manner(token):
        return None
    sides = _Sides.of(token)
    for second, rule in entries:
        if second and not second & sides.companions:
            continue
        if rule.unless & (sides.beside | sides.companions if second else sides.beside) or (
            rule.near and not _is_near(token, lemmas - {lemma}, rule.near, names)
        ):
            continue
        if rule.type in TERRITORY and (grammar.moves_people(token) or any(map(_is_he, sides.done_to))):
            continue
        if _fits(sides.doers, rule.subjects, names) and _fits(sides.done_to, rule.objects, names):
            return rule
    return None


def _is_manner(token: Word) -> bool:
    """ "Stabbed to death" is how it ended, "strikes using attack aircraft" with what: no acts of their own."""
    if token.lemma == "death" and token.dep_ == "pobj":
        return bool(token.head.lower_ == "to")
    if token.lemma == "raid" and token.dep_ == "pobj":
        return bool({t.lemma for t in (token.head.head, token.head.head.head)} & _TAKING)
    return token.head.lemma == "use" and token.dep_ == "dobj" and token.tag_ == "NN"


def _is_near(token: Word, lemmas: frozenset[str], thing: Thing, names: Names) -> bool:
    return bool(thing.words & lemmas) or any(_is_named(t, thing, names) for t in token.doc)


def _is_named(token: Word, thing: Thing, names: Names) -> bool:
    kinds = thing.kinds
    return bool(
        ("place" in kinds and (names.is_place(token) or _may_be_place(token, names)))
        or ("armed" in kinds and names.is_armed(token))
        or ("group" in kinds and names.is_group(token))
        or ("make" in kinds and names.is_make(token))
        or ("person" in kinds and token.ent_type_ in {"PERSON", "NORP"} and not names.is_place(token))
        or ("person" in kinds and token.tag_ == "NNP" and _is_he(token))
    )


def _is_he(name: Word) -> bool:
    """ "Ragheb al-Testi was seized outside his house": whoever it is, no town."""
    behind = name.head.subtree if name.dep_ == "nsubjpass" else ()
    return any(t.lower_ in {"his", "her", "he", "she"} and t.i > name.head.i for t in behind)


def _may_be_place(token: Word, names: Names) -> bool:
    """A name that nobody knows for anything else: "liberated Hawija", and not "seized on Monday"."""
    if token.ent_type_ in {"GPE", "LOC", "FAC"}:
        return True
    is_other = token.lower_ in _CALENDAR or names.is_armed(token) or names.is_group(token)
    return token.tag_ == "NNP" and not token.ent_type_ and not is_other


@dataclass(frozen=True, slots=True)
class _Sides:
    """What stands around a word: what makes a phrase with it, who does it, what it is done to."""

    companions: frozenset[str]
    doers: list[Word]
    done_to: list[Word]
    beside: frozenset[str]

    @classmethod
    def of(cls, token: Word) -> _Sides:
        beside = companions(token)
        if grammar.is_verb(token):
            doers, done_to = grammar.doers(token), grammar.done_to(token)
            doers = [t for d in doers for t in (grammar.speakers(d) or [d])]
            if token.lemma in _MUTUAL:
                done_to = done_to + grammar.prepositional(token, frozenset({"with"}))
            elif token.lemma == "set":
                done_to = done_to + grammar.prepositional(token, frozenset({"to"}))
        else:
            doers, done_to = grammar.by_whom(token), grammar.noun_complements(token)
            if token.lemma in _MUTUAL:
                done_to = done_to + grammar.prepositional(token, frozenset({"with", "between"}))
        parties = [*doers, *done_to, *(t for t in token.children if t.dep_ not in {"prep", "advcl", "punct"})]
        near = [t for p in parties for t in (p, *p.children) if t.dep_ in {"compound", "amod"} or t == p]
        return cls(beside, doers, done_to, frozenset(t.lemma for t in near))


def companions(token: Word) -> frozenset[str]:
    """The lemmas that can be the second word of a phrase with this verb or noun."""
    return _companions(token) if grammar.is_verb(token) else _compounds(token)


def _companions(verb: Word) -> frozenset[str]:
    found = set()
    for child in verb.children:
        if child.dep_ in _BESIDE:
            found.add(child.lemma)
            if child.lemma in _HEAPS:  # "held an unknown number of hostages"
                found.update(t.lemma for t in grammar.prepositional(child, frozenset({"of"})))
            found.update(
                t.lemma
                for t in child.children
                if t.dep_ in {"pobj", "compound", "amod", "dobj", "conj", "prep"}
            )
            if child.lower_ == "to":  # "put to death", but "put the death toll at"
                found.update(f"to_{t.lemma}" for t in child.children if t.dep_ == "pobj")
    return frozenset(found)


def _compounds(noun: Word) -> frozenset[str]:
    return frozenset(
        t.lemma
        for child in noun.children
        if child.dep_ in {"compound", "amod", "nmod", "poss"}
        for t in [child, *child.children]
    )


def _fits(tokens: list[Word], thing: Thing, names: Names) -> bool:
    """Is one of them such a thing, in itself or by what it is made or full of ("a car with a bomb")?"""
    return not thing or any(_is_of(token, thing, names) for token in tokens)


def _is_of(token: Word, thing: Thing, names: Names) -> bool:
    if token.tag_ == "CD" and "thousand" in thing.words and _MANY.search(token.text):
        return True  # "100,000 marched"
    near = [token, *(c for c in token.children if c.dep_ in {"compound", "nmod", "appos", "amod"})]
    if token.lemma in _HEADS:  # "the head of the plant" is no plant
        return any(t.lemma in thing.words or _is_named(t, thing, names) for t in near)
    heap = [t for t in grammar.prepositional(token, frozenset({"of"})) if t.lemma in _MEASURES]
    near += [
        t
        for w in (token, *heap)  # "hundreds of tons of arms"
        for c in w.children
        if (c.dep_ == "prep" and c.lower_ in _MADE_OF) or (c.dep_ == "acl" and c.lemma in _HOLDING)
        for t in (c, *c.children)
    ]
    return any(t.lemma in thing.words or (thing.kinds and _is_named(t, thing, names)) for t in near)


_TAKING = frozenset({"arrest", "detain", "round", "apprehend", "seize", "find", "confiscate", "recover"})
"""What raids are for that are no attacks: "arrested in raids"."""
_HEADS = frozenset(
    {"head", "chief", "leader", "director", "governor", "mayor", "president", "member", "official"}
)
_MANY = re.compile(r"\d{3}")
_MEASURES = frozenset({"ton", "tonne", "kilo", "kilogram", "crate", "box", "round"})
_MADE_OF = frozenset({"of", "with", "containing", "at", "against", "into"})
_HOLDING = frozenset({"carry", "contain", "load", "pack", "fill", "lade", "transport", "rig"})


@lru_cache(maxsize=4)
def _stems(added: Added) -> re.Pattern[str]:
    known = _of_the_file()
    single = {w for table in (known.verbs, known.nouns) for w in table if w not in _TOO_COMMON}
    single |= _TELLING
    single |= {w for t in added for w in t.wording.split(" ") if w not in _TOO_COMMON or t.wording == w}
    stems = sorted({w[:-1] if w.endswith("e") else w for w in single}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, stems))})", re.IGNORECASE)


def promising(text: str, added: Added = ()) -> bool:
    """A cheap look before parsing: no word here begins like one that can tell of an event."""
    return _stems(added).search(text) is not None
