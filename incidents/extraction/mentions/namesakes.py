"""Which of its namesakes a name means, decided by the places and countries of the whole article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from math import log10

from incidents.extraction.records import PlaceMention
from incidents.gazetteer.gazetteer import Gazetteer, distance_km
from incidents.gazetteer.records import Country, Place
from incidents.vocabulary import HIGH_SEAS, PlaceKind

Weights = dict[str, float]


def settle(
    mentions: Sequence[PlaceMention],
    gazetteer: Gazetteer,
    named: Collection[str] = (),
    about: Sequence[str] = (),
) -> list[PlaceMention]:
    """Decide which of its candidates each name means, by size, by the countries the text names, by its neighbours.

    ``named`` adds countries (ISO codes) that the text names otherwise than as places, ``about`` those of its
    title and dateline. One mention out for each one in, in the same order; where two candidates stay close,
    ``place`` stays None.
    """
    weights: Weights = defaultdict(float)
    for iso2 in set(named):
        weights[iso2] += _NAMED
    for iso2 in about:
        weights[iso2] += _ABOUT
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
                weights[country_of(best)] += 1
                if isinstance(best, Place):
                    anchors.append(best)
    capital = _capital(mentions, weights, gazetteer)
    alone = _alone(mentions, named, weights)
    return [
        replace(mention, place=capital, candidates=(capital,))
        if capital and mention.said_to_be == "capital" and not mention.candidates
        else _settled(mention, weights, anchors, alone)
        for mention in mentions
    ]


def country_of(entry: Place | Country) -> str:
    return entry.iso2 if isinstance(entry, Country) else entry.country


def _alone(mentions: Sequence[PlaceMention], named: Collection[str], weights: Weights) -> set[str]:
    """Countries that one single name speaks for, in a text that is all about another."""
    names: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        for candidate in mention.candidates:
            country = country_of(candidate)
            names[country].add("" if isinstance(candidate, Country) else mention.name)
    for iso2 in named:
        names[iso2].add("")
    if max(weights.values(), default=0) < _ALL_ABOUT:
        return set()
    return {country for country, said in names.items() if len(said) == 1 and "" not in said}


def _capital(mentions: Sequence[PlaceMention], weights: Weights, gazetteer: Gazetteer) -> Place | None:
    """What a bare "the capital" means: that of the country which the text names more than any other."""
    if not any(m.said_to_be == "capital" for m in mentions):
        return None
    (most, country), (next_most, _) = sorted(
        ((n, c) for c, n in (*weights.items(), ("", 0), ("", 0))), reverse=True
    )[:2]
    return gazetteer.capital(country) if most > next_most else None


def _settled(
    mention: PlaceMention, weights: Weights, anchors: Sequence[Place], alone: Collection[str]
) -> PlaceMention:
    if not mention.candidates:
        return mention
    ranked = _ranked(mention, weights, anchors)
    if _is_out_of_the_way(ranked[0][1], weights, anchors, alone):
        return mention if mention.place is None else replace(mention, place=None)
    if (
        len(ranked) > 1
        and ranked[0][0] - ranked[1][0] < _CLOSE
        and not _same_spot(ranked[0][1], ranked[1][1])
    ):
        return replace(mention, country=_shared_country(mention))
    return replace(mention, place=ranked[0][1])


def _shared_country(mention: PlaceMention) -> str:
    """Which of them, nobody knows; where they lie, all agree."""
    countries = {country_of(c) for c in mention.candidates}
    return mention.country or (countries.pop() if len(countries) == 1 else "")


_CLOSE = 0.3
_NAMED = 0.5  # as people, forces or speakers: less than a place
_ABOUT = 1.5
_ONCE_CALLED = 1.5
_FAR_KM = 500
BY_HAND = "public reporting"  # the source of what we listed because the news names it
_FAMOUS = 500_000
_SMALL = 50_000
_ALL_ABOUT = 3.0  # as many words for one country make a text that is about it


def _ranked(
    mention: PlaceMention, weights: Weights, anchors: Sequence[Place]
) -> list[tuple[float, Place | Country]]:
    bearers = {c.name for c in mention.candidates if isinstance(c, Place) and c.kind is PlaceKind.CITY}
    scored = [
        (_score(c, weights, anchors) - _ONCE_CALLED * _is_once_called(c, mention, bearers), c)
        for c in mention.candidates
    ]
    return sorted(scored, key=lambda pair: -pair[0])


def _is_once_called(candidate: Place | Country, mention: PlaceMention, bearers: Collection[str]) -> bool:
    """Chattogram was called Islamabad once: where a town is called so today, that town is meant."""
    return isinstance(candidate, Place) and candidate.name != mention.name and mention.name in bearers


def _score(candidate: Place | Country, weights: Weights, anchors: Sequence[Place]) -> float:
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


def _is_out_of_the_way(
    candidate: Place | Country, weights: Weights, anchors: Sequence[Place], alone: Collection[str]
) -> bool:
    """A town far from all that the text tells of, or a small one of a country that it never names: the namesake
    that is meant is not in the gazetteer.
    """
    if isinstance(candidate, Country) or candidate.kind is not PlaceKind.CITY:
        return False
    if candidate.population >= _FAMOUS or BY_HAND in candidate.source:
        return False
    if candidate.country in alone and candidate.population < _SMALL:
        return True
    others = [a for a in anchors if a.key != candidate.key]
    if not others or weights[candidate.country] > 1:
        return False
    return min(distance_km(candidate, a) for a in others) > _FAR_KM


def _same_spot(a: Place | Country, b: Place | Country) -> bool:
    return (
        isinstance(a, Place) and isinstance(b, Place) and a.country == b.country and distance_km(a, b) < 100
    )
