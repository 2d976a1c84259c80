"""Places: "Erbil", "western Iraq", "some 20 km west of Kirkuk", "the village of Tlajabin", "the Strait of Hormuz".

Not read as places: demonyms ("Iraqi"), states that act ("Iran fired"), governments by metonymy ("the Kremlin
said"), people who bear a town's name ("Lloyd Austin", "President Clinton"), newspapers ("The Jerusalem Post"),
the forces, parliaments and officials of a country ("Iraq's military", "the president of Iran").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from incidents.extraction.mentions import capitals, coordinates, unlisted
from incidents.extraction.mentions.bearings import COMPASS, DISTANCE, KIND, OF_KIND, PREPOSITION, bearing
from incidents.extraction.mentions.beside import country_beside, regions_behind, within
from incidents.extraction.mentions.namesakes import BY_HAND
from incidents.extraction.records import PlaceMention, Sentence, Span
from incidents.extraction.tree import Phrase, Word
from incidents.gazetteer.gazetteer import Gazetteer
from incidents.gazetteer.records import Country, Match, Place, Sense
from incidents.vocabulary import PlaceKind

_KIND_NEXT = re.compile(
    r"\s+(province|governorate|region|oblast|state|county|district|department|prefecture|krai|territory|"
    r"neighbou?rhood|suburb|village|town|city|area|valley|island|camp|quarter|refugee camp|countryside)\b",
    re.IGNORECASE,
)
_EXPLAINED = re.compile(rf"\s*[,(]\s*(?:a|an|the)\s+(?:[\w-]+\s+){{0,3}}(?:{KIND})\b")
_LOOSE = frozenset({"of", "for", "and", "or", "hit", "struck"})
_ATTRIBUTE = re.compile(
    r"(?:U\.?S\.?A?\.?|U\.?K\.?|UAE)\s+"
    r"(?!(?:in|on|at|and|or|to|for|after|since|with|that|by|from|when|is|was|has|said)\b)\w"
)
_MISSION = re.compile(r"\s+(?:embass(?:y|ies)|consulates?|high commission)\b", re.IGNORECASE)
_SHIP = re.compile(
    r"\b(?:tanker|freighter|ship|vessel|trawler|ferry|frigate|destroyer|corvette|cruiser|dhow|yacht) \Z",
    re.IGNORECASE,
)
_WIDE = frozenset(
    {"province", "governorate", "region", "oblast", "state", "department", "prefecture", "krai"}
)
_WIDE_BEFORE = re.compile(r"\b(?:province|governorate|region|oblast|state) of\s+\Z", re.IGNORECASE)
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
_GOES_ON = re.compile(r"[ -](?:al|el|as|ash|an|at|ad|az|ez|ul|bin|ibn)-[A-Z]")
_WENT_BEFORE = re.compile(r"\b(?!(?:Al|El|As|Ash|An|At|Ad|Az|Ez)-)[A-Z][a-z]+-\Z")
_FIRST_NAME = re.compile(
    r"\b(?![NSEWU][a-z]+(?:ern|er)\b|(?:North|South|East|West|Camp|Lake|Mount|Fort)\b)[A-Z][a-z]+ \Z"
)
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
        country = country_beside(text, names, match.start, match.end)
        regions = regions_behind(text, match.end, nearby)
        candidates = within(candidates, country, regions)
        if _is_someone_or_something_else(sentence, match):
            continue
        if not candidates:
            found.append(replace(_mention(sentence, match.start, match.end, ()), country=regions[0].country))
            continue
        if not _is_meant(sentence, match, candidates, nearby):
            continue
        found.append(_mention(sentence, match.start, match.end, tuple(candidates)))
    found += _unlisted(sentence, names, [m.span for m in found])
    found += _capitals(sentence, gazetteer, names)
    found += _positions(sentence, gazetteer)
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


def _is_someone_or_something_else(sentence: Sentence, match: Match) -> bool:
    text = sentence.text
    before, after = text[: match.start], text[match.end :]
    if _MEDIA_NEXT.match(after) or _TITLE.search(before):
        return True
    if _GOES_ON.match(after) or _WENT_BEFORE.search(before):
        return True  # a part of a longer name
    if re.match(r"-(?!based)[a-z]|\s+time\b", after):
        return True  # "Belize-flagged", "8 p.m. Sanaa time"
    if text[match.start : match.end] in _AGENCIES or _is_a_thing(sentence, match):
        return True
    entity = _entity(sentence, match)
    if entity is None or entity.label_ not in _PEOPLE:
        return False
    if entity.end_char - entity.start_char > match.end - match.start + 2 and not PREPOSITION.search(before):
        return not _PLACE_WORD_NEXT.match(after)
    return False


def _is_a_thing(sentence: Sentence, match: Match) -> bool:
    """ "It seized the Victoria", "the tanker Mersin": no town takes an article, unless it is part of its name."""
    towns = [e for e in match.entries if isinstance(e, Place) and e.kind is PlaceKind.CITY]
    if towns and _SHIP.search(sentence.text[: match.start]):
        return True
    if not towns or not re.search(r"\bthe \Z", sentence.text[: match.start]):
        return False
    token = _token(sentence, match)
    is_object = token is not None and token.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj"}
    return is_object and not any(e.name.startswith("The ") for e in towns)


def _is_meant(
    sentence: Sentence, match: Match, candidates: Sequence[Place | Country], nearby: Match | None
) -> bool:
    """Is the place itself spoken of, not the state that acts, nor somebody of that name?"""
    text = sentence.text
    before = text[: match.start]
    preposition = PREPOSITION.search(before)
    located = bool(preposition) or bool(DISTANCE.search(before))
    followed = (
        nearby is not None and text[match.end : nearby.start] == ", " and bool(_candidates(text, nearby))
    )
    places = [c for c in candidates if isinstance(c, Place)]
    if not places:
        return followed or _is_where(sentence, match, preposition)
    after = text[match.end :]
    if followed or _KIND_NEXT.match(after) or OF_KIND.search(before) or _EXPLAINED.match(after):
        return True
    runs_on = re.match(r"\s+[A-Z][a-z]+", after) and not _PLACE_WORD_NEXT.match(after)
    if _is_weak(places) and (runs_on or (preposition is None and _FIRST_NAME.search(before))):
        return False  # a part of a longer name: "Buni Yadi", "Suu Kyi"
    if _is_weak(places) and unlisted.NO_PLACE.fullmatch(text, match.start, match.end):
        return False  # "in Ramadan", which some town is called
    if located and not (preposition and preposition["word"] in _LOOSE):
        return True
    entity = _entity(sentence, match)
    if entity is not None and entity.label_ in _PLACES:
        return True
    if runs_on and " " not in text[match.start : match.end]:
        return False
    if _is_capital_in_the_governments_sense(sentence, match):
        return False
    return not _is_weak(places) and _is_proper(sentence, match)


def _is_weak(places: Iterable[Place]) -> bool:
    """A small town's name, which is as likely to be something else; what we listed by hand is not."""
    return all(
        p.kind is PlaceKind.CITY and p.population < WELL_KNOWN and BY_HAND not in p.source for p in places
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
                rf"[’']s?\s+(?:(?:{COMPASS})\b|(?:\w+\s+)?(?:{KIND}|coast|border|airspace|waters)\b|[A-Z])",
                after,
            )
        )
    if re.match(r"-(?!based)\w", after):  # "Iran-backed", "US-led"
        return False
    if _ATTRIBUTE.match(sentence.text, match.start) or _MISSION.match(after):  # "near the US consulate"
        return False
    if re.search(rf"\b(?:{COMPASS})(?:ern)?\s+\Z", before, re.IGNORECASE):
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
        return bool(OF_KIND.search(before)) and not _ROLES.search(before)
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
    before, after = sentence.text[:start], sentence.text[end:]
    relation, distance, direction, modifier = bearing(before)
    candidates = _of_size(candidates, wide=_is_said_wide(before, after))
    return PlaceMention(
        span=_span(sentence, start, end),
        sentence=sentence.index,
        candidates=candidates,
        place=candidates[0] if len(candidates) == 1 else None,
        relation=relation,
        distance_km=distance,
        direction=direction,
        modifier=modifier,
        name=sentence.text[start:end],
    )


def _is_said_wide(before: str, after: str) -> bool:
    wide = _KIND_NEXT.match(after)
    return bool(wide and wide[1].lower() in _WIDE) or bool(_WIDE_BEFORE.search(before))


def _of_size(candidates: tuple[Place | Country, ...], *, wide: bool) -> tuple[Place | Country, ...]:
    """ "Idlib province" is the region, "Idlib" alone the town."""
    if not wide:
        return candidates
    regions = tuple(
        c for c in candidates if isinstance(c, Place) and c.kind in (PlaceKind.REGION, PlaceKind.AREA)
    )
    return regions or candidates


def _unlisted(sentence: Sentence, names: Sequence[Match], taken: Sequence[Span]) -> list[PlaceMention]:
    found: list[PlaceMention] = []
    spans = list(taken)
    listed = [_span(sentence, m.start, m.end) for m in names]
    for start, end, kind in unlisted.names(sentence, names):
        span = _span(sentence, start, end)
        part = any(span.overlaps(n) and not (span.covers(n) and span != n) for n in listed)
        if not part and not any(span.overlaps(other) for other in spans):
            spans.append(span)
            country = country_beside(sentence.text, names, start, end)
            found.append(replace(_mention(sentence, start, end, ()), country=country, said_to_be=kind))
    return found


def _capitals(sentence: Sentence, gazetteer: Gazetteer, names: Sequence[Match]) -> Iterator[PlaceMention]:
    for start, end, country in capitals.find(sentence, names):
        place = gazetteer.capital(country) if country else None
        if country and place is None:
            continue
        mention = _mention(sentence, start, end, (place,) if place else ())
        yield replace(mention, country=country, said_to_be="capital")


def _positions(sentence: Sentence, gazetteer: Gazetteer) -> Iterator[PlaceMention]:
    for start, end, latitude, longitude in coordinates.find(sentence.text):
        near = gazetteer.nearest(latitude, longitude, Place, within_km=100)
        place = Place(
            key=f"{latitude},{longitude}",
            name=sentence.text[start:end],
            kind=PlaceKind.CITY,
            country=near.country if near else "",
            admin1=near.admin1 if near else "",
            latitude=latitude,
            longitude=longitude,
            time_zone=near.time_zone if near else "",
        )
        yield replace(_mention(sentence, start, end, (place,)), said_to_be="position")


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


# --- the NLP library's view -------------------------------------------------------------------


def _entity(sentence: Sentence, match: Match) -> Phrase | None:
    if sentence.doc is None:
        return None
    for entity in sentence.doc.ents:
        if entity.start_char < match.end and match.start < entity.end_char:
            return entity
    return None


def _token(sentence: Sentence, match: Match) -> Word | None:
    """The head word of the match."""
    inside = [t for t in sentence.words if t.idx < match.end and match.start < t.idx + len(t)]
    return inside[-1] if inside else None


def _span(sentence: Sentence, start: int, end: int) -> Span:
    return Span(sentence.span.start + start, sentence.span.start + end)
