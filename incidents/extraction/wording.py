"""Can the reader use a trigger that somebody proposes? Its own example is the test."""

from __future__ import annotations

import re

from incidents.extraction import grammar, language, triggers
from incidents.extraction.records import Sentence, Span
from incidents.extraction.tree import Tree, Word
from incidents.gazetteer.records import Trigger
from incidents.vocabulary import PartOfSpeech

_WORDING = re.compile(r"[a-z]{2,}( [a-z]{2,})?")
Fault = tuple[str, str]
"""The field it is about, and what was expected."""


def is_wording(words: str) -> bool:
    return _WORDING.fullmatch(words) is not None


def fault(trigger: Trigger, example: str) -> Fault | None:
    """What keeps the reader from reading the example by this trigger, or None."""
    if not is_wording(trigger.wording):
        return "wording", "expected one word or two, in small letters: “garrotte”, “lob grenade”."
    (doc,) = language.parse([example])
    sentence = Sentence(0, 0, Span(0, len(example)), example, doc=doc)
    head, second = triggers.head_of(trigger)
    tokens = [t for t in doc if t.lemma == head]
    if not tokens:
        return _other_form(doc, head) or ("example", f"expected a sentence with the word “{head}” in it.")
    of_its_part = [t for t in tokens if _part_of(t) is trigger.part]
    if not of_its_part:
        return (
            "part_of_speech",
            f"the example has “{tokens[0]}” as another part of speech than {trigger.part}.",
        )
    if second and not any(second in triggers.companions(t) for t in of_its_part):
        return "example", f"expected a sentence in which “{second}” belongs to “{head}”."
    read = [m for m in triggers.find(sentence, added=(trigger,)) if m.token in {t.i for t in of_its_part}]
    if not read:
        return "example", f"expected “{head}” where it tells what happened, not only how."
    if all(m.sub_event_type is not trigger.type for m in read):
        known = read[0].sub_event_type.in_english
        return "wording", f"the reader knows “{head}” by itself, and reads the example as “{known}”."
    return None


def _part_of(token: Word) -> PartOfSpeech | None:
    if grammar.is_verb(token):
        return PartOfSpeech.VERB
    is_noun = grammar.is_noun(token) and not grammar.is_modifier_of_noun(token)
    return PartOfSpeech.NOUN if is_noun else None


def _other_form(doc: Tree, head: str) -> Fault | None:
    for token in doc:
        if token.lower_ == head:
            return "wording", f"expected the base form “{token.lemma}”, not “{head}”."
    return None
