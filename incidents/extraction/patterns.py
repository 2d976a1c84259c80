"""Patterns that look before they search: most of them find nothing in most sentences.

``re`` tries every alternative at every letter. But whatever "(?:Mon|Tues)days?" finds holds "day", and to see that
"day" is nowhere in a sentence takes a fiftieth of the time. What a pattern cannot do without is read off the
pattern itself, so nobody has to keep two lists; where that cannot be told, it searches as ever.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_DIGIT = "0"
_TO_DIGIT = str.maketrans("123456789", _DIGIT * 9)
_ANY_DIGIT = re.compile(r"\d")
_GRAM = 3
"""Letters at the beginning of a need that are looked for in one step, of all patterns at once."""
_MOST = 400
"""More words than this are everywhere."""


class Pattern:
    """A compiled pattern for whole sentences. ``needs``: one of these stands in every sentence it finds anything
    in, in small letters and with 0 for any digit; None where that cannot be told.
    """

    __slots__ = ("begin", "needs", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        compiled = re.compile(pattern, flags)
        self.pattern = compiled
        self.needs = needs(compiled)
        long = self.needs is not None and min(map(len, self.needs)) >= _GRAM
        self.begin = frozenset(tuple(need[:_GRAM]) for need in self.needs or ()) if long else None

    def may_find(self, text: str) -> bool:
        if self.needs is None:
            return True
        seen, grams = _seen(text)
        if self.begin is not None and self.begin.isdisjoint(grams):
            return False
        for need in self.needs:  # noqa: SIM110 - this runs a hundred times a sentence, and any() takes twice as long
            if need in seen:
                return True
        return False

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.pattern.finditer(text) if self.may_find(text) else iter(())

    def search(self, text: str) -> re.Match[str] | None:
        return self.pattern.search(text) if self.may_find(text) else None


class Patterns(Generic[T]):
    """Many of them, each with what it stands for; one look tells which are worth a search."""

    def __init__(self, pairs: Iterable[tuple[Pattern, T]]) -> None:
        self._pairs = tuple(pairs)
        self._unsure = [at for at, (pattern, _) in enumerate(self._pairs) if pattern.begin is None]
        self._by_gram: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for at, (pattern, _) in enumerate(self._pairs):
            for gram in pattern.begin or ():
                self._by_gram[gram].append(at)

    def __iter__(self) -> Iterator[tuple[Pattern, T]]:
        return iter(self._pairs)

    def finditer(self, text: str) -> Iterator[tuple[re.Match[str], T]]:
        """Pattern by pattern, in their order."""
        there = self._by_gram.keys() & _seen(text)[1]
        for at in sorted({*self._unsure, *(at for gram in there for at in self._by_gram[gram])}):
            pattern, meaning = self._pairs[at]
            for match in pattern.finditer(text):
                yield match, meaning


@lru_cache(maxsize=64)  # many patterns look at one sentence in turn
def _seen(text: str) -> tuple[str, set[tuple[str, ...]]]:
    """The text made plain, and every three letters that follow each other in it."""
    plain = _plain(text)
    return plain, set(zip(plain, plain[1:], plain[2:], strict=False))


def _plain(text: str) -> str:
    plain = text.lower()
    return plain.translate(_TO_DIGIT) if plain.isascii() else _ANY_DIGIT.sub(_DIGIT, plain)


def needs(pattern: re.Pattern[str]) -> tuple[str, ...] | None:
    found = _of_sequence(parser.parse(pattern.pattern, pattern.flags))
    return tuple(sorted(found)) if found else None


Needs = frozenset[str]
"""Empty: nothing is known to be needed."""
_NOTHING: Needs = frozenset()


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> Needs:
    """The best of what its parts need; letters that follow each other are one part."""
    parts: list[Needs] = []
    letters = ""
    for code, value in items:
        if code is codes.LITERAL:
            letters += _plain(chr(value))
            continue
        parts.append(frozenset({letters} if letters else ()))
        letters = ""
        parts.append(_of(code, value))
    parts.append(frozenset({letters} if letters else ()))
    return max(parts, key=_worth)


def _of(code: Any, value: Any) -> Needs:
    if code is codes.SUBPATTERN:
        return _of_sequence(value[-1])
    if code is codes.ATOMIC_GROUP:
        return _of_sequence(value)
    if code is codes.ASSERT:
        return _of_sequence(value[1])
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        least, _, repeated = value
        return _of_sequence(repeated) if least else _NOTHING
    if code is codes.BRANCH:
        ways = [_of_sequence(way) for way in value[1]]
        return frozenset().union(*ways) if all(ways) else _NOTHING
    if code is codes.IN:
        return _of_set(value)
    return _NOTHING


def _of_set(members: Iterable[tuple[Any, Any]]) -> Needs:
    found = set()
    for code, value in members:
        if code is codes.LITERAL:
            found.add(_plain(chr(value)))
        elif (code is codes.CATEGORY and value is codes.CATEGORY_DIGIT) or (
            code is codes.RANGE and (chr(value[0]), chr(value[1])) == ("0", "9")
        ):
            found.add(_DIGIT)
        else:
            return _NOTHING
    return frozenset(found)


def _worth(found: Needs) -> tuple[int, int]:
    """Long words are rare, and few of them soon looked for. A letter is nearly everywhere, a digit is not."""
    if not found or len(found) > _MOST:
        return 0, 0
    return min(3 if word == _DIGIT else min(len(word), 5) if word.strip() else 0 for word in found), -len(
        found
    )
