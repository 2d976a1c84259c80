"""The stages of reading, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from time import perf_counter
from typing import Any

from incidents.extraction import coreference, drafts, events, grammar, language, modifiers, timeline, triggers
from incidents.extraction.cast import Cast, is_group
from incidents.extraction.clean import clean
from incidents.extraction.mentions import (
    actors,
    bases,
    casualties,
    claims,
    counters,
    damage,
    dates,
    interceptions,
    namesakes,
    places,
    weapons,
)
from incidents.extraction.records import (
    ActorMention,
    Article,
    BaseMention,
    Counter,
    Event,
    Mentions,
    PlaceMention,
    Reading,
    Sentence,
    Span,
)
from incidents.extraction.sentences import Layout, split, title_sentence
from incidents.gazetteer.gazetteer import Gazetteer
from incidents.vocabulary import ActorKind, DatePrecision

BATCH = 16
GROUPS = frozenset({ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA, ActorKind.IDENTITY_MILITIA})
ARMED = GROUPS | {ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES}


def extract_many(articles: Iterable[Article], gazetteer: Gazetteer) -> Iterator[Reading]:
    """Readings in the order of the articles; the parser sees many sentences at once, which is faster."""
    waiting = iter(articles)
    while batch := list(islice(waiting, BATCH)):
        start = perf_counter()
        layouts = [split(clean(article.text)) for article in batch]
        split_up = perf_counter()
        parsed = _parse(layouts, gazetteer.triggers)
        each = ((split_up - start) / len(batch), (perf_counter() - split_up) / len(batch))
        for article, layout, sentences in zip(batch, layouts, parsed, strict=True):
            yield _read(article, layout, sentences, gazetteer, each)


def _parse(layouts: Sequence[Layout], added: triggers.Added) -> list[tuple[Sentence, ...]]:
    """Only stories with a word that can tell of an event are parsed, and of them every sentence with news in
    it.
    """
    wanted = [
        layout.sentences if any(triggers.promising(s.text, added) for s in layout.sentences) else ()
        for layout in layouts
    ]
    docs = language.parse(s.text for sentences in wanted for s in sentences)
    return [
        parsed(sentences, docs) if sentences else layout.sentences
        for layout, sentences in zip(layouts, wanted, strict=True)
    ]


def parsed(sentences: Sequence[Sentence], docs: Iterator[Any]) -> tuple[Sentence, ...]:
    """The sentences with their parses, taken from ``docs`` in order."""
    return tuple(replace(s, doc=next(docs)[:]) for s in sentences)


def _read(
    article: Article,
    layout: Layout,
    sentences: tuple[Sentence, ...],
    gazetteer: Gazetteer,
    seconds: tuple[float, float],
) -> Reading:
    clock = [perf_counter()]
    mentions = [find_mentions(s, article, gazetteer) for s in sentences]
    mentions = settle_places(settle_dates(mentions, article.published), gazetteer)
    title = find_mentions(title_sentence(clean(article.title)), article, gazetteer)
    clock.append(perf_counter())
    told = list(find_events([m for m in mentions if not m.sentence.is_heading]))
    clock.append(perf_counter())
    told = timeline.assume(told) if not layout.is_digest else told
    resolved = coreference.resolve(told, is_digest=layout.is_digest)  # "the attack", "the same base"
    clock.append(perf_counter())
    proposals = drafts.propose(resolved, mentions, title, article, gazetteer, layout)
    clock.append(perf_counter())
    stages = ("mentions", "events", "coreference", "drafts")
    return Reading(
        drafts=tuple(proposals),
        counters=tuple(find_counters(mentions, article)),
        timings=(
            ("clean", seconds[0]),
            ("parse", seconds[1]),
            *((name, b - a) for name, a, b in zip(stages, clock, clock[1:], strict=False)),
        ),
    )


def find_mentions(sentence: Sentence, article: Article, gazetteer: Gazetteer) -> Mentions:
    """Everything that one sentence mentions."""
    harm = casualties.find(sentence)
    counted = tuple(counters.find(sentence, published=article.published, casualties=harm))
    if sentence.doc is None and not sentence.is_title:  # nothing in the story can tell of an event
        return Mentions(sentence, counters=counted)
    names = gazetteer.matches(sentence.text)
    found_places: list[PlaceMention] = places.find(sentence, gazetteer, names)
    found_bases: list[BaseMention] = bases.find(sentence, gazetteer, names)
    found_actors: list[ActorMention] = actors.find(sentence, gazetteer, names)
    known = _names(sentence, found_places, found_bases, found_actors)
    return Mentions(
        sentence,
        triggers=tuple(triggers.find(sentence, known, gazetteer.triggers)),
        dates=tuple(dates.find(sentence, published=article.published, published_at=article.published_at)),
        places=tuple(found_places),
        bases=tuple(found_bases),
        actors=tuple(found_actors),
        weapons=tuple(weapons.find(sentence, names)),
        casualties=tuple(harm),
        interceptions=tuple(interceptions.find(sentence)),
        damage=tuple(damage.find(sentence)),
        claims=tuple(claims.find(sentence)),
        counters=counted,
        modifiers=tuple(modifiers.find(sentence)),
    )


def _names(
    sentence: Sentence,
    found_places: Sequence[PlaceMention],
    found_bases: Sequence[BaseMention],
    found_actors: Sequence[ActorMention],
) -> triggers.Names:
    sites = [m.span for m in (*found_places, *found_bases)]
    armed = [m.span for m in found_actors if m.actor_kind in ARMED]
    groups = [m.span for m in found_actors if m.actor_kind in GROUPS]

    def within(spans: Sequence[Span]) -> triggers.Is:
        return lambda token: any(language.span_of(sentence, token).overlaps(s) for s in spans)

    return triggers.Names(within(sites), within(armed), within(groups))


def settle_dates(mentions: Sequence[Mentions], published: date | None) -> Iterator[Mentions]:
    """ "That day", "a day earlier" count from the last day that the text named."""
    last: date | None = None
    for m in mentions:
        settled = []
        for d in m.dates:
            if d.start is None and d.offset_days is not None and last is not None:
                day = last + timedelta(days=d.offset_days)
                d = replace(
                    d, start=day, end=day, precision=DatePrecision.DAY, how=f"{d.how} counted from {last}"
                )
            ahead = published is not None and d.start is not None and d.start > published
            if d.start and d.precision is DatePrecision.DAY and not d.is_anchor and not ahead:
                last = d.start
            settled.append(d)
        yield replace(m, dates=tuple(settled))


def settle_places(mentions: Iterable[Mentions], gazetteer: Gazetteer) -> list[Mentions]:
    """A name that several places bear is decided by the places around it in the whole article."""
    mentions = list(mentions)
    named = {a.country for m in mentions for a in m.actors if a.country}
    settled = iter(namesakes.settle([p for m in mentions for p in m.places], gazetteer, named))
    return [replace(m, places=tuple(islice(settled, len(m.places)))) for m in mentions]


def find_events(mentions: Sequence[Mentions]) -> Iterator[Event]:
    """The events of each sentence; a pronoun means the party that the sentence before was about."""
    previous: ActorMention | None = None
    group: ActorMention | None = None
    before: Mentions | None = None
    for m in mentions:
        lead_in = before if before is not None and events.is_fragment(m) else None
        yield from events.find(m, Cast(m, previous, group), lead_in)
        previous = _subject(m) or previous
        group = next((a for a in reversed(m.actors) if is_group(a)), group)
        before = m


def _subject(mentions: Mentions) -> ActorMention | None:
    if mentions.sentence.doc is None:
        return None
    cast = Cast(mentions)
    for token in mentions.sentence.doc:
        if (
            token.dep_ == "nsubj"
            and token.head.dep_ in {"ROOT", "ccomp"}
            and grammar.lemma(token.head) not in grammar.REPORTING
        ):
            named = [a for a in cast.of(token) if a.actor is not None]
            if named:
                return named[0]
    return None


def find_counters(mentions: Sequence[Mentions], article: Article) -> Iterator[Counter]:
    for m in mentions:
        for c in m.counters:
            yield Counter(c.count, c.what, c.since, c.span, c.span.of(article.text))
