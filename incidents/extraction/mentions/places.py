"""Places: "Erbil", "western Iraq", "some 20 km west of Kirkuk", "the village of Tlajabin", "the Strait of Hormuz".

Not read as places: demonyms ("Iraqi"), states that act ("Iran fired"), governments by metonymy ("the Kremlin
said"), people who bear a town's name ("Lloyd Austin", "President Clinton"), newspapers ("The Jerusalem Post"),
the forces, parliaments and officials of a country ("Iraq's military", "the president of Iran").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from math import log10
from typing import Any

from incidents.extraction.records import PlaceMention, Sentence, Span
from incidents.gazetteer.gazetteer import Gazetteer, distance_km
from incidents.gazetteer.records import Country, Match, Place, Sense
from incidents.vocabulary import HIGH_SEAS, PlaceKind

_COMPASS = (
    r"(?:(?:north|south)[- ]?(?:east|west)|north|south|east|west)(?:ern)?|central|upper|lower|coastal|mid|"
    r"far[- ](?:north|south|east|west)(?:ern)?|northern[- ]?most|downtown"
)
_KIND = (
    r"cit(?:y|ies)|towns?|villages?|provinces?|governorates?|regions?|districts?|sub-?districts?|counties|"
    r"county|"
    r"neighbou?rhoods?|suburbs?|areas?|hamlets?|settlements?|municipality|communes?|islands?|peninsula|ports?|"
    r"capitals?|states?|enclaves?|valleys?|localit(?:y|ies)|oblast|quarters?|departments?|territory|republic|"
    r"(?:refugee |displacement |IDP )?camps?|emirate|outskirts|streets?|mountains?|kibbutz|outpost|stronghold"
)
_KIND_NEXT = re.compile(
    r"\s+(province|governorate|region|oblast|state|county|district|department|prefecture|krai|territory|"
    r"neighbou?rhood|suburb|village|town|city|area|valley|island|camp|quarter|refugee camp|countryside)\b",
    re.IGNORECASE,
)
_EXPLAINED = re.compile(rf"\s*[,(]\s*(?:a|an|the)\s+(?:[\w-]+\s+){{0,3}}(?:{_KIND})\b")
_LOOSE = frozenset({"of", "for", "and", "or", "hit", "struck"})
_ATTRIBUTE = re.compile(
    r"(?:U\.?S\.?A?\.?|U\.?K\.?|UAE)\s+"
    r"(?!(?:in|on|at|and|or|to|for|after|since|with|that|by|from|when|is|was|has|said)\b)\w"
)
_WIDE = frozenset(
    {"province", "governorate", "region", "oblast", "state", "department", "prefecture", "krai"}
)
_BEFORE = re.compile(
    rf"(?P<modifier>(?:{_COMPASS})(?:\s+and\s+(?:{_COMPASS}))?[\s-]+)?"
    r"(?:(?:occupied|neighbou?ring|nearby|rebel-held|besieged|mainland|rural|war-torn|the)\s+)?\Z",
    re.IGNORECASE,
)
_NUMBER = (
    r"\d+(?:[.,]\d+)?|a|an|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty|fifty"
    r"|sixty|several|a few|dozens of"
)
_WORD_NUMBERS = {
    word: float(value)
    for value, words in {
        1: "a an one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine",
        10: "ten", 15: "fifteen", 20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty",
    }.items()
    for word in words.split()
}  # fmt: skip
_KILOMETRES = {"k": 1.0, "m": 1.609}
_DISTANCE = re.compile(
    rf"(?:(?P<number>{_NUMBER})(?:\s+|-)(?P<unit>kilomet(?:er|re)s?|km|miles?|mi)\b(?:\s*\([^)]*\))?\s*)?"
    rf"(?:to\s+the\s+|just\s+|away\s+)?(?:(?P<direction>(?:north|south)[- ]?(?:east|west)|north|south|"
    rf"east|west)(?:ern)?"
    r"(?:\s+(?:outskirts|edge|side|suburbs?|part|parts|flank|entrance))?\s+)?(?:of|from|outside|off)"
    r"\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_OF_KIND = re.compile(
    rf"\b(?:{_KIND}|coast|outskirts|edge|heart|centre|center|north|south|east|west|parts?|border|skies|"
    rf"waters|off|swath\w*|"
    r"bombing|bombardment|shelling|siege|invasion|battle|capture|seizure|recapture|liberation|airspace|"
    r"occupation)"
    r"(?:\s+\w+){0,2}?\s+of\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"\b(?P<word>in|at|inside|within|across|throughout|on|over|near|nearby|close to|outside|around|along|"
    r"off|beyond|"
    r"between|from|to|toward|towards|into|through|via|against|targeting|of|above|and|or|hit|struck|"
    r"hitting|striking|"
    r"for|leaving|left|reached|entered|captured|seized|visiting|besieged)"
    rf"\s+(?:the\s+)?(?:(?:{_COMPASS}|both|occupied|nearby|neighbou?ring|besieged|\w+[’']s|[A-Z]\w+(?:i|an|ese|"
    rf"ish|ian))\s+)*"
    rf"(?:(?:{_KIND}|border)\s+(?:of\s+|called\s+|named\s+)?)?(?:the\s+)?\Z"
)
_RELATION = {
    "near": "near", "nearby": "near", "close to": "near", "outside": "near", "around": "near", "off": "near",
    "along": "near", "beyond": "near", "from": "from", "leaving": "from", "left": "from", "to": "toward",
    "toward": "toward", "towards": "toward", "into": "toward", "against": "toward", "targeting": "toward",
    "of": "of",
}  # fmt: skip
_ROLES = re.compile(
    r"\b(?:president|ministers?|ministry|government|king|queen|prince|leaders?|ambassador|army|military|"
    r"people|parliament|"
    r"embass(?:y|ies)|consulate|republic|bank|university|citizens?|forces|officials?|head|chief|capital|"
    r"members?|name|"
    r"flag|allies|ally|supporters?|enem(?:y|ies)|interests|assembly|union|party|court|state|bishop|nationals?)"
    r"\s+of\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\b(?:President|Minister|Gen|General|Lt|Col|Colonel|Maj|Major|Capt|Captain|Sgt|Sergeant|Adm|Admiral|"
    r"Brig|Mr|Mrs|Ms|Dr|"
    r"Senator|Sen|Secretary|Chancellor|King|Prince|Sheikh|Ayatollah|Imam|Pope|Judge|Justice|Governor|"
    r"Mayor|Ambassador|"
    r"Commander|Chairman|Chief|spokesman|spokeswoman|spokesperson|journalist|analyst|USS|HMS|MV|M/V|"
    r"Hurricane|Typhoon)"
    r"\.?\s+\Z"
)
_MEDIA_NEXT = re.compile(
    r"\s+(?:Post|Times|News|Journal|Herald|Tribune|Gazette|Observer|Today|Independent|Chronicle|Star|Mail|"
    r"Press|Globe|TV|"
    r"Television|Radio|Daily|Review|Magazine|Standard|University Press)\b"
)
_PLACE_WORD_NEXT = re.compile(
    r"\s+(?:"
    r"City|Province|Governorate|Region|Oblast|State|County|District|Department|Airport|"
    r"International|Road|Street|University|Hospital|Bridge|Dam|Square|Mosque|Church|Island|"
    r"Islands|Valley|Peninsula|River|Port|Camp|Area|Central|Governor|Mayor|Provincial|Police|"
    r"Operations|Council|Health|Civil|Military|Air|Base|Monday|Tuesday|Wednesday|Thursday|"
    r"Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|"
    r"October|November|December|Jan|Feb|Aug|Sept|Oct|Nov|Dec|The|In|On|At"
    r")\b"
)
_NAME = (
    r"(?:(?:al|el|ar|as|ash|an|at|ad|az|ez|Al|El|Ar|As|Ash|An|At|Ad|Az)[- ])?[A-Z][\w'’]+"
    r"(?:[- ](?:(?:al|el|ar|as|ash|an|at|ad|az|ez|bin|ul|du|de|la)[- ])?[A-Z][\w'’]+){0,3}"
)
_UNKNOWN_OF = re.compile(rf"\b(?:{_KIND})\s+(?:of|called|named)\s+(?P<name>{_NAME})")
_UNKNOWN_IN = re.compile(
    r"\b(?:in|near|at|from|to|of|outside|into|across|around)\s+(?:the\s+)?"
    rf"(?:(?:{_COMPASS})\s+)?(?P<name>{_NAME})\s+(?:{_KIND})\b"
)
_SITE = re.compile(
    r"\b(?P<word>in|near|at|outside|inside|around|on)\s+(?:the\s+)?(?P<name>[A-Z][\w'’-]+(?:\s+(?:al-|"
    r"of\s+)?[A-Z][\w'’-]+){0,3}\s+"
    r"(?:[Mm]osque|[Hh]ospital|[Ss]quare|[Bb]ridge|[Aa]irport|[Cc]hurch|[Tt]emple|[Mm]arket|[Ss]treet|"
    r"[Rr]oad|University|"
    r"[Pp]rison|Park|Plaza|[Jj]unction|Hotel|[Ss]tation|[Cc]rossing|[Dd]am|[Rr]efinery|[Hh]ighway|"
    r"Cathedral|Stadium|Mall))\b"
)
_GOES_ON = re.compile(r"[ -](?:al|el|as|ash|an|at|ad|az|ez|ul|bin|ibn)-[A-Z]")
_AGENCIES = frozenset({"SANA", "al-Mayadeen", "Al-Mayadeen", "Al Mayadeen", "Xinhua"})
_PEOPLE = frozenset({"PERSON"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
WELL_KNOWN = 100_000
"""Inhabitants from which a name needs no "in" before it to be taken for the town."""


def find(
    sentence: Sentence, gazetteer: Gazetteer, matches: Sequence[Match] | None = None
) -> list[PlaceMention]:
    """Every place the sentence names, from left to right. Names that many places bear keep all candidates."""
    text = sentence.text
    names = gazetteer.matches(text) if matches is None else matches
    found: list[PlaceMention] = []
    for at, match in enumerate(names):
        candidates = _candidates(text, match)
        if not candidates:
            continue
        nearby = names[at + 1] if at + 1 < len(names) else None
        candidates = _within(candidates, _country_around(text, names, at), _region_after(text, match, nearby))
        if _is_someone_or_something_else(sentence, match) or not _is_meant(
            sentence, match, candidates, nearby
        ):
            continue
        found.append(_mention(sentence, match.start, match.end, tuple(candidates)))
    taken = [m.span for m in found]
    taken += [_span(sentence, m.start, m.end) for m in names]
    found += _unknown(sentence, taken)
    return _carried_along(text, sentence, sorted(found, key=lambda m: m.span))


def _candidates(text: str, match: Match) -> list[Place | Country]:
    senses = match.senses or (Sense.NAME,) * len(match.entries)
    is_one_word = " " not in text[match.start : match.end]
    if Sense.DEMONYM in senses and is_one_word and not _KIND_NEXT.match(text, match.end):
        return []  # "Somali" is a region of Ethiopia, too
    return [
        entry
        for entry, sense in zip(match.entries, senses, strict=True)
        if sense is Sense.NAME and isinstance(entry, Place | Country)
    ]


def _country_around(text: str, names: Sequence[Match], at: int) -> str:
    """The country said beside the name: "the Syrian town of", "Iraq's Anbar", "Tripoli, Lebanon"."""
    match = names[at]
    if at:
        before = names[at - 1]
        gap = text[before.end : match.start]
        if len(gap) < 45 and re.fullmatch(
            rf"(?:[’']s?)?[\s-]+(?:(?:\w+-)?\w+\s+){{0,3}}?(?:(?:{_KIND})\s+(?:of\s+)?)?(?:the\s+)?|"
            rf"(?:[’']s?)\s+(?:{_COMPASS})\s+",
            gap,
            re.IGNORECASE,
        ):
            for entry, sense in zip(before.entries, before.senses, strict=False):
                if isinstance(entry, Country) and (sense is Sense.DEMONYM or gap.startswith(("'", "’"))):
                    return entry.iso2
    if at + 1 < len(names):
        after = names[at + 1]
        if re.fullmatch(
            rf",\s+(?:(?:{_COMPASS})\s+)?|\s+in\s+(?:{_COMPASS})\s+|\s+in\s+", text[match.end : after.start]
        ):
            for entry, sense in zip(after.entries, after.senses, strict=False):
                if isinstance(entry, Country) and sense is Sense.NAME:
                    return entry.iso2
    return ""


def _region_after(text: str, match: Match, after: Match | None) -> list[Place]:
    """The region said behind a town: "Fairfield, California"."""
    if after is None or text[match.end : after.start] not in (", ", ",\n"):
        return []
    return [e for e in after.entries if isinstance(e, Place) and e.kind in (PlaceKind.REGION, PlaceKind.AREA)]


def _within(
    candidates: list[Place | Country], country: str, regions: Sequence[Place]
) -> list[Place | Country]:
    if country:
        return [c for c in candidates if isinstance(c, Place) and c.country == country] or candidates
    if regions:
        return [
            c
            for c in candidates
            if isinstance(c, Place) and any(r.country == c.country and r.name == c.admin1 for r in regions)
        ] or candidates
    return candidates


def _is_someone_or_something_else(sentence: Sentence, match: Match) -> bool:
    text = sentence.text
    before, after = text[: match.start], text[match.end :]
    if _MEDIA_NEXT.match(after) or _TITLE.search(before) or _GOES_ON.match(after):
        return True
    if text[match.start : match.end] in _AGENCIES:
        return True
    entity = _entity(sentence, match)
    if entity is None or entity.label_ not in _PEOPLE:
        return False
    if entity.end_char - entity.start_char > match.end - match.start + 2 and not _PREPOSITION.search(before):
        return not _PLACE_WORD_NEXT.match(after)
    return False


def _is_meant(
    sentence: Sentence, match: Match, candidates: Sequence[Place | Country], nearby: Match | None
) -> bool:
    """Is the place itself spoken of, not the state that acts, nor somebody of that name?"""
    text = sentence.text
    before = text[: match.start]
    preposition = _PREPOSITION.search(before)
    located = bool(preposition) or bool(_DISTANCE.search(before))
    followed = (
        nearby is not None and text[match.end : nearby.start] == ", " and bool(_candidates(text, nearby))
    )
    places = [c for c in candidates if isinstance(c, Place)]
    if not places:
        return followed or _is_where(sentence, match, preposition)
    after = text[match.end :]
    if followed or _KIND_NEXT.match(after) or _OF_KIND.search(before) or _EXPLAINED.match(after):
        return True
    if located and not (preposition and preposition["word"] in _LOOSE):
        return True
    entity = _entity(sentence, match)
    if entity is not None and entity.label_ in _PLACES:
        return True
    runs_on = re.match(r"\s+[A-Z]\w+", after) and not _PLACE_WORD_NEXT.match(after)
    if runs_on and " " not in text[match.start : match.end]:
        return False
    if _is_capital_in_the_governments_sense(sentence, match):
        return False
    return not _is_weak(places) and _is_proper(sentence, match)


def _is_weak(places: Iterable[Place]) -> bool:
    """A small town's name, which is as likely to be something else; what we listed by hand is not."""
    return all(
        p.kind is PlaceKind.CITY and p.population < WELL_KNOWN and _BY_HAND not in p.source for p in places
    )


def _is_capital_in_the_governments_sense(sentence: Sentence, match: Match) -> bool:
    if Sense.METONYM not in match.senses:
        return False
    token = _token(sentence, match)
    return token is not None and token.dep_ in ("nsubj", "nsubjpass", "agent", "dobj", "iobj", "poss", "conj")


def _is_where(sentence: Sentence, match: Match, preposition: re.Match[str] | None) -> bool:
    """For countries: where something is, not who does it."""
    before, after = sentence.text[: match.start], sentence.text[match.end :]
    possessive = re.match(r"[’']s?\b", after)
    if possessive:
        return bool(
            re.match(
                rf"[’']s?\s+(?:(?:{_COMPASS})\b|(?:\w+\s+)?(?:{_KIND}|coast|border|airspace|waters)\b|[A-Z])",
                after,
            )
        )
    if re.match(r"-(?!based)\w", after):  # "Iran-backed", "US-led"
        return False
    if _ATTRIBUTE.match(sentence.text, match.start):  # "near the US consulate"
        return False
    if re.search(rf"\b(?:{_COMPASS})(?:ern)?\s+\Z", before, re.IGNORECASE):
        return True
    if re.search(r"(?:,|\()\s*\Z", before) and re.search(r"[A-Z][\w’'-]+(?:,|\s\()\s*\Z", before):
        return bool(re.match(r"[,.)\s—-]|\Z", after)) and not re.match(r"\s+and\b", after)
    if preposition is None:
        token = _token(sentence, match)
        if token is None or token.dep_ != "dobj":
            return False
        return token.head.lemma_ in (
            "attack",
            "hit",
            "strike",
            "bomb",
            "shell",
            "invade",
            "enter",
            "leave",
            "reach",
            "flee",
        )
    word = preposition["word"]
    if word == "of":
        return bool(_OF_KIND.search(before)) and not _ROLES.search(before)
    if word in ("and", "or", "for", "between", "hit", "struck", "hitting", "striking"):
        return word in ("hit", "struck", "hitting", "striking")
    return True


def _is_proper(sentence: Sentence, match: Match) -> bool:
    """At the start of a sentence capitals say nothing."""
    if match.start > 1 or sentence.doc is None:
        return True
    token = _token(sentence, match)
    return token is None or token.pos_ == "PROPN"


def _mention(
    sentence: Sentence, start: int, end: int, candidates: tuple[Place | Country, ...]
) -> PlaceMention:
    text = sentence.text
    before = text[:start]
    relation, distance, direction, modifier = "in", None, "", ""
    near = _BEFORE.search(before)
    if near and near["modifier"] and not re.search(r"\bof\s+\Z", before):
        modifier = near["modifier"].strip(" -").lower()
    far = _DISTANCE.search(before)
    if far and (far["direction"] or far["unit"] or re.search(r"\b(?:outside|off)\s+(?:the\s+)?\Z", before)):
        relation = "near"
        direction = _compass(far["direction"] or "")
        distance = _kilometres(far["number"], far["unit"])
    elif re.search(r"\boutskirts of\s+(?:the\s+)?\Z", before):
        relation = "near"
    else:
        preposition = _PREPOSITION.search(before)
        if preposition:
            relation = _RELATION.get(preposition["word"], "in")
            if relation == "of" and _OF_KIND.search(before):
                outer = _PREPOSITION.search(before[: preposition.start()] + " ")
                relation = _RELATION.get(outer["word"], "in") if outer else "of"
    wide = _KIND_NEXT.match(text[end:])
    said_wide = bool(wide and wide[1].lower() in _WIDE) or bool(
        re.search(r"\b(?:province|governorate|region|oblast|state) of\s+\Z", before, re.IGNORECASE)
    )
    candidates = _of_size(candidates, wide=said_wide)
    place = candidates[0] if len(candidates) == 1 else None
    return PlaceMention(
        span=_span(sentence, start, end),
        sentence=sentence.index,
        candidates=candidates,
        place=place,
        relation=relation,
        distance_km=distance,
        direction=direction,
        modifier=modifier,
    )


def _of_size(candidates: tuple[Place | Country, ...], *, wide: bool) -> tuple[Place | Country, ...]:
    """ "Idlib province" is the region, "Idlib" alone the town."""
    if not wide:
        return candidates
    regions = tuple(
        c for c in candidates if isinstance(c, Place) and c.kind in (PlaceKind.REGION, PlaceKind.AREA)
    )
    return regions or candidates


def _compass(words: str) -> str:
    lower = words.lower()
    return "".join(c.upper() for word, c in _POINTS if re.search(word, lower))


_POINTS = (("north", "n"), ("south", "s"), ("east", "e"), ("west", "w"))


def _kilometres(number: str | None, unit: str | None) -> float | None:
    if not number or not unit:
        return None
    value = _WORD_NUMBERS.get(number.lower())
    if value is None:
        try:
            value = float(number.replace(",", "."))
        except ValueError:
            return None
    return round(value * _KILOMETRES[unit[0].lower()], 1)


def _unknown(sentence: Sentence, taken: Sequence[Span]) -> list[PlaceMention]:
    """Names said to be places that no gazetteer has."""
    found: list[PlaceMention] = []
    spans = list(taken)

    def add(start: int, end: int) -> None:
        span = _span(sentence, start, end)
        if not any(span.overlaps(other) for other in spans):
            spans.append(span)
            found.append(_mention(sentence, start, end, ()))

    for pattern in (_SITE, _UNKNOWN_OF, _UNKNOWN_IN):
        for hit in pattern.finditer(sentence.text):
            add(*hit.span("name"))
    for entity in sentence.doc.ents if sentence.doc is not None else ():
        if entity.label_ == "GPE" and entity.text[:1].isupper():
            start = entity.start_char - _offset(sentence)
            text = entity.text.removesuffix("'s").removesuffix("’s")
            before = _PREPOSITION.search(sentence.text[:start])
            if before and before["word"] in ("in", "near", "at", "inside", "outside"):
                add(start, start + len(text))
    return found


def _carried_along(text: str, sentence: Sentence, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """ "in Iraq and Syria", "near Homs, Hama and Idlib": the preposition counts for the whole list."""
    out: list[PlaceMention] = []
    for mention in mentions:
        if out:
            gap = text[out[-1].span.end - sentence.span.start : mention.span.start - sentence.span.start]
            listed = re.fullmatch(r"\s*(?:,|,?\s*(?:and|or))\s*(?:in\s+)?(?:the\s+)?", gap)
            if listed and out[-1].relation in ("from", "near", "toward") and mention.relation == "in":
                mention = replace(mention, relation=out[-1].relation)
        out.append(mention)
    return out


def settle(
    mentions: Sequence[PlaceMention], gazetteer: Gazetteer, named: Collection[str] = ()
) -> list[PlaceMention]:
    """Decide which of its candidates each name means, by size, by the countries the text names, by its neighbours.

    ``named`` adds countries (ISO codes) that the text names otherwise than as places. One mention out
    for each one in, in the same order; where two candidates stay close, ``place`` stays None.
    """
    weights: Counter[str] = Counter()
    for iso2 in named:
        weights[iso2] += 1
    anchors: list[Place] = []
    for mention in mentions:
        for candidate in mention.candidates:
            if isinstance(candidate, Country):
                weights[candidate.iso2] += 2
        if isinstance(mention.place, Place) and mention.place.kind is not PlaceKind.SEA:
            weights[mention.place.country] += 1
            anchors.append(mention.place)
    for mention in mentions:  # a big town with no rival of its size is an anchor too
        if mention.place is None and mention.candidates:
            ranked = _ranked(mention, weights, ())
            if len(ranked) == 1 or ranked[0][0] - ranked[1][0] > 2:
                best = ranked[0][1]
                weights[best.iso2 if isinstance(best, Country) else best.country] += 1
                if isinstance(best, Place):
                    anchors.append(best)
    return [_settled(mention, weights, anchors) for mention in mentions]


def _settled(mention: PlaceMention, weights: Counter[str], anchors: Sequence[Place]) -> PlaceMention:
    if not mention.candidates:
        return mention
    ranked = _ranked(mention, weights, anchors)
    if _is_out_of_the_way(ranked[0][1], weights, anchors):
        return mention if mention.place is None else replace(mention, place=None)
    if (
        len(ranked) > 1
        and ranked[0][0] - ranked[1][0] < _CLOSE
        and not _same_spot(ranked[0][1], ranked[1][1])
    ):
        return mention
    return replace(mention, place=ranked[0][1])


_CLOSE = 0.3
_FAR_KM = 500
_BY_HAND = "public reporting"  # the source of what we listed because the news names it
_FAMOUS = 500_000


def _ranked(
    mention: PlaceMention, weights: Counter[str], anchors: Sequence[Place]
) -> list[tuple[float, Place | Country]]:
    scored = [(_score(c, weights, anchors), c) for c in mention.candidates]
    return sorted(scored, key=lambda pair: -pair[0])


def _score(candidate: Place | Country, weights: Counter[str], anchors: Sequence[Place]) -> float:
    if isinstance(candidate, Country):
        return 9.0 + min(weights[candidate.iso2], 3)
    score = log10(candidate.population + 1) + (1.5 if candidate.population >= _FAMOUS else 0)
    if candidate.kind is PlaceKind.REGION:
        score = 4.6
    elif candidate.kind is PlaceKind.AREA:
        score = 6.0
    elif candidate.kind is PlaceKind.SEA:
        score = 12.0
    if candidate.country != HIGH_SEAS:
        score += min(weights[candidate.country], 3) * 0.9
    near = [a for a in anchors if a.key != candidate.key]
    if near and min(distance_km(candidate, a) for a in near) < 300:
        score += 1.0
    return score


def _is_out_of_the_way(candidate: Place | Country, weights: Counter[str], anchors: Sequence[Place]) -> bool:
    """A town far from all that the text tells of: the namesake that is meant is not in the gazetteer."""
    if isinstance(candidate, Country) or candidate.kind is not PlaceKind.CITY:
        return False
    if candidate.population >= _FAMOUS or _BY_HAND in candidate.source:
        return False
    others = [a for a in anchors if a.key != candidate.key]
    if not others or weights[candidate.country] > 1:
        return False
    return min(distance_km(candidate, a) for a in others) > _FAR_KM


def _same_spot(a: Place | Country, b: Place | Country) -> bool:
    return (
        isinstance(a, Place) and isinstance(b, Place) and a.country == b.country and distance_km(a, b) < 100
    )


# --- the NLP library's view -------------------------------------------------------------------


def _offset(sentence: Sentence) -> int:
    """Where the sentence begins in the NLP library's document."""
    return int(sentence.doc.start_char) if sentence.doc is not None else 0


def _entity(sentence: Sentence, match: Match) -> Any:
    if sentence.doc is None:
        return None
    start = match.start + _offset(sentence)
    for entity in sentence.doc.ents:
        if entity.start_char < match.end + _offset(sentence) and start < entity.end_char:
            return entity
    return None


def _token(sentence: Sentence, match: Match) -> Any:
    """The head word of the match."""
    if sentence.doc is None:
        return None
    offset = _offset(sentence)
    inside = [t for t in sentence.doc if t.idx < match.end + offset and match.start + offset < t.idx + len(t)]
    return inside[-1] if inside else None


def _span(sentence: Sentence, start: int, end: int) -> Span:
    return Span(sentence.span.start + start, sentence.span.start + end)
