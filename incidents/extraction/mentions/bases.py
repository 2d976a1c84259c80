"""Bases: "Ain al-Asad", "the Al Asad air base", "Camp Taji", "Balad Air Base", and those only described:
"an Iraqi air base", "two military bases housing U.S. troops", "the same base".

Not read as bases: towns that a base is named after ("in Engels"), "the Pentagon said", refugee and training
camps, "power base", "base of support".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from incidents.extraction.records import BaseMention, Sentence, Span
from incidents.gazetteer.gazetteer import Gazetteer, distance_km
from incidents.gazetteer.records import Base, Country, Match, Place, Sense
from incidents.vocabulary import BaseKind

_NOUN = (
    r"(?:(?:military|air|naval|army|joint|coalition|force|forces|logistics|training|air force|"
    r"forward operating|missile)\s+)*"
    r"(?:bases?|airbases?|airfields?|air[- ]bases?|garrisons?|outposts?|barracks|cantonment|air stations?|"
    r"aerodrome)"
)
_AFTER = re.compile(
    rf"\s+(?:{_NOUN}|military (?:camp|airport|airfield|complex|compound|headquarters)|complex|camp)\b", re.I
)
_SAYS_BASE = re.compile(
    r"\b(?:base|bases|airbase|airfield|camp|garrison|outpost|FOB|Forward Operating|barracks|airport|"
    r"station|RAF|NAS|cantonment|"
    r"port|facility|MSS|LZ|landing zone|headquarters|COB|COP|Fort)\b",
    re.IGNORECASE,
)
_NAME = (
    r"(?:(?:al|el|as|ash|an|at|ad|az|Al|El)[- ])?[A-Z][\w'’]+(?:[- ](?:"
    r"(?:al|el|as|ash|an|at|ad|az)[- ])?[A-Z0-9][\w'’]*){0,2}"
)
_UNLISTED = re.compile(
    rf"\b(?P<name>{_NAME})\s+(?:(?:[Mm]ilitary|[Aa]rmy|[Nn]aval|[Aa]ir|[Aa]ir [Ff]orce)\s+(?:[Bb]ase|"
    rf"[Cc]amp|[Aa]irport|[Aa]irfield|"
    r"[Ss]tation|[Oo]utpost)|[Aa]irbase|[Aa]irfield|[Gg]arrison|[Bb]arracks|[Bb]ase)\b"
    rf"|\b(?:Camp|Fort|FOB|COP|Forward Operating Base|Combat Outpost|Patrol Base|Joint Base|"
    rf"Naval Station)\s+(?P<camp>{_NAME})\b"
)
_DESCRIBED = re.compile(
    r"\b(?:(?:an?|the|this|that|its|their|another|one|two|three|four|several|multiple|some|other|both|"
    r"same|main|large|largest|"
    r"key|major|small|remote|nearby|second|former|heavily|fortified)\s+)*"
    rf"(?P<who>(?:[A-Z][\w.’'-]*(?:\s+and\s+[A-Z][\w.-]*)?\s+){{0,2}}(?:[a-z]+-(?:led|run|held|controlled|"
    rf"occupied)\s+)?){_NOUN}\b",
)
_DETERMINER = re.compile(r"(?:an?|the|this|that|its|their)\s+", re.IGNORECASE)
_FIGURATIVE = re.compile(
    r"\b(?:tax|power|customer|fan|support|political|electoral|industrial|knowledge|user|data|voter|home|"
    r"client|economic|resource)\s+\Z",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"\s+(?:\w+\s+){0,3}?(?:in|inside|across)\s+(?:\w+ern\s+)?")
_NEAR_KM = 25
_WELL_KNOWN = 100_000


def find(
    sentence: Sentence, gazetteer: Gazetteer, matches: Sequence[Match] | None = None
) -> list[BaseMention]:
    """Every base, named or described. ``base`` is None where the words do not say which."""
    text = sentence.text
    names = gazetteer.matches(text) if matches is None else matches
    found: list[BaseMention] = []

    def add(start: int, end: int, base: Base | None, country: str) -> None:
        span = Span(sentence.span.start + start, sentence.span.start + end)
        if not any(span.overlaps(m.span) for m in found):
            found.append(BaseMention(span, sentence.index, base, country))

    for match in names:
        bases = [e for e in match.entries if isinstance(e, Base)]
        after = _AFTER.match(text, match.end)
        if bases and _is_base(text, match, bases, after):
            end = after.end() if after else match.end
            base = bases[0] if len(bases) == 1 else None
            add(match.start, end, base, bases[0].country if len({b.country for b in bases}) == 1 else "")
        elif after and (place := _town(match)):
            base = _base_at(place, gazetteer, after[0])
            known = base or not place.key.isdigit() or place.population >= _WELL_KNOWN
            add(match.start, after.end(), base, place.country if known else "")
    for hit in _UNLISTED.finditer(text):
        name = hit["name"] or hit["camp"]
        if not _is_people(gazetteer, name) and not name.startswith(
            ("The ", "A ", "An ", "This ", "That ", "One ")
        ):
            add(
                hit.start(),
                hit.end(),
                _only_base(gazetteer.lookup(hit[0])),
                _country(text, names, *hit.span()),
            )
    for hit in _DESCRIBED.finditer(text):
        start, end = hit.span()
        if not _FIGURATIVE.search(text[:end].rsplit(" ", 1)[0] + " ") and not re.match(
            r"(?:\s+of\s+(?:support|operations)|-|\s+camp\b|\s+jumping)", text[end:]
        ):
            determiner = _DETERMINER.match(text, start)
            start = determiner.end() if determiner else start
            add(start, end, None, _country(text, names, start, end))
    return sorted(found, key=lambda m: m.span)


def _is_base(text: str, match: Match, bases: Sequence[Base], after: re.Match[str] | None) -> bool:
    if after or _SAYS_BASE.search(text[match.start : match.end]):
        return True
    return len(bases) == len(match.entries)


def _town(match: Match) -> Place | None:
    """The one town of that name, or the one far bigger than its namesakes."""
    towns = sorted((e for e in match.entries if isinstance(e, Place)), key=lambda p: -p.population)
    return towns[0] if towns else None


def _base_at(place: Place, gazetteer: Gazetteer, words: str) -> Base | None:
    """ "Kirkuk air base": the only base of that kind at the town."""
    wants_air = "air" in words.lower()
    near = [
        b
        for b in gazetteer.bases
        if b.country == place.country
        and (not wants_air or b.kind is BaseKind.AIR_BASE)
        and distance_km(b, place) <= _NEAR_KM
    ]
    return near[0] if len(near) == 1 else None


def _only_base(entries: Iterable[object]) -> Base | None:
    bases = [e for e in entries if isinstance(e, Base)]
    return bases[0] if len(bases) == 1 else None


def _is_people(gazetteer: Gazetteer, name: str) -> bool:
    """ "Iraqi air base" is described, not named."""
    last = name.split()[-1]
    return any(isinstance(e, Country) for e in gazetteer.lookup(last))


def _country(text: str, names: Sequence[Match], start: int, end: int) -> str:
    """Whose country: said within the words ("an Iraqi air base") or right behind them ("bases in Iraq")."""
    inside = ""
    for match in names:
        for entry, sense in zip(match.entries, match.senses, strict=False):
            if not isinstance(entry, Country):
                continue
            if start <= match.start < end and sense is Sense.DEMONYM:
                inside = inside or entry.iso2
            if end < match.start and sense is Sense.NAME and _INSIDE.fullmatch(text[end : match.start]):
                return entry.iso2
    return inside
