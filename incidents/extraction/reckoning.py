"""What the dates of a text owe one another: "that day", "ten days later", "in June" of the year just told.

Days count from the last one that the text told; from a month only a month can be counted. A month or day without
a year is the one nearest before publication, unless the paragraph has just told of an earlier year that it goes on
with: "Russia annexed Crimea in March 2014. In June, separatists ...".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from incidents.extraction.mentions.moments import real_day
from incidents.extraction.records import DateMention, Mentions
from incidents.vocabulary import DatePrecision

_COUNTED_FROM = frozenset({DatePrecision.DAY, DatePrecision.MONTH})
_HALF_A_MONTH = timedelta(days=15)
"""Two days before something in October were most likely days of October."""
_LATELY = timedelta(days=62)
"""Months this near to publication are those of the news, whatever year the story went back to."""


_STALE = timedelta(days=300)
"""A day so long past is hardly told without its year, unless the text was there already."""
_STEPS = {"before": -1, "after": 1}


def settle(mentions: Sequence[Mentions], published: date | None) -> Iterator[Mentions]:
    last: DateMention | None = None  # what days count from
    told: DateMention | None = None  # the day or month, in its year, that the paragraph told last
    named: DateMention | None = None  # whose year "that year" is, be it only "since 2013"
    before: DateMention | None = None  # the same of the paragraphs before
    paragraph = -1
    for m in mentions:
        if m.sentence.paragraph != paragraph:
            before, told, paragraph = told or before, None, m.sentence.paragraph
        settled = []
        year: DateMention | None = None  # the one that the sentence speaks of: "last year's protests"
        for d in m.dates:
            if d.year_left == "open" and year is not None:
                d = _in_the_year(replace(d, year_left="that"), year, published)
            elif d.precision is DatePrecision.YEAR and not d.is_anchor:
                year = d
            if d.year_left == "open":
                goes_on_from = told or (before if _is_stale(d, published) else None)
            else:
                goes_on_from = named
            d = _counted(_in_the_year(d, goes_on_from, published), last)
            ahead = published is not None and d.start is not None and d.start > published
            if d.start and not ahead:
                named = d
            if d.start and d.precision in _COUNTED_FROM:
                told = d
                if not d.is_anchor and not ahead:
                    last = d
            settled.append(d)
        yield replace(m, dates=tuple(settled))


def _is_stale(day: DateMention, published: date | None) -> bool:
    exact = day.start if day.precision is DatePrecision.DAY else None
    return exact is not None and published is not None and published - exact > _STALE


def _counted(day: DateMention, last: DateMention | None) -> DateMention:
    if day.start is not None or day.offset_days is None or last is None or last.start is None:
        return day
    step = timedelta(days=day.offset_days)
    if last.precision is DatePrecision.MONTH and abs(step) < _HALF_A_MONTH:
        step = timedelta(0)
    start, end = last.start + step, (last.end or last.start) + step
    return replace(
        day, start=start, end=end, precision=last.precision, how=f"{day.how} counted from {last.start}"
    )


def _in_the_year(day: DateMention, told: DateMention | None, published: date | None) -> DateMention:
    if told is None or told.start is None or day.start is None or not day.year_left:
        return day
    year = told.start.year + _STEPS.get(day.year_left, 0)
    if day.year_left == "open":
        goes_on = (day.start.month, day.start.day) >= (told.start.month, told.start.day)
        lately = published is not None and published - day.start < _LATELY
        if year >= day.start.year or lately or not goes_on:
            return day
    start = real_day(year, day.start.month, day.start.day)
    if start is None:
        return day
    length = (day.end or day.start) - day.start
    return replace(day, start=start, end=start + length, how=f"{day.how} in the year of {told.start}")
