"""Parties told by a name: "Kataib Hezbollah", "ISIS militants", "the Free Aceh Movement", "the Doghmush clan",
"USS Monterey", "Qassem Soleimani".

A name that no list knows is read where a word for a body under arms closes or opens it: that word is
capitalised too ("the Morazan Brigade", "the Front for the Liberation of Palestine") or it is one that only
armed groups have ("the Maute group"). Not read: names of media ("Islamic State TV"), of places, of state bodies
("the Air Force", "the Security Council"), nouns inside a longer name ("Children of Abraham Church").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from incidents.extraction.mentions.phrases import Phrases
from incidents.extraction.patterns import Pattern
from incidents.extraction.records import ActorMention
from incidents.gazetteer.records import Actor, Base, Country, Place
from incidents.vocabulary import ActorKind, ReferentKind

_TRAILING = re.compile(
    r"\s+(?P<noun>(?:(?:armed|rebel|resistance|terrorist|militant|Islamist|extremist|jihadist|insurgent|"
    r"guerrilla|political|"
    r"security|paramilitary|suicide|suspected|local)\s+)?(?:fighters?|forces?|militants?|rebels?|"
    r"militia(?:s|men|man)?|group|gunmen|"
    r"insurgents?|terrorists?|members?|troops|guerrillas?|movement|commanders?|leaders?|operatives?|"
    r"supporters|soldiers?|"
    r"extremists?|jihadis(?:ts?)?|separatists?|combatants|network|organi[sz]ation|faction|cells?|men|"
    r"party|police))\b",
)
_MEDIA = re.compile(r"\s+(?:TV|Television|Post|Times|News)\b")
_SHIP = re.compile(
    r"\b(?P<prefix>USS|HMS|HMAS|INS|MV|M/V|M/T|MT|SS|USNS|RFA|USCGC)\s+(?P<name>[A-Z][\w'’-]+(?:"
    r"\s+[A-Z][\w'’-]+){0,3})"
)
_MERCHANT = re.compile(
    r"\b(?:tankers?|ships?|vessels?|carriers?|freighters?|ferry|trawler|yacht)(?:,|\s+named|\s+called)?\s+(?:the\s+)?[\"“']?"
    r"(?P<name>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+){0,3})"
)
_CALLED_A_SHIP = re.compile(
    r"\b[Tt]he (?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}), (?:an?|the|which is an?) (?:[\w-]+ ){0,4}?"
    r"(?:tanker|ship|vessel|carrier|freighter|ferry|trawler|yacht|destroyer|frigate|corvette|cargo)\b"
)
_NAVIES = {"USS": "US", "USNS": "US", "USCGC": "US", "HMS": "GB", "RFA": "GB", "HMAS": "AU"}
_BODY = (
    r"(?:Movements?|Fronts?|Arm(?:y|ies)|Brigades?|Battalions?|Militias?|Organi[sz]ation|Commandos?|Command|Resistance|"
    r"Corps|Cells?|Factions?|Jihad|Mujahid[ei]+n|Squads?|Legion|Cartel|Gang|Clan|Column|Regiment|Forces?|"
    r"Coalition|Alliance)"
)
_WORD = r"[A-Z][\w’'-]+"
_JOINT = r"(?:of\sthe|for\sthe|in\sthe|of|for|and|al|de|del|la|el)"
_UNLISTED = re.compile(
    rf"\b(?:{_WORD}\s(?:{_WORD}\s|{_JOINT}\s){{0,4}}{_BODY}\b(?:\s{_JOINT}(?:\s(?:{_JOINT}\s)?{_WORD}){{1,4}})?"
    rf"|{_BODY}\s{_JOINT}(?:\s(?:{_JOINT}\s)?{_WORD}){{1,4}})"
)
_BAND = re.compile(
    rf"\b(?P<name>{_WORD}(?:\s(?:{_WORD}|al|bin|abu)){{0,2}})\s(?:group|clan|gang|cartel|militia|faction|tribe|network|"
    r"movement|brigades?|battalion|guerrillas?|rebels?|insurgents?)\b"
    r"(?:\s(?:members?|fighters?|gunmen|militants?|men|leaders?|commanders?))?"
)
_OF_STATES = re.compile(
    r"(?:(?:The|Royal|United|National|Federal|Air|Sea|Land|Army|Navy|Naval|Marine|Armed|Security|Defen[cs]e|Police|Task|"
    r"Special|Operations?|Joint|Border|Ground|Rapid|Reaction|Support|Allied|Central|Northern|Southern|Eastern|"
    r"Western|Strategic|Space|Cyber|Peace|Peacekeeping|Protection|Working|Work|Parliamentary|Media|Foreign|Legal|"
    r"Salvation|Human|Rights|Monitor|Monitoring|Contact|Crisis|International|Research|Home|West|East|North|South|"
    r"Infantry|Artillery|Armou?red|Mechani[sz]ed|Airborne|Cavalry|Engineer|Parachute|Tank|Mountain|Guards?|"
    r"Combined|Enemy|Provincial|Municipal|Metropolitan|Government|Global|First|Second|Third|\w+day|Quick|and|of|the|for)\s)*"
    r"(?:Forces?|Army|Corps|Command|Group|Coalition|Alliance|Organi[sz]ation|Fronts?|Squad|Commandos?|Movement|"
    r"Battalion|Brigade|Regiment)\Z"
)
_FULL_NAME = r"(?P<name>[A-Z][\w'’-]+(?: (?:[A-Z][\w'’-]+|al|bin|ben|de|von)){0,3})"
_RANK = Pattern(
    r"\b(?:King|Queen|Prince|Emir|Sultan|Captain|Colonel|General|Major|Lieutenant|Sergeant|Commander) (?!of\b)"
    r"(?!Motors|Electric|Assembly|Staff|Command|Secretar|Council|Hospital|Union|Strike|Election|League|Direct|Intelligence)"
    rf"{_FULL_NAME}"
)
_NAMED = Pattern(
    r"\b(?:[Ii]dentified|[Nn]amed)(?: \w+ [\w ]{2,30}?)? as (?:an? |the )?(?:\d\d-year-old )?(?:[a-z]+ ){0,3}"
    rf"{_FULL_NAME}"
)
_SUSPECT = Pattern(rf"\b(?:suspect|gunman|attacker|shooter|bomber|assailant),? {_FULL_NAME}")
_OPENER = re.compile(
    r"(?:The|An?|In|On|At|After|But|And|When|While|As|Its?|Their|His|Her|Some|Several|Two|Three|No|Any|This|That|These|"
    r"Those|Another|One|Each|Every|Such|Other|Most|Many|Both|If|For|From|By|With|Since|Until|"
    r"(?:Fighters|Members|Leaders|Gunmen|Militants|Rebels|Guerrillas|Commanders)\s(?:of|from)(?:\sthe)?)\b\s?"
)
_CALENDAR = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.?\s?)+"
)


def listed(phrases: Phrases) -> Iterator[ActorMention]:
    for match in phrases.names:
        actors = [e for e in match.entries if isinstance(e, Actor)]
        if not actors or _MEDIA.match(phrases.text, match.end):
            continue
        if any(isinstance(e, Place) for e in match.entries) and phrases.is_where(match):
            continue
        actor = actors[0]
        trailing = _TRAILING.match(phrases.text, match.end)
        yield phrases.mention(
            match.start,
            trailing.end() if trailing else match.end,
            canonical=actor.filed_under,
            referent=ReferentKind.ORGANISATION,
            actor=actor,
            kind=actor.kind,
            country=actor.country,
        )


def unlisted(phrases: Phrases) -> Iterator[ActorMention]:
    for hit in _UNLISTED.finditer(phrases.text):
        start, end = _without_opener(phrases.text, *hit.span())
        words = phrases.text[start:end]
        if " " in words and not _OF_STATES.fullmatch(words) and not _is_known(phrases, start, end):
            yield _group(phrases, start, end, words)
    for hit in _BAND.finditer(phrases.text):
        start, end = _without_opener(phrases.text, *hit.span("name"))
        if start < end and not _CALENDAR.fullmatch(hit["name"]) and not _is_known(phrases, start, end):
            yield _group(phrases, start, hit.end(), phrases.text[start : hit.end()])


def _without_opener(text: str, start: int, end: int) -> tuple[int, int]:
    """A capital at the head of a sentence is no name."""
    while opener := _OPENER.match(text, start, end):
        start = opener.end()
    return start, end


def _group(phrases: Phrases, start: int, end: int, words: str) -> ActorMention:
    return phrases.mention(
        start, end, canonical=words, referent=ReferentKind.ORGANISATION, kind=ActorKind.REBEL_GROUP
    )


def _is_known(phrases: Phrases, start: int, end: int) -> bool:
    """A list has the words whole, or they begin with a nationality: "the Iraqi Army". A country further on is only
    part of the name: "Front for the Liberation of Palestine".
    """
    for m in phrases.names:
        if m.start <= start < m.end and (m.end >= end or any(isinstance(e, Country) for e in m.entries)):
            return True
    return False


def ships(phrases: Phrases) -> Iterator[ActorMention]:
    for hit in _SHIP.finditer(phrases.text):
        iso2 = _NAVIES.get(hit["prefix"], "")
        country = phrases.gazetteer.country(iso2) if iso2 else None
        yield phrases.mention(
            hit.start(),
            hit.end(),
            canonical=country.name if country else f"{hit['name']} (ship)",
            referent=ReferentKind.OBJECT,
            actor=phrases.gazetteer.state_actor(iso2) if iso2 else None,
            kind=ActorKind.STATE_FORCES if iso2 else None,
            country=iso2,
        )
    for hit in (*_MERCHANT.finditer(phrases.text), *_CALLED_A_SHIP.finditer(phrases.text)):
        start, end = hit.span("name")
        if not any(m.start < end and start < m.end for m in phrases.names):
            yield phrases.mention(
                start, end, canonical=f"{hit['name']} (merchant ship)", referent=ReferentKind.OBJECT
            )


def told(phrases: Phrases) -> Iterator[ActorMention]:
    """Persons whom the words around their name tell to be such: a rank, "the suspect", "identified as"."""
    for pattern in (_RANK, _NAMED, _SUSPECT):
        for hit in pattern.finditer(phrases.text):
            start, end = hit.span("name")
            is_known = any(m.start <= start and end <= m.end for m in phrases.names)
            if not is_known and not _CALENDAR.fullmatch(hit["name"]):
                yield phrases.mention(start, end, canonical=hit["name"], referent=ReferentKind.PEOPLE)


def persons(phrases: Phrases) -> Iterator[ActorMention]:
    if phrases.doc is None:
        return
    for entity in phrases.doc.ents:
        if entity.label_ != "PERSON" or not entity.text[:1].isupper():
            continue
        last = entity.end
        while last < len(entity.doc) and entity.doc[last].pos_ == "PROPN" and entity.root.head.i == last:
            last += 1  # "Federico Estrada | Velez"
        name = re.sub(r"[’']s?\Z", "", entity.doc[entity.start : last].text)
        if _CALENDAR.fullmatch(name):
            continue
        if any(isinstance(e, Place | Base | Country) for e in phrases.gazetteer.lookup(name)):
            continue
        start = entity.start_char
        if any(
            m.start < start + len(name) and start < m.end and any(isinstance(e, Place) for e in m.entries)
            for m in phrases.names
        ):
            continue  # "Salah Eddin", a quarter
        yield phrases.mention(start, start + len(name), canonical=name, referent=ReferentKind.PEOPLE)
