"""The article's own count of a campaign.

Reads: "the 144th attack on US forces stationed in Iraq and Syria since ... October 7", "at least 40 attacks
since mid-October", "attacked more than 100 times since", "more than 100 attacks", "dozens of attacks on
commercial ships", "the third such strike this month", "the number of attacks rose to 170", "the fourth night in a
row", "more than 1,000 rockets since October", and wars' tolls ("more than 230,000 people have been killed since").

Does not read: anniversaries and ordinals of other things ("the 20th anniversary of the attacks", "the 82nd
Airborne", "a second attack" that the article goes on to tell), single salvos ("fired 40 rockets").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from incidents.extraction.figures import A_WAR
from incidents.extraction.mentions.casualties import find as find_casualties
from incidents.extraction.mentions.dates import find as find_dates
from incidents.extraction.mentions.numbers import Quantity, find_quantities, listed
from incidents.extraction.patterns import Pattern
from incidents.extraction.records import CasualtyMention, CounterMention, Sentence, Span
from incidents.vocabulary import CasualtyKind

_THINGS = (
    r"(?:attacks?|strikes?|air ?strikes?|assaults?|bombings?|incidents?|raids?|killings?|shootings?"
    r"|kidnappings?|abductions?|executions?|missions?|ambush(?:es)?|"
    r"clashes|violations|beheadings|launches|bombardments?|massacres?|murders|assassinations|protests"
    r"|(?:journalist |civilian )?deaths)"
)
_ORDINAL_WORDS = {
    w: n
    for n, w in enumerate(
        listed(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
            "thirteenth fourteenth fifteenth"
        ),
        1,
    )
}
# Counted over a time they are a campaign's, else one salvo's.
_MUNITIONS = r"(?:munitions|sorties|rockets|missiles|drones|shells|projectiles|mortars|arrests|targets)"
# Where the words for what is counted end.
_STOP = (
    r" (?:since|so far|in (?:as many|the (?:past|last))|this (?:year|month|week)|(?:and|which|that"
    r"|who) (?:has|have|had|was|were)|deliver\w+|kill\w+|wound\w+)\b"
)
_ORDINAL = Pattern(
    rf"(?i)\b(?:(?:at least|about) )?(?:the|its|their|a) (?P<n>\d+(?:st|nd|rd|th)"
    rf"|{'|'.join(_ORDINAL_WORDS)})(?: such"
    rf"| time)? (?P<what>(?:(?!anniversary)[\w'’-]+ ){{0,5}}?{_THINGS}\b(?:"
    rf"(?!{_STOP})[^.,;:]){{0,80}})"
)
_THINGS_AFTER = re.compile(
    rf"(?i)\s(?:of )?(?P<what>(?:(?:such|separate|more) )?(?:[\w'’-]+ ){{0,4}}?"
    rf"(?:{_THINGS}|(?P<munition>{_MUNITIONS}))\b(?:(?!{_STOP})[^.,;:]){{0,80}})"
)
_IN_A_ROW = Pattern(
    rf"(?i)\b(?:(?:the|its|their|a) )?(?P<n>\d+(?:st|nd|rd|th)|{'|'.join(_ORDINAL_WORDS)}) "
    r"(?P<what>(?:(?:consecutive|straight|successive) (?:day|night|week|month|year)"
    r"|(?:day|night|week|month|year)(?= in a row| running| in succession))(?: of [^.,;:]{2,60})?)"
)
_NUMBER_OF = Pattern(
    rf"(?i)\b(?:number|tally|total|count) of (?P<what>(?:[\w'’-]+ ){{0,4}}?{_THINGS}\b[^.,;:\d]{{0,60}}?)"
    r"(?: (?:has |had |have )?(?:\w+ )?)?(?:to|at|reached|reaching|passed|hit|is|was) (?=\D{0,15}\d|\w+)"
)
_LONG = re.compile(r"(?i)\bsince\b|\bso far\b|\bthis (?:year|month)\b|\bto date\b")
_VAGUE = re.compile(r"(?i)\b(?:dozens|scores|tens|hundreds|thousands|millions|several|many)\b")
_WAR = re.compile(r"(?i)\b(?:war|conflict|uprising|insurgency|genocide|rebellion|crackdown|fighting|toll)\b")
_OF_NUMBER = re.compile(
    rf"(?i) the (?:number|total|tally) of (?P<what>[^.,;:]{{0,40}}?{_THINGS}\b[^.,;:]{{0,60}})"
)
_TIMES = Pattern(
    r"(?i)\b(?P<what>(?:attack|target|strike|hit|struck|shell|bomb|fire|violat|raid)\w*\b[^.;]{0,60}?)\b(?P<n>"
    r"(?:more than |at least |over |nearly |about |some )?(?:[\d,]+|[a-z]+)) times\b"
)
_RUNNING = re.compile(
    r"(?i)\bsince\b|\bso far\b|\b(?:this|last|that|the past|in the last|over the past"
    r"|in the past) (?:\w+ )?(?:year|month|week|years|months|weeks|days)\b|\bover the (?:past"
    r"|last)\b|\bin recent (?:days|weeks|months|years)\b|\bin (?:as many|less than)\b"
    r"|\bto date\b"
)


def find(
    sentence: Sentence,
    *,
    published: date | None = None,
    casualties: Sequence[CasualtyMention] | None = None,
) -> list[CounterMention]:
    """``since`` needs ``published`` where the sentence gives its day without a year ("since Oct. 7").
    ``casualties`` are the sentence's, where they have been read already.
    """
    text = sentence.text
    quantities = find_quantities(text)
    found: list[CounterMention] = []
    for counted in (_ordinals(text), _amounts(text, quantities), _totals(text, quantities), _times(text)):
        for start, end, count, what in counted:
            mention = _mention(sentence, start, end, count, what)
            if not any(mention.span.overlaps(other.span) for other in found):
                found.append(mention)
    tolls = _tolls(sentence, find_casualties(sentence) if casualties is None else casualties)
    found += [toll for toll in tolls if toll.count not in {f.count for f in found}]
    if not found:
        return []
    since = _since(sentence, published)
    return sorted((replace(c, since=since) for c in found), key=lambda c: c.span)


_COUNTED = frozenset({CasualtyKind.KILLED, CasualtyKind.WOUNDED, CasualtyKind.CAPTURED})
_Counted = Iterator[tuple[int, int, int, str]]
"""Where the words stand, the count, and what is counted."""


def _ordinals(text: str) -> _Counted:
    for match in _ORDINAL.finditer(text):
        count = _ordinal(match["n"])
        is_running = _RUNNING.search(text, match.start()) or count > 15 or " such " in match[0]
        if count > 1 and is_running:
            yield match.start(), match.end("what"), count, match["what"]
    for match in _IN_A_ROW.finditer(text):
        if _ordinal(match["n"]) > 2:
            yield match.start(), match.end("what"), _ordinal(match["n"]), match["what"]


def _ordinal(word: str) -> int:
    return _ORDINAL_WORDS.get(word.lower()) or int(re.sub(r"\D", "", word))


def _amounts(text: str, quantities: list[Quantity]) -> _Counted:
    running = _RUNNING.search(text)
    if running is None:
        return
    for quantity in quantities:
        things = _THINGS_AFTER.match(text, quantity.end)
        count = _count(quantity)
        if _VAGUE.search(text[quantity.start : quantity.end]):
            continue
        if things is None or (
            count < (10 if things["munition"] else 3) and not (count == 2 and quantity.exact)
        ):
            continue
        yield quantity.start, things.end(), count, things["what"]


def _totals(text: str, quantities: list[Quantity]) -> _Counted:
    """ "The number of attacks rose to 170", "bringing to 144 the number of attacks"."""
    for match in _NUMBER_OF.finditer(text):
        near = next((q for q in quantities if 0 <= q.start - match.end() < 3), None)
        if near is not None and _count(near) > 2:
            yield match.start(), near.end, _count(near), match["what"]
    for quantity in quantities:
        what = _OF_NUMBER.match(text, quantity.end)
        if what is not None and _count(quantity) > 2:
            yield quantity.start, what.end(), _count(quantity), what["what"]


def _times(text: str) -> _Counted:
    if not _RUNNING.search(text):
        return
    for match in _TIMES.finditer(text):
        number = find_quantities(match["n"])
        if number and _count(number[0]) > 2:
            yield match.start(), match.end(), _count(number[0]), match[0]


def _count(quantity: Quantity) -> int:
    return quantity.range.min or quantity.range.max or 0


def _tolls(sentence: Sentence, casualties: Sequence[CasualtyMention]) -> list[CounterMention]:
    """A war's dead: "more than 230,000 people have been killed in Syria since …"."""
    tolls = []
    for toll in casualties:
        count = toll.range.min or toll.range.max or 0
        words = toll.span.of(" " * sentence.span.start + sentence.text)
        if _VAGUE.search(words) and not re.search(r"\d", words):
            continue  # "hundreds" is no count
        is_war = toll.is_campaign or (count >= A_WAR and _WAR.search(sentence.text))
        if is_war and count > 2 and toll.kind in _COUNTED:
            who = "people"
            if toll.victims is not None:
                shift = sentence.span.start
                who = sentence.text[toll.victims.start - shift : toll.victims.end - shift]
            tolls.append(CounterMention(toll.span, sentence.index, count, f"{who} {toll.kind}", None))
    return tolls


def _mention(sentence: Sentence, start: int, end: int, count: int, what: str) -> CounterMention:
    return CounterMention(
        span=Span(sentence.span.start + start, sentence.span.start + end),
        sentence=sentence.index,
        count=count,
        what=" ".join(re.split(r"\s+", what)).strip(" ,"),
        since=None,
    )


def _since(sentence: Sentence, published: date | None) -> date | None:
    days = [d for d in find_dates(sentence, published=published) if d.is_anchor and d.start]
    return days[0].start if days else None
