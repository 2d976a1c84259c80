"""Triggers and what stands around them -> the events that one sentence tells.

1. Words that tell of nothing that happened are dropped: plans, threats, fears, conditions, rules,
   websites "under attack".
2. Each trigger takes its parties from the grammar (``arguments``).
3. Triggers of one act are joined: "a rocket attack wounded a soldier", "rammed the gate and opened fire".
4. Dates, places, weapons and figures go to the trigger that stands nearest in the tree.

What holds across sentences is ``coreference``'s business.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from incidents.extraction import arguments, doers, grammar, modifiers, ownership
from incidents.extraction.authors import authors, claimed_by, suspects, tellers
from incidents.extraction.cast import Cast
from incidents.extraction.happened import NOT_HAPPENED, happened
from incidents.extraction.joining import is_setting, join
from incidents.extraction.kinds import TERRITORY, settle_type, taker
from incidents.extraction.language import span_of, tokens_in
from incidents.extraction.mentions.numbers import NONE
from incidents.extraction.records import ActorMention, ClaimMention, Event, Mentions, Span, TriggerMention
from incidents.extraction.reference import (
    ANSWER_WORDS,
    ORDINAL,
    OTHER,
    THE,
    adds,
    answers,
    counts_it,
    in_present,
    is_bare,
    is_headline,
    is_outcome,
    is_predicate,
    none_of_them,
    points_back,
)
from incidents.extraction.tree import Word
from incidents.extraction.triggers import token_of
from incidents.gazetteer.records import Country, Place
from incidents.vocabulary import Stance, SubEventType

_T = SubEventType
_SENDING = frozenset({_T.SHELLING_ARTILLERY_MISSILE_ATTACK, _T.AIR_DRONE_STRIKE})
_A_WAR = 1000
_DOUBTS = frozenset({"alleged", "denied"})
_BEFORE_IT = frozenset({"after", "since", "following"})
_WHERE_THE_HURT_LIE = frozenset({"hospital", "clinic"})
_INNER = frozenset({"acl", "relcl", "advcl", "pcomp"})

_BEFORE = frozenset({"before", "previously", "earlier", "often", "repeatedly", "once", "formerly"})


def find(mentions: Mentions, cast: Cast | None = None, lead_in: Mentions | None = None) -> list[Event]:
    """``cast`` knows whom pronouns mean; ``lead_in`` is the sentence that a fragment without a subject
    continues.
    """
    if mentions.sentence.doc is None:
        return []
    triggers = [t for t in mentions.triggers if happened(t, mentions)]
    triggers = [t for t in triggers if not is_setting(t, triggers, mentions)]
    cast = cast or Cast(mentions)
    if not triggers:
        return _authorship(mentions, cast) + _consequences(mentions)
    groups = join(triggers, mentions)
    # What did not happen keeps its own day and place: "after threats to strike Erbil, the army shelled Kirkuk".
    nobody = [
        c.span for c in mentions.casualties if c.range == NONE
    ]  # "no casualties" is told of what happened
    unreal = [
        [t]
        for t in mentions.triggers
        if t not in triggers and not any(t.span.overlaps(span) for span in nobody)
    ]
    events = [_event(group, [*groups, *unreal], mentions, cast) for group in groups]
    if lead_in is not None:
        events = [_continue(event, lead_in) for event in events]
    return [e for event in events for way in _directions(event) for e in _sites(way, mentions)]


def _authorship(mentions: Mentions, cast: Cast) -> list[Event]:
    """ "Nobody doubts who; Baghdad blamed al-Qaeda": says who did it, and of what the story has told
    already.
    """
    accused, claimants = authors(mentions.claims, mentions, cast)
    accused += [a for a in suspects(mentions) if a not in accused]
    habitual = any(
        t.lower_ in {"repeatedly", "always", "often", "regularly", "long"} for t in mentions.sentence.words
    )
    if not (accused or claimants) or habitual:
        return []
    return [
        Event(
            triggers=(),
            sub_event_type=_T.ATTACK,
            sentences=(mentions.sentence.index,),
            paragraph=mentions.sentence.paragraph,
            accused=tuple(accused),
            claimants=tuple(claimants),
            claims=mentions.claims,
            is_anaphoric=True,
        )
    ]


def _consequences(mentions: Mentions) -> list[Event]:
    """ "A fifth person was taken to hospital", "the toll rose to nine", "damage was light": of what was told."""
    unreal = [m.scope for m in mentions.modifiers if m.kind in NOT_HAPPENED]
    if any(t.standing != "consequence" for t in mentions.triggers):
        return []
    of_a_war = bool(mentions.triggers) and not mentions.dates  # nothing here happened, and figures are told
    told = [
        c
        for c in mentions.casualties
        if not c.is_campaign
        and not any(scope.covers(c.span) for scope in unreal)
        and not (of_a_war and (c.range.min or 0) >= _A_WAR)
    ]
    if not (told or mentions.interceptions or mentions.damage):
        return []
    return [
        Event(
            triggers=(),
            sub_event_type=_T.ATTACK,
            sentences=(mentions.sentence.index,),
            paragraph=mentions.sentence.paragraph,
            casualties=tuple(told),
            interceptions=mentions.interceptions,
            damage=mentions.damage,
            claims=mentions.claims,
            is_anaphoric=True,
        )
    ]


def _other_side(group: list[TriggerMention], mentions: Mentions, cast: Cast) -> list[ActorMention]:
    words = [t for trigger in group for t in doers.with_whom(token_of(trigger, mentions))]
    return [a for t in words for a in cast.of(t) if a.actor is not None]


def _parties(
    trigger: TriggerMention, token: Word, mentions: Mentions, cast: Cast
) -> tuple[list[ActorMention], list[ActorMention]]:
    """Who does it and who suffers; "17 people lost their lives" and "31 people hurt" have no doer, for all their
    grammar.
    """
    does, suffers = arguments.find(token, cast)
    if trigger.standing != "consequence":
        return does, suffers
    hurt = [a for a in does if any(c.span.covers(a.span) for c in mentions.casualties)]
    return [a for a in does if a not in hurt], [*suffers, *(a for a in hurt if a not in suffers)]


def _struck_above(token: Word, told: Sequence[tuple[Any, ...]]) -> set[Span]:
    """ "Struck fighters who were firing at troops": those struck do not do the striking."""
    if grammar.clause_of(token).dep_ not in _INNER:
        return set()
    return {p.span for _, above, _, suffers in told if above.is_ancestor(token) for p in suffers}


def _is_of(
    claim: ClaimMention, group: list[TriggerMention], groups: list[list[TriggerMention]], mentions: Mentions
) -> bool:
    """Who says that they struck "a day after a bomb killed ten" has not said that the bomb was theirs."""
    if not any(claim.scope.covers(t.span) for t in group):
        return False
    if not (claim.is_responsibility and claim.stance is Stance.CLAIMED):
        return True
    first = next(g for g in groups if any(claim.scope.covers(t.span) for t in g))
    return first is group or not _is_past_of(token_of(group[0], mentions), token_of(first[0], mentions))


def _is_past_of(token: Word, other: Word) -> bool:
    """Is it told only to say when the other was: "a day after a bomb killed ten"?"""
    above = set(map(id, grammar.path(other)))
    for step in grammar.path(token):
        if id(step) in above:
            return False
        marks = [step, *step.children] if step.dep_ in {"prep", "advcl"} else []
        if any(t.dep_ in {"mark", "prep"} and t.lower_ in _BEFORE_IT for t in marks):
            return True
    return False


def _event(
    group: list[TriggerMention], groups: list[list[TriggerMention]], mentions: Mentions, cast: Cast
) -> Event:
    agents: list[ActorMention] = []
    patients: list[ActorMention] = []
    told = [(t, token := token_of(t, mentions), *_parties(t, token, mentions, cast)) for t in group]
    told = _without_those_who_stop(told)
    for trigger, token, does, _ in sorted(told, key=lambda t: sum(1 for _ in grammar.path(t[1]))):
        if trigger.standing != "consequence" or len(group) == 1 or not agents:
            struck = _struck_above(token, told)
            agents += [a for a in does if a not in agents and a.span not in struck]
    for _, token, _, suffers in told:
        if not none_of_them(token):
            patients += [p for p in suffers if p not in patients]
    claims = tuple(c for c in mentions.claims if len(groups) == 1 or _is_of(c, group, groups, mentions))
    accused, claimants = authors(claims, mentions, cast)
    accused += [a for a in suspects(mentions) if a not in accused]
    for trigger in group:
        claimants += [a for a in claimed_by(token_of(trigger, mentions), cast) if a not in claimants]
    agents = [a for a in agents if not any(a.span == b.span for b in accused)]
    patients = [p for p in patients if not any(p.span.overlaps(a.span) for a in agents)]
    mine = ownership.owner(group, groups, mentions)
    dates = [
        d
        for d in mentions.dates
        if (
            mine(d)
            and not ownership.of_another_deed(d, group, mentions)
            and (not d.is_anchor or ownership.in_since(d, group, mentions))
            if (by_clause := ownership.told_when(d, group, mentions)) is None
            else by_clause
        )
    ]
    token = token_of(group[0], mentions)
    determiners = {t.lower_ for t in token.children if t.dep_ in {"det", "poss", "amod", "predet"}}
    if counts_it(token):
        determiners -= ORDINAL
    kinds = _kinds(group, mentions)
    if any(
        t.lower_ in _BEFORE
        for trigger in group
        for t in token_of(trigger, mentions).children
        if t.dep_ == "advmod"
    ):
        kinds |= {"earlier"}
    is_present = any(in_present(token_of(t, mentions)) for t in group)
    only_consequence = all(t.standing == "consequence" for t in group)
    definite = all(
        t.is_nominal and not is_headline(token_of(t, mentions)) for t in group if t.standing != "consequence"
    ) and (
        bool(determiners & THE) or any(t.dep_ == "poss" and _is_a_day(t, mentions) for t in token.children)
    )
    weapons = tuple(w for w in mentions.weapons if mine(w))
    near = ownership.nearest_first(group, mentions)
    dates.sort(key=near)
    is_taking = any(t.sub_event_type is _T.ABDUCTION_FORCED_DISAPPEARANCE for t in group)  # "from" is where
    places = sorted(
        (
            p
            for p in mentions.places
            if (p.relation != "from" or is_taking)
            and not (only_consequence and p.said_to_be in _WHERE_THE_HURT_LIE)
            and mine(p)
            and not ownership.is_home(p, mentions)
        ),
        key=near,
    )
    names_means = bool(agents or weapons or (dates and places))
    says_nothing = not (agents or dates or places or any(b.base or b.country for b in mentions.bases)) or (
        only_consequence and not names_means
    )
    tells = any(not t.is_nominal or is_headline(token_of(t, mentions)) for t in group)
    is_news = is_present and tells and not definite and bool(patients)
    kind = taker(settle_type(group, [w.category for w in weapons], agents, patients), agents, places)
    if "attempted" in kinds and kind in TERRITORY:
        kind = _T.ARMED_CLASH  # whoever tried to take the town fought for it
    if kind is _T.AGREEMENT:
        agents += [a for a in _other_side(group, mentions, cast) if a not in agents]
    return Event(
        triggers=tuple(group),
        sub_event_type=kind,
        sentences=(mentions.sentence.index,),
        paragraph=mentions.sentence.paragraph,
        agents=tuple(agents),
        patients=tuple(patients),
        accused=tuple(accused),
        claimants=tuple(claimants),
        tellers=tuple(tellers(claims, mentions, cast)),
        dates=tuple(d for d in dates if d.start),
        times=tuple(d for d in dates if d.time),
        places=tuple(p for p in places if not any(p.span.overlaps(a.span) for a in agents)),
        origins=() if is_taking else tuple(p for p in mentions.places if p.relation == "from" and mine(p)),
        bases=tuple(b for b in mentions.bases if mine(b)),
        weapons=weapons,
        casualties=tuple(c for c in mentions.casualties if mine(c)),
        interceptions=tuple(i for i in mentions.interceptions if mine(i)),
        damage=tuple(d for d in mentions.damage if mine(d)),
        claims=claims,
        modifiers=kinds,
        is_anaphoric=(
            (says_nothing and not is_news)
            or definite
            or is_predicate(token)
            or any(points_back(token_of(t, mentions)) for t in group)
        )
        and not determiners & ORDINAL,
        is_new=bool(determiners & (OTHER | ORDINAL))
        or (tells and any(d.offset_days for d in dates))  # "ten days later": not what it is counted from
        or (bool(places) and any(adds(token_of(t, mentions)) for t in group)),
        is_bare=all(is_bare(token_of(t, mentions)) for t in group if t.standing != "consequence")
        and not only_consequence,
        is_retaliation=any(t.lemma in ANSWER_WORDS for t in mentions.sentence.words)
        and (determiners & ANSWER_WORDS != set() or token.lemma == "retaliate" or answers(token)),
        is_outcome=any(is_outcome(token_of(t, mentions)) for t in group),
        is_quoted=is_quoted(group[0], mentions),
        is_present=is_present,
    )


def _kinds(group: list[TriggerMention], mentions: Mentions) -> frozenset[str]:
    """What is doubted of one word only is not doubted: "gunned down in a suspected sectarian attack"."""
    each = [modifiers.applying(mentions.modifiers, t.span) for t in group]
    return frozenset(
        k for kinds in each for k in kinds if k not in _DOUBTS or all(k in other for other in each)
    )


def _without_those_who_stop(told: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Who stops what somebody else sent is no party to the attack: "Israel shot down missiles that Iran fired"."""
    if not any(does for t, _, does, _ in told if t.sub_event_type in _SENDING):
        return told
    return [one for one in told if one[0].sub_event_type is not _T.DISRUPTED_WEAPONS_USE]


def _is_a_day(token: Word, mentions: Mentions) -> bool:
    """ "Friday's strike"."""
    span = span_of(mentions.sentence, token)
    return any(d.span.overlaps(span) for d in mentions.dates)


def is_quoted(trigger: TriggerMention, mentions: Mentions) -> bool:
    """Is it told only in somebody's words? A statement that is read out sentence by sentence tells it itself."""
    whole = mentions.sentence.span
    inner = Span(whole.start + 1, whole.end - 1)
    return any(q.covers(trigger.span) and not q.covers(inner) for q in mentions.sentence.quoted)


def _continue(event: Event, lead_in: Mentions) -> Event:
    """A fragment ("Captured a boat load ...") takes subject and time from the broken sentence before it."""
    agents = event.agents
    if not agents and lead_in.sentence.doc is not None:
        root = lead_in.sentence.doc.root
        agents = tuple(a for t in grammar.subjects(root) for a in Cast(lead_in).of(t))
    dates = event.dates or tuple(d for d in lead_in.dates if d.start and not d.is_anchor)[-1:]
    return replace(
        event, agents=agents, dates=dates, is_anaphoric=event.is_anaphoric and not (agents and dates)
    )


def set_in(event: Event, scene: Mentions) -> Event:
    """The event where and when a line above it says, but for what it says itself."""
    dates = event.dates or tuple(d for d in scene.dates if d.start)
    places = event.places if event.places or event.bases else scene.places
    return replace(
        event,
        dates=dates,
        places=places,
        is_anaphoric=event.is_anaphoric and bool(event.dates or event.places),
    )


def is_fragment(mentions: Mentions) -> bool:
    """Begins with a verb in the past that nobody does: the other half stands in the sentence before."""
    doc = mentions.sentence.doc
    if doc is None or not len(doc):
        return False
    first = doc[0]
    return bool(first.dep_ == "ROOT" and first.tag_ in {"VBD", "VBN"} and not grammar.subjects(first))


def _directions(event: Event) -> Iterator[Event]:
    """An exchange of fire is two events, one each way (clashes stay one)."""
    exchange = any(t.lemma == "exchange" for t in event.triggers)
    sides = list(dict.fromkeys(a.canonical for a in event.agents))
    known = {a.canonical for a in event.agents if a.actor is not None}
    if not exchange or len(sides) != 2 or len(known) != 2 or event.sub_event_type is _T.AGREEMENT:
        yield event
        return
    for side in sides:
        yield replace(
            event,
            agents=tuple(a for a in event.agents if a.canonical == side),
            patients=tuple(a for a in event.agents if a.canonical != side),
        )


def _sites(event: Event, mentions: Mentions) -> Iterator[Event]:
    """ "struck Abqaiq and Khurais" is two events, at one place each; figures told for both stay with the
    first.
    """
    named = [p for p in event.places if p.place is not None and not isinstance(p.place, Country)]
    if len(named) < 2 or event.bases or event.is_anaphoric:
        yield event
        return
    roots = {id(p): span.root for p in named if (span := tokens_in(mentions.sentence, p.span)) is not None}
    first = min(named, key=lambda p: p.span)
    chain = {t.i for t in grammar.conjuncts(roots[id(first)])} if id(first) in roots else set()
    others = [p for p in named if id(p) in roots and roots[id(p)].i in chain]
    struck = {
        p.place.key for p in (first, *others) if isinstance(p.place, Place)
    }  # a town may be named twice
    rest = tuple(p for p in event.places if not (isinstance(p.place, Place) and p.place.key in struck))
    if not others:
        yield event
        return
    yield replace(event, places=(first, *rest))
    for place in others:
        yield replace(event, places=(place, *rest), casualties=())
