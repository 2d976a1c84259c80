"""Triggers and what stands around them -> the events that one sentence tells.

1. Words that tell of nothing that happened are dropped: plans, threats, fears, conditions, rules, websites "under attack".
2. Each trigger takes its parties from the grammar (``arguments``).
3. Triggers of one act are joined: "a rocket attack wounded a soldier", "rammed the gate and opened fire".
4. Dates, places, weapons and figures go to the trigger that stands nearest in the tree.

What holds across sentences is ``coreference``'s business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from incidents.extraction import arguments, grammar, modifiers
from incidents.extraction.arguments import CARRIERS, Cast
from incidents.extraction.language import tokens_in
from incidents.extraction.records import (
    ActorMention,
    DateMention,
    Event,
    Mention,
    Mentions,
    TriggerMention,
)
from incidents.gazetteer.records import Country
from incidents.vocabulary import ActorKind, ReferentKind, Stance, SubEventType, Weapon

_T = SubEventType
GENERIC = frozenset({_T.ATTACK})

NOT_HAPPENED = frozenset(
    {"planned", "threatened", "hypothetical", "exercise", "anniversary", "court", "metaphor"}
)
"""Kinds of modifiers under which a trigger tells of no incident."""

_UNREAL_VERBS = frozenset(
    ["threaten", "plan", "vow", "pledge", "want", "hope", "prepare", "intend", "attempt", "try", "order", "authorise", "authorize", "allow", "ask", "call", "urge", "refuse", "decline", "consider", "fear", "warn", "agree", "promise", "aim", "seek", "need", "expect", "propose", "demand", "able", "ready", "likely", "willing", "unable", "right", "instruct", "continue", "train", "help", "enable"]
)
_REAL_ANYWAY = frozenset(
    {
        "continue",
        "help",
        "begin",
        "start",
        "appear",
        "seem",
        "report",
        "believe",
        "say",
        "think",
        "know",
        "allege",
        "find",
        "manage",
        "go",
        "come",
    }
)
_UNREAL_ADJECTIVES = frozenset(
    ["possible", "potential", "planned", "future", "further", "imminent", "alleged-plot", "would-be", "similar", "any", "threatened", "such", "fresh-threat", "next", "more", "likely", "eventual", "hypothetical", "foreseeable", "nuclear", "cyber", "preemptive", "pre-emptive", "verbal", "personal", "heart", "panic", "political", "legal", "media", "online", "ddos", "denial-of-service", "website", "defensive", "offensive-line", "animal", "shark", "bear", "dog"]
)
_UNREAL_HEADS = frozenset(
    ["threat", "fear", "risk", "warning", "plan", "possibility", "prospect", "danger", "plot", "capability", "capacity", "ability", "response-plan", "scenario", "drill", "exercise", "ban", "talk", "call", "goal", "preparation", "campaign-against", "defence-against", "target-list", "habit", "prevention", "charge", "accusation", "conspiracy", "suspicion", "likelihood", "spectre", "specter", "war"]
)
_NATURE = frozenset(
    ["typhoon", "hurricane", "earthquake", "storm", "cyclone", "flood", "tsunami", "virus", "disease", "lightning", "tornado", "quake", "landslide", "wildfire", "epidemic", "outbreak", "pandemic", "drought", "hacker", "malware", "striker", "goalkeeper", "midfielder", "forward", "batsman"]
)
_DIGITAL = frozenset(["website", "server", "computer", "software", "internet", "database", "web", "homepage", "email"])
_BODIES = frozenset(
    """council media tv television times post journal agency network ministry government party university company group army forces force
    bank corporation institute center centre observatory association assembly union news radio herald tribune police division brigade""".split()
)
_SEPARATING = frozenset({"after", "following", "since", "before", "for", "over", "to", "against"})
_ANSWERING = frozenset({"response", "retaliation", "revenge", "reprisal", "reply", "retribution", "avenge"})
_ANSWER_WORDS = frozenset(
    {"retaliatory", "retaliate", "retaliation", "reprisal", "revenge", "avenge", "answer"}
)
_OTHER = frozenset(
    {
        "another",
        "separate",
        "previous",
        "earlier",
        "similar",
        "second",
        "third",
        "other",
        "past",
        "fresh",
        "new",
        "subsequent",
        "prior",
    }
)
_ORDINAL = frozenset({"first", "second", "third", "fourth", "fifth"})
_ATTACKERS = frozenset(
    ["attacker", "gunman", "bomber", "assailant", "shooter", "suspect", "perpetrator", "assassin", "hijacker", "attacker", "raider"]
)
_PROTESTERS = frozenset({"protester", "protestor", "demonstrator", "rioter", "crowd", "marcher"})
_THE = frozenset({"the", "this", "that", "these", "those", "both", "such", "its", "their", "his", "her"})
REPORTING = frozenset(
    ["say", "tell", "announce", "report", "add", "state", "confirm", "claim", "note", "disclose", "acknowledge", "declare", "warn", "admit", "deny", "reveal", "condemn", "blame", "accuse", "post", "write", "tweet", "explain", "insist", "statement", "speak", "release", "publish", "comment", "appear", "describe", "quote"]
)


def find(
    mentions: Mentions, previous: ActorMention | None = None, lead_in: Mentions | None = None
) -> list[Event]:
    """``previous`` is whom a pronoun would mean; ``lead_in`` the sentence that a fragment without a subject continues."""
    if mentions.sentence.doc is None:
        return []
    triggers = [t for t in mentions.triggers if _happened(t, mentions)]
    cast = Cast(mentions, previous)
    if not triggers:
        return _authorship(mentions, cast)
    groups = _join(triggers, mentions)
    # What did not happen keeps its own day and place: "after threats to strike Erbil, the army shelled Kirkuk".
    unreal = [[t] for t in mentions.triggers if t not in triggers]
    events = [_event(group, [*groups, *unreal], mentions, cast) for group in groups]
    if lead_in is not None:
        events = [_continue(event, lead_in) for event in events]
    return [e for event in events for way in _directions(event) for e in _sites(way, mentions)]


_SUSPECT = re.compile(
    r"\b(?:suspect|gunman|attacker|shooter|bomber|assailant|perpetrator|murderer)s?\b[^.;]{0,60}\b(?:identified|named|as)\b"
    r"|\bidentified\b[^.;]{0,60}\b(?:suspect|gunman|attacker|shooter|bomber)\b"
    r"|\bcharged with\b[^.;]{0,30}\b(?:murder|terror\w*|attempted)|\bthe accused\b",
    re.IGNORECASE,
)


def _suspects(mentions: Mentions) -> list[ActorMention]:
    """ "Officials identified the suspect as Bob Jones": the first person named behind or before those words."""
    found = _SUSPECT.search(mentions.sentence.text)
    if not found:
        return []
    at = mentions.sentence.span.start + found.start()
    people = [a for a in mentions.actors if a.referent is ReferentKind.PEOPLE and _is_person(a, mentions)]
    return sorted(people, key=lambda a: (a.span.start < at, abs(a.span.start - at)))[:1]


def _is_person(actor: ActorMention, mentions: Mentions) -> bool:
    span = tokens_in(mentions.sentence, actor.span)
    return span is not None and any(t.ent_type_ == "PERSON" for t in span) and actor.actor is None


def _authorship(mentions: Mentions, cast: Cast) -> list[Event]:
    """ "Nobody doubts who; Baghdad blamed al-Qaeda": says who did it, and of what the story has told already."""
    accused, claimants = _authors(mentions.claims, mentions, cast)
    accused += [a for a in _suspects(mentions) if a not in accused]
    habitual = any(t.lower_ in {"repeatedly", "always", "often", "regularly", "long"} for t in mentions.sentence.doc)
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


# --- 1. what did not happen ----------------------------------------------------------------------


def _happened(trigger: TriggerMention, mentions: Mentions) -> bool:
    token = _token(trigger, mentions)
    kinds = modifiers.applying(mentions.modifiers, trigger.span)
    if kinds & NOT_HAPPENED:
        return False
    if "negated" in kinds and trigger.standing != "consequence":
        return False
    if any(c.span.covers(trigger.span) for c in mentions.counters) and trigger.is_nominal:
        return False
    if any(q.covers(trigger.span) for q in mentions.sentence.quoted) and token.tag_ in {"VBZ", "VBP"}:
        return False  # "When a fighter kills a soldier": speech about how things are
    if mentions.casualties and all(c.is_campaign for c in mentions.casualties) and not mentions.dates:
        return False  # a war's running total
    near = {grammar.lemma(t) for t in token.subtree if abs(t.i - token.i) <= 6} | {
        grammar.lemma(t) for t in grammar.path(token)
    }
    parties = {
        grammar.lemma(t)
        for t in (
            [*grammar.doers(token), *grammar.done_to(token)] if not trigger.is_nominal else token.subtree
        )
    }
    doing = [
        t
        for d in ([] if trigger.is_nominal else grammar.doers(token))
        for t in d.subtree
        if t.dep_ in {"compound", "appos", "nmod"}
    ]
    parties |= {grammar.lemma(t) for t in doing}
    if parties & _NATURE or parties & _DIGITAL or (near & _DIGITAL and trigger.standing != "event"):
        return False
    return _nominal_happened(token) if trigger.is_nominal else _verb_happened(token)


def _verb_happened(verb: Any) -> bool:
    for child in verb.children:
        if child.dep_ == "aux" and child.tag_ == "MD" and child.lower_ not in {"could"}:
            return False
        if child.dep_ == "mark" and child.lower_ in {"if", "unless"}:
            return False
        if child.dep_ == "neg" and grammar.lemma(verb) not in {"kill", "injure", "wound", "hurt", "die"}:
            return False
    is_infinitive = any(t.tag_ == "TO" for t in verb.children) or (
        verb.tag_ == "VB" and verb.dep_ in {"xcomp", "ccomp", "conj"}
    )
    if is_infinitive and not any(t.dep_ == "aux" and t.lower_ == "have" for t in verb.children):
        head = verb.head
        while head.dep_ == "conj":
            head = head.head
        if verb.dep_ in {"advcl", "acl", "relcl"}:
            return False
        return verb.dep_ == "ROOT" or grammar.lemma(head) in _REAL_ANYWAY
    if verb.tag_ == "VBG" and verb.dep_ == "pcomp":
        return verb.head.lower_ in {"by", "after", "in", "of", "before", "for", "with"} and not _under(
            verb, _UNREAL_HEADS | {"habit", "accuse", "capable"}
        )
    if verb.dep_ == "conj" and verb.tag_ in {"VB", "VBP"} and any(t.tag_ == "MD" for t in verb.head.children):
        return False
    if verb.tag_ == "VBG" and verb.dep_ in {"xcomp", "ccomp", "dobj"}:
        return grammar.lemma(verb.head) not in _UNREAL_VERBS - _REAL_ANYWAY
    return True


def _nominal_happened(noun: Any) -> bool:
    before = {t.lower_ for t in noun.children if t.dep_ in {"amod", "compound", "det", "nmod"}}
    if before & _UNREAL_ADJECTIVES or any(t.dep_ == "neg" or t.lower_ == "no" for t in noun.children):
        return False
    if noun.dep_ == "pobj" and noun.head.head != noun:
        ruler = grammar.lemma(noun.head.head)
        if ruler in _UNREAL_HEADS and noun.head.lower_ in {"of", "for", "against", "on", "to"}:
            return False
    verb = noun.head if noun.dep_ in {"dobj", "nsubj", "nsubjpass", "attr"} else None
    if (
        verb is not None
        and grammar.is_verb(verb)
        and grammar.lemma(verb) in CARRIERS | {"be", "happen", "occur", "take"}
    ):
        return _verb_happened(verb) or grammar.lemma(verb) == "be"
    return True


def _under(token: Any, lemmas: frozenset[str]) -> bool:
    return any(grammar.lemma(t) in lemmas for _, t in zip(range(4), grammar.path(token.head), strict=False))


# --- 3. triggers of one act ------------------------------------------------------------------------


def _join(triggers: Sequence[TriggerMention], mentions: Mentions) -> list[list[TriggerMention]]:
    groups: list[list[TriggerMention]] = []
    for trigger in triggers:
        for group in groups:
            if any(_same_act(trigger, other, mentions) for other in group):
                group.append(trigger)
                break
        else:
            groups.append([trigger])
    return _absorb_consequences(groups, mentions)


def _absorb_consequences(
    groups: list[list[TriggerMention]], mentions: Mentions
) -> list[list[TriggerMention]]:
    """ "killed" with a single act in its sentence is what that act did, unless words set them apart."""
    acts = [g for g in groups if any(t.standing != "consequence" for t in g)]
    rest = [g for g in groups if g not in acts]
    for group in rest:
        token = _token(group[0], mentions)
        near = sorted(acts, key=lambda act: grammar.distance(token, _token(act[0], mentions)))
        if near and not _apart(token, _token(near[0][0], mentions)):
            near[0].extend(group)
        else:
            acts.append(group)
    return acts


def _same_act(a: TriggerMention, b: TriggerMention, mentions: Mentions) -> bool:
    first, second = _token(a, mentions), _token(b, mentions)
    if _apart(first, second) or not alike(a.sub_event_type, b.sub_event_type):
        return False
    if grammar.clause_of(first) == grammar.clause_of(second):
        return first.dep_ != "conj" and second.dep_ != "conj"
    late = max(first, second, key=lambda t: t.i)
    if late.tag_ == "VBG" and late.dep_ in {"advcl", "acl", "conj", "dep"} and grammar.is_verb(late):
        early = second if late == first else first
        return not _subordinate(early)  # ", killing two marines and wrecking six jets"
    low, high = (first, second) if second in list(grammar.path(first)) else (second, first)
    if high not in list(grammar.path(low)):
        shared = grammar.clause_of(first).head == grammar.clause_of(second).head
        return shared and not a.is_nominal and not b.is_nominal and _same_subject(first, second)
    if low.dep_ == "conj" and grammar.is_verb(low):
        return _same_subject(low, high) and not _own_scene(low, mentions)
    return low.dep_ in {
        "advcl",
        "xcomp",
        "acl",
        "relcl",
        "pobj",
        "dobj",
        "pcomp",
        "ccomp",
        "nsubj",
        "prep",
        "conj",
        "compound",
        "agent",
        "dep",
        "appos",
    }


def _subordinate(token: Any) -> bool:
    """Is a noun of act only the reason or the time of its clause: "for the killing of", "after the attack"?"""
    clause = grammar.clause_of(token)
    for t in grammar.path(token):
        if t == clause:
            return False
        if t.dep_ == "prep" and (t.lower_ in _SEPARATING or grammar.lemma(t.head) in _ANSWERING):
            return True
    return False


def _same_subject(a: Any, b: Any) -> bool:
    return bool({t.i for t in grammar.subjects(a)} & {t.i for t in grammar.subjects(b)})


def _own_scene(verb: Any, mentions: Mentions) -> bool:
    """Does this conjoined verb bring a date of its own?"""
    words = {t.i for t in verb.subtree}
    return any(
        (s := tokens_in(mentions.sentence, d.span)) is not None and s.root.i in words
        for d in mentions.dates
        if d.start
    )


def _apart(a: Any, b: Any) -> bool:
    """Is one the cause, the past or the aim of the other ("after", "since", "in response to", "for the killing of")?"""
    low, high = (a, b) if b in list(grammar.path(a)) else (b, a)
    for token in grammar.path(low):
        if token == high:
            return False
        if token.dep_ in {"prep", "mark"} and token.lower_ in _SEPARATING and token.i < low.i:
            return grammar.lemma(token.head) not in {"open", "lead"} and not (
                token.lower_ == "to" and grammar.lemma(token.head) == "lead"
            )
        if grammar.lemma(token) in _ANSWERING and token != low:
            return True
        if token.dep_ == "advcl" and any(
            t.dep_ == "mark" and t.lower_ in {"since", "before", "after"} for t in token.children
        ):
            return grammar.lemma(high) not in {"die", "kill"} or any(
                t.lower_ != "after" for t in token.children if t.dep_ == "mark"
            )
    return False


_FAMILIES: tuple[frozenset[SubEventType], ...] = (
    frozenset({_T.SHELLING_ARTILLERY_MISSILE_ATTACK, _T.AIR_DRONE_STRIKE, _T.DISRUPTED_WEAPONS_USE}),
    frozenset({_T.AIR_DRONE_STRIKE, _T.CHEMICAL_WEAPON, _T.SHELLING_ARTILLERY_MISSILE_ATTACK}),
    frozenset({_T.AIR_DRONE_STRIKE, _T.REMOTE_EXPLOSIVE_LANDMINE_IED}),
    frozenset({_T.REMOTE_EXPLOSIVE_LANDMINE_IED, _T.SUICIDE_BOMB}),
    frozenset({_T.REMOTE_EXPLOSIVE_LANDMINE_IED, _T.GRENADE}),
    frozenset({_T.PEACEFUL_PROTEST, _T.PROTEST_WITH_INTERVENTION, _T.EXCESSIVE_FORCE_AGAINST_PROTESTERS, _T.VIOLENT_DEMONSTRATION}),
    frozenset({_T.VIOLENT_DEMONSTRATION, _T.MOB_VIOLENCE, _T.LOOTING_PROPERTY_DESTRUCTION}),
    frozenset({_T.NON_STATE_ACTOR_OVERTAKES_TERRITORY, _T.GOVERNMENT_REGAINS_TERRITORY, _T.ARMED_CLASH}),
    frozenset({_T.AGREEMENT, _T.CHANGE_TO_GROUP_ACTIVITY}),
    frozenset({_T.ABDUCTION_FORCED_DISAPPEARANCE, _T.LOOTING_PROPERTY_DESTRUCTION}),
    frozenset({_T.DISRUPTED_WEAPONS_USE, _T.REMOTE_EXPLOSIVE_LANDMINE_IED}),
    frozenset({_T.CHEMICAL_WEAPON, _T.SHELLING_ARTILLERY_MISSILE_ATTACK}),
)  # fmt: skip
_UNLIKE_ANY_ATTACK = frozenset(
    {
        _T.PEACEFUL_PROTEST, _T.PROTEST_WITH_INTERVENTION, _T.AGREEMENT, _T.CHANGE_TO_GROUP_ACTIVITY, _T.ARRESTS,
        _T.NON_VIOLENT_TRANSFER_OF_TERRITORY, _T.HEADQUARTERS_OR_BASE_ESTABLISHED, _T.OTHER_STRATEGIC,
    }
)  # fmt: skip


def alike(a: SubEventType, b: SubEventType) -> bool:
    """Can words of these two types tell of one event? "Attack" fits every violent type."""
    if a == b or any({a, b} <= family for family in _FAMILIES):
        return True
    generic, other = (a, b) if a in GENERIC else (b, a)
    return generic in GENERIC and other not in _UNLIKE_ANY_ATTACK


# --- 2 and 4. what belongs to an event ---------------------------------------------------------------


def _event(
    group: list[TriggerMention], groups: list[list[TriggerMention]], mentions: Mentions, cast: Cast
) -> Event:
    agents: list[ActorMention] = []
    patients: list[ActorMention] = []
    for trigger in group:
        does, suffers = arguments.find(_token(trigger, mentions), cast)
        if trigger.standing != "consequence" or len(group) == 1 or not agents:
            agents += [a for a in does if a not in agents]
        if not _none_of_them(_token(trigger, mentions)):
            patients += [p for p in suffers if p not in patients]
    claims = tuple(
        c for c in mentions.claims if len(groups) == 1 or any(c.scope.covers(t.span) for t in group)
    )
    accused, claimants = _authors(claims, mentions, cast)
    accused += [a for a in _suspects(mentions) if a not in accused]
    for trigger in group:
        claimants += [a for a in _claimed_by(_token(trigger, mentions), cast) if a not in claimants]
    patients = [p for p in patients if not any(p.span.overlaps(a.span) for a in agents)]
    mine = _owner(group, groups, mentions)
    dates = [
        d
        for d in mentions.dates
        if mine(d)
        and not _of_the_report(d, group, mentions)
        and (not d.is_anchor or _in_since(d, group, mentions))
    ]
    token = _token(group[0], mentions)
    determiners = {t.lower_ for t in token.children if t.dep_ in {"det", "poss", "amod", "predet"}}
    kinds = frozenset(k for t in group for k in modifiers.applying(mentions.modifiers, t.span))
    only_consequence = all(t.standing == "consequence" for t in group)
    definite = all(t.is_nominal for t in group if t.standing != "consequence") and (
        bool(determiners & _THE)
        or any(t.dep_ == "poss" and t.ent_type_ in {"DATE", "TIME"} for t in token.children)
    )
    weapons = tuple(w for w in mentions.weapons if mine(w))
    near = _nearest_first(group, mentions)
    dates.sort(key=near)
    places = sorted(
        (p for p in mentions.places if p.relation != "from" and mine(p) and not _is_home(p, mentions)),
        key=near,
    )
    names_means = bool(agents or weapons or (dates and places))
    return Event(
        triggers=tuple(group),
        sub_event_type=settle_type(group, [w.category for w in weapons], agents, patients),
        sentences=(mentions.sentence.index,),
        paragraph=mentions.sentence.paragraph,
        agents=tuple(agents),
        patients=tuple(patients),
        accused=tuple(accused),
        claimants=tuple(claimants),
        dates=tuple(d for d in dates if d.start),
        times=tuple(d for d in dates if d.time),
        places=tuple(p for p in places if not any(p.span.overlaps(a.span) for a in agents)),
        origins=tuple(p for p in mentions.places if p.relation == "from" and mine(p)),
        bases=tuple(b for b in mentions.bases if mine(b)),
        weapons=weapons,
        casualties=tuple(c for c in mentions.casualties if mine(c)),
        interceptions=tuple(i for i in mentions.interceptions if mine(i)),
        damage=tuple(d for d in mentions.damage if mine(d)),
        claims=claims,
        modifiers=kinds,
        is_anaphoric=(
            not (agents or dates or places or any(b.base or b.country for b in mentions.bases))
            or (only_consequence and not names_means)
            or definite
            or _is_predicate(token)
            or any(_points_back(_token(t, mentions)) for t in group)
        )
        and not determiners & _ORDINAL,
        is_new=bool(determiners & (_OTHER | _ORDINAL)),
        is_retaliation=any(grammar.lemma(t) in _ANSWER_WORDS for t in mentions.sentence.doc)
        and (determiners & _ANSWER_WORDS != set() or grammar.lemma(token) == "retaliate" or _answers(token)),
        is_outcome=any(_is_outcome(_token(t, mentions)) for t in group),
        is_quoted=any(q.covers(group[0].span) for q in mentions.sentence.quoted),
        is_present=any(_in_present(_token(t, mentions)) for t in group),
    )


def _points_back(token: Any) -> bool:
    """ "The missiles were fired from ...", "they intercepted most of the drones", "the attacker was shot": told before."""
    if not grammar.is_verb(token):
        return False
    for party in (*grammar.doers(token), *grammar.done_to(token)):
        the = {t.lower_ for t in party.children if t.dep_ in {"det", "predet", "poss"}}
        of = [t for p in party.children if p.dep_ == "prep" and p.lower_ == "of" for t in p.children]
        the |= {t.lower_ for o in of for t in o.children if t.dep_ == "det"}
        words = {grammar.lemma(party), *(grammar.lemma(o) for o in of)}
        if the & _THE and words & arguments.PROJECTILES:
            return True
        if the & _THE and words & _PROTESTERS and party in grammar.doers(token):
            return True
    return _is_outcome(token)


def _in_present(token: Any) -> bool:
    """Told as digests tell: "kill", "are killed"; or in a present perfect that somebody reports today ("says ... have captured")."""
    verb = token if grammar.is_verb(token) else grammar.clause_of(token)
    finite = [verb, *(t for t in verb.children if t.dep_ in {"aux", "auxpass"})]
    if any(t.tag_ in {"VBZ", "VBP"} and t.lemma_ != "have" for t in finite):
        return grammar.lemma(verb) != "be" and not any(t.tag_ == "VBD" for t in finite)
    above = verb.head
    return any(t.lemma_ == "have" and t.tag_ in {"VBZ", "VBP"} for t in finite) and (
        above.tag_ in {"VBZ", "VBP"} and grammar.lemma(above) in REPORTING
    )


def _is_outcome(token: Any) -> bool:
    """ "The attacker was shot dead": the end of an attack, not another one."""
    if not grammar.is_verb(token):
        return False
    hit = grammar.done_to(token) or (grammar.subjects(token) if grammar.lemma(token) == "die" else [])
    return any(grammar.lemma(t) in _ATTACKERS and any(c.lower_ in _THE for c in t.children) for t in hit)


def _in_since(mention: DateMention, group: list[TriggerMention], mentions: Mentions) -> bool:
    """ "since Hamas attacked on October 7": the anchor of a count is the day of the act itself."""
    span = tokens_in(mentions.sentence, mention.span)
    if span is None:
        return False
    for trigger in group:
        token = _token(trigger, mentions)
        above = list(grammar.path(token))
        clause = next(
            (t for t in above if any(c.lower_ == "since" and c.dep_ in {"mark", "prep"} for c in t.children)),
            None,
        )
        if clause is not None and span.root in list(clause.subtree) and token.i < span.end:
            return True
    return False


def _none_of_them(token: Any) -> bool:
    """ "No Americans were killed" names no victims."""
    if not grammar.is_verb(token):
        return False
    parties = [*grammar.subjects(token), *grammar.done_to(token)]
    return any(t.lower_ in {"no", "none", "nobody"} for p in parties for t in (p, *p.children)) or any(
        t.dep_ == "neg" for t in token.children
    )


def _is_home(place: Mention, mentions: Mentions) -> bool:
    """ "rebels based in Yemen", "denied by Tehran": where somebody is from or who speaks, not where it happened."""
    span = tokens_in(mentions.sentence, place.span)
    if span is None:
        return False
    root = span.root
    if root.dep_ in {"compound", "nmod"} and root.head.pos_ == "PROPN" and not span.start <= root.head.i < span.end:
        return grammar.lemma(root.head) in _BODIES  # "Baghdad Provincial Council", "Abu Dhabi Media"
    preposition = root.head
    if preposition.dep_ == "agent" or preposition.lower_ in {"by", "with", "between", "than", "like"}:
        return True
    return grammar.lemma(preposition.head) in {
        "base",
        "station",
        "headquarter",
        "back",
        "bear",
        "ally",
        "support",
        "tell",
        "deny",
        "live",
    } and (preposition.dep_ == "prep" and preposition.head.dep_ in {"acl", "relcl", "amod"})


def _nearest_first(group: list[TriggerMention], mentions: Mentions) -> Any:
    def steps(mention: Mention) -> float:
        span = tokens_in(mentions.sentence, mention.span)
        return 99.0 if span is None else min(_steps(span.root, _token(t, mentions)) for t in group)

    return steps


def _answers(token: Any) -> bool:
    return any(
        grammar.lemma(t) in _ANSWERING | _ANSWER_WORDS
        for t in token.subtree
        if grammar.distance(t, token) <= 3
    )


def _is_predicate(token: Any) -> bool:
    """ "It was one of the largest attacks": says something of an event, tells no new one."""
    for t in grammar.path(token):
        if t.dep_ == "attr" and grammar.lemma(t.head) in {"be", "represent", "mark"}:
            return True
        if t.dep_ not in {"pobj", "prep", "conj", "dobj"}:
            return False
    return False


def _owner(group: list[TriggerMention], groups: list[list[TriggerMention]], mentions: Mentions) -> Any:
    """A test for mentions: is this group's trigger the nearest in the tree (the first of equals)?"""
    if len(groups) == 1:
        return lambda mention: True

    def mine(mention: Mention) -> bool:
        span = tokens_in(mentions.sentence, mention.span)
        if span is None:
            return True
        near = [min(_steps(span.root, _token(t, mentions)) for t in g) for g in groups]
        return near[groups.index(group)] == min(near)

    return mine


def _steps(a: Any, b: Any) -> float:
    return grammar.distance(a, b) + abs(a.i - b.i) / 200


def _of_the_report(mention: DateMention, group: list[TriggerMention], mentions: Mentions) -> bool:
    """ "The ministry said on Tuesday that ...": the day of the statement."""
    span = tokens_in(mentions.sentence, mention.span)
    if span is None:
        return False
    owner = grammar.clause_of(span.root)
    if grammar.lemma(owner) not in REPORTING or grammar.is_passive(owner):
        return False  # "was yesterday reported to have killed"
    return not any(_token(t, mentions) == owner or owner in list(_token(t, mentions).children) for t in group)


def _authors(
    claims: Iterable[Any], mentions: Mentions, cast: Cast
) -> tuple[list[ActorMention], list[ActorMention]]:
    accused: list[ActorMention] = []
    claimants: list[ActorMention] = []
    for claim in claims:
        if claim.accused and claim.stance is Stance.ALLEGED:
            accused += [a for a in mentions.actors if a.span.overlaps(claim.accused) and a not in accused]
        elif claim.is_responsibility and claim.stance is not Stance.DENIED and claim.speaker:
            speakers = [a for a in mentions.actors if a.span.overlaps(claim.speaker)]
            if not speakers and cast.previous and claim.speaker.of(" " * claim.speaker.start + "x") == "":
                speakers = [cast.previous]
            claimants += [a for a in speakers if a not in claimants]
    return accused, claimants


def _claimed_by(token: Any, cast: Cast) -> list[ActorMention]:
    """ "The Guards claimed the barrage", "the attack was claimed by the Houthis"."""
    verb = token.head
    if token.dep_ not in {"dobj", "nsubjpass"} or grammar.lemma(verb) not in {"claim", "admit", "acknowledge"}:
        return []
    return [a for t in grammar.doers(verb) for a in cast.of(t)]


def settle_type(
    triggers: Sequence[TriggerMention],
    weapons: Sequence[Weapon],
    agents: Sequence[ActorMention] = (),
    patients: Sequence[ActorMention] = (),
) -> SubEventType:
    """The first telling trigger decides; where all are generic, the weapon does."""
    told = [
        t.sub_event_type for t in triggers if t.standing != "consequence" or t.sub_event_type not in GENERIC
    ]
    hints = [w for t in triggers for w in t.weapons]
    for strong in (_T.SUICIDE_BOMB, _T.CHEMICAL_WEAPON):
        if strong in told:
            return strong
    if Weapon.SUICIDE_VEST in weapons and (
        not told or set(told) <= {_T.ATTACK, _T.REMOTE_EXPLOSIVE_LANDMINE_IED}
    ):
        return _T.SUICIDE_BOMB
    telling = [t for t in told if t not in GENERIC]
    if _T.ARMED_CLASH in telling:  # a gun battle within an attack does not make it a clash
        rest = [t for t in told if t is not _T.ARMED_CLASH]
        telling = [t for t in rest if t not in GENERIC] or ([] if told[0] in GENERIC else [_T.ARMED_CLASH])
    if telling:
        first = telling[0]
        if first is _T.SHELLING_ARTILLERY_MISSILE_ATTACK and _only(weapons, {Weapon.DRONE, Weapon.AIRSTRIKE}):
            return _T.AIR_DRONE_STRIKE
        states = {ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES}
        if (
            first is _T.REMOTE_EXPLOSIVE_LANDMINE_IED
            and agents
            and all(a.actor_kind in states for a in agents)
        ):
            return _T.AIR_DRONE_STRIKE  # armies bomb from the air
        if first is _T.REMOTE_EXPLOSIVE_LANDMINE_IED and _only(weapons, {Weapon.AIRSTRIKE, Weapon.DRONE}):
            return _T.AIR_DRONE_STRIKE
        return first
    for weapon in [*hints, *weapons]:
        if weapon in _TYPE_BY_WEAPON:
            return _TYPE_BY_WEAPON[weapon]
    if any(t.lemma == "strike" and t.is_nominal for t in triggers) and not any(
        a.actor_kind in _NON_STATE for a in agents
    ):
        return _T.AIR_DRONE_STRIKE
    armed = {ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES}
    if any(a.actor_kind in armed for a in agents) and any(p.actor_kind in _NON_STATE for p in patients):
        return _T.ARMED_CLASH
    return _T.ATTACK


_NON_STATE = frozenset({ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA, ActorKind.IDENTITY_MILITIA})
_TYPE_BY_WEAPON = {
    Weapon.BALLISTIC_MISSILE: _T.SHELLING_ARTILLERY_MISSILE_ATTACK,
    Weapon.CRUISE_MISSILE: _T.SHELLING_ARTILLERY_MISSILE_ATTACK,
    Weapon.ROCKET: _T.SHELLING_ARTILLERY_MISSILE_ATTACK,
    Weapon.ARTILLERY: _T.SHELLING_ARTILLERY_MISSILE_ATTACK,
    Weapon.AIR_DEFENCE: _T.SHELLING_ARTILLERY_MISSILE_ATTACK,
    Weapon.DRONE: _T.AIR_DRONE_STRIKE,
    Weapon.AIRSTRIKE: _T.AIR_DRONE_STRIKE,
    Weapon.IED: _T.REMOTE_EXPLOSIVE_LANDMINE_IED,
    Weapon.VEHICLE_BOMB: _T.REMOTE_EXPLOSIVE_LANDMINE_IED,
    Weapon.MINE: _T.REMOTE_EXPLOSIVE_LANDMINE_IED,
    Weapon.SUICIDE_VEST: _T.SUICIDE_BOMB,
    Weapon.GRENADE: _T.GRENADE,
}


def _only(weapons: Sequence[Weapon], kinds: set[Weapon]) -> bool:
    return bool(weapons) and set(weapons) <= kinds


# --- fragments, exchanges ------------------------------------------------------------------------------


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
    """ "struck Abqaiq and Khurais" is two events, at one place each; figures told for both stay with the first."""
    named = [p for p in event.places if p.place is not None and not isinstance(p.place, Country)]
    if len(named) < 2 or event.bases or event.is_anaphoric:
        yield event
        return
    roots = {id(p): span.root for p in named if (span := tokens_in(mentions.sentence, p.span)) is not None}
    first = min(named, key=lambda p: p.span)
    chain = {t.i for t in grammar.conjuncts(roots[id(first)])} if id(first) in roots else set()
    others = [p for p in named if id(p) in roots and roots[id(p)].i in chain]
    rest = tuple(p for p in event.places if p not in others and p != first)
    if not others:
        yield event
        return
    yield replace(event, places=(first, *rest))
    for place in others:
        yield replace(event, places=(place, *rest), casualties=())


def _token(trigger: TriggerMention, mentions: Mentions) -> Any:
    return mentions.sentence.doc.doc[trigger.token]
