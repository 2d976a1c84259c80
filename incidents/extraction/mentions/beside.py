"""What stands beside a place's name and says which it is: "the Syrian town of", "Iraq's Anbar", "Tripoli,
Lebanon", "Barcelona, in rural Sorsogon province".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from incidents.extraction.mentions.bearings import COMPASS, KIND
from incidents.gazetteer.records import Country, Match, Place, Sense
from incidents.vocabulary import PlaceKind

_LEADS_IN = re.compile(
    rf"(?:[’']s?)?[\s-]+(?:(?:\w+-)?\w+\s+){{0,3}}?(?:(?:{KIND})\s+(?:of\s+)?)?(?:the\s+)?|"
    rf"(?:[’']s?)\s+(?:{COMPASS})\s+",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    rf",\s+(?:(?:{COMPASS})\s+)?|\s+(?:(?:{KIND}),?\s+)?(?:in|of)\s+(?:(?:the\s+)?(?:{COMPASS})\s+)?", re.I
)
_EXPLAINS = re.compile(r",\s+(?:an?|the)\s+(?:[\w-]+\s+){0,2}?")
_TOWN_NEXT = re.compile(rf"\s+(?:[\w-]+\s+){{0,2}}?(?:{KIND})\b", re.IGNORECASE)
_REGION = re.compile(
    rf"(?:\s+(?:{KIND}))?,?\s+(?:(?:in|of)\s+)?(?:the\s+)?(?:(?:rural|{COMPASS})\s+)*", re.IGNORECASE
)


def country_beside(text: str, names: Sequence[Match], start: int, end: int) -> str:
    """ISO code of the country said right before or behind ``text[start:end]``."""
    before = next((m for m in reversed(names) if m.end <= start), None)
    if before is not None:
        gap = text[before.end : start]
        if len(gap) < 45 and _LEADS_IN.fullmatch(gap):
            for entry, sense in zip(before.entries, before.senses, strict=False):
                if isinstance(entry, Country) and (sense is Sense.DEMONYM or gap.startswith(("'", "’"))):
                    return entry.iso2
    after = next((m for m in names if m.start >= end), None)
    if after and _EXPLAINS.fullmatch(text[end : after.start]) and _TOWN_NEXT.match(text, after.end):
        for entry, sense in zip(after.entries, after.senses, strict=False):
            if isinstance(entry, Country) and sense is Sense.DEMONYM:
                return entry.iso2  # "Wagah, a Pakistani town"
    if after is not None and _CLOSES.fullmatch(text[end : after.start]):
        for entry, sense in zip(after.entries, after.senses, strict=False):
            if isinstance(entry, Country) and sense is Sense.NAME:
                return entry.iso2
    return ""


def regions_behind(text: str, end: int, after: Match | None) -> list[Place]:
    if after is None or not _REGION.fullmatch(text[end : after.start]):
        return []
    return [e for e in after.entries if isinstance(e, Place) and e.kind in (PlaceKind.REGION, PlaceKind.AREA)]


def within(
    candidates: list[Place | Country], country: str, regions: Sequence[Place]
) -> list[Place | Country]:
    """Those of the candidates that lie there. A region behind the name leaves none where none does; of a country
    words are less sure, and there all remain.
    """
    if country:
        return [c for c in candidates if isinstance(c, Place) and c.country == country] or candidates
    if not regions:
        return candidates
    inside: list[Place | Country] = [
        c for c in candidates if isinstance(c, Place) and any(r.country == c.country for r in regions)
    ]
    return [c for c in inside if isinstance(c, Place) and any(r.name == c.admin1 for r in regions)] or inside
