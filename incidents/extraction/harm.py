"""What an event did: how many were hurt, and on which side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from incidents.extraction import figures
from incidents.extraction.authors import speaks_of
from incidents.extraction.mentions.numbers import NONE
from incidents.extraction.records import ActorMention, Casualties, CasualtyMention, Draft, Event, Range
from incidents.extraction.sheet import Sheet
from incidents.extraction.story import Story
from incidents.vocabulary import CasualtyKind, EventType, SubEventType

_T = SubEventType
_HURTS_NOBODY = frozenset(
    {_T.AGREEMENT, _T.CHANGE_TO_GROUP_ACTIVITY, _T.ARRESTS, _T.NON_VIOLENT_TRANSFER_OF_TERRITORY}
)
"""Figures told beside these are a war's, or another act's."""
_PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i", "who", "that"})
_EMPTY = frozenset({"the", "a", "an", "of", "for", "and", "in", "on", "that"})


def fill(draft: Draft, event: Event, sheet: Sheet, story: Story) -> Draft:
    if event.sub_event_type in _HURTS_NOBODY:
        return draft
    text = story.article.text
    said = _Speakers(story)
    killed = figures.total(event.casualties, CasualtyKind.KILLED, text, said.of)
    wounded = figures.total(event.casualties, CasualtyKind.WOUNDED, text, said.of)
    dead = figures.own_figures(event.casualties, CasualtyKind.KILLED)
    if killed is None:
        dead = figures.none_hurt(event.casualties, text)
        killed = NONE if dead else None
    sheet.stand("killed", [(m.span, m.sentence) for m in dead])
    hurt = figures.own_figures(event.casualties, CasualtyKind.WOUNDED)
    sheet.stand("wounded", [(m.span, m.sentence) for m in hurt])
    return replace(
        draft,
        killed=_of_the_named(killed, dead, event),
        wounded=wounded,
        casualties=_by_side(event, sheet, story),
    )


def _of_the_named(killed: Range | None, dead: Sequence[CasualtyMention], event: Event) -> Range | None:
    """A blast that kills one by name may have killed others; a shot that does has not."""
    if killed != Range(1, None) or any(m.range != Range(1, None) for m in dead):
        return killed
    blast = event.sub_event_type.event_type is EventType.EXPLOSIONS_REMOTE_VIOLENCE
    return killed if blast else Range(1, 1)


class _Speakers:
    """Who gives a figure, as the words that tell speakers apart; "" where the outlet itself does."""

    def __init__(self, story: Story) -> None:
        self._story = story

    def of(self, figure: CasualtyMention) -> str:
        mentions = self._story.by_sentence.get(figure.sentence)
        claims = mentions.claims if mentions else ()
        nearest = speaks_of(figure.span, claims)
        if nearest is None:
            return ""
        said = nearest.speaker.of(self._story.article.text).lower() if nearest.speaker else ""
        words = [w for w in re.findall(r"[\w’'-]+", said) if w not in _EMPTY]
        return "" if set(words) & _PRONOUNS else " ".join(words)


def _by_side(event: Event, sheet: Sheet, story: Story) -> tuple[Casualties, ...]:
    text = story.article.text
    actors = [a for m in story.around(event) for a in m.actors]
    sides = figures.by_victims(event.casualties, actors)
    found = tuple(
        Casualties(_side(who, story), kind, value, who.is_civilian, who.actor.key if who.actor else None)
        for who, told_of in sides.items()
        for kind in CasualtyKind
        if (value := figures.total(told_of, kind, text)) is not None
    )
    if found:
        sheet.stand("casualties", [(m.span, m.sentence) for told_of in sides.values() for m in told_of])
    return found


def _side(who: ActorMention, story: Story) -> str:
    if who.is_civilian:
        return "Civilians"
    country = story.gazetteer.country(who.country) if who.country else None
    return country.name if country else who.canonical
