"""The article's own count of a campaign.

Reads: "the 144th attack on US forces stationed in Iraq and Syria since ... October 7", "at least 40 attacks
since mid-October", "attacked more than 100 times since", "more than 100 attacks", "dozens of attacks on
commercial ships", "the third such strike this month".

Does not read: anniversaries and ordinals of other things ("the 20th anniversary of the attacks", "the 82nd
Airborne", "a second attack" that the article goes on to tell), single salvos ("fired 40 rockets").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from incidents.extraction.mentions.casualties import find as find_casualties
from incidents.extraction.mentions.dates import find as find_dates
from incidents.extraction.mentions.numbers import find_quantities, listed
from incidents.extraction.records import CasualtyMention, CounterMention, Sentence, Span
from incidents.vocabulary import CasualtyKind

_THINGS = (
    r"(?:attacks?|strikes?|air ?strikes?|assaults?|bombings?|incidents?|raids?|killings?|shootings?"
    r"|kidnappings?|abductions?|executions?|missions?|ambushes|"
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
# Where the words for what is counted end.
_STOP = (
    r" (?:since|so far|in (?:as many|the (?:past|last))|this (?:year|month|week)|(?:and|which|that"
    r"|who) (?:has|have|had|was|were)|deliver\w+|kill\w+|wound\w+)\b"
)
_ORDINAL = re.compile(
    rf"(?i)\b(?:(?:at least|about) )?(?:the|its|their|a) (?P<n>\d+(?:st|nd|rd|th)"
    rf"|{'|'.join(_ORDINAL_WORDS)})(?: such"
    rf"| time)? (?P<what>(?:(?!anniversary)[\w'’-]+ ){{0,5}}?{_THINGS}\b(?:"
    rf"(?!{_STOP})[^.,;:]){{0,80}})"
)
_THINGS_AFTER = re.compile(
    rf"(?i)^\s(?:of )?(?P<what>(?:[\w'’-]+ ){{0,4}}?{_THINGS}\b(?:(?!{_STOP})[^.,;:]){{0,80}})"
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
    found: list[CounterMention] = []
    for match in _ORDINAL.finditer(text):
        word = match["n"].lower()
        count = _ORDINAL_WORDS.get(word) or int(re.sub(r"\D", "", word))
        if count < 2 or not (_RUNNING.search(text[match.start() :]) or count > 15 or " such " in match[0]):
            continue
        found.append(_mention(sentence, match.start(), match.end("what"), count, match["what"]))
    for quantity in find_quantities(text):
        after = text[quantity.end :]
        count = quantity.range.min or quantity.range.max or 0
        things = _THINGS_AFTER.match(after)
        if count < 3 or not things or not _RUNNING.search(text):
            continue
        end = quantity.end + things.end()
        if any(
            f.span.start - sentence.span.start < end and quantity.start < f.span.end - sentence.span.start
            for f in found
        ):
            continue
        found.append(_mention(sentence, quantity.start, end, count, things["what"]))
    for times in re.finditer(
        r"(?i)\b(?P<what>(?:attack|target|strike|hit|struck|shell"
        r"|bomb)\w*)\b(?P<mid>[^.;]{0,60}?)\b(?P<n>(?:more than |at least |over |nearly "
        r"|about )?[\d,]+) times\b",
        text,
    ):
        number = find_quantities(times["n"])
        if number and _RUNNING.search(text):
            found.append(
                _mention(
                    sentence,
                    times.start(),
                    times.end(),
                    number[0].range.min or number[0].range.max or 0,
                    times[0],
                )
            )
    tolls = _tolls(sentence, find_casualties(sentence) if casualties is None else casualties)
    found += [toll for toll in tolls if toll.count not in {f.count for f in found}]
    if not found:
        return []
    since = _since(sentence, published)
    return sorted((replace(c, since=since) for c in found), key=lambda c: c.span)


def _tolls(sentence: Sentence, casualties: Sequence[CasualtyMention]) -> list[CounterMention]:
    """A war's dead: "more than 230,000 people have been killed in Syria since …"."""
    tolls = []
    for toll in casualties:
        count = toll.range.min or toll.range.max or 0
        if toll.is_campaign and count > 2 and toll.kind in (CasualtyKind.KILLED, CasualtyKind.WOUNDED):
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
