"""Capitals without their name: "the Yemeni capital", "Burundi's capital", "the capital of Iraq", "the capital".

Not read: capitals that are named beside it ("the capital, Sanaa"), those of a province or region, capital
letters, crimes and markets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from incidents.extraction.records import Sentence
from incidents.gazetteer.records import Country, Match, Place, Sense

_CAPITAL = re.compile(
    r"\bcapital\b(?! (?:punishment|letters?|crimes?|gains?|markets?|goods|cases?|murder)|['’-])"
)
_OTHER = re.compile(
    r"\b(?:(?:provincial|regional|state|district|county|financial|business|commercial|political|cultural|economic"
    r"|human|venture|working|summer|ancient|former|de facto|proclaimed|declared)|[a-z]+['’]s) \Z"
)
_NAMED = re.compile(r"(?:,| city|\s|of|called|\()*\Z")
_EXPLAINS = re.compile(r"(?:,|\s|is|was|the|[a-z]+['’]s)*")
_OF = re.compile(r" (?:city )?of (?:the )?\Z")


def find(sentence: Sentence, names: Sequence[Match]) -> Iterator[tuple[int, int, str]]:
    """Where the word stands, and the country whose capital it is ("" where the sentence does not say)."""
    for hit in _CAPITAL.finditer(sentence.text):
        country = _whose(sentence.text, names, *hit.span())
        if country is not None:
            yield (*hit.span(), country)


def _whose(text: str, names: Sequence[Match], start: int, end: int) -> str | None:
    if _OTHER.search(text[:start]):
        return None
    after = next((m for m in names if m.start >= end), None)
    before = next((m for m in reversed(names) if m.end <= start), None)
    lead = text[before.end : start] if before else ""
    if before and _is_town(before) and _EXPLAINS.fullmatch(lead):
        return None  # "Sanaa, the capital"
    if after is not None:
        gap = text[end : after.start]
        if _country(after) and _OF.fullmatch(gap):
            return _country(after)
        if any(isinstance(e, Place) for e in after.entries) and (_NAMED.fullmatch(gap) or _OF.fullmatch(gap)):
            return None
    if re.match(r"(?: city)?(?: of|,)? (?:the )?[A-Z]", text[end:]):
        return None  # a name that no list has
    if before and re.fullmatch(r"(?:['’]s?)? (?:\w+ )?", lead) and _country(before):
        return _country(before)
    return "" if re.search(r"\b(?:the|its|that|their) \Z", text[:start]) else None


def _is_town(match: Match) -> bool:
    return any(isinstance(e, Place) for e in match.entries) and not _country(match)


def _country(match: Match) -> str:
    for entry, sense in zip(match.entries, match.senses, strict=False):
        if isinstance(entry, Country) and sense is not Sense.METONYM:
            return entry.iso2
    return ""
