"""Triggers of one act within a sentence: "a rocket attack wounded a soldier", "rammed the gate and opened
fire".
"""

from __future__ import annotations

from collections.abc import Sequence

from incidents.extraction import grammar
from incidents.extraction.kinds import GENERIC, alike
from incidents.extraction.language import tokens_in
from incidents.extraction.mentions.numbers import NONE
from incidents.extraction.records import Mentions, TriggerMention
from incidents.extraction.tree import Word
from incidents.extraction.triggers import token_of
from incidents.vocabulary import SubEventType

_SEPARATING = frozenset({"after", "following", "since", "before", "for", "over", "to", "against"})

_HURTS_NOBODY = frozenset({SubEventType.ARRESTS, SubEventType.AGREEMENT})
"""Acts that leave no dead: "twenty were arrested and two officers injured" is the unrest's doing."""
_SEQUENCE = frozenset(
    {"follow", "precede", "trigger", "prompt", "provoke", "spark", "set", "ignite", "unleash"}
)
_SETTING = frozenset({"at", "on", "in", "into", "during", "outside", "near", "against", "amid"})

_SUFFERS = frozenset({"die", "kill", "injure", "wound", "hurt", "hospitalise", "hospitalize"})

ANSWERING = frozenset({"response", "retaliation", "revenge", "reprisal", "reply", "retribution", "avenge"})


def join(triggers: Sequence[TriggerMention], mentions: Mentions) -> list[list[TriggerMention]]:
    groups: list[list[TriggerMention]] = []
    for trigger in triggers:
        for group in groups:
            if any(_same_act(trigger, other, mentions) for other in group):
                group.append(trigger)
                break
        else:
            groups.append([trigger])
    return sorted(_absorb_consequences(groups, mentions), key=lambda group: min(t.token for t in group))


def is_setting(trigger: TriggerMention, others: Sequence[TriggerMention], mentions: Mentions) -> bool:
    """Is a protest only where or at whom the violence went: "killed at a rally", "fired on a protest"?"""
    if trigger.sub_event_type is not SubEventType.PEACEFUL_PROTEST:
        return False
    token = token_of(trigger, mentions)
    if not (token.dep_ == "acl" or (token.dep_ == "pobj" and token.head.lower_ in _SETTING)):
        return False
    above = {t.i for t in grammar.path(token)}
    return any(o.token in above for o in others if o is not trigger and not o.is_nominal)


def _absorb_consequences(
    groups: list[list[TriggerMention]], mentions: Mentions
) -> list[list[TriggerMention]]:
    """ "killed" with a single act in its sentence is what that act did, unless words set them apart."""
    acts = [g for g in groups if any(t.standing != "consequence" for t in g)]
    rest = [g for g in groups if g not in acts]
    for group in rest:
        token = token_of(group[0], mentions)
        near = [act for act in acts if act[0].sub_event_type not in _HURTS_NOBODY]
        near = [act for act in near if not _in_clauses_beside(token, token_of(act[0], mentions), mentions)]
        near.sort(key=lambda act: _how_far(group[0], act, mentions))
        if near and (
            _is_nobody(group[0], mentions) or not _apart(token, token_of(near[0][0], mentions), mentions)
        ):
            near[0].extend(group)
        else:
            acts.append(group)
    return acts


def _is_nobody(harm: TriggerMention, mentions: Mentions) -> bool:
    """ "A depot burned after a drone strike; nobody was hurt": said of all that its sentence tells."""
    text, start = mentions.sentence.text, mentions.sentence.span.start
    return any(
        c.range == NONE and c.span.covers(harm.span) and ";" in text[: c.span.start - start]
        for c in mentions.casualties
    )


def _how_far(harm: TriggerMention, act: list[TriggerMention], mentions: Mentions) -> tuple[bool, int]:
    """What says its means belongs to an act by these means: "a raid came after a bomb tore ..., killing ten"."""
    kind = harm.sub_event_type
    other = kind not in GENERIC and kind not in {t.sub_event_type for t in act}
    return other, grammar.distance(token_of(harm, mentions), token_of(act[0], mentions))


def _same_act(a: TriggerMention, b: TriggerMention, mentions: Mentions) -> bool:
    first, second = token_of(a, mentions), token_of(b, mentions)
    if a.is_nominal and _takes_up(second, first) and alike(a.sub_event_type, b.sub_event_type):
        return True
    if b.is_nominal and _takes_up(first, second) and alike(a.sub_event_type, b.sub_event_type):
        return True
    if _apart(first, second, mentions) or not alike(a.sub_event_type, b.sub_event_type):
        return False
    stopped = SubEventType.DISRUPTED_WEAPONS_USE
    if (a.sub_event_type is stopped) != (b.sub_event_type is stopped) and "conj" in {first.dep_, second.dep_}:
        return False  # "shot down four drones and struck a radar station"
    if grammar.clause_of(first) == grammar.clause_of(second):
        return bool(first.dep_ != "conj" and second.dep_ != "conj")
    late = max(first, second, key=lambda t: t.i)
    if late.tag_ == "VBG" and late.dep_ in {"advcl", "acl", "conj", "dep"} and grammar.is_verb(late):
        early = second if late == first else first
        return not _subordinate(early)  # ", killing two marines and wrecking six jets"
    low, high = (first, second) if second in list(grammar.path(first)) else (second, first)
    if high not in list(grammar.path(low)):
        shared = grammar.clause_of(first).head == grammar.clause_of(second).head
        return shared and not a.is_nominal and not b.is_nominal and _same_subject(first, second)
    if low.dep_ == "conj" and grammar.is_verb(low):
        return _same_subject(low, high) and not _own_scenes(low, high, mentions)
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


def _takes_up(verb: Word, noun: Word) -> bool:
    """ "The attacks in Paris on 13 November, in which they murdered 129", whatever the clause hangs on."""
    if verb.dep_ != "relcl" or not noun.i < verb.head.i < verb.i:
        return False
    return any(
        t.dep_ == "prep" and t.lower_ in {"in", "during"} and any(c.lower_ == "which" for c in t.children)
        for t in verb.children
    )


def _subordinate(token: Word) -> bool:
    """Is a noun of act only the reason or the time of its clause: "for the killing of", "after the attack"?"""
    clause = grammar.clause_of(token)
    for t in grammar.path(token):
        if t == clause:
            return False
        if t.dep_ == "prep" and (t.lower_ in _SEPARATING or t.head.lemma in ANSWERING):
            return True
    return False


def _same_subject(a: Word, b: Word) -> bool:
    return bool({t.i for t in grammar.subjects(a)} & {t.i for t in grammar.subjects(b)})


def _by_then(verb: Word) -> bool:
    """ "After being attacked": without a subject of its own."""
    return bool(verb.dep_ == "pcomp" and any(t.dep_ == "auxpass" for t in verb.children))


def _contrasted(low: Word, high: Word) -> bool:
    """ "The barrage killed ten while air strikes killed 82": two doers, two acts."""
    if not any(t.lower_ in {"while", "whereas"} and t.dep_ == "mark" for t in low.children):
        return False
    doers = ({t.i for t in grammar.doers(verb)} for verb in (low, high))
    return all(doers) and not grammar.is_passive(low) and not grammar.is_passive(high)


def _own_scenes(low: Word, high: Word, mentions: Mentions) -> bool:
    """Have both verbs a day of their own? "Killed 12 and hurt 44 on Thursday" has one for both."""
    later = {t.i for t in low.subtree}
    earlier = {t.i for t in high.subtree} - later
    days = {
        s.root.i
        for d in mentions.dates
        if d.start and (s := tokens_in(mentions.sentence, d.span)) is not None
    }
    return bool(days & later) and bool(days & earlier)


def _is_clause_beside(clause: Word, mentions: Mentions) -> bool:
    """Has the clause a subject and a scene of its own beside the one it is joined to: "A was killed on April 15,
    and B died on May 28 in a bombing", "a bomb killed five; minutes later a gunman struck"?
    """
    beside = clause.head
    if not grammar.is_verb(clause) or beside is clause or _same_subject(clause, beside):
        return False
    own = [t for t in clause.children if t.dep_ in {"nsubj", "nsubjpass"}]
    if clause.dep_ == "conj":
        return bool(own) and _own_scenes(clause, beside, mentions)
    if clause.dep_ != "ccomp" or not any(t.lower_ == ";" and clause.i < t.i < beside.i for t in beside.lefts):
        return False
    behind = [t for t in beside.lefts if t.dep_ in {"nsubj", "nsubjpass"} and grammar.is_noun(t)]
    return any(c.lower_ in {"a", "an"} for t in behind for c in t.children)


def _in_clauses_beside(a: Word, b: Word, mentions: Mentions) -> bool:
    above_a, above_b = list(grammar.path(a)), list(grammar.path(b))
    return any(
        _is_clause_beside(t, mentions)
        for one, other in ((above_a, above_b), (above_b, above_a))
        for t in one
        if t not in other
    )


def _apart(a: Word, b: Word, mentions: Mentions) -> bool:
    """Is one the cause, the past or the aim of the other ("after", "since", "in response to", "for the
    killing of"), or told in a clause of its own?
    """
    if _in_clauses_beside(a, b, mentions):
        return True
    low, high = (a, b) if b in list(grammar.path(a)) else (b, a)
    for token in grammar.path(low):
        if token == high:
            return False
        if token.dep_ == "advcl" and _contrasted(token, token.head):
            return True
        if token.lower_ == "after" and token.head.lemma in _SUFFERS and _by_then(low):
            return False  # "were injured after being attacked"
        if token.dep_ in {"prep", "mark"} and token.lower_ in _SEPARATING and token.i < low.i:
            return token.head.lemma not in {"open", "lead", "blame"} and not (
                token.lower_ == "to" and token.head.lemma == "lead"
            )
        if token.lemma in ANSWERING and token != low:
            return True
        if token.lemma in _SEQUENCE and token not in (low, high):
            return True  # "the strike follows rocket attacks on the embassy"
        if token.dep_ == "advcl" and any(
            t.dep_ == "mark" and t.lower_ in {"since", "before", "after", "until"} for t in token.children
        ):
            return high.lemma not in {"die", "kill"} or any(
                t.lower_ != "after" for t in token.children if t.dep_ == "mark"
            )
    return False
