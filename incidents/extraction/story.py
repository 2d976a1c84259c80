"""What the events of one article share: the main one, the news day, the scene; and which of them can stand."""

from __future__ import annotations

import re
from collections import Counter as Tally
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from incidents.extraction import ownership, scene, topics
from incidents.extraction.opening import Dateline
from incidents.extraction.records import (
    ActorMention,
    Article,
    Event,
    Mentions,
    PlaceMention,
    Span,
)
from incidents.extraction.words import words
from incidents.gazetteer.gazetteer import Gazetteer
from incidents.gazetteer.records import Country, Place
from incidents.vocabulary import (
    ActorKind,
    DatePrecision,
    Prominence,
    SubEventType,
)

_SPORT = words("drafts.sport")
_ACCIDENT = words("drafts.accident")
_CONDEMNED = words("drafts.condemned")
LEAD_SENTENCES = 2
_ON_SOMEBODY = frozenset(
    {"murder", "assassination", "assassinate", "killing", "massacre", "kidnapping", "abduction"}
)
"""Deeds that are told as known: "the army is responsible for the killing of six priests"."""
_COUPS = frozenset({"coup", "putsch"})
"""Known by their day alone, and always against a government: "a law passed since the coup of May 3"."""
TOWN = 3
_THERE = frozenset({"in", "at", "near"})
_POINTS_THERE = re.compile(
    r"\b(?:there|the same \w+|the (?:city|town|village|camp|capital))\b", re.IGNORECASE
)
SAME_STORY = timedelta(days=2)
"""Events this near to the main one in time belong to the news of the day, not to its background."""


class Story:
    """What the drafts of one article share: its main event, its news day, its scene."""

    def __init__(
        self,
        events: Sequence[Event],
        mentions: Sequence[Mentions],
        title: Mentions,
        article: Article,
        gazetteer: Gazetteer,
        dateline: Dateline | None = None,
        *,
        is_digest: bool = False,
    ) -> None:
        self.dateline, self.is_digest = dateline, is_digest
        self.article, self.gazetteer, self.mentions, self.title = article, gazetteer, mentions, title
        self.by_sentence = {m.sentence.index: m for m in mentions}
        tally = Tally(s for e in events for s in e.sentences)
        self.shared = frozenset(s for s, n in tally.items() if n > 1)
        texts = [m.sentence.text for m in (*mentions, title)]
        self.said = {w for text in texts for w in re.findall(r"[a-z]+", text.lower())}
        self.is_conflict = self._is_conflict(events)
        opening = (title, *mentions[:LEAD_SENTENCES])
        self.is_drill = any(o.kind == "exercise" for m in opening for o in m.modifiers)
        self._telling = frozenset(tally)
        self.main = self._main(events)
        self._leads = _item_leads(events) if is_digest else {}
        self.events = [self._complete(self._rank(e)) for e in _where_the_last_was(events)]

    def _is_conflict(self, events: Sequence[Event]) -> bool:
        """Weapons, fighters or acts that only conflict has; bare deaths will do where nothing speaks of an
        accident, bare "attacks" where nothing speaks of sport.
        """
        if topics.is_elsewhere(self.said):
            return False
        casualties = any(c.range.min for e in events for c in e.casualties)
        if len(self.said & _SPORT) >= 2 and not casualties:
            return False
        if any(m.weapons or any(map(_fights, m.actors)) for m in self.mentions):
            return True
        if any(t.weapons for e in events for t in e.triggers):
            return True
        if any(e.sub_event_type is not SubEventType.ATTACK for e in events):
            return True
        if any(t.standing == "event" for e in events if any(map(_is_armed, e.agents)) for t in e.triggers):
            return True
        if self.said & _CONDEMNED and any(t.standing == "event" for e in events for t in e.triggers):
            return True
        return casualties and not self.said & _ACCIDENT

    # --- the story's centre ------------------------------------------------------------------------

    def _main(self, events: Sequence[Event]) -> Event | None:
        """The event the lead tells; among several, the one told at greatest length."""
        lead = [e for e in events if e.sentences[0] < LEAD_SENTENCES and "earlier" not in e.modifiers]
        return max(lead, key=lambda e: len(e.sentences) + 2 * (e.sentences[0] == 0), default=None)

    def lead(self) -> Mentions | None:
        """The first sentence that is no heading."""
        return next((m for m in self.mentions if not m.sentence.is_heading), None)

    def is_lead(self, event: Event) -> bool:
        """Events are copied as they are completed; their words stay. Every item of a digest has a lead of its
        own.
        """
        if self.is_digest:
            return event.sentences[0] == self._leads.get(event.paragraph)
        return self.main is not None and event.triggers == self.main.triggers

    def _rank(self, event: Event) -> Event:
        if self._is_main(event):
            return replace(event, prominence=Prominence.MAIN)
        return event

    def _is_main(self, event: Event) -> bool:
        when = scene.when(event)
        news = self._news_day()
        if when is not None and news is not None:
            _, end = scene.extent(when)
            if end < news - SAME_STORY:
                return False
            return when.precision is DatePrecision.DAY
        if "earlier" in event.modifiers and not self.is_lead(event):
            return False
        return self.is_lead(event) or event.sentences[0] <= LEAD_SENTENCES or event.is_present

    def _news_day(self) -> date | None:
        when = scene.when(self.main) if self.main else None
        if when is not None and when.precision is DatePrecision.DAY:
            return scene.extent(when)[0]
        return self.article.published

    # --- what an event takes over from the story -----------------------------------------------------

    def _complete(self, event: Event) -> Event:
        """Date and place that the words around leave unsaid because the story has said them."""
        main = self.main
        is_main = event.prominence is Prominence.MAIN
        if self.is_digest:  # the items are news of the day, each with a scene of its own
            is_news = not event.dates and self.is_lead(event) and "earlier" not in event.modifiers
            return replace(event, is_present=event.is_present or is_news)
        if main is None or self.is_lead(event):
            return event
        if not event.places and not event.bases:
            if scene_before := self._scene_before(event):
                event = replace(event, places=scene_before)
            elif is_main:
                event = replace(event, places=main.places, bases=main.bases)
        if not event.dates and event.assumed and (self._is_of_the_day(event) or self._told_along(event)):
            event = replace(event, dates=(event.assumed,))
        return event

    def _scene_before(self, event: Event) -> tuple[PlaceMention, ...]:
        """ "A man was turned back at the gate of a church in Alexandria. He then set off his charge": where the
        sentence just before led the reader, which tells of no event itself.
        """
        before = self.by_sentence.get(event.sentences[0] - 1)
        if before is None or before.sentence.paragraph != event.paragraph or event.is_anaphoric:
            return ()
        if before.sentence.index in self._telling:
            return ()
        start = before.sentence.span.start  # there a capital speaks: "Moscow rejects this."
        return tuple(
            p
            for p in before.places
            if p.relation in _THERE
            and p.span.start > start
            and not (isinstance(p.place, Country) or ownership.is_home(p, before))
        )

    def _is_of_the_day(self, event: Event) -> bool:
        """Is the day of the news, assumed for want of another, a safe one? It is for what the story is about, and
        elsewhere in it for what has a place of its own, or two parties.
        """
        if event.prominence is Prominence.MAIN:
            return True
        if event.assumed is None or event.assumed.start != self._news_day() or "earlier" in event.modifiers:
            return False
        two = bool(event.agents or event.accused) and bool(event.patients)
        return bool(event.places or event.bases or two)

    def _told_along(self, event: Event) -> bool:
        """Did the paragraph itself name the day that is assumed, and not only the lead?"""
        day = event.assumed
        return day is not None and self.by_sentence[day.sentence].sentence.paragraph == event.paragraph

    def country_near(self, event: Event) -> tuple[str, Span, int] | None:
        """The country that the paragraph was speaking of: a strike told after a raid on an Iraqi base."""
        for n in range(event.sentences[0], -1, -1):
            m = self.by_sentence.get(n)
            if m is None or m.sentence.paragraph != event.paragraph:
                break
            for b in m.bases:
                if country := b.base.country if b.base else b.country:
                    return country, b.span, n
            for p in m.places:
                if p.relation != "from" and p.place is not None and not ownership.is_home(p, m):
                    return _country(p.place), p.span, n
        if self.is_digest:
            return self._headed(event)
        return (self._filed_from() if self.is_lead(event) else None) or self._only_country()

    def town_of(self, event: Event) -> scene.Where | None:
        """The one town that the story's events happened in, for those of the day and those that point to it."""
        points = any(_POINTS_THERE.search(m.sentence.text) for m in self.around(event))
        if self.is_digest or not (points or event.prominence is Prominence.MAIN):
            return None
        found = [w for e in self.events for w in scene.wheres(e) if w.entry is not None and w.fineness >= 1]
        towns = [w for w in found if isinstance(w.entry, Place) and w.fineness >= TOWN]
        if not towns or not all(scene.agree(towns[0], w) for w in found):
            return None
        return towns[0]

    def _only_country(self) -> tuple[str, Span, int] | None:
        """The country that the places of all the story's events lie in."""
        found = [
            (_country(p.place), p.span, p.sentence)
            for e in self.events
            for p in e.places
            if p.place is not None and p.relation != "toward"
        ]
        return found[0] if len({country for country, _, _ in found}) == 1 else None

    def _headed(self, event: Event) -> tuple[str, Span, int] | None:
        """The one country that the headings above an item name: "War in Somalia"."""
        first = next(n for n, m in self.by_sentence.items() if m.sentence.paragraph == event.paragraph)
        for n in range(first - 1, -1, -1):
            m = self.by_sentence[n]
            if not m.sentence.is_heading:
                break
            named = [(_country(p.place), p.span) for p in m.places if p.place is not None]
            as_actors = [(self.gazetteer.lookup(a.name), a.span) for a in m.actors]
            named += [
                (_country(e), span) for found, span in as_actors for e in found if isinstance(e, Country)
            ]
            if len({country for country, _ in named}) == 1:
                return *named[0], n
        return None

    def _filed_from(self) -> tuple[str, Span, int] | None:
        """The country of the dateline: weak, and better than none for what the lead tells."""
        if self.dateline is None:
            return None
        name = self.dateline.place.of(self.article.text).split(",")[0]
        found = [e for e in self.gazetteer.lookup(name) if isinstance(e, Place)]
        if not found:
            return None
        return max(found, key=lambda p: p.population).country, self.dateline.place, -1

    # --- what can stand --------------------------------------------------------------------------------

    def stands(self, event: Event) -> bool:
        """An incident has two of date, place, perpetrator, target, and words that leave no doubt it was one."""
        if not self.is_conflict or not self._is_violent(event) or self._is_only_talk(event):
            return False
        told = (
            (bool(event.dates) and not (event.assumed and not self._may_assume(event)))
            or (event.is_present and (self.is_digest or self.is_lead(event))),
            bool(event.places or event.bases),
            bool(event.agents or event.accused or event.claimants),
            bool(event.patients) or any(c.range.min for c in event.casualties if not c.is_campaign),
        )
        if event.is_quoted and not (event.dates and told[1]):
            return False
        on_somebody = told[2] and told[3] and any(t.lemma in _ON_SOMEBODY for t in event.triggers)
        if not (told[0] or told[1] or event.is_retaliation or self.is_lead(event) or on_somebody):
            return False  # "the rebels have attacked journalists before"
        points_nowhere = event.is_anaphoric and not event.is_new and not self.is_lead(event)
        is_coup = bool(event.dates) and any(t.lemma in _COUPS for t in event.triggers)
        points_nowhere = points_nowhere and not (on_somebody or is_coup)
        return sum(told) + is_coup >= 2 and not (points_nowhere and not (event.dates and told[1]))

    def _may_assume(self, event: Event) -> bool:
        return self._is_of_the_day(event) and not event.is_anaphoric

    def _is_only_talk(self, event: Event) -> bool:
        """A charge that names no day and no victim, a year's dead, what an exercise plays through."""
        if any(c.range.min for c in event.casualties):
            when = scene.when(event)
            of_a_year = when is not None and when.precision is DatePrecision.YEAR
            unmoved = all(t.standing == "consequence" for t in event.triggers)
            return of_a_year and unmoved and not (event.places or event.bases)
        is_charge = bool(event.modifiers & {"alleged", "denied"})
        return self.is_drill or (is_charge and (event.assumed is not None or not event.dates))

    def _is_violent(self, event: Event) -> bool:
        """Sport, business and weather strike, hit and shoot too; only conflict has weapons, armed actors and
        victims.
        """
        standings = {t.standing for t in event.triggers}
        if "event" in standings and event.sub_event_type is not SubEventType.ATTACK:
            return True
        armed = any(map(_is_armed, (*event.agents, *event.patients, *event.accused, *event.claimants)))
        weapons = bool(event.weapons) or any(t.weapons for t in event.triggers)
        accident = bool(self._said_around(event) & _ACCIDENT) and "event" not in standings
        if armed or (weapons and not accident):
            return True
        if accident:
            return False
        if "event" in standings:
            when = scene.when(event)
            is_dated = when is not None and when.precision is not DatePrecision.YEAR
            return bool(event.casualties or (is_dated and event.places))
        if self.is_lead(event) and "consequence" in standings and any(c.range.min for c in event.casualties):
            return True
        if self.said & _CONDEMNED and event.places and self._is_long_past(event):
            return "consequence" in standings and any(c.range.min for c in event.casualties)
        return (
            "weak" in standings and bool(event.casualties) and event.sub_event_type is not SubEventType.ATTACK
        )

    def _is_long_past(self, event: Event) -> bool:
        """ "We saw that in Bamako in November, where twenty guests lost their lives": another one of the kind."""
        when, news = scene.when(event), self._news_day()
        return when is not None and news is not None and scene.extent(when)[1] < news - SAME_STORY

    def _said_around(self, event: Event) -> set[str]:
        """The words of the story; of a digest those of the item."""
        if not self.is_digest:
            return self.said
        texts = [m.sentence.text for m in self.mentions if m.sentence.paragraph == event.paragraph]
        return {w for text in texts for w in re.findall(r"[a-z]+", text.lower())}

    def around(self, event: Event) -> list[Mentions]:
        return [self.by_sentence[s] for s in event.sentences if s in self.by_sentence]


def _where_the_last_was(events: Sequence[Event]) -> list[Event]:
    """ "Minutes later a second bomber struck": where nothing else is said, where it was a moment before."""
    found: list[Event] = []
    for event in events:
        last = found[-1] if found else None
        is_next = any(d.offset_days == 0 for d in event.dates) and not (event.places or event.bases)
        if is_next and last is not None and last.paragraph == event.paragraph:
            event = replace(event, places=last.places, bases=last.bases)
        found.append(event)
    return found


def _country(entry: Place | Country) -> str:
    return entry.iso2 if isinstance(entry, Country) else entry.country


def _item_leads(events: Sequence[Event]) -> dict[int, int]:
    """The first telling sentence of each paragraph."""
    first: dict[int, int] = {}
    for event in events:
        first[event.paragraph] = min(first.get(event.paragraph, event.sentences[0]), event.sentences[0])
    return first


def _fights(actor: ActorMention) -> bool:
    return not names_somebody(actor) or actor.actor_kind in {
        ActorKind.REBEL_GROUP,
        ActorKind.POLITICAL_MILITIA,
        ActorKind.IDENTITY_MILITIA,
    }


def _is_armed(actor: ActorMention) -> bool:
    if not names_somebody(actor):
        return True  # "gunmen"
    return actor.actor_kind is not None and actor.actor_kind not in {
        ActorKind.CIVILIANS,
        ActorKind.PROTESTERS,
    }


def names_somebody(actor: ActorMention) -> bool:
    from incidents.extraction.mentions.actors import is_unidentified

    return not is_unidentified(actor)
