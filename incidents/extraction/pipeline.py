"""The stages of reading, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from time import perf_counter

from incidents.extraction import (
    coreference,
    drafts,
    events,
    grammar,
    language,
    modifiers,
    punctuation,
    reckoning,
    screen,
    timeline,
    triggers,
)
from incidents.extraction.cast import ARMED, GROUPS, Cast, is_group
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
    WeaponMention,
)
from incidents.extraction.sentences import Layout, split, title_sentence
from incidents.extraction.tree import Tree
from incidents.gazetteer.gazetteer import Gazetteer
from incidents.gazetteer.records import Place
from incidents.vocabulary import DatePrecision, Weapon

BATCH = 16
_HAS_A_VERB = re.compile(
    r"\b(?:[a-z]+ed|was|were|is|are|be|been|has|have|had|did|do|does|said|says|took|came|went|began|met|left|made"
    r"|held|saw|fell|told|grew|lay|stood|will|would|can|could|may|must)\b"
)
LONGEST_SCENE = 12
"""Words of a line that says no more than where and when."""
FLYING = frozenset({Weapon.BALLISTIC_MISSILE, Weapon.CRUISE_MISSILE, Weapon.ROCKET, Weapon.DRONE})


def extract_many(
    articles: Iterable[Article], gazetteer: Gazetteer, *, screened: bool = True
) -> Iterator[Reading]:
    """Readings in the order of the articles; the parser sees many sentences at once, which is faster. Without
    the screen every sentence is parsed: slower, to see what the screen costs.
    """
    waiting = iter(articles)
    while batch := list(islice(waiting, BATCH)):
        start = perf_counter()
        layouts = [split(clean(article.text), clean(article.title)) for article in batch]
        split_up = perf_counter()
        parsed = parse_worthwhile(layouts, gazetteer) if screened else parse_all(layouts)
        each = ((split_up - start) / len(batch), (perf_counter() - split_up) / len(batch))
        for article, layout, sentences in zip(batch, layouts, parsed, strict=True):
            yield _read(article, layout, sentences, gazetteer, each)


def parse_worthwhile(layouts: Sequence[Layout], gazetteer: Gazetteer) -> list[tuple[Sentence, ...]]:
    """The sentences that can tell of something are parsed; a story with no word of events is left alone."""
    stories = [
        tuple(
            replace(s, names=tuple(gazetteer.matches(s.text))) if worth else s
            for s, worth in zip(
                layout.sentences, screen.worth_parsing(layout.sentences, gazetteer.triggers), strict=True
            )
        )
        if any(triggers.promising(s.text, gazetteer.triggers) for s in layout.sentences)
        else layout.sentences
        for layout in layouts
    ]
    names = {s.text: s.names for story in stories for s in story if s.names is not None}
    lost = {
        s.text: punctuation.commas(s, s.names)
        for story in stories
        if punctuation.are_lost(story)
        for s in story
        if s.names is not None
    }
    docs = language.parse(
        (s.text for story in stories for s in story if s.names is not None),
        entities=lambda text: screen.needs_entities(text, names[text]),
        commas=lambda text: lost.get(text, frozenset()),
    )
    return [
        tuple(replace(s, doc=next(docs)) if s.names is not None else s for s in story) for story in stories
    ]


def parse_all(layouts: Sequence[Layout]) -> list[tuple[Sentence, ...]]:
    docs = language.parse(s.text for layout in layouts for s in layout.sentences)
    return [parsed(layout.sentences, docs) for layout in layouts]


def parsed(sentences: Sequence[Sentence], docs: Iterator[Tree]) -> tuple[Sentence, ...]:
    """The sentences with their parses, taken from ``docs`` in order."""
    return tuple(replace(s, doc=next(docs)) for s in sentences)


def _read(
    article: Article,
    layout: Layout,
    sentences: tuple[Sentence, ...],
    gazetteer: Gazetteer,
    seconds: tuple[float, float],
) -> Reading:
    clock = [perf_counter()]
    find = find_mentions if any(s.doc is not None for s in sentences) else find_counts
    mentions = [find(s, article, gazetteer) for s in sentences]
    title = find_mentions(title_sentence(clean(article.title)), article, gazetteer)
    about = [*_set_in(title), *_filed_from(layout, article, gazetteer)]
    mentions = settle_places(reckoning.settle(mentions, article.published), gazetteer, about)
    clock.append(perf_counter())
    told = list(find_events([m for m in mentions if not m.sentence.is_heading]))
    clock.append(perf_counter())
    told = timeline.assume(told, mentions) if not layout.is_digest else told
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
    """Everything that one sentence mentions; of an unparsed one what words alone tell."""
    if sentence.doc is None and not sentence.is_title:
        return find_scene(sentence, article, gazetteer)
    harm = casualties.find(sentence)
    names = gazetteer.matches(sentence.text) if sentence.names is None else sentence.names
    found_places: list[PlaceMention] = places.find(sentence, gazetteer, names)
    found_bases: list[BaseMention] = bases.find(sentence, gazetteer, names)
    found_actors: list[ActorMention] = actors.find(sentence, gazetteer, names)
    found_weapons = tuple(weapons.find(sentence, names))
    known = _names(sentence, found_places, found_bases, found_actors, found_weapons)
    return Mentions(
        sentence,
        triggers=tuple(triggers.find(sentence, known, gazetteer.triggers)),
        dates=tuple(dates.find(sentence, published=article.published, published_at=article.published_at)),
        places=tuple(found_places),
        bases=tuple(found_bases),
        actors=tuple(found_actors),
        weapons=found_weapons,
        casualties=tuple(harm),
        interceptions=tuple(interceptions.find(sentence)),
        damage=tuple(damage.find(sentence)),
        claims=tuple(claims.find(sentence)),
        counters=tuple(counters.find(sentence, published=article.published, casualties=harm)),
        modifiers=tuple(modifiers.find(sentence)),
    )


def find_scene(sentence: Sentence, article: Article, gazetteer: Gazetteer) -> Mentions:
    """Days and places around the events, and counts: they need no grammar."""
    return replace(
        find_counts(sentence, article, gazetteer),
        dates=tuple(dates.find(sentence, published=article.published, published_at=article.published_at)),
        places=tuple(places.find(sentence, gazetteer, gazetteer.matches(sentence.text))),
    )


def find_counts(sentence: Sentence, article: Article, gazetteer: Gazetteer) -> Mentions:
    """All that is read in a story that can tell of no event."""
    return Mentions(
        sentence, counters=tuple(counters.find(sentence, published=article.published, casualties=()))
    )


def _names(
    sentence: Sentence,
    found_places: Sequence[PlaceMention],
    found_bases: Sequence[BaseMention],
    found_actors: Sequence[ActorMention],
    found_weapons: Sequence[WeaponMention],
) -> triggers.Names:
    sites = [m.span for m in (*found_places, *found_bases)]
    armed = [m.span for m in found_actors if m.actor_kind in ARMED]
    groups = [m.span for m in found_actors if m.actor_kind in GROUPS]

    makes = [m.span for m in found_weapons if m.system and m.category in FLYING]

    def within(spans: Sequence[Span]) -> triggers.Is:
        return lambda token: any(language.span_of(sentence, token).overlaps(s) for s in spans)

    return triggers.Names(within(sites), within(armed), within(groups), within(makes))


def _set_in(title: Mentions) -> list[str]:
    """The countries that a title leaves no doubt about."""
    named = [{namesakes.country_of(c) for c in p.candidates} for p in title.places]
    return [country for countries in named if len(countries) == 1 for country in countries]


def _filed_from(layout: Layout, article: Article, gazetteer: Gazetteer) -> list[str]:
    """The country of the dateline."""
    if layout.dateline is None:
        return []
    named = gazetteer.lookup(layout.dateline.place.of(article.text).split(",")[0])
    towns = [e for e in named if isinstance(e, Place)]
    return [max(towns, key=lambda p: p.population).country] if towns else []


def settle_places(
    mentions: Iterable[Mentions], gazetteer: Gazetteer, about: Sequence[str] = ()
) -> list[Mentions]:
    """A name that several places bear is decided by the places around it in the whole article, and by what title
    and dateline say it is ``about``.
    """
    mentions = list(mentions)
    named = {a.country for m in mentions for a in m.actors if a.country}
    settled = iter(namesakes.settle([p for m in mentions for p in m.places], gazetteer, named, about))
    return [replace(m, places=tuple(islice(settled, len(m.places)))) for m in mentions]


def find_events(mentions: Sequence[Mentions]) -> Iterator[Event]:
    """The events of each sentence; a pronoun means the party that the sentence before was about."""
    previous: ActorMention | None = None
    group: ActorMention | None = None
    before: Mentions | None = None
    heading: Mentions | None = None
    for m in mentions:
        lead_in = before if before is not None and events.is_fragment(m) else None
        heading = _sets_the_scene(m, before) or (heading if _goes_on(m, before) else None)
        found = events.find(m, Cast(m, previous, group), lead_in)
        yield from found if heading is None else (events.set_in(event, heading) for event in found)
        previous = _subject(m, group) or previous
        group = next((a for a in reversed(m.actors) if is_group(a)), group)
        before = m


def _sets_the_scene(mentions: Mentions, before: Mentions | None) -> Mentions | None:
    """ "Near Al Tabqah, Syria, Jan. 11, by report." opens an item of a list: all of it was there and then."""
    days = [d for d in mentions.dates if d.start and d.precision is DatePrecision.DAY]
    text = mentions.sentence.text
    is_short = len(text.split()) <= LONGEST_SCENE and not _HAS_A_VERB.search(text)
    opens = not _goes_on(mentions, before) and not mentions.sentence.is_heading
    return (
        mentions
        if opens and is_short and len(days) == 1 and mentions.places and not mentions.triggers
        else None
    )


def _goes_on(mentions: Mentions, before: Mentions | None) -> bool:
    return before is not None and before.sentence.paragraph == mentions.sentence.paragraph


def _subject(mentions: Mentions, group: ActorMention | None) -> ActorMention | None:
    if mentions.sentence.doc is None:
        return None
    cast = Cast(mentions, group=group)
    for token in mentions.sentence.doc:
        if token.dep_ == "nsubj" and token.head.dep_ in {"ROOT", "ccomp"}:
            found = cast.of(token)
            if token.head.lemma in grammar.REPORTING:  # "Al-Shabaab said": of its own deeds
                found = [a for a in found if is_group(a)]
            named = [a for a in found if a.actor or a.actor_kind in GROUPS or actors.is_unidentified(a)]
            if named:
                return named[0]
    return None


def find_counters(mentions: Sequence[Mentions], article: Article) -> Iterator[Counter]:
    for m in mentions:
        for c in m.counters:
            yield Counter(c.count, c.what, c.since, c.span, c.span.of(article.text))
