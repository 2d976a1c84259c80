"""What an event did: how many were hurt, and on which side."""

from __future__ import annotations

from dataclasses import replace

from incidents.extraction import figures
from incidents.extraction.records import ActorMention, Casualties, Draft, Event
from incidents.extraction.sheet import Sheet
from incidents.extraction.story import Story
from incidents.vocabulary import CasualtyKind


def fill(draft: Draft, event: Event, sheet: Sheet, story: Story) -> Draft:
    text = story.article.text
    totals = {}
    for name, kind in (("killed", CasualtyKind.KILLED), ("wounded", CasualtyKind.WOUNDED)):
        told = figures.own_figures(event.casualties, kind)
        totals[name] = figures.total(event.casualties, kind, text)
        sheet.stand(name, [(m.span, m.sentence) for m in told])
    return replace(
        draft,
        killed=totals["killed"],
        wounded=totals["wounded"],
        casualties=_by_side(event, sheet, story),
    )


def _by_side(event: Event, sheet: Sheet, story: Story) -> tuple[Casualties, ...]:
    actors = [a for m in story.around(event) for a in m.actors]
    sides = figures.by_victims(event.casualties, actors)
    if len(sides) < 2:
        return ()
    sheet.stand("casualties", [(m.span, m.sentence) for told_of in sides.values() for m in told_of])
    return tuple(
        Casualties(_side(who, story), kind, value, who.is_civilian, who.actor.key if who.actor else None)
        for who, told_of in sides.items()
        for kind in CasualtyKind
        if (value := figures.total(told_of, kind, story.article.text)) is not None
    )


def _side(who: ActorMention, story: Story) -> str:
    if who.is_civilian:
        return "Civilians"
    country = story.gazetteer.country(who.country) if who.country else None
    return country.name if country else who.canonical
