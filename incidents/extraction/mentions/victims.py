"""The people in a sentence: noun phrases with their number.

Reads: "two Americans", "at least one Iraqi soldier", "several Iranian-backed militia members", "a judge, his
wife and seven guards", "the district head, Alhaji Ibrahim Dawi, and 11 others", "five of them", "dozens",
"members of the same family" (the number is the members').

Does not read: cattle, vehicles, bills and hopes; days ("killed Thursday"); pronouns.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from incidents.extraction.mentions.numbers import SEVERAL, Quantity, add, find_quantities, listed
from incidents.extraction.records import Range, Sentence, Span

_NOT_PEOPLE = frozenset(
    listed(
        "camel sheep cow cattle goat livestock animal horse donkey dog elephant bird fish bill deal "
        "chance hope time plan talk process project idea proposal legislation prospect vehicle tank "
        "building house home car truck drone missile rocket plane aircraft helicopter jet system base "
        "site target position depot facility infrastructure relation interest economy order operation "
        "manoeuvre maneuver strike airstrike attack mission warrant feeling pride reputation credibility "
        "effort campaign will warehouse weapon launcher market sale price export number toll report "
        "thing momentum day month week year hour minute blast explosion bomb bombing bullet shot "
        "shooting raid incident village town city country area ambush assault hospital district province "
        "place body corpse spree statement wound injury life shell fire wave series string violence "
        "clash war conflict death killing wounding injuring kidnapping destruction arrest displacement "
        "threat dozen hundred percent"
    )
)
DETERMINERS = frozenset(
    listed("the these those his her their its my our your a an other another all further")
)
_FAMILIES = frozenset(listed("family crew team group gang party household"))
_COUPLES = frozenset(listed("couple pair"))
CROWDS = frozenset(listed("people personnel police troops staff crew"))
STATES = frozenset(
    listed(
        "dead killed slain murdered beheaded executed assassinated martyred wounded injured hurt missing "
        "displaced homeless hospitalized hospitalised abducted kidnapped kidnaped unhurt"
    )
)
_TIMES = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tonight|overnight|(?:jan|febr)uary|march|april|may|june|july|august"
    r"|(?:septem|octo|novem|decem)ber|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_APOSTROPHES = ("'s", "’s", "'", "’")
_HYPHENS = ("-", "–", "/")


@dataclass(frozen=True, slots=True)
class Victims:
    """A noun phrase; token indices within the sentence, end exclusive. ``named``: by name, without number."""

    start: int
    end: int
    head: int
    range: Range
    number: Quantity | None = None
    named: bool = False


class Tokens:
    """A sentence's tokens by index, with its figures; an index outside gives empty words, never an error."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.text = sentence.text
        self.all = sentence.words
        outside = [""]  # the word at -1 and behind the last
        self._low: list[str] = [t.lower_ for t in self.all] + outside
        self._lemma: list[str] = [t.lemma_.lower() for t in self.all] + outside
        self._pos: list[str] = [t.pos_ for t in self.all] + outside
        self._tag: list[str] = [t.tag_ for t in self.all] + outside
        self._start: list[int] = [t.idx for t in self.all]
        self._end: list[int] = [a + len(t) for a, t in zip(self._start, self.all, strict=True)]
        self.numbers = find_quantities(self.text)
        self.number_at = {self.at(q.start): q for q in self.numbers}

    def __len__(self) -> int:
        return len(self.all)

    def at(self, position: int) -> int:
        """The index of the token that ends after ``position``."""
        return bisect_right(self._end, position)

    def start(self, i: int) -> int:
        return self._start[i]

    def end(self, i: int) -> int:
        return self._end[i]

    def low(self, i: int) -> str:
        return self._low[i if -1 <= i < len(self.all) else -1]

    def lemma(self, i: int) -> str:
        return self._lemma[i if -1 <= i < len(self.all) else -1]

    def pos(self, i: int) -> str:
        return self._pos[i if -1 <= i < len(self.all) else -1]

    def tag(self, i: int) -> str:
        return self._tag[i if -1 <= i < len(self.all) else -1]

    def words(self, start: int, end: int) -> str:
        return " ".join(self._low[max(0, start) : max(0, min(end, len(self.all)))])

    def span(self, start: int, end: int) -> Span:
        """Characters of the sentence's text to a span of the article."""
        return Span(self.sentence.span.start + start, self.sentence.span.start + end)

    def is_time(self, i: int) -> bool:
        return _TIMES.fullmatch(self.low(i)) is not None and self.pos(i) != "AUX"

    def in_number(self, i: int) -> bool:
        return any(q.start <= self.start(i) < q.end for q in self.numbers)

    def after_number(self, number: Quantity) -> int:
        return self.at(number.end - 1) + 1


def phrase_at(tokens: Tokens, i: int) -> Victims | None:
    """The noun phrase that begins at token ``i``, if it can be people."""
    start = i
    number: Quantity | None = None
    determiner = ""
    while i < len(tokens) and number is None:
        if i in tokens.number_at:
            number = tokens.number_at[i]
            i = tokens.after_number(number)
        elif tokens.low(i) in DETERMINERS:
            determiner = tokens.low(i)
            i += 1
        else:
            break
    if number is not None and tokens.low(i) == "of":
        if tokens.low(i + 1) in ("them", "whom", "these", "those", "us"):
            return Victims(start, i + 2, i + 1, number.range, number)
        if tokens.low(i + 1) == "the" and tokens.low(i + 2) in STATES and tokens.pos(i + 3) != "NOUN":
            return Victims(start, i + 3, i + 2, number.range, number)  # "two of the wounded"
        i += 1
        while tokens.low(i) in DETERMINERS:
            i += 1
    head, end = _walk(tokens, i, number)
    if head < 0 and number is None and determiner in ("a", "an") and tokens.pos(end - 1) == "ADJ" and end > i:
        return Victims(start, end, end - 1, Range(1, 1))  # "a prominent academic"
    if head < 0 and number is None and determiner == "another":
        return Victims(start, i, i - 1, Range(1, 1))
    if head < 0:
        if number is None or tokens.low(end) in _NOT_PEOPLE:
            return None
        # "killing four and wounding six": the figure stands for the people
        last = tokens.after_number(number)
        return Victims(start, max(last, start + 1), last - 1, number.range, number)
    if tokens.lemma(head) in _NOT_PEOPLE or tokens.low(head) in _NOT_PEOPLE:
        return None
    if head in tokens.number_at and number is None:
        return None
    of_them = _members(tokens, head) if number is None else None
    if of_them is not None:  # "a family of five"
        return Victims(start, tokens.after_number(of_them), head, of_them.range, of_them)
    value, named = _count(tokens, head, number, determiner)
    return Victims(start, _with_of(tokens, head + 1), head, value, number, named)


def _members(tokens: Tokens, head: int) -> Quantity | None:
    if tokens.lemma(head) not in _FAMILIES or tokens.low(head + 1) != "of":
        return None
    number = tokens.number_at.get(head + 2)
    return number if number and tokens.pos(tokens.after_number(number)) not in ("NOUN", "ADJ") else None


def _walk(tokens: Tokens, i: int, number: Quantity | None) -> tuple[int, int]:
    """From the first word after number and determiner: the head's index (-1: none) and where the phrase ends."""
    head = -1
    while i < len(tokens):
        low, pos = tokens.low(i), tokens.pos(i)
        if (i in tokens.number_at and (head >= 0 or number is not None)) or tokens.is_time(i):
            break
        if low in STATES and pos != "PROPN" and not _is_attribute(tokens, i):
            break
        if (
            pos in ("NOUN", "PROPN")
            or (pos == "NUM" and head < 0 and number is None)
            or low in ("others", "more")
        ):
            head, i = i, i + 1
        elif low in _APOSTROPHES and head >= 0:
            i += 1
        elif low in _HYPHENS and i + 1 < len(tokens) and not tokens.all[i].whitespace_:
            head, i = i + 1, i + 2  # "Iranian-backed", "3-year-old"
        elif pos in ("ADJ", "ADV") and (
            tokens.low(i + 1) in _HYPHENS or head < 0 or tokens.low(i - 1) in _APOSTROPHES
        ):
            if (
                pos == "ADV"
                and tokens.low(i + 1) not in _HYPHENS
                and tokens.pos(i + 1) not in ("ADJ", "VERB", "NOUN")
            ):
                break
            i += 1
        elif pos == "ADJ" and tokens.pos(i + 1) in ("NOUN", "PROPN") and tokens.all[head].whitespace_ != "":
            i += 1  # "militia senior members"
        elif (
            pos == "VERB"
            and _is_attribute(tokens, i)
            and (head < 0 or tokens.low(i - 1) in _APOSTROPHES or tokens.tag(i) == "VBN")
        ):
            i += 1  # "suspected militants", "off-duty"
        elif (
            pos in ("CCONJ", "PUNCT")
            and low in ("and", ",")
            and head < 0
            and i > 0
            and tokens.pos(i - 1) == "ADJ"
            and tokens.pos(i + 1) in ("ADJ", "VERB")
        ):
            i += 1  # "foreign and local contractors"
        else:
            break
    return head, i


def _is_attribute(tokens: Tokens, i: int) -> bool:
    """A participle that describes the noun after it: "the wounded soldier", "suspected al-Qaida members"."""
    following = tokens.pos(i + 1)
    return (
        tokens.tag(i) in ("VBN", "VBG", "VBD", "JJ")
        and following in ("NOUN", "ADJ", "PROPN")
        and not tokens.is_time(i + 1)
        and tokens.low(i)
        not in ("including", "killing", "wounding", "injuring", "leaving", "dead", "missing", "killed")
        and i + 1 not in tokens.number_at
        and tokens.all[i].dep_ in ("amod", "compound", "nmod")
    )


def _with_of(tokens: Tokens, end: int) -> int:
    """The phrase's end with its "of …": "residents of the village"."""
    if tokens.low(end) != "of" or tokens.pos(end + 1) not in ("DET", "NOUN", "PROPN", "ADJ", "PRON"):
        return end
    j = end + 1
    while (
        (
            tokens.pos(j) in ("DET", "ADJ", "NOUN", "PROPN", "PRON", "PART")
            or (tokens.low(j) in _HYPHENS and j + 1 < len(tokens) and not tokens.all[j].whitespace_)
        )
        and not tokens.is_time(j)
        and tokens.low(j) not in STATES
    ):
        j += 1
    return j


def _count(tokens: Tokens, head: int, number: Quantity | None, determiner: str) -> tuple[Range, bool]:
    couple = tokens.lemma(head) in _COUPLES
    if number is not None:
        return (add([number.range, number.range]) if couple else number.range), False
    tag = tokens.tag(head)
    if couple and tag == "NN":
        return Range(2, 2), False
    if determiner in ("a", "an", "another") and tokens.low(head) not in _FAMILIES:
        return Range(1, 1), False
    if tag in ("NNS", "NNPS") or tokens.low(head) in CROWDS or tokens.low(head) in _FAMILIES:
        return SEVERAL, False
    if tag == "NNP":
        return Range(1, None), True
    return Range(1, 1), False
