"""The day that a story is at where its words do not say: what an undated sentence is told of.

A story moves: its lead sets the day of the news, a sentence with a day of its own takes the words right
behind it along ("On Sunday ... Another 14 died ..."), and so does one that only says when it began ("The
violence began on Monday."); a new paragraph comes back to the news. Such a day is an assumption. It keeps
apart what must be kept apart, and is filled in only where nothing else is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from incidents.extraction import scene
from incidents.extraction.records import DateMention, Event, Mentions
from incidents.vocabulary import DatePrecision

LEAD_SENTENCES = 3
_REACH = 2  # sentences that a day carries on for, within its paragraph
_BEGINS = re.compile(
    r"(?i)\b(?:beg[au]n|started|came|broke out|erupted|arrived|happened|unfolded|crossed|descended|approached)\b"
)
_OF_OFFICES = re.compile(
    r"(?i)\b(?:trials?|hearings?|talks|visit\w*|meetings?|sessions?|tour|investigation|statements?|announcement"
    r"|verdict|ruling|decision|votes?|voting|summit|conference|comments|remarks|warnings?|negotiations|election"
    r"|campaigning|inquiry|ramadan|deliveries|aid|season|said|told|says)\b"
)
"""What begins without violence."""
_SOURCE = re.compile(r", [^,]+ (?:said|says|told [^,]+)\.?$")


def assume(events: Sequence[Event], mentions: Sequence[Mentions] = ()) -> list[Event]:
    """The events, in the order of the text, each undated one with the day that the story is at."""
    news = news_day(events)
    begun = _begun(events, mentions)
    found = []
    last: Event | None = None  # the last event with a day of its own
    for event in events:
        if event.dates:
            last = event
        elif not (_looks_back(event) or event.is_retaliation):  # the answer came later, who knows when
            day = _opened(event, last, begun) or _carried(event, last) or news
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


def _begun(events: Sequence[Event], mentions: Sequence[Mentions]) -> list[tuple[Mentions, DateMention]]:
    """The sentences that tell of no event, and of the day on which what follows began."""
    telling = {s for e in events for s in e.sentences}
    found = []
    for m in mentions:
        days = [d for d in m.dates if d.start and d.precision is DatePrecision.DAY and not d.is_anchor]
        text = m.sentence.text
        if m.sentence.index in telling or len(days) != 1 or not _BEGINS.search(text):
            continue
        if not _OF_OFFICES.search(_SOURCE.sub("", text)):
            found.append((m, days[0]))
    return found


def _opened(
    event: Event, last: Event | None, begun: Sequence[tuple[Mentions, DateMention]]
) -> DateMention | None:
    at = event.sentences[0]
    since = last.sentences[-1] if last is not None else -1
    near = [
        day
        for m, day in begun
        if m.sentence.paragraph == event.paragraph
        and since < m.sentence.index < at <= m.sentence.index + _REACH
    ]
    return near[-1] if near else None


def _carried(event: Event, last: Event | None) -> DateMention | None:
    if last is None or last.paragraph != event.paragraph or "court" in last.modifiers:
        return None  # the day of a sentence or a charge is nobody else's
    near = 0 <= event.sentences[0] - last.sentences[-1] <= _REACH
    return scene.when(last) if near else None


def _looks_back(event: Event) -> bool:
    return "earlier" in event.modifiers
