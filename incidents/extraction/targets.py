"""Whom a draft names as struck or aimed at, and whom a thing that was struck belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from incidents.extraction.arguments import GROUP_WORDS
from incidents.extraction.mentions.actor_nouns import CIVILIANS
from incidents.extraction.records import ActorMention, Draft, Span
from incidents.extraction.story import Story
from incidents.extraction.words import words
from incidents.vocabulary import ActorKind, ReferentKind, SubEventType

_NOBODY = frozenset({"target", "targets", "thing", "things"})
_ANYBODY = frozenset({"people", "person", "persons", "civilians", "others", "residents", "members", "men"})
_NONE = frozenset({SubEventType.AGREEMENT, SubEventType.HEADQUARTERS_OR_BASE_ESTABLISHED})
_GROUND = frozenset(
    {
        SubEventType.GOVERNMENT_REGAINS_TERRITORY,
        SubEventType.NON_STATE_ACTOR_OVERTAKES_TERRITORY,
        SubEventType.NON_VIOLENT_TRANSFER_OF_TERRITORY,
    }
)
_LAND = words("targets.land")
_OF_CIVILIANS = words("targets.of_civilians")
_OF_STATE = words("targets.of_state")


def choose(
    patients: Sequence[ActorMention],
    draft: Draft,
    doers: Collection[str],
    story: Story,
    bases: Collection[Span] = (),
) -> list[ActorMention]:
    """Those of the sufferers that a careful reader would write down. Of an agreement there are none; who merely
    lost ground is named, the ground is not; "people" only where nobody says who they were.
    """
    if draft.event_type in _NONE:
        return []
    found = [_filed(p, draft, story) for p in patients if p.name.lower() not in _NOBODY]
    if draft.event_type in _GROUND:
        found = [p for p in found if not _words(p) & _LAND]
    found = [p for p in found if p.canonical not in doers]
    tests: list[Callable[[ActorMention], bool]] = [_is_somebody, lambda p: p.span not in bases]
    if any(map(_is_known_group, found)):
        tests += [_is_no_group, lambda p: p.referent is not ReferentKind.OBJECT or p.canonical != _title(p)]
    for is_telling in tests:
        found = [p for p in found if is_telling(p)] or found
    return _each_once(found)


def _is_somebody(patient: ActorMention) -> bool:
    return patient.name.lower() not in _ANYBODY


def _title(patient: ActorMention) -> str:
    """What a thing is called under that nobody is known to own."""
    return patient.name[:1].upper() + patient.name[1:]


def _is_known_group(patient: ActorMention) -> bool:
    return patient.actor is not None and patient.actor_kind not in {None, ActorKind.STATE_FORCES}


def _is_no_group(patient: ActorMention) -> bool:
    """ "nine militants" beside "a Taliban hideout": the Taliban's."""
    return patient.actor is not None or not _words(patient) & GROUP_WORDS


def _each_once(patients: Sequence[ActorMention]) -> list[ActorMention]:
    """A party once, whatever it is called; of those without a name, each that is called differently."""
    kept: dict[tuple[str, str], ActorMention] = {}
    for p in patients:
        is_named = p.actor is not None or p.canonical not in {CIVILIANS}
        kept.setdefault((p.canonical, "" if is_named else p.name.lower()), p)
    return [p for p in kept.values() if not any(_is_short_for(p, other) for other in kept.values())]


def _is_short_for(patient: ActorMention, other: ActorMention) -> bool:
    """ "Soleimani" beside "Qasem Soleimani"."""
    short, full = patient.name.split(), other.name.split()
    return (
        patient.actor is None
        and len(short) < len(full)
        and patient.name.istitle()
        and set(short) <= set(full)
    )


def _filed(patient: ActorMention, draft: Draft, story: Story) -> ActorMention:
    """ "Two houses" are civilians', "a police station" is the police's."""
    if patient.referent is not ReferentKind.OBJECT or patient.actor is not None or patient.country:
        return patient
    said = _words(patient)
    country = story.gazetteer.country(draft.country or "")
    if country is not None and said & _OF_STATE:
        police = story.gazetteer.police(country.iso2) if "police" in said else None
        state = police or story.gazetteer.state_actor(country.iso2)
        return replace(
            patient, canonical=police.name if police else country.name, actor=state, country=country.iso2
        )
    if said & _OF_CIVILIANS and not said & _OF_STATE:
        return replace(patient, canonical=CIVILIANS)
    return patient


def _words(patient: ActorMention) -> set[str]:
    said = set(re.findall(r"[a-z]+", patient.name.lower()))
    return said | {w[:-1] for w in said if w.endswith("s")} | {w[:-2] for w in said if w.endswith("es")}
