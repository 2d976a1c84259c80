"""Who acts and who is struck: "Kataib Hezbollah", "Iranian-backed militants", "several US military personnel",
"at least one Iraqi soldier", "Israeli airstrikes", "rebel shelling", "gunmen", "protesters", "two Americans".

Parties with a name are read in ``names``, those told by their country in ``nations``; here those that a noun
alone describes. Not read: whom somebody only looks like ("dressed as soldiers", "in army uniforms").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from incidents.extraction.mentions import names, nations
from incidents.extraction.mentions.actor_nouns import (
    PEOPLE_NOT_FORCES,
    UNIDENTIFIED,
    Party,
    noun_ending,
    noun_pattern,
    nouns,
)
from incidents.extraction.mentions.phrases import Phrases, capitalised
from incidents.extraction.records import ActorMention, Sentence
from incidents.extraction.tree import Phrase
from incidents.gazetteer.gazetteer import Gazetteer
from incidents.gazetteer.records import Match
from incidents.vocabulary import ActorKind, ReferentKind

_GUISE = re.compile(
    r"\b(?:dressed|disguised|posing|posed|masquerading|clad|pretending)\s(?:as|like|in|to\sbe)\s(?:[a-z]+\s)?\Z"
)
_UNIFORM = re.compile(r"(?:[’']s?)?(?:[\s-][a-z]+)?[\s-](?:uniforms?|fatigues|clothing|clothes|style)\b")
_QUANTIFIER = re.compile(
    r"(?:several|many|some|few|dozens|hundreds|thousands|scores|multiple|numerous|various|other|another|more|most|all|"
    r"both|at|least|about|nearly|around|over|up|each|every|than|such|certain|unnamed)\Z"
)
_SKIPPED = frozenset({"DET", "NUM", "PRON", "PUNCT", "ADV", "CCONJ"})
_DOERS = frozenset({"forces", "armed", "police", "unidentified"})


def is_unidentified(mention: ActorMention) -> bool:
    """Somebody, nobody knows who ("gunmen", "a suicide bomber"): no perpetrator to be named."""
    return mention.canonical == UNIDENTIFIED


def find(
    sentence: Sentence, gazetteer: Gazetteer, matches: Sequence[Match] | None = None
) -> list[ActorMention]:
    """Every party the sentence names or describes, from left to right; the longest words for each."""
    known = gazetteer.matches(sentence.text) if matches is None else matches
    phrases = Phrases(sentence, gazetteer, known)
    for read in (
        names.listed,
        nations.find,
        names.ships,
        names.unlisted,
        _described,
        names.told,
        names.persons,
    ):
        for mention in read(phrases):
            if not _is_guise(phrases, mention):
                phrases.keep(mention)
    return sorted(phrases.found, key=lambda m: m.span)


def _is_guise(phrases: Phrases, mention: ActorMention) -> bool:
    start, end = (at - phrases.sentence.span.start for at in (mention.span.start, mention.span.end))
    return bool(_GUISE.search(phrases.text, 0, start) or _UNIFORM.match(phrases.text, end))


def _described(phrases: Phrases) -> Iterator[ActorMention]:
    """The head of a noun phrase decides: "a group of unknown gunmen" are gunmen. Before a means it is the doer:
    "government air strikes", "rebel shelling".
    """
    if phrases.doc is None:
        yield from _by_words(phrases)
        return
    for chunk in phrases.doc.noun_chunks:
        root = chunk.root
        if root.pos_ == "PRON" or root.ent_type_ in ("PERSON", "DATE", "TIME"):
            continue
        end = root.idx + len(root)
        party = noun_ending(phrases.text[chunk.start_char : end])
        if party is None:
            continue
        if party.group == "means":
            yield from _whose_means(phrases, chunk)
        else:
            yield _unnamed(phrases, _without_determiner(chunk), end, party)


def _whose_means(phrases: Phrases, chunk: Phrase) -> Iterator[ActorMention]:
    start = chunk.start_char
    before = phrases.text[start : chunk.root.idx]
    for hit in noun_pattern().finditer(before):
        follows = before[hit.end() : hit.end() + 1]
        if nouns()[hit[0].lower()].group == "objects":
            return  # "a police station bombing"
        if nouns()[hit[0].lower()].group in _DOERS and follows in (" ", "'", "’"):
            if not hit.start() or before[hit.start() - 1] == " ":
                doer = _unnamed(phrases, start + hit.start(), start + hit.end(), nouns()[hit[0].lower()])
                yield replace(doer, canonical=f"{doer.canonical}s") if _is_singular(doer) else doer
            return


def _is_singular(doer: ActorMention) -> bool:
    """ "Rebel" in "rebel shelling" stands for the rebels."""
    return doer.actor_kind is ActorKind.REBEL_GROUP and not doer.name.endswith("s")


def _by_words(phrases: Phrases) -> Iterator[ActorMention]:
    for hit in noun_pattern().finditer(phrases.text):
        party = nouns()[hit[0].lower()]
        if party.group != "means":
            yield _unnamed(phrases, hit.start(), hit.end(), party)


def _unnamed(phrases: Phrases, start: int, end: int, party: Party) -> ActorMention:
    words = phrases.text[start:end]
    canonical = party.canonical or capitalised(words)
    is_civilian = party.is_civilian
    if party.group == "armed" and re.search(r"\b(?:unidentified|unknown)\b", words):
        canonical = UNIDENTIFIED
    if party.group == "civilians" and re.search(r"\barmed\b", words):
        canonical, is_civilian = UNIDENTIFIED, False
    referent = party.referent
    if party.group == "forces":
        referent = ReferentKind.PEOPLE if PEOPLE_NOT_FORCES.search(words) else ReferentKind.ORGANISATION
    return phrases.mention(
        start, end, canonical=canonical, referent=referent, kind=party.kind, is_civilian=is_civilian
    )


def _without_determiner(chunk: Phrase) -> int:
    for token in chunk:
        if token.pos_ in _SKIPPED or _QUANTIFIER.match(token.lower_):
            continue
        if token.dep_ in ("poss", "case", "quantmod") or token.tag_ == "POS" or token.like_num:
            continue
        return token.idx
    return chunk.root.idx
