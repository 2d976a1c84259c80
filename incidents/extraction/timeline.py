"""The day that a story is at where its words do not say: what an undated sentence is told of.

A story moves: its lead sets the day of the news, a sentence with a day of its own takes the words right
behind it along ("On Sunday ... Another 14 died ..."), a new paragraph comes back to the news. Such a day is
an assumption. It keeps apart what must be kept apart, and is filled in only where nothing else is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from incidents.extraction import scene
from incidents.extraction.records import DateMention, Event
from incidents.vocabulary import DatePrecision

LEAD_SENTENCES = 3
_REACH = 2  # sentences that a day carries on for, within its paragraph


def assume(events: Sequence[Event]) -> list[Event]:
    """The events, in the order of the text, each undated one with the day that the story is at."""
    news = news_day(events)
    found = []
    last: Event | None = None  # the last event with a day of its own
    for event in events:
        if event.dates:
            last = event
        elif not (_looks_back(event) or event.is_retaliation):  # the answer came later, who knows when
            day = _carried(event, last) or news
            event = replace(event, assumed=day)
        found.append(event)
    return found


def news_day(events: Iterable[Event]) -> DateMention | None:
    """The day of what the lead tells."""
    for event in events:
        if event.sentences[0] >= LEAD_SENTENCES:
            return None
        day = scene.when(event)
        if day is not None and day.precision is DatePrecision.DAY and not _looks_back(event):
            return day
    return None


def _carried(event: Event, last: Event | None) -> DateMention | None:
    if last is None or last.paragraph != event.paragraph or "court" in last.modifiers:
        return None  # the day of a sentence or a charge is nobody else's
    near = 0 <= event.sentences[0] - last.sentences[-1] <= _REACH
    return scene.when(last) if near else None


def _looks_back(event: Event) -> bool:
    return "earlier" in event.modifiers
