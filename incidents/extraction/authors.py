"""Who is said to have done it: claims, accusations, suspects the police name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from incidents.extraction import grammar
from incidents.extraction.cast import Cast
from incidents.extraction.language import tokens_in
from incidents.extraction.records import ActorMention, Mentions
from incidents.vocabulary import ReferentKind, Stance

_SUSPECT = re.compile(
    r"\b(?:suspect|gunman|attacker|shooter|bomber|assailant|perpetrator|murderer)s?\b[^.;]{0,60}\b(?:identified|named|as)\b"
    r"|\bidentified\b[^.;]{0,60}\b(?:suspect|gunman|attacker|shooter|bomber)\b"
    r"|\bcharged with\b[^.;]{0,30}\b(?:murder|terror\w*|attempted)|\bthe accused\b",
    re.IGNORECASE,
)


def suspects(mentions: Mentions) -> list[ActorMention]:
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


def authors(
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


def claimed_by(token: Any, cast: Cast) -> list[ActorMention]:
    """ "The Guards claimed the barrage", "the attack was claimed by the Houthis"."""
    verb = token.head
    if token.dep_ not in {"dobj", "nsubjpass"} or grammar.lemma(verb) not in {
        "claim",
        "admit",
        "acknowledge",
    }:
        return []
    return [a for t in grammar.doers(verb) for a in cast.of(t)]
