"""The types of reading. All offsets are character offsets into ``Article.text``, end exclusive.

A *Mention* is words in a sentence; an *Event* is what the article narrates; a *Draft* is our
proposal of an incident. Everything is frozen: a stage returns new records, it never edits old ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Literal

from incidents.extraction.tree import Tree, Word
from incidents.gazetteer.records import Actor, Base, Country, Match, Place
from incidents.vocabulary import (
    ActorKind,
    Basis,
    CasualtyKind,
    Certainty,
    Damage,
    DatePrecision,
    Fate,
    GeoPrecision,
    Interception,
    Prominence,
    ReferentKind,
    Stance,
    SubEventType,
    Weapon,
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Article:
    """What the reader is given. ``text`` is never changed: every span points into it."""

    id: str
    title: str
    text: str
    published: date | None = None  # the day, in the outlet's zone
    published_at: datetime | None = None  # the moment with its zone, where known
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Range:
    """``None`` = not stated; ``Range(0, 0)`` = stated to be none; ``Range(2, None)`` = at least two."""

    min: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    index: int
    paragraph: int
    span: Span
    text: str
    doc: Tree | None = field(default=None, compare=False, repr=False)
    """None where it was not worth parsing."""
    names: tuple[Match, ...] | None = field(default=None, compare=False, repr=False)
    """What the gazetteer knows in it; None where nobody has looked yet."""
    quoted: tuple[Span, ...] = ()  # parts inside quotation marks
    is_title: bool = False
    is_heading: bool = (
        False  # a line without a verb or full stop, between paragraphs: context, tells no event
    )

    @property
    def words(self) -> Sequence[Word]:
        """None of them where it was not parsed."""
        return self.doc.words if self.doc is not None else ()


# --- mentions: one class per kind of thing a sentence can mention ------------------------------


@dataclass(frozen=True, slots=True)
class Mention:
    span: Span
    sentence: int


YearLeft = Literal["", "open", "that", "before", "after"]


@dataclass(frozen=True, slots=True)
class DateMention(Mention):
    """``how`` is the working, readable by an analyst: '"Saturday evening" + published 2024-01-20'.

    ``time`` is the clock time said ("about 6:30 p.m." -> 18:30); ``zone`` is "local", an IANA name, or "".
    A mention with a time and no day has ``start`` None. ``is_anchor`` marks the day a count or war began
    ("since Oct. 7"), which is never an event's own date. ``offset_days`` is set, with ``start`` None, where
    the day counts from another one of the text: "a day earlier" -> -1, "the same day" -> 0. It is the day
    of what the next words tell where ``is_of_what_follows``: "a week after rebels took the town" -> -7.
    ``year_left`` says what the words leave open of the year: nothing, all ("in June"), or which one of the
    text it is ("in June that year"), or lies next to ("in June the year before").
    """

    start: date | None
    end: date | None
    precision: DatePrecision
    how: str
    time: time | None = None
    zone: str = ""
    part_of_day: str = ""  # "morning", "evening", "overnight" ...
    is_anchor: bool = False
    offset_days: int | None = None
    is_of_what_follows: bool = False
    year_left: YearLeft = ""


@dataclass(frozen=True, slots=True)
class PlaceMention(Mention):
    """``place`` is None while several candidates remain; ``relation`` is the preposition's sense.

    A name that no gazetteer has comes without candidates; ``said_to_be`` is the text's word for it ("village",
    "mosque", "capital"), ``country`` the one said beside it.
    """

    candidates: tuple[Place | Country, ...]
    place: Place | Country | None
    relation: str = "in"  # "in", "near", "from" (origin), "toward", "of" ("the Iraqi city of Erbil")
    distance_km: float | None = None
    direction: str = ""  # "W", "NE" ... of the place
    modifier: str = ""  # "western" in "western Iraq"
    name: str = ""
    said_to_be: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class BaseMention(Mention):
    """``base`` is None where the words describe a base without naming it ("an Iraqi air base")."""

    base: Base | None
    country: str = ""


@dataclass(frozen=True, slots=True)
class ActorMention(Mention):
    """``name`` is the words as said, ``canonical`` the name we file them under."""

    name: str
    canonical: str
    referent: ReferentKind
    actor: Actor | None = None
    actor_kind: ActorKind | None = None
    country: str = ""
    count: Range | None = None  # "two Americans", "several US personnel"
    is_civilian: bool = False


@dataclass(frozen=True, slots=True)
class WeaponMention(Mention):
    category: Weapon
    system: str = ""
    count: Range | None = None


@dataclass(frozen=True, slots=True)
class CasualtyMention(Mention):
    """``victims`` spans the words for who was hurt ("at least one Iraqi soldier"), if said.

    ``is_part`` marks a figure already inside another ("including three children", "two of whom");
    ``is_total`` one that sums the rest ("bringing the toll to"); ``is_campaign`` one for a war or a stretch
    of time rather than an event ("a conflict that has killed more than 100,000").
    """

    kind: CasualtyKind
    range: Range
    victims: Span | None = None
    is_part: bool = False
    is_total: bool = False
    is_campaign: bool = False


@dataclass(frozen=True, slots=True)
class InterceptionMention(Mention):
    """What became of what was sent. ``extent`` is UNKNOWN where nobody stopped it: it fell short or hit."""

    extent: Interception
    count: Range | None = None
    fate: Fate = Fate.INTERCEPTED


@dataclass(frozen=True, slots=True)
class DamageMention(Mention):
    level: Damage


@dataclass(frozen=True, slots=True)
class ClaimMention(Mention):
    """Who says so: ``speaker`` spans the source's words, ``scope`` what is said, as far as the sentence goes.

    ``is_responsibility`` marks claims and denials of authorship ("claimed responsibility", "blamed Iran").
    """

    stance: Stance
    speaker: Span | None
    scope: Span
    accused: Span | None = None
    is_responsibility: bool = False


@dataclass(frozen=True, slots=True)
class CounterMention(Mention):
    """The article's own count of a campaign: "the 144th attack ... since Oct. 7"."""

    count: int
    what: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class TriggerMention(Mention):
    """A word that can tell of an event; ``token`` is its index in the NLP library's document."""

    sub_event_type: SubEventType
    lemma: str
    token: int = -1
    weapons: tuple[Weapon, ...] = ()
    is_nominal: bool = False
    standing: str = "event"  # event | weak | consequence: see rules/triggers.toml


@dataclass(frozen=True, slots=True)
class Modifier:
    """ConText's idea: a cue that changes what stands in its scope (denied, planned, earlier ...)."""

    kind: str  # denied | alleged | planned | threatened | earlier | intercepted | hypothetical | negated
    span: Span
    scope: Span


@dataclass(frozen=True, slots=True)
class Mentions:
    """All that one sentence mentions, by kind."""

    sentence: Sentence
    triggers: tuple[TriggerMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    bases: tuple[BaseMention, ...] = ()
    actors: tuple[ActorMention, ...] = ()
    weapons: tuple[WeaponMention, ...] = ()
    casualties: tuple[CasualtyMention, ...] = ()
    interceptions: tuple[InterceptionMention, ...] = ()
    damage: tuple[DamageMention, ...] = ()
    claims: tuple[ClaimMention, ...] = ()
    counters: tuple[CounterMention, ...] = ()
    modifiers: tuple[Modifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """What the article narrates: at first the words of one sentence, after ``coreference`` all words for one
    event.

    ``is_anaphoric`` marks words that point back ("the attack", "twelve more were hurt") and ``is_new``
    words that insist on being another event ("another attack", "an earlier raid"). ``sentences`` are
    those it is told in. ``assumed`` is the day the story is at, where the words name none.
    """

    triggers: tuple[TriggerMention, ...]
    sub_event_type: SubEventType
    sentences: tuple[int, ...]
    paragraph: int
    agents: tuple[ActorMention, ...] = ()
    patients: tuple[ActorMention, ...] = ()
    accused: tuple[ActorMention, ...] = ()
    claimants: tuple[ActorMention, ...] = ()
    tellers: tuple[ActorMention, ...] = ()  # parties that tell of it
    dates: tuple[DateMention, ...] = ()
    times: tuple[DateMention, ...] = ()
    assumed: DateMention | None = None
    places: tuple[PlaceMention, ...] = ()
    origins: tuple[PlaceMention, ...] = ()
    bases: tuple[BaseMention, ...] = ()
    weapons: tuple[WeaponMention, ...] = ()
    casualties: tuple[CasualtyMention, ...] = ()
    interceptions: tuple[InterceptionMention, ...] = ()
    damage: tuple[DamageMention, ...] = ()
    claims: tuple[ClaimMention, ...] = ()
    modifiers: frozenset[str] = frozenset()
    is_anaphoric: bool = False
    is_new: bool = False
    is_bare: bool = False  # "the attack", nothing more: it names no other
    is_retaliation: bool = False
    is_outcome: bool = False  # the end of the attackers, told as what became of an attack
    is_quoted: bool = False  # told in somebody's speech only
    is_present: bool = False  # told in the present tense, as digests and headlines do
    prominence: Prominence = Prominence.BACKGROUND
    retaliates_for: int | None = None  # index into the events of the article


# --- what comes out ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words a field stands on. ``quote`` equals ``Article.text[start:end]``."""

    field: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Party:
    name: str
    canonical: str
    referent: ReferentKind
    basis: Basis = Basis.STATED
    actor: str | None = None  # key into the gazetteer
    actor_kind: ActorKind | None = None
    country: str = ""


@dataclass(frozen=True, slots=True)
class Casualties:
    """``side`` is the victims' own name for themselves in our words ("United States", "Civilians")."""

    side: str
    kind: CasualtyKind
    range: Range
    is_civilian: bool = False
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class WeaponUse:
    category: Weapon
    system: str = ""
    launched: Range | None = None
    intercepted: Range | None = None
    failed: Range | None = None
    hit: Range | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Who says what about one field; ``value`` has the field's form in the JSON Lines output.

    ``speaker`` is "" when the outlet itself tells it. Rival statements of one field stand side by side.
    """

    field: str
    value: Any
    span: Span
    quote: str
    speaker: str = ""
    stance: Stance = Stance.STATED
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Counter:
    count: int
    what: str
    since: date | None
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One proposed incident. Field names are those of ``evidence`` and of ``Statement.field``."""

    prominence: Prominence
    event_type: SubEventType
    summary: str
    date_start: date | None = None
    date_end: date | None = None
    date_precision: DatePrecision = DatePrecision.UNKNOWN
    date_how: str = ""
    time_local: time | None = None
    time_zone: str = ""  # IANA
    moment: datetime | None = None  # UTC, where day, clock time and zone are all known
    country: str | None = None  # ISO 3166-1 alpha-2 or XZ
    admin1: str = ""
    place: str | None = None  # as the article names it
    place_key: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geo_precision: GeoPrecision = GeoPrecision.UNKNOWN
    base: str | None = None  # canonical name
    base_key: str | None = None
    perpetrators: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    weapons: tuple[WeaponUse, ...] = ()
    killed: Range | None = None
    wounded: Range | None = None
    casualties: tuple[Casualties, ...] = ()  # only the sides the text separates, all kinds
    intercepted: Interception = Interception.UNKNOWN
    damage: Damage = Damage.UNKNOWN
    origin: str = ""  # where fire came from, as said
    claimed_by: str | None = None
    status: Certainty = Certainty.CONFIRMED
    civilian_targeting: bool | None = None
    retaliates_for: int | None = None  # index into the reading's drafts
    evidence: tuple[Evidence, ...] = ()
    statements: tuple[Statement, ...] = ()
    confidence: tuple[tuple[str, float], ...] = ()  # (field, 0-1)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one article yields. ``timings`` are seconds by stage."""

    drafts: tuple[Draft, ...]
    counters: tuple[Counter, ...]
    timings: tuple[tuple[str, float], ...] = ()
