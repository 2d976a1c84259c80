"""Who a draft names: doers, those struck, those who claim it; and whom "the army" and "the group" mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from incidents.extraction import scene, targets
from incidents.extraction.arguments import GROUP_WORDS, STATE_WORDS
from incidents.extraction.cast import ARMED, FORCES, GROUPS, is_group
from incidents.extraction.records import ActorMention, Draft, Event, Party
from incidents.extraction.sheet import Sheet
from incidents.extraction.story import Story, names_somebody
from incidents.extraction.words import words
from incidents.gazetteer.gazetteer import Gazetteer
from incidents.vocabulary import ActorKind, Basis, EventType, ReferentKind, SubEventType

_POLICE = frozenset({"police", "policeman", "policemen", "policewoman"})
_RULERS = frozenset({"regime", "government"})
"""Of the country where it happens, whoever else strikes there: "Russian jets and regime forces"."""
_ANYBODY = words("parties.anybody")
_AND = re.compile(r"\s+and\s+(?:the\s+|its\s+|their\s+)?(?:allied\s+|other\s+)?")
_GATHERINGS = frozenset({"rally", "march", "sit-in", "vigil"})
_COUPS = frozenset({"coup", "putsch", "overthrow", "oust", "depose", "seize", "grab", "usurp", "assume"})


def fill(draft: Draft, event: Event, sheet: Sheet, story: Story) -> Draft:
    """Perpetrators, targets and who claims it."""
    claimants = _claimants(event, draft, story)
    doers = _doers(event, claimants, draft, story)
    perpetrators = _parties(doers)
    if event.sub_event_type is SubEventType.ARMED_CLASH and not perpetrators:
        perpetrators, doers = _second_side(event, draft, story)
    if event.sub_event_type is SubEventType.ARMED_CLASH and len(perpetrators) == 2 and not _fought(event):
        second = tuple(a for a, _ in doers if a.canonical == perpetrators[1].canonical)
        event = replace(event, patients=event.patients + second)
        perpetrators = perpetrators[:1]
    by_name = {p.canonical for p in perpetrators}
    named = [_named(p, draft, story) for p in event.patients] or _overthrown(event, draft, story)
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


def _overthrown(event: Event, draft: Draft, story: Story) -> list[ActorMention]:
    """Whoever takes power takes it from the state, named or not."""
    coup = next((t for t in event.triggers if t.lemma in _COUPS), None)
    if coup is None or event.sub_event_type is not SubEventType.OTHER_STRATEGIC or not draft.country:
        return []
    words = coup.span.of(story.article.text)
    government = ActorMention(coup.span, coup.sentence, words, words, ReferentKind.ORGANISATION)
    return [_of_the_country(government, draft.country, story.gazetteer, is_police=False)]


def _doers(
    event: Event, claimants: Sequence[ActorMention], draft: Draft, story: Story
) -> list[tuple[ActorMention, Basis]]:
    """Everybody who is said to have done it, with what that rests on; the vague only where nobody has a name."""
    own_words = {a.span for a in event.claimants}
    told = [(a, Basis.STATED) for a in event.agents if a.span not in own_words]
    if not (event.agents or event.accused or claimants):
        told += [(a, Basis.CLAIMED) for a in _own_tellers(event)]
    told += [(a, Basis.CLAIMED) for a in claimants]
    told += [(a, Basis.ACCUSED) for a in event.accused]
    states = {a.canonical: a for a, _ in told if a.actor and a.actor_kind is ActorKind.STATE_FORCES}
    (state,) = states.values() if len(states) == 1 else (None,)
    others = {a.span for a, _ in told if _is_beside(a, [other for other, _ in told], story)}
    named = [(a if a.span in others else _named(a, draft, story, state), b) for a, b in told]
    if event.sub_event_type.event_type in {EventType.PROTESTS, EventType.RIOTS}:
        named = [(_demonstrators(a), b) for a, b in named]
        if not named and event.triggers[0].lemma in _GATHERINGS:
            named = [(_crowd(event, story), Basis.STATED)]
    else:
        named = [(_alone(a), b) for a, b in named if a.actor_kind is not ActorKind.CIVILIANS or _is_lone(a)]
    named = [(a, b) for a, b in named if a.referent is not ReferentKind.OBJECT or _is_warship(a)]
    named = [(a, b) for a, b in named if names_somebody(a)]
    if event.sub_event_type is SubEventType.ARMED_CLASH:
        return named
    return [
        (a, b) for a, b in named if a.span in others or not any(_stands_for(other, a) for other, _ in named)
    ]


def _is_beside(actor: ActorMention, told: Sequence[ActorMention], story: Story) -> bool:
    """ "The YPG and allied rebels": rebels, and not the YPG."""
    if actor.actor is not None or actor.actor_kind not in GROUPS:
        return False
    return any(
        _AND.fullmatch(story.article.text, other.span.end, actor.span.start) is not None
        for other in told
        if other.actor is not None and other.span.end <= actor.span.start
    )


def _second_side(
    event: Event, draft: Draft, story: Story
) -> tuple[list[Party], list[tuple[ActorMention, Basis]]]:
    """ "Nineteen gang members and eight soldiers died in a shootout": both sides are told as victims."""
    armed = [(_named(a, draft, story), Basis.STATED) for a in event.patients if a.actor_kind in ARMED]
    sides = _parties(armed)
    if len(sides) != 2:
        return [], []
    return sides[1:], [(a, b) for a, b in armed if a.canonical == sides[1].canonical]


def _own_tellers(event: Event) -> list[ActorMention]:
    """ "The army said 20 militants were killed": where nobody is named, forces tell of their own blows."""
    struck = [p for p in event.patients if p.actor_kind in GROUPS]
    if not struck or event.sub_event_type.event_type is EventType.STRATEGIC_DEVELOPMENTS:
        return []
    return [a for a in event.tellers if a.actor_kind in FORCES and a.canonical != "United Nations"][:1]


def _stands_for(named: ActorMention, vague: ActorMention) -> bool:
    """ "Militants" are the group that claims it, "sailors" the navy that is named, "Smith" is "Bob Smith"."""
    if vague.actor is not None or vague.country or vague.canonical == named.canonical:
        return False
    if vague.referent is named.referent is ReferentKind.PEOPLE and vague.name in named.name.split():
        return named.name != vague.name
    has_name = named.actor is not None or is_group(named)
    if vague.name[1:] != vague.name[1:].lower() or not has_name or is_group(vague):
        return False
    state = ActorKind.STATE_FORCES
    return (
        vague.actor_kind in GROUPS
        if named.actor_kind in GROUPS
        else vague.actor_kind is named.actor_kind is state
    )


def _demonstrators(actor: ActorMention) -> ActorMention:
    """Whoever demonstrates is a protester: "thousands of people", "students"."""
    if actor.actor is None and actor.actor_kind is ActorKind.CIVILIANS:
        return replace(actor, canonical="Protesters", actor_kind=ActorKind.PROTESTERS)
    return actor


def _crowd(event: Event, story: Story) -> ActorMention:
    """ "A rally drew thousands": nobody protests but protesters."""
    first = event.triggers[0]
    name = first.span.of(story.article.text)
    return ActorMention(
        first.span, first.sentence, name, "Protesters", ReferentKind.PEOPLE, actor_kind=ActorKind.PROTESTERS
    )


def _is_lone(actor: ActorMention) -> bool:
    """One person of whom we know what he is: "an IT worker", "a student"; not "a man", "people", "residents"."""
    head = actor.name.lower().rsplit(" ", 1)[-1]
    return (
        actor.actor is None and not head.endswith(("s", "men", "children", "people")) and head not in _ANYBODY
    )


def _alone(actor: ActorMention) -> ActorMention:
    if actor.actor_kind is not ActorKind.CIVILIANS:
        return actor
    return replace(actor, canonical=actor.name[:1].upper() + actor.name[1:])


def _fought(event: Event) -> bool:
    """Somebody who can fight is told to have been fought."""
    return any(not p.is_civilian and p.referent is not ReferentKind.OBJECT for p in event.patients)


def _is_warship(actor: ActorMention) -> bool:
    return actor.referent is ReferentKind.OBJECT and actor.actor_kind is ActorKind.STATE_FORCES


def _claimants(event: Event, draft: Draft, story: Story) -> list[ActorMention]:
    """Who claims it, and doers who tell of it themselves: "the coalition said it had struck", "troops killed
    two commanders, the military said".
    """
    claimants = [_named(a, draft, story) for a in event.claimants]
    claimants = [next((d for d in event.agents if _stands_for(d, a)), a) for a in claimants]
    found = [a for a in claimants if a.actor is not None] or claimants
    if event.sub_event_type.event_type is not EventType.STRATEGIC_DEVELOPMENTS:
        told = scene.identified(event.tellers)
        found += [d for d in scene.identified(event.agents) if any(_own(d, t) for t in told)]
        found += [
            _named(d, draft, story) for d in event.agents if any(_one_army(d, t) for t in event.tellers)
        ]
    return list({a.canonical: a for a in found}.values())


def _one_army(doer: ActorMention, teller: ActorMention) -> bool:
    """ "Troops killed two commanders, the military said": the state's own, in one breath."""
    is_state = doer.actor_kind is teller.actor_kind is ActorKind.STATE_FORCES
    return is_state and doer.sentence == teller.sentence and not (doer.country or teller.country)


def _own(doer: ActorMention, teller: ActorMention) -> bool:
    """A state speaks for its forces."""
    is_state = doer.actor_kind is ActorKind.STATE_FORCES and teller.actor_kind not in GROUPS
    return scene.akin(doer, teller) or (is_state and doer.country == teller.country != "")


def _named(
    actor: ActorMention, draft: Draft, story: Story, state: ActorMention | None = None
) -> ActorMention:
    """ "The army" is that of the only state said to have done it, or of the country where it happens, as
    "the regime" always is; "the group" is the only one the story has named.
    """
    if actor.actor is not None or actor.country:
        return actor
    said = set(re.findall(r"[a-z]+", actor.name.lower()))
    singular = said | {w[:-1] for w in said if w.endswith("s")}
    if singular & STATE_WORDS or (said & {"forces"} and not singular & GROUP_WORDS):
        if state is not None and not singular & (_POLICE | _RULERS):
            return _as(actor, state)
        return _of_the_country(
            actor, draft.country or "", story.gazetteer, is_police=bool(singular & _POLICE)
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
            return _as(actor, known)
    return actor


def _as(actor: ActorMention, known: ActorMention) -> ActorMention:
    return replace(
        actor,
        canonical=known.canonical,
        actor=known.actor,
        actor_kind=known.actor_kind,
        country=known.country,
    )


def _of_the_country(actor: ActorMention, iso2: str, gazetteer: Gazetteer, *, is_police: bool) -> ActorMention:
    country = gazetteer.country(iso2)
    if country is None:
        return actor
    police = gazetteer.police(iso2) if is_police else None
    return replace(
        actor,
        canonical=police.name if police else country.name,
        actor=police or gazetteer.state_actor(iso2),
        actor_kind=ActorKind.STATE_FORCES,
        country=iso2,
    )


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
