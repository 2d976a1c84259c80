"""Who a draft names: doers, those struck, those who claim it; and whom "the army" and "the group" mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from incidents.extraction import scene, targets
from incidents.extraction.arguments import GROUP_WORDS, STATE_WORDS
from incidents.extraction.cast import GROUPS
from incidents.extraction.records import ActorMention, Draft, Event, Party
from incidents.extraction.sheet import Sheet
from incidents.extraction.story import Story, names_somebody
from incidents.vocabulary import ActorKind, Basis, EventType, ReferentKind, SubEventType


def fill(draft: Draft, event: Event, sheet: Sheet, story: Story) -> Draft:
    """Perpetrators, targets and who claims it."""
    doers: list[tuple[ActorMention, Basis]] = [(a, Basis.STATED) for a in event.agents]
    claimants = _claimants(event)
    doers += [(a, Basis.CLAIMED) for a in claimants]
    doers += [(a, Basis.ACCUSED) for a in event.accused]
    doers = [(_named(a, draft, story), b) for a, b in doers]
    protest = event.sub_event_type.event_type in {EventType.PROTESTS, EventType.RIOTS}
    doers = [(a, b) for a, b in doers if a.referent is not ReferentKind.OBJECT or _is_warship(a)]
    doers = [(a, b) for a, b in doers if protest or a.actor_kind is not ActorKind.CIVILIANS]
    perpetrators = _parties((a, b) for a, b in doers if names_somebody(a))
    unarmed = all(p.actor_kind is ActorKind.CIVILIANS for p in event.patients)
    if event.sub_event_type is SubEventType.ARMED_CLASH and unarmed and len(perpetrators) == 2:
        event = replace(
            event, patients=tuple(a for a, _ in doers if a.canonical == perpetrators[1].canonical)
        )
        perpetrators = perpetrators[:1]
    by_name = {p.canonical for p in perpetrators}
    named = [_named(p, draft, story) for p in event.patients]
    patients = targets.choose(named, draft, by_name, story, {b.span for b in event.bases})
    _note(sheet, "perpetrators", [a for a, _ in doers], perpetrators)
    sheet.stand("targets", [(p.span, p.sentence) for p in patients])
    if claimants and sheet.stand("claimed_by", [(a.span, a.sentence) for a in claimants]):
        draft = replace(draft, claimed_by="; ".join(dict.fromkeys(a.canonical for a in claimants)))
    civilian = [p.is_civilian for p in event.patients]
    return replace(
        draft,
        perpetrators=tuple(perpetrators),
        targets=tuple(_party(p, Basis.STATED) for p in patients),
        civilian_targeting=any(civilian) if civilian else None,
    )


def _is_warship(actor: ActorMention) -> bool:
    return actor.referent is ReferentKind.OBJECT and actor.actor_kind is ActorKind.STATE_FORCES


def _claimants(event: Event) -> list[ActorMention]:
    """Who claims it, and doers who tell of it themselves: "the coalition said it had struck"."""
    found = [a for a in event.claimants if a.actor is not None] or list(event.claimants)
    if event.sub_event_type.event_type is not EventType.STRATEGIC_DEVELOPMENTS:
        told = scene.identified(event.tellers)
        found += [d for d in scene.identified(event.agents) if any(_own(d, t) for t in told)]
    return list({a.canonical: a for a in found}.values())


def _own(doer: ActorMention, teller: ActorMention) -> bool:
    """A state speaks for its forces."""
    return scene.akin(doer, teller) or bool(doer.country and doer.country == teller.country)


def _named(actor: ActorMention, draft: Draft, story: Story) -> ActorMention:
    """ "The army" is the army of the country where it happens; "the group" is the only one the story has
    named.
    """
    if actor.actor is not None or actor.country:
        return actor
    said = set(re.findall(r"[a-z]+", actor.name.lower()))
    singular = said | {w[:-1] for w in said if w.endswith("s")}
    if singular & STATE_WORDS or (said & {"forces"} and not singular & GROUP_WORDS):
        country = story.gazetteer.country(draft.country or "")
        if country is None:
            return actor
        police = (
            story.gazetteer.police(country.iso2) if any(w.startswith("police") for w in singular) else None
        )
        state = police or story.gazetteer.state_actor(country.iso2)
        canonical = police.name if police else country.name
        return replace(
            actor,
            canonical=canonical,
            actor=state,
            actor_kind=ActorKind.STATE_FORCES,
            country=country.iso2,
        )
    if singular & GROUP_WORDS:
        groups = {
            a.canonical: a
            for m in story.mentions
            for a in m.actors
            if a.actor is not None and _is_meant(a, singular)
        }
        if len(groups) == 1:
            (known,) = groups.values()
            return replace(actor, canonical=known.canonical, actor=known.actor, actor_kind=known.actor_kind)
    return actor


def _is_meant(actor: ActorMention, words: set[str]) -> bool:
    if words & {"coalition", "alliance"}:
        return "coalition" in actor.canonical.lower()
    return actor.actor_kind in GROUPS


def _parties(actors: Iterable[tuple[ActorMention, Basis]]) -> list[Party]:
    parties: dict[str, Party] = {}
    for a, basis in actors:
        parties.setdefault(a.canonical, _party(a, basis))
    return list(parties.values())


def _party(actor: ActorMention, basis: Basis) -> Party:
    key = actor.actor.key if actor.actor else None
    return Party(actor.name, actor.canonical, actor.referent, basis, key, actor.actor_kind, actor.country)


def _note(sheet: Sheet, name: str, actors: Iterable[ActorMention], parties: Sequence[Party]) -> None:
    canonical = {p.canonical for p in parties}
    sheet.stand(name, [(a.span, a.sentence) for a in actors if a.canonical in canonical])
