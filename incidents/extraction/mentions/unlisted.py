"""Names said to be places that no gazetteer has: "the village of Tlajabin", "in Yakla district"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from incidents.extraction.mentions.bearings import COMPASS, KIND, PREPOSITION
from incidents.extraction.records import Sentence

NAME = (
    r"(?:(?:al|el|ar|as|ash|an|at|ad|az|ez|Al|El|Ar|As|Ash|An|At|Ad|Az)[- ])?[A-Z][\w'’]+"
    r"(?:[- ](?:(?:al|el|ar|as|ash|an|at|ad|az|ez|bin|ul|du|de|la)[- ])?[A-Z][\w'’]+){0,3}"
)
_UNKNOWN_OF = re.compile(rf"\b(?:{KIND})\s+(?:of|called|named)\s+(?P<name>{NAME})")
_UNKNOWN_IN = re.compile(
    r"\b(?:in|near|at|from|to|of|outside|into|across|around)\s+(?:the\s+)?"
    rf"(?:(?:{COMPASS})\s+)?(?P<name>{NAME})\s+(?:{KIND})\b"
)
_SITE = re.compile(
    r"\b(?P<word>in|near|at|outside|inside|around|on)\s+(?:the\s+)?(?P<name>[A-Z][\w'’-]+(?:\s+(?:al-|"
    r"of\s+)?[A-Z][\w'’-]+){0,3}\s+"
    r"(?:[Mm]osque|[Hh]ospital|[Ss]quare|[Bb]ridge|[Aa]irport|[Cc]hurch|[Tt]emple|[Mm]arket|[Ss]treet|"
    r"[Rr]oad|University|"
    r"[Pp]rison|Park|Plaza|[Jj]unction|Hotel|[Ss]tation|[Cc]rossing|[Dd]am|[Rr]efinery|[Hh]ighway|"
    r"Cathedral|Stadium|Mall))\b"
)


def names(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Where in the sentence such names stand; the surest first."""
    for pattern in (_SITE, _UNKNOWN_OF, _UNKNOWN_IN):
        for hit in pattern.finditer(sentence.text):
            yield hit.span("name")
    if sentence.doc is None:
        return
    for entity in sentence.doc.ents:
        if entity.label_ == "GPE" and entity.text[:1].isupper():
            start = entity.start_char - int(sentence.doc.start_char)
            text = entity.text.removesuffix("'s").removesuffix("’s")
            before = PREPOSITION.search(sentence.text[:start])
            if before and before["word"] in ("in", "near", "at", "inside", "outside"):
                yield start, start + len(text)
