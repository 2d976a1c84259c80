"""Words that a person points at -> the value of one field, by the same rules that read articles.

Nothing is parsed, so the language model is not needed: of "twelve American soldiers" the figure and the party are
seen, of "they" nothing. Where the words leave a choice, none is made: ``NotUnderstood`` says what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from incidents.extraction.clean import clean
from incidents.extraction.mentions import (
    actors,
    bases,
    coordinates,
    damage,
    dates,
    interceptions,
    namesakes,
    places,
    weapons,
)
from incidents.extraction.mentions.numbers import find_quantities
from incidents.extraction.records import Article, PlaceMention, Range, Sentence, Span
from incidents.extraction.setting import ZONES
from incidents.gazetteer.gazetteer import Gazetteer
from incidents.gazetteer.records import Country, Place
from incidents.vocabulary import Interception

T = TypeVar("T")
_ONE = re.compile(r"(?:an?|another) \w", re.IGNORECASE)
"""One victim without a number: "an Iraqi soldier"."""


class NotUnderstood(ValueError):
    """The message says what was expected, and what the words are instead."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known around the words: the article, and where and when the incident is said to be."""

    article: Article
    country: str = ""
    day: date | None = None
    time_zone: str = ""


def understood(kind: str, words: str, scene: Scene, gazetteer: Gazetteer | None = None) -> Mapping[str, Any]:
    """Values by the names of ``Draft``'s fields, or of ``Party``'s and ``WeaponUse``'s.

    ``kind`` is one of ``KINDS``; those in ``NAMED`` need the gazetteer.
    """
    text = " ".join(clean(words).split())
    if not text:
        raise NotUnderstood("expected some words; these are none.")
    sentence = Sentence(0, 0, Span(0, len(text)), text)
    found: Mapping[str, Any]
    if kind in NAMED:
        found = NAMED[kind](sentence, scene, gazetteer or Gazetteer.load())
    else:
        found = PLAIN[kind](sentence, scene)
    return MappingProxyType(dict(found))


def _one(found: Sequence[T], what: str, text: str, of: Callable[[T], str] = str) -> T:
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotUnderstood(f"expected {what}; “{text}” tells none that we can read.")
    raise NotUnderstood(f"expected {what}; “{text}” tells {len(found)}: {', '.join(map(of, found))}.")


# --- when ----------------------------------------------------------------------------------------------


def _date(sentence: Sentence, scene: Scene) -> Mapping[str, Any]:
    article = scene.article
    found = dates.find(sentence, published=article.published, published_at=article.published_at)
    told = [m for m in found if m.start or m.offset_days is not None or m.time is None]
    day = _one(told, "one day, week, month or year", sentence.text, lambda m: m.span.of(sentence.text))
    if day.start is None:
        raise NotUnderstood(f"expected a day that stands by itself; “{sentence.text}” counts from another.")
    return {
        "date_start": day.start,
        "date_end": day.end or day.start,
        "date_precision": day.precision,
        "date_how": day.how,
    }


def _time(sentence: Sentence, scene: Scene) -> Mapping[str, Any]:
    found = [m for m in dates.find(sentence, published=scene.article.published) if m.time]
    told = _one(found, "one clock time", sentence.text, lambda m: m.span.of(sentence.text))
    zone = ZONES.get(told.zone)
    if zone is None or told.time is None:
        return {"time_local": told.time}
    if not (scene.time_zone and scene.day):
        raise NotUnderstood(f"expected local time, or a day and zone to work it out; this is {told.zone}.")
    moment = datetime.combine(scene.day, told.time, ZoneInfo(zone))
    return {"time_local": moment.astimezone(ZoneInfo(scene.time_zone)).time()}


# --- where ---------------------------------------------------------------------------------------------


def _place(sentence: Sentence, scene: Scene, gazetteer: Gazetteer) -> Mapping[str, Any]:
    mention = _one(_places(sentence, scene, gazetteer), "one place", sentence.text, lambda m: m.name)
    if mention.place is None and mention.candidates:
        may_be = ", ".join(_told(each) for each in mention.candidates[:5])
        raise NotUnderstood(f"expected one place; “{sentence.text}” may be {may_be}.")
    known = mention.place
    return {
        "place": mention.name or mention.span.of(sentence.text),
        "place_key": known.key if isinstance(known, Place) else None,
        "country": _country_of(known) or mention.country,
    }


def _places(sentence: Sentence, scene: Scene, gazetteer: Gazetteer) -> list[PlaceMention]:
    found = places.find(sentence, gazetteer)
    about = [scene.country] if scene.country else []
    settled: list[PlaceMention] = list(namesakes.settle(found, gazetteer, set(), about))
    inner = [m for m in settled if not isinstance(m.place, Country)]
    return inner or settled  # "Erbil, Iraq" is one place


def _told(place: Place | Country) -> str:
    return f"{place.name}, {place.admin1 or place.country}" if isinstance(place, Place) else place.name


def _country_of(place: Place | Country | None) -> str:
    if place is None:
        return ""
    return place.country if isinstance(place, Place) else place.iso2


def _country(sentence: Sentence, scene: Scene, gazetteer: Gazetteer) -> Mapping[str, Any]:
    named = {_country_of(m.place) or m.country for m in _places(sentence, scene, gazetteer)}
    named |= {m.country for m in actors.find(sentence, gazetteer)} | {
        m.country for m in bases.find(sentence, gazetteer)
    }
    return {"country": _one(sorted(named - {""}), "one country", sentence.text)}


def _base(sentence: Sentence, scene: Scene, gazetteer: Gazetteer) -> Mapping[str, Any]:
    found = [m.base for m in bases.find(sentence, gazetteer) if m.base]
    base = _one(list(dict.fromkeys(found)), "one base we know", sentence.text, lambda b: b.name)
    return {"base": base.name, "base_key": base.key}


def _point(sentence: Sentence, scene: Scene) -> Mapping[str, Any]:
    found = list(coordinates.find(sentence.text)) or list(coordinates.find(f"({sentence.text})"))
    _, _, latitude, longitude = _one(found, "one position in figures, 33.78 N 42.44 E", sentence.text)
    return {"latitude": latitude, "longitude": longitude}


# --- how many, who, with what --------------------------------------------------------------------------


def _count(sentence: Sentence, scene: Scene) -> Mapping[str, Any]:
    found = find_quantities(sentence.text)
    if not found and _ONE.match(sentence.text):
        return {"range": Range(1, 1)}
    figure = _one(found, "one figure", sentence.text, lambda q: sentence.text[q.start : q.end])
    return {"range": figure.range}


def _party(sentence: Sentence, scene: Scene, gazetteer: Gazetteer) -> Mapping[str, Any]:
    found = actors.find(sentence, gazetteer)
    known = [m for m in found if m.actor]
    party = _one(known if len(known) == 1 else found, "one party", sentence.text, lambda m: m.name)
    return {
        "name": party.name,
        "canonical": party.canonical,
        "actor": party.actor.key if party.actor else None,
        "referent": party.referent,
        "is_civilian": party.is_civilian,
        "range": party.count,
    }


def _weapon(sentence: Sentence, scene: Scene, gazetteer: Gazetteer) -> Mapping[str, Any]:
    found = weapons.find(sentence, gazetteer.matches(sentence.text))
    use = _one(found, "one kind of weapon", sentence.text, lambda m: m.system or m.category.label)
    return {"category": use.category, "system": use.system, "launched": use.count or Range()}


def _interception(sentence: Sentence, scene: Scene) -> Mapping[str, Any]:
    found = {m.extent for m in interceptions.find(sentence)} - {Interception.UNKNOWN}
    return {"intercepted": _one(sorted(found), "how much was shot down", sentence.text)}


def _damage(sentence: Sentence, scene: Scene) -> Mapping[str, Any]:
    found = {m.level for m in damage.find(sentence)}
    return {"damage": _one(sorted(found), "how great the damage was", sentence.text)}


def _as_said(sentence: Sentence, scene: Scene) -> Mapping[str, Any]:
    return {"origin": sentence.text}


Plain = Callable[[Sentence, Scene], Mapping[str, Any]]
Named = Callable[[Sentence, Scene, Gazetteer], Mapping[str, Any]]
PLAIN: dict[str, Plain] = {
    "date": _date,
    "time": _time,
    "point": _point,
    "count": _count,
    "interception": _interception,
    "damage": _damage,
    "origin": _as_said,
}
NAMED: dict[str, Named] = {
    "place": _place,
    "country": _country,
    "base": _base,
    "party": _party,
    "weapon": _weapon,
}
KINDS = frozenset(PLAIN) | frozenset(NAMED)
