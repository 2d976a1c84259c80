"""Gazetteer: what names stand for, found in running text in one pass.

Built from records alone; ``Gazetteer.load()`` takes those that come with the package.
"""

from __future__ import annotations

import copy
import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from math import asin, cos, radians, sin, sqrt
from typing import Protocol, TypeVar, overload

from incidents.gazetteer.names import ARTICLE, Word, fold, hyphenate_articles, respelt, words
from incidents.gazetteer.records import (
    Actor,
    Base,
    Country,
    Entry,
    Match,
    Place,
    Sense,
    Tie,
    Trigger,
    WeaponTerm,
)

EARTH_RADIUS_KM = 6371.0
_LONGEST_ACRONYM = 4
_SHORTEST_BARE = 5  # letters a name keeps after its article, to be known without it: not "Bab" for "al-Bab"
# Acronyms that are English words in a headline set in capitals.
_WORDS_IN_CAPITALS = frozenset({"is", "as", "am", "are", "pa"})
# Where "el" and "al" are Spanish or English, not the Arabic article.
_SPANISH_OR_ENGLISH = """
    AR AU BO BR CA CL CO CR CU DO EC ES GB GQ GT HN IE IT MX NI NZ PA PE PH PR PT PY SV US UY VE
"""
_NOT_ARABIC = frozenset(_SPANISH_OR_ENGLISH.split())
# Where names are written in other letters, and in ours as each paper likes.
_OTHER_LETTERS = """
    AE AF AM AZ BH BY DJ DZ EG ER ET GE IL IQ IR JO KG KW KZ LB LY MA MR OM PK PS QA RS RU SA SD SO SS SY TD TJ TM
    TN UA UZ XK YE
"""
_RESPELT = frozenset(_OTHER_LETTERS.split())
_SHORTEST_RESPELT = 6
_BEFORE_A_PLACE = frozenset(
    {"in", "near", "at", "from", "outside", "around", "between", "of", "to", "into", "the", "lower", "upper"}
)
_AFTER_A_PLACE = frozenset({"town", "city", "village", "district", "region", "province", "governorate"})


class Located(Protocol):
    @property
    def latitude(self) -> float: ...
    @property
    def longitude(self) -> float: ...


def distance_km(a: Located, b: Located) -> float:
    """Great-circle distance."""
    return _distance(a.latitude, a.longitude, b.latitude, b.longitude)


def _distance(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    p1, p2 = radians(lat1), radians(lat2)
    h = sin((p2 - p1) / 2) ** 2 + cos(p1) * cos(p2) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(h)))


_SMALL_WORDS = ("the", "of")
_SMALL_FIRST = tuple(f"{word} " for word in _SMALL_WORDS)


class _Case:
    """What capitals a spelling asks of the text."""

    ANY = 0  # a common noun: "ballistic missile"
    INNER = 1  # a name with a small first letter: "pro-Russian separatists"
    CAPITAL = 2  # a name: "Mosul", "MOSUL"
    CAPITALS = 3  # a short acronym: "US", never "us"


_Sense = tuple[Entry, int, Sense]
_T = TypeVar("_T", Place, Base)


@contextmanager
def long_lived() -> Iterator[None]:
    """Around the making of something that stays: the collector would look through its hundreds of thousands of
    objects again and again while it is made, and at every turn of a reading after.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


class Gazetteer:
    """Immutable once built."""

    def __init__(
        self,
        *,
        countries: Iterable[Country] = (),
        places: Iterable[Place] = (),
        bases: Iterable[Base] = (),
        actors: Iterable[Actor] = (),
        ties: Iterable[Tie] = (),
        weapons: Iterable[WeaponTerm] = (),
        capitals: Iterable[tuple[str, str]] = (),
        demonyms: Iterable[tuple[str, tuple[str, ...]]] = (),
        triggers: Iterable[Trigger] = (),
    ) -> None:
        self._countries = {c.iso2: c for c in countries}
        self._places = {p.key: p for p in places}
        self._bases = {b.key: b for b in bases}
        self._actors = {a.key: a for a in actors}
        self._weapons = {w.key: w for w in weapons}
        self._capitals = dict(capitals)
        self._demonyms = tuple(demonyms)
        self._triggers = tuple(triggers)
        self._ties: dict[str, list[Tie]] = defaultdict(list)
        for tie in ties:
            self._ties[tie.actor].append(tie)
            self._ties[tie.other].append(tie)
        self._senses: dict[str, tuple[_Sense, ...]] = {}
        self._other_spellings: dict[str, tuple[_Sense, ...]] = {}
        self._longest: dict[str, int] = {}  # first word -> words of the longest name that starts with it
        self._longest_small: dict[str, int] = {}  # the same, where the first word may have a small letter
        self._index()
        self._grids: dict[type, dict[tuple[int, int], list[Place | Base]]] = {}

    @classmethod
    @cache
    def load(cls) -> Gazetteer:
        """The gazetteer that comes with the package; read once per process."""
        from incidents.gazetteer import files  # a Gazetteer built from other records needs no files

        with long_lived():
            return cls(
                countries=files.countries(),
                places=files.places(),
                bases=files.bases(),
                actors=files.actors(),
                ties=files.ties(),
                weapons=files.weapons(),
                capitals=files.capitals(),
                demonyms=files.demonyms(),
            )

    # --- by key ---------------------------------------------------------------------------------

    @property
    def countries(self) -> tuple[Country, ...]:
        return tuple(self._countries.values())

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(self._places.values())

    @property
    def bases(self) -> tuple[Base, ...]:
        return tuple(self._bases.values())

    @property
    def actors(self) -> tuple[Actor, ...]:
        return tuple(self._actors.values())

    @property
    def weapons(self) -> tuple[WeaponTerm, ...]:
        return tuple(self._weapons.values())

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """Words that tell of events, beside those that the reader knows by itself."""
        return self._triggers

    def with_triggers(self, triggers: Iterable[Trigger]) -> Gazetteer:
        """The same names with these triggers: nothing is built anew."""
        other = copy.copy(self)
        other._triggers = tuple(triggers)
        return other

    def country(self, iso2: str) -> Country | None:
        return self._countries.get(iso2)

    def place(self, key: str) -> Place | None:
        return self._places.get(key)

    def base(self, key: str) -> Base | None:
        return self._bases.get(key)

    def actor(self, key: str) -> Actor | None:
        return self._actors.get(key)

    def capital(self, iso2: str) -> Place | None:
        """What "the capital" means in a country."""
        named = self.lookup(self._capitals.get(iso2, ""))
        towns = [e for e in named if isinstance(e, Place) and e.country == iso2]
        return max(towns, key=lambda p: p.population, default=None)

    def state_actor(self, iso2: str) -> Actor | None:
        """The armed forces of a country."""
        return self._actors.get(f"{iso2.lower()}-military")

    def police(self, iso2: str) -> Actor | None:
        return self._actors.get(f"{iso2.lower()}-police")

    def ties(self, actor_key: str) -> tuple[Tie, ...]:
        """Ties from and to this actor."""
        return tuple(self._ties.get(actor_key, ()))

    # --- by name --------------------------------------------------------------------------------

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Entries of exactly this name, whatever its capitals, accents, hyphens and articles."""
        return tuple(dict.fromkeys(entry for entry, _, _ in self._of(fold(hyphenate_articles(name)))))

    def _of(self, key: str) -> tuple[_Sense, ...]:
        senses = self._senses.get(key, ())
        if not senses and key.startswith(f"{ARTICLE} "):
            senses = self._senses.get(key[len(ARTICLE) + 1 :], ())
        return senses

    def matches(self, text: str) -> list[Match]:
        """Every name in the text, the longest first where they overlap, from left to right."""
        found: list[Match] = []
        tokens = list(words(text))
        longest = self._longest
        at, count = 0, len(tokens)
        while at < count:
            first = tokens[at]
            if text[first.start].islower():
                limit = self._longest_small.get(first.folded, 0)
            else:
                limit = longest.get(first.folded, 0)
                if len(first.folded) >= _SHORTEST_RESPELT and text[first.start].isupper():
                    limit = max(limit, longest.get(respelt(first.folded), 0))
            if limit:
                match, length = self._match(text, tokens, at, limit)
                if match and first.folded == "the" and at + length < count:
                    following = longest.get(tokens[at + 1].folded, 0)
                    longer, reach = self._match(text, tokens, at + 1, following)
                    if longer and reach >= length:  # "the Gulf | of Aden"
                        match, length = longer, reach + 1
                if match:
                    found.append(match)
                    at += length
                    continue
            at += 1
        return found

    def _match(self, text: str, tokens: Sequence[Word], at: int, limit: int) -> tuple[Match | None, int]:
        length = 1
        while length < limit and at + length < len(tokens) and tokens[at + length].joined:
            length += 1
        first = tokens[at]
        before = first.article if first.article >= 0 else first.start
        if before and text[before - 1].isalnum():
            return None, 0
        led = at > 0 and tokens[at - 1].folded in _BEFORE_A_PLACE
        while length:
            last = tokens[at + length - 1]
            if last.end < len(text) and text[last.end].isalnum() and text[last.end] != "s":
                length -= 1
                continue
            key = " ".join([token.folded for token in tokens[at : at + length]])
            with_article = self._senses.get(f"{ARTICLE} {key}") if first.article >= 0 else None
            senses = with_article or self._senses.get(key, ())
            if not senses and (led or _place_follows(tokens, at + length)):
                senses = self._respelt(key)
            if senses:
                kept = [s for s in senses if _capitals_agree(text, tokens, at, length, s[1])]
                if kept:
                    article = first.article >= 0 and (
                        bool(with_article)
                        or first.hyphenated
                        or any(getattr(entry, "country", "") not in _NOT_ARABIC for entry, _, _ in kept)
                    )
                    start = first.article if article else first.start
                    entries = tuple(entry for entry, _, _ in kept)
                    return Match(start, last.end, entries, tuple(sense for _, _, sense in kept)), length
            length -= 1
        return None, 0

    def _respelt(self, key: str) -> tuple[_Sense, ...]:
        """The places written like this in another paper, asked only where the words around speak of a place:
        "Torres" may be anybody, "in Baqouba" is somewhere.
        """
        if len(key) < _SHORTEST_RESPELT:
            return ()
        plain = respelt(key)
        senses = self._other_spellings.get(plain) or (self._senses.get(plain, ()) if plain != key else ())
        return tuple(s for s in senses if isinstance(s[0], Place) and s[0].country in _RESPELT)

    # --- by neighbourhood -----------------------------------------------------------------------

    @overload
    def nearest(
        self, latitude: float, longitude: float, kind: type[Place], *, within_km: float
    ) -> Place | None: ...
    @overload
    def nearest(
        self, latitude: float, longitude: float, kind: type[Base], *, within_km: float
    ) -> Base | None: ...
    def nearest(
        self, latitude: float, longitude: float, kind: type[Place] | type[Base], *, within_km: float
    ) -> Place | Base | None:
        """The nearest place or base, or None if there is none within that distance."""
        best: Place | Base | None = None
        best_km = within_km
        for candidate in self._around(latitude, longitude, kind, within_km):
            km = _distance(latitude, longitude, candidate.latitude, candidate.longitude)
            if km <= best_km:
                best, best_km = candidate, km
        return best

    def _around(
        self, latitude: float, longitude: float, kind: type[Place] | type[Base], km: float
    ) -> Iterator[Place | Base]:
        grid = self._grids.get(kind)
        if grid is None:
            grid = defaultdict(list)
            things: Iterable[Place | Base] = (self._places if kind is Place else self._bases).values()
            for thing in things:
                grid[int(thing.latitude // 1), int(thing.longitude // 1)].append(thing)
            self._grids[kind] = grid
        rows = int(km / 111) + 1
        columns = min(180, int(km / (111 * max(cos(radians(latitude)), 0.05))) + 1)
        row, column = int(latitude // 1), int(longitude // 1)
        for r in range(row - rows, row + rows + 1):
            for c in range(column - columns, column + columns + 1):
                yield from grid.get((r, (c + 180) % 360 - 180), ())

    # --- building -------------------------------------------------------------------------------

    def _index(self) -> None:
        senses: dict[str, dict[tuple[str, str, Sense], _Sense]] = defaultdict(dict)

        def add(name: str, entry: Entry, sense: Sense = Sense.NAME) -> None:
            for key in _keys(name, entry):
                need = _capitals(name)
                slot = (type(entry).__name__, entry.key, sense)
                present = senses[key].get(slot)
                if present is None or need < present[1]:
                    senses[key][slot] = (entry, need, sense)

        for country in self._countries.values():
            for name in (country.name, *country.aliases):
                add(name, country)
            for name in country.demonyms:
                add(name, country, Sense.DEMONYM)
            for name in country.metonyms:
                add(name, country, Sense.METONYM)
        for iso2, names in self._demonyms:  # "Chechen" is Russian, as "Scottish" is British
            for name in names:
                add(name, self._countries[iso2], Sense.DEMONYM)
        for weapon in self._weapons.values():
            for name in (weapon.name, *weapon.aliases):
                add(name, weapon)
                add(f"{name}s", weapon)
        named: Iterable[Place | Base | Actor] = (
            *self._places.values(),
            *self._bases.values(),
            *self._actors.values(),
        )
        for entry in named:
            for name in (entry.name, *entry.aliases):
                add(name, entry)
        for key, found in senses.items():
            self._senses[key] = tuple(found.values())
            self._open(key, self._longest)
            if key.startswith(_SMALL_FIRST) or any(need < _Case.CAPITAL for _, need, _ in found.values()):
                self._open(key, self._longest_small)
        self._index_other_spellings()

    def _index_other_spellings(self) -> None:
        found: dict[str, dict[str, _Sense]] = defaultdict(dict)
        for place in self._places.values():
            if place.country in _RESPELT:
                for key in _keys(place.name, place):
                    plain = respelt(key)
                    if plain != key and plain not in self._senses and len(plain) >= _SHORTEST_RESPELT - 1:
                        found[plain][place.key] = (place, _Case.CAPITAL, Sense.NAME)
        for plain, places in found.items():
            self._other_spellings[plain] = tuple(places.values())
            self._open(plain, self._longest)

    def _open(self, key: str, longest: dict[str, int]) -> None:
        """A name may begin with the first word of this one."""
        parts = key.split(" ")
        if parts[0] == ARTICLE and len(parts) > 1:
            parts = parts[1:]
        longest[parts[0]] = max(longest.get(parts[0], 0), len(parts))


def _place_follows(tokens: Sequence[Word], at: int) -> bool:
    return at < len(tokens) and tokens[at].folded in _AFTER_A_PLACE


def _keys(name: str, entry: Entry) -> tuple[str, ...]:
    """The folded forms a name is known by; without its Arabic article where enough of it is left."""
    key = fold(hyphenate_articles(name))
    head, _, rest = key.partition(" ")
    if head == "the" and rest and not isinstance(entry, Place):
        return (rest,)
    arabic = getattr(entry, "country", "") not in _NOT_ARABIC
    if head == ARTICLE and arabic and len(rest) >= _SHORTEST_BARE:
        return (rest,)
    return (key,) if key else ()


def _capitals(name: str) -> int:
    if name.islower():
        return _Case.ANY
    if name[:1].islower() and not fold(name).startswith(ARTICLE + " "):
        return _Case.INNER
    if len(name) > 2 * _LONGEST_ACRONYM or not name.isupper() or " " in name or "-" in name:
        return _Case.CAPITAL
    return _Case.CAPITALS if sum(map(str.isalpha, name)) <= _LONGEST_ACRONYM else _Case.CAPITAL


def _capitals_agree(text: str, tokens: Sequence[Word], at: int, length: int, need: int) -> bool:
    if need == _Case.ANY:
        return True
    first = tokens[at]
    if need == _Case.CAPITAL:
        head = tokens[at + 1] if first.folded in _SMALL_WORDS and length > 1 else first
        return not text[head.start].islower()
    last = tokens[at + length - 1]
    surface = text[first.start : last.end]
    if need == _Case.INNER:
        return not surface.islower()
    if surface != surface.upper():
        return False
    return first.folded not in _WORDS_IN_CAPITALS or _is_among_small_letters(text, tokens, at, at + length)


def _is_among_small_letters(text: str, tokens: Sequence[Word], at: int, after: int) -> bool:
    around = (*tokens[max(0, at - 2) : at], *tokens[after : after + 2])
    return any(any(c.islower() for c in text[word.start : word.end]) for word in around)


def __getattr__(name: str) -> Gazetteer:
    """``SEED``: the package's own gazetteer, read on first use."""
    if name == "SEED":
        return Gazetteer.load()
    raise AttributeError(name)
