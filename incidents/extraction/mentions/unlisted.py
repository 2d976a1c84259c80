"""Names said to be places that no gazetteer has: "the village of Tlajabin", "in Yakla district", "at Ejule, Kogi
state", "the Aden Square".

Not read: months and weekdays behind "in", bodies and people that only end in a place's word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from incidents.extraction.mentions.bearings import COMPASS, KIND, PREPOSITION
from incidents.extraction.patterns import Pattern
from incidents.extraction.records import Sentence
from incidents.gazetteer.records import Country, Match, Place, Sense

_ARTICLE = r"(?:[Aa]l|[Ee]l|[Aa]r|[Aa]s|[Aa]sh|[Aa]n|[Aa]t|[Aa]d|[Aa]z|[Ee]z)"
NAME = (
    rf"(?:{_ARTICLE}[- ])?[A-Z][\w'’]+"
    rf"(?:[- ](?:(?:al|el|as|ash|an|at|ad|az|ez|bin|ul|du|de|la)[- ])?[A-Z][\w'’]+|-[a-z][\w'’]+){{0,3}}"
)
_IN = r"\b(?:[Ii]n|[Nn]ear|[Aa]t|[Ff]rom|to|of|[Oo]utside|into|across|[Aa]round|on)\s+(?:the\s+)?"
_UNKNOWN_OF = Pattern(rf"\b(?P<kind>{KIND})\s+(?:of|called|named)\s+(?P<name>{NAME})")
_ON = (
    r"\b(?:[Ii]n|[Nn]ear|[Aa]t|[Ff]rom|to|of|[Oo]utside|[Ii]nside|into|across|through|[Aa]round|on|hit|struck|raided|stormed"
    r"|attacked|bombed|shelled|invaded|overran|captured|seized|besieged|recaptured|retook|entered|torched|burned|burnt"
    r"|pounded|targeted|liberated)\s+(?:the\s+)?"
)
_UNKNOWN_IN = Pattern(rf"{_ON}(?:(?:{COMPASS})\s+)?(?P<name>{NAME})\s+(?P<kind>{KIND}|[A-Z][a-z]+)\b")
_BEFORE_KNOWN = re.compile(
    rf"{_IN}(?P<name>{NAME})(?:,\s+(?:in\s+)?|\s+in\s+)(?:the\s+)?(?:(?:rural|{COMPASS})\s+)*\Z"
)
_EXPLAINED = Pattern(
    rf"{_ON}(?P<name>{NAME}),\s+(?:an?|the)\s+(?:[\w-]+\s+){{0,3}}?(?P<kind>villages?|town|city|suburb|district)\b"
)
_AT_THE_END = Pattern(
    rf"\b(?:(?:[Nn]ear|[Oo]utside)\s+(?P<near>{NAME})|(?:[Ii]n|[Aa]t)\s+(?P<name>{NAME}))"
    r"(?=[,.;]|\s+(?:on|in|and|when|where|killing|by|for|last|yesterday|late|early|with|was|were|has|had)\b|\Z)"
)
_ANYWHERE = Pattern(
    r"\b(?:[Ii]n|[Nn]ear|[Aa]t|[Oo]ver|[Oo]utside|(?:fell|landed|rained|dropped|falling|landing) (?:on|into))"
    rf"\s+(?P<name>{NAME})"
)
"""The same within a sentence, where the parser sees a name that the preposition rules."""
_NAMED_OTHERWISE = frozenset(
    {"ORG", "NORP", "DATE", "EVENT", "LAW", "LANGUAGE", "PRODUCT", "WORK_OF_ART", "TIME"}
)
_SITE = Pattern(
    rf"{_ON}"
    r"(?P<name>[A-Z][\w'’-]+(?:\s+(?:al-|of\s+)?[A-Z][\w'’-]+){0,3}\s+"
    r"(?P<kind>[Mm]osque|[Hh]ospital|[Ss]quare|[Bb]ridge|[Aa]irport|[Cc]hurch|[Tt]emple|[Mm]arket|[Ss]treet|"
    r"[Rr]oad|University|[Pp]rison|Park|Plaza|[Jj]unction|Hotel|[Ss]tation|[Cc]rossing|[Dd]am|[Rr]efinery|"
    r"[Hh]ighway|Cathedral|Stadium|Mall))\b"
)
_KINDS = re.compile(rf"(?:{KIND})", re.IGNORECASE)
NO_PLACE = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun"
    r"|Jul|Aug|Sept?|Oct|Nov|Dec|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Operation|President|Prime|General"
    r"|Ramadan|Easter|Christmas|Eid|Islam|God|Parliament|Congress|Senate|Cabinet|Arabic|English|Twitter|Facebook|"
    r"YouTube|Telegram|Instagram|He|She|They|We|It|The|This|That|A|An)(?:['’]?s)?\b"
)


def names(sentence: Sentence, known: Sequence[Match]) -> Iterator[tuple[int, int, str]]:
    """Where in the sentence such names stand, and what they are said to be; the surest first."""
    for start, end, kind in _said(sentence.text, known):
        if not NO_PLACE.match(sentence.text, start):
            yield start, end, kind
    if sentence.doc is None:
        return
    for entity in sentence.doc.ents:
        if entity.label_ == "GPE" and entity.text[:1].isupper():
            start = entity.start_char
            text = entity.text.removesuffix("'s").removesuffix("’s")
            before = PREPOSITION.search(sentence.text[:1].lower() + sentence.text[1:start])
            if before and before["word"] in ("in", "near", "at", "inside", "outside"):
                yield start, start + len(text), ""
    yield from _at_the_end(sentence)
    yield from _ruled(sentence)


def _ruled(sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """ "In Marea north of Aleppo", "was downed over Kafr Zita": the whole name is what the preposition rules; a
    figure, a weekday or a body would be read as one.
    """
    for hit in _ANYWHERE.finditer(sentence.text):
        start, end = hit.span("name")
        head = next((t for t in sentence.words if t.idx + len(t) >= end), None)
        if head is None or head.dep_ != "pobj" or head.tag_ != "NNP" or head.idx + len(head) != end:
            continue
        is_other = head.ent_type_ not in {"", "GPE", "LOC", "FAC", "PRODUCT"} or hit["name"].isupper()
        if not is_other and head.head.idx >= hit.start() and not NO_PLACE.match(sentence.text, start):
            yield start, end, ""


def _at_the_end(sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """ "at Muatide." where the library sees no organisation, law or feast."""
    others = sentence.doc.ents if sentence.doc is not None else ()
    other = [e for e in others if e.label_ in _NAMED_OTHERWISE]
    for hit in _AT_THE_END.finditer(sentence.text):
        start, end = hit.span("near" if hit["near"] else "name")
        is_other = any(e.start_char < end and start < e.end_char for e in other)
        if not NO_PLACE.match(sentence.text, start) and (hit["near"] or not is_other):
            yield start, end, ""


def _said(text: str, known: Sequence[Match]) -> Iterator[tuple[int, int, str]]:
    for pattern in (_SITE, _UNKNOWN_OF, _UNKNOWN_IN, _EXPLAINED):
        for hit in pattern.finditer(text):
            kind = hit["kind"].lower()
            if pattern is not _UNKNOWN_IN or _KINDS.fullmatch(kind):
                yield (*hit.span("name"), kind)
    for match in known:
        if any(s is Sense.NAME and isinstance(e, Place | Country) for e, s in _senses(match)):
            before = _BEFORE_KNOWN.search(text, max(0, match.start - 90), match.start)
            if before:
                yield (*before.span("name"), "")


def _senses(match: Match) -> Iterator[tuple[object, Sense]]:
    yield from zip(match.entries, match.senses, strict=False)
