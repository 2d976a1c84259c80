"""Event -> draft: every field with the words it stands on, and who says so.

No span, no field. Confidence is by rule: 0.9 for words in a sentence that tells of one event only, 0.75
where it tells of several, 0.6 for words joined by coreference, 0.4 for what was taken over from the rest
of the story; 0.15 less under "allegedly". It orders a reviewer's work; it is no probability.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from incidents.extraction import harm, means, scene, setting, summary
from incidents.extraction.arguments import GROUP_WORDS, STATE_WORDS
from incidents.extraction.confidence import confidence
from incidents.extraction.modifiers import applying
from incidents.extraction.records import (
    ActorMention,
    Article,
    Draft,
    Event,
    Mentions,
    Party,
    Span,
    Statement,
)
from incidents.extraction.sentences import Layout
from incidents.extraction.sheet import Sheet
from incidents.extraction.story import Story, names_somebody
from incidents.gazetteer.gazetteer import Gazetteer
from incidents.vocabulary import (
    ActorKind,
    Basis,
    Certainty,
    EventType,
    Prominence,
    ReferentKind,
    Stance,
    SubEventType,
)

_NO_NAMES = frozenset({"target", "targets"})


def propose(
    events: Sequence[Event],
    mentions: Sequence[Mentions],
    title: Mentions,
    article: Article,
    gazetteer: Gazetteer,
    layout: Layout,
) -> list[Draft]:
    """Drafts of the events that can stand, main ones first, each in the order of the text."""
    story = Story(events, mentions, title, article, gazetteer, layout.dateline, is_digest=layout.is_digest)
    writer = _Writer(story)
    kept = [n for n, event in enumerate(story.events) if story.stands(event)]
    drafts = [(n, writer.draft(story.events[n])) for n in kept]
    drafts.sort(key=lambda item: item[1].prominence is not Prominence.MAIN)
    position = {n: at for at, (n, _) in enumerate(drafts)}
    return [
        replace(draft, retaliates_for=position.get(target))
        if (target := story.events[n].retaliates_for) is not None
        else draft
        for n, draft in drafts
    ]


class _Writer:
    """Fills in a draft field by field; ``story`` is what the drafts of one article share."""

    def __init__(self, story: Story) -> None:
        self.story = story

    # --- fields ------------------------------------------------------------------------------------------

    def draft(self, event: Event) -> Draft:
        sheet = Sheet(self.story.article, self.story.shared, event.sentences[0])
        sheet.stand("event_type", ((t.span, t.sentence) for t in event.triggers[:3]))
        draft = Draft(prominence=event.prominence, event_type=event.sub_event_type, summary="")
        draft = setting.where(setting.when(draft, event, sheet, self.story), event, sheet, self.story)
        for step in (self._who, means.fill, self._standing):
            draft = step(draft, event, sheet)
        draft = harm.fill(draft, event, sheet, self.story)
        is_disputed = bool(event.modifiers & {"alleged", "denied"})
        sure = sorted((k, confidence(k, v, is_disputed=is_disputed)) for k, v in sheet.standing.items())
        draft = replace(draft, evidence=tuple(sheet.evidence), confidence=tuple(sure))
        draft = replace(draft, statements=tuple(self._statements(draft)))
        return replace(draft, summary=summary.sentence(draft, self.story.gazetteer))

    def _who(self, draft: Draft, event: Event, sheet: Sheet) -> Draft:
        doers: list[tuple[ActorMention, Basis]] = [(a, Basis.STATED) for a in event.agents]
        claimants = self._claimants(event)
        doers += [(a, Basis.CLAIMED) for a in claimants]
        doers += [(a, Basis.ACCUSED) for a in event.accused]
        doers = [(self._named(a, draft), b) for a, b in doers]
        protest = event.sub_event_type.event_type in {EventType.PROTESTS, EventType.RIOTS}
        doers = [(a, b) for a, b in doers if a.referent is not ReferentKind.OBJECT]
        doers = [(a, b) for a, b in doers if protest or a.actor_kind is not ActorKind.CIVILIANS]
        perpetrators = _parties((a, b) for a, b in doers if names_somebody(a))
        if event.sub_event_type is SubEventType.ARMED_CLASH and not event.patients and len(perpetrators) == 2:
            event = replace(
                event, patients=tuple(a for a, _ in doers if a.canonical == perpetrators[1].canonical)
            )
            perpetrators = perpetrators[:1]
        by_name = {p.canonical for p in perpetrators}
        patients = [self._named(p, draft) for p in event.patients if p.name.lower() not in _NO_NAMES]
        targets = _parties((p, Basis.STATED) for p in patients if p.canonical not in by_name)
        if len(targets) > 1:
            targets = [t for t in targets if t.name.lower() not in {"people", "person", "persons"}]
        _note(sheet, "perpetrators", [a for a, _ in doers], perpetrators)
        _note(sheet, "targets", patients, targets)
        if claimants and sheet.stand("claimed_by", [(a.span, a.sentence) for a in claimants]):
            draft = replace(draft, claimed_by="; ".join(dict.fromkeys(a.canonical for a in claimants)))
        civilian = [p.is_civilian for p in event.patients]
        return replace(
            draft,
            perpetrators=tuple(perpetrators),
            targets=tuple(targets),
            civilian_targeting=any(civilian) if civilian else None,
        )

    def _claimants(self, event: Event) -> list[ActorMention]:
        """Who claims it, and doers who tell of it themselves: "the coalition said it had struck"."""
        found = [a for a in event.claimants if a.actor is not None] or list(event.claimants)
        doers = [a for a in event.agents if a.actor is not None]
        for claim in event.claims:
            if claim.speaker is None or claim.stance not in {Stance.STATED, Stance.CLAIMED}:
                continue
            actors = (
                self.story.by_sentence[claim.sentence].actors
                if claim.sentence in self.story.by_sentence
                else ()
            )
            speakers = [a for a in actors if a.actor is not None and a.span.overlaps(claim.speaker)]
            found += [d for d in doers if any(scene.akin(d, s) for s in speakers)]
        return list({a.canonical: a for a in found}.values())

    def _named(self, actor: ActorMention, draft: Draft) -> ActorMention:
        """ "The army" is the army of the country where it happens; "the group" is the only one the story has
        named.
        """
        if actor.actor is not None or actor.country:
            return actor
        said = set(re.findall(r"[a-z]+", actor.name.lower()))
        singular = said | {w[:-1] for w in said if w.endswith("s")}
        if singular & STATE_WORDS or (said & {"forces"} and not singular & GROUP_WORDS):
            country = self.story.gazetteer.country(draft.country or "")
            if country is None:
                return actor
            police = self.story.gazetteer.police(country.iso2) if "police" in singular else None
            state = police or self.story.gazetteer.state_actor(country.iso2)
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
                for m in self.story.mentions
                for a in m.actors
                if a.actor is not None and _is_group(a, singular)
            }
            if len(groups) == 1:
                (known,) = groups.values()
                return replace(
                    actor, canonical=known.canonical, actor=known.actor, actor_kind=known.actor_kind
                )
        return actor

    def _standing(self, draft: Draft, event: Event, sheet: Sheet) -> Draft:
        """GUIDE's five: told as fact, by one doubtful source, by the doer alone, by an accuser alone, or
        denied.
        """
        status = Certainty.CONFIRMED
        if "denied" in event.modifiers:
            status = Certainty.DENIED
        elif "alleged" in event.modifiers:
            status = Certainty.ALLEGED
        elif draft.claimed_by and not event.agents:
            status = Certainty.CLAIMED
        elif "reported" in event.modifiers:
            status = Certainty.REPORTED
        sheet.stand("status", ((t.span, t.sentence) for t in event.triggers[:1]))
        return replace(draft, status=status)

    # --- who says what ---------------------------------------------------------------------------------------

    def _statements(self, draft: Draft) -> Iterable[Statement]:
        from incidents.extraction.jsonl import field_value

        sure = dict(draft.confidence)
        for e in draft.evidence:
            speaker, stance = self._speaker(e.span)
            yield Statement(
                e.field,
                field_value(draft, e.field),
                e.span,
                e.quote,
                speaker,
                stance,
                sure[e.field],
            )

    def _speaker(self, span: Span) -> tuple[str, Stance]:
        for m in self.story.mentions:
            if m.sentence.span.overlaps(span):
                covering = [
                    c for c in m.claims if c.scope.covers(span) and c.speaker and not c.is_responsibility
                ]
                if covering and covering[0].speaker:
                    nearest = min(covering, key=lambda c: c.scope.end - c.scope.start)
                    return (
                        nearest.speaker.of(self.story.article.text) if nearest.speaker else "",
                        nearest.stance,
                    )
                return "", Stance.ALLEGED if "alleged" in applying(m.modifiers, span) else Stance.STATED
        return "", Stance.STATED


def _is_group(actor: ActorMention, words: set[str]) -> bool:
    if "coalition" in words:
        return "coalition" in actor.canonical.lower()
    return actor.actor_kind in {
        ActorKind.REBEL_GROUP,
        ActorKind.POLITICAL_MILITIA,
        ActorKind.IDENTITY_MILITIA,
    }


def _parties(actors: Iterable[tuple[ActorMention, Basis]]) -> list[Party]:
    parties: dict[str, Party] = {}
    for a, basis in actors:
        parties.setdefault(
            a.canonical,
            Party(
                a.name,
                a.canonical,
                a.referent,
                basis,
                a.actor.key if a.actor else None,
                a.actor_kind,
                a.country,
            ),
        )
    return list(parties.values())


def _note(sheet: Sheet, name: str, actors: Iterable[ActorMention], parties: Sequence[Party]) -> None:
    canonical = {p.canonical for p in parties}
    sheet.stand(name, [(a.span, a.sentence) for a in actors if a.canonical in canonical])
