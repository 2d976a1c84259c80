"""Which words of a story tell of the same event: "the attack", "the strike", "twelve more were hurt".

Each event is offered to those before it. Whatever contradicts (another day, another town, other hands,
another kind of act) rules a candidate out; what agrees speaks for it. Words that point back need no more
than one best candidate; words that tell of an event anew must agree in enough. Of equally good candidates
the one told last is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from incidents.extraction import scene
from incidents.extraction.cast import FORCES, GROUPS
from incidents.extraction.kinds import GENERIC, alike, settle_type, sharper, taker
from incidents.extraction.records import ActorMention, Event, Span
from incidents.vocabulary import CasualtyKind, ReferentKind, SubEventType, Weapon

_JUST_BEFORE = 2  # sentences
ENOUGH = 2.5
"""Points that words which do not point back need to be taken for a known event."""


_FROM_THE_GROUND = frozenset(
    {Weapon.ROCKET, Weapon.ARTILLERY, Weapon.BALLISTIC_MISSILE, Weapon.CRUISE_MISSILE}
)
_PEACEFUL = frozenset({SubEventType.PEACEFUL_PROTEST})
_UNPEACEFUL = frozenset(
    {
        SubEventType.VIOLENT_DEMONSTRATION,
        SubEventType.PROTEST_WITH_INTERVENTION,
        SubEventType.EXCESSIVE_FORCE_AGAINST_PROTESTERS,
    }
)


def resolve(events: Sequence[Event], *, is_digest: bool = False) -> list[Event]:
    """Events of one article in the order of the text -> one record per event, in the order of first mention."""
    known: list[Event] = []
    for event in events:
        near = [k for k in known if not is_digest or k.paragraph == event.paragraph]
        if is_digest and near and _only_counts(event):
            event = replace(event, is_anaphoric=True)  # "At least 141 people are killed": of the item's event
        found = _antecedent(event, near)
        at = None if found is None else known.index(near[found])
        if at is None:
            if event.triggers:
                known.append(event)
        else:
            known[at] = merge(known[at], event)
    if not is_digest:
        known = _merge_late(known)
    return _retaliations(_share_authors(known))


def _only_counts(event: Event) -> bool:
    """A toll that has no day, place, doer or means of its own."""
    own = event.dates or event.places or event.bases or event.agents or event.weapons
    return not own and not event.is_new and all(t.standing == "consequence" for t in event.triggers)


def _share_authors(known: Sequence[Event]) -> list[Event]:
    """ "Struck Abqaiq and Khurais" is two events of one deed: whoever claims one claims both."""
    deeds: dict[tuple[Span, SubEventType], list[Event]] = {}
    for event in known:
        deeds.setdefault((event.triggers[0].span, event.sub_event_type), []).append(event)
    shared = []
    for event in known:
        deed = deeds[event.triggers[0].span, event.sub_event_type]
        shared.append(
            replace(
                event,
                accused=tuple(dict.fromkeys(a for e in deed for a in e.accused)),
                claimants=tuple(dict.fromkeys(a for e in deed for a in e.claimants)),
                tellers=tuple(dict.fromkeys(a for e in deed for a in e.tellers)),
            )
            if len(deed) > 1
            else event
        )
    return shared


def _antecedent(event: Event, known: Sequence[Event]) -> int | None:
    if event.is_new and not event.is_anaphoric:
        return None
    scored = []
    for at, candidate in enumerate(known):
        points = agreement(event, candidate)
        unfolds = _unfolds(event, candidate)
        points_back = event.is_anaphoric and not _has_more(event, candidate)
        if points is None or not (points_back or unfolds or _identifies(event, candidate)):
            continue
        points += ENOUGH * unfolds
        if not event.triggers and at > 0 and not _is_at_hand(event, candidate):
            continue  # who did it: said of the main event, or in the same breath
        points += _nearness(event, candidate) + (0.5 if at == 0 else 0)
        if at == 0 and event.triggers and _only_says_who(event) and not _has_its_own(event, known):
            points += 1.5  # "... blamed Iran for the attacks", after a word on other strikes
        if (event.is_anaphoric and not event.is_new) or points >= ENOUGH:
            scored.append((points, at))
    scored.sort(reverse=True)
    return scored[0][1] if scored else None


def _has_more(event: Event, candidate: Event) -> bool:
    """ "Parts of a bomb were found. They claim the bombing of a hotel in Taba in October": with a day and a place
    that the words before did not name it is not what these told. "The attackers stormed the village on Friday"
    says where and when it was.
    """
    if not all(t.is_nominal for t in event.triggers if t.standing != "consequence"):
        return False
    told = event.dates and (event.places or event.bases)
    shared = scene.same_date(event, candidate) or scene.same_place(event, candidate)
    return bool(told) and not shared and not event.is_bare


def _only_says_who(event: Event) -> bool:
    told = event.agents or event.dates or event.places or event.bases
    return bool(event.is_anaphoric and (event.accused or event.claimants) and not told)


def _has_its_own(event: Event, known: Sequence[Event]) -> bool:
    """Does the paragraph tell of one act that the story did not begin with?"""
    here = [k for k in known[1:] if _is_at_hand(event, k)]
    return len(here) == 1 and not _is_at_hand(event, known[0])


def _is_at_hand(event: Event, candidate: Event) -> bool:
    """Told in the paragraph, or told again just before."""
    gap = event.sentences[0] - candidate.sentences[-1]
    return candidate.paragraph == event.paragraph or 0 <= gap <= _JUST_BEFORE


def _identifies(a: Event, b: Event) -> bool:
    """One kind of act with one kind of weapon is not yet one event: a day, a place or a party must be the
    same.
    """
    sides = scene.same_side(a.agents, b.agents) or scene.same_side(a.patients, b.patients)
    # A country alone joins only what is told together, or told of the story's first event.
    near = a.paragraph == b.paragraph or b.sentences[0] == 0
    place = scene.same_place(a, b) if near else scene.same_spot(a, b)
    return bool(scene.same_date(a, b) or place or sides) or (near and _goes_on(a, b))


_BARE = frozenset({"bombing", "strike", "blast", "explosion"})


def _unfolds(event: Event, candidate: Event) -> bool:
    """ "Condemns the attack on the beach in Lido last night. Thirty people died when a man blew himself up": the
    sentence behind a bare word for an act says what it was, and where and when need not be said twice.
    """
    if any(c.range.max is not None for c in candidate.casualties) or not event.casualties:
        return False
    bare = candidate.sub_event_type in GENERIC or all(
        t.standing == "consequence" or t.lemma in _BARE for t in candidate.triggers
    )
    if not bare:
        return False
    if not (candidate.dates or candidate.places) or not all(t.is_nominal for t in candidate.triggers):
        return False
    follows = event.sentences[0] - candidate.sentences[-1] == 1 and event.paragraph == candidate.paragraph
    return follows and not (event.dates or event.places or event.bases)


def _goes_on(a: Event, b: Event) -> bool:
    """ "Commandos boarded a freighter ... Soldiers found rockets under sacks": the same arms, and nothing that
    would be new.
    """
    own = a.dates or a.places or a.bases or a.casualties or scene.identified(a.agents + a.patients)
    same = a.sub_event_type == b.sub_event_type and a.sub_event_type not in GENERIC
    return _shares_means(a, b) and same and not own and not a.is_new


def _nearness(event: Event, candidate: Event) -> float:
    gap = event.sentences[0] - candidate.sentences[-1]
    same_paragraph = candidate.paragraph == event.paragraph
    return (1.0 if gap <= 1 else 0.5 if gap <= 3 else 0.0) + (0.5 if same_paragraph else 0.0)


def agreement(a: Event, b: Event) -> float | None:
    """Points that speak for one event; None where something speaks against it."""
    if not (a.is_outcome or alike(a.sub_event_type, b.sub_event_type)):
        return None
    date, place = scene.same_date(a, b), scene.same_place(a, b)
    if date is False and not _is_soft(a):
        return None
    if (place is False and not a.is_bare) or _own_tolls(a, b) or _hurt_nobody(a, b) or _other_ships(a, b):
        return None
    agents = scene.same_side(*(tuple(x for x in e.agents if not x.is_civilian) for e in (a, b)))
    patients = scene.same_side(a.patients, b.patients)
    if _strikes_back(a, b):
        return None
    agents = False if agents is None and _opposed(a, b) else agents
    if a.sentences == b.sentences and _each_killed(a, b):
        return None
    stopped = (a.sub_event_type, b.sub_event_type).count(SubEventType.DISRUPTED_WEAPONS_USE)
    if stopped == 1 and b.sentences[0] in a.sentences and not b.is_anaphoric:
        return None  # "intercepted four drones and struck a radar station"
    if SubEventType.DISRUPTED_WEAPONS_USE in {a.sub_event_type, b.sub_event_type}:
        agents = patients = None  # whoever shoots missiles down is nobody's rival for having sent them
    elif (agents is False and not (a.accused or b.accused)) or _reversed(a, b):
        return None
    points = -2.0 if patients is False else 0.0
    points += 2.0 * bool(date) + 2.0 * bool(place) + 1.5 * bool(agents) + 1.0 * bool(patients)
    points += 1.5 if a.sub_event_type == b.sub_event_type and a.sub_event_type not in GENERIC else 0.5
    if _other_means(a, b):
        points -= 2.0
    return points + 1.0 * _shares_means(a, b)


def _each_killed(a: Event, b: Event) -> bool:
    """ "The mayor was shot dead, hours after a bomb had killed the bishop": told apart, with dead of their own."""
    verbs = all(any(not t.is_nominal for t in e.triggers) for e in (a, b))
    dead = all(any(c.kind is CasualtyKind.KILLED and c.range.min for c in e.casualties) for e in (a, b))
    return verbs and dead and bool(a.weapons) and bool(b.weapons) and not _shares_means(a, b)


def _shares_means(a: Event, b: Event) -> bool:
    return bool({w.category for w in a.weapons} & {w.category for w in b.weapons})


def _opposed(a: Event, b: Event) -> bool:
    """ "Militants shelled the capital; the air force killed 59": groups and armies, whoever they are."""
    first, second = ({x.actor_kind for x in e.agents} for e in (a, b))
    return any(x and y and x <= GROUPS and y <= FORCES for x, y in ((first, second), (second, first)))


def _strikes_back(a: Event, b: Event) -> bool:
    """ "Gunmen killed thirty villagers; hours later the army killed twenty terrorists"."""
    is_army = bool(a.agents) and {x.actor_kind for x in a.agents} <= FORCES
    at_fighters = any(p.actor_kind in GROUPS for p in a.patients)
    at_civilians = any(p.is_civilian for p in b.patients) and not any(
        p.actor_kind in GROUPS for p in b.patients
    )
    return is_army and at_fighters and at_civilians and not any(x.actor_kind in FORCES for x in b.agents)


def _other_means(a: Event, b: Event) -> bool:
    """Rockets from the ground and aircraft with a crew: who sends both says so in one breath."""
    kinds = [{w.category for w in e.weapons} for e in (a, b)]
    sides = [(k <= _FROM_THE_GROUND, k == {Weapon.AIRSTRIKE}) for k in kinds if k]
    return {(True, False), (False, True)} == set(sides)


def _is_soft(event: Event) -> bool:
    """A day counted from another of the text ("the same day", "an hour later") cannot outweigh "the attack"."""
    when = scene.when(event)
    return event.is_bare and when is not None and when.offset_days is not None


def _own_tolls(a: Event, b: Event) -> bool:
    """Two sites of one town are two events where the text gives each its own dead; and so are a bombing and the
    suicide attack that one sentence tells beside it.
    """
    if not (a.casualties and b.casualties) or a.is_anaphoric:
        return False
    kinds = {a.sub_event_type, b.sub_event_type} - GENERIC
    if a.sentences == b.sentences and len(kinds) == 2 and not b.is_anaphoric:
        return True
    first, second = ([w for w in scene.wheres(e) if w.fineness >= 3] for e in (a, b))
    if not first or not second:
        return False
    return not {scene.name(w) for w in first} & {scene.name(w) for w in second}


def _hurt_nobody(a: Event, b: Event) -> bool:
    """ "Nobody was hurt" is not said of what has just been told to have hurt some, unless somebody disputes it."""
    if (a.triggers and not a.is_anaphoric) or a.claims:
        return False
    none, some = _tolls(a)
    none_before, some_before = _tolls(b)
    return bool(none & some_before) or (a.paragraph != b.paragraph and bool(some & none_before))


def _tolls(event: Event) -> tuple[set[CasualtyKind], set[CasualtyKind]]:
    """The kinds of harm that befell nobody, and somebody."""
    none = {c.kind for c in event.casualties if c.range.max == 0}
    return none, {c.kind for c in event.casualties if c.range.min}


def _other_ships(a: Event, b: Event) -> bool:
    """Two ships by name are hit in two attacks, however near in time."""
    first, second = ({p.canonical for p in e.patients if p.canonical.endswith("(ship)")} for e in (a, b))
    return bool(first and second) and not first & second


def _reversed(a: Event, b: Event) -> bool:
    """Fire in the other direction is another event."""
    forth = scene.same_side(a.agents, b.patients)
    return bool(forth) and not scene.same_side(a.agents, b.agents)


def _adds(victim: ActorMention, a: Event, b: Event) -> bool:
    """Later words add victims that a list knows, and people hurt; "the base" and "everything" they need not
    add.
    """
    if not a.patients or scene.identified((victim,)):
        return True
    hurt = any(t.standing == "consequence" or t.lemma in _TAKES_PEOPLE for t in b.triggers)
    return hurt and victim.referent is ReferentKind.PEOPLE and not _ATTACKER.search(victim.name)


_ATTACKER = re.compile(
    r"(?i)\b(?:attacker|gunm[ae]n|bomber|assailant|shooter|suspect|perpetrator|assassin)s?\b"
)
_TAKES_PEOPLE = frozenset(
    {"kidnap", "abduct", "seize", "take", "hold", "murder", "assassinate", "execute", "shoot"}
)


def merge(a: Event, b: Event) -> Event:
    """``a`` was told first and keeps the lead; nothing is lost."""
    stopped = SubEventType.DISRUPTED_WEAPONS_USE
    if (
        a.sub_event_type is stopped
        and b.sub_event_type is not stopped
        and "intercept" in {t.lemma for t in a.triggers}
    ):
        a = replace(a, sub_event_type=b.sub_event_type, agents=(), patients=())
    elif b.sub_event_type is stopped and a.sub_event_type is not stopped:
        b = replace(b, agents=(), patients=())  # whoever shoots missiles down did not send them
    if b.is_outcome:
        unarmed = tuple(
            replace(t, weapons=(), sub_event_type=SubEventType.ATTACK, standing="consequence")
            for t in b.triggers
        )
        b = replace(b, triggers=unarmed, agents=(), patients=(), weapons=())
    if b.is_bare:  # what stands beside "the attack" and contradicts belongs to something else
        b = replace(
            b,
            dates=() if scene.same_date(a, b) is False else b.dates,
            places=() if scene.same_place(a, b) is False else b.places,
            bases=() if scene.same_place(a, b) is False else b.bases,
        )
    triggers = a.triggers + b.triggers
    agents = a.agents + tuple(x for x in b.agents if x not in a.agents)
    patients = a.patients + tuple(x for x in b.patients if x not in a.patients and _adds(x, a, b))
    weapons = a.weapons + b.weapons
    if b.is_outcome:
        kind = a.sub_event_type
    else:
        kind = _kind(a, b, settle_type(triggers, [w.category for w in weapons], agents, patients))
        kind = sharper(taker(kind, agents, a.places + b.places), b.sub_event_type)
    return replace(
        a,
        triggers=triggers,
        sub_event_type=kind,
        sentences=tuple(dict.fromkeys(a.sentences + b.sentences)),
        agents=agents,
        patients=patients,
        accused=a.accused + b.accused,
        claimants=a.claimants + b.claimants,
        tellers=a.tellers + b.tellers,
        dates=a.dates + b.dates,
        times=a.times + b.times,
        places=a.places + b.places,
        origins=a.origins + b.origins,
        bases=a.bases + b.bases,
        weapons=weapons,
        casualties=a.casualties + b.casualties,
        interceptions=a.interceptions + b.interceptions,
        damage=a.damage + b.damage,
        claims=a.claims + b.claims,
        modifiers=a.modifiers & b.modifiers,
        is_anaphoric=a.is_anaphoric and b.is_anaphoric,
        is_retaliation=a.is_retaliation or b.is_retaliation,
        is_present=a.is_present or b.is_present,
        is_quoted=a.is_quoted and b.is_quoted,
    )


def _kind(a: Event, b: Event, settled: SubEventType) -> SubEventType:
    """``settled`` is what all their words together tell of."""
    kind = a.sub_event_type
    if kind in _PEACEFUL and b.sub_event_type in _UNPEACEFUL:
        return b.sub_event_type
    told_vaguely = kind in GENERIC and b.sub_event_type is not SubEventType.ARMED_CLASH
    told_better = kind is SubEventType.ARMED_CLASH and b.sub_event_type not in GENERIC
    return settled if told_vaguely or told_better else kind


def _merge_late(known: list[Event]) -> list[Event]:
    """What was told before its antecedent ("The attack came a day after ...") still finds it."""
    kept: list[Event] = []
    for event in known:
        points = [(agreement(event, k) or 0, n) for n, k in enumerate(kept)]
        best = max(points, default=(0, -1))
        if best[0] >= ENOUGH + 1.5 and not event.is_new:
            kept[best[1]] = merge(kept[best[1]], event)
        else:
            kept.append(event)
    return kept


def _retaliations(events: list[Event]) -> list[Event]:
    """A retaliation answers the nearest event before it whose victims now strike, or that is told just
    before.
    """
    linked = []
    for at, event in enumerate(events):
        if event.is_retaliation:
            wronged = [
                n for n, e in enumerate(events) if n != at and scene.same_side(event.agents, e.patients)
            ]
            before = [n for n in range(at) if events[n].paragraph == event.paragraph]
            choice = [n for n in before if n in wronged][-1:] or before[-1:] or wronged[-1:]
            event = replace(event, retaliates_for=choice[0] if choice else None)
        linked.append(event)
    return linked
