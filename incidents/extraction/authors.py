"""Who is said to have done it: claims, accusations, suspects the police name; and who tells of an act at all."""

from __future__ import annotations

import re
from collections.abc import Iterable

from incidents.extraction import grammar
from incidents.extraction.cast import Cast, is_group
from incidents.extraction.language import tokens_in
from incidents.extraction.patterns import Pattern
from incidents.extraction.records import ActorMention, ClaimMention, Mentions, Span
from incidents.extraction.tree import Word
from incidents.vocabulary import ReferentKind, Stance

_SUSPECT = Pattern(
    r"\b(?:suspect|gunman|attacker|shooter|bomber|assailant|perpetrator|murderer)s?\b[^.;]{0,60}\b(?:identified|named|as)\b"
    r"|^(?:identified|named) as\b|\bidentified\b[^.;]{0,60}\b(?:suspect|gunman|attacker|shooter|bomber)\b"
    r"|\bcharged with\b[^.;]{0,30}\b(?:murder|terror\w*|attempted)|\bthe accused\b",
    re.IGNORECASE,
)
_UNTIL_THE_VERB = re.compile(r",?\s*(?:(?:also|has|have|had|later|\w+ly|which|who)\s+)*")
_CALLED = re.compile(r"\b(?:named|called|known as|calling (?:itself|themselves))\b")
"""Between a description and the name that goes with it: "an outfit named the Red Hand"."""
_OWN_UP = frozenset({"claim", "admit", "acknowledge"})


def suspects(mentions: Mentions) -> list[ActorMention]:
    """ "Officials identified the suspect as Bob Jones": the first person named behind or before those words;
    "an Australian was charged with murder".
    """
    found = _SUSPECT.search(mentions.sentence.text)
    if not found:
        return []
    charged = [a for a in _charged(mentions) if a.referent is ReferentKind.PEOPLE]
    if charged:
        return charged[:1]
    at = mentions.sentence.span.start + found.start()
    people = [a for a in mentions.actors if a.referent is ReferentKind.PEOPLE and _is_person(a, mentions)]
    return sorted(people, key=lambda a: (a.span.start < at, abs(a.span.start - at)))[:1]


def _charged(mentions: Mentions) -> list[ActorMention]:
    charged = [t for t in mentions.sentence.words if t.lemma == "charge" and grammar.is_passive(t)]
    return [a for t in charged for s in grammar.subjects(t) for a in Cast(mentions).of(s)]


def _is_person(actor: ActorMention, mentions: Mentions) -> bool:
    span = tokens_in(mentions.sentence, actor.span)
    if span is None or actor.actor is not None or any(p.span.overlaps(actor.span) for p in mentions.places):
        return False
    if span.root.dep_ == "pobj" and span.root.head.lower_ in {"on", "at", "in", "near", "of"}:
        return False  # "the assault on Al Noor", taken for a person
    is_named = actor.actor_kind is None and not actor.country and actor.name.istitle()
    return is_named or any(t.ent_type_ == "PERSON" for t in span)


def authors(
    claims: Iterable[ClaimMention], mentions: Mentions, cast: Cast
) -> tuple[list[ActorMention], list[ActorMention]]:
    """(accused, claimants)"""
    accused: list[ActorMention] = []
    claimants: list[ActorMention] = []
    for claim in claims:
        if claim.accused and claim.stance is Stance.ALLEGED:
            accused += [a for a in _in(claim.accused, mentions, cast) if a not in accused]
        elif claim.is_responsibility and claim.stance is Stance.CLAIMED:
            claimants += [a for a in _speakers(claim, mentions, cast) if a not in claimants]
    return accused, claimants


def tellers(claims: Iterable[ClaimMention], mentions: Mentions, cast: Cast) -> list[ActorMention]:
    """Parties that tell of the act as it happened; where they are the doers, they own up to it."""
    told = [c for c in claims if c.stance in {Stance.STATED, Stance.CLAIMED}]
    return list(dict.fromkeys(a for c in told for a in _speakers(c, mentions, cast)))


def _speakers(claim: ClaimMention, mentions: Mentions, cast: Cast) -> list[ActorMention]:
    found = _in(claim.speaker, mentions, cast) if claim.speaker else []
    if speaking := [a for a in found if a.referent is not ReferentKind.OBJECT]:
        return speaking
    if found:  # "a call from the Red Hand -- wanted by several courts -- who said they did it"
        before = [a for a in mentions.actors if a.span.end <= claim.span.start and is_group(a)]
        return before[-1:]
    text, start = mentions.sentence.text, mentions.sentence.span.start
    for group in (a for a in mentions.actors if a.span.end <= claim.span.start and is_group(a)):
        first = min(group.span.start, claim.speaker.start if claim.speaker else group.span.start)
        if _CALLED.search(text, first - start, claim.span.start - start):
            return [group]
    # Where the parse has lost the subject: whose words end at the verb ("IS also claimed ...").
    return [
        a
        for a in mentions.actors
        if a.span.end <= claim.span.start
        and _UNTIL_THE_VERB.fullmatch(text, a.span.end - start, claim.span.start - start)
    ]


def _in(words: Span, mentions: Mentions, cast: Cast) -> list[ActorMention]:
    found = [a for a in mentions.actors if a.span.overlaps(words)]
    span = tokens_in(mentions.sentence, words)
    return found or ([] if span is None else cast.spoken_for(span.root))


def claimed_by(token: Word, cast: Cast) -> list[ActorMention]:
    """ "The Guards claimed the barrage", "the attack was claimed by the Houthis"."""
    verb = token.head
    if token.dep_ not in {"dobj", "nsubjpass"} or verb.lemma not in _OWN_UP:
        return []
    return [a for t in grammar.doers(verb) for a in cast.of(t)]


def speaks_of(words: Span, claims: Iterable[ClaimMention]) -> ClaimMention | None:
    """The claim in which the words are said. Who takes responsibility for a blast has not said how many it killed;
    who "said it had killed ten" has.
    """
    covering = [
        c
        for c in claims
        if c.speaker and c.scope.covers(words) and (not c.is_responsibility or c.span.overlaps(words))
    ]
    return min(covering, key=lambda c: c.scope.end - c.scope.start, default=None)
