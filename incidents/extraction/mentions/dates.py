"""When: days, stretches of time and clock times, with the working that led to them.

The rules stand in days.py, stretches.py and clocks.py; of overlapping readings the longest counts.

Reads: "Saturday evening", "on Friday", "last Friday", "Monday's attack", "Tuesday [2 December]", "today",
"yesterday", "last night", "overnight", "the day before yesterday", "Nov. 20", "20 November", "November 20,
2023", "4 Feb 90", "2023-11-20", "May 1-5", "between 1 and 5 May", "in late March", "in March 2019", "in
2014", "the summer of 2012", "two weeks ago", "last week", "over the weekend", "earlier this month", "last
year", "the previous day", "two days later", "since Oct. 7"; "about 6:30 p.m. local time", "13:40 local time
(0040 UTC)", "at 2330", "shortly after 10 p.m.", "at noon", "around midnight", "at dawn".

Does not read: "May" and "March" as plain words, "every Friday", "Black Friday", "Saturday Night Live", the
"Sunday Times", ages, scores, "in 20 minutes", "the 1990s", and dates in figures whose order nobody can know
("5/6/2019").
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from incidents.extraction.mentions import clocks, days, stretches
from incidents.extraction.mentions.moments import Context, Moment
from incidents.extraction.patterns import Patterns
from incidents.extraction.records import DateMention, Sentence, Span
from incidents.vocabulary import DatePrecision

_RULES = Patterns([*days.RULES, *stretches.RULES, *clocks.RULES])
_SINCE = re.compile(
    r"\bsince\b(?: [^,;]{0,90})? ?$|\b(?:starting|beginning|dating back to|dating from)(?: on| in"
    r"| from)? (?:the )?$",
    re.IGNORECASE,
)
_IS_TO_SAY = re.compile(r",? (?:on |that is,? )?|,? \(", re.IGNORECASE)
_REACHES_BACK = re.compile(r"(?:in|over|within|during|for) the (?:past|last|previous) ", re.IGNORECASE)
_NEWS = timedelta(days=10)


def find(
    sentence: Sentence, *, published: date | None, published_at: datetime | None = None
) -> list[DateMention]:
    """``published`` is the day that "today" means; without it, relative days keep ``start`` None."""
    if published is None and published_at is not None:
        published = published_at.date()
    text = sentence.text
    found: list[tuple[re.Match[str], Moment]] = []
    for match, handler in _RULES.finditer(text):
        moment = handler(match, Context(published, text[: match.start()]))
        if moment is not None:
            found.append((match, moment))
    kept = _not_said_again(_longest(found), text)
    return [_mention(sentence, match, moment, published) for match, moment in kept]


_BESIDE = re.compile(r"[\s,.;()]*(?:on|in|at|the|of)?[\s,.;()]*", re.IGNORECASE)


def read(words: str, *, published: date | None) -> DateMention | None:
    """The day or stretch that the whole of ``words`` says, or None; a clock time beside it is passed over."""
    for said in (words, f"in {words}"):  # in a sentence a bare "May" or "2014" may be anything
        sentence = Sentence(0, 0, Span(0, len(said)), said)
        found = find(sentence, published=published)
        rest, at = [], 0
        for mention in found:
            rest.append(said[at : mention.span.start])
            at = mention.span.end
        days = [mention for mention in found if mention.time is None or mention.start]
        if len(days) == 1 and all(_BESIDE.fullmatch(gap) for gap in [*rest, said[at:]]):
            return days[0]
    return None


def _not_said_again(
    found: list[tuple[re.Match[str], Moment]], text: str
) -> list[tuple[re.Match[str], Moment]]:
    """ "Two weeks earlier, on August 2, ...": of a count and the day that it comes to the day is surer."""
    days = [
        match.start() for match, moment in found if moment.start and moment.precision is DatePrecision.DAY
    ]
    return [
        (match, moment)
        for match, moment in found
        if not moment.offset or not any(_IS_TO_SAY.fullmatch(text, match.end(), at) for at in days)
    ]


def _longest(found: list[tuple[re.Match[str], Moment]]) -> list[tuple[re.Match[str], Moment]]:
    """Of overlapping readings the longest one: "the day before yesterday" over "yesterday"."""
    kept: list[tuple[re.Match[str], Moment]] = []
    for item in sorted(found, key=lambda item: item[0].start() - item[0].end()):
        if all(item[0].end() <= k[0].start() or k[0].end() <= item[0].start() for k in kept):
            kept.append(item)
    return sorted(kept, key=lambda item: item[0].start())


def _mention(sentence: Sentence, match: re.Match[str], moment: Moment, published: date | None) -> DateMention:
    words = " ".join(match[0].split())
    how = moment.how or f'"{words}"'
    if "{published}" in how:
        how = how.replace("{words}", words).replace("{published}", str(published or "unknown"))
    start = sentence.span.start + match.start()
    return DateMention(
        span=Span(start, start + len(match[0].rstrip())),
        sentence=sentence.index,
        start=moment.start,
        end=moment.end or moment.start,
        precision=moment.precision if moment.start else DatePrecision.UNKNOWN,
        how=how,
        time=moment.time,
        zone=moment.zone,
        part_of_day=moment.part,
        is_anchor=_is_anchor(words, moment, sentence.text[: match.start()]),
        offset_days=moment.offset,
        is_of_what_follows=moment.is_of_what_follows,
        year_left=moment.year_left,
    )


def _is_anchor(words: str, moment: Moment, before: str) -> bool:
    """Where a count begins: "since Oct. 7", and how far it reaches back: "over the past six months"."""
    if words.lower().startswith("since ") or _SINCE.search(before):
        return True
    if not _REACHES_BACK.match(words) or moment.start is None or moment.end is None:
        return False
    return moment.end - moment.start > _NEWS
